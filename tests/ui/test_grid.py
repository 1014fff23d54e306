"""Keying a batch by keys alone: typing replaces, keys accept and move, nothing is lost, and totals must match."""

from __future__ import annotations

import random

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region

from hrtui.payroll.grid.batch import Batch
from hrtui.payroll.grid.keeping import place_of, restored, texts_of
from hrtui.payroll.grid.model import GridColumn, GridLine, GridPerson, GridTotals, Key, Unit
from screens.widgets.grid import Grid
from tests.ui.waiting import painted, until

COLUMNS = (
    GridColumn("hourly", "Hourly wages", Unit.HOURS, 336_00),
    GridColumn("overtime", "Overtime"),
    GridColumn("bonus", "Bonus", Unit.MONEY),
)
NASTY = "\x1b[31mRed [b]Bold[/b] [@click=app.quit]x[/]"


class Keying(App[None]):
    def __init__(
        self, count: int = 4, columns: tuple[GridColumn, ...] = COLUMNS, saved: dict[Key, int] | None = None
    ) -> None:
        super().__init__()
        people = [GridPerson(at, str(100 + at), NASTY if at == 3 else f"Person, {at}") for at in range(count)]
        self.made = Batch(people, columns, saved)
        self.grid = Grid(self.changed)
        self.drafts: list[tuple[dict[str, str], str]] = []
        self.committed: list[tuple[GridLine, ...]] = []

    def compose(self) -> ComposeResult:
        yield self.grid

    def on_mount(self) -> None:
        self.grid.show(self.made)
        self.grid.focus()

    def key_escape(self) -> None:
        self.grid.give_up()

    def changed(self) -> None:
        grid = self.grid
        self.drafts.append((texts_of(grid.cells, grid.paper, grid.standing), place_of(grid.cells, grid.standing)))

    def on_grid_committed(self, event: Grid.Committed) -> None:
        self.committed.append(event.grid.cells.lines())


async def test_a_hundred_lines_are_keyed_without_a_lost_keystroke() -> None:
    app, pick = Keying(100), random.Random(4)
    lines = [(str(pick.randint(1, 80)), f"{pick.randint(0, 9)}.{pick.choice((25, 5, 75))}") for _ in range(100)]
    async with app.run_test(size=(80, 24)) as pilot:
        for hours, overtime in lines:
            for key in (*hours, "tab", *overtime, "tab", "tab"):
                app.post_message(events.Key(key, None if key == "tab" else key))
        await until(pilot, lambda: app.grid.paper_at == 0)
        made = app.made
        assert [(made.texts[at, "hourly"], made.texts[at, "overtime"]) for at in range(100)] == lines
        assert made.totals.lines == 100
        assert made.totals.hash == sum(range(100, 200))
        assert app.grid.paper_at == 0


async def test_typing_replaces_and_enter_tab_and_arrows_accept_and_move() -> None:
    app = Keying(saved={(1, "hourly"): 40_00})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"80", "enter", *"72.5", "right", "7", "full_stop", "5", "up", *"=2+2", "left")
        assert app.made.texts == {
            (0, "hourly"): "80",
            (1, "hourly"): "72.5",
            (1, "overtime"): "7.5",
            (0, "overtime"): "=2+2",
        }
        assert (app.grid.at.cursor, app.grid.column) == (0, 0)
        await pilot.press("9", "escape", "down")
        assert app.made.texts[0, "hourly"] == "80"
        await pilot.press("delete", "delete")
        assert app.made.texts[1, "hourly"] == ""
        assert "out" in painted(app).splitlines()[2]
        assert "taken out; on file 40.00" in painted(app)


async def test_the_names_of_person_and_code_and_the_reading_stand_below_while_it_is_typed() -> None:
    app = Keying()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", *"=37.5+")
        about = painted(app).splitlines()[-5]
        assert about.startswith("Person, 0 100 · overtime Overtime · …")
        await pilot.press("4")
        assert "=37.5+4 is 41.50 hours" in painted(app)
        await pilot.press("backspace", "x")
        assert "is not a number" in painted(app)
        await pilot.press("enter", "8", "enter")
        text = painted(app)
        assert "! 1 cell cannot be read; ! goes to the next." in text
        assert "!=37.5+x" in text
        assert app.made.figure((1, "overtime")) is not None
        await pilot.press("exclamation_mark")
        assert (app.grid.at.cursor, app.grid.column) == (0, 1)


async def test_filling_copying_and_undoing_are_one_key_each() -> None:
    app = Keying()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("8", "enter", "asterisk")
        assert [app.made.texts.get((at, "hourly")) for at in range(4)] == ["8"] * 4
        assert "Filled 3 cells." in painted(app)
        await pilot.press("u")
        assert list(app.made.texts) == [(0, "hourly")]
        await pilot.press("plus", "plus")
        assert [app.made.texts.get((at, "hourly")) for at in range(4)] == ["8", "8", "8", None]
        await pilot.press("home", "home", "plus")
        assert "! There is nothing above to copy." in painted(app)
        await pilot.press("7")
        assert "nothing above" not in painted(app)


async def test_a_block_is_pasted_from_the_cell_on_and_what_does_not_fit_is_refused_whole() -> None:
    app = Keying()
    async with app.run_test(size=(80, 24)) as pilot:
        app.grid.post_message(events.Paste("80\t4\r\n72,5\t\r\n"))
        await pilot.pause()
        assert app.made.texts == {(0, "hourly"): "80", (0, "overtime"): "4", (1, "hourly"): "72,5"}
        assert "Pasted 3 cells." in painted(app)
        app.grid.post_message(events.Paste("1\t2\t3\t4"))
        await pilot.pause()
        assert "from here there are 4 by 3. Nothing was pasted." in painted(app)
        await pilot.press("u")
        assert app.made.texts == {}


async def test_a_batch_is_saved_only_once_the_paper_says_what_was_keyed() -> None:
    app = Keying()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+o")
        assert "Nothing was keyed" in painted(app)
        await pilot.press(*"80", "enter", *"7,5", "enter", "ctrl+o")
        assert (app.grid.at.cursor, app.committed) == (1, [])
        await pilot.press(*"7.5", "ctrl+o")
        assert "! Not saved. Lines: not entered; type what the paper says." in painted(app)
        await pilot.press("2", "tab", *"=80+8", "enter", "ctrl+o")
        assert "! Not saved. Hours: paper 88.00, keyed 87.50; 0.50 missing." in painted(app)
        assert app.committed == []
        await pilot.press(*"87.5", "tab", "tab", *"201", "enter")
        assert "Paper and keyed match." in painted(app)
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert app.committed == [(GridLine(0, "hourly", 8000), GridLine(1, "hourly", 750))]


async def test_enter_goes_on_to_the_next_total_that_is_asked_for_and_past_those_in_parentheses() -> None:
    app = Keying()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "tab", *"500", "enter", "c")
        assert "(Hours)" in painted(app)
        await pilot.press("1", "enter", *"500", "enter")
        assert "Paper and keyed match." in painted(app)
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert len(app.committed) == 1


async def test_a_line_is_found_by_number_or_name_and_escape_goes_back() -> None:
    app = Keying(60)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "slash", *"142", "enter", "5", "enter")
        assert app.made.texts == {(42, "overtime"): "5"}
        await pilot.press("slash", *"person, 7")
        assert app.grid.at.cursor == 7
        await pilot.press("escape")
        assert app.grid.at.cursor == 43
        await pilot.press("slash", *"bonus", "enter", "9", "enter")
        assert app.made.texts[43, "bonus"] == "9"
        await pilot.press("slash", *"nobody")
        assert "No line has that number or name, and no column that code." in painted(app)


async def test_a_draft_opens_at_the_same_cell_with_the_same_text() -> None:
    app = Keying()
    async with app.run_test(size=(80, 24)) as pilot:
        for key in (*"80", "tab", *"7.2"):
            await pilot.press(key)
        texts, at = app.drafts[-1]
        grid = app.grid
        await pilot.press("enter", "c", *"2", "tab", "9")
        later = app.drafts[-1]
        grid.take_up(restored(texts, at, app.made.people, COLUMNS))
        assert (grid.at.cursor, grid.column, grid.edit and grid.edit.text) == (0, 1, "7.2")
        await pilot.press("5", "enter")
        assert grid.cells.texts == {(0, "hourly"): "80", (0, "overtime"): "7.25"}
        back = restored(*later, app.made.people[:1], COLUMNS)
        grid.take_up(back)
        assert (grid.paper_at, grid.paper, grid.edit and grid.edit.text, back.left_out) == (1, {"lines": "2"}, "9", 0)
        assert restored(texts, at, app.made.people[1:], COLUMNS).left_out == 1


async def test_a_key_paints_its_cell_and_what_is_read_of_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Keying(40)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("8")
        asked: list[Region] = []
        paint = app.grid.refresh

        def noted(*regions: Region, **more: bool) -> Grid:
            asked.extend(regions)
            return paint(*regions, **more)

        monkeypatch.setattr(app.grid, "refresh", noted)
        await pilot.press("0")
        assert {region.y for region in asked if region.y < app.grid.size.height - 5} == {1}
        assert [region.width for region in asked if region.y == 1] == [9]


async def test_columns_scroll_sideways_and_nothing_is_wider_than_the_screen() -> None:
    columns = tuple(GridColumn(f"a_long_code_{at}", f"Code {at}") for at in range(20))
    app = Keying(50, columns)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(19):
            await pilot.press("right")
        assert "a_long_co…" in painted(app).splitlines()[0]
        await pilot.press("7")
        assert "a_long_code_19 Code 19 · 7.00 hours" in painted(app)
        for size in ((40, 12), (20, 6), (200, 50), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.press("down")
            assert all(len(line) <= size[0] for line in painted(app).splitlines())
        assert "\x1b" not in painted(app)


async def test_the_keypad_types_figures_too() -> None:
    app = Keying()
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("7", "decimal", "5"):
            app.grid.post_message(events.Key(key, key if key.isdigit() else None))
        await pilot.press("enter")
        assert app.made.totals == GridTotals(1, 750, 0, 100)


async def test_a_grid_without_people_takes_no_key_amiss() -> None:
    app = Keying(0)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(
            "8", "enter", "tab", "asterisk", "plus", "u", "e", "delete", "end", "home", "exclamation_mark", "ctrl+o"
        )
        assert "No one to key for." in painted(app)
