"""Payslips on paper and as text: every figure on them, whatever people are called, and the same bytes for the same slips."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from hrtui.errors import RuleBroken
from hrtui.money import STYLES, Money, format_money
from hrtui.payroll.outputs.payslip import Payslip, Row, payslip
from hrtui.payroll.outputs.payslip_pages import BOTTOM, LEFT, RIGHT, pages_of
from hrtui.payroll.outputs.payslip_pdf import payslips_pdf
from hrtui.payroll.outputs.payslip_text import columns, payslip_text
from hrtui.payroll.outputs.values import Address, PaidSlip, Share
from tests.rules.outputs.slips import ACME, ROUTING, SAVINGS, ann, line, slip, slips

HOSTILE = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def words(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def rows(made: Payslip) -> list[Row]:
    every = [row for section in (*made.pay, *made.told) for row in section.rows]
    return [*every, *(section.total for section in (*made.pay, *made.told) if section.total), made.net]


def test_a_payslip_has_sections_with_this_slip_and_the_year() -> None:
    made = payslip(ann(), ACME)
    assert [section.title for section in made.pay] == [
        "Earnings", "Reimbursements", "Deductions before tax", "Taxes", "Deductions after tax", "Garnishments",
    ]  # fmt: skip
    assert [section.title for section in made.told] == ["Paid to", "Paid by the employer on top", "Taxable wages"]
    assert made.pay[0].rows[0] == Row("Salary", "80.00", "", "2,400.00", "2,400.00")
    assert made.pay[0].total == Row("Gross pay", "", "", "3,000.00", "3,000.00")
    assert made.net.current == format_money(Money(ann().net))


def test_a_reversal_names_what_it_takes_back_and_its_amounts_stand_in_brackets() -> None:
    back = tuple(each._replace(amount=-each.amount, year_to_date=0) for each in ann().lines)
    made = payslip(replace(ann(), lines=back, net=-ann().net, shares=(), reverses="R12/3"), ACME)
    assert ("Reverses", "R12/3") in made.facts
    assert made.net.current == format_money(Money(-ann().net)) and made.net.current.startswith("(")


def test_gross_pay_always_has_its_row_and_a_yearly_rate_is_not_shown_as_one_of_an_hour() -> None:
    made = payslip(slip("1", line("earning:salary", 100, rate=Decimal(90_000)), line("tax:medicare", 1)), ACME)
    assert made.pay[0].rows == (Row("Salary", "", "", "1.00", "1.00"),)
    assert made.pay[0].total == Row("Gross pay", "", "", "1.00", "1.00")
    assert made.pay[1].total is None


def test_lines_of_one_code_tell_its_year_once() -> None:
    parts = [line("earning:hourly", 100, year_to_date=600), line("earning:hourly", 200, year_to_date=800)]
    made = payslip(slip("1", *parts), ACME)
    assert [row.year for row in made.pay[0].rows] == ["", "8.00"]
    assert (made.pay[0].total or made.net).year == made.net.year == "8.00"


def test_labels_leave_out_what_their_title_says() -> None:
    lines = (
        line("employer:futa", 1, "Federal unemployment tax, employer"),
        line("wages:medicare", 2, "Wages for Medicare"),
    )
    made = payslip(slip("1", *lines, line("wages:gross", 3, "Gross pay")), ACME)
    assert [row.label for section in made.told for row in section.rows] == ["Federal unemployment tax", "Medicare"]


def test_federal_taxes_come_first_and_contributions_last() -> None:
    keys = ("contribution:NY x", "tax:NY_income_tax", "tax:medicare", "tax:federal_income_tax", "tax:social_security")
    made = payslip(slip("1", *(line(key, 1, key) for key in keys)), ACME)
    assert [row.label.partition(":")[2] for row in made.pay[0].rows] == [
        "federal_income_tax", "social_security", "medicare", "NY_income_tax", "NY x",
    ]  # fmt: skip


def test_net_pay_is_told_by_account_and_cheque() -> None:
    shares = (Share(ROUTING, "111122223333", 100_00, SAVINGS), Share(ROUTING, "9", 0, prenote=True))
    paid_to = payslip(ann(shares=shares), ACME).told[0]
    assert [row.label for row in paid_to.rows] == ["Savings …3333", "Cheque"]
    assert paid_to.rows[1].current == format_money(Money(ann().net - 100_00))


def test_amounts_are_written_as_the_company_writes_them() -> None:
    made = payslip(ann(), ACME, STYLES["de_DE"])
    assert made.pay[0].rows[0] == Row("Salary", "80,00", "", "2.400,00", "2.400,00")


@given(slips())
def test_the_sections_of_any_slip_come_to_its_net(one: PaidSlip) -> None:
    signs = {"Earnings": 1, "Reimbursements": 1}
    sums = {
        section.title: sum(int(row.current.replace(",", "").replace(".", "")) for row in section.rows)
        for section in payslip(replace(one, net=0), ACME).pay
    }
    assert sum(signs.get(title, -1) * amount for title, amount in sums.items()) == one.net


@settings(max_examples=15, deadline=None)
@given(st.lists(slips(), min_size=1, max_size=3))
def test_every_figure_of_any_slip_stands_in_the_pdf(many: list[PaidSlip]) -> None:
    text = "\n".join(words(payslips_pdf(many, ACME)))
    for one in many:
        for row in rows(payslip(one, ACME)):
            assert row.current in text
            assert row.year in text


@pytest.mark.parametrize("name", ["Łukasz Nguyễn-Öztürk", "Γιάννης Жуков", "Zoë <b>Bold</b> & %PDF (x) \\"])
def test_names_are_shown_as_they_are(name: str) -> None:
    assert name in words(payslips_pdf([ann(name=name)], ACME))[0]


def test_signs_the_font_lacks_are_marked_and_said() -> None:
    text = words(payslips_pdf([ann(name="Li 李明"), ann()], ACME))
    assert "Li ��" in text[0] and "letters lack" in text[0]
    assert "1042" in text[0]
    assert "letters lack" not in text[1]


@settings(max_examples=25, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_text_from_people_is_data(name: str, department: str, label: str) -> None:
    one = ann(name=f"x {name}", department=department)
    one = replace(one, lines=(*one.lines, line("post_tax:gym", 0, label)), address=Address(label, department))
    assert len(words(payslips_pdf([one], ACME))) == 1
    text = payslip_text(payslip(one, ACME))
    assert all(columns(row) <= 80 for row in text.split("\n"))
    assert "\x1b" not in text


def test_the_same_slips_give_the_same_bytes_in_every_process() -> None:
    program = (
        "import hashlib; from tests.rules.outputs.slips import ACME, ann;"
        "from hrtui.payroll.outputs.payslip_pdf import payslips_pdf;"
        "print(hashlib.sha256(payslips_pdf([ann(), ann(name='Zoë Łee')], ACME)).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


def test_the_pdf_of_a_run_has_a_page_and_a_bookmark_for_everyone() -> None:
    pdf = PdfReader(BytesIO(payslips_pdf([ann(number=str(n)) for n in range(40)], ACME)))
    assert len(pdf.pages) == len(pdf.outline) == 40
    assert "Kim, Ann (7)" in str(pdf.outline[7])
    assert "12345678" not in "".join(page.extract_text() for page in pdf.pages)


def test_a_long_slip_goes_on_over_pages_under_its_name() -> None:
    every = [line(f"earning:e{n}", n, hours=Decimal(n)) for n in range(90)] + [
        line(f"employer:e{n}", n) for n in range(90)
    ]
    text = words(payslips_pdf([slip("7", *every, name="Bo Li")], ACME))
    assert len(text) > 3
    assert all("Bo Li" in page and f"Page {at} of {len(text)}" in page for at, page in enumerate(text, 1))
    assert all(f"E{n}" in "\n".join(text) for n in range(90))


@given(slips())
def test_nothing_is_drawn_outside_the_page_or_over_another(one: PaidSlip) -> None:
    def measure(text: str, size: float) -> float:
        return len(text) * size * 0.55

    for page in pages_of(payslip(one, ACME), measure):
        spans: dict[float, list[tuple[float, float]]] = {}
        for mark in (mark for mark in page if mark.text):
            width = measure(mark.text, mark.size)
            start = mark.x - width if mark.right else mark.x
            assert start >= LEFT and start + width <= RIGHT + 0.01
            assert mark.y <= BOTTOM + 14
            spans.setdefault(mark.y, []).append((start, start + width))
        for row in spans.values():
            ordered = sorted(row)
            assert all(one[1] <= other[0] for one, other in zip(ordered, ordered[1:], strict=False))


def test_a_payslip_as_text_lines_up_at_80_columns() -> None:
    text = payslip_text(payslip(ann(name="李明 Kim"), ACME)).splitlines()
    assert f"{'  Salary':32}{'80.00':>8}{'':11}{'2,400.00':>14}{'2,400.00':>15}" in text
    assert all(columns(row) <= 80 for row in text)
    assert any(row.startswith("Net pay") and row.split()[2] == format_money(Money(ann().net)) for row in text)


def test_no_slips_make_no_file() -> None:
    with pytest.raises(RuleBroken, match="no payslip to print"):
        payslips_pdf([], ACME)


def test_what_draws_pdfs_is_imported_only_when_used() -> None:
    program = "import sys, hrtui.payroll.outputs.payslip_pdf; print('reportlab' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"
