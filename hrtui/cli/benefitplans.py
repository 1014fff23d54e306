"""`hrtui benefits plans` and `hrtui benefits rates`: what can be chosen on a day, by whom, and what it costs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hrtui.cli.session import Session


def add_to(doing: Any) -> None:
    """Declare both."""
    plans = doing.add_parser("plans", help="list the plans of a day: carrier, options, who may have them")
    plans.add_argument("--events", action="store_true", help="list the life events that open an enrolment instead")
    plans.set_defaults(act=run_plans)
    rates = doing.add_parser("rates", help="list what each option costs on a day, by tier or age")
    rates.add_argument("plan", nargs="?", default="", help="of this plan alone, by its name")
    rates.set_defaults(act=run_rates)
    for each in (plans, rates):
        each.add_argument("--on", default=None, metavar="DAY", help="as of this day (else today)")
        each.add_argument("--json", action="store_true", help="print JSON")


def run_plans(args: argparse.Namespace, session: Session) -> int:
    """Print the plans of a day, or the life events."""
    from hrtui.benefits import catalogue
    from hrtui.cli.answer import on_day

    ctx = on_day(session.context, args.on)
    if args.events:
        return _events(args, session)
    found = catalogue.plans(ctx)
    if args.json:
        session.json(found)
    elif not found:
        session.out(catalogue.none_yet(ctx))
    else:
        rows = [(each.name, each.carrier, f"{len(each.options)}", each.eligible) for each in found]
        session.table(rows, ("plan", "carrier", "options", "who"))
        for each in found:
            if not each.rated:
                session.out(f"Note: {each.label} ({each.name}) has an option without a rate on {ctx.day}.")
    return 0


def _events(args: argparse.Namespace, session: Session) -> int:
    from hrtui.benefits import catalogue

    found = catalogue.life_events(session.context)
    if args.json:
        session.json(found)
    else:
        rows = [(each.name, each.label, f"{each.window_days} days", ", ".join(each.papers)) for each in found]
        session.table(rows, ("event", "label", "window", "papers"))
    return 0


def run_rates(args: argparse.Namespace, session: Session) -> int:
    """Print the rates of a day."""
    from hrtui.benefits import catalogue
    from hrtui.benefits.wording import dollars
    from hrtui.cli.answer import on_day

    ctx = on_day(session.context, args.on)
    found = catalogue.rates(ctx, plan=args.plan)
    if args.json:
        session.json(found)
    elif not found:
        session.out(catalogue.none_yet(ctx))
    else:
        smokers = any(each.tobacco is not None for each in found)
        rows = [
            (
                each.plan, each.option, each.whom, dollars(each.cost), dollars(each.employer), dollars(each.person),
                *([dollars(each.tobacco)] if smokers else []), each.per,
            )
            for each in found
        ]  # fmt: skip
        session.table(
            rows, ("plan", "option", "for", "cost", "employer", "person", *(["tobacco"] if smokers else []), "per")
        )
    return 0
