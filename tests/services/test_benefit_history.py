"""Elections, standings, beneficiaries and enrolment events in a person's history, blame, differences and what is scheduled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data import audit as trail_rows
from hrtui.access.model import Field, Grant, Scope, Sight
from hrtui.audit import service as audit
from hrtui.audit.rules import MASKED
from hrtui.benefits import past, planfile
from hrtui.benefits.model import Beneficiary, Choice, Verification
from hrtui.benefits.plans import PlanType
from hrtui.benefits.service import StandingChange, change_standing, elect, finalise, name_beneficiaries
from hrtui.benefits.telling import FACTS
from hrtui.context import Context
from hrtui.errors import NotAllowed, NotFound, RuleBroken
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.events import events
from hrtui.people.model import RowState
from hrtui.people.rules import row_state
from hrtui.people.scheduled import Scheduled, scheduled_ids, scheduled_page
from tests.conftest import ContextAs
from tests.enrolling import TODAY, admin_event, dependent, employee, medical, with_plans
from tests.people import statements

NEW_YEAR = date(2027, 1, 1)
LIFE = Choice(PlanType.LIFE, "life", "three_times")
ELSEWHERE = Scope(departments=frozenset({"Nowhere"}))
READER = Grant("people.read"), Grant("benefits.read")


@pytest.fixture
def ann(ctx: Context) -> str:
    """Medical for herself from today and with her child from the new year on; life awaiting evidence; a verified child."""
    with_plans(ctx)
    number = employee(ctx)
    dependent(ctx, number)
    first = admin_event(ctx, number)
    elect(ctx, first, [medical()])
    finalise(ctx, first)
    change_standing(ctx, number, 1, StandingChange(verification=Verification.VERIFIED))
    second = admin_event(ctx, number, NEW_YEAR)
    elect(ctx, second, [medical(covers=(1,)), LIFE])
    finalise(ctx, second)
    name_beneficiaries(ctx, number, PlanType.LIFE, [Beneficiary("Child Kim", "child", 10_000, 1)])
    return number


def told(ctx: Context, number: str) -> list[tuple[str, str, str, str]]:
    return [
        (str(fact.effective_from), str(fact.until or ""), fact.action, fact.text(""))
        for fact in past.history(ctx, number)
    ]


def scheduled(ctx: Context, text: str = "") -> list[Scheduled]:
    return [row for row in scheduled_page(ctx, scheduled_ids(ctx, text)) if row is not None]


def names(ctx: Context, number: str) -> set[str]:
    return {each.field for each in service.difference(ctx, number, date(2026, 11, 1), NEW_YEAR).fields}


def of_benefits(fields: set[str]) -> set[str]:
    return {field for field in fields if field.partition(".")[0] in FACTS}


def test_the_history_tells_what_was_chosen_from_when_until_when_and_how_it_stands(ctx: Context, ann: str) -> None:
    medical_rows = [row for row in told(ctx, ann) if row[2].startswith("Medical")]
    assert medical_rows == [
        ("2026-11-23", "2026-12-31", "Medical election", "Medical, PPO 500, Employee, active, B2026-0001"),
        ("2027-01-01", "", "Medical election", "Medical, PPO 500, With children, Child Kim, active, B2026-0002"),
    ]
    others = {row[2]: row[3] for row in told(ctx, ann)}
    assert others["standing of Child Kim"] == "verified"
    assert others["Life beneficiaries"] == "Child Kim 100 %"
    assert others["Event B2026-0002 finalised"].startswith("Administrative, finalised, 2027-01-01")


def test_an_account_says_its_goal_a_year_and_a_waiver_its_reason(ctx: Context, ann: str) -> None:
    event = admin_event(ctx, ann, date(2027, 2, 1))
    goal = Choice(PlanType.HEALTH_FSA, "health_fsa", "health_fsa", amount=Money(120_000))
    elect(ctx, event, [goal, Choice(PlanType.MEDICAL, reason="not wanted")])
    finalise(ctx, event)
    found = {(each.field, str(each.effective_from)): each for each in past.history(ctx, ann)}
    assert found["election.health_fsa", "2027-02-01"].values["amount"] == "$1,200.00 a year"
    waiver = found["election.medical", "2027-02-01"]
    assert (waiver.action, waiver.values["status"], waiver.values["waiver"]) == (
        "Medical waiver", "waived", "not wanted",
    )  # fmt: skip


def test_an_undone_finalising_stands_in_the_history_as_withdrawn_and_is_blamed_for_nothing(
    ctx: Context, ann: str
) -> None:
    audit.undo(ctx)
    audit.undo(ctx)
    (row,) = [each for each in past.history(ctx, ann) if each.field == "election.life"]
    assert row_state([row], row, TODAY) is RowState.RESCINDED
    assert of_benefits(names(ctx, ann)) >= {"election.medical.plan"}
    assert not {name for name in names(ctx, ann) if name.startswith(("election.life", "beneficiaries"))}
    with pytest.raises(NotFound, match="No election"):
        service.blame(ctx, ann, "life")


@pytest.mark.parametrize(
    ("field", "label", "value"),
    [
        ("medical", "Medical", "Medical, PPO 500, Employee, active, B2026-0001"),
        ("medical.option", "Medical option", "PPO 500"),
        ("election.medical.tier", "Medical tier", "Employee"),
        ("standing.1.verification", "Child Kim verification", "verified"),
        ("beneficiaries.life", "Life", "Child Kim 100 %"),
        ("enrolment.b2026-0001.state", "Event B2026-0001 state", "closed"),
    ],
)
def test_every_fact_and_every_part_of_it_says_who_set_it(
    ctx: Context, ann: str, field: str, label: str, value: str
) -> None:
    found = service.blame(ctx, ann, field)
    assert (found.label, found.value, found.set_by.by, found.set_by.on) == (label, value, "alice", TODAY)


def test_blame_passes_over_an_election_that_copied_the_option_and_tells_what_is_scheduled(
    ctx: Context, ann: str
) -> None:
    then = replace(ctx, lens=NEW_YEAR)
    option, tier = service.blame(then, ann, "medical.option"), service.blame(ctx, ann, "medical.tier")
    assert (option.set_by.on, option.in_force) == (TODAY, NEW_YEAR)
    assert [(each.value, each.previous, each.state) for each in tier.versions] == [
        ("With children", "Employee", RowState.SCHEDULED),
        ("Employee", "", RowState.CURRENT),
    ]


def test_a_part_that_facts_do_not_have_is_no_field(ctx: Context, ann: str) -> None:
    with pytest.raises(RuleBroken, match=r"no field “medical.shoe”.*election"):
        service.blame(ctx, ann, "medical.shoe")


def test_two_days_differ_by_what_was_elected_between_them(ctx: Context, ann: str) -> None:
    found = {each.label: (each.before, each.after) for each in service.difference(ctx, ann, TODAY, NEW_YEAR).fields}
    assert found == {
        "Life plan": ("", "Supplemental life"),
        "Life option": ("", "Three times pay"),
        "Life coverage": ("", "$150,000.00"),
        "Life status": ("", "awaiting evidence"),
        "Life event": ("", "B2026-0002"),
        "Medical tier": ("Employee", "With children"),
        "Medical covers": ("", "Child Kim"),
        "Medical event": ("B2026-0001", "B2026-0002"),
    }


def test_elections_to_come_are_scheduled_with_what_they_change_and_are_found_by_words(ctx: Context, ann: str) -> None:
    (row,) = scheduled(ctx, "medical")
    assert (row.day, row.kind, row.action) == (NEW_YEAR, "election", "Medical election")
    assert [(each.field, each.before, each.after) for each in row.changes] == [
        ("tier", "Employee", "With children"),
        ("covers", "", "Child Kim"),
        ("event", "B2026-0001", "B2026-0002"),
    ]
    change_standing(ctx, ann, 0, StandingChange(tobacco=True), NEW_YEAR)
    name_beneficiaries(ctx, ann, PlanType.LIFE, [Beneficiary("Bo Lee", "friend", 10_000)], NEW_YEAR)
    assert [each.action for each in scheduled(ctx, "standing")] == ["own standing"]
    assert [each.changes[0].after for each in scheduled(ctx, "bo")] == ["Bo Lee 100 %"]


def test_the_lens_steps_along_the_days_of_benefits(ctx: Context, ann: str) -> None:
    found = {event.day: event.what for event in events(ctx, ann)}
    assert found[NEW_YEAR] == "Life election and Medical election"
    assert "Event B2026-0001 closed" in found[TODAY] and "prepared" not in found[TODAY]


@pytest.mark.parametrize("grants", [(Grant("people.read"),), (Grant("people.read"), Grant("benefits.read", ELSEWHERE))])
def test_without_the_right_nothing_of_benefits_is_told_and_nothing_says_so(
    ctx_as: ContextAs, ann: str, grants: tuple[Grant, ...]
) -> None:
    blind = ctx_as(*grants)
    found = service.difference(blind, ann, date(2026, 11, 1), NEW_YEAR)
    assert not of_benefits({each.field for each in found.fields})
    assert not any("enefit" in sentence for sentence in found.left_out)
    assert scheduled(blind) == []
    assert not [event for event in events(blind, ann) if "lection" in event.what or "Event" in event.what]
    with pytest.raises(NotAllowed, match="may not see election.medical"):
        service.blame(blind, ann, "medical")
    with pytest.raises(NotAllowed):
        past.history(blind, ann)


def test_coverage_that_tells_of_pay_is_hidden_masked_or_noted_as_pay_is(
    ctx: Context, ctx_as: ContextAs, ann: str
) -> None:
    hidden = ctx_as(*READER)
    assert "election.life.coverage" not in names(hidden, ann)
    assert "150,000" not in str(told(hidden, ann)) + str(scheduled(hidden)) + str(service.blame(hidden, ann, "life"))
    masked = ctx_as(Grant("people.read", fields={Field.PAY: Sight.MASKED}), Grant("benefits.read"), login="bob")
    entries = len(trail_rows.entries(100))
    for found in (told(masked, ann), scheduled(masked), service.blame(masked, ann, "life")):
        assert "150,000" not in str(found) and MASKED in str(found)
    covered = service.difference(masked, ann, TODAY, NEW_YEAR)
    assert covered.masked and "150,000" not in str(covered) and "election.life.coverage" in names(masked, ann)
    assert len(trail_rows.entries(100)) == entries
    assert "150,000" in str(service.blame(masked, ann, "life.coverage", reveal=True))
    assert "150,000" in str(service.difference(masked, ann, TODAY, NEW_YEAR, reveal=True))
    assert "150,000" in str(past.history(masked, ann, reveal=True))
    assert [each.entry.action for each in trail_rows.entries(3)] == ["people.see_pay"] * 3


def test_where_the_plan_file_is_broken_the_names_that_are_stored_are_told(ctx: Context, ann: str) -> None:
    planfile.path_of(ctx.config).write_text("plans: [", "utf-8")
    assert ("2026-11-23", "2026-12-31", "Medical election", "medical, ppo, Employee, active, B2026-0001") in told(
        ctx, ann
    )


def test_history_blame_differences_and_pages_take_a_bounded_number_of_queries(ctx: Context, ann: str) -> None:
    def count() -> tuple[int, ...]:
        made = []
        for ask in (
            lambda: past.history(ctx, ann),
            lambda: service.blame(ctx, ann, "medical"),
            lambda: service.difference(ctx, ann, TODAY, NEW_YEAR),
            lambda: events(ctx, ann),
            lambda: scheduled(ctx),
        ):
            with statements() as seen:
                ask()
            made.append(len(seen))
        return tuple(made)

    few = count()
    for month in range(2, 8):
        change_standing(ctx, ann, 1, StandingChange(student=month % 2 == 0), date(2027, month, 1))
        name_beneficiaries(ctx, ann, PlanType.LIFE, [Beneficiary(f"B {month}", "friend", 10_000)], date(2027, month, 1))
        employee_with_medical(ctx, month)
    assert max(now - then for now, then in zip(count(), few, strict=True)) <= 6  # the kinds that were not there before
    assert count() == count()


def employee_with_medical(ctx: Context, month: int) -> None:
    """One more person with medical to come."""
    event = admin_event(ctx, employee(ctx, f"Kim{month}"), NEW_YEAR)
    elect(ctx, event, [medical()])
    finalise(ctx, event)
