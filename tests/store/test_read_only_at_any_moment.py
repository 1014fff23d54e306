"""A disk that the kernel makes read-only at any moment of a run, an import and an undo, as after a fault of the hardware: a sentence,
nothing half done, nothing lost that was confirmed, and it works once the disk is writable again."""

from __future__ import annotations

import random
import select
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.db import open_store
from hrtui.context import Context
from hrtui.errors import HrError, StoreError
from tests.nightly import tries
from tests.store.processes import Forked
from tests.store.test_faults import AS_ROOT
from tests.store.test_killed_anywhere import WORKS, Tried, assert_it_can_be_done_after_all, looked_at, prepared

TIMES = tries(17, 170)
MEGABYTES = 24
ABORT = "remount,abort"
"""Of ext4: as if the kernel had met a fault of the disk. Files that are open for writing are refused from then on too. Without a
journal: an aborted one takes back, once it is played again, what was synced before."""


class Disk:
    """An ext4 file system in a file, mounted on a folder."""

    def __init__(self, image: Path, point: Path) -> None:
        self._image, self.point = image, point

    def mount(self) -> bool:
        """Whether it is mounted, writable."""
        return not _run("mount", "-o", "loop", str(self._image), str(self.point))

    def settle(self) -> None:
        """Have what stands there survive: else a log that was taken away is there again after the next mount."""
        assert not _run("sync", "-f", str(self.point))

    def abort(self) -> None:
        """Let every write fail from now on."""
        assert not _run("mount", "-o", ABORT, str(self.point))

    def again(self) -> None:
        """Mount it anew, as whoever mended the fault does."""
        assert not _run("umount", str(self.point))
        assert self.mount()


def _run(*command: str) -> int:
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode
    except OSError:
        return 1


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of its own; skipped where this user may not mount one."""
    image, point = tmp_path / "image", tmp_path / "point"
    point.mkdir()
    with image.open("wb") as file:
        file.truncate(MEGABYTES << 20)
    made = Disk(image, point)
    if not AS_ROOT or _run("mkfs.ext4", "-q", "-O", "^has_journal", str(image)) or not made.mount():
        pytest.skip("mounting a disk of its own needs root, mkfs.ext4 and a loop device")
    yield made
    _run("umount", "-l", str(point))


@pytest.fixture
def on_disk(ctx: Context, disk: Disk) -> Context:
    """A context whose store lies on the disk."""
    ctx.store.close()
    path = disk.point / "hrtui.db"
    shutil.copy(ctx.config.store_path, path)
    settings = replace(ctx.config.store, url=f"sqlite:///{path}")
    return replace(ctx, config=replace(ctx.config, store=settings), store=open_store(path))


def told(tried: Tried) -> Callable[[Callable[[str], None]], None]:
    """The work in another process, which says how it ended: `done`, or the sentence it was refused with."""

    def work(say: Callable[[str], None]) -> None:
        own = tried.opened()
        say("begun")
        try:
            tried.work(own)
        except HrError as error:
            assert isinstance(error, StoreError), error
            say(f"refused: {error}".replace("\n", "⏎"))
        else:
            say("done")

    return work


@pytest.mark.parametrize("kind", WORKS)
def test_a_disk_that_turns_read_only_at_any_moment_is_told_in_a_sentence_and_nothing_is_lost_or_half_done(
    disk: Disk, on_disk: Context, tmp_path: Path, kind: str
) -> None:
    tried, chance, midway = prepared(kind, on_disk, tmp_path), random.Random(21), 0
    for _ in range(TIMES):
        tried.reset()
        disk.settle()
        with Forked(told(tried)) as child:
            assert child.heard() == "begun"
            select.select([child.said], [], [], chance.uniform(0, tried.seconds))
            disk.abort()
            (said,) = child.finished()
        disk.again()
        whole, found = looked_at(tried, confirmed=said == "done")
        assert found == []
        tried.seconds *= 0.9 if said == "done" else 1.02  # most meet the work, however busy the machine is
        if said != "done":
            assert said.startswith("refused: ") and "⏎" not in said
            assert said.endswith((".", "hrtui.db"))
            assert not whole or "nothing" not in said
            midway += 1
            if not whole:
                assert_it_can_be_done_after_all(tried)
    print(f"{TIMES} disks, {midway} read-only midway, none half done, none lost")
    assert midway >= TIMES // 3
