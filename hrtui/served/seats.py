"""Open sessions: a file for each, locked as long as somebody attends it, so that one that was cut off is found and told."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Guest:
    """Who came over SSH: the login, the fingerprint of the key, and the address they came from."""

    login: str
    fingerprint: str
    address: str


@dataclass(frozen=True, slots=True)
class Seated:
    """A session on record: whose it is, its number among the server's processes, and when it began (UTC, as text)."""

    guest: Guest
    process: int
    began: str
    file: Path


class Seat:
    """The place of one session; `leave` gives it up. What is forked lets go of it by `forget`."""

    def __init__(self, file: Path, handle: int) -> None:
        self.file, self._handle = file, handle

    def leave(self) -> None:
        """Give the place up: the session is told of by then."""
        self.file.unlink(missing_ok=True)
        self.forget()

    def forget(self) -> None:
        """Let go of the lock in this process."""
        with suppress(OSError):
            os.close(self._handle)


def take(folder: Path, guest: Guest, began: str) -> Seat:
    """Take a place for a session of this process: it has its name only once it is written and locked, so that a kill leaves a place
    that is whole and free, or none."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"{os.getpid()}.json"
    part = folder / f".{os.getpid()}.part"
    part.unlink(missing_ok=True)  # of a process that had this number and was killed
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    os.write(handle, json.dumps({"guest": asdict(guest), "began": began}).encode())
    part.replace(file)
    return Seat(file, handle)


def seated(folder: Path) -> Iterator[tuple[Seated, bool]]:
    """The sessions on record, and whether each is still attended."""
    for file in sorted(folder.glob("*.json")):
        with suppress(OSError, ValueError, KeyError, TypeError):
            with file.open("rb") as opened:
                attended = not _free(opened.fileno())
                held = json.loads(opened.read())
            yield Seated(Guest(**held["guest"]), int(file.stem), held["began"], file), attended


def _free(handle: int) -> bool:
    """Whether nobody holds the lock."""
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
