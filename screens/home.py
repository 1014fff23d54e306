"""Home: what needs attention, where to go, how many people there are, and who was opened lately."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from screens.base import HrScreen
from screens.widgets.page import Page


class HomeScreen(HrScreen):
    """The first screen."""

    NAME = "home"
    DEFAULT_CSS = """
    HomeScreen Page { padding: 0 1; }
    """

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.page = Page()

    def body(self) -> Iterable[Widget]:
        """One page."""
        yield self.page

    def on_page_opened(self, event: Page.Opened) -> None:
        """Go where the line leads."""
        self.shell.go(event.address)
