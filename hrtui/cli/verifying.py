"""`hrtui payroll verify`: published cases, and a company's own, replayed against the tables in force; no store is needed."""

from __future__ import annotations

import argparse
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.payroll.replay.service import Replayed

NAME = "verify"
DIFFERS = 1


def add_arguments(doing: Any) -> None:
    """Declare the file of cases."""
    parser: argparse.ArgumentParser = doing.add_parser(
        NAME, help="replay cases, one JSON object a line, against the tables in force; exit code 1 where one differs"
    )
    parser.add_argument("file", help="the file of cases, or - for what is piped in")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, session: Session) -> int:
    """Replay the cases and tell what differs and what cannot be replayed."""
    from hrtui.payroll.owntables import own_tables
    from hrtui.payroll.replay.service import replay

    with nullcontext(sys.stdin) if args.file == "-" else Path(args.file).open(encoding="utf-8") as cases:
        made = replay(cases, own_tables(session.config) if session.configured else None)
    if args.json:
        session.json(_json(made))
    else:
        _words(session, made)
    return DIFFERS if made.differ else 0


def _json(made: Replayed) -> dict[str, Any]:
    return {
        "cases": made.cases,
        "agree": made.agree,
        "differ": [
            {"id": one.id, "expected": one.expected, "got": one.got, "trust": one.trust, "source": one.source}
            for one in made.differ
        ],
        "unsupported": [{"id": one.id, "reason": one.reason} for one in made.unsupported],
    }


def _words(session: Session, made: Replayed) -> None:
    if made.differ:
        rows = [(one.id, str(one.expected), str(one.got), one.trust, one.source) for one in made.differ]
        session.table(rows, ("Case", "Expected", "Got", "Trust", "Source"))
    for one in made.unsupported:
        session.out(f"{one.id} cannot be replayed: {one.reason}")
    session.out(
        f"{made.agree:,} of {made.cases:,} cases agree, {len(made.differ):,} differ, "
        f"{len(made.unsupported):,} cannot be replayed."
    )
