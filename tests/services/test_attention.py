from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from hrtui.access.model import Grant, Scope
from hrtui.attention.rules import about_backup
from hrtui.attention.service import notices
from hrtui.context import Context
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import Hire, JobChange, Termination

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)


def hired(ctx: Context, name: str, first_day: date = date(2026, 1, 5), department: str = "Sales") -> str:
    hire = Hire(first_day, name, "Kim", "Clerk", department, rate=Money(6_000_000), pay_group="main")
    return service.hire(ctx, hire).number


def sentences(ctx: Context) -> list[str]:
    return [notice.sentence for notice in notices(ctx) if not notice.warning]


def test_a_quiet_fortnight_says_nothing_of_people(ctx: Context) -> None:
    hired(ctx, "Ann")
    assert sentences(ctx) == []


def test_changes_starters_and_leavers_of_the_next_fortnight_are_counted(ctx: Context) -> None:
    hired(ctx, "New", date(2026, 12, 1))
    hired(ctx, "Later", date(2027, 3, 1))
    moving, leaving = hired(ctx, "Moving"), hired(ctx, "Leaving")
    service.change_job(ctx, moving, JobChange(date(2026, 12, 2), title="Chief"))
    service.terminate(ctx, leaving, Termination(date(2026, 11, 30), "moved"))
    said = sentences(ctx)
    assert said == [
        "2 people change within 14 days.",
        "1 person starts within 14 days.",
        "1 person leaves within 14 days.",
    ]


def test_people_out_of_scope_are_not_counted(ctx: Context, ctx_as: Callable[..., Context]) -> None:
    hired(ctx, "New", date(2026, 12, 1))
    assert sentences(ctx_as(Grant("people.read", Scope(departments=frozenset({"IT"}))))) == []
    assert len(sentences(ctx_as(Grant("people.read", Scope(departments=frozenset({"Sales"})))))) == 1


def test_who_may_read_nobody_is_told_nothing(ctx_as: Callable[..., Context]) -> None:
    assert notices(ctx_as()) == ()


def test_a_missing_or_old_backup_is_a_warning_and_a_new_one_is_not(ctx: Context) -> None:
    assert "no backup yet" in notices(ctx)[-1].sentence
    folder = ctx.config.path(ctx.config.store.backups)
    folder.mkdir()
    file = folder / "hrtui-20261101T000000Z.db"
    file.write_bytes(b"")
    old = NOW - timedelta(days=9)
    os.utime(file, (old.timestamp(), old.timestamp()))
    assert "9 days old" in notices(ctx)[-1].sentence
    os.utime(file, (NOW.timestamp(), NOW.timestamp()))
    assert notices(ctx) == ()


def test_a_backup_of_a_week_is_old() -> None:
    assert about_backup(NOW - timedelta(days=7), NOW)
    assert not about_backup(NOW - timedelta(days=6, hours=23), NOW)
