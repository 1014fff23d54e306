"""Beside a payslip: where the figure under the cursor comes from, opened as far as there is room."""

from __future__ import annotations

from textual.strip import Strip

from hrtui.payroll.model import Why
from screens.frames import frames
from screens.text import fit, shown, width_of, wrapped
from screens.widgets.lines import LineWidget, Span
from screens.widgets.why import INDENT, Node, Path, visible

MOST_LINES = 3
WIDEST = 84


def opened_to(root: Why, lines: int) -> frozenset[Path]:
    """The figures to open, level by level, so that the tree takes no more than as many lines."""
    opened: set[Path] = set()
    taken, waiting = 1, [Node((), root)]
    while waiting:
        node, *waiting = waiting
        children = node.why.children
        if children and taken + len(children) <= max(lines, 1 + len(root.children)):
            opened.add(node.path)
            taken += len(children)
            waiting += [Node((*node.path, number), child) for number, child in enumerate(children)]
    return frozenset(opened)


class WhyPane(LineWidget):
    """The tree of a figure, its formula above and its source below; the dialog opens the rest."""

    DEFAULT_CSS = """
    WhyPane { width: 1fr; height: 1fr; padding: 0 1; border-left: solid $panel; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.why: Why | None = None

    def show(self, why: Why | None) -> None:
        """Show where another figure comes from."""
        if why is not self.why:
            self.why = why
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line of the pane."""
        lines = self._lines(min(WIDEST, self.size.width), self.size.height)
        return self.strip(lines[y] if y < len(lines) else [], self.size.width)

    @property
    def text(self) -> str:
        """The whole pane, line by line."""
        return "\n".join(
            "".join(text for text, _ in line).rstrip()
            for line in self._lines(min(WIDEST, self.size.width), self.size.height)
        )

    def _lines(self, width: int, height: int) -> list[list[Span]]:
        root = self.why
        if root is None:
            return []
        formula = (
            [[(line, "line--muted")] for line in wrapped(f"= {shown(root.formula)}", width, 2)] if root.formula else []
        )
        source = wrapped(shown(root.source), width, MOST_LINES) if root.source else []
        below: list[list[Span]] = [
            [(frames().across * width, "line--frame")],
            *([(line, "line--muted")] for line in source),
        ]
        head: list[list[Span]] = [[(fit(f"Why {shown(root.label)}", width), "line--strong")], *formula, []]
        room = height - len(head) - (len(below) if source else 0)
        nodes = visible(root, opened_to(root, room))
        deepest = max(len(node.path) for node in nodes)
        step = INDENT if deepest * INDENT <= width // 4 else 1
        tree = [self._node(node, step, width) for node in nodes[:room]]
        if len(nodes) > room and tree:
            tree[-1] = [(f"{frames().ellipsis} w shows all of it", "line--muted")]
        return [*head, *tree, *(below if source else [])]

    def _node(self, node: Node, step: int, width: int) -> list[Span]:
        sign = frames().leaf if not node.why.children else frames().open
        label, value = f"{' ' * (step * len(node.path))}{sign} {shown(node.why.label)}", shown(node.why.value)
        value = fit(value, min(width_of(value), max(width // 2, width - width_of(label) - 1)))
        name = "line--strong" if not node.path else ""
        return [(fit(label, max(0, width - width_of(value) - 1)) + " ", name), (value, name or "line--key")]
