"""Checking a store: the engine's own view, references, the audit trail, the invariants, and what surrounds the file."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from data import audit, dialect, documents, filestore, manifest
from data.db import check_schema, explained, usable
from data.fields import instant
from data.files import unfinished
from data.gate import Gate
from data.invariants import INVARIANTS
from data.org import facts
from data.schema import AuditRow, PersonRow, PrivateRow
from data.vault import Vault
from hrtui.errors import StoreBusy, StoreDamaged, StoreError
from hrtui.org import rules
from hrtui.store.model import Finding, Grade
from hrtui.text import listed

NAMED = 3
BACKUP_DAYS = 7
LITTLE_ROOM = 100 << 20
BACKUP, RESTORE, VERIFY, COMPARE = "store.backup", "store.restore", "store.verify", "store.compare"
CHAIN = "the audit chain is unbroken"
Key = Callable[[], Vault]


class Scopes(NamedTuple):
    """What roles name in their scopes (the role, `department` or `location`, the name), and the day it is to be there."""

    named: Sequence[tuple[str, str, str]]
    today: date


def check(
    path: Path, backups: Path, now: datetime, key: Key, files: Path | None = None, scopes: Scopes | None = None
) -> list[Finding]:
    """Everything there is to check, worst news included: a store that does not open is a finding, not an error.

    `files` is the folder of documents, and `scopes` what roles name, where these are to be checked too.
    """
    try:
        path = usable(path)
        with explained(path), dialect.opened(path) as db:
            check_schema(db, path)
            findings = [engine(db)]
            with dialect.one_moment(db):
                findings += [*soundness(db), *_sealed(db, key), *_anchor(db, backups), *recent_backup(db, now)]
                findings += [] if scopes is None else [_scopes(db, scopes)]
                wanted = documents.stored(db)
            findings.append(_search(db, path))
        about = [free_room(path), kept_private(path), _leftovers(path, backups)]
        return [*findings, *([] if files is None else _documents(wanted, files)), *about]
    except StoreError as error:
        return [Finding("the store opens", Grade.FAULT, str(error))]


def soundness(db: Any) -> Iterator[Finding]:
    """Whether a store itself holds together: its file, then its content."""
    yield pages(db)
    yield from content(db)


def pages(db: Any) -> Finding:
    """Whether the file itself is whole: its pages, indexes and search index."""
    return _counted("pages and indexes are whole", _tried(dialect.integrity, db))


def content(db: Any) -> Iterator[Finding]:
    """Whether what a store says holds together: references, the audit chain and each invariant."""
    yield _counted(
        "every reference leads somewhere",
        _tried(lambda db: [f"{t} {row}" for t, row, _ in dialect.broken_references(db)], db),
    )
    yield _chain(db)
    for invariant in INVARIANTS:
        yield _counted(invariant.__name__.replace("_", " "), _tried(invariant, db))


def faults(findings: Sequence[Finding] | Iterator[Finding]) -> tuple[str, ...]:
    """The sentences of the findings that are faults."""
    return tuple(f"{each.check}: {each.sentence}" for each in findings if each.grade is Grade.FAULT)


def _tried(look: Callable[[Any], list[str]], db: Any) -> list[str]:
    try:
        return look(db)
    except (StoreDamaged, ValueError, TypeError) as error:
        return [f"it cannot be read ({error})"]


def _counted(check: str, broken: list[str]) -> Finding:
    if not broken:
        return Finding(check, Grade.GOOD, "It holds.")
    return Finding(check, Grade.FAULT, f"Broken by {_few(broken)}.")


def _few(found: list[str]) -> str:
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return f"{', '.join(found[:NAMED])}{more}"


def _chain(db: Any) -> Finding:
    name = CHAIN
    try:
        report = audit.verify(db)
    except StoreDamaged as error:
        return Finding(name, Grade.FAULT, str(error))
    if report.broken_at is not None:
        return Finding(
            name, Grade.FAULT, f"Entry {report.broken_at} does not fit those before it: it or they were changed."
        )
    return Finding(name, Grade.GOOD, f"{report.entries} entries, the last {report.head[:16]}….")


def engine(db: Any) -> Finding:
    """Whether the engine is one that several may write with."""
    driver, version = dialect.driver_of(db)
    said = f"SQLite {'.'.join(map(str, version))} ({driver})"
    if version < dialect.WAL_SAFE:
        safe = ".".join(map(str, dialect.WAL_SAFE))
        return Finding(
            "the engine is safe", Grade.WARNING,
            f"{said} can corrupt a store that several write to, until {safe}; install the cysqlite package.",
        )  # fmt: skip
    return Finding("the engine is safe", Grade.GOOD, f"{said}.", said.partition(" (")[0])


def _search(db: Any, path: Path) -> Finding:
    name = "the search index follows the directory"
    try:
        with Gate(path).held(dialect.WAIT_SECONDS), dialect.lock_for_writing(db):
            stale = [found for table in ("directory", "candidate_line") for found in dialect.stale_search(db, table)]
            return _counted(name, stale)
    except (TimeoutError, StoreBusy):
        return Finding(name, Grade.WARNING, "Not checked: others were writing all the time. Try again.")


def scope_doubts(path: Path, scopes: Scopes) -> list[str]:
    """What is to be said of the scopes of roles over a store; nothing where it does not open."""
    try:
        path = usable(path)
        with explained(path), dialect.opened(path) as db:
            check_schema(db, path)
            return [sentence for sentence, _ in _doubts(db, scopes)]
    except StoreError:
        return []


def _doubts(db: Any, scopes: Scopes) -> list[tuple[str, bool]]:
    """A sentence for each scope that is to be told of, and whether it reaches nobody by the name."""
    if not scopes.named:
        return []
    known: dict[str, Any] = {"department": facts.departments(db), "location": facts.locations(db)}
    found = [(role, *rules.doubt(known[kind], place, kind, scopes.today)) for role, kind, place in scopes.named]
    return [(f"Role {role} {sentence}", lost) for role, sentence, lost in found if sentence]


def _scopes(db: Any, scopes: Scopes) -> Finding:
    """Whether every department and location that a role's scope names is there and open; every one that is not is named."""
    name, doubts = "scopes of roles name what there is", _doubts(db, scopes)
    if not doubts:
        return Finding(name, Grade.GOOD, "It holds.")
    grade = Grade.WARNING if any(lost for _, lost in doubts) else Grade.GOOD
    return Finding(name, grade, " ".join(sentence for sentence, _ in doubts))


def _sealed(db: Any, key: Key) -> Iterator[Finding]:
    name = "sealed values open with the key"
    columns = (PrivateRow.kind, PrivateRow.person, PrivateRow.box, PersonRow.number)
    rows = db.execute(PrivateRow.select(*columns).join(PersonRow).where(PrivateRow.superseded_at.is_null())).fetchall()
    try:
        vault = key() if rows else None
    except StoreError as error:
        yield Finding(name, Grade.WARNING, f"Not checked. {error}")
        return
    closed = [
        f"{kind} of person {number}"
        for kind, person, box, number in rows
        if not _opens(vault, kind.partition(".")[0], person, box)
    ]
    yield _counted(name, closed)


def _opens(vault: Vault | None, kind: str, person: int, box: bytes) -> bool:
    try:
        return vault is not None and bool(vault.open(kind, person, box))
    except StoreDamaged:
        return False


def _anchor(db: Any, backups: Path) -> Iterator[Finding]:
    newest = manifest.newest(backups)
    if newest is None:
        return
    name, head = "the audit trail still holds what the last backup saw", newest.picture.head
    restores = db.execute(AuditRow.select(AuditRow.detail).where(AuditRow.action == RESTORE)).fetchall()
    if not head or audit.holds(head, db) or any(head in detail for (detail,) in restores):
        yield Finding(name, Grade.GOOD, f"{newest.file}, {newest.picture.entries} entries.")
    else:
        yield Finding(
            name, Grade.FAULT,
            f"{newest.file} of {newest.made_at:%Y-%m-%d %H:%M} UTC ends with entry {head[:16]}…, which is gone: "
            "entries were removed or another store was put here.",
        )  # fmt: skip


def recent_backup(db: Any, now: datetime) -> Iterator[Finding]:
    """How old the last backup is, by the trail."""
    name = "a recent backup exists"
    query = AuditRow.select(AuditRow.at).where(AuditRow.subject == "store", AuditRow.action.in_([BACKUP, RESTORE]))
    last = query.order_by(AuditRow.id.desc()).limit(1).bind(db).tuples().first()
    age = now - last[0] if last else None
    if age is None or age > timedelta(days=BACKUP_DAYS):
        said = "There is none yet" if age is None else f"The last is {age.days} days old"
        yield Finding(name, Grade.WARNING, f"{said}; run `hrtui backup`.")
    else:
        hours = max(0, int(age.total_seconds() // 3600))
        yield Finding(name, Grade.GOOD, f"The last is {hours} hours old.", f"made {hours} h ago")


def proven_backup(db: Any, now: datetime) -> Iterator[Finding]:
    """Of when the last backup is that was opened and proven, by the trail, and whether a later one was compared with its manifest
    alone, as one is that only another machine can open; nothing where no backup was made."""
    name = "the last backup was proven"
    about = AuditRow.select(AuditRow.action, AuditRow.at, AuditRow.detail).where(AuditRow.subject == "store")
    newest = {}
    for action in (BACKUP, VERIFY, COMPARE):
        whole = about.where(AuditRow.action == action, ~AuditRow.detail.contains('"missing"'))
        newest[action] = whole.order_by(AuditRow.id.desc()).limit(1).bind(db).tuples().first()
    if newest[BACKUP] is None and newest[VERIFY] is None:
        return
    proven, compared = newest[VERIFY], newest[COMPARE]
    made = _made(proven) if proven else None
    beside = (
        f" One of {_made(compared):%Y-%m-%d %H:%M} UTC holds every byte it was sealed with; that it opens is not shown by that."
        if compared
        else ""
    )
    if made is None or now - made > timedelta(days=BACKUP_DAYS):
        said = f"The last that was opened is {(now - made).days} days old" if made else "None was ever opened"
        do = "run `hrtui backup verify FILE --key KEY` where the key is" if compared else "run `hrtui night`"
        yield Finding(name, Grade.WARNING, f"{said}; {do}.{beside}")
        return
    file = Path(str(json.loads(proven[2]).get("file", ""))).name
    hours = max(0, int((now - made).total_seconds() // 3600))
    yield Finding(name, Grade.GOOD, f"{file}, {hours} hours old.{beside}", f"opened one {hours} h old")


def _made(entry: tuple[str, datetime, str]) -> datetime:
    """When the backup was made that an entry of the trail tells of; the entry's own instant where it does not say."""
    told = json.loads(entry[2]).get("made")
    return instant(told) if told else entry[1]


def _documents(wanted: Mapping[str, tuple[int, bool]], files: Path) -> Iterator[Finding]:
    """Whether every document is on file as it was filed, and no file lies there that no document names."""
    needed = {sha256: size for sha256, (size, counts) in wanted.items() if counts}
    broken = [f"{sha256[:12]}… ({problem})" for sha256 in needed if (problem := filestore.problem_of(files, sha256))]
    name = "every document is on file with its hash"
    if broken:
        said = f"Broken by {_few(broken)} in {files}; take them from a backup with `hrtui restore`."
        yield Finding(name, Grade.FAULT, said)
    else:
        size = sum(needed.values()) / 2**20
        yield Finding(name, Grade.GOOD, f"{len(needed):,} files, {size:,.1f} MB, in {files}.")
    stray = [file for file in filestore.names(files) if file not in wanted]
    left = [*stray, *filestore.unfinished(files)]
    if left:
        said = f"{_few(left)} in {files}: left by a filing or a purge that was cut short; whoever keeps the store can remove it."
        yield Finding("no file lies there that no document names", Grade.WARNING, said)


def free_room(path: Path) -> Finding:
    """Whether the disk has room for the store to grow and be copied."""
    free, size = shutil.disk_usage(path.parent).free, path.stat().st_size
    said = f"{free >> 20:,} MB free, the store has {size / 2**20:,.1f} MB."
    grade = Grade.WARNING if free < max(2 * size, LITTLE_ROOM) else Grade.GOOD
    return Finding("the disk has room", grade, said, f"{free >> 20:,} MB free")


def _leftovers(path: Path, backups: Path) -> Finding:
    """Copies that a killed restore or backup never finished: they hold everyone's data."""
    name = "nothing unfinished lies about"
    found = [str(file) for file in unfinished((path.parent, backups))]
    if found:
        return Finding(
            name,
            Grade.WARNING,
            f"Unless one is running, a killed backup or restore left {_few(found)}; `hrtui night` removes it, or you do.",
        )
    return Finding(name, Grade.GOOD, "It holds.")


def kept_private(path: Path) -> Finding:
    """Whether nobody but owner and group may open the files."""
    beside = (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm")))
    seen = [file.name for file in beside if file.exists() and file.stat().st_mode & 0o007]
    if seen:
        said = f"Every user of this machine may open {listed(seen, 'and')}; run `chmod o= {path}*`."
        return Finding("only owner and group may read the files", Grade.WARNING, said)
    return Finding("only owner and group may read the files", Grade.GOOD, "It holds.", "private")
