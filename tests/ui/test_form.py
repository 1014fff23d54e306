import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot

from hrtui.errors import Conflict, RuleBroken
from hrtui.money import Money
from screens.widgets.fields import (
    Choice,
    ChoiceField,
    DayField,
    Field,
    FlagField,
    LinesField,
    MoneyField,
    NumberField,
    SecretField,
    TextField,
)
from screens.widgets.form import FormScreen, Submit, Values

TODAY = date(2026, 11, 23)
PEOPLE = (Choice("1042", "1042 Kim, Ann"), Choice("1043", "1043 Lee, Bo"))


def fields() -> list[Field]:
    return [
        TextField(key="name", label="Name", required=True, help="Family name, given name."),
        DayField(key="start", label="First day", required=True, today=TODAY),
        ChoiceField(
            key="manager", label="Manager", choices=lambda text: [p for p in PEOPLE if text.lower() in p.label.lower()]
        ),
        MoneyField(key="pay", label="Pay", unit="USD a year", initial=Money(8_500_000)),
        FlagField(key="exempt", label="Exempt"),
        SecretField(key="ssn", label="SSN"),
    ]


class Forms(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, shown_fields: Sequence[Field] = (), submit: Submit | None = None, typed: Mapping[str, str] | None = None
    ) -> None:
        super().__init__()
        self.drafts: list[dict[str, str]] = []
        self.form = FormScreen("Hire", shown_fields or fields(), submit, on_change=self.drafts.append, typed=typed)
        self.result: Values | None = None
        self.closed = False
        self.keys: list[str] = []

    def on_key(self, event: events.Key) -> None:
        self.keys.append(event.key)

    def on_mount(self) -> None:
        self.push_screen(self.form, self.take)

    def take(self, result: Values | None) -> None:
        self.result, self.closed = result, True


def painted(app: Forms) -> list[str]:
    return [app.form.form.render_line(y).text for y in range(app.form.form.size.height)]


def line_with(app: Forms, text: str) -> str:
    return next((line for line in painted(app) if text in line), "")


async def typed(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(*(list(key) if key[:1] == "'" else [key]))
    await pilot.pause()


def letters(text: str) -> list[str]:
    return ["space" if char == " " else char for char in text]


async def test_a_form_returns_typed_values_when_it_is_filled_in_by_keys_alone() -> None:
    app = Forms()
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, *letters("Kim"), "tab", *letters("+2w"), "enter", *letters("lee"), "tab")
        await typed(pilot, *letters("95k"), "tab", "space", "tab", *letters("123456789"), "enter")
        assert app.result == {
            "name": "Kim",
            "start": date(2026, 12, 7),
            "manager": "1043",
            "pay": Money(9_500_000),
            "exempt": True,
            "ssn": "123456789",
        }


async def test_what_is_typed_is_said_back_below_the_field() -> None:
    app = Forms()
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Family name, given name." in line_with(app, "Family")
        await typed(pilot, "K", "tab", *letters("4 dec"))
        assert "= Fri 2026-12-04" in line_with(app, "2026-12-04")
        await typed(pilot, "tab", *letters("1042"), "tab", *letters("85.5k"))
        assert "= $85,500.00" in line_with(app, "$85,500.00")
        assert "1042 Kim, Ann" in line_with(app, "Manager")
        await typed(pilot, "x")
        assert "! “85.5kx” is not an amount" in line_with(app, "85.5kx”")


async def test_a_wrong_value_never_stops_the_hands_and_saving_goes_to_the_first_of_them() -> None:
    app = Forms()
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "K", "tab", *letters("soon"), "tab", "tab", "ctrl+u", *letters("much"), "tab", "ctrl+j")
        assert not app.closed
        assert app.form.model.slot.field.key == "start"
        assert "! “soon” is not a date" in line_with(app, "soon”")
        assert "! “much” is not an amount" in line_with(app, "much”")
        await typed(pilot, *letters("fri"), "ctrl+o")
        assert app.form.model.slot.field.key == "pay"
        await typed(pilot, *letters("90k"), "ctrl+o")
        assert app.closed


async def test_a_needed_field_is_asked_for_only_when_saving() -> None:
    app = Forms()
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "tab")
        assert not line_with(app, "is needed")
        await typed(pilot, "ctrl+j")
        assert "! Name is needed; type it." in line_with(app, "is needed")
        await typed(pilot, "K")
        assert not line_with(app, "Name is needed")


async def test_changed_fields_are_marked_and_typing_replaces_what_was_there() -> None:
    app = Forms()
    async with app.run_test(size=(80, 24)) as pilot:
        assert "85,000.00" in line_with(app, "Pay")
        await typed(pilot, "up", "up", "up", *letters("9k"))
        assert "*Pay" in line_with(app, "Pay")
        assert app.form.model.slots[3].text == "9k"
        await typed(pilot, "home", "1")
        assert app.form.model.slots[3].text == "19k"
        assert "*Name" not in line_with(app, "Name")


async def test_escape_asks_before_it_loses_what_was_typed() -> None:
    app = Forms()
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "K", "escape")
        assert "Discard what you typed? y/n" in line_with(app, "Discard")
        await typed(pilot, "n")
        assert not app.closed
        assert app.form.model.slots[0].text == "K"
        await typed(pilot, "i", "escape", "escape", "escape", "y")
        assert app.drafts[-1] == {"name": "Ki"}
        assert (app.closed, app.result) == (True, None)


async def test_escape_leaves_at_once_where_nothing_was_typed() -> None:
    app = Forms()
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "escape")
        assert app.closed


async def test_a_list_of_choices_opens_below_the_field_and_is_walked_by_arrows() -> None:
    app = Forms()
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "tab", "tab", "1", "0")
        assert "▸ 1042 Kim, Ann" in line_with(app, "1042 Kim")
        assert "1043 Lee, Bo" in line_with(app, "1043 Lee")
        await typed(pilot, "down", "enter")
        assert app.form.model.slots[2].text == "1043 Lee, Bo"
        assert app.form.model.slot.field.key == "pay"
        await typed(pilot, "up", *letters("zz"))
        assert "! Nothing matches “zz”" in line_with(app, "Nothing")


async def test_at_most_six_choices_are_shown_and_above_the_field_where_there_is_no_room_below() -> None:
    many = [
        TextField(key="t", label="Text"),
        ChoiceField(key="c", label="Choice", choices=[f"Choice {n}" for n in range(20)]),
    ]
    long = [*(TextField(key=f"t{n}", label=f"Text {n}") for n in range(12)), many[1]]
    for shown_fields, size in ((many, (80, 24)), (long, (80, 24)), (long, (60, 16))):
        app = Forms(shown_fields)
        async with app.run_test(size=size) as pilot:
            await typed(pilot, "up")
            lines = [line for line in painted(app) if "Choice " in line.replace("Choice   ", "")]
            assert sum("Choice 0" in line or "Choice 5" in line for line in lines) == 2
            assert not line_with(app, "Choice 6")
            assert "▸" in line_with(app, " Choice  ")


async def test_a_form_with_more_fields_than_fit_scrolls_with_the_focus() -> None:
    app = Forms([TextField(key=f"t{n}", label=f"Text {n}") for n in range(30)])
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.form.form.region.height <= 23
        await typed(pilot, *["tab"] * 29)
        assert "Text 29" in line_with(app, "Text 29")
        assert "30 of 30" in painted(app)[-1]
        await typed(pilot, "tab")
        assert "Text 0" in line_with(app, "Text 0 ")


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50), (40, 12)])
async def test_a_form_fits_and_is_centred_at_every_size(size: tuple[int, int]) -> None:
    app = Forms()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        region = app.form.form.region
        assert region.x >= 0 and region.right <= size[0] and region.bottom <= size[1]
        assert abs(region.x - (size[0] - region.right)) <= 1
        assert all(app.form.form.render_line(y).cell_length == region.width for y in range(region.height))
        await pilot.resize_terminal(100, 20)
        await pilot.pause()
        assert app.form.form.region.right <= 100


async def test_a_refused_save_keeps_the_form_and_goes_to_the_field_the_rule_names() -> None:
    def submit(values: Values) -> None:
        if values["start"] == TODAY:
            raise RuleBroken("Pay is closed through 2026-11-21; take a later day.", "start")

    app = Forms(submit=submit)
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "K", "tab", *letters("today"), "tab", "ctrl+j")
        assert not app.closed
        assert app.form.model.slot.field.key == "start"
        assert "! Pay is closed through 2026-11-21" in line_with(app, "Pay is closed")
        await typed(pilot, *letters("tomorrow"))
        assert not line_with(app, "Pay is closed")
        await typed(pilot, "ctrl+j")
        assert app.closed


async def test_a_save_elsewhere_says_that_it_saves_and_a_refusal_keeps_what_was_typed() -> None:
    gate = asyncio.Event()

    async def slow() -> None:
        await gate.wait()
        raise Conflict("Someone else changed it; look again.")

    app = Forms(submit=lambda values: slow())
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "K", "tab", *letters("fri"), "ctrl+j")
        assert "Saving…" in line_with(app, "Saving")
        await typed(pilot, "x")
        gate.set()
        await pilot.pause()
        await pilot.pause()
        assert "! Someone else changed it" in line_with(app, "Someone")
        await typed(pilot, "end", "x")
        assert app.form.model.slots[1].text == "frix"
        assert "! Someone else changed it" in line_with(app, "Someone")


async def test_keys_typed_while_it_saves_reach_what_comes_after() -> None:
    gate = asyncio.Event()

    async def slow() -> None:
        await gate.wait()

    app = Forms(submit=lambda values: slow())
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "K", "tab", *letters("fri"), "ctrl+j", "z")
        assert (app.closed, app.keys) == (False, [])
        gate.set()
        await pilot.pause()
        await pilot.pause()
        assert (app.closed, app.keys) == (True, ["z"])


async def test_a_paste_is_put_in_as_one_line() -> None:
    app = Forms()
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.post_message(events.Paste("Kim,\nAnn\x1b]52;c;aGk=\x07"))
        await pilot.pause()
        assert app.form.model.slots[0].text == "Kim, Ann"


async def test_drafts_tell_every_change_but_no_secret_and_are_offered_again() -> None:
    app = Forms(typed={"name": "Kim", "ssn": "999"})
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.form.model.slots[0].text == "Kim"
        assert app.form.model.slots[5].text == ""
        await typed(pilot, "end", "m", "shift+tab", "1", "2", "3")
        assert app.drafts == [{"name": "Kimm"}]
        assert "•••" in line_with(app, "SSN")
        assert not line_with(app, "123")


async def test_a_key_press_paints_only_the_lines_it_changes() -> None:
    app = Forms()
    async with app.run_test(size=(120, 36)) as pilot:
        await typed(pilot, "K")
        painted_lines: list[int] = []
        paint = app.form.form.render_line

        def counting(y: int):  # type: ignore[no-untyped-def]  # stands in for a bound method
            painted_lines.append(y)
            return paint(y)

        app.form.form.render_line = counting  # type: ignore[method-assign]  # counts what is painted
        await typed(pilot, "i")
        assert len(painted_lines) == 1


async def test_numbers_and_flags_keep_their_kind() -> None:
    app = Forms(
        [
            NumberField(key="hours", label="Hours", places=2, initial=40),
            FlagField(key="flag", label="Flag", initial=True),
        ]
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, *letters("37.5"), "tab", "n", "enter")
        assert app.result == {"hours": Decimal("37.5"), "flag": False}


def letter(text: str = "Dear Jo,\n\nthank you.", limit: int = 20_000) -> list[Field]:
    return [
        TextField(key="subject", label="Subject", initial="Hello", required=True),
        LinesField(key="body", label="Text", initial=text, required=True, limit=limit),
    ]


async def test_a_text_of_several_lines_is_written_in_and_saved_as_it_is() -> None:
    app = Forms(letter())
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "tab", "down", *letters("Hi"), "enter", "ctrl+end", *letters(" Jo "), "enter")
        assert "Dear Jo," in line_with(app, "Text")
        assert "* Text" in line_with(app, "Text") or "*Text" in line_with(app, "Text")
        assert "New line" in app.form.key_line.render_line(0).text
        await typed(pilot, "ctrl+j")
        await pilot.pause()
    assert app.result == {"subject": "Hello", "body": "Dear Jo,\nHi\n\nthank you. Jo \n"}


async def test_a_long_text_scrolls_in_its_field_and_says_where_the_cursor_is() -> None:
    app = Forms(letter("\n".join(f"line {at}" for at in range(1, 101))))
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "tab", "pagedown")
        assert "line 17 of 100" in painted(app)[-1]
        await typed(pilot, "ctrl+end")
        assert "line 100 of 100" in painted(app)[-1]
        assert line_with(app, "line 100") and line_with(app, "Subject")


async def test_a_text_that_is_too_long_says_so_and_keeps_everything() -> None:
    app = Forms(letter("x" * 12, limit=10))
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "ctrl+j")
        await pilot.pause()
        assert "Text has at most 10 characters; take out 2." in line_with(app, "at most")
        await typed(pilot, "delete", "delete", "ctrl+j")
        await pilot.pause()
    assert app.result is not None and app.result["body"] == "x" * 10


async def test_a_paste_of_several_lines_is_put_in_as_they_are() -> None:
    app = Forms(letter(""))
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "tab")
        app.form.post_message(events.Paste("Dear Jo,\r\rno\x1b[31m thanks\tyet.\n"))
        await pilot.pause()
        await typed(pilot, "ctrl+j")
        await pilot.pause()
    assert app.result is not None and app.result["body"] == "Dear Jo,\n\nno thanks yet.\n"


async def test_what_was_cleared_or_cut_is_put_in_again() -> None:
    app = Forms(letter())
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "tab", "ctrl+u", *letters("Oh"), "ctrl+u", "ctrl+y", "ctrl+y")
        assert "OhOh" in line_with(app, "Text")
        await typed(pilot, "shift+tab", "ctrl+u", "ctrl+y")
        assert "Hello" in line_with(app, "Subject")


async def test_a_letter_in_a_long_text_paints_its_line_alone() -> None:
    app = Forms(letter("\n".join(f"line {at}" for at in range(900))))
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "tab", *["down"] * 5, "x")
        asked: list[int] = []
        app.form.form.refresh_rows_at = lambda *rows: asked.extend(rows)  # type: ignore[method-assign]
        await typed(pilot, "y")
        assert len(asked) == 1


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 50), (30, 8)])
async def test_a_text_of_several_lines_fits_at_every_size(size: tuple[int, int]) -> None:
    app = Forms(letter("Dear Jo,\n" * 50))
    async with app.run_test(size=size) as pilot:
        await typed(pilot, "tab", "down", "x")
        assert any("xDear" in line for line in painted(app))
