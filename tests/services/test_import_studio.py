"""What a person decides over an import: matching, mode, empty cells, corrections, mappings remembered; and what leaves it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data import audit, bulk_people
from hrtui.audit.service import undo
from hrtui.config import CustomField
from hrtui.context import Context
from hrtui.errors import ImportFault
from hrtui.exchange.leaving import write_mapping, write_refused
from hrtui.exchange.listing import Cells, Which
from hrtui.exchange.model import Fix, ImportReport, Match, Mode, OnFile, Options
from hrtui.exchange.service import import_people
from hrtui.people import service as people

HEAD = "number,first_name,last_name,email,birth_date,hired,title,department,rate\n"
ANN = "1,Ann,Kim,ann@example.com,1980-05-06,2020-01-06,Clerk,Sales,50000\n"
BO = "2,Bo,Lee,bo@example.com,1981-05-06,2020-01-06,Clerk,Sales,50000\n"
NAME = Path("shared", "real", "HRDataset_v14.csv")
REAL = next((folder / NAME for folder in Path(__file__).parents if (folder / NAME).exists()), NAME)
Take = Callable[..., ImportReport]


@pytest.fixture
def take(ctx: Context, tmp_path: Path) -> Take:
    def made(
        text: str | bytes, ctx: Context = ctx, name: str = "people.csv", dry_run: bool = False, **options: Any
    ) -> ImportReport:
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return import_people(ctx, file, dry_run=dry_run, options=Options(**options))

    return made


def on_file(number: str) -> OnFile:
    return next(iter(bulk_people.on_file([number])))


def told(report: ImportReport) -> list[tuple[int, str, str, str]]:
    return [(fault.row, fault.column, fault.value, fault.rule.split(";")[0]) for fault in report.faults]


@pytest.mark.parametrize(
    ("by", "text"),
    [
        (Match.EMAIL, "email,rate\nANN@example.com,60000\n"),
        (Match.NAME_BIRTH, "first_name,last_name,birth_date,rate\nann,KIM,1980-05-06,60000\n"),
        (Match.NUMBER, "number,rate\n1,60000\n"),
    ],
)
def test_people_are_found_by_number_address_or_name_and_birth_date(take: Take, by: Match, text: str) -> None:
    take(HEAD + ANN + BO)
    report = take(text, match=by, mode=Mode.UPDATE)
    assert (report.updated, report.faults) == (1, ())
    assert [pay.rate.cents for pay in on_file("1").pays] == [5_000_000, 6_000_000]


def test_an_address_that_two_people_have_is_a_fault(take: Take) -> None:
    take(HEAD + ANN + BO.replace("bo@", "ann@"))
    report = take("email,rate\nann@example.com,60000\n", match=Match.EMAIL, mode=Mode.UPDATE)
    assert told(report) == [(2, "email", "ann@example.com", "fits several people on file: 1, 2")]
    assert report.rejected == 1


def test_only_new_people_or_only_changes_go_in_where_that_was_chosen(take: Take) -> None:
    take(HEAD + ANN)
    both = HEAD + ANN.replace("50000", "60000") + BO
    assert told(take(both, mode=Mode.INSERT, dry_run=True)) == [
        (2, "number", "1", "is on file already"),
    ]
    assert told(take(both, mode=Mode.UPDATE, dry_run=True)) == [(3, "number", "2", "is nobody on file")]


def test_an_empty_cell_erases_only_where_that_was_chosen_and_shows_as_before_and_nothing(take: Take) -> None:
    take(HEAD + ANN)
    empty = HEAD + ANN.replace("ann@example.com", "")
    assert take(empty, dry_run=True).unchanged == 1
    tried = take(empty, dry_run=True, erase=True)
    cells = Cells(tried)
    (number,) = cells.ids(Which.CHANGES)
    cell = cells.cell(Which.CHANGES, number)
    assert cell is not None
    assert (cell.row, cell.column, cell.before, cell.after) == (2, "email", "ann@example.com", "")
    take(empty, erase=True)
    assert on_file("1").profiles[-1].email == ""


def test_a_corrected_cell_is_read_by_the_same_rules_and_named_in_the_trail(take: Take) -> None:
    bad = HEAD + ANN.replace("2020-01-06", "someday") + BO.replace("50000", "lots")
    assert take(bad, dry_run=True).rejected == 1
    fixes = (Fix("hired", "someday", "2020-01-07", 2), Fix("rate", "lots", "51000"))
    report = take(bad, fixes=fixes)
    assert (report.inserted, report.faults) == (2, ())
    assert str(on_file("1").jobs[0].effective_from) == "2020-01-07"
    detail = audit.entries(3)[-1].entry.detail or {}
    assert detail["corrected"] == "row 2 hired: “someday” → “2020-01-07”; all rows rate"


def test_the_next_file_of_a_kind_is_read_as_the_last_one_was(take: Take) -> None:
    text = 'Id,Who,Begin,What,Where\n1,"Kim, Ann",2020-01-06,Clerk,Sales\n'
    sets = (("Id", "number"), ("Who", "name"), ("Begin", "hired"), ("What", "title"), ("Where", "department"))
    with pytest.raises(ImportFault, match="--set COLUMN=FIELD"):
        take(text)
    assert take(text, sets=sets).inserted == 1
    again = take(text.replace("1,", "2,"))
    assert (again.inserted, again.origin) == (1, "remembered")


def test_refused_rows_leave_with_their_reasons_and_go_in_once_they_are_corrected(take: Take, tmp_path: Path) -> None:
    report = take(HEAD + ANN.replace("2020-01-06", "someday").replace("Clerk", "=Clerk()") + BO)
    out = tmp_path / "refused.csv"
    assert write_refused(report, out) == 1
    with out.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["hrtui row"], row["title"], row["number"]) == ("2", "'=Clerk()", "1")
    assert row["hrtui reasons"].startswith("hired: is no date")
    again = take(out.read_text(encoding="utf-8").replace("someday", "2020-01-06"))
    assert (again.inserted, again.origin) == (1, "remembered")
    assert on_file("1").jobs[0].title == "=Clerk()"


def test_every_kind_of_error_is_told_with_row_column_value_and_rule(take: Take) -> None:
    take(HEAD + "90,Zoe,Old,zoe@example.com,,2019-01-07,Clerk,Sales,1000\n")
    head = HEAD.strip() + ",manager,status,terminated,fte\n"
    ok = "Ann,Kim,a@b.co,1980-05-06,2020-01-06,Clerk,Sales,1000,,,,\n"
    lines = [
        "10," + ok,
        "1 0," + ok,
        "11," + ok.replace("2020-01-06", "2020-02-31"),
        "12," + ok.replace("Clerk", ""),
        "10," + ok,
        "13," + ok.replace("a@b.co", "nobody"),
        "14," + ok.replace("1980-05-06", "2019-05-06"),
        "15," + ok.replace("1000", "ten"),
        "16," + ok.replace(",,,,\n", ",Mister X,,,\n"),
        "17," + ok.replace(",,,,\n", ",,gone,,\n"),
        "18," + ok.replace(",,,,\n", ",,,2019-01-01,\n"),
        "19," + ok.replace(",,,,\n", ",,,,9\n"),
        "20,too,few\n",
        '21,"stray,' + ok,
        "90," + ok,
    ]
    report = take(head + "".join(lines), dry_run=True)
    expected = {
        (3, "number", "1 0"), (4, "hired", "2020-02-31"), (5, "title", ""), (6, "number", "10"), (7, "email", "nobody"),
        (8, "birth_date", "2019-05-06"), (9, "rate", "ten"), (10, "manager", "Mister X"), (11, "status", "gone"),
        (12, "terminated", "2019-01-01"), (13, "fte", "9"), (16, "hired", "2020-01-06"),
    }  # fmt: skip
    assert expected <= {(row, column, value) for row, column, value, _ in told(report)}
    assert {14, 15} <= {fault.row for fault in report.faults if not fault.column}
    assert all(fault.rule for fault in report.faults)
    assert report.rejected == 8


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_any_encoding_and_separator_give_the_same_people(take: Take, encoding: str, sign: str) -> None:
    text = (HEAD + ANN.replace("Kim", "Kjær")).replace(",", sign)
    report = take(text.encode(encoding), dry_run=True)
    assert (report.inserted, report.preview[0].name) == (1, "Kjær, Ann")
    assert report.sheet.dialect.delimiter == sign


def test_what_is_told_overrules_what_is_found(take: Take) -> None:
    text = HEAD + ANN.replace("2020-01-06", "03/04/2020").replace("50000", "1.500")
    tried = take(text, dry_run=True)
    assert any(notice.startswith("hired: no value tells day from month") for notice in tried.notices)
    take(text, dates="day-first", decimals="comma")
    assert (str(on_file("1").jobs[0].effective_from), on_file("1").pays[0].rate.cents) == ("2020-04-03", 150_000)


def test_a_mapping_written_out_reads_the_file_alike(take: Take, ctx: Context, tmp_path: Path) -> None:
    report = take(HEAD + ANN, dry_run=True)
    write_mapping(report.used, tmp_path / "m.yaml")
    again = import_people(ctx, tmp_path / "people.csv", tmp_path / "m.yaml", dry_run=True)
    assert (again.inserted, again.used.sources) == (1, report.used.sources)


@pytest.mark.parametrize(
    "text",
    [
        ",".join(f"c{at}" for at in range(201)).encode() + b"\n1\n",
        b"number,number,name\n1,2,3\n",
        b"a\x00\xff\xfe,b\n",
        b"\x1b]0;x\x07,\x1b[31m\n1,2\n",
        b'"' + b"x" * 300_000,
    ],
    ids=["201 columns", "repeated headings", "NUL bytes", "escape codes for headings", "an endless cell"],
)
def test_a_file_made_to_harm_is_refused_in_a_sentence(take: Take, text: bytes) -> None:
    with pytest.raises(ImportFault) as refused:
        take(text, dry_run=True)
    assert str(refused.value).endswith((".", "FILE."))
    assert "\x1b" not in str(refused.value)


@pytest.mark.skipif(not REAL.exists(), reason="the real staff file is not here")
def test_the_real_file_goes_in_with_managers_departments_terminations_ratings_and_sources(ctx: Context) -> None:
    own = tuple(CustomField(name, name) for name in ("performance_score", "recruitment_source"))
    ctx = replace(ctx, config=replace(ctx.config, custom_fields=own))
    report = import_people(ctx, REAL)
    assert (report.rows, report.inserted, report.rejected, report.declare) == (311, 311, 0, ())
    assert len(people.directory_ids(ctx, "status:active")) == 207
    assert {fault.column for fault in report.faults} == {"ManagerName", "ManagerID"}
    known = [next(iter(each)) for each in ([one] for one in bulk_people.on_file(["10026", "10084"]))]
    assert all(person.profiles[0].custom.keys() == {"performance_score", "recruitment_source"} for person in known)
    undo(ctx)
    assert people.directory_count(ctx) == 0
