"""The line a list is filtered by: what is typed is told at once, keys that move go straight into the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from os.path import commonprefix
from typing import Any, ClassVar, Protocol

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from hrtui.errors import HrError
from screens.keys import command_of, key_label
from screens.text import fit, shown, width_of
from screens.widgets.editing import Edit, at_end, edited, inserted, view
from screens.widgets.lines import LineWidget, Span

ERASING = ("backspace", "delete", "ctrl+h", "ctrl+d")
Complete = Callable[[str, int], tuple[int, Sequence[str]]]
INTO_THE_LIST = ("table.down", "table.up", "table.page_down", "table.page_up", "table.open")


class Filtered(Protocol):
    """What is filtered: a list or a board that takes the focus and the keys that move."""

    def focus(self, scroll_visible: bool = True) -> Any:
        """Have the keys."""

    def do_open(self) -> None:
        """Open what its cursor is on."""

    def run_command(self, command_id: str) -> object:
        """Move as a command says."""


class FilterLine(LineWidget, can_focus=True):
    """One line of input above a list.

    `changed(text)` is called within the key press, so that echo and result are painted in one frame. Keys that move go
    into the list and stay there, but for `enter` where `entered()` takes the text itself; escape clears the text and
    leaves. `begin` takes the focus: what is typed then replaces the text that was there, unless a key moves in it first.
    `complete(text, at)` says where the term under the cursor begins and what it may become: tab puts in as much as is
    certain and shows the rest, tab again takes one by one. `tell(sentence)` is told a fault for which there is no room.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="table.open"),
        Binding("escape", "back", "Clear", id="app.back"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"filter--cursor", "filter--fault", "filter--selected"}
    DEFAULT_CSS = """
    FilterLine { height: 1; width: 1fr; padding: 0 1; }
    FilterLine:focus { background: $boost; }
    FilterLine > .filter--cursor { color: $input-cursor-foreground; background: $input-cursor-background; text-style: $input-cursor-text-style; }
    FilterLine > .filter--selected { color: $input-selection-foreground; background: $input-selection-background; }
    FilterLine:nocolor > .filter--cursor, FilterLine:nocolor > .filter--selected { text-style: reverse; }
    FilterLine > .filter--fault { color: $text-error; text-style: underline; }
    """

    class Left(Message):
        """Escape was pressed: the list is to have the keys."""

        def __init__(self, line: FilterLine) -> None:
            super().__init__()
            self.line = line

        @property
        def control(self) -> FilterLine:
            """The line."""
            return self.line

    def __init__(
        self,
        changed: Callable[[str], None],
        table: Filtered | None = None,
        *,
        hint: str = "filter",
        complete: Complete | None = None,
        entered: Callable[[], bool] | None = None,
        tell: Callable[[str], object] | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.handed_over = entered
        self.tell = tell
        self.changed = changed
        self.table = table
        self.hint = shown(hint)
        self.completer = complete
        self.offered: tuple[str, ...] = ()
        self.taken = -1
        self.start = 0
        self.edit = Edit()
        self.selected = False
        self.note = ""
        self.fault = ""
        self.fault_at: int | None = None

    @property
    def text(self) -> str:
        """What is typed."""
        return self.edit.text

    def begin(self) -> None:
        """Take the focus, the text selected."""
        self.edit = at_end(self.text)
        self.selected = bool(self.text)
        self.focus()

    def set_text(self, text: str) -> None:
        """Filter by another text, as if typed."""
        self._take(at_end(shown(text)))

    def show_note(self, note: object) -> None:
        """What stands at the right: how many of how many, how sorted, how many marked."""
        text = shown(note)
        if text != self.note:
            self.note = text
            self.refresh()

    def show_fault(self, sentence: object, at: int | None = None) -> None:
        """Say what is not understood, and point at its character, until the text changes."""
        self.fault, self.fault_at = shown(sentence), at
        if self.tell is not None and self.fault and width_of(self.fault) + 2 > self._room_aside():
            self.tell(self.fault)
        self.refresh()

    def point(self, at: int) -> None:
        """Take the focus, and put the cursor on a character that is not understood."""
        self.edit, self.selected = Edit(self.text, min(at, len(self.text))), False
        self.focus()
        self.refresh()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters are typed here, not commands."""
        return width_of(key_label(key)) == 1

    def action_open(self) -> None:
        """Open what the list's cursor is on."""
        if self.table is not None:
            self.table.focus()
            self.table.do_open()

    def action_back(self) -> None:
        """Empty the line, and leave it."""
        self._take(Edit())
        self.post_message(self.Left(self))

    def on_key(self, event: events.Key) -> None:
        """Edit, move in the list, or leave."""
        if self._handled(event.key, event.character if event.is_printable else None):
            event.stop()
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Put in what was pasted, as one line."""
        event.stop()
        self._take(inserted(Edit() if self.selected else self.edit, event.text))

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.selected = False
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The text, and at the right the fault or the note."""
        width = self.size.width
        aside, name = (f"! {self.fault}", "line--bad") if self.fault else (self.note, "line--muted")
        aside = fit(aside, min(width_of(aside), self._room_aside()))
        if self.offered:
            room = max(14, min(width_of(self.text) + 2, width // 2))
            line = [("/ ", "line--key"), *self._input(room), (" ", "")]
            return self.strip([*line, *self._candidates(width - room - 4)], width)
        room = max(1, width - width_of(aside) - 3)
        return self.strip([("/ ", "line--key"), *self._input(room), (" ", ""), (aside, name)], width)

    def _room_aside(self) -> int:
        """The cells that what is typed leaves for what stands at the right."""
        return max(0, self.size.width - max(12, width_of(self.text) + 4))

    def _handled(self, key: str, character: str | None) -> bool:
        replaces = self.selected and (character is not None or key in ERASING)
        changed = edited(Edit() if replaces else self.edit, key, character)
        command = command_of("table", key)
        if changed is not None:
            self._take(changed)
        elif key == "escape":
            self.action_back()
        elif key == "tab" and self.completer is not None:
            self._complete(self.completer)
        elif command is not None and command.id == "table.open" and self.handed_over is not None and self.handed_over():
            pass
        elif self.table is not None and command is not None and command.id in INTO_THE_LIST:
            self.table.focus()
            self.table.run_command(command.id)
        else:
            return False
        return True

    def _complete(self, complete: Complete) -> None:
        """Put in the next of those offered; or ask anew, and put in what all of them begin with."""
        if len(self.offered) > 1:
            self._put((self.taken + 1) % len(self.offered))
            return
        try:
            start, found = complete(self.text, self.edit.at)
        except HrError as error:
            self.show_fault(error)
            return
        self.offered, self.start, self.taken = tuple(map(shown, found)), start, -1
        typed, certain = self.text[start : self.edit.at], commonprefix(self.offered)
        if len(self.offered) == 1:
            self._put(0)
        elif len(certain) > len(typed):
            self._replace(certain)
        self.refresh()

    def _put(self, index: int) -> None:
        self.taken = index
        self._replace(self.offered[index])

    def _replace(self, token: str) -> None:
        offered, taken = self.offered, self.taken
        text = self.text[: self.start] + token
        self._take(Edit(text + self.text[self.edit.at :], len(text)))
        self.offered, self.taken = offered if len(offered) > 1 else (), taken

    def _candidates(self, width: int) -> list[Span]:
        """What tab puts in, from the one taken last on."""
        at = max(0, self.taken)
        spans: list[Span] = [("tab ", "line--key")]
        left = width - 4
        for index in range(at, len(self.offered)):
            text = f"{self.offered[index]}  "
            if width_of(text) > left:
                break
            spans.append((text, "line--strong" if index == self.taken else "line--muted"))
            left -= width_of(text)
        return spans

    def _take(self, edit: Edit) -> None:
        self.offered, self.taken = (), -1
        before, self.edit, self.selected = self.edit, edit, False
        self.refresh()
        if edit.text != before.text:
            self.fault, self.fault_at = "", None
            self.changed(edit.text)

    def _input(self, width: int) -> list[Span]:
        if not self.text and not self.has_focus:
            return [(fit(self.hint, width), "line--muted")]
        if not self.has_focus:
            return [(fit(self.text, width), "")]
        before, under, after = view(self.edit, width)
        if self.selected:
            return [(before, "filter--selected"), (under, "filter--cursor"), (after, "")]
        if self.fault_at is not None and 0 <= self.fault_at < len(before) == self.edit.at:
            at = self.fault_at
            spans = [(before[:at], ""), (before[at], "filter--fault"), (before[at + 1 :], "")]
        else:
            spans = [(before, "")]
        return [*spans, (under, "filter--cursor"), (after, "")]
