"""The bank file, read back by a reader of its own, against published samples and the rules of the format."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hrtui.errors import RuleBroken
from hrtui.payroll.outputs import routing
from hrtui.payroll.outputs.nacha import (
    CREDITS,
    DEBITS,
    MIXED,
    Terms,
    ach_file,
    blocks_of,
    entry_hash,
    reversal_day,
    reversal_file,
)
from hrtui.payroll.outputs.transfers import MOST_CENTS, Entry, bank_table, check, transfers
from hrtui.payroll.outputs.values import AccountKind, Bank, Share
from tests.rules.outputs.ach import read
from tests.rules.outputs.slips import ACME, OTHER, PAY_DATE, ROUTING, SAVINGS, ann, line, slip

FACTS: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "examples" / "ach.yaml").read_text())
TERMS = Terms(datetime(2026, 3, 17, 9, 30, tzinfo=UTC), PAY_DATE)
EIGHT = st.integers(1, 99_999_999).map(lambda number: str(number).zfill(8))
ROUTINGS = EIGHT.map(lambda first: first + routing.check_digit(first))
PAID = st.builds(
    Entry,
    number=st.text(max_size=30),
    name=st.text(max_size=60),
    routing=ROUTINGS,
    account=st.text("0123456789AZaz-", min_size=1, max_size=17),
    cents=st.integers(1, MOST_CENTS),
    kind=st.sampled_from(AccountKind),
    prenote=st.just(False),
)
ENTRIES = PAID | st.builds(
    Entry, st.just("7"), st.just("New Hire"), ROUTINGS, st.just("55"), st.just(0), prenote=st.just(True)
)


@pytest.mark.parametrize("fact", FACTS["routing_numbers"], ids=lambda fact: fact["number"])
def test_routing_numbers_of_published_files_are_told_from_wrong_ones(fact: dict[str, Any]) -> None:
    assert routing.fits(fact["number"]) is fact["right"]


@pytest.mark.parametrize("fact", FACTS["entry_hashes"], ids=lambda fact: fact["hash"])
def test_the_entry_hash_is_that_of_published_files(fact: dict[str, Any]) -> None:
    assert entry_hash(fact["receiving_banks"]) == fact["hash"]


@pytest.mark.parametrize("fact", FACTS["blocks"], ids=lambda fact: str(fact["records"]))
def test_records_fill_blocks_of_ten(fact: dict[str, Any]) -> None:
    assert blocks_of(fact["records"]) == fact["blocks"]


def test_the_published_sample_of_one_credit_has_our_totals() -> None:
    made = ach_file(ACME, [Entry("1", "Receiver", "231380104", "12345678", 100_000_000)], TERMS)
    assert (made.entry_hash, made.entries, made.blocks, made.credits) == ("0023138010", 1, 1, 100_000_000)
    assert read(made.text).file_end.startswith("9000001000001000000010023138010000000000000000100000000")


@given(st.lists(ENTRIES, min_size=1, max_size=15), st.booleans())
def test_every_total_of_any_file_can_be_derived_again(entries: list[Entry], balanced: bool) -> None:
    made = ach_file(ACME, entries, TERMS._replace(balanced=balanced))
    found = read(made.text)
    total = sum(entry.cents for entry in entries)
    assert (found.credits, made.credits) == (total, total)
    assert found.debits == (total if balanced else 0)
    assert found.batch[1:4] == (MIXED if balanced and total else CREDITS)
    assert found.fillers == made.blocks * 10 - len(found.entries) - 4


def test_a_balanced_file_debits_the_company_with_what_it_credits() -> None:
    made = read(ach_file(ACME, transfers([ann()]).entries, TERMS._replace(balanced=True)).text)
    offset = made.entries[-1]
    assert (offset[1:3], offset[3:12], offset[12:29].strip()) == ("27", OTHER, "998877")
    assert int(offset[29:39]) == ann().net == made.credits


def test_a_total_above_what_one_entry_takes_is_balanced_by_several() -> None:
    entries = [Entry(str(n), "Ann", ROUTING, "1", MOST_CENTS) for n in range(3)]
    made = read(ach_file(ACME, entries, TERMS._replace(balanced=True)).text)
    assert made.debits == made.credits == 3 * MOST_CENTS


def test_checking_savings_and_prenotes_have_their_transaction_codes() -> None:
    shares = (
        Share(ROUTING, "1", 100_00),
        Share(ROUTING, "2", ann().net - 100_00, SAVINGS),
        Share(OTHER, "3", 0, prenote=True),
        Share(OTHER, "4", 0, SAVINGS, prenote=True),
        Share(OTHER, "5", 0),
    )
    made = read(ach_file(ACME, transfers([ann(shares=shares)]).entries, TERMS).text)
    assert [(each[1:3], each[12:29].strip()) for each in made.entries] == [
        ("22", "1"), ("32", "2"), ("23", "3"), ("33", "4"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Zoë Müller-Łukasz", "ZOE MULLER-LUKASZ"),
        ("Nguyễn Thị Ánh", "NGUYEN THI ANH"),
        ("O’Neil, Pat", "O'NEIL PAT"),
        ("Ann\x1b[31m Kim\r\n6220", "ANN KIM 6220"),
        ("李明", "EMPLOYEE 1042"),
        ("A very long name that no field of this file holds", "A VERY LONG NAME THAT"),
    ],
)
def test_names_are_written_in_plain_capitals(name: str, written: str) -> None:
    made = read(ach_file(ACME, [Entry("1042", name, ROUTING, "1", 5)], TERMS).text)
    assert made.entries[0][54:76].rstrip() == written


def test_headers_say_who_sends_what_and_when() -> None:
    made = read(ach_file(ACME, transfers([ann()]).entries, TERMS._replace(modifier="B", reference="run 7")).text)
    assert made.header.startswith("101 12104288211234567892603170930B094101FIRST BANK")
    assert made.header.endswith("RUN 7   ")
    assert made.batch.startswith("5220ACME LTD")
    assert made.batch[40:79] == "1123456789PPDPAYROLL   260319260319   1"


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"routing": "231380105"}, "routing", "ending in 0105"),
        ({"routing": ""}, "routing", "missing"),
        ({"routing": "23138010٤"}, "routing", "not one"),
        ({"account": ""}, "account", "account number of Ann"),
        ({"account": "12 34"}, "account", "account number of Ann"),
        ({"cents": 0}, "amount", "0.00"),
        ({"cents": -1}, "amount", "above zero"),
        ({"cents": MOST_CENTS + 1}, "amount", "ten digits"),
        ({"prenote": True}, "amount", "prenote"),
    ],
)
def test_an_entry_that_cannot_be_sent_is_refused_with_its_person(change: dict[str, Any], field: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said) as refused:
        check(Entry("1042", "Ann Kim", ROUTING, "12345678", 100)._replace(**change))
    assert refused.value.field == field
    assert "Ann Kim (1042)" in str(refused.value)


@pytest.mark.parametrize(
    ("effective", "said"),
    [(date(2026, 3, 21), "2026-03-20"), (date(2026, 12, 25), "2026-12-24"), (date(2026, 3, 16), "before the file")],
)
def test_money_moves_on_business_days_that_are_not_past(effective: date, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        terms = TERMS._replace(effective=effective, holidays=(date(2026, 12, 25),))
        ach_file(ACME, transfers([ann()]).entries, terms)


def test_nothing_to_send_and_no_bank_to_send_it_are_refused() -> None:
    with pytest.raises(RuleBroken, match="nothing to send"):
        ach_file(ACME, [], TERMS)
    with pytest.raises(RuleBroken, match="bank is not known"):
        ach_file(replace(ACME, bank=None), transfers([ann()]).entries, TERMS)


def test_the_companys_own_account_is_needed_only_where_it_is_debited() -> None:
    bare = replace(ACME, bank=replace(ACME.bank or Bank("", ""), account=""))
    assert ach_file(bare, transfers([ann()]).entries, TERMS).debits == 0
    with pytest.raises(RuleBroken, match="send an unbalanced file"):
        ach_file(bare, transfers([ann()]).entries, TERMS._replace(balanced=True))
    with pytest.raises(RuleBroken, match="Latin letters"):
        ach_file(replace(ACME, name="株式会社"), transfers([ann()]).entries, TERMS)


def test_a_total_that_no_control_field_holds_is_refused() -> None:
    entries = [Entry(str(n), "Ann", ROUTING, "1", MOST_CENTS) for n in range(101)]
    with pytest.raises(RuleBroken, match="more than 12 digits"):
        ach_file(ACME, entries, TERMS)


def test_who_has_no_account_is_paid_by_cheque_and_a_debt_is_refused() -> None:
    assert transfers([slip("7", line("earning:salary", 100), share=False)]).by_cheque[0].number == "7"
    with pytest.raises(RuleBroken, match="reversal"):
        transfers([slip("7", line("earning:salary", -100), name="Bo Li")])


def test_shares_that_are_not_the_net_are_refused() -> None:
    with pytest.raises(RuleBroken, match="calculate the run again"):
        transfers([ann(shares=(Share(ROUTING, "1", 1),))])


def test_the_table_for_the_bank_holds_every_credit() -> None:
    table = bank_table(transfers([ann()]).entries, PAY_DATE)
    cells = dict(zip(table.headings, list(table.rows)[0], strict=True))
    assert (cells["routing"], cells["account"], cells["name"]) == (ROUTING, "12345678", "Ann Kim")
    assert str(cells["amount"]) == f"Money(cents={ann().net}, currency='USD')"


def test_accounts_never_show_in_what_a_log_would_print() -> None:
    assert "12345678" not in repr(ann())
    assert "998877" not in repr(ACME)


@given(st.lists(PAID, min_size=1, max_size=12), st.booleans(), st.data())
def test_every_total_of_any_reversal_can_be_derived_again_and_traces_stay(
    entries: list[Entry], balanced: bool, data: st.DataObject
) -> None:
    sent = read(ach_file(ACME, entries, TERMS._replace(balanced=balanced)).text)
    places = sorted(data.draw(st.sets(st.integers(1, len(entries)), min_size=1)))
    made = reversal_file(
        ACME, [(at, entries[at - 1]) for at in places], len(entries), TERMS._replace(balanced=balanced)
    )
    found = read(made.text)
    total = sum(entries[at - 1].cents for at in places)
    assert (found.debits, found.credits, made.debits) == (total, total if balanced else 0, total)
    assert found.batch[1:4] == (MIXED if balanced else DEBITS)
    assert found.batch[53:63].rstrip() == "REVERSAL"
    for at, entry in zip(places, found.entries, strict=False):
        before = sent.entries[at - 1]
        assert entry[3:] == before[3:], "account, amount, name and trace are those of the entry that is taken back"
        assert int(entry[1:3]) == int(before[1:3]) + 5


@pytest.mark.parametrize(
    ("settled", "made", "day"),
    [
        (date(2026, 12, 10), date(2026, 12, 8), date(2026, 12, 10)),
        (date(2026, 12, 10), date(2026, 12, 11), date(2026, 12, 14)),
        (date(2026, 12, 23), date(2026, 12, 31), None),
        (date(2026, 12, 23), date(2026, 12, 30), date(2026, 12, 31)),
    ],
)
def test_a_reversal_settles_on_the_next_banking_day_at_most_five_after_what_it_takes_back(
    settled: date, made: date, day: date | None
) -> None:
    closed = {date(2026, 12, 25), date(2027, 1, 1)}
    if day is None:
        with pytest.raises(RuleBroken, match="until 2026-12-31, five banking days after 2026-12-23"):
            reversal_day(settled, made, closed)
    else:
        assert reversal_day(settled, made, closed) == day
