"""`hrtui payroll open|enter|calculate|…`: runs of payroll, step by step, as the screens take them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from hrtui.cli.paycheck import asked_day
from hrtui.cli.payenter import enter
from hrtui.cli.payshow import run_json, show, why
from hrtui.cli.paywords import cents_of, money, said, text
from hrtui.errors import UsageError

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.payroll.runs.model import Run


def run(args: argparse.Namespace, session: Session) -> int:
    """Take the step."""
    return {
        "runs": _runs, "open": _open, "enter": enter, "calculate": _calculate, "show": show, "why": why,
        "accept": _accept, "reverse": _reverse, "export": _export,
    }.get(args.doing, _step)(args, session)  # fmt: skip


def _runs(args: argparse.Namespace, session: Session) -> int:
    from hrtui.payroll.runs import service

    found = service.runs_of_year(session.context, args.year, args.group)
    if args.json:
        session.json([run_json(each) for each in found])
        return 0
    style = session.config.style
    blocked = any(each.totals.blocked for each in found)
    rows = [
        (
            each.run.number, said(each.run.state), each.totals.people,
            money(each.totals.gross, style), money(each.totals.net, style), *([each.totals.blocked or ""] if blocked else []),
        )
        for each in found
    ]  # fmt: skip
    if rows:
        headings = ("Run", "State", "People", "Gross", "Net")
        session.table(rows, (*headings, "!") if blocked else headings)
    year = args.year or session.context.day.year
    session.out(
        f"{len(rows)} run{'' if len(rows) == 1 else 's'} in {year}."
        if rows
        else f"No runs in {year}; `hrtui payroll open` opens one."
    )
    return 0


def _open(args: argparse.Namespace, session: Session) -> int:
    from hrtui.payroll.runs import service
    from hrtui.payroll.runs.model import RunKind

    day = asked_day(session, args.date)
    made = service.open_run(session.context, args.group, RunKind(args.kind), day, args.reason, args.corrects)
    return _answer(
        args, session, made, f"Run {made.number} is open for {made.begins} to {made.ends}, check {made.pay_date}."
    )


def _step(args: argparse.Namespace, session: Session) -> int:
    from hrtui.payroll.runs import service

    taken: dict[str, Callable[..., Run]] = {
        "review": service.submit, "return": service.send_back, "approve": service.approve, "finalise": service.finalise,
        "pay": service.pay, "close": service.close, "cancel": service.cancel,
    }  # fmt: skip
    net = cents_of(args.net, session) if getattr(args, "net", None) else None
    made = taken[args.doing](session.context, args.run_number, service.Asked(args.note, net))
    return _answer(args, session, made, f"Run {made.number} is {said(made.state)}.")


def _reverse(args: argparse.Namespace, session: Session) -> int:
    from hrtui.payroll.runs import service

    made = service.reverse(session.context, args.run_number, args.reason, args.person)
    return _answer(
        args, session, made, f"Run {made.number} takes it back, and is in review: another has to approve it."
    )


def _accept(args: argparse.Namespace, session: Session) -> int:
    from hrtui.payroll.runs import service

    if not args.person and not args.exception:
        raise UsageError("hrtui payroll accept: name people, or --exception for everyone who has that one alone.")
    made = service.accept(session.context, args.run_number, args.person, args.note, args.exception)
    left = len({*service.unaccepted(made), *service.unexplained(session.context, made)})
    return _answer(args, session, made, f"Accepted in run {made.number}; {left} still to be accepted.")


def _export(args: argparse.Namespace, session: Session) -> int:
    from pathlib import Path

    from hrtui.payroll.runs import exporting

    output = exporting.Output(args.output)
    path = args.to or Path(f"{args.run_number}{exporting.SUFFIX[output]}")
    made = exporting.export(session.context, args.run_number, output, path, args.replace)
    if args.json:
        session.json(
            {
                "run": made.run.number, "output": made.output.value, "file": made.path, "sha256": made.sha256,
                "people": made.people, "amount": text(made.cents), "state": made.run.state.value, "left_out": made.left_out,
            }
        )  # fmt: skip
        return 0
    session.out(
        f"{made.path}: {made.people:,} people, {money(made.cents, session.config.style)}; SHA-256 {made.sha256}."
    )
    if made.left_out:
        how = (
            "Was paid by cheque, to be stopped or collected"
            if output.value == "bank_reversal"
            else "No account, to be paid by cheque"
        )
        listed = "" if output.value == "bank_reversal" else " (--as cheques lists them)"
        session.out(f"{how}: {', '.join(made.left_out)}{listed}.")
    return 0


def _calculate(args: argparse.Namespace, session: Session) -> int:
    from hrtui.cli.payroll import progress
    from hrtui.payroll.runs import service

    made = service.calculate(session.context, args.run_number, everyone=args.all, progress=progress())
    return _answer(args, session, made, f"Run {made.number} is calculated.")


def _answer(args: argparse.Namespace, session: Session, made: Run, sentence: str) -> int:
    from hrtui.payroll.runs import service

    line = service.run(session.context, made.number)
    if args.json:
        session.json(run_json(line))
        return 0
    session.out(sentence)
    totals, style = line.totals, session.config.style
    if totals.people:
        session.out(
            f"{totals.people:,} people, gross {money(totals.gross, style)}, withheld {money(totals.withheld, style)}, "
            f"deducted {money(totals.deducted, style)}, net {money(totals.net, style)}; {totals.blocked:,} cannot be paid yet."
        )
    return 0
