"""Documents of candidates: stored by hash beside people's, seen under whom they turned out to be, asked for by stages, and purged."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data import audit, filestore
from data.base import database
from data.candidaterows import CandidateFileRow
from hrtui.access.model import Field, Grant, Scope, Sight
from hrtui.audit import service as trail
from hrtui.context import Context, FixedClock
from hrtui.documents import service as people_documents
from hrtui.documents.model import NewDocument
from hrtui.errors import Conflict, NotAllowed, NotFound, RuleBroken, StoreError
from hrtui.recruiting import filing, merging, purging, service
from hrtui.recruiting.filing import documents, file, take, unfile
from hrtui.recruiting.gathering import Worked
from hrtui.recruiting.kept import NewFile
from hrtui.recruiting.noting import add_note, change_note, notes
from hrtui.recruiting.playbook import Stage, StageType
from hrtui.recruiting.service import CandidateChange, RequisitionChange
from hrtui.store import service as stores
from hrtui.store.model import Grade
from tests.conftest import ContextAs
from tests.people import hire, statements
from tests.recruiting import applied, colleague, opened

READ, WORK = "recruiting.read", "recruiting.work"
STAGES = (
    Stage("New", StageType.NEW, documents=("resume",)), Stage("Screen", StageType.SCREEN), Stage("Hired", StageType.HIRED),
)  # fmt: skip
Make = Callable[[str, str], Path]


@pytest.fixture
def paper(tmp_path: Path) -> Make:
    def make(name: str = "resume.pdf", text: str = "%PDF Ash\n") -> Path:
        path = tmp_path / name
        path.write_text(text)
        return path

    return make


def enter(ctx: Context, last: str = "Ash") -> str:
    return service.add_candidate(ctx, CandidateChange(last_name=last)).numbers[0]


def stored(ctx: Context) -> list[Path]:
    return [each for each in filing.folder_of(ctx).rglob("*") if each.is_file()]


def titles(ctx: Context, number: str) -> list[str]:
    return [each.title for each in documents(ctx, number)]


def asking(ctx: Context) -> str:
    """An open requisition whose first stage asks for a résumé."""
    number = opened(ctx)
    service.change_requisition(ctx, number, RequisitionChange(stages=STAGES))
    return number


def later(ctx: Context) -> Context:
    return replace(ctx, clock=FixedClock(datetime(2029, 1, 8, 15, tzinfo=UTC), "America/New_York"))


def live_rows() -> list[tuple[object, ...]]:
    """All that counts of documents, without when and by which command it was entered."""
    row = CandidateFileRow
    query = row.select(row.candidate, row.slot, row.kind, row.title, row.sha256, row.active).where(
        row.superseded_at.is_null()
    )
    return list(database.execute(query.order_by(row.id)).fetchall())


def test_a_document_is_stored_by_its_hash_listed_and_taken_out_as_it_went_in(
    ctx: Context, paper: Make, tmp_path: Path
) -> None:
    who = enter(ctx)
    done = file(ctx, who, NewFile(paper("resume.pdf", "%PDF"), "Résumé"))
    assert done.sentence == "“resume” is filed as Résumé of Ash."
    (row,) = documents(ctx, who)
    assert (row.number, row.kind, row.file_name, row.size) == (1, "resume", "resume.pdf", 4)
    (kept,) = stored(ctx)
    assert kept.name == row.sha256
    out = tmp_path / "out"
    out.mkdir()
    taken = take(ctx, who, 1, out)
    assert (taken.file, taken.file.read_text()) == (out / "resume.pdf", "%PDF")
    assert stat.S_IMODE(taken.file.stat().st_mode) == 0o600
    entry = audit.entries(1)[0].entry
    assert (entry.action, entry.subject, entry.detail) == ("recruiting.document", who, {"kind": "resume"})
    with pytest.raises(StoreError, match="already a file"):
        take(ctx, who, 1, out)


def test_the_trail_says_that_something_was_given_and_never_what_it_is_called(ctx: Context, paper: Make) -> None:
    who = enter(ctx)
    file(ctx, who, NewFile(paper("quuxbar.pdf", "x"), "resume", "Quuxbar's life"))
    unfile(ctx, who, 1)
    told = [
        (each.entry.changes[0].field, each.entry.changes[0].before, each.entry.changes[0].after)
        for each in audit.entries(2)
    ]
    assert told == [("candidate.document.resume", "(given)", ""), ("candidate.document.resume", "", "(given)")]
    assert "uuxbar" not in json.dumps([str(each) for each in audit.entries(50)])


def test_unfiling_keeps_the_file_and_the_numbers_and_every_step_is_undone(ctx: Context, paper: Make) -> None:
    who = enter(ctx)
    file(ctx, who, NewFile(paper("one.pdf", "1"), "resume"))
    file(ctx, who, NewFile(paper("two.pdf", "2"), "cover_letter"))
    done = unfile(ctx, who, 1)
    assert done.sentence == "“one” is no longer on file of Ash."
    assert [(each.number, each.title) for each in documents(ctx, who)] == [(2, "two")]
    assert len(stored(ctx)) == 2
    trail.undo(ctx)
    assert titles(ctx, who) == ["one", "two"]
    trail.undo(ctx)
    trail.undo(ctx)
    assert (titles(ctx, who), live_rows()) == ([], [])
    file(ctx, who, NewFile(paper("one.pdf", "1"), "resume"))
    assert titles(ctx, who) == ["one"]


def test_a_kind_that_is_not_declared_and_the_very_same_file_are_refused(ctx: Context, paper: Make) -> None:
    who = enter(ctx)
    with pytest.raises(RuleBroken, match="no kind of document of the recruiting file; there is resume") as caught:
        file(ctx, who, NewFile(paper("a.pdf", "a"), "photo"))
    assert caught.value.field == "kind"
    file(ctx, who, NewFile(paper("a.pdf", "a"), "resume"))
    with pytest.raises(RuleBroken, match="on file already, as “a”"):
        file(ctx, who, NewFile(paper("b.pdf", "a"), "cover_letter"))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("\x1b]52;c;ZXZpbA==\x07\x1b[31mred.pdf", "red.pdf"),
        ("..\\..\\etc\\passwd", "passwd"),
        (".hidden .", "hidden"),
        ("\u202efdp.exe", "fdp.exe"),
        ("a" * 250 + ".pdf", "a" * 116 + ".pdf"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[\u2215]"),
    ],
)
def test_a_hostile_file_name_is_cleaned_before_it_is_kept_and_leads_into_no_other_folder(
    ctx: Context, paper: Make, tmp_path: Path, name: str, kept: str
) -> None:
    who = enter(ctx)
    source = tmp_path / "in"
    source.mkdir()
    (source / name.replace("/", "\u2215")).write_text("x")
    file(ctx, who, NewFile(source / name.replace("/", "\u2215"), "resume"))
    (row,) = documents(ctx, who)
    assert row.file_name == kept
    assert row.file_name.isprintable() and row.title.isprintable()
    out = tmp_path / "out"
    out.mkdir()
    assert take(ctx, who, 1, out).file.parent == out


def test_a_hostile_title_is_cleaned_and_one_that_is_too_long_refused(ctx: Context, paper: Make) -> None:
    who = enter(ctx)
    with pytest.raises(RuleBroken, match="300 characters; at most 200") as caught:
        file(ctx, who, NewFile(paper("a.pdf", "a"), "resume", "x" * 300))
    assert caught.value.field == "title"
    file(ctx, who, NewFile(paper("a.pdf", "a"), "resume", "\x1b[2J../../etc/passwd\r\n\x07"))
    assert titles(ctx, who) == ["../../etc/passwd"]


def test_a_file_that_is_too_large_empty_or_none_is_refused_and_nothing_is_kept(
    ctx: Context, paper: Make, tmp_path: Path
) -> None:
    who = enter(ctx)
    small = replace(ctx, config=replace(ctx.config, store=replace(ctx.config.store, largest_document=1)))
    large = tmp_path / "large.pdf"
    large.write_bytes(b"x" * ((1 << 20) + 1))
    for path, says in ((large, "at most 1 are kept"), (paper("e.pdf", ""), "is empty"), (tmp_path, "is not a file")):
        with pytest.raises(RuleBroken, match=says):
            file(small, who, NewFile(path, "resume"))
    assert (stored(ctx), live_rows()) == ([], [])


def test_a_stage_that_asks_for_a_document_is_left_once_one_is_filed_and_not_after_it_is_taken_out(
    ctx: Context, paper: Make
) -> None:
    who, one = applied(ctx, asking(ctx), "Ash")
    with pytest.raises(RuleBroken, match="cannot leave New yet: the document resume is missing"):
        service.move(ctx, [one], "Screen")
    file(ctx, who, NewFile(paper("l.pdf", "l"), "cover_letter"))
    file(ctx, who, NewFile(paper("r.pdf", "r"), "resume"))
    unfile(ctx, who, 2)
    with pytest.raises(RuleBroken, match="resume is missing"):
        service.move(ctx, [one], "Screen")
    trail.undo(ctx)
    assert service.move(ctx, [one], "Screen").sentence == "Ash is in Screen."


def test_a_stage_counts_what_is_on_file_of_either_of_two_who_are_one(ctx: Context, paper: Make) -> None:
    number = asking(ctx)
    kept, one = applied(ctx, number, "Ash")
    gone = enter(ctx, "Ashe")
    file(ctx, gone, NewFile(paper("r.pdf", "r"), "resume"))
    with pytest.raises(RuleBroken, match="missing"):
        service.move(ctx, [one], "Screen")
    merging.merge(ctx, kept, gone)
    service.move(ctx, [one], "Screen")
    _, other = applied(ctx, number, "Bay")
    with pytest.raises(RuleBroken, match="missing"):
        service.move(ctx, [other], "Screen")
    third = enter(ctx, "Bayer")
    bay = service.board(ctx, number).columns[0][0].candidate
    merging.merge(ctx, third, bay)
    file(ctx, third, NewFile(paper("b.pdf", "b"), "resume"))
    service.move(ctx, [other], "Screen")


def test_files_of_the_merged_are_seen_under_the_kept_one_and_unmerging_restores_both(ctx: Context, paper: Make) -> None:
    kept, gone = enter(ctx, "Ash"), enter(ctx, "Ashe")
    file(ctx, gone, NewFile(paper("gone.pdf", "g"), "resume"))
    file(ctx, kept, NewFile(paper("kept.pdf", "k"), "resume"))
    before = live_rows()
    merging.merge(ctx, kept, gone)
    assert titles(ctx, kept) == ["gone", "kept"]
    with pytest.raises(RuleBroken, match="on file already"):
        file(ctx, kept, NewFile(paper("again.pdf", "g"), "resume"))
    with pytest.raises(RuleBroken, match=f"merged into {kept}; use that number"):
        file(ctx, gone, NewFile(paper("x.pdf", "x"), "resume"))
    merging.unmerge(ctx, gone)
    assert live_rows() == before
    assert (titles(ctx, kept), titles(ctx, gone)) == (["kept"], ["gone"])


def test_what_is_filed_under_the_kept_one_stays_theirs_when_the_two_are_parted_again(ctx: Context, paper: Make) -> None:
    kept, gone = enter(ctx, "Ash"), enter(ctx, "Ashe")
    merging.merge(ctx, kept, gone)
    file(ctx, kept, NewFile(paper("new.pdf", "n"), "resume"))
    merging.unmerge(ctx, gone)
    assert (titles(ctx, kept), titles(ctx, gone)) == (["new"], [])


def test_two_are_parted_as_they_were_or_not_at_all(ctx: Context, paper: Make) -> None:
    kept, gone = enter(ctx, "Ash"), enter(ctx, "Ashe")
    file(ctx, gone, NewFile(paper("gone.pdf", "g"), "resume"))
    add_note(ctx, gone, "Of gone")
    merging.merge(ctx, kept, gone)
    acts: tuple[Callable[[], Worked], ...] = (
        lambda: unfile(ctx, kept, 1),
        lambda: change_note(ctx, kept, 1, "Other"),
    )
    for act in acts:
        done = act()
        with pytest.raises(Conflict, match="step of recruiting"):
            merging.unmerge(ctx, gone)
        trail.undo(ctx, done.command)
    merging.unmerge(ctx, gone)
    assert (titles(ctx, gone), [each.text for each in notes(ctx, gone)]) == (["gone"], ["Of gone"])


def test_what_was_merged_by_way_of_another_is_parted_as_it_was_too(ctx: Context, paper: Make) -> None:
    first, second, third = enter(ctx, "Ash"), enter(ctx, "Ashe"), enter(ctx, "Ashley")
    file(ctx, first, NewFile(paper("first.pdf", "1"), "resume"))
    merging.merge(ctx, second, first)
    merging.merge(ctx, third, second)
    assert titles(ctx, third) == ["first"]
    done = unfile(ctx, third, 1)
    with pytest.raises(Conflict):
        merging.unmerge(ctx, second)
    trail.undo(ctx, done.command)
    merging.unmerge(ctx, second)
    assert (titles(ctx, third), titles(ctx, second)) == ([], ["first"])


def test_a_file_that_a_purge_took_out_between_storing_and_filing_is_stored_again(ctx: Context, paper: Make) -> None:
    source, folder = paper("r.pdf", "r"), filing.folder_of(ctx)
    made = filestore.put(folder, source, 1)
    assert filestore.drop(folder, [made.sha256]) == []
    filestore.keep(folder, made, source, 1)
    assert filestore.read(folder, made.sha256) == b"r"
    filestore.drop(folder, [made.sha256])
    source.write_text("other")
    with pytest.raises(RuleBroken, match="changed meanwhile"):
        filestore.keep(folder, made, source, 1)


def test_a_file_that_cannot_be_removed_is_told_by_the_purge_and_by_check(
    ctx: Context, paper: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = enter(ctx)
    file(ctx, who, NewFile(paper("r.pdf", "r"), "resume"))

    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refused)
        done = purging.purge(later(ctx), [who])
    assert "1 of their files could not be removed" in done.notices[0]
    stray = [each for each in stores.check(ctx) if each.check == "no file lies there that no document names"]
    assert [each.grade for each in stray] == [Grade.WARNING]


def test_a_number_that_is_another_documents_by_now_takes_none_out_and_none_off(
    ctx: Context, paper: Make, tmp_path: Path
) -> None:
    who = enter(ctx)
    done = file(ctx, who, NewFile(paper("one.pdf", "1"), "resume"))
    (first,) = documents(ctx, who)
    trail.undo(ctx, done.command)
    file(colleague(ctx), who, NewFile(paper("two.pdf", "2"), "resume"))
    for act in (
        lambda: take(ctx, who, 1, tmp_path / "out.pdf", sha256=first.sha256),
        lambda: unfile(ctx, who, 1, sha256=first.sha256),
    ):
        with pytest.raises(Conflict, match="another one by now, “two”"):
            act()
    assert titles(ctx, who) == ["two"]
    with pytest.raises(NotFound, match="no document 7"):
        unfile(ctx, who, 7)


def test_two_users_file_beside_one_another(ctx: Context, paper: Make) -> None:
    who = enter(ctx)
    file(ctx, who, NewFile(paper("one.pdf", "1"), "resume"))
    file(colleague(ctx), who, NewFile(paper("two.pdf", "2"), "cover_letter"))
    assert [(each.number, each.title) for each in documents(ctx, who)] == [(1, "one"), (2, "two")]


def test_reading_and_filing_take_their_rights_and_reach_as_far_as_the_candidate_is_seen(
    ctx: Context, ctx_as: ContextAs, paper: Make, tmp_path: Path
) -> None:
    who, _ = applied(ctx, opened(ctx), "Ash")
    boss = hire(ctx, "Other")
    file(ctx, who, NewFile(paper("r.pdf", "r"), "resume"))
    nobody, reader = ctx_as(), ctx_as(Grant(READ))
    team = ctx_as(*(Grant(each, Scope(team=True, own=True)) for each in (READ, WORK)), person=boss)
    with pytest.raises(NotAllowed):
        documents(nobody, who)
    assert titles(reader, who) == ["r"]
    with pytest.raises(NotAllowed):
        file(reader, who, NewFile(paper("x.pdf", "x"), "resume"))
    with pytest.raises(NotAllowed):
        unfile(reader, who, 1)
    for act in (
        lambda: documents(team, who),
        lambda: take(team, who, 1, tmp_path / "o"),
        lambda: file(team, who, NewFile(paper("y.pdf", "y"), "resume")),
        lambda: unfile(team, who, 1),
    ):
        with pytest.raises(NotFound):
            act()


def test_documents_that_tell_of_pay_are_not_even_counted_for_who_sees_none(
    ctx: Context, ctx_as: ContextAs, paper: Make, tmp_path: Path
) -> None:
    who, _ = applied(ctx, opened(ctx), "Ash")
    file(ctx, who, NewFile(paper("o.pdf", "o"), "offer_letter"))
    file(ctx, who, NewFile(paper("r.pdf", "r"), "resume"))
    blind = ctx_as(Grant(READ), Grant(WORK))
    assert [(each.number, each.title) for each in documents(blind, who)] == [(1, "r")]
    assert take(blind, who, 1, tmp_path / "out.pdf").document.title == "r"
    with pytest.raises(NotAllowed, match="tell of pay"):
        file(blind, who, NewFile(paper("p.pdf", "p"), "offer_letter"))
    assert [each.name for each in filing.kinds(blind, who)][-1] == "reference"
    paid = ctx_as(Grant(READ, fields={Field.PAY: Sight.SHOWN}))
    assert titles(paid, who) == ["o", "r"]


def test_a_list_of_documents_takes_as_many_queries_for_many_as_for_one(ctx: Context, paper: Make) -> None:
    who = enter(ctx)
    file(ctx, who, NewFile(paper("0.pdf", "0"), "resume"))
    with statements() as few:
        documents(ctx, who)
    for at in range(1, 6):
        file(ctx, who, NewFile(paper(f"{at}.pdf", str(at)), "work_sample"))
    with statements() as many:
        assert len(documents(ctx, who)) == 6
    assert len(many) == len(few) <= 6


def test_moving_many_takes_as_many_queries_as_moving_one(ctx: Context) -> None:
    number = opened(ctx)
    ones = [applied(ctx, number, f"Ash{at}")[1] for at in range(6)]
    with statements() as few:
        service.move(ctx, ones[:1], "Phone screen")
    with statements() as many:
        service.move(ctx, ones[1:], "Phone screen")
    assert len(many) <= len(few) + 1


def test_a_purge_empties_every_row_and_takes_the_files_out_but_those_that_somebody_else_has_too(
    ctx: Context, paper: Make
) -> None:
    who, gone, other, ann = enter(ctx), enter(ctx, "Ashe"), enter(ctx, "Bay"), hire(ctx, "Kim")
    for name, text in (("quuxbar.pdf", "own"), ("with-bay.pdf", "bay"), ("with-ann.pdf", "ann")):
        file(ctx, who, NewFile(paper(name, text), "resume", f"Quuxbar {text}"))
    file(ctx, gone, NewFile(paper("merged.pdf", "merged"), "resume", "Quuxbar"))
    file(ctx, who, NewFile(paper("undone.pdf", "undone"), "resume", "Quuxbar"))
    trail.undo(ctx)
    unfile(ctx, who, 1)
    service.change_candidate(ctx, other, CandidateChange(consent_until=datetime(2040, 1, 1).date()))
    file(ctx, other, NewFile(paper("x.pdf", "bay"), "resume"))
    people_documents.add(ctx, ann, NewDocument(paper("x.pdf", "ann"), "letter"))
    merging.merge(ctx, who, gone)
    assert len(stored(ctx)) == 5
    done = purging.purge(later(ctx), [who])
    assert done.notices == ()
    assert sorted(each.read_text() for each in stored(ctx)) == ["ann", "bay"]
    query = CandidateFileRow.select(CandidateFileRow.title, CandidateFileRow.file_name, CandidateFileRow.sha256)
    emptied = list(database.execute(query.where(CandidateFileRow.purged.is_null(False))).fetchall())
    assert emptied and set(emptied) == {("", "", "")}
    assert titles(ctx, who) == []
    with pytest.raises(RuleBroken, match="was emptied"):
        file(ctx, who, NewFile(paper("x.pdf", "x"), "resume"))
    assert all(each.grade is not Grade.FAULT for each in stores.check(ctx))


def test_no_undo_brings_back_a_document_that_was_emptied(ctx: Context, paper: Make) -> None:
    who = enter(ctx)
    file(ctx, who, NewFile(paper("r.pdf", "r"), "resume"))
    done = unfile(ctx, who, 1)
    purging.purge(later(ctx), [who])
    trail.undo(ctx, done.command)
    assert titles(ctx, who) == []


def test_check_and_backup_know_the_files_of_candidates(ctx: Context, paper: Make, tmp_path: Path) -> None:
    who = enter(ctx)
    file(ctx, who, NewFile(paper("r.pdf", "r"), "resume"))
    named = "every document is on file with its hash"
    assert {each.grade for each in stores.check(ctx) if each.check == named} == {Grade.GOOD}
    assert not [each for each in stores.check(ctx) if each.check == "no file lies there that no document names"]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    report = stores.backup(ctx, elsewhere / "copy.db")
    assert report.documents is not None
    assert (report.documents.files, report.documents.new, report.documents.missing) == (1, 1, ())
    stored(ctx)[0].unlink()
    assert {each.grade for each in stores.check(ctx) if each.check == named} == {Grade.FAULT}
