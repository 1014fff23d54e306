"""How far a long piece of work is: how much of how much, how long to go, and that escape stops it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import perf_counter

from textual.strip import Strip

from screens.frames import frames
from screens.text import shown, width_of
from screens.widgets.lines import LineWidget, Span

OFTEN = 0.1
SURE_AFTER = 0.5
SHORTEST_BAR, LONGEST_BAR = 6, 40


class Work:
    """Long work on a thread: `progress` and `cancelled` are handed to the use case; `tell(done, total)` hears of it at most
    ten times a second."""

    def __init__(self, tell: Callable[[int, int], object]) -> None:
        self._tell = tell
        self._stop = Event()
        self._told = 0.0

    def progress(self, done: int, total: int) -> None:
        """Pass on how far it is."""
        now = perf_counter()
        if now - self._told >= OFTEN or done == total:
            self._told = now
            self._tell(done, total)

    def cancelled(self) -> bool:
        """Whether it is to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask it to stop."""
        self._stop.set()


def to_go(elapsed: float, done: int, total: int) -> str:
    """How long it will take yet, in words; empty while nothing is known."""
    if elapsed < SURE_AFTER or not 0 < done < total:
        return ""
    seconds = round(elapsed / done * (total - done))
    if seconds < 1:
        return "nearly done"
    return f"{seconds} s to go" if seconds < 100 else f"{(seconds + 30) // 60} min to go"


class Progress(LineWidget):
    """One line, there only while something is under way."""

    DEFAULT_CSS = """
    Progress { height: 1; width: 1fr; padding: 0 1; background: $panel; display: none; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.what = ""
        self.done = self.total = 0
        self._began = 0.0

    def start(self, what: object) -> None:
        """Show that something begins, such as `Computing`."""
        self.what, self.done, self.total = shown(what), 0, 0
        self._began = perf_counter()
        self.display = True
        self.refresh()

    def tell(self, done: int, total: int) -> None:
        """Show how far it is; `total` is 0 while it is not known."""
        if self.display:
            self.done, self.total = done, total
            self.refresh()

    def stop(self) -> None:
        """Take the line away."""
        self.display = False

    @property
    def text(self) -> str:
        """What the line says before its bar."""
        count = (
            f" {self.done:,} of {self.total:,}" if self.total else f" {self.done:,}" if self.done else frames().ellipsis
        )
        left = to_go(perf_counter() - self._began, self.done, self.total)
        return f"{self.what}{count}" + (f" {frames().between} {left}" if left else "")

    def render_line(self, y: int) -> Strip:
        """The words, a bar, and the key that stops it."""
        width, text, leave = self.size.width, self.text, [("esc", "line--key"), (" stops", "line--muted")]
        room = min(LONGEST_BAR, width - width_of(text) - len("esc stops") - 4)
        bar: list[Span] = []
        if self.total and room >= SHORTEST_BAR:
            filled = room * self.done // self.total
            bar = [
                (frames().full * filled, "line--key"),
                (frames().across * (room - filled), "line--muted"),
                ("  ", ""),
            ]
        return self.strip([(text, "line--strong"), ("  ", ""), *bar, *leave], width)
