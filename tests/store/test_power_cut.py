"""A power cut at any moment: what was confirmed is there, and nothing is half there."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from data import audit, dialect
from data.base import database
from data.db import Store, open_store
from data.invariants import INVARIANTS
from data.schema import PersonRow
from data.troubles import explain, is_driver_error
from hrtui.errors import StoreError
from tests.nightly import tries
from tests.store.cutting import moments, record

STATES = tries(60, 2_000)
WRITES = tries(10, 25)  # hires that are recorded; one gives some 120 moments to cut at
WORK = """
import os, sys
from pathlib import Path
from data.base import database
from data.db import open_store
from hrtui.config import Company, Config, StoreSettings
from hrtui.context import Actor, Context, FixedClock
from tests.conftest import INSTANT, all_grants
from tests.people import hire
store = open_store(Path(sys.argv[1]))
if sys.argv[2] != "as it is":
    database.execute_sql(f"PRAGMA synchronous = {sys.argv[2]}")
database.execute_sql("PRAGMA wal_autocheckpoint = 60")
ctx = Context(Actor("alice", ("all",), all_grants()), FixedClock(INSTANT), Config(Path("/x/hrtui.yaml"), Company("A")), store)
os.write(1, b"ready\\n")
drafted = int(sys.argv[4])
for number in range(1, int(sys.argv[3]) + 1):
    if drafted and number % (drafted + 1) == 1:
        with store.drafts() as drafts:
            for place in range(drafted):
                hire(ctx, f"Draft{number}-{place}")
                drafts.fold()
    hire(ctx, f"Kim{number}")
    here = number + drafted * -(-number // (drafted + 1)) if drafted else number
    os.write(1, b"ack %d\\n" % here)
os._exit(0)
"""


def found_after_cuts(
    store: Store, tmp_path: Path, synchronous: str, many: int, writes: int = WRITES, drafted: int = 0
) -> dict[str, int]:
    """How many states of the disk were looked at, and how many were damaged, half done, or lacked what was confirmed."""
    folder = tmp_path / "written"
    folder.mkdir()
    before = store.path.read_bytes()
    (folder / store.path.name).write_bytes(before)
    store.close()
    lines = record(folder, WORK, str(folder / store.path.name), synchronous, str(writes), str(drafted))
    chance, counted = random.Random(7), dict.fromkeys(("states", "whole", "damaged", "half", "lost"), 0)
    possible = sum(1 for _ in moments(folder, {store.path.name: before}, lines))
    chosen = set(chance.sample(range(possible), min(many, possible)))
    for number, (confirmed, disk) in enumerate(moments(folder, {store.path.name: before}, lines)):
        if number not in chosen:
            continue
        counted["states"] += 1
        place = tmp_path / "after"
        place.mkdir(exist_ok=True)
        for path in place.iterdir():
            path.unlink()
        for name, data in disk.after_a_cut(chance).items():
            (place / name).write_bytes(data)
        counted[_judged(place / store.path.name, confirmed)] += 1
    return counted


def _judged(path: Path, confirmed: int) -> str:
    """What came of a cut: the store is whole, damaged, holds something half done, or lacks what was confirmed."""
    opened: Any = None
    try:
        opened = open_store(path)
        if dialect.integrity(opened.db) or audit.verify().broken_at is not None:
            return "damaged"
        if any(check(database.obj) for check in INVARIANTS):
            return "half"
        people = PersonRow.select().count()
        return "lost" if people < confirmed else "whole"
    except Exception as error:
        if isinstance(error, StoreError) or is_driver_error(error) or isinstance(explain(error, path), StoreError):
            return "damaged"
        raise
    finally:
        if opened is not None:
            opened.close()


@pytest.fixture
def small(store: Store) -> Store:
    """A store whose log is in the file."""
    store.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return store


def test_nothing_that_was_confirmed_is_lost_and_nothing_is_half_there(small: Store, tmp_path: Path) -> None:
    found = found_after_cuts(small, tmp_path, "as it is", STATES)
    assert found["states"] == STATES
    assert (found["damaged"], found["half"], found["lost"]) == (0, 0, 0), found


def test_drafts_that_do_not_wait_are_there_once_the_write_after_them_is_confirmed(small: Store, tmp_path: Path) -> None:
    """Three hires whose commits do not wait for the disk stand before the first of every four confirmed ones; the log is moved into
    the file beside them."""
    found = found_after_cuts(small, tmp_path, "as it is", STATES, WRITES // 2, drafted=3)
    assert found["states"] == STATES
    assert (found["damaged"], found["half"], found["lost"]) == (0, 0, 0), found


@pytest.mark.parametrize("synchronous", ["OFF"])
def test_the_same_look_finds_what_a_store_that_does_not_sync_loses(
    small: Store, tmp_path: Path, synchronous: str
) -> None:
    found = found_after_cuts(small, tmp_path, synchronous, 60)
    assert found["damaged"] + found["half"] + found["lost"] > 0, found
