"""The screens people know look as they did: compared cell by cell with tests/ui/__snapshots__.

After a wanted change: `.venv/bin/python -m pytest tests/ui/test_pictures.py --snapshot-update`, and look at what changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from tests.pictures.scenes import MIDDLE, SCENES, SMALL, Scene, company, opened, play

SNAPSHOTS = Path(__file__).parent / "__snapshots__" / "test_pictures"
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SIZES = (SMALL, MIDDLE)
BOTH = [replace(scene, size=size) for scene in SCENES for size in SIZES]
Compare = Callable[..., bool]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, kept: Path) -> Iterator[Path]:
    with company(tmp_path_factory.mktemp("company"), run=True, kept=kept) as file:
        yield file


@pytest.mark.parametrize("scene", BOTH, ids=lambda scene: f"{scene.name}-{scene.size[0]}x{scene.size[1]}")
def test_a_screen_looks_as_it_did(settings: Path, scene: Scene, snap_compare: Compare) -> None:
    with opened(settings, scene.theme) as app:
        assert snap_compare(app, terminal_size=scene.size, run_before=partial(play, scene=scene))


@pytest.mark.parametrize("folder", [SNAPSHOTS, PICTURES], ids=lambda folder: folder.name)
def test_a_picture_names_no_other_host_and_no_place_of_this_machine(folder: Path) -> None:
    files = sorted(folder.glob("*.svg"))
    assert len(files) >= len(SCENES)
    for file in files:
        text = file.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search(r"https?:|url\(|@font-face|/home/|/tmp/|/root", text), file.name
