"""Where the application goes: addresses and who may go there, screens that are kept, and home beneath all others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from hrtui import commands
from hrtui.access.rules import require
from hrtui.context import Context
from hrtui.errors import HrError
from screens import beneath, places
from screens.base import HrScreen
from screens.closed import Closed
from screens.keys import Commanded

LENS = "app.lens"


class Going(Commanded, Closed, inherit_bindings=False):
    """The application as far as it goes from one screen to another; `address` is where to go first."""

    def __init__(self, known: places.Places, address: str) -> None:
        super().__init__()
        self.places = known
        self._address = address
        self._kept: dict[str, HrScreen] = {}

    @property
    def opened(self) -> Context | None:
        """The context, once the store is open."""
        raise NotImplementedError

    async def run_anywhere(self, command_id: str) -> None:
        """Run a command by the first that has it."""
        raise NotImplementedError

    def _look_by(self, text: str) -> None:
        raise NotImplementedError

    def get_default_screen(self) -> Screen[Any]:
        """The screen of the first address where it can be shown at once, else home."""
        target = beneath.first(self._address, self.places, self._permit) if self._address and self.opened else None
        if target is None:
            return self._keep("home", "")
        self._address = ""
        return self._keep(target.place, target.argument)

    def _lay_home_beneath(self) -> int:
        """Let home lie beneath all others; how many screens there are."""
        beneath.put(self, self._keep("home", ""))
        return len(self.screen_stack)

    def go(self, address: str) -> None:
        """Go to an address; where there is none such, or it is not permitted, say so."""
        self._go(address, self._show)

    def go_above(self, address: str) -> None:
        """As `go`, on top of what is shown: who leaves there is back here."""
        self._go(address, self._show_above)

    def _go(self, address: str, show: Callable[[places.Target], None]) -> None:
        try:
            target = places.find(address, self.places)
            self._permit(target)
        except HrError as error:
            self.say(error, error=True)
            return
        if target.place:
            show(target)
        if target.command == LENS and target.argument:
            self._look_by(target.argument)
        elif target.command:
            self.screen.call_later(self.run_anywhere, target.command)

    def leads(self, address: str) -> bool:
        """Whether an address leads to a screen this actor may open."""
        try:
            self._permit(places.find(address, self.places))
        except HrError:
            return False
        return True

    def _permit(self, target: places.Target) -> None:
        command = commands.named(target.command).permission if target.command else ""
        for permission in (command, self.places[target.place].permission if target.place else ""):
            if self.opened is not None and permission:
                require(self.opened.actor, permission)

    def _keep(self, name: str, argument: str) -> HrScreen:
        kept = self._kept.get(name)
        if kept is None:
            kept = self._kept[name] = places.make(self.places[name], argument)
            self.install_screen(kept, name)
        elif argument:
            kept.visit(argument)
        return kept

    def _show(self, target: places.Target) -> None:
        """Show a kept screen above home alone, as it was left; any other on top of what is there."""
        place = self.places[target.place]
        if not place.kept:
            self.push_screen(places.make(place, target.argument))
            return
        kept = self._keep(target.place, target.argument)
        if self.screen is kept:
            return
        for _ in range(self._lay_home_beneath() - 1):
            self.pop_screen()
        if target.place != "home":
            self.push_screen(kept)

    def _show_above(self, target: places.Target) -> None:
        """Show a kept screen on top of what is there, as it was left; back down to it where it lies beneath."""
        kept = self._keep(target.place, target.argument) if self.places[target.place].kept else None
        if kept is None or kept in self.screen_stack:
            self._show(target)
        else:
            self.push_screen(kept)
