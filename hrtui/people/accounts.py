"""The bank accounts that net pay goes to: how they are written, and what of a net pay goes to each.

Written `routing/account, savings, 500; routing/account`: the kind where it is savings, then what goes to it, an amount or a
percentage of the net pay. The one without takes the rest; an account alone takes everything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field
from decimal import Decimal
from enum import StrEnum

from hrtui.errors import RuleBroken
from hrtui.money import Money, parse_money, round_cents, to_cents
from hrtui.text import clean
from hrtui.value import frozen

MOST = 4
WEIGHTS = (3, 7, 1) * 3
_PERCENT = re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,2})?) ?%", re.ASCII)
WRITTEN = "021000021/11112222, savings, 500; 011401533/33334444"


class AccountKind(StrEnum):
    """What kind of bank account."""

    CHECKING = "checking"
    SAVINGS = "savings"


@frozen
class Account:
    """An account for net pay: a fixed amount (cents), a fraction of the net (`percent`), or with neither the rest."""

    routing: str = field(repr=False)
    account: str = field(repr=False)
    kind: AccountKind = AccountKind.CHECKING
    cents: int | None = None
    percent: Decimal | None = None

    @property
    def rest(self) -> bool:
        """Whether it takes what the others leave."""
        return self.cents is None and self.percent is None

    @property
    def number(self) -> str:
        """Routing and account number, as `routing/account`."""
        return f"{self.routing}/{self.account}"

    @property
    def share(self) -> str:
        """What goes to it, in words: `500.00`, `25%`, or `the rest`."""
        if self.percent is not None:
            return f"{(self.percent * 100).normalize():f}%"
        return "the rest" if self.cents is None else f"{Money(self.cents).amount:.2f}"

    @property
    def text(self) -> str:
        """As it is written and sealed."""
        kind = [self.kind.value] if self.kind is AccountKind.SAVINGS else []
        return ", ".join([self.number, *kind, *([] if self.rest else [self.share])])


def parse(text: str) -> tuple[Account, ...]:
    """The accounts that a text names, the one that takes the rest last; raise RuleBroken, never repeating a number."""
    accounts = [_account(part) for part in clean(text).split(";") if part.strip()]
    if not accounts:
        raise RuleBroken(_how("No account is given."), "bank")
    if len(accounts) > MOST:
        raise RuleBroken(f"There are {len(accounts)} accounts; at most {MOST} are kept.", "bank")
    if sum(each.rest for each in accounts) != 1:
        many = "None of the accounts takes" if not any(each.rest for each in accounts) else "Two accounts take"
        raise RuleBroken(f"{many} the rest; exactly one is written without an amount.", "bank")
    if len({each.number for each in accounts}) < len(accounts):
        raise RuleBroken("One account is named twice; name each once.", "bank")
    if sum(each.percent or 0 for each in accounts) > 1:
        raise RuleBroken("The percentages are more than 100 together; lower one.", "bank")
    return (*(each for each in accounts if not each.rest), *(each for each in accounts if each.rest))


def text_of(accounts: Sequence[Account]) -> str:
    """The accounts as a text that `parse` reads."""
    return "; ".join(each.text for each in accounts)


def divided(net: int, accounts: Sequence[Account]) -> list[int]:
    """Cents of a net pay for each account, in order; they add up to it.

    Amounts are served first, then percentages of the whole net, each at most what is left; the rest takes what is left.
    """
    if net < 0:
        raise ValueError("a net pay is never below zero")
    shares, left = [0] * len(accounts), net
    for fixed in (True, False):
        for place, each in enumerate(accounts):
            wanted = each.cents if fixed else None if each.percent is None else round_cents(each.percent * net)
            if wanted is not None:
                shares[place] = min(wanted, left)
                left -= shares[place]
    for place, each in enumerate(accounts):
        if each.rest:
            shares[place], left = left, 0
    if left:
        raise ValueError("no account takes the rest")
    return shares


def _account(text: str) -> Account:
    number, *words = (part.strip() for part in text.split(","))
    routing, account = _number(number)
    kind = AccountKind.CHECKING
    if words and words[0].lower() in tuple(AccountKind):
        kind = AccountKind(words.pop(0).lower())
    if len(words) > 1:
        raise RuleBroken(_how("An account has a number, a kind and an amount."), "bank")
    cents, percent = _share(words[0]) if words else (None, None)
    return Account(routing, account, kind, cents, percent)


def _share(word: str) -> tuple[int | None, Decimal | None]:
    if word.lower() in ("rest", "the rest", ""):
        return None, None
    match = _PERCENT.fullmatch(word)
    if match is not None:
        percent = Decimal(match[1]) / 100
        if not percent:
            raise RuleBroken("0% of the net pay goes nowhere; leave the account out.", "bank")
        return None, percent
    try:
        cents = to_cents(parse_money(word).amount)
    except RuleBroken:
        raise RuleBroken(_how("What goes to an account is an amount or a percentage."), "bank") from None
    if cents <= 0:
        raise RuleBroken("The amount that goes to an account is more than 0.", "bank")
    return cents, None


def _number(text: str) -> tuple[str, str]:
    """Routing and account number: nine digits with the ABA check digit, then 4 to 17 digits or letters."""
    routing, _, account = re.sub(r"[\s-]", "", text).partition("/")
    if not re.fullmatch(r"[0-9]{9}", routing, re.ASCII) or not re.fullmatch(r"[0-9A-Za-z]{4,17}", account, re.ASCII):
        raise RuleBroken(
            "Write the bank as routing/account: nine digits, a slash, then the account of 4 to 17.", "bank"
        )
    if sum(int(digit) * weight for digit, weight in zip(routing, WEIGHTS, strict=True)) % 10 or routing == "0" * 9:
        raise RuleBroken("The routing number's check digit does not fit; check it with the bank.", "bank")
    return routing, account.upper()


def _how(problem: str) -> str:
    return f"{problem} Write them as in {WRITTEN}: the one without an amount takes the rest."
