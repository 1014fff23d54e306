"""Carrying a change forward, correcting rows, taking scheduled ones back, and two people at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data import audit as trail_rows
from data import people as rows
from data.identity import person_id
from hrtui.access.model import Grant
from hrtui.audit import service as trail
from hrtui.audit.rules import MASKED
from hrtui.context import Actor, Context
from hrtui.errors import Conflict, NotAllowed, RuleBroken
from hrtui.exchange.service import import_people
from hrtui.money import Money
from hrtui.people import rewriting, service
from hrtui.people.model import Basis, Hire, Job, JobChange, Pay, PayChange, ProfileChange, RowState, Status, Termination
from hrtui.people.rules import in_force, live, row_state, shown_rows
from tests.conftest import ContextAs, all_grants
from tests.services.test_replay import export

FIRST, MARCH, APRIL, MAY = date(2026, 1, 5), date(2027, 3, 1), date(2027, 4, 1), date(2027, 5, 3)


@pytest.fixture
def ann(ctx: Context) -> str:
    return service.hire(
        ctx, Hire(FIRST, "Ann", "Kim", "Clerk", "Sales", rate=Money(6_000_000), basis=Basis.ANNUAL)
    ).number


def jobs(number: str) -> list[Job]:
    id_ = person_id(number)
    assert id_ is not None
    return rows.jobs([id_])[id_]


def pays(number: str) -> list[Pay]:
    id_ = person_id(number)
    assert id_ is not None
    return rows.pays([id_])[id_]


def on(number: str, day: date) -> Job:
    found = in_force(jobs(number), day)
    assert found is not None
    return found


def test_a_raise_inserted_before_a_transfer_keeps_both(ctx: Context, ann: str) -> None:
    service.change_job(ctx, ann, JobChange(APRIL, department="Legal"))
    service.change_pay(ctx, ann, PayChange(MARCH, rate=Money(7_000_000)))
    pay = in_force(pays(ann), MAY)
    assert (on(ann, MAY).department, pay and pay.rate) == ("Legal", Money(7_000_000))


def test_a_title_inserted_before_a_transfer_holds_after_it_where_it_is_carried(ctx: Context, ann: str) -> None:
    service.change_job(ctx, ann, JobChange(APRIL, department="Legal"))
    before = export()
    done = service.change_job(ctx, ann, JobChange(MARCH, title="Lead"), carry=True)
    assert (on(ann, MAY).title, on(ann, MAY).department) == ("Lead", "Legal")
    assert done.notices == ("The transfer on 2027-04-01 takes the new title over.",)
    trail.undo(ctx)
    assert (on(ann, MAY).title, on(ann, MAY).department) == ("Clerk", "Legal")
    assert export() == before


def test_without_carrying_the_later_row_stays_and_is_named(ctx: Context, ann: str) -> None:
    service.change_job(ctx, ann, JobChange(APRIL, department="Legal"))
    done = service.change_job(ctx, ann, JobChange(MARCH, title="Lead"))
    assert on(ann, MAY).title == "Clerk"
    assert done.notices == (
        "The transfer on 2027-04-01 goes back to the title of before, Clerk; undo this, and carry title on, to change that.",
    )


def test_a_later_row_that_set_the_field_itself_keeps_it(ctx: Context, ann: str) -> None:
    service.change_job(ctx, ann, JobChange(APRIL, title="Boss"))
    service.change_job(ctx, ann, JobChange(MAY, department="Legal"))
    found = service.later_rows(ctx, ann, JobChange(MARCH, title="Lead"))
    assert [(each.field, each.on, each.is_copy) for each in found] == [("title", APRIL, False)]
    done = service.change_job(ctx, ann, JobChange(MARCH, title="Lead"), carry=True)
    assert done.notices == ("The promotion on 2027-04-01 sets title itself, Boss, and keeps it.",)
    assert [on(ann, day).title for day in (MARCH, APRIL, MAY)] == ["Lead", "Boss", "Boss"]


def test_only_the_fields_named_are_carried(ctx: Context, ann: str) -> None:
    service.change_job(ctx, ann, JobChange(APRIL, department="Legal"))
    service.change_job(ctx, ann, JobChange(MARCH, title="Lead", location="Boston"), carry=frozenset({"location"}))
    assert (on(ann, MAY).title, on(ann, MAY).location) == ("Clerk", "Boston")
    with pytest.raises(RuleBroken, match="cannot be carried"):
        service.change_job(ctx, ann, JobChange(date(2027, 3, 2), grade="5"), carry=frozenset({"title"}))


def test_profiles_and_their_days_are_carried_too(ctx: Context, ann: str) -> None:
    service.change_profile(ctx, ann, ProfileChange(APRIL, phone="1"))
    service.change_profile(ctx, ann, ProfileChange(MARCH, last_name="Lee"), carry=True)
    assert service.record(ctx, ann).profiles[-1].last_name == "Lee"
    assert service.record(ctx, ann).profiles[-1].phone == "1"


def test_a_correction_rewrites_the_row_and_keeps_both(ctx: Context, ann: str) -> None:
    service.correct(ctx, ann, JobChange(FIRST, title="Clerk II"))
    found = shown_rows(jobs(ann))
    assert [(row.title, row_state(found, row, MARCH)) for row in found] == [
        ("Clerk", RowState.CORRECTED),
        ("Clerk II", RowState.CURRENT),
    ]
    assert service.record(ctx, ann).summary.title == "Clerk II"
    trail.undo(ctx)
    assert [row.title for row in shown_rows(jobs(ann))] == ["Clerk"]


def test_what_a_correction_stands_on_is_not_undone_before_it(ctx: Context, ann: str) -> None:
    change = service.change_pay(ctx, ann, PayChange(MARCH, rate=Money(7_000_000)))
    service.correct(ctx, ann, PayChange(MARCH, rate=Money(7_100_000)))
    with pytest.raises(Conflict, match="the correction of 1001 by alice"):
        trail.undo(ctx, change.command)
    trail.undo(ctx)
    trail.undo(ctx, change.command)
    assert [pay.rate for pay in live(pays(ann))] == [Money(6_000_000)]


def test_a_correction_of_the_only_job_is_undone_although_pay_came_later(ctx: Context, ann: str) -> None:
    corrected = service.correct(ctx, ann, JobChange(FIRST, title="Boss"))
    service.change_pay(ctx, ann, PayChange(MARCH, rate=Money(7_000_000)))
    trail.undo(ctx, corrected.command)
    assert on(ann, MAY).title == "Clerk"


def test_correcting_is_a_right_of_its_own(ctx: Context, ann: str, ctx_as: ContextAs) -> None:
    bob = ctx_as(Grant("people.read"), Grant("people.change_job"))
    service.change_job(bob, ann, JobChange(MARCH, title="Lead"))
    with pytest.raises(NotAllowed):
        service.correct(bob, ann, JobChange(MARCH, title="Boss"))


def test_a_correction_neither_ends_an_employment_nor_takes_the_end_back(ctx: Context, ann: str) -> None:
    service.terminate(ctx, ann, Termination(date(2026, 11, 30), "moved"))
    with pytest.raises(RuleBroken, match="neither ends"):
        service.correct(ctx, ann, JobChange(date(2026, 12, 1), status=Status.ACTIVE))
    with pytest.raises(RuleBroken, match="Nothing begins on"):
        service.correct(ctx, ann, JobChange(MARCH, title="Boss"))


def test_a_scheduled_row_is_taken_back_and_the_hire_is_not(ctx: Context, ann: str) -> None:
    service.change_job(ctx, ann, JobChange(MARCH, title="Lead"))
    service.change_job(ctx, ann, JobChange(APRIL, department="Legal"))
    done = service.rescind(ctx, ann, "job", MARCH, carry=True)
    assert done.sentence == "The promotion of Kim, Ann (1001) on 2027-03-01 no longer happens."
    assert (on(ann, MAY).title, on(ann, MAY).department) == ("Clerk", "Legal")
    with pytest.raises(RuleBroken, match="has taken effect"):
        service.rescind(ctx, ann, "job", FIRST)
    later = service.hire(ctx, Hire(MARCH, "Bo", "Lee", "Clerk", "Sales")).number
    with pytest.raises(RuleBroken, match="undo the hire"):
        service.rescind(ctx, later, "job", MARCH)


def test_a_row_taken_back_comes_again_by_undo(ctx: Context, ann: str) -> None:
    service.change_pay(ctx, ann, PayChange(MARCH, rate=Money(7_000_000)))
    before = export()
    service.rescind(ctx, ann, "pay", MARCH)
    assert [pay.rate for pay in live(pays(ann))] == [Money(6_000_000)]
    trail.undo(ctx)
    assert export() == before


def test_the_second_of_two_editors_is_told_what_changed_field_by_field(ctx: Context, ann: str) -> None:
    opened = trail_rows.last_command("alice")
    assert opened is not None
    bob = replace(ctx, actor=Actor("bob", ("everything",), all_grants()))
    service.change_job(bob, ann, JobChange(MARCH, title="Lead", department="Legal"))
    service.change_pay(bob, ann, PayChange(MARCH, rate=Money(7_000_000)))
    with pytest.raises(Conflict) as caught:
        service.change_job(ctx, ann, JobChange(MARCH, title="Boss"), expected=opened.id)
    told = {each.field: (each.yours, each.theirs, each.was, each.by) for each in caught.value.clashes}
    assert told["title"] == ("Boss", "Lead", "Clerk", "bob")
    assert told["department"] == ("", "Legal", "Sales", "bob")
    assert told["rate"] == ("", "70000.00 USD", "60000.00 USD", "bob")
    assert audit_actions("people.see_pay") == 1
    service.change_job(ctx, ann, JobChange(MARCH, title="Boss"), expected=caught.value.newest)
    assert on(ann, MARCH).title == "Boss"
    assert any(row.title == "Lead" for row in live(jobs(ann)))


def audit_actions(action: str) -> int:
    return sum(stored.entry.action == action for stored in trail_rows.entries(100))


def test_pay_stands_masked_for_those_who_may_not_see_it(ctx: Context, ann: str, ctx_as: ContextAs) -> None:
    opened = trail_rows.last_command("alice")
    assert opened is not None
    service.change_pay(ctx, ann, PayChange(MARCH, rate=Money(7_000_000)))
    with pytest.raises(Conflict) as caught:
        service.change_job(
            ctx_as(Grant("people.read"), Grant("people.change_job")),
            ann,
            JobChange(MARCH, title="B"),
            expected=opened.id,
        )
    assert [(each.theirs, each.was) for each in caught.value.clashes if each.field == "rate"] == [(MASKED, MASKED)]


def test_the_first_profile_is_not_taken_back_for_the_person_would_have_no_name(ctx: Context) -> None:
    file = ctx.config.file.with_name("ahead.csv")
    file.write_text('number,name,hired,title,department\n777,"Late, Lee",2027-01-04,Clerk,IT\n')
    import_people(ctx, file)
    service.change_profile(ctx, "777", ProfileChange(date(2027, 2, 1), phone="555-0100"))
    for _ in range(2):
        with pytest.raises(RuleBroken, match="called by"):
            rewriting.rescind(ctx, "777", "profile", date(2027, 1, 4))
    rewriting.rescind(ctx, "777", "profile", date(2027, 2, 1))
    assert service.record(ctx, "777").summary.name == "Late, Lee"
