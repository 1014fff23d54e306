"""`hrtui undo`: take back your last change, or one by its number."""

from __future__ import annotations

import argparse

from hrtui.audit import service
from hrtui.cli.arguments import whole
from hrtui.cli.session import Session

SUMMARY = "Undo your last change, or one by its number."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("command", nargs="?", type=whole, help="the command's number, as `hrtui audit log` shows it")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, session: Session) -> int:
    """Undo and say what was undone."""
    from hrtui.payroll.runs.touching import with_touched

    done = with_touched(session.context, service.undo(session.context, args.command))
    if args.json:
        session.json(done)
    else:
        for sentence in (done.sentence, *done.notices):
            session.out(sentence)
    return 0
