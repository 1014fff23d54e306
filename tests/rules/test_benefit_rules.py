"""Who may have what from when: tables of cases with the days around them, and properties over dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.benefits import ageing, beneficiaries, changing, evidence, waiting, windows
from hrtui.benefits.deciding import outcome
from hrtui.benefits.eligibility import why_not
from hrtui.benefits.events import NEXT, check_move
from hrtui.benefits.model import (
    Beneficiary,
    Choice,
    Election,
    ElectionState,
    Event,
    EventKind,
    EventState,
    Verification,
)  # fmt: skip
from hrtui.benefits.offers import Fallback, offers
from hrtui.benefits.plans import Begins, Eligibility, Ends, PlanType, Tier, Waiting
from hrtui.benefits.tiers import tier_of
from hrtui.errors import RuleBroken
from hrtui.money import Money
from tests.benefitplans import BOOK, CHILD, DENTAL, HSA, LAW, LIFE, MEDICAL, SPOUSE, YEAR, D, ann, dependent

DAYS = st.dates(date(1960, 1, 1), date(2080, 12, 31))


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, None),
        ({"hours": D(30)}, None),
        ({"hours": D("29.99")}, "29.99 hours a week; at least 30"),
        ({"status": "leave"}, None),
        ({"status": "terminated"}, "the status is terminated"),
        ({"ended": date(2026, 6, 30)}, None),
        ({"ended": date(2026, 6, 29)}, "leaves on 2026-06-29"),
        ({"hired": date(2026, 6, 30)}, None),
        ({"hired": date(2026, 7, 1)}, "not employed on 2026-06-30"),
    ],
)
def test_who_may_have_a_plan_on_a_day(values: dict[str, object], why: str | None) -> None:
    found = why_not(MEDICAL, ann(**values), date(2026, 6, 30))
    assert (found is None) if why is None else (found is not None and why in found)


@pytest.mark.parametrize("name", ["grades", "departments", "locations", "pay_groups", "employment_types"])
def test_each_list_of_a_rule_shuts_out_who_is_not_on_it(name: str) -> None:
    given_: dict[str, Any] = {name: ("elsewhere",)}
    plan = replace(MEDICAL, eligibility=Eligibility(**given_))
    assert "it is for elsewhere" in (why_not(plan, ann(), YEAR) or "")


@pytest.mark.parametrize(
    ("begins", "on", "why"),
    [
        (date(2026, 7, 1), date(2026, 6, 30), "begins on 2026-07-01"), (date(2026, 7, 1), date(2026, 7, 1), None),
    ],
)  # fmt: skip
def test_a_plan_counts_from_its_first_day_through_its_last(begins: date, on: date, why: str | None) -> None:
    plan = replace(DENTAL, begins=begins, ends=date(2026, 12, 31))
    found = why_not(plan, ann(), on)
    assert (found is None) if why is None else why in (found or "")
    assert "ended on 2026-12-31" in (why_not(plan, ann(), date(2027, 1, 1)) or "")


@pytest.mark.parametrize(
    ("days", "begins", "hired", "first"),
    [
        (0, Begins.SAME_DAY, date(2026, 3, 3), date(2026, 3, 3)),
        (0, Begins.FIRST_OF_MONTH, date(2026, 3, 1), date(2026, 3, 1)),
        (0, Begins.FIRST_OF_MONTH, date(2026, 3, 2), date(2026, 4, 1)),
        (0, Begins.FIRST_OF_NEXT_MONTH, date(2026, 3, 1), date(2026, 4, 1)),
        (30, Begins.FIRST_OF_MONTH, date(2026, 3, 1), date(2026, 4, 1)),
        (30, Begins.FIRST_OF_MONTH, date(2026, 3, 2), date(2026, 4, 1)),
        (30, Begins.FIRST_OF_MONTH, date(2026, 3, 3), date(2026, 5, 1)),
        (60, Begins.FIRST_OF_MONTH, date(2026, 1, 1), date(2026, 4, 1)),
        (90, Begins.SAME_DAY, date(2026, 1, 1), date(2026, 4, 1)),
        (90, Begins.FIRST_OF_NEXT_MONTH, date(2026, 1, 15), date(2026, 4, 15)),  # the 91st day at the latest
    ],
)
def test_the_first_day_after_a_waiting_period(days: int, begins: Begins, hired: date, first: date) -> None:
    assert waiting.covered_from(replace(MEDICAL, waiting=Waiting(days, begins)), ann(hired=hired)) == first


@given(DAYS.filter(lambda day: day >= date(2025, 1, 1)), st.integers(0, 90), st.sampled_from(list(Begins)))
def test_health_coverage_begins_by_the_91st_day_and_never_before_the_waiting_period(
    hired: date, days: int, begins: Begins
) -> None:
    first = waiting.covered_from(replace(MEDICAL, waiting=Waiting(days, begins)), ann(hired=hired))
    assert timedelta(days=days) <= first - hired <= timedelta(days=90)


@given(DAYS, st.sampled_from(list(Begins)))
def test_the_first_day_after_an_event_is_that_day_or_a_first_within_a_month(day: date, begins: Begins) -> None:
    first = waiting.begins_on(begins, day)
    assert first == day or (first.day == 1 and timedelta(0) < first - day <= timedelta(days=31))


def test_windows_count_from_the_day_after_the_event() -> None:
    found = windows.window(EventKind.LIFE_EVENT, "birth", date(2026, 2, 10), ann(), BOOK)
    assert (found.effective, found.last_day, found.papers_due) == (
        date(2026, 2, 10),
        date(2026, 3, 12),
        date(2026, 4, 11),
    )
    assert [windows.is_open(found.last_day, found.last_day + timedelta(days=more)) for more in (0, 1)] == [True, False]
    hired = windows.window(EventKind.NEW_HIRE, "", date(2026, 3, 3), ann(hired=date(2026, 3, 3)), BOOK)
    assert (hired.effective, hired.last_day) == (date(2026, 4, 1), date(2026, 4, 2))


@pytest.mark.parametrize(
    ("born", "ends", "last"),
    [
        (date(2000, 5, 10), Ends.SAME_DAY, date(2026, 5, 9)),
        (date(2000, 5, 10), Ends.END_OF_MONTH, date(2026, 5, 31)),
        (date(2000, 5, 10), Ends.END_OF_YEAR, date(2026, 12, 31)),
        (date(2000, 5, 1), Ends.END_OF_MONTH, date(2026, 5, 31)),
        (date(2000, 2, 28), Ends.END_OF_MONTH, date(2026, 2, 28)),
        (date(2000, 2, 29), Ends.SAME_DAY, date(2026, 2, 28)),
        (date(2000, 2, 29), Ends.END_OF_MONTH, date(2026, 3, 31)),
        (date(2002, 2, 28), Ends.SAME_DAY, date(2028, 2, 27)),
        (date(2000, 3, 1), Ends.SAME_DAY, date(2026, 2, 28)),
    ],
)
def test_children_age_out_on_the_day_also_those_of_the_29th_of_february(born: date, ends: Ends, last: date) -> None:
    assert ageing.ages_out(born, replace(MEDICAL, age_out_ends=ends)) == last


def test_of_the_29th_of_february_a_leap_year_keeps_the_day() -> None:
    assert ageing.birthday(date(2000, 2, 29), 28) == date(2028, 2, 29)
    assert ageing.birthday(date(2000, 2, 29), 26) == date(2026, 3, 1)


@given(DAYS, st.sampled_from(list(Ends)), st.integers(1, 30))
def test_coverage_by_age_never_ends_before_the_age_is_reached(born: date, ends: Ends, age: int) -> None:
    last = ageing.ages_out(born, replace(MEDICAL, age_out=age, age_out_ends=ends))
    day = ageing.birthday(born, age)
    assert last + timedelta(days=1) >= day
    assert last.year == day.year or last == day - timedelta(days=1)


def test_a_spouse_and_a_disabled_child_do_not_age_out() -> None:
    assert ageing.covered_through(SPOUSE, MEDICAL) is None
    assert ageing.covered_through(dependent(3, "child", date(1990, 1, 1), disabled=True), MEDICAL) is None
    assert ageing.covered_through(CHILD, MEDICAL) == date(2041, 5, 31)


@pytest.mark.parametrize(
    ("covers", "tier"),
    [((), Tier.EMPLOYEE), ((1,), Tier.SPOUSE), ((2,), Tier.CHILDREN), ((1, 2), Tier.FAMILY), ((9,), Tier.EMPLOYEE)],
)
def test_the_tier_follows_from_who_is_covered(covers: tuple[int, ...], tier: Tier) -> None:
    assert tier_of(covers, (SPOUSE, CHILD)) is tier


@pytest.mark.parametrize(
    ("coverage", "had", "granted"),
    [
        (15_000_000, 0, None),
        (15_000_001, 0, 15_000_000),
        (20_000_000, 20_000_000, None),
        (25_000_000, 20_000_000, 20_000_000),
    ],
)
def test_evidence_is_asked_above_what_is_guaranteed_and_above_what_is_had(
    coverage: int, had: int, granted: int | None
) -> None:
    assert evidence.granted(LIFE.options[0], coverage, had) == granted


def event(kind: EventKind = EventKind.OPEN_ENROLMENT, on: date = YEAR, reason: str = "") -> Event:
    return Event("B2026-0001", 1, kind, reason, on, on, on + timedelta(days=30), None, EventState.PREPARED)


def has(plan: object, option: str, on: date = date(2025, 6, 1), **values: object) -> Election:
    made = Choice(plan.type, plan.name, option, **values)  # type: ignore[attr-defined, arg-type]
    return Election(on, made, ElectionState.ACTIVE)


def test_what_happens_if_nothing_is_done_is_known_from_the_start() -> None:
    held = [has(MEDICAL, "ppo"), has(BOOK.plan("fsa"), "fsa", amount=Money(50_000)), has(DENTAL, "gone")]
    found = {offer.plan: offer.fallback for offer in offers(event(), ann(), held, BOOK)}
    assert (found["medical"], found["fsa"], found["dental"]) == (Fallback.KEEP, Fallback.ENDS, Fallback.ENDS)
    assert (found["basic_life"], found["life"]) == (Fallback.DEFAULT, Fallback.NOTHING)
    life = {
        offer.plan: offer.fallback for offer in offers(event(EventKind.LIFE_EVENT, reason="birth"), ann(), held, BOOK)
    }
    assert set(life) == {"medical", "dental", "fsa"}
    assert life["fsa"] == Fallback.KEEP


def test_the_outcome_of_doing_nothing_is_what_the_offers_say() -> None:
    held = [has(MEDICAL, "ppo"), has(BOOK.plan("fsa"), "fsa", amount=Money(50_000))]
    rows = {
        row.choice.type: row
        for row in outcome(event(), ann(), offers(event(), ann(), held, BOOK), (), held, BOOK, LAW).rows
    }
    assert PlanType.MEDICAL not in rows
    assert rows[PlanType.HEALTH_FSA].state is ElectionState.TERMINATED
    assert rows[PlanType.BASIC_LIFE].choice.option == "once"
    assert rows[PlanType.DENTAL].state is ElectionState.WAIVED


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.sets(st.sampled_from([1, 2])), st.sampled_from(["ppo", "hdhp"])
)
def test_an_outcome_has_one_row_a_type_from_the_events_day_on(on: date, covers: set[int], option: str) -> None:
    given_, member = event(EventKind.ADMINISTRATIVE, on), ann()
    offered = offers(given_, member, (), BOOK)
    made = outcome(
        given_, member, offered, [Choice(PlanType.MEDICAL, "medical", option, covers=tuple(covers))], (), BOOK, LAW
    )
    types = [row.choice.type for row in made.rows]
    assert len(set(types)) == len(types)
    assert all(row.effective_from == on for row in made.rows)
    assert made.rows[0].choice.tier is tier_of(covers, member.dependents)


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        (Choice(PlanType.MEDICAL, "medical", "ppo", covers=(9,)), "no dependent 9 on file"),
        (Choice(PlanType.LIFE, "life", "x1", covers=(1,)), "covers no dependents"),
        (Choice(PlanType.HEALTH_FSA, "fsa", "fsa"), "needs an amount above 0"),
        (Choice(PlanType.HEALTH_FSA, "fsa", "fsa", amount=Money(11_999)), "less than the 120.00"),
        (Choice(PlanType.HEALTH_FSA, "fsa", "fsa", amount=Money(340_001)), "at most 3,400.00"),
        (Choice(PlanType.RETIREMENT, "k401", "trad"), "a part of pay"),
        (Choice(PlanType.COMMUTER, "transit", "transit", amount=Money(34_001)), "at most 340.00"),
        (Choice(PlanType.HSA, "hsa", "hsa", amount=Money(10_000)), "high-deductible"),
        (Choice(PlanType.MEDICAL), "needs a reason"),
        (Choice(PlanType.VISION, "vision", "v"), "may not change in this event"),
    ],
)
def test_each_fault_says_what_is_wrong_and_what_to_do(choice: Choice, says: str) -> None:
    given_, member = event(), ann()
    made = outcome(given_, member, offers(given_, member, (), BOOK), [choice], (), BOOK, LAW)
    assert any(says in fault.sentence for fault in made.faults), made.faults
    assert made.rows == ()


def test_the_employers_part_of_an_hsa_counts_towards_its_limit() -> None:
    given_, member = event(), ann()
    offered = offers(given_, member, (), BOOK)
    medical = Choice(PlanType.MEDICAL, "medical", "hdhp")
    for cents, faults in ((380_000, 0), (380_001, 1)):  # 600 of the 4,400 are the employer's
        chosen = [medical, Choice(PlanType.HSA, HSA.name, "hsa", amount=Money(cents))]
        assert len(outcome(given_, member, offered, chosen, (), BOOK, LAW).faults) == faults


def test_a_child_born_after_coverage_begins_and_one_past_the_age_are_faults() -> None:
    member = ann(dependents=(dependent(1, "child", date(2026, 1, 2)), dependent(2, "child", date(1999, 12, 31))))
    given_ = event()
    made = outcome(
        given_,
        member,
        offers(given_, member, (), BOOK),
        [Choice(PlanType.MEDICAL, "medical", "ppo", covers=(1, 2))],
        (),
        BOOK,
        LAW,
    )
    assert ["after coverage begins" in made.faults[0].sentence, "by age through" in made.faults[1].sentence] == [
        True,
        True,
    ]


def test_an_unverified_dependent_makes_the_election_wait() -> None:
    member = ann(dependents=(dependent(1, "child", verification=Verification.UNVERIFIED),))
    choice = Choice(PlanType.MEDICAL, "medical", "ppo", covers=(1,))
    assert evidence.state_of(choice, member, None) is ElectionState.AWAITING_EVIDENCE
    assert evidence.state_of(replace(choice, covers=()), member, None) is ElectionState.ACTIVE


@pytest.mark.parametrize("state", list(EventState))
def test_events_move_as_the_table_says_and_no_other_way(state: EventState) -> None:
    for to in EventState:
        given_ = replace(event(), state=state)
        if to in NEXT[state]:
            check_move(given_, to)
        else:
            with pytest.raises(RuleBroken):
                check_move(given_, to)


@given(st.lists(st.integers(1, 9_999), min_size=1, max_size=4))
def test_beneficiaries_are_refused_unless_their_parts_make_the_whole(parts: list[int]) -> None:
    people = [Beneficiary(f"P{at}", "friend", part) for at, part in enumerate(parts)]
    if sum(parts) == beneficiaries.WHOLE:
        assert beneficiaries.checked(PlanType.LIFE, people)
    else:
        with pytest.raises(RuleBroken, match="they must make 100"):
            beneficiaries.checked(PlanType.LIFE, people)
    rest = beneficiaries.WHOLE - sum(parts)
    if rest > 0:
        assert (
            len(beneficiaries.checked(PlanType.LIFE, [*people, Beneficiary("Rest", "friend", rest)])) == len(parts) + 1
        )


@pytest.mark.parametrize(
    ("after", "first"),
    [(Ends.SAME_DAY, date(2026, 6, 11)), (Ends.END_OF_MONTH, date(2026, 7, 1)), (Ends.END_OF_YEAR, date(2027, 1, 1))],
)
def test_coverage_of_a_leaver_ends_as_the_plan_says_and_later_elections_go(after: Ends, first: date) -> None:
    plan = replace(DENTAL, after=after)
    book = replace(BOOK, settings=replace(BOOK.settings, plans=(plan,)))
    held = [has(plan, "basic"), has(plan, "basic", date(2028, 1, 1))]
    found = changing.leaving(ann(ended=date(2026, 6, 10)), held, book)
    assert found is not None
    assert [(row.effective_from, row.state) for row in found.rows] == [(first, ElectionState.TERMINATED)]
    assert [row.effective_from for row in found.gone] == [date(2028, 1, 1)]
    assert changing.leaving(ann(ended=date(2026, 6, 10)), [held[0], *found.rows], book) is None


def test_ageing_out_takes_the_child_out_of_later_elections_too() -> None:
    child = dependent(2, "child", date(2000, 5, 10))
    member = ann(dependents=(SPOUSE, child))
    held = [has(MEDICAL, "ppo", covers=(1, 2)), has(MEDICAL, "hdhp", date(2027, 1, 1), covers=(2,))]
    found = changing.ageing_out(member, held, BOOK, date(2026, 6, 1))
    assert found is not None
    assert [(row.effective_from, row.choice.covers, row.choice.tier) for row in found.rows] == [
        (date(2026, 6, 1), (1,), Tier.SPOUSE), (date(2027, 1, 1), (), Tier.EMPLOYEE),
    ]  # fmt: skip
    assert changing.ageing_out(member, held, BOOK, date(2026, 5, 31)) is None
