"""The journal of a run: what payroll books to the general ledger, balanced by construction.

Every line of a slip that is paid or owed is booked twice, once on each side, so whatever the lines are, debits equal credits:
pay is an expense of its cost centre, what is withheld is owed, and what is left is the net pay. What the employer adds is
an expense, split over the cost centres as the pay is, and owed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from hrtui.errors import RuleBroken
from hrtui.money import Money, split
from hrtui.payroll.check.values import Part
from hrtui.payroll.codes import Codes, Ledger
from hrtui.payroll.outputs.values import PaidLine, PaidSlip, Table, balance_of

HEADINGS = ("date", "text", "account", "cost_centre", "party", "debit", "credit", "currency")
Place = tuple[str, str, str]


class Posting(NamedTuple):
    """Cents on an account: a debit above zero, a credit below. `party` is who is owed (an agency, a garnishment's payee)."""

    account: str
    cents: int
    cost_centre: str = ""
    party: str = ""


class JournalEntry(NamedTuple):
    """Postings of one day that add up to nothing."""

    day: date
    text: str
    postings: tuple[Posting, ...]


def journal(slips: Iterable[PaidSlip], codes: Codes, ledger: Ledger) -> tuple[JournalEntry, ...]:
    """Two entries for each pay date: the pay, and its payment from the bank; postings are sums by account and cost centre.

    Raises RuleBroken for a slip whose lines do not come to its net, and for a code that is not known.
    """
    days: dict[date, _Day] = {}
    for slip in slips:
        _check(slip)
        day = days.setdefault(slip.pay_date, _Day(slip.period.start, slip.period.end))
        day.add(slip, _postings(slip, codes, ledger))
    return tuple(entry for date_ in sorted(days) for entry in _entries(date_, days[date_], ledger))


def journal_table(entries: Sequence[JournalEntry]) -> Table:
    """The journal as rows with a debit or a credit each."""
    return Table(HEADINGS, tuple(_row(entry, posting) for entry in entries for posting in entry.postings))


@dataclass(slots=True)
class _Day:
    """What is booked for one pay date so far: sums by account, cost centre and party, and the days paid for."""

    first: date
    last: date
    net: int = 0
    sums: dict[Place, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, slip: PaidSlip, postings: Iterable[Posting]) -> None:
        self.first, self.last = min(self.first, slip.period.start), max(self.last, slip.period.end)
        self.net += slip.net
        for account, cents, centre, party in postings:
            self.sums[account, centre, party] += cents


def _entries(day: date, booked: _Day, ledger: Ledger) -> Iterator[JournalEntry]:
    if any(booked.sums.values()):
        yield JournalEntry(day, f"Payroll of {booked.first} to {booked.last}", _summed(booked.sums))
    if booked.net:
        paid = (Posting(ledger.net_pay, booked.net), Posting(ledger.cash, -booked.net))
        yield JournalEntry(day, f"Net pay of {booked.first} to {booked.last}", paid)


def _summed(sums: dict[Place, int]) -> tuple[Posting, ...]:
    """Debits first, each side by account, cost centre and party; sums of nothing fall away."""
    made = [Posting(account, cents, centre, party) for (account, centre, party), cents in sums.items() if cents]
    return tuple(sorted(made, key=lambda each: (each.cents < 0, each.account, each.cost_centre, each.party)))


def _postings(slip: PaidSlip, codes: Codes, ledger: Ledger) -> Iterator[Posting]:
    for line in slip.lines:
        if line.part in (Part.EARNING, Part.REIMBURSEMENT):
            centre = line.cost_centre or slip.cost_centre
            yield Posting(codes.earning(line.code).account, line.amount, centre)
        elif line.part is Part.EMPLOYER:
            yield from _added(slip, line, codes, ledger)
        elif line.part not in (Part.IMPUTED, Part.WAGES):
            account, party = _owed(line, codes, ledger)
            yield Posting(account, -line.amount, "", party)
    yield Posting(ledger.net_pay, -slip.net)


def _owed(line: PaidLine, codes: Codes, ledger: Ledger) -> tuple[str, str]:
    """Where a line that was withheld is owed, and to whom."""
    if line.part in (Part.PRE_TAX, Part.POST_TAX):
        return codes.deduction(line.code).account, ""
    return (ledger.garnishments if line.part is Part.GARNISHMENT else ledger.taxes), line.agency


def _added(slip: PaidSlip, line: PaidLine, codes: Codes, ledger: Ledger) -> Iterator[Posting]:
    """What the employer adds: the expense by cost centre, and what is owed; a tax where the code is no deduction's."""
    code = codes.deductions.get(line.code)
    expense = code.employer_account if code else ledger.employer_taxes
    for centre, cents in shared(slip, line.amount, line.cost_centre):
        yield Posting(expense, cents, centre)
    yield Posting(code.account if code else ledger.taxes, -line.amount, "", "" if code else line.agency)


def shared(slip: PaidSlip, cents: int, cost_centre: str = "") -> list[tuple[str, int]]:
    """Cents over the cost centres of a slip as its pay is, by largest remainder; all on one that is named."""
    weights: dict[str, int] = defaultdict(int)
    for line in slip.of(Part.EARNING):
        weights[line.cost_centre or slip.cost_centre] += abs(line.amount)
    if cost_centre or not any(weights.values()):
        return [(cost_centre or slip.cost_centre, cents)]
    return list(zip(weights, split(cents, list(weights.values())), strict=True))


def _row(entry: JournalEntry, posting: Posting) -> tuple[object, ...]:
    debit = Money(posting.cents) if posting.cents > 0 else None
    credit = Money(-posting.cents) if posting.cents < 0 else None
    return entry.day, entry.text, posting.account, posting.cost_centre, posting.party, debit, credit, "USD"


def _check(slip: PaidSlip) -> None:
    left = balance_of(slip.lines)
    if left != slip.net:
        raise RuleBroken(
            f"The lines of {slip.name} ({slip.number}) of {slip.pay_date} come to {Money(left).amount} and the slip says "
            f"{Money(slip.net).amount}; nothing was booked. Calculate the run again.",
            "net",
        )
