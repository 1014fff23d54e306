"""What an application held is given back once it is left: its threads, their connections, what woke its input."""

from __future__ import annotations

import gc
import signal
import threading
import weakref
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from textual.widget import Widget

from hrtui.context import Context
from screens.driver import Driver
from screens.work import Workers
from tests.people import hire
from tests.ui.conftest import MakeApp, text, until


def descriptors() -> int:
    """How many this process holds open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def threads_of_work() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("hrtui-work")]


async def open_and_leave(hr_app: MakeApp) -> None:
    app = hr_app()
    async with app.run_test() as pilot:
        await pilot.press("colon", *"abel")
        await until(pilot, lambda: "Abel, Ann" in text(app))
        assert threads_of_work()
    for thread in threads_of_work():
        thread.join(5)


async def test_an_application_that_is_left_leaves_no_descriptor_open(hr_app: MakeApp, ctx: Context) -> None:
    hire(ctx, "Abel", "Ann")
    await open_and_leave(hr_app)
    gc.collect()  # what tests before left to it
    before = descriptors()
    for _ in range(5):
        await open_and_leave(hr_app)
    gc.collect()
    assert descriptors() == before
    assert not threads_of_work()


async def test_a_dialog_that_is_closed_leaves_none_of_its_painted_lines(hr_app: MakeApp) -> None:
    app = hr_app()
    async with app.run_test() as pilot:
        await pilot.press("colon", "x")
        await until(pilot, lambda: "Go to or do" in text(app))
        painted = [weakref.ref(each._styles_cache) for each in app.screen.walk_children(Widget)]
        await pilot.press("escape")
        await until(pilot, lambda: "Go to or do" not in text(app))
        await pilot.pause()
        gc.collect()
        assert painted
        assert not [each for each in painted if each() is not None]


@pytest.fixture
def signals() -> Iterator[None]:
    """The signals a driver takes, given back."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGTSTP, signal.SIGCONT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("signals")
async def test_a_driver_that_is_closed_gives_back_what_woke_its_input(hr_app: MakeApp) -> None:
    app, before = hr_app(), descriptors()
    for _ in range(5):
        driver = Driver(app)
        driver.close()
        driver.disable_input()
    assert descriptors() == before


def test_a_thread_of_work_does_what_waits_and_its_last_act_before_it_ends() -> None:
    told: list[str] = []
    workers = Workers(most=1, ended=partial(told.append, "ended"))
    for name in ("first", "second"):
        workers.do(partial(told.append, name))
    running = threads_of_work()
    workers.stop()
    for thread in running:
        thread.join(5)
    assert told == ["first", "second", "ended"]
