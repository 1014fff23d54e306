"""The candidate's page by keys alone: documents and notes are filed, taken out, changed and removed, and shown as they are stored."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from hrtui.access.model import Grant
from hrtui.context import Context
from hrtui.recruiting import filing, noting, service
from hrtui.recruiting.kept import NewFile
from screens.recruiting.candidate import CandidateScreen
from tests.recruiting import applied, colleague, opened
from tests.ui.conftest import MakeApp, text, until

SIZES = [(80, 24), (200, 50)]
HOSTILE = "\x1b]52;c;ZXZpbA==\x07[@click=app.quit]../../etc/passwd[/]"


@pytest.fixture
def who(ctx: Context) -> str:
    return applied(ctx, opened(ctx), "Ash", first_name="Jo")[0]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "life.pdf"
    path.write_text("%PDF life")
    return path


def screen(app: Any) -> CandidateScreen:
    return cast(CandidateScreen, app.screen)


def words(app: Any) -> str:
    return " ".join(text(app).split())


@pytest.mark.parametrize("size", SIZES)
async def test_a_document_is_filed_taken_out_removed_and_brought_back(
    hr_app: MakeApp, ctx: Context, who: str, paper: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    app = hr_app(ctx, address=f"candidate {who}")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "No document is on file; F files one." in text(app))
        await pilot.press("F")
        await until(pilot, lambda: "File a document of Ash, Jo" in text(app))
        await pilot.press(*str(paper), "tab", *"Résumé", "tab", *"Life of Ash", "ctrl+j")
        await until(pilot, lambda: "“Life of Ash” is filed as Résumé of Ash, Jo." in words(app))
        (held,) = filing.documents(ctx, who)
        assert (held.kind, held.file_name, held.size) == ("resume", "life.pdf", 9)
        await until(pilot, lambda: "Documents: 1" in text(app) and "Résumé: Life of Ash" in text(app))
        await pilot.press("home", "down", "x")
        await until(pilot, lambda: "Take out “Life of Ash”" in text(app))
        out = tmp_path / "out.pdf"
        await pilot.press("ctrl+u", *str(out), "ctrl+j")
        await until(pilot, out.exists)
        assert (out.read_text(), stat.S_IMODE(out.stat().st_mode)) == ("%PDF life", 0o600)
        await until(pilot, lambda: "Written to" in text(app))
        await pilot.press("d")
        await until(pilot, lambda: "Take “Life of Ash” off the page?" in words(app))
        await pilot.press(*"remove", "enter")
        await until(pilot, lambda: "No document is on file" in text(app))
        assert filing.documents(ctx, who) == []
        await pilot.press("u")
        await until(pilot, lambda: "Undo" in text(app))
        await pilot.press("y")
        await until(pilot, lambda: "Documents: 1" in text(app))
        assert len(filing.documents(ctx, who)) == 1


@pytest.mark.parametrize("size", SIZES)
async def test_a_note_is_written_changed_and_removed_and_the_past_tells_it(
    hr_app: MakeApp, ctx: Context, who: str, size: tuple[int, int]
) -> None:
    app = hr_app(ctx, address=f"candidate {who}")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "There is no note; a writes one." in text(app))
        await pilot.press("a")
        await until(pilot, lambda: "Note about Ash, Jo" in text(app))
        await pilot.press(*"Wants to work from home", "enter", *"two days", "ctrl+j")
        await until(pilot, lambda: "Notes: 1" in text(app))
        assert [each.text for each in noting.notes(ctx, who)] == ["Wants to work from home\ntwo days"]
        await pilot.press("home", "down", "down", "E")
        await until(pilot, lambda: "Change note 1" in text(app))
        await pilot.press("down", "end", *" a week", "ctrl+j")
        await until(pilot, lambda: "is changed" in words(app) and "two days a week" in words(app))
        assert [each.text for each in noting.notes(ctx, who)] == ["Wants to work from home\ntwo days a week"]
        await until(pilot, lambda: "Note changed" in text(app) and "Note added" in text(app))
        await pilot.press("delete")
        await until(pilot, lambda: "Take note 1 off the page?" in words(app))
        await pilot.press(*"remove", "enter")
        await until(pilot, lambda: "There is no note" in text(app))
        assert noting.notes(ctx, who) == []


async def test_a_note_that_somebody_else_changed_meanwhile_is_not_written_over(
    hr_app: MakeApp, ctx: Context, who: str
) -> None:
    noting.add_note(ctx, who, "First")
    app = hr_app(ctx, address=f"candidate {who}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Notes: 1" in text(app))
        await pilot.press("home", "down", "down", "E")
        await until(pilot, lambda: "Change note 1" in text(app))
        noting.change_note(colleague(ctx), who, 1, "Theirs")
        await pilot.press(*" mine", "ctrl+j")
        await until(pilot, lambda: "bob changed note 1" in words(app))
        assert [each.text for each in noting.notes(ctx, who)] == ["Theirs"]


async def test_keys_of_documents_and_notes_say_so_where_there_is_none_under_the_cursor(
    hr_app: MakeApp, ctx: Context, who: str
) -> None:
    app = hr_app(ctx, address=f"candidate {who}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Applied, in New" in text(app))
        for key, says in (
            ("x", "There is no document under the cursor; F files one."),
            ("E", "There is no note under the cursor; a writes one."),
            ("d", "There is no document or note under the cursor."),
        ):
            await pilot.press(key)
            await until(pilot, lambda says=says: says in words(app))  # type: ignore[misc]


async def test_a_hostile_title_and_note_are_shown_as_text(hr_app: MakeApp, ctx: Context, who: str, paper: Path) -> None:
    filing.file(ctx, who, NewFile(paper, "resume", HOSTILE))
    noting.add_note(ctx, who, f"{HOSTILE}\nsecond line\n" + "long " * 300)
    app = hr_app(ctx, address=f"candidate {who}")
    async with app.run_test(size=(200, 50)) as pilot:
        await until(pilot, lambda: "Documents: 1" in text(app))
        assert "[@click=app.quit]../../etc/passwd[/]" in text(app)
        assert "\x1b" not in text(app) and "\x07" not in text(app)
        await pilot.press("home", "down", "down", "down")
        await until(pilot, lambda: text(app).count("second line") >= 1)
        assert screen(app).at().note is not None


async def test_a_file_that_is_too_large_is_refused_in_the_form_and_nothing_is_filed(
    hr_app: MakeApp, ctx: Context, who: str, tmp_path: Path
) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as out:
        out.truncate((ctx.config.store.largest_document << 20) + 1)
    app = hr_app(ctx, address=f"candidate {who}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "No document" in text(app))
        await pilot.press("F")
        await until(pilot, lambda: "File a document" in text(app))
        await pilot.press(*str(large), "tab", *"Résumé", "ctrl+j")
        await until(pilot, lambda: "are kept" in words(app))
        assert filing.documents(ctx, who) == []


async def test_who_may_only_read_sees_documents_and_notes_and_takes_them_out_but_has_no_key_to_write(
    hr_app: MakeApp, ctx: Context, who: str, paper: Path
) -> None:
    filing.file(ctx, who, NewFile(paper, "resume"))
    noting.add_note(ctx, who, "Seen")
    reader = replace(ctx, actor=replace(ctx.actor, grants=(Grant("recruiting.read"),)))
    app = hr_app(reader, address=f"candidate {who}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Documents: 1" in text(app) and "Seen" in text(app))
        assert screen(app).offers("candidates.take")
        assert not any(screen(app).offers(f"candidates.{verb}") for verb in ("file", "note", "renote", "remove"))
        assert service.candidate_sheet(reader, who).documents
