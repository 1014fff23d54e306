"""Opening the store, and its transactions: one writer at a time through a fair gate, short and all-or-nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from data.base import database
from data.dialect import PRAGMAS, sqlite_class

WAIT_SECONDS = 5.0


class Store:
    """An open store. One connection a thread; `write` and `snapshot` are its only transactions."""

    def __init__(self, path: Path, driver: str = "auto") -> None:
        self.path = path
        self.db: Any = sqlite_class(driver)(str(path), pragmas=PRAGMAS, timeout=0.2, autoconnect=False)
        database.initialize(self.db)
        self.connect()

    def connect(self) -> None:
        """Open this thread's connection where there is none."""
        if self.db.is_closed():
            self.db.connect()

    def close(self) -> None:
        """Close this thread's connection."""
        if not self.db.is_closed():
            self.db.close()

    @contextmanager
    def write(self, timeout: float = WAIT_SECONDS) -> Iterator[None]:
        """One short BEGIN IMMEDIATE transaction; nested, a savepoint. Raises StoreBusy and StoreFull."""
        self.connect()
        with self.db.atomic("IMMEDIATE") if not self.db.transaction_depth() else self.db.atomic():
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads inside see one moment; keep it short, it stops the WAL from being recycled."""
        self.connect()
        with self.db.atomic("DEFERRED") if not self.db.transaction_depth() else self.db.atomic():
            yield
