"""`hrtui payroll diff`: what changed in a run against the last one, and why."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from hrtui.cli.payrun import money, text

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.payroll.runs.model import Difference

NAMES = frozenset({"diff"})


def add_arguments(doing: Any) -> None:
    """Declare the arguments."""
    diff = doing.add_parser("diff", help="what changed in a run against the last one, and because of what")
    diff.add_argument("run_number", metavar="RUN", help="the run")
    diff.add_argument("person", nargs="?", default="", help="one person's number, else everyone whose check changed")
    diff.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, session: Session) -> int:
    """Compare."""
    return _diff(args, session)


def _diff(args: argparse.Namespace, session: Session) -> int:
    from hrtui.payroll.runs import service

    ctx, number = session.context, args.run_number
    found = [service.difference(ctx, number, args.person)] if args.person else service.differences(ctx, number)
    if args.json:
        session.json([_json(each) for each in found])
        return 0
    changed = [each for each in found if each.changes]
    for line in _lines(changed, session):
        session.out(line)
    if not found:
        session.out(f"Run {number} has no run before it to compare with, or pays only what was entered for it.")
    else:
        session.out(f"{len(changed):,} of {len(found):,} checks changed against the last ones.")
    return 0


def _lines(found: Sequence[Difference], session: Session) -> Iterator[str]:
    style = session.config.style
    for each in found:
        change = _signed(each.net - each.net_before, style)
        now, before = money(each.net, style), money(each.net_before, style)
        yield f"{each.number} {each.name}: net {now}, before {before} ({change})"
        for one in each.changes:
            yield f"{_signed(one.net, style):>14} {one.cause}" + (f": {one.sentence}" if one.sentence else "")
        if each.accepted:
            yield f"{'':>14} accepted: {each.accepted}"


def _json(each: Difference) -> dict[str, Any]:
    amounts = {name: text(getattr(each, name)) for name in ("gross", "net", "gross_before", "net_before")}
    changes = [
        {"cause": one.cause.name.lower(), "gross": text(one.gross), "net": text(one.net), "sentence": one.sentence}
        for one in each.changes
    ]
    return {"number": each.number, "name": each.name, **amounts, "changes": changes, "accepted": each.accepted}


def _signed(cents: int, style: Any) -> str:
    return ("+" if cents > 0 else "") + money(cents, style)
