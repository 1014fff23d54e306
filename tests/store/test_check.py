"""The check: good for a sound store, and each planted fault named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from data import audit, dialect
from data.backup import backup
from data.check import check
from data.db import Store
from data.vault import Vault
from hrtui.audit.model import Entry
from hrtui.errors import StoreError
from hrtui.store.model import Finding, Grade
from tests.conftest import INSTANT
from tests.store.company import KEY, found, hire, unguarded

UNDO = "INSERT INTO command(at, actor, action, subject, undoes_id) VALUES ('', 'alice', 'undo', '', 1)"
AUDITED = (
    "INSERT INTO audit(at, actor, action, subject, command_id, changes, detail, digest) "
    "SELECT '', '', '', '', max(id), '[]', '{}', '' FROM command"
)
PLANTED = {
    "every command has an audit entry": (
        ["INSERT INTO command(at, actor, action, subject) VALUES ('', 'x', 'y', 'z')"],
        "command 4",
    ),
    "every command is as its audit entry tells": (["UPDATE command SET actor = 'bob' WHERE id = 2"], "command 2"),
    "every person was entered by a command": (["UPDATE person SET command_id = 99 WHERE id = 2"], "person 1002"),
    "every fact was entered by a command": (["UPDATE pay SET command_id = 99 WHERE id = 2"], "pay 2"),
    "every reference leads somewhere": (["UPDATE job SET department_id = 9 WHERE id = 3"], "job 3"),
    "no fact is superseded before it was recorded": (
        ["UPDATE job SET superseded_at = '2020-01-01T00:00:00.000000Z', superseded_by_id = 1 WHERE id = 1"],
        "job 1",
    ),
    "every superseded fact names the command that did it": (
        ["UPDATE profile SET superseded_by_id = 1 WHERE id = 2"],
        "profile 2",
    ),
    "no two live rows share person day and seq": (
        ["UPDATE pay SET person_id = 1 WHERE person_id = 2"],
        "pay of person 1",
    ),
    "no undone command has live rows": ([UNDO, AUDITED], "command 1 (profile)"),
    "everyone with a job and a name has a line in the directory": (
        ["DELETE FROM directory WHERE person_id = 3"],
        "person 1003",
    ),
    "the directory shows the facts in force": (
        ["UPDATE directory SET title = 'Chief' WHERE person_id = 2"],
        "person 1002",
    ),
    "the directory of every day is what the facts say": (
        ["UPDATE directory_span SET ends = '2026-12-31' WHERE person_id = 3"],
        "person 1003",
    ),
    "the search index follows the directory": (
        ["UPDATE directory SET search = 'someone else' WHERE person_id = 2"],
        "directory_fts",
    ),
    "the audit chain is unbroken": (["UPDATE audit SET actor = 'bob' WHERE id = 2"], "Entry 2"),
    "sealed values open with the key": (["UPDATE private SET person_id = 3 WHERE person_id = 2"], "ssn of person 1003"),
}


@pytest.fixture
def company(store: Store) -> Store:
    found(store)
    return store


def findings(store: Store, tmp_path: Path, key: bytes = KEY) -> dict[str, Finding]:
    found_ = check(store.path, tmp_path / "backups", INSTANT, lambda: Vault(key))
    assert len({each.check for each in found_}) == len(found_)
    return {each.check: each for each in found_}


def test_a_sound_store_has_no_fault_and_every_planted_check_is_among_its_findings(
    company: Store, tmp_path: Path
) -> None:
    seen = findings(company, tmp_path)
    assert [each for each in seen.values() if each.grade is Grade.FAULT] == []
    assert set(PLANTED) <= set(seen)


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_named(company: Store, tmp_path: Path, name: str) -> None:
    statements, who = PLANTED[name]
    unguarded(company)
    for statement in statements:
        company.db.execute_sql(statement)
    finding = findings(company, tmp_path)[name]
    assert finding.grade is Grade.FAULT
    assert who in finding.sentence


def test_someone_who_starts_later_is_shown_as_starting(company: Store, tmp_path: Path) -> None:
    unguarded(company)
    for table in ("job", "profile"):
        company.db.execute_sql(f"UPDATE {table} SET effective_from = '2026-12-01' WHERE person_id = 1")
    name = "the directory shows the facts in force"
    assert findings(company, tmp_path)[name].sentence == "Broken by person 1001."
    company.db.execute_sql("UPDATE directory SET status = 'starting' WHERE person_id = 1")
    assert findings(company, tmp_path)[name].grade is Grade.GOOD


def test_many_that_break_a_rule_are_counted_and_three_named(store: Store, tmp_path: Path) -> None:
    found(store, 6)
    unguarded(store)
    store.db.execute_sql("DELETE FROM directory")
    sentence = findings(store, tmp_path)["everyone with a job and a name has a line in the directory"].sentence
    assert sentence == "Broken by person 1001, person 1002, person 1003 and 3 more."


def test_entries_cut_off_the_end_are_missed_by_the_chain_and_found_by_the_last_backup(
    company: Store, tmp_path: Path
) -> None:
    backup(company.path, tmp_path / "backups" / "b.db", INSTANT)
    name = "the audit trail still holds what the last backup saw"
    assert findings(company, tmp_path)[name].grade is Grade.GOOD
    unguarded(company)
    company.db.execute_sql("DELETE FROM audit WHERE id = 3")
    seen = findings(company, tmp_path)
    assert seen["the audit chain is unbroken"].grade is Grade.GOOD
    assert seen[name].grade is Grade.FAULT


def test_a_missing_key_is_a_warning_and_a_wrong_one_a_fault(company: Store, tmp_path: Path) -> None:
    def none() -> Vault:
        raise StoreError("The key file is gone.")

    name = "sealed values open with the key"
    seen = {each.check: each for each in check(company.path, tmp_path, INSTANT, none)}
    assert (seen[name].grade, seen[name].sentence) == (Grade.WARNING, "Not checked. The key file is gone.")
    wrong = findings(company, tmp_path, b"x" * 32)[name]
    assert wrong.grade is Grade.FAULT
    assert "123-45" not in wrong.sentence


def test_backups_that_are_missing_or_old_are_warned_of(company: Store, tmp_path: Path) -> None:
    name = "a recent backup exists"
    assert "none yet" in findings(company, tmp_path)[name].sentence
    with company.write():
        audit.append(Entry(INSTANT - timedelta(hours=3), "alice", "store.backup", "store"))
    assert findings(company, tmp_path)[name].sentence == "The last is 3 hours old."
    later = check(company.path, tmp_path, INSTANT + timedelta(days=9), lambda: Vault(KEY))
    assert replace(next(each for each in later if each.check == name), check="") == Finding(
        "", Grade.WARNING, "The last is 9 days old; run `hrtui backup`."
    )


def test_an_engine_with_the_corruption_fault_is_warned_of(
    company: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialect, "driver_of", lambda db: ("sqlite3", (3, 40, 1)))
    finding = findings(company, tmp_path)["the engine is safe"]
    assert finding.grade is Grade.WARNING
    assert "3.40.1 (sqlite3)" in finding.sentence and "3.51.3" in finding.sentence


def test_files_open_to_everyone_are_warned_of(company: Store, tmp_path: Path) -> None:
    company.path.chmod(0o664)
    assert "hrtui.db;" in findings(company, tmp_path)["only owner and group may read the files"].sentence


def test_a_store_that_does_not_open_is_a_finding(tmp_path: Path) -> None:
    only = check(tmp_path / "none.db", tmp_path, INSTANT, lambda: Vault(KEY))
    assert [(each.check, each.grade) for each in only] == [("the store opens", Grade.FAULT)]
    assert "There is no store" in only[0].sentence


def test_checking_writes_nothing_and_leaves_writers_alone(company: Store, tmp_path: Path) -> None:
    before = company.db.execute_sql("PRAGMA data_version").fetchone()
    findings(company, tmp_path)
    assert company.db.execute_sql("PRAGMA data_version").fetchone() == before
    hire(company, "2001")


def test_what_a_killed_restore_left_is_a_warning(company: Store, tmp_path: Path) -> None:
    name = "nothing unfinished lies about"
    assert findings(company, tmp_path)[name].grade is Grade.GOOD
    company.path.with_name(".hrtui.db.abc.part").touch()
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / ".b.db.abc.part").touch()
    seen = findings(company, tmp_path)[name]
    assert seen.grade is Grade.WARNING
    assert ".hrtui.db.abc.part" in seen.sentence and ".b.db.abc.part" in seen.sentence
