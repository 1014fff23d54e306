"""What every payslip on screen has: who and when, its figures, why beside them where there is room, and the walk."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.containers import Horizontal
from textual.widget import Widget

from screens.base import HrScreen
from screens.payroll.roll import Roll
from screens.payroll.slip import Slip
from screens.payroll.sliplines import CHECK, YEAR
from screens.payroll.whypane import WhyPane
from screens.text import Tone
from screens.widgets.lines import Line

WIDE = 120


class SlipScreen(HrScreen):
    """One person's check, walked through the list it was opened from."""

    DEFAULT_CSS = """
    SlipScreen Horizontal { height: 1fr; }
    SlipScreen WhyPane { display: none; }
    SlipScreen.-wide WhyPane { display: block; }
    SlipScreen.-wide Slip { width: 74; }
    SlipScreen #when { color: $text-muted; }
    """

    def __init__(self, argument: str = "", roll: Roll | None = None) -> None:
        super().__init__(argument)
        self.roll = roll
        self.who = Line(tone=Tone.STRONG)
        self.when = Line(id="when")
        self.slip = Slip()
        self.pane = WhyPane()

    def body(self) -> Iterable[Widget]:
        """Who and when; the slip, and where there is room why its figure is what it is."""
        yield self.who
        yield self.when
        with Horizontal():
            yield self.slip
            yield self.pane

    def on_mount(self) -> None:
        """The slip has the keys."""
        self.slip.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Show why beside the slip where there is room."""
        self.set_class(event.size.width >= WIDE, "-wide")

    # -- other people

    def walks(self) -> bool:
        """Whether there is a list to walk."""
        return self.roll is not None

    def opened_alone(self) -> str:
        """The sentence where there is no list to walk."""
        raise NotImplementedError

    def show_person(self, number: str) -> None:
        """Show the slip of another person of the list."""
        raise NotImplementedError

    def do_next(self) -> None:
        """Show the next person of the list."""
        self._step(1)

    def do_previous(self) -> None:
        """Show the previous person of the list."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if self.roll is None or not self.walks():
            self.say(self.opened_alone())
            return
        number = self.roll.step(by)
        if number:
            self.show_person(number)
        else:
            self.say("This is the last of the list." if by > 0 else "This is the first of the list.")

    # -- figures

    def do_right(self) -> None:
        """Move to the year to date."""
        self.slip.turn(YEAR)

    def do_left(self) -> None:
        """Move to this check."""
        self.slip.turn(CHECK)

    def open_why(self) -> None:
        """Show where the figure under the cursor comes from."""
        from screens.widgets.why import WhyTree

        if self.slip.why is not None:
            self.app.push_screen(WhyTree(self.slip.why))

    def on_slip_moved(self) -> None:
        """Explain the figure beside the slip."""
        self.pane.show(self.slip.why)
