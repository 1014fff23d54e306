"""Whether an import would still write what its dry run showed, after others changed something meanwhile. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from hrtui.errors import Conflict
from hrtui.exchange.changes import GROUP
from hrtui.exchange.model import UNIT
from hrtui.text import listed

NAMED = 5


def check_shown(shown: Mapping[int, str], outcomes: Mapping[int, str]) -> None:
    """Raise Conflict, naming some people, where rows come to something else than was shown; both as `ImportReport.outcomes`."""
    rows = [row for row in sorted({*shown, *outcomes}) if shown.get(row) != outcomes.get(row)]
    if not rows:
        return
    who = [_called(shown.get(row) or outcomes[row]) for row in rows[:NAMED]]
    more = [f"{len(rows) - NAMED:,} more"] if len(rows) > NAMED else []
    raise Conflict(
        f"Since the dry run someone else changed what this file would write for {listed([*who, *more], 'and')}. Nothing is "
        "written; look at the new dry run first."
    )


def _called(outcome: str) -> str:
    number, name = outcome.partition(GROUP)[0].split(UNIT)
    return f"{name} ({number})" if name else number
