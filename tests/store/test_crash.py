"""Processes that die, and processes that all write at once: nothing acknowledged is lost, nothing is half done."""

from __future__ import annotations

import random
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from data import audit, dialect
from data.backup import backup
from data.db import Store, open_store
from data.restore import restore
from data.schema import AuditRow, CommandRow
from hrtui.audit.model import Entry
from tests.conftest import INSTANT
from tests.store.processes import Forked, write_one, writing

KILLS = 50


def subjects() -> set[str]:
    return {row.subject for row in CommandRow.select(CommandRow.subject)}


def whole(store: Store) -> None:
    """The chain verifies, every command has both its entries, and the file is sound."""
    report = audit.verify()
    assert report.broken_at is None
    assert report.entries == 2 * CommandRow.select().count() == AuditRow.select().count()
    assert dialect.integrity(store.db) == []


def stuck_inside(path: Path, name: str) -> Callable[[Callable[[str], None]], None]:
    """Work that commits one command, then stays inside the write of the next, half of it done."""

    def work(say: Callable[[str], None]) -> None:
        store = open_store(path)
        write_one(store, f"{name}-1")
        say(f"{name}-1")
        with store.write():
            command = audit.begin(INSTANT, "alice", "people.hire", f"{name}-half")
            audit.append(Entry(INSTANT, "alice", "people.hire", f"{name}-half", command))
            say("inside")
            signal.pause()

    return work


def test_a_writer_killed_fifty_times_loses_nothing_it_acknowledged_and_leaves_nothing_half_done(store: Store) -> None:
    store.close()
    chance, acknowledged = random.Random(3), set[str]()
    for round_ in range(KILLS):
        inside = round_ % 2 == 1
        with Forked((stuck_inside if inside else writing)(store.path, str(round_))) as writer:
            heard = [writer.heard() for _ in range(2 if inside else chance.randrange(1, 12))]
            assert (heard[-1] == "inside") is inside
            acknowledged.update([*heard, *writer.kill()])
        acknowledged.discard("inside")
        reopened = open_store(store.path)
        assert acknowledged <= subjects()
        assert not any(subject.endswith("half") for subject in subjects())
        reopened.close()
    last = open_store(store.path)
    assert len(subjects() - acknowledged) <= KILLS // 2
    whole(last)
    last.close()


def test_eight_processes_write_at_once_without_an_error_and_one_chain_comes_of_it(store: Store) -> None:
    store.close()
    writers = [Forked(writing(store.path, f"w{number}", times=25)) for number in range(8)]
    said = {line for writer in writers for line in writer.finished()}
    store.connect()
    assert len(said) == 200
    assert subjects() == said
    whole(store)


def test_backups_made_while_others_write_are_each_one_moment(store: Store, tmp_path: Path) -> None:
    store.close()
    with Forked(writing(store.path, "w")) as writer:
        for number in range(5):
            writer.heard()
            report = backup(store.path, tmp_path / f"{number}.db", INSTANT)
            held = report.manifest.picture
            assert report.manifest.faults == ()
            assert held.counts["audit"] == 2 * held.counts["command"] > 0
        acknowledged = writer.kill()
    store.connect()
    assert set(acknowledged) <= subjects()
    whole(store)


def test_restoring_while_another_process_writes_keeps_its_session_going(store: Store, tmp_path: Path) -> None:
    write_one(store, "before")
    store.close()
    backup(store.path, tmp_path / "b.db", INSTANT)
    with Forked(writing(store.path, "w")) as writer:
        writer.heard()
        report = restore(store.path, tmp_path / "b.db", tmp_path, INSTANT + timedelta(hours=1), "alice")
        after = {writer.heard() for _ in range(200)}
        after.update(writer.kill())
    store.connect()
    assert audit.verify().broken_at is None
    assert audit.holds(report.head)
    assert subjects() & after
    assert "before" in subjects()


def test_a_backup_killed_midway_leaves_no_file_of_its_name(store: Store, tmp_path: Path) -> None:
    for number in range(200):
        write_one(store, str(number))
    store.close()
    target = tmp_path / "out" / "b.db"

    def make(say: Callable[[str], None]) -> None:
        say("start")
        backup(store.path, target, INSTANT)

    with Forked(make) as maker:
        maker.heard()
        maker.kill()
    if target.exists():
        with dialect.opened(target) as copy:
            assert dialect.integrity(copy) == []
    backup(store.path, tmp_path / "out" / "again.db", INSTANT)
