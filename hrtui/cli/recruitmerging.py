"""`hrtui recruiting alike|merge|unmerge|purge|renew`: candidates entered twice, and those whose consent has ended."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING, Any

from hrtui.cli.arguments import subcommand
from hrtui.cli.recruitcandidates import NUMBER
from hrtui.dates import EXAMPLES

if TYPE_CHECKING:
    from hrtui.cli.session import Session

_one = partial(subcommand, "candidate", NUMBER)


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
    _purging(doing)


def _purging(doing: Any) -> None:
    purge = doing.add_parser("purge", help="list candidates whose consent has ended, or empty what they gave for good")
    purge.add_argument("candidates", nargs="*", metavar="CANDIDATE", help="whom to empty (else they are listed)")
    purge.add_argument("--all", action="store_true", help="all of them")
    purge.add_argument("--near", action="store_true", help="list those too whose consent is about to end")
    purge.add_argument("--json", action="store_true", help="print JSON")
    purge.set_defaults(act=run_purge)
    renew = _one(doing, "renew", "record that a candidate gave consent anew", run_renew)
    renew.add_argument("--consent", default="today", metavar="DAY", help=f"the day it was given (today): {EXAMPLES}")
    renew.add_argument("--until", metavar="DAY", help="the day it ends (else the months of the recruiting file)")


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


def run_purge(args: argparse.Namespace, session: Session) -> int:
    """List whose consent has ended, or empty them."""
    from hrtui.recruiting.consent import consent_due, consent_page
    from hrtui.recruiting.purging import consent_ended, purge

    found = consent_ended(session.context) if args.all or not args.candidates else []
    if args.near and not (args.all or args.candidates):
        found = [each for each in consent_page(session.context, consent_due(session.context)) if each is not None]
    numbers = [each.number for each in found] if args.all else args.candidates
    if numbers:
        return session.told(purge(session.context, numbers), args.json)
    if args.json:
        session.json(found)
    elif found:
        session.table(
            [(each.number, each.name, each.consent_until) for each in found], ("number", "name", "consent until")
        )
    else:
        session.out("Nobody's consent has ended.")
    return 0


def run_renew(args: argparse.Namespace, session: Session) -> int:
    """Record that consent was given anew."""
    from hrtui.recruiting.consent import renew_consent

    until = session.day(args.until) if args.until else None
    return session.told(renew_consent(session.context, args.candidate, session.day(args.consent), until), args.json)
