"""`hrtui payroll enter`: hours and one-time pay, one entry or a CSV of them, with control totals."""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hrtui.cli.paycheck import asked_day
from hrtui.cli.payrunargs import INPUT_COLUMNS
from hrtui.errors import RuleBroken, UsageError

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.payroll.runs.entering import InputLine

_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]+)?", re.ASCII)


def enter(args: argparse.Namespace, session: Session) -> int:
    """Enter what the arguments or the file say, once the control totals match."""
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
