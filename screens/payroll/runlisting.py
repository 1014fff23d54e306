"""The people of a run as a list shows them: its columns, its order, what stands out about each."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from hrtui.money import Money, NumberStyle, format_money
from hrtui.payroll.runs.model import Cause, Difference, Run
from hrtui.payroll.runs.roster import Roster
from hrtui.payroll.runs.service import SlipRow
from screens.text import Align, Tone, width_of
from screens.widgets.columns import Column

FIGURES = (("gross", "Gross"), ("withheld", "Taxes"), ("deducted", "Deduct"), ("net", "Net"))
SORTS: Mapping[str, str] = dict(
    (
        ("standing", "What needs attention"),
        ("number", "Number"),
        ("name", "Name"),
        *FIGURES,
        ("change", "Change of net"),
    )
)
BLOCKED, DIRTY, OPEN_QUESTION = "!", "~", "?"


def signs_of(roster: Roster, place: int) -> str:
    """What stands out about a check, gravest first: blocked, dirty, an exception or change that nobody accepted."""
    head = roster.heads[place]
    found = roster.differences.get(head.person)
    is_open = head.person in roster.exceptions or (found is not None and is_unexplained(found))
    standing = ((BLOCKED, head.blocked), (DIRTY, head.person in roster.dirty), (OPEN_QUESTION, is_open))
    return "".join(sign for sign, stands in standing if stands)


def counts(roster: Roster) -> dict[str, int]:
    """How many checks bear each sign."""
    all_signs = [signs_of(roster, place) for place in range(len(roster.heads))]
    return {sign: sum(sign in signs for signs in all_signs) for sign in (BLOCKED, DIRTY, OPEN_QUESTION)}


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as it is painted."""

    row: SlipRow
    signs: str
    difference: Difference | None

    @property
    def change(self) -> int | None:
        """By how much the net differs from the last check; None where there is none to compare with."""
        return self.difference.net - self.difference.net_before if self.difference is not None else None

    @property
    def cause(self) -> str:
        """The causes of the change, largest first."""
        if self.difference is None:
            return ""
        ordered = sorted(self.difference.changes, key=lambda each: -abs(each.net))
        return ", ".join(dict.fromkeys(each.cause.value for each in ordered))


def is_unexplained(found: Difference) -> bool:
    """Whether part of the change has no known cause, and nobody accepted the check."""
    return not found.accepted and any(each.cause is Cause.UNEXPLAINED for each in found.changes)


def dated(run: Run, between: str) -> tuple[str, ...]:
    """A run's check and period, the whole dates first and then ever shorter, for the lines they have to fit in."""
    check, begins, ends = run.pay_date, run.begins, run.ends
    return (
        f"check {check:%a} {check}{between}{begins} to {ends}",
        f"check {check:%a} {check:%m-%d}{between}{begins:%m-%d} to {ends:%m-%d}",
        f"check {check:%m-%d}{between}{begins:%m-%d} to {ends:%m-%d}",
        f"check {check:%a} {check:%m-%d}",
        f"check {check:%m-%d}",
    )


def money(cents: int, style: NumberStyle) -> str:
    """Cents as lists show them."""
    return format_money(Money(cents), style)


def columns(roster: Roster, style: NumberStyle, totals: bool = False) -> tuple[Column[Shown], ...]:
    """The columns, each figure's as wide as its widest row, with `totals` wide enough for its sum below it."""
    return (
        Column("signs", "", 2, text=lambda shown: shown.signs, tone=_sign_tone),
        Column("number", "No", 5, text=lambda shown: shown.row.number),
        Column("name", "Name", 10, grow=3, text=lambda shown: shown.row.name),
        Column("department", "Department", 14, priority=5, grow=1, text=lambda shown: shown.row.department),
        *(_figure(key, heading, roster, style, totals) for key, heading in FIGURES),
        *(_changes(roster, style) if roster.differences else ()),
    )


def _changes(roster: Roster, style: NumberStyle) -> tuple[Column[Shown], ...]:
    """What changed against the last check, and why."""
    changes = [each.net - each.net_before for each in roster.differences.values()]
    width = max(width_of("Change"), *(width_of(_signed(each, style)) for each in (max(changes), min(changes))))
    return (
        Column(
            "change", "Change", width, priority=1, align=Align.RIGHT, text=lambda shown: _change(shown, style),
            tone=_change_tone,
        ),
        Column("cause", "Because of", 18, priority=4, grow=2, text=lambda shown: shown.cause, tone=lambda _: Tone.MUTED),
    )  # fmt: skip


def _figure(key: str, heading: str, roster: Roster, style: NumberStyle, totals: bool) -> Column[Shown]:
    cents = [getattr(head, key) for head in roster.heads]
    extremes = [*((max(cents), min(cents)) if cents else ()), *([sum(cents)] if totals else [])]
    width = max(width_of(heading), 8, *(width_of(money(each, style)) for each in extremes))
    return Column(
        key,
        heading,
        width,
        priority={"deducted": 3, "withheld": 2}.get(key, 0),
        align=Align.RIGHT,
        text=lambda shown: money(getattr(shown.row.head, key), style) if shown.row.head.id else "",
        tone=lambda shown: (
            Tone.BAD if getattr(shown.row.head, key) < 0 else Tone.STRONG if key == "net" else Tone.PLAIN
        ),
    )


def _change(shown: Shown, style: NumberStyle) -> str:
    return _signed(shown.change, style) if shown.change else ""


def _signed(cents: int, style: NumberStyle) -> str:
    return ("+" if cents > 0 else "") + money(cents, style)


def _change_tone(shown: Shown) -> Tone:
    return Tone.WARN if OPEN_QUESTION in shown.signs else Tone.PLAIN


def _sign_tone(shown: Shown) -> Tone:
    return Tone.BAD if BLOCKED in shown.signs else Tone.WARN


def in_order(key: str, roster: Roster, ranks: Mapping[int, int], descending: bool) -> array[int]:
    """The places of all rows in order; equal rows stay as they are stored. `ranks` gives people's places by name or number."""
    heads = roster.heads
    if key == "standing":
        rank = {BLOCKED: 0, DIRTY: 2, OPEN_QUESTION: 4}
        keys = [rank.get(signs_of(roster, place)[:1], 6) + (not _changed(roster, place)) for place in range(len(heads))]
    elif key in ("number", "name"):
        keys = [ranks.get(head.person, len(heads)) for head in heads]
    elif key == "change":
        keys = [_changed(roster, place) for place in range(len(heads))]
    else:
        keys = [getattr(head, key) for head in heads]
    return array("q", sorted(range(len(keys)), key=keys.__getitem__, reverse=descending))


def _changed(roster: Roster, place: int) -> int:
    found = roster.differences.get(roster.heads[place].person)
    return found.net - found.net_before if found is not None else 0


def left_by(found: Collection[int] | None, only_signs: bool, order: array[int], roster: Roster) -> array[int]:
    """The places in order whose people were found, and with `only_signs` whose checks stand out."""
    return array(
        "q",
        (
            place
            for place in order
            if (found is None or roster.heads[place].person in found) and (not only_signs or signs_of(roster, place))
        ),
    )
