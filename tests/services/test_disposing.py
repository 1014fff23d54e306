"""What is past its time goes as a job of two people, with a certificate in the trail; what a hold keeps stays."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data import audit, projection
from data.schema import AuditRow, ImportBatchRow
from hrtui.access.model import Grant
from hrtui.audit import service as trail
from hrtui.audit.model import Entry
from hrtui.config import Records
from hrtui.configfile.read import shipped_retention
from hrtui.context import Context, FixedClock
from hrtui.documents import service as documents
from hrtui.documents.model import NewDocument
from hrtui.drafts import Drafts
from hrtui.errors import NotAllowed, RuleBroken
from hrtui.people import service
from hrtui.people.model import Termination
from hrtui.privacy import disposing, holds
from hrtui.privacy.model import Doing, NewHold
from hrtui.recruiting.service import CandidateChange, add_candidate
from hrtui.retention.service import past
from hrtui.store import service as store_service
from hrtui.store.model import Grade
from tests.conftest import ContextAs
from tests.people import hire
from tests.recruiting import colleague


@pytest.fixture
def late(ctx: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    """Alice in January 2031, over records of 2026 of every kind that is past its time by then."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for last in ("Ash", "Bay"):
        number = hire(ctx, last, first_day=date(2020, 1, 6))
        file = tmp_path / f"{last}.txt"
        file.write_text(last)
        documents.add(ctx, number, NewDocument(file, "letter"))
        service.record(ctx, number)
        service.terminate(ctx, number, Termination(date(2026, 11, 20), "moved"))
    add_candidate(ctx, CandidateChange(last_name="Cox"))
    with ctx.store.write():
        command = audit.begin(ctx.clock.now(), "alice", "people.import", "f")
        counts = dict.fromkeys(("rows", "inserted", "updated", "unchanged", "rejected"), 0)
        faults = json.dumps([[1, "last_name", "Dee", "unknown"]])
        ImportBatchRow.insert(
            command=command, file="dee.csv", sha256="", header="", mapping="{}", faults=faults, **counts
        ).execute()
        audit.append(Entry(ctx.clock.now(), "alice", "people.import", "f", command))
        projection.roll(date(2031, 1, 8))
    clock = FixedClock(datetime(2031, 1, 8, 15, tzinfo=UTC), "America/New_York")
    return replace(ctx, clock=clock, config=replace(ctx.config, retention=shipped_retention()))


def asked(ctx: Context, rule: str = "") -> str:
    disposing.ask_disposal(ctx, "Yearly", rule)
    return disposing.requests(ctx)[0].number


def test_what_is_past_its_time_goes_once_two_people_want_it_and_the_trail_says_what_and_why(late: Context) -> None:
    number = asked(late)
    kinds = {each.records for each in disposing.request(late, number).items}
    assert kinds == {"people", "documents", "candidates", "audit_reads", "imports"}
    assert past(late).past, "nothing goes when it is asked for"
    with pytest.raises(RuleBroken, match="somebody else"):
        disposing.carry_out(late, number)
    bob = colleague(late)
    done = disposing.carry_out(bob, number)
    assert past(late).past == ()
    assert "2 people" in done.sentence and "1 candidate" in done.sentence
    certificate = next(each.entry for each in trail.log(late) if each.entry.subject == number)
    told = dict(certificate.detail or {})
    assert (told["asked_by"], told["done_by"], told["count.people"], told["kept"]) == ("alice", "bob", "2", "0")
    assert "applications" in told["rules"] and "payroll" in told["rules"]
    assert trail.verify(late).broken_at is None
    assert [each for each in store_service.check(late) if each.grade is Grade.FAULT] == []
    assert AuditRow.select().where(AuditRow.action == "people.see_pay").count() >= 0
    assert disposing.request(late, number).state is Doing.DONE


def test_one_rule_may_be_disposed_of_alone(late: Context) -> None:
    disposing.carry_out(colleague(late), asked(late, "imports"))
    assert Records.IMPORTS not in {each.record.records for each in past(late).past}
    assert Records.PEOPLE in {each.record.records for each in past(late).past}
    with pytest.raises(RuleBroken, match="There is no rule"):
        asked(late, "mine")


def test_what_came_under_a_hold_since_it_was_asked_for_stays_and_is_told(late: Context) -> None:
    number = asked(late)
    kept = next(each.record.subject for each in past(late).past if each.record.records is Records.PEOPLE)
    holds.place(late, NewHold("Suit", "", "A suit.", whom=(kept,)))
    done = disposing.carry_out(colleague(late), number)
    assert kept in " ".join(done.notices)
    assert past(late).held == {kept}
    assert "1 person" in done.sentence


def test_a_request_may_be_refused_and_then_does_nothing(late: Context) -> None:
    number = asked(late)
    before = past(late).past
    disposing.refuse(colleague(late), number, "Not this year.")
    with pytest.raises(RuleBroken, match="refused already"):
        disposing.carry_out(colleague(late), number)
    assert past(late).past == before


def test_old_drafts_of_the_user_go_at_once_but_for_those_about_somebody_under_a_hold(
    late: Context, tmp_path: Path
) -> None:
    number = next(each.record.subject for each in past(late).past if each.record.records is Records.PEOPLE)
    holds.place(late, NewHold("Suit", "", "A suit.", whom=(number,)))
    drafts = Drafts("alice", "s")
    drafts.save("job", "9", {"title": "x"})
    drafts.save("job", number, {"title": "y"})
    done = disposing.ask_disposal(late, "Yearly", "drafts")
    assert "1 draft of yours went" in done.sentence
    assert drafts.load("job", number) == {"title": "y"}
    assert drafts.load("job", "9") == {}


def test_each_half_has_a_right_of_its_own(late: Context, ctx_as: ContextAs) -> None:
    asker = replace(late, actor=ctx_as(Grant("privacy.ask"), Grant("retention.read"), login="ann").actor)
    doer = replace(late, actor=ctx_as(Grant("privacy.erase"), login="bob").actor)
    number = asked(asker)
    for use in (lambda: disposing.carry_out(asker, number), lambda: asked(doer)):
        with pytest.raises(NotAllowed):
            use()
    disposing.carry_out(doer, number)
    assert past(late).past == ()


def test_a_disposal_that_was_cut_off_is_done_to_its_end_by_the_same_command(
    late: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = asked(late)

    def stop(at: int, _of: int) -> None:
        if at == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        disposing.carry_out(colleague(late), number, stop)
    assert disposing.request(late, number).state is Doing.ASKED
    assert trail.verify(late).broken_at is None
    disposing.carry_out(colleague(late), number)
    assert past(late).past == ()
