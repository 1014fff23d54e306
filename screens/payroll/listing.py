"""The rows of a preview as a list shows them: its columns, its order, and which of them a filter leaves."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from hrtui.money import Money, NumberStyle, format_money
from hrtui.payroll.model import Columns, PreviewRow, Totals
from screens.text import Align, Tone, width_of
from screens.widgets.columns import Column

MONEY = (
    ("gross", "Gross"),
    ("federal", "Federal"),
    ("social_security", "Soc sec"),
    ("medicare", "Medicare"),
    ("state", "State"),
    ("deductions", "Deducted"),
    ("net", "Net"),
)
WORDS = (("number", "Number"), ("name", "Name"), ("department", "Department"))
MARKS = ("blockers", "Blocked")
BY_WORDS = ("name", "department")
SORTS: Mapping[str, str] = dict((*WORDS, *MONEY, MARKS))
BLOCKED, NOT_COMPUTED = "!", "x"


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as it is painted; a check that could not be computed has no figures."""

    row: PreviewRow
    computed: bool

    @property
    def mark(self) -> str:
        """The sign for what keeps the check from being paid."""
        return NOT_COMPUTED if not self.computed else BLOCKED if self.row.blockers else ""


def money(cents: int, style: NumberStyle) -> str:
    """Cents as lists show them."""
    return format_money(Money(cents), style)


def columns(made: Columns, style: NumberStyle, totals: Totals | None = None) -> tuple[Column[Shown], ...]:
    """The columns, each figure's as wide as its widest row, and as its total where that is to stand below."""
    figures = tuple(_figure(key, heading, made, style, totals) for key, heading in MONEY)
    return (
        Column("number", "No", 6, text=lambda shown: shown.row.number),
        Column("name", "Name", 11, grow=3, text=lambda shown: shown.row.name),
        Column("department", "Department", 16, priority=2, grow=2, text=lambda shown: shown.row.department),
        *figures,
        Column("blockers", "!", 2, text=lambda shown: shown.mark, tone=_mark_tone),
    )


def _figure(key: str, heading: str, made: Columns, style: NumberStyle, totals: Totals | None) -> Column[Shown]:
    cents: Sequence[int] = getattr(made, key)
    extremes = [*((max(cents), min(cents)) if cents else ()), *([getattr(totals, key)] if totals else [])]
    width = max(width_of(heading), *(width_of(money(each, style)) for each in extremes), 6)

    def text(shown: Shown) -> str:
        return money(getattr(shown.row, key), style) if shown.computed else ""

    def tone(shown: Shown) -> Tone:
        return Tone.BAD if getattr(shown.row, key) < 0 else Tone.STRONG if key == "net" else Tone.PLAIN

    return Column(
        key,
        heading,
        width,
        priority=1 if key in ("medicare", "social_security") else 0,
        align=Align.RIGHT,
        text=text,
        tone=tone,
    )


def _mark_tone(shown: Shown) -> Tone:
    return Tone.WARN if shown.computed else Tone.BAD


def order_by(key: str, made: Columns, ranks: Callable[[], Mapping[int, int]], descending: bool) -> array[int]:
    """The places of all rows in order; rows that are equal stay by number. `ranks` gives each person's place by a column of words."""
    if key == "number":
        places = range(len(made.ids))
        return array("q", reversed(places) if descending else places)
    if key in BY_WORDS:
        rank, last = ranks(), len(made.ids)
        keys = [rank.get(person, last) for person in made.ids]
    elif key == "blockers":
        keys = [-count if computed else -1_000 for count, computed in zip(made.blockers, made.computed, strict=True)]
    else:
        keys = list(getattr(made, key))
    return array("q", sorted(range(len(keys)), key=keys.__getitem__, reverse=descending))


def left_by(found: Collection[int] | None, order: array[int], made: Columns) -> array[int]:
    """The places in order whose people were found; all of them where nothing was asked."""
    if found is None:
        return order
    ids = made.ids
    return array("q", (place for place in order if ids[place] in found))
