"""An invoice against enrolment: every seeded error is found with its type, and nothing else is."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.benefits.billing.matching import Catalogue, compare_deductions, compare_invoice
from hrtui.benefits.billing.model import BillLine, Enrolled, Kind, Known, Product
from hrtui.benefits.plans import PlanType, Tier

MONTH = date(2026, 6, 1)
MEDICAL, DENTAL = PlanType.MEDICAL, PlanType.DENTAL


def product(type_: PlanType, option: str, code: str) -> Product:
    return Product(type_, type_.value, option, f"{type_.value.title()} {option}", frozenset({code.lower(), option}))


CATALOGUE = Catalogue(
    (product(MEDICAL, "ppo", "PPO500"), product(MEDICAL, "hdhp", "HD1"), product(DENTAL, "basic", "DB"), product(DENTAL, "plus", "DP"))
)  # fmt: skip
CODES = {"ppo": "PPO500", "hdhp": "HD1", "basic": "DB", "plus": "DP"}
OPTIONS = {MEDICAL: ("ppo", "hdhp"), DENTAL: ("basic", "plus")}


def premium(option: str, tier: Tier) -> int:
    """Another amount for each option and tier."""
    return 10_000 * (1 + list(CODES).index(option)) + 1_000 * list(Tier).index(tier)


def enrolled(person: int, type_: PlanType, option: str, tier: Tier) -> Enrolled:
    dependents = {Tier.EMPLOYEE: 0, Tier.SPOUSE: 1, Tier.CHILDREN: 2, Tier.FAMILY: 3}[tier]
    return Enrolled(person, type_, type_.value, option, tier, premium(option, tier), dependents)


def line(of: Enrolled, at: int = 0) -> BillLine:
    assert of.premium is not None
    return BillLine(
        at, f"M{of.person}", "", CODES[of.option], of.tier.value, of.premium, of.dependents, person=of.person
    )


def compared(lines: list[BillLine], *of: Enrolled, known: dict[int, Known] | None = None) -> list[tuple[Kind, int]]:
    numbered = [replace(each, line=at) for at, each in enumerate(lines, 2)]
    return [(each.kind, each.amount) for each in compare_invoice(numbered, of, known or {}, CATALOGUE, MONTH)]


ANN = enrolled(1, MEDICAL, "ppo", Tier.FAMILY)
PRICE = premium("ppo", Tier.FAMILY)


def test_an_invoice_that_bills_what_is_enrolled_has_no_difference() -> None:
    assert compared([line(ANN)], ANN) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"amount": PRICE + 250}, [(Kind.RATE, 250)]),
        ({"tier": "employee", "amount": premium("ppo", Tier.EMPLOYEE), "dependents": 0}, [(Kind.TIER, -3_000)]),
        ({"plan": "HD1", "amount": premium("hdhp", Tier.FAMILY)}, [(Kind.PLAN, 10_000)]),
        ({"dependents": 4}, [(Kind.DEPENDENT_BILLED, 0)]),
        ({"dependents": 2}, [(Kind.DEPENDENT_MISSING, 0)]),
        ({"dependents": 4, "amount": PRICE + 1}, [(Kind.RATE, 1), (Kind.DEPENDENT_BILLED, 0)]),
        ({"plan": "NEW9"}, [(Kind.PLAN, 0)]),
        ({"person": None}, [(Kind.MISSING, -PRICE), (Kind.UNKNOWN, PRICE)]),
        ({"tier": "", "dependents": None, "plan": ""}, []),
    ],
)
def test_a_line_that_is_not_as_enrolled_is_told_with_its_type_and_cents(
    change: dict[str, object], found: list[tuple[Kind, int]]
) -> None:
    assert compared([replace(line(ANN), **change)], ANN) == found  # type: ignore[arg-type]


def test_who_left_before_the_month_is_a_leaver_and_who_left_in_it_is_not_enrolled() -> None:
    before, within = {1: Known("1", "A", date(2026, 5, 31))}, {1: Known("1", "A", date(2026, 6, 1))}
    assert compared([line(ANN)], known=before) == [(Kind.LEAVER, PRICE)]
    assert compared([line(ANN)], known=within) == [(Kind.NOT_ENROLLED, PRICE)]


def test_coverage_that_begins_within_the_month_may_be_billed_or_not() -> None:
    part = replace(ANN, partial=True)
    assert compared([line(ANN)], part) == []
    assert compared([], part) == []
    assert compared([replace(line(ANN), amount=PRICE // 2)], part) == []
    assert compared([replace(line(ANN), amount=PRICE + 1)], part) == [(Kind.RATE, 1)]


def test_an_adjustment_of_another_month_is_not_compared_with_this_one() -> None:
    back = replace(line(ANN), amount=-PRICE)
    earlier = replace(line(ANN), period=date(2026, 5, 1))
    assert compared([line(ANN), back, earlier], ANN) == []


def test_a_line_of_a_plan_of_another_type_is_not_taken_for_the_enrolment() -> None:
    dental = replace(line(ANN), plan="DP", amount=500)
    assert compared([dental], ANN) == [(Kind.MISSING, -PRICE), (Kind.NOT_ENROLLED, 500)]


def test_withheld_is_compared_by_person_and_code() -> None:
    due = {(1, "medical"): 5_000, (2, "medical"): 5_000, (3, "medical"): 5_000, (4, "dental"): 900}
    taken = {(1, "medical"): 5_000, (2, "medical"): 4_000, (3, "medical"): 6_000, (5, "dental"): 700}
    found = compare_deductions(due, taken, {}, {})
    assert {(each.person, each.kind, each.amount) for each in found} == {
        (2, Kind.TOO_LITTLE, -1_000), (3, Kind.TOO_MUCH, 1_000), (4, Kind.NO_DEDUCTION, -900), (5, Kind.TOO_MUCH, 700),
    }  # fmt: skip


ERRORS = (
    Kind.LEAVER, Kind.NOT_ENROLLED, Kind.MISSING, Kind.PLAN, Kind.TIER, Kind.DEPENDENT_BILLED, Kind.DEPENDENT_MISSING,
    Kind.RATE, Kind.DUPLICATE, Kind.UNKNOWN,
)  # fmt: skip


def seeded(
    kind: Kind, of: Enrolled, rng: random.Random
) -> tuple[list[Enrolled], list[BillLine], list[tuple[Kind, int, int]]]:
    """An enrolment with an error of a kind: who is enrolled, the lines billed, and what is to be found (kind, person, cents)."""
    right, person = line(of), of.person
    if kind in (Kind.LEAVER, Kind.NOT_ENROLLED):
        return [], [right], [(kind, person, right.amount)]
    if kind is Kind.MISSING:
        return [of], [], [(kind, person, -right.amount)]
    if kind is Kind.UNKNOWN:
        return [], [replace(right, person=None)], [(kind, 0, right.amount)]
    if kind is Kind.DUPLICATE:
        return [of], [right, right], [(kind, person, right.amount)]
    wrong = right
    if kind is Kind.PLAN:
        other = next(each for each in OPTIONS[of.type] if each != of.option)
        wrong = replace(right, plan=CODES[other], amount=premium(other, of.tier))
    elif kind is Kind.TIER:
        tier = rng.choice([each for each in Tier if each is not of.tier])
        wrong = line(enrolled(person, of.type, of.option, tier))
    elif kind is Kind.RATE:
        wrong = replace(right, amount=right.amount + rng.choice((-77, 1, 4_321)))
    elif kind is Kind.DEPENDENT_BILLED:
        wrong = replace(right, dependents=of.dependents + 1)
    else:
        of, wrong = replace(of, dependents=of.dependents + 1), right
    return [of], [wrong], [(kind, person, wrong.amount - right.amount)]


@given(st.integers(0, 2**32), st.integers(1, 40))
def test_an_invoice_with_seeded_errors_gives_exactly_those_errors(seed: int, people: int) -> None:
    rng = random.Random(seed)
    errors = rng.choices([None, *ERRORS], k=people)
    everyone: list[Enrolled] = []
    lines: list[BillLine] = []
    wanted: list[tuple[Kind, int, int]] = []
    known: dict[int, Known] = {}
    for person, error in enumerate(errors, 1):
        gone = date(2026, 4, 30) if error is Kind.LEAVER else None
        known[person] = Known(str(person), f"Person {person:02}", gone)
        had = [
            enrolled(person, type_, rng.choice(OPTIONS[type_]), rng.choice(list(Tier))) for type_ in (MEDICAL, DENTAL)
        ]
        right, wrong = (had[1:], had[0]) if error not in (Kind.LEAVER, Kind.NOT_ENROLLED) else ([], had[0])
        everyone += right
        lines += [line(each) for each in right]
        who, billed, found = seeded(error, wrong, rng) if error else ([wrong], [line(wrong)], [])
        everyone, lines, wanted = everyone + who, lines + billed, wanted + found
    rng.shuffle(lines)
    rng.shuffle(everyone)
    lines = [replace(each, line=at) for at, each in enumerate(lines, 2)]
    found_ = compare_invoice(lines, everyone, known, CATALOGUE, MONTH)
    assert sorted((each.kind, each.person or 0, each.amount) for each in found_) == sorted(wanted)
