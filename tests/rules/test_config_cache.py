from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from hrtui import configfile
from hrtui.config import Config
from hrtui.configfile import cache, read
from hrtui.errors import ConfigError

TEXT = """\
company: {name: Acme, locale: de_DE}
pay_groups:
  - {name: main, frequency: weekly, first_period: 2026-01-05}
users:
  - {login: alice, roles: [hr_generalist, mine], person: 1042}
roles:
  mine: [{actions: [people.read], scope: {departments: [Sales, Ops], own: true}, fields: {pay: masked}}]
custom_fields:
  - {name: size, label: Size, kind: choice, choices: [S, M]}
holidays: {extra: [2026-11-27]}
keys: {people.hire: insert}
theme: {ascii: true}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder of the test's own, and no wait until a new file may be kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "MOMENT", -1)
    yield tmp_path / "cache" / "hrtui"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "hrtui.yaml"
    file.write_text(TEXT)
    return file


def loaded_without_reading(file: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    with monkeypatch.context() as patched:
        patched.setattr(read, "read", None)
        return configfile.load(file)


def told(value: Any) -> Any:
    """A value with the types of all its parts, in their order; a set, which has none, sorted."""
    if is_dataclass(value):
        return type(value), [(each.name, told(getattr(value, each.name))) for each in fields(value)]
    if isinstance(value, dict):
        return type(value), [(told(key), told(item)) for key, item in value.items()]
    if isinstance(value, list | tuple | set | frozenset):
        parts = [told(item) for item in value]
        return type(value), parts if isinstance(value, list | tuple) else sorted(parts, key=repr)
    return type(value), repr(value)


def test_a_kept_configuration_equals_the_one_read(folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = configfile.load(file)
    again = loaded_without_reading(file, monkeypatch)
    assert again == first
    assert told(again) == told(first)
    assert [oct(kept.stat().st_mode & 0o777) for kept in folder.iterdir()] == ["0o600"]
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_changed_file_is_read_again_even_with_its_old_size_and_time(folder: Path, file: Path) -> None:
    configfile.load(file)
    before = file.stat()
    while file.stat().st_ctime_ns == before.st_ctime_ns:
        file.write_text(TEXT.replace("Acme", "Emca"))
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert configfile.load(file).company.name == "Emca"


def test_a_file_that_went_wrong_is_not_covered_by_what_was_kept(folder: Path, file: Path) -> None:
    configfile.load(file)
    file.write_text(TEXT + "teme: {}\n")
    with pytest.raises(ConfigError, match="teme"):
        configfile.load(file)
    file.unlink()
    with pytest.raises(ConfigError, match="cannot be read"):
        configfile.load(file)


def test_a_file_changed_this_moment_is_not_kept(folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOMENT", 10**12)
    configfile.load(file)
    assert list(folder.iterdir()) == []


def a_link(kept: Path) -> None:
    kept.rename(kept.with_name("other"))
    kept.symlink_to(kept.with_name("other"))


def a_pipe(kept: Path) -> None:
    kept.unlink()
    os.mkfifo(kept, 0o600)


def a_folder(kept: Path) -> None:
    kept.unlink()
    kept.mkdir()


def no_json(kept: Path) -> None:
    kept.write_bytes(b"{\xff")


def a_list(kept: Path) -> None:
    kept.write_text("[]")


def nothing_in_it(kept: Path) -> None:
    kept.write_text(json.dumps(json.loads(kept.read_text()) | {"config": {}}))


def another_type(kept: Path) -> None:
    kept.write_text(kept.read_text().replace('"demo": false', '"demo": "no"'))


def open_to_others(kept: Path) -> None:
    kept.chmod(0o666)


@pytest.mark.parametrize(
    "damage", [a_link, a_pipe, a_folder, no_json, a_list, nothing_in_it, another_type, open_to_others]
)
def test_what_was_kept_and_is_damaged_or_open_to_others_is_left_alone(
    folder: Path, file: Path, damage: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = configfile.load(file)
    (kept,) = folder.iterdir()
    damage(kept)
    with pytest.raises(TypeError):
        loaded_without_reading(file, monkeypatch)
    assert configfile.load(file) == expected


def test_what_another_user_kept_is_left_alone(folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configfile.load(file)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(TypeError):
        loaded_without_reading(file, monkeypatch)


def test_a_cache_folder_that_cannot_be_made_stops_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    assert configfile.load(file).company.name == "Acme"


def test_a_kept_configuration_loads_in_a_few_milliseconds(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configfile.load(file)
    taken = []
    for _ in range(5):
        start = time.thread_time()
        loaded_without_reading(file, monkeypatch)
        taken.append(time.thread_time() - start)
    assert min(taken) < 0.02
