"""Disks that are full, folders that refuse, files that are torn, locks that are held: a sentence each, and nothing lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from peewee import IntegrityError, OperationalError

from data import audit, dialect, troubles
from data.backup import backup
from data.db import Store, create_store, open_store
from data.schema import CommandRow
from hrtui.errors import HrError, StoreBusy, StoreDamaged, StoreError, StoreFull, StoreReadOnly
from tests.conftest import INSTANT
from tests.store.company import found, hire
from tests.store.processes import Forked, write_one

NOBODY = 65_534
AS_ROOT = os.getuid() == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes of its own; skipped where this user may not mount one."""
    point = tmp_path / "disk"
    point.mkdir()
    mounted = AS_ROOT and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(point)], check=False)
    if not mounted or mounted.returncode:
        pytest.skip("mounting a small disk needs root")
    yield point
    subprocess.run(["umount", "-l", str(point)], check=True)


def until_it_fails(store: Store) -> tuple[int, HrError]:
    for number in range(1, 5_000):
        try:
            write_one(store, f"{number}-{'x' * 4_000}")
        except HrError as error:
            return number - 1, error
    raise AssertionError("nothing failed")


def test_a_full_disk_is_told_in_a_sentence_keeps_what_was_written_and_works_again_with_room(disk: Path) -> None:
    store = create_store(disk / "hrtui.db")
    ballast = disk / "ballast"
    ballast.write_bytes(b"x" * 400_000)
    written, error = until_it_fails(store)
    assert isinstance(error, StoreFull)
    assert str(error) == f"The disk is full; nothing of this was kept. Free some space for {store.path} and try again."
    assert CommandRow.select().count() == written > 0
    ballast.unlink()
    write_one(store, "after")
    assert CommandRow.select().count() == written + 1
    assert audit.verify().entries == 2 * (written + 1)
    assert dialect.integrity(store.db) == []
    store.close()


def test_a_backup_onto_a_full_disk_leaves_nothing_there(store: Store, disk: Path) -> None:
    (disk / "ballast").write_bytes(b"x" * 3_900_000)
    with pytest.raises(StoreFull):
        backup(store.path, disk / "b.db", INSTANT)
    assert [path.name for path in disk.iterdir()] == ["ballast"]


def test_creating_a_store_on_a_full_disk_leaves_nothing_there(disk: Path) -> None:
    (disk / "ballast").write_bytes(b"x" * 4_000_000)
    with pytest.raises(StoreFull):
        create_store(disk / "hrtui.db")
    assert [path.name for path in disk.iterdir()] == ["ballast"]


@pytest.mark.parametrize("inner", [False, True])
def test_a_store_that_cannot_grow_undoes_the_transaction_and_says_why(store: Store, inner: bool) -> None:
    store.db.execute_sql(f"PRAGMA max_page_count = {store.db.execute_sql('PRAGMA page_count').fetchone()[0] + 3}")
    with pytest.raises(StoreFull), store.write():
        audit.begin(INSTANT, "alice", "first", "1")
        if inner:
            with store.write():
                audit.begin(INSTANT, "alice", "second", "x" * 100_000)
        audit.begin(INSTANT, "alice", "second", "x" * 100_000)
    assert CommandRow.select().count() == 0
    write_one(store, "small")
    assert CommandRow.select().count() == 1


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder every user may look into, which pytest's are not."""
    folder = Path(tempfile.mkdtemp(prefix="hrtui-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def as_nobody(work: Callable[[], object]) -> tuple[str, str]:
    """The kind and sentence of the error that a user without rights gets."""

    def run(say: Callable[[str], None]) -> None:
        if AS_ROOT:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        try:
            work()
        except HrError as error:
            say(type(error).__name__)
            say(str(error))

    kind, sentence = Forked(run).finished()
    return kind, sentence


def test_a_file_or_folder_that_refuses_writes_is_named(open_folder: Path) -> None:
    path = open_folder / "hrtui.db"
    create_store(path).close()
    path.chmod(0o444)
    open_folder.chmod(0o777)
    assert as_nobody(lambda: open_store(path)) == ("StoreReadOnly", str(troubles.read_only(path)))
    path.chmod(0o666)
    open_folder.chmod(0o555)
    assert as_nobody(lambda: open_store(path)) == ("StoreReadOnly", str(troubles.read_only(path)))
    assert as_nobody(lambda: create_store(open_folder / "new.db"))[0] == "StoreReadOnly"
    open_folder.chmod(0o000)
    assert as_nobody(lambda: open_store(path))[0] == "StoreReadOnly"
    open_folder.chmod(0o755)


def test_a_disk_mounted_read_only_is_told_and_holds_all_when_it_is_writable_again(disk: Path) -> None:
    store = create_store(disk / "hrtui.db")
    write_one(store, "1")
    store.close()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(StoreReadOnly, match="^The disk is read-only, .* mounted for writing"):
        open_store(disk / "hrtui.db")
    with pytest.raises(StoreReadOnly, match="^The disk is read-only, .* mounted for writing"):
        create_store(disk / "new.db")
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    again = open_store(disk / "hrtui.db")
    assert CommandRow.select().count() == 1
    again.close()


@pytest.fixture
def closed(store: Store) -> Store:
    found(store, 40)
    store.close()
    return store


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "no bytes": lambda content: b"",
    "random bytes": lambda content: b"\xa5\x5a\x01" * 9_000,
    "text": lambda content: b"number,name\n1001,Ada\n",
    "cut in half": lambda content: content[: len(content) // 2],
    "cut within the first page": lambda content: content[:700],
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_torn_file_is_refused_and_left_as_it_is(closed: Store, kind: str) -> None:
    torn = DAMAGE[kind](closed.path.read_bytes())
    closed.path.write_bytes(torn)
    with pytest.raises(StoreDamaged, match="left as it is"):
        open_store(closed.path)
    assert closed.path.read_bytes() == torn


def test_a_damaged_page_is_told_when_it_is_read_and_the_rest_stays_readable(closed: Store) -> None:
    with dialect.opened(closed.path) as db:
        root = db.execute_sql("SELECT rootpage FROM sqlite_master WHERE name = 'profile'").fetchone()[0]
    content = bytearray(closed.path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xa5" * 4096
    closed.path.write_bytes(content)
    store = open_store(closed.path)
    with pytest.raises(StoreDamaged):
        store.db.execute_sql("SELECT * FROM profile").fetchall()
    with pytest.raises(StoreDamaged), store.write():
        store.db.execute_sql("UPDATE profile SET superseded_at = ''")
    assert CommandRow.select().count() == 40
    store.close()


def test_a_lock_another_process_holds_is_waited_for_then_told_and_nothing_is_lost(store: Store) -> None:
    write_one(store, "1")
    path = store.path
    store.close()

    def hold(say: Callable[[str], None]) -> None:
        other = open_store(path)
        with dialect.lock_for_writing(other.db):
            say("holding")
            os.read(ours, 1)

    ours, theirs = os.pipe()
    with Forked(hold) as holder:
        assert holder.heard() == "holding"
        store.connect()
        with pytest.raises(StoreBusy, match="Try again"), store.write(timeout=0.1):
            pass
        assert CommandRow.select().count() == 1
        os.write(theirs, b".")
        holder.finished()
    write_one(store, "2")
    assert CommandRow.select().count() == 2
    os.close(ours)
    os.close(theirs)


def test_a_failing_disk_is_neither_called_full_nor_damaged(store: Store) -> None:
    explained = troubles.explain(OperationalError("disk I/O error"), store.path)
    assert type(explained) is StoreError
    assert "failed to read or write" in str(explained)


def test_errors_that_are_no_trouble_of_the_store_keep_their_kind(store: Store) -> None:
    assert troubles.explain(ValueError("database is locked"), store.path) is None
    found(store, 1)
    with pytest.raises(IntegrityError):
        hire(store, "1001")


@pytest.mark.parametrize(("code", "kind"), [(11, StoreDamaged), (13, StoreFull), (5, StoreBusy), (8, StoreReadOnly)])
def test_the_engines_codes_tell_what_its_words_leave_out(store: Store, code: int, kind: type[StoreError]) -> None:
    said = OperationalError(f"vtable constructor failed: directory_fts (code={code}, ext={code})")
    assert isinstance(troubles.explain(said, store.path), kind)


def test_errors_that_follow_each_other_in_a_circle_are_explained_once(store: Store) -> None:
    first, second = OperationalError("no such savepoint"), OperationalError("database or disk is full")
    first.__context__, second.__context__ = second, first
    assert isinstance(troubles.explain(first, store.path), StoreFull)


def test_text_that_is_no_text_is_damage_wherever_it_is_read(closed: Store) -> None:
    store = open_store(closed.path)
    store.db.execute_sql("UPDATE department SET name = CAST(x'53ff6c' AS TEXT)")
    with pytest.raises(StoreDamaged), store.snapshot():
        store.db.execute_sql("SELECT name FROM department").fetchall()
    store.close()


@pytest.mark.parametrize(
    "said",
    ["invalid fts5 file format (found 0, expected 4 or 5)", 'foreign key mismatch - "pay" referencing "command"'],
)
def test_what_the_engine_says_of_a_damaged_schema_is_damage(store: Store, said: str) -> None:
    assert isinstance(troubles.explain(OperationalError(f"{said} (code=1, ext=1)"), store.path), StoreDamaged)


def test_an_error_nobody_expected_is_the_stores_only_where_the_file_does_not_hold_together(closed: Store) -> None:
    store = open_store(closed.path)
    assert store.explain(TypeError("a bug")) is None
    store.close()
    content = bytearray(closed.path.read_bytes())
    content[-81_920:-40_960] = b"\xa5" * 40_960
    closed.path.write_bytes(content)
    assert isinstance(store.explain(TypeError("a bug")), StoreDamaged)
