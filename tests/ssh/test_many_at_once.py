"""Eight sessions over ssh at once, editing the same people, filtering and calculating a run: nothing is lost, nobody is told of a lock."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator

import pytest

from tests.manyatonce import SHARED, company, eight
from tests.nightly import tries
from tests.server import TestServer, server

SECONDS = tries(12.0, 120.0)
TROUBLE = ("is locked", "internal error", "Traceback", "Others are writing", "damaged")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestServer, str]]:
    """A server with the people of the demo company, and the number of a run that is open."""
    with server() as made:
        yield made, company(made, tmp_path_factory.mktemp("demo") / "d")


def test_nothing_is_lost_where_eight_work_at_once(
    demo: tuple[TestServer, str], record_property: Callable[[str, object], None]
) -> None:
    made, run = demo
    found = eight(made, run, SECONDS)
    for raw in found.raw:
        assert not any(word in raw for word in TROUBLE), raw[-4000:]
    assert len(found.confirmed) > 10 and found.runs
    with sqlite3.connect(f"file:{made.store}?mode=ro", uri=True) as db:
        rows = db.execute(
            "SELECT subject, changes FROM audit WHERE action = 'people.change_profile' ORDER BY id"
        ).fetchall()
    _check_chain([(subject, json.loads(changes)) for subject, changes in rows], found.confirmed)
    checked = made.hrtui("--config", str(made.etc / "hrtui.yaml"), "query", SHARED, "--json")
    assert checked.returncode == 0, checked
    middle, high = found.percentiles()
    resident, share = ([each[at] // 1024 for each in found.memory] for at in (0, 1))
    record_property("saves", len(found.confirmed))
    record_property("p50_ms", round(middle, 1))
    record_property("p99_ms", round(high, 1))
    record_property("runs", found.runs)
    record_property("most_memory_mb", max(resident))
    if os.environ.get("HRTUI_TESTS"):
        print(f"\n{len(found.confirmed)} saves, {found.runs} runs; a save took {middle:.1f} ms in the middle, {high:.1f} at p99; the largest "
              f"process has {max(resident)} MB, all have {sum(resident)} MB, {sum(share)} MB what they share counted once")  # fmt: skip


def _check_chain(entries: list[tuple[str, list[list[str]]]], confirmed: list[tuple[str, str]]) -> None:
    """Each change begins with what the one before it left, and everything confirmed is among them."""
    held: dict[str, str] = {}
    written = set()
    for subject, changes in entries:
        for change in changes:
            field, before, after = change
            if field == "phone":
                assert held.get(subject, before) == before, (subject, held.get(subject), before)
                held[subject] = after
                written.add((subject, after))
    assert set(confirmed) <= written, set(confirmed) - written
