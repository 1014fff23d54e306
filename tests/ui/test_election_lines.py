"""What the election form says of the type under the cursor: all of a reason, what is chosen and its price, what is awaited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hrtui.access.model import Field, Grant, Sight
from hrtui.benefits.model import Choice, EventKind
from hrtui.benefits.plans import PlanType
from hrtui.benefits.service import desk, elect, finalise, open_event, void
from hrtui.context import Context
from hrtui.money import Money
from screens.benefits.choosing import _covered
from screens.benefits.election import ElectionScreen
from screens.shell import HrApp
from screens.widgets.form import FormScreen
from tests.conftest import ContextAs
from tests.enrolling import admin_event, dependent, employee, medical, with_plans
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
FSA = Choice(PlanType.HEALTH_FSA, "health_fsa", "health_fsa", amount=Money(72_000))


def with_family(ctx: Context) -> str:
    """Someone with a spouse (1) and a newborn (2), the spouse on the medical plan, and a health FSA since January."""
    with_plans(ctx)
    number = employee(ctx)
    dependent(ctx, number, "spouse", date(1990, 2, 2))
    event = admin_event(ctx, number, date(2026, 1, 1))
    assert elect(ctx, event, [medical(covers=(1,)), FSA], late="papers came late").faults == ()
    finalise(ctx, event)
    dependent(ctx, number)
    return number


def words(app: HrApp) -> str:
    """What is painted, without the ends of lines."""
    return " ".join(painted(app).split())


async def test_a_price_stays_what_it_is_while_another_choice_has_to_be_mended(hr_app: MakeApp, ctx: Context) -> None:
    event = open_event(ctx, with_family(ctx), EventKind.LIFE_EVENT, date(2026, 11, 10), "birth").event
    app = hr_app(address=f"elect {event}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "27.69" in painted(app))
        await pilot.press("right", "right")
        await until(pilot, lambda: "to mend before" in painted(app))
        assert "27.69" in painted(app)
        assert "Waits for" not in painted(app)


async def test_all_of_a_reason_is_told_at_80_columns(hr_app: MakeApp, ctx: Context) -> None:
    event = open_event(ctx, with_family(ctx), EventKind.LIFE_EVENT, date(2026, 11, 10), "birth").event
    app = hr_app(address=f"elect {event}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "27.69" in painted(app))
        await pilot.press("right", "right")
        await until(pilot, lambda: "A waiver of Medical needs a reason" in painted(app))
        reasons = desk(ctx, event).book.settings.waiver_reasons
        assert f"{reasons[-2]} or {reasons[-1]}." in words(app)
        assert "counts from 2026-11-10 · choose through 2026-12-10 · papers by 2027-01-09" in painted(app)
        assert "Kim, Ann · Life event: birth" in painted(app)


async def test_whoever_was_covered_is_there_again_once_a_waiver_was_passed(hr_app: MakeApp, ctx: Context) -> None:
    event = open_event(ctx, with_family(ctx), EventKind.LIFE_EVENT, date(2026, 11, 10), "birth").event
    app = hr_app(address=f"elect {event}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "27.69" in painted(app))
        await pilot.press("right", "right", "right")
        await until(pilot, lambda: "Chosen: Medical PPO 500, covers Spouse Kim." in painted(app))
        screen = app.screen
        assert isinstance(screen, ElectionScreen) and screen.desk is not None
        assert [(each.option, each.covers) for each in screen.desk.choices] == [("ppo", (1,))]
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("tab", "y", "ctrl+o")
        await until(pilot, lambda: "covers Spouse Kim, Child Kim." in painted(app))
        assert "Waits for the papers of Spouse Kim and Child Kim." in words(app)


async def test_coverage_above_what_is_guaranteed_says_what_counts_until_evidence_is_approved(
    hr_app: MakeApp, ctx: Context
) -> None:
    with_plans(ctx)
    event = admin_event(ctx, employee(ctx, rate=Money(15_300_000)))
    app = hr_app(address=f"elect {event}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "If nothing is chosen" in painted(app))
        for _ in range(4):
            await pilot.press("down")
        await pilot.press("right")
        await until(pilot, lambda: "One times pay" in painted(app))
        assert "Of 153,000.00, 150,000.00 counts until evidence of insurability is approved." in words(app)


async def test_an_event_that_is_over_offers_no_key_that_does_nothing(hr_app: MakeApp, ctx: Context) -> None:
    event = open_event(ctx, with_family(ctx), EventKind.LIFE_EVENT, date(2026, 11, 10), "birth").event
    app = hr_app(address=f"elect {event}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "S Save" in painted(app))
        void(ctx, event, "a mistake")
        app.go(f"elect {event}")
        await until(pilot, lambda: "! void" in painted(app) and "B Benefits" in painted(app))
        await until(pilot, lambda: "S Save" not in painted(app) and "F Finalise" not in painted(app))


async def test_an_option_that_the_plan_file_has_no_more_is_named_and_can_be_chosen_anew(
    hr_app: MakeApp, ctx: Context
) -> None:
    with_plans(ctx)
    event = admin_event(ctx, employee(ctx))
    elect(ctx, event, [medical("gold")])
    app = hr_app(address=f"elect {event}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "gold is not offered; choose ppo or hdhp." in painted(app))
        await pilot.press("e")
        await until(pilot, lambda: "There is no option of medical “gold”" in painted(app))
        await pilot.press("right")
        await until(pilot, lambda: "Chosen: Medical PPO 500." in painted(app))


async def test_what_was_chosen_here_is_put_over_what_somebody_else_saved_meanwhile(
    hr_app: MakeApp, ctx: Context
) -> None:
    with_plans(ctx)
    event = admin_event(ctx, employee(ctx))
    app = hr_app(address=f"elect {event}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "If nothing is chosen" in painted(app))
        await pilot.press("down", "right")
        await until(pilot, lambda: "Chosen: Dental Basic." in painted(app))
        elect(ctx, event, [medical()])
        await pilot.press("S")
        await until(pilot, lambda: f"moved event {event} on since it was opened here: it is entered" in words(app))
        await until(pilot, lambda: "PPO 500" in painted(app) and "Chosen: Dental Basic." in painted(app))
        assert [each.type for each in desk(ctx, event).choices] == [PlanType.MEDICAL]
        await pilot.press("S")
        await until(pilot, lambda: len(desk(ctx, event).choices) == 2)


async def test_a_draft_takes_nothing_back_that_somebody_else_saved_meanwhile(hr_app: MakeApp, ctx: Context) -> None:
    with_plans(ctx)
    event = admin_event(ctx, employee(ctx))
    elect(ctx, event, [Choice(PlanType.VISION, "vision", "vision")])
    app = hr_app(address=f"elect {event}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "If nothing is chosen" in painted(app))
        await pilot.press("down", "right", "down", "backspace")
        await until(pilot, lambda: "Basic" in painted(app))
        await pilot.press("q")
        await until(pilot, lambda: not isinstance(app.screen, ElectionScreen))
    elect(ctx, event, [medical()])
    again = hr_app(address=f"elect {event}")
    async with again.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Chosen last time and not saved" in painted(again))
        screen = again.screen
        assert isinstance(screen, ElectionScreen) and screen.desk is not None
        assert sorted(each.type for each in screen.desk.choices) == [PlanType.DENTAL, PlanType.MEDICAL]
        await pilot.press("S")
        await until(pilot, lambda: "it can be finalised" in painted(again))
    assert sorted(each.type for each in desk(ctx, event).choices) == [PlanType.DENTAL, PlanType.MEDICAL]


def test_birth_dates_of_dependents_are_told_only_where_the_role_is_shown_them(ctx: Context, ctx_as: ContextAs) -> None:
    event = open_event(ctx, with_family(ctx), EventKind.LIFE_EVENT, date(2026, 11, 10), "birth").event
    for seen in Sight:
        bob = ctx_as(Grant("benefits.read", fields={Field.BIRTH: seen}))
        told = [field.help for field in _covered(desk(bob, event), medical())]
        assert len(told) == 2
        assert all(("born" in each) is (seen is Sight.SHOWN) for each in told)
