"""`hrtui recruiting requisitions|requisition|require|change|request|approve|refuse|open|hold|fill|cancel|close`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from hrtui.dates import EXAMPLES
from hrtui.errors import UsageError

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.recruiting.service import RequisitionChange, RequisitionLine

NUMBER = "the requisition's number, such as REQ-2026-001"
STEPS = {
    "open": ("open", "let candidates apply"),
    "hold": ("on_hold", "stop for a while, saying why"),
    "fill": ("filled", "record that its openings are filled"),
    "cancel": ("cancelled", "end it without a hire, saying why"),
    "close": ("closed", "end it"),
}


def add_to(doing: Any) -> None:
    """Declare them."""
    listing = doing.add_parser("requisitions", help="list requisitions, newest first")
    listing.add_argument(
        "words", nargs="*", metavar="WORD", help="only with these words in number, title, department or manager"
    )
    listing.add_argument("--all", action="store_true", help="those that are over too")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(act=run_list)
    show = _one(doing, "requisition", "print a requisition, and what was said of it", run_show)
    show.add_argument("--json", action="store_true", help="print JSON")
    require = doing.add_parser("require", help="write a requisition as a draft")
    require.add_argument("title", metavar="TITLE", help="what is wanted, such as Engineer")
    _values(require, run_require)
    change = _one(doing, "change", "change a requisition", run_change)
    change.add_argument("--title", metavar="TEXT", help="what is wanted")
    _values(change, run_change)
    request = _one(doing, "request", "ask for the approval of a draft", run_request)
    request.add_argument("--json", action="store_true", help="print JSON")
    for name, help_ in (("approve", "approve a requisition"), ("refuse", "refuse a requisition, saying why")):
        each = _one(doing, name, help_, run_answer)
        each.add_argument("--role", default="", metavar="ROLE", help="for which role of yours, where several are asked")
        each.add_argument("--reason", default="", metavar="TEXT", help="why")
        each.add_argument("--json", action="store_true", help="print JSON")
        each.set_defaults(refuse=name == "refuse")
    for name, (state, help_) in STEPS.items():
        each = _one(doing, name, help_, run_move)
        each.add_argument("--reason", default="", metavar="TEXT", help="why")
        each.add_argument("--json", action="store_true", help="print JSON")
        each.set_defaults(state=state)


def _one(doing: Any, name: str, help_: str, act: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = doing.add_parser(name, help=help_)
    parser.add_argument("requisition", metavar="REQUISITION", help=NUMBER)
    parser.set_defaults(act=act)
    return parser


def _values(parser: argparse.ArgumentParser, act: Any) -> None:
    for name, help_ in (
        ("department", "the department"),
        ("location", "the place of work"),
        ("manager", "the hiring manager: a number, or a name that only one person has"),
        ("recruiter", "the recruiter's login (of a new one yours)"),
        ("justification", "why it is wanted"),
        ("low", "the least pay, such as 70k"),
        ("high", "the most pay"),
        ("basis", "annual or hourly"),
        ("kind", "new or backfill"),
        ("employment-type", "full-time, part-time or temporary"),
        ("grade", "the grade"),
        ("position", "the position's number"),
        ("template", "the template of its stages"),
        ("note", "a note"),
    ):
        parser.add_argument(f"--{name}", metavar="TEXT", help=help_)
    parser.add_argument("--openings", type=int, metavar="COUNT", help="how many are wanted")
    parser.add_argument("--start", metavar="DAY", help=f"when they should start: {EXAMPLES}")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(act=act)


def _change(args: argparse.Namespace, session: Session) -> RequisitionChange:
    from hrtui.money import parse_money
    from hrtui.people.model import Basis, EmploymentType
    from hrtui.people.service import resolve
    from hrtui.recruiting.model import RequisitionKind
    from hrtui.recruiting.service import RequisitionChange

    config = session.context.config
    low, high = (
        None if text is None else parse_money(text, config.style, config.company.currency)
        for text in (args.low, args.high)
    )
    manager = resolve(session.context, args.manager) if args.manager else args.manager
    plain = (
        "title", "department", "location", "recruiter", "justification", "grade", "position", "template", "note",
    )  # fmt: skip
    return RequisitionChange(
        **{name: getattr(args, name) for name in plain},
        manager=manager,
        openings=args.openings,
        low=low,
        high=high,
        basis=choice(Basis, args.basis, "basis"),
        kind=choice(RequisitionKind, args.kind, "kind"),
        employment_type=choice(EmploymentType, args.employment_type, "employment type"),
        target_start=session.day(args.start) if args.start else None,
    )


def choice(kind: Any, text: str | None, what: str) -> Any:
    """The member of an enumeration that a text names; None for none. Raises UsageError, naming what there is."""
    if text is None:
        return None
    known = {each.value: each for each in kind}
    if text not in known:
        raise UsageError(f"“{text}” is no {what}; there is {', '.join(known)}.")
    return known[text]


def run_list(args: argparse.Namespace, session: Session) -> int:
    """Print the list."""
    from hrtui.recruiting.model import RequisitionState
    from hrtui.recruiting.reading import UNDER_WAY
    from hrtui.recruiting.service import requisition_list

    lines = requisition_list(session.context, RequisitionState if args.all else UNDER_WAY, " ".join(args.words))
    if args.json:
        session.json(lines)
        return 0
    if not lines:
        session.out("There are no requisitions of that kind; `hrtui recruiting require TITLE` writes one.")
        return 0
    session.table(
        [_row(each) for each in lines], ("number", "title", "department", "manager", "open", "active", "hired", "state")
    )
    return 0


def _row(line: RequisitionLine) -> tuple[object, ...]:
    from hrtui.recruiting.rules import SPOKEN

    each = line.requisition
    state = SPOKEN[each.state] + (f" ({', '.join(line.waits_for)})" if line.waits_for else "")
    return (each.number, each.title, each.department, each.manager_name, each.openings, line.active, line.hired, state)


def run_show(args: argparse.Namespace, session: Session) -> int:
    """Print one."""
    from hrtui.recruiting.rules import SPOKEN
    from hrtui.recruiting.service import requisition_sheet

    sheet = requisition_sheet(session.context, args.requisition)
    if args.json:
        session.json(sheet)
        return 0
    each = sheet.line.requisition
    session.out(f"{each.number}: {each.title}, {SPOKEN[each.state]} since {each.since}")
    pay = f"{each.low.amount:,.2f} to {each.high.amount:,.2f} {each.basis.value}" if each.low and each.high else ""
    for name, value in (
        ("Department", each.department), ("Location", each.location), ("Hiring manager", each.manager_name),
        ("Recruiter", each.recruiter), ("Openings", each.openings), ("Kind", each.kind.value), ("Pay", pay),
        ("Start", each.target_start), ("Justification", each.justification), ("Note", each.note),
    ):  # fmt: skip
        if value:
            session.out(f"  {name:<16} {value}")
    session.out(f"  {'Stages':<16} {', '.join(stage.name for stage in each.stages)}")
    for said in sheet.approvals:
        why = f": {said.reason}" if said.reason else ""
        session.out(f"  {said.role:<16} {said.state.value}{f' by {said.by}' if said.by else ''}{why}")
    session.out(f"  {'Applications':<16} {sheet.line.active} active, {sheet.line.hired} hired, {sheet.line.ended} over")
    return 0


def run_require(args: argparse.Namespace, session: Session) -> int:
    """Write a draft."""
    from hrtui.recruiting.service import add_requisition

    return session.told(add_requisition(session.context, _change(args, session)), args.json)


def run_change(args: argparse.Namespace, session: Session) -> int:
    """Change one."""
    from hrtui.recruiting.service import change_requisition

    return session.told(change_requisition(session.context, args.requisition, _change(args, session)), args.json)


def run_request(args: argparse.Namespace, session: Session) -> int:
    """Ask for approval."""
    from hrtui.recruiting.service import request_approval

    return session.told(request_approval(session.context, args.requisition), args.json)


def run_answer(args: argparse.Namespace, session: Session) -> int:
    """Approve or refuse."""
    from hrtui.recruiting.service import approve_requisition

    done = approve_requisition(session.context, args.requisition, args.role, refuse=args.refuse, reason=args.reason)
    return session.told(done, args.json)


def run_move(args: argparse.Namespace, session: Session) -> int:
    """Open, hold, fill, cancel or close."""
    from hrtui.recruiting.model import RequisitionState
    from hrtui.recruiting.service import move_requisition

    done = move_requisition(session.context, args.requisition, RequisitionState(args.state), args.reason)
    return session.told(done, args.json)
