"""Eight people at work at once over ssh, on one machine: how long a save takes, and what memory a session needs."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.bench.model import Bench, Measure
from tests.manyatonce import company, eight
from tests.server import server

SECONDS, PACE = 120.0, 1.0


def together(_: Bench) -> list[Measure]:
    """Five edit, two filter and one calculates: ten keys a second, and a second between two acts. A row that says why where it cannot be."""
    try:
        with server() as made, tempfile.TemporaryDirectory(prefix="hrtui-eight-") as folder:
            found = eight(made, company(made, Path(folder) / "d"), SECONDS, PACE)
    except pytest.skip.Exception as why:
        return [Measure("eight sessions at once", "", "not measured", True, str(why))]
    middle, high = found.percentiles()
    resident, share = (max(each[at] for each in found.memory) / 1024 for at in (0, 1))
    every = sum(each[1] for each in found.memory) / 1024
    return [
        Measure(
            "eight sessions at once: a save", "≤ 100 ms at p99", f"{middle:.1f} / {high:.1f} ms", high <= 100,
            f"{len(found.confirmed)} saves, {found.runs} calculations in {SECONDS:.0f} s",
        ),
        Measure(
            "eight sessions at once: memory of one", "", f"{resident:.0f} MB", True,
            f"{share:.0f} MB its share of what they hold together; {every:.0f} MB all of them",
        ),
    ]  # fmt: skip
