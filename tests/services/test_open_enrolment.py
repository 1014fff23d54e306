"""The open enrolment of a company, what is due, and what holds whatever is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.base import database
from data.benefits import elections, events, invariants
from data.benefits.choices import offers
from data.identity import person_id
from data.invariants import every_command_is_as_its_audit_entry_tells
from hrtui.access.model import Grant
from hrtui.audit.service import log, undo
from hrtui.benefits.inforce import on_day
from hrtui.benefits.model import Choice, Election, ElectionState, EventKind, EventState, Verification
from hrtui.benefits.plans import PlanType, Tier
from hrtui.benefits.service import (
    DueKind,
    StandingChange,
    carry_out,
    change_standing,
    desk,
    due,
    elect,
    finalise,
    finalise_all,
    open_company,
    open_event,
    queue,
    status,
    void,
)  # fmt: skip
from hrtui.context import Context, FixedClock
from hrtui.errors import HrError, NotAllowed, NotFound, RuleBroken
from hrtui.money import Money
from hrtui.people.model import Termination
from hrtui.people.service import terminate
from tests.conftest import ContextAs
from tests.enrolling import TODAY, admin_event, dependent, employee, medical, rows, with_plans
from tests.people import hire, live_facts, statements

NEXT, CLOSES = date(2027, 1, 1), date(2026, 12, 15)


def held(number: str, on: date) -> dict[PlanType, Election]:
    person = person_id(number)
    assert person is not None
    return {row.choice.type: row for row in on_day(elections.elections([person]).get(person, []), on)}


def enrolled(ctx: Context, number: str, *chosen: Choice) -> None:
    """Let someone have what is chosen from today on."""
    event = admin_event(ctx, number)
    assert elect(ctx, event, chosen).faults == ()
    finalise(ctx, event)


def later(ctx: Context, day: date) -> Context:
    """The same context on another day, at noon."""
    return replace(ctx, clock=FixedClock(datetime(day.year, day.month, day.day, 17, tzinfo=UTC), "America/New_York"))


def under_way_of(number: str) -> str:
    person = person_id(number)
    assert person is not None
    return events.under_way([person])[person].number


FSA = Choice(PlanType.HEALTH_FSA, "health_fsa", "health_fsa", amount=Money(60_000))


def test_everyone_employed_gets_an_event_and_the_rest_is_told_why(ctx: Context) -> None:
    with_plans(ctx)
    ann, bo = employee(ctx), employee(ctx, "Bo")
    other = admin_event(ctx, bo)
    hire(ctx, "Later", first_day=date(2027, 1, 2))
    gone = employee(ctx, "Gone")
    terminate(ctx, gone, Termination(date(2026, 11, 20), "moved away"))
    done = open_company(ctx, NEXT, CLOSES)
    assert (done.count, [(each.number, each.event) for each in done.left]) == (1, [(bo, other)])
    (line,) = [events.numbered(each) for each in [under_way_of(ann)]]
    assert line is not None
    assert (line.kind, line.effective, line.last_day) == (EventKind.OPEN_ENROLMENT, NEXT, CLOSES)
    assert offers([line.number])[line.number]


def test_it_can_be_run_again_for_those_who_came_later_and_is_undone_as_one(ctx: Context) -> None:
    with_plans(ctx)
    employee(ctx)
    open_company(ctx, NEXT, CLOSES)
    before = live_facts()
    employee(ctx, "New", first_day=date(2026, 11, 16))
    assert open_company(ctx, NEXT, CLOSES).count == 1
    with pytest.raises(RuleBroken, match="Nobody is left to open an event for"):
        open_company(ctx, NEXT, CLOSES)
    undo(ctx)
    assert {name: len(found) for name, found in live_facts().items() if name.startswith("Benefit")} == {
        name: len(found) for name, found in before.items() if name.startswith("Benefit")
    }


def test_who_has_started_is_counted(ctx: Context) -> None:
    with_plans(ctx)
    ann = employee(ctx)
    employee(ctx, "Bo")
    with pytest.raises(NotFound):
        status(ctx, NEXT)
    open_company(ctx, NEXT, CLOSES)
    elect(ctx, under_way_of(ann), [medical()])
    found = status(ctx, NEXT)
    assert (found.total, found.started, found.not_started, found.days_left) == (2, 1, 1, 22)


def test_finalising_all_carries_over_ends_fsas_and_leaves_a_list_of_errors_in_one_undoable_unit(ctx: Context) -> None:
    with_plans(ctx)
    ann, bo, cy = employee(ctx), employee(ctx, "Bo"), employee(ctx, "Cy")
    enrolled(ctx, ann, medical(), FSA)
    open_company(ctx, NEXT, CLOSES)
    elect(ctx, under_way_of(bo), [medical("hdhp")])
    wrong = under_way_of(cy)
    elect(ctx, wrong, [medical("gold")])
    before = live_facts()
    done = finalise_all(ctx, NEXT)
    assert (done.count, [(each.number, each.event) for each in done.left]) == (2, [(cy, wrong)])
    now = held(ann, NEXT)
    assert (now[PlanType.MEDICAL].effective_from, now[PlanType.MEDICAL].choice.option) == (TODAY, "ppo")
    assert (now[PlanType.HEALTH_FSA].state, held(ann, date(2026, 12, 31))[PlanType.HEALTH_FSA].state) == (
        ElectionState.TERMINATED, ElectionState.ACTIVE,
    )  # fmt: skip
    assert held(bo, NEXT)[PlanType.MEDICAL].choice.option == "hdhp"
    assert PlanType.MEDICAL not in held(cy, NEXT)
    undo(ctx)
    assert live_facts() == before


def test_an_fsa_chosen_anew_counts_from_the_first_of_the_plan_year(ctx: Context) -> None:
    with_plans(ctx)
    ann = employee(ctx)
    enrolled(ctx, ann, FSA)
    open_company(ctx, NEXT, CLOSES)
    elect(ctx, under_way_of(ann), [FSA])
    finalise_all(ctx, NEXT)
    row = held(ann, NEXT)[PlanType.HEALTH_FSA]
    assert (row.effective_from, row.state) == (NEXT, ElectionState.ACTIVE)


def test_finalising_all_equals_what_each_form_showed(ctx: Context) -> None:
    with_plans(ctx)
    people = [employee(ctx, name) for name in ("Ann", "Bo", "Cy")]
    open_company(ctx, NEXT, CLOSES)
    for number, option in zip(people, ("ppo", "hdhp", "ppo"), strict=True):
        elect(ctx, under_way_of(number), [medical(option)])
    shown = {number: desk(ctx, under_way_of(number)).decided().rows for number in people}
    finalise_all(ctx, NEXT)
    for number, expected in shown.items():
        made = held(number, NEXT)
        assert [(made[row.choice.type].choice, made[row.choice.type].state) for row in expected] == [
            (row.choice, row.state) for row in expected
        ]


def test_preparing_takes_as_many_queries_for_many_as_for_few(ctx: Context) -> None:
    with_plans(ctx)
    counts = []
    for size in (2, 12):
        for at in range(size):
            employee(ctx, f"P{size}x{at}", born=None)
        with statements() as seen:
            open_company(ctx, NEXT, CLOSES)
        counts.append(sum("SELECT" in each for each in seen))
    assert counts[0] == counts[1]


def test_only_who_may_finalise_runs_the_company(ctx: Context, ctx_as: ContextAs) -> None:
    with_plans(ctx)
    employee(ctx)
    clerk = ctx_as(Grant("people.read"), Grant("benefits.enrol"), Grant("benefits.read"))
    with pytest.raises(NotAllowed):
        open_company(clerk, NEXT, CLOSES)
    with pytest.raises(NotAllowed):
        finalise_all(clerk, NEXT)
    with pytest.raises(NotAllowed):
        carry_out(clerk)


def test_a_new_hire_without_an_event_is_due_and_gets_one(ctx: Context) -> None:
    with_plans(ctx)
    number = employee(ctx, first_day=date(2026, 11, 9))
    (found,) = due(ctx)
    assert (found.kind, found.number) == (DueKind.NEW_HIRE, number)
    carry_out(ctx)
    assert under_way_of(number)
    assert due(ctx) == []
    undo(ctx)
    assert [each.kind for each in due(ctx)] == [DueKind.NEW_HIRE]


def test_the_coverage_of_a_leaver_is_due_to_end_and_ends_by_the_plan(ctx: Context) -> None:
    with_plans(ctx)
    number = employee(ctx)
    enrolled(ctx, number, medical(), Choice(PlanType.DENTAL, "dental", "basic"))
    terminate(ctx, number, Termination(date(2026, 11, 23), "moved away"))
    found = [each for each in due(ctx) if each.kind is DueKind.LEAVER]
    assert [each.day for each in found] == [min(row.effective_from for row in found[0].rows)]
    carry_out(ctx)
    assert held(number, date(2026, 11, 30))[PlanType.MEDICAL].state is ElectionState.ACTIVE
    ended = held(number, date(2026, 12, 1))[PlanType.MEDICAL]
    assert (ended.state, ended.choice.reason) == (ElectionState.TERMINATED, "left")
    assert due(ctx) == []


def test_a_child_who_ages_out_leaves_and_the_tier_follows(ctx: Context) -> None:
    with_plans(ctx)
    number = employee(ctx, born=date(1970, 1, 1))
    dependent(ctx, number, "child", date(2000, 12, 9))
    change_standing(ctx, number, 1, StandingChange(verification=Verification.VERIFIED))
    enrolled(ctx, number, medical(covers=(1,)))
    for day, expected in ((date(2026, 12, 31), 0), (date(2027, 1, 1), 1)):
        assert len([each for each in due(later(ctx, day)) if each.kind is DueKind.AGE_OUT]) == expected
    carry_out(later(ctx, date(2027, 1, 1)))
    before, after = (held(number, day)[PlanType.MEDICAL].choice for day in (date(2026, 12, 31), date(2027, 1, 1)))
    assert (before.tier, after.tier, after.covers) == (Tier.CHILDREN, Tier.EMPLOYEE, ())


def test_a_window_that_is_over_is_due_to_be_finalised_with_what_was_chosen(ctx: Context) -> None:
    with_plans(ctx)
    number = employee(ctx)
    event = open_event(ctx, number, EventKind.LIFE_EVENT, date(2026, 11, 10), "move").event
    elect(ctx, event, [medical()])
    last = later(ctx, date(2026, 12, 10))
    assert due(last) == []
    after = later(ctx, date(2026, 12, 11))
    assert [each.kind for each in due(after)] == [DueKind.WINDOW]
    carry_out(after)
    assert held(number, date(2026, 12, 1))[PlanType.MEDICAL].choice.option == "ppo"


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["open", "birth", "elect", "fault", "finalise", "void", "undo", "company", "all", "verify", "due"]),
        st.integers(0, 1), st.dates(date(2026, 11, 1), date(2027, 2, 1)),
    ),
    max_size=9,
)  # fmt: skip


@given(STEPS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_nobody_has_two_open_events_or_two_elections_of_a_type_a_day(
    ctx: Context, steps: list[tuple[str, int, date]]
) -> None:
    with_plans(ctx)
    people = [employee(ctx, f"P{at}") for at in range(2)]
    for number in people:
        dependent(ctx, number)
    for step, who, day in steps:
        try:
            _do(ctx, step, people[who], day)
        except HrError:
            continue
    assert [check.__name__ for check in invariants.BENEFITS if check(database.obj)] == []
    for number in people:
        person = person_id(number)
        assert person is not None
        own = elections.elections([person]).get(person, [])
        assert len({(row.key, row.effective_from) for row in own}) == len(own)


def _do(ctx: Context, step: str, number: str, day: date) -> None:
    person = person_id(number)
    assert person is not None
    held_event = events.under_way([person]).get(person)
    name = held_event.number if held_event else "B2026-0000"
    done: dict[str, Callable[[], object]] = {
        "open": lambda: open_event(ctx, number, EventKind.ADMINISTRATIVE, day),
        "birth": lambda: open_event(ctx, number, EventKind.LIFE_EVENT, day, "birth"),
        "elect": lambda: elect(ctx, name, [medical("hdhp" if day.day % 2 else "ppo", covers=(1,))]),
        "fault": lambda: elect(ctx, name, [medical("gold")]),
        "finalise": lambda: finalise(ctx, name),
        "void": lambda: void(ctx, name, "test"),
        "undo": lambda: undo(ctx),
        "company": lambda: open_company(ctx, NEXT, CLOSES),
        "all": lambda: finalise_all(ctx, NEXT),
        "verify": lambda: change_standing(ctx, number, 1, StandingChange(verification=Verification.VERIFIED), day),
        "due": lambda: carry_out(ctx),
    }
    done[step]()


@given(st.dates(date(2026, 11, 1), date(2026, 11, 23)), st.sampled_from(["ppo", "hdhp"]), st.booleans())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_simulating_equals_finalising_on_any_day(ctx: Context, day: date, option: str, covered: bool) -> None:
    from hrtui.benefits.service import simulate

    with_plans(ctx)
    number = employee(ctx)
    dependent(ctx, number, born=date(2026, 11, 1))
    chosen = [medical(option, covers=(1,) if covered else ())]
    shown = simulate(ctx, number, EventKind.ADMINISTRATIVE, day, chosen=chosen).decided()
    event = open_event(ctx, number, EventKind.ADMINISTRATIVE, day).event
    elect(ctx, event, chosen)
    finalise(ctx, event)
    found = events.numbered(event)
    assert found is not None
    assert found.state is shown.state
    made = held(number, day + timedelta(days=400))
    assert [replace(made[row.choice.type], event="", stamp=None) for row in shown.rows] == list(shown.rows)


def test_nothing_is_left_in_the_queue_once_all_is_finalised(ctx: Context) -> None:
    with_plans(ctx)
    employee(ctx)
    open_company(ctx, NEXT, CLOSES)
    finalise_all(ctx, NEXT)
    assert (len(queue(ctx)), status(ctx, NEXT).counts) == (0, {EventState.CLOSED: 1})
    assert rows("election") > 0


def test_the_trail_tells_of_each_command_about_many_people_as_a_whole(ctx: Context) -> None:
    with_plans(ctx)
    kim, lee = employee(ctx, "Kim"), employee(ctx, "Lee")
    for number in (kim, lee):
        enrolled(ctx, number, medical())
    opened = open_company(ctx, NEXT, CLOSES)
    finalised = finalise_all(ctx, NEXT)
    for number in (kim, lee):
        terminate(ctx, number, Termination(TODAY, "resigned", voluntary=True))
    left = carry_out(later(ctx, TODAY + timedelta(days=40)), [DueKind.LEAVER])
    assert every_command_is_as_its_audit_entry_tells(database.obj) == []
    subjects = {each.entry.command: each.entry.subject for each in log(ctx, 200)}
    assert [subjects[each.command] for each in (opened, finalised)] == ["open enrolment 2027-01-01"] * 2
    assert subjects[left.command] == "2 people"
    told = undo(later(ctx, TODAY + timedelta(days=40)), left.command).sentence
    assert told == f"Undone: change of enrolments of 2 people, entered {TODAY + timedelta(days=40)}."


def test_a_birth_within_the_window_goes_before_and_the_open_enrolment_is_opened_again_for_them(ctx: Context) -> None:
    with_plans(ctx)
    number = employee(ctx)
    event = admin_event(later(ctx, date(2026, 10, 1)), number, date(2026, 10, 1))
    assert elect(later(ctx, date(2026, 10, 1)), event, [medical()]).faults == ()
    finalise(later(ctx, date(2026, 10, 1)), event)
    open_company(ctx, NEXT, CLOSES)
    dependent(ctx, number, born=date(2026, 11, 10))
    with pytest.raises(RuleBroken, match="opening the open enrolment again opens one for them anew"):
        open_event(ctx, number, EventKind.LIFE_EVENT, date(2026, 11, 10), "birth")
    void(ctx, under_way_of(number), "a birth comes first")
    event = open_event(ctx, number, EventKind.LIFE_EVENT, date(2026, 11, 10), "birth").event
    assert elect(ctx, event, [medical(covers=(1,))]).faults == ()
    finalise(ctx, event)
    assert open_company(ctx, NEXT, CLOSES).count == 1
    standing = desk(ctx, under_way_of(number)).standing(PlanType.MEDICAL)
    assert standing is not None
    assert (standing.choice.covers, status(ctx, NEXT).total) == ((1,), 1)
