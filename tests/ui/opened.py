"""Run as a program by the tests of a real terminal: `python -m tests.ui.opened FOLDER [ADDRESS]`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from hrtui.app import run_over
from hrtui.context import Context


def open_context() -> Context:
    """Alice, who may do everything, over a new store, with a place that crashes."""
    from data.db import create_store
    from hrtui.access.model import ACTIONS, Grant
    from hrtui.config import Company, Config
    from hrtui.context import Actor, FixedClock
    from screens import places

    cast(dict[str, Any], places.PLACES)["crash"] = places.Place("tests.ui.crashing:Crashing")
    folder = Path(sys.argv[1])
    actor = Actor("alice", ("everything",), tuple(Grant(action) for action in ACTIONS))
    clock = FixedClock(datetime(2026, 11, 23, 15, 0, tzinfo=UTC), "America/New_York")
    config = Config(folder / "hrtui.yaml", Company("Test Company"))
    return Context(actor, clock, config, create_store(folder / "store.db"))


if __name__ == "__main__":
    sys.exit(run_over(open_context, sys.argv[2] if len(sys.argv) > 2 else ""))
