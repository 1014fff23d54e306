"""Keys that work everywhere: areas, palette, help, back, leaving, and what a screen may and may not do."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any, cast

import pytest

from hrtui.access.model import Grant
from hrtui.context import Context
from hrtui.errors import NotFound, StoreBusy
from screens import places
from screens.base import HrScreen
from screens.closed import Refused
from screens.help import HelpScreen
from screens.home import HomeScreen
from screens.palette import Entry, narrowed
from screens.places import PLACES, Place
from screens.shell import HrApp
from tests.ui.conftest import MakeApp, text, until
from tests.ui.crashing import Busy, Refusing, Slow

SIZES = [(80, 24), (200, 50)]
KNOWN = {
    **PLACES,
    "slow": Place("tests.ui.crashing:Slow"),
    "refuse": Place("tests.ui.crashing:Refusing"),
    "people": Place("tests.ui.test_shell:Listed", "people.read", kept=True),
    "keep": Place("tests.ui.test_shell:Typing"),
}


class Listed(HrScreen):
    """Stands for the directory: remembers how it was visited."""

    NAME = "people"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.begun: list[str] = []
        self.hired = 0

    def begin(self) -> None:
        self.begun.append(self.argument)

    def do_hire(self) -> None:
        self.hired += 1


class Typing(HrScreen):
    """Has something typed and not saved."""

    @property
    def title_line(self) -> str:
        return "Typing"

    def unsaved(self) -> str:
        return "The raise of 1042 is not saved."


def now(app: HrApp) -> HrScreen:
    """The screen, which is none of the dialogs."""
    return cast(HrScreen, app.screen)


@pytest.mark.parametrize("size", SIZES)
async def test_home_opens_with_company_day_user_and_keys(hr_app: MakeApp, size: tuple[int, int]) -> None:
    app = hr_app()
    async with app.run_test(size=size):
        assert isinstance(app.screen, HomeScreen)
        first, last = text(app).splitlines()[0], text(app).splitlines()[-1]
        assert "Test Company" in first
        assert "2026-11-23" in first
        assert "alice" in first
        assert "Help" in last


async def test_g_shows_where_a_second_key_leads_and_the_second_key_goes(hr_app: MakeApp) -> None:
    app = hr_app(known=KNOWN)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g")
        assert "p People" in text(app).splitlines()[-1]
        await pilot.press("p")
        assert isinstance(app.screen, Listed)
        assert "p People" not in text(app).splitlines()[-1]


async def test_escape_cancels_a_chord_and_another_key_says_what_would_be_valid(hr_app: MakeApp) -> None:
    app = hr_app(known=KNOWN)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g", "escape")
        assert isinstance(app.screen, HomeScreen)
        assert "g h" not in text(app).splitlines()[-1]
        await pilot.press("g", "z")
        assert "After g comes one of h, p" in text(app)
        await pilot.press("down")
        assert "After g" not in text(app)


async def test_an_area_is_kept_as_it_was_and_loads_anew_only_after_something_was_written(hr_app: MakeApp) -> None:
    app = hr_app(known=KNOWN)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g", "p")
        first = now(app)
        await pilot.press("g", "h", "g", "p")
        assert app.screen is first
        assert cast(Listed, first).begun == [""]
        await pilot.press("g", "h")
        app.changed()
        await pilot.press("g", "p")
        assert cast(Listed, first).begun == ["", ""]
        assert len(app.screen_stack) == 2


async def test_an_address_carries_words_and_may_run_a_command_there(hr_app: MakeApp) -> None:
    app = hr_app(address="people dept:Sales", known=KNOWN)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert now(app).argument == "dept:Sales"
        app.go("hire")
        await pilot.pause()
        assert cast(Listed, app.screen).hired == 1


@pytest.mark.parametrize("way", [["q"], ["escape"], ["g", "h"]])
async def test_opened_at_an_address_home_is_made_when_it_is_gone_to(hr_app: MakeApp, way: list[str]) -> None:
    app = hr_app(address="people", known=KNOWN)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert [type(screen) for screen in app.screen_stack] == [Listed]
        await pilot.press(*way)
        await until(pilot, lambda: isinstance(app.screen, HomeScreen) and "Go to" in text(app))
        assert len(app.screen_stack) == 1


async def test_another_area_lies_above_home_too_where_the_program_was_opened_without_it(hr_app: MakeApp) -> None:
    app = hr_app(address="people", known=KNOWN)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        first = now(app)
        app.go("audit")
        await pilot.pause()
        assert [type(screen) for screen in app.screen_stack[:1]] == [HomeScreen]
        await pilot.press("q")
        await pilot.press("g", "p")
        assert app.screen is first


async def test_an_unknown_address_is_answered_with_the_nearest(hr_app: MakeApp) -> None:
    app = hr_app(address="peopel", known=KNOWN)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Did you mean “people”?" in text(app)


async def test_what_is_not_granted_is_nowhere(ctx_as: Callable[..., Context], hr_app: MakeApp) -> None:
    app = hr_app(ctx_as(Grant("payroll.preview")), known=KNOWN)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g")
        assert "People" not in text(app).splitlines()[-1]
        await pilot.press("p")
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("question_mark")
        assert "Go to the directory" not in text(app)
        await pilot.press("q", "colon")
        assert "Go to the directory" not in text(app)
        await pilot.press("escape")
        app.go("people")
        await pilot.pause()
        assert "may not see the directory" in text(app)


async def test_a_command_without_a_permission_has_no_key_on_its_screen(
    ctx_as: Callable[..., Context], hr_app: MakeApp
) -> None:
    app = hr_app(ctx_as(Grant("people.read")), address="people", known=KNOWN)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        assert cast(Listed, app.screen).hired == 0
        assert "Hire" not in text(app)


async def test_the_configuration_changes_keys_and_chords(ctx: Context, hr_app: MakeApp) -> None:
    keys = {"app.help": ("f1",), "go.people": ("z,p",), "people.hire": ("H",)}
    app = hr_app(replace(ctx, config=replace(ctx.config, keys=keys)), known=KNOWN)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("z", "p", "H")
        assert cast(Listed, app.screen).hired == 1
        await pilot.press("question_mark")
        assert not isinstance(app.screen, HelpScreen)
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)
        assert "H " in text(app)


async def test_the_palette_narrows_as_typed_and_runs_or_goes(hr_app: MakeApp) -> None:
    app = hr_app(known=KNOWN)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon", "p")
        assert "People" in text(app)
        await pilot.press("enter")
        assert isinstance(app.screen, Listed)
        await pilot.press("ctrl+p")
        assert "Hire" in text(app)
        await pilot.press("h", "i", "enter")
        assert app.screen.hired == 1


async def test_the_palette_closes_by_escape_and_takes_a_typed_address(hr_app: MakeApp) -> None:
    app = hr_app(known=KNOWN)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon", "escape")
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("colon", *"people", "space", *"dept", "colon", *"IT", "enter")
        assert cast(Listed, app.screen).begun == ["dept:IT"]


def test_an_entry_whose_name_begins_with_the_text_comes_first() -> None:
    found = narrowed([Entry("Leave", "quit help"), Entry("Help"), Entry("Quit", "with help")], "help", [])
    assert [entry.label for entry in found] == ["Help", "Leave", "Quit"]


def test_an_entry_of_the_very_name_comes_before_one_that_only_tells_of_it() -> None:
    told, meant = Entry("Calculate", "Calculate everyone at first."), Entry("Calculate everyone", "Whatever changed.")
    assert narrowed([told, meant], "calculate everyone", []) == [meant, told]
    assert narrowed([told, meant], "calculate", []) == [told, meant]


@pytest.mark.parametrize("size", SIZES)
async def test_help_lists_every_key_of_the_screen_with_its_sentence(hr_app: MakeApp, size: tuple[int, int]) -> None:
    app = hr_app(address="people", known=KNOWN)
    async with app.run_test(size=size) as pilot:
        await pilot.press("question_mark")
        shown = text(app)
        for key in ("pagedown", "pagedown", "pagedown", "end"):
            await pilot.press(key)
            shown += text(app)
        for part in ("Help: People", "Hire a person", "Every command and every address", "Leave hrtui"):
            assert part in shown
        assert "Change job" not in shown, "the screen has no such method"
        await pilot.press("escape")
        assert isinstance(app.screen, Listed)


async def test_a_rule_is_said_in_words_and_the_screen_stays(hr_app: MakeApp) -> None:
    app = hr_app(address="refuse", known=KNOWN)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "The year is closed" in text(app))
        assert isinstance(app.screen, Refusing)
        await pilot.press("x")
        assert "The year is closed" not in text(app)


async def test_keys_typed_while_a_screen_loads_reach_it_in_order(hr_app: MakeApp) -> None:
    Slow.let_go.clear()
    app = hr_app(known=KNOWN)
    async with app.run_test(size=(80, 24)) as pilot:
        app.go("slow")
        await pilot.press(*"85k")
        slow = cast(Slow, app.screen)
        assert slow.box.typed == ""
        Slow.let_go.set()
        await until(pilot, lambda: slow.box.typed == "85k")


async def test_waiting_is_said_and_keys_meant_for_what_never_came_do_nothing(hr_app: MakeApp) -> None:
    Busy.let_go.clear()
    app = hr_app(known={**KNOWN, "busy": Place("tests.ui.crashing:Busy")})
    async with app.run_test(size=(80, 24)) as pilot:
        app.go("busy")
        await pilot.press(*"85k")
        await until(pilot, lambda: "Waiting for the store" in text(app))
        Busy.let_go.set()
        await until(pilot, lambda: "Others are writing" in text(app))
        await pilot.press("z")
        assert cast(Busy, app.screen).box.typed == "z"


async def test_escape_leaves_a_screen_that_still_loads(hr_app: MakeApp) -> None:
    Slow.let_go.clear()
    app = hr_app(known=KNOWN)
    async with app.run_test(size=(80, 24)) as pilot:
        app.go("slow")
        await pilot.press("x", "escape")
        assert isinstance(app.screen, HomeScreen)
        Slow.let_go.set()
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))


async def test_leaving_asks_where_something_typed_would_be_lost(hr_app: MakeApp) -> None:
    app = hr_app(address="keep", known=KNOWN)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+q")
        assert "The raise of 1042 is not saved." in text(app)
        await pilot.press("escape")
        assert isinstance(app.screen, Typing)
        await pilot.press("q")
        assert "The raise of 1042 is not saved." in text(app)


async def test_leaving_home_leaves_the_program(hr_app: MakeApp) -> None:
    app = hr_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q")
    assert app.return_code == 0


async def test_control_c_says_how_to_leave(hr_app: MakeApp) -> None:
    app = hr_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+c")
        assert "ctrl+q leaves hrtui" in text(app)


async def test_keys_wait_for_the_store_and_a_store_that_fails_ends_with_its_code() -> None:
    opening: Future[Context] = Future()
    app = HrApp(opening)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        assert isinstance(app.screen, HomeScreen)
        opening.set_exception(StoreBusy("Someone else is writing; try again."))
        await pilot.pause()
    assert app.return_code == StoreBusy.exit_code
    assert isinstance(app.failure, StoreBusy)


async def test_a_store_that_opens_late_is_shown_when_it_does(ctx: Context) -> None:
    opening: Future[Context] = Future()
    app = HrApp(opening)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        opening.set_result(ctx)
        await until(pilot, lambda: isinstance(app.screen, HelpScreen) and "Test Company" in text(app))


@pytest.mark.parametrize(
    "feature",
    [
        lambda app: app.open_url("https://example.com"),
        lambda app: app.deliver_text("/etc/passwd"),
        lambda app: app.deliver_binary("/etc/passwd"),
        lambda app: app.deliver_screenshot(),
        lambda app: app.save_screenshot(),
        lambda app: app.suspend(),
    ],
)
async def test_what_would_write_files_or_start_programs_is_refused(
    hr_app: MakeApp, feature: Callable[[Any], object]
) -> None:
    app = hr_app()
    async with app.run_test():
        with pytest.raises(Refused):
            feature(app)


async def test_the_clipboard_and_suspending_stay_closed(hr_app: MakeApp) -> None:
    app = hr_app()
    async with app.run_test():
        app.copy_to_clipboard("123-45-6789")
        assert app.clipboard == ""
        app.action_suspend_process()
        app.action_screenshot()


async def test_hostile_text_in_a_message_is_shown_as_text(hr_app: MakeApp) -> None:
    app = hr_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.notify("[@click=app.quit]name[/] \x1b]52;c;eA==\x07[/b] \u202eevil")
        await pilot.pause()
        assert "[@click=app.quit]name[/]" in text(app)
        assert "\x1b" not in text(app)
        assert "\u202e" not in text(app)


async def test_themes_are_stepped_through(hr_app: MakeApp) -> None:
    app = hr_app()
    async with app.run_test(size=(80, 24)) as pilot:
        seen = [app.theme]
        for _ in range(4):
            await pilot.press("colon", *"theme", "enter")
            seen.append(app.theme)
        assert seen == ["dark", "light", "high-contrast", "sixteen", "dark"]


def test_every_place_can_be_imported() -> None:
    for place in PLACES.values():
        assert isinstance(places.make(place, ""), HrScreen)


def test_an_address_is_taken_apart_or_refused() -> None:
    assert places.find("people dept:Sales  status:active", KNOWN).argument == "dept:Sales  status:active"
    assert places.find("hire", KNOWN) == places.Target("people", "", "people.hire")
    assert places.find("quit", KNOWN) == places.Target("", "", "app.quit")
    with pytest.raises(NotFound):
        places.find("\x1b[31mnowhere", KNOWN)


async def test_an_address_that_needs_more_words_is_typed_when_chosen(hr_app: MakeApp) -> None:
    app = hr_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon", *"payslip", "enter")
        assert "> payslip " in text(app)
        await pilot.press(*"1042")
        assert "Go to payslip 1042" in text(app)
