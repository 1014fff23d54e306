"""A payslip on paper: what stands where on which page, in points from the top left of a US Letter page; no library yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from hrtui.payroll.outputs.payslip import Payslip, Row, Section

WIDTH, HEIGHT = 612.0, 792.0
LEFT, RIGHT, TOP, BOTTOM = 48.0, 564.0, 52.0, 744.0
GAP = 24.0
BODY, SMALL, TITLE, NET = 8.5, 7.5, 15.0, 11.0
LEADING = 12.0
HOURS, RATE, CURRENT, YEAR = 330.0, 394.0, 478.0, RIGHT
HALF = (RIGHT - LEFT - GAP) / 2
MISSING = "\N{REPLACEMENT CHARACTER}"

Measure = Callable[[str, float], float]
"""The width of a text at a size, in points."""


class Mark(NamedTuple):
    """Something drawn: a text from `x` (`right`: up to it), or without text a line (`box`: a tinted band) to `end`."""

    x: float
    y: float
    text: str = ""
    size: float = BODY
    bold: bool = False
    right: bool = False
    grey: bool = False
    end: float = 0.0
    box: float = 0.0


@dataclass
class Sheet:
    """Pages while they are filled: `y` is where the next row stands, `heads` whether a new page names the columns again."""

    measure: Measure
    head: str
    pages: list[list[Mark]] = field(default_factory=lambda: [[]])
    y: float = TOP
    heads: bool = True

    def put(self, mark: Mark) -> None:
        """Draw on the current page."""
        self.pages[-1].append(mark)

    def text(self, x: float, text: str, width: float, **more: object) -> None:
        """A text at the current height, cut to a width."""
        mark = Mark(x, self.y, "", **more)  # type: ignore[arg-type]
        self.put(mark._replace(text=fitted(text, width, mark.size, self.measure)))

    def room(self, rows: float) -> None:
        """Go to a new page where so many rows do not fit on this one."""
        if self.y + rows * LEADING > BOTTOM:
            self.pages.append([])
            self.y = TOP
            self.text(LEFT, f"{self.head}, continued", RIGHT - LEFT, size=SMALL, grey=True)
            self.y += 2 * LEADING
            if self.heads:
                _heads(self)
                self.y += LEADING


def fitted(text: str, width: float, size: float, measure: Measure) -> str:
    """A text that fits into a width: cut with an ellipsis where it is longer."""
    if measure(text, size) <= width:
        return text
    while text and measure(text + "…", size) > width:
        text = text[:-1]
    return text + "…"


def pages_of(slip: Payslip, measure: Measure) -> list[list[Mark]]:
    """The pages of a payslip; most have one. Rows that do not fit go on to the next, under the person's name."""
    name = slip.person[0] if slip.person else ""
    sheet = Sheet(measure, " · ".join((name, *(value for _, value in slip.facts[:2]))))
    _head(sheet, slip)
    _heads(sheet)
    for section in slip.pay:
        _pay_section(sheet, section)
    _net(sheet, slip.net)
    _told(sheet, slip.told)
    return sheet.pages


def _head(sheet: Sheet, slip: Payslip) -> None:
    """Company and title, then person and facts side by side."""
    sheet.text(LEFT, slip.company[0] if slip.company else "", HALF + GAP, size=TITLE, bold=True)
    sheet.text(RIGHT, "Payslip", HALF - GAP, size=TITLE, right=True, grey=True)
    sheet.y += 14
    sheet.text(LEFT, ", ".join(slip.company[1:]), RIGHT - LEFT, size=SMALL, grey=True)
    sheet.y += 10
    sheet.put(Mark(LEFT, sheet.y, end=RIGHT))
    top = sheet.y + 18
    for at, line in enumerate(slip.person):
        sheet.y = top + at * LEADING
        sheet.text(LEFT, line, HALF, size=BODY + 1 if at == 0 else BODY, bold=at == 0)
    for at, (name, value) in enumerate(slip.facts):
        sheet.y = top + at * LEADING
        sheet.text(LEFT + HALF + GAP, name, 80, grey=True)
        sheet.text(LEFT + HALF + GAP + 84, value, HALF - 84)
    sheet.y = top + max(len(slip.person), len(slip.facts)) * LEADING + 10


def _heads(sheet: Sheet) -> None:
    for x, head in ((HOURS, "Hours"), (RATE, "Rate"), (CURRENT, "This slip"), (YEAR, "This year")):
        sheet.text(x, head, 90, size=SMALL, right=True, grey=True)
    sheet.y += 5


def _pay_section(sheet: Sheet, section: Section) -> None:
    sheet.room(3)
    sheet.put(Mark(LEFT, sheet.y, end=RIGHT, grey=True))
    sheet.y += LEADING
    sheet.text(LEFT, section.title, HALF, bold=True)
    sheet.y += LEADING
    for row in section.rows:
        sheet.room(1)
        _pay_row(sheet, row)
    if section.total is not None:
        sheet.room(1)
        _pay_row(sheet, section.total, bold=True)
    sheet.y -= LEADING - 7


def _pay_row(sheet: Sheet, row: Row, bold: bool = False, size: float = BODY) -> None:
    sheet.text(LEFT + (0 if bold else 8), row.label, HOURS - LEFT - 52, bold=bold, size=size)
    for x, text in ((HOURS, row.hours), (RATE, row.rate), (CURRENT, row.current), (YEAR, row.year)):
        if text:
            sheet.text(x, text, 90, right=True, bold=bold, size=size)
    sheet.y += LEADING


def _net(sheet: Sheet, net: Row) -> None:
    sheet.y += 6
    sheet.room(2)
    sheet.put(Mark(LEFT - 6, sheet.y, end=RIGHT + 6, box=22))
    sheet.y += 15
    _pay_row(sheet, net, bold=True, size=NET)
    sheet.y += 14


def _told(sheet: Sheet, sections: Sequence[Section]) -> None:
    """Sections of half the width, each where the shorter column ends, as long as they fit; else below on a page of their own."""
    sheet.heads = False
    lefts = (LEFT, LEFT + HALF + GAP)
    ends = [sheet.y, sheet.y]
    for section in sections:
        rows = len(section.rows) + 2 + (section.total is not None)
        side = 0 if ends[0] <= ends[1] else 1
        if ends[side] + rows * LEADING > BOTTOM:
            sheet.y = BOTTOM
            sheet.room(1)
            ends, side = [sheet.y, sheet.y], 0
        sheet.y = ends[side]
        _half(sheet, section, lefts[side])
        ends[side] = sheet.y + 8
    sheet.y = max(ends)


def _half(sheet: Sheet, section: Section, left: float) -> None:
    right = left + HALF
    sheet.text(left, section.title, HALF, bold=True)
    if any(row.year for row in section.rows):
        sheet.text(right - 64, "This slip", 70, size=SMALL, right=True, grey=True)
        sheet.text(right, "This year", 70, size=SMALL, right=True, grey=True)
    sheet.y += 4
    sheet.put(Mark(left, sheet.y, end=right, grey=True))
    sheet.y += LEADING
    totals = [section.total] if section.total is not None else []
    for row in (*section.rows, *totals):
        if sheet.y > BOTTOM:
            sheet.room(1)
        bold, at = row is section.total, right - 64 if row.year or section.rows[0].year else right
        sheet.text(left, row.label, HALF - (128 if at < right else 84), bold=bold)
        sheet.text(at, row.current, 62, right=True, bold=bold)
        sheet.text(right, row.year, 62, right=True, bold=bold)
        sheet.y += LEADING
