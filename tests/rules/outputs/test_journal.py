"""The journal: balanced whatever the slips say, by cost centre, and the same in every form it leaves in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.errors import RuleBroken
from hrtui.payroll.check.values import Part
from hrtui.payroll.codes import Codes, DeductionCode, EarningCode, Ledger, codes
from hrtui.payroll.outputs.journal import journal, journal_table, shared
from hrtui.payroll.outputs.ledger_text import beancount, hledger, valid_account
from hrtui.payroll.outputs.values import PaidSlip
from tests.rules.outputs.books import by_account, read_beancount, read_hledger
from tests.rules.outputs.slips import ann, later, line, slip, slips

OWN = codes(
    [EarningCode(f"e{n}", f"E{n}", account="Expenses:E") for n in range(4)] + [EarningCode("r0", "R0"), EarningCode("travel", "T")],
    [DeductionCode(f"c{n}", f"C{n}", account="Liabilities:C") for n in range(3)] + [DeductionCode("health", "Health")],
)  # fmt: skip
LEDGER = Ledger()
MANY = st.lists(slips(), min_size=1, max_size=6)


@given(MANY)
def test_debits_equal_credits_whatever_the_slips_say(many: list[PaidSlip]) -> None:
    for entry in journal(many, OWN, LEDGER):
        assert sum(posting.cents for posting in entry.postings) == 0
        assert all(posting.cents for posting in entry.postings)


@given(MANY)
def test_all_pay_is_an_expense_and_all_net_leaves_the_bank(many: list[PaidSlip]) -> None:
    sums: dict[str, int] = defaultdict(int)
    for posting in (each for entry in journal(many, OWN, LEDGER) for each in entry.postings):
        sums[posting.account] += posting.cents
    spent = sum(each.amount for one in many for each in one.of(Part.EARNING, Part.REIMBURSEMENT, Part.EMPLOYER))
    assert sum(amount for account, amount in sums.items() if account.startswith("Expenses")) == spent
    assert sums.get("Liabilities:Payroll:NetPay", 0) == 0
    assert sums.get("Assets:Bank:Payroll", 0) == -sum(one.net for one in many)


@given(slips(), st.integers(-(10**9), 10**9))
def test_what_is_shared_over_cost_centres_is_the_whole(one: PaidSlip, amount: int) -> None:
    assert sum(cents for _, cents in shared(one, amount)) == amount


@given(MANY)
def test_every_form_of_the_journal_says_the_same(many: list[PaidSlip]) -> None:
    entries = journal(many, OWN, LEDGER)
    bean, ledger = (
        read_beancount(beancount(entries, 'A "B" \\ Ltd', opens=True)),
        read_hledger(hledger(entries, "A; B|C", opens=True)),
    )
    assert by_account(bean) == by_account(ledger)
    rows: dict[str, int] = defaultdict(int)
    for row in journal_table(entries).rows:
        _, _, account, _, _, debit, credit, _ = row
        rows[str(account)] += getattr(debit, "cents", 0) - getattr(credit, "cents", 0)
    assert rows == by_account(bean)
    assert [sum(amount for _, amount, _ in postings) for _, postings in bean] == [0] * len(entries)
    notes = {(each.cost_centre, each.party) for entry in entries for each in entry.postings}
    assert {(note.get("cost_centre", ""), note.get("party", "")) for _, each in bean for *_, note in each} == notes


def test_a_fortnight_is_booked_by_account_and_cost_centre() -> None:
    entries = journal([ann()], OWN, LEDGER)
    pay = {(each.account, each.cost_centre, each.party): each.cents for each in entries[0].postings}
    assert pay == {
        ("Expenses:Payroll:Wages", "100", ""): 240_000 + 4_550,
        ("Expenses:Payroll:Wages", "200", ""): 60_000,
        ("Expenses:Payroll:Taxes", "100", ""): 14_285 + 3_341,
        ("Expenses:Payroll:Taxes", "200", ""): 3_571 + 835,
        ("Expenses:Payroll:Benefits", "100", ""): 7_201,
        ("Expenses:Payroll:Benefits", "200", ""): 1_800,
        ("Liabilities:Payroll:Deductions", "", ""): -(12_000 + 18_000 + 2_000 + 9_001),
        ("Liabilities:Payroll:Taxes", "", "US"): -(28_931 + 2 * 17_856 + 2 * 4_176),
        ("Liabilities:Payroll:Taxes", "", "MA"): -(13_500 + 1_325),
        ("Liabilities:Payroll:Garnishments", "", "Suffolk County"): -10_000,
        ("Liabilities:Payroll:NetPay", "", ""): -ann().net,
    }


def test_beancount_is_told_which_accounts_there_have_to_be() -> None:
    text = beancount(journal([ann()], OWN, LEDGER), "Acme")
    assert "; needs: 2026-03-19 open Assets:Bank:Payroll USD" in text.splitlines()
    assert by_account(read_beancount(text)) == by_account(
        read_beancount(beancount(journal([ann()], OWN, LEDGER), "A", True))
    )


def test_each_pay_date_has_its_entries_and_a_reversal_takes_back_what_was_booked() -> None:
    taken_back = replace(ann(), lines=tuple(each._replace(amount=-each.amount) for each in ann().lines), net=-ann().net)
    assert len(journal([ann(), later(ann(), 14)], OWN, LEDGER)) == 4
    assert journal([ann(), taken_back], OWN, LEDGER) == ()


def test_lines_that_do_not_come_to_the_net_are_not_booked() -> None:
    with pytest.raises(RuleBroken, match="nothing was booked"):
        journal([replace(ann(), net=1)], OWN, LEDGER)


def test_a_code_nobody_declared_is_refused() -> None:
    with pytest.raises(RuleBroken, match="no earning code “gold”"):
        journal([slip("1", line("earning:gold", 100))], OWN, LEDGER)


@pytest.mark.parametrize(
    ("account", "valid"),
    [
        ("Expenses:Payroll:Wages", True), ("Expenses:6000-Wages", True), ("Assets:Bank", True), ("Expenses:Löhne", True),
        ("6000", False), ("Expenses", False), ("Expenses:wages", False), ("Expenses:Pay roll", False),
        ("expenses:Wages", False), ("Expenses::Wages", False), ("Expenses:-Wages", False), ("", False),
    ],
)  # fmt: skip
def test_accounts_are_valid_in_beancount_and_hledger_or_refused(account: str, valid: bool) -> None:
    assert valid_account(account) is valid
    entries = journal([ann()], OWN, replace(LEDGER, cash=account))
    if not valid:
        with pytest.raises(RuleBroken, match="Correct `ledger`"):
            beancount(entries, "Acme")
    else:
        assert account in hledger(entries, "Acme")


def test_the_accounts_that_come_with_hrtui_are_valid() -> None:
    known: Codes = codes()
    accounts = [code.account for code in known.earnings.values()]
    accounts += [each for code in known.deductions.values() for each in (code.account, code.employer_account)]
    accounts += [Ledger().net_pay, Ledger().taxes, Ledger().employer_taxes, Ledger().garnishments, Ledger().cash]
    assert all(map(valid_account, accounts))
