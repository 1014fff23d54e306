"""Control totals: what stands on the paper of a batch, read and compared with what was keyed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hrtui.errors import RuleBroken
from hrtui.payroll.grid.model import GridColumn, GridTotals, Unit, written
from hrtui.payroll.grid.reading import read


@dataclass(frozen=True, slots=True)
class ControlField:
    """A total of the paper: its name, and whether a batch needs it where any of it was keyed."""

    key: str
    label: str
    unit: Unit | None = None


FIELDS = (
    ControlField("lines", "Lines"),
    ControlField("hours", "Hours", Unit.HOURS),
    ControlField("amount", "Amount", Unit.MONEY),
    ControlField("hash", "Hash total"),
)
_WHOLE = re.compile(r"[0-9]{1,18}", re.ASCII)


def read_total(field: ControlField, text: str) -> int:
    """Read a total of the paper; hours and amounts as cells are, counts as whole numbers. Raises RuleBroken."""
    if field.unit is not None:
        return read(text, GridColumn(field.key, field.label, field.unit)).hundredths
    raw = text.strip()
    if not _WHOLE.fullmatch(raw):
        rule = "has a comma; type digits alone" if "," in raw else "is not a whole number; type digits alone"
        raise RuleBroken(f"{field.label}: “{raw}” {rule}.", field.key)
    return int(raw)


def total_text(field: ControlField, figure: int) -> str:
    """A total as it is compared: counts whole, hours and amounts with two decimals."""
    return written(figure) if field.unit is not None else str(figure)


def needed(keyed: GridTotals, columns: Sequence[GridColumn]) -> tuple[ControlField, ...]:
    """The totals a batch is not saved without: lines, and hours and amount where there are columns of them with anything keyed."""
    units = {column.unit for column in columns}
    lines, hours, amount, _ = FIELDS
    return (
        lines,
        *((hours,) if Unit.HOURS in units and (keyed.hours or not keyed.amount) else ()),
        *((amount,) if keyed.amount else ()),
    )


def differences(paper: Mapping[str, str], keyed: GridTotals, columns: Sequence[GridColumn]) -> tuple[str, ...]:
    """What keeps a batch from being saved: totals not given, not readable, or other than what was keyed; none where all match."""
    wanted, found = needed(keyed, columns), list[str]()
    for field in FIELDS:
        text = paper.get(field.key, "").strip()
        if not text:
            if field in wanted:
                found.append(f"{field.label}: not entered; type what the paper says.")
            continue
        try:
            total = read_total(field, text)
        except RuleBroken as error:
            found.append(str(error))
            continue
        have = getattr(keyed, field.key)
        if total != have:
            off = total_text(field, abs(total - have))
            which = "too much" if have > total else "missing"
            found.append(
                f"{field.label}: paper {total_text(field, total)}, keyed {total_text(field, have)}; {off} {which}."
            )
    return tuple(found)
