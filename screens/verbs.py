"""What screens of every area do alike: offer their verbs in a menu, and wait for work on a thread."""

from __future__ import annotations

from asyncio import Future, get_running_loop
from collections.abc import Callable
from typing import TypeVar

from hrtui import commands
from hrtui.errors import HrError
from screens.base import HrScreen
from screens.keys import keys_of
from screens.widgets.menu import Menu, MenuItem

T = TypeVar("T")


def open_menu(screen: HrScreen, title: object, first: str = "") -> None:
    """Offer the commands of the screen that this actor can run here, those of the part `first` before, and run the one
    that is chosen."""
    known = [*(commands.on(first) if first else ()), *commands.on(screen.NAME)]
    items: dict[tuple[str, str], MenuItem] = {}
    for command in known:
        if command.menu and screen.offers(command.id):
            key = next(iter(keys_of(command)), "")
            items.setdefault((command.label, key), MenuItem(command.id, command.label, command.help, key))

    def chosen(command_id: str | None) -> None:
        if command_id is not None:
            own = screen.NAME in commands.named(command_id).where
            screen.call_later(screen.action_command if own else screen.shell.run_anywhere, command_id)

    screen.app.push_screen(Menu(title, list(items.values())), chosen)


def waited(screen: HrScreen, function: Callable[[], T]) -> Future[T]:
    """The result of a function that runs on a thread of the screen; what it raises in words is raised where it is awaited."""
    future: Future[T] = get_running_loop().create_future()

    def failed(error: HrError) -> None:
        if not future.done():
            future.set_exception(error)

    def done(result: T) -> None:
        if not future.done():
            future.set_result(result)

    screen.work_on(function, done, failed)
    return future
