"""What is measured, and on what."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from tests.bench.terminal import Line, Terminal

HRTUI = [sys.executable, "-m", "hrtui"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table: what, its target in words, the figure in words, whether it was met, and how it compares."""

    name: str
    target: str
    figure: str
    met: bool
    ratio: str = ""


@dataclass(frozen=True, slots=True)
class Bench:
    """The company measured and what a bare Textual application does in the same run."""

    folder: Path
    people: int
    bare_start_ms: float
    bare_keys_ms: tuple[float, float]
    bare_memory_kb: int
    real_time: bool = False

    @property
    def config(self) -> Path:
        """The company's configuration."""
        return self.folder / "hrtui.yaml"

    def hrtui(self, address: str, line: Line | None = None, margins: bool = False) -> Terminal:
        """The program, opened at an address, on a terminal with left and right margins or, as most are, without."""
        argv = [*HRTUI, "--config", str(self.config), "open", *address.split()]
        return Terminal(argv, line=line or Line(), real_time=self.real_time, margins=margins)
