"""The migrated store and the models agree, and the tables refuse what history forbids."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from peewee import IntegrityError

from data import dialect, migrations
from data.audit import begin
from data.base import database
from data.candidaterows import CandidateNoteRow, CandidateRow
from data.db import Store, create_store
from data.interviewrows import InterviewRow, InvitationRow, KeptCalendarRow
from data.privacyrows import AuditErasedRow, ErasureRow, ErasureStepRow, HoldRow, HoldStepRow, HoldWhomRow
from data.recruitrows import PURGED, ApplicationRow, OfferRow, OutboxRow, RequisitionRow
from data.schema import (
    APPEND_ONLY,
    FACTS,
    TABLES,
    BenefitEventRow,
    BenefitOfferRow,
    CarrierCreditRow,
    CarrierInvoiceRow,
    CarrierLineRow,
    CobraCaseRow,
    CommandRow,
    DirectoryRow,
    ImportBatchRow,
    PayCodeRow,
    PayFileRow,
    PayRetroRow,
    PayReviewRow,
    PayRunRow,
    PayRunStateRow,
    PersonRow,
    PositionRow,
    ProfileRow,
    SealingKeyRow,
    SlipLineRow,
    SlipRow,
    ViewRow,
)
from tests.conftest import INSTANT


def shape(db: Any) -> dict[str, Any]:
    tables = [
        table for table in db.get_tables() if not table.startswith(("directory_fts", "candidate_line_fts", "sqlite_"))
    ]
    return {
        table: (
            sorted(row[1:] for row in db.execute_sql(f"PRAGMA table_info({table})").fetchall()),
            sorted(db.execute_sql(f"PRAGMA foreign_key_list({table})").fetchall(), key=lambda row: row[3]),
            {
                name: "".join(char for char in sql if char.isalnum() or char in ",_")
                for name, sql in db.execute_sql(
                    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
                    (table,),
                ).fetchall()
            },
            db.execute_sql("SELECT strict, wr FROM pragma_table_list WHERE name = ?", (table,)).fetchall(),
        )
        for table in tables
    }


def without_ids(tables: dict[str, Any]) -> dict[str, Any]:
    return {
        table: (columns, {row[2:] for row in references}, indexes, kind)
        for table, (columns, references, indexes, kind) in tables.items()
    }


def test_a_migrated_store_has_the_tables_columns_and_indexes_of_the_models(tmp_path: Path) -> None:
    migrated = create_store(tmp_path / "migrated.db")
    from_steps = without_ids(shape(migrated.db))
    migrated.close()
    made = Store(tmp_path / "models.db")
    made.db.create_tables(TABLES)
    from_models = without_ids(shape(made.db))
    made.close()
    assert from_steps.keys() == from_models.keys()
    for table, expected in from_models.items():
        assert from_steps[table] == expected, table


def test_every_step_is_a_module_of_the_package_and_the_store_carries_the_last(store: Store) -> None:
    folder = Path(migrations.__file__).parent
    assert sorted(path.stem for path in folder.glob("m*.py")) == list(migrations.STEPS)
    assert dialect.schema_version(store.db) == migrations.LATEST


def person(number: str = "1001") -> int:
    command = begin(INSTANT, "alice", "people.hire", number)
    key: int = PersonRow.insert(number=number, command=command).execute()
    ProfileRow.insert(
        person=key, effective_from="2026-01-01", command=command, recorded_at=INSTANT, recorded_by="alice",
        first_name="Ada", last_name="Byron", email="", phone="", street="", city="", state="", postal_code="", sex="",
        custom="{}",
    ).execute()  # fmt: skip
    return key


def payroll(store: Store, *states: str) -> None:
    """A row of every table of payroll, in a run that came into these states."""
    PayRunRow.insert(
        number="r", pay_group="", kind="", begins="", ends="", pay_date="", reason="", corrects=None, command=1
    ).execute()
    for seq, state in enumerate(states or ("draft",)):
        PayRunStateRow.insert(
            run=1, seq=seq, state=state, generation=1, known=1, terms="", at=INSTANT, by="", note="", command=1
        ).execute()
    PayCodeRow.insert(part="earning", code="salary", label="Salary", agency="").execute()
    PayReviewRow.insert(run=1, person=1, gross=0, net=0, note="", command=1).execute()
    PayRetroRow.insert(run=1, person=1, amount=0, decision="", reason="", paid_in=None, command=1).execute()
    PayFileRow.insert(run=1, kind="", name="", sha256="", size=0, people=0, amount=0, command=1).execute()


def benefits() -> None:
    """A row of every table of benefits that is only added to."""
    BenefitEventRow.insert(number="B1", person=1, kind="", reason="", day="2026-01-01", command=1).execute()
    BenefitOfferRow.insert(event=1, command=1, type="", plan="", options="", why="", fallback="").execute()
    CobraCaseRow.insert(number="C1", person=1, kind="", day="2026-01-01", lost="2026-01-31", command=1).execute()
    CarrierInvoiceRow.insert(carrier="", month="2026-01-01", file="", sha256="", rows=1, command=1).execute()
    CarrierLineRow.insert(invoice=1, line=1, member_id="", name="", plan="", tier="", amount=0, person=None).execute()
    CarrierCreditRow.insert(invoice=1, person=None, kind="", plan="", amount=0, command=1).execute()


def recruiting() -> None:
    """A row of every table of recruiting that is only added to."""
    RequisitionRow.insert(number="R1", command=1).execute()
    CandidateRow.insert(number="C1", command=1).execute()
    ApplicationRow.insert(number="A1", candidate=1, requisition=1, command=1).execute()
    OfferRow.insert(number="O1", application=1, version=1, command=1).execute()
    OutboxRow.insert(number="M1", message_id="m1", candidate=1, application=1, command=1).execute()
    InterviewRow.insert(number="I1", uid="i1", application=1, loop="I1", command=1).execute()
    KeptCalendarRow.insert(number="K1", person=1, room="", source="k.ics", command=1).execute()
    times = {"begins": 0, "ends": 60, "zone": "UTC", "room": ""}
    InvitationRow.insert(message=1, interview=1, person=1, method="REQUEST", sequence=0, command=1, **times).execute()


def slip(generation: int = 1) -> int:
    numbers = dict.fromkeys(("known", "gross", "withheld", "deducted", "employer", "net", "blocked"), 0)
    texts = dict.fromkeys(("work_state", "problems", "notices", "arrears"), "")
    key: int = SlipRow.insert(run=1, generation=generation, person=1, year=2026, **numbers, **texts).execute()
    line = dict.fromkeys(("seq", "code", "amount", "basis", "year_to_date"), 0)
    SlipLineRow.insert(slip=key, cost_centre="", **line).execute()
    return key


@pytest.mark.parametrize("table", ["slip", "slip_line"])
def test_a_slip_is_never_updated_and_once_finalised_never_deleted(store: Store, table: str) -> None:
    with store.write():
        person()
        payroll(store)
        slip()
    with pytest.raises(IntegrityError, match="finalised"), store.write():
        store.db.execute_sql(f"UPDATE {table} SET {'gross' if table == 'slip' else 'amount'} = 1")
    with store.write():
        for each in ("slip_line", "slip"):
            store.db.execute_sql(f"DELETE FROM {each}")
        slip()
        PayRunStateRow.insert(
            run=1, seq=1, state="finalised", generation=1, known=1, terms="", at=INSTANT, by="", note="", command=1
        ).execute()
    with pytest.raises(IntegrityError, match="finalised"), store.write():
        store.db.execute_sql(f"DELETE FROM {table}")
    with pytest.raises(IntegrityError, match="finalised"), store.write():
        slip(2)


def privacy() -> None:
    texts = {"name": "", "matter": "", "reason": "", "query": "", "since": "2026-01-01"}
    HoldRow.insert(number="H1", command=1, **texts).execute()
    HoldWhomRow.insert(hold=1, kind="person", whom=1, why="named", command=1).execute()
    HoldStepRow.insert(hold=1, step="placed", reason="", command=1).execute()
    ErasureRow.insert(number="E1", kind="erase", subject="1", ground="", plan="{}", command=1).execute()
    ErasureStepRow.insert(erasure=1, step="asked", reason="", counts="{}", command=1).execute()
    AuditErasedRow.insert(entry=1, command=1, seal="").execute()


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "verb", ["UPDATE {} SET id = 5", "DELETE FROM {}", "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"]
)
def test_append_only_tables_refuse_update_delete_and_replace(store: Store, table: str, verb: str) -> None:
    with store.write():
        person()
        store.db.execute_sql(
            "INSERT INTO audit(at, actor, action, subject, changes, detail, digest) VALUES ('', '', '', '', '', '', '')"
        )
        PositionRow.insert(number="P1", command=1).execute()
        ViewRow.insert(owner="", name="all", folded="all", command=1).execute()
        counts = dict.fromkeys(("rows", "inserted", "updated", "unchanged", "rejected"), 0)
        ImportBatchRow.insert(command=1, file="a", sha256="", header="", mapping="", faults="[]", **counts).execute()
        SealingKeyRow.insert(key="0f", at=INSTANT, by="").execute()
        payroll(store)
        benefits()
        recruiting()
        privacy()
    with pytest.raises(IntegrityError, match="append-only"), store.write():
        store.db.execute_sql(verb.format(table))


def test_a_fact_can_be_superseded_once_and_never_changed_or_deleted(store: Store) -> None:
    with store.write():
        person()
    refused = [
        ProfileRow.delete(),
        ProfileRow.update(last_name="Lovelace"),
        ProfileRow.update(superseded_at=INSTANT),
        ProfileRow.update(superseded_at=INSTANT, superseded_by=1, seq=4),
    ]
    for query in refused:
        with pytest.raises(IntegrityError, match="superseded, never changed"), store.write():
            query.execute()
    with store.write():
        ProfileRow.update(superseded_at=INSTANT, superseded_by=1).execute()
    for values in ({"superseded_at": None, "superseded_by": None}, {"superseded_at": INSTANT, "superseded_by": 1}):
        with pytest.raises(IntegrityError, match="superseded, never changed"), store.write():
            ProfileRow.update(**values).execute()


def note(command: int) -> None:
    CandidateNoteRow.insert(
        candidate=1, slot=1, effective_from="2026-01-01", command=command, recorded_at=INSTANT, recorded_by="alice",
        text="Called twice", active=1,
    ).execute()  # fmt: skip


def test_what_a_candidate_gave_is_emptied_by_the_newest_command_that_purges_and_only_once(store: Store) -> None:
    with store.write():
        person()
        recruiting()
        note(1)
        purge = begin(INSTANT, "alice", "recruiting.purge", "C1")
    refused = [
        CandidateNoteRow.update(text=""),
        CandidateNoteRow.update(text="Other", purged=purge),
        CandidateNoteRow.update(text="", purged=1),
        CandidateNoteRow.delete(),
    ]
    for query in refused:
        with pytest.raises(IntegrityError, match="emptied by a purge alone|never changed"), store.write():
            query.execute()
    with pytest.raises(IntegrityError, match="never changed"), store.write():
        CandidateNoteRow.update(text="", purged=purge, slot=2).execute()
    with store.write():
        CandidateNoteRow.update(text="", purged=purge).execute()
    with pytest.raises(IntegrityError, match="emptied by a purge alone"), store.write():
        CandidateNoteRow.update(text="", purged=purge).execute()


@pytest.mark.parametrize("name", ["id", "rowid", "oid", "_rowid_"])
def test_a_fact_keeps_its_id_whatever_name_it_is_called_by(store: Store, name: str) -> None:
    with store.write():
        person()
    with pytest.raises(IntegrityError, match="superseded, never changed"), store.write():
        store.db.execute_sql(f"UPDATE profile SET {name} = 99")


def test_two_live_rows_of_a_person_day_and_seq_are_refused_until_one_is_superseded(store: Store) -> None:
    with store.write():
        key = person()
    copied: Any = ProfileRow.select().dicts().get()
    del copied["id"]
    with pytest.raises(IntegrityError), store.write():
        ProfileRow.insert(copied).execute()
    with store.write():
        ProfileRow.update(superseded_at=INSTANT, superseded_by=1).where(ProfileRow.person == key).execute()
        ProfileRow.insert(copied).execute()
    assert ProfileRow.select().count() == 2


def line(key: int, search: str) -> dict[str, Any]:
    blank = dict.fromkeys(("name", "sort_name", "email", "department", "title", "location", "manager", "status"), "")
    return {**blank, "person": key, "number": "1001", "employment_type": "", "chain": "/", "search": search}


def found(text: str) -> list[int]:
    sql = "SELECT rowid FROM directory_fts WHERE directory_fts MATCH ?"
    return [row[0] for row in database.execute_sql(sql, (f'"{text}"',)).fetchall()]


def test_the_search_index_follows_every_insert_update_replace_and_delete(store: Store) -> None:
    with store.write():
        key = person()
        DirectoryRow.insert(line(key, "Müller, Zoë")).execute()
    assert found("mulle") == [key]
    with store.write():
        DirectoryRow.update(search="Straße").execute()
    assert (found("mulle"), found("stras")) == ([], [key])
    with store.write():
        DirectoryRow.insert(line(key, "Byron")).on_conflict_replace().execute()
    assert (found("stras"), found("byron")) == ([], [key])
    with store.write():
        DirectoryRow.delete().execute()
    assert found("byron") == []


def test_every_table_is_strict_and_every_fact_is_guarded(store: Store) -> None:
    triggers = {
        row[0] for row in store.db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    }
    for model in FACTS:
        table = model._meta.table_name
        assert {
            f"{table}_no_delete",
            f"{table}_no_update",
            f"{table}_no_renumbering",
            f"{table}_superseded_once",
        } <= triggers
    assert {f"{table}_purged_once" for table in PURGED} <= triggers
    with pytest.raises(IntegrityError), store.write():
        store.db.execute_sql("INSERT INTO meta VALUES ('x', x'00')")


def test_an_id_of_a_command_is_what_begin_returns(store: Store) -> None:
    with store.write():
        first, second = (begin(INSTANT, "alice", "people.hire", "1001") for _ in range(2))
    assert [row.id for row in CommandRow.select().order_by(CommandRow.id)] == [first, second]
