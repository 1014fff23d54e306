"""Which pay date a person is paid on next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from hrtui.errors import RuleBroken
from hrtui.payroll.model import PayDate, PayGroup, PersonFacts, Unpaid
from hrtui.payroll.rules.calendar import next_pay_date
from hrtui.payroll.rules.gross import employed, row_on, segments


def next_due(facts: PersonFacts, groups: Sequence[PayGroup], day: date, holidays: Collection[date] = ()) -> PayDate:
    """A person's first pay date on or after a day, of whichever pay groups they are in by then.

    Where they are paid on none of the next ones, the next of the group they were in last, or of the first group. Raises
    RuleBroken where no pay group is configured.
    """
    if not groups:
        raise RuleBroken(
            "No pay group is configured: add one under pay_groups in the configuration.", field="pay_group"
        )
    names = {pay.pay_group for pay in facts.pays}
    own = {group.name: next_pay_date(group, day, holidays) for group in groups if group.name in names}
    due = [own[group.name] for group in groups if group.name in own and _paid(facts, own[group.name], group)]
    if due:
        return min(due, key=lambda made: made.check)
    pay = row_on(facts.pays, day) or (facts.pays[0] if facts.pays else None)
    return own.get(pay.pay_group if pay else "") or next_pay_date(groups[0], day, holidays)


def _paid(facts: PersonFacts, made: PayDate, group: PayGroup) -> bool:
    parts = segments(facts, made.period, group)
    return any(employed(part) and part.unpaid is not Unpaid.OTHER_GROUP for part in parts)
