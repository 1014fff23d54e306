"""A store in a temporary folder, and contexts to act in: every action and field for alice, or as a test asks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from data.db import Store, create_store, open_store
from data.keyfile import create_key
from hrtui.access.model import ACTIONS, Field, Grant, Scope, Sight
from hrtui.access.model import EVERYONE as EVERYONE_SCOPE
from hrtui.config import Company, Config, StoreSettings
from hrtui.context import Actor, Context, FixedClock
from hrtui.payroll.model import Frequency, PayGroup

INSTANT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
ALL_SHOWN = dict.fromkeys(Field, Sight.SHOWN)
ContextAs = Callable[..., Context]
T = TypeVar("T")
Furnish = Callable[[Context, Callable[[Context], T]], T]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """Two processes more than cores with `-n auto`: a test of a screen waits half its time for the application to be idle."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    return 2 + (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


@pytest.fixture(autouse=True, scope="session")
def folders_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """State and cache of the user who runs the tests stay untouched."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patched.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        yield


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of the run share, for what is made once."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def all_grants(scope: Scope = EVERYONE_SCOPE) -> tuple[Grant, ...]:
    """Every action, with every sensitive field shown."""
    return tuple(Grant(action, scope, dict(ALL_SHOWN)) for action in ACTIONS)


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store, made once and only copied: its tables take longer to make than most tests to run."""
    path = tmp_path_factory.mktemp("empty") / "hrtui.db"
    create_store(path).close()
    return path


@pytest.fixture
def store(tmp_path: Path, empty_store: Path) -> Iterator[Store]:
    """A new store at `store/hrtui.db` in the test's folder."""
    path = tmp_path / "store" / "hrtui.db"
    path.parent.mkdir()
    shutil.copy(empty_store, path)
    made = open_store(path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key of every test, so that what one sealed another can open."""
    path = tmp_path_factory.mktemp("key") / "hrtui.key"
    create_key(path)
    return path


@pytest.fixture
def config(tmp_path: Path, key_file: Path) -> Config:
    """A company with one biweekly pay group `main` and a key file."""
    shutil.copy(key_file, tmp_path / "hrtui.key")
    return Config(
        file=tmp_path / "hrtui.yaml",
        company=Company("Test Company"),
        store=StoreSettings(url="sqlite:///store/hrtui.db"),
        pay_groups=(PayGroup("main", Frequency.BIWEEKLY, date(2026, 1, 4), check_after=5),),
    )


@pytest.fixture
def ctx(store: Store, config: Config) -> Context:
    """Alice, who may do everything, on Monday 23 November 2026, 10:00 in New York."""
    actor = Actor("alice", ("everything",), all_grants())
    return Context(actor, FixedClock(INSTANT, "America/New_York"), config, store)


@pytest.fixture
def ctx_as(ctx: Context) -> ContextAs:
    """A context with the grants given, under a login of one's own: `ctx_as(Grant(...), login="bob", person="1042")`."""

    def made(*grants: Grant, login: str = "bob", roles: tuple[str, ...] = ("test",), person: str = "") -> Context:
        return replace(ctx, actor=Actor(login, roles, tuple(grants), person))

    return made


@pytest.fixture(scope="session")
def furnish(tmp_path_factory: pytest.TempPathFactory) -> Furnish[Any]:
    """What a fixture puts into a new store, and nowhere else, done for its first test and copied for the others:
    `furnish(ctx, founded)`."""
    folder, given = tmp_path_factory.mktemp("furnished"), dict[str, Any]()

    def furnished(ctx: Context, made: Callable[[Context], T]) -> T:
        name = f"{made.__module__}.{made.__qualname__}"
        if name not in given:
            given[name] = made(ctx)
            ctx.store.close()
            shutil.copy(ctx.config.store_path, folder / name)
        else:
            ctx.store.close()
            shutil.copy(folder / name, ctx.config.store_path)
        ctx.store.connect()
        found: T = deepcopy(given[name])
        return found

    return furnished
