"""Every setting in words, from its declaration: for `hrtui config settings`, the generated reference and the template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, is_dataclass
from datetime import date
from decimal import Decimal
from enum import EnumMeta
from pathlib import Path
from typing import Any, get_args, get_origin

from hrtui.access.model import Scope
from hrtui.config import Settings
from hrtui.configfile.leaves import within
from hrtui.configfile.reader import choices_of, declared, given
from hrtui.text import listed

NOUNS = {str: "text", int: "whole number", Decimal: "number", bool: "true or false", date: "day", Path: "path"}
READS = {
    "zone": "IANA time zone",
    "store": "sqlite:/// and a path",
    "login": "login",
    "country": "two capital letters",
    "hours": "days and hours",
    "name": "small letters, digits and _",
    "code": "small letters, digits and _",
    "account": "account",
    "role": "role",
    "action": "action",
    "command": "command",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its key path, what it holds, its default as written in YAML (`required` where it has none), its sentence."""

    key: str
    holds: str
    default: str
    help: str


def settings(kind: type = Settings, path: str = "") -> Iterator[Setting]:
    """All settings below a type, in the order of their declaration; lists are marked `[]`, names of one's own `NAME`."""
    for name, (item, wanted, meta) in declared(kind).items():
        key = f"{path}.{name}" if path else name
        yield Setting(key, holds(wanted, meta), default(item), str(meta["doc"]))
        below, mark = _below(wanted)
        if below is not None:
            yield from settings(below, key + mark)


def holds(wanted: Any, meta: Mapping[str, Any]) -> str:
    """What a setting may hold, in words."""
    wanted = given(wanted)
    if wanted is Scope:
        return "everyone, team, own or a section"
    if is_dataclass(wanted):
        return "section"
    origin = get_origin(wanted)
    if origin in (tuple, frozenset):
        return f"list of {_plural(holds(get_args(wanted)[0], meta))}"
    if origin is not None:
        of, to = get_args(wanted)
        return f"{_plural(holds(of, meta))}, each with: {holds(to, {})}"
    if isinstance(wanted, EnumMeta):
        return listed(choices_of(wanted))
    if meta.get("choices"):
        return listed(meta["choices"])
    if meta.get("at_least") is not None:
        return within(meta)
    return READS.get(str(meta.get("reads", "")), NOUNS[wanted])


def default(item: Field[Any]) -> str:
    """The default as YAML writes it; `required` where there is none, nothing where it is empty."""
    value = item.default if item.default_factory is MISSING else item.default_factory()
    if value is MISSING:
        return "required"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Scope):
        return "everyone"
    return "" if is_dataclass(value) or value in (None, "", (), {}, frozenset()) else str(value)


def _below(wanted: Any) -> tuple[Any, str]:
    if is_dataclass(wanted):
        return wanted, ""
    args = get_args(wanted)
    if get_origin(wanted) in (tuple, frozenset):
        return (args[0], "[]") if is_dataclass(args[0]) else (None, "")
    if args:
        below, mark = _below(args[1])
        return below, ".NAME" + mark
    return None, ""


def _plural(words: str) -> str:
    return {"section": "sections", "text": "texts", "day": "days", "role": "roles", "action": "actions",
            "command": "commands"}.get(words, words)  # fmt: skip
