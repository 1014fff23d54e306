"""When interviewers can be asked: hours and limits of their own from a day on, absences, leave and holidays, in every question."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hrtui.access.model import Grant, Scope
from hrtui.audit import service as trail
from hrtui.context import Actor, Context
from hrtui.dates import Period
from hrtui.errors import Conflict, NotAllowed, NotFound, RuleBroken
from hrtui.interviews import interviewers, reading, scheduling
from hrtui.interviews.asking import Asked, part
from hrtui.interviews.availability import Availability
from hrtui.interviews.conflicts import conflicts
from hrtui.interviews.interviewers import add_absence, drop_absence, interviewer, interviewer_list, set_availability
from hrtui.interviews.service import find_slots
from hrtui.interviews.settings import InterviewSettings
from hrtui.interviews.spans import instant_of, minute_of
from hrtui.org import service as org
from hrtui.org.model import LocationChange
from hrtui.people.model import JobChange, Status, Termination
from hrtui.people.service import change_job, terminate
from tests.conftest import ContextAs
from tests.people import hire, statements
from tests.recruiting import applied, opened

MONDAY, FRIDAY = date(2026, 11, 30), date(2026, 12, 4)
WEEK, DAY = Period(MONDAY, FRIDAY), Period(MONDAY, MONDAY)


def begun(ctx: Context, who: str, days: Period = DAY, **values: object) -> list[str]:
    found = find_slots(ctx, Asked((part(f"60:{who}"),), days, grid=60, **values), 50)  # type: ignore[arg-type]
    return sorted(f"{instant_of(each.placed[0].begins):%d %H:%M}" for each in found.slots)


def booked(ctx: Context, who: str, when: str = "2026-11-30 15:00", **values: object) -> str:
    _, application = applied(ctx, opened(ctx), "Ash")
    asked = Asked((part(f"60:{who}"),), WEEK, **values)  # type: ignore[arg-type]
    return scheduling.schedule(ctx, application, asked, minute(when)).numbers[0]


def minute(text: str) -> int:
    return minute_of(datetime.fromisoformat(text).replace(tzinfo=UTC))


def test_hours_and_a_zone_of_ones_own_count_from_their_day_and_a_question_may_say_others(ctx: Context) -> None:
    who = hire(ctx, "Kim")
    tuesday = date(2026, 12, 1)
    set_availability(ctx, who, Availability(zone="Europe/London", hours="tue 10:00-11:00, 13:00-14:00"), on=tuesday)
    assert begun(ctx, who, Period(MONDAY, tuesday)) == [
        "01 13:00", "30 14:00", "30 15:00", "30 16:00", "30 17:00", "30 18:00", "30 19:00", "30 20:00", "30 21:00",
    ]  # fmt: skip
    assert begun(ctx, who, Period(tuesday, tuesday), hours="15:00-16:00") == ["01 15:00"]
    assert begun(ctx, who, Period(tuesday, tuesday), zones={who: "America/New_York"}) == ["01 15:00", "01 18:00"]


def test_the_company_says_the_hours_and_limits_of_whoever_has_none(ctx: Context) -> None:
    who = hire(ctx, "Kim")
    company = replace(ctx, config=replace(ctx.config, interviews=InterviewSettings("mon 9:00-11:00", most_a_week=1)))
    assert begun(company, who, WEEK) == ["30 14:00", "30 15:00"]
    booked(company, who)
    assert begun(company, who, Period(date(2026, 12, 3), date(2026, 12, 8))) == ["07 14:00", "07 15:00"]
    assert begun(company, who, WEEK, most_a_week=2) == ["30 14:00"]
    set_availability(company, who, Availability(most_a_week=0))
    assert begun(company, who, WEEK) == ["30 14:00"]


def test_minutes_around_and_the_most_a_day_are_ones_own(ctx: Context) -> None:
    who = hire(ctx, "Kim")
    set_availability(ctx, who, Availability(hours="9:00-13:00", buffer=30))
    booked(ctx, who, "2026-11-30 15:00")
    assert begun(ctx, who) == ["30 17:00"]
    assert begun(ctx, who, buffer=0) == ["30 14:00", "30 16:00", "30 17:00"]
    set_availability(ctx, who, Availability(hours="9:00-13:00", most_a_day=1))
    assert begun(ctx, who) == []
    found = find_slots(ctx, Asked((part(f"60:{who}"),), DAY))
    assert "the most that anybody has" in found.sentence


def test_who_is_not_asked_for_interviews_is_offered_to_nobody(ctx: Context) -> None:
    who = hire(ctx, "Kim")
    set_availability(ctx, who, Availability(asked=False))
    assert begun(ctx, who) == []
    assert "is not asked for interviews" in find_slots(ctx, Asked((part(f"60:{who}"),), DAY)).notices[0]


def test_nobody_is_asked_on_an_absence_and_one_that_is_taken_back_counts_no_more(ctx: Context) -> None:
    who = hire(ctx, "Kim")
    done = add_absence(ctx, who, MONDAY, date(2026, 12, 3), "Conference")
    assert {each[:2] for each in begun(ctx, who, WEEK)} == {"04"}
    (held,) = interviewer(ctx, who).absences
    back = drop_absence(ctx, who, held.number)
    assert "30 14:00" in begun(ctx, who)
    with pytest.raises(NotFound):
        drop_absence(ctx, who, held.number)
    trail.undo(ctx, back.command)
    assert begun(ctx, who) == []
    trail.undo(ctx, done.command)
    assert "30 14:00" in begun(ctx, who)


def test_two_absences_of_one_are_told_apart_and_undone_apart(ctx: Context) -> None:
    who = hire(ctx, "Kim")
    first = add_absence(ctx, who, MONDAY, MONDAY)
    add_absence(ctx, who, FRIDAY, FRIDAY)
    assert [each.number for each in interviewer(ctx, who).absences] == [1, 2]
    trail.undo(ctx, first.command)
    assert [each.begins for each in interviewer(ctx, who).absences] == [FRIDAY]


def test_nobody_is_asked_on_leave_before_their_first_day_or_after_their_last(ctx: Context) -> None:
    away, new, leaving = hire(ctx, "Kim"), hire(ctx, "Lee", first_day=date(2026, 12, 2)), hire(ctx, "Mor")
    change_job(ctx, away, JobChange(date(2026, 12, 1), status=Status.LEAVE))
    change_job(ctx, away, JobChange(date(2026, 12, 3), status=Status.ACTIVE))
    terminate(ctx, leaving, Termination(date(2026, 12, 2), "moved away"))
    assert {each[:2] for each in begun(ctx, away, WEEK)} == {"30", "03", "04"}
    assert {each[:2] for each in begun(ctx, new, WEEK)} == {"02", "03", "04"}
    assert {each[:2] for each in begun(ctx, leaving, WEEK)} == {"30", "01", "02"}
    assert interviewer(ctx, away).leave == (Period(date(2026, 12, 1), date(2026, 12, 2)),)


def test_public_holidays_and_the_zone_are_those_of_the_place_of_work(ctx: Context) -> None:
    org.add_location(
        ctx, LocationChange(date(2026, 1, 1), "Leeds", country="GB", state="ENG", time_zone="Europe/London")
    )
    org.add_location(ctx, LocationChange(date(2026, 1, 1), "Nowhere", country="GB", state="Yorkshire"))
    here, there, odd = hire(ctx, "Kim"), hire(ctx, "Lee", location="Leeds"), hire(ctx, "Odd", location="Nowhere")
    boxing, thanks = Period(date(2026, 12, 28), date(2026, 12, 28)), Period(date(2026, 11, 26), date(2026, 11, 26))
    assert begun(ctx, there, boxing) == []
    assert begun(ctx, here, boxing)
    assert begun(ctx, here, thanks) == []
    assert begun(ctx, there, thanks, candidate=Asked((), thanks).candidate)[0] == "26 13:00"
    assert begun(ctx, odd, thanks)


def test_what_contradicts_is_allowed_when_it_is_asked_for_and_listed(ctx: Context) -> None:
    who = hire(ctx, "Kim")
    set_availability(ctx, who, Availability(hours="mon 9:00-10:00", most_a_day=1))
    with pytest.raises(Conflict):
        booked(ctx, who, "2026-12-01 23:05")
    number = booked(ctx, who, "2026-12-01 23:05", anyway=True)
    assert conflicts(ctx, WEEK) == {
        number: ("Kim, Ann has other working hours: it is Tue 18:05-19:05 in America/New_York.",)
    }
    booked(ctx, who, "2026-12-01 15:00", anyway=True)
    assert "2 interviews that day, and is asked for 1 at most" in conflicts(ctx, WEEK)[number][1]
    with pytest.raises(Conflict):
        booked(ctx, who, "2026-12-01 23:00", anyway=True)
    with pytest.raises(RuleBroken, match="when it begins"):
        _, application = applied(ctx, opened(ctx), "Elm")
        scheduling.schedule(ctx, application, Asked((part(f"60:{who}"),), WEEK, anyway=True))


def test_a_move_may_be_to_a_time_that_is_contradicted_and_says_what_is(ctx: Context) -> None:
    who = hire(ctx, "Kim")
    number = booked(ctx, who)
    add_absence(ctx, who, FRIDAY, FRIDAY)
    asked = Asked((), WEEK, anyway=True)
    done = scheduling.move(ctx, number, "No other day", asked, begins=minute("2026-12-04 15:00"))
    assert done.notices[1] == f"{number}: Kim, Ann is absent."
    assert reading.interview(ctx, number).begins == minute("2026-12-04 15:00")


def test_an_absence_over_an_interview_says_so_and_it_is_a_conflict(ctx: Context) -> None:
    who = hire(ctx, "Kim")
    number = booked(ctx, who)
    done = add_absence(ctx, who, MONDAY, MONDAY)
    assert done.notices == (f"{number}: Kim, Ann is absent.",)
    assert conflicts(ctx, WEEK) == {number: ("Kim, Ann is absent.",)}


def test_hours_that_change_tell_what_contradicts_of_their_own_interviews_and_nothing_of_who_comes_with_them(
    ctx: Context,
) -> None:
    kim, lee = hire(ctx, "Kim"), hire(ctx, "Lee")
    number = booked(ctx, f"{kim},{lee}", rooms={"aspen": None})
    add_absence(ctx, kim, MONDAY, MONDAY)
    shorter = set_availability(ctx, lee, Availability(hours="mon-fri 9:00-16:00"))
    assert shorter.notices == ()
    other = set_availability(ctx, lee, Availability(hours="mon-fri 13:00-16:00"))
    assert other.notices == (f"{number}: Lee, Ann has other working hours: it is Mon 10:00-11:00 in America/New_York.",)
    assert len(conflicts(ctx, WEEK)[number]) == 2


def test_of_whom_the_role_does_not_see_a_conflict_says_no_reason(ctx: Context, ctx_as: ContextAs) -> None:
    who = hire(ctx, "Kim", department="Sales")
    number = booked(ctx, who)
    add_absence(ctx, who, MONDAY, MONDAY)
    scope = Scope(departments=frozenset({"IT"}))
    some = ctx_as(Grant("people.read", scope), Grant("recruiting.work"), Grant("recruiting.read"))
    assert conflicts(some, WEEK) == {number: ("Kim, Ann cannot come.",)}
    assert interviewer_list(some) == []
    with pytest.raises(NotFound):
        set_availability(some, who, Availability(buffer=5))
    with pytest.raises(NotFound):
        add_absence(some, who, MONDAY, MONDAY)
    with pytest.raises(NotAllowed):
        interviewer_list(replace(ctx, actor=Actor("eve")))


def test_the_list_says_what_counts_and_takes_as_many_statements_however_many_there_are(ctx: Context) -> None:
    first = hire(ctx, "Kim")
    set_availability(ctx, first, Availability(buffer=15))
    interviewer_list(ctx)
    with statements() as few:
        (held,) = interviewer_list(ctx)
    assert (held.number, held.zone, held.hours, held.buffer) == (first, "America/New_York", "mon-fri 9:00-17:00", 15)
    for name in ("Lee", "Mor", "Nam"):
        add_absence(ctx, hire(ctx, name), MONDAY, MONDAY)
    booked(ctx, first, "2026-11-30 14:00")
    with statements() as many:
        found = interviewer_list(ctx)
    assert [each.name for each in found] == ["Kim, Ann", "Lee, Ann", "Mor, Ann", "Nam, Ann"]
    assert found[0].booked == 1
    assert len(many) == len(few)


def test_conflicts_take_as_many_statements_however_many_interviews_there_are(ctx: Context) -> None:
    counts = []
    for day in ("2026-11-30", "2026-12-01", "2026-12-02"):
        booked(ctx, hire(ctx, f"Kim{day}"), f"{day} 15:00")
        conflicts(ctx, WEEK)
        with statements() as seen:
            conflicts(ctx, WEEK)
        counts.append(len(seen))
    assert counts[0] == counts[-1]


def test_two_who_change_hours_at_once_are_told(ctx: Context) -> None:
    who = hire(ctx, "Kim")
    seen = interviewer(ctx, who).newest
    set_availability(ctx, who, Availability(buffer=15), expected=seen)
    with pytest.raises(Conflict, match="since you looked"):
        set_availability(ctx, who, Availability(buffer=30), expected=seen)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Availability(), "so already"), (Availability(buffer=-1), "0 to 240"), (Availability(most_a_day=51), "0 to 50"),
        (Availability(most_a_day=5, most_a_week=4), "a week"), (Availability(hours="whenever"), "no hours"),
        (Availability(zone="Mars/Olympus"), "no time zone"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(ctx: Context, wanted: Availability, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        set_availability(ctx, hire(ctx, "Kim"), wanted)


def test_days_that_are_over_and_who_left_are_refused(ctx: Context) -> None:
    who = hire(ctx, "Kim")
    with pytest.raises(RuleBroken, match="over"):
        set_availability(ctx, who, Availability(buffer=5), on=date(2026, 11, 1))
    for days in ((FRIDAY, MONDAY), (date(2026, 1, 1), date(2026, 1, 2)), (MONDAY, date(2028, 1, 1))):
        with pytest.raises(RuleBroken):
            add_absence(ctx, who, *days)
    terminate(ctx, who, Termination(date(2026, 11, 20), "moved away"))
    with pytest.raises(RuleBroken, match="left on"):
        interviewers.set_availability(ctx, who, Availability(buffer=5))


def test_a_hire_whose_hours_were_entered_is_not_undone_before_them(ctx: Context) -> None:
    who = hire(ctx, "Kim")
    set_availability(ctx, who, Availability(buffer=5))
    with pytest.raises(Conflict):
        trail.undo(ctx, 1)
