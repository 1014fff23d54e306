"""A screen that crashes on `x`, or on a thread on `t`, and a slow one that takes what is typed ahead."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from textual import events
from textual.widget import Widget

from hrtui.errors import RuleBroken
from screens.base import HrScreen
from screens.widgets.lines import Line
from screens.widgets.page import Page

SECRET = "123-45-6789"


class Crashing(HrScreen):
    """Shows a value that must not outlive the screen."""

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.page = Page()

    @property
    def title_line(self) -> str:
        return "Crashing"

    def body(self) -> Iterable[Widget]:
        yield self.page

    def begin(self) -> None:
        self.page.show([[(f"SSN {SECRET}", "")]])

    def key_x(self) -> None:
        ssn = SECRET
        raise ValueError(f"no such number {ssn}")

    def key_t(self) -> None:
        self.work_on(self.key_x, lambda _: None)


class Refusing(HrScreen):
    """Loading fails with a rule's sentence."""

    @property
    def title_line(self) -> str:
        return "Refusing"

    def begin(self) -> None:
        def refuse() -> None:
            raise RuleBroken("The year is closed; choose another.")

        self.work_on(refuse, lambda _: None)


class Slow(HrScreen):
    """Loads until it is let go; takes letters only once it is loaded."""

    let_go = threading.Event()

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.line = Line("loading", id="typed")
        self.box = Box()

    @property
    def title_line(self) -> str:
        return "Slow"

    def body(self) -> Iterable[Widget]:
        yield self.line
        yield self.box

    def begin(self) -> None:
        self.work_on(lambda: self.let_go.wait(20), lambda _: self.box.focus(), hold=True)


class Busy(Slow):
    """Waits as the slow one does, and is refused in the end."""

    def begin(self) -> None:
        def refuse() -> None:
            self.let_go.wait(20)
            raise RuleBroken("Others are writing; try again.")

        self.box.focus()
        self.work_on(refuse, lambda _: None, hold=True)


class Box(Page):
    """Collects the letters typed into it, once it has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.typed = ""
        self.can_focus = True

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        if event.is_printable:
            event.stop()
            self.typed += event.character or ""
