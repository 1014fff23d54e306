"""A tree of any size in a virtual list: it holds the nodes shown, and by key those that are unfolded."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from screens.frames import frames
from screens.keys import bindings
from screens.widgets.columns import Column
from screens.widgets.pages import Fetch
from screens.widgets.table import VirtualTable

R = TypeVar("R")
INDENT, DEEPEST = 2, 10
Key = int | str


class Nodes(Protocol):
    """What a tree view asks of a tree, whose nodes are numbers from 0 on."""

    roots: array[int]

    def children(self, node: int) -> array[int]:
        """The nodes right under one."""

    def branches(self, node: int) -> bool:
        """Whether anything is under a node."""

    def above(self, node: int) -> list[int]:
        """The nodes above one, nearest first."""

    def key(self, node: int) -> Key:
        """What the node is known by in the next tree."""


class TreeTable(VirtualTable[R], Generic[R], inherit_bindings=False):
    """A VirtualTable whose ids are the nodes of a tree; right unfolds, left folds or goes to the node above."""

    BINDINGS = bindings("tree")

    def __init__(
        self,
        columns: Sequence[Column[R]],
        fetch: Fetch[R],
        *,
        empty: Sequence[str] = ("Nothing here.",),
        moved: Callable[[int | None], None] | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(columns, fetch, empty=empty, moved=moved, id=id)
        self.tree_nodes: Nodes | None = None
        self.unfolded: set[Key] = set()

    def set_tree(self, nodes: Nodes, keep: Key | None = None, line: int | None = None) -> None:
        """Show another tree, with what was unfolded unfolded; the cursor stays on the key, else on its line."""
        self.tree_nodes = nodes
        ids = self._visible()
        found = next((node for node in ids if nodes.key(node) == keep), None) if keep is not None else None
        self.set_ids(ids, found)
        if found is None and line is not None:
            self.go(min(line, max(0, len(ids) - 1)))

    def sign(self, node: int) -> str:
        """The indent of a node, and whether it is unfolded, folded or a leaf."""
        nodes = self.tree_nodes
        if nodes is None:
            return ""
        indent = " " * (INDENT * min(len(nodes.above(node)), DEEPEST))
        if not nodes.branches(node):
            return f"{indent}{frames().leaf} "
        return f"{indent}{frames().open if nodes.key(node) in self.unfolded else frames().closed} "

    def reveal(self, node: int) -> None:
        """Unfold what is above a node, and put the cursor on it."""
        nodes = self.tree_nodes
        if nodes is None:
            return
        missing = {nodes.key(each) for each in nodes.above(node)} - self.unfolded
        if missing:
            self.unfolded |= missing
            self.set_ids(self._visible(), node)
        self.go_to(node)

    def toggle(self, node: int) -> None:
        """Unfold a node, or fold it."""
        nodes = self.tree_nodes
        if nodes is not None and nodes.branches(node):
            self.unfolded ^= {nodes.key(node)}
            self._rebuild()

    def do_unfold(self) -> None:
        """Unfold the node under the cursor; where it is already, go to the first below."""
        nodes, node = self.tree_nodes, self.current
        if nodes is None or node is None or not nodes.branches(node):
            return
        if nodes.key(node) in self.unfolded:
            self.go(self.cursor + 1)
        else:
            self.toggle(node)

    def do_fold(self) -> None:
        """Fold the node under the cursor; where there is nothing to fold, go to the one above it."""
        nodes, node = self.tree_nodes, self.current
        if nodes is None or node is None:
            return
        if nodes.branches(node) and nodes.key(node) in self.unfolded:
            self.toggle(node)
            return
        above = nodes.above(node)
        if above:
            self.go_to(above[0])

    def do_unfold_level(self) -> None:
        """Unfold one level more of everything shown."""
        nodes = self.tree_nodes
        if nodes is not None:
            self.unfolded |= {nodes.key(node) for node in self.ids if nodes.branches(node)}
            self._rebuild()

    def do_fold_all(self) -> None:
        """Fold everything; the cursor goes to the top of where it was."""
        nodes, node = self.tree_nodes, self.current
        if nodes is None or node is None:
            return
        self.unfolded.clear()
        self.set_ids(self._visible(), [node, *nodes.above(node)][-1])

    def _rebuild(self) -> None:
        self.set_ids(self._visible(), self.current)

    def _visible(self) -> array[int]:
        """The nodes shown, in order: every node all of whose ancestors are unfolded."""
        nodes = self.tree_nodes
        out: array[int] = array("q")
        if nodes is None:
            return out
        stack = list(reversed(nodes.roots))
        while stack:
            node = stack.pop()
            out.append(node)
            if self.unfolded and nodes.key(node) in self.unfolded:
                stack.extend(reversed(nodes.children(node)))
        return out
