from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip

from hrtui.errors import StoreBusy
from screens.text import Align, Tone
from screens.widgets.columns import Column, laid_out, needed
from screens.widgets.lines import thumb
from screens.widgets.position import Position
from screens.widgets.table import VirtualTable


@dataclass(frozen=True)
class Person:
    number: int
    name: str
    pay: str
    city: str = "Boston"


COLUMNS: tuple[Column[Person], ...] = (
    Column("number", "No", 6, priority=1, align=Align.RIGHT),
    Column("name", "Name", 20, grow=1),
    Column("city", "City", 12, priority=3),
    Column(
        "pay",
        "Pay",
        12,
        priority=2,
        align=Align.RIGHT,
        tone=lambda p: Tone.BAD if p.pay.startswith("(") else Tone.PLAIN,
    ),
)


class People(App[None]):
    def __init__(self, count: int = 1000, names: Sequence[str] = ()) -> None:
        super().__init__()
        self.asked: list[list[int]] = []
        self.names = names
        self.count = count
        self.events: list[tuple[str, object]] = []
        self.gone: set[int] = set()
        self.broken = False

    def fetch(self, ids: Sequence[int]) -> list[Person | None]:
        self.asked.append(list(ids))
        if self.broken:
            raise StoreBusy("The store is busy; try again.")
        return [None if i in self.gone else self.person(i) for i in ids]

    def person(self, number: int) -> Person:
        name = self.names[number % len(self.names)] if self.names else f"Person {number}"
        return Person(number, name, f"{number * 100:,}.00" if number % 7 else "(7.00)")

    def compose(self) -> ComposeResult:
        yield VirtualTable(COLUMNS, self.fetch, empty=("No one yet.", "a hires the first."))

    def on_mount(self) -> None:
        table = self.table
        table.set_ids(array("q", range(1, self.count + 1)))
        table.focus()

    @property
    def table(self) -> VirtualTable[Person]:
        found: VirtualTable[Person] = self.query_one(VirtualTable)
        return found

    def on_virtual_table_moved(self, event: VirtualTable.Moved) -> None:
        self.events.append(("moved", event.row_id))

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        self.events.append(("opened", event.row_id))

    def on_virtual_table_marked(self, event: VirtualTable.Marked) -> None:
        self.events.append(("marked", event.count))

    def on_virtual_table_failed(self, event: VirtualTable.Failed) -> None:
        self.events.append(("failed", str(event.error)))


def lines_of(table: VirtualTable[Person]) -> list[str]:
    return [table.render_line(y).text for y in range(table.size.height)]


async def pressed(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def test_a_table_shows_its_header_and_the_rows_that_fit_and_asks_only_for_their_page() -> None:
    app = People()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        lines = lines_of(app.table)
        assert len(lines) == 24
        assert lines[0].split() == ["No", "Name", "City", "Pay"]
        assert lines[1].split()[:4] == ["▸", "1", "Person", "1"]
        assert all(len(line) == 80 for line in lines)
        assert app.asked == [list(range(1, 65))]


async def test_the_cursor_moves_by_row_page_and_to_the_ends() -> None:
    app = People()
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "down", "j", "up")
        assert app.table.cursor == 1
        await pressed(pilot, "pagedown")
        assert (app.table.cursor, app.table.top) == (23, 22)
        await pressed(pilot, "G")
        assert app.table.current == 1000
        assert lines_of(app.table)[-1].split()[:2] == ["▸", "1000"]
        await pressed(pilot, "down", "home")
        assert (app.table.cursor, app.table.top) == (0, 0)
        assert app.events[-1] == ("moved", 1)


async def test_a_move_inside_the_page_paints_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    app = People()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        painted: list[int] = []
        paint = app.table._painted

        def counting(index: int, key: tuple[int, bool, bool, bool, str], width: int) -> Strip:
            painted.append(index)
            return paint(index, key, width)

        monkeypatch.setattr(app.table, "_painted", counting)
        await pressed(pilot, "down")
        assert sorted(painted) == [0, 1]


async def test_enter_opens_the_row_under_the_cursor() -> None:
    app = People()
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "down", "enter")
        assert ("opened", 2) in app.events


async def test_marks_stay_with_their_ids_when_the_filter_changes() -> None:
    app = People(10)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "space", "space", "down", "space")
        assert app.table.marks == {1, 2, 4}
        app.table.set_ids(array("q", [9, 4, 3]))
        await pilot.pause()
        assert "●" in lines_of(app.table)[2]
        await pressed(pilot, "asterisk")
        assert list(app.table.marked()) == [9, 3, 1, 2]
        await pressed(pilot, "ctrl+a")
        assert app.events[-1] == ("marked", 5)


async def test_the_cursor_stays_on_the_kept_id_and_on_its_line() -> None:
    app = People()
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "G", "up", "up")
        line = app.table.cursor - app.table.top
        app.table.set_ids(array("q", range(500, 2000)), keep_cursor_on=998)
        assert app.table.current == 998
        assert app.table.cursor - app.table.top == line
        app.table.set_ids(array("q", [5, 6]), keep_cursor_on=998)
        assert app.table.current == 5


async def test_columns_are_dropped_by_priority_and_the_spare_width_goes_to_those_that_grow() -> None:
    app = People()
    async with app.run_test(size=(50, 10)) as pilot:
        await pilot.pause()
        assert lines_of(app.table)[0].split() == ["No", "Name", "Pay"]
        await pilot.resize_terminal(120, 30)
        await pilot.pause()
        assert lines_of(app.table)[0].split() == ["No", "Name", "City", "Pay"]
        assert lines_of(app.table)[1].rstrip(" █│").endswith("100.00")
        assert len(lines_of(app.table)) == 30


async def test_the_sort_mark_stands_in_the_heading() -> None:
    app = People()
    async with app.run_test(size=(80, 10)) as pilot:
        app.table.set_sort("name", descending=True)
        await pilot.pause()
        assert "Name ▼" in lines_of(app.table)[0]


async def test_an_empty_list_says_why_and_a_loading_one_that_it_loads() -> None:
    app = People(0)
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        assert "No one yet." in lines_of(app.table)[2]
        assert "a hires the first." in lines_of(app.table)[3]
        await pressed(pilot, "down", "enter", "space", "pagedown", "G")
        assert app.table.current is None
        app.table.show_loading("Reading 100,000 people")
        assert "Reading 100,000 people…" in lines_of(app.table)[2]


async def test_changed_rows_are_read_anew_and_rows_that_are_gone_say_so() -> None:
    app = People()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        app.gone = {2}
        app.asked.clear()
        app.table.refresh_rows([2])
        await pilot.pause()
        assert app.asked == [list(range(1, 65))]
        assert lines_of(app.table)[2].split()[0] == "…"


async def test_rows_that_cannot_be_read_are_told_once_and_never_end_the_program() -> None:
    app = People()
    app.broken = True
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        await pressed(pilot, "down", "down")
        assert app.events.count(("failed", "The store is busy; try again.")) == 1
        assert len(app.asked) == 1


async def test_wide_and_combining_characters_keep_every_line_at_its_width() -> None:
    app = People(names=("山田太郎" * 5, "Zoe\u0308 Mu\u0308ller", "👩‍👩‍👧‍👦 family", "café", "🇩🇪 flag", "plain"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert {app.table.render_line(y).cell_length for y in range(24)} == {80}
        strip = app.table.render_line(2)
        assert strip.cell_length == sum(segment.cell_length for segment in strip)


async def test_the_mouse_moves_opens_and_scrolls_but_is_never_needed() -> None:
    app = People()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(VirtualTable, offset=(10, 5))
        await pilot.pause()
        assert app.table.cursor == 4
        await pilot.click(VirtualTable, offset=(10, 5), times=2)
        await pilot.pause()
        assert ("opened", 5) in app.events
        await pilot.click(VirtualTable, offset=(79, 23))
        await pilot.pause()
        assert app.table.cursor > 900


@pytest.mark.parametrize("count", [0, 5, 100_000])
async def test_the_scroll_bar_shows_only_where_rows_are_hidden(count: int) -> None:
    app = People(count)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        bar = [line[-1] for line in lines_of(app.table)[1:]]
        assert set(bar) == ({"█", "│"} if count > 23 else {" "})


@given(st.integers(0, 60), st.integers(0, 5000), st.data())
def test_the_thumb_is_inside_the_bar_and_reaches_both_ends(height: int, count: int, data: st.DataObject) -> None:
    covered = thumb(height, count, 0)
    if covered is None:
        assert count <= height or height == 0
        return
    assert covered.start == 0
    last = thumb(height, count, count - height)
    assert last is not None
    assert last.stop == height
    top = data.draw(st.integers(0, count - height))
    middle = thumb(height, count, top)
    assert middle is not None
    assert 0 <= middle.start < middle.stop <= height


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=8),
    st.integers(1, 200),
)
def test_columns_fill_the_width_or_only_those_never_dropped_are_left(
    shape: list[tuple[int, int, int]], width: int
) -> None:
    columns: list[Column[Person]] = [Column(str(n), "x", w, priority=p, grow=g) for n, (w, p, g) in enumerate(shape)]
    placed = laid_out(columns, width)
    assert placed
    kept = [each.column for each in placed]
    assert kept == [column for column in columns if column in kept]
    assert needed(kept) <= width or len(kept) == 1 or all(column.priority == 0 for column in kept)
    if any(column.grow for column in kept) and needed(kept) <= width:
        assert sum(each.width for each in placed) + 2 * (len(placed) - 1) == width


def test_a_column_with_a_bound_grows_up_to_it_and_leaves_the_rest_to_others() -> None:
    bounded: Column[Person] = Column("what", "What", 10, grow=1, most=16)
    free: Column[Person] = Column("name", "Name", 10, grow=1)
    assert [each.width for each in laid_out([bounded, free], 102)] == [16, 84]
    assert [each.width for each in laid_out([bounded], 100)] == [16]
    assert [each.width for each in laid_out([bounded, free], 28)] == [13, 13]


MOVES = st.one_of(
    st.tuples(st.just("go"), st.integers(-5, 60)),
    st.tuples(st.just("scroll"), st.integers(-40, 40)),
    st.tuples(st.just("resize"), st.integers(0, 30)),
)


@given(st.lists(MOVES, max_size=30), st.integers(0, 50))
def test_the_cursor_is_always_on_a_row_that_is_shown(moves: list[tuple[str, int]], count: int) -> None:
    at = Position(height=11)
    at.place(count, None)
    for name, by in moves:
        getattr(at, name)(by)
        assert 0 <= at.cursor < max(1, count)
        assert at.top <= at.cursor < at.top + max(1, at.height)
        assert 0 <= at.top <= max(0, count - at.height) or at.height == 0


@given(st.integers(1, 50), st.integers(1, 50), st.integers(1, 20), st.data())
def test_a_kept_row_keeps_its_line_unless_the_list_ends(
    before: int, after: int, height: int, data: st.DataObject
) -> None:
    at = Position(height=height)
    at.place(before, None)
    at.go(data.draw(st.integers(0, before - 1)))
    line = at.cursor - at.top
    kept = data.draw(st.integers(0, after - 1))
    at.place(after, kept)
    assert at.cursor == kept
    if line <= kept <= after - height + line:
        assert at.cursor - at.top == line
