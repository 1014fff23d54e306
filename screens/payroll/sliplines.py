"""A payslip laid out in lines: who and when, what keeps it from being paid, the figures by section, what to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hrtui.money import Money, NumberStyle, format_money
from hrtui.payroll.rules.figures import Figure, Section
from screens.frames import frames
from screens.text import Align, fit, shown, width_of, wrapped
from screens.widgets.lines import Span

CHECK, YEAR = 0, 1
HEADS = ("This check", "Year to date")
GAP = 2
MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A line of the slip; `figure` is the place of the figure it shows. `parts` are label, this check and year to date, of
    a figure; `spans` anything else."""

    spans: tuple[Span, ...] = ()
    parts: tuple[str, str, str] = ("", "", "")
    figure: int | None = None
    name: str = ""


def amount_text(money: Money | None, style: NumberStyle) -> str:
    """An amount of the slip."""
    return format_money(money, style) if money is not None else ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a slip says in words: what keeps it from being paid, and what is worth knowing."""

    blockers: Sequence[str] = ()
    notices: Sequence[str] = ()


def laid_out(said: Said, figures: Sequence[Figure], style: NumberStyle, width: int) -> list[SlipLine]:
    """The lines of a slip of this width."""
    columns = _widths(figures, style)
    room = max(8, width - sum(columns) - GAP * 2)
    lines: list[SlipLine] = []
    for blocker in said.blockers:
        lines += _said("! ", blocker, width, "line--warn")
    for section in Section:
        found = [(place, each) for place, each in enumerate(figures) if each.section is section]
        if found and section is not Section.EARNINGS:
            lines.append(SlipLine())
        if found and section is not Section.NET:
            lines.append(_heading(section, columns, room))
        lines += [_figure_line(place, each, style, columns, room) for place, each in found]
    if said.notices:
        lines.append(SlipLine())
    for notice in said.notices:
        lines += _said(f"{frames().leaf} ", notice, width, "line--muted")
    return lines


def _widths(figures: Sequence[Figure], style: NumberStyle) -> tuple[int, int]:
    amounts = [width_of(amount_text(each.amount, style)) for each in figures]
    years = [width_of(amount_text(each.to_date, style)) for each in figures]
    return max(width_of(HEADS[CHECK]), *amounts), max(width_of(HEADS[YEAR]), *years)


def _heading(section: Section, columns: tuple[int, int], room: int) -> SlipLine:
    heads = HEADS if section is Section.EARNINGS else ("", "")
    text = fit(section.value, room) + "".join(
        " " * GAP + fit(head, width, Align.RIGHT) for head, width in zip(heads, columns, strict=True)
    )
    return SlipLine(((text, "slip--head"),))


def _figure_line(place: int, figure: Figure, style: NumberStyle, columns: tuple[int, int], room: int) -> SlipLine:
    indent = "" if figure.is_total else "    " if figure.is_part else "  "
    parts = (
        fit(indent + shown(figure.label), room),
        fit(amount_text(figure.amount, style), columns[CHECK], Align.RIGHT),
        fit(amount_text(figure.to_date, style), columns[YEAR], Align.RIGHT),
    )
    name = "line--strong" if figure.is_total else "line--muted" if figure.is_part else ""
    return SlipLine((), parts, place, name)


def _said(sign: str, sentence: str, width: int, name: str) -> list[SlipLine]:
    pieces = wrapped(shown(sentence), width - width_of(sign), MOST_LINES)
    signs = [sign, *(" " * width_of(sign) for _ in pieces[1:])]
    return [SlipLine(((mark + piece, name),)) for mark, piece in zip(signs, pieces, strict=True)]
