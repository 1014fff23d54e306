from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hrtui import bootstrap
from hrtui.access.rules import may
from hrtui.cli import init
from hrtui.cli.session import Session
from hrtui.context import FixedClock
from hrtui.errors import ConfigError, NotAllowed, StoreMissing

CLOCK = FixedClock(datetime(2026, 11, 23, 15, tzinfo=UTC), "America/New_York")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return init.create(tmp_path / "acme", "Acme", "alice", CLOCK.today())


def test_a_context_joins_the_user_the_clock_the_configuration_and_the_store(file: Path) -> None:
    context = bootstrap.open_context(file, CLOCK, "alice")
    assert context.actor.login == "alice"
    assert may(context.actor, "people.change_pay")
    assert not may(context.actor, "audit.read")
    assert context.clock is CLOCK
    assert context.config.company.name == "Acme"
    with context.store.write():
        pass
    context.store.close()


def test_who_is_no_user_is_refused_before_the_store_is_touched(file: Path) -> None:
    (file.parent / "store" / "hrtui.db").unlink()
    with pytest.raises(NotAllowed, match="mallory is no user of Acme"):
        bootstrap.open_context(file, CLOCK, "mallory")
    with pytest.raises(StoreMissing):
        bootstrap.open_context(file, CLOCK, "alice")


def test_in_a_demo_company_one_acts_as_another_of_its_users(file: Path) -> None:
    demo = "demo: true\n" + file.read_text().replace(
        "users:\n", "users:\n  - {login: carol, roles: [payroll_checker]}\n", 1
    )
    file.write_text(demo)
    context = bootstrap.open_context(file, CLOCK, "alice", acting="carol")
    assert (context.actor.login, context.actor.roles) == ("carol", ("payroll_checker",))
    context.store.close()
    with pytest.raises(NotAllowed, match="no user “dave” to act as.*names: carol, alice"):
        bootstrap.open_context(file, CLOCK, "alice", acting="dave")


def test_in_a_company_that_is_no_demo_nobody_acts_as_another(file: Path) -> None:
    file.write_text(file.read_text().replace("users:\n", "users:\n  - {login: carol, roles: [payroll_checker]}\n", 1))
    for opened in (bootstrap.open_context, bootstrap.unopened_context):
        with pytest.raises(NotAllowed, match="--as is for demo companies; Acme is none, .*: alice"):
            opened(file, CLOCK, "alice", acting="carol")


def test_a_broken_configuration_is_refused_before_all_else(file: Path) -> None:
    file.write_text("teme: {}\n")
    with pytest.raises(ConfigError, match="teme"):
        bootstrap.open_context(file, CLOCK, "mallory")


def test_the_directory_stands_for_today_once_the_store_is_open(file: Path) -> None:
    from data.directory import directory_day

    bootstrap.open_context(file, CLOCK, "alice").store.close()
    later = FixedClock(CLOCK.instant + timedelta(days=3), "America/New_York")
    context = bootstrap.open_context(file, later, "alice")
    assert directory_day() == later.today()
    context.store.close()


def test_opening_on_the_same_day_takes_no_write_lock(file: Path) -> None:
    first = bootstrap.open_context(file, CLOCK, "alice")
    with first.store.write():
        code = f"""
import sys
from datetime import datetime
from pathlib import Path
from hrtui.bootstrap import open_context
from hrtui.context import FixedClock
open_context(Path({str(file)!r}), FixedClock(datetime.fromisoformat({CLOCK.instant.isoformat()!r}), {CLOCK.zone!r}), "alice")
"""
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=30)
    first.store.close()
    assert done.stderr == ""


def test_the_systems_clock_knows_the_instant_and_the_day_in_the_companys_zone() -> None:
    clock = bootstrap.SystemClock("Pacific/Kiritimati")
    assert clock.now().tzinfo is UTC
    assert clock.today() in {clock.now().astimezone(ZoneInfo("Pacific/Kiritimati")).date(), clock.today()}


def test_a_session_opens_its_store_once_and_closes_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "login", lambda: "alice")
    session = Session(file)
    assert session.context is session.context
    session.close()
    unused = Session(file)
    unused.close()
