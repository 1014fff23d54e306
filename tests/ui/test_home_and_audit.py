"""Home, the trail and undo, over a store with people in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from textual.widget import Widget

from hrtui.access.model import Grant, Scope
from hrtui.context import Context
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import Hire, JobChange
from screens.audit import AuditScreen
from screens.home import above
from tests.ui.conftest import MakeApp, text, until


def hired(ctx: Context, last: str, department: str = "Sales", first_day: date = date(2026, 1, 5)) -> str:
    person = Hire(first_day, "Ann", last, "Clerk", department, rate=Money(6_000_000), pay_group="main")
    return service.hire(ctx, person).number


@pytest.fixture
def people(ctx: Context) -> list[str]:
    """Three people, one of them still to start."""
    return [hired(ctx, "Kim"), hired(ctx, "Lee", "IT"), hired(ctx, "[/]Ng\u202e", first_day=date(2026, 12, 1))]


@pytest.fixture
def auditor(ctx_as: Callable[..., Context]) -> Context:
    """Reads the trail with sensitive values masked, which leaves no entries of its own."""
    return ctx_as(Grant("audit.read"), Grant("people.read"))


@pytest.mark.parametrize("size", [(80, 24), (200, 50), (50, 20)])
async def test_home_shows_what_needs_attention_numbers_and_departments(
    hr_app: MakeApp, people: list[str], size: tuple[int, int]
) -> None:
    app = hr_app()
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "1 person starts within 14 days" in text(app))
        shown = text(app)
        assert "There is no backup yet" in shown
        assert "1 warning" in shown.splitlines()[0]
        assert "Audit trail" in shown
        if size[0] >= 80:
            assert "By department" in shown
            assert "Sales" in shown


async def test_home_lists_people_opened_lately_and_nobody_out_of_scope(
    hr_app: MakeApp, people: list[str], ctx_as: Callable[..., Context]
) -> None:
    context = ctx_as(Grant("people.read", Scope(departments=frozenset({"IT"}))))
    app = hr_app(context)
    app.recent = [people[1], people[0]]
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: "Opened lately" in text(app))
        assert "Lee, Ann" in text(app)
        assert "Kim" not in text(app)
        assert "Audit" not in text(app)


async def test_home_numbers_follow_what_is_written(hr_app: MakeApp, ctx: Context, people: list[str]) -> None:
    app = hr_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "By department" in text(app))
        hired(ctx, "New", "Finance")
        app.changed()
        await until(pilot, lambda: "Finance" in text(app))


def test_a_trend_is_seen_above_a_base_and_a_flat_one_stays_flat() -> None:
    assert above([139, 145, 142]) == [6, 12, 9]
    assert len(set(above([7, 7, 7]))) == 1


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_the_trail_shows_who_did_what_and_that_the_chain_is_whole(
    hr_app: MakeApp, auditor: Context, people: list[str], size: tuple[int, int]
) -> None:
    app = hr_app(auditor, address="audit")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "chain whole" in text(app) and len(re.findall(r"alice +hire", text(app))) == 3)
        shown = text(app)
        assert "3 entries" in shown
        assert re.search(rf"hire · {people[2]} \S", shown), "what is done to whom, by number and name"
        assert "command 3" in shown
        assert "2026-11-23 10:00" in shown, "in the company's time zone"
        assert "\u202e" not in shown


async def test_the_trail_is_filtered_by_number_or_name_as_typed(
    hr_app: MakeApp, auditor: Context, people: list[str]
) -> None:
    app = hr_app(auditor, address="audit")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = app.screen
        assert isinstance(screen, AuditScreen)
        await until(pilot, lambda: len(screen.entries) == 3)
        await pilot.press("slash", *people[0])
        await until(pilot, lambda: len(screen.entries) == 1)
        await pilot.press("escape", "slash", *"Lee")
        await until(pilot, lambda: [entry.entry.subject for entry in screen.entries.values()] == [people[1]])
        await pilot.press("escape")
        await until(pilot, lambda: len(screen.entries) == 3)


async def test_an_address_opens_the_trail_of_one_person(hr_app: MakeApp, auditor: Context, people: list[str]) -> None:
    app = hr_app(auditor, address=f"audit {people[2]}")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = app.screen
        assert isinstance(screen, AuditScreen)
        await until(pilot, lambda: [entry.entry.subject for entry in screen.entries.values()] == [people[2]])


async def test_undo_says_what_it_would_undo_and_does_it_only_when_confirmed(
    hr_app: MakeApp, ctx: Context, people: list[str]
) -> None:
    service.change_job(ctx, people[0], JobChange(date(2026, 11, 23), title="Chief"))
    app = hr_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("u")
        await until(pilot, lambda: f"Undo the change of job of {people[0]}" in text(app))
        await pilot.press("escape")
        assert service.record(ctx, people[0]).summary.title == "Chief"
        await pilot.press("u")
        await until(pilot, lambda: "Undo the change of job" in text(app))
        await pilot.press("y")
        await until(pilot, lambda: "Undone: change of job" in text(app))
        assert service.record(ctx, people[0]).summary.title == "Clerk"


async def test_undo_without_a_change_of_ones_own_says_so(hr_app: MakeApp, ctx: Context, people: list[str]) -> None:
    other = replace(ctx, actor=replace(ctx.actor, login="bob"))
    app = hr_app(other)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("u")
        await until(pilot, lambda: "nothing of yours to undo" in text(app))


async def test_the_palette_finds_people_by_name_and_number(hr_app: MakeApp, people: list[str]) -> None:
    app = hr_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon", *"kim")
        await until(pilot, lambda: f"{people[0]} Kim, Ann" in text(app))
        await pilot.press("ctrl+u", *people[1])
        await until(pilot, lambda: f"{people[1]} Lee, Ann" in text(app))


async def test_the_command_under_the_cursor_of_the_trail_is_undone_after_asking(
    hr_app: MakeApp, ctx_as: Callable[..., Context], ctx: Context, people: list[str]
) -> None:
    service.change_job(ctx, people[0], JobChange(date(2026, 11, 23), title="Chief"))
    service.change_job(ctx, people[1], JobChange(date(2026, 11, 23), title="Boss"))
    app = hr_app(ctx_as(Grant("audit.read"), Grant("people.read"), Grant("people.change_job")), address="audit")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "command 5" in text(app))
        await pilot.press("down", "U")
        await until(pilot, lambda: f"Undo the change of job of {people[0]}" in text(app))
        await pilot.press("y")
        await until(pilot, lambda: "Undone: change of job of Kim, Ann" in text(app))
        assert service.record(ctx, people[0]).summary.title == "Clerk"
        assert service.record(ctx, people[1]).summary.title == "Boss"
        await pilot.press("end", "U")
        await until(pilot, lambda: "grants “people.hire”" in text(app) or "people.hire" in text(app))


async def test_the_list_has_the_keys_from_the_first_on_and_never_the_line_above_it(
    hr_app: MakeApp, auditor: Context, people: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[object] = []
    give = AuditScreen.set_focus

    def noted(screen: AuditScreen, widget: Widget | None, *args: bool, **more: bool) -> None:
        given.append(widget)
        give(screen, widget, *args, **more)

    monkeypatch.setattr(AuditScreen, "set_focus", noted)
    app = hr_app(auditor, address="audit Lee")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = app.screen
        assert isinstance(screen, AuditScreen)
        await until(pilot, lambda: len(screen.entries) == 1 and screen.focused is screen.table)
        assert screen.filter_line not in given
