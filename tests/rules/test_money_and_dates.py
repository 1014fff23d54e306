"""What people type for money and days: read as meant or refused in words, never guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.dates import EARLIEST, LATEST, parse_day
from hrtui.errors import RuleBroken
from hrtui.money import MAX_CENTS, STYLES, Money, format_money, parse_money, split

TODAY = date(2026, 11, 23)
AMOUNTS = {
    "85k": 8_500_000, "1.2m": 120_000_000, "$85,000.00": 8_500_000, "(12.50)": -1250, "-3": -300, "$ 5": 500, "USD 5": 500,
    "-$5": -500, "1 000": 100_000, "1\u00a0000.50": 100_050, ".5k": 50_000, "0": 0,
}  # fmt: skip
NO_AMOUNTS = (
    "", "-", "()", "$", "k", "85kk", "1_000", "１２３", "1e5", "Infinity", "NaN", "0x10", "+5", "1.", "1.5.5", "85,00", "85.005",
    "(5", "5)", "((5))", "-(5)", "(-5)", "--5", "$$5", "$-5", "1 2", "10 00", "€5", "£5", "CHF 5", "9" * 40,
)  # fmt: skip
DAYS = {
    "today": TODAY, "+2w": date(2026, 12, 7), "-1d": date(2026, 11, 22), "29 feb 2028": date(2028, 2, 29), "fri": date(2026, 11, 27),
    "1 jan": date(2027, 1, 1), "1/31/2026": date(2026, 1, 31), "20260131": date(2026, 1, 31), "+1m": date(2026, 12, 23),
}  # fmt: skip
NO_DAYS = (
    "", "-", "31 feb", "29 feb 2027", "+999999y", "+9999y", "-9999m", "２０２６-01-01", "2026-13-01", "0000-01-01", "1899-12-31",
    "2200-01-01", "1_1_2026", "1e5", "99/99/9999", "noon", "janu", "32 jan",
)  # fmt: skip


@pytest.mark.parametrize("text", AMOUNTS)
def test_an_amount_is_read_as_it_is_meant(text: str) -> None:
    assert parse_money(text) == Money(AMOUNTS[text])


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_may_mean_two_things_or_nothing_is_no_amount(text: str) -> None:
    with pytest.raises(RuleBroken):
        parse_money(text)


def test_a_symbol_is_taken_only_of_the_currency_itself() -> None:
    german = STYLES["de_DE"]
    assert parse_money("€ 1.200,50", german, "EUR") == Money(120_050, "EUR")
    for text in ("$5", "USD 5", "£5"):
        with pytest.raises(RuleBroken):
            parse_money(text, german, "EUR")


@given(
    st.integers(-MAX_CENTS, MAX_CENTS),
    st.sampled_from(sorted(STYLES)),
    st.sampled_from(["USD", "EUR", "CHF"]),
    st.booleans(),
)
def test_what_is_written_is_read_again(cents: int, style: str, currency: str, symbol: bool) -> None:
    money = Money(cents, currency)
    assert parse_money(format_money(money, STYLES[style], symbol), STYLES[style], currency) == money


@given(st.text(alphabet="0123456789.,-()$€ k\u00a0mUSD_e１", max_size=12) | st.text(max_size=20))
def test_any_text_is_an_amount_or_refused_in_words(text: str) -> None:
    for style in STYLES.values():
        try:
            assert abs(parse_money(text, style).cents) <= MAX_CENTS
        except RuleBroken as refused:
            assert str(refused)


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_read_as_it_is_meant(text: str) -> None:
    assert parse_day(text, TODAY) == DAYS[text]


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken):
        parse_day(text, TODAY)


@given(st.text(alphabet="0123456789-+/. dwmyjanfebtoday１_", max_size=12) | st.text(max_size=20), st.booleans())
def test_any_text_is_a_day_of_the_years_kept_or_refused_in_words(text: str, month_first: bool) -> None:
    for today in (TODAY, date(2028, 2, 29), EARLIEST, LATEST):
        try:
            assert EARLIEST <= parse_day(text, today, month_first) <= LATEST
        except RuleBroken as refused:
            assert str(refused)


@given(st.integers(-(10**15), 10**15), st.lists(st.integers(0, 10**9), min_size=1, max_size=30).filter(any))
def test_parts_of_a_split_add_up_and_are_within_a_cent_of_their_share(cents: int, weights: list[int]) -> None:
    parts = split(cents, weights)
    assert sum(parts) == cents
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - cents * weight) < sum(weights)
        assert weight or not part
