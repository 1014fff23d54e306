"""`hrtui recruiting export candidates|applications`: what lists and boards show, to a CSV, XLSX, JSON or vCard file."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from hrtui.cli.arguments import a_path

if TYPE_CHECKING:
    from hrtui.cli.session import Session

FORMATS = ("csv", "xlsx", "json", "vcard", "vcard3")


def add_to(doing: Any) -> None:
    """Declare them."""
    export = doing.add_parser("export", help="write candidates, or the applications to a requisition, to a file")
    what = export.add_subparsers(dest="what", required=True, metavar="candidates|applications")
    listing = what.add_parser("candidates", help="candidates by name")
    listing.add_argument("words", nargs="*", metavar="WORD", help="only with these words, as `candidates` finds them")
    listing.add_argument("--pool", action="store_true", help="those of the talent pool")
    listing.set_defaults(act=run_candidates)
    board = what.add_parser("applications", help="the applications on the board of a requisition")
    board.add_argument("requisition", metavar="REQUISITION", help="the requisition's number, such as REQ-2026-001")
    board.add_argument("--ended", action="store_true", help="with those rejected and withdrawn")
    board.add_argument("--late", action="store_true", help="only those longer in their stage than they may be")
    board.set_defaults(act=run_applications)
    for each in (listing, board):
        each.add_argument("--to", type=a_path, required=True, metavar="FILE", help="a new file; existing ones are kept")
        each.add_argument("--columns", default="", metavar="A,B,…", help="the columns, between commas")
        each.add_argument("--format", dest="form", choices=FORMATS, default="", help="else the file's ending says it")
        each.add_argument("--json", action="store_true", help="print JSON")


def run_candidates(args: argparse.Namespace, session: Session) -> int:
    """Write candidates."""
    from hrtui.recruiting.exporting import export_candidates

    count = export_candidates(
        session.context, args.to, " ".join(args.words), pool=args.pool, columns=_columns(args), form=args.form
    )
    return _told(args, session, count, "candidate")


def run_applications(args: argparse.Namespace, session: Session) -> int:
    """Write applications."""
    from hrtui.recruiting.exporting import export_applications

    count = export_applications(
        session.context,
        args.requisition,
        args.to,
        ended=args.ended,
        late=args.late,
        columns=_columns(args),
        form=args.form,
    )
    return _told(args, session, count, "application")


def _columns(args: argparse.Namespace) -> list[str]:
    return [name for name in args.columns.split(",") if name.strip()]


def _told(args: argparse.Namespace, session: Session, count: int, what: str) -> int:
    if args.json:
        session.json({"file": str(args.to), "count": count})
    else:
        session.out(f"Wrote {count:,} {what}{'' if count == 1 else 's'} to {args.to}.")
    return 0
