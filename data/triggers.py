"""What tables refuse, by triggers of the engine: history stays as it was written, whoever asks; and the indexes triggers keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

STAMP = ("superseded_at", "superseded_by_id")


def append_only(db: Any, table: str) -> None:
    """Refuse UPDATE and DELETE on a table; INSERT OR REPLACE too, since triggers are recursive."""
    for verb in ("UPDATE", "DELETE"):
        db.execute_sql(
            f'CREATE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def facts_only_superseded(db: Any, table: str) -> None:
    """Refuse DELETE on a table of dated facts, and any UPDATE but of both superseded columns from NULL, once.

    A migration that adds a column drops the four triggers and calls this again.
    """
    _superseded_once(db, table, _others(db, table, STAMP))


def facts_superseded_or_purged(db: Any, table: str, emptied: Sequence[str]) -> None:
    """As `facts_only_superseded`, but some columns of text may be emptied, once, by a command that purges.

    The row's `purged` names that command, which must be the newest there is and of the action `recruiting.purge`.
    """
    _superseded_once(db, table, _others(db, table, (*STAMP, *emptied, "purged")))
    _purged_once(db, table, emptied, "c.action = 'recruiting.purge'")


def _purged_once(db: Any, table: str, emptied: Sequence[str], action: str) -> None:
    full = " OR ".join(f"new.\"{name}\" <> ''" for name in emptied)
    newest = f"EXISTS (SELECT 1 FROM command c WHERE c.id = new.purged AND {action} AND c.id = (SELECT MAX(id) FROM command))"
    named = ", ".join(f'"{name}"' for name in (*emptied, "purged"))
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} rows are emptied by a purge alone'); END"
    db.execute_sql(
        f'CREATE TRIGGER "{table}_purged_once" BEFORE UPDATE OF {named} ON "{table}" '
        f"WHEN old.purged IS NOT NULL OR new.purged IS NULL OR {full} OR NOT {newest} {refuse}"
    )


def _others(db: Any, table: str, names: Sequence[str]) -> list[str]:
    return [column.name for column in db.get_columns(table) if column.name not in names]


def sealed_anew(db: Any, table: str, boxes: Sequence[str]) -> None:
    """In the place of `TABLE_no_update`: a box and its blind index change only for those that `TABLE_anew` holds for that very
    box, under the key that seals; and what is inserted under another key than that is refused."""
    _never_updated(db, table, _others(db, table, (*STAMP, *boxes)))
    sealing = "(SELECT key FROM sealing_key ORDER BY id DESC LIMIT 1)"
    other = f"lower(hex(substr(new.box, 2, 8))) <> {sealing}"
    made = " AND ".join(f"a.{name} = new.{name}" for name in boxes)
    held = f"EXISTS (SELECT 1 FROM {table}_anew a WHERE a.{table}_id = old.id AND a.was = old.box AND {made})"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} rows are sealed with the key of the store alone'); END"
    db.execute_sql(
        f'CREATE TRIGGER "{table}_sealed_anew" BEFORE UPDATE OF {", ".join(boxes)} ON "{table}" '
        f"WHEN NOT {held} OR {other} OR {sealing} IS NULL {refuse}"
    )
    db.execute_sql(
        f'CREATE TRIGGER "{table}_sealed_with" BEFORE INSERT ON "{table}" '
        f"WHEN substr(new.box, 1, 1) = x'02' AND {other} {refuse}"
    )


def _never_updated(db: Any, table: str, fixed: Sequence[str]) -> None:
    named = ", ".join(f'"{name}"' for name in fixed)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} rows are superseded, never changed'); END"
    db.execute_sql(f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE OF {named} ON "{table}" {refuse}')


def _superseded_once(db: Any, table: str, fixed: Sequence[str]) -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} rows are superseded, never changed'); END"
    db.execute_sql(f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {refuse}')
    _never_updated(db, table, fixed)
    db.execute_sql(
        f'CREATE TRIGGER "{table}_no_renumbering" BEFORE UPDATE ON "{table}" WHEN old.id <> new.id {refuse}'
    )  # `rowid` is another name of `id`, which the trigger before does not know
    db.execute_sql(
        f'CREATE TRIGGER "{table}_superseded_once" BEFORE UPDATE OF {", ".join(STAMP)} ON "{table}" '
        "WHEN old.superseded_at IS NOT NULL OR new.superseded_at IS NULL OR new.superseded_by_id IS NULL " + refuse
    )


def erasable(db: Any, table: str, columns: Sequence[str], purged: Sequence[str] = ()) -> None:
    """Let some columns of a table that refuses UPDATE be overwritten by the command that erases, before its entry is written; and
    what a purge may empty (`purged`) by it too.

    A migration that adds a column drops `<table>_erased_alone`, makes `<table>_no_update` anew and calls this again.
    """
    names = [column.name for column in db.get_columns(table)]
    free = {*columns, *purged, *(STAMP if STAMP[0] in names else ()), *(("purged",) if purged else ())}
    sql = db.execute_sql("SELECT sql FROM sqlite_master WHERE name = ?", (f"{table}_no_update",)).fetchone()[0]
    refuse = sql[sql.index("BEGIN SELECT RAISE") :]
    fixed = ", ".join(f'"{name}"' for name in names if name not in free)
    db.execute_sql(f'DROP TRIGGER "{table}_no_update"')
    db.execute_sql(f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE OF {fixed} ON "{table}" {refuse}')
    if STAMP[0] not in names:
        db.execute_sql(
            f'CREATE TRIGGER IF NOT EXISTS "{table}_no_renumbering" BEFORE UPDATE ON "{table}" WHEN old.rowid <> new.rowid {refuse}'
        )
    if columns:
        named = ", ".join(f'"{name}"' for name in columns)
        db.execute_sql(
            f'CREATE TRIGGER IF NOT EXISTS "{table}_erased_alone" BEFORE UPDATE OF {named} ON "{table}" WHEN NOT {ERASING} {refuse}'
        )
    if purged:
        db.execute_sql(f'DROP TRIGGER "{table}_purged_once"')
        _purged_once(db, table, purged, "c.action IN ('recruiting.purge', 'privacy.erase')")


ERASING = (
    "((SELECT c.action FROM command c ORDER BY c.id DESC LIMIT 1) = 'privacy.erase' "
    "AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.command_id = (SELECT MAX(id) FROM command)))"
)
"""While the command that erases is the newest and nothing in the trail tells of it yet: once it is told, no more can be erased."""


def kept_once_finalised(db: Any) -> None:
    """Refuse any UPDATE of slips and lines, their DELETE once their run was finalised, and new slips for it."""
    final = "EXISTS (SELECT 1 FROM pay_run_state s WHERE s.run_id = {run} AND s.state = 'finalised')"
    refuse = "BEGIN SELECT RAISE(ABORT, 'what was finalised is never changed'); END"
    of_line = "(SELECT p.run_id FROM slip p WHERE p.id = old.slip)"
    for table, verb, run in (
        ("slip", "DELETE", "old.run_id"),
        ("slip", "INSERT", "new.run_id"),
        ("slip_line", "DELETE", of_line),
    ):
        db.execute_sql(
            f'CREATE TRIGGER "{table}_final_{verb.lower()}" BEFORE {verb} ON "{table}" WHEN {final.format(run=run)} {refuse}'
        )
    for table in ("slip", "slip_line"):
        db.execute_sql(f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {refuse}')


def search_index(db: Any, table: str, key: str, column: str) -> None:
    """Index substrings of three characters and more of a column, in a table `<table>_fts` that triggers keep."""
    index, new, old = f"{table}_fts", f"(new.{key}, new.{column})", f"('delete', old.{key}, old.{column})"
    put = f"INSERT INTO {index}(rowid, {column}) VALUES {new};"
    take = f"INSERT INTO {index}({index}, rowid, {column}) VALUES {old};"
    db.execute_sql(
        f"CREATE VIRTUAL TABLE {index} USING fts5({column}, content='{table}', content_rowid='{key}', tokenize='trigram')"
    )
    db.execute_sql(f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {put} END")
    db.execute_sql(f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {take} END")
    db.execute_sql(
        f"CREATE TRIGGER {index}_update AFTER UPDATE OF {key}, {column} ON {table} "
        f"WHEN old.{column} <> new.{column} OR old.{key} <> new.{key} BEGIN {take} {put} END"
    )
