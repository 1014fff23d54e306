"""Connecticut: TPG-211, the tables by the code of Form CT-W4; every lookup is by salary more than its limit."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from decimal import ROUND_CEILING, Decimal

from hrtui.payroll.kit import DOLLAR, ZERO, Kit
from hrtui.payroll.rules.states.making import Making, Rows, wages_of, yearly
from hrtui.payroll.rules.states.model import Pair, Row, Rule, StateCase, Strict, Version


class Falling(Strict, frozen=True, kw_only=True):
    """An exemption that falls by `each` for every begun `step` of salary above `falls_from`."""

    amount: Decimal
    falls_from: Decimal
    step: Decimal
    each: Decimal


class Rising(Strict, frozen=True, kw_only=True):
    """An amount added: `first` at the first begun step above `start`, `each` more at the next ones, `rows` steps in all."""

    start: Decimal
    step: Decimal
    first: Decimal
    each: Decimal
    rows: int


class Connecticut(Version, frozen=True, kw_only=True, tag="CT"):
    """Exemption, brackets, add-back, recapture and personal credit, each by the code."""

    no_form_rate: Decimal
    exemption: dict[str, Falling]
    brackets: dict[str, tuple[Row, ...]]
    add_back: dict[str, Rising]
    recapture: dict[str, tuple[Rising, ...]]
    personal_credit: dict[str, tuple[Pair, ...]]


CODES = ("A", "B", "C", "D", "E", "F")


def connecticut(version: Connecticut, making: Making) -> Rule:
    """Connecticut: code E has no withholding; without a form a share of all wages."""
    form, periods, source = making.form, making.periods, making.source
    code = form.choice("code", (*CODES, ""), "")
    reduction = making.entry("Reduced withholding asked for", form.amount("reduction"))
    if code in ("E", ""):
        return _without_code(version, making, code)
    table = Rows(making, version.brackets[_group(version.brackets, code)], above=True)
    falling = version.exemption[code]
    adding, recaptures = (
        version.add_back[_group(version.add_back, code)],
        version.recapture[_group(version.recapture, code)],
    )
    credits = version.personal_credit[code]
    starts = [start for start, _ in credits]
    one = making.law("Whole", DOLLAR)

    def rule(kit: Kit, case: StateCase) -> Decimal:
        given = kit.given
        salary = yearly(kit, case, periods)
        off = given("Exemption at this salary", _falling(falling, salary), source)
        tax = table.tax(kit, kit.less("Taxable wages of a year", salary, off))
        more = _rising((adding,), salary), _rising(recaptures, salary)
        if any(more):
            added = given("Add-back at this salary", more[0], source) + given(
                "Recapture at this salary", more[1], source
            )
            tax = kit.named("Tax with add-back and recapture", tax + added)
        place = bisect_left(starts, salary) - 1
        credit = given("Personal credit at this salary", credits[place][1] if place >= 0 else ZERO, source)
        check = kit.named("Tax of a year", tax * kit.named("Part that is owed", given(*one) - credit)) / given(*periods)
        return kit.less("Tax less reduction", check, given(*reduction)) if reduction.amount else check

    return rule


def _without_code(version: Connecticut, making: Making, code: str) -> Rule:
    source, label = making.source, f"{making.tables.name} income tax"
    if code == "E":
        return lambda kit, case: kit.nothing(label, "code E: no withholding", source)
    rate = making.law("Rate without Form CT-W4", version.no_form_rate)

    def rule(kit: Kit, case: StateCase) -> Decimal:
        return wages_of(kit, case) * kit.given(*rate)

    return rule


def _group(table: Collection[str], code: str) -> str:
    """The key of a table that holds a code: `A_D_F` holds A, D and F."""
    return next(key for key in table if code in key.split("_"))


def _falling(rule: Falling, salary: Decimal) -> Decimal:
    """An exemption at a salary."""
    if salary <= rule.falls_from:
        return rule.amount
    steps = ((salary - rule.falls_from) / rule.step).to_integral_value(ROUND_CEILING)
    return max(ZERO, rule.amount - Decimal(steps) * rule.each)


def _rising(rules: tuple[Rising, ...], salary: Decimal) -> Decimal:
    """What is added at a salary: the last rule that begins below it."""
    rule = next((rule for rule in reversed(rules) if salary > rule.start), None)
    if rule is None:
        return ZERO
    steps = ((Decimal(salary) - rule.start) / rule.step).to_integral_value(ROUND_CEILING)
    return rule.first + (min(Decimal(steps), Decimal(rule.rows)) - 1) * rule.each
