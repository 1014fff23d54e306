"""The way from one check to another: whatever changed, the steps add up to the whole change and end where the other check is."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.payroll_tables import payroll_tables
from hrtui.dates import Period
from hrtui.money import STYLES, Money
from hrtui.payroll.check.values import OrderKind
from hrtui.payroll.codes import codes
from hrtui.payroll.entered import Entered
from hrtui.payroll.gather import Held, RunTerms
from hrtui.payroll.items.model import PayItem, PayOrder
from hrtui.payroll.model import Frequency, PayDate, PayGroup, PersonFacts, Proration
from hrtui.payroll.runs.model import Cause
from hrtui.payroll.runs.terms import Basis
from hrtui.payroll.runs.walking import Point, Way, computed
from hrtui.people.model import Action, Certificate, Flsa, Job, Pay, Status
from hrtui.people.model import Basis as PayBasis

FIRST = date(2026, 10, 20)
LAST_SPAN, SPAN = Period(date(2026, 11, 8), date(2026, 11, 21)), Period(date(2026, 11, 22), date(2026, 12, 5))
CHECKS = {LAST_SPAN: date(2026, 11, 25), SPAN: date(2026, 12, 10)}
DAYS = st.integers(0, 46).map(lambda ahead: FIRST + timedelta(days=ahead))
CENTS = st.integers(2_000_000, 30_000_000)


def basis(span: Period, proration: Proration) -> Basis:
    group = PayGroup("main", Frequency.BIWEEKLY, date(2026, 1, 4), proration=proration)
    terms = RunTerms(PayDate("main", span, CHECKS[span]), group, codes(), frozenset({"main", "plant"}))
    return Basis(terms, payroll_tables(CHECKS[span]))


@st.composite
def jobs(draw: st.DrawFn) -> tuple[Job, ...]:
    """A hire, long ago or lately, and what may follow."""
    made = [
        Job(draw(st.sampled_from((date(2024, 3, 1), date(2026, 11, 11)))), Action.HIRE, Status.ACTIVE, "Clerk", "Ops")
    ]
    for day in sorted(draw(st.lists(DAYS, max_size=3, unique=True))):
        status = draw(st.sampled_from((Status.ACTIVE, Status.ACTIVE, Status.LEAVE, Status.TERMINATED)))
        hours = Decimal(draw(st.integers(10, 40)))
        place = draw(st.sampled_from(("Newark, NJ", "Houston, TX")))
        if day > made[0].effective_from:
            made.append(
                Job(day, Action.DATA_CHANGE, status, "Clerk", "Ops", place, flsa=Flsa.NON_EXEMPT, standard_hours=hours)
            )
    return tuple(made)


@st.composite
def pays(draw: st.DrawFn) -> tuple[Pay, ...]:
    """A rate a year or an hour, and changes of it."""
    hourly = draw(st.booleans())
    kind, scale = (PayBasis.HOURLY, 2_000) if hourly else (PayBasis.ANNUAL, 1)
    made = []
    for day in sorted({date(2024, 3, 1), *draw(st.lists(DAYS, max_size=3))}):
        group = draw(st.sampled_from(("main", "main", "main", "plant")))
        made.append(Pay(day, Action.PAY_CHANGE, kind, Money(draw(CENTS) // scale, "USD"), group))
    return tuple(made)


@st.composite
def people(draw: st.DrawFn) -> PersonFacts:
    """Someone's facts as they may be known at one of the checks."""
    forms = [
        Certificate(day, "US", {"status": draw(st.sampled_from(("single", "married", "head")))})
        for day in draw(st.lists(DAYS, max_size=2))
    ]
    state = draw(st.sampled_from(("TX", "NJ", "NY")))
    return PersonFacts(
        1,
        "1042",
        "Doe, Jane",
        state,
        draw(jobs()),
        draw(pays()),
        tuple(sorted(forms, key=lambda row: row.effective_from)),
    )


@st.composite
def holdings(draw: st.DrawFn, span: Period) -> Held:
    """What was entered, standing items, an order, and balances of the year."""
    entries = st.sampled_from(
        (
            Entered("bonus", cents=50_000), Entered("unpaid_leave", hours=Decimal(8)), Entered("sick", hours=Decimal(4)),
            Entered("overtime", hours=Decimal(5), worked_on=span.start + timedelta(days=3)), Entered("hourly", hours=Decimal(60)),
            Entered("retro", cents=12_345),
        )
    )  # fmt: skip
    items = st.sampled_from(
        (
            PayItem(FIRST, "401k", percent=Decimal("0.06")), PayItem(FIRST, "medical", Money(12_500)),
            PayItem(date(2026, 12, 1), "401k", percent=Decimal("0.1")), PayItem(FIRST, "regular", Money(10_000)),
            PayItem(date(2026, 11, 24), "medical", Money(12_500), active=False),
        )
    )  # fmt: skip
    order = PayOrder(FIRST, "C-9", OrderKind.CREDITOR, FIRST, percent=Decimal("0.25"), balance=Money(100_000))
    return Held(
        tuple({each.code: each for each in draw(st.lists(entries, max_size=3))}.values()),
        sorted(
            {(each.code, each.effective_from): each for each in draw(st.lists(items, max_size=3))}.values(),
            key=lambda row: row.effective_from,
        ),
        (order,) if draw(st.booleans()) else (),
        draw(
            st.sampled_from(
                ({}, {"wages:social_security": 18_300_000, "wages:medicare": 19_900_000, "wages:gross": 19_900_000})
            )
        ),
        draw(st.sampled_from(({}, {"medical": 5_000}))),
        draw(st.sampled_from(({}, {"C-9": 90_000}))),
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(people(), people(), holdings(LAST_SPAN), holdings(SPAN), st.sampled_from(list(Proration)), st.booleans())
def test_steps_add_up_and_end_at_the_other_check(
    before: PersonFacts, now: PersonFacts, held_before: Held, held_now: Held, proration: Proration, same: bool
) -> None:
    start = Point(before, basis(SPAN if same else LAST_SPAN, proration), held_before)
    end = Point(now, basis(SPAN, proration), held_now)
    begins, ends = computed(start), computed(end)
    if begins is None or ends is None:
        return
    way = Way(start, begins, STYLES["en_US"])
    way.walk(end)
    assert (way.result.gross, way.result.net) == (ends.gross, ends.net)
    changes = way.changes()
    assert sum(each.gross for each in changes) == ends.gross - begins.gross
    assert sum(each.net for each in changes) == ends.net - begins.net
    assert all(each.sentence for each in changes)
    assert all(each.cause is not Cause.UNEXPLAINED for each in changes)
