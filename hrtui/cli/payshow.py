"""`hrtui payroll show|why`: a run with its people, a payslip of it and where its figures come from."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from hrtui.cli.paywords import money, said, text

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.payroll.runs.model import RunLine, Slip
    from hrtui.payroll.runs.reading import SlipRow

AMOUNTS = ("gross", "withheld", "deducted", "net", "employer")
HEADINGS = ("Number", "Name", "Gross", "Withheld", "Deducted", "Net", "")
PAGE = 500


def show(args: argparse.Namespace, session: Session) -> int:
    """Show a run, some of its people, or one person's payslip."""
    from hrtui.payroll.runs import service

    ctx = session.context
    if args.person:
        slip = service.slip(ctx, args.run_number, args.person)
        if args.json:
            session.json(slip_json(slip))
        else:
            for line in slip_text(slip, session):
                session.out(line)
        return 0
    found = service.run(ctx, args.run_number)
    heads = service.slip_heads(ctx, found.run)
    if args.dirty:
        dirty = set(service.dirty_ids(ctx, found.run))
        heads = [head for head in heads if head.person in dirty]
    if args.blocked:
        return _show_problems(args, session, found, [head.person for head in heads])
    rows = (
        row
        for start in range(0, len(heads), PAGE)
        for row in service.slip_rows(ctx, found.run, heads[start : start + PAGE])
    )
    if args.json:
        session.json(run_json(found) | {"people": [_row_json(row) for row in rows]})
    elif args.csv:
        session.csv(([*_row_json(row).values()] for row in rows), ("number", "name", "department", *AMOUNTS, "blocked"))
    else:
        _print(session, found, list(rows))
    return 0


def _show_problems(args: argparse.Namespace, session: Session, found: RunLine, people: Sequence[int]) -> int:
    from hrtui.payroll.runs import service

    slips = [each for each in service.slips_of(session.context, found.run, people) if each.problems]
    if args.json:
        session.json([{"number": each.number, "name": each.name, "problems": problems_json(each)} for each in slips])
        return 0
    for each in slips:
        session.out(f"{each.number} {each.name}")
        for problem in each.problems:
            session.out(f"  {'stops' if problem.stops else 'accept'}: {problem.message} {problem.remedy}".rstrip())
    session.out(
        f"{len(slips)} of {found.totals.people} with something to resolve or accept."
        if slips
        else "Nothing to resolve."
    )
    return 0


def _print(session: Session, found: RunLine, rows: Sequence[SlipRow]) -> None:
    style, run = session.config.style, found.run
    session.out(
        f"Run {run.number} ({said(run.kind)}), {said(run.state)}: {run.begins} to {run.ends}, check {run.pay_date}"
    )
    cells = [
        (
            row.number, row.name, money(row.head.gross, style), money(row.head.withheld, style),
            money(row.head.deducted, style), money(row.head.net, style), "blocked" if row.head.blocked else "",
        )
        for row in rows
    ]  # fmt: skip
    if cells:
        session.table(cells, HEADINGS)
    totals = found.totals
    session.out(
        f"{totals.people:,} people, gross {money(totals.gross, style)}, net {money(totals.net, style)}, employer "
        f"{money(totals.employer, style)}; {totals.blocked:,} blocked."
    )


def _row_json(row: SlipRow) -> dict[str, Any]:
    amounts = {name: text(getattr(row.head, name)) for name in AMOUNTS}
    return {
        "number": row.number,
        "name": row.name,
        "department": row.department,
        **amounts,
        "blocked": row.head.blocked,
    }


def why(args: argparse.Namespace, session: Session) -> int:
    """Show where a figure of a payslip comes from."""
    from hrtui.cli.payslip import tree
    from hrtui.payroll.check.answer import why_json
    from hrtui.payroll.runs import service

    made = service.why(session.context, args.run_number, args.person, args.line)
    if args.json:
        session.json(why_json(made))
        return 0
    for line in tree(made, session.width):
        session.out(line)
    return 0


def run_json(line: RunLine) -> dict[str, Any]:
    """A run with its totals, as JSON shows it."""
    run, totals = line.run, line.totals
    amounts = {name: text(getattr(totals, name)) for name in AMOUNTS}
    return {
        "number": run.number, "group": run.group, "kind": run.kind.value, "state": run.state.value,
        "begins": run.begins, "ends": run.ends, "pay_date": run.pay_date, "reason": run.reason, "corrects": run.corrects,
        "opened_by": run.opened_by, "totals": {"people": totals.people, **amounts, "blocked": totals.blocked},
        "history": [{"state": each.state.value, "at": each.at, "by": each.by, "note": each.note} for each in run.events],
    }  # fmt: skip


def slip_json(slip: Slip) -> dict[str, Any]:
    """A slip with its lines, as JSON shows it."""
    return {
        "run": slip.run, "number": slip.number, "name": slip.name, "work_state": slip.work_state,
        **{name: text(getattr(slip, name)) for name in AMOUNTS},
        "lines": [
            {
                "part": line.part.value, "code": line.code, "label": line.label, "amount": text(line.amount),
                "basis": text(line.basis), "rate": line.rate, "hours": line.hours, "agency": line.agency,
                "cost_centre": line.cost_centre, "year_to_date": text(total),
            }
            for line, total in slip.lines
        ],
        "problems": problems_json(slip), "notices": list(slip.notices),
    }  # fmt: skip


def problems_json(slip: Slip) -> list[dict[str, Any]]:
    """What stops a slip or needs accepting."""
    return [
        {"code": each.code, "message": each.message, "remedy": each.remedy, "stops": each.stops}
        for each in slip.problems
    ]


def slip_text(slip: Slip, session: Session) -> Iterator[str]:
    """A payslip as lines of text."""
    style = session.config.style
    yield f"{slip.number} {slip.name}, run {slip.run}" + (f", works in {slip.work_state}" if slip.work_state else "")
    part = ""
    for line, total in slip.lines:
        if line.part != part:
            part = line.part
            yield said(part).capitalize()
        hours = f"{line.hours.normalize():f} h" if line.hours else ""
        yield f"  {line.label[:34]:<34}{hours:>9}{money(line.amount, style):>16}{money(total, style):>17}"
    for name in ("gross", "withheld", "deducted", "net", "employer"):
        yield f"{name.capitalize():<45}{money(getattr(slip, name), style):>16}"
    for problem in slip.problems:
        yield f"{'Stops' if problem.stops else 'Accept'}: {problem.message} {problem.remedy}".rstrip()
    from hrtui.payroll.check.values import notice_parts

    yield from (notice_parts(note)[1] for note in slip.notices)
