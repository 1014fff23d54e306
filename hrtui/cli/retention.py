"""`hrtui retention`: what is past the time it has to be kept."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hrtui.cli.session import Session

SUMMARY = "List what is past the time it has to be kept, and why."
WIDEST = 160
HEADINGS = ("past since", "records", "about", "what", "why", "counted from")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the form of the answer."""
    parser.add_argument("--rules", action="store_true", help="print the rules in force instead, with their sources")
    parser.add_argument("--rule", default="", metavar="NAME", help="only what is past its time by this rule")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, session: Session) -> int:
    """Print the list, longest past first, and that nothing is deleted."""
    from hrtui.retention import service
    from hrtui.retention.model import length

    found = service.past(session.context)
    if args.rule:
        found = service.of_rule(found, args.rule)
    if args.rules:
        rules = [(rule.name, rule.records.value, rule.kind, length(rule), rule.source) for rule in found.rules]
        if args.json:
            session.json([asdict(rule) for rule in found.rules])
        else:
            session.table(rules, ("name", "records", "kind", "kept", "source"))
    elif args.json:
        session.json({"past": found.past, "more": found.more, "deleted": 0, "notice": service.NOTHING_DELETED})
    else:
        if found.past:
            session.table(service.cells(found), HEADINGS)
        more = "+" if found.more else ""
        counted = [f"{name} {count:,}" for name, count in service.by_rule(found)]
        by_rule = f" ({', '.join(counted)})" if len(counted) > 1 else ""
        said = f"{len(found.past):,}{more} past the time to keep them{by_rule}. {service.NOTHING_DELETED}"
        session.out("\n".join(wrap(said, WIDEST)))
    return 0
