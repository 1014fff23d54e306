"""The org chart drawn as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hrtui.org.chart import Chart, Line


def summary(shown: Chart) -> str:
    """The chart's numbers in a sentence."""
    tree = shown.tree
    seats = "no vacancies" if not tree.seats else f"{tree.seats:,} vacanc{'y' if tree.seats == 1 else 'ies'}"
    people = "1 person" if tree.people == 1 else f"{tree.people:,} people"
    layers = "1 layer" if tree.layers == 1 else f"{tree.layers} layers"
    return f"{people} in {layers} on {shown.day}, average span {tree.span:.1f}, {seats}."


def drawn(shown: Chart, found: Iterable[tuple[Line, tuple[bool, ...]]]) -> Iterator[str]:
    """The lines of the chart as a tree, and its numbers below them."""
    yield from tree_lines(found)
    yield ""
    yield summary(shown)


def tree_lines(found: Iterable[tuple[Line, tuple[bool, ...]]], ascii_only: bool = False) -> Iterator[str]:
    """The lines of the chart as a tree; `5 / 120` are the direct reports and everyone below."""
    down, tee, corner = ("|", "+", "`") if ascii_only else ("│", "├", "└")
    for line, trail in found:
        inner = trail[1:]
        lead = "".join(f"{' ' if last else down} " for last in inner[:-1])
        yield lead + (f"{corner if inner[-1] else tee} " if inner else "") + _worded(line)


def _worded(line: Line) -> str:
    name = f"{line.label} ({line.number})" if line.number else line.label
    parts = [
        name,
        *([line.title] if line.person else []),
        *([line.department] if line.department and line.differs else []),
    ]
    span = f" {line.direct:,} / {line.total:,}" if line.total else ""
    open_seats = f", {line.vacant:,} vacant" if line.vacant and line.person else ""
    return ", ".join(parts) + span + open_seats + (f" [{line.note}]" if line.note else "")
