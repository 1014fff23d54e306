"""Interviews in a week, a day and a month by keys alone: arrows reach them, verbs act on them, and the zone, the view and the filter hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from textual.pilot import Pilot

from data import interviews as rows
from hrtui.context import Clock, Context
from hrtui.dates import Period
from hrtui.interviews import interviewers, scheduling
from hrtui.interviews.asking import Asked, clock, part
from hrtui.interviews.availability import Availability
from screens.interviews.calendar import InterviewsScreen
from screens.interviews.slots import SlotsScreen
from screens.widgets.confirm import Told
from screens.widgets.form import FormScreen
from tests.people import hire
from tests.recruiting import applied, opened
from tests.ui.conftest import MakeApp, text, until

TUESDAY = date(2026, 11, 24)


def calendar(app: Any) -> InterviewsScreen:
    return cast(InterviewsScreen, app.screen)


class Turned:
    """A clock that a test sets on."""

    def __init__(self, of: Clock) -> None:
        self.of, self.later = of, timedelta()

    def now(self) -> datetime:
        return self.of.now() + self.later

    def today(self) -> date:
        return self.of.today()

    def after(self, newest: datetime) -> datetime:
        return self.of.after(newest)


async def typed(pilot: Pilot[Any], words: str) -> None:
    await pilot.press(*("space" if each == " " else each for each in words))


def booked(ctx: Context, application: str, who: str, day: date, hours: str, minutes: int = 45, room: str = "") -> str:
    """An interview within some hours of a day, and its number."""
    asked = Asked(
        (part(f"{minutes}:{who}"),), Period(day, day), candidate=clock(hours), rooms={room: None} if room else {}
    )
    return scheduling.schedule(ctx, application, asked).numbers[0]


@pytest.fixture
def three(ctx: Context) -> tuple[str, str]:
    """Ash meets Kim on Tuesday at ten, Bea meets Lee at the same time, and Cy meets Kim at two; the numbers of Kim and Lee."""
    kim, lee, number = hire(ctx, "Kim"), hire(ctx, "Lee"), opened(ctx)
    for last, who, hours in (("Ash", kim, "10:00-11:00"), ("Bea", lee, "10:00-11:00"), ("Cy", kim, "14:00-15:00")):
        booked(ctx, applied(ctx, number, last)[1], who, TUESDAY, hours, room="aspen" if last == "Cy" else "")
    return kim, lee


async def shown(pilot: Pilot[Any], words: str) -> None:
    await until(pilot, lambda: words in text(cast(Any, pilot.app)))


async def read(pilot: Pilot[Any], words: str) -> None:
    """Wait for what was done, with all that is to be known of it, and put it away."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Told))
    await shown(pilot, words)
    await pilot.press("escape")
    await until(pilot, lambda: not isinstance(pilot.app.screen, Told))


async def test_arrows_go_over_interviews_and_free_times_and_enter_opens_the_candidate(
    three: tuple[str, str], hr_app: MakeApp
) -> None:
    app = hr_app(address="interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "3 interviews")
        assert "●Mon 23" in text(app) and "Tue 24 (3)" in text(app)
        await pilot.press("right")
        await shown(pilot, "INT-00001 Ash")
        await pilot.press("right")
        await shown(pilot, "INT-00002 Bea")
        await pilot.press("down")
        await shown(pilot, "Tue 2026-11-24 11:00-11:30 EST: nothing; n schedules")
        await pilot.press(*["down"] * 6)
        await shown(pilot, "INT-00003 Cy")
        assert "aspen" in text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "CAN-00003" in text(app) and not isinstance(app.screen, InterviewsScreen))
        await pilot.press("escape")
        await shown(pilot, "INT-00003 Cy")


async def test_verbs_act_on_the_interview_under_the_cursor_and_it_is_painted_where_it_is_then(
    three: tuple[str, str], hr_app: MakeApp
) -> None:
    app = hr_app(address="interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "3 interviews")
        await pilot.press("right", "X")
        await shown(pilot, "Cancel interview INT-00001")
        await typed(pilot, "Ill")
        await pilot.press("ctrl+j")
        await shown(pilot, "2 interviews")
        assert "Ash" not in text(app).split("cancelled")[0]
        await pilot.press("v")
        await shown(pilot, "3 interviews, the cancelled too")
        await pilot.press("X")
        await shown(pilot, "Cancel interview")


async def test_the_day_has_a_lane_an_interviewer_and_the_month_opens_a_day(
    three: tuple[str, str], hr_app: MakeApp
) -> None:
    app = hr_app(address="interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "3 interviews")
        await pilot.press("3")
        await shown(pilot, "November 2026")
        assert "24 (3)" in text(app)
        await pilot.press("right")
        await shown(pilot, "Tuesday 2026-11-24: 3 interviews")
        await pilot.press("enter")
        await shown(pilot, "by interviewer")
        lines = text(app).splitlines()
        assert "Kim" in lines[3] and "Lee" in lines[3]
        await pilot.press("4")
        await shown(pilot, "Candidate ")
        assert text(app).count("scheduled") >= 3


async def test_what_contradicts_an_interview_is_marked_and_told_and_the_lane_says_why(
    three: tuple[str, str], ctx: Context, hr_app: MakeApp
) -> None:
    interviewers.set_availability(ctx, three[1], Availability(hours="mon-fri 13:00-16:00"))
    interviewers.add_absence(ctx, three[0], TUESDAY, TUESDAY, "Fair")
    app = hr_app(address="interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "!Ash")
        await pilot.press("right")
        await shown(pilot, "! Kim, Ann is absent.")
        await pilot.press("right")
        await shown(pilot, "has other working hours")
        await pilot.press("2")
        await until(pilot, lambda: "· · ·" in text(app))
        await pilot.press("down")
        await shown(pilot, "outside of the working hours of Lee, Ann")
        await pilot.press("4")
        await shown(pilot, "! scheduled")


async def test_keys_typed_ahead_are_not_lost_and_pages_turn_both_ways(three: tuple[str, str], hr_app: MakeApp) -> None:
    app = hr_app(address="interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("pagedown", "pagedown", "pageup", "2", "right", "1", "right")
        await shown(pilot, "Week 49, 2026-11-30")
        await until(pilot, lambda: calendar(app).day == date(2026, 12, 1))
        await pilot.press("0")
        await shown(pilot, "Week 48")
        await until(pilot, lambda: calendar(app).day == date(2026, 11, 23))
        await pilot.press("left")
        await shown(pilot, "Week 47")
        assert calendar(app).day == date(2026, 11, 20)


async def test_the_view_and_the_zone_are_those_of_last_time(
    three: tuple[str, str], ctx: Context, hr_app: MakeApp
) -> None:
    app = hr_app(address="interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "3 interviews")
        await pilot.press("z")
        await shown(pilot, "Time zone")
        await typed(pilot, "kolk")
        await pilot.press("enter")
        await shown(pilot, "Interviews, Asia/Kolkata")
        await pilot.press("2")
        await shown(pilot, "by interviewer")
    again = hr_app(address="interviews")
    async with again.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "by interviewer")
        assert "Interviews, Asia/Kolkata" in text(again)
    other = hr_app(replace(ctx, actor=replace(ctx.actor, login="bob")), address="interviews")
    async with other.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "Week 48")
        assert "Interviews, America/New_York" in text(other)


async def test_an_interview_is_on_the_row_of_the_zone_that_is_shown_and_keeps_the_cursor(
    three: tuple[str, str], hr_app: MakeApp
) -> None:
    app = hr_app(address="interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "3 interviews")
        await pilot.press("right")
        await shown(pilot, "INT-00001 Ash")
        await pilot.press("z")
        await shown(pilot, "Time zone")
        await typed(pilot, "london")
        await pilot.press("enter")
        await shown(pilot, "Tue 2026-11-24 15:00-15:45 GMT; agreed as Tue 10:00 EST")
        assert "INT-00001 Ash" in text(app)


async def test_a_day_on_which_clocks_change_has_its_hour_twice_or_not_at_all(ctx: Context, hr_app: MakeApp) -> None:
    app = hr_app(address="interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "0 interviews")
        for day, wanted in (
            ("2026-11-01", ("01:00 EDT", "01:00 EST", "none", "(EDT, EST)")),
            ("2027-03-14", ("02:00", "not there", "(EST, EDT)")),
        ):
            await pilot.press("t")
            await shown(pilot, "Go to a day")
            await typed(pilot, day)
            await pilot.press("enter")
            await until(pilot, lambda day=day: calendar(app).day == date.fromisoformat(day))  # type: ignore[misc]
            await pilot.press("home")
            await until(pilot, lambda wanted=wanted: all(each in text(app) for each in wanted))  # type: ignore[misc]
        lines = [line for line in text(app).splitlines() if "not there" in line]
        assert [line.split()[0] for line in lines] == ["02:00", ":30"]
        assert all(line.count("not there") == 1 for line in lines)


async def test_the_filter_narrows_every_view_and_goes_to_what_it_leaves(
    three: tuple[str, str], hr_app: MakeApp
) -> None:
    app = hr_app(address="interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "3 interviews")
        await pilot.press("slash")
        await typed(pilot, "aspen")
        await shown(pilot, "1 interview found")
        await shown(pilot, "INT-00003 Cy")
        await pilot.press("down")
        await shown(pilot, "15:00-15:30 EST: nothing")
        await pilot.press("3")
        await shown(pilot, "24 (1)")
        await pilot.press("2")
        await until(pilot, lambda: "Kim" in text(app).splitlines()[3] and "Lee" not in text(app).splitlines()[3])


async def test_n_asks_for_the_day_and_from_the_time_under_the_cursor_on(
    three: tuple[str, str], ctx: Context, hr_app: MakeApp
) -> None:
    kim, _ = three
    application = rows.numbered("INT-00002")
    assert application is not None
    app = hr_app(address="interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "3 interviews")
        await pilot.press("right", "right", "right", "down", "down", "n")
        await shown(pilot, "Schedule an interview")
        assert "11:00-19:00" in text(app) and text(app).count("2026-11-25") == 2
        await typed(pilot, "APP-00002")
        await pilot.press("tab")
        await typed(pilot, f"45:{kim}")
        await pilot.press("ctrl+j")
        await until(pilot, lambda: isinstance(app.screen, SlotsScreen))
        await shown(pilot, "Wed 2026-11-25 11:00-11:45 EST")
        await pilot.press("enter")
        await read(pilot, "is scheduled")
        assert isinstance(app.screen, InterviewsScreen)
        await shown(pilot, "4 interviews")


async def test_slots_are_gone_through_in_the_week_and_as_a_list_and_esc_keeps_what_was_typed(
    ctx: Context, hr_app: MakeApp
) -> None:
    kim, number = hire(ctx, "Kim"), opened(ctx)
    applied(ctx, number, "Ash")
    app = hr_app(address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "Ash")
        await pilot.press("n")
        await shown(pilot, "Interview with Ash")
        await typed(pilot, f"45:{kim}")
        await pilot.press("ctrl+j")
        await shown(pilot, "1 of 50 · Mon 2026-11-23 10:15-11:00 EST")
        await pilot.press("down")
        await shown(pilot, "Mon 2026-11-23 10:30-11:15 EST")
        await pilot.press("right")
        await shown(pilot, "Tue 2026-11-24 10:30-11:15 EST")
        await pilot.press("tab")
        await shown(pilot, "Points")
        await pilot.press("p", "tab")
        await until(pilot, lambda: calendar(app).grid.display)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        assert f"45:{kim}" in text(app)
        await pilot.press("ctrl+j")
        await until(pilot, lambda: isinstance(app.screen, SlotsScreen))
        await pilot.press("enter")
        await read(pilot, "is scheduled")
        await pilot.press("n")
        await shown(pilot, "Interview with Ash")
        assert f"45:{kim}" not in text(app), "what was done is not offered again"


async def test_a_slot_somebody_else_booked_meanwhile_is_told_and_the_next_is_offered(
    ctx: Context, hr_app: MakeApp
) -> None:
    kim, number = hire(ctx, "Kim"), opened(ctx)
    applied(ctx, number, "Ash")
    other = applied(ctx, number, "Bea")[1]
    app = hr_app(address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "Ash")
        await pilot.press("n")
        await shown(pilot, "Interview with Ash")
        await typed(pilot, f"45:{kim}")
        await pilot.press("ctrl+j")
        await shown(pilot, "1 of 50")
        booked(ctx, other, kim, date(2026, 11, 23), "10:15-11:00")
        await pilot.press("enter")
        await shown(pilot, "is not free for everyone any more")
        await shown(pilot, "Mon 2026-11-23 11:00-11:45 EST")
        await pilot.press("enter")
        await shown(pilot, "is scheduled")
    held = rows.numbered("INT-00002")
    assert held is not None and held.panel[0].person == kim


async def test_under_a_past_day_the_week_of_that_day_is_shown_and_nothing_is_scheduled(
    three: tuple[str, str], hr_app: MakeApp
) -> None:
    app = hr_app(address="interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "3 interviews")
        await pilot.press("at")
        await shown(pilot, "As of")
        await typed(pilot, "2026-11-02")
        await pilot.press("enter")
        await shown(pilot, "AS OF 2026-11-02")
        await pilot.press("n")
        await shown(pilot, "the past is read-only")


async def test_what_others_book_is_there_behind_the_next_key_and_when_one_comes_back(
    three: tuple[str, str], ctx: Context, hr_app: MakeApp
) -> None:
    app = hr_app(address="interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "3 interviews")
        booked(ctx, "APP-00001", three[1], date(2026, 11, 25), "9:00-10:00")
        await pilot.press("down")
        await shown(pilot, "4 interviews")
        await pilot.press("g", "h")
        await until(pilot, lambda: not isinstance(app.screen, InterviewsScreen))
        booked(ctx, "APP-00002", three[0], date(2026, 11, 25), "9:00-10:00")
        await pilot.press("g", "i")
        await shown(pilot, "5 interviews")


async def test_the_line_of_this_hour_moves_with_the_clock_at_the_next_key(
    three: tuple[str, str], ctx: Context, hr_app: MakeApp
) -> None:
    start = ctx.clock.now()
    clock_ = Turned(ctx.clock)
    app = hr_app(replace(ctx, clock=clock_), address="interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "3 interviews")
        before = f"●{start.astimezone(ZoneInfo('America/New_York')):%H:%M}"
        assert before in text(app)
        clock_.later = timedelta(minutes=95)
        await pilot.press("down")
        after = f"●{(start + clock_.later).astimezone(ZoneInfo('America/New_York')):%H:%M}"
        await shown(pilot, after)
        assert before not in text(app)


async def test_a_hostile_name_is_shown_as_text_and_breaks_no_column(ctx: Context, hr_app: MakeApp) -> None:
    kim, number = hire(ctx, "[bold]Kim[/]"), opened(ctx)
    for last in ("\u202eevil\x1b[31m", "漢字漢字漢字漢字", "[link=x]"):
        booked(ctx, applied(ctx, number, last)[1], kim, TUESDAY, "9:00-17:00", 60, room="[red]")
    app = hr_app(address="interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "3 interviews")
        for key in ("right", "down", "right", "2", "3", "4", "1"):
            await pilot.press(key)
        await shown(pilot, "3 interviews")
        strips = app.screen._compositor.render_strips(app.size)
        assert all(strip.cell_length == 80 for strip in strips)
        assert "\u202e" not in text(app) and "\x1b" not in text(app)
        assert "[link=x]" in text(app) or "[link=" in text(app)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 50), (20, 6)])
async def test_every_view_is_painted_at_any_size(
    three: tuple[str, str], hr_app: MakeApp, size: tuple[int, int]
) -> None:
    app = hr_app(address="interviews")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, InterviewsScreen) and calendar(app).view != "")
        for key in ("right", "2", "right", "down", "3", "down", "4", "1", "end", "home"):
            await pilot.press(key)
            await pilot.resize_terminal(*size[::-1])
            await pilot.resize_terminal(*size)
        assert len(text(app).splitlines()) == size[1]
