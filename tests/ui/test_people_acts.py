"""Forms about people: drafts, what others did meanwhile, percentages, and answers that lose nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from hrtui.access.model import Field, Grant, Sight
from hrtui.audit import service as audit
from hrtui.context import Context
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import Hire, JobChange, PayChange, PrivateKind, ProfileChange
from hrtui.people.rules import in_force
from screens.people.directory import PeopleScreen
from screens.people.record import RecordScreen
from screens.shell import HrApp
from screens.widgets.clash import ClashDialog
from screens.widgets.confirm import Confirm
from screens.widgets.form import FormScreen
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
TODAY = date(2026, 11, 23)


@pytest.fixture
def bo(ctx: Context) -> str:
    """Bo Chen, a technician at 52,000 a year; the number."""
    first = date(2024, 1, 8)
    hired = Hire(first, "Bo", "Chen", "Technician", "Production", number="101", rate=Money(5_200_000), pay_group="main")
    return service.hire(ctx, hired).number


async def opened(pilot: Pilot[Any], app: HrApp) -> None:
    await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.number == "101")


async def form(pilot: Pilot[Any], app: HrApp, key: str) -> FormScreen:
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, FormScreen))
    assert isinstance(app.screen, FormScreen)
    return app.screen


async def raise_typed(pilot: Pilot[Any], app: HrApp, typed: str) -> None:
    """The form of pay, opened on the record, with a rate typed into it."""
    await opened(pilot, app)
    await form(pilot, app, "P")
    await pilot.press("tab", *typed)


def rate(ctx: Context, on: date = TODAY) -> Money:
    held = in_force(service.record(ctx, "101", reveal=frozenset({Field.PAY})).pays or (), on)
    assert held is not None
    return held.rate


async def test_a_raise_is_typed_as_a_percentage_beside_the_rate_there_is(
    ctx: Context, bo: str, hr_app: MakeApp
) -> None:
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await form(pilot, app, "P")
        assert "Now $52,000.00 a year, since 2024-01-08." in painted(app)
        await pilot.press("tab", *"+3%")
        assert "= $53,560.00 (+3.0 %)" in painted(app)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        assert rate(ctx) == Money(5_356_000)


async def test_a_record_is_read_once_after_a_change_to_it(
    ctx: Context, bo: str, hr_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await raise_typed(pilot, app, "+3%")
        read, record = list[str](), service.record

        def noted(ctx: Context, number: str, **wanted: Any) -> service.Record:
            read.append(number)
            return record(ctx, number, **wanted)

        monkeypatch.setattr(service, "record", noted)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "changes from" in painted(app) or "u undoes it" in painted(app))
        await until(pilot, lambda: read)
        await pilot.press("down", "up")
        assert read == ["101"]


async def test_what_was_typed_is_offered_again_after_the_program_was_killed(
    ctx: Context, bo: str, hr_app: MakeApp
) -> None:
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await raise_typed(pilot, app, "58k")
        await until(pilot, _drafts)
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await form(pilot, app, "P")
        assert "Typed last time and not saved" in painted(app) and "58k" in painted(app)
        await pilot.press("escape", "y")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        await until(pilot, lambda: not _drafts())
        await form(pilot, app, "P")
        assert "58k" not in painted(app)


def _drafts() -> list[Path]:
    from hrtui.crashlog import state_folder

    return list((state_folder() / "drafts").glob("*.json"))


async def test_no_to_the_end_of_an_employment_keeps_the_form(ctx: Context, bo: str, hr_app: MakeApp) -> None:
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await form(pilot, app, "T")
        await pilot.press("tab", *"moved away", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and "Nothing is done" in painted(app))
        assert "moved away" in painted(app)
        await pilot.press("tab", "space", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press(*"101", "enter")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and len(service.record(ctx, "101").jobs) == 2)
        assert service.record(ctx, "101").jobs[-1].reason == "involuntary: moved away"


async def test_the_second_of_two_editors_is_shown_what_changed_and_keeps_what_they_typed(
    ctx: Context, bo: str, hr_app: MakeApp
) -> None:
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await form(pilot, app, "P")
        service.change_pay(ctx, "101", PayChange(TODAY, rate=Money(6_300_000)))
        await pilot.press("tab", *"62k", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, ClashDialog))
        assert "rate: $52,000.00, by alice now $63,000.00; yours: $62,000.00" in painted(app)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        assert "62k" in painted(app)
        assert rate(ctx) == Money(6_300_000)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, ClashDialog))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        assert rate(ctx) == Money(6_200_000)


async def test_a_form_asks_what_later_rows_take_over(ctx: Context, bo: str, hr_app: MakeApp) -> None:
    service.change_job(ctx, "101", JobChange(date(2027, 4, 1), department="Legal"))
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await form(pilot, app, "J")
        await pilot.press("tab", "ctrl+u", *"Lead", "ctrl+o")
        await until(pilot, lambda: "Carry on title" in painted(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        held = in_force(service.record(ctx, "101").jobs, date(2027, 5, 3))
        assert held is not None and (held.title, held.department) == ("Lead", "Legal")


async def test_tabs_tell_what_is_scheduled_and_history_is_in_columns(ctx: Context, bo: str, hr_app: MakeApp) -> None:
    service.change_pay(ctx, "101", PayChange(date(2026, 12, 7), rate=Money(5_500_000), reason="merit"))
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        assert "Pay +1" in painted(app)
        assert "In force           since 2024-01-08" in painted(app)
        await pilot.press("tab")
        await until(pilot, lambda: "[Pay +1]" in painted(app))
        assert "2026-12-07         scheduled  $55,000.00 a year    +5.8 %  merit" in painted(app)
        await pilot.press("shift+tab", "shift+tab")
        await until(pilot, lambda: "[History]" in painted(app))
        assert "2026-12-07 pay     scheduled  pay-rate change: merit" in painted(app)
        assert "$52,000.00 a year → $55,000.00 a year (+5.8 %)" in painted(app)


async def test_a_masked_birth_date_shows_dots_and_the_key_and_is_revealed_with_the_rest(
    ctx: Context, ctx_as: Callable[..., Context], bo: str, hr_app: MakeApp
) -> None:
    service.change_profile(ctx, "101", ProfileChange(TODAY, birth_date=date(1990, 5, 17)))
    service.set_private(ctx, "101", PrivateKind.SSN, "123-45-6789")
    masked = {Field.BIRTH: Sight.MASKED, Field.SSN: Sight.MASKED}
    app = hr_app(ctx_as(Grant("people.read", fields=masked)), address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await pilot.press("tab", "tab")
        await until(pilot, lambda: "Sensitive" in painted(app))
        assert "•••••  v shows it" in painted(app) and "•••••6789  v shows it" in painted(app)
        assert "1990" not in painted(app) and "Bank account       not for your roles" in painted(app)
        await pilot.press("v")
        await until(pilot, lambda: "1990-05-17" in painted(app) and "123-45-6789" in painted(app))
    assert any(stored.entry.actor == "bob" for stored in audit.log(ctx, 5))


async def test_marked_people_are_exported_to_a_file_named_by_the_day(
    ctx: Context, bo: str, hr_app: MakeApp, tmp_path: Path
) -> None:
    service.hire(ctx, Hire(date(2024, 1, 8), "Ada", "Byron", "Chief", "Production", number="100"))
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, PeopleScreen) and len(app.screen.table.ids) == 2)
        await pilot.press("down", "space")
        await until(pilot, lambda: "1 marked" in painted(app))
        await form(pilot, app, "x")
        assert "Export people" in painted(app) and "people-2026-11-23.csv" in painted(app)
        assert "the 1 marked" in painted(app)
        await pilot.press("ctrl+u", *str(tmp_path / "marked.csv"), "ctrl+o")
        await until(pilot, lambda: "Wrote 1 people to marked.csv" in painted(app))
    assert "Chen" in (tmp_path / "marked.csv").read_text() and "Byron" not in (tmp_path / "marked.csv").read_text()


async def test_the_column_that_is_sorted_by_is_shown_where_there_is_little_room(
    ctx: Context, bo: str, hr_app: MakeApp
) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, PeopleScreen) and len(app.screen.table.ids) == 1)
        assert "Hired" not in painted(app)
        await pilot.press("s", *"hired", "enter")
        await until(pilot, lambda: "Hired ▲" in painted(app) and "2024-01-08" in painted(app))


async def test_people_are_hired_from_any_screen_by_the_palette(ctx: Context, bo: str, hr_app: MakeApp) -> None:
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await pilot.press("colon", *"hire", "enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and "First name" in painted(app))


async def test_help_and_the_way_back_stay_in_the_narrowest_footer(ctx: Context, bo: str, hr_app: MakeApp) -> None:
    app = hr_app(address="emp 101")
    async with app.run_test(size=(40, 12)) as pilot:
        await opened(pilot, app)
        assert "? Help" in painted(app).splitlines()[-1]
        await form(pilot, app, "P")
        assert "esc Cancel" in painted(app).splitlines()[-1]


async def test_the_history_shows_a_corrected_row_beside_what_it_was_corrected_to(
    ctx: Context, bo: str, hr_app: MakeApp
) -> None:
    service.correct(ctx, "101", JobChange(date(2024, 1, 8), title="Fitter"))
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await pilot.press("shift+tab")
        await until(pilot, lambda: "[History]" in painted(app))
        assert "corrected  hire" in painted(app)
        assert "title Technician" in painted(app)
        assert "title Fitter" in painted(app)
