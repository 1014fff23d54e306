"""Offers from the draft to the first day: versions, approval, pay against the range, and a hire that nobody types again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from hrtui.access.model import Field, Grant, Sight
from hrtui.audit import service as trail
from hrtui.context import Context, FixedClock
from hrtui.errors import Conflict, NotFound, RuleBroken
from hrtui.money import Money
from hrtui.people import service as people
from hrtui.people.model import Basis, Status
from hrtui.recruiting import offering, service
from hrtui.recruiting.model import ApplicationState, Requisition
from hrtui.recruiting.offering import OfferChange
from hrtui.recruiting.offers import OfferState, compa_ratio, outside, penetration
from tests.conftest import ContextAs
from tests.recruiting import applied, colleague, interviewed, opened

FIRST = date(2027, 1, 4)
OFFERED = OfferChange(rate=Money(8_000_000), first_day=FIRST, pay_group="main")
RANGE = Requisition("R", "Engineer", low=Money(7_000_000), high=Money(9_000_000))


def made(ctx: Context, change: OfferChange = OFFERED) -> tuple[str, str]:
    """An application and the number of its offer's first version."""
    _, one = applied(ctx, opened(ctx), "Ash", first_name="Jo", email="jo@example.com")
    interviewed(ctx, one)
    return one, offering.make_offer(ctx, one, change).numbers[0]


def sent(ctx: Context) -> tuple[str, str]:
    one, offer = made(ctx)
    offering.request_offer(ctx, offer)
    offering.approve_offer(colleague(ctx), offer)
    offering.send_offer(ctx, offer)
    return one, offer


def on(ctx: Context, day: date) -> Context:
    return replace(ctx, clock=FixedClock(datetime(day.year, day.month, day.day, 15, tzinfo=UTC), "America/New_York"))


def test_an_offer_is_not_accepted_past_a_stage_that_lacks_what_it_asks_for_and_says_so_when_it_is_made(
    ctx: Context,
) -> None:
    _, one = applied(ctx, opened(ctx), "Ash", first_name="Jo", email="jo@example.com")
    done = offering.make_offer(ctx, one, OFFERED)
    assert done.notices == ("It cannot be accepted yet: Ash, Jo cannot leave Interview yet: 1 scorecard is missing.",)
    offer = done.numbers[0]
    offering.request_offer(ctx, offer)
    offering.approve_offer(colleague(ctx), offer)
    offering.send_offer(ctx, offer)
    with pytest.raises(RuleBroken, match="cannot leave Interview yet: 1 scorecard is missing"):
        offering.accept_offer(ctx, offer)
    assert people.directory_count(ctx) == 1
    interviewed(ctx, one)
    assert offering.accept_offer(ctx, offer).number == "1002"


@pytest.mark.parametrize(
    ("pay", "ratio", "depth", "said"),
    [
        (7_000_000, "0.88", "0.00", ""),
        (8_000_000, "1.00", "0.50", ""),
        (9_000_000, "1.12", "1.00", ""),
        (6_999_999, "0.87", "0.00", "below the least"),
        (9_000_001, "1.13", "1.00", "above the most"),
    ],
)
def test_pay_stands_against_the_range(pay: int, ratio: str, depth: str, said: str) -> None:
    assert str(compa_ratio(Money(pay), Basis.ANNUAL, RANGE)) == ratio
    assert str(penetration(Money(pay), Basis.ANNUAL, RANGE)).lstrip("-") == depth
    assert said in outside(Money(pay), Basis.ANNUAL, RANGE)
    assert bool(outside(Money(pay), Basis.ANNUAL, RANGE)) is bool(said)


def test_pay_by_the_hour_is_compared_with_a_range_by_the_year() -> None:
    assert compa_ratio(Money(4_000), Basis.HOURLY, RANGE) == Decimal("1.04")
    assert compa_ratio(Money(4_000), Basis.HOURLY, replace(RANGE, low=None)) is None


def test_an_offer_is_approved_by_another_sent_and_accepted_and_the_person_is_in_the_directory(ctx: Context) -> None:
    one, offer = sent(ctx)
    assert offering.offer_sheet(ctx, offer).offer.expires == date(2026, 11, 30)
    done = offering.accept_offer(ctx, offer)
    record = people.record(ctx, done.number)
    assert record.summary.status is Status.STARTING
    assert (record.summary.name, record.jobs[0].effective_from, record.jobs[0].reason) == (
        "Ash, Jo",
        FIRST,
        f"offer {offer}",
    )
    assert record.pays is not None and record.pays[0].rate == Money(8_000_000)
    later = on(ctx, date(2027, 1, 5))
    assert people.record(later, done.number).jobs[0].title == "Engineer"
    sheet = service.candidate_sheet(ctx, "CAN-00001")
    assert (sheet.candidate.person, sheet.applications[0][0].state) == (done.number, ApplicationState.HIRED)
    assert "All openings" in done.notices[0]
    assert [card.name for card in service.board(ctx, "REQ-2026-001").columns[-1]] == ["Ash, Jo"]
    assert one == sheet.applications[0][0].number


def test_undo_of_a_hire_waits_for_the_acceptance_that_stands_on_it(ctx: Context) -> None:
    _, offer = sent(ctx)
    done = offering.accept_offer(ctx, offer)
    with pytest.raises(Conflict, match="step of an offer"):
        trail.undo(ctx, done.command - 1)
    trail.undo(ctx)
    assert offering.offer_sheet(ctx, offer).offer.state is OfferState.SENT
    trail.undo(ctx, done.command - 1)
    assert people.directory_count(ctx) == 1
    assert offering.accept_offer(ctx, offer).number == "1003"


def test_a_hire_that_cannot_be_leaves_the_offer_as_it_was(ctx: Context) -> None:
    one, _ = made(ctx)
    offer = offering.make_offer(ctx, one, OfferChange(position="P-404")).numbers[0]
    offering.request_offer(ctx, offer)
    offering.approve_offer(colleague(ctx), offer)
    offering.send_offer(ctx, offer)
    with pytest.raises(RuleBroken, match="P-404"):
        offering.accept_offer(ctx, offer)
    assert offering.offer_sheet(ctx, offer).offer.state is OfferState.SENT
    assert people.directory_count(ctx) == 1


def test_a_new_version_takes_the_place_of_the_one_before_and_keeps_what_is_not_said(ctx: Context) -> None:
    one, first = made(ctx)
    second = offering.make_offer(ctx, one, OfferChange(rate=Money(9_500_000))).numbers[0]
    assert offering.offer_sheet(ctx, first).offer.state is OfferState.DEPRECATED
    sheet = offering.offer_sheet(ctx, second)
    assert (sheet.offer.version, sheet.offer.first_day, sheet.compa_ratio) == (2, FIRST, Decimal("1.19"))
    with pytest.raises(RuleBroken, match="make a new version"):
        offering.request_offer(ctx, first)


def test_an_offer_is_accepted_until_its_last_day_and_expires_after_it(ctx: Context) -> None:
    _, offer = sent(ctx)
    with pytest.raises(RuleBroken, match="does not expire before"):
        offering.decline_offer(on(ctx, date(2026, 11, 30)), offer, expired=True)
    late = on(ctx, date(2026, 12, 1))
    with pytest.raises(RuleBroken, match="could be accepted until 2026-11-30"):
        offering.accept_offer(late, offer)
    offering.decline_offer(late, offer, expired=True)
    assert offering.offer_sheet(ctx, offer).offer.state is OfferState.EXPIRED


def test_nothing_is_sent_before_it_is_approved_and_never_by_who_asked(ctx: Context) -> None:
    _, offer = made(ctx)
    with pytest.raises(RuleBroken, match="cannot become sent"):
        offering.send_offer(ctx, offer)
    with pytest.raises(RuleBroken, match="not asked for yet"):
        offering.approve_offer(colleague(ctx), offer)
    offering.request_offer(ctx, offer)
    with pytest.raises(RuleBroken, match="somebody else"):
        offering.approve_offer(colleague(ctx, "alice"), offer)
    offering.approve_offer(colleague(ctx), offer, refuse=True, reason="Too much")
    assert offering.offer_sheet(ctx, offer).offer.state is OfferState.DRAFT


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (OfferChange(first_day=FIRST, pay_group="main"), "rate"),
        (OfferChange(rate=Money(8_000_000), pay_group="main"), "first_day"),
        (replace(OFFERED, pay_group="none"), "pay_group"),
        (replace(OFFERED, department="Nowhere"), "department"),
        (replace(OFFERED, rate=Money(0)), "rate"),
        (replace(OFFERED, first_day=date(2040, 1, 1)), "first_day"),
    ],
)
def test_what_cannot_be_offered_is_refused_by_its_field(ctx: Context, change: OfferChange, field: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        made(ctx, change)
    assert caught.value.field == field
    assert offering.offer_list(ctx) == []


def test_two_who_answer_one_offer_the_second_is_told(ctx: Context) -> None:
    _, offer = sent(ctx)
    stamp = offering.offer_sheet(ctx, offer).offer.stamp
    assert stamp is not None
    offering.decline_offer(colleague(ctx), offer, "Another offer")
    with pytest.raises(Conflict, match="bob moved offer"):
        offering.accept_offer(ctx, offer, expected=stamp.command)


def test_a_recruiter_without_the_right_to_hire_hires_by_an_approved_offer_and_who_sees_no_pay_sees_no_offer(
    ctx: Context, ctx_as: ContextAs
) -> None:
    _, offer = sent(ctx)
    blind = ctx_as(Grant("recruiting.read"))
    assert offering.offer_list(blind) == []
    with pytest.raises(NotFound):
        offering.offer_sheet(blind, offer)
    recruiter = ctx_as(*(Grant(f"recruiting.{each}", fields={Field.PAY: Sight.SHOWN}) for each in ("read", "offer")))
    assert offering.accept_offer(recruiter, offer).number == "1002"
