"""A second event while continuation goes on: it lengthens the time of those whom it would have cost their coverage, to 36 months
from the first event, and of nobody else (26 CFR 54.4980B-7, Q&A-6)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from data.benefits import cobra, cobra_law, elections, members
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.benefits.cobra import rules
from hrtui.benefits.cobra.model import CONTINUED, OWN, Answer, Case, CobraLaw, Extension, Kind
from hrtui.benefits.cobra.stepping import ACTION, ONE, changes, continuing, happened, owned, unmoved
from hrtui.benefits.model import SELF, Dependent
from hrtui.benefits.tiers import is_spouse
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.people.model import Done
from hrtui.text import listed


def apart(case: Case, slots: Collection[int], number: str, kind: Kind, day: date, law: CobraLaw) -> tuple[Case, Case]:
    """A case without those of some slots, and the case of their own that they have from a second event on.

    Raises RuleBroken where the first event gives 36 months already, continuation does not go on, the day is not within its
    first time, or someone is no dependent who elected.
    """
    rules.only(case, CONTINUED, "be extended")
    if case.kind not in OWN:
        raise RuleBroken(f"{case.number} lasts {law.months[case.kind]} months by its event, and no longer.", "by")
    if not case.lost < day <= case.until:
        raise RuleBroken(
            f"{case.number} goes from {rules.starts(case)} until {case.until}; {day} is not within it.", "on"
        )
    unknown = [str(slot) for slot in sorted(slots) if slot == SELF or slot not in case.electing]
    if unknown:
        may = ", ".join(str(slot) for slot in case.electing if slot != SELF) or "nobody"
        raise RuleBroken(
            f"{listed(unknown, 'and')} cannot have a second event; choose of the dependents who elected: {may}.",
            "slots",
        )
    longer = replace(
        case, number=number, kind=kind, day=day, answers=dict.fromkeys(sorted(slots), Answer.ELECTED),
        plans=rules.continuable(case.plans, slots), note=f"second event of {case.number}", stamp=None,
    )  # fmt: skip
    stays = [slot for slot in case.answers if slot not in slots]
    rest = replace(
        case, answers={slot: case.answers[slot] for slot in stays}, plans=rules.continuable(case.plans, stays)
    )
    return rest, rules.longer(longer, rules.last_day(case.lost, law.longest_months), law)


def second_event(
    ctx: Context, number: str, slots: Sequence[int], on: date | None = None, *, expected: int | None = None
) -> Done:
    """Let those of some slots go on for 36 months since a second event on a day (else today), the others as before.

    Where they are all the dependents who elected, the case itself lasts longer; else they have one of their own from then on.
    Raises NotFound, NotAllowed, Conflict and RuleBroken.
    """
    require(ctx.actor, ACTION)
    today = ctx.clock.today()
    day = happened(ctx, on)
    with ctx.store.write():
        before, person = owned(ctx, number)
        unmoved(before, expected)
        law = cobra_law.cobra_law(today)
        entered = writing.begin(ctx, ACTION, person.number)
        if {slot for slot in before.electing if slot != SELF} <= set(slots):
            rest, made = rules.extended(before, Extension.SECOND_EVENT, law), None
            told = f"{rest.number} lasts until {rest.until}."
        else:
            who = members.members([before.person], before.lost).get(before.person)
            known = who.dependents if who else ()
            (free,) = cobra.next_numbers(today.year)
            rest, made = apart(before, slots, free, _kind(slots, known), day, law)
            cobra.add_many([made], today, entered)
            rows = [(rest.person, each) for each in continuing(rest, known, day + ONE)]
            elections.put_many(rows, entered)
            told = (
                f"{made.number} goes on for them until {made.until}; {rest.number} for the others until {rest.until}."
            )
        cobra.move_many([rest], today, entered)
        noted = [*changes(before, rest), *(changes(replace(before, number=made.number), made) if made else [])]
        writing.note(entered, ACTION, person.number, noted, {"from": str(day)})
    return Done(entered.command, person.number, told)


def _kind(slots: Collection[int], known: Sequence[Dependent]) -> Kind:
    """What a second event of some dependents is: the end of a marriage where it is the spouse, else of the status of a child."""
    spouses = {each.slot for each in known if is_spouse(each)}
    return Kind.DIVORCE if set(slots) & spouses else Kind.AGED_OUT
