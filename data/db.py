"""Opening the store, and its transactions: one writer at a time through a fair gate, short and all-or-nothing."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from data import dialect, migrations, troubles
from data.base import database
from data.drafts import Drafts
from data.files import SHARED_MODE, local, part_of, publish
from data.gate import Gate
from hrtui import __version__
from hrtui.errors import (
    HrError,
    StoreBehind,
    StoreDamaged,
    StoreError,
    StoreMissing,
    StoreTooNew,
)

WAIT_SECONDS = dialect.WAIT_SECONDS


class Store:
    """An open store. One connection a thread; `write` and `snapshot` are its only transactions."""

    def __init__(self, path: Path, driver: str = "auto") -> None:
        self.path = path
        self.db: Any = dialect.database_at(path, driver)
        self.gate = Gate(path)
        self._here = threading.local()
        database.initialize(self.db)
        self.connect()

    def connect(self) -> None:
        """Open this thread's connection where there is none."""
        if self.db.is_closed():
            with explained(self.path):
                self.db.connect()

    def only_read(self) -> None:
        """Refuse to write through this thread's connection from here on."""
        dialect.refuse_writes(self.db)

    def close(self) -> None:
        """Close this thread's connection."""
        if not self.db.is_closed():
            self.db.close()

    def explain(self, error: BaseException) -> HrError | None:
        """What an error that nobody expected means where the store is to blame: the engine's own, or any other while the
        file does not hold together or is of a later hrtui; None where it is a bug."""
        if isinstance(error, HrError):
            return error
        return troubles.explain(error, self.path) or self._unfit()

    def _unfit(self) -> StoreError | None:
        """Why this hrtui cannot work on the file: a later one migrated it meanwhile, or it does not hold together."""
        try:
            with explained(self.path), dialect.opened(self.path) as db:
                recognized(db, self.path)
                return troubles.damaged(self.path) if dialect.integrity(db) else None
        except (StoreDamaged, StoreTooNew) as error:
            return error
        except StoreError:
            return None

    @contextmanager
    def write(self, timeout: float = WAIT_SECONDS) -> Iterator[None]:
        """One short transaction that holds the write lock; nested, a savepoint.

        Raises StoreBusy where the lock is not given within `timeout` seconds, StoreFull where the disk is full;
        nothing of the block is kept then.
        """
        self.connect()
        if self.db.transaction_depth():
            if getattr(self._here, "reading", False):
                raise RuntimeError("a write cannot begin inside a snapshot")
            with self.db.atomic():
                yield
            return
        with explained(self.path), ExitStack() as stack:
            self._begin(stack, timeout)
            yield

    def _begin(self, stack: ExitStack, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        try:
            stack.enter_context(self.gate.held(timeout))
        except TimeoutError as error:
            raise troubles.busy(self.path) from error
        dialect.wait_at_most(self.db, deadline - time.monotonic())
        try:
            stack.enter_context(dialect.lock_for_writing(self.db))
        finally:
            dialect.wait_at_most(self.db, WAIT_SECONDS)
        if dialect.schema_version(self.db) > migrations.LATEST:
            raise too_new(self.db, self.path, dialect.schema_version(self.db))

    def drafts(self) -> Drafts:
        """A block of `write`s of what nobody sees before a write after the block; they do not wait for the disk."""
        return Drafts(self)

    def shred(self, timeout: float = WAIT_SECONDS) -> bool:
        """Write the file anew without what was erased, and empty the log beside it; outside any transaction.

        Returns whether the log is empty; it is not while others read. Raises StoreBusy and StoreFull; nothing is lost then.
        """
        self.connect()
        with explained(self.path):
            try:
                with self.gate.held(timeout):
                    return dialect.shred(self.db)
            except TimeoutError as error:
                raise troubles.busy(self.path) from error

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads inside see one moment; keep it short, it stops the WAL from being recycled."""
        self.connect()
        if self.db.transaction_depth():
            yield
            return
        self._here.reading = True
        try:
            with explained(self.path), dialect.one_moment(self.db):
                yield
        finally:
            self._here.reading = False


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Raise what the engine's errors inside mean, in words."""
    try:
        yield
    except Exception as error:
        meaning = troubles.explain(error, path)
        if meaning is None or meaning is error:
            raise
        raise meaning from error


def open_store(path: Path | str, driver: str = "auto") -> Store:
    """Open the store at a path or `sqlite:///` URL, after looking whether it can be used.

    Raises StoreMissing, StoreDamaged, StoreTooNew, StoreBehind, StoreReadOnly, and StoreError for an engine or file
    system that cannot hold one.
    """
    path = usable(dialect.file_of(path) if isinstance(path, str) else path)
    store = Store(path, driver)
    try:
        with explained(path):
            check_schema(store.db, path)
            if not dialect.uses_wal(store.db):
                with store.gate.held(WAIT_SECONDS):
                    dialect.use_wal(store.db)
    except BaseException:
        store.close()
        raise
    return store


def usable(path: Path) -> Path:
    """The path of a store file that exists on a local disk and can be written; raise the StoreError it deserves."""
    path = path.absolute()
    with explained(path):
        local(path)
        _look(path)
    return path


def _look(path: Path) -> None:
    if not path.exists():
        raise StoreMissing(f"There is no store at {path}; `hrtui init` makes one, or correct `store: url:`.")
    if not path.is_file() or path.stat().st_size == 0:
        raise troubles.damaged(path)
    if not (os.access(path, os.R_OK | os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK)):
        raise troubles.read_only(path)


def check_schema(db: Any, path: Path) -> None:
    """Raise what `recognized` does, and StoreBehind where the schema is an older one."""
    have = recognized(db, path)
    if have < migrations.LATEST:
        raise StoreBehind(f"{path} has schema {have}; this hrtui needs {migrations.LATEST}. Run `hrtui migrate`.")


def recognized(db: Any, path: Path) -> int:
    """The schema of a file; raise StoreDamaged where it is not hrtui's, StoreTooNew where a later hrtui wrote it."""
    with dialect.one_moment(db):
        ours, have = dialect.is_ours(db), dialect.schema_version(db)
        dialect.content_tables(db)
    if not ours:
        raise StoreDamaged(f"{path} is a database, but not hrtui's; it is left as it is. Name another file.")
    if have > migrations.LATEST:
        raise too_new(db, path, have)
    return have


def too_new(db: Any, path: Path, have: int) -> StoreTooNew:
    """The refusal of a later schema, also where another process has migrated the store meanwhile; it names the hrtui that did."""
    by = dialect.migrated_by(db)
    return StoreTooNew(
        f"{path} has schema {have}, written by {f'hrtui {by}' if by else 'a later hrtui'}; this one, {__version__}, knows"
        f" {migrations.LATEST}, and wrote nothing. Upgrade hrtui here, and open it again."
    )


def create_store(path: Path | str, driver: str = "auto") -> Store:
    """Make an empty store and open it; raise StoreError where the file exists: nothing is ever overwritten."""
    path = (dialect.file_of(path) if isinstance(path, str) else path).absolute()
    local(path)
    with explained(path), part_of(path) as part:
        _build(part, driver)
        publish(part, path, SHARED_MODE)
    return open_store(path, driver)


def _build(part: Path, driver: str) -> None:
    db = dialect.database_at(part, driver)
    db.connect()
    try:
        migrations.apply(db)
        dialect.use_wal(db)
    finally:
        db.close()
