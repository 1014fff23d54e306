"""Every use case that the screens and the shell reach, found by reading their sources, and calls of them with values at random."""

from __future__ import annotations

import ast
import importlib
import inspect
import random
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from types import ModuleType, UnionType
from typing import Any

ROOT = Path(__file__).parents[1]
CALLERS = ("screens", "hrtui/cli")
OWN = ("hrtui.cli", "hrtui.app", "hrtui.bootstrap", "hrtui.context", "hrtui.deploy")
TODAY = date(2026, 11, 23)
DAYS = (TODAY, TODAY.replace(day=1), TODAY - timedelta(400), TODAY + timedelta(40))
OFTEN = 0.4
UNKNOWN = object()
"""What no value can be made of from outside: what another use case answered has to be handed over."""


def reached() -> dict[str, Callable[..., Any]]:
    """The functions that take a context and that a screen or a command names, by module and name."""
    found: dict[str, Callable[..., Any]] = {}
    for folder in CALLERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for name, function in _named(ast.parse(file.read_text("utf-8"))):
                found[name] = function
    return dict(sorted(found.items()))


def _named(tree: ast.AST) -> Iterator[tuple[str, Any]]:
    """What a source imports of the product, and names as `module.function` or by itself."""
    modules: dict[str, ModuleType] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or node.module is None or not node.module.startswith("hrtui"):
            continue
        holder = importlib.import_module(node.module)
        for alias in node.names:
            one = getattr(holder, alias.name, None)
            if one is None:
                one = importlib.import_module(f"{node.module}.{alias.name}")
            if isinstance(one, ModuleType):
                modules[alias.asname or alias.name] = one
            elif is_use_case(one):
                yield f"{one.__module__}.{one.__name__}", one
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            named: Any = getattr(modules[node.value.id], node.attr, None)
            if is_use_case(named):
                yield f"{named.__module__}.{named.__name__}", named


def is_use_case(one: Any) -> bool:
    """Whether it is a function of the product that takes a context first, other than of the outermost floor."""
    if not inspect.isfunction(one) or not one.__module__.startswith("hrtui.") or one.__module__.startswith(OWN):
        return False
    first = next(iter(inspect.signature(one).parameters.values()), None)
    return first is not None and first.name == "ctx"


def is_callable_from_outside(function: Callable[..., Any]) -> bool:
    """Whether values can be made for all that a use case asks for, without an answer of another."""
    return all(
        _made(name, kind, random.Random(1), {"": [""]}, Path("/")) is not UNKNOWN for name, kind in _asked(function)
    )


def arguments(
    function: Callable[..., Any], dice: random.Random, known: Mapping[str, Sequence[Any]], folder: Path
) -> dict[str, Any]:
    """Values for what a use case asks for, drawn from what is known of the company by the name of a parameter, else by kind; and, now
    and then, for what may be left out."""
    given = {name: _made(name, kind, dice, known, folder) for name, kind in _asked(function)}
    for name, kind in _asked(function, needed=False):
        if name == "action":  # the right that is asked for: never what a user says
            continue
        one = _made(name, kind, dice, known, folder) if dice.random() < OFTEN else UNKNOWN
        given |= {} if one is UNKNOWN else {name: one}
    return given


def _asked(function: Callable[..., Any], *, needed: bool = True) -> list[tuple[str, Any]]:
    return [
        (one.name, _kind(one.annotation, vars(inspect.getmodule(function))))
        for one in list(inspect.signature(function).parameters.values())[1:]
        if (one.default is one.empty) is needed and one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)
    ]


def _kind(written: str, names: dict[str, Any]) -> Any:
    """What an annotation stands for; nothing for what is imported for the type checker alone."""
    try:
        return eval(written, {"date": date, "Path": Path, "Sequence": Sequence, "Iterable": typing.Iterable} | names)  # noqa: S307
    except NameError:
        return None


def _made(name: str, kind: Any, dice: random.Random, known: Mapping[str, Sequence[Any]], folder: Path) -> Any:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, UnionType):
        return next((one for part in inner if (one := _made(name, part, dice, known, folder)) is not UNKNOWN), UNKNOWN)
    if (
        origin is not None
        and isinstance(origin, type)
        and issubclass(origin, typing.Iterable)
        and not issubclass(origin, Mapping)
    ):
        some = [_made(name.removesuffix("s"), inner[0], dice, known, folder) for _ in range(2)] if inner else []
        return UNKNOWN if UNKNOWN in some else origin(some) if origin in (tuple, set, frozenset) else some
    if kind is Path:
        return folder / dice.choice(["out.csv", "out.xlsx", "out.json", "out.txt"])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return dice.choice(list(kind))
    if kind is date:
        return dice.choice(DAYS)
    if kind is bool:
        return dice.random() < 0.5
    if kind is int:
        return dice.choice(known.get(f"{name}#") or [*range(1, 12), 2026])
    if kind is str:
        return dice.choice(known.get(name) or known[""])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {}
    return None if kind is type(None) else UNKNOWN
