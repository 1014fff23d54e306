"""Whether choices may be made: each fault is a value with the type it is about, what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from hrtui.benefits.ageing import covered_through
from hrtui.benefits.book import Book
from hrtui.benefits.law import Law
from hrtui.benefits.limits import limit_of, seed_of
from hrtui.benefits.model import Choice, Dependent, Event, Member, Offer
from hrtui.benefits.offers import begins
from hrtui.benefits.plans import ACCOUNTS, HEALTH, LIVES, Option, Plan, PlanType, Tier
from hrtui.benefits.tiers import is_spouse, tier_of
from hrtui.text import listed

COVERING = (*HEALTH, PlanType.SPOUSE_LIFE, PlanType.CHILD_LIFE)
"""The types of plans that cover dependents."""
Choices = Mapping[PlanType, Choice]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a choice: the type of plan, the field of the choice, and a sentence."""

    type: PlanType
    field: str
    sentence: str


def normal(choice: Choice, others: Choices, member: Member) -> Choice:
    """A choice with the tier that follows from who is covered; an HSA has that of the medical plan beside it."""
    covers = tuple(sorted(set(choice.covers)))
    if choice.waived:
        return Choice(choice.type, reason=choice.reason.strip())
    if choice.type is PlanType.HSA:
        medical = others.get(PlanType.MEDICAL)
        return replace(choice, covers=(), tier=medical.tier if medical else Tier.EMPLOYEE, reason="")
    tier = tier_of(covers, member.dependents) if choice.type in HEALTH else Tier.EMPLOYEE
    return replace(choice, covers=covers, tier=tier, reason="")


def check(
    event: Event, choices: Choices, standing: Choices, offered: Sequence[Offer], member: Member, book: Book, law: Law
) -> list[Fault]:
    """What is wrong with the choices of an event; empty where nothing is.

    `standing` is what counts of the other types from the event's day on.
    """
    found: list[Fault] = []
    for choice in choices.values():
        found += _of_one(event, choice, offered, member, book, law)
    found += _together({**standing, **choices}, frozenset(choices), book)
    return found


def _of_one(
    event: Event, choice: Choice, offered: Sequence[Offer], member: Member, book: Book, law: Law
) -> Iterator[Fault]:
    of_type = [offer for offer in offered if offer.type is choice.type]
    if not of_type:
        yield Fault(choice.type, "type", f"{spoken(choice.type)} may not change in this event; leave it as it is.")
        return
    if choice.waived:
        yield from _waiver(choice, book)
        return
    offer = next((each for each in of_type if each.plan == choice.plan), None)
    if offer is None:
        plans = listed([each.plan for each in of_type if not each.why]) or "none"
        yield Fault(choice.type, "plan", f"{choice.plan} is not offered; choose {plans}, or waive it.")
        return
    if offer.why:
        yield Fault(choice.type, "plan", f"{choice.plan} may not be had: {offer.why}.")
        return
    if choice.option not in offer.options:
        yield Fault(
            choice.type,
            "option",
            f"{choice.option or 'No option'} is not offered; choose {listed(list(offer.options))}.",
        )
        return
    plan, option = book.plan(choice.plan), book.option(choice.plan, choice.option)
    on = begins(event, plan, member)
    yield from _covered(choice, plan, member, on)
    yield from _figures(choice, plan, option, member, on, law)


def _waiver(choice: Choice, book: Book) -> Iterator[Fault]:
    reasons = book.settings.waiver_reasons
    if choice.type in HEALTH and reasons and choice.reason not in reasons:
        yield Fault(
            choice.type, "reason", f"A waiver of {spoken(choice.type)} needs a reason: {listed(list(reasons))}."
        )


def _covered(choice: Choice, plan: Plan, member: Member, on: date) -> Iterator[Fault]:
    known = {each.slot: each for each in member.dependents}
    if choice.covers and choice.type not in COVERING:
        yield Fault(choice.type, "covers", f"{plan.label} covers no dependents; leave them out.")
        return
    for slot in choice.covers:
        if slot not in known:
            yield Fault(choice.type, "covers", f"There is no dependent {slot} on file; add them under contacts first.")
        else:
            yield from _dependent(choice, plan, known[slot], on)
    spouses = [known[slot].name for slot in choice.covers if slot in known and is_spouse(known[slot])]
    if len(spouses) > 1:
        yield Fault(choice.type, "covers", f"{listed(spouses, 'and')} cannot both be covered as spouse; leave one out.")
    if choice.type in (PlanType.SPOUSE_LIFE, PlanType.CHILD_LIFE) and not choice.covers:
        yield Fault(choice.type, "covers", f"{plan.label} insures a dependent; say whom.")


def _dependent(choice: Choice, plan: Plan, each: Dependent, on: date) -> Iterator[Fault]:
    last = covered_through(each, plan)
    if last is not None and last < on:
        yield Fault(choice.type, "covers", f"{each.name} is covered by age through {last} only; leave them out.")
    if each.birth_date is not None and each.birth_date > on:
        yield Fault(choice.type, "covers", f"{each.name} is born on {each.birth_date}, after coverage begins on {on}.")
    wrong = {PlanType.SPOUSE_LIFE: not is_spouse(each), PlanType.CHILD_LIFE: is_spouse(each)}.get(choice.type, False)
    if wrong:
        yield Fault(
            choice.type, "covers", f"{plan.label} does not insure {each.name} ({each.relation}); leave them out."
        )


def _figures(choice: Choice, plan: Plan, option: Option, member: Member, on: date, law: Law) -> Iterator[Fault]:
    if choice.type is PlanType.RETIREMENT:
        if choice.percent is None or not 0 < choice.percent <= 1:
            yield Fault(
                choice.type, "percent", f"{plan.label} takes a part of pay, more than 0 and at most 100 percent."
            )
        return
    free = choice.type in LIVES and option.multiple is None and option.coverage is None
    if choice.type not in ACCOUNTS and not free:
        return
    if choice.amount is None or choice.amount.cents <= 0:
        seeded = choice.type is PlanType.HSA and seed_of(plan, choice.tier) > 0 and choice.amount is not None
        if not seeded or choice.amount is not None and choice.amount.cents < 0:
            yield Fault(choice.type, "amount", f"{plan.label} needs an amount above 0.")
        return
    yield from _amount(choice, plan, option, member, on, law)


def _amount(choice: Choice, plan: Plan, option: Option, member: Member, on: date, law: Law) -> Iterator[Fault]:
    amount = choice.amount.amount if choice.amount else Decimal(0)
    if plan.least is not None and amount < plan.least:
        yield Fault(
            choice.type, "amount", f"{amount:,.2f} is less than the {plan.least:,.2f} that {plan.label} asks for."
        )
    most = option.maximum if choice.type in LIVES else limit_of(plan, choice.tier, member, on, law)
    if most is None:
        return
    seed = seed_of(plan, choice.tier) if choice.type is PlanType.HSA else Decimal(0)
    if amount + seed > most:
        told = f", {seed:,.2f} of it from the employer" if seed else ""
        year = f" (limits of {law.year})" if choice.type in ACCOUNTS else ""
        yield Fault(
            choice.type,
            "amount",
            f"{plan.label} takes at most {most:,.2f}{told}{year}; choose {most - seed:,.2f} or less.",
        )


def _together(all_: Choices, asked: frozenset[PlanType], book: Book) -> Iterator[Fault]:
    """What holds between plans: an HSA stands beside a qualified medical plan only, and not beside a health FSA (26 USC 223(c))."""
    hsa = all_.get(PlanType.HSA)
    if hsa is None or hsa.waived:
        return
    medical, fsa = all_.get(PlanType.MEDICAL), all_.get(PlanType.HEALTH_FSA)
    if not asked & {PlanType.HSA, PlanType.MEDICAL, PlanType.HEALTH_FSA}:
        return
    if medical is None or medical.waived or not book.option(medical.plan, medical.option).hsa_qualified:
        yield Fault(
            PlanType.HSA,
            "plan",
            "An HSA stands beside a high-deductible medical plan only; choose one, or waive the HSA.",
        )
    if fsa is not None and not fsa.waived:
        yield Fault(PlanType.HSA, "plan", "An HSA and a health FSA cannot be had at once; waive one of them.")


def spoken(type_: PlanType) -> str:
    """A type of plan in words: `Long term disability`; `HSA`, `Health FSA`."""
    words = type_.value.replace("_", " ").replace("fsa", "FSA").replace("hsa", "HSA")
    return words[:1].upper() + words[1:]
