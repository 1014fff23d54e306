"""`hrtui doctor`: the state of the store and of what is around it, told in a moment."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hrtui.cli.session import Session

SUMMARY = "Tell the state of the store, its key, sessions and backups in a moment."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--json", action="store_true", help="an array of {check, grade, sentence}")


def run(args: argparse.Namespace, session: Session) -> int:
    """Print every finding; the exit code is that of a damaged store where one is a fault."""
    from hrtui import bootstrap
    from hrtui.errors import StoreDamaged
    from hrtui.store import doctor
    from hrtui.store.model import Grade

    found = doctor.look(bootstrap.unopened_context(session.config_path, acting=session.acting))
    if args.json:
        session.json([asdict(each) for each in found])
    for each in () if args.json else found:
        session.out(f"{each.grade:<8} {each.check}")
        session.out(f"         {each.sentence}")
    return StoreDamaged.exit_code if any(each.grade is Grade.FAULT for each in found) else 0
