"""`hrtui recruiting board|move|reject|withdraw|reopen|waive|next`: applications on the board of a requisition."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from hrtui.dates import EXAMPLES

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.recruiting.model import Card

NUMBERS = "an application's number, such as APP-00042"


def add_to(doing: Any) -> None:
    """Declare them."""
    board = doing.add_parser("board", help="print the board of a requisition")
    board.add_argument("requisition", metavar="REQUISITION", help="the requisition's number, such as REQ-2026-001")
    board.add_argument("--ended", action="store_true", help="with those rejected and withdrawn")
    board.add_argument("--late", action="store_true", help="only those longer in their stage than they may be")
    board.add_argument("--json", action="store_true", help="print JSON")
    board.set_defaults(act=run_board)
    figures = doing.add_parser(
        "funnel", help="print the funnel of a requisition, its times, and where those who applied came from"
    )
    figures.add_argument("requisition", metavar="REQUISITION", help="the requisition's number")
    figures.add_argument("--json", action="store_true", help="print JSON")
    figures.set_defaults(act=run_figures)
    move = _many(doing, "move", "move applications to a stage", run_move)
    move.add_argument("--to", required=True, metavar="STAGE", help="the stage's name")
    reject = _many(doing, "reject", "reject applications; a message is owed where the reason says so", run_end)
    reject.add_argument("--waive", action="store_true", help="owe no message")
    reject.set_defaults(verb="reject")
    withdraw = _many(doing, "withdraw", "record that candidates withdrew", run_end)
    withdraw.set_defaults(verb="withdraw")
    for each in (reject, withdraw):
        each.add_argument("--reason", required=True, metavar="REASON", help="a reason of the recruiting file")
        each.add_argument("--note", default="", metavar="TEXT", help="a note")
    _many(doing, "reopen", "take applications up again", run_plain).set_defaults(verb="reopen")
    _many(doing, "waive", "record that no message is written to rejected candidates", run_plain).set_defaults(
        verb="waive_message"
    )
    planned = _many(doing, "next", "say what comes next of applications, and by whom", run_next)
    planned.add_argument("--action", metavar="TEXT", help="what comes next; empty for nothing")
    planned.add_argument("--on", metavar="DAY", help=f"when: {EXAMPLES}")
    planned.add_argument("--owner", metavar="LOGIN", help="by whom")
    planned.add_argument("--rating", type=int, metavar="1-5", help="how they are rated")
    planned.add_argument("--note", metavar="TEXT", help="a note")


def _many(doing: Any, name: str, help_: str, act: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = doing.add_parser(name, help=help_)
    parser.add_argument("applications", nargs="+", metavar="APPLICATION", help=NUMBERS)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(act=act)
    return parser


def run_board(args: argparse.Namespace, session: Session) -> int:
    """Print a board."""
    from hrtui.recruiting.service import board

    found = board(session.context, args.requisition, ended=args.ended)
    columns = [[card for card in cards if card.late or not args.late] for cards in found.columns]
    stages = [stage.name for stage in found.requisition.stages]
    if args.json:
        session.json({stage: [_json(card) for card in cards] for stage, cards in zip(stages, columns, strict=True)})
        return 0
    if not any(columns):
        session.out("Nobody is on this board; `hrtui recruiting apply` enters applications.")
        return 0
    rows = [
        (
            stage,
            card.application.number,
            card.name,
            _days(card),
            card.application.owner,
            _next(card),
            card.application.rating or "",
        )
        for stage, cards in zip(stages, columns, strict=True)
        for card in cards
    ]
    session.table(rows, ("stage", "application", "name", "days", "owner", "next", "rating"))
    return 0


def run_figures(args: argparse.Namespace, session: Session) -> int:
    """Print the funnel."""
    from hrtui.recruiting.service import requisition_figures

    found = requisition_figures(session.context, args.requisition)
    if args.json:
        session.json(found)
        return 0
    rows = [
        (
            each.stage,
            each.reached,
            f"{each.through} %" if each.through is not None else "",
            "" if each.days is None else f"{each.days:g}",
            each.now,
        )
        for each in found.stages
    ]
    session.table(rows, ("stage", "reached", "of those before", "days in it", "in it now"))
    for name, value in (("Days to fill", found.to_fill), ("Days from applying to the hire", found.to_hire)):
        if value is not None:
            session.out(f"{name}: {value:g}")
    if found.owed:
        session.out(f"Owed a message: {found.owed:,}")
    for source, (applied, hired) in found.sources.items():
        session.out(f"Source {source}: {applied} applied, {hired} hired")
    return 0


def _days(card: Card) -> str:
    limit = f"/{card.limit}" if card.limit else ""
    return f"{card.days}{limit}{' late' if card.late else ''}"


def _next(card: Card) -> str:
    return " ".join(filter(None, (card.application.next_action, str(card.application.next_on or ""))))


def _json(card: Card) -> dict[str, object]:
    from dataclasses import asdict

    return {**asdict(card), "late": card.late}


def run_move(args: argparse.Namespace, session: Session) -> int:
    """Move applications."""
    from hrtui.recruiting.service import move

    return session.told(move(session.context, args.applications, args.to), args.json)


def run_end(args: argparse.Namespace, session: Session) -> int:
    """Reject, or record that they withdrew."""
    from hrtui.recruiting.service import reject, withdraw

    if args.verb == "withdraw":
        return session.told(withdraw(session.context, args.applications, args.reason, args.note), args.json)
    return session.told(reject(session.context, args.applications, args.reason, args.note, waive=args.waive), args.json)


def run_plain(args: argparse.Namespace, session: Session) -> int:
    """Take up again, or waive the message."""
    from hrtui.recruiting import service

    return session.told(getattr(service, args.verb)(session.context, args.applications), args.json)


def run_next(args: argparse.Namespace, session: Session) -> int:
    """Say what comes next."""
    from hrtui.recruiting.service import plan_next

    on = session.day(args.on) if args.on else None
    done = plan_next(
        session.context,
        args.applications,
        action=args.action,
        on=on,
        owner=args.owner,
        rating=args.rating,
        note=args.note,
    )
    return session.told(done, args.json)
