"""A command whose subcommands are declared by modules below `hrtui.cli`, imported once the command is asked for."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from hrtui.cli.session import Session


class Part(Protocol):
    """What such a module has."""

    def add_to(self, doing: Any) -> None:
        """Declare its subcommands (`doing.add_parser`), each with `set_defaults(act=function)`: a function of arguments and
        session that returns the exit code."""


def declare(parser: argparse.ArgumentParser, names: Iterable[str]) -> None:
    """Declare what the modules of these names can do."""
    doing = parser.add_subparsers(dest="doing", required=True, metavar="WHAT")
    for name in names:
        cast(Part, importlib.import_module(f"hrtui.cli.{name}")).add_to(doing)


def act(args: argparse.Namespace, session: Session) -> int:
    """Do what is asked."""
    code: int = args.act(args, session)
    return code
