"""`hrtui doctor`: the state of the store and of what is around it, told in a moment."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hrtui.cli.session import Session

SUMMARY = "Tell the state of the store, its key, sessions and backups in a moment."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--json", action="store_true", help="an array of {check, grade, sentence}")
    parser.add_argument("--clear", action="store_true", help="first remove the unfinished files that kills left")


def run(args: argparse.Namespace, session: Session) -> int:
    """Print every finding; the exit code is that of a damaged store where one is a fault."""
    from hrtui import bootstrap
    from hrtui.cli.check import code_of, told
    from hrtui.store import doctor, leftovers

    ctx = bootstrap.unopened_context(session.config_path, acting=session.acting)
    for path in leftovers.clear(ctx) if args.clear else ():
        print(f"Removed, left by a kill: {path}", file=sys.stderr)
    found = doctor.look(ctx)
    told(found, args.json, session)
    return code_of(found)
