"""The ACH file of a run: PPD credits in NACHA's format, 94 characters a record, ten records a block.

The sources of the layout are named in docs/payroll-files.md. A file holds one batch; it is balanced (the company's own account is
debited with the total, service class 200) or not (220), as the bank wants it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from hrtui.dates import is_business_day, on_or_after_business_day, on_or_before_business_day
from hrtui.errors import RuleBroken
from hrtui.payroll.outputs import routing
from hrtui.payroll.outputs.plain import digits, left, plain
from hrtui.payroll.outputs.transfers import MOST_CENTS, Entry, check
from hrtui.payroll.outputs.values import AccountKind, Bank, Company

WIDTH, BLOCK = 94, 10
FILLER = "9" * WIDTH
MIXED, CREDITS, DEBITS = "200", "220", "225"
REVERSAL, REVERSAL_DAYS = "REVERSAL", 5
"""What a batch of reversing entries is called, and how many banking days after settlement a bank takes them."""
HASH = 10**10
NEXT = timedelta(days=1)
CREDIT = {AccountKind.CHECKING: "22", AccountKind.SAVINGS: "32"}
PRENOTE = {AccountKind.CHECKING: "23", AccountKind.SAVINGS: "33"}
DEBIT = {AccountKind.CHECKING: "27", AccountKind.SAVINGS: "37"}
MODIFIERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class Terms(NamedTuple):
    """How a file is sent: made at `created`, money to be there on `effective` (a business day).

    `modifier` tells files of one day apart (A, B …); `balanced` adds the debit of the company's own account;
    `holidays` are the days on which banks are closed; `description` is what the receiver's statement says.
    """

    created: datetime
    effective: date
    balanced: bool = False
    modifier: str = "A"
    batch: int = 1
    description: str = "PAYROLL"
    discretionary: str = ""
    reference: str = ""
    holidays: Collection[date] = ()


class AchFile(NamedTuple):
    """A finished file and the figures that are compared with the bank's confirmation; amounts in cents."""

    text: str
    entries: int
    credits: int
    debits: int
    entry_hash: str
    blocks: int

    @property
    def content(self) -> bytes:
        """The file as it is written: ASCII."""
        return self.text.encode("ascii")


def ach_file(company: Company, entries: Sequence[Entry], terms: Terms) -> AchFile:
    """The file that credits these entries; trace numbers ascend in the order given.

    Raises RuleBroken where there is nothing to send, an entry or the company's bank cannot be used, or the effective day
    is no business day or before the file is made.
    """
    bank = _checked_bank(company, terms.balanced)
    _check_terms(terms, entries)
    for entry in entries:
        check(entry)
    credit = sum(entry.cents for entry in entries)
    offset = credit if terms.balanced else 0
    body = [_entry(entry, bank, at) for at, entry in enumerate(entries, 1)]
    body += [_offset(company, bank, part, len(body) + at) for at, part in enumerate(_parts(offset), 1)]
    return _closed(company, bank, terms, body, credit, offset)


def reversal_file(company: Company, taken: Sequence[tuple[int, Entry]], sent: int, terms: Terms) -> AchFile:
    """The file that takes back entries of an earlier one, each with its place there, of which it had `sent`.

    A reversing entry debits the same account with the same amount, by the trace number it had; the batch says REVERSAL, the
    company's id and the class of entry are as they were. Balanced, the company's own account is credited with the total.
    Raises RuleBroken as `ach_file`.
    """
    bank = _checked_bank(company, terms.balanced)
    _check_terms(terms, [entry for _, entry in taken])
    for _, entry in taken:
        check(entry)
    total = sum(entry.cents for _, entry in taken)
    body = [_entry(entry, bank, at, DEBIT) for at, entry in taken]
    parts = _parts(total if terms.balanced else 0)
    body += [_offset(company, bank, part, sent + at, CREDIT) for at, part in enumerate(parts, 1)]
    said = terms._replace(description=REVERSAL)
    return _closed(company, bank, said, body, total if terms.balanced else 0, total)


def reversal_day(settled: date, made: date, holidays: Collection[date]) -> date:
    """The day reversing entries settle that are made on a day: the next banking day, not before what they take back.

    Raises RuleBroken once that is more than five banking days after the entries settled.
    """
    day = max(settled, on_or_after_business_day(made + NEXT, holidays))
    last = settled
    for _ in range(REVERSAL_DAYS):
        last = on_or_after_business_day(last + NEXT, holidays)
    if day > last:
        raise RuleBroken(
            f"Banks take a reversal until {last}, five banking days after {settled}; a file made on {made} is there on {day}. Settle it "
            "with the person, or take it from later checks.",
            "effective",
        )
    return day


def entry_hash(receivers: Sequence[str]) -> str:
    """The sum of the eight-digit ids of the receiving banks, its last ten digits."""
    return str(sum(map(int, receivers)) % HASH).zfill(10)


def blocks_of(records: int) -> int:
    """How many blocks of ten so many records fill; the last is filled up with nines."""
    return -(-records // BLOCK)


def _closed(company: Company, bank: Bank, terms: Terms, body: list[str], credit: int, debit: int) -> AchFile:
    """Headers before the entries, controls and filling behind them."""
    hashed = entry_hash([record[3:11] for record in body])
    service = (MIXED if credit else DEBITS) if debit else CREDITS
    sums = hashed + digits(debit, 12, "The sum of debits") + digits(credit, 12, "The sum of credits")
    company_id, odfi = left(_company_id(company, bank), 10), bank.routing[:8]
    number = digits(terms.batch, 7, "The batch number")
    blocks = blocks_of(len(body) + 4)
    records = [
        _file_header(company, bank, terms),
        _batch_header(company, terms, service, company_id, odfi, number),
        *body,
        f"8{service}{digits(len(body), 6, 'The count of entries')}{sums}{company_id}{'':25}{odfi}{number}",
        f"9000001{digits(blocks, 6, 'The count of blocks')}{digits(len(body), 8, 'The count of entries')}{sums}{'':39}",
    ]
    records += [FILLER] * (blocks * BLOCK - len(records))
    return AchFile("".join(f"{record}\n" for record in records), len(body), credit, debit, hashed, blocks)


def _file_header(company: Company, bank: Bank, terms: Terms) -> str:
    return (
        f"101 {bank.destination or bank.routing}{_company_id(company, bank, bank.origin).rjust(10)}"
        f"{terms.created:%y%m%d%H%M}{terms.modifier}094101"
        f"{left(plain(bank.name), 23)}{left(plain(company.name), 23)}{left(plain(terms.reference), 8)}"
    )


def _batch_header(company: Company, terms: Terms, service: str, company_id: str, odfi: str, number: str) -> str:
    day = f"{terms.effective:%y%m%d}"
    return (
        f"5{service}{left(plain(company.name), 16)}{left(plain(terms.discretionary), 20)}{company_id}PPD"
        f"{left(plain(terms.description), 10)}{day}{day}   1{odfi}{number}"
    )


def _entry(entry: Entry, bank: Bank, at: int, codes: Mapping[AccountKind, str] = CREDIT) -> str:
    code = PRENOTE[entry.kind] if entry.prenote else codes[entry.kind]
    name = plain(entry.name) or f"EMPLOYEE {plain(entry.number)}"
    return _detail(code, entry.routing, entry.account, entry.cents, plain(entry.number), name, bank, at)


def _parts(cents: int) -> list[int]:
    """An amount in parts that an entry takes: most of them one part."""
    full, rest = divmod(cents, MOST_CENTS)
    return [MOST_CENTS] * full + ([rest] if rest else [])


def _offset(company: Company, bank: Bank, cents: int, at: int, codes: Mapping[AccountKind, str] = DEBIT) -> str:
    """A debit of the company's own account that balances the credits, or a credit that balances the debits."""
    return _detail(codes[bank.kind], bank.routing, bank.account, cents, "OFFSET", plain(company.name), bank, at)


def _detail(code: str, to: str, account: str, cents: int, who: str, name: str, bank: Bank, at: int) -> str:
    amount = digits(cents, 10, f"The amount of {name}")
    trace = f"{bank.routing[:8]}{digits(at, 7, 'The count of entries')}"
    return f"6{code}{to}{left(account.upper(), 17)}{amount}{left(who, 15)}{left(name, 22)}  0{trace}"


def _company_id(company: Company, bank: Bank, own: str = "") -> str:
    """What names the company to the bank: as the bank said, else a 1 and the EIN."""
    ein = company.ein.replace("-", "")
    return plain(own or bank.company_id) or (f"1{ein}" if ein else "")


def _checked_bank(company: Company, balanced: bool) -> Bank:
    bank = company.bank
    if not plain(company.name):
        raise RuleBroken("The bank needs the company's name in Latin letters; correct it before exporting.", "name")
    if bank is None:
        raise RuleBroken("The company's bank is not known; enter it before exporting a bank file.", "bank")
    for number in (bank.routing, *filter(None, [bank.destination])):
        routing.check(number, "the company's bank")
    for name in (_company_id(company, bank), _company_id(company, bank, bank.origin)):
        if not 0 < len(name) <= 10:
            raise RuleBroken(
                "The company's id at the bank has 1 to 10 signs; enter the one the bank gave, or the EIN.", "company_id"
            )
    if balanced and not 0 < len(bank.account) <= 17:
        raise RuleBroken(
            "A balanced file debits the company's own account, which has 1 to 17 signs; enter it, or send an unbalanced file.",
            "account",
        )
    return bank


def _check_terms(terms: Terms, entries: Sequence[Entry]) -> None:
    if not entries:
        raise RuleBroken("Nobody is paid by transfer in this run, so there is nothing to send to the bank.")
    if not is_business_day(terms.effective, terms.holidays):
        earlier = on_or_before_business_day(terms.effective, terms.holidays)
        raise RuleBroken(
            f"Banks are closed on {terms.effective}; money moves on business days. Take {earlier} or a later one.",
            "effective",
        )
    if terms.effective < terms.created.date():
        raise RuleBroken(
            f"The money cannot be there on {terms.effective}, before the file is made ({terms.created.date()}); "
            "take a later day.",
            "effective",
        )
    if len(terms.modifier) != 1 or terms.modifier not in MODIFIERS:
        raise RuleBroken(f"The file's letter is one of A to Z and 0 to 9, not “{terms.modifier}”.", "modifier")
