"""`hrtui interviews mine|kit|owed`: one's own interviews, what a panel is to find out, and what interviews wait for."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.interviews.feedback import Own


def add_to(doing: Any) -> None:
    """Declare them."""
    mine = doing.add_parser("mine", help="your own interviews: scorecards you owe, then those to come")
    mine.set_defaults(act=run_mine)
    kit = doing.add_parser("kit", help="what each of a panel is to find out, or with --who say it for one of them")
    kit.add_argument("number", metavar="INTERVIEW", help="the interview's number, such as INT-00007")
    kit.add_argument(
        "--who", default="", metavar="WHO", help="whose kit is changed; without more it is the usual one again"
    )
    kit.add_argument(
        "--assess", action="append", default=[], metavar="ATTRIBUTE", help="an attribute they assess; again for others"
    )
    kit.add_argument(
        "--ask", action="append", default=[], metavar="QUESTION", help="a question they ask; again for others"
    )
    kit.set_defaults(act=run_kit)
    owed = doing.add_parser(
        "owed", help="what interviews wait for: answers, an end, that they are held, what contradicts them"
    )
    owed.set_defaults(act=run_owed)
    for each in (mine, kit, owed):
        each.add_argument("--json", action="store_true", help="print JSON")


def run_mine(args: argparse.Namespace, session: Session) -> int:
    """List one's own."""
    from hrtui.interviews.feedback import mine

    found = mine(session.context)
    if args.json:
        session.json([_json(each) for each in found])
    elif found:
        session.table([_row(each) for each in found], ("interview", "when", "candidate", "application", "for", ""))
    else:
        session.out("No interview of yours is to come, and you owe no scorecard.")
    return 0


def run_kit(args: argparse.Namespace, session: Session) -> int:
    """Show kits, or change one."""
    from hrtui.errors import UsageError
    from hrtui.interviews.feedback import kit_sheets
    from hrtui.interviews.kitting import set_kit

    if args.who:
        return session.told(set_kit(session.context, args.number, args.who, args.assess, args.ask), args.json)
    if args.assess or args.ask:
        raise UsageError("--assess and --ask want --who: whose kit is changed.")
    held, sheets = kit_sheets(session.context, args.number)
    if args.json:
        kits = [
            {"person": each.member.person, "attributes": [one.name for one in each.attributes], "questions": each.questions, "own": each.is_own}
            for each in sheets
        ]  # fmt: skip
        session.json({"number": held.number, "kits": kits})
        return 0
    for each in sheets:
        session.out(
            f"{each.member.name}, {each.member.role.value.replace('_', ' ')}{' (their own)' if each.is_own else ''}"
        )
        for line in each.text.splitlines():
            session.out(f"  {line}")
    return 0


def run_owed(args: argparse.Namespace, session: Session) -> int:
    """List what is waited for."""
    from hrtui.interviews.reminders import reminders

    found = reminders(session.context)
    if args.json:
        session.json(
            [
                {"number": each.line.interview.number, "what": each.what.value, "sentence": each.sentence}
                for each in found
            ]
        )
    elif found:
        for each in found:
            held = each.line.interview
            session.out(f"{held.number}, {_when(held)}, {each.line.name}: {each.sentence}")
    else:
        session.out("Interviews wait for nothing.")
    return 0


def _when(held: Any) -> str:
    from hrtui.interviews.asking import zone_of
    from hrtui.interviews.telling import when

    return when(held.begins, zone_of(held.zone)) if held is not None else ""


def _row(each: Own) -> tuple[object, ...]:
    number = each.interview.number if each.interview else ""
    return number, _when(each.interview), each.candidate, each.application, each.title, each.owes


def _json(each: Own) -> dict[str, object]:
    held = each.interview
    return {
        "interview": held.number if held else None, "begins": _when(held) or None, "candidate": each.candidate,
        "application": each.application, "title": each.title, "owed": each.is_owed, "due": each.due, "late": each.late,
    }  # fmt: skip
