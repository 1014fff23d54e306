"""Whoever is erased is found nowhere any more; what the law demands stays, and the trail can still be proven."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from peewee import DateField, IntegrityError, TextField

from data import audit, dialect, projection
from data.base import database
from data.privacy import entries
from data.privacy.registry import REGISTRY, Stand
from data.privacyrows import AuditErasedRow
from data.schema import PERSON_FACTS, AuditRow, ImportBatchRow
from hrtui.access.model import Grant
from hrtui.audit import service as trail
from hrtui.audit.model import Change, Entry
from hrtui.config import Records
from hrtui.configfile.read import shipped_retention
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactKind
from hrtui.context import Context, FixedClock
from hrtui.crashlog import state_folder
from hrtui.documents import service as documents
from hrtui.documents.model import NewDocument
from hrtui.drafts import Drafts
from hrtui.errors import Conflict, NotAllowed, NotFound, RuleBroken
from hrtui.money import Money
from hrtui.payroll.filing import wages
from hrtui.people import service, tagging
from hrtui.people.model import Certificate, JobChange, PrivateKind, ProfileChange, Termination
from hrtui.privacy import disposing, erasing, holds
from hrtui.privacy.model import NAME, Doing, NewHold
from hrtui.recruiting import messaging, noting, offering, scoring
from hrtui.recruiting import service as recruiting
from hrtui.recruiting.offering import OfferChange
from hrtui.recruiting.scorecards import Overall
from hrtui.recruiting.service import CandidateChange, add_candidate
from hrtui.retention.service import past
from hrtui.store import service as store_service
from hrtui.store.model import Grade
from tests.conftest import INSTANT, ContextAs
from tests.paidruns import FIRST, SECOND, employee, paid
from tests.people import hire
from tests.recruiting import applied, colleague, interviewed, opened

MARK = "Quuxbar"
SSN = "123-45-6789"
OFFERED = OfferChange(
    rate=Money(8_000_000), first_day=date(2026, 1, 5), pay_group="main", location="Houston, TX", reason=MARK
)
GOOD = {"experience": 5, "communication": 4, "teamwork": 4, "motivation": 5}


def later(ctx: Context, year: int, month: int = 3) -> Context:
    """The company as it is opened on the first of a month."""
    with ctx.store.write():
        projection.roll(date(year, month, 1))
    return replace(ctx, clock=FixedClock(datetime(year, month, 1, 15, tzinfo=UTC), "America/New_York"))


@pytest.fixture(autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts of this test alone."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))


@pytest.fixture
def ruled(ctx: Context) -> Context:
    """Alice, in a company with the shipped rules."""
    return replace(ctx, config=replace(ctx.config, retention=shipped_retention()))


def marked(ctx: Context, folder: Path) -> tuple[str, str]:
    """Somebody hired from an application and paid twice, with the mark in every text of theirs; the numbers of person and candidate."""
    requisition = opened(ctx, manager=employee(ctx))
    seeker, one = applied(
        ctx, requisition, MARK, first_name=f"Jo{MARK}", email=f"{MARK}@example.com", phone="617 555 0142", note=MARK
    )
    noting.add_note(ctx, seeker, f"{MARK} called")
    messaging.write_messages(ctx, [one], "received")
    interviewed(ctx, one)
    scoring.score(ctx, one, GOOD, Overall.YES, MARK)
    offer = offering.make_offer(ctx, one, OFFERED).numbers[0]
    offering.request_offer(ctx, offer)
    offering.approve_offer(colleague(ctx), offer)
    offering.send_offer(ctx, offer)
    who = offering.accept_offer(ctx, offer).number
    service.change_profile(
        ctx, who, ProfileChange(date(2026, 2, 1), first_name=f"Jane{MARK}", street=f"1 {MARK} Street")
    )
    service.change_profile(
        ctx, who, ProfileChange(date(2026, 3, 1), birth_date=date(1971, 7, 17), email=f"{MARK}2@example.com")
    )
    service.change_job(
        ctx, who, JobChange(date(2026, 4, 1), title="Lead", reason=f"{MARK} asked", location="Houston, TX")
    )
    service.change_certificate(ctx, who, Certificate(date(2026, 1, 5), "US", {"status": "single"}))
    service.set_private(ctx, who, PrivateKind.SSN, SSN)
    service.set_private(ctx, who, PrivateKind.BANK, "231380104/10001")
    contacts.add(ctx, who, Contact(date(2026, 2, 1), ContactKind.EMERGENCY, f"Mum{MARK}", MARK, phone="1", note=MARK))
    file = folder / f"{MARK}.txt"
    file.write_text(f"{MARK} was here")
    documents.add(ctx, who, NewDocument(file, "letter", title=MARK))
    file.unlink()
    tagging.tag(ctx, who, [MARK])
    Drafts("alice", "s").save("profile", who, {"first_name": MARK})
    with ctx.store.write():
        audit.append(
            Entry(ctx.clock.now(), "alice", "people.see", "9", None, (Change("note", "", f"Jo{MARK} {MARK}"),))
        )
        command = audit.begin(ctx.clock.now(), "alice", "people.import", "f")
        counts = dict.fromkeys(("rows", "inserted", "updated", "unchanged", "rejected"), 0)
        faults, name = json.dumps([[1, "last_name", MARK, "unknown"]]), f"{MARK}, Jo{MARK}.csv"
        ImportBatchRow.insert(
            command=command, file=name, sha256="", header="", mapping="{}", faults=faults, **counts
        ).execute()
        audit.append(Entry(ctx.clock.now(), "alice", "people.import", "f", command))
    for day in (FIRST, SECOND):
        paid(ctx, day)
    service.terminate(ctx, who, Termination(date(2026, 12, 31), f"{MARK} moved"))
    return who, seeker


def found_in(folder: Path, *words: str) -> list[str]:
    """The files of the company, and of the user's drafts, that hold one of the words: store, log, documents, drafts, backups."""
    files = [*folder.rglob("*"), *state_folder().rglob("*")]
    return [
        f"{file.name}: {word}"
        for file in files
        if file.is_file()
        for content in [file.read_bytes().lower()]
        for word in words
        if word.lower().encode() in content
    ]


def sums() -> list[tuple[object, ...]]:
    """Every amount of every slip, line and total."""
    db = database.obj
    asked = (
        "SELECT run_id, generation, person_id, gross, withheld, deducted, employer, net FROM slip ORDER BY id",
        "SELECT slip, seq, code, amount, basis, year_to_date FROM slip_line ORDER BY slip, seq",
        "SELECT * FROM pay_run_total ORDER BY run, generation, code",
    )
    return [tuple(row) for sql in asked for row in db.execute_sql(sql).fetchall()]


def erased(ctx: Context, who: str) -> object:
    """Asked for by alice, done by bob."""
    disposing.ask_erasure(ctx, who, "Their letter.")
    return disposing.carry_out(colleague(ctx), disposing.requests(ctx)[0].number)


@pytest.mark.parametrize("largest", [dialect.LARGE, 0], ids=["written anew", "zeroed alone"])
def test_nothing_of_whoever_was_erased_is_left_in_any_file_and_pay_stays_to_the_cent(
    ruled: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, largest: int
) -> None:
    monkeypatch.setattr(dialect, "LARGE", largest)
    who, _ = marked(ruled, tmp_path)
    late, before = later(ruled, 2028, 6), sums()
    assert found_in(tmp_path, MARK)
    for each in ("backups", "documents"):
        (tmp_path / each).mkdir(exist_ok=True)
    done = erased(late, who)
    report = store_service.backup(late)
    assert found_in(tmp_path, MARK, "1971-07-17", "617 555 0142") == []
    assert sums() == before
    assert trail.verify(late).broken_at is None
    faults = [each for each in store_service.check(late) if each.grade is Grade.FAULT]
    assert faults == []
    assert not report.manifest.faults
    assert "Backups" not in str(done)
    line = service.directory_page(late, service.directory_ids(late, who))[0]
    assert line is not None and line.name == NAME


def test_what_the_law_demands_of_who_they_were_stays_sealed_until_its_day_and_each_look_is_told(
    ruled: Context, ctx_as: ContextAs, tmp_path: Path
) -> None:
    who, _ = marked(ruled, tmp_path)
    late = later(ruled, 2028, 6)
    kept = {each.what: each.until for each in erasing.plan(late, who).kept}
    assert (kept["pay"], kept["taxes"]) == (date(2029, 12, 31), date(2031, 1, 31))
    erased(late, who)
    told = erasing.kept_identity(late, who, "Form 941-X of 2026")
    assert (told["last_name"], told["ssn"], told["birth_date"]) == (MARK, SSN, "1971-07-17")
    assert (told["kept_until"], told["rule"]) == ("2031-01-31", "employment_tax")
    assert any(entry.entry.action == "privacy.see_identity" for entry in trail.log(late))
    with pytest.raises(NotAllowed):
        erasing.kept_identity(ctx_as(Grant("people.read")), who, "why")
    end = later(ruled, 2034)
    assert [each.record.subject for each in past(end).past if each.record.records is Records.PEOPLE] == [who]
    disposing.ask_disposal(end, "Yearly")
    disposing.carry_out(colleague(end), disposing.requests(end)[0].number)
    with pytest.raises(NotFound, match="Nothing is kept"):
        erasing.kept_identity(end, who, "why")
    planned = erasing.plan(end, who)
    assert planned.rows == {} and "erased already" in planned.refusals[0]
    assert past(end).past == ()


def test_the_years_papers_can_still_be_made_while_the_law_demands_them_and_not_after(
    ruled: Context, tmp_path: Path
) -> None:
    who, _ = marked(ruled, tmp_path)
    end, late = later(ruled, 2034), later(ruled, 2028, 6)
    before = [each for each in wages.w2(late, 2026, ssn=True).every if each.number == who]
    erased(late, who)
    after = [each for each in wages.w2(late, 2026, ssn=True).every if each.number == who]
    assert after == before and after[0].ssn == SSN
    assert not [each for each in wages.w2(late, 2026, who).filing.blockers if each.code == "no_ssn"]
    with ruled.store.write():
        projection.roll(date(2034, 3, 1))
    erased(end, who)
    refused = wages.w2(end, 2026, who).filing.blockers
    assert f"{NAME} ({who}) has no social security number on file." in [each.message for each in refused]


def test_the_dry_run_says_what_is_erased_what_is_kept_and_changes_nothing(ruled: Context, tmp_path: Path) -> None:
    who, seeker = marked(ruled, tmp_path)
    store_service.backup(ruled)
    head = audit.head()
    planned = erasing.plan(later(ruled, 2028, 6), who)
    assert audit.head() == head
    assert planned.rows["profile"] >= 3 and planned.rows["candidate_fact"] and planned.rows["scorecard"]
    assert planned.files == 1 and planned.refusals == ()
    assert [day for _, day in planned.backups] == [date(2026, 11, 23)]
    early = erasing.plan(later(ruled, 2027, 6), who)
    assert "is kept until 2027-12-31" in early.refusals[0] and "29 CFR 1602.14" in early.refusals[0]
    assert "was hired as" in erasing.plan(later(ruled, 2028, 6), seeker).refusals[0]


OWN = [
    stand
    for stand in REGISTRY
    if stand.model in PERSON_FACTS and stand.erased and set(stand.model._meta.fields) >= {"person", "seq"}
]
ALONE = [
    stand
    for stand in OWN
    if all(
        field.null or name in ("command", "person")
        for name, field in stand.model._meta.fields.items()
        if hasattr(field, "rel_model")
    )
]


@pytest.mark.parametrize("stand", ALONE, ids=[stand.table for stand in ALONE])
def test_every_kind_of_row_about_a_person_is_overwritten_in_all_its_columns(
    ruled: Context, tmp_path: Path, stand: Stand
) -> None:
    who = hire(ruled, "Ash")
    service.terminate(ruled, who, Termination(date(2026, 11, 20), "moved"))
    values: dict[str, object] = {
        "person": 1,
        "command": 1,
        "effective_from": date(2026, 11, 1),
        "recorded_at": INSTANT,
        "recorded_by": "a",
    }
    for name, field in stand.model._meta.fields.items():
        if name not in values and name != "id" and not field.null:
            filled = {
                TextField: MARK if name in stand.erased else "letter" if name == "kind" else "",
                DateField: date(1971, 7, 17),
            }
            values[name] = filled.get(type(field), 7)
    if "sha256" in values:
        values["sha256"] = "ab" * 32
    with ruled.store.write():
        for seq in (70, 71):
            stand.model.insert(**values | {"seq": seq}).execute()
    erased(later(ruled, 2040), who)
    found = stand.model.select(*(getattr(stand.model, name) for name in stand.erased)).where(stand.model.seq >= 70)
    assert found_in(tmp_path, MARK) == []
    for row in database.execute(found).fetchall():
        assert all(str(cell).startswith(str(value)) for cell, value in zip(row, stand.erased.values(), strict=True))


def test_who_asked_does_not_do_it_and_what_was_done_is_not_done_again(ruled: Context, tmp_path: Path) -> None:
    who, _ = marked(ruled, tmp_path)
    late = later(ruled, 2028, 6)
    disposing.ask_erasure(late, who, "Their letter.")
    number = disposing.requests(late)[0].number
    with pytest.raises(RuleBroken, match="somebody else has to do it"):
        disposing.carry_out(late, number)
    with pytest.raises(RuleBroken, match="asks for that already"):
        disposing.ask_erasure(late, who, "Again.")
    disposing.carry_out(colleague(late), number)
    assert disposing.request(late, number).state is Doing.DONE
    with pytest.raises(RuleBroken, match="done already"):
        disposing.carry_out(colleague(late, "carol"), number)
    with pytest.raises(Conflict, match="Not undone"):
        trail.undo(colleague(late))


def test_a_hold_beats_an_erasure_that_was_asked_for_before_it(ruled: Context, tmp_path: Path) -> None:
    who, seeker = marked(ruled, tmp_path)
    late = later(ruled, 2028, 6)
    disposing.ask_erasure(late, who, "Their letter.")
    holds.place(late, NewHold("Suit", "", "A suit.", whom=(seeker,)))
    before = found_in(tmp_path, MARK)
    with pytest.raises(RuleBroken, match="is under HOLD-001"):
        disposing.carry_out(colleague(late), disposing.requests(late)[0].number)
    assert found_in(tmp_path, MARK) == before
    assert erasing.plan(late, who).holds == ("HOLD-001",)
    with pytest.raises(RuleBroken, match="under"):
        disposing.ask_erasure(later(ruled, 2028, 7), who, "Again.")


def test_a_candidate_who_was_not_hired_is_erased_after_their_year(ruled: Context, tmp_path: Path) -> None:
    seeker = add_candidate(ruled, CandidateChange(last_name=MARK, email=f"{MARK}@example.com", note=MARK)).numbers[0]
    assert "is kept until 2027-11-23" in erasing.plan(ruled, seeker).refusals[0]
    late = later(ruled, 2028)
    erased(late, seeker)
    assert found_in(tmp_path, MARK) == []
    assert trail.verify(late).broken_at is None
    _, one = applied(late, opened(late), "Active")
    active = recruiting.candidate_page(late, recruiting.candidate_list(late, "Active"))[0]
    assert active is not None
    assert "still applies" in erasing.plan(later(ruled, 2030), active.number).refusals[0]


def test_an_entry_emptied_by_anything_but_an_erasure_breaks_the_chain(ruled: Context, tmp_path: Path) -> None:
    seeker = add_candidate(ruled, CandidateChange(last_name=MARK)).numbers[0]
    late = later(ruled, 2028)
    with pytest.raises(IntegrityError, match="append-only"), ruled.store.write():
        AuditRow.update(changes="[]").execute()
    erased(late, seeker)
    assert AuditErasedRow.select().count(database) > 0
    with pytest.raises(IntegrityError, match="append-only"), ruled.store.write():
        AuditRow.update(changes="[]").where(AuditRow.id == 1).execute()
    entry = AuditErasedRow.select(AuditErasedRow.entry).tuples().first()[0]
    database.obj.execute_sql("DROP TRIGGER audit_erased_alone")
    database.obj.execute_sql("UPDATE audit SET changes = ? WHERE id = ?", ('[["x","",""]]', entry))
    assert trail.verify(late).broken_at == entry
    database.obj.execute_sql("UPDATE audit SET changes = '[]' WHERE id = 1")
    assert trail.verify(late).broken_at == 1


def test_entries_sealed_by_no_erasure_that_the_trail_tells_of_break_the_chain(ruled: Context) -> None:
    add_candidate(ruled, CandidateChange(last_name=MARK))
    database.obj.execute_sql("DROP TRIGGER audit_erased_alone")
    database.obj.execute_sql("UPDATE audit SET changes = '[]' WHERE id = 1")
    row = database.obj.execute_sql(
        "SELECT id, at, actor, action, subject, command_id, changes, detail, digest FROM audit WHERE id = 1"
    ).fetchone()
    with ruled.store.write():
        AuditErasedRow.insert(entry=1, command=1, seal=entries.seal(row)).execute()
    assert trail.verify(ruled).broken_at == 1
