"""`hrtui payroll diff`: what changed in a run against the last one, and why; `hrtui payroll retro`: what closed runs owe."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from hrtui.cli.paywords import money, text
from hrtui.errors import UsageError

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.payroll.runs.model import Difference
    from hrtui.payroll.runs.retro import Retro

NAMES = frozenset({"diff", "retro"})
DECISIONS = ("next_run", "off_cycle", "ignore")
HEADINGS = ("Run", "Number", "Name", "Owed", "Because of")


def add_arguments(doing: Any) -> None:
    """Declare the arguments."""
    diff = doing.add_parser("diff", help="what changed in a run against the last one, and because of what")
    diff.add_argument("run_number", metavar="RUN", help="the run")
    diff.add_argument("person", nargs="?", default="", help="one person's number, else everyone whose check changed")
    diff.add_argument("--json", action="store_true", help="print JSON")
    retro = doing.add_parser(
        "retro", help="what closed runs owe since facts were changed back; or decide about one check"
    )
    retro.add_argument("run_number", nargs="?", default="", metavar="RUN", help="the closed run that is decided about")
    retro.add_argument("person", nargs="?", default="", help="the person's number")
    retro.add_argument(
        "decision", nargs="?", choices=DECISIONS, help="pay it with the next run, in an off-cycle run, or not at all"
    )
    retro.add_argument("--reason", default="", help="why; ignoring needs it")
    retro.add_argument("--group", default="", help="runs of this pay group")
    retro.add_argument("--decided", action="store_true", help="list what was decided")
    retro.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, session: Session) -> int:
    """Compare, list or decide."""
    if args.doing == "diff":
        return _diff(args, session)
    return _decide(args, session) if args.run_number else _retro(args, session)


def _retro(args: argparse.Namespace, session: Session) -> int:
    from hrtui.payroll.runs import service

    found = (service.decided if args.decided else service.retro)(session.context, args.group)
    if args.json:
        session.json([retro_json(each) for each in found])
        return 0
    style = session.config.style
    rows = [(each.run, each.number, each.name, _signed(each.delta, style), _because(each, style)) for each in found]
    if rows:
        session.table(rows, HEADINGS)
    count = f"{len(rows):,} check{'' if len(rows) == 1 else 's'}"
    if args.decided:
        session.out(f"{count} decided about.")
    else:
        total = _signed(sum(each.delta for each in found), style)
        session.out(
            f"{count}: closed runs owe {total} gross." if rows else "Closed runs owe nothing that is not decided."
        )
    return 0


def _decide(args: argparse.Namespace, session: Session) -> int:
    from hrtui.payroll.runs import service

    if not args.person or args.decision is None:
        raise UsageError(
            f"hrtui payroll retro: give RUN PERSON and one of {', '.join(DECISIONS)}, or nothing for the list."
        )
    made = service.decide(session.context, args.run_number, args.person, service.Decision(args.decision), args.reason)
    if args.json:
        session.json(retro_json(made))
        return 0
    amount = _signed(made.delta, session.config.style)
    paid = f"stands entered in run {made.paid_in}" if made.paid_in else "is ignored"
    session.out(f"{amount} of {made.number} for run {made.run} {paid}.")
    return 0


def _because(each: Retro, style: Any) -> str:
    if each.decision:
        where = f" {each.paid_in}" if each.paid_in else ""
        return f"{each.decision.replace('_', ' ')}{where}, {each.by}" + (f": {each.reason}" if each.reason else "")
    return ", ".join(f"{one.code} {money(one.due, style)} due, {money(one.paid, style)} paid" for one in each.codes)


def retro_json(each: Retro) -> dict[str, Any]:
    """What a closed run owes a person, as JSON shows it."""
    codes = [{"code": one.code, "due": text(one.due), "paid": text(one.paid)} for one in each.codes]
    return {
        "run": each.run, "group": each.group, "pay_date": each.pay_date, "number": each.number, "name": each.name,
        "delta": text(each.delta), "codes": codes, "decision": each.decision, "reason": each.reason, "paid_in": each.paid_in,
        "by": each.by, "at": each.at,
    }  # fmt: skip


def _diff(args: argparse.Namespace, session: Session) -> int:
    from hrtui.payroll.runs import service

    ctx, number = session.context, args.run_number
    found = [service.difference(ctx, number, args.person)] if args.person else service.differences(ctx, number)
    if args.json:
        session.json([_json(each) for each in found])
        return 0
    changed = [each for each in found if each.changes]
    for line in _lines(changed, session):
        session.out(line)
    if not found:
        session.out(f"Run {number} has no run before it to compare with, or pays only what was entered for it.")
    else:
        session.out(f"{len(changed):,} of {len(found):,} checks changed against the last ones.")
    return 0


def _lines(found: Sequence[Difference], session: Session) -> Iterator[str]:
    style = session.config.style
    for each in found:
        change = _signed(each.net - each.net_before, style)
        now, before = money(each.net, style), money(each.net_before, style)
        yield f"{each.number} {each.name}: net {now}, before {before}; {change}"
        for one in each.changes:
            yield f"{_signed(one.net, style):>14} {one.cause}" + (f": {one.sentence}" if one.sentence else "")
        if each.accepted:
            yield f"{'':>14} accepted: {each.accepted}"


def _json(each: Difference) -> dict[str, Any]:
    amounts = {name: text(getattr(each, name)) for name in ("gross", "net", "gross_before", "net_before")}
    changes = [
        {"cause": one.cause.name.lower(), "gross": text(one.gross), "net": text(one.net), "sentence": one.sentence}
        for one in each.changes
    ]
    return {"number": each.number, "name": each.name, **amounts, "changes": changes, "accepted": each.accepted}


def _signed(cents: int, style: Any) -> str:
    return ("+" if cents > 0 else "") + money(cents, style)
