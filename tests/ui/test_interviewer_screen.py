"""Interviewers by keys: hours entered and changed, absences, calendars kept, read anew and dropped, and two who change one at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from hrtui.context import Context
from hrtui.dates import Period
from hrtui.interviews import importing, interviewers, reading, scheduling
from hrtui.interviews.asking import Asked, clock, part
from hrtui.interviews.availability import Availability
from hrtui.interviews.conflicts import conflicts_of
from screens.home import HomeScreen
from screens.interviews.calendar import InterviewsScreen
from tests.people import hire
from tests.recruiting import applied, opened
from tests.services.test_interview_slots import calendar
from tests.ui.conftest import MakeApp, text, until

TUESDAY = date(2026, 11, 24)


async def typed(pilot: Pilot[Any], words: str) -> None:
    await pilot.press(*("space" if each == " " else each for each in words))


async def test_hours_an_absence_and_a_calendar_are_entered_shown_and_taken_back(
    ctx: Context, hr_app: MakeApp, tmp_path: Path
) -> None:
    who = hire(ctx, "Kim")
    file = calendar(tmp_path, "kim.ics", ("DTSTART:20261130T140000Z", "DTEND:20261130T190000Z"))
    app = hr_app(address="interviewers")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Nobody has hours" in text(app))
        await pilot.press("a")
        await until(pilot, lambda: "When somebody can be asked" in text(app))
        await typed(pilot, who)
        await pilot.press("tab")
        await typed(pilot, "10:00-16:00")
        await pilot.press("tab", "tab")
        await typed(pilot, "15")
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "can be asked otherwise" in text(app))
        assert "mon-fri 10:00-16:00" in text(app)
        held = interviewers.interviewer(ctx, who)
        assert (held.hours, held.buffer) == ("mon-fri 10:00-16:00", 15)
        await pilot.press("A")
        await until(pilot, lambda: "is absent" in text(app))
        await typed(pilot, "2026-12-07")
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "Away: 2026-12-07" in text(app) or "2026-12-07 absent" in text(app))
        await pilot.press("I")
        await until(pilot, lambda: "Calendar of Kim" in text(app))
        await typed(pilot, str(file))
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "CAL-0001, 1 event" in text(app))
        file.write_text("nonsense")
        await pilot.press("R")
        await until(pilot, lambda: "1 refused" in text(app) and "kim.ics, line 1" in text(app).replace("\n", " "))
        await pilot.press("escape")
        await pilot.press("enter")
        await until(pilot, lambda: "Kept of Kim" in text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Keep CAL-0001 no longer?" in text(app))
        await pilot.press("y")
        await until(pilot, lambda: "is kept no longer" in text(app))
        assert importing.kept_calendars(ctx) == []
        await pilot.press("u")
        await until(pilot, lambda: "Undo the step" in text(app))
        await pilot.press("y")
        await until(pilot, lambda: "Undone" in text(app))
    assert len(importing.kept_calendars(ctx)) == 1


async def test_what_somebody_else_entered_meanwhile_is_told_and_not_overwritten(ctx: Context, hr_app: MakeApp) -> None:
    who = hire(ctx, "Kim")
    interviewers.set_availability(ctx, who, Availability(buffer=5))
    app = hr_app(address="interviewers kim")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Kim" in text(app))
        await pilot.press("e")
        await until(pilot, lambda: "When Kim" in text(app))
        interviewers.set_availability(ctx, who, Availability(buffer=20))
        await typed(pilot, "8:00-12:00")
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "since you looked" in text(app))
        await pilot.press("escape")
    assert interviewers.interviewer(ctx, who).buffer == 20


async def test_hours_that_are_not_understood_are_told_while_they_are_typed(ctx: Context, hr_app: MakeApp) -> None:
    interviewers.set_availability(ctx, hire(ctx, "Kim"), Availability(buffer=5))
    app = hr_app(address="interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Interviews" in text(app))
        await pilot.press("W")
        await until(pilot, lambda: "mon-fri 9:00-17:00" in text(app))
        await pilot.press("e")
        await until(pilot, lambda: "When Kim" in text(app))
        await typed(pilot, "whenever")
        await until(pilot, lambda: "are no hours" in text(app))


async def test_a_time_that_is_contradicted_is_taken_when_it_is_said_so_and_what_contradicts_is_told(
    ctx: Context, hr_app: MakeApp
) -> None:
    who, number = hire(ctx, "Kim"), opened(ctx)
    applied(ctx, number, "Ash")
    app = hr_app(address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Ash" in text(app))
        await pilot.press("i")
        await until(pilot, lambda: "Interview with Ash" in text(app))
        await typed(pilot, f"45:{who}")
        await pilot.press(*["tab"] * 8)
        await typed(pilot, "2026-12-01 18:05")
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "is not free" in text(app))
        await pilot.press("tab", "y", "ctrl+j")
        await until(pilot, lambda: "has other working hours" in text(app).replace("\n", " "))
    (held,) = reading.interview_list(ctx, Period(date(2026, 12, 1), date(2026, 12, 1)))
    assert list(conflicts_of(ctx, [held])) == [held.number]


async def test_who_leaves_what_the_calendar_opened_is_back_where_they_were(ctx: Context, hr_app: MakeApp) -> None:
    kim = hire(ctx, "Kim")
    for last, hours in (("Ash", "10:00-11:00"), ("Cy", "14:00-15:00")):
        asked = Asked((part(f"45:{kim}"),), Period(TUESDAY, TUESDAY), candidate=clock(hours))
        scheduling.schedule(ctx, applied(ctx, opened(ctx), last)[1], asked)
    app = hr_app(address="interviews")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "2 interviews" in text(app))
        await pilot.press("right", *["down"] * 7)
        await until(pilot, lambda: "INT-00002 Cy" in text(app))
        for key, there, leave in (
            ("W", "mon-fri 9:00-17:00", "q"), ("W", "mon-fri 9:00-17:00", "escape"), ("o", "owed", "q"), ("M", "My interviews", "escape"),
        ):  # fmt: skip
            await pilot.press(key)
            await until(pilot, lambda there=there: there in text(app) and not isinstance(app.screen, InterviewsScreen))  # type: ignore[misc]
            await pilot.press(leave)
            await until(pilot, lambda: isinstance(app.screen, InterviewsScreen) and "INT-00002 Cy" in text(app))
        await pilot.press("W", "g", "i")
        await until(pilot, lambda: isinstance(app.screen, InterviewsScreen) and "INT-00002 Cy" in text(app))
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
