"""Transactions of what nobody sees yet: they do not wait for the disk, since the one that shows it waits for all of them."""

from __future__ import annotations

import threading
from queue import SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Any

from peewee import DatabaseError

from data import dialect
from hrtui.errors import StoreError

if TYPE_CHECKING:
    from data.db import Store


class Drafts:
    """A block of writes to be shown, or removed, by a write after it. A power cut in the block takes back the last of them, whole
    ones; the next commit outside, and one of any other session, waits until all before it are on the disk.

    What was committed goes from the log into the file on a thread, beside everyone's writes, instead of within one of them. Inside a
    write the block does nothing: that one waits for the disk, once.
    """

    def __init__(self, store: Store) -> None:
        self._store, self._due = store, SimpleQueue[bool]()
        self._thread = threading.Thread(target=self._fold, daemon=True)
        self._before: dict[str, Any] = {}  # nothing inside a write

    def __enter__(self) -> Drafts:
        self._store.connect()
        if not self._store.db.transaction_depth():
            self._before = dialect.hurry(self._store.db)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before:
            dialect.set_pragmas(self._store.db, self._before)
            self._due.put(False)
            self._thread.join()

    def fold(self) -> None:
        """Have what was committed moved from the log into the file, meanwhile."""
        self._due.put(True)

    def _fold(self) -> None:
        try:
            self._store.connect()
            while self._due.get():
                dialect.fold(self._store.db)
        except (StoreError, DatabaseError):
            return  # it stays in the log; the next commit that meets the cause says so
        finally:
            self._store.close()
