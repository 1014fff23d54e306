"""A year of computed checks through everything that leaves payroll: the outputs agree with each other and with the law's limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from data.deposits import deposit_rules
from data.parameters import fica_rates
from data.payroll_tables import payroll_tables
from hrtui.dates import Period
from hrtui.payroll.check.calculate import calculate
from hrtui.payroll.check.values import Case, Deduction, Earning
from hrtui.payroll.codes import Ledger, codes
from hrtui.payroll.kinds import EarningKind, Treatment
from hrtui.payroll.model import W4
from hrtui.payroll.outputs.efw2 import efw2
from hrtui.payroll.outputs.form940 import form_940
from hrtui.payroll.outputs.form941 import Form941, form_941
from hrtui.payroll.outputs.journal import journal
from hrtui.payroll.outputs.liability import Schedule, by_day, deposits, liabilities
from hrtui.payroll.outputs.nacha import Terms, ach_file
from hrtui.payroll.outputs.payslip_pdf import payslips_pdf
from hrtui.payroll.outputs.register import register
from hrtui.payroll.outputs.transfers import transfers
from hrtui.payroll.outputs.values import Address, PaidLine, PaidSlip, Share
from hrtui.payroll.outputs.w2 import w2s
from tests.rules.outputs.ach import read
from tests.rules.outputs.slips import ACME, ROUTING

TABLES = payroll_tables(date(2026, 12, 31))
FICA, RULES, CODES = fica_rates(2026), deposit_rules(date(2026, 12, 31)), codes()
CENTS = st.integers(0, 2_500_000)
YEARS = st.lists(
    st.lists(
        st.tuples(st.integers(50_000, 9_000_000), CENTS, st.integers(0, 300_000), st.integers(0, 60_000)),
        min_size=1,
        max_size=12,
    ),
    min_size=1,
    max_size=3,
)
Months = list[tuple[int, int, int, int]]


def slips_of(number: str, months: Months) -> Iterator[PaidSlip]:
    """A person's checks of a year, month by month, each on the balances of those before."""
    balances: dict[str, int] = {}
    for month, (salary, bonus, retirement, medical) in enumerate(months, 1):
        begins = date(2026, month, 1)
        period = Period(begins, begins + timedelta(days=26))
        case = Case(
            begins + timedelta(days=24),
            "monthly",
            "TX",
            "TX",
            (
                Earning("salary", EarningKind.REGULAR, salary, cost_centre="100"),
                Earning("bonus", EarningKind.SUPPLEMENTAL, bonus, cost_centre="200"),
            ),
            W4(),
            deductions=(
                Deduction("401k", Treatment.TRADITIONAL_401K, retirement, employer_percent=Decimal("0.03")),
                Deduction("medical", Treatment.SECTION_125_HEALTH, medical, employer=medical),
            ),
            year_to_date=dict(balances),
        )
        result = calculate(case, TABLES)
        lines = []
        for line in result.lines:
            balances[line.key] = balances.get(line.key, 0) + line.amount
            lines.append(PaidLine.of(line, balances[line.key]))
        shares = (Share(ROUTING, "123", result.net),) if result.net else ()
        yield PaidSlip(
            number, "Ann", f"Kim {number}", period, case.pay_date, tuple(lines), result.gross, result.net,
            address=Address("5 Elm", "Austin", "TX", "73301"), work_state="TX", shares=shares, ssn="123-45-6789",
        )  # fmt: skip


def quarters(year: list[PaidSlip]) -> list[Form941]:
    found = []
    for number in (1, 2, 3, 4):
        own = (slip for slip in year if (slip.pay_date.month + 2) // 3 == number)
        found.append(form_941(own, 2026, number, FICA, Schedule.SEMIWEEKLY, RULES))
    return found


@settings(max_examples=25, deadline=None)
@given(YEARS)
def test_what_agencies_banks_and_books_are_told_of_a_year_agrees(people: list[Months]) -> None:
    year = [slip for number, months in enumerate(people, 1) for slip in slips_of(str(number), months)]
    statements = w2s(iter(year), 2026, FICA, CODES)
    returns = quarters(year)
    owed = liabilities(iter(year), CODES)

    def boxes(*names: str) -> int:
        return sum(each.boxes[name] for each in statements for name in names)

    assert all("more apart" not in notice for form in returns for notice in form.notices)
    assert sum(form.line_2 for form in returns) == boxes("1")
    assert sum(form.line_3 for form in returns) == boxes("2")
    assert sum(form.wages["5a"] for form in returns) == boxes("3")
    assert sum(form.wages["5c"] for form in returns) == boxes("5")
    assert sum(form.line_12 for form in returns) - sum(by_day(owed, "941").values()) in range(-60, 61)
    assert sum(each.cents for each in owed) == sum(each.cents for each in deposits(owed, Schedule.MONTHLY, RULES, ()))
    for entry in journal(iter(year), CODES, Ledger()):
        assert sum(posting.cents for posting in entry.postings) == 0
    unemployment = form_940(iter(year), 2026, TABLES.futa, RULES, CODES)
    most = sum(min(700_000, sum(salary + bonus for salary, bonus, *_ in months)) for months in people)
    assert 0 <= unemployment.line_7 <= most
    assert unemployment.line_3 == sum(slip.gross for slip in year) + unemployment.exempt.get("4c", 0) + sum(
        line.amount for slip in year for line in slip.lines if line.key == "employer:medical"
    )
    file = efw2(ACME, statements, 2026, FICA)
    assert file.statements == len(people)


@settings(max_examples=5, deadline=None)
@given(YEARS)
def test_a_run_reaches_bank_register_and_paper_with_the_same_net(people: list[Months]) -> None:
    run = [next(slips_of(str(number), months)) for number, months in enumerate(people, 1)]
    net = sum(slip.net for slip in run)
    assume(net)
    created = datetime(2026, 1, 20, 9, tzinfo=UTC)
    sent = ach_file(ACME, transfers(run).entries, Terms(created, date(2026, 1, 26)))
    *_, total = register(iter(run)).rows
    assert read(sent.text).credits == sent.credits == net
    assert getattr(total[10], "cents", None) == net
    pages = PdfReader(BytesIO(payslips_pdf(iter(run), ACME))).pages
    assert len(pages) == len(run)
