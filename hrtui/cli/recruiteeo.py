"""`hrtui recruiting eeo record|import|report`: what applicants said of themselves, recorded apart, and read in sums alone."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from hrtui.cli.arguments import a_path
from hrtui.dates import EXAMPLES
from hrtui.recruiting.eeo import ANSWERS, ASKED, QUESTIONS

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.recruiting.flow import FlowTable


HEADINGS = ("applied", "interv.", "offered", "hired", "rejected", "withdrew", "active")


def add_to(doing: Any) -> None:
    """Declare them."""
    eeo = doing.add_parser("eeo", help="equal opportunity: what applicants said of themselves, and sums of it")
    what = eeo.add_subparsers(dest="what", required=True, metavar="record|import|report")
    record = what.add_parser("record", help="record what an applicant said, by the number of the application")
    record.add_argument("application", metavar="APPLICATION", help="the application's number, such as APP-00042")
    for question in QUESTIONS:
        names = ", ".join(ANSWERS[question])
        record.add_argument(f"--{question}", default="", metavar="ANSWER", help=f"{ASKED[question].lower()}: {names}")
    record.set_defaults(act=run_record)
    take = what.add_parser("import", help="record the answers of a file, by application's number or candidate's e-mail")
    take.add_argument("file", type=a_path, metavar="FILE", help="a CSV or XLSX file")
    take.add_argument("--dry-run", action="store_true", help="only say what would come of it")
    take.set_defaults(act=run_import)
    report = what.add_parser(
        "report", help="print the applicant flow: how many applied, were interviewed, offered, hired"
    )
    report.add_argument(
        "group", nargs="?", default="", metavar="GROUP", help="a requisition's number or a title; else all"
    )
    report.add_argument(
        "--question", action="append", choices=QUESTIONS, help="of this question alone; again for another (all)"
    )
    report.add_argument("--since", metavar="DAY", help=f"who applied from the month of this day on: {EXAMPLES}")
    report.add_argument("--until", metavar="DAY", help="who applied until the month of this day")
    report.set_defaults(act=run_report)
    for each in (record, take, report):
        each.add_argument("--json", action="store_true", help="print JSON")


def run_record(args: argparse.Namespace, session: Session) -> int:
    """Record the answers of one."""
    from hrtui.recruiting.selfid import record_answers

    given = {question: getattr(args, question) for question in QUESTIONS}
    return session.told(record_answers(session.context, args.application, given), args.json)


def run_import(args: argparse.Namespace, session: Session) -> int:
    """Record the answers of a file, or say what would come of it."""
    from hrtui.recruiting.selfid import plan_answers, take_answers

    if args.dry_run:
        done, told = None, plan_answers(session.context, args.file)
    else:
        done, told = take_answers(session.context, args.file)
    if args.json:
        session.json({"done": done, "rows": told})
        return 0
    left = [each for each in told if each.fault]
    for each in left:
        session.out(f"Row {each.row}, {each.field}: {each.fault}")
    if done is None:
        session.out(f"{len(told) - len(left)} would be recorded, {len(left)} would be left.")
        return 0
    return session.told(done, False)


def run_report(args: argparse.Namespace, session: Session) -> int:
    """Print the sums."""
    from hrtui.recruiting.flow import applicant_flow

    since, until = (session.day(text) if text else None for text in (args.since, args.until))
    flow = applicant_flow(session.context, since, until)
    group = flow.group(args.group)
    tables = [flow.table(question, group) for question in args.question or QUESTIONS]
    if args.json:
        session.json([_json(table) for table in tables])
        return 0
    for at, table in enumerate(tables):
        _print(session, table, first=at == 0)
    return 0


def _print(session: Session, table: FlowTable, *, first: bool) -> None:
    from hrtui.recruiting.flow import HIDDEN, spoken

    if not first:
        session.out()
    session.out(spoken(table))
    rows = [(row.label, *(HIDDEN if count is None else count for count in row.counts)) for row in table.rows]
    session.table(rows, ("answer", *HEADINGS))
    if table.hides:
        session.out(f"{HIDDEN} is below {table.least}, or what would give such a count or an answer away.")


def _json(table: FlowTable) -> dict[str, object]:
    """A table by the names of its answers; null for what is hidden."""
    counts = {row.answer: dict(zip(table.lines, row.counts, strict=True)) for row in table.rows}
    return {
        "question": table.question,
        "group": table.group,
        "period": table.period,
        "least": table.least,
        "counts": counts,
    }
