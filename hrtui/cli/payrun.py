"""`hrtui payroll open|enter|calculate|…`: runs of payroll, step by step, as the screens take them."""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hrtui.cli.arguments import a_path, whole
from hrtui.cli.paycheck import asked_day
from hrtui.errors import RuleBroken, UsageError

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.payroll.runs.entering import InputLine
    from hrtui.payroll.runs.model import Run, RunLine, Slip
    from hrtui.payroll.runs.reading import SlipRow

KINDS = ("regular", "off_cycle", "bonus", "final", "correction")
OUTPUTS = ("bank", "bank_csv", "cheques", "payslips", "register", "journal", "beancount", "hledger")
AMOUNTS = ("gross", "withheld", "deducted", "net", "employer")
HEADINGS = ("Number", "Name", "Gross", "Withheld", "Deducted", "Net", "")
INPUT_COLUMNS = ("person", "code", "hours", "amount", "rate", "worked_on", "cost_centre", "note")
PAGE = 500
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]+)?", re.ASCII)
NAMES = frozenset(
    {
        "runs", "open", "enter", "calculate", "review", "return", "accept", "approve", "finalise", "export", "pay", "close", "cancel",
        "reverse", "show", "why",
    }
)  # fmt: skip
Doing = Any


def add_runs(doing: Doing) -> None:
    """Declare the steps of a run."""
    runs = doing.add_parser("runs", help="list the runs of a year with their states and totals")
    runs.add_argument("--year", type=whole, metavar="YEAR", help="the year their checks are dated in, else this one")
    runs.add_argument("--group", default="", help="of this pay group")
    _json(runs)
    opened = doing.add_parser("open", help="open a run as a draft")
    opened.add_argument("--group", default="", help="the pay group, else the first one")
    opened.add_argument("--kind", choices=KINDS, default="regular", help="what the run is for (regular)")
    opened.add_argument(
        "--date", metavar="DAY", help="a regular run: the first check on or after it; else the check's day"
    )
    opened.add_argument("--reason", default="", help="why; any but a regular run needs it")
    opened.add_argument("--corrects", default="", metavar="RUN", help="the run that a correction mends")
    _json(opened)
    _add_enter(doing)
    calculate = _of_run(doing, "calculate", "compute everyone's check; again, only of those whose facts changed")
    calculate.add_argument("--all", action="store_true", help="compute everyone's check again")
    _of_run(doing, "review", "hand a calculated run to who approves it").add_argument(
        "--note", default="", help="for them"
    )
    _of_run(doing, "return", "give a run back to its maker").add_argument(
        "--note", default="", help="what is to be mended"
    )
    accept = _of_run(doing, "accept", "accept exceptions of a run's checks, with a note", person="*")
    accept.add_argument("--exception", default="", metavar="NAME", help="of everyone who has this one and no other")
    accept.add_argument("--note", default="", help="why they are right")
    for name, help_ in (
        ("approve", "approve a run that others made"),
        ("finalise", "make an approved run's checks final"),
    ):
        step = _of_run(doing, name, help_)
        step.add_argument("--net", metavar="AMOUNT", help="the net the run pays, to show that it is the run you mean")
        step.add_argument("--note", default="", help="a note")
    export = _of_run(doing, "export", "write a file of a final run: 0600, its checksum in the audit trail")
    export.add_argument(
        "--as", dest="output", choices=OUTPUTS, default="bank", help="what to write (bank: NACHA credits)"
    )
    export.add_argument(
        "--to", type=a_path, metavar="FILE", help="the file, else the run's number with the output's ending"
    )
    export.add_argument("--replace", action="store_true", help="write over a file that is there")
    _of_run(doing, "pay", "note that the bank paid an exported run").add_argument("--note", default="", help="a note")
    _of_run(doing, "close", "close a paid run").add_argument("--note", default="", help="a note")
    _of_run(doing, "cancel", "cancel a run before it is exported").add_argument("--note", default="", help="why")
    reverse = _of_run(doing, "reverse", "take back what an exported run paid, in a run that another approves")
    reverse.add_argument("--person", default="", metavar="NUMBER", help="this person's check alone")
    reverse.add_argument("--reason", default="", help="why")
    _add_show(doing)


def _add_enter(doing: Doing) -> None:
    enter = doing.add_parser("enter", help="enter hours and one-time pay: one entry, or a CSV of them")
    enter.add_argument("run_number", metavar="RUN", help="the run")
    enter.add_argument(
        "entry", nargs="*", metavar="PERSON CODE VALUE", help="hours or an amount, as the code takes; `-` takes it out"
    )
    enter.add_argument(
        "--file", type=a_path, help=f"a CSV with the columns {', '.join(INPUT_COLUMNS)}; `-` reads stdin"
    )
    enter.add_argument("--batch", default="", help="what the batch is called on paper")
    enter.add_argument(
        "--over", action="store_true", help="enter it over what others entered for the same person and code"
    )
    for name, what in (
        ("lines", "lines"),
        ("hours", "hours"),
        ("amount", "money"),
        ("hash", "people's numbers added up"),
    ):
        enter.add_argument(f"--{name}", default="", metavar="TOTAL", help=f"control total: {what}; must match")
    _json(enter)


def _add_show(doing: Doing) -> None:
    show = _of_run(doing, "show", "show a run: its people, or one person's payslip", person="?")
    show.add_argument(
        "--blocked", action="store_true", help="those who cannot be paid, and what needs accepting, with why"
    )
    show.add_argument("--dirty", action="store_true", help="those whose facts changed since the calculation")
    show.add_argument("--csv", action="store_true", help="print CSV")
    why = doing.add_parser(
        "why", help="where a figure of a payslip comes from: formula, inputs, rows, table and source"
    )
    why.add_argument("run_number", metavar="RUN", help="the run")
    why.add_argument("person", help="the person's number")
    why.add_argument("line", nargs="?", default="net", help="a line, as tax:social_security; else gross or net")
    _json(why)


def _of_run(doing: Doing, name: str, help_: str, person: str = "") -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = doing.add_parser(name, help=help_)
    parser.add_argument("run_number", metavar="RUN", help="the run")
    if person:
        parser.add_argument("person", nargs=person, help="a person's number")
    _json(parser)
    return parser


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, session: Session) -> int:
    """Take the step."""
    return {
        "runs": _runs, "open": _open, "enter": _enter, "calculate": _calculate, "show": _show, "why": _why,
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
    left = len(service.unaccepted(made))
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
        session.out(f"No account, to be paid by cheque: {', '.join(made.left_out)} (--as cheques lists them).")
    return 0


def _calculate(args: argparse.Namespace, session: Session) -> int:
    from hrtui.cli.payroll import progress
    from hrtui.payroll.runs import service

    made = service.calculate(session.context, args.run_number, everyone=args.all, progress=progress())
    return _answer(args, session, made, f"Run {made.number} is calculated.")


def _enter(args: argparse.Namespace, session: Session) -> int:
    from hrtui.payroll.runs import service

    lines = list(_lines(args, session))
    _control(args, session, lines)
    count = service.enter(session.context, args.run_number, lines, args.batch, over=args.over)
    if args.json:
        session.json({"run": args.run_number, "lines": len(lines), "changed": count})
    else:
        session.out(f"{len(lines)} line{'' if len(lines) == 1 else 's'} read, {count} changed.")
    return 0


def _lines(args: argparse.Namespace, session: Session) -> Iterator[InputLine]:
    if args.file is not None and not args.entry:
        if str(args.file) == "-":
            yield from _read(csv.DictReader(sys.stdin), session)
            return
        with args.file.open(encoding="utf-8-sig", newline="") as source:
            yield from _read(csv.DictReader(source), session)
        return
    if len(args.entry) != 3 or args.file is not None:
        raise UsageError("hrtui payroll enter: give PERSON CODE VALUE, or --file with a CSV of them.")
    person, code, value = args.entry
    field = "hours" if _by_hours(session, code) else "amount"
    yield from _read([{"person": person, "code": code, field: "" if value == "-" else value}], session)


def _by_hours(session: Session, code: str) -> bool:
    from hrtui.payroll.kinds import Takes

    return session.config.pay_codes.earning(code).takes is Takes.HOURS


def _read(rows: Iterable[dict[str | Any, Any]], session: Session) -> Iterator[InputLine]:
    from hrtui.payroll.entered import Entered
    from hrtui.payroll.runs.entering import InputLine

    for at, row in enumerate(rows, 1):
        cells = {str(name).strip().lower(): str(value or "").strip() for name, value in row.items() if name is not None}
        unknown = cells.keys() - set(INPUT_COLUMNS)
        if unknown or None in row:
            raise RuleBroken(
                f"line {at}: column “{min(unknown, default='?')}” is not one of {', '.join(INPUT_COLUMNS)}.", "column"
            )
        hours, rate = _number(at, "hours", cells), _number(at, "rate", cells)
        amount, worked = _number(at, "amount", cells), cells.get("worked_on", "")
        if amount is not None and amount != round(amount, 2):
            raise RuleBroken(f"line {at}: amount: {amount} has more than 2 decimals.", "amount")
        entered = Entered(
            cells.get("code", ""), hours, rate, None if amount is None else int(amount * 100),
            asked_day(session, worked) if worked else None, cells.get("cost_centre", ""),
        )  # fmt: skip
        place = " ".join(part for part in (worked, cells.get("cost_centre", "")) if part)
        yield InputLine(cells.get("person", ""), entered, place, cells.get("note", ""))


def _number(at: int, field: str, cells: dict[str, str]) -> Decimal | None:
    text = cells.get(field, "")
    return plain_number(f"line {at}: {field}", text) if text else None


def plain_number(field: str, text: str) -> Decimal:
    """A number of digits with a point; raises RuleBroken naming the field and what is wrong with any other."""
    if not _NUMBER.fullmatch(text):
        rule = "has a comma; write digits and a point alone" if "," in text else "is not a number such as 37.5"
        raise RuleBroken(f"{field}: “{text}” {rule}.", field.rpartition(" ")[2])
    return Decimal(text)


def _control(args: argparse.Namespace, session: Session, lines: Sequence[InputLine]) -> None:
    """Raise RuleBroken where a control total that was given is not what the lines add up to."""
    have = {
        "lines": Decimal(len(lines)),
        "hours": sum((line.entered.hours or Decimal(0) for line in lines), Decimal(0)),
        "amount": Decimal(sum(line.entered.cents or 0 for line in lines)) / 100,
        "hash": Decimal(sum(int("".join(filter(str.isdigit, line.person)) or 0) for line in lines)),
    }
    for name, total in have.items():
        asked = getattr(args, name)
        if asked and plain_number(f"--{name}", asked) != total:
            raise RuleBroken(f"Control total of {name}: paper {asked}, entered {total}; nothing was kept.", name)


def _show(args: argparse.Namespace, session: Session) -> int:
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


def _why(args: argparse.Namespace, session: Session) -> int:
    from hrtui.cli.payslip import Tree
    from hrtui.payroll.check.answer import why_json
    from hrtui.payroll.runs import service

    made = service.why(session.context, args.run_number, args.person, args.line)
    if args.json:
        session.json(why_json(made))
        return 0
    tree = Tree(session.width)
    for line in (*tree.lines(made), *tree.cited()):
        session.out(line)
    return 0


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


def _row_json(row: SlipRow) -> dict[str, Any]:
    amounts = {name: text(getattr(row.head, name)) for name in AMOUNTS}
    return {
        "number": row.number,
        "name": row.name,
        "department": row.department,
        **amounts,
        "blocked": row.head.blocked,
    }


def said(word: str) -> str:
    """A state or a kind as a sentence has it."""
    return word.replace("_", " ")


def money(cents: int, style: Any) -> str:
    """Cents as the company writes money."""
    from hrtui.money import Money, format_money

    return format_money(Money(cents), style)


def text(cents: int) -> str:
    """Cents as JSON shows them: dollars with two decimals."""
    return f"{Decimal(cents) / 100:.2f}"


def cents_of(amount: str, session: Session) -> int:
    """An amount that was typed, in cents; raises RuleBroken."""
    from hrtui.money import parse_money

    return parse_money(amount, session.config.style).cents
