"""`hrtui benefits invoice|deductions|credits|census`: carriers' invoices against enrolment, credits, census files."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hrtui.cli.arguments import a_path, whole
from hrtui.cli.paywords import money, text
from hrtui.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from hrtui.benefits.billing.loading import Loaded
    from hrtui.benefits.billing.model import Credit, Difference, Invoice
    from hrtui.cli.session import Session
    from hrtui.money import NumberStyle

HEADINGS = ("number", "name", "difference", "enrolled / billed", "amount")
WITHHELD = ("number", "name", "difference", "to withhold / withheld", "amount")


def add_to(doing: Any) -> None:
    """Declare the commands."""
    invoice = doing.add_parser("invoice", help="take in carriers' invoices and compare them with who is enrolled")
    steps = invoice.add_subparsers(dest="step", required=True, metavar="STEP")
    load = steps.add_parser("load", help="take in an invoice as a carrier sent it: CSV or XLSX")
    load.add_argument("carrier", metavar="CARRIER", help="the carrier by its name in the plan file")
    load.add_argument("file", metavar="FILE", type=a_path, help="the file")
    load.add_argument("--month", default="", metavar="YYYY-MM", help="the month it is for, where the file does not say")
    load.set_defaults(act=run_load)
    listing = steps.add_parser("list", help="list the invoices on file, newest month first")
    listing.add_argument("carrier", metavar="CARRIER", nargs="?", default="", help="of this carrier alone")
    listing.set_defaults(act=run_list)
    compare = steps.add_parser("reconcile", help="tell how an invoice differs from who was enrolled in its month")
    compare.add_argument("invoice", type=whole, help="the invoice's number in the list")
    compare.set_defaults(act=run_reconcile)
    send = steps.add_parser("send", help="write the differences for the carrier: a CSV file, and a letter beside it")
    send.add_argument("invoice", type=whole, help="the invoice's number in the list")
    send.add_argument("--to", type=a_path, required=True, metavar="FILE.csv", help="the file; the letter ends in .txt")
    send.add_argument("--replace", action="store_true", help="write over files that are there")
    send.set_defaults(act=run_send)
    held = doing.add_parser("deductions", help="tell how what payroll withheld in a month differs from elections")
    held.add_argument("month", nargs="?", default="", metavar="YYYY-MM", help="the month of the checks (else this one)")
    held.set_defaults(act=run_deductions)
    owed = doing.add_parser("credits", help="list the credits carriers owe; expect them, or drop one")
    owed.add_argument("carrier", metavar="CARRIER", nargs="?", default="", help="of this carrier alone")
    owed.add_argument("--all", action="store_true", help="settled and dropped ones too")
    owed.add_argument("--expect", type=whole, metavar="INVOICE", help="expect one for each difference of this invoice")
    owed.add_argument("--drop", type=whole, metavar="CREDIT", help="expect this one no longer; say --reason")
    owed.add_argument("--reason", default="", help="why it is dropped")
    owed.set_defaults(act=run_credits)
    census = doing.add_parser("census", help="write who has a carrier's plans, in the columns of the plan file")
    census.add_argument("carrier", metavar="CARRIER", help="the carrier by its name in the plan file")
    census.add_argument("--on", default="", metavar="DAY", help="as of this day (else today)")
    census.add_argument("--to", type=a_path, required=True, metavar="FILE", help="the file: .csv, .xlsx or .json")
    census.add_argument("--replace", action="store_true", help="write over a file that is there")
    census.set_defaults(act=run_census)
    for each in (load, listing, compare, send, held, owed, census):
        each.add_argument("--json", action="store_true", help="print JSON")


def run_load(args: argparse.Namespace, session: Session) -> int:
    """Take in an invoice, or tell every fault of the file."""
    from hrtui.benefits.billing import service

    month = _month(args.month) if args.month else None
    made = service.load_invoice(session.context, args.carrier, args.file, month)
    if args.json:
        session.json(_loaded_json(made))
    else:
        for fault in made.faults:
            session.out(f"row {fault.row}, {fault.column or 'the row'}: “{fault.value}” {fault.rule}")
        where = f" It is invoice {made.invoice.id}." if made.invoice else ""
        session.out(made.sentence + where)
    return 1 if made.faults else 0


def run_list(args: argparse.Namespace, session: Session) -> int:
    """Print the invoices on file."""
    from hrtui.benefits.billing import service

    found = service.invoices(session.context, args.carrier)
    if args.json:
        session.json(
            [{**_invoice_json(each), "expected": text(found.expected.get(each.id, 0))} for each in found.invoices]
        )
    elif not found.invoices:
        session.out("No invoice is on file; hrtui benefits invoice load CARRIER FILE takes one in.")
    else:
        style = session.config.style
        rows = [
            (str(each.id), f"{each.month:%Y-%m}", each.carrier, f"{each.rows:,}", money(each.billed, style),
             money(found.expected.get(each.id, 0), style), str(each.loaded), each.file)
            for each in found.invoices
        ]  # fmt: skip
        session.table(rows, ("invoice", "month", "carrier", "lines", "billed", "expected back", "loaded", "file"))
    return 0


def run_reconcile(args: argparse.Namespace, session: Session) -> int:
    """Print how an invoice differs from enrolment."""
    from hrtui.benefits.billing import service

    made = service.opened(session.context, args.invoice).made
    if args.json:
        session.json({
            **_invoice_json(made.invoice), "enrolled": made.enrolled, "to_bill": text(made.expected),
            "differences": [_difference_json(each) for each in made.differences], "notices": list(made.notices),
        })  # fmt: skip
        return 0
    style = session.config.style
    rows = _rows(made.differences, style)
    if rows:
        session.table(rows, HEADINGS)
    total = sum(each.amount for each in made.differences)
    billed, due = money(made.invoice.billed, style), money(made.expected, style)
    count = (
        f"{len(rows):,} difference{'' if len(rows) == 1 else 's'}, {money(total, style)}" if rows else "No difference"
    )
    session.out(f"{count}. Billed {billed}; {made.enrolled:,} enrolments come to {due}.")
    _notices(made.notices, session)
    return 0


def run_send(args: argparse.Namespace, session: Session) -> int:
    """Write the list and the letter."""
    from hrtui.benefits.billing import service

    made = service.send_differences(session.context, args.invoice, args.to, args.replace)
    if args.json:
        session.json(
            {"table": str(made.table), "letter": str(made.letter), "count": made.count, "amount": text(made.amount)}
        )
    else:
        session.out(made.sentence)
    return 0


def run_deductions(args: argparse.Namespace, session: Session) -> int:
    """Print how deductions of a month differ from elections."""
    from hrtui.benefits.billing import service

    month = _month(args.month) if args.month else session.context.day
    made = service.deductions(session.context, month)
    if args.json:
        session.json({
            "month": f"{made.month:%Y-%m}", "runs": list(made.runs), "not_final": list(made.waiting),
            "differences": [_difference_json(each) for each in made.differences], "notices": list(made.notices),
        })  # fmt: skip
        return 0
    style = session.config.style
    rows = _rows(made.differences, style)
    if rows:
        session.table(rows, WITHHELD)
    count = f"{len(rows):,} difference{'' if len(rows) == 1 else 's'}" if rows else "No difference"
    session.out(f"{count} in {made.month:%Y-%m}: {', '.join(made.runs)}.")
    if made.waiting:
        session.out(f"Not final yet, so not in it: {', '.join(made.waiting)}.")
    _notices(made.notices, session)
    return 0


def run_credits(args: argparse.Namespace, session: Session) -> int:
    """Print the credits, or expect or drop some."""
    from hrtui.benefits.billing import service

    ctx = session.context
    if args.expect is not None and args.drop is not None:
        raise UsageError("hrtui benefits credits: say --expect or --drop, not both.")
    if args.expect is not None or args.drop is not None:
        done = (
            service.expect_credits(ctx, args.expect)
            if args.drop is None
            else service.drop_credit(ctx, args.drop, args.reason)
        )
        if args.json:
            session.json({"command": done.command, "sentence": done.sentence})
        else:
            session.out(f"{done.sentence} (command {done.command})")
        return 0
    found = service.credits(ctx, args.carrier, args.all)
    if args.json:
        session.json([_credit_json(each) for each in found])
        return 0
    style = session.config.style
    rows = [
        (str(each.id), each.carrier, f"{each.month:%Y-%m}", each.number, each.name, each.kind.value.replace("_", " "), each.plan,
         money(each.amount, style), each.state.value, each.note)
        for each in found
    ]  # fmt: skip
    if rows:
        session.table(rows, ("credit", "carrier", "month", "number", "name", "for", "plan", "amount", "state", "note"))
    total = money(sum(each.amount for each in found if each.state.value == "expected"), style)
    session.out(f"Expected: {total}." if rows else "No credit is expected.")
    return 0


def run_census(args: argparse.Namespace, session: Session) -> int:
    """Write a carrier's census."""
    from hrtui.benefits.billing import service

    on = session.day(args.on) if args.on else None
    made = service.census(session.context, args.carrier, args.to, on, args.replace)
    if args.json:
        session.json({"file": str(made.file), "rows": made.count, "on": made.on})
    else:
        session.out(made.sentence)
    return 0


def _rows(differences: Sequence[Difference], style: NumberStyle) -> list[tuple[str, ...]]:
    """The differences as a table shows them; plans and lines of the file stand in the JSON."""
    return [
        (each.number, each.name, each.label, f"{each.expected} / {each.found}", money(each.amount, style))
        for each in differences
    ]


def _month(said: str) -> date:
    from hrtui.benefits.billing.months import read_month

    return read_month(said)


def _notices(notices: Sequence[str], session: Session) -> None:
    for said in notices:
        session.out(f"Note: {said}")


def _loaded_json(made: Loaded) -> dict[str, object]:
    return {
        "invoice": None if made.invoice is None else _invoice_json(made.invoice), "command": made.command,
        "unknown": made.unknown, "credited": made.credited,
        "faults": [
            {"row": each.row, "column": each.column, "value": each.value, "rule": each.rule} for each in made.faults
        ],
    }  # fmt: skip


def _invoice_json(each: Invoice) -> dict[str, object]:
    return {
        "id": each.id, "carrier": each.carrier, "month": f"{each.month:%Y-%m}", "file": each.file, "sha256": each.sha256,
        "lines": each.rows, "billed": text(each.billed), "loaded": each.loaded,
    }  # fmt: skip


def _difference_json(each: Difference) -> dict[str, object]:
    return {
        "kind": each.kind.value, "number": each.number, "name": each.name, "plan": each.plan, "amount": text(each.amount),
        "expected": each.expected, "found": each.found, "line": each.line or None,
    }  # fmt: skip


def _credit_json(each: Credit) -> dict[str, object]:
    return {
        "id": each.id, "invoice": each.invoice, "carrier": each.carrier, "month": f"{each.month:%Y-%m}", "number": each.number,
        "name": each.name, "kind": each.kind.value, "plan": each.plan, "amount": text(each.amount), "state": each.state.value,
        "settled_by": each.by, "note": each.note, "since": each.since,
    }  # fmt: skip
