"""What holds for COBRA: months and deadlines, who may continue, and how a case goes from state to state.

Days are counted from the loss of coverage, as 29 USC 1167(5) lets a plan provide; a window of 60 days from a day ends on the 60th
day after it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hrtui.benefits.cobra.model import (
    CONTINUED,
    LABELS,
    OPEN,
    OWN,
    TOLD_BY_PERSON,
    Answer,
    Case,
    CobraLaw,
    Continued,
    Extension,
    Kind,
    Next,
    Raise,
    State,
)
from hrtui.benefits.model import SELF, Dependent
from hrtui.benefits.plans import HEALTH, PlanType, Tier
from hrtui.benefits.tiers import is_spouse
from hrtui.dates import add_months
from hrtui.errors import RuleBroken
from hrtui.money import round_cents
from hrtui.text import listed

ONE = timedelta(days=1)
MISCONDUCT = "gross misconduct"
"""The words in a reason of leaving that take the right away (29 USC 1163(2))."""


MEDICARE_SINCE = "Medicare since"
"""How the note of a case begins that lasts longer because the employee had Medicare before the event."""
DIED = ("death", "deceased", "died")
"""The words in a reason of leaving by which only dependents may continue."""


def kind_of_leaving(reason: str) -> Kind | None:
    """What the end of an employment is for COBRA by its reason; None for gross misconduct."""
    said = reason.casefold()
    if MISCONDUCT in said:
        return None
    return Kind.DEATH if any(word in said for word in DIED) else Kind.TERMINATION


def starts(case: Case) -> date:
    """The first day of continuation: the day after coverage was lost."""
    return case.lost + ONE


def lasts_until(kind: Kind, lost: date, law: CobraLaw) -> date:
    """The last day of continuation of a kind (29 USC 1162(2)(A))."""
    return last_day(lost, law.months[kind])


def last_day(lost: date, months: int) -> date:
    """The last day of some months that begin the day after a day."""
    return add_months(lost + ONE, months) - ONE


def notice_due(kind: Kind, lost: date, told: date, law: CobraLaw) -> date:
    """The last day of the election notice (29 USC 1166(c)): 14 days after the people told of it, else within the 44 days that an
    employer has who administers the plan (29 CFR 2590.606-4(b)(2))."""
    if kind in TOLD_BY_PERSON:
        return max(told, lost) + timedelta(days=law.election_notice_days)
    return lost + timedelta(days=law.employer_notice_days + law.election_notice_days)


def employer_notice_due(kind: Kind, lost: date, law: CobraLaw) -> date | None:
    """The last day on which an employer tells another who administers the plan (29 USC 1166(a)(2)); None where the people tell."""
    return None if kind in TOLD_BY_PERSON else lost + timedelta(days=law.employer_notice_days)


def general_notice_due(covered: date, law: CobraLaw) -> date:
    """The last day of the general notice to someone covered from a day on (29 CFR 2590.606-1)."""
    return covered + timedelta(days=law.general_notice_days)


def elect_by(noticed: date, lost: date, law: CobraLaw) -> date:
    """The last day to elect: so many days from the later of notice and loss of coverage (29 USC 1165(a)(1))."""
    return max(noticed, lost) + timedelta(days=law.election_days)


def first_payment_due(elected: date, law: CobraLaw) -> date:
    """The last day of the first payment (29 USC 1162(3))."""
    return elected + timedelta(days=law.first_payment_days)


def payment_due(elected: date, paid_through: date, law: CobraLaw) -> date:
    """The last day of the payment for what follows a paid day: its grace days from the day after, never before the first payment's."""
    return max(paid_through + ONE + timedelta(days=law.grace_days), first_payment_due(elected, law))


def percent_on(case: Case, on: date, law: CobraLaw) -> Decimal:
    """The part of the cost that is asked on a day: more in the months that a disability adds (29 USC 1162(3))."""
    short = law.months[case.kind]
    if case.note.startswith(MEDICARE_SINCE):
        return law.percent
    extended = case.until == last_day(case.lost, short + law.disability_months)
    return law.disability_percent if extended and on > last_day(case.lost, short) else law.percent


def premium(cost: int, percent: Decimal) -> int:
    """Cents a month that are asked of a cost in cents, rounded half up."""
    return round_cents(cost * percent)


def tier_for(slots: Iterable[int], dependents: Iterable[Dependent]) -> Tier:
    """The tier of those who continue: without the person, the spouse or else one child stands in their place, as each could elect
    alone (26 CFR 54.4980B-8)."""
    wanted = set(slots)
    rest = [each for each in dependents if each.slot in wanted]
    if SELF not in wanted and rest:
        rest.remove(next((each for each in rest if is_spouse(each)), rest[0]))
    spouse = any(is_spouse(each) for each in rest)
    children = any(not is_spouse(each) for each in rest)
    if spouse:
        return Tier.FAMILY if children else Tier.SPOUSE
    return Tier.CHILDREN if children else Tier.EMPLOYEE


def beneficiaries(kind: Kind, plans: Iterable[Continued], chosen: Iterable[int] = ()) -> tuple[int, ...]:
    """The slots that may continue: everyone covered the day before, without the person where they stay covered or died.

    `chosen` names those who lost coverage; none named: all. Raises RuleBroken where someone was not covered, and where nobody is left.
    """
    covered = {slot for plan in plans for slot in plan.slots}
    may = sorted(covered if kind in OWN else covered - {SELF})
    wanted = sorted(set(chosen)) or may
    unknown = [str(slot) for slot in wanted if slot not in may]
    if unknown:
        raise RuleBroken(
            f"{listed(unknown, 'and')} cannot continue after {LABELS[kind]}; choose of those who were covered: "
            f"{', '.join(map(str, may)) or 'there is nobody'}.",
            "slots",
        )
    if not wanted:
        raise RuleBroken(
            f"Nobody was covered who may continue after {LABELS[kind]}; there is no case to raise.", "slots"
        )
    return tuple(wanted)


def continuable(plans: Iterable[Continued], slots: Iterable[int]) -> tuple[Continued, ...]:
    """The health plans with those of the slots that each covered; plans that covered none are left out."""
    wanted = set(slots)
    kept = (replace(plan, slots=tuple(slot for slot in plan.slots if slot in wanted)) for plan in plans)
    return tuple(plan for plan in kept if plan.slots and plan.type in HEALTH)


def raised(number: str, wanted: Raise, told: date, law: CobraLaw) -> Case:
    """The case of what is to be raised, with its notice due."""
    return Case(
        number, wanted.person, wanted.kind, wanted.day, wanted.lost, State.NOTICE_DUE,
        dict.fromkeys(wanted.slots, Answer.OPEN), continuable(wanted.plans, wanted.slots),
        notice_due(wanted.kind, wanted.lost, told, law), lasts_until(wanted.kind, wanted.lost, law),
        employer_notice_due(wanted.kind, wanted.lost, law),
    )  # fmt: skip


def noticed(case: Case, on: date, law: CobraLaw) -> Case:
    """The case once its election notice was sent on a day; raises RuleBroken where it was sent already, or before the event."""
    only(case, (State.NOTICE_DUE,), "take a notice")
    if on < case.day:
        raise RuleBroken(f"{case.number} is of {case.day}; a notice of {on} was before it.", "on")
    return replace(case, state=State.NOTICED, noticed=on, elect_by=elect_by(on, case.lost, law))


def answered(
    case: Case, answers: Mapping[int, Answer], on: date, law: CobraLaw, types: Collection[PlanType] = (),
    offered: Sequence[Continued] = (),
) -> Case:  # fmt: skip
    """The case once beneficiaries elected or declined on a day; who declined may still elect while the window is open.

    `types` are the plans that those elect who elect, all where none is named; `offered` is what the notice offered, of which who
    elected some may still elect more. Raises RuleBroken where the notice is not out, the window is over, someone is no
    beneficiary, or was not covered by any of the plans.
    """
    only(case, (State.NOTICED, State.ELECTED, State.PAYING, State.DECLINED), "take elections")
    if case.elect_by is None or on > case.elect_by:
        raise RuleBroken(f"{case.number} could be elected until {case.elect_by}; {on} is too late.", "on")
    if case.noticed is not None and on < case.noticed:
        raise RuleBroken(f"The notice of {case.number} was sent on {case.noticed}; {on} was before it.", "on")
    unknown = [str(slot) for slot in answers if slot not in case.answers]
    if unknown or not answers:
        known = ", ".join(map(str, sorted(case.answers)))
        raise RuleBroken(f"{case.number} is for the slots {known}; choose of them.", "slots")
    if any(case.answers[slot] is Answer.ELECTED for slot, answer in answers.items() if answer is Answer.DECLINED):
        raise RuleBroken(
            f"Who has elected cannot decline; end their coverage, or undo the election of {case.number}.", "slots"
        )
    electing = {slot for slot, answer in answers.items() if answer is Answer.ELECTED}
    plans = _elected(case, electing, types, offered or case.plans)
    return _with_answers(replace(case, plans=plans), {**case.answers, **answers}, on, law)


def _elected(
    case: Case, electing: Collection[int], types: Collection[PlanType], offered: Sequence[Continued]
) -> tuple[Continued, ...]:
    """The plans with the slots that continue each, or may still: those who elect leave the ones they did not name."""
    if not types or not electing:
        return case.plans
    known = [plan.type for plan in offered]
    if not set(types) <= set(known):
        raise RuleBroken(f"{case.number} is for {listed([each.value for each in known])}; choose of them.", "plans")
    stays = {plan.type: set(plan.slots) for plan in case.plans}
    had = set(case.electing)
    made = []
    for plan in offered:
        before = stays.get(plan.type, set())
        more = set(plan.slots) & set(electing) if plan.type in types else before & set(electing) & had
        slots = tuple(sorted((before - set(electing)) | more))
        made += [replace(plan, slots=slots)] if slots else []
    missing = [str(slot) for slot in sorted(electing) if not any(slot in plan.slots for plan in made)]
    if missing:
        raise RuleBroken(f"{listed(missing, 'and')} had none of these plans; choose another, or decline.", "plans")
    return tuple(made)


def _with_answers(case: Case, answers: Mapping[int, Answer], on: date, law: CobraLaw) -> Case:
    said = set(answers.values())
    if Answer.ELECTED not in said:
        return replace(case, answers=answers, state=State.NOTICED if Answer.OPEN in said else State.DECLINED)
    if case.elected is not None:
        return replace(case, answers=answers)
    due = first_payment_due(on, law)
    return replace(case, answers=answers, state=State.ELECTED, elected=on, pay_by=due)


def paid(case: Case, through: date, on: date, law: CobraLaw) -> Case:
    """The case once it is paid through a day, the end of a month; raises RuleBroken where that is paid already, beyond the end, or late."""
    only(case, CONTINUED, "take a payment")
    before = case.paid_through or case.lost
    if through <= before:
        raise RuleBroken(f"{case.number} is paid through {before} already; pay through a later month.", "through")
    if through > case.until:
        raise RuleBroken(f"{case.number} lasts until {case.until}; it cannot be paid through {through}.", "through")
    if case.pay_by is not None and on > case.pay_by:
        raise RuleBroken(
            f"The payment of {case.number} was due by {case.pay_by}; {on} is too late. Let it lapse, or give the day the payment "
            "was sent.",
            "on",
        )
    due = None if through == case.until else payment_due(case.elected or on, through, law)
    return replace(case, state=State.PAYING, paid_through=through, pay_by=due)


def months_end(month: date, until: date) -> date:
    """The last day of a month, or the end of continuation where that is earlier in it."""
    return min(add_months(month.replace(day=1), 1) - ONE, max(until, month.replace(day=1)))


def own_until(case: Case, law: CobraLaw) -> date | None:
    """The last day of the employee's own continuation where that of the family lasts longer: after a second event, and where
    Medicare came before the event (26 CFR 54.4980B-7, Q&A-4(d) and Q&A-6); None where they end together."""
    if case.kind not in OWN or SELF not in case.answers:
        return None
    short, months = last_day(case.lost, law.months[case.kind]), law.months[case.kind] + law.disability_months
    disabled = case.until == last_day(case.lost, months) and not case.note.startswith(MEDICARE_SINCE)
    return None if disabled or case.until <= short else short


def with_medicare(case: Case, since: date | None, law: CobraLaw) -> Case:
    """The case of an employee who had Medicare from a day before the event on: the family has 36 months from that day, where that
    is longer (29 USC 1162(2)(A)(v), 26 CFR 54.4980B-7, Q&A-4(d)).

    Raises RuleBroken without the day, for one after the event, and where there is no family or nothing gets longer.
    """
    only(case, OPEN, "be extended")
    if since is None:
        raise RuleBroken("Say from which day on the employee has Medicare.", "since")
    if case.kind not in OWN or set(case.answers) <= {SELF}:
        raise RuleBroken(
            f"{case.number} has no family who lost coverage with the employee's work; nothing gets longer.", "by"
        )
    if since > case.day:
        raise RuleBroken(
            f"{since} is after {LABELS[case.kind]} on {case.day}; Medicare lengthens only where it came before.",
            "since",
        )
    until = add_months(since, law.longest_months) - ONE
    if until <= case.until:
        raise RuleBroken(
            f"{law.longest_months} months from {since} end on {until}; {case.number} lasts until {case.until} already.",
            "since",
        )
    return replace(longer(case, until, law), note=f"{MEDICARE_SINCE} {since}: the family's time is longer")


def extended(case: Case, by: Extension, law: CobraLaw, since: date | None = None) -> Case:
    """The case with its end put off: by 11 months for a disability, to 36 for a second event (29 USC 1162(2)(A)); `since` is the
    first day of Medicare.

    Raises RuleBroken where the kind has no such extension, it has it already, or nobody continues.
    """
    if by is Extension.MEDICARE:
        return with_medicare(case, since, law)
    only(case, CONTINUED, "be extended")
    if case.kind not in OWN:
        raise RuleBroken(
            f"{case.number} lasts {law.months[case.kind]} months after {LABELS[case.kind]}, and no longer.", "by"
        )
    disabled = law.months[case.kind] + law.disability_months
    until = last_day(case.lost, law.longest_months if by is Extension.SECOND_EVENT else disabled)
    if until <= case.until:
        raise RuleBroken(f"{case.number} lasts until {case.until} already.", "by")
    return longer(case, until, law)


def longer(case: Case, until: date, law: CobraLaw) -> Case:
    """The case until a later day; the next payment is due where all was paid before."""
    due = case.pay_by
    if due is None and case.state in CONTINUED:
        due = payment_due(case.elected or case.lost, case.paid_through or case.lost, law)
    return replace(case, until=until, pay_by=due)


def ended(case: Case, last: date, why: str) -> Case:
    """The case ended with a last day of coverage before its time, for a reason (other coverage, Medicare, no plan any more).

    Raises RuleBroken where it is over, or the day is not within it.
    """
    only(case, OPEN, "be ended")
    if not case.lost <= last <= case.until:
        raise RuleBroken(
            f"{case.number} goes from {starts(case)} until {case.until}; end it on a day in between.", "on"
        )
    return replace(case, state=State.ENDED, until=last, pay_by=None, note=why)


def awaits(case: Case, today: date) -> Next:
    """What a case waits for, and by which day."""
    if case.state is State.NOTICE_DUE:
        return Next("election notice", case.notice_due, today > case.notice_due)
    if case.state is State.NOTICED:
        return Next("election", case.elect_by, case.elect_by is not None and today > case.elect_by)
    if case.state in CONTINUED and today > case.until and case.paid_through == case.until:
        return Next("end", case.until, True)
    if case.state in CONTINUED and case.pay_by is not None:
        what = "first payment" if case.paid_through is None else f"payment of {case.paid_through + ONE:%Y-%m}"
        return Next(what, case.pay_by, today > case.pay_by)
    return Next("end", case.until) if case.state in CONTINUED else Next("", None)


def overdue(case: Case, today: date) -> Case | None:
    """What a case becomes by a day that has passed; None where none has: nobody elected: declined, not paid: lapsed at the last
    day paid for, paid to its end: ended."""
    step = awaits(case, today)
    if not step.missed or case.state is State.NOTICE_DUE:
        return None
    if case.state is State.NOTICED:
        return replace(case, state=State.DECLINED, note=f"not elected by {case.elect_by}")
    if step.what == "end":
        return replace(case, state=State.ENDED, pay_by=None, note="ran its whole time")
    last = case.paid_through or case.lost
    return replace(case, state=State.LAPSED, until=last, pay_by=None, note=f"not paid by {case.pay_by}")


def only(case: Case, states: Iterable[State], verb: str) -> None:
    """Raise RuleBroken where a case is in none of some states, saying what it cannot do."""
    if case.state not in states:
        named = case.state.value.replace("_", " ")
        raise RuleBroken(
            f"{case.number} is {named}; it cannot {verb}. Look at it with `hrtui benefits cobra show {case.number}`."
        )
