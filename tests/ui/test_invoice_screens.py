"""Carriers' invoices by pressing keys: taken in, compared, a credit expected and dropped, the list to send written."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hrtui.access.model import EVERYONE, Grant
from hrtui.benefits.billing import service
from hrtui.context import Context
from hrtui.people import service as people
from hrtui.people.model import Termination
from screens.benefits.credits import CreditsScreen
from screens.benefits.invoices import InvoicesScreen
from screens.benefits.reconcile import InvoiceScreen, WithheldScreen
from screens.people.record import RecordScreen
from screens.shell import HrApp
from screens.widgets.form import FormScreen
from tests.billed import JULY, enrol, invoice, row, with_plans
from tests.paidruns import FIRST, employee, paid
from tests.people import hire
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
ContextAs = Callable[..., Context]


@pytest.fixture
def company(ctx: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    """One who is enrolled and billed too much, one who left; `june.csv` in the current folder bills both."""
    with_plans(ctx)
    ann, dee = hire(ctx, last="Ann"), hire(ctx, last="Dee")
    enrol(ctx, ann)
    people.terminate(ctx, dee, Termination(date(2026, 4, 30), "better offer", True))
    invoice(tmp_path, [row(ann, amount="650.00"), row(dee)], "june.csv")
    invoice(tmp_path, [row(ann, amount="much")], "bad.csv")
    monkeypatch.chdir(tmp_path)
    return ctx


def load(ctx: Context, tmp_path: Path) -> int:
    made = service.load_invoice(ctx, "bluewater", tmp_path / "june.csv")
    assert made.invoice is not None
    return made.invoice.id


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_an_invoice_is_loaded_opened_and_a_credit_expected(
    hr_app: MakeApp, company: Context, size: tuple[int, int]
) -> None:
    app = hr_app(address="invoices")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "No invoice is on file." in painted(app))
        assert "a takes in the file a carrier sent" in painted(app)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press(*"bluew", "tab", *"june.csv", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, InvoicesScreen) and "u undoes it" in painted(app))
        await until(pilot, lambda: "1 differs from enrolment" in painted(app))
        assert "650.00" in painted(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, InvoiceScreen) and "2 differences" in painted(app))
        assert "leaver billed 1" in painted(app)
        assert "left on 2026-04-30" in painted(app)
        await pilot.press("e")
        await until(pilot, lambda: "1 credit is expected of bluewater" in painted(app))
        await until(pilot, lambda: "Credit" in painted(app) and "expected" in painted(app))
    assert [each.amount for each in service.credits(company)] == [60_000]
    assert len(service.invoices(company).invoices) == 1


async def test_a_file_with_a_fault_is_told_in_the_form_and_not_kept(hr_app: MakeApp, company: Context) -> None:
    app = hr_app(address="invoices")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "No invoice is on file." in painted(app))
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press(*"bluew", "tab", *"bad.csv", "ctrl+o")
        await until(pilot, lambda: "row 2, Premium" in painted(app))
        assert isinstance(app.screen, FormScreen)
    assert service.invoices(company).invoices == ()


async def test_differences_are_narrowed_by_kind_all_credits_expected_and_the_list_written(
    hr_app: MakeApp, company: Context, tmp_path: Path
) -> None:
    app = hr_app(address=f"invoice {load(company, tmp_path)}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "2 differences" in painted(app))
        await pilot.press("t")
        await until(pilot, lambda: "1 of 2: leaver billed" in painted(app))
        await pilot.press("t", "t")
        await until(pilot, lambda: "wrong rate 1" in painted(app))
        await pilot.press("E")
        await until(pilot, lambda: "2 credits are expected" in painted(app))
        await pilot.press("E")
        await until(pilot, lambda: "No difference of the invoice is left" in painted(app))
        await pilot.press("S")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "Wrote 2 differences, $650.00, to" in painted(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
    assert (tmp_path / "bluewater-2026-06-differences.csv").exists()
    assert "Please credit $650.00" in (tmp_path / "bluewater-2026-06-differences.txt").read_text()


async def test_a_credit_is_dropped_with_a_reason_and_shown_among_all(
    hr_app: MakeApp, company: Context, tmp_path: Path
) -> None:
    service.expect_credits(company, load(company, tmp_path))
    app = hr_app(address="credits")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, CreditsScreen) and "2 expected" in painted(app))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press(*"by cheque", "ctrl+o")
        await until(pilot, lambda: "is dropped" in painted(app))
        await until(pilot, lambda: "1 expected" in painted(app))
        await pilot.press("v")
        await until(pilot, lambda: "dropped" in painted(app))
    assert len(service.credits(company)) == 1


async def test_what_payroll_withheld_is_compared_month_by_month(hr_app: MakeApp, ctx: Context) -> None:
    with_plans(ctx)
    number = employee(ctx)
    paid(ctx, FIRST)
    enrol(ctx, number)
    app = hr_app(address="withheld 2026-11")
    async with app.run_test(size=(200, 50)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, WithheldScreen) and "1 difference" in painted(app))
        assert "no deduction taken" in painted(app)
        assert "(46.15)" in painted(app)
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "No run of 2026-10 is final yet" in painted(app))
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "1 difference" in painted(app))


async def test_a_census_is_written_from_the_list(hr_app: MakeApp, company: Context, tmp_path: Path) -> None:
    app = hr_app(address="invoices")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "No invoice is on file." in painted(app))
        await pilot.press("C")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "The census of Bluewater Health" in painted(app))
    assert (tmp_path / "census-2026-11-23.csv").read_text().count("\n") == 2


async def test_without_a_plan_file_the_list_says_how_to_write_one(hr_app: MakeApp, ctx: Context) -> None:
    app = hr_app(address="invoices")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "There is no plan file" in painted(app))
        await pilot.press("a")
        await until(pilot, lambda: "No carrier of the plan file has an invoice mapping" in painted(app))
        await pilot.press("enter", "t", "W")
        await until(pilot, lambda: isinstance(app.screen, WithheldScreen))


async def test_who_may_not_keep_invoices_is_not_led_there(hr_app: MakeApp, ctx_as: ContextAs) -> None:
    app = hr_app(ctx_as(Grant("people.read", EVERYONE)), address="invoices")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "may not" in painted(app))
        assert not isinstance(app.screen, InvoicesScreen)


async def test_an_invoice_that_is_not_there_is_said(hr_app: MakeApp, company: Context) -> None:
    app = hr_app(address=f"invoice {JULY.year}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "There is no invoice 2026" in painted(app))
        await pilot.press("e", "E", "x", "S", "t", "n", "enter", "o", "W")
        assert isinstance(app.screen, InvoiceScreen)


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_invoices_are_filtered_walked_with_n_and_p_and_written_to_a_file(
    hr_app: MakeApp, company: Context, tmp_path: Path, size: tuple[int, int]
) -> None:
    load(company, tmp_path)
    invoice(tmp_path, [row("1001", amount="600.00", month="2026-07")], "july.csv")
    service.load_invoice(company, "bluewater", tmp_path / "july.csv")
    app = hr_app(address="invoices")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "2 invoices" in painted(app) and "2026-07" in painted(app))
        await pilot.press("slash", *"blue 06", "down", "x")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "Wrote 1 invoices" in painted(app) and "1 of 2" in painted(app))
        await pilot.press("escape")
        await until(pilot, lambda: "1 of 2" not in painted(app))
        await pilot.press("home", "enter")
        await until(pilot, lambda: isinstance(app.screen, InvoiceScreen) and "1 of 2" in painted(app))
        await pilot.press("n")
        await until(pilot, lambda: "2 of 2" in painted(app) and "2026-06" in painted(app))
        await pilot.press("n")
        await until(pilot, lambda: "This is the last invoice of the list." in painted(app))
        await pilot.press("p")
        await until(pilot, lambda: "1 of 2" in painted(app) and "2026-07" in painted(app))
    (line,) = csv.DictReader((tmp_path / "invoices-2026-11-23.csv").open())
    assert (line["month"], line["carrier"], line["billed"]) == ("2026-06", "bluewater", "1250.00")


async def test_an_invoice_that_an_address_opened_is_walked_through_all_invoices(
    hr_app: MakeApp, company: Context, tmp_path: Path
) -> None:
    app = hr_app(address=f"invoice {load(company, tmp_path)}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "2 differences" in painted(app))
        await pilot.press("p")
        await until(pilot, lambda: "This is the first invoice of the list." in painted(app))


async def test_differences_are_filtered_by_words_and_the_marked_ones_written(
    hr_app: MakeApp, company: Context, tmp_path: Path
) -> None:
    app = hr_app(address=f"invoice {load(company, tmp_path)}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "2 differences" in painted(app))
        await pilot.press("slash", *"dee", "down", "space", "escape")
        await until(pilot, lambda: "1 of 2" not in painted(app))
        await pilot.press("x")
        await until(pilot, lambda: "the 1 marked" in painted(app))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "Wrote 1 differences to bluewater-2026-06.csv" in painted(app))
    (line,) = csv.DictReader((tmp_path / "bluewater-2026-06.csv").open())
    assert (line["difference"], line["name"], line["amount"]) == ("leaver billed", "Dee, Ann", "600.00")


async def test_credits_are_filtered_and_written_as_a_spreadsheet(
    hr_app: MakeApp, company: Context, tmp_path: Path
) -> None:
    service.expect_credits(company, load(company, tmp_path))
    app = hr_app(address="credits")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "2 expected" in painted(app))
        await pilot.press("slash", *"leaver", "down")
        await until(pilot, lambda: "1 of 2" in painted(app))
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+u", *"open.json", "ctrl+o")
        await until(pilot, lambda: "Wrote 1 credits" in painted(app))
        await pilot.press("slash", *"nobody")
        await until(pilot, lambda: "Nothing here matches." in painted(app))
    (made,) = json.loads((tmp_path / "open.json").read_text())
    assert (made["name"], made["state"]) == ("Dee, Ann", "expected")
