"""Enrolment of one person: events, elections with their faults, finalising, papers, evidence, undo and two people at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from data import audit
from data.base import database
from data.benefits import elections, events, invariants
from data.benefits.choices import choices, offers
from hrtui.access.model import Field, Grant, Sight
from hrtui.audit.service import undo
from hrtui.benefits.inforce import of_type, on_day
from hrtui.benefits.model import Beneficiary, Choice, Election, ElectionState, EventKind, EventState, Verification
from hrtui.benefits.plans import PlanType, Tier
from hrtui.benefits.service import (
    StandingChange,
    benefits_of,
    change_standing,
    close,
    decide_evidence,
    desk,
    elect,
    finalise,
    name_beneficiaries,
    open_event,
    prepare,
    proofs,
    queue,
    queue_page,
    simulate,
    void,
)  # fmt: skip
from hrtui.context import Context
from hrtui.documents import service as documents
from hrtui.documents.model import NewDocument
from hrtui.errors import Conflict, NotAllowed, NotFound, RuleBroken
from hrtui.money import Money
from tests.conftest import ContextAs
from tests.enrolling import TODAY, admin_event, dependent, employee, medical, with_plans
from tests.people import hire, live_facts

BIRTH = date(2026, 11, 10)


@pytest.fixture
def ann(ctx: Context) -> str:
    with_plans(ctx)
    return employee(ctx)


def held(number: str, on: date = TODAY) -> dict[PlanType, Election]:
    from data.identity import person_id

    person = person_id(number)
    assert person is not None
    return {row.choice.type: row for row in on_day(elections.elections([person]).get(person, []), on)}


def state(event: str) -> EventState:
    found = events.numbered(event)
    assert found is not None
    return found.state


def born(ctx: Context, number: str) -> str:
    """The event of a birth with the child as dependent 1."""
    dependent(ctx, number, born=BIRTH)
    return open_event(ctx, number, EventKind.LIFE_EVENT, BIRTH, "birth").event


def test_an_event_is_opened_with_its_window_its_papers_and_what_it_offers(ctx: Context, ann: str) -> None:
    done = open_event(ctx, ann, EventKind.LIFE_EVENT, BIRTH, "birth")
    event = events.numbered(done.event)
    assert event is not None
    assert (event.number, event.state, event.effective) == ("B2026-0001", EventState.PREPARED, BIRTH)
    assert (event.last_day, event.papers_due) == (date(2026, 12, 10), date(2027, 1, 9))
    assert "birth certificate" in done.notices[0]
    offered = {offer.plan: offer for offer in offers([event.number])[event.number]}
    assert offered["medical"].options == ("ppo", "hdhp")
    assert "retirement" not in offered


def test_the_days_around_a_window(ctx: Context, ann: str) -> None:
    last = TODAY - timedelta(days=30)
    with pytest.raises(RuleBroken, match="The window ended on 2026-11-22"):
        open_event(ctx, ann, EventKind.LIFE_EVENT, last - timedelta(days=1), "birth")
    with pytest.raises(RuleBroken, match="still to come"):
        open_event(ctx, ann, EventKind.LIFE_EVENT, TODAY + timedelta(days=1), "birth")
    assert open_event(ctx, ann, EventKind.LIFE_EVENT, last, "birth").event == "B2026-0001"


def test_one_event_at_a_time(ctx: Context, ann: str) -> None:
    first = admin_event(ctx, ann)
    with pytest.raises(RuleBroken, match=f"{first}.*under way"):
        open_event(ctx, ann, EventKind.LIFE_EVENT, BIRTH, "birth")
    void(ctx, first, "opened by mistake")
    assert admin_event(ctx, ann) == "B2026-0002"


def test_a_birth_becomes_an_election_that_waits_for_the_certificate_and_is_then_active(ctx: Context, ann: str) -> None:
    event = born(ctx, ann)
    assert elect(ctx, event, [medical(covers=(1,))]).faults == ()
    done = finalise(ctx, event)
    row = held(ann)[PlanType.MEDICAL]
    assert (row.effective_from, row.choice.tier, row.choice.covers) == (BIRTH, Tier.CHILDREN, (1,))
    assert (row.state, state(event)) == (ElectionState.AWAITING_EVIDENCE, EventState.FINALISED)
    assert "Awaiting evidence: Medical." in done.notices
    with pytest.raises(RuleBroken, match="medical still await evidence"):
        close(ctx, event)
    change_standing(ctx, ann, 1, StandingChange(verification=Verification.VERIFIED))
    row = held(ann)[PlanType.MEDICAL]
    assert (row.state, row.effective_from) == (ElectionState.ACTIVE, BIRTH)
    close(ctx, event)
    assert state(event) is EventState.CLOSED


def test_faults_are_kept_with_the_event_and_keep_it_from_being_finalised(ctx: Context, ann: str) -> None:
    event = admin_event(ctx, ann)
    wrong = [medical("gold", covers=(7,)), Choice(PlanType.DENTAL, reason="too dear")]
    told = elect(ctx, event, wrong).faults
    assert any("gold is not offered; choose ppo or hdhp" in each for each in told)
    assert any("A waiver of Dental needs a reason" in each for each in told)
    assert state(event) is EventState.ERROR
    with pytest.raises(RuleBroken, match="faults to mend first"):
        finalise(ctx, event)
    assert elect(ctx, event, [medical(), Choice(PlanType.DENTAL, reason="not wanted")]).faults == ()
    assert state(event) is EventState.ENTERED


def test_choices_are_replaced_by_type_and_can_be_taken_back(ctx: Context, ann: str) -> None:
    event = admin_event(ctx, ann)
    elect(ctx, event, [medical("ppo"), Choice(PlanType.DENTAL, "dental", "basic")])
    elect(ctx, event, [medical("hdhp")], take_back=[PlanType.DENTAL])
    assert [(each.type, each.option) for each in choices([event])[event]] == [(PlanType.MEDICAL, "hdhp")]


def test_a_new_hire_gets_defaults_from_the_day_each_plan_begins_and_waives_the_rest(ctx: Context) -> None:
    with_plans(ctx)
    number = employee(ctx, first_day=date(2026, 11, 9))
    event = open_event(ctx, number, EventKind.NEW_HIRE).event
    elect(ctx, event, [medical()])
    finalise(ctx, event)
    found = held(number, date(2027, 1, 1))
    assert (found[PlanType.BASIC_LIFE].effective_from, found[PlanType.BASIC_LIFE].choice.option) == (
        date(2026, 12, 1),
        "one_times",
    )
    assert found[PlanType.MEDICAL].effective_from == date(2027, 1, 1)  # 30 days, then the first of the month
    assert (found[PlanType.DENTAL].state, found[PlanType.DENTAL].choice.reason) == (
        ElectionState.WAIVED,
        "nothing chosen",
    )


def test_evidence_of_insurability_grants_what_is_guaranteed_until_it_is_decided(ctx: Context, ann: str) -> None:
    event = admin_event(ctx, ann)
    elect(ctx, event, [Choice(PlanType.LIFE, "life", "three_times")])
    finalise(ctx, event)
    row = held(ann)[PlanType.LIFE]
    assert (row.state, row.granted) == (ElectionState.AWAITING_EVIDENCE, Money(15_000_000))
    decide_evidence(ctx, ann, PlanType.LIFE, approve=True)
    row = held(ann)[PlanType.LIFE]
    assert (row.state, row.granted) == (ElectionState.ACTIVE, None)
    undo(ctx)
    decide_evidence(ctx, ann, PlanType.LIFE, approve=False)
    row = held(ann)[PlanType.LIFE]
    assert (row.state, row.granted) == (ElectionState.ACTIVE, Money(15_000_000))
    with pytest.raises(RuleBroken, match="no election of life that awaits"):
        decide_evidence(ctx, ann, PlanType.LIFE, approve=True)


def test_late_elections_need_a_reason(ctx: Context, ann: str) -> None:
    event = open_event(ctx, ann, EventKind.ADMINISTRATIVE, date(2026, 9, 1), last_day=date(2026, 11, 22)).event
    with pytest.raises(RuleBroken, match="window of event .* ended on 2026-11-22"):
        elect(ctx, event, [medical()])
    elect(ctx, event, [medical()], late="signed in time")
    found = events.numbered(event)
    assert found is not None
    assert "signed in time" in found.note


def test_two_people_on_one_event_the_second_is_told(ctx: Context, ctx_as: ContextAs, ann: str) -> None:
    event = admin_event(ctx, ann)
    seen = events.numbered(event)
    assert seen is not None
    assert seen.stamp is not None
    bob = ctx_as(Grant("people.read"), Grant("benefits.enrol"))
    elect(bob, event, [medical("hdhp")], expected=seen.stamp.command)
    with pytest.raises(Conflict, match="bob moved event"):
        elect(ctx, event, [medical("ppo")], expected=seen.stamp.command)
    assert choices([event])[event][0].option == "hdhp"


def test_every_step_can_be_undone_and_leaves_what_was_before(ctx: Context, ann: str) -> None:
    stages = [live_facts()]
    event = born(ctx, ann)
    stages += [live_facts()]
    elect(ctx, event, [medical(covers=(1,))])
    stages += [live_facts()]
    finalise(ctx, event)
    undo(ctx)
    assert live_facts() == stages[2]
    undo(ctx)
    assert live_facts() == stages[1]
    undo(ctx)
    assert events.numbered(event) is None
    assert admin_event(ctx, ann) == "B2026-0002"


def test_who_may_not_is_told_and_nothing_is_written(ctx: Context, ctx_as: ContextAs, ann: str) -> None:
    event, before = admin_event(ctx, ann), live_facts()
    reader = ctx_as(Grant("people.read"), Grant("benefits.read"))
    clerk = ctx_as(Grant("people.read"), Grant("benefits.enrol"))
    for refused in (
        lambda: elect(reader, event, [medical()]),
        lambda: open_event(reader, ann, EventKind.ADMINISTRATIVE),
        lambda: finalise(clerk, event),
        lambda: void(clerk, event, "no"),
        lambda: queue(ctx_as(Grant("people.read"))),
    ):
        with pytest.raises(NotAllowed):
            refused()
    with pytest.raises(NotFound, match="no enrolment event"):
        elect(ctx, "B1999-0001", [medical()])
    assert live_facts() == before


def test_the_trail_tells_what_was_chosen_and_what_came_of_it(ctx: Context, ann: str) -> None:
    event = admin_event(ctx, ann)
    elect(ctx, event, [medical()])
    finalise(ctx, event)
    entries = audit.since(ann, 0, 50)
    told = {change.field: change.after for entry in entries for change in entry.changes}
    assert told["choice.medical"] == "medical/ppo employee"
    assert told["election.medical"] == "medical/ppo employee (active)"


def test_simulating_writes_nothing_and_equals_what_is_then_done(ctx: Context, ann: str) -> None:
    dependent(ctx, ann, born=BIRTH)
    before = live_facts()
    chosen = [medical("hdhp", covers=(1,)), Choice(PlanType.HSA, "hsa", "hsa", amount=Money(120_000))]
    shown = simulate(ctx, ann, EventKind.LIFE_EVENT, BIRTH, "birth", chosen).decided()
    assert live_facts() == before
    event = open_event(ctx, ann, EventKind.LIFE_EVENT, BIRTH, "birth").event
    elect(ctx, event, chosen)
    assert desk(ctx, event).decided().after == shown.after or shown.rows
    finalise(ctx, event)
    made = held(ann)
    assert [(made[row.choice.type].choice, made[row.choice.type].state) for row in shown.rows] == [
        (row.choice, row.state) for row in shown.rows
    ]
    paid = {cost.election.choice.type: cost.price for cost in benefits_of(ctx, ann, BIRTH).costs}
    assert paid == {cost.election.choice.type: cost.price for cost in shown.after}


def test_an_hsa_follows_the_tier_of_the_medical_plan_and_its_limit(ctx: Context, ann: str) -> None:
    dependent(ctx, ann, born=BIRTH)
    event = admin_event(ctx, ann)
    hsa = Choice(PlanType.HSA, "hsa", "hsa", amount=Money(500_000))
    assert any("at most 4,400.00" in each for each in elect(ctx, event, [medical("hdhp"), hsa]).faults)
    assert elect(ctx, event, [medical("hdhp", covers=(1,)), hsa]).faults == ()
    assert any("high-deductible" in each for each in elect(ctx, event, [medical("ppo")]).faults)


def test_benefits_of_a_person_hide_what_the_role_may_not_see(ctx: Context, ctx_as: ContextAs, ann: str) -> None:
    dependent(ctx, ann, born=BIRTH)
    event = admin_event(ctx, ann)
    elect(ctx, event, [medical(), Choice(PlanType.LIFE, "life", "one_times")])
    finalise(ctx, event)
    poor = ctx_as(Grant("people.read"), Grant("benefits.read"))
    seen = benefits_of(poor, ann)
    prices = {cost.election.choice.type: cost.price for cost in seen.costs}
    assert (prices[PlanType.LIFE], seen.totals.hidden) == (None, True)
    assert prices[PlanType.MEDICAL] is not None
    assert seen.dependents[0].birth_date is None
    rich = ctx_as(
        Grant("people.read", fields={Field.PAY: Sight.SHOWN, Field.BIRTH: Sight.SHOWN}), Grant("benefits.read")
    )
    seen = benefits_of(rich, ann)
    assert seen.dependents[0].birth_date == BIRTH
    actions = [row[0] for row in database.obj.execute_sql("SELECT action FROM audit WHERE actor = 'bob'").fetchall()]
    assert {"people.see_pay", "people.see_birth"} <= set(actions)


def test_the_queue_shows_windows_and_days_left(ctx: Context, ann: str) -> None:
    event = born(ctx, ann)
    (line,) = queue_page(ctx, queue(ctx))
    assert line is not None
    assert (line.event.number, line.days_left, line.papers_left) == (event, 17, 47)
    assert len(queue(ctx, "nobody")) == 0


def test_beneficiaries_add_up_to_the_whole(ctx: Context, ann: str) -> None:
    bo, cy = Beneficiary("Bo Kim", "spouse", 6_000), Beneficiary("Cy Kim", "child", 4_000)
    with pytest.raises(RuleBroken, match=r"add up to 60.00 percent"):
        name_beneficiaries(ctx, ann, PlanType.LIFE, [bo])
    done = name_beneficiaries(ctx, ann, PlanType.LIFE, [bo, cy])
    assert "Bo Kim 60 %, Cy Kim 40 %" in done.sentence
    assert benefits_of(ctx, ann).beneficiaries[0].people == (bo, cy)
    undo(ctx)
    assert benefits_of(ctx, ann).beneficiaries == ()


def test_tobacco_raises_the_price_from_the_day_it_is_recorded(ctx: Context, ann: str) -> None:
    event = admin_event(ctx, ann)
    elect(ctx, event, [medical()])
    finalise(ctx, event)
    change_standing(ctx, ann, 0, StandingChange(tobacco=True), TODAY + timedelta(days=7))
    found = [benefits_of(ctx, ann, TODAY + timedelta(days=days)).totals.person for days in (6, 7)]
    assert found[1] - found[0] == 2308  # 50.00 a month over 26 checks
    with pytest.raises(RuleBroken, match="Nothing changes"):
        change_standing(ctx, ann, 0, StandingChange(tobacco=True), TODAY + timedelta(days=8))


def test_preparing_anew_follows_the_facts(ctx: Context) -> None:
    from hrtui.people.model import EmploymentType, JobChange
    from hrtui.people.service import change_job

    with_plans(ctx)
    number = employee(ctx)
    event = admin_event(ctx, number)
    change_job(ctx, number, JobChange(TODAY, employment_type=EmploymentType.PART_TIME, standard_hours=Decimal(20)))
    prepare(ctx, event)
    offered = {offer.plan: offer for offer in offers([event])[event]}
    assert offered["medical"].options == ()
    assert "full-time" in offered["medical"].why


def test_a_company_without_a_plan_file_is_told_what_to_do(ctx: Context) -> None:
    number = hire(ctx)
    with pytest.raises(RuleBroken, match="write the plan file first"):
        open_event(ctx, number, EventKind.ADMINISTRATIVE)


def test_what_is_had_never_breaks_the_invariants(ctx: Context, ann: str) -> None:
    event = admin_event(ctx, ann)
    elect(ctx, event, [medical()])
    finalise(ctx, event)
    assert of_type(list(held(ann).values()), PlanType.MEDICAL, TODAY) is not None
    assert all(check(database.obj) == [] for check in invariants.BENEFITS)


def test_a_proof_is_named_by_the_number_the_role_sees_and_stored_so_that_it_stays_the_same_document(
    ctx: Context, ann: str, tmp_path: Path
) -> None:
    dependent(ctx, ann)
    seeing_all = replace(ctx, actor=replace(ctx.actor, roles=("hr_generalist",)))
    for kind in ("i9", "certificate"):
        paper = tmp_path / f"{kind}.pdf"
        paper.write_bytes(kind.encode())
        documents.add(seeing_all, ann, NewDocument(paper, kind, kind))
    change_standing(ctx, ann, 1, StandingChange(proof=1))
    stored = benefits_of(ctx, ann).dependents[0].standing.proof
    seen = proofs(ctx, ann)
    assert seen is not None
    assert (stored, seen[stored].title) == (2, "certificate")
    with pytest.raises(NotFound, match="no document 2"):
        change_standing(ctx, ann, 1, StandingChange(proof=2))
