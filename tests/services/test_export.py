"""Lists that leave the house: formats, columns, rights, files, and the entry each export leaves."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import audit
from hrtui.access.model import Field, Grant, Scope, Sight
from hrtui.audit.asked import Wanted
from hrtui.config import CustomField
from hrtui.context import Context
from hrtui.errors import NotAllowed, RuleBroken
from hrtui.exchange.columns import STANDARD
from hrtui.exchange.export import export_people, export_rows, people_columns
from hrtui.exchange.files import write_table
from hrtui.exchange.service import import_people
from hrtui.exchange.trail import export_trail
from hrtui.money import Money
from hrtui.people import service as people
from hrtui.people.model import JobChange, PayChange, ProfileChange, Termination
from tests.conftest import ContextAs
from tests.people import hire, statements


def sheet(path: Path) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))


def lines(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))


def detail(ctx: Context) -> dict[str, str]:
    return dict(audit.entries(1)[0].entry.detail or {})


def test_the_ending_of_the_file_says_the_format(ctx: Context, tmp_path: Path) -> None:
    hire(ctx)
    for name in ("a.csv", "a.xlsx", "a.json", "a.vcf"):
        assert export_people(ctx, "", tmp_path / name) == 1
    assert lines(tmp_path / "a.csv")[0] == list(STANDARD)
    assert sheet(tmp_path / "a.xlsx")[0] == STANDARD
    assert json.loads((tmp_path / "a.json").read_text())[0]["name"] == "Kim, Ann"
    assert "FN:Ann Kim\r\n" in (tmp_path / "a.vcf").read_bytes().decode()
    assert [entry.entry.action for entry in audit.entries(4)] == ["people.export"] * 4
    with pytest.raises(RuleBroken, match="is no format"):
        export_people(ctx, "", tmp_path / "a.doc")


def test_cells_of_a_workbook_are_of_their_kind_and_text_is_never_a_formula(ctx: Context, tmp_path: Path) -> None:
    hire(ctx, last="=SUM(A1)", first="", title="#N/A", department="+1")
    file = tmp_path / "a.xlsx"
    export_people(ctx, "", file, columns=["name", "title", "department", "hired", "rate", "fte"])
    cells = list(openpyxl.load_workbook(file).worksheets[0].iter_rows())[1]
    assert [cell.data_type for cell in cells] == ["s", "s", "s", "d", "n", "n"]
    assert [cell.value for cell in cells] == ["=SUM(A1)", "#N/A", "+1", datetime(2025, 3, 3), 85000, 1]


def test_a_csv_cell_that_a_spreadsheet_would_compute_begins_with_an_apostrophe(ctx: Context, tmp_path: Path) -> None:
    hire(ctx, last="@SUM(A1)", title="=cmd|' /C calc'!A0")
    export_people(ctx, "", tmp_path / "a.csv", columns=["name", "title"])
    assert lines(tmp_path / "a.csv")[1] == ["'@SUM(A1), Ann", "'=cmd|' /C calc'!A0"]


def test_a_file_is_its_owners_alone_and_none_is_written_over(ctx: Context, tmp_path: Path) -> None:
    hire(ctx)
    for ending in ("csv", "xlsx", "json", "vcf"):
        file = tmp_path / f"a.{ending}"
        export_people(ctx, "", file)
        assert file.stat().st_mode & 0o777 == 0o600
        before = file.read_bytes()
        with pytest.raises(RuleBroken, match="there already"):
            export_people(ctx, "", file)
        assert file.read_bytes() == before
    assert not list(tmp_path.glob(".hrtui-*"))


def test_nothing_is_left_where_the_entry_cannot_be_written(
    ctx: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire(ctx)

    def refuse(*_: object) -> None:
        raise RuleBroken("no entry")

    monkeypatch.setattr(audit, "append", refuse)
    with pytest.raises(RuleBroken, match="no entry"):
        export_people(ctx, "", tmp_path / "a.csv")
    assert not (tmp_path / "a.csv").exists()


def test_a_dangling_link_is_not_followed(ctx: Context, tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RuleBroken, match="there already"):
        export_people(ctx, "", tmp_path / "a.csv")
    assert not (tmp_path / "elsewhere").exists()


def test_pay_and_birth_dates_leave_only_with_the_right_and_the_entry_names_them(
    ctx: Context, ctx_as: ContextAs, tmp_path: Path
) -> None:
    number = hire(ctx)
    people.change_profile(ctx, number, ProfileChange(date(2026, 11, 1), birth_date=date(1990, 2, 3)))
    export_people(ctx, "", tmp_path / "a.csv", columns=["number", "rate", "birth_date"])
    assert lines(tmp_path / "a.csv")[1] == [number, "85000.00", "1990-02-03"]
    assert detail(ctx) == {"query": "", "columns": "number, rate, birth_date", "format": "csv", "people": "1"}
    for seen in (Sight.HIDDEN, Sight.MASKED):
        bob = ctx_as(Grant("people.read", fields={Field.PAY: seen, Field.BIRTH: seen}))
        assert not {"rate", "birth_date"} & set(people_columns(bob))
        with pytest.raises(RuleBroken, match="not shown to you"):
            export_people(bob, "", tmp_path / "b.csv", columns=["number", "rate"])
    assert not (tmp_path / "b.csv").exists()


def test_pay_is_written_only_of_those_of_whom_it_is_shown(ctx: Context, ctx_as: ContextAs, tmp_path: Path) -> None:
    one, other = hire(ctx), hire(ctx, last="Lee", department="Sales")
    bob = ctx_as(
        Grant("people.read"), Grant("people.read", Scope(departments=frozenset({"IT"})), {Field.PAY: Sight.SHOWN})
    )
    export_people(bob, "sort:number", tmp_path / "a.csv", columns=["number", "rate"])
    assert lines(tmp_path / "a.csv")[1:] == [[one, "85000.00"], [other, ""]]


def test_what_leaves_is_as_of_the_day_that_is_looked_at(ctx: Context, tmp_path: Path) -> None:
    number = hire(ctx)
    people.change_job(ctx, number, JobChange(date(2026, 11, 1), title="Chief"))
    people.change_pay(ctx, number, PayChange(date(2026, 11, 1), rate=Money(9_000_000)))
    then = replace(ctx, lens=date(2026, 10, 1))
    export_people(then, "", tmp_path / "a.csv", columns=["title", "rate"])
    assert lines(tmp_path / "a.csv")[1] == ["Engineer", "85000.00"]
    assert detail(ctx)["as of"] == "2026-10-01"
    export_people(ctx, "", tmp_path / "b.csv", columns=["title", "rate"])
    assert lines(tmp_path / "b.csv")[1] == ["Chief", "90000.00"]


def test_custom_fields_leave_by_their_names(ctx: Context, tmp_path: Path) -> None:
    shirts = replace(ctx, config=replace(ctx.config, custom_fields=(CustomField("shirt", "Shirt"),)))
    number = hire(shirts)
    people.change_profile(shirts, number, ProfileChange(date(2026, 11, 1), custom={"shirt": "=M"}))
    export_people(shirts, "", tmp_path / "a.csv", columns=["number", "shirt"])
    assert lines(tmp_path / "a.csv")[1] == [number, "'=M"]


def test_sealed_numbers_never_leave_in_bulk(ctx: Context) -> None:
    assert not {"ssn", "bank"} & set(people_columns(ctx))


def test_an_export_needs_the_permission_and_stays_in_scope(ctx: Context, ctx_as: ContextAs, tmp_path: Path) -> None:
    hire(ctx)
    hire(ctx, last="Lee", department="Sales")
    with pytest.raises(NotAllowed):
        export_people(ctx_as(), "", tmp_path / "a.csv")
    bob = ctx_as(Grant("people.read", Scope(departments=frozenset({"Sales"}))))
    assert export_people(bob, "", tmp_path / "a.csv") == 1


def test_an_export_takes_as_many_queries_for_ten_people_as_for_two(ctx: Context, tmp_path: Path) -> None:
    columns = ["number", "phone", "flsa", "rate", "birth_date"]
    counts = []
    for size in (2, 10):
        for _ in range(size):
            hire(ctx)
        with statements() as seen:
            export_people(ctx, "", tmp_path / f"{size}.csv", columns=columns)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 20


def test_unknown_columns_are_named_with_the_nearest(ctx: Context, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="Did you mean department"):
        export_people(ctx, "", tmp_path / "a.csv", columns=["departmant"])


def test_rows_of_any_list_go_through_the_same_writer(ctx: Context, tmp_path: Path) -> None:
    rows = [("a", date(2026, 1, 2), Money(150)), ("b", None, Money(-5))]
    assert export_rows(ctx, tmp_path / "a.json", ("x", "day", "sum"), rows, action="home.export") == 2
    assert json.loads((tmp_path / "a.json").read_text()) == [
        {"x": "a", "day": "2026-01-02", "sum": "1.50"}, {"x": "b", "day": None, "sum": "-0.05"},
    ]  # fmt: skip
    assert detail(ctx) == {"columns": "x, day, sum", "format": "json", "rows": "2"}


def test_no_rows_make_a_file_that_is_one_of_its_kind(tmp_path: Path) -> None:
    from hrtui.exchange.files import Format

    for form in (Format.CSV, Format.XLSX, Format.JSON):
        assert write_table(tmp_path / form, ("a",), [], form) == 0
    assert json.loads((tmp_path / "json").read_text()) == []


def test_the_trail_is_written_as_it_is_read_and_filtered_alike(ctx: Context, ctx_as: ContextAs, tmp_path: Path) -> None:
    number = hire(ctx)
    people.change_job(ctx, number, JobChange(date(2026, 11, 23), title="Chief"))
    auditor = ctx_as(Grant("audit.read"), Grant("people.read"))
    assert export_trail(auditor, tmp_path / "a.csv", number, Wanted(action="change_job")) == 1
    row = dict(zip(*lines(tmp_path / "a.csv")[:2], strict=True))
    assert row["who"] == "alice"
    assert "title: Engineer -> Chief" in row["changes"]
    assert audit.entries(1)[0].entry.action == "audit.export"
    assert detail(ctx)["action"] == "change_job"
    export_trail(auditor, tmp_path / "b.csv", number, Wanted(action="hire"))
    assert "rate:  -> (masked)" in (tmp_path / "b.csv").read_text()
    with pytest.raises(NotAllowed):
        export_trail(ctx_as(), tmp_path / "c.csv")


SIGNS = st.characters(categories=["Lu", "Ll", "Lo", "Nd", "Sm", "Po"], codec="utf-8", exclude_characters=",")
NAMES = st.text(SIGNS, min_size=1, max_size=12)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(NAMES, NAMES, st.integers(0, 3), st.integers(0, 400), st.booleans()), min_size=1, max_size=5),
    st.sampled_from(["csv", "xlsx"]),
)
def test_what_was_exported_is_taken_in_again_as_unchanged(
    ctx: Context, tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[Any, ...]], ending: str
) -> None:
    staff: list[str] = []
    for last, title, above, back, leaves in rows:
        first_day = date.fromordinal(date(2026, 11, 20).toordinal() - back)
        manager = staff[above] if above < len(staff) else ""
        try:
            number = hire(ctx, last=last, title=title, first_day=first_day, manager=manager)
        except RuleBroken:
            continue
        staff.append(number)
        if leaves:
            people.terminate(ctx, number, Termination(date(2026, 11, 21), "moved"))
    if not staff:
        return
    ids = people.directory_ids(ctx, f"number={','.join(staff)}")
    file = tmp_path_factory.mktemp("out") / f"a.{ending}"
    assert export_people(ctx, "", file, ids) == len(staff)
    report = import_people(ctx, file, dry_run=True)
    assert report.unchanged == len(staff), (report.faults, report.preview, file.read_bytes()[:500])
