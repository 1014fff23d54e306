"""Cells as values: dates with short years, names, money, postal codes, and the sentence for what is none of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.errors import RuleBroken
from hrtui.exchange.cells import csv_cell, restored
from hrtui.exchange.model import Reader, Source
from hrtui.exchange.readers import (
    FullName,
    Reading,
    born,
    first_last,
    last_first,
    name_key,
    postal_code,
    read_day,
    reader_of,
    tidy,
)
from hrtui.money import STYLES, Money

TODAY = date(2026, 11, 23)
READING = Reading(TODAY, STYLES["en_US"])


def test_dates_are_read_in_the_formats_named_and_in_iso() -> None:
    assert read_day("7/5/2011", ("m/d/yyyy",), "", TODAY) == date(2011, 7, 5)
    assert read_day("5.7.2011", ("d.m.yyyy",), "", TODAY) == date(2011, 7, 5)
    assert read_day("5 July 2011", ("d mon yyyy",), "", TODAY) == date(2011, 7, 5)
    assert read_day("2011-07-05", ("m/d/yyyy",), "", TODAY) == date(2011, 7, 5)


@pytest.mark.parametrize(
    ("text", "rule"),
    [("13/45/2011", "no day"), ("07/05/11", "in the form m/d/yyyy"), ("soon", "in the form"), ("1/1/1850", "1900")],
)
def test_what_is_no_date_says_so(text: str, rule: str) -> None:
    with pytest.raises(RuleBroken, match=rule):
        read_day(text, ("m/d/yyyy",), "", TODAY)


def test_a_short_year_needs_a_rule_for_its_century() -> None:
    with pytest.raises(RuleBroken, match="two_digit_years"):
        read_day("07/05/11", ("mm/dd/yy",), "", TODAY)
    assert read_day("07/05/30", ("mm/dd/yy",), "past", TODAY) == date(1930, 7, 5)
    assert read_day("07/05/30", ("mm/dd/yy",), "40", TODAY) == date(2030, 7, 5)


@pytest.mark.parametrize(
    ("text", "hired", "birth"),
    [
        ("07/10/83", date(2011, 7, 5), date(1983, 7, 10)),
        ("01/02/05", date(2026, 1, 1), date(2005, 1, 2)),
        ("01/02/05", date(2011, 7, 5), date(1905, 1, 2)),
        ("01/02/51", date(2011, 7, 5), date(1951, 1, 2)),
    ],
)
def test_nobody_is_born_in_the_future_or_hired_before_fourteen(text: str, hired: date, birth: date) -> None:
    day = read_day(text, ("mm/dd/yy",), "birth", TODAY)
    assert born(day, hired) == birth


def test_a_full_birth_date_that_makes_a_child_of_a_worker_is_refused() -> None:
    with pytest.raises(RuleBroken, match="younger than 14"):
        born(date(2005, 1, 2), date(2011, 7, 5))


def test_names_come_apart_whatever_the_blanks() -> None:
    assert last_first(tidy("Adinolfi, Wilson  K")) == FullName("Wilson K", "Adinolfi")
    assert last_first(tidy("Ait Sidi, Karthikeyan   ")) == FullName("Karthikeyan", "Ait Sidi")
    assert last_first("Alagbe,Trina") == FullName("Trina", "Alagbe")
    assert first_last("Ana de la Cruz") == FullName("Ana de la", "Cruz")


def test_two_spellings_of_one_name_compare_alike() -> None:
    assert name_key("LeBlanc, Brandon  R") == name_key("Brandon R. LeBlanc")
    assert name_key("O'Neil, Zoë") == name_key("zoe oneil")
    assert name_key("Ait Sidi, Karthikeyan") == name_key("Karthikeyan Ait Sidi")


def test_postal_codes_get_their_zeros_back() -> None:
    assert [postal_code(text, "US") for text in ("1960", "01960", "1960-1234", "501")] == [
        "01960",
        "01960",
        "01960-1234",
        "00501",
    ]
    assert postal_code("K1A 0B1", "CA") == "K1A 0B1"


def test_choices_are_translated_by_the_mapping() -> None:
    read = reader_of(Source("status", Reader.CHOICE, ("S",), choices={"Voluntarily Terminated": "terminated"}), READING)
    assert read("voluntarily terminated") == "terminated"
    with pytest.raises(RuleBroken, match="none of the mapping's choices"):
        read("retired")


def test_money_and_numbers_follow_the_locale() -> None:
    assert reader_of(Source("rate", Reader.MONEY), READING)("$85,000.50") == Money(8_500_050)
    german = Reading(TODAY, STYLES["de_DE"], "EUR", "DE")
    assert reader_of(Source("fte", Reader.NUMBER), german)("0,5") == Decimal("0.5")
    assert reader_of(Source("fte", Reader.NUMBER), READING)("50%") == Decimal("0.5")


def test_an_exported_formula_comes_back_as_it_was() -> None:
    for text in ("=1+1", "@SUM(A1)", "-cmd", "+x"):
        assert csv_cell(text) == "'" + text
        assert restored(csv_cell(text)) == text
    assert csv_cell("-12.50") == "-12.50"


@given(st.sampled_from(list(Reader)), st.text(max_size=40))
def test_no_text_makes_a_reader_fail_otherwise_than_by_its_rule(reader: Reader, text: str) -> None:
    read = reader_of(
        Source("status", reader, ("x",), two_digit_years="birth", formats=("mm/dd/yy", "d mon yyyy")), READING
    )
    try:
        read(tidy(text))
    except RuleBroken as problem:
        assert str(problem)
