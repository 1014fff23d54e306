"""People as vCards: RFC 6350 and RFC 2426, escaped and folded."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hrtui.exchange.vcard import Card, compound, escaped, fold_line, lines
from hrtui.text import clean

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], value)


def parts_of(value: str) -> list[str]:
    return [unescaped(part) for part in re.findall(r"((?:[^;\\]|\\.)*)(?:;|$)", value)][: value.count(";") + 1]


@given(TEXT)
def test_folded_lines_have_at_most_75_octets_and_unfold_to_what_they_were(text: str) -> None:
    line = escaped(text)
    pieces = fold_line(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert "\r\n".join(pieces).replace("\r\n ", "") == line


@given(TEXT)
def test_an_escaped_text_is_one_line_and_reads_back(text: str) -> None:
    value = escaped(text)
    assert not re.search(r"[\r\n]", value)
    assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", re.sub(r"\\[,;n]", "", value.replace("\\\\", "")))
    assert unescaped(value) == clean(text, lines=True).strip()


@given(st.lists(TEXT, min_size=2, max_size=5))
def test_the_parts_of_a_name_stay_apart(parts: list[str]) -> None:
    value = compound(*parts)
    bare = re.sub(r"\\.", "", value)
    assert bare.count(";") == len(parts) - 1


def test_a_card_says_who_and_where_in_either_version() -> None:
    card = Card(
        "1042", "Ann", "Kim; Lee", "Head, Sales", "Acme\\Ltd", "Sales", "ann@acme.test", "+1 617 555", birth_date=date(1990, 2, 3)
    )  # fmt: skip
    four, three = lines(card), lines(card, "3.0")
    assert four[:4] == ["BEGIN:VCARD", "VERSION:4.0", "FN:Ann Kim\\; Lee", "N:Kim\\; Lee;Ann;;;"]
    assert "ORG:Acme\\\\Ltd;Sales" in four
    assert "TITLE:Head\\, Sales" in four
    assert "BDAY:19900203" in four
    assert three[1] == "VERSION:3.0"
    assert "BDAY:1990-02-03" in three
    assert "EMAIL;TYPE=INTERNET,WORK:ann@acme.test" in three
    assert four[-1] == "END:VCARD"


def test_what_is_not_known_is_left_out() -> None:
    assert lines(Card("7", "", "Prince")) == [
        "BEGIN:VCARD", "VERSION:4.0", "FN:Prince", "N:Prince;;;;", "NOTE:No 7", "END:VCARD",
    ]  # fmt: skip
