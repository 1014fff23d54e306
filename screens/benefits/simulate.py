"""The simulator: the election form of an event that is not opened; nothing is written until it is."""

from __future__ import annotations

from datetime import date

from hrtui.benefits import service
from hrtui.benefits.desk import Desk
from hrtui.benefits.model import EventKind
from hrtui.benefits.opening import owed
from hrtui.errors import RuleBroken
from screens.benefits.deskscreen import DeskScreen


class SimulateScreen(DeskScreen):
    """`simulate NUMBER KIND[:LIFE EVENT] [DAY]`: the same form of an event that is not opened; nothing is written."""

    NAME = "simulate"

    def begin(self) -> None:
        """Make the event as it would be opened."""
        number, kind, reason, day = self._asked()
        ctx = self.ctx
        self.work_on(lambda: service.simulate(ctx, number, kind, day, reason), self._made, hold=True)

    def _asked(self) -> tuple[str, EventKind, str, date | None]:
        number, _, rest = self.argument.strip().partition(" ")
        what, _, day = rest.strip().partition(" ")
        kind, _, reason = what.partition(":")
        known = [each.value for each in EventKind]
        if kind not in known:
            raise RuleBroken(f"“{kind}” is no kind of event; there is {', '.join(known)}.", "kind")
        try:
            return number, EventKind(kind), reason, date.fromisoformat(day) if day else None
        except ValueError:
            raise RuleBroken(f"“{day}” is no day; write it as 2026-03-01.", "day") from None

    def _made(self, desk: Desk) -> None:
        papers = owed(desk.event, desk.book)
        self.show_heading("nothing is saved")
        self.show_desk(desk)
        self.say(" ".join(papers) if papers else "Nothing is saved here; S opens the event with what is chosen.")

    def do_open(self) -> None:
        """Open the event for real, and enter what is chosen."""
        desk = self.desk
        if desk is None:
            return
        ctx, event, number = self.ctx, desk.event, desk.member.number
        chosen = desk.choices

        def opened() -> str:
            made = service.open_event(ctx, number, event.kind, event.day, event.reason).event
            if chosen:
                service.elect(ctx, made, chosen)
            return made

        def done(made: str) -> None:
            self.shell.changed()
            self.shell.go(f"elect {made}")

        self.work_on(opened, done, hold=True)
