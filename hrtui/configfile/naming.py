"""Names that may be given once in a list of a configuration's files."""

from __future__ import annotations

from collections.abc import Iterable

from hrtui.configfile.problem import Problems, quoted
from hrtui.configfile.tree import Kind, Node


def check_unique(node: Node | None, key: str, problems: Problems) -> None:
    """Note the entries of a list, by its path, whose `name` an entry before has."""
    named = ((f"{key}[{at}]", item) for at, item in enumerate(node.items if node else [], 1))
    check_once(named, "name", problems)


def check_once(entries: Iterable[tuple[str, Node]], name: str, problems: Problems) -> None:
    """Note the entries, each with its path, whose text of a setting an entry before has."""
    first: dict[str, int] = {}
    for path, item in entries:
        node = item.get(name)
        if node is None or node.kind is not Kind.TEXT or not node.text:
            continue
        line = first.setdefault(node.text, node.line)
        if line != node.line:
            problems.add(node.line, f"{path}.{name}", f"{quoted(node.text)} was given already, on line {line}.")
