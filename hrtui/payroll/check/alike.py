"""Many checks at once: those that take the same way through the rules are computed together, by columns.

Cases are alike where they differ in figures and dates of birth alone: the same states, certificates, codes. What comes out is
what `calculate` makes of each.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from itertools import compress
from operator import add, attrgetter, ge, not_, sub
from typing import Any

from hrtui.errors import RuleBroken
from hrtui.payroll.check.calculate import calculate, made
from hrtui.payroll.check.checking import check_case
from hrtui.payroll.check.columns import COLUMNS, Alone, Apart, Balances, Column, Optional, column
from hrtui.payroll.check.linetable import LineColumns, LineTable, TableLines
from hrtui.payroll.check.plans import kept
from hrtui.payroll.check.sheet import Sheet
from hrtui.payroll.check.tables import Tables
from hrtui.payroll.check.values import SIGN, Case, Deduction, Earning, Result
from hrtui.payroll.kit import ZERO
from hrtui.payroll.model import W4

LEAST = 3  # checks: fewer are made one by one as fast
Outcome = Result | RuleBroken
_SAME = attrgetter(
    "pay_date", "frequency", "work_state", "residence_state", "nonresident_alien", "supplemental", "hsa_family",
    "localities", "rounding",
)  # fmt: skip
_FORM = attrgetter("status", "step2", "exempt", "old")
_ENTRIES = ("step3", "step4a", "step4b", "step4c")


def calculate_all(cases: Sequence[Case], tables: Tables) -> list[Outcome]:
    """The check of each case, in their order; in its place RuleBroken where one cannot be computed as it is."""
    found: list[Any] = [None] * len(cases)
    groups: dict[Hashable, list[int]] = {}
    known: dict[int, Hashable] = {}
    for place, case in enumerate(cases):
        groups.setdefault(_likeness(case, known) or place, []).append(place)
    for places in groups.values():
        _fill(found, cases, tables, places)
    return found


def _likeness(case: Case, known: dict[int, Hashable]) -> Hashable:
    """What all that are computed with a case have in common; None where it is computed alone. Mappings go by their ids: what
    holds them stays while checks are computed, and `known` keeps what was found of deductions and certificates by theirs."""
    if case.orders:
        return None
    w4, asked, forms = case.w4, case.deductions, case.state_forms
    plans = known.get(id(asked), _UNKNOWN)
    if plans is _UNKNOWN:
        plans = known[id(asked)] = _plans(asked)
    if plans is None:
        return None
    own = known.get(id(forms), _UNKNOWN)
    if own is _UNKNOWN:
        own = known[id(forms)] = tuple([(name, id(form)) for name, form in forms.items()])
    return (
        _SAME(case), id(case.company_rates) if case.company_rates else 0, not case.year_to_date, w4 and _FORM(w4), own,
        tuple([(one[0], one[1], one[3] is None, one[4] is None, one[5]) for one in case.earnings]), plans,
    )  # fmt: skip


_UNKNOWN = object()


def _plans(asked: Sequence[Deduction]) -> tuple[str, ...] | None:
    """The deductions that share the limit of a plan: who has none of the others has nothing of them. None where they are not in the
    order of their codes, by which they are joined."""
    codes = [one[0] for one in asked]
    if any(map(ge, codes, codes[1:])):
        return None
    return tuple([one[0] for one in asked if kept(one[0], one[1]).plan])


def _fill(found: list[Any], cases: Sequence[Case], tables: Tables, places: Sequence[int]) -> None:
    """Put the checks of cases that are alike into their places, those that go apart on a rule each with its own kind."""
    if len(places) < LEAST:
        _fill_alone(found, cases, tables, places)
        return
    try:
        results = _together([cases[place] for place in places], tables)
    except Apart as apart:
        for sides in (apart.sides, map(not_, apart.sides)):
            _fill(found, cases, tables, list(compress(places, sides)))
    except (Alone, RuleBroken):
        _fill_alone(found, cases, tables, places)
    else:
        for place, result in zip(places, results, strict=True):
            found[place] = result


def _fill_alone(found: list[Any], cases: Sequence[Case], tables: Tables, places: Sequence[int]) -> None:
    for place in places:
        try:
            found[place] = calculate(cases[place], tables)
        except RuleBroken as broken:
            found[place] = broken


def _together(cases: Sequence[Case], tables: Tables) -> list[Result]:
    case = _joined(cases)
    check_case(case, tables)
    sheet = Sheet(COLUMNS, case, tables)
    gross, left, _ = made(sheet)
    if not left >= 0:
        raise Alone  # what the pay has no room for is cut for each
    return _results(sheet, gross, len(cases))


def _joined(cases: Sequence[Case]) -> Case:
    """Cases that are alike as one, its figures columns."""
    first = cases[0]
    earnings = zip(*[case.earnings for case in cases], strict=True)
    return replace(
        first,
        earnings=tuple([_earning(each) for each in earnings]),
        w4=None if first.w4 is None else _form([case.w4 for case in cases if case.w4 is not None]),
        deductions=_deductions([case.deductions for case in cases]),
        birth_date=column([case.birth_date for case in cases]),
        year_to_date=Balances([case.year_to_date for case in cases]),
    )


def _earning(each: Sequence[Earning]) -> Earning:
    code, kind, cents, hours, rate, label, centre, _ = map(list, zip(*each, strict=True))
    return Earning(code[0], kind[0], column(cents), column(hours), column(rate), label[0], column(centre))


def _deductions(each: Sequence[tuple[Deduction, ...]]) -> tuple[Deduction, ...]:
    """Every deduction that one of several checks has, by their codes; the others have nothing of it. What many share is looked at
    once."""
    first, shared = each[0], {id(some): some for some in each}
    if len(shared) == 1:
        return first
    by_code = {key: {one[0]: one for one in some} for key, some in shared.items()}
    every = {code: one for known in by_code.values() for code, one in known.items()}
    known = [by_code[id(some)] for some in each]
    return tuple([_deduction(every[code], [some.get(code) for some in known]) for code in sorted(every)])


def _deduction(of: Deduction, each: Sequence[Deduction | None]) -> Deduction:
    """A deduction of several checks; raises Apart where it is of another kind for some of those who have it."""
    kind = _kind(of)
    alike = [one is None or _kind(one) == kind for one in each]
    if not all(alike):
        raise Apart(alike)
    none = Deduction(
        of.code, of.treatment, 0, None if of.percent is None else ZERO, of.label, 0, 0,
        None if of.employer_percent is None else ZERO,
    )  # fmt: skip
    cells = map(list, zip(*[none if one is None else one for one in each], strict=True))
    code, treatment, cents, percent, label, arrears, employer, match, waiting = cells
    return Deduction(
        code[0], treatment[0], column(cents), column(percent), label[0], column(arrears), column(employer),
        column(match), column(waiting),
    )  # fmt: skip


def _kind(one: Deduction) -> Hashable:
    return one.treatment, one.label, one.percent is None, one.employer_percent is None


def _form(each: Sequence[W4]) -> W4:
    """Certificates that are alike as one; an amount that is nothing changes nothing, so that one is enough to ask for it."""
    amounts = {name: column(list(map(attrgetter(name), each)), Optional) for name in _ENTRIES}
    return replace(each[0], **amounts, allowances=column([one.allowances for one in each]))


def _results(sheet: Sheet, gross: Any, count: int) -> list[Result]:
    cents: dict[int, list[int]] = {}

    def in_cents(figure: Any) -> list[int]:
        held = cents.get(id(figure))
        if held is None:
            held = cents[id(figure)] = _each(COLUMNS.cents(figure), count)
        return held

    rows, net = list[LineColumns](), [0] * count
    for part, code, label, figure, basis, rate, hours, agency, centre in sheet.rows:
        amounts, on = in_cents(figure), 0 if basis is None else in_cents(basis)
        own = (_own(rate), _own(hours), _own(centre), isinstance(figure, Optional))
        rows.append(LineColumns(part, code, label, agency, amounts, on, *own))
        if SIGN[part]:
            net = list(map(add if SIGN[part] > 0 else sub, net, amounts))
    table, blockers, notices = LineTable(rows, count), tuple(sheet.blockers), tuple(sheet.notices)
    paid, arrears = in_cents(gross), _arrears(sheet, count)
    return [
        Result(TableLines(table, place), paid[place], net[place], blockers, notices, arrears[place])
        for place in range(count)
    ]


def _arrears(sheet: Sheet, count: int) -> list[dict[str, int]]:
    """What is owed later by deduction code, of each check."""
    if not sheet.arrears:
        return [{} for _ in range(count)]
    owed = {code: _each(cents, count) for code, cents in sheet.arrears.items()}
    return [{code: cells[at] for code, cells in owed.items() if cells[at]} for at in range(count)]


def _each(one: Any, count: int) -> list[Any]:
    return one.cells if isinstance(one, Column) else [one] * count


def _own(one: Any) -> Any:
    """What each check has of its own as a list, else what all have in common."""
    return one.cells if isinstance(one, Column) else one
