from array import array

from textual import events
from textual.app import App, ComposeResult

from screens.widgets.columns import Column
from screens.widgets.filter import FilterLine
from screens.widgets.lines import KeyBar
from screens.widgets.table import VirtualTable


class Filtered(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.opened: list[int] = []
        self.left = 0

    def compose(self) -> ComposeResult:
        self.table: VirtualTable[str] = VirtualTable(
            (Column("name", "Name", 20, text=str),), lambda ids: [f"row {i}" for i in ids]
        )
        self.line = FilterLine(self.texts.append, self.table)
        yield self.line
        yield self.table
        yield KeyBar()

    def on_mount(self) -> None:
        self.table.set_ids(array("q", range(100)))
        self.line.focus()

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        self.opened.append(event.row_id)

    def on_filter_line_left(self) -> None:
        self.left += 1
        self.table.focus()


async def test_each_letter_is_told_at_once_and_moves_go_into_the_list() -> None:
    app = Filtered()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "q", "left", "down", "pagedown", "up", "enter")
        await pilot.pause()
        assert app.texts == ["j", "jq"]
        assert app.line.text == "jq"
        assert app.opened == [app.table.cursor]
        assert app.table.cursor > 10
        assert app.table.has_focus


async def test_what_is_typed_into_a_line_begun_anew_replaces_its_text_unless_it_is_moved_in() -> None:
    app = Filtered()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"smi", "down")
        app.line.begin()
        await pilot.press("j")
        assert app.line.text == "j"
        app.line.begin()
        await pilot.press("end", "o")
        assert app.line.text == "jo"
        app.line.begin()
        await pilot.press("backspace")
        assert app.line.text == ""


async def test_escape_clears_and_leaves() -> None:
    app = Filtered()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "escape")
        await pilot.pause()
        assert (app.line.text, app.left) == ("", 1)
        assert app.left == 1
        assert app.table.has_focus
        assert app.texts == ["a", ""]


async def test_a_fault_is_shown_beside_the_text_until_it_changes() -> None:
    app = Filtered()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"salry:9")
        app.line.show_note("100 of 100")
        assert app.line.render_line(0).text.endswith("100 of 100")
        app.line.show_fault("There is no field salry; did you mean salary?", 0)
        strip = app.line.render_line(0)
        assert strip.text.endswith("! There is no field salry; did you mean salary?")
        assert strip.text.startswith("/ salry:9")
        assert any(segment.text == "s" and segment.style and segment.style.underline for segment in strip)
        await pilot.press("backspace")
        assert app.line.render_line(0).text.endswith("100 of 100")


async def test_the_footer_names_the_keys_of_the_line_and_no_letters() -> None:
    app = Filtered()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.query_one(KeyBar).shown_keys == (("enter", "Open"), ("esc", "Clear"))


async def test_a_long_text_stays_on_one_line_and_a_paste_is_cleaned() -> None:
    app = Filtered()
    async with app.run_test(size=(40, 10)) as pilot:
        app.line.post_message(events.Paste("name\nx\x1b[2J" + "y" * 100))
        await pilot.pause()
        strip = app.line.render_line(0)
        assert app.line.text.startswith("name x")
        assert strip.cell_length == app.line.size.width
        assert "…" in strip.text
