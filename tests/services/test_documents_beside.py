"""Documents beside backups go with the last backup that refers to them: those of people who were disposed of, and no other."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data import alongside, audit, filestore, manifest, strongbox
from hrtui.context import Context, FixedClock
from hrtui.documents import service as documents
from hrtui.documents.model import NewDocument
from hrtui.privacy import disposing
from hrtui.store import night, service
from tests.people import hire
from tests.recruiting import colleague
from tests.services.test_disposing import late  # noqa: F401 - a fixture
from tests.store.processes import Forked

Sealed = Callable[[Context], Context]


@pytest.fixture(params=["plain", "sealed"])
def company(request: pytest.FixtureRequest, late: Context, tmp_path: Path) -> Context:  # noqa: F811 - the fixture
    """Two people past their time with a letter each, and one who stays, with another; backups are plain or sealed for somebody else."""
    stays, paper = hire(late, "Stay"), tmp_path / "stay.txt"
    paper.write_text("stays")
    documents.add(late, stays, NewDocument(paper, "letter"))
    if request.param == "plain":
        return late
    strongbox.create_pair(tmp_path / "backup.key")
    return on(late, 0, backup_key=tmp_path / "backup.key.pub")


def on(ctx: Context, days: float, **settings: Any) -> Context:
    """The same company some days on, with other settings of the store."""
    config = replace(ctx.config, store=replace(ctx.config.store, **settings))
    return replace(ctx, config=config, clock=FixedClock(ctx.clock.now() + timedelta(days), "America/New_York"))


def folder(ctx: Context) -> Path:
    return ctx.config.path(ctx.config.store.backups)


def lying(ctx: Context) -> set[str]:
    """The hashes of the files that lie beside the backups."""
    return {file.name[:64] for file in filestore.files(folder(ctx) / "documents")}


def live(ctx: Context) -> set[str]:
    """The hashes of the files that the store has."""
    return set(filestore.names(ctx.config.path(ctx.config.store.documents)))


def disposed_of(ctx: Context) -> set[str]:
    """Dispose of what is past its time; the hashes of the files that went from the store."""
    before = live(ctx)
    disposing.ask_disposal(ctx, "Yearly", "")
    disposing.carry_out(colleague(ctx), disposing.requests(ctx)[0].number)
    return before - live(ctx)


def test_they_stay_as_long_as_one_backup_refers_to_them_and_go_with_the_last(company: Context) -> None:
    old = night.keep(company).file
    everything = lying(company)
    gone = disposed_of(company)
    assert len(everything) == 3 and len(gone) == 2
    assert night.keep(on(company, 1)).documents == alongside.Pruned()
    assert lying(company) == everything
    assert night.keep(on(company, 31.5, keep_backups_days=31)).removed == (old.name,)
    assert lying(company) == live(company) == everything - gone
    assert audit.entries(2)[0].entry.detail == {"files": old.name, "days": "31", "documents": "2"}
    latest = max(folder(company).glob("hrtui-*Z.*[bd]"))
    if not strongbox.is_sealed(latest):
        assert service.verify(company, latest).documents.missing == ()


def test_a_backup_somebody_named_keeps_what_it_refers_to_and_other_files_say_nothing(company: Context) -> None:
    mine = service.backup(company, folder(company) / "year-end").file
    (folder(company) / "notes.txt").write_text("of the year")
    sqlite3.connect(folder(company) / "somebody-elses.db").execute("CREATE TABLE t (x)").connection.close()
    (folder(company) / "hrtui-x.db.unproven").write_text("no backup")
    gone = disposed_of(company)
    assert night.keep(on(company, 400, keep_backups_days=31)).documents.gone == 0
    assert gone <= lying(company)
    mine.unlink()
    manifest.manifest_path(mine).unlink()
    assert night.keep(on(company, 401, keep_backups_days=31)).documents.gone == 2
    assert not gone & lying(company)


def test_where_a_backup_does_not_say_what_it_refers_to_it_is_opened_and_a_sealed_one_keeps_all(
    company: Context,
) -> None:
    first = night.keep(company).file
    told = json.loads(manifest.manifest_path(first).read_text())
    assert len(told.pop("documents")) == 3
    manifest.manifest_path(first).write_text(json.dumps(told))
    gone = disposed_of(company)
    kept = night.keep(on(company, 1))
    assert kept.documents.gone == 0 and gone <= lying(company)
    stays = f"stay: {first.name} does not say which it refers to, and cannot be opened here."
    assert (stays in kept.documents.why) == strongbox.is_sealed(first)
    assert manifest.readable(first) is not None


@pytest.mark.parametrize("company", ["plain"], indirect=True)
def test_a_manifest_of_another_file_says_nothing(company: Context) -> None:
    first = night.keep(company).file
    gone = disposed_of(company)
    later = night.keep(on(company, 1)).file
    shutil.copy(first, later)
    with later.open("ab") as file:
        file.write(bytes(4096))
    first.unlink()
    manifest.manifest_path(first).unlink()
    assert alongside.referred(later) is not None and gone <= set(alongside.referred(later) or ())


@pytest.mark.parametrize("company", ["plain"], indirect=True)
def test_while_another_backup_is_being_made_they_stay(company: Context) -> None:
    night.keep(company)
    gone = disposed_of(company)
    with alongside.being_made(folder(company)):
        kept = night.keep(on(company, 40, keep_backups_days=31))
    assert "another backup is being made there" in kept.documents.why and gone <= lying(company)
    assert night.keep(on(company, 41, keep_backups_days=31)).documents.gone == 2


@pytest.mark.parametrize("company", ["plain"], indirect=True)
def test_the_folder_of_the_store_itself_is_never_touched(company: Context) -> None:
    own = company.config.path(company.config.store.documents)
    (own.parent / "documents").mkdir(exist_ok=True)
    stray = own / "aa" / "aa" / ("a" * 64)
    stray.parent.mkdir(parents=True)
    stray.write_text("filed by somebody just now")
    assert alongside.prune(own.parent, (), own) == alongside.Pruned()
    assert stray.exists()


def test_killed_in_the_middle_the_next_night_goes_on_and_what_is_referred_to_is_whole(
    company: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    night.keep(company)
    gone = disposed_of(company)
    company.store.close()
    remove = alongside._remove

    def work(say: Any) -> None:
        def stop(files: Any) -> alongside.Pruned:
            remove(files[:1])
            say("in the middle")
            signal.pause()
            return alongside.Pruned()

        monkeypatch.setattr(alongside, "_remove", stop)
        night.keep(on(company, 40, keep_backups_days=31))

    killed = Forked(work)
    assert killed.heard() == "in the middle"
    killed.kill()
    assert len(gone & lying(company)) == 1 and live(company) <= lying(company)
    company.store.connect()
    assert night.keep(on(company, 41, keep_backups_days=31)).documents.gone == 1
    assert lying(company) == live(company)
