"""What stands out by its amount in a regular run, and changes nobody can explain: both wait for a note before approval."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.payroll.entered import Entered
from hrtui.payroll.runs import service
from hrtui.people import service as people
from hrtui.people.model import PayChange
from tests.paidruns import SECOND, THIRD, employee, paid
from tests.payrun import calculated as stored


def told(ctx: Context, run: str, person: str) -> list[str]:
    problems = service.slip(ctx, run, person).problems
    return [each.message for each in problems if each.code == "unusual_amount" and not each.stops]


def entered(ctx: Context, cents: int) -> tuple[str, str]:
    """A run in which Jane, paid 2,000.00 before, gets an amount on top; its number and hers."""
    jane = employee(ctx)
    paid(ctx, SECOND)
    run = service.open_run(ctx, pay_date=THIRD).number
    service.enter(ctx, run, [service.InputLine(jane, Entered("bonus", cents=cents))])
    service.calculate(ctx, run)
    return run, jane


def test_a_slip_of_the_keyboard_stands_out_and_has_to_be_accepted(ctx: Context) -> None:
    run, jane = entered(ctx, 25_000_00)
    assert told(ctx, run, jane) == ["The gross of 27,000.00, +1250 % of 2,000.00, the last regular check."]
    assert jane in service.unaccepted(service.run(ctx, run).run)
    service.accept(ctx, run, [jane], "signed by the CEO")
    assert jane not in service.unaccepted(service.run(ctx, run).run)


def test_what_was_entered_explains_up_to_twice_the_percentage(ctx: Context) -> None:
    run, jane = entered(ctx, 1_500_00)
    assert told(ctx, run, jane) == []


def test_a_raise_explains_up_to_twice_the_percentage(ctx: Context) -> None:
    jane = employee(ctx)
    paid(ctx, SECOND)
    people.change_pay(ctx, jane, PayChange(date(2026, 11, 22), Money(90_000_00)))
    run = service.calculate(ctx, service.open_run(ctx, pay_date=THIRD).number)
    assert told(ctx, run.number, jane) == []


def test_a_difference_without_any_row_or_entry_stands_out_at_the_percentage(ctx: Context) -> None:
    jane = employee(ctx)
    stored_run = service.open_run(ctx, pay_date=SECOND).number
    stored(ctx, stored_run, {jane: 1_000_00})
    assert close(ctx, stored_run)
    run = service.calculate(ctx, service.open_run(ctx, pay_date=THIRD).number)
    assert told(ctx, run.number, jane) == ["The gross of 2,000.00, +100 % of 1,000.00, the last regular check."]


def test_the_percentage_is_that_of_the_pay_group_and_nought_looks_at_nothing(ctx: Context) -> None:
    group = replace(ctx.config.pay_groups[0], unusual=0)
    quiet = replace(ctx, config=replace(ctx.config, pay_groups=(group,)))
    run, jane = entered(quiet, 25_000_00)
    assert told(quiet, run, jane) == []


def test_a_recalculation_of_one_person_looks_at_it_too(ctx: Context) -> None:
    run, jane = entered(ctx, 1_00)
    other = employee(ctx, 2)
    service.enter(ctx, run, [service.InputLine(jane, Entered("bonus", cents=25_000_00))])
    service.calculate(ctx, run)
    assert told(ctx, run, jane) and not told(ctx, run, other)


def close(ctx: Context, run: str) -> bool:
    """Bring a stored run to final, as its maker and another."""
    carol = replace(ctx, actor=replace(ctx.actor, login="carol"))
    service.submit(ctx, run)
    asked = service.Asked(net=service.run(ctx, run).totals.net)
    service.approve(carol, run, asked)
    return service.finalise(ctx, run, asked).state.value == "finalised"


def test_an_approver_has_to_accept_a_change_without_a_known_cause(ctx: Context) -> None:
    jane = employee(ctx)
    before = service.open_run(ctx, pay_date=SECOND).number
    stored(ctx, before, {jane: 1_900_00})
    close(ctx, before)
    run = service.calculate(ctx, service.open_run(ctx, pay_date=THIRD).number)
    assert service.unexplained(ctx, run) == [jane]
    for number in service.unaccepted(run):
        pytest.fail(f"{number} has an exception, so the change would be accepted with it")
    service.submit(ctx, run.number)
    carol = replace(ctx, actor=replace(ctx.actor, login="carol"))
    asked = service.Asked(net=service.run(ctx, run.number).totals.net)
    with pytest.raises(RuleBroken, match=f"What changed for {jane} against the last check has no known cause"):
        service.approve(carol, run.number, asked)
    service.accept(carol, run.number, [jane], "the last one was typed by hand")
    assert service.unexplained(ctx, run) == []
    assert service.approve(carol, run.number, asked).state.value == "approved"


def test_an_hourly_check_keyed_ten_times_stands_out(ctx: Context) -> None:
    jane = employee(ctx)
    paid(ctx, SECOND)
    run = service.open_run(ctx, pay_date=THIRD).number
    service.enter(ctx, run, [service.InputLine(jane, Entered("overtime", hours=Decimal(100)))])
    service.calculate(ctx, run)
    assert told(ctx, run, jane)
