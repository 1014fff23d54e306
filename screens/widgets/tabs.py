"""The names of the parts of a screen in a row, of which one is shown."""

from __future__ import annotations

from textual.strip import Strip

from screens.widgets.lines import LineWidget, Span


class Tabs(LineWidget):
    """The names of the tabs, the one shown in brackets, with how many of its facts are scheduled."""

    DEFAULT_CSS = """
    Tabs { height: 1; width: 1fr; padding: 0 1; }
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self.names = names
        self.at = 0
        self.scheduled: dict[str, int] = {}

    @property
    def current(self) -> str:
        """The name of the tab shown."""
        return self.names[self.at]

    def step(self, by: int) -> None:
        """Show the next or previous tab, round and round."""
        self.at = (self.at + by) % len(self.names)
        self.refresh()

    def turn_to(self, at: int) -> None:
        """Show one tab, and count nothing."""
        self.at, self.scheduled = at, {}
        self.refresh()

    def note(self, scheduled: dict[str, int]) -> None:
        """How many rows of each tab take effect after today."""
        if scheduled != self.scheduled:
            self.scheduled = scheduled
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The names in a row."""
        spans: list[Span] = []
        for index, text in enumerate(self._texts(self.size.width)):
            spans.append((f"[{text}] ", "line--key") if index == self.at else (f" {text}  ", "line--muted"))
        return self.strip(spans, self.size.width)

    def _texts(self, width: int) -> list[str]:
        """The name of each tab with what is scheduled in it: in words where there is room, else as `+2`."""
        counts = [(name.capitalize(), self.scheduled.get(name)) for name in self.names]
        spoken = [f"{name}, {count} scheduled" if count else name for name, count in counts]
        if sum(len(text) + 3 for text in spoken) <= width:
            return spoken
        return [f"{name} +{count}" if count else name for name, count in counts]
