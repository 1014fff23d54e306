"""The write queue: who writes next is decided by a lock on FILE.gate, in order of arrival, between threads and processes."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.files import create_shared


class Gate:
    """A lock that its waiters get in turn; SQLite's own waiting backs off and starves some writers."""

    def __init__(self, store: Path) -> None:
        self.path = store.with_name(store.name + ".gate")

    @contextmanager
    def held(self, timeout: float) -> Iterator[None]:
        """Hold the lock; raise TimeoutError where it is not given within `timeout` seconds."""
        create_shared(self.path)
        handle = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _Waiter(handle).wait(timeout)
        try:
            yield
        finally:
            os.close(handle)


class _Waiter:
    """A thread that blocks on the lock; where its owner gives up first, it lets go as soon as it gets it."""

    def __init__(self, handle: int) -> None:
        self.handle = handle
        self.given = threading.Event()
        self.abandoned = False
        self.guard = threading.Lock()

    def wait(self, timeout: float) -> None:
        threading.Thread(target=self._block, name="hrtui-gate", daemon=True).start()
        if self.given.wait(timeout):
            return
        with self.guard:
            if not self.given.is_set():
                self.abandoned = True
                raise TimeoutError("the gate was not given in time")

    def _block(self) -> None:
        fcntl.flock(self.handle, fcntl.LOCK_EX)
        with self.guard:
            if self.abandoned:
                os.close(self.handle)
            else:
                self.given.set()
