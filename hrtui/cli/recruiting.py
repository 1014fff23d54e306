"""`hrtui recruiting`: requisitions, candidates, their applications and boards; each in a module of its own."""

from __future__ import annotations

import argparse
import importlib
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from hrtui.cli.session import Session

SUMMARY = "Recruiting: requisitions, candidates, the board."
PARTS = (
    "recruitrequisitions",
    "recruitcandidates",
    "recruitboard",
    "recruitscores",
    "recruitoffers",
    "recruitmessages",
    "recruitmerging",
)
"""The modules below `hrtui.cli` that declare what can be done; a new one gets its name here."""


class Part(Protocol):
    """What such a module has."""

    def add_to(self, doing: Any) -> None:
        """Declare its subcommands (`doing.add_parser`), each with `set_defaults(act=function)`: a function of arguments and
        session that returns the exit code."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be done."""
    doing = parser.add_subparsers(dest="doing", required=True, metavar="WHAT")
    for name in PARTS:
        cast(Part, importlib.import_module(f"hrtui.cli.{name}")).add_to(doing)


def run(args: argparse.Namespace, session: Session) -> int:
    """Do what is asked."""
    code: int = args.act(args, session)
    return code
