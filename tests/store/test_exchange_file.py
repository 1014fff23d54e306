"""Files of rows: encodings, stray quotes, widths, workbooks, and bounds."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.exchange import read_table
from hrtui.errors import ImportFault
from hrtui.exchange.model import RawRow


def table(path: Path, data: bytes | str) -> tuple[tuple[str, ...], list[RawRow]]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    made = read_table(path)
    return made.header, list(made.rows)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_encoding_is_read(file: Path, encoding: str) -> None:
    header, rows = table(file, "Name,Ort\nZoë,Köln\n".encode(encoding))
    assert header == ("Name", "Ort")
    assert rows == [RawRow(2, ("Zoë", "Köln"))]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(file: Path, separator: str) -> None:
    assert table(file, f'"a,b;c"{separator}x\n1{separator}2\n')[1] == [RawRow(2, ("1", "2"))]


def test_rows_keep_the_numbers_of_the_file_and_blank_ones_go(file: Path) -> None:
    assert table(file, "a,b\n1,2\n\n , \n3,4\n")[1] == [RawRow(2, ("1", "2")), RawRow(5, ("3", "4"))]


def test_a_cell_may_hold_lines(file: Path) -> None:
    assert table(file, 'a,b\n"1\n2",3\n4,5\n')[1] == [RawRow(2, ("1\n2", "3")), RawRow(3, ("4", "5"))]


@pytest.mark.parametrize("bad", ['"1,2', '1,"2" x', '1,"2""'])
def test_a_stray_quote_spoils_its_own_row_only(file: Path, bad: str) -> None:
    rows = table(file, f'a,b\n{bad}\n"3, x",4\n5,6\n')[1]
    assert [row.row for row in rows if row.problem] == [2]
    assert [row.cells for row in rows[1:]] == [("3, x", "4"), ("5", "6")]


def test_too_few_and_too_many_cells_are_named(file: Path) -> None:
    rows = table(file, "a,b\n1\n1,2,3\n1,2,\n")[1]
    assert [row.problem.split(" where")[0] for row in rows] == ["has 1 cells", "has 3 cells", ""]


def test_a_file_that_is_no_table_is_a_sentence(file: Path, tmp_path: Path) -> None:
    for data in (
        b"",
        b"\n\n\n",
        b"\xd0\xcf\x11\xe0rest",
        b"PK\x03\x04rest",
        b"a\x00\x00\x00\x01\xff\xfe",
        b",".join([b"a"] * 201),
    ):
        with pytest.raises(ImportFault):
            table(file, data)
    for path in (tmp_path, tmp_path / "none.csv", Path("/dev/zero")):
        with pytest.raises(ImportFault):
            read_table(path)


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_read_as_text_and_no_formula_is_computed(file: Path) -> None:
    from datetime import date

    data = workbook(
        ("id", "day", "pay", "code", "sum"),
        (1001, date(2020, 2, 29), 1234.5, "01960", "=1+1"),
        (),
        (2.0, None, True, "x", ""),
    )
    header, rows = table(file, data)
    assert header == ("id", "day", "pay", "code", "sum")
    assert rows == [
        RawRow(2, ("1001", "2020-02-29", "1234.5", "01960", "")),
        RawRow(4, ("2", "", "yes", "x", "")),
    ]


def test_a_zip_bomb_is_refused_unopened(file: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (30 << 20))
    with pytest.raises(ImportFault, match="unpack"):
        table(file, out.getvalue())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300) | st.text('a",;\n\r\t1 ', max_size=120).map(str.encode))
def test_any_bytes_are_rows_or_a_sentence(file: Path, data: bytes) -> None:
    try:
        header, rows = table(file, data)
    except ImportFault as problem:
        assert str(problem)
        return
    assert header
    assert all(row.problem or len(row.cells) == len(header) for row in rows)
    assert [row.row for row in rows] == sorted({row.row for row in rows})


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_workbook_is_rows_or_a_sentence(file: Path, data: st.DataObject) -> None:
    raw = bytearray(workbook(("id", "name"), (1, "Kim")))
    for _ in range(data.draw(st.integers(1, 6))):
        raw[4 + data.draw(st.integers(0, 1 << 20)) % (len(raw) - 4)] = data.draw(st.integers(0, 255))
    try:
        table(file, bytes(raw))
    except ImportFault as problem:
        assert str(problem)
