"""The trail: every entry covered by the next, every tampering named, and which command undo looks at."""

from __future__ import annotations

import pytest

from data.audit import append, append_many, begin, command, entries, head, holds, last_command, origin, verify
from data.db import Store
from hrtui.audit.model import ChainReport, Change, Entry
from hrtui.audit.rules import GENESIS
from tests.conftest import INSTANT


def entry(subject: str, actor: str = "alice", command: int | None = None) -> Entry:
    changes = (Change("last_name", "Müller", "O'Brien\n\x1b[31m"),)
    return Entry(INSTANT, actor, "people.change_profile", subject, command, changes, {"why": "wedding"})


def trail(store: Store, *subjects: str) -> list[str]:
    with store.write():
        return [append(entry(subject)) for subject in subjects]


def test_an_entry_comes_back_as_it_was_written_newest_first(store: Store) -> None:
    digests = trail(store, "1", "2", "3")
    stored = entries(2)
    assert [(item.entry, item.digest) for item in stored] == [(entry("3"), digests[2]), (entry("2"), digests[1])]
    assert [item.entry.subject for item in entries(5, before=stored[1].id)] == ["1"]
    assert [item.entry.subject for item in entries(5, subject="2")] == ["2"]
    assert entries(5, actor="bob") == []


def test_the_chain_starts_at_genesis_and_its_head_covers_everything(store: Store) -> None:
    assert (head(), origin(), verify()) == (GENESIS, "", ChainReport(0, GENESIS))
    digests = trail(store, *map(str, range(5)))
    assert verify() == ChainReport(5, digests[-1])
    assert (head(), origin()) == (digests[-1], digests[0])
    assert holds(digests[2]) and holds(GENESIS) and not holds("f" * 64)


def test_a_chain_longer_than_one_page_of_rows_is_walked_to_its_end(store: Store) -> None:
    digests = trail(store, *map(str, range(4_500)))
    assert verify() == ChainReport(4_500, digests[-1])


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE audit SET actor = 'mallory' WHERE id = 3",
        "UPDATE audit SET at = '2026-11-23T15:00:01.000000Z' WHERE id = 3",
        "UPDATE audit SET changes = '[]' WHERE id = 3",
        "UPDATE audit SET changes = 'no json' WHERE id = 3",
        "UPDATE audit SET detail = '[1, 2]' WHERE id = 3",
        "UPDATE audit SET at = 'never' WHERE id = 3",
        "UPDATE audit SET digest = 'abc' WHERE id = 3",
        "UPDATE audit SET at = '2026-11-23T10:00:00.000000-05:00' WHERE id = 3",
        "UPDATE audit SET detail = ' ' || detail WHERE id = 3",
        "DELETE FROM audit WHERE id = 2",
    ],
)
def test_whoever_changes_or_removes_an_entry_breaks_the_chain_there(store: Store, tamper: str) -> None:
    trail(store, *map(str, range(5)))
    for verb in ("update", "delete"):
        store.db.execute_sql(f"DROP TRIGGER audit_no_{verb}")
    store.db.execute_sql(tamper)
    assert verify().broken_at == 3


@pytest.mark.parametrize("id_", [-7, 0])
def test_an_entry_slipped_in_before_the_first_breaks_the_chain(store: Store, id_: int) -> None:
    trail(store, *map(str, range(5)))
    columns = "at, actor, action, subject, command_id, changes, detail, digest"
    store.db.execute_sql(
        f"INSERT INTO audit SELECT {id_}, {columns.replace('actor', repr('mallory'))} FROM audit WHERE id = 1"
    )
    assert verify().broken_at == id_


def test_an_entry_outside_a_transaction_is_refused(store: Store) -> None:
    with pytest.raises(RuntimeError, match="transaction it describes"):
        append(entry("1"))


def test_the_last_command_is_the_actors_own_neither_undone_nor_an_undo(store: Store) -> None:
    with store.write():
        first = begin(INSTANT, "alice", "people.hire", "1")
        second = begin(INSTANT, "alice", "people.change_pay", "1")
        begin(INSTANT, "bob", "people.hire", "2")
        undo = begin(INSTANT, "alice", "undo", "1", undoes=second)
    last = last_command("alice")
    assert last is not None
    assert (last.id, last.at, last.undone_by) == (first, INSTANT, None)
    undone = command(second)
    assert undone is not None
    assert undone.undone_by == undo
    assert last_command("carol") is None
    assert command(99) is None


def test_many_entries_at_once_extend_the_chain_as_one_by_one(store: Store) -> None:
    with store.write():
        append(entry("1"))
        assert append_many(entry(str(number)) for number in range(2, 252)) == 250
        append(entry("252"))
    assert [item.entry.subject for item in entries(3)] == ["252", "251", "250"]
    assert verify() == ChainReport(252, head())


def test_entries_outside_a_transaction_are_refused(store: Store) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        append_many([entry("1")])
