"""What all dialogs share: one painted, framed, opaque widget over the screen that stays visible, and keys taken in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.strip import Strip

from hrtui import commands
from screens.frames import frames
from screens.keys import command_of, key_label, keys_of
from screens.text import fit, shown, width_of
from screens.widgets.lines import KeyLine, LineWidget, Span
from screens.widgets.position import Position

T = TypeVar("T")


class Panel(LineWidget):
    """A frame with a title, its inside painted by `inside(y, width)`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "panel--chosen",
        "panel--field",
        "panel--focus",
        "panel--cursor",
        "panel--list",
        "panel--selected",
    }
    DEFAULT_CSS = """
    Panel { background: $surface; }
    Panel > .panel--chosen { color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold; }
    Panel > .panel--field { background: $boost; }
    Panel > .panel--focus { background: $primary-muted; }
    Panel > .panel--cursor { color: $input-cursor-foreground; background: $input-cursor-background; text-style: $input-cursor-text-style; }
    Panel:ansi > .panel--field, Panel:nocolor > .panel--field { text-style: underline; }
    Panel:nocolor > .panel--chosen, Panel:nocolor > .panel--cursor, Panel:nocolor > .panel--selected { text-style: reverse; }
    Panel > .panel--selected { color: $input-selection-foreground; background: $input-selection-background; }
    Panel > .panel--list { background: $panel; }
    """

    def __init__(self, title: object) -> None:
        super().__init__()
        self.title = shown(title)
        self.aside = ""
        self._painted: tuple[Size, str, list[list[Span]]] = (Size(0, 0), "", [])

    def wanted(self, screen: Size) -> Size:
        """The size it would like on a screen of this size, frame included."""
        raise NotImplementedError

    def inside(self, y: int, width: int) -> list[Span]:
        """A line of the inside, `width` cells of it."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Paint the lines that differ from what was painted last, nothing else."""
        size, aside, old = self._painted
        self._painted = (inner := self.inner, self.aside, self._all_inside())
        if size != inner:
            self.refresh()
            return
        differing = [y + 1 for y, spans in enumerate(self._painted[2]) if spans != old[y]]
        self.refresh_rows_at(*differing, *([self.size.height - 1] if aside != self.aside else []))

    def _all_inside(self) -> list[list[Span]]:
        width, height = self.inner
        return [self.inside(y, width) for y in range(height)]

    def _inside_line(self, y: int) -> list[Span]:
        inner = self.inner
        if self._painted[0] != inner:
            self._painted = (inner, self.aside, self._all_inside())
        return self._painted[2][y]

    @property
    def inner(self) -> Size:
        """The size inside the frame."""
        width, height = self.size
        return Size(max(0, width - 4), max(0, height - 2))

    def render_line(self, y: int) -> Strip:
        """The frame around a line of the inside."""
        signs, (width, height) = frames(), self.size
        if y == 0:
            return self._edge(
                signs.top_left, f" {fit(self.title, min(width_of(self.title), max(0, width - 6)))} ", signs.top_right
            )
        if y == height - 1:
            return self._edge(
                signs.bottom_left, f" {self.aside} " if self.aside else "", signs.bottom_right, at_end=True
            )
        edge = (signs.down, "line--frame")
        content = self.strip(self._inside_line(y - 1), width - 4)
        return Strip.join([self.strip([edge, (" ", "")], 2), content, self.strip([(" ", ""), edge], 2)])

    def _edge(self, start: str, text: str, end: str, *, at_end: bool = False) -> Strip:
        across, width = frames().across, self.size.width
        rest = max(0, width - 3 - width_of(text))
        before, after = (across * rest, across) if at_end else (across, across * rest)
        spans = [(start + before, "line--frame"), (text, "line--strong"), (after + end, "line--frame")]
        return self.strip(spans, width)


def moved(at: Position, key: str) -> bool:
    """Move in a list as the keys of lists do; whether the key was one of them."""
    command = command_of("table", key)
    moves: dict[str, Callable[[], None]] = {
        "table.down": lambda: at.go(at.cursor + 1),
        "table.up": lambda: at.go(at.cursor - 1),
        "table.page_down": lambda: at.scroll(at.page),
        "table.page_up": lambda: at.scroll(-at.page),
        "table.first": lambda: at.go(0),
        "table.last": lambda: at.go(at.count - 1),
    }
    move = moves.get(command.id) if command else None
    if move is not None:
        move()
    return move is not None


def asked(key: str) -> str:
    """The last part of the id of the dialog's command that a key runs."""
    command = command_of("dialog", key)
    return command.id.rpartition(".")[2] if command else ""


def offered(*names: str, **labels: str) -> list[tuple[str, str]]:
    """The first keys of these commands of dialogs, with their labels or those given."""
    found = [commands.named(f"dialog.{name}") for name in names]
    return [
        (key_label(keys_of(each)[0]), labels.get(name, each.label))
        for name, each in zip(names, found, strict=True)
        if keys_of(each)
    ]


class Dialog(ModalScreen[T]):
    """A screen of one panel in the middle, and a footer of its keys; keys come to `pressed`, the first typed ahead included."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    Dialog { background: transparent; align: center middle; }
    """

    def __init__(self, panel: Panel, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.panel = panel
        self.key_line = KeyLine(keys)
        self._is_left = False

    def leave(self, result: T) -> None:
        """Return a result; keys pressed behind the one that left are for what comes after."""
        if not self._is_left:
            self._is_left = True
            self.dismiss(result)

    def compose(self) -> ComposeResult:
        """The panel at its wanted size, and its keys."""
        self._fit(self.app.size)
        yield self.panel
        yield self.key_line

    async def on_key(self, event: events.Key) -> None:
        """Hand every key to `pressed`; what it takes goes no further, nor does anything that is typed."""
        if self._is_left:
            return
        character = event.character if event.is_printable else None
        if await self.pressed(event.key, character) or character is not None:
            event.stop()
            event.prevent_default()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the panel to the screen."""
        self._fit(event.size)

    async def pressed(self, key: str, character: str | None) -> bool:
        """Do what a key does; whether it was one of this dialog's."""
        raise NotImplementedError

    def _fit(self, screen: Size) -> None:
        wanted = self.panel.wanted(screen)
        self.panel.styles.width = min(wanted.width, screen.width)
        self.panel.styles.height = min(wanted.height, max(3, screen.height - 1))
