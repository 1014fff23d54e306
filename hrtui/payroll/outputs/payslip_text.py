"""A payslip as plain text for a screen or the command line: fixed columns, whatever width there is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from hrtui.payroll.outputs.payslip import Payslip, Row, Section

NARROWEST = 60
HOURS, RATE, CURRENT, YEAR = 8, 11, 14, 15
HEADS = Row("", "hours", "rate", "this slip", "this year")


def payslip_text(slip: Payslip, width: int = 80) -> str:
    """The payslip in lines of at most `width` columns (at least 60); wide letters count as two."""
    width = max(width, NARROWEST)
    return "\n".join(line.rstrip() for line in _lines(slip, width)) + "\n"


def _lines(slip: Payslip, width: int) -> Iterator[str]:
    yield from _beside(slip.company, slip.person, width)
    yield ""
    for at in range(0, len(slip.facts), 2):
        pair = [f"{name}: {value}" for name, value in slip.facts[at : at + 2]]
        yield from _beside(pair[:1], pair[1:], width)
    yield ""
    yield _row(HEADS, width)
    for section in slip.pay:
        yield from _section(section, width)
    yield "=" * width
    yield _row(slip.net, width)
    yield "=" * width
    for section in slip.told:
        yield from _section(section, width)


def _section(section: Section, width: int) -> Iterator[str]:
    yield fit(section.title.upper(), width)
    yield from (_row(row._replace(label=f"  {row.label}"), width) for row in section.rows)
    if section.total is not None:
        yield _row(section.total, width)


def _row(row: Row, width: int) -> str:
    label = fit(row.label, width - HOURS - RATE - CURRENT - YEAR)
    return f"{label}{row.hours:>{HOURS}}{row.rate:>{RATE}}{row.current:>{CURRENT}}{row.year:>{YEAR}}"


def _beside(left: tuple[str, ...] | list[str], right: tuple[str, ...] | list[str], width: int) -> Iterator[str]:
    half = width // 2
    for at in range(max(len(left), len(right))):
        one, other = (side[at] if at < len(side) else "" for side in (left, right))
        yield fit(one, half - 1) + " " + fit(other, width - half)


def fit(text: str, width: int) -> str:
    """A text in exactly so many columns: cut with an ellipsis where it is longer, blanks behind it."""
    if columns(text) > width:
        while columns(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - columns(text))


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(_columns(sign) for sign in text)


def _columns(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
