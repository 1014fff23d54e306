"""What takes effect when: which rows are listed, in which order, what of them is shown to whom, in how many queries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data import directory
from data import people as rows
from hrtui.access.model import Field, Grant, Scope, Sight
from hrtui.audit import service as audit
from hrtui.audit import writing
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactChange, ContactKind
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.payroll.check.values import OrderKind
from hrtui.payroll.items import service as items
from hrtui.payroll.items.model import PayItem, PayOrder
from hrtui.people import service, tagging
from hrtui.people.model import Action, Job, JobChange, PayChange, Profile, ProfileChange
from hrtui.people.scheduled import Scheduled, scheduled_ids, scheduled_page
from hrtui.people.summary import Status
from tests.conftest import ContextAs, Furnish
from tests.people import hire, statements


@pytest.fixture
def people(ctx: Context, furnish: Furnish[tuple[str, str]]) -> tuple[str, str]:
    return furnish(ctx, with_people)


def with_people(ctx: Context) -> tuple[str, str]:
    """Two people with changes to come; today is 23 November 2026."""
    ann, bo = hire(ctx, "Kim", "Ann", pay_group="main"), hire(ctx, "Lee", "Bo", department="Sales", pay_group="main")
    service.change_pay(ctx, ann, PayChange(date(2026, 10, 1), rate=Money(8_600_000)))
    service.change_pay(ctx, ann, PayChange(date(2027, 1, 1), rate=Money(9_000_000), reason="merit"))
    service.change_job(ctx, bo, JobChange(date(2026, 12, 1), department="IT"))
    service.change_profile(ctx, bo, ProfileChange(date(2027, 1, 1), phone="555-0100"))
    return ann, bo


def listed(ctx: Context, text: str = "", until: date | None = None) -> list[Scheduled]:
    found = scheduled_page(ctx, scheduled_ids(ctx, text, until))
    assert None not in found
    return [row for row in found if row is not None]


def said(rows: list[Scheduled]) -> list[tuple[str, str, str, str]]:
    return [
        (
            str(row.day),
            row.name,
            row.action,
            "; ".join(f"{each.field} {each.before}>{each.after}" for each in row.changes),
        )
        for row in rows
    ]


def test_rows_to_come_are_listed_by_day_and_name_with_what_they_change(ctx: Context, people: tuple[str, str]) -> None:
    assert said(listed(ctx)) == [
        ("2026-12-01", "Lee, Bo", "transfer", "department Sales>IT"),
        ("2027-01-01", "Kim, Ann", "pay-rate change", "rate 86000.00 USD>90000.00 USD"),
        ("2027-01-01", "Lee, Bo", "change of profile", "phone >555-0100"),
    ]
    assert len(listed(ctx, until=date(2026, 12, 31))) == 1
    assert len(listed(replace(ctx, lens=date(2026, 12, 15)))) == 2
    assert len(listed(replace(ctx, lens=date(2026, 9, 1)))) == 4


@pytest.mark.parametrize(
    ("text", "count"),
    [("kim", 1), ("pay", 1), ("lee", 2), ("transfer", 1), ("lee profile", 1), ("merit", 1), ("nobody", 0)],
)
def test_words_narrow_by_person_kind_event_and_reason(
    ctx: Context, people: tuple[str, str], text: str, count: int
) -> None:
    assert len(listed(ctx, text)) == count


def test_pay_is_left_out_where_hidden_masked_where_masked_and_noted_where_shown(
    ctx: Context, ctx_as: ContextAs, people: tuple[str, str]
) -> None:
    blind = ctx_as(Grant("people.read"))
    assert [row.kind for row in listed(blind)] == ["job", "profile"]
    masked = ctx_as(Grant("people.read", fields={Field.PAY: Sight.MASKED}))
    assert said(listed(masked))[1][3] == "rate (masked)>(masked)"
    shown = ctx_as(Grant("people.read", fields={Field.PAY: Sight.SHOWN}), login="carol")
    assert "90000" in said(listed(shown))[1][3]
    noted = [stored.entry for stored in audit.log(ctx, 20) if stored.entry.action == "people.see_pay"]
    assert [(entry.actor, entry.subject) for entry in noted] == [("carol", "scheduled changes")]


def test_pay_items_and_orders_to_come_are_listed_for_whoever_may_see_them(
    ctx: Context, ctx_as: ContextAs, people: tuple[str, str]
) -> None:
    day = date(2027, 2, 1)
    items.add_item(ctx, people[0], PayItem(day, "medical", Money(12_500)))
    items.add_item(ctx, people[0], PayItem(day, "regular", Money(5_000), note="car"))
    items.add_order(ctx, people[0], PayOrder(day, "FM-1", OrderKind.SUPPORT, date(2026, 11, 2), Money(30_000)))
    items.stop_order(ctx, people[0], "FM-1", date(2027, 3, 1))
    assert said(listed(ctx, "medical")) == [("2027-02-01", "Kim, Ann", "new medical", "amount >125.00 USD")]
    assert [row.action for row in listed(ctx, "FM-1")] == ["new FM-1", "end of FM-1"]
    clerk = ctx_as(Grant("people.read"), Grant("payroll.items"))
    assert said(listed(clerk, "medical"))[0][3] == "amount >(masked)"
    assert [row for row in scheduled_page(clerk, scheduled_ids(clerk, "regular")) if row is not None] == []
    assert listed(clerk, "FM-1") == listed(ctx_as(Grant("people.read")), "medical") == []


def test_only_rows_of_people_in_scope_are_listed(ctx: Context, ctx_as: ContextAs, people: tuple[str, str]) -> None:
    scoped = ctx_as(Grant("people.read", Scope(departments=frozenset({"Sales"}))))
    assert {row.number for row in listed(scoped)} == {people[1]}
    assert list(scheduled_page(scoped, scheduled_ids(ctx)))[1] is None


def test_a_withdrawn_row_is_gone_and_an_undo_brings_it_back(ctx: Context, people: tuple[str, str]) -> None:
    row = listed(ctx, "transfer")[0]
    made = service.rescind(ctx, row.number, row.kind, row.day, seq=row.seq)
    assert not listed(ctx, "transfer")
    audit.undo(ctx, made.command)
    assert len(listed(ctx, "transfer")) == 1


def test_the_list_and_a_page_take_a_bounded_number_of_queries(ctx: Context, people: tuple[str, str]) -> None:
    for index in range(30):
        number = hire(ctx, f"More{index:02}", pay_group="main")
        service.change_pay(ctx, number, PayChange(date(2027, 1, 1), rate=Money(9_000_000)))
    with statements() as seen:
        assert len(listed(ctx)) == 33
    assert len(seen) <= 26


def test_contacts_and_tags_to_come_are_listed_with_birth_dates_masked(ctx: Context, people: tuple[str, str]) -> None:
    ann, bo = people
    kid = Contact(date(2026, 12, 5), ContactKind.DEPENDENT, "Leo", relation="child", birth_date=date(2019, 5, 6))
    contacts.add(ctx, ann, kid)
    contacts.change(ctx, ann, 1, ContactChange(date(2026, 12, 9), phone="555-0100"))
    tagging.tag(ctx, bo, ["night"], on=date(2026, 12, 6))
    tagging.tag(ctx, bo, remove=["night"], on=date(2026, 12, 8))
    told = {(day, action): what for day, _, action, what in said(listed(ctx))}
    assert told["2026-12-05", "new dependent"].endswith("first_name >Leo; relation >child; birth_date >(masked)")
    assert told["2026-12-06", "tag"] == "tag >night"
    assert told["2026-12-08", "tag"] == "tag night>"
    assert told["2026-12-09", "change of dependent"] == "phone >555-0100"
    assert len(listed(ctx, "night")) == 2 and len(listed(ctx, "leo")) == 2


def test_the_list_is_narrowed_to_changes_of_those_at_work_and_up_to_a_day(
    ctx: Context, people: tuple[str, str]
) -> None:
    hire(ctx, "New", first_day=date(2026, 12, 1), pay_group="main")
    with ctx.store.write():
        entered = writing.begin(ctx, "people.hire", "77")
        person = rows.add_person("77", entered.command)
        rows.add_profile(person, Profile(date(2026, 12, 1), "First", "Row"), entered)
        rows.add_job(person, Job(date(2026, 12, 1), Action.HIRE, Status.ACTIVE, "Clerk", "IT"), entered)
        directory.refresh([person], date(2026, 11, 23))
    assert ("77", "profile") in [(row.number, row.kind) for row in listed(ctx)]
    tagging.tag(ctx, people[0], ["night"], on=date(2026, 12, 2))
    assert len(listed(ctx, "is:change")) == 3
    assert len(listed(ctx, "is:change until:2026-12-31")) == 1
    assert len(listed(ctx, "until:2026-12-31")) > 2
    with pytest.raises(RuleBroken):
        listed(ctx, "until:never")
