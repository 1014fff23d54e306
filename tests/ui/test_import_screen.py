"""Taking in a file of people, by pressing keys: asked for, dry-run, looked through, written after a typed number."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot

from data import audit
from hrtui.access.model import Grant
from hrtui.audit import service as trail
from hrtui.context import Context
from hrtui.exchange import service as exchange
from hrtui.exchange.model import ImportStopped
from hrtui.people import service
from screens.people.import_people import ImportScreen
from screens.shell import HrApp
from screens.widgets.confirm import Confirm
from screens.widgets.form import FormScreen
from screens.widgets.paths import entries
from tests.people import hire
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
ContextAs = Callable[..., Context]
SIZES = [(80, 24), (200, 50)]
KEYS = {
    "/": "slash", ".": "full_stop", "-": "minus", "_": "underscore", " ": "space", "~": "tilde", "[": "left_square_bracket",
    "]": "right_square_bracket",
}  # fmt: skip
GOOD = """number,first_name,last_name,hired,title,department
700,Ann,Kim,2024-03-04,Clerk,Finance
701,Bo,Lee,2024-03-04,Clerk,Finance
702,Cy,Moe,someday,Clerk,Finance
"""
MAPPING = """name: ours
fields:
  number: {column: [number]}
  first_name: {column: [first_name]}
  last_name: {column: [last_name]}
  hired: {column: [hired]}
  title: {column: [title]}
  department: {column: [department]}
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of three people, one of them with a first day that is no date; its path is from the test's folder."""
    monkeypatch.chdir(tmp_path)
    path = Path("in/staff.csv")
    path.parent.mkdir()
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def mapping(file: Path) -> Path:
    """The mapping for that file."""
    path = file.parent / "map.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


def screen(app: HrApp) -> ImportScreen:
    assert isinstance(app.screen, ImportScreen)
    return app.screen


def form(app: HrApp) -> FormScreen:
    assert isinstance(app.screen, FormScreen)
    return app.screen


async def typed(pilot: Pilot[Any], text: str) -> None:
    await pilot.press(*(KEYS.get(character, character) for character in text))


async def asked(pilot: Pilot[Any], app: HrApp) -> None:
    await until(pilot, lambda: isinstance(app.screen, FormScreen))


async def reported(pilot: Pilot[Any], app: HrApp, *, dry_run: bool = True) -> None:
    def is_there() -> bool:
        report = app.screen.report if isinstance(app.screen, ImportScreen) else None
        return report is not None and report.dry_run == dry_run and not screen(app).progress.display

    await until(pilot, is_there)


async def dry_run(pilot: Pilot[Any], app: HrApp, file: Path, mapping: Path) -> None:
    await asked(pilot, app)
    await typed(pilot, str(file))
    await pilot.press("enter")
    await typed(pilot, str(mapping))
    await pilot.press("enter")
    await reported(pilot, app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_dry_run_shows_changes_and_faults_and_writes_nothing(
    ctx: Context, hr_app: MakeApp, file: Path, mapping: Path, size: tuple[int, int]
) -> None:
    app = hr_app(address="import")
    async with app.run_test(size=size) as pilot:
        await dry_run(pilot, app, file, mapping)
        text = painted(app)
        assert "dry run, nothing is written" in text
        assert "3 rows   2 new   0 changed   0 unchanged   1 refused" in text
        assert "Kim, Ann" in text
        assert "First name" in text
        await pilot.press("tab")
        await until(pilot, lambda: "[1 fault]" in painted(app))
        text = painted(app)
        assert "someday" in text
        assert "the row is not taken" in text
        assert service.directory_count(ctx) == 0
        assert all(len(line) <= size[0] for line in text.splitlines())


async def test_what_others_changed_since_the_dry_run_is_told_and_nothing_is_written_over_it(
    ctx: Context, hr_app: MakeApp, file: Path, mapping: Path
) -> None:
    app = hr_app(address="import")
    async with app.run_test(size=(80, 24)) as pilot:
        await dry_run(pilot, app, file, mapping)
        hire(ctx, "Kim", number="700", title="Boss")
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("2", "enter")
        await until(pilot, lambda: "Since the dry run someone else changed" in painted(app))
        await until(pilot, lambda: "1 new   1 changed" in painted(app))
        assert "Kim, Ann (700)" in " ".join(painted(app).split())
        assert service.record(ctx, "700").summary.title == "Boss"
        assert service.directory_count(ctx) == 1


async def test_it_is_written_only_after_the_number_of_people_was_typed(
    ctx: Context, hr_app: MakeApp, file: Path, mapping: Path
) -> None:
    app = hr_app(address="import")
    async with app.run_test(size=(80, 24)) as pilot:
        await dry_run(pilot, app, file, mapping)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "Type 2 to go on" in painted(app)
        await pilot.press("y", "enter", "escape")
        await until(pilot, lambda: isinstance(app.screen, ImportScreen))
        assert service.directory_count(ctx) == 0
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("2", "enter")
        await reported(pilot, app, dry_run=False)
        text = painted(app)
        assert "2 people taken in" in text
        assert "u undoes it" in text
        assert service.directory_count(ctx) == 2
        assert "nothing is written" not in text
        await pilot.press("i")
        await until(pilot, lambda: "written already" in painted(app))
        await pilot.press("enter")
        assert "r tries it again" in painted(app)
    (last,) = audit.entries(1)
    assert last.entry.action == "people.import"


async def test_after_an_undo_the_file_can_be_taken_in_again(
    ctx: Context, hr_app: MakeApp, file: Path, mapping: Path
) -> None:
    app = hr_app(address="import")
    async with app.run_test(size=(80, 24)) as pilot:
        await dry_run(pilot, app, file, mapping)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("2", "enter")
        await reported(pilot, app, dry_run=False)
        trail.undo(ctx)
        app.changed()
        await reported(pilot, app)
        assert "2 new" in painted(app)


async def test_a_file_that_is_not_there_is_told_with_the_typed_path_kept(ctx: Context, hr_app: MakeApp) -> None:
    app = hr_app(address="import")
    async with app.run_test(size=(80, 24)) as pilot:
        await asked(pilot, app)
        await typed(pilot, "/nowhere/staff.csv")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and "is no file" in painted(app))
        assert form(app).model.texts() == {"file": "/nowhere/staff.csv"}
        await pilot.press("escape", "y")
        await until(pilot, lambda: isinstance(app.screen, ImportScreen))
        assert "o chooses one." in painted(app)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no header"),
        (b"\xd0\xcf\x11\xe0", "locked Excel workbook"),
    ],
)
async def test_a_file_that_cannot_be_read_is_told_in_words(
    ctx: Context, hr_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.csv").write_bytes(content)
    app = hr_app(address="import bad.csv")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and words in painted(app))
        assert form(app).model.texts() == {"file": "bad.csv"}


async def test_folders_are_walked_by_enter(ctx: Context, hr_app: MakeApp, file: Path, mapping: Path) -> None:
    app = hr_app(address="import")
    async with app.run_test(size=(80, 24)) as pilot:
        await asked(pilot, app)
        await typed(pilot, "i")
        await until(pilot, lambda: " in/" in painted(app))
        await pilot.press("enter")
        await until(pilot, lambda: "staff.csv" in painted(app))
        assert "map.yaml" not in painted(app)
        assert form(app).model.slot.text == "in/"
        await pilot.press("enter")
        await until(pilot, lambda: form(app).model.at == 1)
        assert form(app).model.slots[0].text == str(file)


async def test_faults_are_exported_to_a_file(ctx: Context, hr_app: MakeApp, file: Path, mapping: Path) -> None:
    target = Path("out.csv")
    app = hr_app(address="import")
    async with app.run_test(size=(80, 24)) as pilot:
        await dry_run(pilot, app, file, mapping)
        await pilot.press("x")
        await asked(pilot, app)
        await pilot.press("ctrl+u")
        await typed(pilot, str(target))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ImportScreen) and "Wrote 1 faults" in painted(app))
        await pilot.press("x")
        await asked(pilot, app)
        await pilot.press("ctrl+u")
        await typed(pilot, str(target))
        await pilot.press("enter")
        await until(pilot, lambda: "is there already" in painted(app))
    with target.open(encoding="utf-8") as written:
        (row,) = csv.DictReader(written)
    assert (row["row"], row["value"], row["row taken"]) == ("4", "someday", "no")


async def test_escape_stops_the_reading(
    ctx: Context, hr_app: MakeApp, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(
        ctx: Context, path: Path, mapping: Any, dry_run: bool, progress: Any, cancelled: Any, *_: Any, **__: Any
    ) -> None:
        while not cancelled():
            progress(2_000, 8_000)
        raise ImportStopped("The import was stopped; nothing was written.")

    monkeypatch.setattr(exchange, "import_people", endless)
    app = hr_app(address=f"import {file}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "2,000 of 8,000" in painted(app))
        await pilot.press("escape")
        await until(pilot, lambda: "nothing was written" in painted(app))
        assert isinstance(app.screen, ImportScreen)


async def test_an_import_whose_screen_was_left_goes_on_and_is_told_where_one_is(
    ctx: Context, hr_app: MakeApp, file: Path, mapping: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, real = Event(), exchange.import_people

    def held(ctx: Context, path: Path, mapping: Any, dry_run: bool, *rest: Any, **more: Any) -> Any:
        if not dry_run:
            assert go_on.wait(30)
        return real(ctx, path, mapping, dry_run, *rest, **more)

    monkeypatch.setattr(exchange, "import_people", held)
    app = hr_app(address="import")
    async with app.run_test(size=(80, 24)) as pilot:
        await dry_run(pilot, app, file, mapping)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("2", "enter")
        await until(pilot, lambda: "Importing staff.csv" in painted(app))
        await pilot.press("q")
        await until(pilot, lambda: "still being written" in painted(app))
        await pilot.press("n", "g", "p")
        await until(pilot, lambda: "There is no one yet" in painted(app))
        go_on.set()
        await until(pilot, lambda: "staff.csv: 3 rows: 2 people taken in" in painted(app))
        await until(pilot, lambda: "2 of 2" in painted(app))


async def test_names_made_to_harm_are_text(ctx: Context, hr_app: MakeApp, file: Path, mapping: Path) -> None:
    file.write_text(GOOD.replace("Kim", "[b]Bold[/b]\x1b[31m"), encoding="utf-8")
    app = hr_app(address="import")
    async with app.run_test(size=(80, 24)) as pilot:
        await dry_run(pilot, app, file, mapping)
        text = painted(app)
        assert "[b]Bold[/b]" in text
        assert "\x1b" not in text


async def test_who_may_not_import_reads_why_not(ctx: Context, ctx_as: ContextAs, hr_app: MakeApp) -> None:
    app = hr_app(ctx_as(Grant("people.read")), address="import staff.csv")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "may not import people" in painted(app))
        assert not isinstance(app.screen, ImportScreen)


def test_entries_are_folders_first_and_hidden_ones_only_behind_a_dot(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("a.csv", "A2.CSV", "a.pdf", ".hidden.csv"):
        (tmp_path / name).touch()
    found = [choice.label for choice in entries(f"{tmp_path}/", (".csv",))]
    assert found == [f"{tmp_path}/b/", f"{tmp_path}/A2.CSV", f"{tmp_path}/a.csv"]
    assert [choice.label for choice in entries(f"{tmp_path}/.h", (".csv",))] == [f"{tmp_path}/.hidden.csv"]
    assert entries("/no/such/folder/x") == []
    assert entries("bad\0path/") == []


async def test_a_fault_is_corrected_in_place_and_the_row_goes_in(ctx: Context, hr_app: MakeApp, file: Path) -> None:
    app = hr_app(address=f"import {file}")
    async with app.run_test(size=(80, 24)) as pilot:
        await reported(pilot, app)
        await pilot.press("tab")
        await until(pilot, lambda: "[1 fault]" in painted(app))
        await pilot.press("enter")
        await asked(pilot, app)
        assert "Correct hired" in painted(app)
        await pilot.press("ctrl+u")
        await typed(pilot, "2024-02-30")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "is no day of the calendar" in painted(app))
        await pilot.press("ctrl+u")
        await typed(pilot, "2024-02-29")
        await pilot.press("ctrl+j")
        await until(pilot, lambda: isinstance(app.screen, ImportScreen) and "3 new" in painted(app))
        assert "0 refused" in painted(app)
        assert "1 corrected" in painted(app)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("3", "enter")
        await reported(pilot, app, dry_run=False)
        assert service.directory_count(ctx) == 3


async def test_a_dropped_line_comes_back_to_the_file_and_its_corrections(
    ctx: Context, hr_app: MakeApp, file: Path
) -> None:
    app = hr_app(address=f"import {file}")
    async with app.run_test(size=(80, 24)) as pilot:
        await reported(pilot, app)
        await pilot.press("tab")
        await until(pilot, lambda: "[1 fault]" in painted(app))
        await pilot.press("enter")
        await asked(pilot, app)
        await pilot.press("ctrl+u")
        await typed(pilot, "2024-02-29")
        await pilot.press("ctrl+j")
        await until(pilot, lambda: isinstance(app.screen, ImportScreen) and "3 new" in painted(app))
    again = hr_app(address="import")
    async with again.run_test(size=(80, 24)) as pilot:
        await reported(pilot, again)
        assert "1 corrected" in painted(again)
        assert "3 new" in painted(again)


async def test_columns_nobody_knows_are_mapped_by_keys(
    ctx: Context, hr_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("odd.csv").write_text('key,who,hired,title,colour\n7,"Kim, Ann",2024-03-04,Clerk,red\n', encoding="utf-8")
    app = hr_app(address="import odd.csv")
    async with app.run_test(size=(80, 24)) as pilot:
        await reported(pilot, app)
        assert "[Columns]" in painted(app)
        assert "The columns do not tell number" in painted(app)
        for field in ("number", "name"):
            await pilot.press("enter")
            await until(pilot, lambda: "Leave out" in painted(app))
            await typed(pilot, field)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, ImportScreen) and not screen(app).progress.display)
            await pilot.press("down")
        await pilot.press("c")
        await asked(pilot, app)
        await typed(pilot, "Department")
        await pilot.press("enter")
        await typed(pilot, "Sales")
        await pilot.press("ctrl+j")
        await until(pilot, lambda: isinstance(app.screen, ImportScreen) and "1 new" in painted(app))
