"""The journal as text for beancount and for hledger: the same entries, accounts whose names are valid in both."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from hrtui.errors import RuleBroken
from hrtui.payroll.outputs.journal import JournalEntry, Posting
from hrtui.text import clean, listed

ROOTS = ("Assets", "Liabilities", "Equity", "Income", "Expenses")
CURRENCY = "USD"


def valid_account(name: str) -> bool:
    """Whether a name is an account to both programs: one of five roots, then parts that begin with a capital or digit."""
    root, *parts = name.split(":")
    return root in ROOTS and bool(parts) and all(map(_valid_part, parts))


def _valid_part(part: str) -> bool:
    first = unicodedata.category(part[0]) if part else ""
    rest = all(sign == "-" or unicodedata.category(sign) in ("Lu", "Ll", "Lo", "Nd") for sign in part[1:])
    return first in ("Lu", "Lo", "Nd") and rest


def beancount(entries: Sequence[JournalEntry], payee: str, opens: bool = False) -> str:
    """The journal for beancount, to be included in books that open the accounts; cost centre and party stand beside their
    posting. `opens` opens the accounts as well; else a note at the top says which there have to be.

    Raises RuleBroken where an account's name is not one.
    """
    accounts = _checked(entries)
    mark = "" if opens else "; needs: "
    opening = [f"{mark}{entries[0].day} open {account} {CURRENCY}\n" for account in accounts]
    return "\n".join(filter(None, ["".join(opening), *(_bean_entry(entry, payee) for entry in entries)]))


def hledger(entries: Sequence[JournalEntry], payee: str, opens: bool = False) -> str:
    """The journal for hledger; cost centre and party are tags. `opens` declares accounts and currency, for `check --strict`.

    Raises RuleBroken where an account's name is not one.
    """
    accounts = _checked(entries)
    declared = [f"commodity 1000.00 {CURRENCY}\n", *(f"account {account}\n" for account in accounts)] if opens else []
    return "\n".join(filter(None, ["".join(declared), *(_hledger_entry(entry, payee) for entry in entries)]))


def _checked(entries: Iterable[JournalEntry]) -> list[str]:
    accounts = sorted({posting.account for entry in entries for posting in entry.postings})
    wrong = [account for account in accounts if not valid_account(account)]
    if wrong:
        raise RuleBroken(
            f"{listed(wrong, 'and')} cannot be written for beancount and hledger: an account begins with {listed(ROOTS)}, "
            "and every part with a capital or a digit, such as Expenses:6000-Wages. Correct `ledger` or the codes in the "
            "configuration, or write the journal as CSV.",
            "account",
        )
    return accounts


def _amount(posting: Posting) -> str:
    sign, (whole, cents) = "-" if posting.cents < 0 else "", divmod(abs(posting.cents), 100)
    return f"{sign}{whole}.{cents:02d} {CURRENCY}"


def _noted(posting: Posting) -> list[tuple[str, str]]:
    return [(name, value) for name, value in (("cost_centre", posting.cost_centre), ("party", posting.party)) if value]


def _bean_entry(entry: JournalEntry, payee: str) -> str:
    lines = [f"{entry.day} * {_quoted(payee)} {_quoted(entry.text)}"]
    for posting in entry.postings:
        lines.append(f"  {posting.account:<48} {_amount(posting):>20}")
        lines += [f"    {name}: {_quoted(value)}" for name, value in _noted(posting)]
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    return '"' + clean(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _hledger_entry(entry: JournalEntry, payee: str) -> str:
    lines = [f"{entry.day} * {_bare(payee)} | {_bare(entry.text)}"]
    for posting in entry.postings:
        tags = ", ".join(f"{name}:{_bare(value)}" for name, value in _noted(posting))
        note = f"  ; {tags}" if tags else ""
        lines.append(f"    {posting.account:<48}  {_amount(posting):>20}{note}")
    return "\n".join([*lines, ""])


def _bare(text: str) -> str:
    """A text without the signs that end a description or a tag."""
    return " ".join(re.sub(r"[;|,]", " ", clean(text)).split())
