"""Benefits in the store: rows to values and back, as of a day and as known, undone as any fact, a fixed number of queries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from data import people
from data.audit import append
from data.benefits import choices, elections, events, members, standings
from data.benefits.invariants import BENEFITS
from data.db import Store
from hrtui.access.model import EVERYONE
from hrtui.audit.model import Entered, Entry
from hrtui.audit.service import undo
from hrtui.audit.writing import begin
from hrtui.benefits.model import (
    UNDER_WAY,
    Beneficiaries,
    Beneficiary,
    Choice,
    Election,
    ElectionState,
    Event,
    EventKind,
    EventState,
    Offer,
    Standing,
    Verification,
)
from hrtui.benefits.plans import PlanType, Tier
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactChange, ContactKind
from hrtui.context import Context
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import Termination
from tests.people import hire, statements

JAN, NOV = date(2026, 1, 1), date(2026, 11, 23)
MEDICAL = Choice(PlanType.MEDICAL, "medical", "ppo", Tier.FAMILY, covers=(1, 2))
FSA = Choice(PlanType.HEALTH_FSA, "fsa", "fsa", amount=Money(120_000))
RETIREMENT = Choice(PlanType.RETIREMENT, "401k", "traditional", percent=Decimal("0.055"))
NO_DENTAL = Choice(PlanType.DENTAL, reason="covered by a spouse")


def entered(ctx: Context, number: str) -> Entered:
    made = begin(ctx, "benefits.enrol", number)
    append(Entry(made.at, made.by, "benefits.enrol", number, made.command))
    return made


def event(person: int, number: str = "B2026-0001", **values: object) -> Event:
    base = Event(number, person, EventKind.LIFE_EVENT, "birth", NOV, NOV, date(2026, 12, 23), None, EventState.OPEN, "")
    return replace(base, **values)  # type: ignore[arg-type]  # a field of it each


def someone(ctx: Context) -> tuple[str, int]:
    number = hire(ctx)
    found = people.person_id(number)
    assert found is not None
    return number, found


def test_an_event_is_read_as_far_as_it_came_and_its_steps_are_kept(ctx: Context, store: Store) -> None:
    number, who = someone(ctx)
    with store.write():
        events.open_many([event(who)], NOV, entered(ctx, number))
    with store.write():
        step = replace(event(who), state=EventState.PREPARED, papers_due=date(2027, 1, 22), note="all is there")
        events.move_many([step], NOV, entered(ctx, number))
    found = events.numbered("B2026-0001")
    assert found is not None
    assert replace(found, stamp=None) == step
    assert events.under_way([who])[who] == found
    assert events.of_people([who]) == {who: [found]}


def test_numbers_of_events_go_on_within_their_year(ctx: Context, store: Store) -> None:
    number, who = someone(ctx)
    with store.write():
        assert events.next_numbers(2026) == ["B2026-0001"]
        events.open_many([event(who), event(who, "B2026-10007", state=EventState.VOID)], NOV, entered(ctx, number))
        assert events.next_numbers(2026, 2) == ["B2026-10008", "B2026-10009"]
        assert events.next_numbers(2027) == ["B2027-0001"]


def test_an_event_that_was_undone_is_none(ctx: Context, store: Store) -> None:
    number, who = someone(ctx)
    with store.write():
        events.open_many([event(who)], NOV, entered(ctx, number))
    undo(ctx)
    assert events.numbered("B2026-0001") is None
    assert events.under_way([who]) == {}


def test_the_queue_is_found_by_state_and_words_within_the_scopes_soonest_end_first(ctx: Context, store: Store) -> None:
    (first, one), (second, two) = someone(ctx), someone(ctx)
    with store.write():
        late = event(one, "B2026-0001", last_day=date(2026, 12, 30))
        events.open_many([late, event(two, "B2026-0002")], NOV, entered(ctx, first))
        events.open_many([event(two, "B2026-0003", state=EventState.CLOSED)], NOV, entered(ctx, second))

    def numbers(*words: str) -> list[str]:
        found = events.page(events.find(UNDER_WAY, [EVERYONE], "", words))
        return [each.number for each in found if each]

    assert numbers() == ["B2026-0002", "B2026-0001"]
    assert numbers("0001", "birth") == ["B2026-0001"]
    assert numbers(second) == ["B2026-0002"]
    assert events.counts(NOV, EventKind.LIFE_EVENT) == {EventState.OPEN: 2, EventState.CLOSED: 1}


def test_choices_of_an_event_stand_in_the_place_of_those_before_and_are_taken_back(ctx: Context, store: Store) -> None:
    number, who = someone(ctx)
    with store.write():
        made = entered(ctx, number)
        events.open_many([event(who)], NOV, made)
        choices.put_choices({"B2026-0001": [MEDICAL, FSA, NO_DENTAL]}, NOV, made)
    cheaper = replace(MEDICAL, option="hdhp")
    with store.write():
        later = entered(ctx, number)
        choices.put_choices({"B2026-0001": [cheaper]}, NOV, later)
        choices.put_choices({"B2026-0001": [NO_DENTAL]}, NOV, later, active=False)
    assert set(choices.choices(["B2026-0001"])["B2026-0001"]) == {cheaper, FSA}
    undo(ctx)
    assert set(choices.choices(["B2026-0001"])["B2026-0001"]) == {MEDICAL, FSA, NO_DENTAL}


def test_offers_count_once_prepared_and_an_undo_brings_back_those_before(ctx: Context, store: Store) -> None:
    number, who = someone(ctx)
    first = Offer(PlanType.MEDICAL, "medical", ("ppo", "hdhp"), fallback="keep")
    second = Offer(PlanType.MEDICAL, "medical", why="works 20 hours a week; 30 are needed")
    with store.write():
        events.open_many([event(who)], NOV, entered(ctx, number))
    assert choices.offers(["B2026-0001"]) == {"B2026-0001": ()}
    for offer in (first, second):
        with store.write():
            made = entered(ctx, number)
            assert choices.add_offers({"B2026-0001": [offer]}, made) == 1
            events.move_many([event(who, state=EventState.PREPARED)], NOV, made, prepared=True)
    with store.write():
        events.move_many([event(who, state=EventState.ENTERED)], NOV, entered(ctx, number))
    assert choices.offers(["B2026-0001"]) == {"B2026-0001": (second,)}
    undo(ctx)
    undo(ctx)
    assert choices.offers(["B2026-0001"]) == {"B2026-0001": (first,)}


def test_elections_come_back_as_they_were_entered(ctx: Context, store: Store) -> None:
    number, who = someone(ctx)
    rows = [
        Election(JAN, NO_DENTAL, ElectionState.WAIVED, note="by phone"),
        Election(JAN, FSA, ElectionState.ACTIVE),
        Election(JAN, MEDICAL, ElectionState.AWAITING_EVIDENCE, "B2026-0001", Money(5_000_000)),
        Election(JAN, RETIREMENT, ElectionState.ACTIVE),
    ]
    with store.write():
        made = entered(ctx, number)
        events.open_many([event(who)], NOV, made)
        assert elections.put_many([(who, row) for row in rows], made) == 4
    assert [replace(row, stamp=None) for row in elections.elections([who])[who]] == rows
    assert elections.elections([who], stamps=False)[who] == [replace(row, event="") for row in rows]
    assert [row.choice for _, row in elections.in_force(NOV)] == [row.choice for row in rows]


def test_the_election_of_a_day_is_the_last_that_began_and_a_row_of_the_same_day_is_replaced(
    ctx: Context, store: Store
) -> None:
    number, who = someone(ctx)
    old, new, other = (
        Election(day, replace(MEDICAL, option=option), ElectionState.ACTIVE)
        for day, option in ((JAN, "ppo"), (NOV, "hdhp"), (NOV, "hmo"))
    )
    for row in (old, new, other):
        with store.write():
            elections.put(who, row, entered(ctx, number))
    assert [each.choice.option for each in elections.elections([who])[who]] == ["ppo", "hmo"]
    assert len(elections.all_elections(who)) == 3
    assert [row.choice.option for _, row in elections.in_force(date(2026, 11, 22))] == ["ppo"]
    assert [row.choice.option for _, row in elections.in_force(NOV)] == ["hmo"]
    undo(ctx)
    assert [each.choice.option for each in elections.elections([who])[who]] == ["ppo", "hdhp"]
    assert all(check(store.db) == [] for check in BENEFITS)


def test_elections_are_read_as_known_after_a_command(ctx: Context, store: Store) -> None:
    number, who = someone(ctx)
    with store.write():
        first = entered(ctx, number)
        elections.put(who, Election(JAN, MEDICAL, ElectionState.ACTIVE), first)
    with store.write():
        elections.put(who, Election(JAN, replace(MEDICAL, option="hmo"), ElectionState.ACTIVE), entered(ctx, number))
    assert [each.choice.option for each in elections.elections([who], first.command)[who]] == ["ppo"]
    assert [each.choice.option for _, each in elections.in_force(NOV, first.command)] == ["ppo"]


def test_standings_and_beneficiaries_come_back_as_they_were_entered(ctx: Context, store: Store) -> None:
    number, who = someone(ctx)
    rows = [Standing(JAN, 0, tobacco=True), Standing(JAN, 2, False, True, True, Verification.VERIFIED, 4)]
    shares = (
        Beneficiary("Łukasz", "spouse", 6_000, 1),
        Beneficiary("Mia", "child", 4_000, 2),
        Beneficiary("A trust", "trust", 10_000, contingent=True),
    )
    with store.write():
        made = entered(ctx, number)
        standings.put_standings([(who, row) for row in rows], made)
        standings.put_beneficiaries(who, Beneficiaries(JAN, PlanType.BASIC_LIFE, shares), made)
    assert [replace(row, stamp=None) for row in standings.standings([who])[who]] == rows
    assert standings.beneficiaries([who])[who][0].people == shares
    assert all(check(store.db) == [] for check in BENEFITS)


@pytest.mark.parametrize(("at", "broken"), [(0, 1), (1, 1), (2, 1), (3, 1)])
def test_each_invariant_of_benefits_names_who_breaks_it(ctx: Context, store: Store, at: int, broken: int) -> None:
    (number, who), (_, other) = someone(ctx), someone(ctx)
    with store.write():
        made = entered(ctx, number)
        events.open_many([event(who), event(who, "B2026-0002")], NOV, made)
        row = Election(JAN, MEDICAL, ElectionState.ACTIVE, "B2026-0001")
        elections.put(other, row, made)
        store.db.execute_sql(
            "INSERT INTO election SELECT NULL, effective_from, seq + 1, command_id, recorded_at, recorded_by, NULL, NULL, "
            "person_id, type, plan, option, tier, amount, percent, covers, reason, state, NULL, granted, note FROM election"
        )
        standings.put_beneficiaries(who, Beneficiaries(JAN, PlanType.LIFE, (Beneficiary("Mia", "child", 9_999),)), made)
    assert len(BENEFITS[at](store.db)) == broken


def test_a_member_is_gathered_as_of_a_day(ctx: Context, store: Store) -> None:
    number, who = someone(ctx)
    for first, born in (("Mia", date(2010, 5, 1)), ("Leo", date(2012, 6, 2))):
        contacts.add(ctx, number, Contact(JAN, ContactKind.DEPENDENT, first, "Kim", "child", birth_date=born))
    contacts.add(ctx, number, Contact(JAN, ContactKind.EMERGENCY, "Bo", "Kim", "friend", phone="555 0100"))
    contacts.remove(ctx, number, 2, NOV)
    with store.write():
        made = entered(ctx, number)
        student = Standing(date(2026, 2, 1), 1, student=True)
        standings.put_standings([(who, Standing(NOV, 0, tobacco=True)), (who, student)], made)
    service.terminate(ctx, number, Termination(date(2026, 12, 31), "resigned"))
    found = members.members([who, 999], NOV)
    assert list(found) == [who]
    me = found[who]
    assert (me.number, me.name, me.status) == (number, "Kim, Ann", "active")
    assert (me.hired, me.ended) == (date(2025, 3, 3), date(2026, 12, 31))
    assert (me.employment_type, me.hours, me.department, me.pay) == ("full-time", Decimal(40), "IT", 8_500_000)
    assert me.tobacco
    assert [(each.slot, each.name, each.birth_date, each.standing.student) for each in me.dependents] == [
        (1, "Mia Kim", date(2010, 5, 1), True)
    ]
    before = members.members([who], date(2026, 11, 22))[who]
    assert [each.slot for each in before.dependents] == [1, 2]


def test_queries_do_not_grow_with_the_people_asked_for(ctx: Context, store: Store) -> None:
    found = [someone(ctx) for _ in range(12)]
    with store.write():
        made = entered(ctx, found[0][0])
        new = [event(who, f"B2026-{at:04}") for at, (_, who) in enumerate(found, 1)]
        events.open_many(new, NOV, made)
        choices.add_offers({each.number: [Offer(PlanType.DENTAL, "dental", ("basic",))] for each in new}, made)
        events.move_many(new, NOV, made, prepared=True)
        choices.put_choices({each.number: [MEDICAL] for each in new}, NOV, made)
        elections.put_many(
            [(who, Election(JAN, MEDICAL, ElectionState.ACTIVE, new[0].number)) for _, who in found], made
        )

    def counted(some: int) -> list[int]:
        ids, numbers = [who for _, who in found[:some]], [each.number for each in new[:some]]
        counts = []
        for ask in (
            lambda: members.members(ids, NOV), lambda: elections.elections(ids), lambda: events.of_people(ids),
            lambda: choices.choices(numbers), lambda: choices.offers(numbers), lambda: events.under_way(ids),
            lambda: standings.standings(ids), lambda: standings.beneficiaries(ids),
        ):  # fmt: skip
            with statements() as seen:
                ask()
            counts.append(len(seen))
        return counts

    assert counted(12) == counted(1) == [9, 2, 1, 2, 2, 1, 1, 1]


def test_a_dependent_first_entered_later_counts_before_too(ctx: Context, store: Store) -> None:
    number, who = someone(ctx)
    contacts.add(ctx, number, Contact(NOV, ContactKind.DEPENDENT, "Mia", "Kim", "child", birth_date=JAN))
    contacts.change(ctx, number, 1, ContactChange(date(2026, 12, 1), first_name="Maya"))
    assert [each.name for each in members.members([who], JAN)[who].dependents] == ["Mia Kim"]
