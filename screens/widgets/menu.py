"""A list of what can be done, narrowed by typing; returns what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.geometry import Size

from hrtui.text import fold
from screens.frames import frames
from screens.keys import key_label
from screens.text import Align, fit, shown, width_of, wrapped
from screens.widgets.dialog import Dialog, Panel, asked, moved, offered
from screens.widgets.editing import Edit, edited, view
from screens.widgets.lines import Span
from screens.widgets.position import Position

WIDEST = 86
HIGHEST = 20
INTRO_LINES = 3
FRAME = 4
LABELS = 28
LEAST = 5  # lines that stay for what is typed and the items, however much is asked


@dataclass(frozen=True, slots=True)
class MenuItem:
    """What may be chosen: the value returned, its label, a sentence about it, and the key that does the same."""

    value: str
    label: str
    help: str = ""
    key: str = ""


Items = Sequence[MenuItem] | Callable[[str], Sequence[MenuItem]]


def narrowed(items: Sequence[MenuItem], text: str) -> list[MenuItem]:
    """The items that have every typed word in their label or sentence; labels that begin with the text come first."""
    words = fold(text).split()
    found = [item for item in items if all(word in fold(f"{item.label} {item.help}") for word in words)]
    return sorted(found, key=lambda item: (not fold(item.label).startswith(fold(text)), not _in_label(item, words)))


def _in_label(item: MenuItem, words: Sequence[str]) -> bool:
    return all(word in fold(item.label) for word in words)


class MenuPanel(Panel):
    """What is asked, the typed text and the items it leaves."""

    def __init__(
        self, title: object, items: Items, empty: str, intro: Sequence[object] = (), widest: int = WIDEST
    ) -> None:
        super().__init__(title)
        self.items = items
        self.empty = empty
        self.widest = widest
        self.intro = [shown(line) for line in intro]
        self.edit = Edit()
        self.found: list[MenuItem] = []
        self.at = Position()
        self.narrow(Edit())
        self._most = len(self.found)

    def narrow(self, edit: Edit) -> None:
        """Take the typed text; its cursor goes to the first item where the text is another."""
        changed = edit.text != self.edit.text or not self.found
        self.edit = edit
        if changed:
            source = self.items
            self.found = list(source(edit.text)) if callable(source) else narrowed(source, edit.text)
            self.at.place(len(self.found), None)

    @property
    def chosen(self) -> MenuItem | None:
        """The item under the cursor."""
        return self.found[self.at.cursor] if self.found else None

    def wanted(self, screen: Size) -> Size:
        """Room for what is asked, for every item within bounds, and for the line that is typed."""
        highest = HIGHEST if callable(self.items) else self._most
        width = min(self.widest, screen.width)
        return Size(width, len(self._above(width - FRAME)) + min(highest, HIGHEST) + 4)

    def inside(self, y: int, width: int) -> list[Span]:
        """What is asked, the typed line, the sentence of the item under the cursor where its line cuts it, then items."""
        least = LEAST if callable(self.items) else min(LEAST, 2 + self._most)
        above = self._above(width)[: max(0, self.inner.height - least)]
        self.at.resize(self.inner.height - 2 - len(above))
        if y < len(above):
            return [(above[y], "line--muted")]
        y -= len(above)
        if y == 0:
            before, under, after = view(self.edit, width - 2)
            return [
                (f"{frames().cursor} ", "line--key"),
                (before, "panel--focus"),
                (under, "panel--cursor"),
                (after, "panel--focus"),
            ]
        if y == 1:
            return self._cut_help(width)
        index = self.at.top + y - 2
        if y >= 2 and index < len(self.found):
            return self._item_line(index, width)
        return [(self.empty, "line--muted")] if y == 2 else []

    def _above(self, width: int) -> list[str]:
        """What is asked, each sentence on as many lines as it takes, three at most, and a blank line below."""
        lines = [part for line in self.intro for part in wrapped(line, max(1, width), INTRO_LINES)]
        return [*lines, ""] if lines else []

    def _cut_help(self, width: int) -> list[Span]:
        """The whole sentence of the item under the cursor, where there is no room for it beside its label."""
        item = self.chosen
        if item is None or width_of(shown(item.help)) <= width - 2 - self._labels(width) - 2 - self._keys() - 2:
            return []
        return [(f"  {shown(item.help)}", "line--muted")]

    def _labels(self, width: int) -> int:
        """How wide labels are that have something beside them: as their longest, and more than `LABELS` only within two thirds."""
        longest = max((width_of(shown(each.label)) for each in self.found if each.help or each.key), default=0)
        return min(longest, max(LABELS, width * 2 // 3))

    def _keys(self) -> int:
        return max(width_of(key_label(each.key)) if each.key else 0 for each in self.found)

    def _item_line(self, index: int, width: int) -> list[Span]:
        item, on = self.found[index], index == self.at.cursor
        keys = self._keys()
        sign = f"{frames().cursor if on else ' '} "
        if not (item.help or item.key):
            return [(sign + fit(shown(item.label), max(0, width - 2)), "panel--chosen" if on else "")]
        label = fit(shown(item.label), self._labels(width)) + "  "
        key = fit(key_label(item.key) if item.key else "", keys, Align.RIGHT) + "  "
        help_text = fit(shown(item.help), max(0, width - width_of(sign + label + key)))
        if on:
            return [(sign + label + key + help_text, "panel--chosen")]
        return [(sign + label, ""), (key, "line--key"), (help_text, "line--muted")]


class Menu(Dialog[str | None]):
    """Returns the value of the chosen item, or None. `items` may be asked by the typed text, as a palette does; `intro` are
    sentences above them."""

    def __init__(
        self,
        title: object,
        items: Items,
        *,
        empty: str = "Nothing matches; escape empties the line.",
        intro: Sequence[object] = (),
        widest: int = WIDEST,
    ) -> None:
        self.menu = MenuPanel(title, items, empty, intro, widest)
        super().__init__(self.menu, offered("choose", "leave"))

    async def pressed(self, key: str, character: str | None) -> bool:
        """Move, choose, narrow, empty or close."""
        menu = self.menu
        change = None if key in ("home", "end") else edited(menu.edit, key, character)
        if change is not None:
            menu.narrow(change)
        elif asked(key) == "choose" and menu.chosen is not None:
            self.leave(menu.chosen.value)
        elif asked(key) == "leave" and menu.edit.text:
            menu.narrow(Edit())
        elif asked(key) == "leave":
            self.leave(None)
        else:
            moved(menu.at, key)
        menu.aside = f"{menu.at.cursor + 1} of {len(menu.found)}" if len(menu.found) > menu.at.height > 0 else ""
        menu.repaint()
        return change is not None or not key.startswith("ctrl+")
