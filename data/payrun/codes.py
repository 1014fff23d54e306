"""What lines of slips are called, by number, and the whole parts that rates and hours are stored in."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from data.prepared import prepared
from data.schema import PayCodeRow

RATE_PARTS = 1_000_000
HOUR_PARTS = 10_000
CodeKey = tuple[str, str, str, str]


class Codes:
    """What lines are called, by number; unknown ones are entered when lines are saved.

    `lines` keeps what booking a line needs of its code: the number, the key of its balance, the side of a slip.
    """

    def __init__(self) -> None:
        self.lines: dict[CodeKey, tuple[int, str, int]] = {}
        self.by_key: dict[CodeKey, int] = {}
        self.by_id: dict[int, CodeKey] = {}
        self.read()

    def ids(self, keys: Iterable[CodeKey]) -> None:
        """Make sure all of them have a number; inside `write()` where one may not."""
        missing = [key for key in dict.fromkeys(keys) if key not in self.by_key]
        if missing:
            self.read()
        for part, code, label, agency in missing:
            if (part, code, label, agency) not in self.by_key:
                id_: int = PayCodeRow.insert(part=part, code=code, label=label, agency=agency).execute()
                self.by_key[part, code, label, agency] = id_
                self.by_id[id_] = (part, code, label, agency)

    def read(self) -> None:
        """Take up what is entered; what is known already stays."""
        for id_, part, code, label, agency in _codes().fetchall():
            self.by_key[part, code, label, agency] = id_
            self.by_id[id_] = (part, code, label, agency)


@prepared
def _codes() -> Any:
    row = PayCodeRow
    return row.select(row.id, row.part, row.code, row.label, row.agency)


@lru_cache(maxsize=16_384)
def part_of(value: int | None, parts: int) -> Decimal | None:
    """A rate or hours from the whole parts they are stored in."""
    return None if value is None else Decimal(value) / parts
