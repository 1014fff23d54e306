"""`hrtui paycheck`: one person's next paycheck with every derivation, everyone's in short, or one computed from a case."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.payroll.codes import Codes

SUMMARY = "Compute one person's next paycheck, line by line; or a check from a case given as JSON, without a store."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare whose, when and in which form."""
    parser.add_argument("person", nargs="*", help="a number or a name; without one, everyone's check in short")
    add_date(parser)
    parser.add_argument("--why", action="store_true", help="show where every figure comes from")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--case",
        metavar="FILE",
        help="compute the check of a case given as JSON, without a store: a file, or - for what is piped in "
        "(the default where something is)",
    )
    parser.add_argument("--jsonl", action="store_true", help="one case a line in, one answer a line out")


def add_date(parser: argparse.ArgumentParser) -> None:
    """Declare the day the pay date is looked for from."""
    parser.add_argument("--date", metavar="DAY", help="the first pay date on or after this day, else on or after today")


def run(args: argparse.Namespace, session: Session) -> int:
    """Print a payslip, the preview of the next pay date, or the answer to a case."""
    if args.case or args.jsonl:
        return _offline(session, args.case or "-", args.jsonl)
    if not args.person:
        piped = "" if args.date is not None or sys.stdin is None or sys.stdin.isatty() else sys.stdin.read()
        if piped.strip():
            return _answer(session, piped)
        from hrtui.cli import payroll

        return payroll.show_preview(session, "", args.date, "json" if args.json else "table")
    from hrtui.cli import payslip
    from hrtui.payroll import service
    from hrtui.people.service import resolve

    ctx = session.context
    made = service.paycheck(ctx, resolve(ctx, " ".join(args.person)), asked_day(session, args.date))
    if args.json:
        session.json(payslip.as_json(made, args.why))
        return 0
    for line in payslip.payslip(made, ctx.config.style):
        session.out(line)
    if args.why:
        session.out()
        for line in payslip.trees(made, session.width):
            session.out(line)
    return 0


def _offline(session: Session, name: str, many: bool) -> int:
    """Answer the cases of a file, or of what is piped in."""
    with nullcontext(sys.stdin) if name == "-" else Path(name).open(encoding="utf-8") as cases:
        return _answers(session, cases) if many else _answer(session, cases.read())


def _answer(session: Session, text: str) -> int:
    """Print the answer to one case as JSON; a refusal is JSON too, and its sentence goes to stderr."""
    from hrtui.errors import RuleBroken
    from hrtui.payroll import offline

    try:
        session.json(offline.computed(text, _codes(session), _own(session)))
    except RuleBroken as broken:
        session.json(offline.refusal(broken, text))
        raise
    return 0


def _answers(session: Session, lines: Iterable[str]) -> int:
    """Print an answer a line; the exit code says whether every case had one."""
    from hrtui.errors import RuleBroken
    from hrtui.payroll import offline

    every = True
    for made, answered in offline.answers(lines, _codes(session), _own(session)):
        session.json_line(made)
        every = every and answered
    return 0 if every else RuleBroken.exit_code


def _codes(session: Session) -> Codes:
    """The codes of the configuration; where there is none, the shipped ones."""
    from hrtui.payroll.codes import codes

    return session.config.pay_codes if session.configured else codes()


def _own(session: Session) -> Path | None:
    """The company's folder of tables, where there is a configuration with one."""
    from hrtui.payroll.owntables import own_tables

    return own_tables(session.config) if session.configured else None


def asked_day(session: Session, text: str | None) -> date | None:
    """The day that was asked for; raises RuleBroken where the text is no date."""
    return None if text is None else session.day(text)
