"""What an election form offers of each type of plan, one choice after the other, and what is asked about one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from hrtui.benefits.book import Book
from hrtui.benefits.choosing import COVERING
from hrtui.benefits.deciding import normalised
from hrtui.benefits.desk import Desk
from hrtui.benefits.model import Choice, Dependent
from hrtui.benefits.offers import SAID, unless
from hrtui.benefits.plans import ACCOUNTS, HEALTH, LIVES, Option, Plan, PlanType, Tier
from hrtui.benefits.tiers import is_spouse
from hrtui.benefits.wording import number
from hrtui.context import Context
from hrtui.money import Money, format_money
from screens.widgets.fields import ChoiceField, Field, FlagField, MoneyField, NumberField

PERCENT = Decimal(100)
BRIEF = {
    Tier.EMPLOYEE: "Employee", Tier.SPOUSE: "+ spouse", Tier.CHILDREN: "+ children", Tier.FAMILY: "+ family",
}  # fmt: skip
"""Coverage tiers as columns have room for them."""


def types(desk: Desk) -> list[PlanType]:
    """The types of plans the event lets change, in order."""
    return list(dict.fromkeys(each.type for each in desk.offers))


def ring(desk: Desk, type_: PlanType) -> list[Choice]:
    """What may be chosen of a type, one after the other: each option that is offered, then a waiver."""
    made = [
        Choice(type_, each.plan, name)
        for each in desk.offers
        if each.type is type_ and not each.why
        for name in each.options
    ]
    return [*made, Choice(type_)] if made else []


def chosen(desk: Desk, type_: PlanType) -> Choice | None:
    """What is chosen of a type in the event; None where nothing is yet."""
    return next((each for each in desk.choices if each.type is type_), None)


def turned(desk: Desk, type_: PlanType, step: int) -> Choice | None:
    """The choice before or after the one there is; who is covered and amounts go along, after a waiver those that stand. None
    where nothing may be had."""
    there = ring(desk, type_)
    if not there:
        return None
    held = chosen(desk, type_)
    otherwise = desk.unchosen().get(type_)
    counts = held or otherwise
    at = next((place for place, each in enumerate(there) if counts and _same(each, counts)), None)
    if at is None:
        at = -1 if step > 0 else 0
    found = there[(at + step) % len(there)]
    like = otherwise if counts is not None and counts.waived else counts
    if like is None or found.waived:
        return found
    return replace(found, amount=like.amount, percent=like.percent, covers=like.covers)


def _same(one: Choice, other: Choice) -> bool:
    return (one.plan, one.option) == (other.plan, other.option)


def named(choice: Choice | None, book: Book) -> str:
    """A choice in words: the option's name, with the plan's where that says more."""
    if choice is None:
        return ""
    if choice.waived:
        return f"waived: {choice.reason}" if choice.reason else "waived"
    plan = book.plans.get(choice.plan)
    if plan is None:
        return " ".join(filter(None, (choice.plan, choice.option)))
    option = _label(plan, choice.option)
    words = option if plan.label.lower() in option.lower() else f"{plan.label} {option}"
    alone = len(plan.options) == 1 and plan.options[0].name == choice.option
    return plan.label if alone else words


def _label(plan: Plan, option: str) -> str:
    """What an option is called; its name where the plan file has it no more."""
    return next((each.label for each in plan.options if each.name == option), option)


def briefly(choice: Choice | None, desk: Desk) -> str:
    """A choice in the fewest words: the option's name alone where the type offers no other plan."""
    if choice is None or choice.waived:
        return named(choice, desk.book)
    plans = {each.plan for each in desk.offers if each.type is choice.type}
    plan = desk.book.plans.get(choice.plan)
    if plan is None or plans != {plan.name} or len(plan.options) < 2:
        return named(choice, desk.book)
    return _label(plan, choice.option)


def covered(choice: Choice, desk: Desk) -> str:
    """The names of the dependents that a choice covers."""
    return ", ".join(each.name for each in desk.member.dependents if each.slot in choice.covers)


def details(choice: Choice | None, desk: Desk, ctx: Context) -> str:
    """Who is covered, or how much of it."""
    if choice is None or choice.waived:
        return ""
    said = []
    if choice.type in HEALTH:
        said.append(BRIEF[choice.tier])
    elif choice.covers:
        said.append(covered(choice, desk))
    if choice.amount is not None:
        said.append(format_money(choice.amount, ctx.config.style))
    if choice.percent is not None:
        said.append(f"{number(choice.percent * PERCENT)} %")
    return ", ".join(said)


def otherwise(desk: Desk, type_: PlanType) -> str:
    """What counts of a type where nothing is chosen, as a sentence."""
    found = unless(desk.offers, type_, desk.elections, desk.book, desk.event.effective)
    if not found.plan:
        return "Nothing is had of it."
    plan = desk.book.plans.get(found.plan)
    only = plan is not None and not found.option
    called = plan.label if plan and only else named(Choice(type_, found.plan, found.option), desk.book)
    return f"{called} {SAID[found.how]}."


def fields(desk: Desk, choice: Choice, ctx: Context) -> list[Field]:
    """What is asked about a choice: why it is waived, who is covered, an amount, a part of pay. Raises NotFound where the plan file
    has it no more."""
    if choice.waived:
        reasons = desk.book.settings.waiver_reasons
        held = choice.reason or None
        return [ChoiceField(key="reason", label="Reason", choices=reasons, initial=held, free=True, required=True)]
    made: list[Field] = list(_covered(desk, choice)) if choice.type in COVERING else []
    option = desk.book.option(choice.plan, choice.option)
    if choice.type in ACCOUNTS or _asks_coverage(choice.type, option):
        unit = "a month" if choice.type is PlanType.COMMUTER else "a year" if choice.type in ACCOUNTS else "coverage"
        made.append(
            MoneyField(
                key="amount", label="Amount", unit=unit, initial=choice.amount, style=ctx.config.style,
                currency=ctx.config.company.currency, required=True,
            )
        )  # fmt: skip
    if choice.type is PlanType.RETIREMENT:
        held_percent = choice.percent * PERCENT if choice.percent is not None else None
        made.append(
            NumberField(key="percent", label="Part of pay", unit="%", initial=held_percent, places=2, least=0, most=100, required=True)
        )  # fmt: skip
    return made


def filled(choice: Choice, values: Mapping[str, object], desk: Desk) -> Choice:
    """A choice with what was typed about it."""
    if choice.waived:
        return replace(choice, reason=str(values["reason"] or ""))
    covers = tuple(each.slot for each in desk.member.dependents if values.get(f"slot{each.slot}"))
    amount, percent = values.get("amount"), values.get("percent")
    return replace(
        choice,
        covers=covers if choice.type in COVERING else choice.covers,
        amount=amount if isinstance(amount, Money) else choice.amount,
        percent=percent / PERCENT if isinstance(percent, Decimal) else choice.percent,
    )


def _covered(desk: Desk, choice: Choice) -> Iterator[Field]:
    for each in desk.member.dependents:
        if _may_be_covered(choice.type, each):
            born = f", born {each.birth_date}" if each.birth_date and desk.birth_shown else ""
            yield FlagField(
                key=f"slot{each.slot}", label=each.name, initial=each.slot in choice.covers,
                help=f"{each.relation}{born}; {each.standing.verification.value}",
            )  # fmt: skip


def _may_be_covered(type_: PlanType, each: Dependent) -> bool:
    if type_ is PlanType.SPOUSE_LIFE:
        return is_spouse(each)
    return type_ is not PlanType.CHILD_LIFE or not is_spouse(each)


def _asks_coverage(type_: PlanType, option: Option) -> bool:
    return type_ in LIVES and option.coverage is None and option.multiple is None


TAKEN_BACK = "-"
"""What a draft keeps of a type whose choice was taken back."""


def written(choices: Sequence[Choice], opened: Sequence[Choice]) -> dict[str, str]:
    """What a draft keeps of choices, by type: those that differ from the ones that were opened, and those taken back."""
    kept = {each.type for each in choices}
    made = {each.type.value: TAKEN_BACK for each in opened if each.type not in kept}
    return made | {each.type.value: _text(each) for each in choices if each not in opened}


def _text(choice: Choice) -> str:
    cents = choice.amount.cents if choice.amount else None
    percent = str(choice.percent) if choice.percent is not None else None
    return json.dumps([choice.plan, choice.option, cents, percent, list(choice.covers), choice.reason])


def resumed(texts: Mapping[str, str], desk: Desk) -> tuple[Choice, ...]:
    """The choices of a desk with what a draft kept put over them, of the types that may still change."""
    kept = {type_: texts[type_.value] for type_ in types(desk) if texts.get(type_.value)}
    made = [each for each in desk.choices if each.type not in kept]
    made += [_read(type_, text) for type_, text in kept.items() if text != TAKEN_BACK]
    return tuple(normalised(made, desk.unchosen(), desk.member).values())


def _read(type_: PlanType, text: str) -> Choice:
    plan, option, cents, percent, covers, reason = json.loads(text)
    amount, part = None if cents is None else Money(cents), None if percent is None else Decimal(percent)
    return Choice(type_, plan, option, Tier.EMPLOYEE, amount, part, tuple(covers), reason)
