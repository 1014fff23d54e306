"""YAML as a tree of nodes that know their line: no values are made, no tags, anchors or aliases are taken."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import yaml

from hrtui.configfile import LARGEST
from hrtui.configfile.problem import Problems, quoted

DEEPEST = 12
MOST_NODES = 50_000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TABS = re.compile(r"^( *\t[ \t]*)(?=\S)", re.MULTILINE)
_SYNTAX = {
    "mapping values are not allowed": "A colon stands where none may; put the value in quotes, or check the indentation.",
    "could not find expected ':'": "A colon is missing after the key.",
    "did not find expected key": "The indentation is off here, or a quote or bracket above is not closed.",
    "did not find expected '-'": "The entries of this list are not indented alike.",
    "did not find expected ',' or": "A bracket or brace is not closed, or a comma is missing.",
    "found unexpected end of stream": "A quote is not closed.",
    "found unknown escape character": "Backslashes mean something in double quotes; use single quotes.",
    "cannot start any token": "A value may not begin with this character; put it in quotes.",
    "block sequence entries are not allowed": "A list begins on the line after its key, not beside it.",
}


class Kind(StrEnum):
    """What a node is; BAD was reported already."""

    TEXT = "a value"
    LIST = "a list"
    MAP = "a section"
    BAD = "nothing"


@dataclass(slots=True)
class Node:
    """A node of the file: its line (from 1) and text, items or entries. `plain` is text without quotes."""

    kind: Kind
    line: int
    text: str = ""
    plain: bool = False
    items: list[Node] = field(default_factory=list)
    entries: list[tuple[Node, Node]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing stands here."""
        return self.kind is Kind.TEXT and self.plain and self.text in ("", "~", "null")

    def get(self, key: str) -> Node | None:
        """The node below a key, the last where it is repeated."""
        return next((node for name, node in reversed(self.entries) if name.text == key), None)


def composed(text: str | bytes, problems: Problems, what: str) -> tuple[Node | None, bool]:
    """As `compose`, of a text or a file's bytes; `what` says what the file should be, where it is too large to be that."""
    decoded = _decoded(text, problems, what)
    return (None, False) if decoded is None else compose(decoded, problems)


def _decoded(text: str | bytes, problems: Problems, what: str) -> str | None:
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    if len(text) > LARGEST:
        problems.add(1, "", f"The file is larger than {LARGEST:,} bytes; it is not {what}.")
        return None
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        problems.add(line, "", "This line is not UTF-8; save the file as UTF-8.")
        return None


def compose(text: str, problems: Problems) -> tuple[Node | None, bool]:
    """The root node (None for an empty file), and whether the whole file could be read."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    before = len(problems.found)
    text = _without_tabs(text, problems)
    for match in _CONTROL.finditer(text):
        problems.add(_line_of(text, match.start()), "", f"The character {match[0]!r} may not stand in a file.")
    if _CONTROL.search(text):
        return None, False
    builder = _Builder(problems)
    try:
        whole = builder.build(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        whole = False
        if len(problems.found) == before:
            open_quote = "found unexpected end of stream" in str(error.problem) and error.context_mark
            mark = open_quote or error.problem_mark or error.context_mark
            problems.add(mark.line + 1 if mark else 1, "", _syntax(str(error.problem or error.context)))
    return builder.root, whole


def _without_tabs(text: str, problems: Problems) -> str:
    for match in _TABS.finditer(text):
        if text[match.end()] != "#":
            problems.add(_line_of(text, match.start()), "", "A tab indents this line; YAML wants spaces.")
    return _TABS.sub(lambda match: match[0].replace("\t", "  "), text)


def _line_of(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _syntax(problem: str) -> str:
    known = next((sentence for start, sentence in _SYNTAX.items() if start in problem), "")
    return known or f"This is not YAML: {problem}."


class _Builder:
    """Builds the tree from the parser's events, within bounds of depth and number."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.root: Node | None = None
        self.open: list[Node] = []
        self.waiting: list[Node | None] = []
        self.lists: list[bool] = []
        self.count = 0

    def build(self, events: Iterable[Any]) -> bool:
        """Take all events; False where the file is too deep or too large to be read to its end."""
        for event in events:
            line = event.start_mark.line + 1
            kind = type(event).__name__.removesuffix("Event")
            if kind == "DocumentStart" and self.root is not None:
                self.problems.add(line, "", "A second document begins here; only one is read. Take the --- line out.")
                return False
            if kind in ("MappingEnd", "SequenceEnd"):
                self.open.pop()
                self.waiting.pop()
                self.lists.pop()
            elif (node := self._node(kind, event, line)) is not None:
                self._place(node)
                if kind in ("MappingStart", "SequenceStart"):
                    self.open.append(node)
                    self.waiting.append(None)
                    self.lists.append(kind == "SequenceStart")
            if self._beyond(line):
                return False
        return True

    def _node(self, kind: str, event: Any, line: int) -> Node | None:
        if kind == "Alias":
            self.problems.add(line, "", f"Aliases (*{event.anchor}) are not taken; write the value out.")
            return Node(Kind.BAD, line)
        if kind not in ("Scalar", "MappingStart", "SequenceStart"):
            return None
        bad = self._refused(event, line)
        if kind == "Scalar":
            return Node(Kind.BAD if bad else Kind.TEXT, line, event.value, plain=event.implicit[0])
        if kind == "MappingStart":
            return Node(Kind.BAD if bad else Kind.MAP, line)
        return Node(Kind.BAD if bad else Kind.LIST, line)

    def _refused(self, event: Any, line: int) -> bool:
        if event.anchor is not None:
            self.problems.add(
                line, "", f"Anchors (&{event.anchor}) are not taken; write the value out where it is used."
            )
        if event.tag is not None and event.tag != "!":
            self.problems.add(line, "", f"Tags ({quoted(event.tag)}) are not taken; leave it out.")
            return True
        return False

    def _place(self, node: Node) -> None:
        self.count += 1
        if not self.open:
            self.root = node
            return
        parent, key = self.open[-1], self.waiting[-1]
        if self.lists[-1]:
            parent.items.append(node)
        elif key is None:
            self.waiting[-1] = node
        else:
            parent.entries.append((key, node))
            self.waiting[-1] = None

    def _beyond(self, line: int) -> bool:
        if len(self.open) > DEEPEST:
            self.problems.add(line, "", f"This is nested deeper than {DEEPEST} levels; no setting is.")
        elif self.count > MOST_NODES:
            self.problems.add(line, "", f"The file holds more than {MOST_NODES:,} values; it is not a configuration.")
        else:
            return False
        return True
