from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.screen import Screen

from hrtui.payroll.model import Why
from screens.widgets.confirm import Confirm, Told
from screens.widgets.dialog import Dialog
from screens.widgets.menu import Menu, MenuItem, narrowed
from screens.widgets.why import WhyTree, visible

ITEMS = (
    MenuItem("hire", "Hire", "Hire a person: name, job and pay.", "a"),
    MenuItem("pay", "Change pay", "A raise, from a day on.", "P"),
    MenuItem("job", "Change job", "A new title or department.", "J"),
    MenuItem("end", "Terminate", "End the employment.", "T"),
)
WHY = Why(
    "Net", "100.00", "gross - taxes", "",
    (Why("Gross", "120.00", "hours x rate", "job"), Why("Tax", "(20.00)", "table", "IRS", (Why("Rate", "10%"), Why("Base", "0.00")))),
)  # fmt: skip
UNSET = object()


class Dialogs(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, dialog: Dialog[Any]) -> None:
        super().__init__()
        self.dialog = dialog
        self.result: object = UNSET

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self.take)

    def take(self, result: object) -> None:
        self.result = result

    @property
    def lines(self) -> list[str]:
        panel = self.dialog.panel
        return [panel.render_line(y).text for y in range(panel.size.height)]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@pytest.mark.parametrize(("keys", "answer"), [("y", True), ("n", False), ("escape", False), ("Y", True)])
async def test_a_question_is_answered_by_one_key(keys: str, answer: bool) -> None:
    app = Dialogs(Confirm("Undo the change of pay of Kim, Ann?", ["From 2026-12-01."]))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Undo the change of pay of Kim, Ann?" in app.text
        assert "From 2026-12-01." in app.text
        await pilot.press("enter", "x")
        assert app.result is UNSET
        await pilot.press(keys)
        await pilot.pause()
        assert app.result is answer


async def test_a_dangerous_thing_needs_its_word_typed_and_no_paste_answers() -> None:
    app = Dialogs(Confirm("End the employment?", word="1042"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("y", "enter")
        assert app.result is UNSET
        assert "! That is not 1042" in app.text
        await pilot.press("backspace")
        app.dialog.post_message(events.Paste("1042\n"))
        await pilot.press("enter")
        assert app.result is UNSET
        await pilot.press(*"1042", "enter")
        await pilot.pause()
        assert app.result is True


async def test_details_that_do_not_fit_are_scrolled_while_the_word_is_asked() -> None:
    app = Dialogs(Confirm("Carry it out?", [f"Detail {number}." for number in range(60)], word="carry out"))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "lines 1 to 14 of 60" in app.text
        await pilot.press("pagedown", "down")
        assert ("lines 10 to 23 of 60" in app.text, "Detail 9." in app.text, "Detail 8." in app.text) == (
            True,
            True,
            False,
        )
        await pilot.press(*(["pagedown"] * 9))
        assert "Detail 59." in app.text
        await pilot.press(*(["pageup"] * 9), *"carry out", "enter")
        await pilot.pause()
        assert app.result is True


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_what_was_done_is_read_and_left(key: str) -> None:
    app = Dialogs(Told("Carried out: 2 leavers.", [f"Kim: {number}." for number in range(30)]))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Carried out: 2 leavers." in app.text
        await pilot.press("x", "pagedown", "pagedown")
        assert "Kim: 29." in app.text
        await pilot.press(key)
        await pilot.pause()
        assert app.result is None


async def test_a_menu_is_narrowed_by_typing_and_returns_the_value() -> None:
    app = Dialogs(Menu("Actions", ITEMS))
    async with app.run_test(size=(80, 24)) as pilot:
        assert all(item.label in app.text and item.help[:20] in app.text for item in ITEMS)
        await pilot.press(*"chan", "down", "enter")
        await pilot.pause()
        assert app.result == "job"


async def test_a_menu_says_above_what_is_asked_on_as_many_lines_as_it_takes() -> None:
    sentence = (
        "The promotion on 2027-03-01 goes back to the department of before, Engineering; carry it on to change that."
    )
    app = Dialogs(Menu("Later rows", ITEMS, intro=[sentence]))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "carry it on" in app.text and all(item.label in app.text for item in ITEMS)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.result == ITEMS[1].value


async def test_escape_empties_the_menus_line_before_it_closes_it() -> None:
    app = Dialogs(Menu("Actions", ITEMS, empty="Nothing."))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"zzz", "enter")
        assert app.result is UNSET
        assert "Nothing." in app.text
        await pilot.press("escape")
        assert "Hire" in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert app.result is None


async def test_a_menu_may_ask_for_its_items_and_scrolls_through_many() -> None:
    asked: list[str] = []

    def people(text: str) -> list[MenuItem]:
        asked.append(text)
        return [MenuItem(f"{text}{n}", f"Person {text}{n}") for n in range(100)]

    app = Dialogs(Menu("Go to", people))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("7", "end")
        assert "100 of 100" in app.lines[-1]
        await pilot.press("pageup", "home", "down", "enter")
        await pilot.pause()
        assert app.result == "71"
        assert asked == ["", "7"]


def test_labels_that_begin_with_what_was_typed_come_first() -> None:
    assert [item.value for item in narrowed(ITEMS, "e")][0] in ("end", "hire")
    assert [item.value for item in narrowed(ITEMS, "pay")] == ["pay", "hire"]
    assert narrowed(ITEMS, "pay raise") == [ITEMS[1]]


async def test_a_derivation_is_walked_by_arrows_and_shows_formula_and_source() -> None:
    app = Dialogs(WhyTree(WHY))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "▾ Net" in app.text
        assert "▸ Tax" in app.text
        assert "Rate" not in app.text
        assert "gross - taxes" in app.text
        await pilot.press("down", "down", "right")
        assert "Rate" in app.text
        assert "table" in app.text
        assert "IRS" in app.text
        await pilot.press("right", "left", "left")
        assert "Rate" not in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert app.result is None


async def test_values_of_a_derivation_stand_at_the_right() -> None:
    app = Dialogs(WhyTree(WHY))
    async with app.run_test(size=(80, 24)):
        rows = [line.rstrip(" │") for line in app.lines if "Gross" in line or "Tax" in line]
        assert len({len(row) for row in rows}) == 1


def test_a_derivation_of_any_depth_shows_only_what_is_open() -> None:
    deep = Why("leaf", "1")
    for number in range(3000):
        deep = Why(f"n{number}", "1", children=(deep,))
    assert [node.why.label for node in visible(deep, frozenset({()}))] == ["n2999", "n2998"]


@pytest.mark.parametrize("size", [(80, 24), (200, 50), (40, 10)])
@pytest.mark.parametrize("kind", ["confirm", "word", "menu", "question", "why"])
async def test_dialogs_fit_every_size_and_leave_the_screen_below_visible(size: tuple[int, int], kind: str) -> None:
    dialogs: dict[str, Dialog[Any]] = {
        "confirm": Confirm("Sure? " * 30, ["A detail. " * 20] * 3),
        "word": Confirm("Sure?", word="APPROVE"),
        "menu": Menu("Actions", ITEMS * 20),
        "question": Menu("Actions", ITEMS, intro=["What is asked. " * 20] * 3),
        "why": WhyTree(WHY),
    }
    app = Dialogs(dialogs[kind])
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        panel = app.dialog.panel
        assert panel.region.right <= size[0]
        assert panel.region.bottom <= size[1]
        assert all(panel.render_line(y).cell_length == panel.size.width for y in range(panel.size.height))
        assert isinstance(app.screen, Screen)
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert panel.region.right <= 60


async def test_a_label_alone_has_the_whole_line_and_long_labels_room_beside_their_help() -> None:
    change = "2027-01-01  $62,506.00 a year"
    alone = "Masked for your roles; v on the record shows it, and then here too."
    menu = Menu("Rate", [MenuItem("0", change, "in force; merit; by root"), MenuItem("", alone)])
    app = Dialogs(menu)
    async with app.run_test(size=(80, 24)):
        assert f"{change}  " in app.text
        assert "in force; merit; by root" in app.text
        assert alone in app.text
