"""Demo companies made once for all processes of a run of the tests, since their payrolls take long: to be copied from."""

from __future__ import annotations

from datetime import UTC, datetime
from fcntl import LOCK_EX, flock
from pathlib import Path
from unittest.mock import patch

from hrtui.cli import demo
from hrtui.context import FixedClock

LOGIN = "dana"
CLOCK = FixedClock(datetime(2026, 11, 23, 15, 0, tzinfo=UTC), demo.ZONE)
PEOPLE = 250


def demo_company(kept: Path, people: int = PEOPLE, *, whole_year: bool = True) -> Path:
    """A demo company in the folder of what is kept, with the payrolls of the year or of the last months; whoever needs it
    first makes it, and others wait meanwhile."""
    made = kept / f"demo-of-{people}{'' if whole_year else '-lately'}"
    with made.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not made.exists():
            with patch.object(demo, "WHOLE_YEAR", people if whole_year else 0):
                demo.make(made, people, demo.SEED, LOGIN, CLOCK)
    return made
