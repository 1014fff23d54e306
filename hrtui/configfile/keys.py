"""Keys as the configuration spells them: what is a key, and which commands would share one on a screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from itertools import combinations

from hrtui import commands
from hrtui.commands import Command

MODIFIERS = ("ctrl", "shift", "alt")
SPELT = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
WORDS = (
    "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete", "backspace",
    "enter", "escape", "tab", "space",
)  # fmt: skip
TYPED = ("form", "dialog", "grid")  # what is typed goes into fields there, so the keys of everywhere do not work
INSIDE = {"people": ("table",), "payroll": ("table",), "audit": ("table",)}


def _spelt(char: str) -> str:
    name = unicodedata.name(char).lower().replace("-", "_").replace(" ", "_")
    return SPELT.get(name, name)


MARKS = {chr(code): _spelt(chr(code)) for code in range(33, 127) if not chr(code).isalnum()}
NAMED = (*WORDS, *MARKS.values(), *(f"f{number}" for number in range(1, 13)))


def spelling(key: str) -> str:
    """What is wrong with a key, or nothing: steps parted by commas, each a character or a name after its modifiers."""
    for step in key.split(","):
        *modifiers, base = step.split("+")
        if any(modifier not in MODIFIERS for modifier in modifiers):
            return base if not modifiers else modifiers[0]
        if base not in NAMED and not (len(base) == 1 and base.isalnum() and base.isascii()):
            return base or step
    return ""


def clashes(chosen: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str, str, str]]:
    """The first key of each chosen command that another has on the same screen: (command, key, other command, screen).

    A key that begins another's sequence is shared with it; of two chosen commands the first is named alone.
    """
    told: set[str] = set()
    for screen in commands.SCREENS if chosen else ():
        held = [(key, command.id) for command in _valid_on(screen) for key in chosen.get(command.id, command.keys)]
        for (key, one), (other_key, other) in combinations(held, 2):
            if one != other and _same(key, other_key) and {one, other} & chosen.keys() and not {one, other} & told:
                told |= {one, other} & chosen.keys()
                yield (one, key, other, screen) if one in chosen else (other, other_key, one, screen)


def _valid_on(screen: str) -> Iterator[Command]:
    where = {screen, *INSIDE.get(screen, ())} | (set() if screen in TYPED else {"global"})
    return (command for command in commands.ALL if where.intersection(command.where))


def _same(one: str, other: str) -> bool:
    return one == other or one.startswith(other + ",") or other.startswith(one + ",")


def label(key: str) -> str:
    """A key as people read it: `?`, `ctrl+p`, `g h`, `PgDn`."""
    return " ".join(_step(step) for step in key.split(","))


def _step(step: str) -> str:
    head, plus, base = step.rpartition("+")
    return head + plus + _LABELS.get(base, base)


_LABELS = {
    **{name: char for char, name in MARKS.items()},
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "escape": "esc",
}
