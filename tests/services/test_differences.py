"""A run against the last one: each change has its causes, which add up to it, and names the rows behind them."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest

from hrtui.access.model import Grant
from hrtui.context import Context
from hrtui.errors import HrError, NotAllowed, NotFound
from hrtui.money import Money
from hrtui.payroll.check.values import OrderKind
from hrtui.payroll.entered import Entered
from hrtui.payroll.items import service as items
from hrtui.payroll.items.model import PayItem, PayOrder
from hrtui.payroll.runs import service
from hrtui.payroll.runs.model import Cause, Change, Difference, RunKind
from hrtui.payroll.runs.roster import compared, roster
from hrtui.people import service as people
from hrtui.people.model import Action, Certificate, JobChange, PayChange, Status, Termination
from tests.conftest import ContextAs
from tests.paidruns import FIRST, SECOND, THIRD, calculated, employee, final, paid
from tests.payrun import calculated as stored
from tests.people import statements

LAST, PRESENT = SECOND, THIRD


def of(ctx: Context, run: str, person: str) -> Difference:
    return next(each for each in service.differences(ctx, run) if each.number == person)


def only(ctx: Context, run: str, person: str) -> Change:
    (change,) = of(ctx, run, person).changes
    return change


def adds_up(each: Difference) -> bool:
    gross, net = sum(change.gross for change in each.changes), sum(change.net for change in each.changes)
    return (gross, net) == (each.gross - each.gross_before, each.net - each.net_before)


def test_a_raise_inside_the_period_is_the_cause_and_is_told_with_its_day(ctx: Context) -> None:
    jane = employee(ctx)
    paid(ctx, LAST)
    people.change_pay(ctx, jane, PayChange(date(2026, 12, 1), Money(6_500_000), reason="merit"))
    run = calculated(ctx, PRESENT)
    change = only(ctx, run.number, jane)
    assert change.cause is Cause.RATE
    assert change.sentence == "Raise on 2026-12-01 from 52,000.00 a year to 65,000.00 a year"
    assert change.gross == 20_000
    assert adds_up(of(ctx, run.number, jane))


def test_the_rest_of_a_raise_of_the_last_period_is_told_as_such(ctx: Context) -> None:
    jane = employee(ctx)
    people.change_pay(ctx, jane, PayChange(date(2026, 11, 14), Money(6_500_000), reason="merit"))
    paid(ctx, LAST)
    run = calculated(ctx, PRESENT)
    change = only(ctx, run.number, jane)
    assert change.cause is Cause.RATE
    assert "Raise on 2026-11-14" in change.sentence
    assert "for a part of its period" in change.sentence


def test_who_was_hired_has_no_check_before_and_who_left_has_none_after(ctx: Context) -> None:
    stays, goes = employee(ctx, 1), employee(ctx, 2)
    paid(ctx, LAST)
    comes = employee(ctx, 3, first_day=date(2026, 11, 30))
    people.terminate(ctx, goes, Termination(date(2026, 11, 21), "resignation"))
    run = calculated(ctx, PRESENT)
    assert only(ctx, run.number, comes) == Change(
        Cause.HIRE, of(ctx, run.number, comes).gross, of(ctx, run.number, comes).net, "Hired on 2026-11-30"
    )
    left = of(ctx, run.number, goes)
    assert (left.gross, left.gross_before) == (0, 200_000)
    assert left.changes[0].cause is Cause.LEFT
    assert left.changes[0].sentence == "Employment ended, last day 2026-11-21"
    assert of(ctx, run.number, stays).changes == ()


def test_each_thing_that_changed_has_its_own_share(ctx: Context) -> None:
    jane = employee(ctx)
    paid(ctx, LAST)
    people.change_job(ctx, jane, JobChange(date(2026, 12, 3), status=Status.LEAVE, action=Action.LEAVE, reason="own"))
    people.change_certificate(ctx, jane, Certificate(date(2026, 12, 1), "US", {"status": "married"}))
    items.add_item(ctx, jane, PayItem(date(2026, 12, 1), "401k", percent=Decimal("0.06")))
    items.add_order(
        ctx, jane, PayOrder(date(2026, 12, 1), "FM-1", OrderKind.SUPPORT, date(2026, 11, 1), Money(10_000), payee="TX")
    )
    run = service.open_run(ctx, pay_date=PRESENT)
    service.enter(ctx, run.number, [service.InputLine(jane, Entered("bonus", cents=50_000))])
    service.calculate(ctx, run.number)
    found = of(ctx, run.number, jane)
    told = {change.cause: change.sentence for change in found.changes}
    assert told == {
        Cause.LEAVE: "2 unpaid days: on leave from 2026-12-03",
        Cause.CERTIFICATE: "Form W-4 from 2026-12-01",
        Cause.ITEM: "401(k) from 2026-12-01: 6 %, before none",
        Cause.ORDER: "Order FM-1 from 2026-12-01",
        Cause.INPUT: "Bonus 500.00, before none; entered by alice",
    }
    assert adds_up(found)


def test_two_orders_that_begin_are_both_named_also_where_the_first_leaves_nothing_for_the_second(ctx: Context) -> None:
    jane = employee(ctx)
    paid(ctx, LAST)
    day = date(2026, 12, 1)
    for number in ("FM-1", "FM-2"):
        items.add_order(
            ctx, jane, PayOrder(day, number, OrderKind.SUPPORT, date(2026, 11, 1), Money(5_000_00), payee="TX")
        )
    found = of(ctx, calculated(ctx, PRESENT).number, jane)
    told = "; ".join(each.sentence for each in found.changes if each.cause is Cause.ORDER)
    assert "Order FM-1 from 2026-12-01" in told and "Order FM-2 from 2026-12-01" in told
    assert adds_up(found)


def test_unpaid_hours_that_were_entered_are_leave(ctx: Context) -> None:
    jane = employee(ctx)
    paid(ctx, LAST)
    run = service.open_run(ctx, pay_date=PRESENT)
    service.enter(ctx, run.number, [service.InputLine(jane, Entered("unpaid_leave", hours=Decimal(16)))])
    service.calculate(ctx, run.number)
    assert only(ctx, run.number, jane).cause is Cause.LEAVE
    assert only(ctx, run.number, jane).sentence == "2 unpaid days entered (16 h), before 0 h"


def test_reaching_a_limit_of_the_year_is_a_cause(ctx: Context) -> None:
    jane = employee(ctx, rate=4_700_000)
    paid(ctx, LAST)
    run = calculated(ctx, PRESENT)
    (change,) = of(ctx, run.number, jane).changes
    assert change.cause is Cause.LIMIT
    assert change.sentence.startswith("Limits of the year: Social security 231.31 instead of 11,207.69")


def test_the_first_run_and_runs_of_entered_pay_have_nothing_to_compare_with(ctx: Context) -> None:
    jane = employee(ctx)
    run = calculated(ctx, LAST)
    assert service.differences(ctx, run.number) == []
    bonus = service.open_run(ctx, kind=RunKind.BONUS, reason="year")
    service.enter(ctx, bonus.number, [service.InputLine(jane, Entered("bonus", cents=50_000))])
    service.calculate(ctx, bonus.number)
    assert service.differences(ctx, bonus.number) == []


def test_the_largest_change_comes_first_after_blocked_ones(ctx: Context) -> None:
    numbers = [employee(ctx, at) for at in range(4)]
    paid(ctx, LAST)
    for number, rate in zip(numbers, (53_000, 90_000, 60_000), strict=False):
        people.change_pay(ctx, number, PayChange(date(2026, 11, 22), Money(rate * 100), reason="merit"))
    run = calculated(ctx, PRESENT)
    assert [each.number for each in service.differences(ctx, run.number)] == [
        numbers[1], numbers[2], numbers[0], numbers[3],
    ]  # fmt: skip
    people.change_job(ctx, numbers[3], JobChange(date(2026, 11, 22), location="Nowhere"))
    run = service.calculate(ctx, run.number)
    first = service.differences(ctx, run.number)[0]
    assert first.number == numbers[3]
    people.change_pay(ctx, numbers[0], PayChange(date(2026, 11, 22), Money(4_000_000), reason="wrong"))
    assert of(ctx, run.number, numbers[0]).changes[0].sentence.startswith("Raise on 2026-11-22"), "as it was calculated"
    assert adds_up(first)


def test_only_some_people_may_be_asked_for_and_who_may_not_see_runs_is_refused(ctx: Context, ctx_as: ContextAs) -> None:
    jane, joe = employee(ctx, 1), employee(ctx, 2)
    paid(ctx, LAST)
    run = calculated(ctx, PRESENT)
    (each,) = service.differences(ctx, run.number, [of(ctx, run.number, joe).person])
    assert each.number == joe
    assert jane != joe
    with pytest.raises(NotAllowed):
        service.differences(ctx_as(Grant("people.read")), run.number)
    with pytest.raises(NotFound):
        service.differences(ctx, "main-1999-01-01")


def test_the_statements_do_not_grow_with_the_people(ctx: Context) -> None:
    def counted() -> int:
        with statements() as seen:
            service.differences(ctx, run.number)
        return len(seen)

    numbers = [employee(ctx, at) for at in range(8)]
    paid(ctx, LAST)
    run = calculated(ctx, PRESENT)
    people.change_pay(ctx, numbers[0], PayChange(date(2026, 11, 22), Money(6_000_000), reason="merit"))
    run = service.calculate(ctx, run.number, everyone=True)
    few = counted()
    for number in numbers[1:]:
        people.change_pay(ctx, number, PayChange(date(2026, 11, 22), Money(6_000_000), reason="merit"))
    run = service.calculate(ctx, run.number, everyone=True)
    assert counted() <= few
    for number in numbers:
        people.change_pay(ctx, number, PayChange(date(2026, 11, 23), Money(6_100_000), reason="merit"))
        run = service.calculate(ctx, run.number)
    assert counted() <= few, "checks that were calculated one by one are compared together"
    assert all(adds_up(each) for each in service.differences(ctx, run.number))


@pytest.mark.parametrize("seed", range(6))
def test_causes_of_random_histories_add_up_and_leave_nothing_unexplained(ctx: Context, seed: int) -> None:
    dice = random.Random(seed)
    numbers = [
        employee(
            ctx, at, dice.randrange(30_000, 300_000), first_day=dice.choice((date(2025, 3, 3), date(2026, 11, 11)))
        )
        for at in range(8)
    ]
    for number in numbers:
        _something(ctx, dice, number)
    _entered(ctx, dice, FIRST, numbers)
    _entered(ctx, dice, SECOND, numbers)
    comes = employee(ctx, 9, first_day=date(2026, 12, 1))
    for number in numbers:
        _something(ctx, dice, number)
        _something(ctx, dice, number)
    run = _entered(ctx, dice, THIRD, [*numbers, comes], final_too=False)
    found = service.differences(ctx, run)
    assert service.unexplained(ctx, service.run(ctx, run).run) == []
    assert comes in {each.number for each in found}
    assert sum(len(each.changes) > 1 for each in found) > 1
    for each in found:
        assert adds_up(each), each
        assert all(change.cause is not Cause.UNEXPLAINED for change in each.changes), each


def _entered(ctx: Context, dice: random.Random, day: date, numbers: list[str], final_too: bool = True) -> str:
    run = service.open_run(ctx, pay_date=day)
    for number in dice.sample(numbers, 4):
        entry = dice.choice(
            (
                Entered("bonus", cents=dice.randrange(1, 500_000)),
                Entered("unpaid_leave", hours=Decimal(dice.randrange(1, 24))),
                Entered("overtime", hours=Decimal(dice.randrange(1, 12)), worked_on=run.begins + timedelta(days=3)),
            )
        )
        service.enter(ctx, run.number, [service.InputLine(number, entry)])
    run = service.calculate(ctx, run.number)
    for number in service.blocked_people(run):
        none = [service.InputLine(number, Entered(code)) for code in ("bonus", "unpaid_leave", "overtime")]
        service.enter(ctx, run.number, none)
    run = service.calculate(ctx, run.number)
    return final(ctx, run).number if final_too else run.number


def _something(ctx: Context, dice: random.Random, number: str) -> None:
    """Some change of a person's facts, about any of the periods; one that is refused is left out."""
    on = date(2026, 10, 20) + timedelta(days=dice.randrange(48))
    acts = (
        lambda: people.change_pay(ctx, number, PayChange(on, Money(dice.randrange(30_000, 90_000) * 100), reason="x")),
        lambda: people.change_job(ctx, number, JobChange(on, status=Status.LEAVE, action=Action.LEAVE, reason="own")),
        lambda: people.change_job(ctx, number, JobChange(on, status=Status.ACTIVE, action=Action.RETURN, reason="back")),
        lambda: people.change_job(ctx, number, JobChange(on, standard_hours=Decimal(dice.randrange(20, 45)))),
        lambda: people.change_certificate(ctx, number, Certificate(on, "US", {"status": dice.choice(("married", "head"))})),
        lambda: items.add_item(ctx, number, PayItem(on, dice.choice(("401k", "medical", "union")), Money(dice.randrange(1, 9_000)))),
        lambda: items.add_order(
            ctx, number,
            PayOrder(on, f"C-{on:%m%d}", OrderKind.CREDITOR, date(2026, 10, 1), percent=Decimal("0.1"), balance=Money(30_000)),
        ),
        lambda: people.terminate(ctx, number, Termination(on, "resignation")),
    )  # fmt: skip
    with suppress(HrError):
        dice.choice(acts)()


def test_an_earlier_check_still_tells_why_after_later_ones_took_of_the_same_order(ctx: Context) -> None:
    jane = employee(ctx)
    items.add_order(
        ctx, jane,
        PayOrder(date(2026, 1, 1), "C-9", OrderKind.CREDITOR, date(2026, 1, 1), percent=Decimal("0.2"), balance=Money(50_000)),
    )  # fmt: skip
    first = paid(ctx, FIRST)
    paid(ctx, SECOND)
    taken = next(line.amount for line, _ in service.slip(ctx, first.number, jane).lines if line.code == "C-9")
    assert service.why(ctx, first.number, jane, "garnishment:C-9").amount == Decimal(taken).scaleb(-2)


def test_an_unexplained_change_comes_first_until_it_is_accepted_with_a_note(ctx: Context) -> None:
    jane, joe = employee(ctx, 1), employee(ctx, 2)
    paid(ctx, LAST)
    run = service.open_run(ctx, pay_date=PRESENT)
    stored(ctx, run.number, {jane: 200_000, joe: 250_000})
    changed = of(ctx, run.number, joe)
    assert [each.cause for each in changed.changes] == [Cause.UNEXPLAINED]
    assert adds_up(changed)
    open_ = sorted(each.number for each in service.differences(ctx, run.number) if each.unexplained)
    assert joe in open_ and service.unexplained(ctx, run) == open_
    service.accept(ctx, run.number, [joe], "a bonus of the old system")
    assert service.unexplained(ctx, run) == [each for each in open_ if each != joe]
    assert of(ctx, run.number, joe).accepted == "a bonus of the old system (alice)"


def test_who_is_paid_no_more_without_a_reason_on_file_is_accepted_with_a_note_before_approval(ctx: Context) -> None:
    jane, joe = employee(ctx, 1), employee(ctx, 2)
    paid(ctx, LAST)
    run = service.open_run(ctx, pay_date=PRESENT)
    stored(ctx, run.number, {jane: 200_000})
    assert service.unexplained(ctx, service.run(ctx, run.number).run) == [jane, joe]
    assert of(ctx, run.number, joe).paid is False
    service.accept(ctx, run.number, [joe], "on strike, paid by the union")
    assert of(ctx, run.number, joe).accepted == "on strike, paid by the union (alice)"
    assert service.unexplained(ctx, service.run(ctx, run.number).run) == [jane]
    with pytest.raises(NotFound, match="has no check of 9999"):
        service.accept(ctx, run.number, ["9999"], "who is that")


def test_the_list_of_a_run_names_who_is_paid_no_more_behind_its_checks(ctx: Context) -> None:
    jane, joe = employee(ctx, 1), employee(ctx, 2)
    paid(ctx, LAST)
    run = service.open_run(ctx, pay_date=PRESENT)
    stored(ctx, run.number, {jane: 200_000})
    made = compared(ctx, roster(ctx, run.number))
    assert [bool(head.id) for head in made.heads] == [True, False]
    assert [made.differences[head.person].number for head in made.heads] == [jane, joe]
    assert compared(ctx, roster(ctx, run.number), made) == made
