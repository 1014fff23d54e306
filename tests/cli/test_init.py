from __future__ import annotations

import os
import stat
from datetime import date
from pathlib import Path

import pytest

from data import keyfile
from data.db import open_store
from hrtui import bootstrap, configfile
from hrtui.cli import init
from hrtui.cli import main as cli
from hrtui.dates import first_sunday
from hrtui.errors import HrError


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_init_makes_a_company_that_opens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new" / "acme"
    assert cli.main(["init", str(folder), "--company", "Acme Ltd"]) == 0
    config = configfile.load(folder / "hrtui.yaml")
    assert config.company.name == "Acme Ltd"
    assert bootstrap.actor_of(config, bootstrap.login()).roles == ("hris_admin", "hr_generalist", "payroll_maker")
    open_store(config.store_path).close()
    assert f"cd {folder}" in capsys.readouterr().out


def test_the_key_is_its_owners_alone_and_lies_apart_from_the_store(tmp_path: Path) -> None:
    cli.main(["init", str(tmp_path / "acme")])
    key = tmp_path / "acme" / "hrtui.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "acme" / "store").stat().st_mode) == 0o700
    assert [len(each) for each in keyfile.load_keys(key)] == [32]


def test_the_company_is_called_like_its_folder_unless_named(tmp_path: Path) -> None:
    cli.main(["init", str(tmp_path / "off")])
    assert configfile.load(tmp_path / "off" / "hrtui.yaml").company.name == "off"


@pytest.mark.parametrize("there", ["hrtui.yaml", "hrtui.key", "store/hrtui.db"])
def test_nothing_is_ever_overwritten(there: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / there
    file.parent.mkdir(exist_ok=True)
    file.write_text("mine")
    assert cli.main(["init", str(tmp_path)]) != 0
    assert there.rpartition("/")[2] in capsys.readouterr().err
    assert tree(tmp_path) == {there: b"mine"}


def test_a_failure_on_the_way_takes_away_what_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: Path, _text: str) -> None:
        raise HrError("The disk is full.")

    monkeypatch.setattr(init, "_write_new", full)
    with pytest.raises(HrError, match="full"):
        init.create(tmp_path / "acme", "Acme", "alice", date(2026, 1, 4))
    assert tree(tmp_path) == {}


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert cli.main(["init", str(tmp_path / "file" / "acme")]) == 1
    assert "cannot be made (Not a directory)" in capsys.readouterr().err


def test_a_company_needs_a_name_that_can_be_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["init", str(tmp_path / "acme"), "--company", "\x1b[31m"]) == 2
    assert not (tmp_path / "acme").exists()
    assert "--company NAME" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("year", "first"), [(2026, date(2026, 1, 4)), (2023, date(2023, 1, 1)), (2024, date(2024, 1, 7))]
)
def test_the_first_period_begins_on_the_first_sunday_of_the_year(year: int, first: date) -> None:
    assert first_sunday(year) == first


def test_an_umask_that_opens_files_leaves_the_key_closed(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        cli.main(["init", str(tmp_path / "acme")])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "acme" / "hrtui.key").stat().st_mode) == 0o600
