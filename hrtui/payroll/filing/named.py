"""A return or list by the words that name it: `941 2026 3`, `w2 2026 1042`, `deposits 2026`."""

from __future__ import annotations

from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.payroll.filing import service, wages
from hrtui.payroll.filing.model import Filing, Paper
from hrtui.text import listed

EXAMPLE = "such as 941 2026 3, 940 2026, w2 2026 or deposits 2026"


def named(ctx: Context, words: str) -> Filing:
    """The filing that words name; without a year this one's. Raises RuleBroken where they name none, and what making it
    raises."""
    paper, year, rest = _read(words, ctx.day.year)
    if paper is Paper.F941:
        if not rest.isdigit():
            raise RuleBroken(f"Form 941 is of a quarter: say which, {EXAMPLE}.", "quarter")
        return service.form941(ctx, year, int(rest))
    if paper is Paper.F940:
        return service.form940(ctx, year)
    if paper is Paper.DEPOSITS:
        return service.deposits(ctx, year)
    if paper in (Paper.ORDERS, Paper.DEDUCTIONS):
        return service.remittances(ctx, year, paper, rest)
    if rest:
        return wages.boxes(ctx, year, rest)
    return wages.report(ctx, year) if paper is Paper.EFW2 else wages.w2(ctx, year).filing


def _read(words: str, this_year: int) -> tuple[Paper, int, str]:
    name, _, more = words.strip().lower().partition(" ")
    if name not in tuple(Paper):
        raise RuleBroken(f"“{name}” is no return; there are {listed(list(Paper), 'and')}, {EXAMPLE}.", "form")
    year, _, rest = more.strip().partition(" ")
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise RuleBroken(f"“{year}” is no year; say one {EXAMPLE}.", "year")
    return Paper(name), int(year) if year else this_year, rest.strip()
