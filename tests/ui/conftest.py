"""The application over the test's store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from hrtui.context import Context
from screens import frames, keys, places
from screens.shell import HrApp

MakeApp = Callable[..., HrApp]


def ready(ctx: Context) -> Future[Context]:
    """A context that is open already."""
    opening: Future[Context] = Future()
    opening.set_result(ctx)
    return opening


def text(app: HrApp) -> str:
    """What is on the screen."""
    strips = app.screen._compositor.render_strips(app.size)
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def until(pilot: Pilot[Any], condition: Callable[[], bool]) -> None:
    """Let the application work until the condition holds; fail with the screen when it never does."""
    for _ in range(400):
        if condition():
            return
        await pilot.pause(0.01)
    raise AssertionError(text(cast(HrApp, pilot.app)))


@pytest.fixture(autouse=True)
def _private_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("NO_COLOR", raising=False)
    yield
    frames.use(ascii_only=False)
    keys.choose({})


@pytest.fixture
def hr_app(ctx: Context) -> MakeApp:
    """The application for alice, or for another context: `hr_app(ctx_as(...), address="audit")`."""

    def made(context: Context | None = None, address: str = "", known: places.Places = places.PLACES) -> HrApp:
        return HrApp(ready(context or ctx), address, known)

    return made
