"""What the end of an employment makes of the person's coverage: when it ends, and which closed checks that reaches back into."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from data.benefits import elections, members
from hrtui.access.rules import may
from hrtui.benefits.changing import leaving
from hrtui.benefits.gathering import READ, pay_shown
from hrtui.benefits.planfile import book
from hrtui.benefits.reaching import with_rows
from hrtui.benefits.touching import reach
from hrtui.context import Context
from hrtui.errors import HrError
from hrtui.people.subjects import Person
from hrtui.text import listed


def told_of_coverage(ctx: Context, person: Person, last_day: date) -> tuple[str, ...]:
    """What is said of the coverage of someone whose last day of work was just entered, inside its command; nothing for who may not
    see benefits, and where nothing ends."""
    if not may(ctx.actor, READ, person.subject):
        return ()
    held = elections.elections([person.id]).get(person.id, [])
    try:
        member = members.members([person.id], last_day).get(person.id) if held else None
        made = leaving(replace(member, ended=last_day), held, book(ctx)) if member is not None else None
    except HrError as problem:
        return (f"When coverage ends cannot be told: {problem}",)
    if made is None:
        return ()
    days = sorted({str(row.effective_from - timedelta(days=1)) for row in made.rows})
    many = f"{len(made.rows)} plan{'' if len(made.rows) == 1 else 's'}"
    said = f"Coverage by {many} ends on {listed(days, 'and')}; `hrtui benefits due --do` carries that out."
    after = with_rows(held, made.rows, made.gone)
    back = reach(ctx, person.id, held, after, pay_shown=pay_shown(ctx, person))
    return (said, *back.sentences(ctx.config.style))
