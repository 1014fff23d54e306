"""The one place that joins configuration, store, clock and actor; the only one that reads the wall clock."""

from __future__ import annotations

import os
import pwd
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hrtui.access.rules import grants_of
from hrtui.context import Actor, Clock, Context, Drafts, Store
from hrtui.errors import HrError, NotAllowed
from hrtui.text import clean
from hrtui.value import frozen

if TYPE_CHECKING:
    from hrtui.config import Config


@frozen
class SystemClock:
    """The machine's clock, and the day it is in the company's time zone."""

    zone: str = "UTC"

    def now(self) -> datetime:
        """The instant, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The day in the zone."""
        return datetime.now(ZoneInfo(self.zone)).date()

    def after(self, newest: datetime) -> datetime:
        """The instant, or `newest` where the machine's clock was set back since: nothing is entered before what it stands on."""
        return max(self.now(), newest)


def login() -> str:
    """Who runs this process, as the operating system says: by the user's id, never by the environment.

    Raises NotAllowed where the id has no name.
    """
    uid = os.getuid()
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        raise NotAllowed(f"The operating system has no login for user id {uid}; ask who keeps this machine.") from None


def actor_of(config: Config, name: str) -> Actor:
    """The user of that login with what their roles grant; raise NotAllowed where the configuration names no such user."""
    for user in config.users:
        if user.login == name:
            return Actor(name, user.roles, grants_of(dict(config.roles), user.roles), user.person)
    raise NotAllowed(
        f"{name} is no user of {config.company.name}; whoever keeps {config.file} can add, under users: "
        f"- {{login: {name}, roles: [manager_view]}}"
    )


def acting_as(config: Config, other: str, real: str) -> Actor:
    """Another user of a demo company, for whoever runs this process to act as; the one they are where none is named.

    Raises NotAllowed outside demo companies, and where the configuration names no such user.
    """
    if not other:
        return actor_of(config, real)
    if not config.demo:
        raise NotAllowed(
            f"--as is for demo companies; {config.company.name} is none, so here you are who the operating system says: {real}."
        )
    if all(user.login != other for user in config.users):
        known = ", ".join(user.login for user in config.users)
        raise NotAllowed(f"There is no user “{clean(other, limit=40)}” to act as; {config.file} names: {known}.")
    return actor_of(config, other)


def open_context(
    config_path: Path | None = None,
    clock: Clock | None = None,
    login: str | None = None,
    acting: str = "",
    known: bool = True,
) -> Context:
    """Read the configuration, open its store, bring the directory to today, and let scopes follow renamed places.

    In a demo company `acting` is the user to act as; with `known` false a login that is no user acts without any right.
    Raises ConfigError, NotAllowed (before the store is touched) and StoreError.
    """
    from data.db import open_store

    config = _configured(config_path)
    actor = acting_as(config, acting, _named(login)) if known else Actor(_named(login))
    clock = SystemClock(config.company.time_zone) if clock is None else clock
    store = open_store(config.store_path)
    try:
        _bring_directory_to(clock.today(), store)
        actor = followed(actor)
    except BaseException:
        store.close()
        raise
    return Context(actor, clock, config, store)


def unopened_context(
    config_path: Path | None = None, clock: Clock | None = None, login: str | None = None, acting: str = ""
) -> Context:
    """Read the configuration and leave the store alone: for checking, restoring and migrating one that may not open.

    In a demo company `acting` is the user to act as. Raises ConfigError and NotAllowed.
    """
    config = _configured(config_path)
    actor = acting_as(config, acting, _named(login))
    return Context(actor, SystemClock(config.company.time_zone) if clock is None else clock, config, Unopened())


def _configured(path: Path | None) -> Config:
    """The configuration; the stores of this process are encrypted from here on where it says so."""
    from data import cipher
    from hrtui import configfile

    config = configfile.load(configfile.find(path))
    cipher.use(config.cipher_path)
    return config


class Unopened:
    """In the place of a store: whoever reads or writes through it has taken the wrong context."""

    def connect(self) -> None:
        """Refuse."""
        raise RuntimeError("this context has no open store")

    def explain(self, error: BaseException) -> HrError | None:
        """Nothing: there is no store to blame."""

    def write(self) -> AbstractContextManager[object]:
        """Refuse."""
        raise RuntimeError("this context has no open store")

    def drafts(self) -> AbstractContextManager[Drafts]:
        """Refuse."""
        raise RuntimeError("this context has no open store")

    def snapshot(self) -> AbstractContextManager[object]:
        """Refuse."""
        raise RuntimeError("this context has no open store")

    def shred(self) -> bool:
        """Refuse."""
        raise RuntimeError("this context has no open store")

    def close(self) -> None:
        """There is nothing to close."""


def _bring_directory_to(today: date, store: Store) -> None:
    """Compute the directory anew for a new day; the same day takes no lock."""
    from data.day import directory_day

    if directory_day() != today:
        from data.directory import roll

        with store.write():
            roll(today)


def followed(actor: Actor) -> Actor:
    """The actor, whose scopes follow departments and locations that are called otherwise by now; the store is open."""
    if not any(grant.scope.departments or grant.scope.locations for grant in actor.grants):
        return actor
    from hrtui.org import scopes

    return scopes.followed(actor)


def _named(given: str | None) -> str:
    return login() if given is None else given
