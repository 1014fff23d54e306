from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from hrtui.drafts import MOST_FILES, Drafts
from tests.store.test_faults import disk  # noqa: F401 - a fixture

HERE = Drafts("alice", "/srv/hr/store.db")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "hrtui" / "drafts"


def test_what_was_typed_is_offered_again_for_the_same_form_and_person() -> None:
    HERE.save("pay", "1042", {"rate": "85k", "reason": "raise ✓"})
    assert HERE.load("pay", "1042") == {"rate": "85k", "reason": "raise ✓"}
    assert HERE.load("pay", "1043") == {}
    assert HERE.load("job", "1042") == {}


def test_another_login_or_store_has_its_own_drafts() -> None:
    HERE.save("pay", "1042", {"rate": "85k"})
    assert Drafts("bob", HERE.store).load("pay", "1042") == {}
    assert Drafts("alice", "/other.db").load("pay", "1042") == {}


def test_a_saved_form_has_no_draft_and_neither_has_an_emptied_one(state: Path) -> None:
    HERE.save("pay", "1042", {"rate": "85k"})
    HERE.remove("pay", "1042")
    assert HERE.load("pay", "1042") == {}
    HERE.save("pay", "1042", {"rate": "85k"})
    HERE.save("pay", "1042", {})
    assert list(state.glob("*")) == []


def test_secrets_are_never_written(state: Path) -> None:
    HERE.save("private", "1042", {"ssn": "123-45-6789", "note": "checked"})
    written = "".join(file.read_text(encoding="utf-8") for file in state.iterdir())
    assert "123-45" not in written
    assert HERE.load("private", "1042") == {"note": "checked"}


def test_only_the_user_may_read_a_draft_and_its_name_says_nothing(state: Path) -> None:
    HERE.save("pay", "1042", {"rate": "85k"})
    (file,) = state.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert "1042" not in file.name


@pytest.mark.parametrize(
    "body", ["", "{", "[]", '{"form": "pay"}', '{"form":"pay","subject":"1042","texts":[1]}', "\x00"]
)
def test_a_damaged_draft_is_no_draft(state: Path, body: str) -> None:
    HERE.save("pay", "1042", {"rate": "85k"})
    (file,) = state.iterdir()
    file.write_text(body, encoding="utf-8")
    assert HERE.load("pay", "1042") == {}


def test_a_folder_that_cannot_be_written_costs_the_draft_only(state: Path) -> None:
    state.parent.write_text("a file where the folder should be", encoding="utf-8")
    HERE.save("pay", "1042", {"rate": "85k"})
    HERE.remove("pay", "1042")
    assert HERE.load("pay", "1042") == {}


def test_a_full_disk_costs_what_was_typed_last_and_leaves_nothing_half_written(
    disk: Path,  # noqa: F811 - the fixture
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(disk))
    HERE.save("pay", "1042", {"rate": "85k"})
    ballast = disk / "ballast"
    ballast.write_bytes(b"x" * (os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize))
    HERE.save("pay", "1042", {"rate": "85k", "reason": "a raise"})
    assert HERE.load("pay", "1042") == {"rate": "85k"}
    assert [path.suffix for path in (disk / "hrtui" / "drafts").iterdir()] == [".json"]
    ballast.unlink()
    HERE.save("pay", "1042", {"rate": "85k", "reason": "a raise"})
    assert HERE.load("pay", "1042") == {"rate": "85k", "reason": "a raise"}


def test_old_drafts_make_room(state: Path) -> None:
    for number in range(MOST_FILES + 5):
        HERE.save("pay", str(number), {"rate": "1"})
    assert len(list(state.iterdir())) == MOST_FILES
    assert HERE.load("pay", str(MOST_FILES + 4)) == {"rate": "1"}
