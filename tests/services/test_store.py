"""After everything people do to a company, its store still passes every check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from data import projection
from data.day import directory_day
from hrtui.audit import service as trail
from hrtui.context import Context, FixedClock
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import JobChange, PayChange, PrivateKind, ProfileChange, Termination
from hrtui.store import service as stores
from hrtui.store.model import Grade
from tests.conftest import INSTANT
from tests.people import hire


def faults(ctx: Context) -> list[str]:
    return [f"{each.check}: {each.sentence}" for each in stores.check(ctx) if each.grade is Grade.FAULT]


def lived(ctx: Context) -> list[str]:
    """Hire, raise, move, rename, terminate, undo and let days pass."""
    numbers = [hire(ctx, last) for last in ("Kim", "Byron", "Müller")]
    hire(ctx, "Later", first_day=date(2026, 12, 14))
    boss, clerk, leaver = numbers
    service.change_job(ctx, clerk, JobChange(date(2026, 12, 1), title="Lead", department="Sales", manager=boss))
    service.change_pay(ctx, clerk, PayChange(date(2026, 1, 1), rate=Money(9_000_000)))
    service.change_profile(ctx, boss, ProfileChange(date(2026, 2, 1), last_name="Kim-Lee"))
    service.set_private(ctx, clerk, PrivateKind.SSN, "123-45-6789")
    service.terminate(ctx, leaver, Termination(date(2026, 11, 30), "moved away"))
    trail.undo(ctx)
    service.terminate(ctx, leaver, Termination(date(2026, 12, 31), "moved away"))
    hire(ctx, "Mistake")
    trail.undo(ctx)
    return numbers


def test_a_company_that_has_lived_has_no_fault_today_or_later(ctx: Context) -> None:
    lived(ctx)
    assert faults(ctx) == []
    for day in (date(2026, 12, 1), date(2026, 12, 14), date(2027, 1, 1), date(2026, 11, 23)):
        with ctx.store.write():
            projection.roll(day)
        assert faults(ctx) == []


def test_a_session_left_open_over_midnight_moves_the_whole_directory_at_its_next_change(ctx: Context) -> None:
    lived(ctx)
    tomorrow = replace(ctx, clock=FixedClock(INSTANT + timedelta(days=8), "America/New_York"))
    hire(tomorrow, "Early", first_day=date(2026, 12, 1))
    assert directory_day() == date(2026, 12, 1)
    assert faults(tomorrow) == []


def test_its_backup_and_a_restore_of_it_have_none_either(ctx: Context, tmp_path: Path) -> None:
    lived(ctx)
    report = stores.backup(ctx, tmp_path / "b.db")
    assert report.manifest.faults == ()
    hire(ctx, "After")
    ctx.store.close()
    stores.restore(ctx, tmp_path / "b.db")
    assert faults(ctx) == []
