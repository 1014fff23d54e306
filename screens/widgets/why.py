"""Why a figure is what it is: a tree of figures, each with its value, formula and source."""

from __future__ import annotations

from dataclasses import dataclass

from textual.geometry import Size

from hrtui.payroll.model import Why
from screens.frames import frames
from screens.text import fit, shown, width_of, wrapped
from screens.widgets.dialog import Dialog, Panel, asked, moved, offered
from screens.widgets.lines import Span
from screens.widgets.position import Position

WIDEST = 92
BELOW = 6
INDENT = 2
Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A figure shown in the tree: where it is, and the figure."""

    path: Path
    why: Why


def visible(root: Why, opened: frozenset[Path]) -> list[Node]:
    """The figures shown, in order: the root, and what stands below every opened one."""
    nodes: list[Node] = []
    waiting: list[Node] = [Node((), root)]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        if node.path in opened:
            below = [Node((*node.path, number), child) for number, child in enumerate(node.why.children)]
            waiting.extend(reversed(below))
    return nodes


class WhyPanel(Panel):
    """The tree above, the formula and source of the figure under the cursor below."""

    def __init__(self, root: Why) -> None:
        super().__init__(f"Why {shown(root.label)}")
        self.root = root
        self.opened: frozenset[Path] = frozenset({()})
        self.nodes = visible(root, self.opened)
        self.at = Position()
        self.at.place(len(self.nodes), None)

    @property
    def node(self) -> Node:
        """The figure under the cursor."""
        return self.nodes[self.at.cursor]

    def wanted(self, screen: Size) -> Size:
        """As high as the screen allows, so that opening a figure does not move the frame."""
        return Size(min(WIDEST, screen.width), min(32, screen.height - 1))

    def inside(self, y: int, width: int) -> list[Span]:
        """A figure of the tree, the line between, or a line about the figure under the cursor."""
        rows = self.inner.height - BELOW - 1
        self.at.resize(rows)
        if y < rows:
            index = self.at.top + y
            return self._node_line(index, width) if index < len(self.nodes) else []
        if y == rows:
            return [(frames().across * width, "line--frame")]
        lines = self._about(width)
        return lines[y - rows - 1] if y - rows - 1 < len(lines) else []

    def open(self) -> None:
        """Show what the figure stands on, or go to the first of it where it is shown."""
        if self.node.path in self.opened and self.node.why.children:
            self.at.go(self.at.cursor + 1)
        elif self.node.why.children:
            self._take(self.opened | {self.node.path})

    def close(self) -> None:
        """Hide what the figure stands on, or go to the figure that stands on it."""
        path = self.node.path
        if path in self.opened and self.node.why.children:
            self._take(frozenset(each for each in self.opened if each[: len(path)] != path))
        elif path:
            self.at.go([node.path for node in self.nodes].index(path[:-1]))

    def turn(self) -> None:
        """Open what is closed, close what is open."""
        if self.node.path in self.opened:
            self._take(self.opened - {self.node.path})
        else:
            self.open()

    def _take(self, opened: frozenset[Path]) -> None:
        path, self.opened = self.node.path, opened
        self.nodes = visible(self.root, opened)
        self.at.place(len(self.nodes), [node.path for node in self.nodes].index(path))

    def _node_line(self, index: int, width: int) -> list[Span]:
        node, on = self.nodes[index], index == self.at.cursor
        sign = frames().leaf
        if node.why.children:
            sign = frames().open if node.path in self.opened else frames().closed
        value = shown(node.why.value)
        value = fit(value, min(width_of(value), width // 2))
        indent = min(len(node.path) * INDENT, width // 3)
        label = fit(f"{' ' * indent}{sign} {shown(node.why.label)}", max(0, width - width_of(value) - 1))
        return [(f"{label} {value}", "panel--chosen" if on else "line--strong" if not node.path else "")]

    def _about(self, width: int) -> list[list[Span]]:
        why = self.node.why
        formula = wrapped(shown(why.formula), width, BELOW - 2) if why.formula else []
        source = wrapped(shown(why.source), width, BELOW - len(formula)) if why.source else []
        lines: list[list[Span]] = [[(line, "")] for line in formula]
        return [*lines, *([(line, "line--muted")] for line in source)]


class WhyTree(Dialog[None]):
    """Shows the derivation of a figure until it is left."""

    def __init__(self, why: Why) -> None:
        self.tree_panel = WhyPanel(why)
        super().__init__(self.tree_panel, offered("open", "close", "leave", leave="Back"))

    async def pressed(self, key: str, character: str | None) -> bool:
        """Move, open and close figures, or leave."""
        panel, at = self.tree_panel, self.tree_panel.at
        turns = {"open": panel.open, "close": panel.close, "choose": panel.turn}
        if asked(key) == "leave" or key in ("q", "w"):
            self.leave(None)
        elif asked(key) in turns:
            turns[asked(key)]()
        elif not moved(at, key):
            return False
        panel.aside = f"{at.cursor + 1} of {at.count}" if at.count > at.height > 0 else ""
        panel.repaint()
        return True
