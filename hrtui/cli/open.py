"""`hrtui open`: the application at an address, as the palette knows them."""

from __future__ import annotations

import argparse

from hrtui import commands
from hrtui.cli.main import open_app
from hrtui.cli.session import Session
from hrtui.dates import EXAMPLES
from hrtui.errors import UsageError
from hrtui.text import clean, fold

SUMMARY = "Open the application at an address, such as people or emp 1042."
NAMED = (
    "view",
    "due",
    "bulk",
    "run",
    "slip",
    "hours",
    "filing",
    "emp",
    "payslip",
    "invoice",
    "elect",
    "benefits",
    "plan",
    "simulate",
    "board",
    "candidate",
    "scores",
    "message",
    "kit",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "address",
        nargs="+",
        help=f"an address: {', '.join(addresses())}; view with the name of a saved view, run, slip and hours with a run's "
        "number, the last two with a person's, filing with a form and a year (filing 941 2026 3), invoice with its number, elect with an "
        "event's, benefits with a person's, plan with a name, simulate with a person's number and a kind of event, "
        "board with a requisition's number, candidate with a candidate's, scores with an application's, "
        "message with a message's, kit with an interview's",
    )
    parser.add_argument("--on", metavar="DAY", default="", help=f"as of a day: {EXAMPLES}")


def run(args: argparse.Namespace, session: Session) -> int:
    """Open the application at the address."""
    return open_app(session.config_path, checked(args.address), clean(args.on, limit=40), session.acting)


def addresses() -> tuple[str, ...]:
    """The words an address may begin with."""
    return (*(command.address for command in commands.ALL if command.address not in ("", "quit")), *NAMED)


def checked(words: list[str]) -> str:
    """The address in one line; raise UsageError with the nearest one where it begins with no address."""
    address = " ".join(clean(word, limit=200) for word in words).strip()
    first, _, rest = address.partition(" ")
    first = fold(first)
    if first in addresses():
        return f"{first} {rest}".strip()
    from hrtui.configfile.problem import nearest

    near = nearest(first, addresses())
    hint = f"Did you mean “{near}”?" if near else f"There are {', '.join(addresses())} and a number."
    raise UsageError(f"“{address}” is no address. {hint}")
