"""One truth about a person's next check: what is previewed is what a run of that pay date stores, to the last line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hrtui.access.model import EVERYONE, Field, Grant, Sight
from hrtui.context import Context
from hrtui.money import Money
from hrtui.payroll import service as payroll
from hrtui.payroll.entered import Entered
from hrtui.payroll.items.model import PayItem
from hrtui.payroll.items.service import add_item
from hrtui.payroll.paycheck import Paycheck
from hrtui.payroll.runs import service
from hrtui.payroll.runs.model import Run, RunKind, Slip
from hrtui.people import service as people
from hrtui.people.model import Basis, Certificate, PayChange, PrivateKind, Termination
from tests.conftest import Furnish
from tests.people import hire, statements

FIRST, SECOND, THIRD = date(2026, 11, 25), date(2026, 12, 10), date(2026, 12, 24)


@pytest.fixture
def company(ctx: Context, furnish: Furnish[list[str]]) -> list[str]:
    return furnish(ctx, founded)


def founded(ctx: Context) -> list[str]:
    """Four people: with a deduction, with a raise inside the period, by the hour in New Jersey, and without a Form W-4."""
    made = [
        hire(ctx, last="Kim", rate=Money(5_200_000), location="Boston, MA", pay_group="main"),
        hire(ctx, last="Lee", rate=Money(7_800_000), location="Houston, TX", pay_group="main"),
        hire(
            ctx,
            last="Moe",
            rate=Money(3_000),
            basis=Basis.HOURLY,
            location="Newark, NJ",
            pay_group="main",
        ),
        hire(ctx, last="Ney", rate=Money(10_400_000), location="Albany, NY", pay_group="main"),
    ]
    for at, number in enumerate(made[:3]):
        people.change_certificate(ctx, number, Certificate(date(2026, 1, 1), "US", {"status": "single"}))
        people.set_private(ctx, number, PrivateKind.SSN, f"123-45-678{at}")
    add_item(ctx, made[0], PayItem(date(2026, 11, 1), "medical", Money(10_000)))
    add_item(ctx, made[0], PayItem(date(2026, 11, 1), "401k", None, Decimal("0.06"), employer_percent=Decimal("0.03")))
    people.change_pay(ctx, made[1], PayChange(date(2026, 12, 1), Money(9_000_000), reason="merit"))
    return made


@pytest.fixture
def checker(ctx: Context) -> Context:
    """Carol, who approves what others made."""
    fields = {Field.PAY: Sight.SHOWN}
    grants = tuple(Grant(action, EVERYONE, fields) for action in ("people.read", "payroll.preview", "payroll.approve"))
    return replace(ctx, actor=replace(ctx.actor, login="carol", grants=grants))


def calculated(ctx: Context, day: date) -> Run:
    return service.calculate(ctx, service.open_run(ctx, pay_date=day).number)


def final(ctx: Context, checker: Context, run: Run) -> Run:
    """The run submitted, accepted, approved and finalised."""
    net = service.run(ctx, run.number).totals.net
    service.submit(ctx, run.number)
    for person in service.unaccepted(run):
        service.accept(checker, run.number, [person], "looked at")
    service.approve(checker, run.number, service.Asked(net=net))
    return service.finalise(ctx, run.number, service.Asked(net=net))


def told(slip: Slip) -> Mapping[str, object]:
    """A slip's figures, its lines by key, and what is said of it."""
    lines: dict[str, tuple[int, int]] = {}
    for line, year in slip.lines:
        lines[line.key] = (lines.get(line.key, (0, 0))[0] + line.amount, year)
    codes = sorted(each.code for each in slip.problems)
    return {
        "lines": lines, "net": slip.net, "gross": slip.gross, "withheld": slip.withheld, "deducted": slip.deducted,
        "employer": slip.employer, "state": slip.work_state, "problems": codes,
    }  # fmt: skip


def check_of(ctx: Context, number: str, day: date) -> Paycheck:
    made = payroll.paycheck(ctx, number, day)
    assert made.pay_date.check == day
    return made


@pytest.mark.parametrize("entered", [False, True])
def test_the_paycheck_is_the_slip_that_a_run_stores(ctx: Context, company: list[str], entered: bool) -> None:
    before = {number: told(check_of(ctx, number, SECOND).slip) for number in company}
    run = service.open_run(ctx, pay_date=SECOND)
    if entered:
        service.enter(ctx, run.number, [service.InputLine(company[2], Entered("hourly", hours=Decimal(40)))])
        before = {number: told(check_of(ctx, number, SECOND).slip) for number in company}
        assert before[company[2]]["gross"] == 120_000
    service.calculate(ctx, run.number)
    for number in company:
        assert told(service.slip(ctx, run.number, number)) == before[number]


def test_the_preview_has_the_sums_of_the_run(ctx: Context, company: list[str]) -> None:
    made = payroll.preview(ctx, "main", SECOND)
    assert made is not None
    totals = service.run(ctx, calculated(ctx, SECOND).number).totals
    sums = made.totals
    assert (sums.people, sums.gross, sums.net, sums.deductions) == (
        totals.people, totals.gross, totals.net, totals.deducted,
    )  # fmt: skip
    assert sums.federal + sums.social_security + sums.medicare + sums.state == totals.withheld
    assert sums.state > 0


def test_year_to_date_goes_on_from_the_final_checks(ctx: Context, checker: Context, company: list[str]) -> None:
    final(ctx, checker, calculated(ctx, FIRST))
    paid = service.slip(ctx, "main-2026-11-25", company[0])
    check = check_of(ctx, company[0], SECOND)
    before = {line.key: year for line, year in paid.lines}
    assert {line.key: year - line.amount for line, year in check.lines if line.key in before} == before
    assert "first_pay" not in [each.code for each in check.slip.problems]


def test_a_calculated_run_that_is_not_final_is_no_balance_and_is_named(ctx: Context, company: list[str]) -> None:
    run = calculated(ctx, SECOND)
    check = check_of(ctx, company[0], SECOND)
    assert all(year == line.amount for line, year in check.lines)
    assert f"As run {run.number} would compute it now, with what is entered there." in check.notices
    assert all(year == line.amount for line, year in check_of(ctx, company[0], THIRD).lines)


def test_of_a_period_that_was_paid_the_check_comes_out_again_and_says_so(
    ctx: Context, checker: Context, company: list[str]
) -> None:
    run = final(ctx, checker, calculated(ctx, FIRST))
    check = check_of(ctx, company[0], FIRST)
    assert check.notices[0].startswith(f"Run {run.number} paid this period already")
    stored = told(service.slip(ctx, run.number, company[0]))
    assert {**told(check.slip), "problems": []} == {**stored, "problems": []}
    newcomer = hire(ctx, last="Ost", rate=Money(5_200_000), location="Boston, MA", pay_group="main")
    late = check_of(ctx, newcomer, FIRST)
    assert late.notices[0] == f"Run {run.number} of this period is final, and this person has no check in it."


def test_days_that_a_run_of_final_pay_pays_are_not_due_again(ctx: Context, company: list[str]) -> None:
    people.terminate(ctx, company[0], Termination(date(2026, 11, 30), "moved away"))
    apart = service.open_run(ctx, kind=RunKind.FINAL, pay_date=date(2026, 12, 1), reason="leaves")
    service.calculate(ctx, apart.number)
    check = check_of(ctx, company[0], SECOND)
    assert check.lines == ()
    assert check.blockers == ("They are paid in a run of final pay.",)
    made = payroll.preview(ctx, "main", SECOND)
    assert made is not None
    assert made.totals.people == 3


def test_a_paycheck_and_a_preview_write_nothing_but_their_entries(ctx: Context, company: list[str]) -> None:
    with statements() as seen:
        payroll.paycheck(ctx, company[0], SECOND)
        payroll.preview(ctx, "main", SECOND)
    written = [sql for sql in seen if sql.startswith(("INSERT", "UPDATE", "DELETE", "REPLACE"))]
    assert len(written) == 2
    assert all('"audit"' in sql for sql in written)
