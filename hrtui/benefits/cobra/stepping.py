"""Take a case of COBRA on: notice sent, elected, paid, extended, ended; and what was missed, carried out by command."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from data import directory
from data.benefits import cobra, cobra_law, elections, members
from hrtui.access.rules import may, require
from hrtui.audit import writing
from hrtui.audit.model import Change, Entered
from hrtui.benefits.cobra import rules
from hrtui.benefits.cobra.model import CONTINUED, OPEN, OWN, Answer, Case, CobraLaw, Continued, Extension, Kind, State
from hrtui.benefits.model import SELF, Choice, Dependent, Election, ElectionState
from hrtui.benefits.plans import PlanType
from hrtui.context import Context
from hrtui.errors import Conflict, NotFound, RuleBroken
from hrtui.people.model import Done
from hrtui.people.subjects import Person, writable
from hrtui.text import clean

ACTION = "benefits.cobra"
HOLDS_ELECTIONS = (*OWN, Kind.DEATH)
"""The kinds whose coverage stands among the person's elections; of others the person keeps their own there."""
ONE = timedelta(days=1)
Step = Callable[[Case, CobraLaw], Case]


def notice(ctx: Context, number: str, on: date | None = None, *, expected: int | None = None) -> Done:
    """Record that the election notice was sent on a day (else today); raises NotFound, NotAllowed, Conflict and RuleBroken."""
    day = happened(ctx, on)
    done, case = _step(ctx, number, lambda case, law: rules.noticed(case, day, law), expected)
    return replace(
        done, sentence=f"The notice of {case.number} was sent on {day}; it can be elected until {case.elect_by}."
    )


def answer(
    ctx: Context, number: str, answers: Mapping[int, Answer], on: date | None = None, *, types: Collection[PlanType] = (),
    expected: int | None = None,
) -> Done:  # fmt: skip
    """Record what beneficiaries answered on a day (else today): by slot, elected or declined; `types` are the plans that are
    elected, all unless said. Who elects is covered from the day after the loss. Raises NotFound, NotAllowed, Conflict and
    RuleBroken."""
    day = happened(ctx, on)

    def step(case: Case, law: CobraLaw) -> Case:
        return rules.answered(case, answers, day, law, types, offered_in(case) if types else ())

    done, case = _step(ctx, number, step, expected)
    said = {
        State.DECLINED: f"Everyone declined {case.number}; they may still elect until {case.elect_by}.",
        State.NOTICED: f"{case.number} has who declined; others may elect until {case.elect_by}.",
        State.ELECTED: f"{case.number} is elected; its first payment is due by {case.pay_by}.",
    }
    return replace(done, sentence=said.get(case.state, f"{case.number} has who elected."))


def pay(ctx: Context, number: str, through: date, on: date | None = None, *, expected: int | None = None) -> Done:
    """Record a payment that was sent on a day (else today), for coverage through the month of a day.

    Raises NotFound, NotAllowed, Conflict, and RuleBroken for one that is late, twice, or beyond the end.
    """
    day = happened(ctx, on)
    done, case = _step(
        ctx, number, lambda case, law: rules.paid(case, rules.months_end(through, case.until), day, law), expected
    )
    then = f"the next payment is due by {case.pay_by}" if case.pay_by else "nothing more is to be paid"
    return replace(done, sentence=f"{case.number} is paid through {case.paid_through}; {then}.")


def extend(ctx: Context, number: str, by: Extension, since: date | None = None, *, expected: int | None = None) -> Done:
    """Let continuation last longer: a disability, a second event, or Medicare that the employee had from a day before the event.
    Raises NotFound, NotAllowed, Conflict and RuleBroken."""
    done, case = _step(ctx, number, lambda case, law: rules.extended(case, by, law, since), expected)
    return replace(done, sentence=f"{case.number} lasts until {case.until}.")


def end(ctx: Context, number: str, last: date, why: str, *, expected: int | None = None) -> Done:
    """End a case early with its last day of coverage and the reason; raises NotFound, NotAllowed, Conflict and RuleBroken."""
    reason = clean(why, limit=200).strip()
    if not reason:
        raise RuleBroken("Say why it ends: other coverage, Medicare, no health plan any more.", "why")
    done, case = _step(ctx, number, lambda case, _law: rules.ended(case, last, reason), expected)
    return replace(done, sentence=f"{case.number} ends with {case.until}: {case.note}.")


def offered_in(case: Case) -> tuple[Continued, ...]:
    """What a case offered before anyone elected a part of it; inside a snapshot or `write()`."""
    return next(iter(cobra.steps_of(case.number)), case).plans


@dataclass(frozen=True, slots=True)
class Missed:
    """A case whose day has passed, whose it is, and what it becomes."""

    number: str
    name: str
    before: Case
    after: Case


def missed(ctx: Context) -> tuple[Missed, ...]:
    """The cases whose election or payment was missed, or that ran their whole time: what `lapse` would carry out."""
    require(ctx.actor, ACTION)
    with ctx.store.snapshot():
        return _missed(ctx)


def late(ctx: Context) -> int:
    """How many election notices should have been sent before today; nothing but sending them settles that. Raises NotAllowed."""
    require(ctx.actor, ACTION)
    today = ctx.clock.today()
    with ctx.store.snapshot():
        waiting = [case for case in cobra.in_states((State.NOTICE_DUE,)) if rules.awaits(case, today).missed]
        lines = directory.lines_of({case.person for case in waiting})
    return sum(case.person in lines and may(ctx.actor, ACTION, lines[case.person][1]) for case in waiting)


def lapse(ctx: Context, only: Sequence[str] | None = None) -> Done:
    """Carry out what was missed, of every case or of those named, as one command that can be undone.

    Not elected in time becomes declined, not paid in time lapsed with the last day paid for, paid to the end ended. Raises
    NotAllowed, and RuleBroken where nothing was missed.
    """
    require(ctx.actor, ACTION)
    with ctx.store.write():
        found = [each for each in _missed(ctx) if only is None or each.before.number in only]
        if not found:
            raise RuleBroken("No day was missed: every open case is within its windows.", "case")
        entered = writing.begin(ctx, ACTION, found[0].number)
        cobra.move_many([each.after for each in found], ctx.clock.today(), entered)
        _stand([(each.before, each.after) for each in found], entered, ctx.clock.today())
        by_person: dict[str, list[Change]] = {}
        for each in found:
            by_person.setdefault(each.number, []).extend(changes(each.before, each.after))
        writing.note_many(entered, ACTION, [(number, changes, None) for number, changes in by_person.items()])
    told = ", ".join(f"{each.after.number} {each.after.state.value}" for each in found[:5])
    more = f", and {len(found) - 5:,} more" if len(found) > 5 else ""
    return Done(entered.command, found[0].number, f"Carried out: {told}{more}.")


def _missed(ctx: Context) -> tuple[Missed, ...]:
    today = ctx.clock.today()
    pairs = [(case, after) for case in cobra.in_states(OPEN) if (after := rules.overdue(case, today)) is not None]
    lines = directory.lines_of({case.person for case, _ in pairs})
    return tuple(
        Missed(lines[case.person][0].number, lines[case.person][0].name, case, after)
        for case, after in pairs
        if case.person in lines and may(ctx.actor, ACTION, lines[case.person][1])
    )


def owned(ctx: Context, number: str) -> tuple[Case, Person]:
    """The case of a number and its person, for someone who may keep cases; raises NotFound and NotAllowed."""
    require(ctx.actor, ACTION)
    case = cobra.numbered(number)
    line = directory.lines_of([case.person]).get(case.person) if case is not None else None
    if case is None or line is None or not may(ctx.actor, ACTION, line[1]):
        raise NotFound(
            f"There is no case “{clean(number, limit=40)}” that you may see; `hrtui benefits cobra list` has them."
        )
    return case, writable(ctx, ACTION, line[0].number)


def unmoved(before: Case, expected: int | None) -> None:
    """Raise Conflict where a case was taken on by somebody else since it was shown with the command `expected`."""
    if expected is not None and before.stamp is not None and before.stamp.command != expected:
        raise Conflict(
            f"{before.number} was taken on by {before.stamp.recorded_by} since you opened it: it is "
            f"{before.state.value.replace('_', ' ')}. Nothing is saved; look at it, then do it again.",
            newest=before.stamp.command,
        )


def _step(ctx: Context, number: str, step: Step, expected: int | None) -> tuple[Done, Case]:
    require(ctx.actor, ACTION)
    today = ctx.clock.today()
    with ctx.store.write():
        before, person = owned(ctx, number)
        unmoved(before, expected)
        after = step(before, cobra_law.cobra_law(today))
        entered = writing.begin(ctx, ACTION, person.number)
        cobra.move_many([after], today, entered)
        _stand([(before, after)], entered, today)
        writing.note(entered, ACTION, person.number, changes(before, after))
    return Done(entered.command, person.number, ""), after


def _stand(steps: Sequence[tuple[Case, Case]], entered: Entered, today: date) -> None:
    """Let the elections of people say what cases continue, from the day after the loss, and end it where they are over."""
    rows: list[tuple[int, Election]] = []
    for before, after in steps:
        if after.kind not in HOLDS_ELECTIONS:
            continue
        if (after.electing, after.plans) != (before.electing, before.plans):
            who = members.members([after.person], after.lost).get(after.person)
            rows += [(after.person, each) for each in continuing(after, who.dependents if who else ())]
        if before.state in CONTINUED and after.state not in CONTINUED:
            rows += [(after.person, each) for each in _over(after)]
    if rows:
        elections.put_many(rows, entered)


def continuing(case: Case, dependents: Sequence[Dependent], on: date | None = None) -> list[Election]:
    """The elections of those who elected, from a day on, else from the first of continuation."""
    return [
        Election(on or rules.starts(case), choice, ElectionState.COBRA, note=_noted(case, choice))
        for choice in chosen_in(case, case.electing, dependents)
    ]


def chosen_in(case: Case, slots: Sequence[int], dependents: Sequence[Dependent]) -> list[Choice]:
    """What those of some slots have of each plan that covered them."""
    made = []
    for plan in case.plans:
        those = tuple(slot for slot in plan.slots if slot in slots)
        if those:
            tier = rules.tier_for(those, dependents)
            covers = tuple(slot for slot in those if slot != SELF)
            made.append(Choice(plan.type, plan.plan, plan.option, tier, covers=covers))
    return made


def _noted(case: Case, choice: Choice) -> str:
    own = any(plan.type is choice.type and SELF in plan.slots for plan in case.plans) and SELF in case.electing
    return f"COBRA {case.number}" if own else f"COBRA {case.number}, without the person"


def _over(case: Case) -> list[Election]:
    """What stands once a case is over: nothing any more, from the day after its last."""
    return [
        Election(
            case.until + ONE,
            Choice(plan.type, reason="COBRA is over"),
            ElectionState.TERMINATED,
            note=f"COBRA {case.number}",
        )
        for plan in case.plans
        if set(plan.slots) & set(case.electing)
    ]


def changes(before: Case, after: Case) -> list[Change]:
    """What the trail says of a step of a case."""
    skipped = ("stamp", "plans", "answers", "number", "person")
    plans = _plans(before), _plans(after)
    part = [Change(f"cobra.{after.number}.plans", *plans)] if plans[0] != plans[1] else []
    made = part + [
        Change(f"cobra.{after.number}.{each.name}", _text(getattr(before, each.name)), _text(getattr(after, each.name)))
        for each in fields(Case)
        if each.name not in skipped and getattr(before, each.name) != getattr(after, each.name)
    ]
    return made + [
        Change(f"cobra.{after.number}.slot.{slot}", before.answers[slot].value, said.value)
        for slot, said in after.answers.items()
        if before.answers.get(slot) is not said
    ]


def _plans(case: Case) -> str:
    return "; ".join(f"{each.type.value} {'+'.join(map(str, each.slots))}" for each in case.plans)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def happened(ctx: Context, on: date | None) -> date:
    """The day on which something was, else today; raises RuleBroken for one that is still to come."""
    today = ctx.clock.today()
    if on is not None and on > today:
        raise RuleBroken(f"{on} is still to come; record it once it has happened.", "on")
    return on or today
