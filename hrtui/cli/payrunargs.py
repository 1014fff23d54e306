"""The arguments of the steps of a run of payroll."""

from __future__ import annotations

import argparse
from typing import Any

from hrtui.cli.arguments import a_path, whole

KINDS = ("regular", "off_cycle", "bonus", "final", "correction")
OUTPUTS = ("bank", "bank_csv", "bank_reversal", "cheques", "payslips", "register", "journal", "beancount", "hledger")
INPUT_COLUMNS = ("person", "code", "hours", "amount", "rate", "worked_on", "cost_centre", "note")
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
