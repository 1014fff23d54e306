"""Departments, locations and positions are dated: each change holds from its day, and undo takes it back everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data import directory, org, spans
from hrtui.access.model import Grant, Scope
from hrtui.audit import service as audit
from hrtui.context import Context
from hrtui.errors import Conflict, NotAllowed, NotFound, RuleBroken
from hrtui.org import service
from hrtui.org.model import DepartmentChange, LocationChange, PositionChange, PositionStatus
from hrtui.people import bulk, rewriting
from hrtui.people import service as people
from hrtui.people.bulk_model import Verdict
from hrtui.people.model import JobChange, Termination
from tests.conftest import ContextAs
from tests.people import hire, statements

TODAY = date(2026, 11, 23)
JANUARY = date(2026, 1, 1)


def shown(number: str) -> str:
    line = directory.line(number)
    assert line is not None
    return line[0].department


def parents(ctx: Context, on: date = TODAY) -> dict[str, str]:
    return {line.name: line.parent for line in service.departments(replace(ctx, lens=on))}


def test_a_renamed_department_shows_its_name_in_the_directory_and_the_old_one_before(ctx: Context) -> None:
    number = hire(ctx, department="Sales")
    service.change_department(ctx, "Sales", DepartmentChange(JANUARY, name="Revenue"))
    assert shown(number) == "Revenue"
    assert [line.name for line in service.departments(ctx)] == ["Revenue"]
    before = service.departments(replace(ctx, lens=date(2025, 12, 31)))
    assert [(line.name, line.people) for line in before] == [("Sales", 1)]
    assert not list(spans.wrong(ctx.store.db))  # type: ignore[attr-defined]


def test_undoing_a_rename_brings_the_name_back_everywhere(ctx: Context) -> None:
    number = hire(ctx, department="Sales")
    service.change_department(ctx, "Sales", DepartmentChange(JANUARY, name="Revenue"))
    audit.undo(ctx)
    assert shown(number) == "Sales"
    assert [line.name for line in service.departments(ctx)] == ["Sales"]
    assert not list(spans.wrong(ctx.store.db))  # type: ignore[attr-defined]


def test_a_name_that_another_has_or_had_is_refused(ctx: Context) -> None:
    hire(ctx, department="Sales")
    service.change_department(ctx, "Sales", DepartmentChange(JANUARY, name="Revenue"))
    for name in ("sales", "REVENUE"):
        with pytest.raises(RuleBroken, match="another department"):
            service.add_department(ctx, DepartmentChange(TODAY, name=name))


def test_an_added_department_is_there_from_its_day_and_undone_is_free_again(ctx: Context) -> None:
    service.add_department(ctx, DepartmentChange(JANUARY, name="Quality"))
    assert org.departments_on(date(2025, 12, 31)) == []
    assert [each.name for each in org.departments_on(JANUARY)] == ["Quality"]
    audit.undo(ctx)
    assert org.departments_on(TODAY) == []
    service.add_department(ctx, DepartmentChange(JANUARY, name="Quality"))
    assert [each.name for each in org.departments_on(JANUARY)] == ["Quality"]


def test_no_department_is_below_itself_on_any_day(ctx: Context) -> None:
    for name in ("A", "B"):
        service.add_department(ctx, DepartmentChange(JANUARY, name=name))
    service.change_department(ctx, "B", DepartmentChange(date(2027, 3, 1), parent="A"))
    with pytest.raises(RuleBroken, match="below itself on 2027-03-01"):
        service.change_department(ctx, "A", DepartmentChange(TODAY, parent="B"))
    assert parents(ctx) == {"A": "", "B": ""}


def test_an_undo_that_would_make_a_circle_is_refused(ctx: Context) -> None:
    for name in ("A", "B"):
        service.add_department(ctx, DepartmentChange(JANUARY, name=name))
    service.change_department(ctx, "A", DepartmentChange(date(2026, 2, 1), parent="B"))
    freed = service.change_department(ctx, "A", DepartmentChange(TODAY, parent=""))
    service.change_department(ctx, "B", DepartmentChange(TODAY, parent="A"))
    with pytest.raises(Conflict, match="below themselves"):
        audit.undo(ctx, freed.command)


def test_a_change_goes_on_into_later_rows_that_only_copied_what_was_before(ctx: Context) -> None:
    service.add_department(ctx, DepartmentChange(JANUARY, name="Sales"))
    service.change_department(ctx, "Sales", DepartmentChange(date(2027, 1, 1), cost_centre="C2"))
    service.change_department(ctx, "Sales", DepartmentChange(TODAY, name="Revenue"))
    (later,) = org.departments_on(date(2027, 6, 1))
    assert (later.name, later.cost_centre) == ("Revenue", "C2")
    audit.undo(ctx)
    (later,) = org.departments_on(date(2027, 6, 1))
    assert (later.name, later.cost_centre) == ("Sales", "C2")


def test_a_department_with_people_cannot_be_closed_and_an_empty_one_can(ctx: Context) -> None:
    number = hire(ctx, department="Sales")
    with pytest.raises(RuleBroken, match=f"Ann.*{number}|{number}"):
        service.set_open(ctx, "department", "Sales", TODAY, False)
    people.change_job(ctx, number, JobChange(TODAY, department="IT"))
    service.set_open(ctx, "department", "Sales", TODAY, False)
    assert {line.name: line.active for line in service.departments(ctx)} == {"IT": True, "Sales": False}
    service.set_open(ctx, "department", "Sales", TODAY, True)
    assert all(line.active for line in service.departments(ctx))


def test_a_department_with_open_ones_below_cannot_be_closed(ctx: Context) -> None:
    service.add_department(ctx, DepartmentChange(JANUARY, name="Operations"))
    service.add_department(ctx, DepartmentChange(JANUARY, name="Quality", parent="Operations"))
    with pytest.raises(RuleBroken, match="Quality"):
        service.set_open(ctx, "department", "Operations", TODAY, False)


def test_a_department_has_a_head_and_a_cost_centre(ctx: Context) -> None:
    number = hire(ctx, department="Sales")
    service.change_department(ctx, "Sales", DepartmentChange(TODAY, head=number, cost_centre="C1"))
    (line,) = service.departments(ctx)
    assert line.head.startswith("Kim") or line.head.endswith("Kim")
    assert line.cost_centre == "C1"
    changes = audit.log(ctx, 1)[0].entry.changes
    assert ("head", "", number) in [(each.field, each.before, each.after) for each in changes]


def test_a_location_has_an_address_and_a_time_zone_that_exists(ctx: Context) -> None:
    hire(ctx, location="Boston")
    service.change_location(ctx, "Boston", LocationChange(TODAY, city="Boston", time_zone="America/New_York"))
    (line,) = service.locations(ctx)
    assert (line.city, line.time_zone, line.people) == ("Boston", "America/New_York", 1)
    with pytest.raises(RuleBroken, match="no time zone"):
        service.change_location(ctx, "Boston", LocationChange(TODAY, time_zone="Mars/Base"))


def test_positions_tell_seats_filled_and_vacant(ctx: Context) -> None:
    hire(ctx)
    service.add_position(ctx, "P-1", PositionChange(JANUARY, title="Engineer", department="IT", seats=2))
    hire(ctx, "Lee", position="P-1", first_day=TODAY)
    (line,) = service.positions(ctx)
    assert (line.seats, line.filled, line.vacant, line.overfilled) == (2, 1, 1, 0)
    assert service.positions(replace(ctx, lens=date(2026, 11, 22)))[0].filled == 0


def test_closing_a_position_that_is_held_is_refused(ctx: Context) -> None:
    hire(ctx)
    service.add_position(ctx, "P-1", PositionChange(JANUARY, title="Engineer", department="IT"))
    number = hire(ctx, "Lee", position="P-1", first_day=TODAY)
    with pytest.raises(RuleBroken, match=number):
        service.change_position(ctx, "P-1", PositionChange(TODAY, status=PositionStatus.CLOSED))


def test_adding_a_position_that_is_held_is_not_undone(ctx: Context) -> None:
    hire(ctx)
    added = service.add_position(ctx, "P-1", PositionChange(JANUARY, title="Engineer", department="IT"))
    hire(ctx, "Lee", position="P-1", first_day=TODAY)
    with pytest.raises(Conflict, match="P-1"):
        audit.undo(ctx, added.command)


def test_the_past_is_read_only(ctx: Context) -> None:
    with pytest.raises(RuleBroken, match="read-only"):
        service.add_department(replace(ctx, lens=JANUARY), DepartmentChange(TODAY, name="Quality"))


def test_who_may_not_change_is_refused_and_sees_only_departments_in_reach(ctx: Context, ctx_as: ContextAs) -> None:
    hire(ctx, department="IT")
    hire(ctx, "Lee", department="Sales")
    bob = ctx_as(Grant("people.read", Scope(departments=frozenset({"IT"}))))
    with pytest.raises(NotAllowed):
        service.add_department(bob, DepartmentChange(TODAY, name="Quality"))
    assert [line.name for line in service.departments(bob)] == ["IT"]
    with pytest.raises(NotAllowed):
        service.positions(bob)


def test_an_unknown_department_is_named_with_the_nearest(ctx: Context) -> None:
    hire(ctx, department="Sales")
    with pytest.raises(NotFound, match="Did you mean Sales"):
        service.set_open(ctx, "department", "Sale", TODAY, False)


def test_lists_take_as_many_queries_for_many_as_for_one(ctx: Context) -> None:
    for at in range(12):
        service.add_department(ctx, DepartmentChange(JANUARY, name=f"D{at}"))
        service.add_position(ctx, f"P-{at}", PositionChange(JANUARY, title="Clerk", department=f"D{at}"))
    with statements() as seen:
        service.departments(ctx)
        service.positions(ctx)
    assert len([each for each in seen if each.startswith("SELECT")]) <= 12


def test_a_position_is_taken_only_while_it_is_there_and_open_and_has_a_free_seat(ctx: Context) -> None:
    number = hire(ctx)
    with pytest.raises(RuleBroken, match="no position P-1"):
        people.change_job(ctx, number, JobChange(TODAY, position="P-1"))
    service.add_position(ctx, "P-1", PositionChange(JANUARY, title="Engineer", department="IT"))
    with pytest.raises(RuleBroken, match="no position P-1 on 2025-12-31"):
        people.change_job(ctx, number, JobChange(date(2025, 12, 31), position="P-1"))
    people.change_job(ctx, number, JobChange(TODAY, position="p-1"))
    assert people.record(ctx, number).jobs[-1].position == "P-1"
    with pytest.raises(RuleBroken, match="no vacancy"):
        hire(ctx, "Lee", position="P-1", first_day=TODAY)
    people.change_job(ctx, number, JobChange(TODAY, position=""))
    service.change_position(ctx, "P-1", PositionChange(TODAY, status=PositionStatus.FROZEN))
    with pytest.raises(RuleBroken, match="frozen"):
        hire(ctx, "Lee", position="P-1", first_day=TODAY)


def test_who_holds_a_position_may_change_in_it(ctx: Context) -> None:
    number = hire(ctx)
    service.add_position(ctx, "P-1", PositionChange(JANUARY, title="Engineer", department="IT"))
    people.change_job(ctx, number, JobChange(date(2026, 2, 1), position="P-1"))
    people.change_job(ctx, number, JobChange(TODAY, title="Lead", position="P-1"))
    assert people.record(ctx, number).jobs[-1].title == "Lead"


def test_nobody_is_placed_in_a_closed_department(ctx: Context) -> None:
    hire(ctx)
    service.add_department(ctx, DepartmentChange(JANUARY, name="Quality"))
    service.set_open(ctx, "department", "Quality", TODAY, False)
    with pytest.raises(RuleBroken, match="closed on 2026-11-23"):
        hire(ctx, "Lee", department="Quality", first_day=TODAY)


def test_more_people_than_there_are_seats_are_not_assigned_at_once(ctx: Context) -> None:
    for last in ("Kim", "Lee", "Ray"):
        hire(ctx, last)
    made = bulk.preview(ctx, *bulk.read_line(ctx, "dept:IT | assign position P-1"))
    assert {line.outcome.said[0][:38] for line in made.lines} == {"There is no position P-1 on 2026-11-23"}
    service.add_position(ctx, "P-1", PositionChange(JANUARY, title="Engineer", department="IT", seats=2))
    made = bulk.preview(ctx, *bulk.read_line(ctx, "dept:IT | assign position P-1"))
    assert [line.verdict for line in made.lines] == [Verdict.BROKEN] * 3
    assert "2 of 2 seats free on 2026-11-23, and 3 people" in made.lines[0].outcome.said[0]
    with pytest.raises(RuleBroken, match="Nothing would change"):
        bulk.apply(ctx, made)
    service.change_position(ctx, "P-1", PositionChange(TODAY, seats=3))
    bulk.apply(ctx, bulk.preview(ctx, *bulk.read_line(ctx, "dept:IT | assign position P-1")))
    assert service.positions(ctx)[0].filled == 3


def test_a_seat_is_free_for_all_of_the_time_that_it_is_taken(ctx: Context) -> None:
    ann, lee = hire(ctx), hire(ctx, "Lee")
    march = date(2027, 3, 1)
    service.add_position(ctx, "P-1", PositionChange(JANUARY, title="Engineer", department="IT"))
    people.change_job(ctx, ann, JobChange(march, position="P-1"))
    with pytest.raises(RuleBroken, match="no vacancy on 2027-03-01"):
        people.change_job(ctx, lee, JobChange(TODAY, position="P-1"))
    with pytest.raises(RuleBroken, match="no vacancy on 2027-03-01"):
        hire(ctx, "Ray", position="P-1", first_day=TODAY)
    made = bulk.preview(ctx, *bulk.read_line(ctx, "name:Lee | assign position P-1"))
    assert "no vacancy on 2027-03-01" in made.lines[0].outcome.said[0]
    people.terminate(ctx, lee, Termination(date(2027, 2, 1), "moved"))
    people.change_job(ctx, lee, JobChange(TODAY, position="P-1"))
    assert people.record(ctx, lee).jobs[-2].position == "P-1"


def test_who_would_hold_a_seat_longer_because_a_row_is_taken_back_needs_it_to_be_free(ctx: Context) -> None:
    ann, lee = hire(ctx), hire(ctx, "Lee")
    march = date(2027, 3, 1)
    service.add_position(ctx, "P-1", PositionChange(JANUARY, title="Engineer", department="IT"))
    people.change_job(ctx, ann, JobChange(TODAY, position="P-1"))
    people.change_job(ctx, ann, JobChange(march, position=""))
    people.change_job(ctx, lee, JobChange(march, position="P-1"))
    with pytest.raises(RuleBroken, match="no vacancy on 2027-03-01"):
        rewriting.rescind(ctx, ann, "job", march)
    with pytest.raises(RuleBroken, match="no vacancy on 2027-03-01"):
        rewriting.correct(ctx, ann, JobChange(march, position="P-1"))


def test_a_position_that_closes_later_is_not_taken_beyond_that_day_and_a_frozen_one_is_kept(ctx: Context) -> None:
    ann = hire(ctx)
    service.add_position(ctx, "P-1", PositionChange(JANUARY, title="Engineer", department="IT", seats=2))
    people.change_job(ctx, ann, JobChange(date(2026, 6, 1), position="P-1"))
    service.change_position(ctx, "P-1", PositionChange(TODAY, status=PositionStatus.FROZEN))
    people.change_job(ctx, ann, JobChange(date(2027, 1, 1), title="Lead"))
    lee = hire(ctx, "Lee")
    with pytest.raises(RuleBroken, match="frozen on 2026-11-23"):
        people.change_job(ctx, lee, JobChange(TODAY, position="P-1"))
    service.add_position(ctx, "P-2", PositionChange(JANUARY, title="Engineer", department="IT"))
    service.change_position(ctx, "P-2", PositionChange(date(2027, 5, 1), status=PositionStatus.CLOSED))
    with pytest.raises(RuleBroken, match="closed on 2027-05-01"):
        people.change_job(ctx, lee, JobChange(TODAY, position="P-2"))


def test_a_department_counts_its_people_and_those_of_departments_below(ctx: Context) -> None:
    hire(ctx, department="IT")
    hire(ctx, last="Lee", department="Web")
    service.add_department(ctx, DepartmentChange(JANUARY, name="All"))
    service.change_department(ctx, "IT", DepartmentChange(JANUARY, parent="All"))
    service.change_department(ctx, "Web", DepartmentChange(JANUARY, parent="IT"))
    counted = {line.name: (line.people, line.total) for line in service.departments(ctx)}
    assert counted == {"All": (0, 2), "IT": (1, 2), "Web": (1, 1)}


def test_vacancies_are_told_by_department_and_location_and_not_to_who_reaches_some_people_only(
    ctx: Context, ctx_as: ContextAs
) -> None:
    hire(ctx, department="IT", location="Boston")
    service.add_position(
        ctx, "P-1", PositionChange(JANUARY, title="Clerk", department="IT", location="Boston", seats=3)
    )
    frozen = PositionChange(JANUARY, title="Lead", department="IT", seats=2, status=PositionStatus.FROZEN)
    service.add_position(ctx, "P-2", frozen)
    assert [line.vacant for line in service.departments(ctx)] == [3]
    assert [line.vacant for line in service.locations(ctx)] == [3]
    assert [line.vacant for line in service.positions(ctx)] == [3, 0]
    bob = ctx_as(Grant("people.read", Scope(departments=frozenset({"IT"}))))
    assert [line.vacant for line in service.departments(bob)] == [None]


def test_a_history_names_who_entered_each_change_and_people_by_name_in_a_bounded_number_of_queries(
    ctx: Context,
) -> None:
    hire(ctx, "Kim", "Ann", number="101", department="IT")
    for month in range(1, 7):
        service.change_department(
            ctx, "IT", DepartmentChange(date(2026, month, 1), cost_centre=f"C{month}", head="101" if month % 2 else "")
        )
    with statements() as seen:
        told = service.history(ctx, "department", "IT")
    assert len([each for each in seen if each.startswith("SELECT")]) <= 8
    assert [(each.on, each.by) for each in told[:2]] == [(None, "alice"), (JANUARY, "alice")]
    assert [(each.field, each.after) for each in told[1].changes] == [("head", "Kim, Ann (101)"), ("cost_centre", "C1")]


def test_a_change_is_not_undone_where_others_have_the_seat_by_now(ctx: Context) -> None:
    ann, lee = hire(ctx), hire(ctx, "Lee")
    service.add_position(ctx, "P-1", PositionChange(JANUARY, title="Engineer", department="IT"))
    people.change_job(ctx, ann, JobChange(date(2026, 6, 1), position="P-1"))
    left = people.change_job(ctx, ann, JobChange(TODAY, position=""))
    taken = people.change_job(ctx, lee, JobChange(date(2027, 3, 1), position="P-1"))
    with pytest.raises(Conflict, match="Not undone: Position P-1 has no vacancy on 2027-03-01"):
        audit.undo(ctx, left.command)
    audit.undo(ctx, taken.command)
    audit.undo(ctx, left.command)
    assert service.positions(ctx)[0].filled == 1


def test_who_changes_a_department_that_was_changed_meanwhile_is_told_what(ctx: Context, ctx_as: ContextAs) -> None:
    hire(ctx, department="Sales")
    opened = service.newest(ctx, "department", "Sales")
    bob = ctx_as(Grant("org.change"), Grant("people.read"))
    theirs = service.change_department(bob, "Sales", DepartmentChange(TODAY, cost_centre="C9"))
    mine = DepartmentChange(TODAY, cost_centre="C1")
    with pytest.raises(Conflict, match="the department Sales was changed by bob") as told:
        service.change_department(ctx, "Sales", mine, expected=opened)
    (clash,) = [each for each in told.value.clashes if each.field == "cost_centre"]
    assert (clash.yours, clash.theirs, clash.by, told.value.newest) == ("C1", "C9", "bob", theirs.command)
    assert org.departments_on(TODAY)[0].cost_centre == "C9"
    service.change_department(ctx, "Sales", mine, expected=theirs.command)
    assert org.departments_on(TODAY)[0].cost_centre == "C1"


def test_a_position_changed_meanwhile_is_not_closed_over_it(ctx: Context) -> None:
    hire(ctx, department="Sales")
    opened = service.add_position(ctx, "P-1", PositionChange(TODAY, title="Clerk", department="Sales")).command
    service.change_position(ctx, "P-1", PositionChange(TODAY, seats=3))
    with pytest.raises(Conflict, match="the position P-1 was changed"):
        service.change_position(ctx, "P-1", PositionChange(TODAY, status=PositionStatus.CLOSED), expected=opened)
    audit.undo(ctx)
    service.change_position(ctx, "P-1", PositionChange(TODAY, status=PositionStatus.CLOSED), expected=opened)


def test_opening_a_department_again_is_not_undone_while_people_are_in_it(ctx: Context) -> None:
    number = hire(ctx, department="IT")
    service.add_department(ctx, DepartmentChange(JANUARY, name="Quality"))
    service.set_open(ctx, "department", "Quality", date(2026, 2, 1), False)
    opened = service.set_open(ctx, "department", "Quality", date(2026, 6, 1), True)
    moved = people.change_job(ctx, number, JobChange(TODAY, department="Quality"))
    with pytest.raises(Conflict, match=f"Quality would be closed again from 2026-02-01. .*{number}.* is in Quality"):
        audit.undo(ctx, opened.command)
    audit.undo(ctx, moved.command)
    audit.undo(ctx, opened.command)
    assert [line.active for line in service.departments(ctx) if line.name == "Quality"] == [False]


def test_an_undo_looks_at_managers_and_seats_of_any_number_of_people_at_once(ctx: Context) -> None:
    boss = hire(ctx, "Boss", department="Top")
    begun = PositionChange(date(2025, 1, 1), title="Engineer", department="Top", seats=11)
    service.add_position(ctx, "P-1", begun)
    for place in range(11):
        hire(ctx, f"Kim{place}", department="Few" if place < 2 else "Many", manager=boss, position="P-1")
    asked = []
    for name in ("Few", "Many"):
        bulk.apply(ctx, bulk.preview(ctx, *bulk.read_line(ctx, f"dept:{name} | transfer dept:Sales manager:none")))
        bulk.apply(ctx, bulk.preview(ctx, *bulk.read_line(ctx, 'dept:Sales | set position ""')))
        audit.undo(ctx)
        with statements() as seen:
            audit.undo(ctx)
        asked.append(len([each for each in seen if each.startswith("SELECT")]))
    assert asked[0] == asked[1]


def test_a_department_that_only_jobs_named_which_were_taken_back_is_listed_no_longer(ctx: Context) -> None:
    hire(ctx, department="IT", location="Boston")
    hire(ctx, department="Sails", location="Bostn")
    audit.undo(ctx)
    assert [line.name for line in service.departments(ctx)] == ["IT"]
    assert [line.name for line in service.locations(ctx)] == ["Boston"]
    service.add_department(ctx, DepartmentChange(JANUARY, name="Labs"))
    hire(ctx, department="Sails")
    assert [line.name for line in service.departments(ctx)] == ["IT", "Labs", "Sails"]
