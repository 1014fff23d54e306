"""What no single value of the plan file shows: names that lead nowhere, rates with gaps, waiting that is too long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from hrtui.benefits.plans import (
    ACCOUNTS,
    HEALTH,
    LIVES,
    Begins,
    Carrier,
    LifeEvent,
    Option,
    Per,
    Plan,
    PlanType,
    Rate,
)
from hrtui.config import Config
from hrtui.configfile.naming import check_unique
from hrtui.configfile.problem import Problems, quoted
from hrtui.configfile.reader import FAILED, Reader, declared
from hrtui.configfile.tree import Kind, Node
from hrtui.people.summary import EmploymentType, Status

MOST_WAITING = 90  # days without health coverage: 45 CFR 147.116
LONGEST_MONTH = 31
DISABILITY = (PlanType.SHORT_TERM_DISABILITY, PlanType.LONG_TERM_DISABILITY)
FREE = (*ACCOUNTS, PlanType.RETIREMENT)
"""Plans that cost what is chosen, so that options need no rates."""
FSAS = (PlanType.HEALTH_FSA, PlanType.DEPENDENT_CARE_FSA)
_DAY = re.compile(r"(\d\d)-(\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class At:
    """A value of the file that could be read, with its node and its path."""

    problems: Problems
    node: Node
    key: str
    value: Any

    def say(self, below: str, message: str, allowed: Iterable[str] = (), wrong: str = "") -> None:
        """Note a problem of a setting below, at its line, or at this one's where it is not written out."""
        node = self.node.get(below) if below else self.node
        path = f"{self.key}.{below}" if below else self.key
        self.problems.add((node or self.node).line, path, message, allowed, wrong)

    def items(self, below: str, kind: type) -> Iterator[At]:
        """Those of a list below that can be read."""
        yield from _readable(self.node.get(below), f"{self.key}.{below}", kind, self.problems)


def check(root: Node, config: Config, problems: Problems) -> None:
    """Note what is wrong between the values of the plan file."""
    for section in ("carriers", "plans", "life_events"):
        check_unique(root.get(section), section, problems)
    carriers = [node.text for node in _names(root.get("carriers"))]
    for each in _readable(root.get("carriers"), "carriers", Carrier, problems):
        _carrier(each)
    for each in _readable(root.get("plans"), "plans", Plan, problems):
        _plan(each, carriers, config)
    for each in _readable(root.get("life_events"), "life_events", LifeEvent, problems):
        if not each.value.types:
            each.say("types", "The event lets nothing change; name the types of plans that may.", list(PlanType))


def _readable(node: Node | None, key: str, kind: type, problems: Problems) -> Iterator[At]:
    """The entries of a list, without what of them has a problem of its own: that is noted by whoever reads the whole file."""
    for at, item in enumerate(node.items if node else [], 1):
        value = _read(_sound(item, kind), kind)
        if value is not FAILED:
            yield At(problems, item, f"{key}[{at}]", value)


def _read(node: Node, wanted: Any) -> Any:
    return Reader(Problems("")).read(node, wanted, "")


def _sound(node: Node, kind: type) -> Node:
    """A plan or option without the settings, and without the entries of its lists, that cannot be read."""
    if kind not in (Plan, Option) or node.kind is not Kind.MAP or _read(node, kind) is not FAILED:
        return node
    kept: list[tuple[Node, Node]] = []
    for name, below in node.entries:
        item = declared(kind).get(name.text)
        if item is None:
            continue
        (entry, *_) = get_args(item[1]) or (None,)
        if below.kind is Kind.LIST and is_dataclass(entry) and isinstance(entry, type):
            sound = [_sound(each, entry) for each in below.items]
            below = replace(below, items=[each for each in sound if _read(each, entry) is not FAILED])
        if Reader(Problems("")).read(below, item[1], "", item[2]) is not FAILED:
            kept.append((name, below))
    return replace(node, entries=kept)


def _names(node: Node | None) -> Iterator[Node]:
    for item in node.items if node else []:
        name = item.get("name")
        if name is not None and name.kind is Kind.TEXT and name.text:
            yield name


def _carrier(at: At) -> None:
    if at.value.email and "@" not in at.value.email:
        at.say("email", f"{quoted(at.value.email)} is no e-mail address.")


def _plan(at: At, carriers: list[str], config: Config) -> None:
    plan: Plan = at.value
    if plan.carrier not in carriers:
        at.say("carrier", f"There is no carrier {quoted(plan.carrier)}.", carriers, plan.carrier)
    deductions = config.pay_codes.deductions
    if plan.deduction not in deductions:
        at.say("deduction", f"There is no deduction code {quoted(plan.deduction)}.", deductions, plan.deduction)
    if plan.ends is not None and plan.ends < plan.begins:
        at.say("ends", f"The plan ends on {plan.ends}, before it begins on {plan.begins}.")
    if not _is_day(plan.year_starts):
        at.say("year_starts", f"{quoted(plan.year_starts)} is no day of every year; write month and day as in 07-01.")
    names = [name.text for name in _names(at.node.get("options"))]
    if not names and not plan.options:
        at.say("options", "The plan has no option, so nothing of it can be chosen; declare one.")
    if plan.default and plan.default not in names:
        at.say("default", f"There is no option {quoted(plan.default)}.", names, plan.default)
    check_unique(at.node.get("options"), f"{at.key}.options", at.problems)
    _kind_of_plan(at)
    _waiting(at)
    _eligibility(at, config)
    for option in at.items("options", Option):
        _option(option, plan)


def _is_day(text: str) -> bool:
    found = _DAY.fullmatch(text)
    try:
        return found is not None and bool(date(2001, int(found[1]), int(found[2])))
    except ValueError:
        return False


def _kind_of_plan(at: At) -> None:
    """Settings that mean something for some types of plans only."""
    plan: Plan = at.value
    written = at.node.get("active_election")
    if plan.type in FSAS and written is not None and not plan.active_election:
        at.say("active_election", "An FSA is chosen anew every year (26 CFR 1.125-1); take the line out.")
    if plan.imputed and plan.type not in (PlanType.BASIC_LIFE, PlanType.LIFE):
        at.say("imputed", "Only the person's own group-term life is imputed income (26 U.S.C. 79).")
    if plan.employer_seed and plan.type not in ACCOUNTS:
        at.say("employer_seed", "The employer puts money into accounts only.", ACCOUNTS)
    if plan.match_percent is not None and plan.type is not PlanType.RETIREMENT:
        at.say("match_percent", "Only retirement plans are matched.", (PlanType.RETIREMENT,))
    if plan.least is not None and plan.most is not None and plan.least > plan.most:
        at.say("least", f"The least amount, {plan.least}, is above the most, {plan.most}.")


def _waiting(at: At) -> None:
    """Health coverage begins by the 91st day of employment, in the longest months too."""
    plan: Plan = at.value
    more = {
        Begins.SAME_DAY: 0,
        Begins.FIRST_OF_MONTH: LONGEST_MONTH - 1,
        Begins.FIRST_OF_NEXT_MONTH: LONGEST_MONTH,
    }[plan.waiting.begins]
    if plan.type in HEALTH and plan.waiting.days + more > MOST_WAITING:
        at.say(
            "waiting",
            f"Coverage could begin {plan.waiting.days + more} days after the first day of work; health plans may let people "
            f"wait {MOST_WAITING} days at most (45 CFR 147.116), so with {plan.waiting.begins} at most {MOST_WAITING - more}.",
        )


def _eligibility(at: At, config: Config) -> None:
    rule, node = at.value.eligibility, at.node.get("eligibility")
    if node is None:
        return
    below = At(at.problems, node, f"{at.key}.eligibility", rule)
    for name, given, known in (
        ("statuses", rule.statuses, [each.value for each in Status]),
        ("employment_types", rule.employment_types, [each.value for each in EmploymentType]),
        ("pay_groups", rule.pay_groups, [group.name for group in config.pay_groups]),
    ):
        for word in given:
            if word not in known:
                below.say(name, f"{quoted(word)} is not known here.", known, word)


def _option(at: At, plan: Plan) -> None:
    option: Option = at.value
    written = at.node.get("rates")
    if not (written and written.items) and plan.type not in FREE:
        at.say("rates", "The option has no rate, so nothing says what it costs; declare one, if only of 0.")
    if written and len(written.items) == len(option.rates) > 0 and option.rates[0].effective_from > plan.begins:
        first = option.rates[0].effective_from
        at.say("rates", f"The first rate counts from {first}, but the plan begins on {plan.begins}.")
    days = [rate.effective_from for rate in option.rates]
    if days != sorted(set(days)):
        at.say("rates", "The rates are not in the order of their days, each day once.")
    if (option.multiple is not None or option.coverage is not None) and plan.type not in (*LIVES, *DISABILITY):
        at.say(
            "multiple" if option.multiple is not None else "coverage", "Only life and disability plans have coverage."
        )
    if option.multiple is not None and option.coverage is not None:
        at.say("coverage", "Coverage is either dollars or a multiple of pay; take one of them out.")
    if option.hsa_qualified and plan.type is not PlanType.MEDICAL:
        at.say("hsa_qualified", "Only a medical option lets an HSA stand beside it.", ("medical",))
    if option.guaranteed is not None and option.maximum is not None and option.guaranteed > option.maximum:
        at.say("guaranteed", f"More is guaranteed, {option.guaranteed}, than can be had, {option.maximum}.")
    for rate in at.items("rates", Rate):
        _rate(rate)


def _rate(at: At) -> None:
    rate: Rate = at.value
    if bool(rate.tiers) == bool(rate.bands):
        at.say("", "A rate is either by tiers or by age bands; give one of them.", ("tiers", "bands"))
    ages = [band.age for band in rate.bands]
    if ages != sorted(set(ages)):
        at.say("bands", "The age bands are not in ascending order, each age once.")
    if rate.employer and rate.employer_percent is not None:
        at.say("employer_percent", "The employer's share is either dollars by tier or a part; take one of them out.")
    if rate.employer and rate.per is not Per.MONTH:
        at.say("employer", "Dollars of the employer by tier go with a rate per month; give employer_percent.")
    for tier, share in rate.employer.items():
        cost = rate.tiers.get(tier)
        if rate.tiers and cost is None:
            at.say("employer", f"{tier} has an employer's share, but no rate.", list(rate.tiers))
        elif cost is not None and share > cost:
            at.say("employer", f"The employer's share of {tier}, {share}, is above its cost, {cost}.")
    _surcharge(at, rate)


def _surcharge(at: At, rate: Rate) -> None:
    """The wellness rules: a tobacco surcharge is at most half the cost of coverage (45 CFR 146.121 (f)(5))."""
    cost = rate.tiers.get(min(rate.tiers, key=lambda tier: rate.tiers[tier])) if rate.tiers else None
    if cost is not None and rate.tobacco_surcharge > cost * Decimal("0.5"):
        at.say(
            "tobacco_surcharge",
            f"A surcharge of {rate.tobacco_surcharge} is more than half of the cost, {cost} (45 CFR 146.121).",
        )
