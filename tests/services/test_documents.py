"""Documents: stored by hash, seen by kind, taken out whole, and proven by check and backup."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data import audit, filestore
from hrtui.access.model import ACTIONS, Grant, Scope
from hrtui.audit import service as trail
from hrtui.config import DocumentKind
from hrtui.context import Context
from hrtui.documents import service
from hrtui.documents.model import DocumentChange, NewDocument
from hrtui.errors import Conflict, NotAllowed, NotFound, RuleBroken, StoreDamaged, StoreError
from hrtui.store import service as stores
from hrtui.store.model import Grade
from tests.conftest import ContextAs
from tests.people import hire, live_facts, statements

TODAY = date(2026, 11, 23)
Use = Callable[[Context], object]
KINDS = (
    DocumentKind("secret", "Secret", ("vault",), sensitive=True),
    DocumentKind("paying", "Pay slip", ("people.change_pay",)),
)


@pytest.fixture
def ctx(ctx: Context) -> Context:
    return replace(ctx, config=replace(ctx.config, document_kinds=KINDS))


@pytest.fixture
def ann(ctx: Context) -> str:
    return hire(ctx, "Kim", number="1")


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "contract.pdf"
    file.write_bytes(b"%PDF signed\n" * 100)
    return file


def folder(ctx: Context) -> Path:
    return ctx.config.path(ctx.config.store.documents)


def files(ctx: Context) -> list[Path]:
    return [each for each in folder(ctx).rglob("*") if each.is_file()]


def with_role(ctx: Context, *roles: str) -> Context:
    return replace(ctx, actor=replace(ctx.actor, roles=roles))


def test_a_file_is_stored_once_by_its_hash_for_owner_and_group_and_comes_out_as_it_went_in(
    ctx: Context, ann: str, paper: Path, tmp_path: Path
) -> None:
    bo = hire(ctx, "Bo", number="2")
    done = service.add(ctx, ann, NewDocument(paper, "contract"))
    service.add(ctx, bo, NewDocument(paper, "letter", "Copy"))
    assert done.sentence == "“contract” is filed as Contract of Kim, Ann (1)."
    (kept,) = files(ctx)
    (row,) = service.documents(ctx, ann).rows
    assert kept == folder(ctx) / row.sha256[:2] / row.sha256[2:4] / row.sha256
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640
    assert not stat.S_IMODE(kept.parent.stat().st_mode) & 0o007
    assert (row.file_name, row.size, row.effective_from) == ("contract.pdf", 1200, TODAY)
    out = tmp_path / "out"
    out.mkdir()
    taken = service.export(ctx, ann, 1, out)
    assert taken.file == out / "contract.pdf"
    assert taken.file.read_bytes() == paper.read_bytes()
    assert stat.S_IMODE(taken.file.stat().st_mode) == 0o600
    with pytest.raises(StoreError, match="already a file"):
        service.export(ctx, ann, 1, out)


def test_the_same_file_is_not_filed_twice_for_one_person(ctx: Context, ann: str, paper: Path) -> None:
    service.add(ctx, ann, NewDocument(paper, "contract"))
    with pytest.raises(RuleBroken, match="on file already, as “contract”"):
        service.add(ctx, ann, NewDocument(paper, "letter"))


def test_title_and_expiry_change_a_document_is_removed_and_every_step_is_undone(
    ctx: Context, ann: str, paper: Path
) -> None:
    before = live_facts()
    service.add(ctx, ann, NewDocument(paper, "licence", "Forklift", date(2027, 3, 1)))
    service.change(ctx, ann, 1, DocumentChange("Forklift licence", date(2029, 3, 1)))
    (row,) = service.documents(ctx, ann).rows
    assert (row.title, row.expires) == ("Forklift licence", date(2029, 3, 1))
    entry = audit.entries(1)[0].entry
    assert [(each.field, each.before, each.after) for each in entry.changes] == [
        ("document.1.title", "Forklift", "Forklift licence"), ("document.1.expires", "2027-03-01", "2029-03-01"),
    ]  # fmt: skip
    service.remove(ctx, ann, 1)
    assert service.documents(ctx, ann).rows == ()
    assert len(files(ctx)) == 1, "the file stays"
    trail.undo(ctx)
    assert len(service.documents(ctx, ann).rows) == 1
    trail.undo(ctx)
    trail.undo(ctx)
    assert live_facts() == before


def test_a_number_that_is_another_documents_by_now_takes_none_off_and_none_out(
    ctx: Context, ann: str, paper: Path, tmp_path: Path
) -> None:
    other = tmp_path / "letter.pdf"
    other.write_bytes(b"%PDF dear\n")
    first = service.add(ctx, ann, NewDocument(paper, "contract"))
    service.add(ctx, ann, NewDocument(other, "letter"))
    meant = service.documents(ctx, ann).rows[0].sha256
    trail.undo(ctx, first.command)
    with pytest.raises(Conflict, match="Document 1 is another one by now, “letter”"):
        service.remove(ctx, ann, 1, sha256=meant)
    with pytest.raises(Conflict, match="another one by now"):
        service.export(ctx, ann, 1, tmp_path / "out.pdf", sha256=meant)
    assert [row.title for row in service.documents(ctx, ann).rows] == ["letter"]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (NewDocument(Path("gone.pdf"), "contract"), "cannot be read"),
        (NewDocument(Path(), "contract"), "is not a file"),
        (NewDocument(Path("/dev/null"), "contract"), "is not a file"),
        (NewDocument(Path("empty"), "contract"), "empty"),
        (NewDocument(Path("large"), "contract"), "at most 25 are kept"),
        (NewDocument(Path("small"), "nonsense"), "no kind of document"),
        (NewDocument(Path("small"), "licence"), "Licence expires; enter the day"),
        (NewDocument(Path("small"), "licence", "", date(2126, 1, 1)), "check the year"),
        (NewDocument(Path("small"), "contract", "x" * 300), "at most 200"),
    ],
)
def test_what_cannot_be_filed_is_refused_and_nothing_is_kept(
    ctx: Context, ann: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: NewDocument, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, size in (("empty", 0), ("small", 5), ("large", (25 << 20) + 1)):
        with Path(name).open("wb") as file:
            file.truncate(size)
    head = audit.head()
    with pytest.raises(RuleBroken, match=said):
        service.add(ctx, ann, wanted)
    assert (files(ctx) if folder(ctx).exists() else [], audit.head()) == ([], head)


def test_a_pipe_is_refused_without_waiting_for_it(ctx: Context, ann: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RuleBroken, match="is not a file"):
        service.add(ctx, ann, NewDocument(tmp_path / "pipe", "contract"))


def test_a_name_loses_its_folders_and_what_a_terminal_would_obey(ctx: Context, ann: str, tmp_path: Path) -> None:
    odd = tmp_path / "..\x1b[31m my\nfile\u202e.pdf"
    odd.write_bytes(b"x")
    service.add(ctx, ann, NewDocument(odd, "contract"))
    (row,) = service.documents(ctx, ann).rows
    assert row.file_name == "my file.pdf"


def test_a_kind_for_others_is_neither_listed_nor_counted_nor_reached(
    ctx: Context, ann: str, paper: Path, tmp_path: Path
) -> None:
    vault = with_role(ctx, "vault")
    service.add(vault, ann, NewDocument(paper, "secret", "Verdict"))
    assert [row.title for row in service.documents(vault, ann).rows] == ["Verdict"]
    assert service.documents(ctx, ann).rows == ()
    assert "secret" not in [kind.name for kind in service.kinds(ctx, ann)]
    for use in (
        lambda: service.export(ctx, ann, 1, tmp_path),
        lambda: service.change(ctx, ann, 1, DocumentChange("Other")),
        lambda: service.remove(ctx, ann, 1),
    ):
        with pytest.raises(NotFound, match="no document 1 that you may see"):
            use()
    with pytest.raises(NotAllowed, match="not for your roles"):
        service.add(ctx, ann, NewDocument(paper, "secret"))
    service.add(ctx, ann, NewDocument(paper, "contract"))  # that it is filed as a secret too is not given away


def test_a_kind_may_ask_for_an_action_instead_of_a_role(ctx: Context, ann: str, paper: Path, ctx_as: ContextAs) -> None:
    service.add(ctx, ann, NewDocument(paper, "paying"))
    reads = (Grant("people.read"), Grant("people.documents"))
    poor, rich = ctx_as(*reads), ctx_as(*reads, Grant("people.change_pay"))
    assert [len(service.documents(replace(each, config=ctx.config), ann).rows) for each in (poor, rich)] == [0, 1]


def test_a_kind_the_configuration_no_longer_knows_is_for_nobody(ctx: Context, ann: str, paper: Path) -> None:
    service.add(ctx, ann, NewDocument(paper, "paying"))
    forgot = replace(ctx, config=replace(ctx.config, document_kinds=()))
    assert service.documents(forgot, ann).rows == ()
    assert service.expiring(forgot, date(2200, 1, 1)) == ()


def test_reading_a_sensitive_document_leaves_an_entry_and_its_names_stay_out_of_the_trail(
    ctx: Context, ann: str, paper: Path, tmp_path: Path
) -> None:
    vault = with_role(ctx, "vault")
    service.add(vault, ann, NewDocument(paper, "secret", "Verdict"))
    service.export(vault, ann, 1, tmp_path / "a")
    entry = audit.entries(1)[0].entry
    assert (entry.action, entry.subject, entry.detail) == (
        "people.see_document", ann, {"document": "1", "kind": "secret"},
    )  # fmt: skip
    assert "Verdict" not in repr(audit.entries(5))
    assert "contract.pdf" not in repr(audit.entries(5))
    service.add(ctx, ann, NewDocument(paper, "contract"))
    head = audit.head()
    service.export(ctx, ann, 1, tmp_path / "b")
    assert audit.head() == head


def test_a_missing_or_damaged_file_says_so_and_nothing_is_noted_or_written(
    ctx: Context, ann: str, paper: Path, tmp_path: Path
) -> None:
    vault = with_role(ctx, "vault")
    service.add(vault, ann, NewDocument(paper, "secret"))
    (kept,) = files(ctx)
    head = audit.head()
    kept.chmod(0o600)
    kept.write_bytes(b"something else")
    with pytest.raises(StoreDamaged, match="damaged"):
        service.export(vault, ann, 1, tmp_path / "out")
    kept.unlink()
    with pytest.raises(StoreDamaged, match="missing"):
        service.export(vault, ann, 1, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert audit.head() == head


def test_filing_a_damaged_document_again_puts_its_file_right(ctx: Context, ann: str, paper: Path) -> None:
    service.add(ctx, ann, NewDocument(paper, "contract"))
    (kept,) = files(ctx)
    kept.write_bytes(b"something else")
    service.add(ctx, hire(ctx, "Bo", number="2"), NewDocument(paper, "contract"))
    assert kept.read_bytes() == paper.read_bytes()


def test_without_the_action_or_out_of_scope_documents_are_out_of_reach(
    ctx: Context, ann: str, paper: Path, ctx_as: ContextAs, tmp_path: Path
) -> None:
    service.add(ctx, ann, NewDocument(paper, "contract"))
    far = Scope(departments=frozenset({"Legal"}))
    everything = [Grant(each) for each in ACTIONS]
    everyone: dict[str, list[Use]] = {
        "people.documents": [
            lambda bob: service.documents(bob, ann),
            lambda bob: service.export(bob, ann, 1, tmp_path / "x"),
            lambda bob: service.expiring(bob, TODAY),
        ],
        "people.change_documents": [
            lambda bob: service.kinds(bob, ann),
            lambda bob: service.add(bob, ann, NewDocument(paper, "letter")),
            lambda bob: service.change(bob, ann, 1, DocumentChange("x")),
            lambda bob: service.remove(bob, ann, 1),
        ],
    }
    for action, uses in everyone.items():
        without = ctx_as(*(each for each in everything if each.action != action))
        away = ctx_as(Grant(action, far), *(each for each in everything if each.action != action))
        for use in uses:
            with pytest.raises(NotAllowed):
                use(without)
        for use in uses if action == "people.change_documents" else uses[:2]:
            with pytest.raises((NotAllowed, NotFound)):
                use(away)
    assert not (tmp_path / "x").exists()


def test_what_expires_is_listed_soonest_first_within_reach_in_few_queries(
    ctx: Context, paper: Path, ctx_as: ContextAs, tmp_path: Path
) -> None:
    for at, (last, department) in enumerate((("A", "IT"), ("B", "Sales"), ("C", "IT"))):
        number = hire(ctx, last, number=str(at + 1), department=department)
        file = tmp_path / f"{at}"
        file.write_bytes(bytes([at + 1]))
        service.add(ctx, number, NewDocument(file, "licence", f"L{at}", date(2027, 3 - at, 1)))
    service.change(ctx, "3", 1, DocumentChange(expires=date(2030, 1, 1)))
    service.remove(ctx, "1", 1)
    with statements() as seen:
        found = service.expiring(ctx, date(2027, 12, 31))
    assert [(each.number, each.document.title) for each in found] == [("2", "L1")]
    assert len(seen) <= 6
    it = Scope(departments=frozenset({"IT"}))
    bob = ctx_as(Grant("people.read", it), Grant("people.documents", it))
    assert [each.number for each in service.expiring(bob, date(2031, 1, 1))] == ["3"]


def test_check_finds_a_missing_a_damaged_and_a_stray_file(ctx: Context, ann: str, paper: Path) -> None:
    service.add(ctx, ann, NewDocument(paper, "contract"))

    def about() -> list[tuple[Grade, str]]:
        found = [each for each in stores.check(ctx) if "document" in each.check]
        return [(each.grade, each.sentence) for each in found]

    assert [grade for grade, _ in about()] == [Grade.GOOD]
    (kept,) = files(ctx)
    stray = filestore.put(folder(ctx), Path(__file__), 25)
    assert stray.sha256[:12] in about()[1][1]
    kept.write_bytes(b"x")
    assert about()[0][0] is Grade.FAULT
    assert "damaged" in about()[0][1]
    kept.unlink()
    assert "missing" in about()[0][1]


def test_a_backup_takes_the_documents_along_and_a_restore_puts_missing_ones_back(
    ctx: Context, ann: str, paper: Path, tmp_path: Path
) -> None:
    service.add(ctx, ann, NewDocument(paper, "contract"))
    report = stores.backup(ctx)
    assert report.documents is not None
    assert (report.documents.files, report.documents.new, report.documents.missing) == (1, 1, ())
    (kept,) = files(ctx)
    saved = report.file.parent / "documents" / kept.relative_to(folder(ctx))
    assert saved.read_bytes() == paper.read_bytes()
    again = stores.backup(ctx)
    assert again.documents is not None
    assert again.documents.new == 0, "what is there is not copied again"
    kept.unlink()
    missing = stores.backup(ctx, tmp_path / "elsewhere.db")
    assert missing.documents is not None
    assert len(missing.documents.missing) == 1
    ctx.store.close()
    restored = stores.restore(ctx, report.file)
    assert restored.documents is not None
    assert restored.documents.new == 1
    assert kept.read_bytes() == paper.read_bytes()
