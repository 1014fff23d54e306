"""The use cases of people: each permits, reads, decides, and writes with its audit entry in one transaction."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TypedDict

from hrtui.access.model import Field
from hrtui.context import Context
from hrtui.people.model import (
    Certificate,
    Done,
    Hire,
    JobChange,
    PayChange,
    PersonSummary,
    PrivateKind,
    ProfileChange,
    Record,
    Termination,
)


class Headcount(TypedDict):
    """Numbers for the home screen: people by status, active people by department, and at the end of the last 12 months."""

    active: int
    leave: int
    starting: int
    terminated: int
    departments: dict[str, int]
    months: list[tuple[str, int]]


def directory_ids(ctx: Context, text: str = "", *, limit: int | None = None) -> array[int]:
    """Ids of the people a query finds, in order. Raises NotAllowed and QueryError."""
    raise NotImplementedError


def directory_search(
    ctx: Context,
    text: str = "",
    *,
    limit: int | None = None,
    budget: float | None = None,
    stopped: Callable[[], bool] | None = None,
) -> tuple[array[int], bool]:
    """As directory_ids, for typing: ids found so far and whether they are all (of `limit`), given up after `budget`
    seconds or when `stopped()` says so. Text half typed is understood as far as it goes."""
    raise NotImplementedError


def directory_page(ctx: Context, ids: Sequence[int]) -> list[PersonSummary | None]:
    """The lines of up to 64 people, in the order of the ids; None for those that are gone or out of scope."""
    raise NotImplementedError


def directory_count(ctx: Context) -> int:
    """How many people there are in the actor's scope."""
    raise NotImplementedError


def headcount(ctx: Context) -> Headcount:
    """Numbers for the home screen, in the actor's scope."""
    raise NotImplementedError


def resolve(ctx: Context, text: str) -> str:
    """The number of the person meant by a number or a name. Raises NotFound, and RuleBroken where several are meant."""
    raise NotImplementedError


def choices(ctx: Context, field: str, prefix: str = "", limit: int = 20) -> tuple[str, ...]:
    """Known values for type-ahead: department, location, title, manager (`1042 Last, First`), reason, pay_group, …"""
    raise NotImplementedError


def record(ctx: Context, number: str, *, reveal: frozenset[Field] = frozenset()) -> Record:
    """One person's whole record, masked as the role says; showing pay or birth leaves an audit entry. Raises NotFound."""
    raise NotImplementedError


def reveal_private(ctx: Context, number: str, kind: PrivateKind) -> str:
    """A sealed value in clear; leaves an audit entry. Raises NotFound, NotAllowed and StoreError (key file)."""
    raise NotImplementedError


def hire(ctx: Context, hire: Hire) -> Done:
    """Hire a person, or rehire one whose number is given. Raises NotAllowed and RuleBroken."""
    raise NotImplementedError


def change_job(ctx: Context, number: str, change: JobChange) -> Done:
    """A new job row. Raises NotFound, NotAllowed and RuleBroken."""
    raise NotImplementedError


def change_pay(ctx: Context, number: str, change: PayChange) -> Done:
    """A new pay row. Raises NotFound, NotAllowed (also where pay is hidden from the actor) and RuleBroken."""
    raise NotImplementedError


def change_profile(ctx: Context, number: str, change: ProfileChange) -> Done:
    """A new profile row. Raises NotFound, NotAllowed and RuleBroken."""
    raise NotImplementedError


def change_certificate(ctx: Context, number: str, certificate: Certificate) -> Done:
    """A new withholding certificate. Raises NotFound, NotAllowed and RuleBroken."""
    raise NotImplementedError


def set_private(ctx: Context, number: str, kind: PrivateKind, value: str) -> Done:
    """Seal a social security number or bank account. Raises NotFound, NotAllowed, RuleBroken and StoreError."""
    raise NotImplementedError


def terminate(ctx: Context, number: str, termination: Termination) -> Done:
    """End the employment after the last day. Raises NotFound, NotAllowed and RuleBroken."""
    raise NotImplementedError
