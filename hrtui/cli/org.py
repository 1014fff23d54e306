"""`hrtui org`: the org chart of any day as a tree, CSV or JSON; departments, locations and positions."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from hrtui.cli.arguments import whole
from hrtui.cli.places import KINDS, add_places
from hrtui.cli.places import run as run_places
from hrtui.errors import UsageError

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.org.chart import Chart, Line

SUMMARY = "The org chart of any day; departments, locations and positions."
VIEWS = ("manager", "department")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be done."""
    doing = parser.add_subparsers(dest="doing", required=True, metavar="chart|departments|locations|positions")
    add_chart(doing.add_parser("chart", help="print the tree, with spans and vacancies"))
    add_places(doing)


def add_chart(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the chart."""
    parser.add_argument("--on", default=None, metavar="DAY", help="as of this day (else today)")
    parser.add_argument("--root", default="", metavar="NUMBER", help="from this person down, or dept:NAME")
    parser.add_argument("--by", choices=VIEWS, default="manager", help="by manager (the default) or by department")
    parser.add_argument("--depth", type=whole, metavar="N", help="so many levels below the first")
    form = parser.add_mutually_exclusive_group()
    for name in ("text", "csv", "json"):
        form.add_argument(f"--{name}", dest="form", action="store_const", const=name, help=f"as {name}")


def run(args: argparse.Namespace, session: Session) -> int:
    """Print the chart, or do what is asked with the places."""
    if args.doing in KINDS:
        return run_places(args, session)
    return run_chart(args, session)


def run_chart(args: argparse.Namespace, session: Session) -> int:
    """Print the chart in the form asked for."""
    from hrtui.cli.answer import on_day
    from hrtui.org import chart

    if args.depth is not None and args.depth < 0:
        raise UsageError("--depth is a number of levels, 0 or more.")
    ctx = on_day(session.context, args.on)
    by = "department" if args.root.lower().startswith("dept:") else args.by
    shown = chart.chart(ctx, by)
    top = chart.place_of(ctx, shown, args.root) if args.root else None
    found = chart.all_lines(ctx, shown, top, args.depth)
    if args.form == "csv":
        session.csv(chart.written(found), chart.HEADINGS)
    elif args.form == "json":
        session.json_rows(dict(zip(chart.HEADINGS, row, strict=True)) for row in chart.written(found))
    elif shown.tree.parents:
        _print(shown, found, session)
    else:
        session.out(f"Nobody whom you may see worked here on {shown.day}.")
    return 0


def _print(shown: Chart, found: Iterable[tuple[Line, tuple[bool, ...]]], session: Session) -> None:
    from hrtui.org.drawing import summary, tree_lines

    for text in tree_lines(found, ascii_only=not _draws(session)):
        session.out(text)
    session.out(summary(shown))


def _draws(session: Session) -> bool:
    try:
        "│├└".encode(session.output.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
