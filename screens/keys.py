"""Keys from the declared commands: Textual bindings, the configuration's changes to them, and how a key is written."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import lru_cache
from inspect import isawaitable

from textual.binding import Binding, BindingType
from textual.keys import format_key

from hrtui import commands
from screens.frames import arrow

Keys = Mapping[str, tuple[str, ...]]
_NAMES = {
    "enter": "enter",
    "backspace": "bksp",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "space": "space",
    "escape": "esc",
}


class _Chosen:
    keys: Keys = {}


def choose(keys: Keys) -> None:
    """Take the configuration's keys for everything that asks from here on; classes follow by `App.set_keymap`."""
    _Chosen.keys = dict(keys)
    _commands_by_key.cache_clear()


def keys_of(command: commands.Command, keys: Keys | None = None) -> tuple[str, ...]:
    """A command's keys: those of the configuration where it names some, else the declared ones."""
    return (_Chosen.keys if keys is None else keys).get(command.id, command.keys)


def command_of(screen: str, key: str) -> commands.Command | None:
    """The command a single key runs on a screen; for widgets that handle their keys themselves, in order."""
    return _commands_by_key(screen).get(key)


@lru_cache
def _commands_by_key(screen: str) -> dict[str, commands.Command]:
    return {key: command for command in commands.on(screen) for key in keys_of(command)}


def bindings(screen: str, keys: Keys | None = None) -> list[BindingType]:
    """The bindings of every command that works on `screen` (or `global`), as configured.

    Each runs the method that `method_name` names. Chords such as `g,h` are left to `chords`.
    """
    return [made for command in commands.on(screen) if (made := _binding(command, keys)) is not None]


def _binding(command: commands.Command, keys: Keys | None) -> Binding | None:
    single = [key for key in keys_of(command, keys) if "," not in key]
    if not single:
        return None
    return Binding(
        ",".join(single),
        f"command('{command.id}')",
        command.label,
        show=command.footer > 0,
        tooltip=command.help,
        id=command.id,
    )


def everywhere(always: Container[str]) -> list[Binding]:
    """The bindings of every screen; those that must work in dialogs too come first."""
    return [
        Binding(b.key, b.action, b.description, show=b.show, tooltip=b.tooltip, id=b.id, priority=b.id in always)
        for b in bindings("global")
        if isinstance(b, Binding)
    ]


def chords(screen: str, keys: Keys | None = None) -> dict[tuple[str, ...], str]:
    """Keys pressed one after the other (`g` then `h`), with the id of the command they run."""
    return {
        tuple(key.split(",")): command.id
        for command in commands.on(screen)
        for key in keys_of(command, keys)
        if "," in key
    }


def keymap(keys: Keys) -> dict[str, str]:
    """The configuration's keys as `App.set_keymap` takes them: it overrides the bindings of classes by their id."""
    single = {command_id: ",".join(key for key in chosen if "," not in key) for command_id, chosen in keys.items()}
    return {command_id: joined for command_id, joined in single.items() if joined}


def method_name(command_id: str) -> str:
    """The method a screen or widget runs for a command: `do_` and the last part of its id."""
    return "do_" + command_id.rpartition(".")[2]


def key_label(key: str) -> str:
    """How a key is written in footers and help: `?`, `^p`, `↓`, `g h`."""
    if "," in key:
        return " ".join(key_label(part) for part in key.split(","))
    if key in ("up", "down", "left", "right"):
        return arrow(key)
    if key.startswith("ctrl+"):
        return "^" + key_label(key.removeprefix("ctrl+"))
    return _NAMES.get(key) or format_key(key)


class Commanded:
    """Mixin of widgets and screens whose bindings come from `bindings`: runs the `do_` method of a command."""

    def run_command(self, command_id: str) -> object:
        """Run the method for a command; an awaitable where it is a coroutine."""
        return getattr(self, method_name(command_id))()

    async def action_command(self, command_id: str) -> None:
        """Run the method for a command, waiting for it where it is a coroutine."""
        result = self.run_command(command_id)
        if isawaitable(result):
            await result
