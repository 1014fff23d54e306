"""Headcount, joiners, leavers and turnover, against what every person's rows say day by day."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from data import people as rows
from data.base import database
from data.schema import PersonRow
from hrtui.access.model import Grant, Scope
from hrtui.audit import service as trail
from hrtui.context import Context
from hrtui.dates import add_months
from hrtui.errors import HrError, NotAllowed, RuleBroken
from hrtui.org import service as org
from hrtui.org.model import DepartmentChange, LocationChange
from hrtui.people import movement, service
from hrtui.people.model import Hire, JobChange, Status, Termination
from hrtui.people.rules import in_force
from tests.conftest import ContextAs
from tests.people import hire, statements

EMPLOYED = (Status.ACTIVE, Status.LEAVE)
TODAY = date(2026, 11, 23)


def employed(on: date) -> set[int]:
    """Who is employed on a day, person by person."""
    ids = [row[0] for row in database.execute(PersonRow.select(PersonRow.id)).fetchall()]
    jobs = {id_: in_force(found, on) for id_, found in rows.jobs(ids).items()}
    return {id_ for id_, job in jobs.items() if job is not None and job.status in EMPLOYED}


def random_history(ctx: Context, dice: random.Random) -> None:
    for _ in range(25):
        day = TODAY - timedelta(days=dice.randrange(-40, 500))
        known = [row[0] for row in database.execute(PersonRow.select(PersonRow.number)).fetchall()]
        who = dice.choice([*known, ""])
        try:
            match dice.randrange(4):
                case 0 | 1:
                    service.hire(
                        ctx,
                        Hire(
                            day,
                            "A",
                            "B",
                            "Clerk",
                            dice.choice(["IT", "Sales"]),
                            number=who if dice.random() < 0.5 else "",
                        ),
                    )
                case 2:
                    service.terminate(ctx, who, Termination(day, "moved", dice.random() < 0.5))
                case _:
                    service.change_job(ctx, who, JobChange(day, status=dice.choice(EMPLOYED)))
        except HrError:
            pass
    if dice.random() < 0.3:
        trail.undo(ctx)


@pytest.mark.parametrize("seed", range(4))
def test_opening_and_joiners_less_leavers_is_closing_and_all_are_as_counted_by_hand(ctx: Context, seed: int) -> None:
    random_history(ctx, random.Random(seed))
    for on in (TODAY, TODAY - timedelta(days=97), date(2026, 2, 28)):
        made = movement.moved(ctx, on).months
        assert len(made) == 12
        for month, after in zip(made, [*made[1:], None], strict=True):
            assert month.opening + month.joined - month.left == month.closing
            assert after is None or after.opening == month.closing
            first = date.fromisoformat(f"{month.name}-01")
            next_first = add_months(first, 1)
            last = min(next_first - timedelta(days=1), on)
            days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
            came = sum(len(employed(day) - employed(day - timedelta(days=1))) for day in days)
            assert month.joined == came
            if after is None:
                assert month.closing == len(employed(on)) == sum(each.count for each in movement.headcount(ctx, on))
            else:
                assert month.closing == len(employed(last) & employed(next_first))


def test_leavers_are_told_by_whose_wish_and_turnover_is_of_the_average(ctx: Context) -> None:
    numbers = [hire(ctx, last=f"N{at}") for at in range(10)]
    service.terminate(ctx, numbers[0], Termination(date(2026, 10, 31), "moved", voluntary=True))
    service.terminate(ctx, numbers[1], Termination(date(2026, 11, 2), "closed", voluntary=False))
    made = movement.moved(ctx)
    october, november = made.months[-2:]
    assert (october.left, october.voluntary, october.involuntary, october.closing) == (1, 1, 0, 9)
    assert (november.left, november.involuntary, november.closing) == (1, 1, 8)
    assert made.turnover.average == Decimal("9.8")  # (11 x 10 + 9 + 8) / 13
    assert made.turnover.rate == Decimal("20.5")
    assert made.turnover.voluntary_rate == made.turnover.involuntary_rate == Decimal("10.2")


def test_a_company_without_people_has_no_turnover(ctx: Context) -> None:
    made = movement.moved(ctx)
    assert made.turnover.rate is None
    assert [month.closing for month in made.months] == [0] * 12


def test_headcount_is_told_by_group_as_of_the_day(ctx: Context) -> None:
    hire(ctx, fte=Decimal("0.5"))
    number = hire(ctx, last="Lee", department="Sales")
    service.change_job(ctx, number, JobChange(date(2026, 11, 20), department="IT"))
    assert [(each.name, each.count, each.fte) for each in movement.headcount(ctx, by="department")] == [
        ("IT", 2, Decimal("1.5"))
    ]
    before = movement.headcount(ctx, date(2026, 11, 19), "department")
    assert [(each.name, each.count) for each in before] == [("IT", 1), ("Sales", 1)]
    assert movement.headcount(ctx, date(2020, 1, 1)) == ()
    assert [each.name for each in movement.headcount(ctx, by="status")] == ["active"]


def test_movement_stays_in_scope_and_needs_the_permission(ctx: Context, ctx_as: ContextAs) -> None:
    hire(ctx)
    hire(ctx, last="Lee", department="Sales")
    bob = ctx_as(Grant("people.read", Scope(departments=frozenset({"Sales"}))))
    assert movement.moved(bob).months[-1].closing == 1
    assert sum(each.count for each in movement.headcount(bob)) == 1
    for call in (movement.moved, movement.headcount):
        with pytest.raises(NotAllowed):
            call(ctx_as())
    with pytest.raises(RuleBroken):
        movement.moved(ctx, months=0)


def test_movement_takes_two_queries_however_many_people(ctx: Context) -> None:
    for at in range(5):
        hire(ctx, last=f"N{at}")
    with statements() as seen:
        movement.moved(ctx)
    assert len([sql for sql in seen if sql.startswith("SELECT")]) == 2


@pytest.mark.parametrize("by", ["department", "location"])
def test_headcount_by_place_bears_the_names_of_the_day(ctx: Context, by: str) -> None:
    hire(ctx, department="Sales", location="Boston")
    org.change_department(ctx, "Sales", DepartmentChange(date(2026, 1, 1), name="Revenue"))
    org.change_location(ctx, "Boston", LocationChange(date(2026, 1, 1), name="Harbor"))
    old, new = {"department": ("Sales", "Revenue"), "location": ("Boston", "Harbor")}[by]
    assert [each.name for each in movement.headcount(ctx, date(2025, 12, 31), by)] == [old]
    assert [each.name for each in movement.headcount(ctx, date(2026, 1, 1), by)] == [new]


def test_headcount_by_a_place_that_is_to_be_renamed_bears_its_name_of_then(ctx: Context) -> None:
    hire(ctx, department="Sales")
    hire(ctx, last="Lee", department="IT")
    hire(ctx, last="Ray", department="IT", location="Boston")
    org.change_department(ctx, "IT", DepartmentChange(date(2027, 1, 1), name="Systems"))
    assert [each.name for each in movement.headcount(ctx, by="department")] == ["IT", "Sales"]
    later = movement.headcount(ctx, date(2027, 1, 1), "department")
    assert [(each.name, each.count) for each in later] == [("Systems", 2), ("Sales", 1)]
    assert [(each.name, each.count) for each in movement.headcount(ctx, by="location")] == [("", 2), ("Boston", 1)]
