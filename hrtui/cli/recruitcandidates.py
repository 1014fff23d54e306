"""`hrtui recruiting candidates|candidate|enter|correct|apply`: candidates, and their applications."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from hrtui.cli.arguments import a_path
from hrtui.dates import EXAMPLES
from hrtui.errors import UsageError

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.recruiting.service import CandidateChange

NUMBER = "the candidate's number, such as CAN-00042"
VALUES = (
    ("first-name", "the first name"),
    ("email", "the e-mail address"),
    ("phone", "the telephone number"),
    ("city", "the city"),
    ("state", "the state"),
    ("headline", "what they are, in a line"),
    ("links", "addresses of their pages"),
    ("source", "where they come from: a source of the recruiting file"),
    ("credited", "who referred them: a number, or a name that only one person has"),
    ("note", "a note"),
)


def add_to(doing: Any) -> None:
    """Declare them."""
    listing = doing.add_parser("candidates", help="list candidates by name")
    listing.add_argument(
        "words", nargs="*", metavar="WORD", help="only with these words in name, number, e-mail, headline or tags"
    )
    listing.add_argument("--pool", action="store_true", help="those of the talent pool")
    listing.add_argument("--limit", type=int, default=200, metavar="COUNT", help="at most so many (200)")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(act=run_list)
    show = doing.add_parser("candidate", help="print a candidate with their applications and what happened")
    show.add_argument("candidate", metavar="CANDIDATE", help=NUMBER)
    show.add_argument("--json", action="store_true", help="print JSON")
    show.set_defaults(act=run_show)
    enter = doing.add_parser("enter", help="enter a candidate")
    enter.add_argument("last_name", metavar="LAST_NAME", help="the last name")
    enter.add_argument("--apply", default="", metavar="REQUISITION", help="and their application to this requisition")
    enter.add_argument(
        "--answer", action="append", default=[], metavar="QUESTION=ANSWER", help="to a knock-out question"
    )
    _values(enter, run_enter)
    correct = doing.add_parser("correct", help="change a candidate")
    correct.add_argument("candidate", metavar="CANDIDATE", help=NUMBER)
    correct.add_argument("--last-name", metavar="TEXT", help="the last name")
    _values(correct, run_correct)
    apply = doing.add_parser("apply", help="enter applications to a requisition")
    apply.add_argument("requisition", metavar="REQUISITION", help="the requisition's number")
    apply.add_argument("candidates", nargs="+", metavar="CANDIDATE", help=NUMBER)
    apply.add_argument(
        "--answer", action="append", default=[], metavar="QUESTION=ANSWER", help="to a knock-out question"
    )
    apply.add_argument("--json", action="store_true", help="print JSON")
    apply.set_defaults(act=run_apply)
    _taking(doing)


def _taking(doing: Any) -> None:
    take = doing.add_parser("import", help="take candidates in from CSV, XLSX, JSON résumés (jsonresume.org) or vCards")
    take.add_argument("file", type=a_path, metavar="FILE", help="the file")
    take.add_argument("--apply", default="", metavar="REQUISITION", help="and their applications to this requisition")
    take.add_argument("--dry-run", action="store_true", help="only say what would come of it")
    take.add_argument("--json", action="store_true", help="print JSON")
    take.set_defaults(act=run_import)


def _values(parser: argparse.ArgumentParser, act: Any) -> None:
    for name, help_ in VALUES:
        parser.add_argument(f"--{name}", metavar="TEXT", help=help_)
    parser.add_argument("--consent", metavar="DAY", help=f"the day consent was given: {EXAMPLES}")
    parser.add_argument("--consent-until", metavar="DAY", help="the day it ends")
    parser.add_argument(
        "--tag", action="append", metavar="TAG", help="a tag; those given stand in the place of all there are"
    )
    for name, help_ in (("pool", "in the talent pool"), ("barred", "do not hire")):
        parser.add_argument(f"--{name}", action=argparse.BooleanOptionalAction, default=None, help=help_)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(act=act)


def _change(args: argparse.Namespace, session: Session) -> CandidateChange:
    from hrtui.recruiting.service import CandidateChange

    texts = {name.replace("-", "_"): getattr(args, name.replace("-", "_")) for name, _ in VALUES}
    begun, until = (session.day(text) if text else None for text in (args.consent, args.consent_until))
    return CandidateChange(
        last_name=args.last_name, **texts, consent_from=begun, consent_until=until, pool=args.pool, barred=args.barred
    )


def _answers(given: list[str]) -> dict[str, str]:
    out = {}
    for each in given:
        name, equals, answer = each.partition("=")
        if not equals:
            raise UsageError(f"“{each}” is no answer; write QUESTION=ANSWER.")
        out[name.strip()] = answer.strip()
    return out


def run_list(args: argparse.Namespace, session: Session) -> int:
    """Print the list."""
    from hrtui.recruiting.service import candidate_list, candidate_page

    ids = candidate_list(session.context, " ".join(args.words), pool=args.pool)
    lines = [each for each in candidate_page(session.context, ids[: max(1, args.limit)]) if each is not None]
    if args.json:
        session.json(lines)
        return 0
    if not lines:
        session.out("There are no candidates of that kind; `hrtui recruiting enter LAST_NAME` enters one.")
        return 0
    rows = [(each.number, each.name, each.email, each.applied, each.source, each.tags) for each in lines]
    session.table(rows, ("number", "name", "e-mail", "applied for", "source", "tags"))
    if len(ids) > len(lines):
        session.out(f"{len(ids) - len(lines)} more; --limit shows more of them.")
    return 0


def run_show(args: argparse.Namespace, session: Session) -> int:
    """Print one."""
    from hrtui.recruiting.service import candidate_sheet

    sheet = candidate_sheet(session.context, args.candidate)
    if args.json:
        from hrtui.cli.recruitfiles import plain

        session.json(
            {
                "candidate": sheet.candidate,
                "applications": [each for each, _ in sheet.applications],
                "documents": [plain(each) for each in sheet.documents],
                "notes": [plain(each) for each in sheet.notes],
                "timeline": sheet.timeline,
            }
        )
        return 0
    who = sheet.candidate
    session.out(f"{who.number}: {who.name}{' (do not hire)' if who.barred else ''}")
    for name, value in (
        ("E-mail", who.email), ("Phone", who.phone), ("Place", ", ".join(filter(None, (who.city, who.state)))),
        ("Headline", who.headline), ("Links", who.links), ("Source", who.source), ("Credited to", who.credited),
        ("Tags", ", ".join(who.tags)), ("Consent until", who.consent_until), ("Note", who.note), ("Merged into", who.merged),
        ("Hired as", who.person),
    ):  # fmt: skip
        if value:
            session.out(f"  {name:<14} {value}")
    for each, wanted in sheet.applications:
        session.out(
            f"  {each.number}  {wanted.number} {wanted.title}: {each.stage}, {each.state.value}, since {each.since}"
        )
    if sheet.documents or sheet.notes:
        kept = (("document", len(sheet.documents)), ("note", len(sheet.notes)))
        counts = [f"{count} {name}{'' if count == 1 else 's'}" for name, count in kept]
        session.out(f"  {' and '.join(counts)}: see `hrtui recruiting documents` and `notes`.")
    for line in sheet.timeline:
        session.out(f"  {line.on}  {line.what}{f' ({line.about})' if line.about else ''}, {line.by}")
    return 0


def run_enter(args: argparse.Namespace, session: Session) -> int:
    """Enter one."""
    from hrtui.recruiting.service import add_candidate

    answers = _answers(args.answer)
    if answers and not args.apply:
        raise UsageError("Answers belong to an application; say to which requisition with --apply.")
    done = add_candidate(session.context, _change(args, session), args.tag or (), apply_to=args.apply, answers=answers)
    return session.told(done, args.json)


def run_correct(args: argparse.Namespace, session: Session) -> int:
    """Change one."""
    from hrtui.recruiting.service import change_candidate

    return session.told(change_candidate(session.context, args.candidate, _change(args, session), args.tag), args.json)


def run_apply(args: argparse.Namespace, session: Session) -> int:
    """Enter applications."""
    from hrtui.recruiting.service import apply

    return session.told(apply(session.context, args.requisition, args.candidates, _answers(args.answer)), args.json)


def run_import(args: argparse.Namespace, session: Session) -> int:
    """Take candidates in, or say what would come of it."""
    from hrtui.recruiting.taking import plan_taking, take_candidates

    if args.dry_run:
        done, plan = None, plan_taking(session.context, args.file, args.apply)
    else:
        done, plan = take_candidates(session.context, args.file, args.apply)
    if args.json:
        session.json({"done": done, "rows": plan.rows})
        return 0
    for each in (*plan.known, *plan.like, *plan.left):
        for line in each.told:
            session.out(line)
    if done is None:
        perhaps = f" ({len(plan.like)} of them perhaps on file)" if plan.like else ""
        session.out(
            f"{len(plan.new)} would be entered{perhaps}, "
            f"{len(plan.known)} are on file already, {len(plan.left)} would be left."
        )
        return 0
    return session.told(done, False)
