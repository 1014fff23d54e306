"""The state of the store in a moment: good where it is, and each trouble told."""

from __future__ import annotations

import fcntl
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data import audit, health
from data.keyfile import create_key
from data.strongbox import create_pair
from hrtui.access.model import Grant
from hrtui.audit.model import Entry
from hrtui.context import Context, FixedClock
from hrtui.errors import NotAllowed
from hrtui.store import doctor
from hrtui.store.model import Grade
from tests.conftest import INSTANT, ContextAs
from tests.people import hire


def wrong(ctx: Context) -> dict[str, str]:
    """What is not good, by its check."""
    return {each.check: each.sentence for each in doctor.look(ctx) if each.grade is not Grade.GOOD}


def test_a_store_that_is_well_lacks_a_backup_at_most(ctx: Context) -> None:
    assert set(wrong(ctx)) == {"a recent backup exists"}


def test_a_clock_that_was_set_back_is_told(ctx: Context) -> None:
    hire(ctx)
    back = replace(ctx, clock=FixedClock(INSTANT - timedelta(hours=3)))
    assert "3 hours before the last entry: it was set back" in wrong(back)["the clock goes on"]


def test_a_store_that_is_gone_is_told(ctx: Context) -> None:
    ctx.config.store_path.rename(ctx.config.store_path.with_suffix(".away"))
    assert "There is no store" in wrong(ctx)["the store opens"]


def test_a_key_that_is_gone_or_open_to_all_is_told(ctx: Context) -> None:
    ctx.config.key_path.chmod(0o644)
    assert "open to every user" in wrong(ctx)["the key of sealed values"]
    ctx.config.key_path.unlink()
    assert "cannot be read" in wrong(ctx)["the key of sealed values"]


def storing(ctx: Context, **settings: Any) -> Context:
    """The same company with other settings of the store."""
    return replace(ctx, config=replace(ctx.config, store=replace(ctx.config.store, **settings)))


def test_a_key_beside_what_it_opens_is_told(ctx: Context) -> None:
    store = ctx.config.store_path.parent
    key = store / "cipher.key"
    create_key(key)
    said = wrong(storing(ctx, cipher_key=key, key_file=key))
    assert "lies in the folder of the store" in said["the key of the whole file"]
    assert "lies in the folder of the store" in said["the key of sealed values"]
    create_pair(store / "backup.key")
    assert (
        "lies in the folder of the store" in wrong(storing(ctx, backup_key=store / "backup.key"))["backups are sealed"]
    )
    assert "backups are sealed" not in wrong(storing(ctx, backup_key=store / "backup.key.pub"))
    assert "cannot be read" in wrong(storing(ctx, backup_key=store / "none.pub"))["backups are sealed"]


def test_plain_backups_of_a_server_are_told(ctx: Context) -> None:
    assert "backups are sealed" not in wrong(ctx)
    (ctx.config.store_path.parents[1] / "sessions").mkdir()
    assert "They are not sealed" in wrong(ctx)["backups are sealed"]


def test_a_lock_that_stays_is_told(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "WAITED", 0.05)
    path = ctx.config.store_path
    with path.with_name(path.name + ".gate").open("a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        assert "Others were writing" in wrong(ctx)["somebody can write"]
    assert "somebody can write" not in wrong(ctx)


def test_a_log_that_grew_is_told(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LARGE_LOG", 0)
    assert "MB in" in wrong(ctx)["the log of writes is small"]


def test_a_crash_of_late_is_told(ctx: Context) -> None:
    log = ctx.config.store_path.parents[1] / "state" / "alice" / "hrtui" / "crash.log"
    log.parent.mkdir(parents=True)
    log.touch()
    for age, told in ((1, True), (20, False)):
        at = (ctx.clock.now() - timedelta(days=age)).timestamp()
        os.utime(log, (at, at))
        assert ("no crash of late" in wrong(ctx)) is told


def test_a_backup_of_late_that_was_opened_is_good(ctx: Context) -> None:
    with ctx.store.write():
        audit.append(Entry(INSTANT, "alice", "store.backup", "store"))
    assert set(wrong(ctx)) == {"the last backup was proven"}
    with ctx.store.write():
        audit.append(Entry(INSTANT, "alice", "store.verify", "store", detail={"file": "b.db", "head": ""}))
    assert wrong(ctx) == {}


def test_it_wants_the_right_to_check(ctx_as: ContextAs) -> None:
    with pytest.raises(NotAllowed):
        doctor.look(ctx_as(Grant("people.read")))


def test_it_writes_nothing(ctx: Context) -> None:
    def held() -> dict[Path, bytes]:
        return {file: file.read_bytes() for file in ctx.config.store_path.parent.glob("*.db")}

    before = held()
    doctor.look(ctx)
    assert held() == before
