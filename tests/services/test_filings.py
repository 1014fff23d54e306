"""Returns, deposits and wage statements from final runs: the sums of slips, nothing guessed, every opened number noted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from data import audit
from data.deposits import deposit_rules
from data.parameters import fica_rates
from data.payroll_tables import futa_rates
from data.payrun import filed
from hrtui.access.model import EVERYONE, Field, Grant, Scope, Sight
from hrtui.audit import service as trail
from hrtui.context import Context
from hrtui.errors import NotAllowed, NotFound, RuleBroken
from hrtui.money import Money
from hrtui.payroll.codes import EarningCode
from hrtui.payroll.entered import Entered
from hrtui.payroll.filing import marks, service, wages
from hrtui.payroll.filing.lines import why_line
from hrtui.payroll.filing.model import Filing, Given, Paper, standing
from hrtui.payroll.filing.writing import write
from hrtui.payroll.kinds import EarningKind, Takes
from hrtui.payroll.outputs.form940 import form_940, form_940_table
from hrtui.payroll.outputs.form941 import form_941, form_941_table
from hrtui.payroll.outputs.liability import Schedule, liabilities
from hrtui.payroll.outputs.values import PaidSlip
from hrtui.payroll.outputs.w2 import w2s
from hrtui.payroll.payer import Payer
from hrtui.payroll.runs import service as runs
from hrtui.payroll.runs.model import Run
from hrtui.payroll.runs.paid import paid_slips
from hrtui.people import service as people
from hrtui.people.model import ProfileChange
from tests.paidruns import FIRST, SECOND, THIRD, calculated, employee, final, paid
from tests.payrun import exported

ContextAs = Callable[..., Context]
PAYER = Payer(
    ein="12-3456789", street="1 Main Street", city="Houston", state="TX", postal_code="77002", contact="Pat Roe",
    phone="617-555-0100", email="payroll@example.com",
)  # fmt: skip


@pytest.fixture
def ctx(ctx: Context) -> Context:
    """As ever, in a company that says who it is."""
    return replace(ctx, config=replace(ctx.config, payer=PAYER))


@pytest.fixture
def year(ctx: Context) -> list[Run]:
    """Two final runs of three people, one above the wage base at once, and one check of the second run taken back."""
    for at, rate in enumerate((52_000, 91_000, 6_000_000)):
        employee(ctx, at, rate, flsa="exempt")
    made = [paid(ctx, FIRST), paid(ctx, SECOND)]
    exported(ctx, made[1].number)
    back = runs.reverse(ctx, made[1].number, "paid by mistake", "1001")
    checker = replace(ctx, actor=replace(ctx.actor, login="carol"))
    net = runs.Asked(net=runs.run(ctx, back.number).totals.net)
    runs.approve(checker, back.number, net)
    return [*made, runs.finalise(ctx, back.number, net)]


def every_slip(ctx: Context, found: list[Run]) -> list[PaidSlip]:
    return [slip for run in found for slip in paid_slips(ctx, run, ssn=True)]


def rows_of(filing: Filing) -> dict[object, object]:
    return {row[0]: row[-1] for row in filing.table.rows}


def noted(action: str) -> list[str]:
    return [each.entry.subject for each in audit.entries(50, action=action) if each.entry.action == action]


def test_form_941_of_runs_is_form_941_of_their_slips(ctx: Context, year: list[Run]) -> None:
    rules = deposit_rules(date(2026, 12, 31))
    made = form_941(every_slip(ctx, year), 2026, 4, fica_rates(2026), Schedule.MONTHLY, rules)
    filing = service.form941(ctx, 2026, 4, Given(deposited=500_00))
    lines, expected = rows_of(filing), {row[0]: row[-1] for row in form_941_table(made).rows}
    for line in ("2", "3", "5a", "5c", "5d", "5e", "7", "10", "12", "16"):
        assert lines[line] == expected[line], line
    assert lines["13"] == Money(500_00)
    assert lines["14"] == Money(made.line_12 - 500_00)
    assert made.wages["5a"] < made.wages["5c"]
    assert filing.blockers == ()
    assert filing.due == date(2027, 2, 1)


def test_line_1_counts_who_was_paid_for_the_12th_of_the_last_month(ctx: Context) -> None:
    for at in range(2):
        employee(ctx, at)
    paid(ctx, SECOND)
    assert rows_of(service.form941(ctx, 2026, 4))["1"] == 0
    paid(ctx, date(2026, 12, 24))
    assert rows_of(service.form941(ctx, 2026, 4))["1"] == 2


def test_form_940_of_runs_is_form_940_of_their_slips(ctx: Context, year: list[Run]) -> None:
    end = date(2026, 12, 31)
    made = form_940(every_slip(ctx, year), 2026, futa_rates(end), deposit_rules(end), ctx.config.pay_codes)
    assert list(service.form940(ctx, 2026).table.rows) == list(form_940_table(made).rows)
    assert made.line_7 > 0


def test_statements_of_the_year_are_those_of_its_slips(ctx: Context, year: list[Run]) -> None:
    expected = w2s(every_slip(ctx, year), 2026, fica_rates(2026), ctx.config.pay_codes)
    made = wages.w2(ctx, 2026, ssn=True).every
    assert made == expected
    assert made[2].boxes["3"] == 184_500_00
    assert [each.number for each in wages.w2(ctx, 2026, "1002").every] == ["1002"]


def test_a_run_that_is_not_final_is_named_and_left_out(ctx: Context, year: list[Run]) -> None:
    before = rows_of(service.form941(ctx, 2026, 4))["2"]
    waiting = calculated(ctx, THIRD)
    filing = service.form941(ctx, 2026, 4)
    assert rows_of(filing)["2"] == before
    assert any(waiting.number in said and "not in it" in said for said in filing.notices)
    assert [run.number for run in filing.waiting] == [waiting.number]
    assert any("nothing in it" in said for said in service.form941(ctx, 2026, 1).notices)


def test_where_a_line_comes_from_adds_up_run_by_run(ctx: Context, year: list[Run]) -> None:
    filing = service.form941(ctx, 2026, 4)
    made = why_line(filing, "3")
    (part,) = made.children
    assert [each.label for each in part.children] == [run.number for run in year]
    assert sum((each.amount for each in part.children if each.amount is not None), Decimal(0)) == part.amount
    line = rows_of(filing)["3"]
    assert isinstance(line, Money) and part.amount == line.amount
    paid_out = why_line(service.form940(ctx, 2026), "3")
    assert {child.label for part in paid_out.children for child in part.children} == {run.number for run in year}


def test_deposits_come_to_what_slips_owe(ctx: Context, year: list[Run]) -> None:
    owed = sum(each.cents for each in liabilities(every_slip(ctx, year), ctx.config.pay_codes))
    filing = service.deposits(ctx, 2026)
    assert sum(row[5].cents for row in filing.table.rows if isinstance(row[5], Money)) == owed
    assert "no run of the look-back period" in filing.notices[0]


def test_the_configuration_says_how_often_taxes_are_deposited(ctx: Context, year: list[Run]) -> None:
    told = replace(ctx, config=replace(ctx.config, payer=replace(PAYER, deposit_schedule="semiweekly")))
    assert service.schedule_of(told, 2026)[0] is Schedule.SEMIWEEKLY
    assert service.schedule_of(ctx, 2026)[0] is Schedule.MONTHLY


def test_the_year_lists_its_returns_and_deposits_by_due_day(ctx: Context, year: list[Run], tmp_path: Path) -> None:
    write(ctx, service.form941(ctx, 2026, 4), tmp_path / "941.csv")
    items = service.overview(ctx, 2026).items
    assert [each.due for each in items if each.due] == sorted(each.due for each in items if each.due)
    fourth = next(each for each in items if each.quarter == 4)
    assert (fourth.ended, fourth.filed and fourth.filed.file) == (False, "941.csv")
    assert fourth.cents == rows_of(service.form941(ctx, 2026, 4))["12"].cents  # type: ignore[attr-defined]
    assert [each.paper for each in items if each.filed is None and each.paper is not Paper.DEPOSITS] == [
        Paper.F941, Paper.F941, Paper.F941, Paper.F940, Paper.W2, Paper.EFW2,
    ]  # fmt: skip


def test_who_does_not_file_for_everyone_files_nothing(ctx: Context, ctx_as: ContextAs, year: list[Run]) -> None:
    pay = {Field.PAY: Sight.SHOWN}
    everything = Grant("people.read", EVERYONE, pay)
    for grants in (
        (everything, Grant("payroll.preview")),
        (everything, Grant("payroll.file", Scope(own=True), pay)),
        (Grant("people.read"), Grant("payroll.file")),
    ):
        with pytest.raises(NotAllowed):
            service.form941(ctx_as(*grants), 2026, 4)
    filer = ctx_as(everything, Grant("payroll.file"))
    assert wages.w2(filer, 2026).every
    with pytest.raises(NotAllowed, match="ssn"):
        wages.w2(filer, 2026, ssn=True)
    with pytest.raises(NotAllowed):
        service.remittances(filer, 2026)


def test_numbers_are_opened_only_where_asked_for_and_each_leaves_an_entry(ctx: Context, year: list[Run]) -> None:
    assert not any(each.ssn for each in wages.w2(ctx, 2026).every)
    assert noted("payroll.see_ssn") == []
    assert noted("payroll.see_w2") == ["w2-2026"]
    assert all(each.ssn for each in wages.w2(ctx, 2026, ssn=True).every)
    assert sorted(noted("payroll.see_ssn")) == ["1001", "1002", "1003"]


def test_a_year_of_thousands_of_runs_is_one_question(ctx: Context, year: list[Run]) -> None:
    many = [*year, *(replace(year[0], id=10_000 + at) for at in range(3_000))]
    assert filed.people_paid(many) == 3
    assert len(filed.people_of(many)) == 3


def addressed(ctx: Context, *numbers: str) -> None:
    for number in numbers:
        change = ProfileChange(date(2026, 1, 1), street="5 Elm Street", city="Houston", state="TX", postal_code="77003")
        people.change_profile(ctx, number, change)


def test_the_wage_report_is_a_file_of_ones_own_with_its_checksum_in_the_trail(
    ctx: Context, year: list[Run], tmp_path: Path
) -> None:
    addressed(ctx, "1001", "1002", "1003")
    path = tmp_path / "w2report.txt"
    made = wages.efw2(ctx, 2026, path)
    content = path.read_bytes()
    assert (made.count, made.sha256) == (3, hashlib.sha256(content).hexdigest())
    assert path.stat().st_mode & 0o777 == 0o600
    records = content.decode("ascii").splitlines()
    assert [record[:2] for record in records] == ["RA", "RE", *(["RW"] * 3), "RT", "RF"]
    assert [record[2:11] for record in records if record[:2] == "RW"] == ["123456000", "123456001", "123456002"]
    entry = next(each.entry for each in audit.entries(5) if each.entry.action == "payroll.file")
    assert (entry.subject, (entry.detail or {})["sha256"]) == ("efw2-2026", made.sha256)
    with pytest.raises(RuleBroken, match="there already"):
        wages.efw2(ctx, 2026, path)


def test_what_keeps_the_wage_report_from_being_written_is_named_with_what_to_do(
    ctx: Context, year: list[Run], tmp_path: Path
) -> None:
    without = employee(ctx, 3)
    bare = replace(ctx, config=replace(ctx.config, payer=Payer()))
    with pytest.raises(RuleBroken, match="no EIN") as refused:
        wages.efw2(bare, 2026, tmp_path / "report")
    assert "payer.ein" in str(refused.value)
    found = {each.code: each for each in wages.w2(bare, 2026).filing.blockers}
    assert {"no_ein", "no_company_address", "no_address"} <= found.keys()
    assert "e on the address" in found["no_address"].remedy
    assert not (tmp_path / "report").exists()
    with pytest.raises(NotFound, match="no check"):
        wages.w2(ctx, 2026, without)


def overtime(ctx: Context, code: str) -> None:
    """Someone who is owed overtime, with five hours of a code in a final run."""
    number = employee(ctx, 0, 52_000, flsa="non-exempt")
    addressed(ctx, number)
    run = runs.open_run(ctx, pay_date=SECOND)
    runs.enter(ctx, run.number, [runs.InputLine(number, Entered(code, Decimal(5)))])
    final(ctx, runs.calculate(ctx, run.number))


def test_overtime_is_in_the_statement_and_keeps_only_the_wage_report_from_being_written(
    ctx: Context, tmp_path: Path
) -> None:
    overtime(ctx, "overtime")
    made = wages.w2(ctx, 2026)
    (statement,) = made.every
    assert statement.box_12 == {"TT": 62_50}
    assert dict(zip(made.filing.table.headings, next(iter(made.filing.table.rows)), strict=True))["12_TT"] == Money(
        62_50
    )
    (blocker,) = made.filing.blockers
    assert (blocker.code, blocker.stops) == ("no_place_tt", False)
    with pytest.raises(RuleBroken, match=r"Kim0 \(1001\): code TT of box 12 holds 62\.50") as refused:
        wages.efw2(ctx, 2026, tmp_path / "report")
    assert "flsa_premium: false" in str(refused.value)
    assert not (tmp_path / "report").exists()


def test_a_company_says_that_a_premium_is_not_the_flsas(ctx: Context, tmp_path: Path) -> None:
    code = EarningCode(
        "daily_overtime", "Daily overtime", EarningKind.OVERTIME, Takes.HOURS, Decimal("1.5"), hours_worked=True,
        flsa_premium=False,
    )  # fmt: skip
    own = replace(ctx, config=replace(ctx.config, earning_codes=(code,)))
    overtime(own, "daily_overtime")
    assert wages.w2(own, 2026).every[0].box_12 == {}
    assert wages.efw2(own, 2026, tmp_path / "report").count == 1


def filing_lines(filing: Filing) -> dict[str, object]:
    """The figures of a return by line."""
    return {str(row[0]): row[-1] for row in filing.table.rows}


def federal(ctx: Context) -> str:
    """The name of the first federal deposit of the year."""
    return next(each.key for each in service.overview(ctx, 2026).items if each.deposit and each.deposit.form == "941")


def test_a_deposit_is_noted_with_day_amount_and_confirmation_and_counts_on_the_return(
    ctx: Context, year: list[Run]
) -> None:
    key, today = federal(ctx), ctx.clock.today()
    made = marks.mark(ctx, 2026, key, today, None, "270945123")
    assert made.mark is not None and (made.mark.cents, made.mark.by) == (made.cents, "alice")
    assert standing(made, today) == "deposited"
    filing = service.form941(ctx, 2026, 4)
    assert filing_lines(filing)["13"] == Money(made.mark.cents)
    assert any("of 1 deposit noted as made" in said for said in filing.notices)
    entry = audit.entries(1)[0].entry
    assert (entry.subject, entry.action) == (f"{key} sent", "payroll.file")
    assert "confirmation 270945123" in entry.changes[0].after


def test_a_note_that_it_was_sent_is_taken_back_and_the_one_before_counts_again(ctx: Context, year: list[Run]) -> None:
    key, today = federal(ctx), ctx.clock.today()
    owed = marks.item_of(ctx, 2026, key).cents
    assert owed
    marks.mark(ctx, 2026, key, today, owed - 100)
    short = marks.item_of(ctx, 2026, key)
    assert (short.short, standing(short, today)) == (100, "short")
    marks.mark(ctx, 2026, key, today, owed)
    before = marks.unmark(ctx, 2026, key)
    assert before.mark is not None and before.mark.cents == owed - 100
    trail.undo(ctx)
    assert marks.item_of(ctx, 2026, key).mark is None
    with pytest.raises(RuleBroken, match="nothing to take back"):
        marks.unmark(ctx, 2026, key)


def test_what_cannot_have_been_sent_is_not_noted(ctx: Context, ctx_as: ContextAs, year: list[Run]) -> None:
    key, today = federal(ctx), ctx.clock.today()
    with pytest.raises(RuleBroken, match="still to come"):
        marks.mark(ctx, 2026, key, today + timedelta(days=1))
    with pytest.raises(RuleBroken, match="0 or more"):
        marks.mark(ctx, 2026, key, today, -1)
    with pytest.raises(RuleBroken, match="no run of that time is final"):
        marks.mark(ctx, 2026, "941-2026-q1", today)
    with pytest.raises(NotFound, match="no deposit or return"):
        marks.mark(ctx, 2026, "941-2026-q9", today)
    with pytest.raises(NotAllowed):
        marks.mark(ctx_as(Grant("payroll.preview", EVERYONE)), 2026, key, today)


def test_every_deposit_and_return_of_a_year_has_a_name_of_its_own(ctx: Context, year: list[Run]) -> None:
    names = [each.key for each in service.overview(ctx, 2026).items]
    assert len(set(names)) == len(names) > 8
