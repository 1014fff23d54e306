"""Elections of benefits in runs: taken by themselves, caught up, ended, explained, compared, and as they were known then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from data.benefits.elections import put
from data.db import Store
from data.payrun import runs as rows
from data.payrun.invariants import PAYROLL
from hrtui.access.model import EVERYONE, Field, Grant, Sight
from hrtui.audit.model import Change
from hrtui.audit.writing import begin, note
from hrtui.benefits.model import Choice, Election, ElectionState
from hrtui.benefits.plans import PlanType, Tier
from hrtui.context import Context
from hrtui.money import Money
from hrtui.payroll import service as payroll
from hrtui.payroll.check.values import Part
from hrtui.payroll.entered import Entered
from hrtui.payroll.items import service as items
from hrtui.payroll.items.model import PayItem
from hrtui.payroll.model import Operation
from hrtui.payroll.runs import service
from hrtui.payroll.runs.model import Cause, Run, RunKind, RunState, Slip
from hrtui.people import service as people
from hrtui.people.model import Certificate, PrivateKind, ProfileChange
from tests.people import hire
from tests.trees import check_tree

FIRST, SECOND, THIRD = date(2026, 11, 12), date(2026, 11, 25), date(2026, 12, 10)
SINCE = date(2026, 11, 1)
PLANS = """
carriers:
  - {name: blue, label: Blue}
plans:
  - name: medical
    label: Medical
    type: medical
    carrier: blue
    deduction: medical
    begins: 2026-01-01
    options:
      - name: ppo
        label: PPO
        rates:
          - effective_from: 2026-01-01
            tiers: {employee: 600, employee_spouse: 1200, employee_children: 1100, family: 1700}
            employer: {employee: 470, employee_spouse: 900, employee_children: 850, family: 1300}
  - name: basic
    label: Basic life
    type: basic_life
    carrier: blue
    deduction: life
    begins: 2026-01-01
    imputed: true
    options:
      - name: twice
        label: Twice pay
        multiple: 2
        rates: [{effective_from: 2026-01-01, per: thousand, tiers: {employee: 0.1}, employer_percent: 1}]
"""


@pytest.fixture(autouse=True)
def what_must_hold(store: Store) -> Iterator[None]:
    """Whatever a test did, payroll's invariants hold after it."""
    yield
    assert [found for invariant in PAYROLL for found in invariant(store.db)] == []


@pytest.fixture
def plans(ctx: Context) -> Context:
    """A company with a plan file."""
    (ctx.config.file.parent / "benefits.yaml").write_text(PLANS, "utf-8")
    return ctx


@pytest.fixture
def checker(ctx: Context) -> Context:
    """Carol, who approves what others made."""
    fields = {Field.PAY: Sight.SHOWN}
    grants = tuple(Grant(action, EVERYONE, fields) for action in ("people.read", "payroll.preview", "payroll.approve"))
    return replace(ctx, actor=replace(ctx.actor, login="carol", grants=grants))


@pytest.fixture
def person(plans: Context) -> str:
    """Someone in Texas who earns 78,000 a year, born in 1990."""
    number = hire(
        plans,
        last="Kim",
        rate=Money(7_800_000),
        location="Houston, TX",
        pay_group="main",
        flsa="exempt",
    )
    people.change_profile(plans, number, ProfileChange(date(2026, 11, 1), birth_date=date(1990, 5, 6)))
    people.change_certificate(plans, number, Certificate(date(2026, 1, 1), "US", {"status": "single"}))
    people.set_private(plans, number, PrivateKind.SSN, "123-45-6789")
    people.set_private(plans, number, PrivateKind.BANK, "231380104/100001")
    return number


def elect(
    ctx: Context, number: str, on: date, tier: Tier | None = Tier.EMPLOYEE, type_: PlanType = PlanType.MEDICAL,
    plan: tuple[str, str] = ("medical", "ppo"),
) -> None:  # fmt: skip
    """An election as finalising an event leaves it; without a tier it ends."""
    choice = Choice(type_, *plan, tier) if tier else Choice(type_)
    state = ElectionState.ACTIVE if tier else ElectionState.TERMINATED
    with ctx.store.write():
        entered = begin(ctx, "benefits.finalise", number)
        put(rows.persons([number])[number], Election(on, choice, state), entered)
        note(entered, "benefits.finalise", number, [Change("election", "", str(tier))], {})


def calculated(ctx: Context, day: date) -> Run:
    return service.calculate(ctx, service.open_run(ctx, pay_date=day).number)


def final(ctx: Context, checker: Context, run: Run) -> Run:
    service.submit(ctx, run.number)
    for number in service.unaccepted(run):
        service.accept(checker, run.number, [number], "looked at")
    net = service.run(ctx, run.number).totals.net
    service.approve(checker, run.number, service.Asked(net=net))
    return service.finalise(ctx, run.number, service.Asked(net=net))


def amounts(slip: Slip, code: str = "medical") -> dict[Part, int]:
    return {line.part: line.amount for line, _ in slip.lines if line.code == code and line.amount}


def medical(ctx: Context, run: Run, number: str) -> int:
    return amounts(service.slip(ctx, run.number, number)).get(Part.PRE_TAX, 0)


def test_a_regular_run_takes_the_premium_and_adds_the_employers_share(plans: Context, person: str) -> None:
    elect(plans, person, SINCE, Tier.SPOUSE)
    run = calculated(plans, THIRD)
    found = amounts(service.slip(plans, run.number, person))
    assert found == {Part.PRE_TAX: 13_846, Part.EMPLOYER: 41_538}


def test_a_bonus_run_takes_nothing(plans: Context, person: str) -> None:
    elect(plans, person, SINCE)
    run = service.open_run(plans, kind=RunKind.BONUS, pay_date=THIRD, reason="Bonus")
    service.enter(plans, run.number, [service.InputLine(person, Entered("bonus", cents=100_000))])
    service.calculate(plans, run.number)
    assert amounts(service.slip(plans, run.number, person)) == {}


def test_an_election_that_ends_stops_by_itself_and_the_difference_names_it(
    plans: Context, checker: Context, person: str
) -> None:
    elect(plans, person, SINCE)
    final(plans, checker, calculated(plans, SECOND))
    elect(plans, person, date(2026, 12, 1), None)
    run = calculated(plans, THIRD)
    assert medical(plans, run, person) == 0
    (change,) = [each for each in service.difference(plans, run.number, person).changes if each.cause is Cause.ELECTION]
    assert change.sentence == "Election ended: Medical PPO, employee from 2026-12-01"


def test_a_new_election_makes_the_person_dirty_and_the_difference_names_plan_and_tier(
    plans: Context, checker: Context, person: str
) -> None:
    final(plans, checker, calculated(plans, SECOND))
    run = calculated(plans, THIRD)
    assert service.dirty_people(plans, run) == []
    elect(plans, person, date(2026, 12, 1), Tier.SPOUSE)
    assert service.dirty_people(plans, run) == [person]
    service.calculate(plans, run.number)
    found = service.difference(plans, run.number, person)
    causes = {each.cause: each.sentence for each in found.changes}
    assert causes == {Cause.ELECTION: "New election: Medical PPO, employee + spouse from 2026-12-01"}


def test_an_election_entered_late_is_caught_up_a_check_at_a_time_and_its_derivation_says_so(
    plans: Context, checker: Context, person: str
) -> None:
    final(plans, checker, calculated(plans, FIRST))
    final(plans, checker, calculated(plans, SECOND))
    elect(plans, person, SINCE)
    run = final(plans, checker, calculated(plans, THIRD))
    slip = service.slip(plans, run.number, person)
    assert amounts(slip)[Part.PRE_TAX] == 2 * 6000
    assert any("60.00 of checks before is caught up" in each for each in slip.notices)
    assert any("60.00 of checks before is owed with later checks" in each for each in slip.notices)
    tree = service.why(plans, run.number, person, "pre_tax:medical")
    check_tree(tree)
    assert tree.operation is Operation.SUM
    due, owed = tree.children
    assert [each.label for each in due.children] == ["Medical PPO, employee"]
    assert due.children[0].source == "benefits.yaml, rate from 2026-01-01"
    assert [(each.label, each.value) for each in due.children[0].children][1:] == [
        ("Cost a month", "600.00"), ("Employer's share a month", "470.00"), ("Person's share a month", "130.00"),
        ("Checks a year", "26"),
    ]  # fmt: skip
    assert (owed.label, owed.amount) == ("Owed from before", Decimal("60.00"))
    later = [final(plans, checker, calculated(plans, day)) for day in (date(2026, 12, 23),)]
    assert medical(plans, later[0], person) == 2 * 6000
    check_tree(service.why(plans, run.number, person, "net"))


def test_a_check_that_was_taken_back_and_not_paid_anew_is_caught_up_and_never_twice(
    plans: Context, checker: Context, person: str, store: Store
) -> None:
    elect(plans, person, SINCE)
    first = final(plans, checker, calculated(plans, FIRST))
    with store.write():
        rows.add_state(first.id, RunState.EXPORTED, begin(plans, "payroll.export", first.number))
    back = service.reverse(plans, first.number, "wrong account")
    service.approve(checker, back.number, service.Asked(net=service.run(plans, back.number).totals.net))
    service.finalise(plans, back.number, service.Asked(net=service.run(plans, back.number).totals.net))
    second, third = (final(plans, checker, calculated(plans, day)) for day in (SECOND, THIRD))
    assert [medical(plans, run, person) for run in (second, third)] == [12000, 6000]


def test_life_above_fifty_thousand_is_imputed_with_its_derivation(plans: Context, person: str) -> None:
    elect(plans, person, SINCE, type_=PlanType.BASIC_LIFE, plan=("basic", "twice"))
    run = calculated(plans, THIRD)
    found = amounts(service.slip(plans, run.number, person), "group_term_life")
    (cents,) = [amount for part, amount in found.items() if part is Part.IMPUTED]
    assert cents > 0
    tree = service.why(plans, run.number, person, "imputed:group_term_life")
    check_tree(tree)
    assert ("Coverage", "156,000.00") in [(each.label, each.value) for each in tree.children[0].children]


def test_a_pay_item_entered_by_hand_counts_in_the_place_of_the_election(plans: Context, person: str) -> None:
    elect(plans, person, SINCE)
    items.add_item(plans, person, PayItem(SINCE, "medical", Money(1_234)))
    slip = service.slip(plans, calculated(plans, THIRD).number, person)
    assert amounts(slip) == {Part.PRE_TAX: 1_234}
    assert any("entered by hand" in each for each in slip.notices)


def test_a_rate_that_is_missing_stops_the_check_with_plan_and_day(plans: Context, person: str) -> None:
    elect(plans, person, SINCE)
    text = PLANS.replace("2026-01-01", "2027-01-01")
    (plans.config.file.parent / "benefits.yaml").write_text(text, "utf-8")
    slip = service.slip(plans, calculated(plans, THIRD).number, person)
    assert "Medical (medical), option ppo, has no rate on 2026-12-10" in slip.problems[0].message


def test_the_preview_of_a_pay_date_takes_what_its_run_takes(plans: Context, person: str) -> None:
    elect(plans, person, SINCE)
    ahead = payroll.paycheck(plans, person, THIRD)
    run = calculated(plans, THIRD)
    assert ahead.net.cents == service.slip(plans, run.number, person).net


def test_another_plan_file_makes_everyone_dirty(plans: Context, person: str) -> None:
    elect(plans, person, SINCE)
    run = calculated(plans, THIRD)
    (plans.config.file.parent / "benefits.yaml").write_text(PLANS.replace("470", "480"), "utf-8")
    assert service.dirty_people(plans, run) == [person]
