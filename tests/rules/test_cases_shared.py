"""Cases of many people gathered with what they have in common are those gathered one by one, whatever they have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hrtui.dates import Period
from hrtui.money import Money
from hrtui.payroll.check.values import OrderKind
from hrtui.payroll.codes import codes
from hrtui.payroll.earn import earn, salary_alone
from hrtui.payroll.entered import Entered
from hrtui.payroll.gather import Gathered, Held, RunTerms, Shared, case_of
from hrtui.payroll.items.model import PayItem, PayOrder
from hrtui.payroll.model import Frequency, Hours, PayDate, PayGroup, PersonFacts, Proration
from hrtui.payroll.rules.gross import counted
from hrtui.people.model import Action, Basis, Certificate, Flsa, Job, Pay, Status

SPAN, CHECK = Period(date(2026, 11, 8), date(2026, 11, 21)), date(2026, 11, 25)
HIRED, WITHIN, AFTER = date(2024, 3, 1), date(2026, 11, 12), date(2026, 12, 1)
DAYS = st.sampled_from([HIRED, HIRED, HIRED, SPAN.start, WITHIN, AFTER])
PLACES = {"Yonkers": "Yonkers, NY", "Hub": "NJ"}
ENTRIES: tuple[tuple[str, dict[str, str]], ...] = (
    ("US", {"status": "single"}), ("US", {"status": "married", "step3": "2000"}), ("US", {"status": "nobody"}),
    ("US", {"status": "single", "exempt": "yes"}), ("US", {"status": "head", "nonresident_alien": "yes"}),
    ("NY", {"allowances": "2"}), ("NY-NYC", {}), ("NY-Yonkers", {"nonresident": "yes"}), ("NJ", {"table": "B"}),
)  # fmt: skip
"""Entries that many certificates share, as those of a store are."""
ITEMS = (
    PayItem(HIRED, "medical", Money(12_500), employer=Money(40_000)), PayItem(HIRED, "dental", Money(1_850)),
    PayItem(HIRED, "401k", percent=Decimal("0.06"), employer_percent=Decimal("0.03")), PayItem(WITHIN, "medical", active=False),
    PayItem(AFTER, "401k", percent=Decimal("0.10")), PayItem(HIRED, "bonus", Money(25_000)), PayItem(HIRED, "union", Money(3_500)),
    PayItem(HIRED, "hsa_family", Money(10_000)),
)  # fmt: skip
ORDERS = (PayOrder(HIRED, "C-9", OrderKind.CREDITOR, HIRED, percent=Decimal("0.25"), balance=Money(100_000)),)

jobs = st.builds(
    Job, DAYS, st.just(Action.HIRE), st.sampled_from([Status.ACTIVE, Status.ACTIVE, Status.ACTIVE, Status.LEAVE, Status.TERMINATED]),
    st.just("Clerk"), st.just("Operations"), st.sampled_from(["Newark, NJ", "New York, NY", "Yonkers", "Hub", "Remote", "Moon", ""]),
    flsa=st.sampled_from(Flsa), fte=st.sampled_from([Decimal(1), Decimal("0.5")]), cost_centre=st.sampled_from(["", "C1"]),
)  # fmt: skip
pays = st.builds(
    Pay, DAYS, st.just(Action.HIRE), st.sampled_from([Basis.ANNUAL, Basis.ANNUAL, Basis.ANNUAL, Basis.HOURLY]),
    st.builds(Money, st.integers(500, 30_000_000), st.sampled_from(["USD", "USD", "USD", "EUR"])),
    st.sampled_from(["main", "main", "main", "plant", "other", ""]),
)  # fmt: skip
certificates = st.builds(
    lambda day, of: Certificate(day, *of),
    st.sampled_from([HIRED, date(2025, 1, 1), WITHIN, AFTER]),
    st.sampled_from(ENTRIES),
)


def in_order(rows: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(sorted(rows, key=lambda row: row.effective_from))


people = st.builds(
    PersonFacts, st.integers(1, 9), st.just("1042"), st.just("Doe, Jane"), st.sampled_from(["NY", "NJ", "PA", ""]),
    st.lists(jobs, max_size=2).map(in_order), st.lists(pays, max_size=2).map(in_order),
    st.lists(certificates, max_size=3).map(in_order), st.none() | st.just(date(1990, 5, 6)), st.just(PLACES),
)  # fmt: skip
held = st.builds(
    Held, st.sampled_from([(), (), (), (Entered("bonus", cents=5_000),)]), st.lists(st.sampled_from(ITEMS), max_size=4),
    st.sampled_from([(), (), ORDERS]), st.just({}), st.sampled_from([{}, {}, {"medical": 700}]),
)  # fmt: skip
groups = st.builds(
    PayGroup, st.just("main"), st.sampled_from([Frequency.BIWEEKLY, Frequency.MONTHLY, Frequency.WEEKLY]),
    st.just(date(2026, 1, 4)), proration=st.sampled_from(Proration), hours=st.sampled_from(Hours),
)  # fmt: skip
spans = st.sampled_from([SPAN, SPAN, SPAN, Period(date(2026, 11, 14), date(2026, 11, 15))])
terms = st.builds(
    lambda group, span, whole: RunTerms(PayDate("main", span, CHECK), group, codes(), frozenset({"main", "plant"}), whole),
    groups, spans, st.sampled_from([True, True, True, False]),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(people, held), min_size=1, max_size=12), terms)
def test_cases_gathered_together_are_those_gathered_alone(some: list[tuple[PersonFacts, Held]], of: RunTerms) -> None:
    shared = Shared(of)
    for facts, own in some:
        assert case_of(facts, of, own, shared) == alone(facts, of, own)


def alone(facts: PersonFacts, of: RunTerms, own: Held) -> Gathered | None:
    """The case as it is gathered without any short cut: what is shared is nobody's, and a salary goes the way of all pay."""
    shared = Shared(of)
    shared.days = 0
    copies = tuple(replace(row, entries=dict(row.entries)) for row in facts.certificates)
    return case_of(replace(facts, certificates=copies), of, own, shared)


@settings(max_examples=300, deadline=None)
@given(people, groups, spans)
def test_a_salary_alone_is_what_all_pay_makes_of_it(facts: PersonFacts, group: PayGroup, span: Period) -> None:
    made = salary_alone(facts, span, group, codes(), counted(span, group.proration))
    if made is not None and counted(span, group.proration):
        assert made == earn(facts, span, group, codes())


def test_a_claim_of_exemption_is_each_persons_own() -> None:
    """Its end follows from its day, which those with the same entries do not share."""
    entries = {"status": "single", "exempt": "yes"}
    first, later = (
        PersonFacts(at, str(at), "Doe, Jane", "NJ", (job,), (pay,), (Certificate(day, "US", entries),))
        for at, day in ((1, date(2024, 2, 1)), (2, date(2026, 2, 1)))
    )
    shared = Shared(RUN)
    told = [made.notices for each in (first, later, first) if (made := case_of(each, RUN, Held(), shared)) is not None]
    assert [len(each) for each in told] == [1, 1, 1]
    assert ["ended on 2025-02-15" in each[0] for each in told] == [True, False, True]


def test_a_form_that_cannot_be_read_stops_everyone_who_has_it() -> None:
    shared, entries = Shared(RUN), {"status": "nobody"}
    both = [
        PersonFacts(at, str(at), "Doe", "NJ", (job,), (pay,), (Certificate(HIRED, "US", entries),)) for at in (1, 2)
    ]
    made = [case_of(each, RUN, Held(), shared) for each in both]
    assert [each is not None and each.case is None and each.blockers[-1].code for each in made] == ["certificate"] * 2


job = Job(HIRED, Action.HIRE, Status.ACTIVE, "Clerk", "Operations", "Newark, NJ")
pay = Pay(HIRED, Action.HIRE, Basis.ANNUAL, Money(5_200_000), "main")
RUN = RunTerms(
    PayDate("main", SPAN, CHECK), PayGroup("main", Frequency.BIWEEKLY, date(2026, 1, 4)), codes(), frozenset({"main"})
)
