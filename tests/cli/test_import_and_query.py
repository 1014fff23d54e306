"""`hrtui import` and `hrtui query`: the shapes scripts stand on, and what people read."""

from __future__ import annotations

import argparse
import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hrtui.access.model import Grant
from hrtui.cli import import_, query
from hrtui.cli.session import Session
from hrtui.context import Context
from hrtui.errors import NotAllowed, QueryError, RuleBroken, UsageError
from tests.conftest import ContextAs

FILE = (
    "Employee_Name,EmpID,Salary,Position,State,Zip,DOB,Sex,DateofHire,DateofTermination,TermReason,EmploymentStatus,"
    "Department,ManagerName,ManagerID,RaceDesc\n"
    '"Adams, Wil  K",10026,62506,Technician,MA,01960,07/10/83,M ,7/5/2011,,N/A-StillEmployed,Active,Production       ,'
    "Michael Albert,22,x\n"
    '"Sid Ali, Kar   ",10084,104437,Sr. DBA,MA,2148,05/05/75,M ,3/30/2015,6/16/2016,career change,Voluntarily Terminated,IT/IS,'
    "Wil Adams,4,x\n"
    '"Bad,Row",10085,1,X,MA,02148,05/05/75,M ,13/30/2015,,,Active,IT/IS,,,x\n'
)


def ran(module: Any, ctx: Context, *words: str) -> str:
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    session = Session(output=io.StringIO())
    session.__dict__["context"] = ctx
    assert module.run(parser.parse_args(list(words)), session) == 0
    assert isinstance(session.output, io.StringIO)
    return session.output.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "staff.csv"
    path.write_bytes(b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode())
    return str(path)


def test_the_report_has_its_stable_shape(ctx: Context, file: str) -> None:
    report = json.loads(ran(import_, ctx, "people", file, "--json"))
    assert list(report)[:5] == ["rows", "inserted", "updated", "rejected", "faults"]
    assert report["format"] == {"kind": "text", "encoding": "utf-8", "mark": True, "delimiter": ",", "quote": '"'}
    assert report["mapping"] == {"name": "hrdataset_v14", "origin": "shipped"}
    looks = {column["name"]: column for column in report["columns"]}
    assert (looks["DateofHire"]["field"], looks["DateofHire"]["dates"]) == ("hired", "month-first")
    assert [report[name] for name in ("rows", "inserted", "updated", "rejected")] == [3, 2, 0, 1]
    assert [(fault["row"], fault["column"], fault["value"]) for fault in report["faults"]] == [
        (2, "ManagerName", "Michael Albert"),
        (4, "DateofHire", "13/30/2015"),
    ]
    assert {tuple(fault) for fault in report["faults"]} == {("row", "column", "value", "rule")}


def test_people_read_what_was_not_taken_and_how_to_undo_it(ctx: Context, file: str) -> None:
    tried = ran(import_, ctx, "people", file, "--dry-run")
    assert "would be" in tried
    assert "hrtui undo" not in tried
    done = ran(import_, ctx, "people", file)
    assert "3 rows: 2 people taken in, 0 updated, 0 unchanged, 1 refused" in done
    assert "hrtui undo" in done


def test_a_dry_run_shows_what_would_change(ctx: Context, file: str, tmp_path: Path) -> None:
    ran(import_, ctx, "people", file)
    raised = tmp_path / "raised.csv"
    raised.write_text(FILE.replace("62506", "70000"), encoding="utf-8")
    assert "10026 Adams, Wil K: rate: 62506.00 USD → 70000.00 USD" in ran(
        import_, ctx, "people", str(raised), "--dry-run"
    )


def test_a_query_finds_them_as_json_csv_and_table(ctx: Context, file: str) -> None:
    ran(import_, ctx, "people", file)
    found = json.loads(ran(query, ctx, "dept:Production", "status:active", "--json"))
    assert found == [
        {
            "number": "10026", "name": "Adams, Wil K", "department": "Production", "title": "Technician", "location": "",
            "manager": "Michael Albert", "status": "active", "hired": "2011-07-05", "terminated": None, "email": "",
            "type": "full-time",
        }
    ]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(ran(query, ctx, "sort:-number", "--csv"))))
    assert [(row["number"], row["manager"], row["terminated"]) for row in rows] == [
        ("10084", "Adams, Wil K", "2016-06-16"),
        ("10026", "Michael Albert", ""),
    ]
    table = ran(query, ctx)
    assert "Sid Ali, Kar" in table
    assert table.endswith("2 people\n")
    assert ran(query, ctx, "zzz") == "Nobody found.\n"
    assert json.loads(ran(query, ctx, "zzz", "--json")) == []


def test_a_query_that_is_not_understood_points_at_the_character(ctx: Context) -> None:
    with pytest.raises(QueryError, match=r"did you mean department.*\(at character 5\)"):
        ran(query, ctx, "ann dpt:x")
    with pytest.raises(UsageError):
        ran(query, ctx, "--limit=-1")


def paid(ctx: Context) -> Context:
    from dataclasses import replace

    from hrtui.config import CustomField
    from hrtui.money import Money
    from hrtui.people import service
    from hrtui.people.model import JobChange, PayChange, ProfileChange
    from tests.people import hire

    ctx = replace(ctx, config=replace(ctx.config, custom_fields=(CustomField("desk", "Desk"),)))
    hire(ctx, "Kim", "Ann", number="1", rate=Money(9_000_000), grade="M1", first_day=date(2020, 1, 6))
    hire(ctx, "Lee", "Bo", number="2", manager="1", rate=Money(7_000_000), first_day=date(2021, 1, 4))
    service.change_pay(ctx, "1", PayChange(date(2025, 1, 1), rate=Money(10_000_000)))
    service.change_job(ctx, "2", JobChange(date(2025, 1, 1), title="Lead"))
    service.change_profile(ctx, "2", ProfileChange(date(2025, 1, 1), custom={"desk": "W 4"}))
    return ctx


def test_columns_are_chosen_and_are_those_of_the_day(ctx: Context) -> None:
    ctx = paid(ctx)
    now = json.loads(ran(query, ctx, "sort:number", "--json", "--columns", "number,pay,grade,desk,tag,fte"))
    assert now == [
        {"number": "1", "pay": {"amount": "100000.00", "currency": "USD"}, "grade": "M1", "desk": "", "tags": [], "fte": "1"},
        {"number": "2", "pay": {"amount": "70000.00", "currency": "USD"}, "grade": "", "desk": "W 4", "tags": [], "fte": "1"},
    ]  # fmt: skip
    then = ("--columns", "name,title,manager,pay,hired", "--csv")
    assert ran(query, ctx, "lee", "--on", "2022-01-01", *then) == (
        'name,title,manager,pay,hired\r\n"Lee, Bo",Engineer,"Kim, Ann",70000.00,2021-01-04\r\n'
    )
    assert "90000.00" in ran(query, ctx, "kim @2024-12-31", "--on", "today", *then)
    assert "90,000.00" in ran(query, ctx, "@2024-12-31", "--columns", "pay,number")
    assert ran(query, ctx, "@2019-12-31") == "Nobody found.\n"
    assert ran(query, ctx, "@2019-12-31", "--csv", "--columns", "number") == "number\r\n"


def test_a_long_answer_keeps_its_columns_and_its_order_on_every_page(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hrtui.cli import answer

    ctx = paid(ctx)
    whole = [ran(query, ctx, "sort:-number", form) for form in ("--csv", "--json")]
    monkeypatch.setattr(answer, "FIRST_PAGE", 1)
    monkeypatch.setattr(answer, "PAGE", 1)
    assert [ran(query, ctx, "sort:-number", form) for form in ("--csv", "--json")] == whole
    headings, *rows, last = ran(query, ctx, "sort:-number").splitlines()
    assert [row.split()[:3] for row in rows] == [["2", "Lee,", "Bo"], ["1", "Kim,", "Ann"]]
    assert (headings.index("title"), last) == (rows[1].index("Engineer"), "2 people")


def test_a_column_that_is_none_or_that_is_not_shown_is_refused(ctx: Context, ctx_as: ContextAs) -> None:
    with pytest.raises(UsageError, match="did you mean grade"):
        ran(query, ctx, "--columns", "number,grad")
    with pytest.raises(NotAllowed, match="not shown pay"):
        ran(query, ctx_as(Grant("people.read")), "--columns", "pay")
    with pytest.raises(RuleBroken, match="not a date"):
        ran(query, ctx, "--on", "someday")
