"""Interviews by keys: slots are found and booked from a card, moved, answered and cancelled in the agenda."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from textual.pilot import Pilot

from data import interviews as rows
from data.recruiting import outbox
from hrtui.context import Context
from hrtui.dates import Period
from hrtui.interviews import reading, scheduling
from hrtui.interviews.asking import Asked, part
from hrtui.interviews.model import InterviewState, Response
from hrtui.recruiting import scoring
from hrtui.recruiting.messages import MessageState
from screens.interviews.calendar import InterviewsScreen
from screens.interviews.slots import SlotsScreen
from screens.widgets.confirm import Told
from tests.people import hire
from tests.recruiting import applied, opened
from tests.ui.conftest import MakeApp, text, until


def agenda(app: Any) -> InterviewsScreen:
    return cast(InterviewsScreen, app.screen)


async def typed(pilot: Pilot[Any], words: str) -> None:
    await pilot.press(*("space" if each == " " else each for each in words))


async def test_a_slot_is_chosen_from_a_card_and_the_interview_moved_answered_and_cancelled(
    ctx: Context, hr_app: MakeApp
) -> None:
    first, second = hire(ctx, "Kim", email="kim@example.com"), hire(ctx, "Lee", email="lee@example.com")
    number = opened(ctx)
    applied(ctx, number, "Ash", email="ash@candidates.example")
    app = hr_app(address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Ash" in text(app))
        await pilot.press("i")
        await until(pilot, lambda: "Interview with Ash" in text(app))
        await typed(pilot, f"45:{first}")
        await pilot.press("ctrl+j")
        await until(pilot, lambda: isinstance(app.screen, SlotsScreen) and "best first" in text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "is scheduled" in text(app))
        await pilot.press("g", "i", "4")
        await until(pilot, lambda: isinstance(app.screen, InterviewsScreen) and "Ash" in text(app))
        assert "Kim" in text(app) and "scheduled" in text(app)
        await pilot.press("m")
        await until(pilot, lambda: "Cannot come" in text(app))
        await typed(pilot, "Ill")
        await pilot.press("tab")
        await typed(pilot, "kim")
        await pilot.press("enter")
        await typed(pilot, second)
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "is moved" in text(app))
        held = rows.numbered("INT-00001")
        assert held is not None
        assert [each.person for each in held.panel] == [second]
        await pilot.press("A")
        await until(pilot, lambda: "Answer to INT-00001" in text(app))
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "is confirmed" in text(app))
        assert reading.interview(ctx, "INT-00001").panel[0].response is Response.ACCEPTED
        await pilot.press("X")
        await until(pilot, lambda: "Cancel interview" in text(app))
        await typed(pilot, "Filled")
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "is cancelled" in text(app))
        assert "No interview is to come" in text(app)
        await pilot.press("v")
        await until(pilot, lambda: "why: Filled" in text(app))
        await pilot.press("u")
        await until(pilot, lambda: "Undo the step" in text(app))
        await pilot.press("y")
        await until(pilot, lambda: "Undone" in text(app))
    assert reading.interview(ctx, "INT-00001").state is InterviewState.CONFIRMED


async def test_where_nothing_is_free_the_form_stays_and_says_whose_calendar_blocks(
    ctx: Context, hr_app: MakeApp
) -> None:
    first = hire(ctx, "Kim")
    number = opened(ctx)
    applied(ctx, number, "Ash")
    app = hr_app(address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Ash" in text(app))
        await pilot.press("i")
        await until(pilot, lambda: "Interview with Ash" in text(app))
        await typed(pilot, f"480:{first}; 480:{first}")
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "There is no slot" in text(app))
    again = hr_app(address=f"board {number}")
    async with again.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Ash" in text(again))
        await pilot.press("i")
        await until(pilot, lambda: f"480:{first}; 480:{first}" in text(again) and "Typed last time" in text(again))


async def test_an_agenda_without_interviews_says_so_and_which_key_helps(hr_app: MakeApp) -> None:
    app = hr_app(address="interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "nothing; n schedules" in text(app))
        await pilot.press("4")
        await until(pilot, lambda: "No interview is to come" in text(app))
        assert "n schedules one" in text(app)
        await pilot.press("n")
        await until(pilot, lambda: "Application" in text(app))
        await pilot.press("escape")


async def test_one_is_proposed_from_a_card_confirmed_in_the_agenda_and_its_emails_wait_in_the_outbox(
    ctx: Context, hr_app: MakeApp
) -> None:
    first = hire(ctx, "Kim", email="kim@example.com")
    number = opened(ctx)
    applied(ctx, number, "Ash", email="ash@candidates.example")
    app = hr_app(address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Ash" in text(app))
        await pilot.press("i")
        await until(pilot, lambda: "Interview with Ash" in text(app))
        await typed(pilot, f"45:{first}")
        await pilot.press("shift+tab", "+", "3", "d", "ctrl+j")
        await until(pilot, lambda: isinstance(app.screen, SlotsScreen) and "best first" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "proposed, and held until" in text(app))
        await pilot.press("g", "i", "4")
        await until(pilot, lambda: isinstance(app.screen, InterviewsScreen) and "proposed, held until" in text(app))
        await pilot.press("C")
        await until(pilot, lambda: "Schedule the whole loop" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "2 e-mails" in text(app))
        await pilot.press("enter")
        await pilot.press(":")
        await typed(pilot, "outbox")
        await pilot.press("enter")
        await until(
            pilot, lambda: "kim@example.com" in text(app) and "With the calendar file of INT-00001" in text(app)
        )
    assert reading.interview(ctx, "INT-00001").state is InterviewState.SCHEDULED


async def test_what_interviews_wait_for_is_mended_where_it_is_listed_and_kits_are_changed_by_keys(
    ctx: Context, hr_app: MakeApp
) -> None:
    kim = hire(ctx, "Kim", email="kim@example.com")
    _, one = applied(ctx, opened(ctx), "Ash", email="ash@candidates.example")
    days = Period(ctx.clock.today(), ctx.clock.today() + timedelta(days=2))
    scheduling.schedule(ctx, one, Asked((part(f"45:{kim}"),), days))
    app = hr_app(address="interviews-owed answer")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Kim, Ann has not answered" in text(app))
        await pilot.press("K")
        await until(pilot, lambda: "Please assess: Experience" in text(app))
        await pilot.press("e")
        await until(pilot, lambda: "Whose kit" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Assesses" in text(app))
        await pilot.press("ctrl+u")
        await typed(pilot, "motivation")
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "a kit of their own" in text(app) and "Please assess: Motivation" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "has not answered" in text(app))
        await pilot.press("A")
        await until(pilot, lambda: "Answer to INT-00001" in text(app))
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "No interview matches" in text(app) or "wait for nothing" in text(app))


async def test_one_s_own_interviews_lead_to_the_scorecard_that_is_owed_and_to_the_kit(
    ctx: Context, hr_app: MakeApp
) -> None:
    _, one = applied(ctx, opened(ctx), "Ash")
    _, two = applied(ctx, opened(ctx, "Baker"), "Birch")
    for each in (one, two):
        scoring.ask_scorecards(ctx, each, [ctx.actor.login])
    app = hr_app(address="my-interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "2 in all, 2 owed" in text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Your scorecard of Birch" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "2 in all, 2 owed" in text(app))
        await pilot.press("K")
        await until(pilot, lambda: "asked for without an interview" in text(app))


async def test_a_loop_of_four_over_a_clock_change_shows_all_of_it_and_is_offered_no_second_time_then(
    ctx: Context, hr_app: MakeApp
) -> None:
    who = [hire(ctx, name, email=f"{name.lower()}@example.com") for name in ("Kim", "Lee", "Moss", "Noor")]
    number = opened(ctx)
    applied(ctx, number, "Ash", email="ash@candidates.example")
    app = hr_app(address=f"board {number}")

    async def ask(sessions: str) -> SlotsScreen:
        await pilot.press("i")
        await until(pilot, lambda: "Interview with Ash" in text(app))
        await typed(pilot, sessions)
        for words in ("2027-03-12", "2027-03-16", "Europe/London"):
            await pilot.press("tab")
            await typed(pilot, words)
        await pilot.press("ctrl+j")
        await until(pilot, lambda: isinstance(app.screen, SlotsScreen) and "best first" in text(app))
        return cast(SlotsScreen, app.screen)

    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Ash" in text(app))
        slots = await ask("; ".join(f"45:{each}" for each in who))
        shown = text(app)
        assert "GMT (10:00 EST)" in shown and all(
            f":{rest}" in shown for rest in ("00 Kim", "45 Lee", "30 Moss", "15 Noor")
        )
        await pilot.press("pagedown")
        await until(pilot, lambda: "GMT (10:00 EDT)" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Told) and "4 sessions with Ash are scheduled" in text(app))
        assert "5 e-mails are in the outbox." in text(app)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, Told))
        (held, *_, last) = [reading.interview(ctx, f"INT-0000{at}") for at in range(1, 5)]
        slots = await ask(f"45:{who[0]}")
        assert slots.slots and all(
            each.placed[0].ends <= held.begins or each.placed[0].begins >= last.ends for each in slots.slots
        )
    (draft,) = [
        each for each in outbox.in_states([MessageState.DRAFT], 10) if each.recipient == "ash@candidates.example"
    ]
    assert len(draft.interviews) == 4 and draft.body.count("GMT") == 4


async def test_a_loop_is_moved_from_any_of_its_sessions_when_somebody_of_another_falls_ill(
    ctx: Context, hr_app: MakeApp
) -> None:
    kim, lee, moss = (hire(ctx, name) for name in ("Kim", "Lee", "Moss"))
    _, one = applied(ctx, opened(ctx), "Ash")
    days = Period(date(2026, 11, 24), date(2026, 11, 24))
    numbers = scheduling.schedule(ctx, one, Asked((part(f"45:{kim}"), part(f"45:{lee}")), days)).numbers
    app = hr_app(address="interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "2 interviews" in text(app))
        await pilot.press("4", "m")
        await until(pilot, lambda: f"Move interview {numbers[0]}" in text(app))
        await typed(pilot, "Lee is ill")
        await pilot.press("tab")
        await typed(pilot, "lee")
        await pilot.press("enter")
        await typed(pilot, "moss")
        await pilot.press("tab", "tab", "tab", "space")
        await until(pilot, lambda: "[x] yes" in text(app))
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "2 interviews of the loop" in text(app))
    assert [reading.interview(ctx, number).panel[0].person for number in numbers] == [kim, moss]
