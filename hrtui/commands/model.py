"""What a command is, and what an area of HR declares of its screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from hrtui.value import frozen


@frozen
class Command:
    """One thing a person can do.

    `where` names the screens it works on (`global` for everywhere); `keys` its keys there, as Textual spells them;
    `footer` its rank in the footer line (0: not shown there); `permission` the action it needs; `shell` its twin on
    the command line; `menu` whether `.` offers it; `address` what typing its name in the palette jumps to.
    """

    id: str
    label: str
    help: str
    where: tuple[str, ...]
    keys: tuple[str, ...] = ()
    footer: int = 0
    permission: str = ""
    shell: str = ""
    menu: bool = False
    address: str = ""


class Area(NamedTuple):
    """What an area declares: its commands, and its screens by name with their titles.

    `parts` names what several screens are made of (lists, forms); `lists` says, by command of lists, which of the area's
    screens have it; `reading` holds its actions that change nothing; `writers` its commands that change something, though
    what they need is no action of its own or one that only reads.
    """

    commands: tuple[Command, ...]
    screens: Mapping[str, str] = {}
    parts: Mapping[str, str] = {}
    lists: Mapping[str, tuple[str, ...]] = {}
    reading: frozenset[str] = frozenset()
    writers: frozenset[str] = frozenset()
