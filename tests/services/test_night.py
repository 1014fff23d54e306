"""The night: a backup that is proven, by opening it or byte for byte; earlier ones that stay or go; what a kill left."""

from __future__ import annotations

import argparse
import io
import os
import signal
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from data import aging, alongside, audit, filestore, manifest, strongbox
from hrtui.access.model import Grant
from hrtui.cli import night as cli
from hrtui.cli.session import Session
from hrtui.configfile.read import shipped_retention
from hrtui.context import Context, FixedClock
from hrtui.documents import service as documents
from hrtui.documents.model import NewDocument
from hrtui.errors import HrError, NotAllowed, StoreBusy, StoreDamaged, StoreFull
from hrtui.people import service as people
from hrtui.people.model import Termination
from hrtui.served import sessions
from hrtui.served.seats import Guest
from hrtui.store import doctor, night, service
from hrtui.store.model import BackupReport, Finding, Grade
from tests.conftest import INSTANT, ContextAs
from tests.people import hire
from tests.store.processes import Forked

DAY = timedelta(days=1)
PROVEN = "the last backup was proven"


def later(ctx: Context, days: float, **settings: Any) -> Context:
    """The same company some days on, with other settings of the store."""
    config = replace(ctx.config, store=replace(ctx.config.store, **settings))
    return replace(ctx, config=config, clock=FixedClock(INSTANT + days * DAY))


def told(ctx: Context) -> str:
    """What the doctor says of the proof."""
    return next((each.sentence for each in doctor.look(ctx) if each.check == PROVEN), "")


def folder(ctx: Context) -> Path:
    return ctx.config.path(ctx.config.store.backups)


def spoilt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one byte of each backup change after it was made, as a bad disk does."""
    made = service.backup

    def backup(ctx: Context, target: Path | None = None) -> BackupReport:
        report = made(ctx, target)
        content = bytearray(report.file.read_bytes())
        content[len(content) // 2] ^= 1
        report.file.write_bytes(content)
        return report

    monkeypatch.setattr(service, "backup", backup)


def test_the_backup_is_opened_and_the_doctor_tells_how_old_the_last_proven_one_is(ctx: Context) -> None:
    hire(ctx)
    assert told(ctx) == ""
    kept = night.keep(ctx)
    assert kept.opened and kept.file.parent == folder(ctx)
    assert (kept.removed, kept.dropped, kept.documents) == ((), (), alongside.Pruned())
    assert [audit.entries(2)[at].entry.action for at in (0, 1)] == ["store.verify", "store.backup"]
    assert told(later(ctx, 1)) == f"{kept.file.name}, 24 hours old."
    assert told(later(ctx, 9)) == "The last that was opened is 9 days old; run `hrtui night`."
    assert list(ctx.config.store_path.parent.glob(".*.part*")) == []


def test_a_backup_that_was_never_opened_is_told(ctx: Context) -> None:
    service.backup(ctx)
    assert told(ctx) == "None was ever opened; run `hrtui night`."


def test_a_backup_that_is_not_proven_fails_in_one_sentence_and_takes_no_earlier_one_away(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = night.keep(ctx).file
    spoilt(monkeypatch)
    with pytest.raises(
        StoreDamaged, match=r"is not proven, and earlier ones are kept: .* is not the file its manifest"
    ):
        night.keep(later(ctx, 40, keep_backups_days=30))
    assert first.exists()
    service.verify(ctx, first)
    assert told(later(ctx, 40)).startswith("The last that was opened is 40 days old")


def names(ctx: Context) -> list[str]:
    return sorted(path.name for path in folder(ctx).iterdir() if path.is_file())


@pytest.mark.parametrize("kind", ["plain", "sealed"])
def test_a_backup_that_is_not_proven_is_set_aside_where_nothing_takes_it_for_one_and_goes_once_another_is_proven(
    ctx: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    strongbox.create_pair(tmp_path / "backup.key")
    own: dict[str, Any] = {} if kind == "plain" else {"backup_key": tmp_path / "backup.key.pub"}
    first = night.keep(later(ctx, 0, **own)).file
    good = names(ctx)
    with monkeypatch.context() as bad:
        spoilt(bad)
        for days in (1, 2):
            with pytest.raises(StoreDamaged, match=r"It was set aside as hrtui-.*\.unproven\.$") as refusal:
                night.keep(later(ctx, days, **own))
    aside = folder(ctx) / str(refusal.value).split()[-1].rstrip(".")
    assert names(ctx) == sorted([*good, aside.name, aside.name.replace(".unproven", ".json.unproven")])
    for use in (service.verify, service.restore):
        with pytest.raises(StoreDamaged, match=r"did not pass its proof .* Take another"):
            use(later(ctx, 3, **own), aside)
    newest = manifest.newest(folder(ctx))
    assert newest is not None and newest.file == first.name
    assert [name for name, _ in manifest.days(folder(ctx))] == [first.name, aside.name], "it holds people too"
    kept = night.keep(later(ctx, 4, **own))
    assert (kept.removed, kept.dropped) == ((), (aside.name,))
    assert names(ctx) == sorted([*good, kept.file.name, f"{kept.file.name}.json"])
    assert audit.entries(1)[0].entry.detail == {"files": aside.name, "days": "0"}


def test_a_kill_while_a_backup_is_set_aside_leaves_nothing_behind_that_stays(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as bad:
        spoilt(bad)
        with pytest.raises(StoreDamaged) as refusal:
            night.keep(ctx)
    aside = folder(ctx) / str(refusal.value).split()[-1].rstrip(".")
    told = aside.with_name(aside.name.replace(".unproven", ".json.unproven"))
    told.rename(told.with_suffix(""))  # as if the second file had not been renamed
    kept = night.keep(later(ctx, 1))
    assert kept.dropped == (aside.name,)
    assert names(ctx) == [kept.file.name, f"{kept.file.name}.json"]


@pytest.mark.parametrize("error", [StoreFull("No room."), StoreBusy("Others are writing.")])
def test_a_backup_that_could_not_be_looked_at_stays_where_it_is(
    ctx: Context, monkeypatch: pytest.MonkeyPatch, error: StoreFull | StoreBusy
) -> None:
    def refuse(*_: Any) -> None:
        raise error

    monkeypatch.setattr(service, "verify", refuse)
    with pytest.raises(
        type(error), match=r"^The backup of this night was not proven, and earlier ones are kept: (No|Others)"
    ):
        night.keep(ctx)
    assert names(ctx) == ["hrtui-20261123T150000Z.db", "hrtui-20261123T150000Z.db.json"]


@pytest.mark.parametrize("kind", ["plain", "sealed"])
def test_documents_that_are_missing_fail_the_night_and_leave_the_backup_of_the_store_in_its_place(
    ctx: Context, tmp_path: Path, kind: str
) -> None:
    strongbox.create_pair(tmp_path / "backup.key")
    own: dict[str, Any] = {} if kind == "plain" else {"backup_key": tmp_path / "backup.key.pub"}
    paper = tmp_path / "paper.txt"
    paper.write_text("signed")
    documents.add(ctx, hire(ctx), NewDocument(paper, "letter"))
    (lost,) = filestore.files(ctx.config.path(ctx.config.store.documents))
    lost.unlink()
    with pytest.raises(
        StoreDamaged, match=r"^Earlier backups are kept: .* holds the store, but 1 documents are missing"
    ):
        night.keep(later(ctx, 1, **own))
    assert [name for name in names(ctx) if name.endswith(".unproven")] == []
    assert len(names(ctx)) == 2


def run_night(ctx: Context) -> tuple[int, str]:
    """`hrtui night` as it is run; its exit code and what it says."""
    session = Session(output=io.StringIO())
    session.__dict__["context"] = ctx
    try:
        return cli.run(argparse.Namespace(), session), ""
    except HrError as error:
        return error.exit_code, str(error)


def test_a_night_that_fails_is_in_the_trail_and_told_by_the_doctor_until_one_ends_well(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire(ctx)
    with monkeypatch.context() as bad:
        spoilt(bad)
        code, said = run_night(later(ctx, 1))
    entry = audit.entries(1)[0].entry
    assert (entry.action, entry.subject, entry.detail) == (
        "store.night_failed",
        "store",
        {"failed": said, "code": "23"},
    )
    assert points(later(ctx, 1))["the night ran"] == (
        Grade.FAULT, f"It failed 2026-11-24 15:00 UTC; none ever ended well. {said}",
    )  # fmt: skip
    assert run_night(later(ctx, 2)) == (0, "")
    assert points(later(ctx, 2))["the night ran"] == (Grade.GOOD, "It ended 2026-11-25 15:00 UTC.")
    monkeypatch.setattr(aging, "LITTLE_ROOM", 1 << 60)
    code, said = run_night(later(ctx, 3))
    assert code == StoreFull.exit_code
    told_now = points(later(ctx, 3))
    assert told_now["the night ran"] == (
        Grade.WARNING, f"It failed 2026-11-26 15:00 UTC; the last that ended well is of 2026-11-25 15:00 UTC. {said}",
    )  # fmt: skip
    assert told_now["the audit chain was verified"] == (Grade.GOOD, "Whole, as of 2026-11-25 15:00 UTC.")


def test_of_a_bug_that_ends_a_night_the_trail_names_the_kind_alone(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Context) -> None:
        raise ValueError("123-45-6789")

    monkeypatch.setattr(sessions, "upkeep", fail)
    with pytest.raises(ValueError, match="123"):
        run_night(ctx)
    assert audit.entries(1)[0].entry.detail == {"failed": "An error of hrtui's own: ValueError.", "code": ""}


def test_a_night_on_a_store_that_cannot_be_written_or_by_somebody_who_may_not_leaves_no_entry(
    ctx: Context, ctx_as: ContextAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = audit.head()
    assert run_night(ctx_as(Grant("people.read")))[0] == NotAllowed.exit_code
    monkeypatch.setattr(aging, "LITTLE_ROOM", 1 << 60)
    monkeypatch.setattr("data.db.Store._begin", _busy)
    assert run_night(ctx)[1].startswith("No backup was made: ")
    assert audit.head() == head


def _busy(*_: Any) -> None:
    raise StoreBusy("Others are writing just now.")


def test_a_sealed_backup_is_opened_where_the_secret_half_is_and_else_compared_byte_by_byte(
    ctx: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strongbox.create_pair(tmp_path / "backup.key")
    secret = later(ctx, 0, backup_key=tmp_path / "backup.key")
    assert night.keep(secret).opened
    public = later(ctx, 10, backup_key=tmp_path / "backup.key.pub")
    kept = night.keep(public)
    assert not kept.opened and strongbox.is_sealed(kept.file)
    assert audit.entries(1)[0].entry.action == "store.compare"
    assert "days old; run `hrtui backup verify FILE --key KEY` where the key is. One of 2026-12-03" in told(public)
    spoilt(monkeypatch)
    with pytest.raises(StoreDamaged, match="earlier ones are kept"):
        night.keep(later(ctx, 11, backup_key=tmp_path / "backup.key.pub"))


def test_backups_whose_time_is_over_go_once_a_later_one_is_proven(ctx: Context) -> None:
    old = night.keep(ctx).file
    mine = service.backup(ctx, folder(ctx) / "year-end.db").file
    assert night.keep(later(ctx, 29, keep_backups_days=30)).removed == ()
    assert night.keep(later(ctx, 31, keep_backups_days=0)).removed == ()
    assert night.keep(later(ctx, 31.5, keep_backups_days=30)).removed == (old.name,)
    assert not old.exists() and not manifest.manifest_path(old).exists() and mine.exists()
    entry = audit.entries(1)[0].entry
    assert (entry.action, entry.detail) == ("store.expire", {"files": old.name, "days": "30"})


def test_without_room_nothing_is_begun(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aging, "LITTLE_ROOM", 1 << 60)
    with pytest.raises(StoreFull, match=r"No backup was made: .* MB free"):
        night.keep(ctx)
    assert list(folder(ctx).iterdir()) == []


def test_what_a_kill_left_goes_the_next_night_and_what_is_being_written_stays(ctx: Context) -> None:
    store = ctx.config.store_path.parent
    for where, name, hours in (
        (store, ".old.db.x.part", 7),
        (store, ".old.db.x.part-wal", 7),
        (store, ".new.x.part", 1),
    ):
        at = (INSTANT - timedelta(hours=hours)).timestamp()
        (where / name).touch()
        os.utime(where / name, (at, at))
    cleared = night.keep(ctx).cleared
    assert sorted(Path(each).name for each in cleared) == [".old.db.x.part", ".old.db.x.part-wal"]
    assert (store / ".new.x.part").exists()


@pytest.mark.parametrize("step", ["backup", "verify"])
def test_a_night_that_is_killed_is_in_nobodys_way(ctx: Context, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ctx.store.close()

    def work(say: Any) -> None:
        def stop(*_: Any) -> None:
            say("in the middle")
            signal.pause()

        monkeypatch.setattr({"backup": "data.backup._prove", "verify": "data.restore._sound"}[step], stop)
        night.keep(ctx)

    killed = Forked(work)
    assert killed.heard() == "in the middle"
    with pytest.raises(StoreBusy, match="Another `hrtui night` is at work"):
        night.keep(ctx)
    killed.kill()
    hire(ctx)
    left = list(ctx.config.store_path.parent.glob(".*.part*")) + list(folder(ctx).glob(".*.part*"))
    assert left
    at = (INSTANT - timedelta(hours=7)).timestamp()
    for part in left:
        os.utime(part, (at, at))
    assert night.keep(later(ctx, 1)).opened
    assert [part for part in left if part.exists()] == []


def test_it_wants_the_right_to_back_up(ctx_as: ContextAs) -> None:
    with pytest.raises(NotAllowed):
        night.keep(ctx_as(Grant("store.check")))


def points(ctx: Context) -> dict[str, tuple[Grade, str]]:
    return {each.check: (each.grade, each.sentence) for each in doctor.look(ctx)}


def test_the_doctor_tells_when_the_last_night_ended_and_what_it_found(ctx: Context) -> None:
    hire(ctx)
    assert "the night ran" not in points(ctx)
    night.note(ctx, service.check(ctx))
    told = points(later(ctx, 1))
    assert told["the night ran"] == (Grade.GOOD, "It ended 2026-11-23 15:00 UTC.")
    assert told["the audit chain was verified"] == (Grade.GOOD, "Whole, as of 2026-11-23 15:00 UTC.")
    assert told["records within the time they are kept"] == (Grade.GOOD, "None is past it.")
    assert points(later(ctx, 2))["the night ran"][0] is Grade.WARNING


def test_faults_and_a_broken_chain_of_the_night_are_told(ctx: Context) -> None:
    night.note(ctx, [Finding("the audit chain is unbroken", Grade.FAULT, "Entry 3 does not fit.")])
    told = points(ctx)
    assert told["the audit chain was verified"][0] is Grade.FAULT
    assert told["the check of the night"] == (Grade.FAULT, "1 fault; see `hrtui check`.")


def test_records_past_their_time_are_counted_and_never_named(ctx: Context) -> None:
    number = hire(ctx, "Zzyzxmarked")
    people.terminate(ctx, number, Termination(date(2026, 11, 20), "moved"))
    late = later(replace(ctx, config=replace(ctx.config, retention=shipped_retention())), 366 * 8)
    night.note(late, [])
    assert points(late)["records within the time they are kept"] == (
        Grade.WARNING, "1 are past it, 0 more are held; see `hrtui retention`.",
    )  # fmt: skip
    assert "Zzyzx" not in str(audit.entries(1)[0].entry.detail)


def test_of_a_server_a_night_that_never_was_and_sessions_that_were_dropped_are_told(ctx: Context) -> None:
    folder = ctx.config.store_path.parents[1] / "sessions"
    folder.mkdir()
    guest = Guest("alice", "SHA256:x", "192.0.2.7")
    for how in ("left", "idle", "the line was dropped", "the line was dropped", sessions.CUT_OFF):
        sessions.end(ctx, guest, how)
    told = points(later(ctx, 1))
    assert told["the night ran"][0] is Grade.WARNING and "never ended well" in told["the night ran"][1]
    assert told["sessions end by being left"][1] == (
        "5 sessions ended in the last 7 days, of them 2 the line was dropped and 1 cut off."
    )
    assert points(later(ctx, 8))["sessions end by being left"][1] == "0 sessions ended in the last 7 days."
