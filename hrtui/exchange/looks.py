"""What the columns of a file look like: days and in which order, numbers and with which decimals. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from hrtui.dates import MONTHS
from hrtui.exchange.model import Look, RawRow
from hrtui.text import clean

SAMPLES = 3
SAMPLE = 40
FEW = 2_000  # different values after which a column without one day or number among them is text
REMEMBERED = 20_000  # different values that are known again
MOSTLY = 0.5
_DAY = re.compile(r"(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?", re.ASCII)
_DAY_NAMED = re.compile(r"(\d{1,2})([ .-]*)([A-Za-z]{3,9})\.?([ ,-]*)(\d{2,4})", re.ASCII)
_NAMED_DAY = re.compile(r"([A-Za-z]{3,9})\.?( )(\d{1,2})(,? ?)(\d{2,4})", re.ASCII)
_NUMBER = re.compile(r"[-+(]?\s?[$€£]?\s?(\d[\d.,\u00a0\u202f ]*)\s?[%)$€£kKmM]?")
_SPACED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(,\d+)?")


class ColumnLook:
    """Looks at the values of one column, each different one once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.filled = 0
        self.samples: list[str] = []
        self.seen: set[str] = set()
        self.different = self.days = self.numbers = 0
        self.orders: Counter[str] = Counter()
        self.shapes: dict[tuple[str, str, str], int] = {}
        self.named: dict[str, int] = {}
        self.decimals: Counter[str] = Counter()
        self.is_text = False

    def see(self, text: str) -> None:
        """Take a value into account."""
        if not text or text.isspace():
            return
        self.filled += 1
        if self.is_text or text in self.seen:
            return
        if len(self.seen) < REMEMBERED:
            self.seen.add(text)
        self._look(text.strip())

    def _look(self, text: str) -> None:
        self.different += 1
        if len(self.samples) < SAMPLES:
            self.samples.append(clean(text, limit=SAMPLE))
        if self._is_day(text):
            self.days += 1
        elif (number := _NUMBER.fullmatch(text)) is not None:
            self.numbers += 1
            self.decimals[_decimals(number[1].strip())] += 1
        elif self.different >= FEW and not self.days and not self.numbers:
            self.is_text = True
            self.seen.clear()

    def _is_day(self, text: str) -> bool:
        match = _DAY.fullmatch(text)
        if match is None:
            return self._is_named_day(text)
        first, sign, second, third = match.groups()
        if len(first) == 4:
            order = "iso" if int(second) <= 12 and int(third) <= 31 else ""
        else:
            order = _order(int(first), int(second)) if len(third) in (2, 4) and len(first) <= 2 else ""
        if order:
            self.orders[order] += 1
            key = (order if order == "iso" else "other", sign, "yyyy" if len(third) == 4 else "yy")
            self.shapes[key] = self.shapes.get(key, 0) + 1
        return bool(order)

    def _is_named_day(self, text: str) -> bool:
        for pattern, month, made in ((_DAY_NAMED, 3, "d{1}mon{3}{y}"), (_NAMED_DAY, 1, "mon{1}d{3}{y}")):
            match = pattern.fullmatch(text)
            if match is not None and match[month][:3].lower() in MONTHS:
                year = "yyyy" if len(match[5]) == 4 else "yy"
                shape = made.replace("{1}", match[2]).replace("{3}", match[4]).replace("{y}", year)
                self.named[shape] = self.named.get(shape, 0) + 1
                return True
        return False

    def look(self, month_first: bool) -> Look:
        """What the column looks like; `month_first` decides where its days could be either."""
        samples = tuple(self.samples)
        if not self.filled:
            return Look(self.name)
        if self.days and self.days >= MOSTLY * self.different:
            dates = _one(self.orders, ("month-first", "day-first"), "either")
            return Look(self.name, self.filled, samples, "date", dates, self._formats(dates, month_first))
        if self.numbers and self.numbers >= MOSTLY * self.different:
            decimals = _one(self.decimals, ("point", "comma", "space"), "either") or "plain"
            return Look(self.name, self.filled, samples, "number", decimals=decimals)
        return Look(self.name, self.filled, samples, "text")

    def _formats(self, dates: str, month_first: bool) -> tuple[str, ...]:
        is_month_first = dates == "month-first" or (dates in ("ambiguous", "mixed") and month_first)
        made = [_format(sign, year, is_month_first) for order, sign, year in self.shapes if order != "iso"]
        iso = [f"yyyy{sign}m{sign}d" for order, sign, _ in self.shapes if order == "iso" and sign != "-"]
        return tuple(dict.fromkeys([*made, *iso, *self.named]))


def _order(first: int, second: int) -> str:
    if first > 31 or second > 31 or not first or not second or (first > 12 and second > 12):
        return ""
    return "day-first" if first > 12 else "month-first" if second > 12 else "either"


def _one(counts: Counter[str], sure: Sequence[str], either: str) -> str:
    """The one way all values are written; `mixed` where there are two, `ambiguous` where none tells."""
    found = [name for name in sure if counts[name]]
    if found == ["comma", "space"]:
        return "space"
    if len(found) > 1:
        return "mixed"
    return found[0] if found else "ambiguous" if counts[either] else "iso" if counts["iso"] else ""


def _format(sign: str, year: str, month_first: bool) -> str:
    return f"m{sign}d{sign}{year}" if month_first else f"d{sign}m{sign}{year}"


def _decimals(number: str) -> str:
    """How one number is written: `either` where `1,234` could be a thousand or a little more than one."""
    spaced = _SPACED.fullmatch(number)
    if spaced is not None:
        return "space"
    point, comma = number.rfind("."), number.rfind(",")
    if point < 0 and comma < 0:
        return "plain"
    if point >= 0 and comma >= 0:
        return "point" if point > comma else "comma"
    sign, at = (".", point) if point >= 0 else (",", comma)
    if number.count(sign) > 1:
        return "comma" if sign == "." else "point"
    if len(number) - at - 1 == 3 and at <= 3 and not number.startswith("0"):
        return "either"
    return "point" if sign == "." else "comma"


def formats_for(dates: str, look: Look) -> tuple[str, ...]:
    """The date formats of a column where the order is told: the shapes it has, in that order; ISO is always read."""
    if dates == "iso":
        return ()
    signs = dict.fromkeys(sample_sign(text) for text in look.samples) or {"/": None}
    years = ("yyyy", "yy")
    made = [_format(sign, year, dates == "month-first") for sign in (*signs, "/", ".", "-") if sign for year in years]
    return tuple(dict.fromkeys([*made, *(text for text in look.formats if "mon" in text)]))


def sample_sign(text: str) -> str:
    """The sign between day, month and year."""
    match = _DAY.fullmatch(text)
    return match[2] if match is not None else ""


def look_at(header: Sequence[str], rows: Iterable[RawRow], month_first: bool) -> tuple[Look, ...]:
    """What every column looks like; rows whose cells cannot be told apart are passed over."""
    columns = [ColumnLook(name) for name in header]
    for row in rows:
        if not row.problem:
            for column, text in zip(columns, row.cells, strict=False):
                if text:
                    column.see(text)
    return tuple(column.look(month_first) for column in columns)
