"""What the checks of a chunk of people are computed from: facts, items, orders, entries and balances, in a dozen queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from data import payitems, payroll
from data.base import database
from data.payrun import benefits
from data.payrun.balances import NO_BALANCE, Balance, arrears_of, balances, balances_at
from data.payrun.codes import Codes
from data.payrun.inputs import inputs
from data.payrun.runs import final_runs, runs
from data.schema import PayCodeRow, PayRunRow, SlipLineRow, SlipRow
from hrtui.payroll.elected import NONE
from hrtui.payroll.gather import Held, RunTerms
from hrtui.payroll.items.model import PayOrder
from hrtui.payroll.kinds import Treatment
from hrtui.payroll.model import PersonFacts
from hrtui.payroll.runs.model import FINAL, Run

NOTHING: Mapping[str, int] = {}


class Given(NamedTuple):
    """What one person's check is computed from, and the balance of the slip it goes on from."""

    facts: PersonFacts
    held: Held
    balance: Balance


def given(
    run: Run,
    people: Sequence[int],
    final: Sequence[Run],
    codes: Codes,
    known: int | None = None,
    after: Mapping[int, int | None] | None = None,
    places: payroll.Places | None = None,
    since: date | None = None,
    terms: RunTerms | None = None,
) -> list[Given]:
    """One person's facts after the other, in the order of the ids.

    Facts as known after a command, and balances of the slips named by person, where they are given; `places` as of the
    check date, where they are at hand. Jobs and pay are those from the day `since` on, else from the period's first, and
    the last ones before it. What elections of benefits make is left out without `terms`.
    """
    stamps = after is not None or since is not None
    facts = payroll.facts(people, run.pay_date, known, places, since or run.begins, stamps)
    items, orders = payitems.items(people, known, stamps), payitems.orders(people, known)
    entered = inputs(run.id, people, known)
    before = balances(people, run.pay_date.year, final, codes) if after is None else balances_at(after, codes)
    paid = _withheld(orders, final, run.pay_date.year)
    chosen = (
        benefits.benefits(run, terms, facts, items, before, final, codes, known, places) if terms is not None else {}
    )
    owed = _of_last_year(run, [each.id for each in facts if each.id not in before], known, terms)
    made = []
    for each in facts:
        balance = before.get(each.id, NO_BALANCE)
        held = Held(
            [entry.entered for entry in entered.get(each.id, ())], items.get(each.id, ()), orders.get(each.id, ()),
            balance.cents, owed.get(each.id, balance.arrears), paid.get(each.id, NOTHING), chosen.get(each.id, NONE),
        )  # fmt: skip
        made.append(Given(each, held, balance))
    return made


def _of_last_year(
    run: Run, people: Sequence[int], known: int | None, terms: RunTerms | None
) -> dict[int, dict[str, int]]:
    """What the last slips of the tax year before left owed after tax, of people without a slip in the year yet: what was to be
    taken before tax ends with it."""
    if terms is None or not terms.with_period or not people:
        return {}
    year, deductions = run.pay_date.year - 1, terms.codes.deductions
    found = arrears_of(people, year, final_runs(year, known))
    return {
        person: {
            code: cents
            for code, cents in owed.items()
            if code in deductions and deductions[code].treatment is Treatment.AFTER_TAX
        }
        for person, owed in found.items()
    }


def _withheld(orders: Mapping[int, Sequence[PayOrder]], final: Sequence[Run], year: int) -> dict[int, dict[str, int]]:
    """What final slips withheld for orders that have a balance, since the row that counts began; by person and number."""
    starts = {
        (person, order.number): order.effective_from
        for person, all_ in orders.items()
        for order in all_
        if order.balance
    }
    if not starts:
        return {}
    slip, line, code, run = SlipRow, SlipLineRow, PayCodeRow, PayRunRow
    query = (
        slip.select(slip.person, code.code, run.pay_date, line.amount, run.id, slip.generation)
        .join(line, on=(line.slip == slip.id))
        .join(code, on=(code.id == line.code))
        .join(run, on=(run.id == slip.run))
        .where(slip.person.in_([person for person, _ in starts]) & (code.part == "garnishment"))
    )
    counted = _every_final(final, year)
    found: dict[int, dict[str, int]] = {}
    for person, number, paid_on, amount, run_id, generation in database.execute(query).fetchall():
        start = starts.get((person, number))
        if start is not None and paid_on >= start.isoformat() and counted.get(run_id) == generation:
            sums = found.setdefault(person, {})
            sums[number] = sums.get(number, 0) + amount
    return found


def _every_final(final: Sequence[Run], year: int) -> dict[int, int]:
    """The generation that counts of every final run: those given of the tax year, and all of earlier years."""
    this_year = {run.id: run.generation for run in final}
    earlier = runs(last=date(year - 1, 12, 31))
    return {run.id: run.generation for run in earlier if run.state in FINAL} | this_year
