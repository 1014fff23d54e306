"""`hrtui payroll form|deposits|remittances`: returns, wage statements and what is owed, as tables, JSON and files."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hrtui.cli.arguments import a_path, whole
from hrtui.cli.paywords import cents_of, money, text
from hrtui.errors import UsageError

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.payroll.check.values import Blocker
    from hrtui.payroll.filing.model import Filing, Written

NAMES = frozenset({"form", "deposits", "remittances", "sent"})
FORMS = ("941", "940", "w2", "efw2")
NARROW = {"deposits": ("from", "currency", "rule"), "garnishments": ("currency",), "deductions": ("currency",)}
"""Columns that are left to JSON and files."""
NAMED = 10
ADDED = ("deposited", "sick_pay", "uncollected", "tip_notice", "research_credit")
Doing = Any


def add_arguments(doing: Doing) -> None:
    """Declare the commands."""
    form = doing.add_parser("form", help="the figures of a return or of wage statements, from final runs")
    form.add_argument("form", choices=FORMS, help="which form; efw2 is the wage report to the SSA and needs --to")
    form.add_argument("--quarter", type=whole, metavar="1-4", help="of Form 941, else the one before today's")
    form.add_argument("--person", default="", metavar="NUMBER", help="of Form W-2: this person's alone")
    form.add_argument("--ssn", action="store_true", help="of Form W-2: open social security numbers (box a)")
    for name, what in (
        ("deposited", "what was deposited (line 13)"), ("sick-pay", "line 8 of Form 941, negative as it is there"),
        ("uncollected", "line 9 of Form 941"), ("tip-notice", "line 5f of Form 941"),
        ("research-credit", "line 11 of Form 941"),
    ):  # fmt: skip
        form.add_argument(f"--{name}", default="", metavar="AMOUNT", help=what)
    form.add_argument(
        "--why",
        default="",
        metavar="LINE",
        help="where a line of Form 941 or 940, or a box of a person's W-2, comes from, run by run",
    )
    _common(form)
    _common(doing.add_parser("deposits", help="what is owed to agencies, and by when federal taxes are deposited"))
    handed = doing.add_parser("remittances", help="garnishments by payee and order, or deductions by code")
    handed.add_argument(
        "--of", choices=("garnishments", "deductions"), default="garnishments", help="which (garnishments)"
    )
    handed.add_argument(
        "--run", dest="run_number", default="", metavar="RUN", help="of this final run, else of the year"
    )
    _common(handed)
    marked = doing.add_parser("sent", help="what of a year is deposited and filed; with a name, note that it was")
    marked.add_argument("key", nargs="?", default="", metavar="KEY", help="a deposit or return, as the list names it")
    marked.add_argument("--year", type=whole, metavar="YEAR", help="the year checks are dated in, else this one")
    marked.add_argument("--on", default="", metavar="DAY", help="when it was sent, else today")
    marked.add_argument("--amount", default="", metavar="AMOUNT", help="how much, else what is owed")
    marked.add_argument("--confirmation", default="", metavar="NUMBER", help="the number the agency or bank gave")
    marked.add_argument("--undo", action="store_true", help="take the last note of it back")
    marked.add_argument("--json", action="store_true", help="print JSON")


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--year", type=whole, metavar="YEAR", help="the year checks are dated in, else this one")
    parser.add_argument(
        "--to", type=a_path, metavar="FILE", help="write it: .csv, .xlsx or .json, 0600, its checksum kept"
    )
    parser.add_argument("--replace", action="store_true", help="write over a file that is there")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, session: Session) -> int:
    """Make it, and print or write it."""
    if args.doing == "sent":
        from hrtui.cli.paysent import sent

        return sent(args, session)
    if args.doing == "form" and args.form == "efw2":
        return _efw2(args, session)
    if args.doing == "form" and args.why:
        return _why(args, session)
    return _answer(args, session, _made(args, session))


def _made(args: argparse.Namespace, session: Session) -> Filing:
    from hrtui.payroll.filing import service, wages
    from hrtui.payroll.filing.model import Given, Paper

    ctx, year = session.context, args.year or session.context.day.year
    if args.doing == "deposits":
        return service.deposits(ctx, year)
    if args.doing == "remittances":
        return service.remittances(ctx, year, Paper(args.of), args.run_number)
    if args.form == "w2":
        return wages.w2(ctx, year, args.person, args.ssn).filing
    if args.person or args.ssn:
        raise UsageError(f"hrtui payroll form {args.form}: --person and --ssn are of Form W-2.")
    amounts = {name: getattr(args, name) for name in ADDED}
    given = Given(**{name: cents_of(amount, session) for name, amount in amounts.items() if amount})
    if args.form == "940":
        return service.form940(ctx, year, given)
    year, quarter = _quarter(args, session)
    return service.form941(ctx, year, quarter, given)


def _quarter(args: argparse.Namespace, session: Session) -> tuple[int, int]:
    """The quarter asked for; else the last one that has ended, or in a year named the last of it that has."""
    day = session.context.day
    if args.quarter is not None:
        return args.year or day.year, args.quarter
    ended = day.year * 4 + (day.month - 1) // 3 - 1
    if args.year is not None:
        ended = min(ended, args.year * 4 + 3) if args.year <= day.year else args.year * 4
        ended = max(ended, args.year * 4)
    return ended // 4, ended % 4 + 1


def _efw2(args: argparse.Namespace, session: Session) -> int:
    from hrtui.payroll.filing import wages

    if args.to is None:
        raise UsageError("hrtui payroll form efw2: say --to FILE; the report is a file of its own.")
    year = args.year or session.context.day.year
    return _told(args, session, wages.efw2(session.context, year, args.to, args.replace), "statements")


def _why(args: argparse.Namespace, session: Session) -> int:
    from hrtui.cli.payslip import tree
    from hrtui.payroll.check.answer import why_json
    from hrtui.payroll.filing.lines import why_line

    if args.form == "w2" and not args.person:
        raise UsageError("hrtui payroll form w2: --why is of one person's boxes: say --person NUMBER too.")
    made = why_line(_boxes_of(args, session) if args.form == "w2" else _made(args, session), args.why)
    if args.json:
        session.json(why_json(made))
        return 0
    for line in tree(made, session.width):
        session.out(line)
    return 0


def _boxes_of(args: argparse.Namespace, session: Session) -> Filing:
    from hrtui.payroll.filing import wages

    return wages.boxes(session.context, args.year or session.context.day.year, args.person)


def _answer(args: argparse.Namespace, session: Session, filing: Filing) -> int:
    if args.to is not None:
        from hrtui.payroll.filing.writing import write

        return _told(args, session, write(session.context, filing, args.to, args.replace), "rows", filing.blockers)
    if args.json:
        session.json(filing_json(filing))
        return 0
    style = session.config.style
    if not any(True for _ in filing.table.rows):
        session.out(f"Nothing for {title(filing)}: no final run holds any of it.")
    elif filing.paper.value == "w2":
        _boxes(session, filing)
    else:
        left_out = NARROW.get(filing.paper.value, ())
        at = [place for place, heading in enumerate(filing.table.headings) if heading not in left_out]
        rows = [[_shown(row[place], style) for place in at] for row in filing.table.rows]
        session.table(rows, [filing.table.headings[place].replace("_", " ").capitalize() for place in at])
    for sentence in _sentences(filing):
        session.out(sentence)
    return 0


def _boxes(session: Session, filing: Filing) -> None:
    """A statement as its boxes, one below the other; of many, the boxes that everyone has."""
    style, headings = session.config.style, filing.table.headings
    rows = [[_shown(cell, style) for cell in row] for row in filing.table.rows]
    if len(rows) == 2:
        pairs = [(_box(name), cell) for name, cell in zip(headings, rows[0], strict=True) if cell not in ("", "0.00")]
        session.table(pairs, ("Box", "Figure"))
        return
    wanted = ("number", "name", "box_1", "box_2", "box_3", "box_5")
    places = [at for at, heading in enumerate(headings) if heading in wanted]
    session.table([[row[at] for at in places] for row in rows], [_box(headings[at]) for at in places])
    session.out("More boxes: --person NUMBER for one person's, --json or --to FILE for all.")


def _box(heading: str) -> str:
    said = heading.removeprefix("box_").replace("_", " ")
    return said if heading[:2].isupper() else said.capitalize()


def _told(
    args: argparse.Namespace, session: Session, made: Written, what: str, blockers: Sequence[Blocker] = ()
) -> int:
    if args.json:
        session.json(
            {"file": made.path, "sha256": made.sha256, what: made.count, "notices": list(made.notices),
             "blockers": _blockers_json(blockers)}
        )  # fmt: skip
        return 0
    session.out(f"{made.path}: {made.count:,} {what}; SHA-256 {made.sha256}.")
    for sentence in (*made.notices, *_blockers(blockers)):
        session.out(sentence)
    return 0


def _sentences(filing: Filing) -> list[str]:
    due = [f"Due {filing.due:%a} {filing.due}."] if filing.due else []
    return [*due, *filing.notices, *_blockers(filing.blockers)]


def _blockers(found: Sequence[Blocker]) -> list[str]:
    """What is to be resolved, a few by name."""
    said = [
        f"{'To resolve' if each.stops else 'Not in EFW2'}: {each.message} {each.remedy}".rstrip()
        for each in found[:NAMED]
    ]
    more = [f"… and {len(found) - NAMED:,} more; --json lists them all."] if len(found) > NAMED else []
    return [*said, *more]


def filing_json(filing: Filing) -> dict[str, Any]:
    """A filing with its rows by heading, as JSON shows it; amounts are strings with two decimals."""
    headings = filing.table.headings
    return {
        "form": filing.paper.value, "year": filing.year, "quarter": filing.quarter or None, "due": filing.due,
        "lines": [dict(zip(headings, map(_plain, row), strict=True)) for row in filing.table.rows],
        "runs": [each.run.number for each in filing.runs if each.people],
        "not_final": [run.number for run in filing.waiting],
        "notices": list(filing.notices), "blockers": _blockers_json(filing.blockers),
    }  # fmt: skip


def _blockers_json(blockers: Sequence[Blocker]) -> list[dict[str, Any]]:
    return [
        {"code": each.code, "message": each.message, "remedy": each.remedy, "stops": each.stops} for each in blockers
    ]


def title(filing: Filing) -> str:
    """What a filing is called in a sentence."""
    names = {"941": "Form 941", "940": "Form 940", "w2": "Forms W-2"}
    when = f"quarter {filing.quarter} of {filing.year}" if filing.quarter else str(filing.year)
    return f"{names.get(filing.paper.value, filing.paper.value)} of {when}"


def _plain(cell: object) -> object:
    from hrtui.money import Money

    return text(cell.cents) if isinstance(cell, Money) else cell


def _shown(cell: object, style: Any) -> str:
    from hrtui.money import Money

    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Money):
        return money(cell.cents, style)
    return "" if cell is None else str(cell)
