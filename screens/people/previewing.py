"""What screens share that first show in lists what would be written: the work on a thread, the lists, the typed number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from textual import events
from textual.strip import Strip
from textual.widget import Widget

from screens.base import HrScreen
from screens.widgets.confirm import Confirm
from screens.widgets.lines import LineWidget, Span
from screens.widgets.progress import Progress, Work

WIDE = 120


class Lists(LineWidget):
    """The names of the lists, the one shown in brackets."""

    DEFAULT_CSS = """
    Lists { height: 1; width: 1fr; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.names: Sequence[str] = ()
        self.at = 0

    def show(self, names: Sequence[str], at: int) -> None:
        """Show these names, one of them in brackets."""
        if (tuple(names), at) != (self.names, self.at):
            self.names, self.at = tuple(names), at
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The names in a row."""
        spans: list[Span] = []
        for index, name in enumerate(self.names):
            on = index == self.at
            spans.append((f"[{name}] " if on else f" {name}  ", "line--key" if on else "line--muted"))
        return self.strip(spans, self.size.width)


class Stepped(Protocol):
    """Lists of which one is shown, and everything about its row below them, or beside them where there is room."""

    def step(self, by: int) -> None:
        """Show the next or the previous list."""

    def set_class(self, add: bool, /, *class_names: str) -> object:
        """Have a class, or have it no longer."""


class PreviewScreen(HrScreen):
    """Computes on a thread, one thing at a time, how far it is in the place of a widget; shows lists; asks for the number."""

    view: Stepped
    covered: Widget  # what stands where the progress is told

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.progress = Progress()
        self._work: Work | None = None
        self._writes = False

    def on_unmount(self) -> None:
        """Compute for nobody no longer; what is being written goes on, and is told on the screen shown then."""
        if not self._writes:
            self.stop_work()

    def unsaved(self) -> str:
        """What is still being written."""
        return "It is still being written." if self._work is not None and self._writes else ""

    def on_resize(self, event: events.Resize) -> None:
        """Show what is known of a row beside the list where there is room, else below it."""
        self.view.set_class(event.size.width >= WIDE, "-wide")

    def begin_work(self, what: str, writes: bool = False) -> Work:
        """Stop what is being computed, and begin something else."""
        self.stop_work()
        self._writes = writes
        work = self._work = Work(lambda done, total: self.call_later(self.progress.tell, done, total))
        self.progress.start(what)
        self.covered.display = False
        return work

    def stop_work(self) -> None:
        """Have what is being computed stop."""
        if self._work is not None:
            self._work.stop()

    def is_done(self, work: Work) -> bool:
        """Whether work that came to an end is what is waited for; then it is no longer."""
        if work is not self._work:
            return False
        self._work = None
        self.progress.stop()
        self.covered.display = True
        return True

    def ask_number(self, question: str, details: Sequence[str], count: int, title: str) -> None:
        """Ask for the number of people, and write once it is typed."""
        lines = [line for line in (*details, "It is one change: u undoes all of it.") if line]
        self.app.push_screen(Confirm(question, lines, word=str(count), title=title), self._confirmed)

    def _confirmed(self, sure: bool | None) -> None:
        if sure:
            self.write()

    def write(self) -> None:
        """Write what was shown."""
        raise NotImplementedError

    # -- looking through

    def do_tab(self) -> None:
        """Show the next list."""
        self.view.step(1)

    def do_tab_back(self) -> None:
        """Show the list before."""
        self.view.step(-1)
