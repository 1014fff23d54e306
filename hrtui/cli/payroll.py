"""`hrtui payroll`: everyone's check for a pay date, the pay dates of a year, pay items and garnishment orders."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from hrtui.cli import payfilings, payitems, payretro, prenotes, verifying
from hrtui.cli.paycheck import add_date, asked_day
from hrtui.cli.payrunargs import NAMES, add_runs

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.payroll.model import Preview, PreviewRow

SUMMARY = "Preview a pay date for everyone; list pay dates; pay items and garnishment orders of people."
MONEY = ("gross", "federal", "social_security", "medicare", "state", "deductions", "reimbursed", "net")
COLUMNS = ("number", "name", "department", *MONEY, "blockers")
HEADINGS = ("Number", "Name", "Gross", "Federal", "FICA", "State", "Deducted", "Net")
TOTALS = (
    "Gross", "Federal income tax", "Social security", "Medicare", "States and cities", "Deductions", "Reimbursed", "Net",
)  # fmt: skip
PAGE = 500
NAMED = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    doing = parser.add_subparsers(dest="doing", required=True, metavar="preview|calendar|verify|item|order")
    preview = doing.add_parser("preview", help="compute everyone's check of a pay group; nothing is paid or kept")
    preview.add_argument("--group", default="", help="the pay group, else the one that is paid first")
    add_date(preview)
    form = preview.add_mutually_exclusive_group()
    form.add_argument("--json", dest="form", action="store_const", const="json", help="print JSON")
    form.add_argument("--csv", dest="form", action="store_const", const="csv", help="print CSV")
    calendar = doing.add_parser("calendar", help="list the periods and check dates of a year")
    calendar.add_argument("--group", default="", help="the pay group, else the first one")
    calendar.add_argument("--date", metavar="DAY", help="a day of the year wanted, else today")
    calendar.add_argument("--json", action="store_true", help="print JSON")
    verifying.add_arguments(doing)
    add_runs(doing)
    payretro.add_arguments(doing)
    prenotes.add_arguments(doing)
    payitems.add_arguments(doing)
    payfilings.add_arguments(doing)


def run(args: argparse.Namespace, session: Session) -> int:
    """Preview or list."""
    if args.doing in NAMES:
        from hrtui.cli import payrun

        return payrun.run(args, session)
    if args.doing in payfilings.NAMES:
        return payfilings.run(args, session)
    if args.doing in payretro.NAMES:
        return payretro.run(args, session)
    if args.doing == prenotes.NAME:
        return prenotes.run(args, session)
    if args.doing == verifying.NAME:
        return verifying.run(args, session)
    if args.doing == "preview":
        return show_preview(session, args.group, args.date, args.form or "table")
    if args.doing in payitems.KINDS:
        return payitems.run(args, session)
    return _calendar(args, session)


def show_preview(session: Session, group: str, day: str | None, form: str) -> int:
    """Print everyone's check for a pay date as a table, CSV or JSON."""
    from hrtui.payroll import service

    made = service.preview(session.context, group, asked_day(session, day), progress())
    if made is not None:
        {"json": _json, "csv": _csv, "table": _table}[form](session, made)
    return 0


def _calendar(args: argparse.Namespace, session: Session) -> int:
    from hrtui.cli.payslip import date_json
    from hrtui.payroll import service

    dates = service.pay_dates(session.context, args.group, asked_day(session, args.date))
    if args.json:
        session.json([date_json(made) for made in dates])
        return 0
    today = session.context.clock.today()
    following = next((made for made in dates if made.check >= today), None)
    rows = [
        (f"{made.check:%a} {made.check}", made.period.start, made.period.end, "next" if made is following else "")
        for made in dates
    ]
    session.table(rows, ("Check", "First day", "Last day", ""))
    group = dates[0].group if dates else args.group
    session.out(f"{len(dates)} pay dates of group {group}; a check counts for the year it is dated in.")
    return 0


def _rows(session: Session, made: Preview) -> Iterator[PreviewRow]:
    from hrtui.payroll import service

    for start in range(0, len(made.columns.ids), PAGE):
        yield from service.preview_rows(session.context, made, start, PAGE)


def _json(session: Session, made: Preview) -> None:
    from hrtui.cli.payslip import date_json

    totals: dict[str, Any] = {"people": made.totals.people}
    totals |= {name: _text(getattr(made.totals, name)) for name in MONEY}
    totals |= {"blocked": made.totals.blocked, "not_computed": made.totals.not_computed}
    people = [_cells(row) | {"blockers": row.blockers, "computed": row.computed} for row in _rows(session, made)]
    session.json({"pay_date": date_json(made.pay_date), "people": people, "totals": totals})


def _csv(session: Session, made: Preview) -> None:
    session.csv(((*_cells(row).values(), row.blockers) for row in _rows(session, made)), COLUMNS)


def _table(session: Session, made: Preview) -> None:
    from hrtui.money import Money, format_money

    style, date = session.config.style, made.pay_date
    rows, left_out = [], []
    for row in _rows(session, made):
        if row.computed:
            rows.append((row.number, row.name, *(format_money(Money(cents), style) for cents in _short(row))))
        else:
            left_out.append(row.number)
    session.out(
        f"Check of {date.check}, pay group {date.group}, for {date.period.start} to {date.period.end}; not final"
    )
    session.table(rows, HEADINGS)
    session.out(f"Totals of {len(rows):,} {'person' if len(rows) == 1 else 'people'}:")
    for heading, name in zip(TOTALS, MONEY, strict=True):
        session.out(f"  {heading:<20}{format_money(Money(getattr(made.totals, name)), style):>20}")
    if left_out:
        more = f" and {len(left_out) - NAMED:,} more" if len(left_out) > NAMED else ""
        session.out(f"Not computed: {', '.join(left_out[:NAMED])}{more}.")
    session.out(
        f"{made.totals.blocked:,} of {made.totals.people:,} cannot be paid yet; hrtui paycheck NUMBER says why."
    )


def _short(row: PreviewRow) -> tuple[int, ...]:
    """The amounts of a row of the table: social security and Medicare in one, so that it fits 80 columns."""
    return row.gross, row.federal, row.social_security + row.medicare, row.state, row.deductions, row.net


def _cells(row: PreviewRow) -> dict[str, Any]:
    named = {"number": row.number, "name": row.name, "department": row.department}
    return named | {name: _text(getattr(row, name)) for name in MONEY}


def _text(cents: int) -> str:
    from hrtui.money import Money

    return f"{Money(cents).amount:.2f}"


def progress() -> Callable[[int, int], None] | None:
    """A line on stderr that counts people, where someone is looking."""
    if not sys.stderr.isatty():
        return None

    def told(done: int, of: int) -> None:
        end = "\r\x1b[K" if done == of else ""
        print(f"\r{done:,} of {of:,} people{end}", end="", file=sys.stderr, flush=True)

    return told
