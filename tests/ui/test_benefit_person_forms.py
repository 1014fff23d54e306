"""What is entered on a person's benefits by pressing keys: standings, beneficiaries, evidence; and the ways there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot

from hrtui import drafts
from hrtui.benefits import service
from hrtui.benefits.model import Beneficiary, Choice, ElectionState, EventKind, EventState, Verification
from hrtui.benefits.plans import PlanType
from hrtui.benefits.service import benefits_of, desk, open_event
from hrtui.context import Context
from hrtui.documents import service as documents
from hrtui.documents.model import NewDocument
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


def is_elsewhere(app: HrApp, before: object) -> bool:
    return app.screen is not before


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


async def test_the_document_that_shows_who_a_dependent_is_is_chosen_from_those_on_file(
    hr_app: MakeApp, ctx: Context, kim: str, tmp_path: Path
) -> None:
    paper = tmp_path / "birth.pdf"
    paper.write_bytes(b"%PDF-1.4 a certificate")
    documents.add(ctx, kim, NewDocument(paper, "certificate", "Birth certificate"))
    app = hr_app(address=f"benefits {kim}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "Child Kim (child", BenefitsScreen))
        await pilot.press("s")
        await until(pilot, lambda: shown(app, "child: unverified", Menu))
        await pilot.press("down", "enter")
        await until(pilot, lambda: shown(app, "Shown by", FormScreen))
        await pilot.press("ctrl+u", *"verified", "tab", "ctrl+u", *"birth", "ctrl+o")
        await until(pilot, lambda: shown(app, ", verified)", BenefitsScreen))
    held = benefits_of(ctx, kim).dependents[0].standing
    assert (held.verification, service.proofs(ctx, kim)) == (
        Verification.VERIFIED, {held.proof: documents.documents(ctx, kim).rows[0]},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "form", "typed"),
    [
        (["s", "down", "enter"], "Standing of Child Kim", ["ctrl+u", *"asked"]),
        (["b"], "Beneficiaries", [*"Aunt May"]),
        (["v"], "Evidence of insurability", ["tab", *"refused"]),
    ],
    ids=["standing", "beneficiaries", "evidence"],
)
async def test_what_was_typed_on_a_persons_benefits_and_not_saved_is_there_the_next_time(
    hr_app: MakeApp, ctx: Context, kim: str, keys: list[str], form: str, typed: list[str]
) -> None:
    event = admin_event(ctx, kim)
    service.elect(ctx, event, [Choice(PlanType.LIFE, "life", "three_times")])
    service.finalise(ctx, event)

    async def opened(app: HrApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: shown(app, "Child Kim (child", BenefitsScreen))
        for key in keys:
            before = app.screen
            await pilot.press(key)
            if key != "down":
                await until(pilot, partial(is_elsewhere, app, before))
        await until(pilot, lambda: shown(app, form, FormScreen))

    app = hr_app(address=f"benefits {kim}")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press(*typed, "tab")
        await until(pilot, lambda: len(drafts.written()) == 1)
    app = hr_app(address=f"benefits {kim}")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        assert "Typed last time and not saved" in painted(app)


async def test_all_of_a_large_family_is_told_at_80_columns_and_d_lists_each(
    hr_app: MakeApp, ctx: Context, kim: str
) -> None:
    for relation in ("spouse", "stepchild", "foster child"):
        dependent(ctx, kim, relation, date(2001, 5, 6))
    app = hr_app(address=f"benefits {kim}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "Child Kim (child", BenefitsScreen))
        told = " ".join(painted(app).split())
        for relation in ("spouse", "stepchild", "foster child"):
            assert f"({relation} 2001-05-06, unverified)" in told
        await pilot.press("d")
        await until(pilot, lambda: shown(app, "Known of", Menu))
        assert "Spouse Kim" in painted(app)
