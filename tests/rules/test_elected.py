"""What elections ask of checks: goals to the cent, missed checks caught up once, and nothing where nothing is in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hrtui.benefits.book import Book
from hrtui.benefits.model import Choice, Election, ElectionState, Standing
from hrtui.benefits.paying import PAID
from hrtui.benefits.plans import Plan, Tier
from hrtui.benefits.premiums import Insured, Premiums, goal_by_date
from hrtui.money import Money
from hrtui.payroll.codes import codes
from hrtui.payroll.elected import Benefits, Elected, Taking, disagreeing, elected, insured_on, since, types_of
from hrtui.payroll.items.model import PayItem
from hrtui.payroll.model import Frequency, PayGroup, PersonFacts
from hrtui.people.model import Action, Basis, Job, Pay, Status
from tests.benefitplans import BASIC_LIFE, BOOK, FSA, HSA, LAW, LIFE, LTD, MEDICAL, RETIREMENT, YEAR

GROUP = PayGroup("main", Frequency.BIWEEKLY, date(2026, 1, 4))
HIRED = date(2024, 3, 1)
JANE = PersonFacts(
    1, "1042", "Doe, Jane", "NJ", (Job(HIRED, Action.HIRE, Status.ACTIVE, "Clerk", "Operations", "Newark, NJ"),),
    (Pay(HIRED, Action.HIRE, Basis.ANNUAL, Money(8_500_000), "main"),), (), date(1990, 5, 6),
)  # fmt: skip
CODES = codes()
DATES = tuple(date(2026, 1, 9) + timedelta(days=14 * at) for at in range(26))
TIERS = tuple(Tier)


def premiums(catch_up: int = 1) -> Premiums:
    return Premiums(Book(replace(BOOK.settings, catch_up_checks=catch_up)), LAW, GROUP)


def election(
    plan: Plan = MEDICAL,
    on: date = YEAR,
    tier: Tier = Tier.EMPLOYEE,
    state: ElectionState = ElectionState.ACTIVE,
    **more: object,
) -> Election:
    return Election(on, Choice(plan.type, plan.name, plan.options[0].name, tier, **more), state)  # type: ignore[arg-type]


def ended(on: date, plan: Plan = MEDICAL) -> Election:
    return Election(on, Choice(plan.type), ElectionState.TERMINATED)


def made(on: date, *rows: Election, items: tuple[PayItem, ...] = (), **known: object) -> Elected:
    return elected(premiums(), CODES, JANE, Benefits(rows, **known), items, on)  # type: ignore[arg-type]


def takings(*args: object, **more: object) -> dict[str, Taking]:
    return {each.code: each for each in made(*args, **more).takings}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "taken"),
    [(date(2026, 2, 28), 0), (date(2026, 3, 1), 4615), (date(2026, 6, 30), 4615), (date(2026, 7, 1), 0)],
)
def test_a_check_takes_the_whole_premium_where_its_pay_date_lies_in_the_coverage(day: date, taken: int) -> None:
    found = takings(day, election(on=date(2026, 3, 1)), ended(date(2026, 7, 1)))
    assert sum(each.person for each in found.values()) == taken


@pytest.mark.parametrize("state", [each for each in ElectionState if each not in PAID])
def test_what_is_waived_ended_or_under_cobra_takes_nothing(state: ElectionState) -> None:
    assert made(DATES[3], election(state=state)).takings == ()


def test_while_evidence_is_awaited_the_premium_is_that_of_the_coverage_that_is_granted() -> None:
    row = replace(
        election(LIFE), choice=replace(election(LIFE).choice, option="x3"), state=ElectionState.AWAITING_EVIDENCE
    )
    whole, granted = (
        takings(DATES[0], replace(row, granted=cents))["life"].person for cents in (None, Money(15_000_000))
    )
    assert 0 < granted < whole


def test_a_pay_item_entered_by_hand_counts_in_the_place_of_the_election_and_that_is_told() -> None:
    item = PayItem(YEAR, "medical", Money(1_000))
    found = made(DATES[0], election(), items=(item,))
    assert found.takings == ()
    assert "the pay item entered by hand from 2026-01-01 counts" in found.notices[0]
    stopped = replace(item, effective_from=DATES[1], active=False)
    assert takings(DATES[1], election(), items=(item, stopped))["medical"].person == 4615


def test_a_part_of_pay_comes_with_the_match_of_the_plan() -> None:
    found = takings(DATES[0], election(RETIREMENT, percent=Decimal("0.06")))["401k"]
    assert (found.percent, found.match, found.person) == (Decimal("0.06"), Decimal("0.020"), 0)


def test_life_insurance_above_fifty_thousand_is_imputed_and_a_pay_item_of_its_own_replaces_it() -> None:
    found = made(DATES[0], election(BASIC_LIFE))
    assert found.imputed > 0
    assert [due.plan for due in found.imputing] == [BASIC_LIFE]
    assert made(DATES[0], election(BASIC_LIFE), items=(PayItem(YEAR, "group_term_life", Money(100)),)).imputed == 0


def test_an_hsa_beside_family_coverage_has_the_limit_of_families() -> None:
    hsa = election(HSA, amount=Money(300_000))
    assert made(DATES[0], hsa, election(tier=Tier.FAMILY)).family
    assert not made(DATES[0], hsa, election()).family


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(goal=st.integers(0, 500_000), start=st.integers(0, 365), checks=st.sampled_from(Frequency))
def test_what_checks_take_of_a_goal_adds_up_to_it_to_the_cent(goal: int, start: int, checks: Frequency) -> None:
    payer = Premiums(BOOK, LAW, replace(GROUP, frequency=checks, first_period=YEAR))
    row = election(FSA, YEAR + timedelta(days=start), amount=Money(goal))
    dates = payer.dates(FSA, YEAR)
    dues = [due for day in dates if (due := payer.due([row], Insured(), day)) is not None]
    assert sum(due.person for due in dues) == (goal if dues else 0)
    assert all(abs(one.person - other.person) <= 1 for one, other in pairwise(dues))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    births=st.lists(st.dates(date(1945, 1, 1), date(2004, 12, 31)), min_size=2, max_size=6),
    mid_year=st.booleans(), at=st.integers(0, 25),
)  # fmt: skip
def test_people_of_one_election_are_priced_by_their_own_age_whoever_was_priced_before(
    births: list[date], mid_year: bool, at: int
) -> None:
    life = replace(LIFE, year_starts="07-15" if mid_year else "01-01")
    plans = tuple(life if plan.name == LIFE.name else plan for plan in BOOK.settings.plans)
    book = Book(replace(BOOK.settings, plans=plans))
    shared, day = Premiums(book, LAW, GROUP), DATES[at]
    for rows in ([election(life)], [election(BASIC_LIFE)]):
        people = [Insured(birth, 8_500_000) for birth in births]
        alone = [Premiums(book, LAW, GROUP).due(rows, each, day) for each in people]
        assert [shared.due(rows, each, day) for each in people] == alone


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(first=st.integers(0, 300_000), second=st.integers(0, 300_000), change=st.integers(1, 25))
def test_a_goal_that_changes_inside_the_year_counts_what_was_taken_before(first: int, second: int, change: int) -> None:
    rows = [election(FSA, amount=Money(first)), election(FSA, DATES[change], amount=Money(second))]
    taken = goal_by_date(rows, FSA, DATES)
    before = sum(taken[day][0] for day in DATES[:change])
    assert sum(cents for cents, _, _ in taken.values()) == max(second, before)


HISTORY = st.lists(
    st.tuples(st.sampled_from(DATES), st.sampled_from((*TIERS, None))),
    min_size=1,
    max_size=4,
    unique_by=lambda each: each[0],
)


def rows_of(history: list[tuple[date, Tier | None]]) -> list[Election]:
    return [election(on=on, tier=tier) if tier else ended(on) for on, tier in sorted(history, key=lambda each: each[0])]


@given(
    history=HISTORY, entered=st.lists(st.integers(0, 25), min_size=4, max_size=4), missed=st.sets(st.integers(0, 25)),
    short=st.dictionaries(st.integers(0, 25), st.integers(0, 30_000), max_size=4), catch_up=st.integers(0, 3),
)  # fmt: skip
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_what_was_taken_in_the_end_is_what_elections_owed_or_is_listed_as_owed(
    history: list[tuple[date, Tier | None]], entered: list[int], missed: set[int], short: dict[int, int], catch_up: int
) -> None:
    """Rows are entered when some check is due, also for days before; checks are missed, or have room for a part only."""
    rows, payer = rows_of(history), premiums(catch_up)
    taken: dict[date, tuple[int, int]] = {}
    balance = [0, 0]
    listed = 0
    for at, day in enumerate(DATES):
        known = [row for row, since in zip(rows, entered, strict=False) if since <= at]
        if at in missed or not known:
            continue
        passed = DATES[:at]
        base = Benefits(known, passed=passed)
        balances = {"pre_tax:medical": balance[0], "employer:medical": balance[1]}
        behind = disagreeing(payer, CODES, JANE, base, (), balances, DATES[-1])
        benefits = replace(base, taken=dict.fromkeys(behind, taken))
        each = next(iter(elected(payer, CODES, JANE, benefits, (), day).takings), Taking("medical"))
        asked = each.person + each.caught
        assert asked >= 0
        assert each.caught <= catch_up * max(1200 * 12 * 100 // 26, each.person)
        got = min(asked, short.get(at, asked))
        added = each.employer + each.caught_employer
        taken[day] = got, added
        balance = [balance[0] + got, balance[1] + added]
        listed = each.waiting + asked - got
        owed = sum(
            due.person
            for past in DATES[: at + 1]
            for found in types_of(known).values()
            if (due := payer.due(found, Insured(), past)) is not None
        )
        assert balance[0] + listed == owed


def test_nothing_is_looked_up_where_the_balances_are_what_elections_asked() -> None:
    known = Benefits([election()], passed=DATES[:2])
    balances = {"pre_tax:medical": 2 * 4615, "employer:medical": 2 * 23077}
    assert disagreeing(premiums(), CODES, JANE, known, (), balances, DATES[-1]) == []
    assert disagreeing(premiums(), CODES, JANE, known, (), balances | {"pre_tax:medical": 4615}, DATES[-1]) == [
        "medical"
    ]


def test_who_begins_to_use_tobacco_is_looked_up_since_the_price_of_checks_before_is_another() -> None:
    smoking = (Standing(DATES[1], 0, tobacco=True),)
    known = Benefits([election()], smoking, passed=DATES[:3])
    assert disagreeing(premiums(), CODES, JANE, known, (), {}, DATES[-1]) == ["medical"]
    found = elected(premiums(), CODES, JANE, replace(known, taken={"medical": {}}), (), DATES[3]).takings[0]
    assert (found.person, found.caught + found.waiting) == (6923, 4615 + 2 * 6923)


@pytest.mark.parametrize(
    ("on", "code", "starts", "first"),
    [
        (date(2026, 12, 31), "medical", "01-01", date(2026, 1, 1)),
        (date(2027, 1, 1), "medical", "01-01", date(2027, 1, 1)),
        (date(2027, 1, 2), "medical", "01-01", date(2027, 1, 1)),
        (date(2026, 12, 31), "medical", "07-01", date(2026, 7, 1)),
        (date(2027, 1, 1), "medical", "07-01", date(2026, 7, 1)),
        (date(2027, 6, 30), "medical", "07-01", date(2026, 7, 1)),
        (date(2027, 7, 1), "medical", "07-01", date(2027, 7, 1)),
        (date(2026, 12, 31), "life", "01-01", date(2025, 1, 1)),
        (date(2027, 1, 1), "life", "01-01", date(2026, 1, 1)),
        (date(2027, 12, 31), "life", "01-01", date(2026, 1, 1)),
        (date(2027, 1, 1), "401k", "01-01", date(2027, 1, 1)),
        (date(2027, 1, 1), "roth_401k", "01-01", date(2027, 1, 1)),
    ],
)
def test_before_tax_the_plan_year_is_owed_and_after_tax_the_tax_year_before_too(
    on: date, code: str, starts: str, first: date
) -> None:
    plans = tuple(replace(each, year_starts=starts) for each in BOOK.settings.plans)
    payer = Premiums(Book(replace(BOOK.settings, plans=plans)), LAW, GROUP)
    assert since(payer, CODES, code, on) == first


ACROSS = tuple(date(2026, 11, 27) + timedelta(days=14 * at) for at in range(8))
"""Four pay dates up to Christmas and four of the next year."""


@given(st.sets(st.integers(0, 7)), st.sampled_from((MEDICAL, LIFE)), st.integers(1, 3))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_over_new_year_all_that_is_owed_after_tax_is_taken_or_listed_and_before_tax_only_that_of_the_year(
    missed: set[int], plan: Plan, catch_up: int
) -> None:
    payer, rows, code = premiums(catch_up), [election(plan)], plan.deduction
    taken: dict[date, tuple[int, int]] = {}
    for at, day in enumerate(ACROSS):
        if at in missed:
            continue
        before = ACROSS[:at]
        earlier, passed = (tuple(on for on in before if (on.year < day.year) is old) for old in (True, False))
        known = Benefits(rows, passed=passed, earlier=earlier, taken={code: taken})
        (each,) = elected(payer, CODES, JANE, known, (), day).takings
        taken[day] = each.person + each.caught, each.employer + each.caught_employer
        owing = [on for on in ACROSS[: at + 1] if plan is LIFE or on.year == day.year]
        asked = sum(due.person for on in owing if (due := payer.due(rows, insured_on(JANE, known, on), on)) is not None)
        assert sum(taken.get(on, (0, 0))[0] for on in owing) + each.waiting == asked


SHARED = premiums()
ROWS = tuple(
    replace(row, choice=replace(row.choice, option=option.name), effective_from=on)
    for plan in (BASIC_LIFE, LIFE, LTD, MEDICAL)
    for option in plan.options
    for on in (YEAR, date(2026, 4, 1))
    for row in (election(plan),)
)


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(ROWS), st.sampled_from(DATES), st.dates(date(1940, 1, 1), date(2008, 12, 31)),
    st.integers(20_000_00, 400_000_00), st.booleans(),
)  # fmt: skip
def test_what_is_kept_for_others_of_the_same_age_band_and_coverage_is_what_is_reckoned_afresh(
    row: Election, on: date, birth: date, pay: int, tobacco: bool
) -> None:
    someone = Insured(birth, pay, tobacco, None, "1042", "Doe, Jane")
    for insured in (someone, someone._replace(pay=pay // 1000 * 1000), someone._replace(tobacco=not tobacco)):
        assert SHARED.due((row,), insured, on) == premiums().due((row,), insured, on)
