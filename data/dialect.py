"""What differs between SQLite and PostgreSQL: the one module that knows the engine. PostgreSQL is opened by URL later.

Lock verbs, the schema's version, triggers that keep tables append-only, the search index and copies of a whole store
are here, what the engine's errors mean in `data.troubles`; all else in `data` is portable Peewee, apart from the
migrations' own SQL and the bulk statements.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from peewee import SQL, DatabaseError, NodeList, SqliteDatabase, fn
from peewee import __exception_wrapper__ as in_peewees_words  # type: ignore[attr-defined]  # not in its stubs

from data import cipher
from data.recoding import emptied
from data.troubles import busy, explain, full, is_driver_error
from hrtui.errors import StoreDamaged, StoreError
from hrtui.text import clean

APPLICATION_ID = 0x48525455  # "HRTU", in the header of every store file
WAL_SAFE = (3, 51, 3)  # the first SQLite with the WAL-reset corruption fix (sqlite.org release notes, 2026-03-13)
WAIT_SECONDS = 5.0
RESET_DATABASE = 1009  # SQLITE_DBCONFIG_RESET_DATABASE (sqlite3.h): empties a file however damaged
INDEXED_LETTERS = 3  # of a word that the search index finds
MERGED = 500  # pages of a search index that are merged at a time: some ten milliseconds
LARGE = 256 << 20  # bytes of a store that is not written anew in memory
STEPS_BETWEEN_LOOKS = 2_000  # of SQLite's virtual machine: some 50 microseconds
PRAGMAS = (
    ("synchronous", "FULL"),
    ("foreign_keys", 1),
    ("recursive_triggers", 1),
    ("cache_size", -1_000),
    ("temp_store", "memory"),
    ("journal_size_limit", 64 << 20),
    ("trusted_schema", 0),
    ("secure_delete", 1),
)
FIELD_TYPES = {
    **SqliteDatabase.field_types,
    "UTCDATETIME": "TEXT",
    "DATE": "TEXT",
    "FOLDED": "TEXT",
    "BIGINT": "INTEGER",
}


class _Sqlite:
    """What Peewee's SQLite classes lack: errors in words, and a rollback where the engine has rolled back already."""

    dialect = "sqlite"
    field_types = FIELD_TYPES

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """Run a statement; raise the error of `explain` where the engine's has one."""
        try:
            return super().execute_sql(sql, params)  # type: ignore[misc]  # mixed into Peewee's classes
        except (DatabaseError, UnicodeDecodeError) as error:
            raise explain(error, Path(self.database)) or error from error  # type: ignore[attr-defined]  # as above

    def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run one statement for each of some rows of values, prepared once; raises as `execute_sql` does."""
        try:
            with in_peewees_words:
                self.cursor().executemany(sql, rows)  # type: ignore[attr-defined]  # mixed into Peewee's classes
        except (DatabaseError, UnicodeDecodeError) as error:
            raise explain(error, Path(self.database)) or error from error  # type: ignore[attr-defined]  # as above

    def rollback(self) -> None:
        """Roll back, unless a full disk made SQLite do so itself: a second time would hide the cause."""
        if self.connection().in_transaction:  # type: ignore[attr-defined]  # as above
            super().rollback()  # type: ignore[misc]  # as above


@cache
def sqlite_class(driver: str = "auto") -> type[Any]:
    """The database class over cysqlite (its SQLite is current), or over the standard library where it is missing; or over SQLCipher."""
    base: type[Any] = SqliteDatabase
    if driver == "sqlcipher":
        from data.ciphered import CipheredSqlite

        base = CipheredSqlite
    if driver in ("auto", "cysqlite"):
        try:
            from data.current import CurrentSqlite

            base = CurrentSqlite
        except ImportError:
            if driver == "cysqlite":
                raise
    return type("HrSqlite", (_Sqlite, base), {})


def database_at(path: Path, driver: str = "auto") -> Any:
    """A closed Peewee database over a file of SQLite's, with the settings every connection gets.

    All connections of a process to one file go through one driver: two copies of SQLite in a process do not see each
    other's locks. Where `data.cipher` has a key it is SQLCipher, whatever driver is asked for.
    """
    return sqlite_class("sqlcipher" if cipher.key() else driver)(
        str(path), pragmas=PRAGMAS, timeout=WAIT_SECONDS, autoconnect=False
    )


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A database with a connection of its own, apart from the one the models are bound to."""
    db = database_at(path)
    db.connect()
    try:
        yield db
    finally:
        db.close()


def file_of(url: str) -> Path:
    """The file a store URL names; raise StoreError for an engine that is not supported."""
    scheme, _, rest = url.partition("://")
    if not rest:
        return Path(url)
    if scheme != "sqlite":
        raise StoreError(
            f"A store at {scheme}:// cannot be opened by this hrtui; give `store: url:` as sqlite:///PATH."
        )
    return Path(rest.removeprefix("/"))


def driver_of(db: Any) -> tuple[str, tuple[int, ...]]:
    """The name of the driver in use and the version of the SQLite inside it."""
    library = type(db.connection()).__module__.partition(".")[0]
    return library, tuple(int(part) for part in db.execute_sql("SELECT sqlite_version()").fetchone()[0].split("."))


def wait_at_most(db: Any, seconds: float) -> None:
    """How long the engine itself waits for a lock, on this thread's connection."""
    db.execute_sql(f"PRAGMA busy_timeout = {max(1, int(seconds * 1000))}")


@contextmanager
def roomy(db: Any) -> Iterator[None]:
    """Give this thread's connection 64 MB to keep pages in: for the one transaction that changes rows all over the file."""
    usual = db.execute_sql("PRAGMA cache_size").fetchone()[0]
    db.execute_sql("PRAGMA cache_size = -65536")
    try:
        yield
    finally:
        db.execute_sql(f"PRAGMA cache_size = {usual:d}")


def refuse_writes(db: Any) -> None:
    """Let a connection read only."""
    db.execute_sql("PRAGMA query_only = 1")


def lock_for_writing(db: Any) -> Any:
    """A transaction that takes the write lock as it begins."""
    return db.atomic("IMMEDIATE")


def one_moment(db: Any) -> Any:
    """A transaction whose reads all see the moment of the first."""
    return db.atomic("DEFERRED")


def hurry(db: Any) -> dict[str, Any]:
    """Let commits of this connection neither wait for the disk nor move the log into the file; return what was set before."""
    hurried = {"synchronous": "NORMAL", "wal_autocheckpoint": 0}
    before = {name: db.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in hurried}
    set_pragmas(db, hurried)
    return before


def set_pragmas(db: Any, values: dict[str, Any]) -> None:
    """Set what a connection does from here on; outside any transaction."""
    for name, value in values.items():
        db.execute_sql(f"PRAGMA {name} = {value}")


def fold(db: Any) -> None:
    """Move what was committed from the log into the file, as far as nobody reads what was before; nobody waits for it."""
    db.execute_sql("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


def schema_version(db: Any) -> int:
    """The number of the last migration applied; 0 for none."""
    return int(db.execute_sql("PRAGMA user_version").fetchone()[0])


def migrated_by(db: Any) -> str:
    """The version of hrtui that migrated a store last, by its trail; empty where that does not say, or cannot be read by now."""
    query = "SELECT json_extract(detail, '$.hrtui') FROM audit WHERE subject = 'store' AND action = 'store.migrate'"
    try:
        found = db.execute_sql(f"{query} ORDER BY id DESC LIMIT 1").fetchone()
    except DatabaseError:
        return ""
    return clean(str(found[0]), limit=20) if found and found[0] else ""


def set_schema_version(db: Any, number: int) -> None:
    """Record the last migration applied; part of the running transaction."""
    db.execute_sql(f"PRAGMA user_version = {number:d}")


def is_ours(db: Any) -> bool:
    """Whether the file carries hrtui's mark."""
    return bool(db.execute_sql("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)


def mark_ours(db: Any) -> None:
    """Put hrtui's mark into the file's header."""
    db.execute_sql(f"PRAGMA application_id = {APPLICATION_ID:d}")


def uses_wal(db: Any) -> bool:
    """Whether readers and a writer can work at the same time."""
    return bool(db.execute_sql("PRAGMA journal_mode").fetchone()[0] == "wal")


def use_wal(db: Any) -> None:
    """Let readers and a writer work at the same time; the setting stays in the file. Outside any transaction."""
    if not uses_wal(db) and db.execute_sql("PRAGMA journal_mode = wal").fetchone()[0] != "wal":
        raise StoreError(
            f"{db.database} lies on a file system on which SQLite cannot share memory; move it to a local disk."
        )


def without_foreign_keys(db: Any, off: bool) -> None:
    """Switch the enforcement of foreign keys off or on again, outside any transaction, as rebuilding tables needs."""
    db.execute_sql(f"PRAGMA foreign_keys = {0 if off else 1}")


def broken_references(db: Any) -> list[tuple[str, int, str]]:
    """Rows whose foreign key points at nothing: table, rowid, table pointed at."""
    return [(row[0], row[1] or 0, row[2]) for row in db.execute_sql("PRAGMA foreign_key_check").fetchall()]


def integrity(db: Any) -> list[str]:
    """What the engine finds wrong with the file's pages, indexes and search index; empty when all is well."""
    found = [str(row[0]) for row in db.execute_sql("PRAGMA integrity_check").fetchall()]
    return [] if found == ["ok"] else found


def content_tables(db: Any) -> list[str]:
    """The tables that hold rows of our own, without what the engine keeps beside them."""
    return [table for table in db.get_tables() if not table.startswith("sqlite_") and "_fts" not in table]


def raw_rows(db: Any, table: str) -> Iterator[list[tuple[Any, ...]]]:
    """Every row of a table as stored, in the order of its key, some at a time."""
    key = ", ".join(f'"{name}"' for name in db.get_primary_keys(table))
    cursor = db.execute_sql(f'SELECT * FROM "{table}" ORDER BY {key}')
    while rows := cursor.fetchmany(1_000):
        yield rows


def copy_into(source: Any, target: Any, path: Path) -> None:
    """Put the content of one database in the place of another's, in one step: whoever reads sees the old or the new.

    Where a transaction of the source is open, what it sees is copied. Raises StoreBusy, StoreFull or StoreError about
    the target's path; then it is as it was.
    """
    try:
        _copy(source.connection(), target.connection())
    except TimeoutError as error:
        raise busy(path) from error
    except MemoryError as error:  # what SQLCipher says of pages that do not open with the key
        raise _not_copied(source, path, "its pages do not open") from error
    except Exception as error:
        if not is_driver_error(error):
            raise
        raise _not_copied(source, path, str(error)) from error


def _copy(source: Any, target: Any) -> None:
    """Let the engine copy; the drivers that are like Python's own would wait for a lock without end."""
    until = time.monotonic() + WAIT_SECONDS

    def told(status: int, *_: int) -> None:
        if status in (5, 6) and time.monotonic() > until:  # SQLITE_BUSY, SQLITE_LOCKED
            raise TimeoutError("the lock was not given in time")

    is_cysqlite = hasattr(source, "pragma")
    source.backup(target, **({} if is_cysqlite else {"progress": told, "sleep": 0.05}))


def _not_copied(source: Any, path: Path, said: str) -> StoreError:
    """Why a copy failed; cysqlite says of most causes that they are not an error."""
    pages, size = (int(source.execute_sql(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    if "lock" in said:
        return busy(path)
    if shutil.disk_usage(path.parent).free < pages * size:
        return full(path)
    return StoreError(f"{path} could not be written as a whole ({said}); nothing was changed.")


def overwrite_damaged(source: Any, path: Path) -> None:
    """Put the content of a database into a file that is damaged beyond opening, without taking the file from others."""
    if cipher.key():
        emptied(path)  # there is no page of which SQLCipher could take a key
    target = sqlite_class("sqlcipher" if cipher.key() else "auto")(str(path), timeout=WAIT_SECONDS, autoconnect=False)
    target.connect()
    try:
        connection = target.connection()
        configure = getattr(connection, "db_config", None) or getattr(connection, "setconfig", None)
        if configure is not None:
            configure(RESET_DATABASE, True)
            connection.execute("VACUUM")
            configure(RESET_DATABASE, False)
        copy_into(source, target, path)
    finally:
        target.close()


def into_one_file(db: Any) -> None:
    """Write out what still lies beside the file, so that it can be moved and read on its own."""
    db.execute_sql("PRAGMA journal_mode = delete").fetchall()


def stale_search(db: Any, table: str) -> list[str]:
    """The search index of a table, where it does not hold the table's text; inside a transaction that may write."""
    try:
        db.execute_sql(f"INSERT INTO {table}_fts({table}_fts, rank) VALUES ('integrity-check', 1)")
    except StoreDamaged:
        return [f"{table}_fts"]
    return []


def merge_search(db: Any, table: str, begun: bool) -> bool:
    """Merge a little more of a table's search index, until words that are gone from the table are gone from every segment of it;
    inside a transaction that writes. Returns whether there is more to merge."""
    before = db.execute_sql("SELECT total_changes()").fetchone()[0]
    db.execute_sql(f"INSERT INTO {table}_fts({table}_fts, rank) VALUES ('merge', ?)", (MERGED if begun else -MERGED,))
    return bool(db.execute_sql("SELECT total_changes()").fetchone()[0] - before > 1)


def shred(db: Any) -> bool:
    """Empty the log beside the file, and write the file anew without what was deleted, which takes as much memory as it is large: not
    where it is larger than `LARGE`. There what was deleted was overwritten with zeros as it was (`secure_delete`). Outside any
    transaction, while nobody writes.

    Returns whether the log could be emptied; it cannot while somebody reads.
    """
    pages, size = (db.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    if pages * size <= LARGE:
        db.execute_sql("VACUUM")
    return bool(db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)


def containing(table: str, column: str, words: Sequence[str], limit: int | None = None) -> Any:
    """A subquery of the keys whose column contains each of the words, folded and of three characters or more; the
    words reach the index as quoted phrases, so nothing in them is an operator."""
    phrases = " AND ".join('"' + word.replace('"', '""') + '"' for word in words)
    most = "" if limit is None else f" LIMIT {limit:d}"
    return SQL(f"(SELECT rowid FROM {table}_fts WHERE {column} MATCH ?{most})", (phrases,))


def escaped(text: str) -> str:
    """Text as LIKE takes it literally, with a backslash as its escape."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def json_text(column: Any, name: str) -> Any:
    """A value of a column of JSON by its name, as text; NULL where there is none."""
    quoted = name.replace('"', "")
    return fn.JSON_EXTRACT(column, f'$."{quoted}"')


def number(text: Any) -> Any:
    """Text as a number to compare and order by."""
    return text.cast("REAL")


def years_since(day: Any, on: date) -> Any:
    """The whole years from a column of days until a day; NULL where there is none."""
    year, rest = fn.SUBSTR(day, 1, 4).cast("INTEGER"), fn.SUBSTR(day, 6)
    return NodeList((SQL("(? -", (on.year,)), year, SQL("- ("), rest, SQL("> ?))", (f"{on:%m-%d}",))))


def one_of(values: Sequence[str] | Sequence[int]) -> Any:
    """A subquery of any number of texts or ids, for `in_`: one parameter, where each value of a list is a node to build."""
    return SQL("(SELECT value FROM json_each(?))", (json.dumps(list(values)),))


def distinct_values(db: Any, table: str, column: str, filled: bool = False) -> list[Any]:
    """The different values of an indexed column, by jumping from one to the next instead of reading every row; `filled`
    for an index that leaves empty text out."""
    only = f"{column} != ''" if filled else "1"
    rows = db.execute_sql(
        f"WITH RECURSIVE step(value) AS (SELECT min({column}) FROM {table} WHERE {only} UNION ALL "
        f"SELECT (SELECT min({column}) FROM {table} WHERE {only} AND {column} > step.value) FROM step "
        "WHERE step.value IS NOT NULL) SELECT value FROM step WHERE value IS NOT NULL"
    ).fetchall()
    return [row[0] for row in rows]


@dataclass(slots=True)
class Watch:
    """Whether the statement that ran inside was ended before its last row."""

    ended: bool = False


@contextmanager
def watched(db: Any, give_up: Callable[[], bool]) -> Iterator[Watch]:
    """End the statement that runs inside, on this thread's connection, as soon as `give_up()` says so; not an error."""
    watch = Watch()

    def check() -> bool:
        watch.ended = watch.ended or give_up()
        return watch.ended

    connection = db.connection()
    observe = getattr(connection, "progress", None) or connection.set_progress_handler
    observe(check, STEPS_BETWEEN_LOOKS)
    try:
        yield watch
    except Exception:
        if not watch.ended:
            raise
    finally:
        observe(None, 0)
