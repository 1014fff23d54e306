"""Paychecks and previews from a store: who may, what is read, what is told, what is left in the trail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data import audit, payroll
from data.db import Store
from hrtui.access.model import EVERYONE, Field, Grant, Scope, Sight
from hrtui.config import Company, HolidaySettings
from hrtui.context import Context
from hrtui.errors import NotAllowed, NotFound, RuleBroken
from hrtui.money import Money
from hrtui.org import service as org
from hrtui.org.model import DepartmentChange, LocationChange
from hrtui.payroll import service
from hrtui.payroll.check.values import Part
from hrtui.payroll.items.model import PayItem
from hrtui.payroll.items.service import add_item
from hrtui.payroll.model import Frequency, PayGroup, Preview
from hrtui.people import service as people
from hrtui.people.model import Basis, Certificate, Hire, JobChange, PayChange, Termination

MONTHLY = PayGroup("office", Frequency.MONTHLY, date(2026, 1, 1), check_after=0)
MAY = Grant("payroll.preview")
SEES = Grant("people.read", EVERYONE, {Field.PAY: Sight.SHOWN})
ContextAs = Callable[..., Context]


def hire(ctx: Context, number: str, rate: int | None = 85_000, **more: Any) -> str:
    pay = None if rate is None else Money(rate * 100)
    group = more.pop("pay_group", "main" if pay else "")
    values: dict[str, Any] = {
        "first_day": date(2024, 3, 1),
        "first_name": "Jane",
        "last_name": f"Doe{number}",
        "title": "Clerk",
        "department": "Operations",
        "location": "Boston, MA",
    }
    return people.hire(ctx, Hire(**(values | more), number=number, rate=pay, pay_group=group)).number


@pytest.fixture
def jane(ctx: Context) -> str:
    return hire(ctx, "1042")


def made(found: Preview | None) -> Preview:
    assert found is not None
    return found


def entries(store: Store) -> list[tuple[str, str, dict[str, str]]]:
    return [
        (stored.entry.action, stored.entry.subject, dict(stored.entry.detail or {}))
        for stored in audit.entries(50)
        if stored.entry.action.startswith("payroll.")
    ]


def test_the_next_paycheck_is_computed_from_the_rows_in_force(ctx: Context, jane: str) -> None:
    check = service.paycheck(ctx, jane)
    paid = (Part.EARNING, Part.TAX, Part.CONTRIBUTION)
    amounts = {line.key: Decimal(line.amount) / 100 for line, _ in check.lines if line.part in paid}
    assert check.pay_date.check == date(2026, 11, 25)
    assert amounts == {
        "earning:salary": Decimal("3269.23"),
        "tax:federal_income_tax": Decimal("379.62"),
        "tax:social_security": Decimal("202.69"),
        "tax:medicare": Decimal("47.40"),
        "tax:MA_income_tax": Decimal("150.96"),
        "contribution:MA PFML": Decimal("15.04"),
    }
    assert (check.number, check.name) == ("1042", "Doe1042, Jane")
    assert (check.slip.work_state, check.blockers) == ("MA", ())
    assert check.exceptions[0].startswith("No bank account is on file")


def test_standing_deductions_and_what_the_employer_pays_are_in_the_check_and_in_the_preview(
    ctx: Context, jane: str
) -> None:
    add_item(ctx, jane, PayItem(date(2026, 11, 1), "medical", Money(10_000)))
    check = service.paycheck(ctx, jane)
    amounts = {line.key: line.amount for line, _ in check.lines}
    assert amounts["pre_tax:medical"] == 10_000
    assert (
        amounts["employer:social_security"]
        == amounts["tax:social_security"]
        == amounts["wages:social_security"] * 62 // 1000
    )
    (row,) = service.preview_rows(ctx, made(service.preview(ctx)), 0, 1)
    assert (row.deductions, row.net) == (10_000, check.net.cents)


def test_a_raise_is_in_the_next_paycheck_and_its_derivation_names_who_entered_it(ctx: Context, jane: str) -> None:
    people.change_pay(ctx, jane, PayChange(date(2026, 11, 11), Money(9_000_000), reason="merit"))
    check = service.paycheck(ctx, jane)
    assert check.gross.amount == Decimal("3423.08")
    assert "entered 2026-11-23 15:00 UTC by alice" in repr(check.gross_why)
    assert [part.amount.amount for part in check.segments] == [Decimal("653.85"), Decimal("2769.23")]


def test_a_certificate_counts_from_its_day(ctx: Context, jane: str) -> None:
    before = service.paycheck(ctx, jane).taxes
    people.change_certificate(ctx, jane, Certificate(date(2026, 11, 24), "US", {"status": "married"}))
    assert service.paycheck(ctx, jane).taxes < before
    assert service.paycheck(ctx, jane, date(2026, 11, 1)).taxes == before


def test_a_paycheck_of_an_earlier_or_later_day_is_that_of_its_next_pay_date(ctx: Context, jane: str) -> None:
    assert service.paycheck(ctx, jane, date(2026, 11, 13)).pay_date.check == date(2026, 11, 25)
    assert service.paycheck(ctx, jane, date(2026, 11, 26)).pay_date.check == date(2026, 12, 10)


def test_a_pay_date_of_a_year_whose_tables_are_unknown_is_refused_not_guessed(ctx: Context, jane: str) -> None:
    with pytest.raises(RuleBroken, match="No federal withholding tables for 2027 are known yet"):
        service.paycheck(ctx, jane, date(2027, 1, 5))
    with pytest.raises(RuleBroken, match="2027"):
        service.preview(ctx, pay_date=date(2027, 1, 5))


def test_a_paycheck_leaves_one_entry_without_figures(ctx: Context, jane: str, store: Store) -> None:
    service.paycheck(ctx, jane)
    assert entries(store) == [("payroll.see_pay", "1042", {"group": "main", "check": "2026-11-25"})]


def test_without_the_permission_nothing_is_computed(ctx_as: ContextAs, jane: str, store: Store) -> None:
    for use in (lambda ctx: service.paycheck(ctx, jane), service.preview, service.pay_dates, service.next_pay_date):
        with pytest.raises(NotAllowed):
            use(ctx_as(SEES))
    assert entries(store) == []


def test_where_pay_is_hidden_there_is_no_paycheck_and_no_preview(ctx_as: ContextAs, jane: str, store: Store) -> None:
    blind = ctx_as(MAY, Grant("people.read"))
    with pytest.raises(NotAllowed, match="may not see pay"):
        service.paycheck(blind, jane)
    with pytest.raises(NotAllowed, match="may not see pay"):
        service.preview(blind)
    assert entries(store) == []


def test_someone_out_of_scope_is_not_found_and_someone_only_readable_is_refused(ctx_as: ContextAs, jane: str) -> None:
    sales = Scope(departments=frozenset({"Sales"}))
    with pytest.raises(NotFound):
        service.paycheck(ctx_as(Grant("payroll.preview", sales, {Field.PAY: Sight.SHOWN})), jane)
    with pytest.raises(NotAllowed):
        service.paycheck(ctx_as(Grant("payroll.preview", sales, {Field.PAY: Sight.SHOWN}), SEES), jane)
    with pytest.raises(NotFound):
        service.paycheck(ctx_as(MAY, SEES), "9999")


def test_the_preview_holds_everyone_of_the_group_in_order_of_number(ctx: Context, jane: str) -> None:
    hire(ctx, "999", 52_000)
    hire(ctx, "1043", None)
    found = made(service.preview(ctx))
    rows = service.preview_rows(ctx, found, 0, 10)
    assert [(row.number, row.gross, row.blockers) for row in rows] == [
        ("999", 200_000, 0),
        ("1042", 326_923, 0),
        ("1043", 0, 1),
    ]
    assert [row.name for row in rows] == ["Doe999, Jane", "Doe1042, Jane", "Doe1043, Jane"]
    assert (found.totals.people, found.totals.gross, found.totals.blocked, found.totals.not_computed) == (
        3,
        526_923,
        1,
        1,
    )
    assert found.pay_date.check == date(2026, 11, 25)


def test_a_row_of_the_preview_is_the_paycheck_in_numbers(ctx: Context, jane: str) -> None:
    (row,) = service.preview_rows(ctx, made(service.preview(ctx)), 0, 1)
    check = service.paycheck(ctx, jane)
    amounts = {line.key: line.amount for line, _ in check.lines}
    assert (row.gross, row.net, row.federal) == (check.gross.cents, check.net.cents, amounts["tax:federal_income_tax"])
    assert (row.social_security, row.medicare) == (amounts["tax:social_security"], amounts["tax:medicare"])
    assert row.state == amounts["tax:MA_income_tax"] + amounts["contribution:MA PFML"]
    assert row.net == row.gross - row.federal - row.social_security - row.medicare - row.state - row.deductions


def test_those_who_left_and_those_of_other_groups_are_not_in_a_preview(ctx: Context, jane: str) -> None:
    both = replace(ctx, config=replace(ctx.config, pay_groups=(*ctx.config.pay_groups, MONTHLY)))
    hire(both, "1043", 60_000, pay_group="office")
    hire(both, "1044", 60_000)
    people.terminate(both, "1044", Termination(date(2026, 10, 1), "moved away"))
    assert made(service.preview(both, "main")).totals.people == 1
    assert made(service.preview(both, "office")).totals.gross == 500_000


def test_without_a_group_the_preview_is_of_the_one_paid_first(ctx: Context, jane: str) -> None:
    both = replace(ctx, config=replace(ctx.config, pay_groups=(MONTHLY, *ctx.config.pay_groups)))
    assert made(service.preview(both)).pay_date.group == "main"
    assert made(service.preview(both, pay_date=date(2026, 11, 26))).pay_date.group == "office"


def test_a_preview_shows_only_people_whose_pay_may_be_seen(ctx: Context, ctx_as: ContextAs, jane: str) -> None:
    hire(ctx, "1043", 60_000, department="Sales")
    sales = Scope(departments=frozenset({"Sales"}))
    for grants in (
        (Grant("payroll.preview", sales, {Field.PAY: Sight.MASKED}),),
        (MAY, Grant("people.read", sales, {Field.PAY: Sight.SHOWN})),
        (Grant("payroll.preview", sales), SEES),
    ):
        limited = ctx_as(*grants)
        found = made(service.preview(limited))
        assert [row.number for row in service.preview_rows(limited, found, 0, 9)] == ["1043"]


def test_a_preview_leaves_one_entry_with_counts_and_no_figures(ctx: Context, jane: str, store: Store) -> None:
    service.preview(ctx)
    counts = {"check": "2026-11-25", "people": "1", "not computed": "0"}
    assert entries(store) == [("payroll.preview", "main", counts)]


def test_a_preview_tells_its_progress_and_can_be_cancelled(
    ctx: Context, jane: str, monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    monkeypatch.setattr(service, "CHUNK", 2)
    for number in range(2000, 2004):
        hire(ctx, str(number), 50_000)
    told: list[tuple[int, int]] = []
    service.preview(ctx, progress=lambda done, of: told.append((done, of)))
    assert told == [(2, 5), (4, 5), (5, 5)]
    assert service.preview(ctx, cancelled=lambda: len(told) > 0) is None
    assert len(entries(store)) == 1


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    seen: list[str] = []
    execute = store.db.execute_sql

    def spy(sql: str, *args: Any, **options: Any) -> Any:
        seen.append(sql)
        return execute(sql, *args, **options)

    store.db.execute_sql = spy
    try:
        yield seen
    finally:
        store.db.execute_sql = execute


def test_a_preview_reads_a_chunk_of_people_in_a_dozen_queries_however_many_they_are(
    ctx: Context, jane: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2000, 2029):
        hire(ctx, str(number), 50_000)
    counts = []
    for chunk in (30, 15, 10):
        monkeypatch.setattr(service, "CHUNK", chunk)
        with counted(store) as seen:
            service.preview(ctx)
        counts.append(len([sql for sql in seen if sql.startswith("SELECT") and '"audit"' not in sql]))
    assert counts[1] - counts[0] == counts[2] - counts[1] <= 12
    found = made(service.preview(ctx))
    with counted(store) as seen:
        service.preview_rows(ctx, found, 0, 30)
    assert len([sql for sql in seen if sql.startswith("SELECT")]) == 1


def test_hourly_pay_and_a_first_check_in_the_year(ctx: Context) -> None:
    hire(ctx, "1050", 25, basis=Basis.HOURLY, first_day=date(2026, 11, 16), standard_hours=Decimal(40))
    check = service.paycheck(ctx, "1050")
    (hourly,) = [each for each in check.lines if each.line.part is Part.EARNING]
    assert (hourly.line.code, hourly.line.amount, hourly.year_to_date) == ("hourly", 100_000, 100_000)


def test_pay_dates_are_those_of_the_year_of_a_day(ctx: Context) -> None:
    dates = service.pay_dates(ctx, "main", date(2027, 6, 1))
    assert (len(dates), dates[0].check, dates[-1].check) == (26, date(2027, 1, 7), date(2027, 12, 23))
    with pytest.raises(RuleBroken, match="no pay group “weekly”"):
        service.pay_dates(ctx, "weekly")


def test_own_holidays_of_the_configuration_move_a_check(ctx: Context) -> None:
    extra = replace(ctx, config=replace(ctx.config, holidays=HolidaySettings(extra=(date(2026, 11, 25),))))
    assert service.next_pay_date(extra).check == date(2026, 11, 24)


def test_unknown_holidays_no_groups_and_other_countries_are_told(ctx: Context, jane: str) -> None:
    config = ctx.config
    for changed, sentence in (
        (replace(config, holidays=HolidaySettings(country="XX")), "public holidays of XX"),
        (replace(config, pay_groups=()), "No pay group is configured"),
        (replace(config, company=Company("Canadian", country="CA")), "US rules only; the company is in CA"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            service.preview(replace(ctx, config=changed))
        with pytest.raises(RuleBroken, match=sentence):
            service.paycheck(replace(ctx, config=changed), jane)


def test_a_check_is_of_the_place_as_it_was_called_on_its_day(ctx: Context, jane: str) -> None:
    org.change_location(ctx, "Boston, MA", LocationChange(date(2026, 10, 1), name="Keene, NH"))
    org.change_department(ctx, "Operations", DepartmentChange(date(2026, 10, 1), name="Works"))
    before, after = date(2026, 9, 16), date(2026, 11, 25)
    assert service.paycheck(ctx, jane, before).slip.work_state == "MA"
    assert service.paycheck(ctx, jane, after).slip.work_state == "NH"
    (id_,) = payroll.people([EVERYONE], "")
    for day, department in ((before, "Operations"), (after, "Works")):
        assert [job.department for job in payroll.facts([id_], day)[0].jobs] == [department]


def test_payroll_reads_the_cost_centre_of_the_department_and_the_state_of_the_place_as_of_the_day(
    ctx: Context, jane: str
) -> None:
    today = date(2026, 11, 23)
    org.change_department(ctx, "Operations", DepartmentChange(today, cost_centre="700"))
    org.change_location(ctx, "Boston, MA", LocationChange(today, state="RI"))
    ids = [people.record(ctx, jane).id]
    (before,), (after,) = payroll.facts(ids, date(2026, 11, 22)), payroll.facts(ids, today)
    assert (before.jobs[-1].cost_centre, after.jobs[-1].cost_centre) == ("", "700")
    assert after.location_states["Boston, MA"] == "RI"
    people.change_job(ctx, jane, JobChange(today, cost_centre="701"))
    (own,) = payroll.facts(ids, today)
    assert own.jobs[-1].cost_centre == "701"
