"""What each of a panel is to find out: attributes and questions, which may be said anew for one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from hrtui.interviews import feedback, kitting
from hrtui.interviews.asking import zone_of
from hrtui.interviews.kits import Sheet
from hrtui.interviews.model import SPOKEN, Interview
from hrtui.people.model import Done
from screens.base import HrScreen
from screens.interviews import faces
from screens.interviews.mine import lines_of
from screens.recruiting.asking import Values, ask, text
from screens.widgets.detail import Block
from screens.widgets.fields import Field, LinesField, TextField
from screens.widgets.menu import Menu, MenuItem
from screens.widgets.page import Page
from screens.widgets.writing import Writing

WIDEST = 86


class KitScreen(HrScreen):
    """`kit INT-00007`."""

    NAME = "kit"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.head = Block([[]])
        self.page = Page()
        self.shown: Interview | None = None
        self.sheets: Sequence[Sheet] = ()

    def body(self) -> Iterable[Widget]:
        """Which interview it is, and the kits."""
        yield self.head
        yield self.page

    def on_mount(self) -> None:
        """The kits have the keys."""
        self.page.focus()

    def on_resize(self) -> None:
        """Break the lines for another width."""
        self._lay_out()

    def begin(self) -> None:
        """Read the kits."""
        ctx, number = self.ctx, self.argument.strip()
        self.work_on(lambda: feedback.kit_sheets(ctx, number), self._show)

    def _show(self, found: tuple[Interview, tuple[Sheet, ...]]) -> None:
        self.shown, self.sheets = found
        held = self.shown
        self.head.show([[
            (f"{held.number}, {SPOKEN[held.state]}  ", "line--strong"), (faces.hours(held.begins, held.ends, zone_of(held.zone)), "")
        ]])  # fmt: skip
        self._lay_out()

    def _lay_out(self) -> None:
        if self.shown is None or not self.size.width:
            return
        writing = Writing(min(WIDEST, self.size.width - 3), 1)
        out = []
        for line in lines_of(self.shown, self.sheets):
            for words, tone in line or [("", "")]:
                out += [[(words[piece.start : piece.end], tone)] for piece in writing.pieces(words)]
        self.page.show(out)

    def do_change(self) -> None:
        """Say what one of the panel is to find out."""
        held = self.shown
        if held is None:
            return
        items = [MenuItem(each.member.person, each.member.name, faces.plain(each.member.role)) for each in self.sheets]

        def chosen(person: str | None) -> None:
            sheet = next((each for each in self.sheets if each.member.person == person), None)
            if sheet is not None:
                ask_kit(self, held, sheet)

        self.app.push_screen(Menu(f"Whose kit of {held.number}", items), chosen)


def ask_kit(screen: HrScreen, held: Interview, sheet: Sheet) -> None:
    """Ask for the attributes and questions of one of the panel."""
    ctx, person = screen.ctx, sheet.member.person
    fields: list[Field] = [
        TextField(key="attributes", label="Assesses", initial=", ".join(each.label for each in sheet.attributes),
                  help="attributes between commas; empty for those of the recruiting file"),
        LinesField(key="questions", label="Asks", initial="\n".join(sheet.questions), help="a question a line; empty for the usual ones"),
    ]  # fmt: skip

    def save(values: Values) -> Done:
        attributes = [each for each in text(values, "attributes").split(",") if each.strip()]
        questions = text(values, "questions").splitlines()
        return kitting.set_kit(ctx, held.number, person, attributes, questions)

    ask(screen, f"Kit of {sheet.member.name}", fields, save)
