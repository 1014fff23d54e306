from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.cli.columns import table_lines, text_width
from hrtui.cli.session import Session
from hrtui.exchange.cells import csv_cell
from hrtui.money import Money
from hrtui.people.model import Status

HOSTILE = "\x1b]0;gone\x07Eve\x1b[31m\u202e[red]\r\nsecond\u200b"


def printed(session: Session) -> str:
    assert isinstance(session.output, io.StringIO)
    return session.output.getvalue()


@pytest.fixture
def session() -> Session:
    return Session(output=io.StringIO())


def test_text_keeps_its_lines_and_indentation_and_loses_what_a_terminal_would_obey(session: Session) -> None:
    session.out(f"  name: {HOSTILE}\n  next")
    assert printed(session) == "  name: Eve[red]\nsecond\n  next\n"


def test_a_cell_of_a_table_is_one_line_whatever_is_in_it(session: Session) -> None:
    session.table([(HOSTILE, 1)], ("Name", "Count"))
    assert printed(session).splitlines() == ["Name             Count", "Eve[red] second      1"]


def test_json_is_json_and_nothing_a_terminal_would_obey(session: Session) -> None:
    value = {"name": HOSTILE + "\x9b31m\x7f\ud800", "ø": "é"}
    session.json(value)
    assert json.loads(printed(session)) == value
    assert not any(char in printed(session) for char in "\x1b\x9b\x7f\u202e\u200b\r")
    assert "é" in printed(session)


def test_values_have_one_form_in_json(session: Session) -> None:
    session.json(
        [
            Money(-1250),
            Decimal("0.50"),
            date(2026, 1, 4),
            datetime(2026, 1, 4, 5, tzinfo=UTC),
            Status.ACTIVE,
            {"b", "a"},
        ]
    )
    assert json.loads(printed(session)) == [
        {"amount": "-12.50", "currency": "USD"},
        "0.50",
        "2026-01-04",
        "2026-01-04T05:00:00.000000Z",
        "active",
        ["a", "b"],
    ]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1 555 0100", "'+1 555 0100"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("-12.50", "-12.50"),
        ("+3", "+3"),
        ("(1,250.00)", "(1,250.00)"),
        (None, ""),
        (12, "12"),
        ("plain", "plain"),
    ],
)
def test_csv_cells_that_a_spreadsheet_would_compute_are_neutralised(cell: object, written: str) -> None:
    assert csv_cell(cell) == written


@given(st.text())
def test_no_cell_of_a_csv_begins_a_formula(text: str) -> None:
    written = csv_cell(text)
    assert not written.startswith(("=", "@", "\t", "\r"))
    assert not written.startswith(("+", "-")) or written[1:2].isdigit()


def test_csv_is_read_back_as_it_was(session: Session) -> None:
    session.csv([("Doe, Jane", 'say "hi"', None)], ("name", "note", "none"))
    assert list(csv.reader(io.StringIO(printed(session), newline=""))) == [
        ["name", "note", "none"],
        ["Doe, Jane", 'say "hi"', ""],
    ]


def test_a_table_gives_up_width_in_its_widest_column_and_marks_what_was_cut() -> None:
    lines = table_lines([("1042", "x" * 100, "1,250.00"), ("7", "y", "3")], ("No", "Name", "Pay"), width=40)
    assert all(text_width(line) <= 40 for line in lines)
    assert "…" in lines[1]
    assert [line[-8:] for line in lines[1:]] == ["1,250.00", "       3"]


@given(st.lists(st.tuples(st.text(max_size=90), st.text(max_size=90)), max_size=6))
def test_a_table_fits_eighty_columns(rows: list[tuple[str, str]]) -> None:
    output = io.StringIO()
    Session(output=output).table(rows, ("One", "Two"))
    lines = output.getvalue().splitlines()
    assert len(lines) == len(rows) + 1
    assert all(text_width(line) <= 80 for line in lines)


def test_days_times_and_numbers_are_told_whole_while_words_give_way() -> None:
    rows = [
        ("60693", "2026-11-27 02:13", "root", "people.change_private", "10026", "23", "ssn: (sealed) → (sealed); " * 3)
    ]
    lines = table_lines(rows, ("Entry", "When", "Who", "Action", "About", "Command", "Changes"))
    assert all(text_width(line) <= 80 for line in lines)
    assert "2026-11-27 02:13" in lines[1]
    assert "10026" in lines[1]
