"""What kills leave blocks nobody, is told, and is cleared: locks, logs of writes, places of sessions, numbers of processes, files."""

from __future__ import annotations

import json
import os
import signal
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data import audit
from data.db import open_store
from hrtui.access.model import Grant
from hrtui.context import Context
from hrtui.errors import NotAllowed
from hrtui.served import seats, sessions, transfer
from hrtui.served.places import Places
from hrtui.served.seats import Guest
from hrtui.store import doctor, leftovers
from tests.conftest import INSTANT, ContextAs
from tests.people import hire
from tests.store.processes import Forked, write_one

ALICE = Guest("alice", "SHA256:x", "192.0.2.7")
TOLD = "nothing unfinished lies about"


def made(path: Path, hours: float) -> Path:
    """A file that was written some hours before the instant of the tests."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    at = (INSTANT - timedelta(hours=hours)).timestamp()
    os.utime(path, (at, at))
    return path


def said(ctx: Context) -> str:
    return next(each.sentence for each in doctor.look(ctx) if each.check == TOLD)


def test_what_kills_left_is_told_and_cleared_and_the_rest_stays(ctx: Context) -> None:
    data, store = Places.of(ctx.config).data, ctx.config.store_path.parent
    (data / "sessions").mkdir()
    left = [
        made(data / name, 7)
        for name in (
            "files/alice/.people.csv.x.part", "files/alice/papers/.hrtui-x.part", "state/alice/hrtui/drafts/f00.123.part",
            "sessions/.123.part", "tmp/etilqs_x", "tmp/tmpx",
        )
    ] + [made(store / ".b.db.x.part-wal", 7), made(ctx.config.path(ctx.config.store.documents) / ".d.part", 7)]  # fmt: skip
    kept = [
        made(data / name, hours)
        for name, hours in (
            ("files/alice/.new.x.part", 1), ("files/alice/people.csv", 7), ("state/alice/hrtui/drafts/f00.json", 7), ("tmp/notes", 7),
        )
    ]  # fmt: skip
    assert said(ctx).startswith("`hrtui doctor --clear`, or the night, removes what kills left: ") and "2 more" in said(
        ctx
    )
    assert leftovers.clear(ctx) == tuple(sorted(left))
    assert not any(path.exists() for path in left) and all(path.exists() for path in kept)
    assert said(ctx) == "It holds."


def test_beside_a_company_that_is_not_served_only_its_own_folders_are_looked_at(ctx: Context) -> None:
    mine = made(Places.of(ctx.config).data / "tmp" / "tmpmine", 7)
    assert leftovers.clear(ctx) == () and mine.exists()


def test_clearing_wants_the_right_to_check(ctx_as: ContextAs) -> None:
    with pytest.raises(NotAllowed):
        leftovers.clear(ctx_as(Grant("people.read")))


def test_a_writer_killed_with_the_lock_held_and_its_log_beside_the_store_keeps_nobody_out(ctx: Context) -> None:
    path = ctx.config.store_path
    ctx.store.close()

    def work(say: Any) -> None:
        own = open_store(path)
        write_one(own, "kept")
        with own.write():
            audit.begin(INSTANT, "alice", "people.hire", "lost")
            say("holds the lock")
            signal.pause()

    with Forked(work) as killed:
        assert killed.heard() == "holds the lock"
        killed.kill()
    assert path.with_name(path.name + "-wal").stat().st_size
    ctx.store.connect()
    hire(ctx)
    subjects = [each.entry.subject for each in audit.entries(10)]
    assert "kept" in subjects and "lost" not in subjects
    assert audit.verify().broken_at is None


def test_a_session_killed_while_it_takes_its_place_leaves_no_place_and_another_of_its_number_takes_one(
    ctx: Context, tmp_path: Path
) -> None:
    def work(say: Any) -> None:
        def stop(*_: Any) -> None:
            say(str(os.getpid()))
            signal.pause()

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Path, "replace", stop)
            seats.take(tmp_path / "seats", ALICE, "2026-11-23T15:00:00Z")

    ctx.store.close()
    with Forked(work) as killed:
        number = killed.heard()
        killed.kill()
    assert [path.name for path in (tmp_path / "seats").iterdir()] == [f".{number}.part"]
    assert list(seats.seated(tmp_path / "seats")) == []
    made(tmp_path / "seats" / f".{os.getpid()}.part", 7)
    ctx.store.connect()
    seat = sessions.begin(ctx, ALICE, tmp_path / "seats")
    assert [attended for _, attended in seats.seated(tmp_path / "seats")] == [True]
    seat.leave()


def test_a_place_whose_number_belongs_to_another_process_by_now_is_told_and_counts_for_nothing(
    ctx: Context, tmp_path: Path
) -> None:
    held = {
        "guest": {"login": "alice", "fingerprint": "SHA256:x", "address": "192.0.2.7"},
        "began": "2026-11-22T15:00:00Z",
    }
    for number in (os.getpid(), 1):  # this process, and one that always runs
        (tmp_path / f"{number}.json").write_text(json.dumps(held))
    seat = sessions.begin(ctx, ALICE, tmp_path)
    ends = [(each.entry.detail or {})["how"] for each in audit.entries(3) if each.entry.action == "session.end"]
    assert ends == [sessions.CUT_OFF] * 2
    assert [each.process for each in sessions.open_now(tmp_path)] == [os.getpid()]
    seat.leave()


def test_a_file_cut_off_on_its_way_in_takes_no_name_and_comes_in_again(tmp_path: Path) -> None:
    class Stalled:
        def __init__(self, say: Any) -> None:
            self.say, self.given = say, False

        def read(self, _: int) -> bytes:
            if self.given:
                self.say("half of it")
                signal.pause()
            self.given = True
            return b"half"

    with Forked(lambda say: transfer.bring(tmp_path, "a.csv", Stalled(say), 100)) as killed:  # type: ignore[arg-type]
        assert killed.heard() == "half of it"
        killed.kill()
    assert list(transfer.listing(tmp_path)) == []
    assert len(list(tmp_path.glob(".a.csv.*.part"))) == 1
    with (tmp_path / "source").open("wb+") as source:
        source.write(b"whole")
        source.seek(0)
        assert transfer.bring(tmp_path, "a.csv", source, 100) == 5


def test_files_that_go_by_night_are_named_in_the_trail(ctx: Context) -> None:
    old = made(Places.of(ctx.config).data / "files" / "alice" / "people.csv", 24 * 20)
    assert sessions.upkeep(ctx).removed == ("alice/people.csv",)
    entry = audit.entries(1)[0].entry
    assert not old.exists()
    assert (entry.action, entry.detail) == (
        "session.expire",
        {"files": "alice/people.csv", "count": "1", "rule": "served: keep_files_days: 14"},
    )
