"""Bulk verbs by keys: typed with completion, previewed, done after the typed number, undone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from data import audit
from hrtui.access.model import Field, Grant, Scope, Sight
from hrtui.context import Context
from hrtui.money import Money
from hrtui.people import bulk, service, tagging
from hrtui.people.bulk_model import BulkStopped
from hrtui.people.model import JobChange, PayChange
from screens.people.bulk import BulkScreen
from screens.people.directory import PeopleScreen
from screens.shell import HrApp
from screens.widgets.confirm import Confirm
from screens.widgets.form import FormScreen
from tests.conftest import INSTANT, ContextAs
from tests.people import hire, live_facts
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
SIZES = [(80, 24), (200, 50)]
TODAY = INSTANT.date()
KEYS = {
    " ": "space", "%": "percent_sign", "|": "vertical_line", ":": "colon", "-": "minus", "+": "plus", ".": "full_stop",
}  # fmt: skip


@pytest.fixture
def three(ctx: Context) -> list[str]:
    """Two people of IT and one of Sales."""
    return [hire(ctx), hire(ctx, "Ray"), hire(ctx, "Sal", department="Sales")]


def screen(app: HrApp) -> BulkScreen:
    assert isinstance(app.screen, BulkScreen)
    return app.screen


async def typed(pilot: Pilot[Any], text: str) -> None:
    await pilot.press(*(KEYS.get(character, character) for character in text))


async def listed(pilot: Pilot[Any], app: HrApp, count: int) -> None:
    await until(pilot, lambda: isinstance(app.screen, PeopleScreen) and len(app.screen.table.ids) == count)


async def previewed(pilot: Pilot[Any], app: HrApp) -> None:
    await until(pilot, lambda: isinstance(app.screen, BulkScreen) and app.screen.made is not None)
    await until(pilot, lambda: not screen(app).progress.display)


def last_rate(ctx: Context, number: str) -> Money:
    return (service.record(ctx, number).pays or ())[-1].rate


@pytest.mark.parametrize("size", SIZES)
async def test_a_verb_in_the_filter_is_previewed_and_done_after_its_number_was_typed(
    ctx: Context, hr_app: MakeApp, three: list[str], size: tuple[int, int]
) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=size) as pilot:
        await listed(pilot, app, 3)
        await pilot.press("slash")
        await typed(pilot, "dept:IT | raise 3% eff 2027-01-01 reason merit")
        await listed(pilot, app, 2)
        assert "enter Preview" in painted(app)
        await pilot.press("enter")
        await previewed(pilot, app)
        text = painted(app)
        assert "enter Do it" in text
        assert "2 of 2 change" in text
        assert "170,000.00 → 175,100.00, +5,100.00" in text
        assert "$85,000.00 → $87,550.00" in text
        assert all(len(row) <= size[0] for row in text.splitlines())
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "Type 2 to go on" in painted(app)
        await pilot.press("y", "enter")
        assert isinstance(app.screen, Confirm)
        assert last_rate(ctx, three[0]) == Money(8_500_000)
        await pilot.press("backspace", "2", "enter")
        await until(pilot, lambda: isinstance(app.screen, PeopleScreen))
        await until(pilot, lambda: "Done for 2 people: raise 3% eff 2027-01-01 reason merit." in painted(app))
        assert app.screen.filter.text == "dept:IT" if isinstance(app.screen, PeopleScreen) else False
        assert [last_rate(ctx, number).cents for number in three] == [8_755_000, 8_755_000, 8_500_000]
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "change of pay of 2 people" in painted(app)
        await pilot.press("y")
        await until(pilot, lambda: "Undone: change of pay of 2 people" in painted(app))
    assert last_rate(ctx, three[0]) == Money(8_500_000) or len(live_facts()["PayRow"]) == 3


async def test_tab_completes_the_verb_in_the_filter_too(ctx: Context, hr_app: MakeApp, three: list[str]) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot, app, 3)
        await pilot.press("slash")
        await typed(pilot, "dept:IT | trans")
        await pilot.press("tab")
        await typed(pilot, " dept:sal")
        await pilot.press("tab", "enter")
        await previewed(pilot, app)
        assert screen(app).verb.text == "transfer dept:Sales"


async def test_marks_take_a_verb_with_completion(ctx: Context, hr_app: MakeApp, three: list[str]) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot, app, 3)
        await pilot.press("space", "space", "v")
        await until(pilot, lambda: isinstance(app.screen, BulkScreen))
        await until(pilot, lambda: "2 marked" in painted(app) and "tab raise" in painted(app))
        await typed(pilot, "tag")
        await pilot.press("tab")
        await typed(pilot, "night")
        await pilot.press("enter")
        await previewed(pilot, app)
        assert "tags none → night" in painted(app)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("2", "enter")
        await until(pilot, lambda: isinstance(app.screen, PeopleScreen))
    assert [tagging.tags_of(ctx, number) for number in three] == [("night",), ("night",), ()]


async def test_a_line_with_a_bar_in_the_palette_opens_the_preview(
    ctx: Context, hr_app: MakeApp, three: list[str]
) -> None:
    app = hr_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon")
        await typed(pilot, "dept:Sales | status leave")
        await until(pilot, lambda: "nothing is written yet" in painted(app))
        await pilot.press("enter")
        await previewed(pilot, app)
        assert "status active → leave" in painted(app)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, BulkScreen))
    assert service.record(ctx, three[2]).summary.status == "active"


async def test_an_error_stands_below_the_verb_with_the_cursor_at_its_character(
    ctx: Context, hr_app: MakeApp, three: list[str]
) -> None:
    app = hr_app(address="bulk dept:IT | raise 3% eff soon")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "is not a date" in painted(app))
        assert screen(app).verb.edit.at == len("raise 3% eff ")
        await pilot.press("end", "ctrl+w")
        await typed(pilot, "today")
        assert "is not a date" not in painted(app)
        await pilot.press("enter")
        await previewed(pilot, app)


async def test_problems_come_first_and_lists_are_stepped_through(
    ctx: Context, hr_app: MakeApp, ctx_as: ContextAs, three: list[str], tmp_path: Path
) -> None:
    service.change_pay(ctx, three[0], PayChange(TODAY.replace(year=2027), rate=Money(9_900_000)))
    it = Scope(departments=frozenset({"IT"}))
    bob = ctx_as(Grant("people.read", fields={Field.PAY: Sight.SHOWN}), Grant("people.change_pay", it))
    app = hr_app(bob, address="bulk | raise 3%")
    async with app.run_test(size=(80, 24)) as pilot:
        await previewed(pilot, app)
        text = painted(app)
        assert "[All 3]  Changes 2   Problems 2" in text
        assert "left out" in text
        assert "do not grant “people.change_pay”" in text
        await pilot.press("tab")
        await until(pilot, lambda: "[Changes 2]" in painted(app))
        assert "and keeps it" in painted(app)
        assert "Sal, Ann" not in painted(app)
        await pilot.press("tab", "tab", "shift+tab")
        await until(pilot, lambda: "[Problems 2]" in painted(app))
        await pilot.press("x")
        await typed(pilot, f"{tmp_path}/problems.json")
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "Wrote 2 rows to problems.json." in painted(app))
    rows = json.loads((tmp_path / "problems.json").read_text())
    assert [(row["number"], row["so"], row["field"], row["after"]) for row in rows] == [
        (three[2], "left out", "", ""), (three[0], "changes, but", "rate", "87550.00 USD"),
    ]  # fmt: skip


async def test_who_changed_meanwhile_is_told_and_the_preview_is_made_anew(
    ctx: Context, hr_app: MakeApp, three: list[str]
) -> None:
    app = hr_app(address="bulk dept:IT | raise 3%")
    async with app.run_test(size=(80, 24)) as pilot:
        await previewed(pilot, app)
        service.change_pay(ctx, three[0], PayChange(TODAY, rate=Money(9_000_000)))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("2", "enter")
        await until(pilot, lambda: isinstance(app.screen, BulkScreen) and "changed since the preview" in painted(app))
        await until(pilot, lambda: "$90,000.00 → $92,700.00" in painted(app))
        assert "changed since the preview" in painted(app)
    assert last_rate(ctx, three[0]) == Money(9_000_000)


async def test_escape_stops_a_long_computation(
    ctx: Context, hr_app: MakeApp, three: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(ctx: Context, whom: object, verb: object, progress: Any, cancelled: Any) -> None:
        while not cancelled():
            progress(2_000, 8_000)
        raise BulkStopped("Stopped; nothing was written.")

    monkeypatch.setattr(bulk, "preview", endless)
    app = hr_app(address="bulk | raise 3%")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "2,000 of 8,000" in painted(app))
        await pilot.press("escape")
        await until(pilot, lambda: "nothing was written" in painted(app))
        assert isinstance(app.screen, BulkScreen)


async def test_an_empty_preview_says_so_and_a_typed_verb_is_not_lost_unasked(
    ctx: Context, hr_app: MakeApp, three: list[str]
) -> None:
    app = hr_app(address="bulk dept:Nowhere | raise 3%")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Nobody is found." in painted(app))
        await pilot.press("i")
        await until(pilot, lambda: "there is nothing to do" in painted(app))
        assert isinstance(app.screen, BulkScreen)
    app = hr_app(address="bulk dept:IT")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Type what is to be done" in painted(app))
        await typed(pilot, "raise")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "The verb is not done." in painted(app)


async def test_tags_of_one_person_are_typed_in_a_form(ctx: Context, hr_app: MakeApp, three: list[str]) -> None:
    tagging.tag(ctx, three[0], ["night"])
    app = hr_app(address=f"emp {three[0]}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Kim, Ann" in painted(app))
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("end")
        await typed(pilot, " lead")
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "lead and night" in painted(app))
    assert tagging.tags_of(ctx, three[0]) == ("lead", "night")
    assert audit.entries(1)[0].entry.action in ("people.tag", "people.see_birth", "people.see_pay")


async def test_names_made_to_harm_are_text(ctx: Context, hr_app: MakeApp) -> None:
    hire(ctx, "[b]Bold[/b]")
    app = hr_app(address="bulk | set title [red]x[/]")
    async with app.run_test(size=(80, 24)) as pilot:
        await previewed(pilot, app)
        assert "[b]Bold[/b]" in painted(app)
        assert "[red]x[/]" in painted(app)


async def test_what_later_rows_copied_is_offered_and_a_key_carries_it_on(
    ctx: Context, hr_app: MakeApp, three: list[str]
) -> None:
    service.change_job(ctx, three[0], JobChange(TODAY.replace(year=2027), department="Sales"))
    app = hr_app(address="bulk dept:IT | set title Lead")
    async with app.run_test(size=(80, 24)) as pilot:
        await previewed(pilot, app)
        assert "1 goes back later: c carries on" in painted(app)
        await pilot.press("c")
        await until(pilot, lambda: "takes the new title over" in painted(app))
        assert screen(app).verb.text == "set title Lead carry"
        assert "back later" not in painted(app)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("2", "enter")
        await until(pilot, lambda: not isinstance(app.screen, (Confirm, BulkScreen)))
    last = service.record(ctx, three[0]).jobs[-1]
    assert (last.department, last.title) == ("Sales", "Lead")


async def test_a_query_that_is_not_understood_is_told_whole_and_mended_in_the_filter(
    ctx: Context, hr_app: MakeApp, three: list[str]
) -> None:
    """A long line leaves no room beside it: the sentence stands below the list, and enter puts the cursor at its character."""
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot, app, 3)
        await pilot.press("slash")
        await typed(pilot, "department:IT status:act | raise 3% eff 2027-01-01 reason merit")
        await until(pilot, lambda: "did you mean" in painted(app))
        await pilot.press("enter")
        assert isinstance(app.screen, PeopleScreen)
        assert "did you mean" in painted(app)
        assert app.screen.filter.has_focus
        assert app.screen.filter.edit.at == len("department:IT status:")
        await pilot.press("delete", "delete", "delete")
        await typed(pilot, "active")
        await until(pilot, lambda: "did you mean" not in painted(app))
        await pilot.press("enter")
        await previewed(pilot, app)
        assert "2 of 2 change" in painted(app)


async def test_an_address_whose_query_is_not_understood_says_that_it_is_the_query(
    ctx: Context, hr_app: MakeApp, three: list[str]
) -> None:
    app = hr_app(address="bulk status:act | raise 3%")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "The query before the | is not understood: status is" in painted(app))
        assert screen(app).verb.edit.at == len("raise 3%")


async def test_enter_asks_for_the_number_from_an_empty_list_of_a_preview_too(
    ctx: Context, hr_app: MakeApp, three: list[str]
) -> None:
    app = hr_app(address="bulk dept:IT | raise 3% eff 2027-01-01 reason merit")
    async with app.run_test(size=(80, 24)) as pilot:
        await previewed(pilot, app)
        await pilot.press("tab", "tab")
        assert "[Problems 0]" in painted(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
