"""Decide on evidence of insurability: all of the coverage counts from a day on, or only what is guaranteed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data.benefits import elections
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.benefits.evidence import unverified
from hrtui.benefits.gathering import ENROL, election_changes, member_of, pay_shown
from hrtui.benefits.inforce import of_type
from hrtui.benefits.model import ElectionState
from hrtui.benefits.plans import PlanType
from hrtui.benefits.reaching import with_rows
from hrtui.benefits.touching import reach
from hrtui.context import Context
from hrtui.dates import LATEST
from hrtui.errors import RuleBroken
from hrtui.people import checks
from hrtui.people.beside import check_alone
from hrtui.people.model import Done
from hrtui.people.subjects import writable

REFUSED = "evidence of insurability refused"


def decide_evidence(
    ctx: Context, number: str, type_: PlanType, approve: bool, on: date | None = None, *, expected: int | None = None
) -> Done:
    """Approve or refuse the evidence of insurability that an election awaits, from a day on (today unless given).

    Refused, the coverage stays at what was granted. Raises NotFound, NotAllowed, Conflict, and RuleBroken where no evidence is
    awaited.
    """
    require(ctx.actor, ENROL)
    today = ctx.clock.today()
    day = checks.day(on or today, "effective_from", today)
    with ctx.store.write():
        person = writable(ctx, ENROL, number)
        check_alone(ctx, person, expected, None)
        held = elections.elections([person.id]).get(person.id, [])
        row = of_type(held, type_, LATEST)
        if row is None or row.state is not ElectionState.AWAITING_EVIDENCE or row.granted is None:
            raise RuleBroken(
                f"{person.called} has no election of {type_.value} that awaits evidence of insurability.", "type"
            )
        begins = max(day, row.effective_from)
        papers = unverified(row.choice, member_of(person.id, begins))
        after = replace(
            row,
            effective_from=begins,
            state=ElectionState.AWAITING_EVIDENCE if papers else ElectionState.ACTIVE,
            granted=None if approve else row.granted,
            note="" if approve else REFUSED,
            stamp=None,
        )
        back = reach(ctx, person.id, held, with_rows(held, [after]), pay_shown=pay_shown(ctx, person, ENROL))
        entered = writing.begin(ctx, ENROL, person.number)
        elections.put_many([(person.id, after)], entered)
        detail = {"from": str(begins), "evidence": "approved" if approve else "refused"}
        writing.note(entered, ENROL, person.number, election_changes([after], held), detail)
    told = "in full" if approve else f"with {row.granted.amount:,.0f}, as guaranteed,"
    sentence = f"{type_.value} of {person.called} counts {told} from {begins}."
    return Done(entered.command, person.number, sentence, back.sentences(ctx.config.style))
