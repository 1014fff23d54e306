"""A disk that fills up at any moment of a run, an import and an undo: a sentence, nothing half done, and it works with room."""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from data.db import open_store
from hrtui.context import Context
from hrtui.errors import HrError, StoreFull
from tests.nightly import tries
from tests.store.test_faults import disk  # noqa: F401 - a fixture
from tests.store.test_killed_anywhere import WORKS, Tried, assert_it_can_be_done_after_all, looked_at, prepared

TIMES = tries(17, 170)
MOST_ROOM = 150_000  # bytes


@pytest.fixture
def on_disk(ctx: Context, disk: Path) -> Context:  # noqa: F811 - the fixture
    """A context whose store lies on the small disk."""
    ctx.store.close()
    path = disk / "hrtui.db"
    shutil.copy(ctx.config.store_path, path)
    settings = replace(ctx.config.store, url=f"sqlite:///{path}")
    return replace(ctx, config=replace(ctx.config, store=settings), store=open_store(path))


def refused(tried: Tried) -> HrError | None:
    """What the work says where there is no room for it; None where it was done."""
    try:
        own = tried.opened()
    except HrError as error:
        return error
    try:
        tried.work(own)
    except HrError as error:
        return error
    finally:
        own.store.close()
    return None


@pytest.mark.parametrize("kind", WORKS)
def test_a_disk_that_fills_up_at_any_moment_is_told_in_a_sentence_and_nothing_is_lost_or_half_done(
    on_disk: Context, tmp_path: Path, kind: str
) -> None:
    tried, chance, full = prepared(kind, on_disk, tmp_path), random.Random(12), 0
    ballast = tried.ctx.config.store_path.with_name("ballast")
    for _ in range(TIMES):
        tried.reset()
        free = os.statvfs(ballast.parent)
        ballast.write_bytes(b"x" * max(0, free.f_bavail * free.f_bsize - chance.randrange(MOST_ROOM)))
        error = refused(tried)
        ballast.unlink()
        whole, found = looked_at(tried, confirmed=error is None)
        assert found == []
        if error is not None:
            assert isinstance(error, StoreFull), error
            assert "\n" not in str(error)
            full += 1
            if not whole:
                assert_it_can_be_done_after_all(tried)
    print(f"{TIMES} disks, {full} full midway, none half done, none lost")
    assert full >= TIMES // 3
