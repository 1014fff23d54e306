"""Accounts for net pay: how they are written, and how a net is divided over them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.errors import RuleBroken
from hrtui.payroll.paying import shares
from hrtui.people import private
from hrtui.people.accounts import Account, AccountKind, divided, parse, text_of
from hrtui.people.model import PrivateKind

CHASE, OTHER, THIRD = "021000021", "011401533", "091000019"


def test_one_account_takes_everything_as_it_always_did() -> None:
    (only,) = parse("0210 0002 1/12-345678")
    assert only == Account(CHASE, "12345678")
    assert only.rest
    assert text_of((only,)) == "021000021/12345678"
    assert divided(123_456, (only,)) == [123_456]


def test_accounts_are_written_with_kind_and_share_and_the_rest_comes_last() -> None:
    made = parse(f"{OTHER}/998877; {CHASE}/12345678, savings, 500; {THIRD}/4455, 12.5 %")
    assert [(each.kind, each.cents, each.percent) for each in made] == [
        (AccountKind.SAVINGS, 50_000, None),
        (AccountKind.CHECKING, None, Decimal("0.125")),
        (AccountKind.CHECKING, None, None),
    ]
    assert text_of(made) == f"{CHASE}/12345678, savings, 500.00; {THIRD}/4455, 12.5%; {OTHER}/998877"
    assert parse(text_of(made)) == made


def test_numbers_of_accounts_are_in_no_repr() -> None:
    assert "12345678" not in repr(parse(f"{CHASE}/12345678"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "No account is given"),
        (f"{CHASE}/12345678, 500", "None of the accounts takes the rest"),
        (f"{CHASE}/12345678; {OTHER}/9988", "Two accounts take the rest"),
        (f"{CHASE}/12345678, 60%; {OTHER}/9988, 50%; {THIRD}/7777", "more than 100"),
        (f"{CHASE}/12345678, 5; {CHASE}/12345678", "named twice"),
        (f"{CHASE}/12345678, gold; {OTHER}/9988", "is an amount or a percentage"),
        (f"{CHASE}/12345678, -5; {OTHER}/9988", "more than 0"),
        (f"{CHASE}/12345678, 0%; {OTHER}/9988", "goes nowhere"),
        (f"{CHASE}/12345678, savings, 5, 6; {OTHER}/9988", "a number, a kind and an amount"),
        ("021000022/12345678", "check digit"),
        (";".join(f"{CHASE}/1234{place}, 1" for place in range(5)), "at most 4"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_that_repeats_no_number(text: str, says: str) -> None:
    with pytest.raises(RuleBroken, match=says) as refused:
        parse(text)
    assert "12345678" not in str(refused.value)


def test_amounts_are_served_first_then_percentages_and_the_rest_takes_what_is_left() -> None:
    made = parse(f"{CHASE}/1111, 25%; {THIRD}/2222, 300; {OTHER}/3333")
    assert divided(100_000, made) == [25_000, 30_000, 45_000]
    assert divided(20_000, made) == [0, 20_000, 0]
    assert divided(0, made) == [0, 0, 0]
    assert [(share.account, share.cents) for share in shares(20_000, made)] == [("2222", 20_000)]


ACCOUNTS = st.lists(
    st.one_of(st.integers(1, 10**6).map(lambda cents: {"cents": cents}), st.integers(1, 33).map(lambda part: {"percent": Decimal(part) / 100})),
    max_size=3,
)  # fmt: skip


@given(st.integers(0, 10**8), ACCOUNTS)
def test_what_goes_to_the_accounts_is_the_net(net: int, given_: list[dict[str, object]]) -> None:
    accounts = [Account(CHASE, f"100{place}", **each) for place, each in enumerate(given_)]  # type: ignore[arg-type]
    accounts.append(Account(OTHER, "9999"))
    parts = divided(net, accounts)
    assert sum(parts) == net
    assert min(parts) >= 0
    assert parse(text_of(accounts)) == tuple(accounts)


@given(ACCOUNTS)
def test_what_is_sealed_place_by_place_is_the_whole_again(given_: list[dict[str, object]]) -> None:
    accounts = [Account(CHASE, f"100{place}", **each) for place, each in enumerate(given_)]  # type: ignore[arg-type]
    text = private.bank(text_of([*accounts, Account(OTHER, "9999")]))
    made = private.parts(PrivateKind.BANK, text)
    assert made[0] == (f"{OTHER}/9999", f"{OTHER}/9999")
    assert private.joined(PrivateKind.BANK, [each for each, _ in made]) == text
