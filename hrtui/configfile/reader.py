"""From nodes to typed values: one walk over the declared types, which notes every problem and goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import EnumMeta
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from hrtui.access.model import EVERYONE, Scope
from hrtui.config import DOCS_OF_OTHERS
from hrtui.configfile.leaves import CHECKS, FALSE_IN_YAML, day_of, number_of, whole_number_of
from hrtui.configfile.problem import Problems, nearest, quoted
from hrtui.configfile.tree import Kind, Node
from hrtui.text import clean, listed

FAILED: Final = object()
SCOPES = {"everyone": EVERYONE, "team": Scope(team=True), "own": Scope(own=True)}
NO_META: Mapping[str, Any] = {}


@cache
def declared(kind: type) -> dict[str, tuple[Field[Any], Any, Mapping[str, Any]]]:
    """The settings of a type by name: field, resolved type, and what is known beside it."""
    hints = get_type_hints(kind)
    others = DOCS_OF_OTHERS.get(kind, {})
    return {item.name: (item, hints[item.name], others.get(item.name, item.metadata)) for item in fields(kind)}


class Reader:
    """Reads nodes as the types want them. `whole` is False where the file broke off, so that nothing is called missing."""

    def __init__(self, problems: Problems, whole: bool = True) -> None:
        self.problems = problems
        self.whole = whole

    def read(self, node: Node, wanted: Any, key: str, meta: Mapping[str, Any] = NO_META) -> Any:
        """The value a node stands for, or FAILED once its problem is noted."""
        if node.kind is Kind.BAD:
            return FAILED
        if _may_be_none(wanted):
            if node.empty:
                return None
            wanted = given(wanted)
        if wanted is Scope and node.kind is Kind.TEXT:
            return self._scope(node, key)
        if is_dataclass(wanted) and isinstance(wanted, type):
            return self._section(node, wanted, key)
        origin = get_origin(wanted)
        if origin in (tuple, frozenset):
            return self._list(node, get_args(wanted)[0], origin, key, meta)
        if origin is not None:
            return self._mapping(node, get_args(wanted)[0], get_args(wanted)[1], key, meta)
        if node.kind is not Kind.TEXT:
            return self._wrong(node, key, f"{node.kind} stands where {_noun(wanted)} belongs")
        return self._leaf(node, wanted, key, meta)

    def _wrong(self, node: Node, key: str, message: str) -> Any:
        self.problems.add(node.line, key, message + ".")
        return FAILED

    def _section(self, node: Node, kind: type, key: str) -> Any:
        if node.kind is not Kind.MAP:
            if node.empty:
                return self._made(node, kind, key, {}, [])
            return self._wrong(node, key, f"{node.kind} stands where a section belongs, with {_names(kind)}")
        known = declared(kind)
        values: dict[str, Any] = {}
        unknown: list[str] = []
        for name, below in self._entries(node, key):
            path = f"{key}.{name.text}" if key else name.text
            if name.text not in known:
                self.problems.add(name.line, path, "There is no such setting.", known, wrong=name.text)
                unknown.append(nearest(name.text, known))
                continue
            item, wanted, meta = known[name.text]
            if not (below.empty and _has_default(item) and _is_group(wanted)):
                values[name.text] = self.read(below, wanted, path, meta)
        return self._made(node, kind, key, values, unknown)

    def _made(self, node: Node, kind: type, key: str, values: dict[str, Any], unknown: list[str]) -> Any:
        """The section's value. What is missing is noted, unless a misspelt key was meant for it."""
        missing = [name for name, (item, *_) in declared(kind).items() if not _has_default(item) and name not in values]
        for name in missing:
            if name not in unknown and self.whole:
                path = f"{key}.{name}" if key else name
                about = declared(kind)[name][2].get("doc", "")
                self.problems.add(node.line, path, f"This is missing. {about}")
        return FAILED if missing or FAILED in values.values() else kind(**values)

    def _entries(self, node: Node, key: str) -> list[tuple[Node, Node]]:
        first: dict[str, int] = {}
        kept: list[tuple[Node, Node]] = []
        for name, below in node.entries:
            path = f"{key}.{name.text}" if key else name.text
            if name.kind is not Kind.TEXT:
                self.problems.add(name.line, key, "A key is one word, not a list or section.")
            elif name.text in first:
                self.problems.add(name.line, path, f"This stands here twice; the first is on line {first[name.text]}.")
            else:
                first[name.text] = name.line
                kept.append((name, below))
        return kept

    def _list(self, node: Node, wanted: Any, made: Any, key: str, meta: Mapping[str, Any]) -> Any:
        if node.empty:
            return made()
        if node.kind is Kind.TEXT and wanted is str:
            value = self.read(node, wanted, key, meta)
            return FAILED if value is FAILED else made([value])
        if node.kind is not Kind.LIST:
            return self._wrong(node, key, f"{node.kind} stands where a list belongs (lines that begin with “- ”)")
        values = [self.read(item, wanted, f"{key}[{at}]", meta) for at, item in enumerate(node.items, 1)]
        return FAILED if FAILED in values else made(values)

    def _mapping(self, node: Node, of: Any, wanted: Any, key: str, meta: Mapping[str, Any]) -> Any:
        if node.empty:
            return {}
        if node.kind is not Kind.MAP:
            return self._wrong(node, key, f"{node.kind} stands where a section belongs")
        values: dict[Any, Any] = {}
        for name, below in self._entries(node, key):
            path = f"{key}.{name.text}"
            read = self._leaf(name, of, path, meta)
            values[read] = self.read(below, wanted, path)
        return FAILED if FAILED in values or FAILED in values.values() else values

    def _scope(self, node: Node, key: str) -> Any:
        if node.text in SCOPES:
            return SCOPES[node.text]
        self.problems.add(
            node.line, key, f"{quoted(node.text)} is no scope.", (*SCOPES, "{departments: […]}"), wrong=node.text
        )
        return FAILED

    def _leaf(self, node: Node, wanted: Any, key: str, meta: Mapping[str, Any]) -> Any:
        if isinstance(wanted, EnumMeta):
            words = choices_of(wanted)
            return wanted(node.text) if self._among(node, words, key) else FAILED
        if wanted is bool:
            return self._bool(node, key)
        try:
            if wanted is int:
                return whole_number_of(node, meta)
            if wanted is Decimal:
                return number_of(node, meta)
            if wanted is date:
                return day_of(node)
        except ValueError as error:
            return self._wrong(node, key, str(error))
        return self._text(node, wanted, key, meta)

    def _bool(self, node: Node, key: str) -> Any:
        if node.plain and node.text in ("true", "false"):
            return node.text == "true"
        self.problems.add(node.line, key, f"{quoted(node.text)} is neither true nor false.", ("true", "false"))
        return FAILED

    def _text(self, node: Node, wanted: Any, key: str, meta: Mapping[str, Any]) -> Any:
        if node.plain and node.text in FALSE_IN_YAML:
            meaning = FALSE_IN_YAML[node.text]
            return self._wrong(node, key, f"{node.text} means {meaning} in YAML; in quotes it is text: '{node.text}'")
        if not node.text.strip() and not meta.get("empty"):
            return self._wrong(node, key, "This is empty; give a value, or take the line out")
        if clean(node.text, lines=meta.get("reads") == "lines").strip() != node.text.strip():
            return self._wrong(node, key, f"{quoted(node.text)} holds characters that cannot be shown")
        if meta.get("choices") and not self._among(node, meta["choices"], key):
            return FAILED
        check = CHECKS.get(str(meta.get("reads", "")))
        if check is not None and (fault := check(node.text)):
            self.problems.add(node.line, key, fault.message, fault.allowed, fault.wrong, fault.near)
            return FAILED
        return Path(node.text) if wanted is Path else node.text

    def _among(self, node: Node, words: tuple[str, ...], key: str) -> bool:
        if node.text in words:
            return True
        said = f"{quoted(node.text)} is not allowed here." if node.text else "This is empty."
        self.problems.add(node.line, key, said, words, wrong=node.text)
        return False


def given(wanted: Any) -> Any:
    """The type of a value that is there, of one that may be None."""
    return next(each for each in get_args(wanted) if each is not NoneType) if _may_be_none(wanted) else wanted


def _may_be_none(wanted: Any) -> bool:
    return get_origin(wanted) is UnionType


def choices_of(wanted: Any) -> tuple[str, ...]:
    """The values of an enumeration, as the file writes them."""
    return tuple(str(member.value) for member in wanted)


def _has_default(item: Field[Any]) -> bool:
    return item.default is not MISSING or item.default_factory is not MISSING


def _is_group(wanted: Any) -> bool:
    return get_origin(wanted) is not None or is_dataclass(wanted)


def _names(kind: type) -> str:
    return listed(tuple(declared(kind)), "and")


def _noun(wanted: Any) -> str:
    names = {
        str: "text", int: "a whole number", Decimal: "a number", bool: "true or false", date: "a day", Path: "a path",
    }  # fmt: skip
    return names.get(wanted, "one word")
