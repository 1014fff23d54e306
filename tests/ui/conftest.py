"""The application over the test's store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest

from hrtui.context import Context
from screens import frames, places
from screens.shell import HrApp

MakeApp = Callable[..., HrApp]


def ready(ctx: Context) -> Future[Context]:
    """A context that is open already."""
    opening: Future[Context] = Future()
    opening.set_result(ctx)
    return opening


@pytest.fixture(autouse=True)
def _private_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("NO_COLOR", raising=False)
    yield
    frames.use(ascii_only=False)


@pytest.fixture
def hr_app(ctx: Context) -> MakeApp:
    """The application for alice, or for another context: `hr_app(ctx_as(...), address="audit")`."""

    def made(context: Context | None = None, address: str = "", known: places.Places = places.PLACES) -> HrApp:
        return HrApp(ready(context or ctx), address, known)

    return made
