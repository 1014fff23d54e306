"""Other processes for tests: forked, so that what they import is there already, and killed without mercy."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from data.audit import append, begin
from data.db import Store, open_store
from hrtui.audit.model import Entry
from tests.conftest import INSTANT


class Forked:
    """A process that runs `work(say)`; what it says, a line at a time, is read from `said`.

    No connection of the parent to the store may be open when it starts.
    """

    def __init__(self, work: Callable[[Callable[[str], None]], None]) -> None:
        ours, theirs = os.pipe()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(ours)
            _child(work, theirs)
        os.close(theirs)
        self.said: BinaryIO = os.fdopen(ours, "rb")

    def heard(self) -> str:
        """The next line it says."""
        return self.said.readline().decode().rstrip("\n")

    def kill(self) -> list[str]:
        """Kill it at once, and return all it had said."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        return self._rest()

    def finished(self) -> list[str]:
        """Wait for its end and return all it said; an error in it is one here."""
        lines = self._rest()
        assert os.waitpid(self.pid, 0)[1] == 0, "\n".join(lines)
        return lines

    def _rest(self) -> list[str]:
        whole = [line.decode().rstrip("\n") for line in self.said if line.endswith(b"\n")]
        self.said.close()
        return whole

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.said.closed:
            self.kill()


def _child(work: Callable[[Callable[[str], None]], None], pipe: int) -> None:
    code = 1
    try:
        work(lambda line: _said(os.write(pipe, f"{line}\n".encode())))
        code = 0
    except BaseException:  # noqa: BLE001  (nothing may reach the test runner that was forked along)
        os.write(pipe, traceback.format_exc().encode())
    finally:
        os._exit(code)


def _said(count: int) -> None:
    assert count


def writing(path: Path, name: str, times: int | None = None) -> Callable[[Callable[[str], None]], None]:
    """Work that writes commands with their audit entries, and says each one's subject once it is committed."""

    def work(say: Callable[[str], None]) -> None:
        store = open_store(path)
        number = 0
        while times is None or number < times:
            number += 1
            write_one(store, f"{name}-{number}")
            say(f"{name}-{number}")
        store.close()

    return work


def write_one(store: Store, subject: str) -> None:
    """One command with two audit entries."""
    with store.write(timeout=30):
        command = begin(INSTANT, "alice", "people.hire", subject)
        append(Entry(INSTANT, "alice", "people.hire", subject, command))
        append(Entry(INSTANT, "alice", "people.see_pay", subject))
