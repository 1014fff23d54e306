"""The report over all requisitions: whom it counts, what it is narrowed to, and that many take no more queries than few."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hrtui.access.model import ACTIONS, Grant, Scope
from hrtui.context import Context, FixedClock
from hrtui.dates import Period
from hrtui.errors import NotAllowed, NotFound, RuleBroken
from hrtui.money import Money
from hrtui.recruiting import offering, scoring, service
from hrtui.recruiting.offering import OfferChange
from hrtui.recruiting.overall import By, Offered
from hrtui.recruiting.reporting import Narrowed, labelled, recruiting_report, summed
from hrtui.recruiting.scorecards import Overall as Recommendation
from tests.conftest import ContextAs
from tests.people import hire, statements
from tests.recruiting import applied, colleague, opened

READ = "recruiting.read"
GOOD = {"experience": 5, "communication": 4, "teamwork": 4, "motivation": 5}


def later(ctx: Context, days: int) -> Context:
    return replace(ctx, clock=FixedClock(datetime(2026, 11, 23 + days, 15, tzinfo=UTC), "America/New_York"))


@pytest.fixture
def filled(ctx: Context) -> Context:
    """Three for an engineer in IT, of whom one is hired after six days and one rejected; one for a clerk in Sales. Six days on."""
    hire(ctx, "Seller", department="Sales")
    number = opened(ctx)
    (_, one), (_, two), _ = (applied(ctx, number, each, source="website") for each in ("Ash", "Bay", "Cox"))
    applied(ctx, opened(ctx, "Clerk", department="Sales", recruiter="rob"), "Dee")
    service.move(later(ctx, 2), [one], "Interview")
    service.reject(later(ctx, 3), [two], "skills")
    scoring.score(later(ctx, 3), one, GOOD, Recommendation.YES)
    offer = OfferChange(rate=Money(8_000_000), first_day=date(2027, 1, 4), pay_group="main")
    made = offering.make_offer(later(ctx, 4), one, offer).numbers[0]
    offering.request_offer(later(ctx, 4), made)
    offering.approve_offer(later(colleague(ctx), 4), made)
    offering.send_offer(later(ctx, 5), made)
    offering.accept_offer(later(ctx, 6), made)
    return later(ctx, 6)


def test_it_counts_who_applied_to_all_and_how_long_it_took(filled: Context) -> None:
    found = recruiting_report(filled)
    assert found.period == Period(date(2025, 12, 1), date(2026, 11, 29))
    assert (found.applied, found.hired, found.to_hire) == (4, 1, 6.0)
    assert (found.approved, found.filled, found.to_fill) == (2, 1, 6.0)
    assert [(each.stage, each.reached) for each in found.stages] == [
        ("new", 4), ("screen", 1), ("interview", 1), ("reference", 1), ("offer", 1), ("hired", 1),
    ]  # fmt: skip
    assert found.offers == Offered(1, 1, 0, 0, 0, 100)
    assert labelled(filled, None, found.endings[0].reason) == "Skills do not fit"
    assert [(each.name, each.applied) for each in found.shares[By.SOURCE]] == [("website", 3), ("unknown", 1)]
    by_department = {each.name: each for each in found.shares[By.DEPARTMENT]}
    assert (by_department["IT"].late, by_department["IT"].owed, by_department["Sales"].late) == (1, 1, 1)
    assert summed(found) == [
        "4 applied", "1 hired", "6 days to hire", "1 of 2 approved have a hire in 6 days", "1 of 1 offers accepted (100 %)",
    ]  # fmt: skip


def test_it_is_narrowed_to_a_department_a_recruiter_a_template_and_a_period(filled: Context) -> None:
    assert recruiting_report(filled, narrowed=Narrowed(department="sales")).applied == 1
    assert recruiting_report(filled, narrowed=Narrowed(recruiter="rob")).approved == 1
    assert recruiting_report(filled, narrowed=Narrowed(template="standard")).applied == 4
    assert recruiting_report(filled, narrowed=Narrowed("IT", "rob")).applied == 0
    assert recruiting_report(filled, date(2026, 11, 24)).applied == 0
    with pytest.raises(NotFound, match="there is IT or Sales"):
        recruiting_report(filled, narrowed=Narrowed(department="Legal"))
    with pytest.raises(RuleBroken, match="before it begins"):
        recruiting_report(filled, date(2026, 12, 1))


def test_it_reaches_the_requisitions_that_the_role_does(ctx: Context, ctx_as: ContextAs) -> None:
    boss = hire(ctx, "Boss")
    hire(ctx, "Seller", department="Sales")
    applied(ctx, opened(ctx, manager=boss), "Ash")
    applied(ctx, opened(ctx, "Clerk", department="Sales"), "Bay")
    team = ctx_as(Grant(READ, Scope(team=True, own=True)), person=boss)
    found = recruiting_report(team)
    assert (found.applied, found.approved, [each.name for each in found.shares[By.DEPARTMENT]]) == (1, 1, ["IT"])
    with pytest.raises(NotFound, match="there is IT"):
        recruiting_report(team, narrowed=Narrowed(department="Sales"))
    with pytest.raises(NotAllowed):
        recruiting_report(ctx_as(*(Grant(each) for each in ACTIONS if each != READ)))


def test_many_take_as_many_queries_as_few(ctx: Context) -> None:
    counts = []
    for at, more in enumerate((1, 12)):
        number = opened(ctx, f"Title {at}")
        for each in range(more):
            applied(ctx, number, f"Doe{at}{each}")
        with statements() as seen:
            recruiting_report(ctx)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 16
