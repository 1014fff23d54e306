"""`hrtui payroll prenotes`: whose accounts are not tried yet, and the file of prenotes that tries them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from hrtui.cli.arguments import a_path

if TYPE_CHECKING:
    from hrtui.cli.session import Session

NAME = "prenotes"
HEADINGS = ("Number", "Name", "Prenote settles", "Paid by bank from")


def add_arguments(doing: Any) -> None:
    """Declare the arguments."""
    parser = doing.add_parser(
        NAME, help="list new accounts that are not tried yet, or write the prenotes that try them"
    )
    parser.add_argument(
        "--to", type=a_path, metavar="FILE", help="write the prenotes of those not sent yet: NACHA, 0600"
    )
    parser.add_argument("--replace", action="store_true", help="write over a file that is there")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, session: Session) -> int:
    """List, or write."""
    return _list(args, session) if args.to is None else _send(args, session)


def _list(args: argparse.Namespace, session: Session) -> int:
    from hrtui.payroll.prenotes import service

    found = service.waiting(session.context)
    if args.json:
        session.json(
            [{"number": each.number, "name": each.name, "settles": each.sent, "from": each.ready} for each in found]
        )
        return 0
    if found:
        rows = [(each.number, each.name, each.sent or "not sent", each.ready or "") for each in found]
        session.table(rows, HEADINGS)
    count = sum(each.sent is None for each in found)
    session.out(
        f"{len(found):,} with accounts not tried yet, {count:,} of them without a prenote; --to FILE writes it."
        if found
        else "Every account is tried, or was paid to since it is on file."
    )
    return 0


def _send(args: argparse.Namespace, session: Session) -> int:
    from hrtui.payroll.prenotes import service

    made = service.send(session.context, args.to, args.replace)
    if args.json:
        session.json(
            {
                "file": made.path, "sha256": made.sha256, "people": list(made.people), "accounts": made.accounts,
                "settles": made.settles, "from": made.ready,
            }
        )  # fmt: skip
        return 0
    session.out(
        f"{made.path}: prenotes for {made.accounts:,} accounts of {len(made.people):,} people, settling {made.settles}; "
        f"paid by bank from {made.ready}. SHA-256 {made.sha256}."
    )
    return 0
