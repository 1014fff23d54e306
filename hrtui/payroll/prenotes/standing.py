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


def untried_in(ctx: Context, run: Run, people: Sequence[int]) -> frozenset[int]:
    """Those of some people to whose accounts money may not go on the check date of a run yet; nobody where the configuration
    asks for no prenotes. As it was when the run was exported first, so that its files stay the same; four queries."""
    days = ctx.config.payer.prenote
    if not days or not people:
        return frozenset()
    closed = closed_around(ctx, run.pay_date)
    known = tried(people, rows.exported_by(run.id))
    return frozenset(person for person in people if rules.is_untried(known[person], run.pay_date, days, closed))


def by_cheque(ctx: Context, run: Run, people: Sequence[int]) -> frozenset[int]:
    """Those of some people of a run who are paid by cheque until their accounts are tried; as `untried_in`."""
    return untried_in(ctx, run, people) if ctx.config.payer.untried is Untried.CHEQUE else frozenset()


def to_accept(ctx: Context, run: Run, people: Sequence[int] | None) -> frozenset[int]:
    """Those of some people, or of everyone, who are paid by bank all the same, once that is accepted; as `untried_in`."""
    payer = ctx.config.payer
    if not payer.prenote or payer.untried is not Untried.ACCEPT:
        return frozenset()
    return untried_in(ctx, run, rows.with_account() if people is None else people)


def tried(people: Sequence[int], before: int | None = None) -> dict[int, Tried]:
    """What is known of the accounts of people, as of a command where one is given; who has none counts as paid."""
    since, sent, paid = rows.accounts_since(people), rows.prenotes(people), rows.paid_by_bank(people, before)
    found: dict[int, Tried] = {}
    for person in people:
        first = since.get(person)
        tries = [
            day
            for command, day in sent.get(person, ())
            if first is not None and command > first and (before is None or command < before)
        ]
        found[person] = Tried(first is None or paid.get(person, 0) > first, max(tries, default=None))
    return found


def closed_around(ctx: Context, day: date) -> Collection[date]:
    """The holidays of the years around a day."""
    return closed_days(ctx.config.holidays, (day.year - 1, day.year, day.year + 1))
