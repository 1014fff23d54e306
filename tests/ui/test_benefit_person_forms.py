"""What is entered on a person's benefits by pressing keys: standings, beneficiaries, evidence; and the ways there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from hrtui.benefits import service
from hrtui.benefits.model import Beneficiary, Choice, ElectionState, EventKind, EventState, Verification
from hrtui.benefits.plans import PlanType
from hrtui.benefits.service import benefits_of, desk, open_event
from hrtui.context import Context
from screens.benefits.election import ElectionScreen
from screens.benefits.person import BenefitsScreen
from screens.people.record import RecordScreen
from screens.shell import HrApp
from screens.widgets.form import FormScreen
from screens.widgets.menu import Menu
from tests.enrolling import admin_event, dependent, employee, with_plans
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]


@pytest.fixture
def kim(ctx: Context) -> str:
    """Someone with a child, in a company with the shipped plans."""
    with_plans(ctx)
    number = employee(ctx)
    dependent(ctx, number)
    return number


def shown(app: HrApp, text: str, screen: type = object) -> bool:
    return isinstance(app.screen, screen) and text in painted(app)


async def test_the_papers_that_verify_a_dependent_are_entered_on_the_persons_benefits(
    hr_app: MakeApp, ctx: Context, kim: str
) -> None:
    app = hr_app(address=f"benefits {kim}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "Child Kim (child", BenefitsScreen))
        await pilot.press("s")
        await until(pilot, lambda: shown(app, "child: unverified", Menu))
        await pilot.press("down", "enter")
        await until(pilot, lambda: shown(app, "Standing of Child Kim", FormScreen))
        await pilot.press("ctrl+u", *"verified", "ctrl+o")
        await until(pilot, lambda: shown(app, ", verified)", BenefitsScreen))
    assert benefits_of(ctx, kim).dependents[0].standing.verification is Verification.VERIFIED


async def test_beneficiaries_must_add_up_to_100_percent(hr_app: MakeApp, ctx: Context, kim: str) -> None:
    app = hr_app(address=f"benefits {kim}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "Child Kim (child", BenefitsScreen))
        await pilot.press("b")
        await until(pilot, lambda: shown(app, "Beneficiaries of which plan?", Menu))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press(*"Child Kim", "tab", "tab", *"60", "ctrl+o")
        await until(pilot, lambda: "add up to 60.00 percent" in painted(app))
        await pilot.press("ctrl+u", *"100", "ctrl+o")
        await until(pilot, lambda: shown(app, "Child Kim 100 %", BenefitsScreen))
    (held,) = benefits_of(ctx, kim).beneficiaries
    assert held.people == (Beneficiary("Child Kim", "child", 10_000, 1),)


async def test_without_evidence_awaited_the_screen_says_so(hr_app: MakeApp, kim: str) -> None:
    app = hr_app(address=f"benefits {kim}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "Child Kim (child", BenefitsScreen))
        await pilot.press("v")
        await until(pilot, lambda: "No election of theirs awaits evidence" in painted(app))


async def test_approved_evidence_lets_all_of_the_coverage_count(hr_app: MakeApp, ctx: Context, kim: str) -> None:
    event = admin_event(ctx, kim)
    service.elect(ctx, event, [Choice(PlanType.LIFE, "life", "three_times")])
    service.finalise(ctx, event)
    app = hr_app(address=f"benefits {kim}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "Child Kim (child", BenefitsScreen))
        await pilot.press("v")
        await until(pilot, lambda: shown(app, "Evidence of insurability", FormScreen))
        await pilot.press("tab", *"approved", "ctrl+o")
        await until(pilot, lambda: shown(app, "counts in full", BenefitsScreen))
    (row,) = [each for each in benefits_of(ctx, kim).elections if each.choice.type is PlanType.LIFE and each.covers]
    assert (row.state, row.granted) == (ElectionState.ACTIVE, None)


async def test_an_election_offers_a_dependent_who_was_added_once_it_is_prepared_anew(
    hr_app: MakeApp, ctx: Context, kim: str
) -> None:
    birth = open_event(ctx, kim, EventKind.LIFE_EVENT, date(2026, 11, 10), "birth").event
    app = hr_app(address=f"elect {birth}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "If nothing is chosen", ElectionScreen))
        await pilot.press("r")
        await until(pilot, lambda: f"Event {birth}" in painted(app) and "offers" in painted(app))
    assert desk(ctx, birth).event.state is EventState.PREPARED


async def test_a_key_leads_from_the_record_to_the_persons_benefits(hr_app: MakeApp, kim: str) -> None:
    app = hr_app(address=f"emp {kim}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and "Kim" in painted(app))
        await pilot.press("B")
        await until(pilot, lambda: shown(app, "Child Kim (child", BenefitsScreen))
