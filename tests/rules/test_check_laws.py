"""What always holds of any check, and derivations recomputed from their leaves."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from data.payroll_tables import payroll_tables
from hrtui.money import split
from hrtui.payroll.check.calculate import calculate, explain, explained
from hrtui.payroll.check.checking import NAMED
from hrtui.payroll.check.values import (
    SIGN,
    Case,
    Deduction,
    Earning,
    EarningKind,
    Order,
    OrderKind,
    Part,
    Supplemental,
    Treatment,
)
from hrtui.payroll.model import W4, Operation, Rounding, Why
from hrtui.payroll.rules.places import STATES
from tests.rules.checks import TABLES, case, disposable, salary

# What always holds

CENTS = st.integers(0, 3_000_000)
SHARES = st.decimals(0, 1, places=2)
CODES = st.sampled_from(["salary", "bonus", "group_term_life"])
HOURS = st.none() | st.decimals(0, 99, places=2)
KINDS = st.sampled_from(EarningKind)
EARNINGS = st.lists(
    st.builds(
        Earning, CODES, KINDS, CENTS, HOURS, HOURS, cost_centre=st.just(""), label=st.just(""), basis=st.just("")
    ),
    max_size=4,
)
ITEMS = st.lists(
    st.builds(
        Deduction,
        st.sampled_from(["medical", "401k", "hsa", "roth_401k", "commuter", "loan", "own"]),
        st.sampled_from(Treatment),
        st.integers(0, 200_000),
        st.none() | SHARES,
        label=st.just(""),
        arrears=st.integers(0, 20_000),
        waiting=st.integers(0, 20_000),
        employer=st.integers(0, 20_000),
        employer_percent=st.none() | SHARES,
    ),
    max_size=5,
    unique_by=lambda item: item.code,
)
ORDERS = st.lists(
    st.builds(
        Order,
        st.sampled_from(["A", "B", "C", "D"]),
        st.sampled_from(OrderKind),
        st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        st.integers(0, 200_000),
        st.none() | SHARES,
        balance=st.none() | CENTS,
        supports_other=st.booleans(),
        arrears_12_weeks=st.booleans(),
        status=st.sampled_from(["single", "married", "head"]),
        dependents=st.integers(0, 2),
        fee=st.integers(0, 500),
        payee=st.just(""),
    ),
    max_size=4,
    unique_by=lambda one: one.number,
)
FORMS = st.builds(
    W4,
    status=st.sampled_from(["single", "married", "head"]),
    step2=st.booleans(),
    step3=st.sampled_from([Decimal(0), Decimal(2200)]),
    step4a=st.sampled_from([Decimal(0), Decimal("1234.56")]),
    step4b=st.sampled_from([Decimal(0), Decimal(5000)]),
    step4c=st.sampled_from([Decimal(0), Decimal("50.25"), Decimal(9000)]),
    exempt=st.booleans(),
    old=st.booleans(),
    allowances=st.integers(0, 5),
)
YEARS = st.dictionaries(
    st.sampled_from(
        ["wages:social_security", "wages:medicare", "wages:futa", "wages:supplemental", "pre_tax:401k", "pre_tax:hsa"]
    ),
    st.integers(0, 25_000_000),
)
CASES = st.builds(
    Case,
    st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    st.sampled_from(sorted(TABLES.periods.yearly)),
    st.sampled_from(["", *STATES]),
    st.sampled_from(["", *STATES]),
    EARNINGS.map(tuple),
    st.none() | FORMS,
    st.booleans(),
    deductions=ITEMS.map(tuple),
    orders=ORDERS.map(
        lambda orders: tuple(one if one.kind not in NAMED or one.cents else one._replace(cents=1) for one in orders)
    ),
    year_to_date=YEARS,
    supplemental=st.sampled_from(Supplemental),
    birth_date=st.none() | st.dates(date(1940, 1, 1), date(2005, 1, 1)),
    hsa_family=st.booleans(),
    rounding=st.sampled_from(Rounding),
)


@settings(deadline=None, max_examples=120)
@given(CASES)
def test_the_lines_of_any_check_sum_to_its_net_and_neither_it_nor_a_base_is_below_zero(any_case: Case) -> None:
    told = calculate(any_case, payroll_tables(any_case.pay_date))
    assert sum(SIGN[line.part] * line.amount for line in told.lines) == told.net
    assert told.net >= sum(line.amount for line in told.lines if line.part is Part.REIMBURSEMENT)
    assert all(line.amount >= 0 and line.basis >= 0 for line in told.lines)
    assert told.gross == sum(line.amount for line in told.lines if line.part is Part.EARNING)
    assert all(owed > 0 for owed in told.arrears.values())


@settings(deadline=None, max_examples=60)
@given(CASES)
def test_every_derivation_of_any_check_recomputes_to_its_line(any_case: Case) -> None:
    tables = payroll_tables(any_case.pay_date)
    told = explained(any_case, tables)
    assert told.result == calculate(any_case, tables)
    for line, tree in zip(told.result.lines, told.lines, strict=True):
        check_tree(tree)
        assert tree.amount == Decimal(line.amount).scaleb(-2), line.key
    for tree, cents in ((told.gross, told.result.gross), (told.net, told.result.net)):
        check_tree(tree)
        assert tree.amount == Decimal(cents).scaleb(-2)


@settings(deadline=None, max_examples=60)
@given(CASES)
def test_garnishments_never_take_more_than_disposable_earnings(any_case: Case) -> None:
    told = calculate(any_case, payroll_tables(any_case.pay_date))
    taken = sum(line.amount for line in told.lines if line.part is Part.GARNISHMENT)
    assert taken <= disposable(told)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(0, 4_000_000), min_size=6, max_size=26), st.integers(1950, 2000))
def test_the_limits_of_a_year_hold_over_any_checks_of_it(pays: list[int], born: int) -> None:
    plans = (
        Deduction("401k", Treatment.TRADITIONAL_401K, percent=Decimal("0.50"), employer_percent=Decimal("0.10")),
        Deduction("roth_401k", Treatment.ROTH_401K, 100_000),
        Deduction("hsa", Treatment.HSA, 40_000, employer=10_000),
        Deduction("dependent_care", Treatment.SECTION_125_DEPENDENT_CARE, 60_000),
        Deduction("health_fsa", Treatment.SECTION_125_HEALTH_FSA, 20_000),
    )
    year: dict[str, int] = {}
    for pay in pays:
        told = calculate(
            case(salary(Decimal(pay) / 100), deductions=plans, year_to_date=year, birth_date=date(born, 6, 1)), TABLES
        )
        for line in told.lines:
            year[line.key] = year.get(line.key, 0) + line.amount
    age = 2026 - born
    more = 1_125_000 if 60 <= age <= 63 else 800_000 if age >= 50 else 0
    assert year.get("pre_tax:401k", 0) + year.get("post_tax:roth_401k", 0) <= 2_450_000 + more
    own = year.get("pre_tax:hsa", 0) + year.get("employer:hsa", 0)
    assert own <= 440_000 + (100_000 if age >= 55 else 0)
    assert year.get("pre_tax:dependent_care", 0) <= 750_000
    assert year.get("pre_tax:health_fsa", 0) <= 340_000
    assert year["wages:social_security"] <= 18_450_000
    assert year["tax:social_security"] <= 1_143_900
    assert year["wages:futa"] <= 700_000


def check_tree(tree: Why) -> Fraction | None:
    """The figure of a tree from its leaves, in fractions; each node must show it and each leaf say where it is from."""
    children = [figure for child in tree.children if (figure := check_tree(child)) is not None]
    if tree.amount is None:
        assert tree.operation is Operation.FACT
        return None
    assert tree.label or tree.operation is not Operation.INPUT
    figure = _computed(tree, children)
    assert abs(figure - Fraction(tree.amount)) < Fraction(1, 10**12), tree.label
    if tree.operation is Operation.INPUT:
        assert tree.source, f"{tree.label} does not say where it comes from"
    return figure


def _computed(tree: Why, children: list[Fraction]) -> Fraction:
    if tree.operation is Operation.INPUT:
        assert tree.amount is not None
        return Fraction(tree.amount)
    first, *others = children
    step = others[0] if others else Fraction(1)
    made_of = {
        Operation.SUM: lambda: sum(children, Fraction(0)),
        Operation.DIFFERENCE: lambda: first - sum(others),
        Operation.LESS: lambda: max(Fraction(0), first - sum(others)),
        Operation.PRODUCT: lambda: math.prod(children, start=Fraction(1)),
        Operation.QUOTIENT: lambda: first / step,
        Operation.SMALLER: lambda: min(children),
        Operation.LARGER: lambda: max(children),
        Operation.ROUND: lambda: math.floor(first / step + Fraction(1, 2)) * step,
        Operation.ROUND_DOWN: lambda: math.floor(first / step) * step,
        Operation.ROUND_UP: lambda: math.ceil(first / step) * step,
        Operation.SHARE: lambda: Fraction(
            split(int(first * 100), [int(part * 100) for part in others[1:]])[int(step) - 1], 100
        ),
    }
    return made_of[tree.operation]()


def test_lines_of_one_code_over_two_cost_centres_are_explained_together() -> None:
    parts = (
        Earning("salary", EarningKind.REGULAR, 100_000, cost_centre="A"),
        Earning("salary", EarningKind.REGULAR, 50_000),
    )
    trees = explain(case(*parts), TABLES)
    assert trees["earning:salary"].amount == Decimal(1500)
    assert {"gross", "net", "tax:federal_income_tax", "wages:futa"} <= trees.keys()
