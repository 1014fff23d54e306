"""The state of a store at a glance: what can be told in a moment, while others work; the thorough look is `data.check`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from data import check, dialect, nights
from data.db import check_schema, explained, usable
from data.fields import instant
from data.gate import Gate
from data.migrations import LATEST
from data.schema import AuditRow
from hrtui import __version__
from hrtui.errors import HrError, StoreError
from hrtui.store.model import Finding, Grade

LARGE_LOG = 256 << 20
WAITED = 1.0
STEP = timedelta(minutes=1)
SYNCHRONOUS = {0: "off", 1: "normal", 2: "full", 3: "extra"}


def look(path: Path, now: datetime, served: bool = False) -> Iterator[Finding]:
    """What holds of a store and what does not, read in a moment; nothing is written. One that does not open is a finding.
    `served` says whether staff reach it over SSH: then nights and sessions are told too."""
    try:
        path = usable(path)
        with explained(path), dialect.opened(path) as db:
            check_schema(db, path)
            yield Finding(
                "the store opens",
                Grade.GOOD,
                f"hrtui {__version__}, schema {LATEST}: {path}.",
                f"hrtui {__version__}, schema {LATEST}",
            )
            yield check.engine(db)
            yield _power(db)
            yield _clock(db, now)
            yield from check.recent_backup(db, now)
            yield from check.proven_backup(db, now)
            yield from nights.look(db, now, served)
    except StoreError as error:
        yield Finding("the store opens", Grade.FAULT, str(error))
        return
    yield _writers(path)
    yield _log(path)
    yield check.free_room(path)
    yield check.kept_private(path)


def _power(db: Any) -> Finding:
    """Whether what was confirmed is on the disk when the power goes."""
    name = "what is confirmed survives a power cut"
    mode, kept = (db.execute_sql(f"PRAGMA {word}").fetchone()[0] for word in ("journal_mode", "synchronous"))
    said = f"Journal {mode}, synchronous {SYNCHRONOUS.get(int(kept), kept)}."
    if (mode, int(kept)) != ("wal", 2):
        return Finding(name, Grade.FAULT, said)
    return Finding(name, Grade.GOOD, said, "survives a power cut")


def _clock(db: Any, now: datetime) -> Finding:
    """Whether the machine's clock is behind what it said before."""
    name = "the clock goes on"
    last = db.execute(AuditRow.select(AuditRow.at.cast("TEXT")).order_by(AuditRow.id.desc()).limit(1)).fetchone()
    behind = instant(last[0]) - now if last else timedelta()
    if behind < STEP:
        return Finding(name, Grade.GOOD, f"It is {now:%Y-%m-%d %H:%M} UTC.", f"it is {now:%Y-%m-%d %H:%M} UTC")
    said = f"It says {now:%Y-%m-%d %H:%M} UTC, {_spoken(behind)} before the last entry: it was set back. What is entered meanwhile"
    return Finding(name, Grade.WARNING, f"{said} gets the time of the entry before; set the clock right.")


def _spoken(time: timedelta) -> str:
    minutes = int(time.total_seconds() // 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"


def _writers(path: Path) -> Finding:
    """Whether somebody else can write: no lock that stays, no disk that refuses."""
    name = "somebody can write"
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        return Finding(name, Grade.FAULT, f"{path} or its folder refuses writes; people can look, and save nothing.")
    try:
        with Gate(path).held(WAITED), explained(path), dialect.opened(path) as db, dialect.lock_for_writing(db):
            return Finding(name, Grade.GOOD, "The queue of writers is free.", "free")
    except TimeoutError:
        return Finding(name, Grade.WARNING, "Others were writing for a second and longer; look again.")
    except HrError as error:
        return Finding(name, Grade.FAULT, str(error))


def _log(path: Path) -> Finding:
    """Whether what was written since the last checkpoint stays small."""
    name, log = "the log of writes is small", path.with_name(path.name + "-wal")
    size = log.stat().st_size if log.exists() else 0
    said = f"{size / 2**20:,.1f} MB in {log.name}."
    if size < LARGE_LOG:
        return Finding(name, Grade.GOOD, said, f"{size / 2**20:,.1f} MB of log")
    return Finding(
        name, Grade.WARNING, f"{said} A session that reads for very long keeps it; the last one to leave takes it away."
    )
