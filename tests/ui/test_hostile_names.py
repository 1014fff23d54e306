"""Names made of escapes, markup, direction marks and emoji are text in every widget."""

import unicodedata
from array import array
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widget import Widget

from hrtui.errors import RuleBroken
from hrtui.payroll.model import Why
from hrtui.text import BIDI
from screens.widgets.charts import bars
from screens.widgets.columns import Column
from screens.widgets.confirm import Confirm
from screens.widgets.detail import Block, Detail, Fact
from screens.widgets.fields import Choice, ChoiceField, DayField, SecretField, TextField
from screens.widgets.filter import FilterLine
from screens.widgets.form import FormScreen
from screens.widgets.lines import HeaderLine, Heading, KeyLine, Line, MessageLine
from screens.widgets.menu import Menu, MenuItem
from screens.widgets.table import VirtualTable
from screens.widgets.why import WhyTree

HOSTILE = {
    "colour": "\x1b[31mRed\x1b[0m Name",
    "clipboard": "An\x1b]52;c;aGFja2Vk\x07n Name",
    "title": "\x1b]0;owned\x1b\\Ann Name",
    "c1": "An\x9b2Jn \x9d52;c;aGk=\x9c Name",
    "controls": "A\x00n\x07n\x08 \x0e\x7f Name",
    "newlines": "Ann\nName\r\nLee\u2028Zed Name",
    "tabs": "Ann\tName",
    "markup": "[@click=app.quit]Name[/]",
    "closing": "[/] Name [/b]",
    "bold": "[b]Name[/b] [link=http://x]x[/link]",
    "variables": "[$primary]Name \\",
    "right-to-left": "\u202eemaN\u202c Name \u2066x\u2069\u200f",
    "invisible": "\ufeffA\u200bnn\u2060 \U000e0041Name",
    "stacked": "Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307a Name",
    "family": "👩‍👩‍👧‍👦 Name 🇩🇪 👍🏽",
    "wide": "山田太郎 Name",
    "hebrew": "שלום Name",
    "surrogate": "A\ud800nn Name",
}
VISIBLE = {
    "markup": "[@click=app.quit]",
    "closing": "[/] Name [/b]",
    "bold": "[b]Name[/b]",
    "variables": "[$primary]Name \\",
}


def a_table(name: str) -> VirtualTable[str]:
    columns: tuple[Column[str], ...] = (Column("name", name, 40, text=str), Column("again", name, 30, text=str))
    table = VirtualTable(columns, lambda ids: [name for _ in ids], empty=(name,))
    table.set_ids(array("q", range(30)))
    return table


def an_empty_table(name: str) -> VirtualTable[str]:
    return VirtualTable((Column("name", name, 40, text=str),), lambda ids: [], empty=(name,))


def a_filter(name: str) -> FilterLine:
    line = FilterLine(lambda text: None, hint=name)
    line.set_text(name)
    line.show_note(name)
    return line


def a_fault(name: str) -> FilterLine:
    line = FilterLine(lambda text: None)
    line.show_fault(name, 0)
    return line


def a_message(name: str) -> MessageLine:
    line = MessageLine()
    line.show(name, error=True)
    return line


def a_detail(name: str) -> Detail:
    pane = Detail()
    pane.show(name, [Fact(name, name), Fact("", name), Fact("Name", name * 10)])
    return pane


def a_form(name: str) -> FormScreen:
    def refuse(value: object) -> str:
        raise RuleBroken(f"{name} is refused")

    fields = [
        TextField(key="a", label=name, unit=name, help=name, initial=name),
        ChoiceField(
            key="b", label="Choice", choices=[Choice(name, name), Choice("x", name)], initial=Choice(name, name)
        ),
        ChoiceField(key="c", label="List", choices=lambda text: [Choice(n, f"{name} {n}") for n in range(3)]),
        DayField(key="d", label="Day", today=date(2026, 11, 23)),
        TextField(key="e", label="Checked", initial="x", check=refuse),
        SecretField(key="f", label="Secret", initial=name),
    ]
    form = FormScreen(name, fields, intro=[name], typed={"d": name})
    form.model.refuse(RuleBroken(name, "c"))
    return form


WIDGETS: dict[str, Callable[[str], Widget]] = {
    "table": a_table,
    "empty table": an_empty_table,
    "filter": a_filter,
    "fault": a_fault,
    "line": Line,
    "header": lambda name: HeaderLine(Heading(name, name, name, name, name)),
    "message": a_message,
    "keys": lambda name: KeyLine([(name, name)]),
    "detail": a_detail,
    "block": lambda name: Block([[(name, ""), (name, "line--muted")]]),
    "bars": lambda name: Block(bars([(name, 3, name)], 70)),
}
DIALOGS: dict[str, Callable[[str], Screen[Any]]] = {
    "form": a_form,
    "confirm": lambda name: Confirm(name, [name], title=name),
    "word": lambda name: Confirm(name, [name], word=name),
    "menu": lambda name: Menu(name, [MenuItem("a", name, name), MenuItem("b", "Other", name)], empty=name),
    "why": lambda name: WhyTree(Why(name, name, name, name, (Why(name, name),))),
}


class Shows(App[None]):
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = ""
    CSS = "Screen { layout: vertical; } #all > * { height: 6; }"

    def __init__(self, widgets: dict[str, Widget]) -> None:
        super().__init__()
        self.widgets = widgets

    def compose(self) -> ComposeResult:
        with Vertical(id="all"):
            yield from self.widgets.values()

    @property
    def painted(self) -> list[str]:
        return [strip.text for strip in self.screen._compositor.render_strips()]


def check(lines: list[str], kind: str) -> None:
    text = "\n".join(lines)
    bad = [char for char in text if char != "\n" and unicodedata.category(char) in ("Cc", "Cs", "Co", "Zl", "Zp")]
    assert not bad
    assert not BIDI & set(text)
    for fragment in ("52;c", "owned", "\ufeff", "\U000e0041"):
        assert fragment not in text
    assert "Name" in text
    if kind in VISIBLE:
        assert VISIBLE[kind] in text


@pytest.mark.parametrize("kind", HOSTILE)
async def test_hostile_names_are_text_in_every_widget(kind: str) -> None:
    widgets = {name: made(HOSTILE[kind]) for name, made in WIDGETS.items()}
    app = Shows(widgets)
    async with app.run_test(size=(100, 6 * len(widgets))) as pilot:
        await pilot.pause()
        painted = app.painted
        for name, widget in widgets.items():
            region = widget.region
            assert region.height > 0, name
            check(painted[region.y : region.bottom], kind)


@pytest.mark.parametrize("kind", HOSTILE)
async def test_hostile_names_are_text_in_every_dialog(kind: str) -> None:
    app = Shows({})
    async with app.run_test(size=(100, 30)) as pilot:
        for made in DIALOGS.values():
            await app.push_screen(made(HOSTILE[kind]))
            await pilot.pause()
            check(app.painted, kind)
            await pilot.press("down", "up", "tab")
            check(app.painted, kind)
            await app.pop_screen()
