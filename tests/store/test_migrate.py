"""Migrating: told first, backed up first, all or nothing, once whoever starts it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from peewee import IntegrityError

from data import audit, dialect, manifest, migrations, recruitrows
from data.db import Store, create_store, open_store
from data.demo.filling import fill
from data.demo.generator import company
from data.invariants import the_directory_of_every_day_is_what_the_facts_say
from data.migrate import migrate
from data.schema import SpanRow
from data.spans import COLUMNS
from data.vault import Vault
from hrtui import __version__
from hrtui.access.model import Grant
from hrtui.context import Context
from hrtui.errors import NotAllowed, StoreBehind, StoreBusy, StoreDamaged, StoreError, StoreMissing, StoreTooNew
from hrtui.store import service
from hrtui.store.model import Step
from tests.conftest import INSTANT, ContextAs
from tests.store.company import KEY, TODAY, found
from tests.store.processes import Forked

SHIPPED = migrations.LATEST
PAYROLL = (
    "slip_line", "slip", "pay_run_total", "pay_review", "pay_retro", "pay_file", "pay_code", "pay_run_state", "pay_input",
    "pay_item", "garnishment", "pay_run",
)  # fmt: skip
RECRUITING = (
    "candidate_line_fts", "candidate_line", *(model._meta.table_name for model in (*recruitrows.FACTS, *reversed(recruitrows.IDENTITIES))),
)  # fmt: skip
SEALING = ("private_anew", "sealing_key")
INTERVIEWS = (
    "invitation", "interview_kit",
    "calendar_content", "kept_calendar_fact", "kept_calendar", "absence", "interviewer", "booking", "interview_panel", "interview_fact", "interview",
)  # fmt: skip
PRIVACY = (
    "kept_identity", "audit_erased", "erasure_step", "erasure", "legal_hold_step", "legal_hold_whom", "legal_hold",
)  # fmt: skip
BENEFITS = (
    "benefit_offer", "benefit_choice", "benefit_event_fact", "election", "benefit_standing", "beneficiary", "cobra_general_notice", "cobra_fact",
    "cobra_case", "carrier_line", "carrier_credit_fact", "carrier_credit", "carrier_invoice_fact", "carrier_invoice",
    "benefit_event",
)  # fmt: skip
SPAN = [SpanRow._meta.fields[name].column_name for name in COLUMNS]
STEPS = migrations.pending(0)


class Colour:
    """Note the company's colour.

    Only the first line is shown.
    """

    @staticmethod
    def up(db: Any) -> None:
        db.execute_sql("CREATE TABLE colour(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
        db.execute_sql("INSERT INTO colour(name) VALUES ('green')")


class Orphan:
    """Leave rows that refer to nobody."""

    @staticmethod
    def up(db: Any) -> None:
        db.execute_sql("DROP TRIGGER pay_no_update")
        db.execute_sql("UPDATE pay SET person_id = 99 WHERE id = 1")


def later(monkeypatch: pytest.MonkeyPatch, *steps: Any) -> None:
    """Let this hrtui know more steps than the shipped ones."""
    numbered = [*STEPS, *enumerate(steps, SHIPPED + 1)]
    monkeypatch.setattr(migrations, "LATEST", len(numbered))
    monkeypatch.setattr(migrations, "pending", lambda have: [step for step in numbered if step[0] > have])


@pytest.fixture
def behind(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store with three people, one step behind."""
    found(store)
    store.close()
    later(monkeypatch, Colour)
    return store


def run(store: Store, tmp_path: Path, dry_run: bool = False) -> Any:
    return migrate(store.path, tmp_path / "backups", INSTANT, "alice", dry_run=dry_run)


def colours(path: Path) -> list[Any]:
    with dialect.opened(path) as db:
        return list(db.execute_sql("SELECT name FROM colour").fetchall())


def test_a_dry_run_tells_steps_and_sizes_and_changes_nothing(behind: Store, tmp_path: Path) -> None:
    before = behind.path.read_bytes()
    plan = run(behind, tmp_path, dry_run=True)
    assert (plan.have, plan.need, plan.done, plan.backup) == (SHIPPED, SHIPPED + 1, False, None)
    assert plan.steps == (Step(SHIPPED + 1, "Note the company's colour."),)
    assert plan.bytes == len(before)
    assert plan.free > 0
    assert behind.path.read_bytes() == before
    assert not (tmp_path / "backups").exists()


def test_migrating_backs_up_applies_and_leaves_an_entry(behind: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreBehind):
        open_store(behind.path)
    report = run(behind, tmp_path)
    assert report.done
    assert manifest.read(report.backup).schema == SHIPPED  # type: ignore[union-attr]  # it was written just now
    store = open_store(behind.path)
    assert colours(store.path) == [("green",)]
    entry = audit.entries(1)[0].entry
    assert (entry.action, entry.detail) == (
        "store.migrate",
        {"from": str(SHIPPED), "to": str(SHIPPED + 1), "backup": str(report.backup), "hrtui": __version__},
    )
    assert audit.verify().entries == 4
    store.close()


def test_a_store_that_is_up_to_date_is_left_alone(store: Store, tmp_path: Path) -> None:
    report = run(store, tmp_path)
    assert (report.steps, report.done) == ((), False)
    assert not (tmp_path / "backups").exists()


def test_a_step_that_fails_leaves_schema_and_rows_as_they_were(
    behind: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, Colour, Orphan)
    with pytest.raises(StoreDamaged, match="rows of pay refer to rows of person"):
        run(behind, tmp_path)
    with dialect.opened(behind.path) as db:
        assert dialect.schema_version(db) == SHIPPED
        assert "colour" not in db.get_tables()
        assert db.execute_sql("SELECT person_id FROM pay WHERE id = 1").fetchone() == (1,)
        assert db.execute_sql("PRAGMA foreign_keys").fetchone() == (1,)
    assert len(list((tmp_path / "backups").glob(f"before-schema-{SHIPPED + 2}-*.db"))) == 1


def test_of_two_processes_that_start_at_once_one_migrates_and_both_succeed(behind: Store, tmp_path: Path) -> None:
    def work(say: Any) -> None:
        say(str(run(behind, tmp_path).done))

    processes = [Forked(work) for _ in range(6)]
    assert sorted(process.finished()[0] for process in processes) == ["False"] * 5 + ["True"]
    assert colours(behind.path) == [("green",)]
    assert len(list((tmp_path / "backups").glob("*.db"))) == 1


def test_a_session_of_an_earlier_hrtui_is_stopped_at_its_next_write(
    behind: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind.connect()
    run(behind, tmp_path)
    monkeypatch.setattr(migrations, "LATEST", SHIPPED)
    with pytest.raises(StoreTooNew, match=f"schema {SHIPPED + 1}"), behind.write():
        audit.begin(INSTANT, "alice", "people.hire", "9")
    assert not behind.db.transaction_depth()


def test_a_store_of_a_later_hrtui_and_a_missing_one_are_refused(store: Store, tmp_path: Path) -> None:
    dialect.set_schema_version(store.db, 700)
    with pytest.raises(StoreTooNew, match=rf"schema 700.*knows {SHIPPED}"):
        run(store, tmp_path)
    with pytest.raises(StoreMissing):
        migrate(tmp_path / "none.db", tmp_path, INSTANT, "alice")


def test_a_writer_that_never_lets_go_keeps_the_schema_as_it_is(
    behind: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.migrate.WAIT_SECONDS", 0.05)
    with behind.gate.held(1), pytest.raises(StoreBusy):
        run(behind, tmp_path)


def test_several_processes_that_create_the_same_store_make_one(tmp_path: Path) -> None:
    path = tmp_path / "new" / "hrtui.db"

    def work(say: Any) -> None:
        try:
            create_store(path)
            say("made")
        except StoreError as error:
            say(str(error))

    said = sorted(line for process in [Forked(work) for _ in range(4)] for line in process.finished())
    assert said == [f"There is already a file at {path}; it is left as it is. Name another."] * 3 + ["made"]
    open_store(path).close()
    assert [file.name for file in path.parent.iterdir()] == ["hrtui.db"]


def test_the_use_case_needs_permission(ctx: Context, ctx_as: ContextAs) -> None:
    with pytest.raises(NotAllowed):
        service.migrate(ctx_as(Grant("store.check")), dry_run=True)
    assert service.migrate(ctx, dry_run=True).steps == ()


def test_a_store_of_the_first_schema_keeps_its_jobs_and_refuses_changes_of_them_after_migrating(tmp_path: Path) -> None:
    path = tmp_path / "first.db"
    with dialect.opened(path) as db, dialect.lock_for_writing(db):
        STEPS[0][1].up(db)
        dialect.set_schema_version(db, 1)
        dialect.mark_ours(db)
        db.execute_sql(
            "INSERT INTO command(at, actor, action, subject) VALUES ('2026-01-01T00:00:00.000000Z', 'a', 'b', '1')"
        )
        db.execute_sql("INSERT INTO person(number, command_id) VALUES ('1', 1)")
        db.execute_sql("INSERT INTO department(name, folded) VALUES ('Sales', 'sales')")
        db.execute_sql(
            "INSERT INTO job(person_id, effective_from, seq, command_id, recorded_at, recorded_by, action, reason, status, "
            "title, department_id, manager_name, employment_type, flsa, fte, standard_hours) VALUES (1, '2026-01-01', 0, 1, "
            "'2026-01-01T00:00:00.000000Z', 'a', 'hire', '', 'active', 'Clerk', 1, '', 'full-time', 'exempt', 10000, 4000)"
        )
    migrate(path, tmp_path / "backups", INSTANT, "alice")
    with dialect.opened(path) as db:
        assert db.execute_sql("SELECT title, grade, dotted FROM job").fetchall() == [("Clerk", "", "")]
        for column in ("grade", "title"):
            with pytest.raises(IntegrityError, match="superseded, never changed"):
                db.execute_sql(f"UPDATE job SET {column} = 'x'")


def test_a_store_from_before_the_directory_of_every_day_gets_one_that_fits_its_facts(
    store: Store, tmp_path: Path
) -> None:
    vault = Vault(KEY)
    fill(store, vault, company(150, 3, TODAY), INSTANT, TODAY)
    kept = store.db.execute_sql(f"SELECT {', '.join(SPAN)} FROM directory_span ORDER BY person_id, begins").fetchall()
    for trigger in ("private_sealed_anew", "private_sealed_with"):
        store.db.execute_sql(f"DROP TRIGGER {trigger}")
    for table in ("directory_span", *PRIVACY, *SEALING, *INTERVIEWS, *RECRUITING, *BENEFITS, *PAYROLL):
        store.db.execute_sql(f"DROP TABLE {table}")
    dialect.set_schema_version(store.db, 2)
    store.close()
    assert run(store, tmp_path).done
    with dialect.opened(store.path) as db:
        built = db.execute_sql(f"SELECT {', '.join(SPAN)} FROM directory_span ORDER BY person_id, begins").fetchall()
        assert the_directory_of_every_day_is_what_the_facts_say(db) == []
    assert len(kept) > 250
    assert built == kept
