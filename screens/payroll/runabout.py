"""What is said about one check of a run: what keeps it from being paid, what changed against the last one, and why."""

from __future__ import annotations

from collections.abc import Sequence

from hrtui.money import NumberStyle
from hrtui.payroll.check.values import Blocker
from hrtui.payroll.runs.model import Cause, Difference
from screens.frames import frames
from screens.payroll.runlisting import DIRTY, Shown, is_unexplained, money
from screens.text import Align, Tone, shown
from screens.widgets.detail import Fact
from screens.widgets.lines import Span

BRIEF = 2


def facts(row: Shown, problems: Sequence[Blocker], style: NumberStyle) -> list[Fact]:
    """The pane beside the list: figures, what is to be mended, and the causes of the change."""
    head, difference = row.row.head, row.difference
    found = [Fact(label, money(getattr(head, key), style), align=Align.RIGHT) for key, label in _FIGURES]
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


def brief(row: Shown, problems: Sequence[Blocker], style: NumberStyle) -> list[list[Span]]:
    """The same in two lines below the list: what is to be mended, then what changed, or what to do."""
    lines: list[list[Span]] = []
    changes = _brief_change(row.difference, style) if row.difference is not None else []
    for each in problems[:1]:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        sign, tone = ("!", "line--bad") if each.stops else ("?", "line--warn")
        lines.append([(f"{sign} {shown(each.message)}{more}", tone)])
        if each.remedy and (row.difference is None or not row.difference.changes):
            lines.append([(f"  {shown(each.remedy)}", "line--muted")])
    if not lines and DIRTY in row.signs:
        lines.append([("~ Facts changed since this was calculated; r calculates it again.", "line--warn")])
    return [*lines, *changes, *([] for _ in range(BRIEF))][:BRIEF]


def _brief_change(difference: Difference, style: NumberStyle) -> list[list[Span]]:
    if not difference.changes:
        return [[("As the last check.", "line--muted")]]
    ordered = sorted(difference.changes, key=lambda each: -abs(each.net))
    first = ordered[0]
    tone = "line--warn" if first.cause is Cause.UNEXPLAINED else ""
    between = f" {frames().between} "
    line: list[Span] = [
        (f"{_signed(first.net, style)} {first.cause}", tone),
        (f"{between}{shown(first.sentence)}" if first.sentence else "", "line--muted"),
    ]
    rest = between.join(f"{_signed(each.net, style)} {each.cause}" for each in ordered[1:])
    accepted = f"Accepted: {shown(difference.accepted)}" if difference.accepted else ""
    return [line, [(rest or accepted, "line--muted")]]


def _signed(cents: int, style: NumberStyle) -> str:
    return ("+" if cents > 0 else "") + money(cents, style)
