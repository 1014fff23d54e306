"""Dated rows: which is in force, how an employment stands, and what changes make of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.people import rules
from hrtui.people.model import (
    Action,
    Basis,
    Job,
    JobChange,
    Pay,
    PayChange,
    Profile,
    ProfileChange,
    RowState,
    Stamp,
    Status,
    Termination,
)

DAY = date(2026, 1, 5)
NOW = datetime(2026, 1, 5, tzinfo=UTC)


def stamp(id: int, seq: int = 0, superseded: bool = False) -> Stamp:
    return Stamp(id, seq, id, NOW, "alice", NOW if superseded else None)


def job(on: date, id: int = 1, seq: int = 0, superseded: bool = False, **values: object) -> Job:
    base = Job(on, Action.DATA_CHANGE, Status.ACTIVE, "Engineer", "IT", stamp=stamp(id, seq, superseded))
    return replace(base, **values)  # type: ignore[arg-type]  # the fields a test names


HIRED = job(DAY, 1, action=Action.HIRE)
LEFT = job(date(2026, 6, 1), 2, action=Action.TERMINATION, status=Status.TERMINATED, last_day=date(2026, 5, 31))
REHIRED = job(date(2026, 9, 1), 3, action=Action.REHIRE)


def test_the_row_in_force_is_the_last_live_one_that_has_started() -> None:
    first, second, same_day = job(DAY, 1), job(date(2026, 3, 1), 2), job(date(2026, 3, 1), 3, seq=1)
    rescinded = job(date(2026, 3, 1), 4, seq=2, superseded=True)
    rows = [rescinded, same_day, second, first]
    assert rules.in_force(rows, date(2026, 2, 28)) == first
    assert rules.in_force(rows, date(2026, 3, 1)) == same_day
    assert rules.in_force(rows, date(2026, 1, 4)) is None


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), st.booleans()), unique_by=lambda row: row[:2]))
def test_on_every_day_one_row_at_most_is_current_and_it_is_the_one_in_force(rows: list[tuple[int, int, bool]]) -> None:
    made = [job(DAY + timedelta(days=day), id, seq, gone) for id, (day, seq, gone) in enumerate(rows, 1)]
    for offset in range(32):
        on = DAY + timedelta(days=offset)
        current = [row for row in made if rules.row_state(made, row, on) is RowState.CURRENT]
        in_force = rules.in_force(made, on)
        assert current == ([in_force] if in_force else [])
        assert rules.row_states(made, on) == [rules.row_state(made, row, on) for row in made]


def test_rows_are_scheduled_current_history_or_rescinded() -> None:
    rows = [HIRED, job(date(2026, 2, 1), 2), job(date(2026, 8, 1), 3), job(date(2026, 7, 1), 4, superseded=True)]
    states = [rules.row_state(rows, row, date(2026, 3, 1)) for row in rows]
    assert states == [RowState.HISTORY, RowState.CURRENT, RowState.SCHEDULED, RowState.RESCINDED]


def test_a_history_shows_a_restored_row_once() -> None:
    gone, back = job(DAY, 1, superseded=True), job(DAY, 5)
    rescinded = job(date(2026, 4, 1), 2, superseded=True)
    assert rules.shown_rows([gone, rescinded, back]) == (back, rescinded)


def test_before_the_first_day_a_person_is_starting() -> None:
    now = rules.standing([HIRED], DAY - timedelta(days=1))
    assert now is not None
    assert (now.status, now.hired, now.terminated) == (Status.STARTING, DAY, None)


def test_an_employment_ends_the_day_after_the_last_day() -> None:
    last = rules.standing([HIRED, LEFT], date(2026, 5, 31))
    after = rules.standing([HIRED, LEFT], date(2026, 6, 1))
    assert last is not None and (last.status, last.terminated) == (Status.ACTIVE, None)
    assert after is not None and (after.status, after.terminated) == (Status.TERMINATED, date(2026, 5, 31))


def test_a_rehire_begins_a_new_spell_and_ends_the_old_one_s_dates() -> None:
    now = rules.standing([HIRED, LEFT, REHIRED], date(2026, 9, 1))
    assert now is not None
    assert (now.status, now.hired, now.terminated) == (Status.ACTIVE, date(2026, 9, 1), None)


def test_a_summary_takes_the_name_and_the_job_of_the_day() -> None:
    profiles = [Profile(DAY, "Ann", "Kim"), Profile(date(2026, 3, 1), "Ann", "Ray")]
    jobs = [HIRED, job(date(2026, 2, 1), 2, title="Lead", location="Boston")]
    line = rules.summary_of(7, "1001", profiles, jobs, date(2026, 2, 1))
    assert line is not None
    assert (line.name, line.title, line.location, line.hired) == ("Kim, Ann", "Lead", "Boston", DAY)
    assert rules.summary_of(7, "1001", profiles, [], DAY) is None


@pytest.mark.parametrize(
    ("change", "action"),
    [
        ({"title": "Lead"}, Action.PROMOTION),
        ({"department": "Sales", "title": "Lead"}, Action.TRANSFER),
        ({"location": "Boston"}, Action.TRANSFER),
        ({"fte": Decimal("0.5")}, Action.DATA_CHANGE),
        ({"status": Status.LEAVE}, Action.LEAVE),
        ({"title": "Lead", "action": Action.TRANSFER}, Action.TRANSFER),
    ],
)
def test_a_change_of_job_is_called_by_what_changes_unless_it_says(change: dict[str, object], action: Action) -> None:
    _, after = rules.changed_job([HIRED], JobChange(DAY, **change))  # type: ignore[arg-type]  # the case's fields
    assert after.action is action


def test_coming_back_from_leave_is_a_return() -> None:
    away = job(date(2026, 2, 1), 2, status=Status.LEAVE)
    _, after = rules.changed_job([HIRED, away], JobChange(date(2026, 3, 1), status=Status.ACTIVE))
    assert after.action is Action.RETURN


def test_a_change_of_job_copies_the_row_of_its_day_not_a_later_one() -> None:
    later = job(date(2026, 8, 1), 2, title="Head", department="Sales")
    before, after = rules.changed_job([HIRED, later], JobChange(date(2026, 3, 1), fte=Decimal("0.8")))
    assert before == HIRED
    assert (after.title, after.department, after.fte) == ("Engineer", "IT", Decimal("0.8"))
    assert rules.notices_of_later([HIRED, later], date(2026, 3, 1)) == (
        "The data change on 2026-08-01 stays as it is.",
    )


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (JobChange(DAY, title="Engineer"), "Nothing changes"),
        (JobChange(DAY), "Nothing changes"),
        (JobChange(DAY - timedelta(days=1), title="Lead"), "begins on 2026-01-05"),
        (JobChange(date(2026, 7, 1), title="Lead"), "ended on 2026-05-31"),
        (JobChange(DAY, title="Lead", status=Status.TERMINATED), "use terminate"),
        (JobChange(DAY, title="Lead", action=Action.HIRE), "use hire"),
    ],
)
def test_a_change_of_job_is_refused_in_words(change: JobChange, part: str) -> None:
    with pytest.raises(RuleBroken, match=part):
        rules.changed_job([HIRED, LEFT], change)


PAY = Pay(DAY, Action.HIRE, Basis.ANNUAL, Money(5_000_000), "main", stamp=stamp(1))


def test_a_raise_keeps_basis_and_pay_group() -> None:
    before, after = rules.changed_pay([HIRED], [PAY], PayChange(date(2026, 2, 1), rate=Money(6_000_000)))
    assert before == PAY
    assert after == Pay(date(2026, 2, 1), Action.PAY_CHANGE, Basis.ANNUAL, Money(6_000_000), "main")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (PayChange(DAY, rate=Money(5_000_000)), "rate"),
        (PayChange(DAY, basis=Basis.HOURLY), "rate"),
        (PayChange(date(2025, 1, 1), rate=Money(6_000_000)), "effective_from"),
        (PayChange(date(2026, 7, 1), rate=Money(6_000_000)), "effective_from"),
    ],
)
def test_a_change_of_pay_is_refused_about_its_field(change: PayChange, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        rules.changed_pay([HIRED, LEFT], [PAY], change)
    assert refused.value.field == field


def test_a_first_pay_needs_rate_and_basis() -> None:
    with pytest.raises(RuleBroken, match="enter the basis too"):
        rules.changed_pay([HIRED], [], PayChange(DAY, rate=Money(1)))


def test_a_profile_keeps_custom_fields_that_are_not_given_and_drops_emptied_ones() -> None:
    known = Profile(DAY, "Ann", "Kim", custom={"shirt": "M", "badge": "12"}, stamp=stamp(1))
    _, after = rules.changed_profile([known], ProfileChange(date(2026, 2, 1), custom={"badge": ""}))
    assert after.custom == {"shirt": "M"}


def test_a_termination_rescinds_what_was_scheduled_after_the_last_day() -> None:
    later = job(date(2026, 8, 1), 2)
    before, after, rescinded = rules.terminated_job([HIRED, later], Termination(date(2026, 5, 31), "moved"))
    assert before == HIRED
    assert (after.effective_from, after.last_day, after.status) == (
        date(2026, 6, 1),
        date(2026, 5, 31),
        Status.TERMINATED,
    )
    assert rescinded == [later]


@pytest.mark.parametrize("last_day", [DAY - timedelta(days=1), date(2026, 5, 1), date(2026, 6, 15)])
def test_a_termination_is_refused_before_the_hire_before_a_scheduled_one_and_after_the_end(last_day: date) -> None:
    with pytest.raises(RuleBroken) as refused:
        rules.terminated_job([HIRED, LEFT], Termination(last_day, "moved"))
    assert refused.value.field == "last_day"


def test_after_a_rehire_the_second_employment_can_end_too() -> None:
    _, after, _ = rules.terminated_job([HIRED, LEFT, REHIRED], Termination(date(2026, 10, 1), "moved"))
    assert after.effective_from == date(2026, 10, 2)


def test_a_rehire_follows_the_last_day() -> None:
    assert rules.rehire_after([HIRED, LEFT], date(2026, 6, 1), "Kim") == LEFT
    with pytest.raises(RuleBroken, match="worked until"):
        rules.rehire_after([HIRED, LEFT], date(2026, 5, 31), "Kim")
    with pytest.raises(RuleBroken, match="employed"):
        rules.rehire_after([HIRED], date(2026, 6, 1), "Kim")
