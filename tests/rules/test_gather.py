"""From facts to the case of a check: what is in force on the check date, where someone works, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hrtui.dates import Period
from hrtui.money import Money
from hrtui.payroll.check.values import OrderKind
from hrtui.payroll.codes import codes
from hrtui.payroll.entered import Entered
from hrtui.payroll.gather import Gathered, Held, RunTerms, case_of, explain_earnings
from hrtui.payroll.items.model import PayItem, PayOrder
from hrtui.payroll.model import Frequency, PayDate, PayGroup, PersonFacts
from hrtui.people.model import Action, Basis, Certificate, Flsa, Job, Pay, Status

GROUP = PayGroup("main", Frequency.BIWEEKLY, date(2026, 1, 4))
SPAN = Period(date(2026, 11, 8), date(2026, 11, 21))
CHECK = date(2026, 11, 25)
TERMS = RunTerms(PayDate("main", SPAN, CHECK), GROUP, codes(), frozenset({"main", "plant"}))
HIRED = date(2024, 3, 1)


def job(day: date = HIRED, location: str = "Newark, NJ", **more: Any) -> Job:
    return Job(day, Action.HIRE, more.pop("status", Status.ACTIVE), "Clerk", "Operations", location, **more)


def pay(
    rate: int = 52_000, day: date = HIRED, group: str = "main", basis: Basis = Basis.ANNUAL, currency: str = "USD"
) -> Pay:
    return Pay(day, Action.HIRE, basis, Money(rate * 100, currency), group)


def w4(day: date = HIRED, **entries: str) -> Certificate:
    return Certificate(day, "US", {"status": "single", **entries})


JANE = PersonFacts(1, "1042", "Doe, Jane", "NY", (job(),), (pay(),), (w4(),), date(1990, 5, 6))
MEDICAL = PayItem(HIRED, "medical", Money(12_500), employer=Money(40_000))
PENSION = PayItem(HIRED, "401k", percent=Decimal("0.06"), employer_percent=Decimal("0.03"))
SUPPORT = PayOrder(HIRED, "FM-1", OrderKind.SUPPORT, HIRED, Money(30_000), fee=Money(200), payee="State of NJ")
DEBT = PayOrder(HIRED, "C-9", OrderKind.CREDITOR, HIRED, percent=Decimal("0.25"), balance=Money(100_000))


def gathered(facts: PersonFacts = JANE, terms: RunTerms = TERMS, **held: Any) -> Gathered:
    made = case_of(facts, terms, Held(**held))
    assert made is not None
    return made


def blocked(facts: PersonFacts, terms: RunTerms = TERMS, **held: Any) -> list[str]:
    return [each.code for each in gathered(facts, terms, **held).blockers]


def test_a_case_holds_what_is_in_force_on_the_check_date() -> None:
    forms = (
        w4(step4c="25.00"), w4(date(2026, 11, 24), status="married", nonresident_alien="yes"), w4(date(2026, 11, 26), step2="yes"),
        Certificate(HIRED, "NJ", {"table": "B"}), Certificate(HIRED, "NY-NYC", {"status": "single"}),
        Certificate(date(2026, 12, 1), "NJ", {"table": "A"}),
    )  # fmt: skip
    made = gathered(
        replace(JANE, certificates=forms),
        items=(MEDICAL, PENSION, replace(MEDICAL, effective_from=CHECK, amount=Money(13_000)), PayItem(HIRED, "gym", Money(1))),
        orders=(SUPPORT, replace(DEBT, effective_from=date(2026, 11, 26))),
        balances={"wages:gross": 5_000_000},
        arrears={"medical": 700},
    )  # fmt: skip
    case = made.case
    assert case is not None
    assert made.blockers == ()
    assert (case.pay_date, case.frequency, case.work_state, case.residence_state) == (CHECK, "biweekly", "NJ", "NY")
    assert case.w4 is not None
    assert (case.w4.status, case.w4.step4c, case.nonresident_alien) == ("married", Decimal(0), True)
    assert case.state_forms == {"NJ": {"table": "B"}, "NY-NYC": {"status": "single"}}
    assert case.localities == ("NY-NYC",)
    assert [(each.code, each.cents, each.percent, each.arrears, each.employer) for each in case.deductions] == [
        ("401k", 0, Decimal("0.06"), 0, 0),
        ("medical", 13_000, None, 700, 40_000),
    ]
    assert case.deductions[0].employer_percent == Decimal("0.03")
    assert [(each.number, each.cents, each.fee, each.payee) for each in case.orders] == [
        ("FM-1", 30_000, 200, "State of NJ")
    ]
    assert case.year_to_date == {"wages:gross": 5_000_000}
    assert case.birth_date == date(1990, 5, 6)
    assert [(each.code, each.cents) for each in case.earnings] == [("salary", 200_000)]


def test_standing_earnings_are_paid_with_the_period_and_what_is_entered_on_top() -> None:
    car = PayItem(HIRED, "regular", Money(15_000))
    made = gathered(items=(car,), entered=(Entered("bonus", cents=50_000, source="batch 3"),))
    assert made.case is not None
    assert [(each.code, each.cents) for each in made.case.earnings] == [
        ("salary", 200_000), ("bonus", 50_000), ("regular", 15_000),
    ]  # fmt: skip
    trees = explain_earnings(
        JANE, TERMS, Held(items=(car,), entered=(Entered("bonus", cents=50_000, source="batch 3"),))
    )
    assert {key: tree.amount for key, tree in trees.items()} == {
        "earning:salary": Decimal("2000.00"), "earning:bonus": Decimal("500.00"), "earning:regular": Decimal("150.00"),
    }  # fmt: skip
    assert trees["earning:regular"].source == "pay item from 2024-03-01"


def test_a_run_without_a_period_pays_what_is_entered_with_percentages_and_levies_only() -> None:
    bonus = replace(TERMS, with_period=False)
    levy = PayOrder(HIRED, "668-W", OrderKind.FEDERAL_LEVY, HIRED)
    held: dict[str, Any] = {
        "items": (MEDICAL, PENSION, PayItem(HIRED, "regular", Money(15_000))),
        "orders": (SUPPORT, DEBT, levy),
    }
    assert case_of(JANE, bonus, Held(**held)) is None
    case = gathered(JANE, bonus, entered=(Entered("bonus", cents=100_000),), **held).case
    assert case is not None
    assert [each.code for each in case.earnings] == ["bonus"]
    assert [each.code for each in case.deductions] == ["401k"]
    assert [each.number for each in case.orders] == ["668-W", "C-9"]


def test_an_order_is_asked_for_until_its_balance_is_withheld() -> None:
    case = gathered(orders=(DEBT,), withheld={"C-9": 60_000}).case
    assert case is not None
    assert case.orders[0].balance == 40_000
    done = gathered(orders=(DEBT,), withheld={"C-9": 100_000}).case
    assert done is not None
    assert done.orders == ()


def test_who_is_in_another_known_group_or_not_employed_has_no_part() -> None:
    assert case_of(replace(JANE, pays=(pay(group="plant"),)), TERMS, Held()) is None
    gone = replace(JANE, jobs=(job(), job(date(2026, 11, 1), status=Status.TERMINATED)))
    assert case_of(gone, TERMS, Held()) is None
    late = gathered(gone, entered=(Entered("leave_payout", cents=80_000),)).case
    assert late is not None
    assert [each.cents for each in late.earnings] == [80_000]


def test_what_is_missing_is_a_named_blocker_with_a_remedy() -> None:
    assert blocked(replace(JANE, pays=())) == ["no_pay_rate"]
    assert blocked(replace(JANE, pays=(pay(group=""),))) == ["no_pay_group"]
    assert blocked(replace(JANE, pays=(pay(group="gone"),))) == ["unknown_pay_group"]
    assert blocked(replace(JANE, pays=(pay(currency="CAD"),))) == ["currency"]
    assert blocked(replace(JANE, jobs=(job(location="Headquarters"),))) == ["unknown_state"]
    assert blocked(replace(JANE, certificates=(w4(step3="lots"),))) == ["certificate"]
    assert blocked(JANE, entered=(Entered("bonsu", cents=1),)) == ["input"]
    for facts in (replace(JANE, pays=()), replace(JANE, jobs=(job(location="Headquarters"),))):
        assert all(each.remedy for each in gathered(facts).blockers)


def test_an_hourly_rate_below_the_minimum_wage_is_a_blocker_unless_the_job_is_exempt() -> None:
    terms = replace(TERMS, minimum_wage=Decimal("7.25"))
    low = replace(JANE, pays=(pay(7, basis=Basis.HOURLY),))
    assert blocked(low, terms) == ["minimum_wage"]
    assert blocked(replace(low, jobs=(job(flsa=Flsa.EXEMPT),)), terms) == []


def test_the_work_state_is_that_of_the_place_by_its_facts_then_by_its_name_and_at_home_without_a_place() -> None:
    def states(facts: PersonFacts) -> tuple[str, str]:
        case = gathered(facts).case
        assert case is not None
        return case.work_state, case.residence_state

    headquarters = replace(JANE, jobs=(job(location="Headquarters"),), location_states={"Headquarters": "Pennsylvania"})
    assert states(headquarters) == ("PA", "NY")
    assert states(replace(JANE, location_states={"Newark, NJ": "CT"})) == ("CT", "NY")
    assert states(replace(JANE, jobs=(job(location=""),))) == ("NY", "NY")
    assert states(replace(JANE, jobs=(job(location="Remote"),))) == ("NY", "NY")
    assert states(replace(JANE, state="")) == ("NJ", "NJ")
    assert any("No state of residence" in notice for notice in gathered(replace(JANE, state="")).notices)


def test_who_works_in_yonkers_is_taxed_there_from_another_state_and_asked_for_a_certificate_in_the_same() -> None:
    there = replace(JANE, jobs=(job(location="Yonkers, NY"),))
    assert blocked(there) == ["local_tax_NY-Yonkers"]
    assert "nonresident: yes" in gathered(there).blockers[0].remedy
    said = Certificate(HIRED, "NY-Yonkers", {"nonresident": "yes"})
    assert blocked(replace(there, certificates=(w4(), said))) == []
    across = gathered(replace(there, state="NJ"))
    assert across.case is not None
    assert across.case.localities == ("NY-Yonkers",)
    assert not across.blockers


def test_the_facts_of_a_place_say_in_which_city_it_is_before_its_name_does() -> None:
    works = replace(JANE, jobs=(job(location="Warehouse 4"),), location_states={"Warehouse 4": "Yonkers, NY"})
    assert blocked(works) == ["local_tax_NY-Yonkers"]
    named = replace(
        JANE, jobs=(job(location="Yonkers Avenue, NY"),), location_states={"Yonkers Avenue, NY": "Queens, NY"}
    )
    assert blocked(named) == []


def test_a_move_to_another_state_inside_the_period_is_said() -> None:
    moved = replace(JANE, jobs=(job(), job(date(2026, 11, 16), "Boston, MA")))
    made = gathered(moved)
    assert made.case is not None
    assert made.case.work_state == "MA"
    assert any("work state changes inside the period (NJ)" in notice for notice in made.notices)


def test_no_certificate_is_none_and_an_exemption_ends_in_the_year_after_it() -> None:
    bare = gathered(replace(JANE, certificates=())).case
    assert bare is not None
    assert bare.w4 is None
    exempt = replace(JANE, certificates=(w4(date(2025, 1, 1), exempt="yes"),))
    ended = gathered(exempt).case
    assert ended is not None
    assert ended.w4 is None
    family = gathered(items=(PayItem(HIRED, "hsa_family", Money(10_000)),)).case
    assert family is not None
    assert family.hsa_family
