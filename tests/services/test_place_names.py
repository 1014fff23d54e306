"""A department that is called otherwise from a day on has its old name before it and its new one after, everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from data import directory, org, people, projection, spans
from data.audit import append, begin
from data.schema import DepartmentFactRow, DepartmentRow
from hrtui.audit.model import Entry
from hrtui.context import Context
from hrtui.dates import EARLIEST
from hrtui.people import service
from hrtui.people.model import JobChange
from tests.conftest import INSTANT
from tests.people import hire

TODAY = date(2026, 11, 23)


def call(ctx: Context, place: str, names: dict[date, str], today: date = TODAY) -> None:
    """Enter what a department is called from each day on, as one command, with all that shows it."""
    id_ = org.find("department", place)
    assert id_ is not None
    with ctx.store.write():
        command = begin(INSTANT, "alice", "people.import", place)
        for day, name in names.items():
            DepartmentFactRow.insert(
                department=id_, effective_from=day, seq=0, command=command, recorded_at=INSTANT, recorded_by="alice",
                name=name, cost_centre="", active=1,
            ).execute()  # fmt: skip
        append(Entry(INSTANT, "alice", "people.import", place, command))
        org.sync(today)
        directory.refresh(service.directory_ids(ctx), today)


def test_an_old_name_leads_to_the_department_that_bore_it(ctx: Context) -> None:
    hire(ctx, department="Sales")
    call(ctx, "Sales", {EARLIEST: "Sales", date(2026, 1, 1): "Revenue"})
    assert org.find("department", "SALES") == org.find("department", "revenue")
    assert people.department("sales") == "Revenue"
    hire(ctx, "Lee", department="Sales")
    assert DepartmentRow.select().count() == 1


def test_names_are_those_of_the_day(ctx: Context) -> None:
    number = hire(ctx, department="Sales")
    call(ctx, "Sales", {EARLIEST: "Sales", date(2026, 1, 1): "Revenue"})
    (id_,) = org.names_on("department", None, TODAY)
    assert org.names_on("department", [id_], date(2025, 12, 31)) == {id_: "Sales"}
    assert org.names_on("department", [id_], date(2026, 1, 1)) == {id_: "Revenue"}
    line = directory.line(number)
    assert line is not None and line[0].department == "Revenue"
    assert not list(spans.wrong(ctx.store.db))  # type: ignore[attr-defined]


def test_a_record_names_the_department_as_of_each_row_and_the_current_one_as_of_the_day_looked_at(ctx: Context) -> None:
    number = hire(ctx, department="Sales")
    service.change_job(ctx, number, JobChange(date(2025, 9, 1), title="Lead"))
    call(ctx, "Sales", {EARLIEST: "Sales", date(2026, 1, 1): "Revenue"})
    assert [job.department for job in service.record(ctx, number).jobs] == ["Sales", "Revenue"]
    before = service.record(replace(ctx, lens=date(2025, 12, 31)), number)
    assert before.summary.department == "Sales"
    assert [job.department for job in before.jobs] == ["Sales", "Sales"]


def test_a_change_after_a_renaming_is_no_transfer(ctx: Context) -> None:
    number = hire(ctx, department="Sales")
    call(ctx, "Sales", {EARLIEST: "Sales", date(2026, 1, 1): "Revenue"})
    service.change_job(ctx, number, JobChange(TODAY, title="Lead", department="Sales"))
    job = service.record(ctx, number).jobs[-1]
    assert (job.action, job.department) == ("promotion", "Revenue")


def test_a_scheduled_renaming_takes_effect_when_its_day_comes(ctx: Context) -> None:
    number, day = hire(ctx, department="Sales"), TODAY + timedelta(days=3)
    call(ctx, "Sales", {EARLIEST: "Sales", day: "Revenue"})
    assert people.department("Revenue") == "Sales"
    with ctx.store.write():
        projection.roll(day)
    line = directory.line(number)
    assert line is not None and line[0].department == "Revenue"
    assert DepartmentRow.get().name == "Revenue"
