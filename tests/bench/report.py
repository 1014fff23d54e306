"""Writes the measured figures into docs/performance.md, keeping what was written there by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"


class Row(Protocol):
    """A measured line."""

    @property
    def name(self) -> str:
        """What was measured."""

    @property
    def target(self) -> str:
        """What is wanted."""

    @property
    def figure(self) -> str:
        """What it came to."""

    @property
    def met(self) -> bool:
        """Whether it is as wanted."""

    @property
    def ratio(self) -> str:
        """How it compares."""


def write(path: Path, rows: Sequence[Row], people: int, machine: str) -> None:
    """Replace the table between the two marks; the text around it stays."""
    table = [
        BEGIN,
        "",
        f"{people:,} people, terminal 120x36; {machine}. Times are median / 99th percentile.",
        "",
        "| what | measured | target | met | beside |",
        "|---|---|---|---|---|",
        *(
            f"| {row.name} | {row.figure} | {row.target} | {'yes' if row.met else '**no**'} | {row.ratio} |"
            for row in rows
        ),
        "",
        END,
    ]
    old = path.read_text(encoding="utf-8") if path.exists() else f"# Performance\n\n{BEGIN}\n{END}\n"
    before, rest = old.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    path.write_text(before + "\n".join(table) + after, encoding="utf-8")
