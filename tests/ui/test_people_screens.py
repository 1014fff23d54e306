"""The directory, a record and its forms, by pressing keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from data.base import database
from hrtui.access.model import Field, Grant, Sight
from hrtui.context import Context
from hrtui.errors import StoreDamaged
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import Hire, PrivateKind, Status
from hrtui.people.rules import in_force
from screens.people.directory import PeopleScreen
from screens.people.record import RecordScreen
from screens.shell import HrApp
from screens.widgets.form import FormScreen
from tests.conftest import Furnish
from tests.people import hire
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
SIZES = [(80, 24), (200, 50)]
NASTY = "\x1b[31mRed\x1b]52;c;AAAA\x07 [b]Bold[/b] [@click=app.quit]x[/] \u202egnol\nline 😀"


@pytest.fixture
def company(ctx: Context, furnish: Furnish[list[str]]) -> list[str]:
    return furnish(ctx, founded)


def founded(ctx: Context) -> list[str]:
    """Five people in two departments, with a manager; their numbers."""
    first = date(2024, 1, 8)
    hires = [
        Hire(
            first, "Ada", "Byron", "Plant Manager", "Production", number="100", rate=Money(9_500_000), pay_group="main"
        ),
        Hire(
            first,
            "Bo",
            "Chen",
            "Technician",
            "Production",
            number="101",
            manager="100",
            rate=Money(5_200_000),
            pay_group="main",
        ),
        Hire(
            first,
            "Cleo",
            "Diaz",
            "Technician",
            "Production",
            number="102",
            manager="100",
            rate=Money(5_100_000),
            pay_group="main",
        ),
        Hire(first, "Dan", "Ek", "Accountant", "Finance", number="103", rate=Money(7_000_000), pay_group="main"),
        Hire(first, "Eva", "Fox", "Controller", "Finance", number="104", rate=Money(9_900_000), pay_group="main"),
    ]
    return [service.hire(ctx, hire).number for hire in hires]


def directory(app: HrApp) -> PeopleScreen:
    assert isinstance(app.screen, PeopleScreen)
    return app.screen


def record(app: HrApp) -> RecordScreen:
    assert isinstance(app.screen, RecordScreen)
    return app.screen


async def listed(pilot: Pilot[Any], app: HrApp, count: int) -> None:
    await until(
        pilot,
        lambda: isinstance(app.screen, PeopleScreen) and len(app.screen.table.ids) == count and app.screen._complete,
    )


async def opened(pilot: Pilot[Any], app: HrApp, number: str) -> None:
    await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.number == number)


@pytest.mark.parametrize("size", SIZES)
async def test_the_directory_lists_everyone_by_name(
    ctx: Context, company: list[str], hr_app: MakeApp, size: tuple[int, int]
) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=size) as pilot:
        await listed(pilot, app, 5)
        shown = painted(app)
        assert shown.index("Byron, Ada") < shown.index("Chen, Bo") < shown.index("Fox, Eva")
        assert "5 of 5" in shown


async def test_where_there_is_room_two_lines_tell_of_the_person_under_the_cursor(
    ctx: Context, company: list[str], hr_app: MakeApp
) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot, app, 5)
        await pilot.press("down")
        assert "Manager" not in painted(app)
        await pilot.resize_terminal(120, 36)
        await until(pilot, lambda: painted(app).splitlines()[-3].split()[:4] == ["Chen,", "Bo", "Manager", "Byron,"])
        assert "full-time" in painted(app).splitlines()[-2]
        await pilot.press("up")
        await until(pilot, lambda: painted(app).splitlines()[-3].split()[:2] == ["Byron,", "Ada"])


async def test_typing_filters_and_escape_clears(ctx: Context, company: list[str], hr_app: MakeApp) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot, app, 5)
        await pilot.press("slash", *"dept:Fin")
        await listed(pilot, app, 2)
        assert "Ek, Dan" in painted(app) and "Chen, Bo" not in painted(app)
        await pilot.press("escape")
        await listed(pilot, app, 5)


async def test_a_query_that_is_not_understood_says_why_in_place(
    ctx: Context, company: list[str], hr_app: MakeApp
) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(120, 36)) as pilot:
        await listed(pilot, app, 5)
        await pilot.press("slash", *"dpet:Fin")
        await until(pilot, lambda: "department" in directory(app).filter.fault)


async def test_an_empty_company_says_which_key_fills_it(ctx: Context, hr_app: MakeApp) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "a hires the first person" in painted(app))


async def test_a_person_is_opened_and_walked_from(ctx: Context, company: list[str], hr_app: MakeApp) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot, app, 5)
        await pilot.press("down", "enter")
        await opened(pilot, app, "101")
        assert "Technician" in painted(app) and "2 of 5" in painted(app)
        await pilot.press("n")
        await opened(pilot, app, "102")
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, PeopleScreen))
        assert directory(app).table.cursor == 2


async def test_a_raise_is_entered_by_keys_alone_and_undone(ctx: Context, company: list[str], hr_app: MakeApp) -> None:
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, "101")
        await pilot.press("P")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+u", *"+1w", "tab", "ctrl+u", *"58k", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and "undoes" in painted(app))
        pays = service.record(ctx, "101", reveal=frozenset({Field.PAY})).pays or ()
        raised = in_force(pays, date(2026, 12, 31))
        assert raised is not None and raised.rate == Money(5_800_000)
        await pilot.press("u")
        await until(pilot, lambda: not isinstance(app.screen, RecordScreen))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        await until(pilot, lambda: len(service.record(ctx, "101").pays or ()) == 1 or "undone" in painted(app).lower())
        pays = service.record(ctx, "101", reveal=frozenset({Field.PAY})).pays or ()
        held = in_force(pays, date(2026, 12, 31))
        assert held is not None and held.rate == Money(5_200_000)


async def test_a_refused_form_keeps_what_was_typed(ctx: Context, company: list[str], hr_app: MakeApp) -> None:
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, "101")
        await pilot.press("P")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+u", *"1 jan 2020", "ctrl+o")
        await until(pilot, lambda: "!" in painted(app))
        assert isinstance(app.screen, FormScreen) and "1 jan 2020" in painted(app)


async def test_ending_an_employment_asks_for_the_number(ctx: Context, company: list[str], hr_app: MakeApp) -> None:
    app = hr_app(address="emp 103")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, "103")
        await pilot.press("T")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("tab", *"resignation", "ctrl+o")
        await until(pilot, lambda: "Type" in painted(app) and not isinstance(app.screen, FormScreen))
        await pilot.press("y", "enter")
        assert service.record(ctx, "103").summary.status is Status.ACTIVE
        await pilot.press("backspace", *"103", "enter")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and len(service.record(ctx, "103").jobs) == 2)


async def test_a_person_is_hired_by_keys_alone(ctx: Context, company: list[str], hr_app: MakeApp) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot, app, 5)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press(*"Gia", "tab", *"Hall", "tab", "tab", *"Analyst", "tab", *"Finance", "tab", "ctrl+o")
        await listed(pilot, app, 6)
        assert "Hall, Gia" in painted(app)


async def test_a_name_full_of_codes_is_shown_as_text(ctx: Context, company: list[str], hr_app: MakeApp) -> None:
    service.hire(ctx, Hire(date(2025, 1, 6), NASTY, NASTY, NASTY, NASTY, number="200"))
    app = hr_app(address="people")
    async with app.run_test(size=(200, 50)) as pilot:
        await listed(pilot, app, 6)
        await pilot.press("end")
        shown = painted(app)
        assert "[b]Bold[/b]" in shown
        assert not set("\x1b\x07\u202e") & set(shown)
        await pilot.press("enter")
        await opened(pilot, app, "200")
        assert not set("\x1b\x07\u202e") & set(painted(app)) and "[@click=app.quit]x[/]" in painted(app)


async def test_pay_is_not_shown_to_a_role_without_it(
    ctx_as: Callable[..., Context], company: list[str], hr_app: MakeApp
) -> None:
    app = hr_app(ctx_as(Grant("people.read")), address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, "101")
        await pilot.press("tab")
        await until(pilot, lambda: "not for your roles" in painted(app))
        assert "52,000" not in painted(app)
        await pilot.press("P")
        assert isinstance(app.screen, RecordScreen)


async def test_masked_pay_is_revealed_by_a_key_and_noted(
    ctx: Context, ctx_as: Callable[..., Context], company: list[str], hr_app: MakeApp
) -> None:
    from hrtui.audit import service as audit

    app = hr_app(ctx_as(Grant("people.read", fields={Field.PAY: Sight.MASKED})), address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, "101")
        await pilot.press("tab")
        await until(pilot, lambda: "v shows it" in painted(app))
        assert "52,000" not in painted(app)
        await pilot.press("v")
        await until(pilot, lambda: "$52,000.00" in painted(app))
    assert any(stored.entry.actor == "bob" and stored.entry.subject == "101" for stored in audit.log(ctx, 5))


async def test_a_sealed_value_is_shown_on_request_only(ctx: Context, company: list[str], hr_app: MakeApp) -> None:
    service.set_private(ctx, "101", PrivateKind.SSN, "123-45-6789")
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, "101")
        await pilot.press("tab", "tab")
        await until(pilot, lambda: "6789" in painted(app))
        assert "123-45" not in painted(app)
        await pilot.press("v")
        await until(pilot, lambda: "123-45-6789" in painted(app))


async def test_history_tells_what_changed_and_who_entered_it(ctx: Context, company: list[str], hr_app: MakeApp) -> None:
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, "101")
        await pilot.press("shift+tab")
        await until(pilot, lambda: "[History]" in painted(app))
        assert "hire" in painted(app) and "by alice" in painted(app)


async def test_a_store_that_is_damaged_while_it_is_open_ends_the_app_with_its_sentence(
    hr_app: MakeApp, ctx: Context, company: list[str]
) -> None:
    database.execute_sql("UPDATE directory SET title = CAST(x'53ff6c' AS TEXT)")
    app = hr_app(ctx, "people")
    await asyncio.wait_for(app.run_async(headless=True, size=(80, 24)), 20)
    assert isinstance(app.failure, StoreDamaged)
    assert app.return_code == StoreDamaged.exit_code


TROUBLES = {
    "a lock that is not given": (TimeoutError("not given"), "Others are writing"),
    "a full disk": (OSError(28, "No space left on device"), "is full"),
    "a folder that refuses": (PermissionError(13, "Permission denied"), "cannot be written"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_a_store_in_trouble_keeps_the_form_and_what_was_typed(
    ctx: Context, company: list[str], hr_app: MakeApp, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    error, words = TROUBLES[trouble]

    def refused(_timeout: float) -> AbstractContextManager[None]:
        raise error

    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, "101")
        await pilot.press("J")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        with monkeypatch.context() as patched:
            patched.setattr(ctx.store.gate, "held", refused)  # type: ignore[attr-defined]  # the store's own queue
            await pilot.press("tab", "end", *" of Wrecks", "ctrl+o")
            await until(pilot, lambda: words in painted(app))
            assert isinstance(app.screen, FormScreen) and "Wrecks" in painted(app)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen))
    job = in_force(service.record(ctx, "101").jobs, ctx.clock.today())
    assert job is not None and "Wrecks" in job.title


async def test_pay_is_noted_as_seen_when_its_tab_is_opened_and_not_before(
    ctx: Context, company: list[str], hr_app: MakeApp
) -> None:
    def looks() -> list[str]:
        from hrtui.audit import service as audit

        return [stored.entry.action for stored in audit.log(ctx, 50) if stored.entry.subject == "101"][:-1]

    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, "101")
        assert not [action for action in looks() if "see" in action]
        await pilot.press("tab")
        await until(pilot, lambda: "$52,000.00" in painted(app))
        assert [action for action in looks() if "see_pay" in action]
        assert not [action for action in looks() if "birth" in action]


async def test_an_order_that_the_query_names_is_told_and_turned_by_its_key(ctx: Context, hr_app: MakeApp) -> None:
    """Where the filter says `sort:`, count and heading say so too; `s` takes the query's place."""
    hire(ctx, "Ann", first_day=date(2020, 1, 6))
    hire(ctx, "Bo", first_day=date(2024, 1, 8))
    app = hr_app(address="people sort:-hired")
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: "2 of 2 · by hired, last first" in painted(app))
        assert "Hired ▼" in painted(app)
        assert "Name ▲" not in painted(app)
        screen = app.screen
        assert isinstance(screen, PeopleScreen)
        await pilot.press("s", "down", "enter")
        await until(pilot, lambda: "2 of 2 · by number" in painted(app))
        assert screen.filter.text == ""
