"""Whether accounts are tried: as the store has it, and who of a run is paid by cheque until they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from data.payrun import prenotes as rows
from hrtui.context import Context
from hrtui.payroll.holidays import closed_days
from hrtui.payroll.prenotes import rules
from hrtui.payroll.prenotes.rules import Tried, Untried
from hrtui.payroll.runs.model import Run


def untried_in(ctx: Context, run: Run, people: Sequence[int]) -> dict[int, dict[int, int]]:
    """The accounts of some people to which money may not go on the check date of a run yet, by their places, each with the command
    it is on file since; none where the configuration asks for no prenotes. As it was when the run was exported first, so that its
    files stay the same; four queries."""
    days = ctx.config.payer.prenote
    if not days or not people:
        return {}
    closed, before = closed_around(ctx, run.pay_date), rows.exported_by(run.id)
    known, found = tried(people, before), dict[int, dict[int, int]]()
    for person, places in rows.accounts_since(people, before).items():
        untried = {
            place: since
            for place, since in places.items()
            if rules.is_untried(known[person][since], run.pay_date, days, closed)
        }
        if untried:
            found[person] = untried
    return found


def by_cheque(ctx: Context, run: Run, people: Sequence[int]) -> dict[int, dict[int, int]]:
    """The accounts of some people of a run whose share is paid by cheque until they are tried; as `untried_in`."""
    return untried_in(ctx, run, people) if ctx.config.payer.untried is Untried.CHEQUE else {}


def to_accept(ctx: Context, run: Run, people: Sequence[int] | None) -> frozenset[int]:
    """Those of some people, or of everyone, who are paid by bank all the same, once that is accepted; as `untried_in`."""
    payer = ctx.config.payer
    if not payer.prenote or payer.untried is not Untried.ACCEPT:
        return frozenset()
    return frozenset(untried_in(ctx, run, rows.with_account() if people is None else people))


def tried(people: Sequence[int], before: int | None = None) -> dict[int, dict[int, Tried]]:
    """What is known of the accounts of people, by the command each is on file since; as of a command where one is given."""
    held, sent, paid = rows.accounts_since(people, before), rows.prenotes(people), rows.paid_by_bank(people, before)
    return {
        person: {
            since: Tried(
                any(
                    command > since and left is not None and since not in left for command, left in paid.get(person, ())
                ),
                max(
                    (
                        day
                        for command, day in sent.get(person, ())
                        if command > since and (before is None or command < before)
                    ),
                    default=None,
                ),
            )
            for since in set(places.values())
        }
        for person, places in held.items()
    }


def closed_around(ctx: Context, day: date) -> Collection[date]:
    """The holidays of the years around a day."""
    return closed_days(ctx.config.holidays, (day.year - 1, day.year, day.year + 1))
