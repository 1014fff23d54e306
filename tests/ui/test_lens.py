"""The lens: the whole application as of another day, and stepping along the events of a person."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from hrtui.access.model import Grant
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.events import events
from hrtui.people.model import Hire, JobChange, PayChange
from screens.payroll.preview import PayrollScreen
from screens.people.record import RecordScreen
from screens.shell import HrApp
from tests.conftest import ContextAs, Furnish
from tests.people import statements
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]


@pytest.fixture
def ada(ctx: Context, furnish: Furnish[str]) -> str:
    return furnish(ctx, with_ada)


def with_ada(ctx: Context) -> str:
    """Someone with a raise and a transfer behind her, and a promotion to come; today is 23 November 2026."""
    hired = Hire(date(2024, 1, 8), "Ada", "Byron", "Clerk", "Finance", rate=Money(5_000_000), pay_group="main")
    number = service.hire(ctx, hired).number
    service.change_pay(ctx, number, PayChange(date(2025, 4, 1), rate=Money(5_500_000)))
    service.change_job(ctx, number, JobChange(date(2026, 2, 2), department="Sales"))
    service.change_job(ctx, number, JobChange(date(2027, 1, 4), title="Lead"))
    return number


async def typed(pilot: Pilot[Any], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)


async def at_record(pilot: Pilot[Any], app: HrApp) -> None:
    await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.record is not None)


async def test_the_lens_shows_the_record_of_another_day_and_refuses_to_write_in_the_past(
    hr_app: MakeApp, ctx: Context, ada: str
) -> None:
    app = hr_app(address=f"emp {ada}")
    async with app.run_test(size=(80, 24)) as pilot:
        await at_record(pilot, app)
        assert "Sales" in painted(app)
        await typed(pilot, "at", *"2024-06-01", "enter")
        await until(pilot, lambda: "AS OF 2024-06-01, read-only" in painted(app) and "Finance" in painted(app))
        await typed(pilot, "P")
        await until(pilot, lambda: "the past is read-only" in painted(app))
        await typed(pilot, "u")
        await until(pilot, lambda: "the past is read-only" in painted(app))
        await typed(pilot, "at", "enter")
        await until(pilot, lambda: "AS OF" not in painted(app) and "Sales" in painted(app))
    assert len(service.record(ctx, ada).pays or ()) == 2


async def test_brackets_step_along_the_events_of_the_person_and_back_to_today(hr_app: MakeApp, ada: str) -> None:
    app = hr_app(address=f"emp {ada}")
    async with app.run_test(size=(80, 24)) as pilot:
        await at_record(pilot, app)
        for key, header, said in (
            ("[", "AS OF 2026-02-02, read-only", "2026-02-02: transfer."),
            ("[", "AS OF 2025-04-01, read-only", "2025-04-01: pay-rate change."),
            ("[", "AS OF 2024-01-08, read-only", "2024-01-08: hire."),
            ("[", "AS OF 2024-01-08, read-only", "Nothing changes for Byron, Ada"),
            ("]", "AS OF 2025-04-01, read-only", "2025-04-01: pay-rate change."),
            ("]", "AS OF 2026-02-02, read-only", "2026-02-02: transfer."),
            ("]", "2026-11-23", "Back to today, 2026-11-23."),
            ("]", "AS OF 2027-01-04", "2027-01-04: promotion."),
        ):
            await pilot.press({"[": "left_square_bracket", "]": "right_square_bracket"}[key])
            await until(pilot, lambda header=header, said=said: header in painted(app) and said in painted(app))  # type: ignore[misc]
        assert "read-only" not in painted(app)
        assert "Lead" in painted(app)


async def test_a_day_to_come_is_offered_as_the_day_of_a_change(hr_app: MakeApp, ada: str) -> None:
    app = hr_app(address=f"emp {ada}")
    async with app.run_test(size=(80, 24)) as pilot:
        await at_record(pilot, app)
        await typed(pilot, "at", *"2027-03-01", "enter")
        await until(pilot, lambda: "AS OF 2027-03-01" in painted(app))
        await typed(pilot, "P")
        await until(pilot, lambda: "Change pay" in painted(app))
        await until(pilot, lambda: "Mon 2027-03-01" in painted(app) or "2027-03-01" in painted(app).splitlines()[6])


async def test_an_address_of_a_day_and_one_that_is_none(hr_app: MakeApp, ada: str) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Byron" in painted(app))
        await typed(pilot, "colon", *"@2025-01-15", "enter")
        await until(pilot, lambda: "AS OF 2025-01-15, read-only" in painted(app))
        app.go("as-of nonsense")
        await until(pilot, lambda: "is not a date" in painted(app))
        assert app.opened is not None
        assert app.opened.lens == date(2025, 1, 15)


async def test_while_the_past_is_looked_at_verbs_are_neither_in_the_footer_nor_in_the_menu(
    hr_app: MakeApp, ada: str
) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Byron" in painted(app))
        assert "Hire" in painted(app).splitlines()[-1]
        app.look(date(2025, 1, 15))
        await until(pilot, lambda: "Hire" not in painted(app).splitlines()[-1])
        await typed(pilot, "full_stop")
        await until(pilot, lambda: "What to do" in painted(app))
        assert "Terminate" not in painted(app)


def test_the_store_refuses_a_command_while_a_past_day_is_looked_at(ctx: Context, ada: str) -> None:
    from dataclasses import replace

    past = replace(ctx, lens=date(2025, 1, 1))
    with pytest.raises(RuleBroken, match="past is read-only"):
        service.change_pay(past, ada, PayChange(date(2026, 12, 1), rate=Money(6_000_000)))


def test_events_tell_of_pay_only_to_who_may_see_it_in_a_bounded_number_of_queries(
    ctx: Context, ctx_as: ContextAs, ada: str
) -> None:
    assert [(str(event.day), event.what) for event in events(ctx, ada)] == [
        ("2024-01-08", "hire"), ("2025-04-01", "pay-rate change"), ("2026-02-02", "transfer"), ("2027-01-04", "promotion"),
    ]  # fmt: skip
    with statements() as seen:
        reader = ctx_as(Grant("people.read"))
        assert "pay-rate change" not in [event.what for event in events(reader, ada)]
    assert len(seen) <= 9


async def test_the_directory_and_home_show_who_was_where_on_the_day(hr_app: MakeApp, ctx: Context, ada: str) -> None:
    service.hire(ctx, Hire(date(2026, 3, 2), "Bo", "Chen", "Clerk", "Sales", rate=Money(5_000_000)))
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "2 of 2" in painted(app) and "Finance" not in painted(app))
        await typed(pilot, "at", *"2025-06-01", "enter")
        await until(pilot, lambda: "1 of 1" in painted(app))
        shown = painted(app)
        assert "Byron, Ada" in shown and "Finance" in shown and "Chen, Bo" not in shown
        await typed(pilot, "slash", *"dept:sales")
        await until(pilot, lambda: "No one matches." in painted(app))
        await typed(pilot, "escape", "g", "h")
        await until(pilot, lambda: "AS OF 2025-06-01" in painted(app) and re.search(r"Active +1\b", painted(app)))
        await typed(pilot, "at", "enter")
        await until(pilot, lambda: re.search(r"Active +2\b", painted(app)))


async def test_the_palette_finds_people_by_what_they_were_on_the_day(hr_app: MakeApp, ada: str) -> None:
    app = hr_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "colon", *"@2025-06-01", "enter")
        await until(pilot, lambda: "AS OF 2025-06-01" in painted(app))
        await typed(pilot, "colon", *"byron")
        await until(pilot, lambda: "Clerk, Finance" in painted(app))


async def test_the_payroll_preview_is_of_the_first_pay_date_from_the_day_on(hr_app: MakeApp, ada: str) -> None:
    app = hr_app(address="payroll")
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, PayrollScreen) and app.screen.made is not None)
        await typed(pilot, "at", *"2026-03-02", "enter")
        await until(pilot, lambda: "check" in painted(app) and "2026-03-" in painted(app).splitlines()[1])
        await typed(pilot, "at", *"2019-06-03", "enter")
        await until(pilot, lambda: "tables for 2019" in painted(app))
        shown = painted(app)
        assert "2026-03-" not in shown and "No pay date is shown." in shown and "Byron" not in shown
        await typed(pilot, "at", "enter")
        await until(pilot, lambda: "Byron" in painted(app) and "2026-1" in painted(app).splitlines()[1])


async def test_no_form_of_contacts_opens_and_no_bulk_change_begins_in_the_past(hr_app: MakeApp, ada: str) -> None:
    app = hr_app(address=f"emp {ada}")
    async with app.run_test(size=(80, 24)) as pilot:
        await at_record(pilot, app)
        await typed(pilot, "at", *"2024-06-01", "enter")
        await until(pilot, lambda: "AS OF 2024-06-01" in painted(app))
        for _ in range(6):
            if "[Contacts]" in painted(app):
                break
            await typed(pilot, "tab")
            await pilot.pause(0.1)
        await until(pilot, lambda: "[Contacts]" in painted(app))
        await typed(pilot, "a")
        await until(pilot, lambda: "the past is read-only" in painted(app))
        await typed(pilot, "g", "p")
        await until(pilot, lambda: "1 of 1" in painted(app))
        await typed(pilot, "vertical_line")
        await until(pilot, lambda: "the past is read-only" in painted(app))
