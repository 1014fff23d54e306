"""The directory for lists and the home screen: ids first, pages of lines after, all of it within the actor's scope."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from time import perf_counter
from typing import TypedDict

from data import directory
from hrtui.access.model import Field, Scope
from hrtui.access.rules import require, scopes, seen_in, shown_in
from hrtui.context import Context
from hrtui.dates import add_months
from hrtui.errors import NotAllowed
from hrtui.people.summary import EmploymentType, Flsa, PersonDetail, PersonSummary, Status
from hrtui.query.fields import BORN, PAID, SHIPPED, Vocabulary, vocabulary
from hrtui.query.model import Op, Query, Sort, Term
from hrtui.query.rules import parse
from hrtui.text import clean, fold
from hrtui.value import frozen

READ = "people.read"
SPOKEN = {Field.PAY: "pay", Field.BIRTH: "birth dates", Field.CUSTOM: "sensitive fields of the company's own"}
MONTHS = 12
FIXED: dict[str, tuple[str, ...]] = {
    "status": tuple(Status),
    "employment_type": tuple(EmploymentType),
    "flsa": tuple(Flsa),
}


class Headcount(TypedDict):
    """Numbers for the home screen: people by status, those employed by department, and at the end of each of the last
    twelve months (`2026-11`), oldest first, the last one as of the day looked at."""

    active: int
    leave: int
    starting: int
    terminated: int
    departments: dict[str, int]
    months: list[tuple[str, int]]


@frozen
class PaySeen:
    """That the audit trail tells that sensitive fields were shown; `see_pay` and `see_fields` make it, and
    `directory_details` shows pay and sensitive custom fields only for it."""

    query: str
    fields: frozenset[Field] = frozenset({Field.PAY})


def directory_ids(ctx: Context, text: str = "", *, limit: int | None = None) -> array[int]:
    """Ids of the people a query finds, in order, as of its own `@day` or the context's.

    A query about pay leaves an audit entry. Raises NotAllowed and QueryError.
    """
    reach = _reach(ctx)
    query = _parsed(ctx, text)
    _note(ctx, text, query)
    return directory.find(query, reach, ctx.actor.person, limit, lens_of(ctx, query))


def directory_stream(ctx: Context, text: str = "", *, limit: int | None = None) -> Iterator[int]:
    """As `directory_ids`, each id as soon as it is found; what is wrong is raised before the first."""
    reach = _reach(ctx)
    query = _parsed(ctx, text)
    _note(ctx, text, query)
    return directory.stream(query, reach, ctx.actor.person, limit, lens_of(ctx, query))


def directory_search(
    ctx: Context,
    text: str = "",
    *,
    limit: int | None = None,
    budget: float | None = None,
    stopped: Callable[[], bool] | None = None,
) -> tuple[array[int], bool]:
    """As `directory_ids` for a query still being typed, with whether the ids are all there are (of `limit`).

    It is given up after `budget` seconds, or as soon as `stopped()` says so, and returns the ids found until then;
    without a budget, as typing has come to rest, a query about pay leaves an audit entry.
    Threads call `ctx.store.connect()` first and `ctx.store.close()` last. Raises NotAllowed and QueryError.
    """
    reach = _reach(ctx)
    deadline = None if budget is None else perf_counter() + budget
    query = _parsed(ctx, text, lenient=True)

    def give_up() -> bool:
        return (deadline is not None and perf_counter() > deadline) or (stopped is not None and stopped())

    watched = None if deadline is None and stopped is None else give_up
    found = directory.search(query, reach, ctx.actor.person, limit, watched, lens_of(ctx, query))
    if budget is None and found[1]:
        _note(ctx, text, query)
    return found


def query_day(ctx: Context, text: str) -> date:
    """The day a query is about: its own `@day`, else the context's. Raises QueryError."""
    return _parsed(ctx, text, lenient=True).on or ctx.day


def query_order(ctx: Context, text: str) -> tuple[Sort, ...]:
    """The order a query asks for itself; empty where it leaves that to whoever shows it. Raises QueryError."""
    return _parsed(ctx, text, lenient=True).sort if "sort:" in text else ()


def check_query(ctx: Context, text: str) -> None:
    """Raise QueryError where a query that is no longer being typed is not understood."""
    _parsed(ctx, text)


def directory_page(ctx: Context, ids: Sequence[int], on: date | None = None) -> list[PersonSummary | None]:
    """The lines of a page of people in the order of the ids, as of a day (else the context's); None for those gone or
    out of scope; one query."""
    reach = _reach(ctx)
    return directory.page(ids, reach, ctx.actor.person, _other_day(ctx, on))


def directory_details(
    ctx: Context, ids: Sequence[int], on: date | None = None, seen: PaySeen | None = None
) -> list[PersonDetail | None]:
    """What a page of people has beyond its lines, as `directory_page`; pay and sensitive custom fields only for
    `see_fields(...)`, and of those of whom the role is shown them. Two queries, and one more for each. Raises NotAllowed."""
    from data.details import details

    reach = _reach(ctx)
    noted = frozenset() if seen is None else seen.fields
    paid, secret = (shown_in(ctx.actor, each, READ) if each in noted else () for each in (Field.PAY, Field.CUSTOM))
    lens = directory.Lens(on or ctx.day, False, paid, secret=secret, secrets=ctx.config.secret_fields)
    return details(ids, reach, ctx.actor.person, lens)


def see_pay(ctx: Context, text: str) -> PaySeen:
    """Write that a list of people (a query, or how else they were chosen) shows pay; once for a list, not for each page.

    Raises NotAllowed where the role is never shown pay.
    """
    return see_fields(ctx, text, {Field.PAY})


def see_fields(ctx: Context, text: str, fields: Collection[Field]) -> PaySeen:
    """As `see_pay`, for other sensitive fields too: an entry for each."""
    from hrtui.audit import writing

    require(ctx.actor, READ)
    for field in sorted(fields):
        if not shown_in(ctx.actor, field, READ):
            said = f"a role shows {'it' if field is Field.PAY else 'them'} in lists with fields: {{{field}: shown}}"
            raise NotAllowed(f"{ctx.actor.login} is not shown {SPOKEN[field]}; {said}.")
    for field in sorted(fields):
        writing.note_read(ctx, "", f"see_{field}", {"query": clean(text), "day": str(ctx.day)})
    return PaySeen(text, frozenset(fields))


def directory_count(ctx: Context, on: date | None = None) -> int:
    """How many people there are in the actor's scope, as of a day (else the context's). Raises NotAllowed."""
    reach = _reach(ctx)
    return directory.count(reach, ctx.actor.person, _other_day(ctx, on))


def new_day(ctx: Context) -> bool:
    """Bring the directory to today where the day has changed since it was; whether it did. Open programs call it now and
    then; opening does it too. Raises StoreBusy."""
    today = ctx.clock.today()
    if directory.directory_day() == today:
        return False
    with ctx.store.write():
        directory.roll(today)
    return True


def headcount(ctx: Context) -> Headcount:
    """Numbers for the home screen, in the actor's scope, as of the context's day; three queries. Raises NotAllowed."""
    reach, today = _reach(ctx), ctx.day
    since = add_months(today.replace(day=1), 1 - MONTHS)
    stands, hired, left = directory.headcounts(reach, ctx.actor.person, since, _other_day(ctx, None))
    by_status: Counter[str] = Counter()
    departments: Counter[str] = Counter()
    for (status, department), people in stands.items():
        by_status[status] += people
        if status in (Status.ACTIVE, Status.LEAVE):
            departments[department] += people
    employed = by_status[Status.ACTIVE] + by_status[Status.LEAVE]
    return Headcount(
        active=by_status[Status.ACTIVE],
        leave=by_status[Status.LEAVE],
        starting=by_status[Status.STARTING],
        terminated=by_status[Status.TERMINATED],
        departments=dict(departments.most_common()),
        months=_months(hired, left, employed, [f"{add_months(today, -back):%Y-%m}" for back in range(MONTHS)]),
    )


def resolve(ctx: Context, text: str) -> str:
    """The number of the person meant by a number, by `1042 Last, First`, or by a name.

    Raises NotAllowed, NotFound for nobody in scope, and RuleBroken, naming them, where several are meant.
    """
    from hrtui.people.subjects import resolved

    require(ctx.actor, READ)
    return resolved(ctx, text)


def choices(ctx: Context, field: str, prefix: str = "", limit: int = 20) -> tuple[str, ...]:
    """Known values of a field for type-ahead, those that begin with `prefix` first: department, location, title, reason,
    pay_group, status, employment_type, flsa, and manager as `1042 Last, First`; of the people in the actor's scope, and
    reasons of pay where pay is seen. Raises NotAllowed."""
    reach, typed = _reach(ctx), clean(prefix)
    if field == "manager":
        return _managers(ctx, reach, typed, limit)
    if field in directory.KNOWN:
        paid = seen_in(ctx.actor, Field.PAY, READ)
        known = tuple(directory.known(field, typed, limit, reach, paid, ctx.actor.person))
        return _reasons(known) if field == "reason" else known
    values = tuple(group.name for group in ctx.config.pay_groups) if field == "pay_group" else FIXED.get(field, ())
    return tuple(value for value in values if fold(typed) in fold(value))[:limit]


def _reasons(known: Sequence[str]) -> tuple[str, ...]:
    from hrtui.people.rules import bare_reason

    return tuple(dict.fromkeys(map(bare_reason, known)))


def _managers(ctx: Context, reach: Sequence[Scope], typed: str, limit: int) -> tuple[str, ...]:
    gone = Term("status", Op.EQUAL, (Status.TERMINATED,), negated=True)
    words = tuple(typed.replace(",", " ").split())
    ids = directory.find(Query(words, (gone,)), reach, ctx.actor.person, limit)
    lines = directory.page(ids, reach, ctx.actor.person)
    return tuple(f"{line.number} {line.name}" for line in lines if line is not None)


def _months(hired: Counter[str], left: Counter[str], employed: int, newest_first: list[str]) -> list[tuple[str, int]]:
    """Walk back from today's number: what began in a month was not there before it, what ended in it was."""
    out, people = [], employed
    for month in newest_first:
        out.append((month, people))
        people += left[month] - hired[month]
    return out[::-1]


def _reach(ctx: Context) -> tuple[Scope, ...]:
    require(ctx.actor, READ)
    return scopes(ctx.actor, READ)


def fields_of(ctx: Context) -> Vocabulary:
    """The fields a query of this user may name: sensitive ones only where a role is shown them, custom ones of the
    configuration."""
    closed = {
        name: f"{ctx.actor.login} is not shown {SPOKEN[field]}, so cannot ask for it; a role shows it with fields: {{{field}: shown}}."
        for name, field in sensitive_of(ctx).items()
        if not shown_in(ctx.actor, field, READ)
    }
    return vocabulary(ctx.config.custom_fields, closed)


def sensitive_of(ctx: Context) -> dict[str, Field]:
    """The fields of queries that are sensitive, by their names: pay, age, and custom ones that are marked so."""
    own = dict.fromkeys(ctx.config.secret_fields.difference(SHIPPED.names), Field.CUSTOM)
    return own | dict.fromkeys(PAID, Field.PAY) | dict.fromkeys(BORN, Field.BIRTH)


def lens_of(ctx: Context, query: Query) -> directory.Lens:
    """The day a query is about, and what its terms need to know."""
    day = query.on or ctx.day
    custom = {item.name: item.kind for item in fields_of(ctx).fields if item.custom}
    guarded = {name: shown_in(ctx.actor, field, READ) for name, field in sensitive_of(ctx).items()}
    return directory.Lens(day, day == ctx.clock.today(), guarded["pay"], custom, guarded)


def _note(ctx: Context, text: str, query: Query) -> None:
    fields = {field for name, field in sensitive_of(ctx).items() if name in query.fields}
    if fields:
        see_fields(ctx, text, fields)


def _other_day(ctx: Context, on: date | None) -> date | None:
    """The day where it is not today, whose directory is kept apart."""
    day = on or ctx.day
    return None if day == ctx.clock.today() else day


def _parsed(ctx: Context, text: str, lenient: bool = False) -> Query:
    month_first = ctx.config.style.month_first
    return parse(text, ctx.clock.today(), month_first, lenient=lenient, known=fields_of(ctx))
