"""The menu of what can be done on a screen, from the declared commands."""

from __future__ import annotations

from hrtui import commands
from screens.base import HrScreen
from screens.keys import keys_of
from screens.widgets.menu import Menu, MenuItem


def open_menu(screen: HrScreen, title: object) -> None:
    """Offer the commands of the screen that this actor can run here, and run the one that is chosen."""
    offered = [command for command in commands.on(screen.NAME) if command.menu and screen.offers(command.id)]
    items = [MenuItem(command.id, command.label, command.help, next(iter(keys_of(command)), "")) for command in offered]

    def chosen(command_id: str | None) -> None:
        if command_id is not None:
            screen.call_later(screen.action_command, command_id)

    screen.app.push_screen(Menu(title, items), chosen)
