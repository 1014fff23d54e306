"""Contacts and dependents: dated, audited, undone, and their birth dates seen by those who may."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from data import audit
from hrtui.access.model import ACTIONS, Field, Grant, Scope, Sight
from hrtui.audit import service as trail
from hrtui.contacts import rules, service
from hrtui.contacts.model import Contact, ContactChange, ContactKind
from hrtui.context import Context
from hrtui.errors import HrError, NotAllowed, NotFound, RuleBroken
from tests.conftest import ContextAs
from tests.people import hire, live_facts, statements

TODAY = date(2026, 11, 23)
LATER = date(2026, 12, 24)
MUM = Contact(TODAY, ContactKind.EMERGENCY, "Mia", "Kim", "parent", "555-0199")
KID = Contact(TODAY, ContactKind.DEPENDENT, "Leo", "Kim", "child", birth_date=date(2019, 5, 6))
SHOWN = {Field.BIRTH: Sight.SHOWN}


@pytest.fixture
def ann(ctx: Context) -> str:
    return hire(ctx, "Kim", number="1")


def names(ctx: Context, number: str, on: date = TODAY) -> list[str]:
    return [row.first_name for row in rules.on_day(service.contacts(ctx, number).rows, on)]


def test_a_child_who_was_born_today_is_entered_today(ctx: Context, ann: str) -> None:
    service.add(ctx, ann, replace(KID, birth_date=TODAY))
    with pytest.raises(RuleBroken, match="check the year"):
        service.add(ctx, ann, replace(KID, birth_date=TODAY + timedelta(days=1)))


def test_a_contact_is_added_changed_from_a_day_on_and_removed_and_every_step_stays_known(
    ctx: Context, ann: str
) -> None:
    service.add(ctx, ann, KID)
    done = service.add(ctx, ann, MUM)
    assert done.sentence == "Mia Kim is an emergency contact of Kim, Ann (1) from 2026-11-23."
    assert names(ctx, ann) == ["Mia", "Leo"]
    service.change(ctx, ann, 2, ContactChange(LATER, phone="555-0100"))
    rows = [row for row in service.contacts(ctx, ann).rows if row.slot == 2]
    assert [(row.effective_from, row.phone) for row in rows] == [(TODAY, "555-0199"), (LATER, "555-0100")]
    service.remove(ctx, ann, 2, date(2027, 1, 1))
    assert (names(ctx, ann, LATER), names(ctx, ann, date(2027, 1, 1))) == (["Mia", "Leo"], ["Leo"])


def test_the_trail_says_what_changed_field_by_field(ctx: Context, ann: str) -> None:
    service.add(ctx, ann, MUM)
    service.change(ctx, ann, 1, ContactChange(TODAY, phone="555-0100"))
    entry = audit.entries(1)[0].entry
    assert (entry.action, entry.subject) == ("people.change_contacts", ann)
    assert [(each.field, each.before, each.after) for each in entry.changes] == [
        ("contact.1.phone", "555-0199", "555-0100")
    ]


def test_removing_takes_back_what_was_scheduled_and_undo_brings_it_again(ctx: Context, ann: str) -> None:
    service.add(ctx, ann, MUM)
    service.change(ctx, ann, 1, ContactChange(LATER, phone="555-0100"))
    before = live_facts()
    done = service.remove(ctx, ann, 1)
    assert done.notices == ("The change of this contact on 2026-12-24 no longer happens.",)
    assert names(ctx, ann, LATER) == []
    trail.undo(ctx)
    assert live_facts() == before


def test_any_contact_command_is_undone_though_another_contact_came_after(ctx: Context, ann: str) -> None:
    before = live_facts()
    first = service.add(ctx, ann, MUM)
    service.add(ctx, ann, replace(KID, effective_from=LATER))
    trail.undo(ctx, first.command)
    assert names(ctx, ann, LATER) == ["Leo"]
    trail.undo(ctx)
    assert live_facts() == before
    service.add(ctx, ann, MUM)
    assert service.contacts(ctx, ann).rows[0].slot == 3, "a slot is never given twice"


@pytest.mark.parametrize(
    ("contact", "field", "said"),
    [
        (replace(MUM, first_name="", last_name=" "), "first_name", "needs a name"),
        (replace(MUM, phone=""), "phone", "phone number or an e-mail"),
        (replace(MUM, email="nonsense"), "email", "not an e-mail"),
        (replace(KID, relation=""), "relation", "spouse or child"),
        (replace(KID, birth_date=date(2027, 1, 1)), "birth_date", "check the year"),
        (replace(KID, note="x" * 201), "note", "at most 200"),
        (replace(KID, effective_from=date(2040, 1, 1)), "effective_from", "check the year"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field_and_nothing_is_written(
    ctx: Context, ann: str, contact: Contact, field: str, said: str
) -> None:
    head = audit.head()
    with pytest.raises(RuleBroken, match=said) as refused:
        service.add(ctx, ann, contact)
    assert (refused.value.field, audit.head()) == (field, head)


def test_a_change_needs_something_to_change_and_a_contact_that_counts_that_day(ctx: Context, ann: str) -> None:
    service.add(ctx, ann, MUM)
    for change, said in (
        (ContactChange(TODAY, phone="555-0199"), "Nothing changes"),
        (ContactChange(date(2026, 1, 1), phone="1"), "counts from 2026-11-23"),
    ):
        with pytest.raises(RuleBroken, match=said):
            service.change(ctx, ann, 1, change)
    with pytest.raises(NotFound, match="no contact 7"):
        service.change(ctx, ann, 7, ContactChange(TODAY, phone="1"))
    service.remove(ctx, ann, 1)
    with pytest.raises(RuleBroken, match="was removed"):
        service.change(ctx, ann, 1, ContactChange(TODAY, phone="1"))


def test_birth_dates_are_shown_masked_or_hidden_as_the_role_says_and_seeing_is_noted(
    ctx: Context, ann: str, ctx_as: ContextAs
) -> None:
    service.add(ctx, ann, KID)
    head = audit.head()
    hidden = service.contacts(ctx_as(Grant("people.read")), ann, reveal=True)
    masked = ctx_as(Grant("people.read", fields={Field.BIRTH: Sight.MASKED}))
    dots = service.contacts(masked, ann)
    assert (hidden.rows[0].birth_date, hidden.masked, dots.rows[0].birth_date, dots.masked) == (
        None,
        frozenset(),
        None,
        frozenset({1}),
    )
    assert audit.head() == head
    for seer in (service.contacts(masked, ann, reveal=True), service.contacts(ctx, ann)):
        assert seer.rows[0].birth_date == date(2019, 5, 6)
        assert audit.entries(1)[0].entry.action == "people.see_birth"


def test_a_hidden_birth_date_is_neither_written_nor_lost_by_whoever_changes_the_rest(
    ctx: Context, ann: str, ctx_as: ContextAs
) -> None:
    service.add(ctx, ann, KID)
    blind = ctx_as(Grant("people.read"), Grant("people.change_contacts"))
    for change in (ContactChange(TODAY, birth_date=date(2020, 1, 1)), ContactChange(TODAY, no_birth_date=True)):
        with pytest.raises(NotAllowed, match="may not see"):
            service.change(blind, ann, 1, change)
    with pytest.raises(NotAllowed, match="may not see"):
        service.add(blind, ann, KID)
    service.change(blind, ann, 1, ContactChange(TODAY, note="lives at home"))
    assert service.contacts(ctx, ann).rows[-1].birth_date == date(2019, 5, 6)
    service.change(ctx, ann, 1, ContactChange(TODAY, no_birth_date=True))
    assert service.contacts(ctx, ann).rows[-1].birth_date is None


def test_the_trail_masks_birth_dates_of_contacts_too(ctx: Context, ann: str, ctx_as: ContextAs) -> None:
    service.add(ctx, ann, KID)
    blind = trail.log(ctx_as(Grant("audit.read"), Grant("people.read")), 1)
    assert "2019" not in repr(blind)
    assert "(masked)" in repr(blind)
    seen = trail.log(ctx_as(Grant("audit.read"), Grant("people.read", fields=dict(SHOWN))), 1)
    assert "2019-05-06" in repr(seen)
    assert audit.entries(1)[0].entry.action == "audit.see_birth"


def test_without_the_action_or_out_of_scope_nothing_is_read_or_written(
    ctx: Context, ann: str, ctx_as: ContextAs
) -> None:
    service.add(ctx, ann, MUM)
    head = audit.head()
    rest = ctx_as(*(Grant(each) for each in ACTIONS if each != "people.change_contacts"))
    far = Scope(departments=frozenset({"Legal"}))
    away = ctx_as(Grant("people.change_contacts", far), Grant("people.read", far))
    for bob in (rest, away):
        with pytest.raises((NotAllowed, NotFound)):
            service.add(bob, ann, MUM)
        with pytest.raises((NotAllowed, NotFound)):
            service.change(bob, ann, 1, ContactChange(TODAY, note="x"))
        with pytest.raises((NotAllowed, NotFound)):
            service.remove(bob, ann, 1)
    with pytest.raises(HrError):
        service.contacts(away, ann)
    assert audit.head() == head


def test_a_list_of_contacts_takes_the_same_queries_however_many_there_are(ctx: Context, ann: str) -> None:
    counts = []
    for _ in range(2):
        for _ in range(5):
            service.add(ctx, ann, MUM)
        with statements() as seen:
            service.contacts(ctx, ann)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 5


def test_the_past_is_read_only(ctx: Context, ann: str) -> None:
    with pytest.raises(RuleBroken, match="read-only"):
        service.add(replace(ctx, lens=date(2026, 1, 1)), ann, MUM)
