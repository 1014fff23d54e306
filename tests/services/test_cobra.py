"""Cases of COBRA through their use cases: raised from what is on file, taken on step by step, standing in elections, undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from data import people
from data.audit import append
from data.benefits import attention, cobra, elections
from data.db import Store
from hrtui.access.model import EVERYONE, Grant, Scope
from hrtui.access.rules import scopes
from hrtui.audit.model import Entered, Entry
from hrtui.audit.service import undo
from hrtui.audit.writing import begin
from hrtui.benefits.attention import Waiting
from hrtui.benefits.cobra import raising, reading, stepping
from hrtui.benefits.cobra.model import Answer, Case, Extension, Kind, State
from hrtui.benefits.inforce import of_type
from hrtui.benefits.model import Choice, Election, ElectionState
from hrtui.benefits.planfile import EXAMPLE
from hrtui.benefits.plans import PlanType, Tier
from hrtui.benefits.settings import BenefitSettings
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactKind
from hrtui.context import Context, FixedClock
from hrtui.errors import Conflict, NotAllowed, NotFound, RuleBroken
from hrtui.people import service
from hrtui.people.model import EmploymentType, JobChange, Termination
from tests.conftest import ContextAs
from tests.people import hire, statements

JAN = date(2026, 1, 1)
LEFT = date(2026, 11, 10)
LOST = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def plan_file(tmp_path: Path) -> None:
    """The example's plans."""
    (tmp_path / "benefits.yaml").write_text(EXAMPLE.read_text("utf-8"))


def at(ctx: Context, day: date) -> Context:
    return replace(ctx, clock=FixedClock(datetime(day.year, day.month, day.day, 15, tzinfo=UTC), "America/New_York"))


def entered(ctx: Context, number: str) -> Entered:
    made = begin(ctx, "benefits.enrol", number)
    append(Entry(made.at, made.by, "benefits.enrol", number, made.command))
    return made


def family(ctx: Context, store: Store, child: date = date(2015, 5, 5)) -> str:
    """Someone with a spouse (1) and a child (2) on medical, and alone on dental."""
    number = hire(ctx)
    for name, relation, born in (("Sam", "spouse", date(1988, 2, 2)), ("Kit", "child", child)):
        contact = Contact(JAN, ContactKind.DEPENDENT, name, "Kim", relation, birth_date=born)
        contacts.add(ctx, number, contact)
    medical = Choice(PlanType.MEDICAL, "medical", "ppo", Tier.FAMILY, covers=(1, 2))
    dental = Choice(PlanType.DENTAL, "dental", "basic")
    with store.write():
        made = entered(ctx, number)
        rows = [(id_of(number), Election(JAN, choice, ElectionState.ACTIVE)) for choice in (medical, dental)]
        elections.put_many(rows, made)
    return number


def id_of(number: str) -> int:
    found = people.person_id(number)
    assert found is not None
    return found


def leaver(ctx: Context, store: Store, reason: str = "another job") -> str:
    number = family(ctx, store)
    service.terminate(ctx, number, Termination(LEFT, reason))
    return number


def only_case(number: str) -> Case:
    (case,) = cobra.of_people([id_of(number)])[id_of(number)]
    return case


def medical_on(number: str, day: date) -> Election | None:
    return of_type(elections.elections([id_of(number)])[id_of(number)], PlanType.MEDICAL, day)


def test_a_leaver_is_to_be_raised_with_everyone_who_was_covered(ctx: Context, store: Store) -> None:
    number = leaver(ctx, store)
    (found,) = raising.to_raise(ctx)
    wanted = found.wanted
    assert (found.number, wanted.kind, wanted.day, wanted.lost, wanted.slots) == (
        number, Kind.TERMINATION, LEFT, LOST, (0, 1, 2),
    )  # fmt: skip
    assert [(plan.plan, plan.slots) for plan in wanted.plans] == [("medical", (0, 1, 2)), ("dental", (0,))]


@pytest.mark.parametrize(
    ("reason", "kind", "slots"),
    [("Gross misconduct: theft", None, ()), ("Death", Kind.DEATH, (1, 2)), ("misconduct", Kind.TERMINATION, (0, 1, 2))],
)
def test_the_reason_of_leaving_decides(
    ctx: Context, store: Store, reason: str, kind: Kind | None, slots: tuple[int, ...]
) -> None:
    leaver(ctx, store, reason)
    found = [(each.wanted.kind, each.wanted.slots) for each in raising.to_raise(ctx)]
    assert found == ([] if kind is None else [(kind, slots)])


def test_all_are_raised_by_one_command_and_undone_by_one(ctx: Context, store: Store) -> None:
    numbers = [leaver(ctx, store) for _ in range(3)]
    done = raising.raise_all(ctx)
    assert [only_case(number).number for number in numbers] == ["C2026-0001", "C2026-0002", "C2026-0003"]
    assert raising.to_raise(ctx) == ()
    undo(ctx, done.command)
    assert len(raising.to_raise(ctx)) == 3
    assert len(reading.find(ctx, every=True)) == 0


def test_a_number_that_was_undone_is_not_given_again(ctx: Context, store: Store) -> None:
    leaver(ctx, store)
    undo(ctx, raising.raise_all(ctx).command)
    assert "C2026-0002" in raising.raise_all(ctx).sentence


def test_fewer_hours_that_take_a_plan_away_are_raised(ctx: Context, store: Store) -> None:
    number = family(ctx, store)
    service.change_job(
        ctx, number, JobChange(date(2026, 11, 1), standard_hours=Decimal(25), employment_type=EmploymentType.PART_TIME)
    )
    (found,) = raising.to_raise(ctx)
    assert (found.wanted.kind, found.wanted.day, found.wanted.lost) == (
        Kind.REDUCED_HOURS, date(2026, 10, 31), date(2026, 10, 31),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("born", "lost"),
    [(date(2000, 10, 5), date(2026, 10, 31)), (date(2000, 2, 29), None), (date(2000, 12, 1), None)],
)
def test_a_child_who_grew_out_is_raised_once_coverage_ended(
    ctx: Context, store: Store, born: date, lost: date | None
) -> None:
    family(ctx, store, born)
    found = [(each.wanted.kind, each.wanted.lost, each.wanted.slots) for each in raising.to_raise(ctx)]
    assert found == ([] if lost is None else [(Kind.AGED_OUT, lost, (2,))])


def test_a_divorce_is_raised_by_hand_for_the_spouse(ctx: Context, store: Store) -> None:
    number = family(ctx, store)
    raising.raise_one(ctx, number, Kind.DIVORCE, date(2026, 11, 2), lost=date(2026, 11, 2), slots=(1,))
    case = only_case(number)
    assert (case.answers, case.notice_due, case.until) == ({1: Answer.OPEN}, date(2026, 12, 7), date(2029, 11, 2))
    with pytest.raises(RuleBroken, match=case.number):
        raising.raise_one(ctx, number, Kind.DIVORCE, date(2026, 11, 2), lost=date(2026, 11, 2), slots=(1,))


def test_cases_of_people_out_of_the_scope_are_not_told_by_their_ids(
    ctx: Context, store: Store, ctx_as: ContextAs
) -> None:
    raising.raise_one(ctx, family(ctx, store), Kind.DIVORCE, date(2026, 11, 2), lost=date(2026, 11, 2), slots=(1,))
    ids = reading.find(ctx)
    for departments, count in (({"IT"}, 1), ({"Sales"}, 0)):
        bob = ctx_as(Grant("benefits.cobra", Scope(departments=frozenset(departments))))
        assert len(reading.page(bob, ids)) == count


def test_a_small_employer_raises_nothing(ctx: Context, store: Store) -> None:
    number = leaver(ctx, store)
    small = replace(ctx, config=replace(ctx.config, benefits=BenefitSettings(cobra=False)))
    assert raising.to_raise(small) == ()
    with pytest.raises(RuleBroken, match="fewer than 20"):
        raising.raise_one(small, number, Kind.TERMINATION, LEFT)


def elected(ctx: Context, store: Store, slots: tuple[int, ...] = (0, 1, 2)) -> str:
    number = leaver(ctx, store)
    raising.raise_all(ctx)
    stepping.notice(ctx, "C2026-0001", date(2026, 11, 20))
    stepping.answer(ctx, "C2026-0001", dict.fromkeys(slots, Answer.ELECTED))
    return number


def test_an_election_stands_among_the_persons_from_the_day_after_the_loss(ctx: Context, store: Store) -> None:
    number = elected(ctx, store)
    before, after = medical_on(number, LOST), medical_on(number, date(2026, 12, 1))
    assert before is not None and before.state is ElectionState.ACTIVE
    assert after is not None and after.state is ElectionState.COBRA
    assert (after.choice.tier, after.choice.covers) == (Tier.FAMILY, (1, 2))


def test_who_elects_without_the_person_stands_as_such(ctx: Context, store: Store) -> None:
    number = elected(ctx, store, (1, 2))
    after = medical_on(number, date(2026, 12, 1))
    assert after is not None
    assert (after.choice.tier, after.choice.covers) == (Tier.CHILDREN, (1, 2))
    assert "without the person" in after.note


def test_undoing_an_election_takes_it_out_of_the_persons_too(ctx: Context, store: Store) -> None:
    number = leaver(ctx, store)
    raising.raise_all(ctx)
    stepping.notice(ctx, "C2026-0001")
    undo(ctx, stepping.answer(ctx, "C2026-0001", {0: Answer.ELECTED}).command)
    after = medical_on(number, date(2026, 12, 1))
    assert only_case(number).state is State.NOTICED
    assert after is not None and after.state is ElectionState.ACTIVE


def test_a_missed_payment_is_shown_and_carried_out_only_by_command(ctx: Context, store: Store) -> None:
    number = elected(ctx, store)
    stepping.pay(ctx, "C2026-0001", date(2026, 12, 15))
    assert only_case(number).paid_through == date(2026, 12, 31)
    late = at(ctx, date(2027, 2, 1))
    assert [each.after.state for each in stepping.missed(late)] == [State.LAPSED]
    assert only_case(number).state is State.PAYING
    done = stepping.lapse(late)
    gone = medical_on(number, date(2027, 1, 1))
    assert only_case(number).state is State.LAPSED
    assert gone is not None and gone.state is ElectionState.TERMINATED
    undo(late, done.command)
    back = medical_on(number, date(2027, 1, 1))
    assert back is not None and back.state is ElectionState.COBRA


def test_within_the_windows_nothing_lapses(ctx: Context, store: Store) -> None:
    elected(ctx, store)
    with pytest.raises(RuleBroken, match="No day was missed"):
        stepping.lapse(at(ctx, date(2027, 1, 7)))


def test_a_step_on_an_outdated_case_is_a_conflict(ctx: Context, store: Store) -> None:
    leaver(ctx, store)
    raising.raise_all(ctx)
    seen = reading.show(ctx, "C2026-0001").line.case
    assert seen.stamp is not None
    stepping.notice(ctx, "C2026-0001")
    with pytest.raises(Conflict, match="alice"):
        stepping.notice(ctx, "C2026-0001", expected=seen.stamp.command)


def test_premiums_are_102_percent_for_each_alone_and_all_together(ctx: Context, store: Store) -> None:
    leaver(ctx, store)
    raising.raise_all(ctx)
    found = reading.show(ctx, "C2026-0001")
    asked = {(each.plan, each.slots): (each.cost, each.asked) for each in found.premiums}
    assert asked["medical", (0,)] == asked["medical", (1,)] == (64_240, 65_525)
    assert asked["medical", (0, 1, 2)] == (189_510, 193_300)
    assert found.names == {0: "Kim, Ann", 1: "Sam Kim", 2: "Kit Kim"}


def test_a_disability_puts_the_end_off_and_an_end_is_noted(ctx: Context, store: Store) -> None:
    number = elected(ctx, store)
    stepping.extend(ctx, "C2026-0001", Extension.DISABILITY)
    assert only_case(number).until == date(2029, 4, 30)
    stepping.end(ctx, "C2026-0001", date(2027, 3, 31), "Medicare")
    gone = medical_on(number, date(2027, 4, 1))
    assert gone is not None and gone.state is ElectionState.TERMINATED
    with pytest.raises(RuleBroken, match="is ended"):
        stepping.pay(ctx, "C2026-0001", date(2027, 1, 1))


def test_what_is_to_come_cannot_be_recorded(ctx: Context, store: Store) -> None:
    leaver(ctx, store)
    raising.raise_all(ctx)
    with pytest.raises(RuleBroken, match="still to come"):
        stepping.notice(ctx, "C2026-0001", date(2026, 12, 24))


def test_cases_are_for_those_who_may(ctx: Context, store: Store, ctx_as: ContextAs) -> None:
    leaver(ctx, store)
    raising.raise_all(ctx)
    with pytest.raises(NotAllowed):
        reading.find(ctx_as(Grant("benefits.read", EVERYONE)))
    with pytest.raises(NotFound, match="list"):
        reading.show(ctx, "C2026-0009")


def test_the_list_takes_the_same_queries_for_many(ctx: Context, store: Store) -> None:
    leaver(ctx, store)
    raising.raise_all(ctx)
    with statements() as few:
        assert len(reading.page(ctx, reading.find(ctx))) == 1
    for _ in range(4):
        leaver(ctx, store)
    raising.raise_all(ctx)
    with statements() as many:
        lines = reading.page(ctx, reading.find(ctx))
    assert len(lines) == 5
    assert lines[0].left == 51
    assert len(many) == len(few)


def test_finding_who_is_to_be_raised_takes_the_same_queries_for_many(ctx: Context, store: Store) -> None:
    leaver(ctx, store)
    with statements() as few:
        raising.to_raise(ctx)
    for _ in range(4):
        leaver(ctx, store)
    with statements() as many:
        assert len(raising.to_raise(ctx)) == 5
    assert len(many) == len(few)


def test_an_election_notice_is_counted_for_home_by_the_day_it_is_due(ctx: Context, store: Store) -> None:
    number = leaver(ctx, store)
    raising.raise_all(ctx)
    due, reach = only_case(number).notice_due, scopes(ctx.actor, "benefits.cobra")
    assert attention.notices_due(reach, ctx.actor.person, due - timedelta(days=1)) is None
    assert attention.notices_due(reach, ctx.actor.person, due) == Waiting(1, due)
