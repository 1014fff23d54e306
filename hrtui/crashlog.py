"""The crash log: where a bug happened, for whoever mends it, and never a value of anyone's."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from pathlib import Path

LOG = "crash.log"
BUG = 70  # the exit code of a bug: EX_SOFTWARE of sysexits.h
LIMIT = 1_000_000
FRAMES = 40


def state_folder() -> Path:
    """The folder of this user's log and drafts: XDG_STATE_HOME/hrtui, else ~/.local/state/hrtui; made private (0700)."""
    base = os.environ.get("XDG_STATE_HOME", "")
    folder = (Path(base) if Path(base).is_absolute() else Path.home() / ".local" / "state") / "hrtui"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def record(error: BaseException, at: str = "") -> str:
    """Append where `error` came from to the log (types, files and lines only) and return the reference to look it up by.

    `at` is the instant as text, where a clock is known. Where the log cannot be written the reference says so.
    """
    reference = os.urandom(4).hex()
    lines = [f"{reference} {at}".rstrip(), *(f"  {line}" for line in _origin(error))]
    try:
        _append("\n".join(lines) + "\n")
    except (OSError, RuntimeError):
        return f"{reference}, not logged: the state folder cannot be written"
    return reference


def _append(text: str) -> None:
    log = state_folder() / LOG
    if log.exists() and log.stat().st_size > LIMIT:
        log.replace(log.with_suffix(".log.1"))
    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as stream:
        stream.write(text)


def _origin(error: BaseException) -> Iterator[str]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield type(current).__qualname__
        for frame, line in list(traceback.walk_tb(current.__traceback__))[-FRAMES:]:
            yield f"  {_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
        current = current.__cause__ or current.__context__


def _short(file: str) -> str:
    return "/".join(Path(file).parts[-3:])
