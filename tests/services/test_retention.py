"""What is past the time it has to be kept, within scopes; nothing is deleted."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from data.base import database
from data.schema import AuditRow, CommandRow, ImportBatchRow
from hrtui.access.model import Grant, Scope
from hrtui.attention.service import notices
from hrtui.audit import service as trail
from hrtui.config import Records
from hrtui.configfile.read import shipped_retention
from hrtui.context import Context, FixedClock
from hrtui.errors import NotAllowed, RuleBroken
from hrtui.people import service
from hrtui.people.model import Termination
from hrtui.retention import service as retention
from hrtui.retention.service import cells, past
from tests.conftest import ContextAs
from tests.people import hire, live_facts, statements


@pytest.fixture(autouse=True)
def no_drafts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The drafts of other tests are theirs."""
    monkeypatch.setattr("hrtui.drafts.written", list)


@pytest.fixture
def ruled(ctx: Context) -> Context:
    """Alice, in a company with the shipped rules."""
    return replace(ctx, config=replace(ctx.config, retention=shipped_retention()))


def leave(ctx: Context, last: str, end: date, department: str = "IT") -> str:
    number = hire(ctx, last, first_day=date(2015, 1, 5), department=department)
    service.terminate(ctx, number, Termination(end, "moved"))
    return number


def test_people_are_past_three_years_after_they_left_and_not_before(ruled: Context) -> None:
    old = leave(ruled, "Old", date(2023, 11, 22))
    leave(ruled, "Day", date(2023, 11, 23))
    leave(ruled, "New", date(2025, 1, 1))
    hire(ruled, "Here")
    found = past(ruled)
    assert [(each.record.subject, each.rule.name, each.due) for each in found.past] == [
        (old, "payroll", date(2026, 11, 22))
    ]
    assert cells(found)[0][0] == date(2026, 11, 23)
    assert "past its time" in " ".join(notice.sentence for notice in notices(ruled))


def test_someone_who_came_back_is_not_past(ruled: Context) -> None:
    number = leave(ruled, "Old", date(2018, 1, 1))
    hire(ruled, "Old", number=number, first_day=date(2024, 1, 1))
    assert past(ruled).past == ()


def test_only_the_people_in_scope_are_told_and_only_to_who_may_see_them(ruled: Context, ctx_as: ContextAs) -> None:
    leave(ruled, "Old", date(2018, 1, 1))
    other = leave(ruled, "Other", date(2018, 1, 1), "Sales")
    bob = replace(ctx_as(Grant("retention.read", Scope(departments=frozenset({"Sales"})))), config=ruled.config)
    assert [each.record.subject for each in past(bob).past] == [other]
    with pytest.raises(NotAllowed):
        past(ctx_as(Grant("people.read")))


def test_reads_and_imports_are_told_by_their_age(ruled: Context, ctx_as: ContextAs) -> None:
    then = FixedClock(datetime(2020, 5, 1, 12, tzinfo=UTC))
    old = replace(ruled, clock=then)
    number = hire(old, first_day=date(2020, 1, 6))
    service.record(old, number)
    with ruled.store.write():
        command = CommandRow.insert(at=then.now(), actor="alice", action="people.import", subject="f").execute()
        ImportBatchRow.insert(
            command=command, file="old.csv", sha256="s", header="h", mapping="{}", rows=1, inserted=1, updated=0, unchanged=0,
            rejected=0, faults=json.dumps([]),
        ).execute()  # fmt: skip
    found = {each.record.records: each for each in past(ruled).past}
    assert found[Records.AUDIT_READS].due == date(2023, 5, 1)
    assert found[Records.AUDIT_READS].record.count == 1
    assert found[Records.IMPORTS].record.label == "old.csv"
    narrow = replace(ctx_as(Grant("retention.read", Scope(departments=frozenset({"IT"})))), config=ruled.config)
    assert past(narrow).past == ()


def test_old_drafts_of_the_user_are_told(ruled: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hrtui.drafts.written", lambda: [datetime(2026, 10, 1, tzinfo=UTC).timestamp()] * 2)
    assert [each.record.records for each in past(ruled).past] == [Records.DRAFTS] * 2


def test_listing_deletes_nothing_and_the_trail_stays_whole(ruled: Context) -> None:
    leave(ruled, "Old", date(2018, 1, 1))
    before, entries = live_facts(), AuditRow.select().count(database)
    assert past(ruled).past
    assert live_facts() == before
    assert AuditRow.select().count(database) == entries
    assert trail.verify(ruled).broken_at is None


def test_the_list_takes_as_many_queries_for_many_as_for_few(ruled: Context) -> None:
    counts = []
    for size in (1, 5):
        for at in range(size):
            leave(ruled, f"N{at}", date(2018, 1, 1))
        with statements() as seen:
            past(ruled)
        counts.append(len([sql for sql in seen if sql.startswith("SELECT")]))
    assert counts[0] == counts[1] <= 20


def test_the_list_is_told_by_rule_narrowed_to_one_and_found_by_words(ruled: Context) -> None:
    leave(ruled, "Old", date(2018, 1, 1))
    found = past(ruled)
    ((rule, count),) = retention.by_rule(found)
    assert count == len(found.past)
    assert retention.of_rule(found, rule).past == found.past
    assert retention.matching(found, "PEOPLE old") == [0] and retention.matching(found, "documents") == []
    assert retention.cells(found, "nobody") == []
    with pytest.raises(RuleBroken, match="There is no rule “mine”; there are"):
        retention.of_rule(found, "mine")
