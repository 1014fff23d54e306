"""Who set a field, when and why; and what differs about a person between two days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data import audit as trail_rows
from hrtui.access.model import Field, Grant, Sight
from hrtui.audit import service as trail
from hrtui.audit.rules import MASKED
from hrtui.config import CustomField, CustomKind
from hrtui.context import Context
from hrtui.errors import NotAllowed, NotFound, RuleBroken
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import Certificate, JobChange, PayChange, ProfileChange, RowState
from hrtui.people.tagging import tag
from tests.conftest import ContextAs, Furnish
from tests.people import START, hire, statements

MAY, JUNE, SOON = date(2025, 5, 5), date(2025, 6, 2), date(2027, 1, 4)
SIZE = CustomField("size", "Shirt size", CustomKind.TEXT)


@pytest.fixture
def ann(ctx: Context, furnish: Furnish[str]) -> str:
    return furnish(ctx, with_ann)


def with_ann(ctx: Context) -> str:
    """Clerk in IT, then Lead, then moved to Sales with the title copied, then scheduled to be Head."""
    number = hire(ctx, title="Clerk")
    service.change_job(ctx, number, JobChange(MAY, title="Lead", reason="did well"))
    service.change_job(ctx, number, JobChange(JUNE, department="Sales"))
    service.change_job(ctx, number, JobChange(SOON, title="Head"))
    return number


def test_the_row_that_set_the_value_is_blamed_not_the_one_that_copied_it(ctx: Context, ann: str) -> None:
    found = service.blame(ctx, ann, "title")
    assert (found.value, found.in_force) == ("Lead", JUNE)
    by = found.set_by
    assert (by.on, by.previous, by.reason, by.by, by.did) == (MAY, "Clerk", "did well", "alice", "change of job")
    command = trail_rows.command(by.command)
    assert command is not None and command.action == "people.change_job"


def test_every_value_is_told_newest_first_with_what_is_scheduled(ctx: Context, ann: str) -> None:
    found = service.blame(ctx, ann, "title")
    assert [(each.value, each.state) for each in found.versions] == [
        ("Head", RowState.SCHEDULED),
        ("Lead", RowState.HISTORY),
        ("Clerk", RowState.HISTORY),
    ]


def test_blame_is_as_of_the_day_looked_at(ctx: Context, ann: str) -> None:
    then = replace(ctx, lens=START)
    assert (service.blame(then, ann, "title").value, service.blame(then, ann, "title").set_by.on) == ("Clerk", START)


def test_a_corrected_and_a_withdrawn_value_stand_marked_in_the_chain(ctx: Context, ann: str) -> None:
    service.correct(ctx, ann, JobChange(MAY, title="Chief"), carry=True)
    service.rescind(ctx, ann, "job", SOON)
    found = service.blame(ctx, ann, "title")
    assert (found.value, found.set_by.did) == ("Chief", "correction")
    assert {each.value: each.state for each in found.versions if each.state is not RowState.HISTORY} == {
        "Head": RowState.RESCINDED,
        "Lead": RowState.CORRECTED,
    }


def test_what_was_changed_and_undone_is_blamed_on_whoever_set_it_first(ctx: Context, ann: str) -> None:
    before = service.blame(ctx, ann, "title").set_by
    service.correct(ctx, ann, JobChange(MAY, title="Chief"))
    trail.undo(ctx)
    found = service.blame(ctx, ann, "title")
    assert (found.set_by.command, found.set_by.value) == (before.command, "Lead")


def test_an_unknown_field_is_answered_with_those_there_are(ctx: Context, ann: str) -> None:
    with pytest.raises(RuleBroken, match=r"no field “shoe”; the fields are first_name, .*title.*rate"):
        service.blame(ctx, ann, "shoe")


def test_custom_fields_are_blamed_with_and_without_their_prefix(ctx: Context, ann: str) -> None:
    ctx = replace(ctx, config=replace(ctx.config, custom_fields=(SIZE,)))
    service.change_profile(ctx, ann, ProfileChange(MAY, custom={"size": "M"}))
    for name in ("size", "custom.size"):
        found = service.blame(ctx, ann, name)
        assert (found.field, found.label, found.value, found.set_by.on) == ("custom.size", "Shirt size", "M", MAY)


def test_pay_is_masked_on_the_way_to_whoever_sees_it_masked_and_noted_when_revealed(
    ctx: Context, ctx_as: ContextAs, ann: str
) -> None:
    service.change_pay(ctx, ann, PayChange(MAY, rate=Money(9_000_000), reason="merit"))
    bob = ctx_as(Grant("people.read", fields={Field.PAY: Sight.MASKED}))
    entries = len(trail_rows.entries(100))
    covered = service.blame(bob, ann, "rate")
    assert covered.masked and {each.value for each in covered.versions} == {MASKED}
    assert len(trail_rows.entries(100)) == entries
    shown = service.blame(bob, ann, "rate", reveal=True)
    assert (shown.value, shown.set_by.previous) == ("$90,000.00 a year", "$85,000.00 a year")
    assert trail_rows.entries(1)[0].entry.action == "people.see_pay"


@pytest.mark.parametrize("field", ["rate", "birth_date", "w4.status", "pay_group"])
def test_a_hidden_field_is_not_blamed(ctx_as: ContextAs, ann: str, field: str) -> None:
    with pytest.raises(NotAllowed, match="may not see"):
        service.blame(ctx_as(Grant("people.read")), ann, field)


def test_out_of_scope_nobody_is_found(ctx_as: ContextAs) -> None:
    with pytest.raises(NotFound):
        service.blame(ctx_as(Grant("people.read")), "9999", "title")


def test_a_field_with_nothing_on_file_is_a_sentence(ctx: Context, ann: str) -> None:
    with pytest.raises(NotFound, match="No W-4 of Kim, Ann"):
        service.blame(ctx, ann, "w4.status")


def test_blame_and_difference_take_a_bounded_number_of_queries(ctx: Context, ann: str) -> None:
    with statements() as few:
        service.blame(ctx, ann, "department")
        service.difference(ctx, ann, START, MAY)
    for day in range(2, 20):
        service.change_job(ctx, ann, JobChange(date(2026, 1, day), title=f"T{day}"))
    with statements() as many:
        service.blame(ctx, ann, "department")
        service.difference(ctx, ann, START, MAY)
    assert len(many) == len(few)


# -- what differs


def test_a_day_does_not_differ_from_itself(ctx: Context, ann: str) -> None:
    found = service.difference(ctx, ann, JUNE, JUNE)
    assert (found.fields, found.events) == ((), ())


def test_what_differs_is_told_field_by_field_with_the_events_between(ctx: Context, ann: str) -> None:
    service.change_pay(ctx, ann, PayChange(JUNE, rate=Money(9_000_000)))
    service.change_certificate(ctx, ann, Certificate(JUNE, "US", {"status": "married"}))
    service.change_profile(ctx, ann, ProfileChange(JUNE, email="ann@example.com"))
    tag(ctx, ann, ["night"], [], JUNE)
    found = service.difference(ctx, ann, START, JUNE)
    assert {each.field: (each.before, each.after) for each in found.fields} == {
        "email": ("", "ann@example.com"),
        "title": ("Clerk", "Lead"),
        "department": ("IT", "Sales"),
        "rate": ("$85,000.00 a year", "$90,000.00 a year"),
        "w4.status": ("", "married"),
        "tag.night": ("", "yes"),
    }
    assert [each.day for each in found.events] == [MAY, JUNE]


def test_the_other_way_round_before_and_after_change_places(ctx: Context, ann: str) -> None:
    there, back = service.difference(ctx, ann, START, SOON), service.difference(ctx, ann, SOON, START)
    assert [(each.after, each.before) for each in back.fields] == [(each.before, each.after) for each in there.fields]
    assert back.events == there.events


def test_a_scheduled_day_can_be_compared(ctx: Context, ann: str) -> None:
    found = service.difference(ctx, ann, ctx.day, SOON)
    assert [(each.label, each.before, each.after) for each in found.fields] == [("Title", "Lead", "Head")]


def test_hidden_pay_is_left_out_of_the_difference_and_said_to_be(ctx: Context, ctx_as: ContextAs, ann: str) -> None:
    service.change_pay(ctx, ann, PayChange(JUNE, rate=Money(9_000_000)))
    found = service.difference(ctx_as(Grant("people.read")), ann, START, JUNE)
    assert "rate" not in {each.field for each in found.fields}
    assert "Pay is left out: your roles do not show it." in found.left_out


def test_masked_pay_differs_as_dots_and_noted_once_revealed(ctx: Context, ctx_as: ContextAs, ann: str) -> None:
    service.change_pay(ctx, ann, PayChange(JUNE, rate=Money(9_000_000)))
    bob = ctx_as(Grant("people.read", fields={Field.PAY: Sight.MASKED}))
    entries = len(trail_rows.entries(100))
    found = service.difference(bob, ann, START, JUNE)
    assert found.masked and [each.after for each in found.fields if each.field == "rate"] == [MASKED]
    assert len(trail_rows.entries(100)) == entries
    shown = service.difference(bob, ann, START, JUNE, reveal=True)
    assert [each.after for each in shown.fields if each.field == "rate"] == ["$90,000.00 a year"]
    assert trail_rows.entries(1)[0].entry.action == "people.see_pay"
