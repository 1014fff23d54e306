"""Choices of benefits as they are typed (`medical ppo covers 1,2`), and elections with their prices as they are printed."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hrtui.errors import UsageError

if TYPE_CHECKING:
    from hrtui.benefits.model import Choice
    from hrtui.benefits.plans import PlanType
    from hrtui.benefits.service import Cost, Desk, Totals
    from hrtui.cli.session import Session

CHOOSE = (
    "what is chosen: TYPE OPTION [covers SLOTS] [amount DOLLARS] [percent PERCENT], such as “medical ppo covers 1,2”"
)
WAIVE = "what is waived: TYPE [REASON], such as “dental not wanted”"
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,4})?", re.ASCII)
Row = tuple[object, ...]


def add_choices(parser: argparse.ArgumentParser) -> None:
    """Declare how choices are given."""
    parser.add_argument("--choose", metavar="CHOICE", action="append", default=[], help=CHOOSE)
    parser.add_argument("--waive", metavar="TYPE", action="append", default=[], help=WAIVE)


def plan_type(text: str) -> PlanType:
    """The type of plan a word names; raises UsageError naming them all."""
    from hrtui.benefits.plans import PlanType

    try:
        return PlanType(text.strip().lower().replace("-", "_"))
    except ValueError:
        known = ", ".join(each.value for each in PlanType)
        raise UsageError(f"“{text}” is no type of plan; there is {known}.") from None


def choices_of(args: argparse.Namespace, session: Session) -> list[Choice]:
    """The choices that were typed; raises UsageError for one that cannot be read."""
    from hrtui.benefits.model import Choice

    made = [_chosen(text, session) for text in args.choose]
    for text in args.waive:
        type_, _, reason = text.strip().partition(" ")
        made.append(Choice(plan_type(type_), reason=reason.strip()))
    return made


def _chosen(text: str, session: Session) -> Choice:
    from hrtui.benefits.model import Choice
    from hrtui.money import parse_money

    words = text.split()
    if len(words) < 2 or len(words) % 2:
        raise UsageError(f"“{text}” cannot be read; give {CHOOSE}.")
    type_ = plan_type(words[0])
    plan, option = _option(type_, words[1], session)
    given: dict[str, Any] = {}
    for name, value in zip(words[2::2], words[3::2], strict=True):
        if name == "covers" and re.fullmatch(r"[0-9]{1,4}(,[0-9]{1,4})*", value, re.ASCII):
            given[name] = tuple(int(slot) for slot in value.split(","))
        elif name == "amount":
            given[name] = parse_money(value, session.config.style, session.config.company.currency)
        elif name == "percent" and _NUMBER.fullmatch(value):
            given[name] = Decimal(value) / 100
        else:
            raise UsageError(f"“{name} {value}” cannot be read; give covers 1,2 or amount 1200 or percent 6.")
    return Choice(type_, plan, option, **given)


def _option(type_: PlanType, text: str, session: Session) -> tuple[str, str]:
    """Plan and option of `PLAN/OPTION`, or of an option that only one plan of the type has."""
    from hrtui.benefits.planfile import book

    plan, slash, option = text.partition("/")
    if slash:
        return plan, option
    plans = [each for each in book(session.context).settings.plans if each.type is type_]
    found = [each.name for each in plans if any(one.name == text for one in each.options)]
    if len(found) > 1:
        raise UsageError(f"The plans {', '.join(found)} each have the option {text}; give PLAN/OPTION.")
    return (found[0] if found else plans[0].name if plans else text), text


def said_of(choice: Choice) -> str:
    """A choice in words: `medical/ppo, family, covers 1,2`."""
    if choice.waived:
        return f"waived ({choice.reason})" if choice.reason else "waived"
    words = [f"{choice.plan}/{choice.option}"]
    words += [f"{choice.amount.amount:,.2f}"] if choice.amount else []
    words += [f"{(choice.percent * 100).normalize():f} %"] if choice.percent is not None else []
    words += [f"covers {','.join(map(str, choice.covers))}"] if choice.covers else []
    return ", ".join(words)


COSTS = ("type", "plan", "tier", "since", "state", "a check", "employer")


def cost_rows(costs: Sequence[Cost]) -> list[Row]:
    """Elections with their prices as rows of `COSTS`."""
    from hrtui.benefits.wording import TIERS, TYPES

    return [
        (
            TYPES[each.election.choice.type], said_of(each.election.choice), TIERS[each.election.choice.tier],
            each.election.effective_from, each.election.state.value.replace("_", " "),
            dollars(each.price.check_person) if each.price else "—", dollars(each.price.check_employer) if each.price else "—",
        )
        for each in costs
    ]  # fmt: skip


def dollars(cents: int) -> str:
    """Cents as dollars."""
    return f"{Decimal(cents).scaleb(-2):,.2f}"


def totals_line(totals: Totals, checks: int) -> str:
    """What each check takes, in a sentence."""
    more = f"; imputed income {dollars(totals.imputed)} a month" if totals.imputed else ""
    hidden = "; some prices are not shown to your roles, or not known" if totals.hidden else ""
    return f"Each of {checks} checks a year: {dollars(totals.person)}, the employer {dollars(totals.employer)}{more}{hidden}."


def print_desk(desk: Desk, session: Session) -> None:
    """Print an event: what it offers, what counts where nothing is chosen, what is chosen, and the costs before and after."""
    from hrtui.benefits.electing import told_of
    from hrtui.benefits.offers import SAID, Fallback
    from hrtui.benefits.touching import reach_of
    from hrtui.benefits.wording import TYPES

    chosen = {choice.type: said_of(choice) for choice in desk.choices}
    session.table(
        [
            (TYPES[each.type], each.plan, ", ".join(each.options) or f"no: {each.why}", SAID[Fallback(each.fallback)],
             chosen.get(each.type, ""))
            for each in desk.offers
        ],
        ("type", "plan", "options", "if nothing is done", "chosen"),
    )  # fmt: skip
    made = desk.decided()
    for fault in told_of(made.faults):
        session.out(f"To mend: {fault}")
    for title, costs, totals in zip(("Before:", "After:"), (made.before, made.after), made.totals, strict=True):
        if not (made.faults and title == "After:"):
            session.out()
            session.out(title)
            session.table(cost_rows(costs), COSTS)
            session.out(totals_line(totals, desk.checks))
    for notice in made.notices:
        session.out(f"Note: {notice}")
    for sentence in reach_of(session.context, desk).sentences(session.config.style):
        session.out(f"Closed checks: {sentence}")


def desk_json(desk: Desk, session: Session) -> dict[str, Any]:
    """An event with what it offers, what is chosen, what that costs and which closed checks it reaches back into, as JSON."""
    from hrtui.benefits.touching import reach_of

    made = desk.decided()
    before, after = made.totals
    reach = reach_of(session.context, desk)
    return {
        "event": desk.event, "person": desk.member.number, "name": desk.member.name, "checks": desk.checks,
        "offers": desk.offers, "choices": desk.choices, "rows": made.rows, "faults": made.faults,
        "notices": made.notices, "before": made.before, "after": made.after,
        "totals": {"before": before, "after": after}, "state_after": made.state.value,
        "closed_checks": {"runs": reach.runs, "checks": reach.checks, "sentences": reach.sentences(session.config.style)},
    }  # fmt: skip
