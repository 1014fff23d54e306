"""The org chart's use cases: the people of a day, within scope, in a bounded number of queries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.schema import DepartmentRow, PersonRow, PositionFactRow, PositionRow
from hrtui.access.model import Grant, Scope
from hrtui.audit import writing
from hrtui.context import Context
from hrtui.errors import NotAllowed, NotFound
from hrtui.org import chart
from hrtui.org.tree import Kind
from hrtui.people import service
from hrtui.people.model import JobChange, Termination
from tests.conftest import INSTANT, ContextAs, Furnish
from tests.people import hire, statements

FIRST = date(2024, 1, 8)
LAST_YEAR = date(2025, 6, 30)


@pytest.fixture
def company(ctx: Context, furnish: Furnish[None]) -> Context:
    furnish(ctx, founded)
    return ctx


def founded(ctx: Context) -> None:
    """Ann leads Bo and Cy, Bo leads Di; until 2026 Di was in Sales under Cy; Ed left; Flo starts in December."""
    hire(ctx, "Kim", "Ann", number="1", first_day=FIRST, title="Chief")
    hire(ctx, "Lee", "Bo", number="2", first_day=FIRST, manager="1")
    hire(ctx, "May", "Cy", number="3", first_day=FIRST, manager="1", department="Sales")
    hire(ctx, "Nam", "Di", number="4", first_day=FIRST, manager="3", department="Sales")
    hire(ctx, "Orr", "Ed", number="5", first_day=FIRST, manager="2")
    hire(ctx, "Poe", "Flo", number="6", first_day=date(2026, 12, 1), manager="2")
    service.change_job(ctx, "4", JobChange(date(2026, 1, 1), manager="2", department="IT"))
    service.terminate(ctx, "5", Termination(date(2026, 3, 31), "resignation"))


def position(ctx: Context, number: str, manager: str, department: str, seats: int, status: str = "open") -> None:
    id_ = PersonRow.select(PersonRow.id).where(PersonRow.number == manager).scalar()
    place = DepartmentRow.select(DepartmentRow.id).where(DepartmentRow.name == department).scalar()
    with ctx.store.write():
        entered = writing.begin(ctx, "people.change_job", number)
        row = PositionRow.create(number=number, command=entered.command)
        PositionFactRow.insert(
            position=row.id, effective_from=FIRST, seq=0, command=entered.command, recorded_at=INSTANT, recorded_by="alice",
            title="Clerk", department=place, manager=id_, grade="", cost_centre="", seats=seats, status=status,
        ).execute()  # fmt: skip
        writing.note(entered, "people.change_job", number, ())


def shown(ctx: Context, by: str = "manager") -> list[str]:
    """The lines, indented, with their spans."""
    found = chart.all_lines(ctx, chart.chart(ctx, by))
    return [
        f"{'.' * (len(trail) - 1)}{line.number or line.label} {line.direct}/{line.total}{' ' + line.note if line.note else ''}"
        for line, trail in found
    ]


def test_the_chart_of_today_has_who_works_here_and_marks_who_is_to_start(company: Context) -> None:
    assert shown(company) == ["1 2/3", ".2 1/1", "..4 0/0", "..6 0/0 starting", ".3 0/0"]


def test_last_years_chart_has_last_years_managers_and_departments(company: Context) -> None:
    past = replace(company, lens=LAST_YEAR)
    assert shown(past) == ["1 2/4", ".2 1/1", "..5 0/0", ".3 1/1", "..4 0/0"]
    assert shown(past, "department")[-3:] == ["Sales 2/2", ".3 1/1", "..4 0/0"]
    assert shown(company, "department") == [
        "IT 3/3", ".1 2/3", "..2 1/1", "...4 0/0", "...6 0/0 starting", "Sales 1/1", ".3 0/0",
    ]  # fmt: skip


def test_open_seats_that_nobody_fills_are_lines_of_their_own(company: Context) -> None:
    position(company, "P-1", "2", "IT", 3)
    position(company, "P-2", "3", "Sales", 1, "frozen")
    service.change_job(company, "4", JobChange(date(2026, 5, 1), position="P-1"))
    assert shown(company)[4] == "..P-1 0/0 vacant (2 seats)"
    assert shown(replace(company, lens=date(2026, 4, 30)))[-2] == "..P-1 0/0 vacant (3 seats)"
    assert chart.chart(company).tree.seats == 2


def test_managers_by_dotted_line_are_named(company: Context) -> None:
    service.change_job(company, "4", JobChange(date(2026, 5, 1), dotted=("3",)))
    assert "..4 0/0 dotted line to May, Cy" in shown(company)
    assert "..4 0/0" in shown(replace(company, lens=date(2026, 4, 30)))


def test_a_manager_sees_their_team_and_nobody_else(company: Context, ctx_as: ContextAs) -> None:
    position(company, "P-1", "2", "IT", 3)
    position(company, "P-3", "3", "Sales", 3)
    bo = ctx_as(Grant("people.read", Scope(team=True, own=True)), person="2")
    assert shown(bo) == ["2 1/1", ".4 0/0", ".6 0/0 starting", ".P-1 0/0 vacant (3 seats)"]
    tree = chart.chart(bo).tree
    assert (tree.people, tree.seats) == (2, 3)
    with pytest.raises(NotFound):
        chart.place_of(bo, chart.chart(bo), "3")


def test_a_vacancy_does_not_tell_of_someone_out_of_sight(company: Context, ctx_as: ContextAs) -> None:
    position(company, "P-1", "2", "IT", 3)
    service.change_job(company, "3", JobChange(date(2026, 5, 1), position="P-1"))
    bo = ctx_as(Grant("people.read", Scope(team=True, own=True)), person="2")
    assert chart.chart(bo).tree.seats == 0
    assert chart.chart(company).tree.seats == 2


def test_without_the_right_there_is_no_chart(ctx_as: ContextAs) -> None:
    with pytest.raises(NotAllowed):
        chart.chart(ctx_as())


def test_places_are_found_by_number_name_and_department(company: Context) -> None:
    found = chart.chart(company, "department")
    assert found.tree.key(chart.place_of(company, found, "Lee, Bo")) == found.tree.key(
        chart.place_of(company, found, "2")
    )
    extra = found.tree.extra(chart.place_of(company, found, "dept:sales"))
    assert extra is not None and (extra.kind, extra.label) == (Kind.DEPARTMENT, "Sales")
    with pytest.raises(NotFound, match="does not work here"):
        chart.place_of(company, found, "5")
    with pytest.raises(NotFound, match="department"):
        chart.place_of(company, found, "dept:Nowhere")


def test_queries_are_as_many_for_many_people_as_for_few(company: Context) -> None:
    def asked() -> tuple[int, int]:
        with statements() as first:
            found = chart.chart(company, "department")
        with statements() as second:
            chart.lines(company, found, range(len(found.tree.members)))
        return len(first), len(second)

    few = asked()
    for at in range(20):
        hire(company, f"Many{at}", first_day=FIRST, manager="2")
    assert asked() == few
    assert few[0] <= 9 and few[1] <= 4
