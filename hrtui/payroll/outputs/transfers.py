"""Who is to be credited with how much: the entries of a bank file from the slips of a run, and the same as a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.payroll.outputs import routing
from hrtui.payroll.outputs.values import AccountKind, PaidSlip, Share, Table

MOST_CENTS = 9_999_999_999
"""The most an entry takes: ten digits of cents."""
HEADINGS = ("number", "name", "routing", "account", "kind", "amount", "currency", "pay_date", "reference", "prenote")


class Entry(NamedTuple):
    """One credit: to whom (`number`, `name`), on which account, how many cents; a prenote is zero and only tries it."""

    number: str
    name: str
    routing: str
    account: str
    cents: int
    kind: AccountKind = AccountKind.CHECKING
    prenote: bool = False
    reference: str = ""


class Transfers(NamedTuple):
    """What goes to the bank: the entries, and the people with a net pay, or a part of it, and no account for it, to be paid by
    cheque."""

    entries: tuple[Entry, ...]
    by_cheque: tuple[PaidSlip, ...]

    @property
    def cents(self) -> int:
        """What all entries come to."""
        return sum(entry.cents for entry in self.entries)


def transfers(slips: Iterable[PaidSlip]) -> Transfers:
    """The entries of the slips, in their order; the shares of a slip must come to its net.

    Raises RuleBroken for a net below zero, shares that are not the net, and whatever `check` refuses.
    """
    entries: list[Entry] = []
    by_cheque: list[PaidSlip] = []
    for slip in slips:
        _check_slip(slip)
        entries += [_entry(slip, share) for share in slip.shares if share.cents or share.prenote]
        if slip.net and (slip.cheque or not any(share.cents for share in slip.shares)):
            by_cheque.append(slip)
    for entry in entries:
        check(entry)
    return Transfers(tuple(entries), tuple(by_cheque))


def check(entry: Entry) -> None:
    """Raise RuleBroken, naming the person, where an entry cannot be sent: routing, account or amount."""
    who = f"{entry.name} ({entry.number})"
    routing.check(entry.routing, who)
    if not re.fullmatch(r"[0-9A-Za-z-]{1,17}", entry.account, re.ASCII):
        raise RuleBroken(
            f"The account number of {who} is not one: 1 to 17 digits, letters or hyphens. Correct it before paying.",
            "account",
        )
    if entry.prenote and entry.cents:
        raise RuleBroken(
            f"The prenote of {who} carries money; a prenote is zero. Send it without the amount.", "amount"
        )
    if not entry.prenote and entry.cents <= 0:
        raise RuleBroken(
            f"The credit of {who} is {Money(entry.cents).amount}; only amounts above zero can be sent. "
            "Leave the person out, or settle what is owed back another way.",
            "amount",
        )
    if entry.cents > MOST_CENTS:
        raise RuleBroken(
            f"The credit of {who} is {Money(entry.cents).amount}, more than an entry takes (ten digits of cents); "
            "check the amount, or split it.",
            "amount",
        )


def bank_table(entries: Sequence[Entry], pay_date: date) -> Table:
    """The entries as a table for a bank that takes no NACHA file; written as CSV, nothing in it is a formula."""
    rows = tuple(
        (entry.number, entry.name, entry.routing, entry.account, entry.kind.value, Money(entry.cents), "USD",
         pay_date, entry.reference, entry.prenote)
        for entry in entries
    )  # fmt: skip
    return Table(HEADINGS, rows)


def _check_slip(slip: PaidSlip) -> None:
    shared = sum(share.cents for share in slip.shares)
    if slip.net < 0:
        raise RuleBroken(
            f"The net of {slip.name} ({slip.number}) is {Money(slip.net).amount}: money owed back is not collected with "
            "this file. Write the reversal of it for the bank (bank_reversal), or settle it on the next slip.",
            "net",
        )
    if shared and shared + slip.cheque != slip.net:
        raise RuleBroken(
            f"The accounts of {slip.name} ({slip.number}) get {Money(shared).amount} and the net is "
            f"{Money(slip.net).amount}; calculate the run again before exporting.",
            "shares",
        )


def _entry(slip: PaidSlip, share: Share) -> Entry:
    return Entry(
        slip.number, slip.name, share.routing, share.account, share.cents, share.kind,
        share.prenote and not share.cents, slip.reference,
    )  # fmt: skip
