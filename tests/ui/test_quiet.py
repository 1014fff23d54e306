"""What waits until nobody types: large collections of garbage, and memory that goes back to the system."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from screens import quiet
from screens.people.directory import AHEAD
from screens.quiet import Housekeeping, give_back, import_ahead
from screens.work import Workers


@pytest.fixture
def kept_away() -> Iterator[None]:
    """The garbage collector as it is until the first paint, and as it was afterwards."""
    threshold = gc.get_threshold()
    gc.disable()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)
    gc.enable()


async def begun() -> Housekeeping:
    house = Housekeeping()
    house.begin()
    return house


@pytest.mark.usefixtures("kept_away")
def test_the_collector_starts_with_what_is_loaded_left_aside() -> None:
    asyncio.run(begun())
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[2] == quiet.SELDOM


def test_a_collector_that_runs_already_is_left_as_it_is() -> None:
    before = gc.get_threshold(), gc.get_freeze_count()
    asyncio.run(begun())
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


@pytest.mark.usefixtures("kept_away")
def test_what_is_imported_later_is_left_aside_at_the_next_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    house = asyncio.run(begun())
    gc.unfreeze()
    house.tidy()
    assert gc.get_freeze_count() == 0
    monkeypatch.setitem(sys.modules, "imported_later", ModuleType("imported_later"))
    house.tidy()
    assert gc.get_freeze_count() > 0


@pytest.mark.usefixtures("kept_away")
def test_a_key_puts_off_what_waits_for_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    tidied: list[str] = []

    async def typed() -> None:
        house = await begun()
        monkeypatch.setattr(house, "tidy", lambda: tidied.append("tidied"))
        first = house._waiting
        house.put_off()
        assert first is not None
        assert first.cancelled()
        assert house._waiting is not None
        assert not house._waiting.cancelled()
        house._waiting.cancel()

    asyncio.run(typed())
    assert tidied == []


@pytest.mark.usefixtures("kept_away")
def test_memory_is_given_back_once_after_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    monkeypatch.setattr(quiet, "give_back", lambda: given.append("given"))

    async def worked() -> None:
        house = await begun()
        house.tidy()
        assert given == []
        house.worked()
        house.tidy()
        house.tidy()

    asyncio.run(worked())
    assert given == ["given"]


def test_the_c_library_is_asked_to_keep_nothing() -> None:
    asked: list[int] = []
    give_back(asked.append)
    assert asked == [0]


def test_what_follows_the_work_is_told_when_no_job_waits() -> None:
    from threading import Event

    done, told = Event(), []
    workers = Workers(done=done.set)
    workers.do(lambda: told.append("job"))
    assert done.wait(5)
    assert told == ["job"]


def test_what_the_next_key_may_need_can_be_imported_ahead() -> None:
    import_ahead(AHEAD)
    assert set(AHEAD) <= sys.modules.keys()
