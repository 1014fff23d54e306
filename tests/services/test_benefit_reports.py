"""Reports about benefits: counts by plan and tier, cost by month, and who may not have a plan and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data import people
from data.audit import append
from data.benefits import elections
from hrtui.access.model import EVERYONE, Field, Grant, Scope, Sight
from hrtui.audit.model import Entry
from hrtui.audit.writing import begin
from hrtui.benefits import ineligible, reports
from hrtui.benefits.model import Choice, Election, ElectionState
from hrtui.benefits.planfile import EXAMPLE
from hrtui.benefits.plans import PlanType, Tier
from hrtui.context import Context
from hrtui.errors import NotAllowed, NotFound, RuleBroken
from hrtui.people.model import EmploymentType
from tests.conftest import ContextAs
from tests.people import hire, statements

PPO = Choice(PlanType.MEDICAL, "medical", "ppo", Tier.FAMILY, covers=(1, 2))


@pytest.fixture(autouse=True)
def plan_file(ctx: Context) -> None:
    """The example is the company's plan file."""
    (Path(ctx.config.file).parent / "benefits.yaml").write_text(EXAMPLE.read_text("utf-8"))


def elected(ctx: Context, number: str, day: date, choice: Choice, state: ElectionState = ElectionState.ACTIVE) -> None:
    who = people.person_id(number)
    assert who is not None
    with ctx.store.write():
        made = begin(ctx, "benefits.enrol", number)
        elections.put(who, Election(day, choice, state), made)
        append(Entry(made.at, made.by, "benefits.enrol", number, made.command))


def test_people_are_counted_by_plan_and_tier_as_of_the_day_and_waivers_apart(ctx: Context) -> None:
    first, second, third = (hire(ctx) for _ in range(3))
    elected(ctx, first, date(2026, 1, 1), PPO)
    elected(ctx, first, date(2026, 6, 1), replace(PPO, tier=Tier.EMPLOYEE, covers=()))
    elected(ctx, second, date(2026, 1, 1), PPO)
    elected(ctx, third, date(2026, 1, 1), Choice(PlanType.MEDICAL, reason="not wanted"), ElectionState.WAIVED)
    told = [(line.label, line.tier, line.people) for line in reports.enrolment(ctx)]
    assert told == [
        ("Medical, PPO 500", "employee", 1), ("Medical, PPO 500", "family", 1), ("Medical, waived", "", 1),
    ]  # fmt: skip
    before = reports.enrolment(replace(ctx, lens=date(2026, 5, 31)))
    assert [(line.tier, line.people) for line in before if not line.waived] == [("family", 2)]


def test_who_ended_is_not_counted(ctx: Context) -> None:
    number = hire(ctx)
    elected(ctx, number, date(2026, 1, 1), PPO)
    elected(ctx, number, date(2026, 10, 1), PPO, ElectionState.TERMINATED)
    assert reports.enrolment(ctx) == []
    assert reports.cost(ctx)[-1].people == 0


def test_cost_of_each_month_is_at_its_rate_of_who_was_covered_then(ctx: Context) -> None:
    elected(ctx, hire(ctx), date(2025, 7, 1), PPO)
    elected(ctx, hire(ctx), date(2026, 11, 1), replace(PPO, option="hdhp", tier=Tier.EMPLOYEE, covers=()))
    found = {each.month: each for each in reports.cost(ctx)}
    assert list(found)[0] == date(2025, 12, 1)
    assert len(found) == 12
    last_year, this_year, last = found[date(2025, 12, 1)], found[date(2026, 1, 1)], found[date(2026, 11, 1)]
    assert (last_year.people, last_year.person, last_year.employer) == (1, 55_490, 121_000)
    assert (this_year.person, this_year.employer) == (60_510, 129_000)
    assert (last.people, last.person, last.employer) == (2, 60_510 + 4_360, 129_000 + 43_000)


def test_an_election_without_a_price_is_told_and_left_out(ctx: Context) -> None:
    elected(ctx, hire(ctx), date(2026, 1, 1), replace(PPO, option="gone"))
    last = reports.cost(ctx)[-1]
    assert (last.people, last.person, last.unpriced) == (1, 0, 1)


def test_a_price_that_follows_pay_is_left_out_where_pay_is_not_shown(ctx: Context, ctx_as: ContextAs) -> None:
    saving = Choice(PlanType.RETIREMENT, "retirement", "traditional", percent=Decimal("0.05"))
    for department in ("IT", "Sales"):
        elected(ctx, hire(ctx, department=department), date(2026, 1, 1), saving)
    everyone = Grant("benefits.read", EVERYONE)
    sales = Grant("people.read", Scope(departments=frozenset({"Sales"})), {Field.PAY: Sight.SHOWN})
    whole, half, none = (reports.cost(each)[-1] for each in (ctx, ctx_as(everyone, sales), ctx_as(everyone)))
    assert [each.hidden for each in (whole, half, none)] == [0, 1, 2]
    assert (whole.person, none.person) == (2 * half.person, 0)


def test_who_may_not_have_a_plan_is_listed_with_the_reason(ctx: Context) -> None:
    hire(ctx)
    part = hire(ctx, "Ito", employment_type=EmploymentType.PART_TIME)
    (only,) = reports.ineligible(ctx, "medical")
    assert (only.number, only.label, only.why) == (
        part, "Medical", "the employment type is part-time; it is for full-time",
    )  # fmt: skip
    assert {each.number for each in reports.ineligible(ctx)} == {part}
    with pytest.raises(NotFound):
        reports.ineligible(ctx, "pets")


def test_reports_are_of_those_one_may_see(ctx: Context, ctx_as: ContextAs) -> None:
    elected(ctx, hire(ctx, department="IT"), date(2026, 1, 1), PPO)
    elsewhere = ctx_as(Grant("benefits.read", Scope(departments=frozenset({"Sales"}))))
    assert reports.enrolment(elsewhere) == []
    assert reports.cost(elsewhere)[-1].people == 0
    for report in (reports.enrolment, reports.cost, reports.ineligible):
        with pytest.raises(NotAllowed):
            report(ctx_as(Grant("people.read")))


def test_queries_do_not_grow_with_the_people(ctx: Context) -> None:
    def counted() -> list[int]:
        counts = []
        for report in (reports.enrolment, reports.cost, lambda ctx: list(reports.ineligible(ctx))):
            with statements() as seen:
                report(ctx)
            counts.append(len(seen))
        return counts

    elected(ctx, hire(ctx), date(2026, 1, 1), PPO)
    one = counted()
    for _ in range(5):
        elected(ctx, hire(ctx), date(2026, 1, 1), PPO)
    assert counted() == one


def test_the_list_of_who_is_not_eligible_holds_a_number_a_row_and_reads_who_they_are_as_they_are_shown(
    ctx: Context,
) -> None:
    hire(ctx)
    part = [hire(ctx, last, employment_type=EmploymentType.PART_TIME) for last in ("Ito", "Jo")]
    found = ineligible.not_eligible(ctx)
    assert found.count == len(list(reports.ineligible(ctx)))
    assert len(found.reasons) < found.count
    rows = found.by_plan["medical"]
    with statements() as seen:
        made = ineligible.page(ctx, found, rows)
    assert len(seen) <= 3
    assert [each.number for each in made if each] == part
    assert list(ineligible.in_full(ctx, found, rows)) == list(reports.ineligible(ctx, "medical"))


def test_the_list_is_narrowed_by_every_word_of_who_which_plan_and_why(ctx: Context) -> None:
    for last in ("Ito", "Jo"):
        hire(ctx, last, employment_type=EmploymentType.PART_TIME)
    found = ineligible.not_eligible(ctx)

    def names(text: str) -> list[tuple[str, str]]:
        rows = [row for some in ineligible.matching(ctx, found, text).values() for row in some]
        return [(each.name, each.plan) for each in ineligible.in_full(ctx, found, rows)]

    assert names("ito MEDICAL part-time") == [("Ito, Ann", "medical")]
    assert names("nobody") == []
    assert len(names(" ")) == found.count


def test_the_list_shows_nobody_whom_the_role_may_not_see(ctx: Context, ctx_as: ContextAs) -> None:
    hire(ctx, "Ito", department="IT", employment_type=EmploymentType.PART_TIME)
    elsewhere = ctx_as(Grant("benefits.read", Scope(departments=frozenset({"Sales"}))))
    found = ineligible.not_eligible(ctx)
    assert ineligible.not_eligible(elsewhere).count == 0
    assert set(ineligible.page(elsewhere, found, found.by_plan["medical"])) == {None}


def test_a_report_tells_how_far_it_is_and_is_stopped_by_what_the_listener_raises(ctx: Context) -> None:
    hire(ctx)
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        raise RuleBroken("stopped")

    for report in (reports.cost, ineligible.not_eligible):
        with pytest.raises(RuleBroken, match="stopped"):
            report(ctx, progress=stop)
    assert told == [(1, 1), (1, 1)]
