"""`hrtui benefits paper` and `hrtui benefits papers`: letters and forms of one person, or of all they are for."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hrtui.cli.arguments import a_path
from hrtui.dates import EXAMPLES

if TYPE_CHECKING:
    from hrtui.cli.session import Session

KINDS = (
    "enrolment_form",
    "confirmation",
    "verification",
    "waiver",
    "cobra_notice",
    "general_notice",
    "summary",
    "reminder",
)
PERSON = "the person's number, or a name that only one person has"


def add_to(doing: Any) -> None:
    """Declare both."""
    one = doing.add_parser("paper", help="write or file a person's paper: form, confirmation, notice …")
    one.add_argument("kind", choices=KINDS)
    one.add_argument("person", metavar="NUMBER", help=PERSON)
    one.set_defaults(act=run_one)
    many = doing.add_parser("papers", help="write or file a paper of everyone it is for; list the fields of a template")
    many.add_argument("kind", choices=KINDS)
    what = many.add_mutually_exclusive_group(required=True)
    what.add_argument("--all", action="store_true", help="of everyone it is for")
    what.add_argument("--fields", action="store_true", help="list the fields that its template may name, and stop")
    what.add_argument("--template", action="store_true", help="print its template, to change it, and stop")
    many.set_defaults(act=run_all)
    for each, target in ((one, "this file, or into this folder"), (many, "files in this folder")):
        where = each.add_mutually_exclusive_group()
        where.add_argument("--to", type=a_path, metavar="PATH", help=f"write {target}, for you alone")
        where.add_argument("--file", action="store_true", help="file it under the person's documents")
        each.add_argument(
            "--email", action="store_true", help="as the draft of an e-mail (.eml) instead of PDF; with --to"
        )
        each.add_argument("--on", metavar="DAY", help=f"benefits as of this day (else today): {EXAMPLES}")
        each.add_argument("--json", action="store_true", help="print JSON")


def run_one(args: argparse.Namespace, session: Session) -> int:
    """Make a person's paper, and print where it is."""
    from hrtui.benefits.papers import making
    from hrtui.benefits.papers.model import LABELS, PaperKind
    from hrtui.people.service import resolve

    _check(args)
    ctx, kind = session.context, PaperKind(args.kind)
    number, on = resolve(ctx, args.person), session.day(args.on) if args.on else None
    if args.file:
        return session.told(making.file(ctx, kind, number, on=on), args.json)
    path = making.write(ctx, kind, number, args.to or Path(), on=on, email=args.email)
    if args.json:
        session.json({"kind": kind, "person": number, "path": str(path)})
    else:
        session.out(f"{LABELS[kind]} of {number} is in {path}.")
    return 0


def run_all(args: argparse.Namespace, session: Session) -> int:
    """Make the papers of all, and print how many, and of whom there is none."""
    from hrtui.benefits.papers import making
    from hrtui.benefits.papers.model import LABELS, PaperKind
    from hrtui.errors import UsageError

    if args.fields or args.template:
        return _about(args, session)
    _check(args)
    if not (args.to or args.file):
        raise UsageError("Say where to: --to FOLDER, or --file for the people's documents.")
    ctx, kind, on = session.context, PaperKind(args.kind), session.day(args.on) if args.on else None
    if args.file:
        batch = making.file_all(ctx, kind, on=on, progress=_progress)
    else:
        batch = making.write_all(ctx, kind, args.to, on=on, email=args.email, progress=_progress)
    if args.json:
        session.json(batch)
        return 0
    session.out(f"{LABELS[kind]}: {batch.count:,} in {batch.where}.")
    for each in batch.skipped:
        session.out(f"None of {each.name} ({each.number}): {each.why}")
    return 0


def _about(args: argparse.Namespace, session: Session) -> int:
    from hrtui.benefits.papers.fieldlist import FIELDS
    from hrtui.benefits.papers.model import PaperKind
    from hrtui.benefits.papers.templates import SHIPPED

    kind = PaperKind(args.kind)
    if args.template:
        session.out((SHIPPED / f"{kind.value}.txt").read_text("utf-8").rstrip())
    elif args.json:
        session.json(FIELDS[kind])
    else:
        session.table(FIELDS[kind].items(), ("field", "what it holds"))
    return 0


def _check(args: argparse.Namespace) -> None:
    from hrtui.errors import UsageError

    if args.email and args.file:
        raise UsageError("The draft of an e-mail is written to a file (--to), not filed.")


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} of {of:,}", end="\n" if done == of else "", file=sys.stderr, flush=True)
