"""A paycheck in words: the payslip as lines of text, its derivations as an indented tree, and both as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from hrtui.money import Money, NumberStyle, format_money
from hrtui.payroll.check.answer import text_of, why_json
from hrtui.payroll.check.values import Part
from hrtui.payroll.model import PaidSegment, PayDate, Why
from hrtui.payroll.paycheck import Paycheck, figures
from hrtui.payroll.rules.figures import Section
from hrtui.payroll.runs.model import SlipLine

LABEL, AMOUNT, YEAR = 46, 15, 17
DEEPEST = 12
LONG = 100
NAMED = frozenset({Section.PRE_TAX, Section.POST_TAX, Section.EMPLOYER, Section.WAGES})
KINDS: Mapping[Part, str] = {
    Part.EARNING: "earning", Part.REIMBURSEMENT: "earning", Part.IMPUTED: "earning", Part.TAX: "tax",
    Part.CONTRIBUTION: "tax", Part.PRE_TAX: "deduction", Part.POST_TAX: "deduction", Part.GARNISHMENT: "deduction",
    Part.EMPLOYER: "employer", Part.WAGES: "note",
}  # fmt: skip


def payslip(made: Paycheck, style: NumberStyle) -> Iterator[str]:
    """The payslip at 80 columns: amounts of this check and of the year, then what blocks it and what to know."""
    date = made.pay_date
    yield f"{made.name} ({made.number})"
    yield f"Check of {date.check}, pay group {date.group}, for {date.period.start} to {date.period.end}; not final"
    if made.lines:
        yield from _figures(made, style)
    for heading, sentences in (
        ("What keeps it from being paid", made.blockers),
        ("To be accepted before it is paid", made.exceptions),
        ("Worth knowing", made.notices),
    ):
        if sentences:
            yield ""
            yield f"{heading}:"
            for sentence in sentences:
                yield from textwrap.wrap(
                    sentence, 78, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False
                )


def trees(made: Paycheck, width: int) -> Iterator[str]:
    """The derivation of the net pay, of what is not in it, and of each year to date, then the sources that were cited by number."""
    tree = Tree(width)
    yield from tree.lines(made.net_why)
    for figure in figures(made):
        for why in (figure.why, figure.year_why):
            if why is not None and id(why) not in tree.written and not (figure.is_total or figure.is_part):
                yield ""
                yield from tree.lines(why)
    yield from tree.cited()


def tree(made: Why, width: int) -> Iterator[str]:
    """One derivation, then the sources that were cited by number."""
    written = Tree(width)
    yield from written.lines(made)
    yield from written.cited()


class Tree:
    """Derivations as indented text. What was written out above is not repeated; long sources are cited by number."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.written: set[int] = set()
        self.same: dict[tuple[object, ...], int] = {}
        self.seen: dict[int, tuple[Why, int]] = {}
        self.sources: dict[str, int] = {}

    def lines(self, why: Why, depth: int = 0) -> Iterator[str]:
        """A figure above what it stands on."""
        number = self._number(why)
        repeated = bool(why.children) and number in self.written
        parts = [
            f"{why.label}: {why.value}" if why.label else why.value,
            "as above" if repeated else why.formula,
            self._cite(why.source),
        ]
        indent = "  " * min(depth, DEEPEST)
        text = "; ".join(part for part in parts if part)
        yield from textwrap.wrap(
            text, self.width, initial_indent=indent, subsequent_indent=indent + "    ", break_on_hyphens=False
        )
        if not repeated:
            self.written.add(number)
            for child in why.children:
                yield from self.lines(child, depth + 1)

    def _number(self, why: Why) -> int:
        """A number for a derivation, the same for each that says the same from its figure down to its inputs."""
        if id(why) not in self.seen:
            told = (why.label, why.value, why.formula, why.source, *map(self._number, why.children))
            self.seen[id(why)] = why, self.same.setdefault(told, len(self.same))
        return self.seen[id(why)][1]

    def cited(self) -> Iterator[str]:
        """The sources cited by number."""
        if self.sources:
            yield ""
            yield "Sources:"
        for source, number in self.sources.items():
            yield from textwrap.wrap(
                source, self.width, initial_indent=f"[{number}] ", subsequent_indent="    ", break_on_hyphens=False
            )

    def _cite(self, source: str) -> str:
        if len(source) < LONG:
            return source
        return f"[{self.sources.setdefault(source, len(self.sources) + 1)}]"


def as_json(made: Paycheck, whys: bool = False) -> dict[str, Any]:
    """A paycheck with stable keys; amounts are decimal text, a tax is positive. With `whys`, every derivation."""
    slip = made.slip
    years = {figure.code: figure.year_why for figure in figures(made)} if whys else {}
    out: dict[str, Any] = {
        "number": made.number,
        "name": made.name,
        "pay_date": date_json(made.pay_date),
        "work_state": slip.work_state,
        "lines": [_line_json(line, made.whys if whys else {}, years) for line in made.lines],
        "gross": _text(made.gross),
        "taxes": _text(made.taxes),
        "deductions": text_of(slip.deducted),
        "net": _text(made.net),
        "employer": text_of(slip.employer),
        "blockers": list(made.blockers),
        "exceptions": list(made.exceptions),
        "notices": list(made.notices),
        "segments": [_segment_json(part) for part in made.segments],
    }
    return out | ({"net_why": why_json(made.net_why)} if whys else {})


def date_json(made: PayDate) -> dict[str, str]:
    """A pay date with stable keys."""
    return {
        "group": made.group,
        "start": made.period.start.isoformat(),
        "end": made.period.end.isoformat(),
        "check": made.check.isoformat(),
    }


def _line_json(stored: SlipLine, whys: Mapping[str, Why], years: Mapping[str, Why | None]) -> dict[str, Any]:
    line, year = stored
    out: dict[str, Any] = {
        "key": line.key,
        "part": line.part.value,
        "kind": KINDS[line.part],
        "code": line.code,
        "label": line.label,
        "amount": text_of(line.amount),
        "year_to_date": text_of(year),
    }
    found = {"why": whys.get(line.key), "year_to_date_why": years.get(line.key)}
    return out | {name: why_json(why) for name, why in found.items() if why is not None}


def _segment_json(part: PaidSegment) -> dict[str, Any]:
    segment = part.segment
    return {
        "start": segment.period.start.isoformat(),
        "end": segment.period.end.isoformat(),
        "days": segment.days,
        "of_days": segment.of_days,
        "basis": segment.pay.basis.value if segment.pay else "",
        "rate": _text(segment.pay.rate) if segment.pay else "",
        "amount": _text(part.amount),
    }


def _figures(made: Paycheck, style: NumberStyle) -> Iterator[str]:
    several = len(made.segments) > 1 or any(part.segment.days < part.segment.of_days for part in made.segments)
    section, parts = None, iter(made.segments)
    for figure in figures(made):
        if figure.section is not section:
            yield ""
            if section is None:
                yield f"{'':<{LABEL}}{'This check':>{AMOUNT}}{'Year to date':>{YEAR}}"
            elif figure.section in NAMED:
                yield f"{figure.section.value}:"
            section = figure.section
        if figure.to_date is not None:
            yield _row(figure.label, style, figure.amount, figure.to_date)
        elif several:
            yield _part(next(parts), style)


def _row(label: str, style: NumberStyle, amount: Money, year: Money) -> str:
    return f"{_cut(label):<{LABEL}}{format_money(amount, style):>{AMOUNT}}{format_money(year, style):>{YEAR}}"


def _cut(label: str) -> str:
    return label if len(label) < LABEL else f"{label[: LABEL - 2]}…"


def _part(part: PaidSegment, style: NumberStyle) -> str:
    span, segment = part.segment.period, part.segment
    label = f"  {span.start} to {span.end}, {segment.days} of {segment.of_days} days"
    return f"{label:<{LABEL}}{format_money(part.amount, style):>{AMOUNT}}"


def _text(money: Money) -> str:
    return f"{money.amount:.2f}"
