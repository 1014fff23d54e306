"""What columns look like, which fields they are by their names, and mappings that are written out and read again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.exchange.guess import assigned, completed, guessed, header_digest
from hrtui.exchange.looks import look_at
from hrtui.exchange.mapping import read, shipped
from hrtui.exchange.mapwrite import as_json, as_yaml
from hrtui.exchange.model import FileMapping, Options, RawRow
from hrtui.exchange.readers import read_day


def looked(*values: str, month_first: bool = True) -> tuple[str, str, tuple[str, ...], str]:
    (look,) = look_at(["x"], [RawRow(at, (value,)) for at, value in enumerate(values, 2)], month_first)
    return look.kind, look.dates, look.formats, look.decimals


@pytest.mark.parametrize(
    ("values", "dates", "formats"),
    [
        (("01/02/2020", "01/31/2020"), "month-first", ("m/d/yyyy",)),
        (("01.02.2020", "31.01.2020"), "day-first", ("d.m.yyyy",)),
        (("01/02/2020", "03/04/2020"), "ambiguous", ("m/d/yyyy",)),
        (("31/01/2020", "01/31/2020"), "mixed", ("m/d/yyyy",)),
        (("2020-01-31", "2020-02-01"), "iso", ()),
        (("5 Jan 2020", "6 Feb 2021"), "", ("d mon yyyy",)),
        (("07/10/83",), "ambiguous", ("m/d/yy",)),
    ],
)
def test_the_order_of_days_is_told_by_all_values(values: tuple[str, ...], dates: str, formats: tuple[str, ...]) -> None:
    assert looked(*values)[:3] == ("date", dates, formats)


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        (("1,234.56",), "point"), (("1.234,56", "1.234"), "comma"), (("1 234,56",), "space"), (("1,234", "2,500"), "ambiguous"),
        (("1,5", "2.5"), "mixed"), (("52000",), "plain"), (("$1,234.50",), "point"),
    ],
)  # fmt: skip
def test_decimals_are_told_by_all_values(values: tuple[str, ...], decimals: str) -> None:
    assert looked(*values)[::3] == ("number", decimals)


@given(
    st.lists(st.dates(date(1950, 1, 1), date(2049, 12, 31)), min_size=1, max_size=30),
    st.sampled_from(
        ["{0.month}/{0.day}/{0.year}", "{0.day}.{0.month}.{0.year}", "{0:%Y-%m-%d}", "{0:%d %b %Y}", "{0:%b %d, %Y}"]
    ),
)
def test_days_written_in_one_way_are_read_back(days: list[date], written: str) -> None:
    month_first = written.startswith("{0.month}")
    texts = [written.format(day) for day in days]
    _, _, formats, _ = looked(*texts, month_first=month_first)
    assert [read_day(text, formats, "", date(2026, 1, 1)) for text in texts] == days


def test_columns_are_fields_by_their_names_nearly_or_by_others() -> None:
    header = ["Emp ID", "Surname", "Given Name", "Start Date", "Job Titel", "Dept", "Annual Salary", "Shoe"]
    rows = [RawRow(2, ("7", "Kim", "Ann", "31.01.2020", "Clerk", "Sales", "1.234,50", "red"))]
    looks = look_at(header, rows, month_first=True)
    made = completed(guessed(header, looks), looks, Options(), date(2026, 1, 1))
    by_column = {source.columns[0]: source for source in made.sources}
    assert {column: source.target for column, source in by_column.items()} == {
        "Emp ID": "number", "Surname": "last_name", "Given Name": "first_name", "Start Date": "hired", "Job Titel": "title",
        "Dept": "department", "Annual Salary": "rate",
    }  # fmt: skip
    assert (by_column["Start Date"].formats, by_column["Annual Salary"].decimals) == (("d.m.yyyy",), "comma")
    again = assigned(made, "Shoe", "department")
    assert {source.target: source.columns for source in again.sources}["department"] == ("Shoe",)


@pytest.mark.parametrize("mapping", shipped(), ids=lambda mapping: str(mapping.name))
def test_a_mapping_written_out_is_read_as_it_was(mapping: FileMapping) -> None:
    for text in (as_yaml(mapping), as_json(mapping)):
        assert read(text, "again")[0] == mapping


def test_a_file_of_refused_rows_is_known_as_the_kind_it_came_from() -> None:
    assert header_digest(["A b", "c", "hrtui row", "hrtui reasons"]) == header_digest(["a_B", "C"])
