"""What is said about one check of a run: what keeps it from being paid, what changed against the last one, and why."""

from __future__ import annotations

from collections.abc import Sequence

from hrtui.money import NumberStyle
from hrtui.payroll.check.values import Blocker
from hrtui.payroll.runs.model import Cause, Difference
from screens.frames import frames
from screens.payroll.runlisting import DIRTY, Shown, is_unexplained, money
from screens.text import Align, Tone, shown, wrapped
from screens.widgets.detail import Fact
from screens.widgets.lines import Span

BRIEF = 4


def facts(row: Shown, problems: Sequence[Blocker], style: NumberStyle) -> list[Fact]:
    """The pane beside the list: figures, what is to be mended, and the causes of the change."""
    head, difference = row.row.head, row.difference
    found = [Fact(label, money(getattr(head, key), style), align=Align.RIGHT) for key, label in _FIGURES if head.id]
    for each in problems:
        found += [
            Fact(),
            Fact("Blocked" if each.stops else "Look at", each.message, Tone.BAD if each.stops else Tone.WARN),
        ]
        found += [Fact("Do", each.remedy, Tone.MUTED)] if each.remedy else []
    if DIRTY in row.signs:
        found += [Fact(), Fact("Dirty", "Facts changed since this was calculated; r calculates it again.", Tone.WARN)]
    if difference is not None:
        found += _changes(difference, style)
    return found


_FIGURES = (
    ("gross", "Gross"),
    ("withheld", "Taxes"),
    ("deducted", "Deductions"),
    ("net", "Net"),
    ("employer", "Employer pays"),
)


def _changes(difference: Difference, style: NumberStyle) -> list[Fact]:
    change = difference.net - difference.net_before
    if not change and not difference.changes:
        return [Fact(), Fact("Change", "as the last check", Tone.MUTED)]
    found = [
        Fact(),
        Fact("Last net", money(difference.net_before, style), align=Align.RIGHT),
        Fact("Change", _signed(change, style), align=Align.RIGHT),
    ]
    for each in sorted(difference.changes, key=lambda each: -abs(each.net)):
        tone = Tone.WARN if each.cause is Cause.UNEXPLAINED else Tone.PLAIN
        found += [
            Fact(),
            Fact("Because", f"{_signed(each.net, style)} {each.cause}", tone),
            *([Fact(" ", each.sentence, Tone.MUTED)] if each.sentence else []),
        ]
    if difference.accepted:
        found += [Fact(), Fact("Accepted", difference.accepted, Tone.GOOD)]
    elif is_unexplained(difference):
        found += [Fact(), Fact("Do", "A accepts it with a note.", Tone.MUTED)]
    return found


def brief(row: Shown, problems: Sequence[Blocker], style: NumberStyle, width: int) -> list[list[Span]]:
    """The same in four lines below the list: what is to be mended and how, then what changed and why, each wrapped."""
    above = _mended(problems) or (DIRTY_TOLD if DIRTY in row.signs else None)
    told = _changed(row.difference, style) if row.difference is not None else []
    room = BRIEF - (min(BRIEF // 2, len(_wrapped(told, width, BRIEF))) if told else 0)
    lines = _wrapped([above] if above else [], width, room)
    lines += _wrapped(told, width, BRIEF - len(lines))
    return [*lines, *([] for _ in range(BRIEF))][:BRIEF]


Said = tuple[str, str]
"""A sentence and the component it is painted as."""
DIRTY_TOLD: Said = ("~ Facts changed since this was calculated; r calculates it again.", "line--warn")


def _wrapped(told: Sequence[Said], width: int, most: int) -> list[list[Span]]:
    """Sentences, one below the other, in at most so many lines; the last that fits shows where it was cut."""
    lines: list[list[Span]] = []
    for at, (text, tone) in enumerate(told):
        room = most - len(lines) - (len(told) - at - 1)
        lines += [[(line, tone)] for line in wrapped(text, width, max(1, room))] if most > len(lines) else []
    return lines[:most]


def _mended(problems: Sequence[Blocker]) -> Said | None:
    """The first of what is to be mended or accepted, with what to do about it."""
    if not problems:
        return None
    each, more = problems[0], f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    sign, tone = ("!", "line--bad") if each.stops else ("?", "line--warn")
    return f"{sign} {shown(each.message)} {shown(each.remedy)}".rstrip() + more, tone


def _changed(difference: Difference, style: NumberStyle) -> list[Said]:
    """The largest cause with its rows, then the others, then who accepted it."""
    if not difference.changes:
        return [("As the last check.", "line--muted")]
    first, *others = sorted(difference.changes, key=lambda each: -abs(each.net))
    between = f" {frames().between} "
    told = [f"{_signed(first.net, style)} {first.cause}", *([shown(first.sentence)] if first.sentence else [])]
    found: list[Said] = [(between.join(told), "line--warn" if first.cause is Cause.UNEXPLAINED else "")]
    rest = between.join(f"{_signed(each.net, style)} {each.cause}" for each in others)
    accepted = f"Accepted: {shown(difference.accepted)}" if difference.accepted else ""
    if is_unexplained(difference):
        accepted = "A accepts it with a note, once you know why."
    return [*found, *((text, "line--muted") for text in (rest, accepted) if text)]


def _signed(cents: int, style: NumberStyle) -> str:
    return ("+" if cents > 0 else "") + money(cents, style)
