"""The crash log says where, and never what."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from hrtui import crashlog

SECRET = "123-45-6789"


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "hrtui"


def _crash() -> BaseException:
    ssn = SECRET
    try:
        try:
            raise KeyError(ssn)
        except KeyError as error:
            raise ValueError(f"bad value {ssn}") from error
    except ValueError as error:
        return error


def test_the_log_holds_the_reference_types_files_and_lines_but_no_value(state: Path) -> None:
    reference = crashlog.record(_crash(), at="2026-11-23T15:00:00Z")
    text = (state / crashlog.LOG).read_text(encoding="utf-8")
    assert reference in text
    assert "2026-11-23T15:00:00Z" in text
    assert "ValueError" in text
    assert "KeyError" in text
    assert "test_crashlog.py:" in text
    assert SECRET not in text
    assert "bad value" not in text


def test_only_the_user_may_read_the_log_and_its_folder(state: Path) -> None:
    crashlog.record(_crash())
    assert stat.S_IMODE((state / crashlog.LOG).stat().st_mode) == 0o600
    assert stat.S_IMODE(state.stat().st_mode) == 0o700


def test_a_state_folder_that_cannot_be_written_is_said_and_does_not_hide_the_crash(state: Path) -> None:
    state.write_text("a file where the folder should be", encoding="utf-8")
    assert "not logged" in crashlog.record(_crash())


def test_a_relative_state_home_is_ignored_as_the_standard_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "somewhere")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert crashlog.state_folder() == tmp_path / ".local" / "state" / "hrtui"


def test_a_large_log_is_set_aside_so_that_it_does_not_grow_for_ever(state: Path) -> None:
    state.mkdir(parents=True)
    (state / crashlog.LOG).write_text("x" * (crashlog.LIMIT + 1), encoding="utf-8")
    crashlog.record(_crash())
    assert (state / crashlog.LOG).stat().st_size < crashlog.LIMIT
    assert (state / "crash.log.1").exists()
