"""Importing people: what is written, what is told, that doing it twice changes nothing, and that nothing is half done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import audit, bulk_people
from hrtui.access.model import Field, Grant, Scope, Sight
from hrtui.audit.service import undo
from hrtui.config import CustomField, CustomKind
from hrtui.context import Context
from hrtui.errors import Conflict, HrError, ImportFault, NotAllowed, RuleBroken
from hrtui.exchange.columns import STANDARD
from hrtui.exchange.export import export_people
from hrtui.exchange.model import Fault, ImportReport, ImportStopped, OnFile
from hrtui.exchange.service import import_people
from hrtui.money import Money
from hrtui.org import service as org
from hrtui.org.model import DepartmentChange, LocationChange, PositionChange
from hrtui.people import service as people
from hrtui.people.model import Action, JobChange, Status

TODAY = date(2026, 11, 23)
HEAD = "number,name,hired,title,department,manager,rate,status,terminated,reason,voluntary,email\n"
BOSS = '1,"Park, Ada",2015-01-05,CEO,Office,,250000,active,,,,ada@example.com\n'
WORKER = '2,"Kim, Ann",2020-03-02,Fitter,Works,"Park, Ada",52000,active,,,,\n'
LEFT = '3,"Oz, Bo",2019-01-07,Fitter,Works,1,50000,terminated,2021-06-30,moved away,yes,\n'

Import = Callable[..., ImportReport]


@pytest.fixture
def take(ctx: Context, tmp_path: Path) -> Import:
    def made(text: str, ctx: Context = ctx, mapping: str = "", **options: Any) -> ImportReport:
        file = tmp_path / "people.csv"
        file.write_text(text, encoding="utf-8")
        map_file = tmp_path / "map.yaml"
        map_file.write_text(mapping, encoding="utf-8")
        return import_people(ctx, file, map_file if mapping else None, **options)

    return made


def on_file(number: str) -> OnFile:
    return next(iter(bulk_people.on_file([number])))


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    return report.rows, report.inserted, report.updated, report.unchanged, report.rejected


def test_new_people_come_in_with_profile_job_and_pay_from_their_first_day(take: Import) -> None:
    report = take(HEAD + BOSS + WORKER)
    assert counts(report) == (2, 2, 0, 0, 0)
    assert report.faults == ()
    ann = on_file("2")
    assert [(row.effective_from, row.name) for row in ann.profiles] == [(date(2020, 3, 2), "Kim, Ann")]
    assert [(row.action, row.manager, row.title) for row in ann.jobs] == [(Action.HIRE, "1", "Fitter")]
    assert [(row.effective_from, row.rate, row.pay_group) for row in ann.pays] == [
        (date(2020, 3, 2), Money(5_200_000), "main")
    ]


def test_who_has_left_gets_a_termination_row_the_day_after(take: Import) -> None:
    take(HEAD + BOSS + LEFT)
    last = on_file("3").jobs[-1]
    assert (last.effective_from, last.last_day, last.status) == (date(2021, 7, 1), date(2021, 6, 30), Status.TERMINATED)
    assert last.reason == "voluntary: moved away"


def test_the_same_file_again_changes_nothing(take: Import) -> None:
    text = HEAD + BOSS + WORKER + LEFT
    take(text)
    before = bulk_people.last_command()
    again = take(text)
    assert counts(again) == (3, 0, 0, 3, 0)
    assert again.command is None
    assert bulk_people.last_command() == before


def test_changed_values_become_dated_rows_and_the_old_ones_stay(take: Import) -> None:
    take(HEAD + BOSS + WORKER)
    report = take(HEAD + BOSS + WORKER.replace("Fitter", "Senior Fitter").replace("52000", "58000"))
    assert counts(report) == (2, 0, 1, 1, 0)
    ann = on_file("2")
    assert [(row.effective_from, row.title, row.action) for row in ann.jobs][1:] == [
        (TODAY, "Senior Fitter", Action.PROMOTION)
    ]
    assert [row.rate.cents for row in ann.pays] == [5_200_000, 5_800_000]
    assert [
        (change.field, change.before, change.after) for change in report.preview[0].changes if change.field == "rate"
    ] == [("rate", "52000.00 USD", "58000.00 USD")]
    assert counts(take(HEAD + BOSS + WORKER.replace("Fitter", "Senior Fitter").replace("52000", "58000")))[2] == 0


def test_a_department_written_otherwise_is_the_same_department(take: Import) -> None:
    take(HEAD + BOSS + WORKER)
    assert take(HEAD + BOSS + WORKER.replace("Works", "WORKS")).unchanged == 2


def test_an_empty_cell_blanks_nothing(take: Import) -> None:
    take(HEAD + BOSS)
    assert counts(take(HEAD + BOSS.replace("ada@example.com", "").replace("250000", ""))) == (1, 0, 0, 1, 0)
    assert on_file("1").profiles[-1].email == "ada@example.com"


def test_changes_hold_from_the_day_the_file_names(take: Import) -> None:
    head = HEAD.replace("email", "changes_from")
    take(HEAD + BOSS + WORKER)
    line = WORKER.replace("52000", "60000").replace(",,,,\n", ",,,,2026-12-07\n")
    assert take(head + line).updated == 1
    assert on_file("2").pays[-1].effective_from == date(2026, 12, 7)
    assert take(head + line).unchanged == 1
    late = take(head + WORKER.replace("Fitter", "Welder").replace(",,,,\n", ",,,,2019-01-01\n"))
    assert late.updated == 0
    assert {fault.column for fault in late.faults} == {"changes_from"}


def test_a_termination_in_a_later_file_ends_the_employment(take: Import) -> None:
    take(HEAD + BOSS + WORKER)
    text = HEAD + WORKER.replace("active,,,", "terminated,2026-10-30,retired,yes")
    assert take(text).updated == 1
    assert on_file("2").jobs[-1].last_day == date(2026, 10, 30)
    assert take(text).updated == 0
    back = take(HEAD + WORKER)
    assert (back.updated, "rehire" in back.faults[0].rule) == (0, True)


def test_a_later_first_day_after_the_end_is_a_rehire(take: Import) -> None:
    take(HEAD + BOSS + LEFT)
    again = LEFT.replace("2019-01-07", "2026-01-05").replace("terminated,2021-06-30,moved away,yes", "active,,,")
    assert take(HEAD + again).updated == 1
    assert [row.action for row in on_file("3").jobs] == [Action.HIRE, Action.TERMINATION, Action.REHIRE]
    assert take(HEAD + again).updated == 0


@pytest.mark.parametrize(
    ("line", "column", "rule"),
    [
        ('x y,"Kim, Ann",2020-03-02,F,W,,1,,,,,\n', "number", "no number"),
        ('9,"Kim, Ann",2020-13-02,F,W,,1,,,,,\n', "hired", "no day"),
        ('9,"Kim, Ann",,F,W,,1,,,,,\n', "hired", "missing"),
        ('9,"Kim, Ann",2020-03-02,,W,,1,,,,,\n', "title", "missing"),
        ("9,,2020-03-02,F,W,,1,,,,,\n", "name", "missing"),
        ('9,"Kim, Ann",2020-03-02,F,W,,1,gone,,,,\n', "status", "starting, active"),
        ('9,"Kim, Ann",2020-03-02,F,W,,1,terminated,,,,\n', "status", "no last day"),
        ('9,"Kim, Ann",2020-03-02,F,W,,1,active,2021-01-01,,,\n', "status", "has a last day"),
        ('9,"Kim, Ann",2020-03-02,F,W,,1,,2019-01-01,,,\n', "terminated", "before the first day"),
        ('9,"Kim, Ann",2036-03-02,F,W,,1,,,,,\n', "hired", "years ahead"),
        ('9,"Kim,Ann,2020\n', "", "stray quote"),
        ("9,Kim,2020-03-02\n", "", "cells"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_the_others_go(take: Import, line: str, column: str, rule: str) -> None:
    report = take(HEAD + BOSS + line + WORKER)
    assert counts(report) == (3, 2, 0, 0, 1)
    fault = report.faults[0]
    assert (fault.row, fault.column, fault.taken) == (3, column, False)
    assert rule in fault.rule


@pytest.mark.parametrize(
    ("line", "column", "value", "rule"),
    [
        ('9,"Kim, Ann",2020-03-02,F,W,,lots,,,,,\n', "rate", "lots", "no amount"),
        ('9,"Kim, Ann",2020-03-02,F,W,,999999999999,,,,,\n', "rate", "999999999999", "too much"),
        ('9,"Kim, Ann",2020-03-02,F,W,,1,,,,,ann at home\n', "email", "ann at home", "no e-mail"),
        ('9,"Kim, Ann",2020-03-02,F,W,Board,1,,,,,\n', "manager", "Board", "kept as text"),
        ('9,"Kim, Ann",2020-03-02,F,W,9,1,,,,,\n', "manager", "9", "own manager"),
    ],
)
def test_a_value_that_cannot_be_taken_leaves_the_rest_of_its_row(
    take: Import, line: str, column: str, value: str, rule: str
) -> None:
    report = take(HEAD + line)
    assert counts(report) == (1, 1, 0, 0, 0)
    fault = report.faults[0]
    assert (fault.row, fault.column, fault.value, fault.taken) == (2, column, value, True)
    assert rule in fault.rule


def test_a_number_twice_in_a_file_is_taken_once(take: Import) -> None:
    report = take(HEAD + BOSS + BOSS)
    assert counts(report) == (2, 1, 0, 0, 1)
    assert report.faults == (Fault(3, "number", "1", "stands in row 2 already; a person has one row"),)


def test_managers_are_found_by_name_in_the_file_and_on_file(take: Import) -> None:
    take(HEAD + BOSS)
    take(HEAD + WORKER.replace('"Park, Ada"', "Ada B. Park"))
    assert on_file("2").jobs[0].manager == "1"


def test_an_ambiguous_manager_stays_text(take: Import) -> None:
    twins = BOSS + BOSS.replace("1,", "7,", 1)
    report = take(HEAD + twins + WORKER)
    assert "several people" in report.faults[0].rule
    assert on_file("2").jobs[0].manager_name == "Park, Ada"


def test_an_initial_or_the_manager_on_file_tells_namesakes_apart(take: Import) -> None:
    twins = BOSS.replace("Ada", "Ada B.") + BOSS.replace("1,", "7,", 1).replace("Ada", "Ada C.")
    take(HEAD + twins + WORKER.replace("Park, Ada", "Park, Ada C."))
    assert on_file("2").jobs[0].manager == "7"
    assert counts(take(HEAD + WORKER)) == (1, 0, 0, 1, 0)
    assert take(HEAD + WORKER).faults == ()


def test_managers_in_a_circle_are_cut_once(take: Import) -> None:
    lines = "".join(f'{n},"P{n}, X",2020-01-06,T,D,{n % 3 + 1},1,,,,,\n' for n in (1, 2, 3))
    report = take(HEAD + lines)
    assert [fault.rule for fault in report.faults if "circle" in fault.rule] == [
        "kept as text; managers would go in a circle: 1 → 2 → 3 → 1"
    ]
    assert [on_file(n).jobs[0].manager for n in "123"] == ["", "3", "1"]


def test_text_never_replaces_a_manager_on_file(take: Import) -> None:
    take(HEAD + BOSS + WORKER)
    report = take(HEAD + WORKER.replace('"Park, Ada"', "The Board"))
    assert report.updated == 0
    assert [fault.rule.split(",")[0] for fault in report.faults][1:] == ["does not replace the manager on file"]


def test_a_dry_run_writes_nothing_and_says_the_same(take: Import) -> None:
    tried = take(HEAD + BOSS + WORKER, dry_run=True)
    assert bulk_people.last_command() == 0
    assert audit.entries(10) == []
    done = take(HEAD + BOSS + WORKER)
    assert counts(tried) == counts(done)
    assert tried.faults == done.faults


def test_an_import_is_one_command_with_an_entry_for_everyone(take: Import) -> None:
    report = take(HEAD + BOSS + WORKER + LEFT)
    entries = audit.entries(10)[::-1]
    assert [(each.entry.action, each.entry.subject, each.entry.command) for each in entries] == [
        ("people.import", subject, report.command) for subject in ("people.csv", "1", "2", "3")
    ]
    left = entries[3].entry
    assert (left.detail or {})["from"] == "2019-01-07"
    assert ("status", "active", "terminated") in [(each.field, each.before, each.after) for each in left.changes]
    detail = entries[0].entry.detail or {}
    assert (detail["inserted"], detail["mapping"], len(detail["sha256"])) == ("3", "hrtui", 64)
    assert audit.verify().broken_at is None


def test_a_stopped_import_writes_nothing(take: Import) -> None:
    with pytest.raises(ImportStopped):
        take(HEAD + BOSS, cancelled=lambda: True)
    assert bulk_people.last_command() == 0


def test_progress_is_told(take: Import) -> None:
    told: list[tuple[int, int]] = []
    take(HEAD + BOSS + WORKER, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)


def test_who_may_not_import_is_refused_before_the_file_is_read(ctx_as: Callable[..., Context], tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        import_people(ctx_as(Grant("people.read")), tmp_path / "none.csv")


def test_a_scope_lets_only_its_people_in(take: Import, ctx_as: Callable[..., Context]) -> None:
    report = take(HEAD + BOSS + WORKER, ctx_as(Grant("people.import", Scope(departments=frozenset({"Works"})))))
    assert counts(report) == (2, 1, 0, 0, 1)
    assert "may import" in report.faults[0].rule


def test_pay_is_not_imported_by_who_may_not_change_it(take: Import, ctx_as: Callable[..., Context]) -> None:
    report = take(HEAD + BOSS, ctx_as(Grant("people.import")))
    assert counts(report) == (1, 1, 0, 0, 0)
    assert [(fault.column, fault.value, fault.taken) for fault in report.faults] == [("rate", "", True)]
    assert on_file("1").pays == ()
    assert counts(take(HEAD + BOSS)) == (1, 0, 1, 0, 0)
    assert [row.effective_from for row in on_file("1").pays] == [date(2015, 1, 5)]


def test_pay_is_changed_only_where_the_person_as_on_file_and_as_in_the_file_may_be_changed(
    take: Import, ctx_as: Callable[..., Context]
) -> None:
    take(HEAD + BOSS + WORKER)
    works = Grant("people.change_pay", Scope(departments=frozenset({"Works"})), {Field.PAY: Sight.SHOWN})
    bob = ctx_as(Grant("people.import"), works)
    moved = BOSS.replace("Office", "Works").replace("250000", "999000")
    report = take(HEAD + moved + WORKER.replace("52000", "53000"), bob)
    assert [(fault.row, fault.column) for fault in report.faults] == [(2, "rate")]
    assert [[row.rate for row in on_file(number).pays] for number in "12"] == [
        [Money(25_000_000)],
        [Money(5_200_000), Money(5_300_000)],
    ]


def test_pay_that_is_hidden_is_not_imported(take: Import, ctx_as: Callable[..., Context]) -> None:
    report = take(HEAD + BOSS, ctx_as(Grant("people.import"), Grant("people.change_pay")))
    assert [fault.column for fault in report.faults] == ["rate"]
    assert on_file("1").pays == ()


def test_a_preview_shows_what_was_only_to_whom_it_is_shown_and_that_leaves_an_entry(
    take: Import, ctx: Context, ctx_as: Callable[..., Context]
) -> None:
    take(HEAD + WORKER)
    raised = HEAD + WORKER.replace("52000", "53000")
    head = audit.head()
    own = Grant("people.read", Scope(own=True), {Field.PAY: Sight.SHOWN})
    change_pay = Grant("people.change_pay", fields={Field.PAY: Sight.MASKED})
    blind = take(raised, ctx_as(Grant("people.import"), change_pay, own), dry_run=True)
    assert [(each.before, each.after) for each in blind.preview[0].changes] == [("(masked)", "53000.00 USD")]
    assert audit.head() == head
    seeing = take(raised, ctx, dry_run=True)
    assert [(each.before, each.after) for each in seeing.preview[0].changes] == [("52000.00 USD", "53000.00 USD")]
    entry = audit.entries(1)[0].entry
    assert (entry.action, entry.subject, entry.changes) == ("import.see_pay", "people.csv", ())


def test_custom_fields_are_read_by_their_kind(take: Import, ctx: Context) -> None:
    ctx = replace(
        ctx, config=replace(ctx.config, custom_fields=(CustomField("shirt", "Shirt", CustomKind.CHOICE, ("S", "M")),))
    )
    mapping = """\
name: with_shirt
fields:
  number: {column: number}
  name: {column: name}
  hired: {column: hired}
  title: {column: title}
  department: {column: department}
  custom.shirt: {column: email}
"""
    report = take(HEAD + BOSS.replace("ada@example.com", "M") + WORKER.replace(",,,,\n", ",,,,XXL\n"), ctx, mapping)
    assert on_file("1").profiles[0].custom == {"shirt": "M"}
    assert [fault.value for fault in report.faults] == ["XXL"]
    assert "columns" in report.notices[0].lower()
    bare = take(HEAD + BOSS, replace(ctx, config=replace(ctx.config, custom_fields=())), mapping)
    assert bare.declare == ("custom_fields:", "- {name: shirt, label: Shirt}")
    assert "has no field shirt, so it was left out" in bare.notices[0]


def test_repeated_and_missing_columns_are_refused(take: Import) -> None:
    with pytest.raises(ImportFault, match="Two columns"):
        take("number,Number,name,hired,title,department\n1,1,A,2020-01-06,T,D\n")
    with pytest.raises(ImportFault, match="name"):
        take("number,hired,title,department\n1,2020-01-06,T,D\n")


def test_hostile_text_is_kept_as_text(take: Import) -> None:
    report = take(HEAD + '4,"\x1b[31mRed, [b]Bold[/b]\u202e",2020-01-06,T,D,,1,,,,,\n')
    assert report.inserted == 1
    assert on_file("4").profiles[0].name == "Red, [b]Bold[/b]"


def test_many_rows_take_a_bounded_number_of_queries_each(take: Import, ctx: Context) -> None:
    def statements(lines: int) -> int:
        seen: list[object] = []
        text = HEAD + BOSS + "".join(f'{n},"P{n}, X",2020-01-06,T,D,1,1,,,,,\n' for n in range(2, lines))
        store: Any = ctx.store
        original = store.db.execute_sql

        def counted(*args: Any, **options: Any) -> Any:
            seen.append(args)
            return original(*args, **options)

        store.db.execute_sql = counted
        try:
            take(text)
        finally:
            del store.db.execute_sql
        return len(seen)

    assert statements(20) < 60
    assert statements(400) < 120


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(max_size=12), min_size=12, max_size=12), max_size=4), st.binary(max_size=40))
def test_any_file_is_imported_or_refused_in_words(
    ctx: Context, tmp_path: Path, rows: list[list[str]], tail: bytes
) -> None:
    file = tmp_path / "any.csv"
    file.write_bytes(HEAD.encode() + "\n".join(",".join(row) for row in rows).encode("utf-8", "replace") + tail)
    try:
        report = import_people(ctx, file, dry_run=True)
    except HrError as problem:
        assert str(problem)
    else:
        assert report.rows == report.inserted + report.updated + report.unchanged + report.rejected


def test_an_import_is_undone_as_one_and_can_be_done_again(take: Import, ctx: Context) -> None:
    take(HEAD + BOSS)
    report = take(HEAD + BOSS.replace("CEO", "Chair") + WORKER + LEFT)
    undo(ctx)
    assert people.directory_count(ctx) == 1
    assert on_file("1").jobs[-1].title == "CEO"
    assert counts(take(HEAD + BOSS.replace("CEO", "Chair") + WORKER + LEFT)) == counts(report)
    assert people.directory_count(ctx) == 3


def test_an_export_is_taken_in_again_without_change(take: Import, ctx: Context, tmp_path: Path) -> None:
    take(HEAD + BOSS + WORKER + LEFT + '4,"=SUM(A1), Eve",2020-01-06,T,D,,1,,,,,\n')
    file = tmp_path / "out.csv"
    assert export_people(ctx, "sort:number", file) == 4
    text = file.read_text(encoding="utf-8")
    assert '"\'=SUM(A1), Eve"' in text
    assert counts(take(text)) == (4, 0, 0, 4, 0)
    with pytest.raises(RuleBroken, match="there already"):
        export_people(ctx, "", file)
    assert audit.entries(1)[0].entry.detail == {
        "query": "sort:number", "columns": ", ".join(STANDARD), "format": "csv", "people": "4",
    }  # fmt: skip


SEATS = "number,name,hired,title,department,location,position\n"


@pytest.fixture
def placed(ctx: Context, take: Import) -> Context:
    """Ada in the office; a position with one seat, another with two, a closed department and a closed location."""
    take(HEAD + BOSS)
    for number, seats in (("P-1", 1), ("P-2", 2)):
        org.add_position(
            ctx, number, PositionChange(date(2010, 1, 1), title="Fitter", department="Office", seats=seats)
        )
    org.add_department(ctx, DepartmentChange(date(2010, 1, 1), name="Attic"))
    org.add_location(ctx, LocationChange(date(2010, 1, 1), name="Cellar"))
    org.set_open(ctx, "department", "Attic", date(2026, 1, 1), False)
    org.set_open(ctx, "location", "Cellar", date(2026, 1, 1), False)
    return ctx


def told(report: ImportReport) -> list[tuple[int, str, str, bool]]:
    return [(fault.row, fault.column, fault.value, fault.taken) for fault in report.faults]


def test_nobody_comes_into_a_closed_department_and_a_closed_location_is_left_out(placed: Context, take: Import) -> None:
    report = take(SEATS + '2,"Kim, Ann",2026-02-02,Fitter,attic,,\n3,"Oz, Bo",2026-02-02,Fitter,Office,Cellar,\n')
    assert told(report) == [(2, "department", "attic", False), (3, "location", "Cellar", True)]
    assert "closed on 2026-02-02" in report.faults[0].rule
    assert counts(report) == (2, 1, 0, 0, 1)
    assert on_file("3").jobs[-1].location == ""
    before = take(SEATS + '2,"Kim, Ann",2025-02-03,Fitter,attic,Cellar,\n')
    assert told(before) == []
    assert on_file("2").jobs[-1].department == "Attic"
    again = take(SEATS + '2,"Kim, Ann",2025-02-03,Welder,Attic,Cellar,\n3,"Oz, Bo",2026-02-02,Fitter,Attic,,\n')
    assert told(again) == [(3, "department", "Attic", False)]
    assert counts(again) == (2, 0, 1, 0, 1)


def test_a_position_has_to_be_there_with_a_free_seat_and_who_comes_first_sits_first(
    placed: Context, take: Import
) -> None:
    lines = [
        f'{at},"P{at}, Ann",2026-02-02,Fitter,Office,,{seat}\n' for at, seat in ((2, "p-1"), (3, "P-1"), (4, "P-9"))
    ]
    report = take(SEATS + "".join(lines))
    assert told(report) == [(3, "position", "P-1", True), (4, "position", "P-9", True)]
    assert report.faults[0].rule.startswith("Position P-1 has no vacancy on 2026-02-02")
    assert report.faults[1].rule.startswith("There is no position P-9 on 2026-02-02")
    assert [on_file(str(at)).jobs[-1].position for at in (2, 3, 4)] == ["P-1", "", ""]
    assert counts(take(SEATS + lines[0])) == (1, 0, 0, 1, 0)


def test_seats_that_a_file_frees_are_taken_in_it_and_those_of_later_rows_count(placed: Context, take: Import) -> None:
    take(SEATS + '2,"Kim, Ann",2026-02-02,Fitter,Office,,P-1\n3,"Oz, Bo",2026-02-02,Fitter,Office,,\n')
    swap = '3,"Oz, Bo",2026-02-02,Fitter,Office,,P-1\n2,"Kim, Ann",2026-02-02,Fitter,Office,,P-2\n'
    assert told(take(SEATS + swap)) == []
    assert (on_file("3").jobs[-1].position, on_file("2").jobs[-1].position) == ("P-1", "P-2")
    stays = '4,"Lee, Cy",2026-02-02,Fitter,Office,,P-1\n3,"Oz, Bo",2026-02-02,Fitter,Office,,P-9\n'
    assert told(take(SEATS + stays)) == [(2, "position", "P-1", True), (3, "position", "P-9", True)]
    people.change_job(placed, "4", JobChange(date(2027, 3, 1), position="P-2"))
    late = take(SEATS + '5,"Ash, Di",2026-05-04,Fitter,Office,,P-2\n')
    assert told(late) == [(2, "position", "P-2", True)]
    assert "no vacancy on 2027-03-01" in late.faults[0].rule


def test_a_dry_run_is_written_unless_others_changed_what_it_showed(ctx: Context, take: Import) -> None:
    take(HEAD + BOSS + WORKER)
    text = HEAD + BOSS + WORKER.replace("Fitter", "Lead Fitter")
    shown = take(text, dry_run=True)
    people.change_job(ctx, "2", JobChange(TODAY, title="Foreman"))
    with pytest.raises(Conflict, match=r"would write for Kim, Ann \(2\)\. Nothing is written"):
        take(text, agreed=shown)
    assert on_file("2").jobs[-1].title == "Foreman"
    shown = take(text, dry_run=True)
    people.change_job(ctx, "1", JobChange(TODAY, cost_centre="C1"))
    assert counts(take(text, agreed=shown)) == (2, 0, 1, 1, 0)
    assert on_file("2").jobs[-1].title == "Lead Fitter"
