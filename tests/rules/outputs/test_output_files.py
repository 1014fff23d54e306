"""Files of payroll: for their owner alone, whole or not at all, never over another, with their checksum."""

from __future__ import annotations

import csv
import hashlib
import stat
from pathlib import Path

import pytest

from hrtui.errors import RuleBroken
from hrtui.exchange.files import Format
from hrtui.payroll.outputs.files import Written, write, write_table
from hrtui.payroll.outputs.transfers import Entry, bank_table
from tests.rules.outputs.slips import PAY_DATE, ROUTING


def test_a_file_is_its_owners_alone_and_told_with_its_checksum(tmp_path: Path) -> None:
    made = write(tmp_path / "pay.ach", b"101 file")
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert made.sha256 == hashlib.sha256(b"101 file").hexdigest()
    assert made.detail == {"file": "pay.ach", "bytes": "8", "sha256": made.sha256}
    assert [path.name for path in tmp_path.iterdir()] == ["pay.ach"]


def test_a_file_that_is_there_is_kept_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "pay.ach"
    path.write_bytes(b"old")
    with pytest.raises(RuleBroken, match="there already"):
        write(path, b"new")
    assert path.read_bytes() == b"old"
    write(path, b"new", replace=True)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_is_left_of_a_file_whose_entry_could_not_be_kept(tmp_path: Path) -> None:
    def refuse(made: Written) -> None:
        assert made.size == 3
        raise RuleBroken("The trail is closed.")

    with pytest.raises(RuleBroken, match="trail"):
        write(tmp_path / "pay.ach", b"new", before_naming=refuse)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="cannot be written"):
        write(tmp_path / "none" / "pay.ach", b"new")
    with pytest.raises(RuleBroken, match="cannot be written"):
        write(tmp_path, b"new", replace=True)


def test_the_banks_csv_computes_nothing(tmp_path: Path) -> None:
    entries = [Entry("=1+1", "@SUM(A1)", ROUTING, "0012", 150)]
    write_table(tmp_path / "bank.csv", bank_table(entries, PAY_DATE))
    with (tmp_path / "bank.csv").open(newline="") as file:
        row = next(csv.DictReader(file))
    assert (row["number"], row["name"], row["account"], row["amount"]) == ("'=1+1", "'@SUM(A1)", "0012", "1.50")


@pytest.mark.parametrize("form", [Format.XLSX, Format.JSON])
def test_tables_are_written_in_the_other_formats_too(tmp_path: Path, form: Format) -> None:
    made = write_table(tmp_path / "bank", bank_table([Entry("1", "Ann", ROUTING, "7", 150)], PAY_DATE), form)
    assert made.size == (tmp_path / "bank").stat().st_size > 100
