from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOP = {"hrtui", "data", "screens"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names inside the wheel, built as anyone would."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (file,) = folder.glob("*.whl")
    with zipfile.ZipFile(file) as opened:
        return opened.namelist()


def test_the_wheel_holds_every_file_of_the_three_packages(wheel: list[str]) -> None:
    wanted = {
        str(file.relative_to(ROOT))
        for top in TOP
        for file in (ROOT / top).rglob("*")
        if file.suffix in (".py", ".yaml", ".tcss", ".typed") and "__pycache__" not in file.parts
    }
    assert "hrtui/access/roles.yaml" in wanted
    assert wanted - set(wheel) == set()


def test_the_wheel_brings_no_other_package(wheel: list[str]) -> None:
    tops = {name.partition("/")[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} <= TOP
    assert "tests" not in tops


def test_the_wheel_installs_the_command(wheel: list[str]) -> None:
    assert any(name.endswith(".dist-info/entry_points.txt") for name in wheel)
