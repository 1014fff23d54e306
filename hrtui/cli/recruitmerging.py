"""`hrtui recruiting alike|merge|unmerge`: candidates that were entered twice."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hrtui.cli.session import Session

NUMBER = "the candidate's number, such as CAN-00042"


def add_to(doing: Any) -> None:
    """Declare them."""
    _one(
        doing,
        "alike",
        "list who may be the same as a candidate: other candidates, and people who work or worked here",
        run_alike,
    )
    merge = _one(doing, "merge", "make one candidate of two; the first is kept", run_merge)
    merge.add_argument("other", metavar="OTHER", help="the one that is merged into the first")
    merge.add_argument(
        "--take", action="append", default=[], metavar="FIELD", help="a value of the other to take, such as phone"
    )
    _one(doing, "unmerge", "make two again; give the one that was merged into the other", run_unmerge)


def _one(doing: Any, name: str, help_: str, act: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = doing.add_parser(name, help=help_)
    parser.add_argument("candidate", metavar="CANDIDATE", help=NUMBER)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(act=act)
    return parser


def run_alike(args: argparse.Namespace, session: Session) -> int:
    """Print who may be the same."""
    from hrtui.recruiting.merging import entry_of, find_alike
    from hrtui.recruiting.service import candidate_sheet

    who = candidate_sheet(session.context, args.candidate).candidate
    found = find_alike(session.context, entry_of(who))
    if args.json:
        session.json(found)
        return 0
    for each in found:
        session.out(each.sentence)
    if not found:
        session.out(f"Nobody on file is like {who.name}.")
    return 0


def run_merge(args: argparse.Namespace, session: Session) -> int:
    """Merge two."""
    from hrtui.recruiting.merging import merge

    return session.told(merge(session.context, args.candidate, args.other, args.take), args.json)


def run_unmerge(args: argparse.Namespace, session: Session) -> int:
    """Make two again."""
    from hrtui.recruiting.merging import unmerge

    return session.told(unmerge(session.context, args.candidate), args.json)
