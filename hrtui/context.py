"""Who acts, when, and under which configuration: the first argument of every use case."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from hrtui.value import frozen

if TYPE_CHECKING:
    from hrtui.access.model import Grant
    from hrtui.config import Config
    from hrtui.errors import HrError


class Clock(Protocol):
    """Where use cases take the time from."""

    def now(self) -> datetime:
        """The instant, aware and in UTC."""

    def today(self) -> date:
        """The day in the company's time zone."""

    def after(self, newest: datetime) -> datetime:
        """The instant at which something is entered behind what was entered at `newest`."""


class Drafts(Protocol):
    """Writes of what nobody sees yet."""

    def fold(self) -> None:
        """Have what was committed moved from the log into the file, meanwhile."""


class Store(Protocol):
    """What a use case may ask of the store as such; its rows are asked of the functions in `data`."""

    def write(self) -> AbstractContextManager[object]:
        """One short write transaction: all of it is kept, or nothing."""

    def drafts(self) -> AbstractContextManager[Drafts]:
        """A block of `write`s of what nobody sees before a write after the block; they do not wait for the disk."""

    def snapshot(self) -> AbstractContextManager[object]:
        """Reads inside see one moment."""

    def shred(self) -> bool:
        """Write the file anew without what was erased; whether nothing of it is left beside the file."""

    def explain(self, error: BaseException) -> HrError | None:
        """What an error that nobody expected means where the store is to blame; None where it is a bug."""

    def connect(self) -> None:
        """Open this thread's connection where there is none."""

    def close(self) -> None:
        """Close this thread's connection."""


@frozen
class FixedClock:
    """A clock that stands still: for tests, and for the demo company's history."""

    instant: datetime
    zone: str = "UTC"

    def now(self) -> datetime:
        """The instant, in UTC."""
        return self.instant.astimezone(UTC)

    def today(self) -> date:
        """The instant's day in the zone."""
        return self.instant.astimezone(ZoneInfo(self.zone)).date()

    def after(self, newest: datetime) -> datetime:
        """The instant, whatever was entered before: a history may be told in any order."""
        return self.now()


@frozen
class Actor:
    """The user as the operating system names them, with what their roles grant; `person` is their own number, if any."""

    login: str
    roles: tuple[str, ...] = ()
    grants: tuple[Grant, ...] = ()
    person: str = ""


@frozen
class Context:
    """Who acts, the clock, the configuration and the store; `lens` is the day everything is looked at, None for today."""

    actor: Actor
    clock: Clock
    config: Config
    store: Store
    lens: date | None = None

    @property
    def day(self) -> date:
        """The day that what is shown stands for: the lens's, or today."""
        return self.lens or self.clock.today()

    @property
    def past(self) -> bool:
        """Whether the lens shows a past day, on which nothing can be written."""
        return self.lens is not None and self.lens < self.clock.today()
