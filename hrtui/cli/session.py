"""What a command is given: configuration and context on demand, and ways to print that are safe on a terminal."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from hrtui.dates import parse_day, utc_text
from hrtui.errors import HrError
from hrtui.money import Money
from hrtui.text import clean, spelled

if TYPE_CHECKING:
    from hrtui.config import Config
    from hrtui.context import Context
    from hrtui.people.model import Done

WIDTH = 80
Page = TypeVar("Page")
_UNSAFE = re.compile("[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")


class Session:
    """One run of one command. `config` and `context` are read and opened when first asked for; in a demo company `acting`
    is the user to act as."""

    def __init__(self, config_path: Path | None = None, output: TextIO | None = None, acting: str = "") -> None:
        self.config_path = config_path
        self.acting = acting
        self._output = output
        self._layout: list[tuple[int, bool]] | None = None

    @cached_property
    def config(self) -> Config:
        """The configuration; raises ConfigError."""
        from hrtui import configfile

        return configfile.load(configfile.find(self.config_path))

    @property
    def configured(self) -> bool:
        """Whether a configuration is named, or found where one is looked for."""
        from hrtui import configfile

        named = self.config_path is not None or bool(os.environ.get("HRTUI_CONFIG"))
        return named or any(place.is_file() for place in configfile.places())

    @cached_property
    def context(self) -> Context:
        """The opened store with the user's actor; raises ConfigError, NotAllowed and StoreError."""
        from hrtui.bootstrap import open_context

        return open_context(self.config_path, acting=self.acting)

    def close(self) -> None:
        """Close the store where it was opened."""
        opened = self.__dict__.get("context")
        if opened is not None:
            opened.store.close()

    def explain(self, error: Exception) -> HrError | None:
        """What an error that nobody expected means where the opened store is to blame; None where it is a bug."""
        opened = self.__dict__.get("context")
        meaning: HrError | None = opened.store.explain(error) if opened is not None else None
        return meaning

    @property
    def output(self) -> TextIO:
        """Where output goes: stdout, unless another was given."""
        return self._output or sys.stdout

    @property
    def width(self) -> int:
        """The columns there are: the terminal's, 80 where output is no terminal."""
        return shutil.get_terminal_size((WIDTH, 24)).columns if self.output.isatty() else WIDTH

    def out(self, text: str = "") -> None:
        """Print text, each line without control characters, never two lines where one was meant."""
        self._write("".join(_line(line) + "\n" for line in text.split("\n")))

    def told(self, done: Done, as_json: bool) -> int:
        """Print what was done, and what else is worth knowing; returns the code of success."""
        if as_json:
            self.json(done)
            return 0
        for line in (done.sentence, *(f"Note: {notice}" for notice in done.notices)):
            self.out(line)
        return 0

    def day(self, text: str) -> date:
        """A day as it may be typed (`EXAMPLES`); raises RuleBroken where the text is none."""
        return parse_day(text, self.context.clock.today(), self.context.config.style.month_first)

    def json(self, value: Any) -> None:
        """Print a value as JSON; what a terminal would obey is escaped, so it stays the same JSON."""
        import json

        text = json.dumps(value, indent=2, ensure_ascii=not _is_utf8(self.output), default=plain)
        self._write(_UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n")

    def json_line(self, value: Any) -> None:
        """Print a value as JSON on one line."""
        import json

        text = json.dumps(value, ensure_ascii=not _is_utf8(self.output), default=plain)
        self._write(_UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n")

    def prompt(self, pages: Iterable[Page]) -> Iterator[Page]:
        """The pages of an answer; what was printed of each is sent on before the next is made."""
        for page in pages:
            yield page
            self.output.flush()

    def json_rows(self, rows: Iterable[Any]) -> None:
        """Print an array of values as `json` would, each as soon as it is there."""
        import json

        lead = "[\n  "
        for row in rows:
            text = json.dumps(row, indent=2, ensure_ascii=not _is_utf8(self.output), default=plain)
            self._write(lead + _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text.replace("\n", "\n  ")))
            lead = ",\n  "
        self._write("[]\n" if lead.startswith("[") else "\n]\n")

    def table_page(
        self, rows: Iterable[Sequence[object]], headings: Sequence[str], *, first: bool, more: bool = False
    ) -> None:
        """Print a page of a long table, in the widths of its first page, which has the headings and knows of more."""
        from hrtui.cli.columns import page_lines

        shown = [[clean(str(cell), limit=500) for cell in row] for row in rows]
        layout = None if first else self._layout
        lines, self._layout = page_lines(shown, headings, self.width, layout, more)
        for line in lines:
            self.out(line)

    def table(self, rows: Iterable[Sequence[object]], headings: Sequence[str]) -> None:
        """Print rows in columns that fit the width; numbers stand right, what is too long ends in `…`."""
        from hrtui.cli.columns import table_lines

        shown = [[clean(str(cell), limit=500) for cell in row] for row in rows]
        for line in table_lines(shown, headings, self.width):
            self.out(line)

    def csv(self, rows: Iterable[Sequence[object]], headings: Sequence[str]) -> None:
        """Print rows as CSV (RFC 4180); cells that a spreadsheet would compute begin with an apostrophe."""
        import csv

        from hrtui.exchange.cells import csv_cell

        writer = csv.writer(_Lines(self), lineterminator="\r\n")
        writer.writerow(headings)
        for row in rows:
            writer.writerow([csv_cell(cell) for cell in row])

    def _write(self, text: str) -> None:
        encoding = self.output.encoding or "utf-8"
        try:
            self.output.write(spelled(text, encoding))
        except BrokenPipeError:
            raise
        except OSError as error:
            raise HrError(
                f"The output could not be written ({error.strerror}); free some room and try again."
            ) from error


class _Lines:
    """What csv.writer writes to."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def write(self, line: str) -> None:
        """Pass a line on."""
        self.session._write(line)


def plain(value: Any) -> Any:
    """What JSON has no word for: money, days, instants and values, as text, lists and objects."""
    if isinstance(value, Money):
        return {"amount": f"{value.amount:.2f}", "currency": value.currency}
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, (date, Decimal, Path)):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _line(line: str) -> str:
    """A line without control characters; the spaces it begins with are layout and stay."""
    body = line.lstrip(" ")
    return " " * (len(line) - len(body)) + clean(body)


def _is_utf8(output: TextIO) -> bool:
    return (output.encoding or "utf-8").lower().replace("-", "") == "utf8"
