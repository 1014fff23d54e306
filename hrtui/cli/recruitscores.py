"""`hrtui recruiting ask|score|scorecards|owed|debrief`: scorecards, blind until one's own is in, and what a debrief decides."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING, Any

from hrtui.cli.arguments import subcommand
from hrtui.dates import EXAMPLES
from hrtui.errors import UsageError

if TYPE_CHECKING:
    from hrtui.cli.session import Session

NUMBER = "the application's number, such as APP-00042"
_one = partial(subcommand, "application", NUMBER)


def add_to(doing: Any) -> None:
    """Declare them."""
    ask = _one(doing, "ask", "ask users for a scorecard of an application", run_ask)
    ask.add_argument("logins", nargs="+", metavar="LOGIN", help="whom")
    ask.add_argument("--due", metavar="DAY", help=f"until when: {EXAMPLES}")
    ask.add_argument("--stop", action="store_true", help="ask them no longer")
    score = _one(doing, "score", "enter your scorecard of an application", run_score)
    score.add_argument("--rate", action="append", default=[], metavar="ATTRIBUTE=1-5", help="a rating")
    score.add_argument(
        "--overall", required=True, metavar="WORD", help="definitely_not, no, no_decision, yes or strong_yes"
    )
    score.add_argument("--takeaways", default="", metavar="TEXT", help="why")
    _one(doing, "scorecards", "print the scorecards of an application that you may see", run_show)
    owed = doing.add_parser("owed", help="list the scorecards that you owe")
    owed.add_argument("--json", action="store_true", help="print JSON")
    owed.set_defaults(act=run_owed)
    debrief = _one(doing, "debrief", "log what a debrief decided", run_debrief)
    debrief.add_argument("decision", choices=("advance", "hold", "reject", "offer"), help="what was decided")
    debrief.add_argument("--reason", required=True, metavar="TEXT", help="why")
    debrief.add_argument("--present", action="append", default=[], metavar="LOGIN", help="who was there")


def run_ask(args: argparse.Namespace, session: Session) -> int:
    """Ask, or ask no longer."""
    from hrtui.recruiting.scoring import ask_scorecards

    due = session.day(args.due) if args.due else None
    return session.told(ask_scorecards(session.context, args.application, args.logins, due, stop=args.stop), args.json)


def run_score(args: argparse.Namespace, session: Session) -> int:
    """Enter one's own."""
    from hrtui.recruiting.scorecards import Overall
    from hrtui.recruiting.scoring import score

    ratings = {}
    for each in args.rate:
        name, _, value = each.partition("=")
        if not value.strip().isdigit():
            raise UsageError(f"“{each}” is no rating; write ATTRIBUTE=1-5.")
        ratings[name.strip()] = int(value)
    known = {each.value: each for each in Overall}
    if args.overall not in known:
        raise UsageError(f"“{args.overall}” is no recommendation; there is {', '.join(known)}.")
    done = score(session.context, args.application, ratings, known[args.overall], args.takeaways)
    return session.told(done, args.json)


def run_show(args: argparse.Namespace, session: Session) -> int:
    """Print what may be seen."""
    from hrtui.recruiting.scoring import score_sheet

    sheet = score_sheet(session.context, args.application)
    matrix = sheet.matrix
    if args.json:
        session.json({"application": sheet.application.number, "candidate": sheet.candidate.name, "matrix": matrix})
        return 0
    session.out(
        f"{sheet.application.number}: {sheet.candidate.name}, {sheet.requisition.title}, in {sheet.application.stage}"
    )
    for ask in matrix.waiting:
        session.out(f"  {ask.by} owes one of {ask.stage}{f' until {ask.due}' if ask.due else ''}")
    if matrix.hidden:
        session.out(f"  {len(matrix.entered)} are in. {matrix.hidden}")
    names = (
        [each.name for each in matrix.kit.attributes]
        if matrix.kit
        else sorted({n for c in matrix.cards for n in c.ratings})
    )
    if matrix.cards:
        rows = [
            (name, *(card.ratings.get(name, "") for card in matrix.cards), "apart" if name in matrix.apart else "")
            for name in names
        ]
        rows.append(("overall", *(card.overall.value for card in matrix.cards), ""))
        several = len({card.stage for card in matrix.cards}) > 1
        writers = (f"{card.by}, {card.stage}" if several else card.by for card in matrix.cards)
        session.table(rows, ("", *writers, ""))
    for card in matrix.cards:
        if card.takeaways:
            session.out(f"  {card.by}: {card.takeaways}")
    for made in matrix.debriefs:
        session.out(f"  Debrief: {made.decision.value}, {made.reason}")
    return 0


def run_owed(args: argparse.Namespace, session: Session) -> int:
    """Print what the actor owes."""
    from hrtui.recruiting.scoring import owed_scorecards

    found = owed_scorecards(session.context)
    if args.json:
        session.json(found)
        return 0
    if not found:
        session.out("You owe no scorecard.")
        return 0
    rows = [(each.application, each.candidate, each.requisition, each.ask.stage, each.ask.due or "") for each in found]
    session.table(rows, ("application", "candidate", "requisition", "stage", "due"))
    return 0


def run_debrief(args: argparse.Namespace, session: Session) -> int:
    """Log a decision."""
    from hrtui.recruiting.scorecards import Decision
    from hrtui.recruiting.scoring import decide

    done = decide(session.context, args.application, Decision(args.decision), args.reason, args.present)
    return session.told(done, args.json)
