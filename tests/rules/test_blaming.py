"""Whoever is blamed for a value set the value that holds; and what differs between two days is what changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hrtui.people.blaming import set_by, steps, value
from hrtui.people.differing import differing
from hrtui.people.model import Action, Job, RowState, Stamp, Status
from hrtui.people.rules import live, shown_on

START = date(2025, 1, 1)
AT = datetime(2026, 1, 1, tzinfo=UTC)
TITLES, DEPARTMENTS = st.sampled_from(["Clerk", "Lead"]), st.sampled_from(["IT", "Sales"])
RAW = st.tuples(st.integers(0, 6), TITLES, DEPARTMENTS, st.booleans())


def job(id: int, day: int, title: str, department: str = "IT", *, gone: int | None = None, seq: int = 0) -> Job:
    stamp = Stamp(id, seq, id, AT, "alice", AT if gone else None, gone, "people.correct" if gone else "")
    action = Action.HIRE if day == 0 else Action.DATA_CHANGE
    return Job(START + timedelta(days=day), action, Status.ACTIVE, title, department, stamp=stamp)


@st.composite
def histories(draw: st.DrawFn) -> list[Job]:
    """Rows of a person, some of them corrected by a later version of the same row."""
    rows: list[Job] = []
    for day, title, department, is_corrected in draw(
        st.lists(RAW, min_size=1, max_size=8, unique_by=lambda raw: raw[0])
    ):
        id = len(rows) + 1
        if is_corrected:
            rows.append(job(id, day, draw(TITLES), draw(DEPARTMENTS), gone=id + 1))
            id += 1
        rows.append(job(id, day, title, department))
    return rows


@given(histories(), st.integers(-1, 8), st.sampled_from(["title", "department"]))
def test_the_value_blamed_is_the_value_in_force_on_the_day(rows: list[Job], days: int, field: str) -> None:
    on = START + timedelta(days=days)
    now, found = shown_on(rows, on), set_by(rows, field, on)
    assert now is not None and found is not None
    assert value(found.row, field) == value(found.source, field) == value(now, field)
    assert found.row.effective_from <= now.effective_from


@given(histories(), st.integers(-1, 8))
def test_what_held_before_is_another_value_or_the_employment_begins(rows: list[Job], days: int) -> None:
    found = set_by(rows, "title", START + timedelta(days=days))
    assert found is not None
    assert found.before is None or found.row.action is Action.HIRE or found.before.title != found.row.title


@given(histories())
def test_the_steps_that_count_tell_the_value_of_every_day(rows: list[Job]) -> None:
    found = [step for step in steps(rows, "title", START) if step.state is not RowState.CORRECTED]
    for row in live(rows):
        until = [step.row for step in found if step.row.effective_from <= row.effective_from]
        assert until[0].title == row.title


def test_a_row_that_copied_the_value_is_not_to_blame() -> None:
    rows = [job(1, 0, "Clerk"), job(2, 1, "Lead"), job(3, 2, "Lead", "Sales")]
    found = set_by(rows, "title", START + timedelta(days=9))
    assert found is not None and found.row is rows[1] and found.before is rows[0]


def test_a_correction_of_another_field_is_not_to_blame() -> None:
    rows = [job(1, 0, "Clerk", "IT", gone=2), job(2, 0, "Clerk", "Sales")]
    title, department = (set_by(rows, name, START) for name in ("title", "department"))
    assert title and title.source.stamp and title.source.stamp.command == 1
    assert department and department.source.stamp and department.source.stamp.command == 2


def test_a_corrected_value_is_told_and_marked() -> None:
    rows = [job(1, 0, "Clerk", gone=2), job(2, 0, "Lead")]
    assert [(step.row.title, step.state) for step in steps(rows, "title", START)] == [
        ("Lead", RowState.CURRENT),
        ("Clerk", RowState.CORRECTED),
    ]


FACTS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "x", "y"]))


@given(FACTS)
def test_nothing_differs_between_a_day_and_itself(facts: dict[str, str]) -> None:
    assert differing(facts, facts) == ()


@given(FACTS, FACTS)
def test_what_differs_put_upon_the_first_day_is_the_second(first: dict[str, str], second: dict[str, str]) -> None:
    made = first | {name: second.get(name, "") for name in differing(first, second)}
    assert {name: said for name, said in made.items() if said} == {name: said for name, said in second.items() if said}
