"""Commands are declared once, in a module an area: keys, footer, menu, help, palette and the generated reference come
from here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hrtui.commands import (
    attention,
    audit,
    benefitplans,
    benefits,
    bulk,
    cobra,
    enrolment,
    everywhere,
    exchange,
    interviews,
    org,
    payroll,
    people,
    privacy,
    recruiting,
    recruitreports,
    retention,
    store,
    views,
    widgets,
)
from hrtui.commands.model import Area, Command

__all__ = ["ALL", "AREAS", "READING", "SCREENS", "WRITERS", "Area", "Command", "ids", "named", "on", "writes"]

AREAS: tuple[Area, ...] = (
    everywhere.AREA,
    widgets.AREA,
    people.AREA,
    exchange.AREA,
    bulk.AREA,
    payroll.AREA,
    benefitplans.AREA,
    benefits.AREA,
    enrolment.AREA,
    cobra.AREA,
    recruiting.AREA,
    recruitreports.AREA,
    interviews.AREA,
    attention.AREA,
    retention.AREA,
    store.AREA,
    privacy.AREA,
    audit.AREA,
    views.AREA,
    org.AREA,
)
"""The areas in the order in which their commands are listed; a new one is imported and gets a line."""

READING: frozenset[str] = frozenset().union(*(area.reading for area in AREAS))
"""The actions that change nothing."""

WRITERS: frozenset[str] = frozenset().union(*(area.writers for area in AREAS))
"""The commands that change something, though what they need is no action of its own or one that only reads."""

SCREENS: dict[str, str] = {
    name: title
    for titles in (*(area.screens for area in AREAS), *(area.parts for area in AREAS))
    for name, title in titles.items()
}
"""The titles of screens by name, and behind them those of what screens are made of."""


def named(command_id: str) -> Command:
    """The command with this id; raise KeyError where there is none."""
    return _BY_ID[command_id]


def on(screen: str) -> tuple[Command, ...]:
    """The commands that work on a screen, without the global ones."""
    return tuple(command for command in ALL if screen in command.where)


def writes(command: Command) -> bool:
    """Whether a command changes something, so that it is not done while a past day is looked at."""
    return command.id in WRITERS or (bool(command.permission) and command.permission not in READING)


def ids() -> Iterable[str]:
    """Every command's id, as the configuration's `keys` may name them."""
    return _BY_ID.keys()


def _declared() -> Iterator[Command]:
    """Every command; those of lists with the screens of all areas that have them."""
    shared: dict[str, tuple[str, ...]] = {}
    for area in AREAS:
        for id_, screens in area.lists.items():
            shared[id_] = shared.get(id_, ()) + screens
    for area in AREAS:
        for command in area.commands:
            more = shared.get(command.id)
            yield replace(command, where=command.where + more) if more else command


ALL: tuple[Command, ...] = tuple(_declared())
_BY_ID = {command.id: command for command in ALL}
