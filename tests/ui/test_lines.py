from dataclasses import fields

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from hrtui import commands
from screens import frames
from screens.keys import bindings, chords, key_label, keymap, method_name
from screens.text import Tone, fit, wrapped
from screens.widgets.lines import HeaderLine, Heading, KeyBar, Line, LineWidget, MessageLine


class Lines(App[None]):
    BINDINGS = [
        Binding("y", "nothing", "Paycheck", id="person.paycheck"),
        Binding("question_mark", "nothing", "Help", id="app.help"),
        Binding("z", "nothing", "Hidden", show=False),
        Binding("enter,l", "nothing", "Open", id="table.open"),
    ]
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield HeaderLine(Heading("Acme [b]Corp[/b]", "People", "as of 2026-11-23", "alice (hr)", "2 checks blocked"))
        with Vertical():
            yield Line("250 of 250")
        yield MessageLine()
        yield KeyBar()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return True

    def action_nothing(self) -> None:
        pass


def text_of(widget: LineWidget, y: int = 0) -> str:
    return widget.render_line(y).text


async def test_the_header_shows_everything_where_there_is_room_and_attention_longest() -> None:
    app = Lines()
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.pause()
        text = text_of(app.query_one(HeaderLine))
        assert text.startswith("Acme [b]Corp[/b] · People")
        assert text.endswith("! 2 checks blocked · as of 2026-11-23 · alice (hr)")
        await pilot.resize_terminal(30, 24)
        await pilot.pause()
        assert text_of(app.query_one(HeaderLine)).split() == ["People", "!", "2", "checks", "blocked"]


async def test_the_footer_ranks_keys_as_declared_and_cuts_at_a_whole_key() -> None:
    app = Lines()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        bar = app.query_one(KeyBar)
        assert text_of(bar).split() == ["enter", "Open", "y", "Paycheck", "?", "Help"]
        await pilot.resize_terminal(24, 24)
        await pilot.pause()
        assert text_of(bar).split() == ["enter", "Open", "?", "Help"]


async def test_a_message_takes_the_lines_it_needs_and_none_when_cleared() -> None:
    app = Lines()
    async with app.run_test(size=(40, 24)) as pilot:
        message = app.query_one(MessageLine)
        message.show("The pay change was not saved: " + "it is closed through June. " * 4, error=True)
        await pilot.pause()
        assert message.size.height == 3
        assert text_of(message).startswith("! The pay change")
        message.clear()
        await pilot.pause()
        assert not message.display


async def test_a_line_paints_another_text_only_where_it_differs() -> None:
    app = Lines()
    async with app.run_test(size=(40, 24)) as pilot:
        line = app.query_one(Line)
        line.update("12 of 250 [red]x[/red]\x1b[31m", Tone.MUTED)
        await pilot.pause()
        assert text_of(line).rstrip() == "12 of 250 [red]x[/red]"


def test_text_is_cut_with_a_sign_and_never_wider_than_its_room() -> None:
    assert fit("Jordan", 4) == "Jor…"
    assert fit("山田太郎", 4) == "山 …"
    assert fit("", 3) == "   "
    assert fit("x", 0) == ""
    assert wrapped("one two three four", 9, 2) == ["one two", "three fo…"]


def test_a_path_that_no_line_holds_is_broken_behind_its_slashes() -> None:
    said = "Look into /var/lib/hrtui/store/hrtui.db once more."
    assert wrapped(said, 16, 4) == ["Look into", "/var/lib/hrtui/", "store/hrtui.db", "once more."]
    assert wrapped(said, 14, 9)[1:4] == ["/var/lib/", "hrtui/store/", "hrtui.db once"]
    assert wrapped("see /averyveryverylongname.db", 10, 3) == ["see", "/averyver…"]
    assert wrapped("//" + "é" * 30, 4, 2) == ["//", "ééé…"]


def test_ascii_signs_take_the_place_of_all_others() -> None:
    frames.use(True)
    try:
        assert fit("Jordan", 4) == "Jor~"
        assert key_label("down") == "down"
        signs = {each.name: str(getattr(frames.ASCII, each.name)) for each in fields(frames.ASCII)}
        assert "".join(signs.values()).isascii()
        assert all(len(sign) == 1 for name, sign in signs.items() if name != "bars")
    finally:
        frames.use(False)


def test_keys_are_written_as_people_know_them() -> None:
    assert [key_label(key) for key in ("question_mark", "full_stop", "ctrl+p", "down", "g,h", "enter", "P", "shift+tab")] == [
        "?", ".", "^p", "↓", "g h", "enter", "P", "shift+tab",
    ]  # fmt: skip


def test_every_command_of_a_screen_has_its_binding_or_its_chord() -> None:
    for screen in commands.SCREENS:
        bound = {binding.id for binding in bindings(screen) if isinstance(binding, Binding)}
        assert bound | set(chords(screen).values()) == {command.id for command in commands.on(screen) if command.keys}
    assert chords("global")[("g", "h")] == "go.home"


def test_the_configuration_changes_keys() -> None:
    keys = {"table.down": ("n",), "go.home": ("h,h",)}
    down = next(
        binding for binding in bindings("table", keys) if isinstance(binding, Binding) and binding.id == "table.down"
    )
    assert down.key == "n"
    assert keymap(keys) == {"table.down": "n"}
    assert chords("global", keys)[("h", "h")] == "go.home"


def test_a_command_runs_the_method_of_its_last_name() -> None:
    assert method_name("people.change_pay") == "do_change_pay"
