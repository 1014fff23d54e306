"""Invoices taken in, compared with enrolment, told to the carrier, and the credits that come back."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from data.schema import AuditRow, CarrierLineRow
from hrtui.access.model import EVERYONE, Field, Grant, Scope, Sight
from hrtui.audit.service import undo
from hrtui.benefits.billing import service
from hrtui.benefits.billing.census import columns_of
from hrtui.benefits.billing.model import CreditState, Kind
from hrtui.benefits.model import ElectionState
from hrtui.benefits.plans import Carrier, Tier
from hrtui.context import Context
from hrtui.errors import Conflict, NotAllowed, NotFound, RuleBroken
from hrtui.money import Money
from hrtui.payroll.items import service as items
from hrtui.payroll.items.model import PayItem
from hrtui.people import service as people
from hrtui.people.model import PrivateKind, Termination
from tests.billed import JULY, JUNE, born, enrol, invoice, row, with_plans
from tests.paidruns import FIRST, employee, paid
from tests.people import hire, statements

ContextAs = Callable[..., Context]


@pytest.fixture
def company(ctx: Context) -> Context:
    return with_plans(ctx)


def loaded(ctx: Context, folder: Path, *rows: tuple[str, ...], name: str = "bluewater-2026-06.csv") -> int:
    made = service.load_invoice(ctx, "bluewater", invoice(folder, rows, name))
    assert made.faults == ()
    assert made.invoice is not None
    return made.invoice.id


def differences(ctx: Context, id_: int) -> list[tuple[Kind, str, int]]:
    return [(each.kind, each.number, each.amount) for each in service.reconcile(ctx, id_).differences]


def test_an_invoice_of_what_is_enrolled_agrees(company: Context, tmp_path: Path) -> None:
    ann = hire(company)
    enrol(company, ann)
    id_ = loaded(company, tmp_path, row(ann))
    made = service.reconcile(company, id_)
    assert (made.differences, made.expected, made.enrolled, made.invoice.billed) == ((), 60_000, 1, 60_000)


def test_each_kind_of_difference_is_told_of_its_person(company: Context, tmp_path: Path) -> None:
    ann, bob, cem, dee = (hire(company, last=name) for name in ("Ann", "Bob", "Cem", "Dee"))
    for number in (ann, bob, cem):
        enrol(company, number)
    people.terminate(company, dee, Termination(date(2026, 4, 30), "better offer", True))
    id_ = loaded(
        company,
        tmp_path,
        row(ann, amount="650.00"),
        row(bob, tier="FAM", amount="1,700.00"),
        row(dee),
        row("X-9", "Who"),
    )
    assert differences(company, id_) == [
        (Kind.TIER, bob, 110_000),
        (Kind.MISSING, cem, -60_000),
        (Kind.LEAVER, dee, 60_000),
        (Kind.UNKNOWN, "X-9", 60_000),
        (Kind.RATE, ann, 5_000),
    ]


def test_who_left_is_a_leaver_even_where_the_election_was_not_ended(company: Context, tmp_path: Path) -> None:
    ann = hire(company)
    enrol(company, ann)
    people.terminate(company, ann, Termination(date(2026, 5, 12), "better offer", True))
    assert differences(company, loaded(company, tmp_path, row(ann))) == [(Kind.LEAVER, ann, 60_000)]


def test_who_continues_under_cobra_is_billed(company: Context, tmp_path: Path) -> None:
    ann = hire(company)
    enrol(company, ann, state=ElectionState.COBRA)
    people.terminate(company, ann, Termination(date(2026, 5, 12), "better offer", True))
    assert differences(company, loaded(company, tmp_path, row(ann))) == []


def test_who_waived_is_not_enrolled(company: Context, tmp_path: Path) -> None:
    ann = hire(company)
    enrol(company, ann, option="", state=ElectionState.WAIVED)
    assert differences(company, loaded(company, tmp_path, row(ann))) == [(Kind.NOT_ENROLLED, ann, 60_000)]


def test_coverage_from_the_middle_of_the_month_may_be_billed_or_not(company: Context, tmp_path: Path) -> None:
    ann, bob = hire(company, last="Ann"), hire(company, last="Bob")
    for number in (ann, bob):
        enrol(company, number, since=date(2026, 6, 15))
    assert differences(company, loaded(company, tmp_path, row(ann))) == []


def test_the_same_file_twice_is_refused_until_the_first_is_undone(company: Context, tmp_path: Path) -> None:
    ann = hire(company)
    first = service.load_invoice(company, "bluewater", invoice(tmp_path, [row(ann)]))
    with pytest.raises(Conflict, match="on file already: bluewater-2026-06.csv"):
        loaded(company, tmp_path, row(ann), name="again.csv")
    assert first.command is not None
    undo(company, first.command)
    assert service.invoices(company).invoices == ()
    loaded(company, tmp_path, row(ann))
    assert len(service.invoices(company).invoices) == 1


def test_a_file_with_a_fault_leaves_nothing(company: Context, tmp_path: Path) -> None:
    made = service.load_invoice(company, "bluewater", invoice(tmp_path, [row("1"), row("2", amount="much")]))
    assert made.invoice is None
    assert [(each.row, each.column, each.value) for each in made.faults] == [(3, "Premium", "much")]
    assert CarrierLineRow.select().count() == 0


def test_a_member_is_found_by_the_carriers_id_once_it_was_known(company: Context, tmp_path: Path) -> None:
    ann = hire(company)
    people.set_private(company, ann, PrivateKind.SSN, "123-45-6789")
    first = loaded(company, tmp_path, row("M-77", ssn="6789"))
    second = loaded(company, tmp_path, row("M-77", "K., A.", month="2026-07"), name="july.csv")
    assert [each[1] for each in differences(company, first)] == [ann]
    assert [each[1] for each in differences(company, second)] == [ann]


def test_a_member_is_found_by_name_and_birth_date(company: Context, tmp_path: Path) -> None:
    ann = born(company, hire(company), date(1984, 4, 9))
    born(company, hire(company), date(1990, 1, 1))
    enrol(company, ann)
    assert differences(company, loaded(company, tmp_path, row("", "Ann Kim", born="4/9/1984"))) == []


def test_a_name_alone_means_nobody(company: Context, tmp_path: Path) -> None:
    enrol(company, hire(company))
    kinds = {each[0] for each in differences(company, loaded(company, tmp_path, row("", "Kim, Ann")))}
    assert kinds == {Kind.UNKNOWN, Kind.MISSING}


def test_opening_a_number_to_compare_its_end_leaves_an_entry(company: Context, tmp_path: Path) -> None:
    ann = hire(company)
    people.set_private(company, ann, PrivateKind.SSN, "123-45-6789")
    loaded(company, tmp_path, row("M-77", ssn="6789"))
    assert AuditRow.select().where((AuditRow.action == "benefits.see_ssn") & (AuditRow.subject == ann)).count() == 1


def test_without_sight_of_numbers_and_birth_dates_names_are_not_compared(
    company: Context, ctx_as: ContextAs, tmp_path: Path
) -> None:
    ann = born(company, hire(company), date(1984, 4, 9))
    people.set_private(company, ann, PrivateKind.SSN, "123-45-6789")
    bill = ctx_as(Grant("benefits.bill", EVERYONE, {Field.PAY: Sight.SHOWN}))
    made = service.load_invoice(bill, "bluewater", invoice(tmp_path, [row("M-77", born="4/9/1984", ssn="6789")]))
    assert made.unknown == 1


def test_only_who_keeps_everyones_invoices_and_sees_pay_may(company: Context, ctx_as: ContextAs) -> None:
    for grant in (
        Grant("benefits.read", EVERYONE, {Field.PAY: Sight.SHOWN}),
        Grant("benefits.bill", EVERYONE),
        Grant("benefits.bill", Scope(team=True), {Field.PAY: Sight.SHOWN}),
    ):
        with pytest.raises(NotAllowed):
            service.invoices(ctx_as(grant))


def test_an_unknown_carrier_and_one_without_a_mapping_are_refused(company: Context, tmp_path: Path) -> None:
    path = invoice(tmp_path, [row("1")])
    with pytest.raises(NotFound, match="nobody"):
        service.load_invoice(company, "nobody", path)
    with pytest.raises(RuleBroken, match="has no invoice mapping"):
        service.load_invoice(company, "harbor", path)


def test_a_month_that_nothing_names_has_to_be_told(company: Context, tmp_path: Path) -> None:
    ann = hire(company)
    path = invoice(tmp_path, [row(ann, month="")])
    with pytest.raises(RuleBroken, match="does not say which month"):
        service.load_invoice(company, "bluewater", path)
    made = service.load_invoice(company, "bluewater", path, date(2026, 6, 20))
    assert made.invoice is not None
    assert made.invoice.month == JUNE


def test_a_premium_that_cannot_be_told_is_said_and_not_guessed(company: Context, tmp_path: Path) -> None:
    ann = hire(company)
    enrol(company, ann, option="gold")
    made = service.reconcile(company, loaded(company, tmp_path, row(ann, plan="Gold")))
    assert made.differences == ()
    assert "goes by age, and the birth date" in made.notices[0]


def test_a_credit_is_expected_once_and_open_until_a_later_invoice_takes_the_amount_back(
    company: Context, tmp_path: Path
) -> None:
    ann = hire(company)
    june = loaded(company, tmp_path, row(ann))
    service.expect_credits(company, june)
    with pytest.raises(RuleBroken, match="No difference of the invoice is left"):
        service.expect_credits(company, june)
    assert [(each.amount, each.number, each.state) for each in service.credits(company)] == [
        (60_000, ann, CreditState.EXPECTED)
    ]
    back = row(ann, amount="(600.00)", month="2026-06")
    made = service.load_invoice(company, "bluewater", invoice(tmp_path, [back], "july.csv"), JULY)
    assert made.credited == 1
    assert service.credits(company) == []
    assert made.command is not None
    undo(company, made.command)
    assert [each.state for each in service.credits(company)] == [CreditState.EXPECTED]


def test_a_credit_is_dropped_with_a_reason_and_comes_back_by_undo(company: Context, tmp_path: Path) -> None:
    service.expect_credits(company, loaded(company, tmp_path, row(hire(company))))
    (credit,) = service.credits(company)
    with pytest.raises(RuleBroken, match="Say why"):
        service.drop_credit(company, credit.id, " ")
    done = service.drop_credit(company, credit.id, "paid by cheque")
    assert [(each.state, each.note) for each in service.credits(company, every=True)] == [
        (CreditState.DROPPED, "paid by cheque")
    ]
    with pytest.raises(RuleBroken, match="dropped already"):
        service.drop_credit(company, credit.id, "again")
    undo(company, done.command)
    assert len(service.credits(company)) == 1


def test_the_list_to_send_is_for_its_owner_alone_and_computes_nothing(company: Context, tmp_path: Path) -> None:
    id_ = loaded(company, tmp_path, row("X-1", "=HYPERLINK(1)"))
    made = service.send_differences(company, id_, tmp_path / "to-bluewater.csv")
    table, letter = made.table.read_text("utf-8"), made.letter.read_text("utf-8")
    assert ",'=HYPERLINK(1)," in table
    assert "Please credit $600.00 with your next invoice." in letter
    assert "unknown member: 1, $600.00" in letter
    assert [stat.S_IMODE(path.stat().st_mode) for path in (made.table, made.letter)] == [0o600, 0o600]
    assert AuditRow.select().where(AuditRow.action == "benefits.send_differences").count() == 1


def test_where_a_file_is_there_neither_is_written(company: Context, tmp_path: Path) -> None:
    id_ = loaded(company, tmp_path, row("X-1"))
    (tmp_path / "out.txt").write_text("mine")
    with pytest.raises(RuleBroken, match="is there already"):
        service.send_differences(company, id_, tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_the_statements_of_a_comparison_do_not_grow_with_the_people(company: Context, tmp_path: Path) -> None:
    numbers = [hire(company, last=f"Kim{at}") for at in range(6)]
    for number in numbers:
        enrol(company, number)
    few = loaded(company, tmp_path, row(numbers[0]))
    many = loaded(company, tmp_path, *(row(number) for number in numbers), name="more.csv")
    with statements() as first:
        service.reconcile(company, few)
    with statements() as second:
        service.reconcile(company, many)
    assert len(second) <= len(first)
    assert len(second) < 25


def test_an_invoice_that_was_undone_is_not_found(company: Context, tmp_path: Path) -> None:
    made = service.load_invoice(company, "bluewater", invoice(tmp_path, [row("1")]))
    assert made.command is not None
    assert made.invoice is not None
    undo(company, made.command)
    with pytest.raises(NotFound, match="There is no invoice"):
        service.reconcile(company, made.invoice.id)


def test_what_runs_withheld_is_compared_with_what_elections_of_their_pay_dates_ask(company: Context) -> None:
    right, without, less, ended = (employee(company, at) for at in range(4))
    for number in (right, less):
        enrol(company, number)
    for number, dollars in ((right, "46.15"), (less, "40.00"), (ended, "46.15")):
        items.add_item(company, number, PayItem(date(2026, 10, 25), "medical", Money(int(dollars.replace(".", "")))))
    paid(company, FIRST)
    enrol(company, without)
    made = service.deductions(company, FIRST)
    assert [(each.kind, each.number, each.amount) for each in made.differences] == [
        (Kind.NO_DEDUCTION, without, -4_615),
        (Kind.TOO_MUCH, ended, 4_615),
        (Kind.TOO_LITTLE, less, -615),
    ]
    assert made.runs == ("main-2026-11-12",)


def test_a_month_without_a_final_run_has_nothing_to_compare(company: Context) -> None:
    with pytest.raises(RuleBroken, match="No run of 2026-06 is final yet"):
        service.deductions(company, JUNE)


def test_a_census_holds_who_is_covered_that_day_in_the_carriers_columns(company: Context, tmp_path: Path) -> None:
    ann, bob = born(company, hire(company, last="Ann"), date(1984, 4, 9)), hire(company, last="Bob")
    enrol(company, ann, Tier.EMPLOYEE)
    enrol(company, bob, since=date(2026, 7, 1))
    path = tmp_path / "census.csv"
    made = service.census(company, "bluewater", path, JUNE)
    assert path.read_text("utf-8").splitlines() == [
        "Member ID,Name,Plan,Tier,Born",
        f'{ann},"Ann, Ann",PPO500,employee,1984-04-09',
    ]
    assert made.count == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert AuditRow.select().where((AuditRow.action == "benefits.see_birth") & (AuditRow.subject == ann)).count() == 1


def test_a_census_with_birth_dates_is_refused_to_whom_they_are_hidden(
    company: Context, ctx_as: ContextAs, tmp_path: Path
) -> None:
    bill = ctx_as(Grant("benefits.bill", EVERYONE, {Field.PAY: Sight.SHOWN}))
    with pytest.raises(NotAllowed, match="does not see everyone's birth"):
        service.census(bill, "bluewater", tmp_path / "census.csv")
    assert not (tmp_path / "census.csv").exists()


def test_a_census_column_that_is_not_known_is_refused_with_those_that_are() -> None:
    with pytest.raises(RuleBroken, match="fills “Shoe” with shoe_size, which is no column; use number, name"):
        columns_of(Carrier("b", "B", census={"Shoe": "shoe_size"}))
