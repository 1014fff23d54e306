"""Run as a program by the tests of a real terminal: `python -m tests.ui.opened FOLDER [ADDRESS]`."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

from hrtui.app import run_over
from hrtui.context import Context
from hrtui.payroll.model import Frequency, PayGroup

GROUPS = (PayGroup("main", Frequency.BIWEEKLY, date(2026, 1, 4), check_after=5),)


def open_context() -> Context:
    """Alice, who may do and see everything, over the store of the folder or a new one, with a place that crashes."""
    from data.db import create_store, open_store
    from hrtui.access.model import ACTIONS, Field, Grant, Sight
    from hrtui.config import Company, Config
    from hrtui.context import Actor, FixedClock
    from screens import places

    cast(dict[str, Any], places.PLACES)["crash"] = places.Place("tests.ui.crashing:Crashing")
    folder = Path(sys.argv[1])
    actor = Actor(
        "alice", ("everything",), tuple(Grant(action, fields=dict.fromkeys(Field, Sight.SHOWN)) for action in ACTIONS)
    )
    clock = FixedClock(datetime(2026, 11, 23, 15, 0, tzinfo=UTC), "America/New_York")
    config = Config(folder / "hrtui.yaml", Company("Test Company"), pay_groups=GROUPS)
    file = folder / "store.db"
    return Context(actor, clock, config, open_store(file) if file.exists() else create_store(file))


if __name__ == "__main__":
    sys.exit(run_over(open_context, sys.argv[2] if len(sys.argv) > 2 else ""))
