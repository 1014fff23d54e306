"""The answer of a query, page by page: the columns asked for, and what each holds of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from hrtui.access.model import Field
from hrtui.errors import QueryError, UsageError
from hrtui.money import Money

if TYPE_CHECKING:
    from hrtui.context import Context
    from hrtui.people.listing import PaySeen
    from hrtui.people.summary import PersonDetail, PersonSummary

STANDARD = (
    "number", "name", "department", "title", "location", "manager", "status", "hired", "terminated", "email", "type",
)  # fmt: skip
MORE = ("grade", "cost_centre", "position", "flsa", "fte", "tags", "pay", "rate", "basis", "pay_group")
PAID = frozenset(("pay", "rate", "basis", "pay_group"))
SHORT = {"tag": "tags", "dept": "department", "cc": "cost_centre", "loc": "location", "mgr": "manager"}
FIRST_PAGE, PAGE = 64, 400
Value = object
Row = dict[str, Value]


class Pages(NamedTuple):
    """What the pages of an answer are read with."""

    ctx: Context
    columns: tuple[str, ...]
    seen: PaySeen | None

    def rows(self, ids: Iterator[int]) -> Iterator[list[Row]]:
        """The rows of each page, in order; the first one is short, so that it comes soon."""
        size = FIRST_PAGE
        while some := list(islice(ids, size)):
            yield list(self._page(some))
            size = PAGE

    def _page(self, ids: Sequence[int]) -> Iterator[Row]:
        from hrtui.people import service

        lines = service.directory_page(self.ctx, ids)
        beyond = not set(self.columns) <= set(STANDARD)
        details: Sequence[PersonDetail | None] = (
            service.directory_details(self.ctx, ids, seen=self.seen) if beyond else [None] * len(ids)
        )
        for line, detail in zip(lines, details, strict=True):
            if line is not None:
                yield {name: self._value(name, line, detail) for name in self.columns}

    def _value(self, name: str, line: PersonSummary, detail: PersonDetail | None) -> Value:
        if name in STANDARD:
            return _OF_LINE[name](line) if name in _OF_LINE else getattr(line, name)
        if detail is None:
            return None
        if name in ("pay", "rate"):
            cents = detail.annual if name == "pay" else detail.rate
            return None if cents is None else Money(cents, self.ctx.config.company.currency)
        if name == "tags":
            return detail.tags
        return getattr(detail, name) if name in MORE else detail.custom.get(name, "")


_OF_LINE: dict[str, Callable[[PersonSummary], Value]] = {
    "status": lambda line: line.status.value,
    "type": lambda line: line.employment_type,
}


def pages_of(ctx: Context, columns: str | None, text: str) -> Pages:
    """How the columns named (`a,b,c`; the standard ones for None) are read; pay and sensitive custom fields leave
    one audit entry each.

    Raises UsageError for what is no column, and NotAllowed for what is not shown.
    """
    from hrtui.people import service

    custom = [item.name for item in ctx.config.custom_fields]
    chosen = STANDARD if columns is None else tuple(dict.fromkeys(map(_named, columns.split(","))))
    known = (*STANDARD, *MORE, *custom)
    for name in chosen:
        if name not in known:
            raise _no_column(name, known)
    seen = {Field.PAY} if PAID & set(chosen) else set()
    seen |= {Field.CUSTOM} if ctx.config.secret_fields & set(chosen) - {*STANDARD, *MORE} else set()
    return Pages(ctx, chosen, service.see_fields(ctx, text, seen) if seen else None)


def found(ctx: Context, text: str, limit: int | None) -> Iterator[int]:
    """The ids of the people a query finds, as they are found; a QueryError says at which character."""
    from hrtui.people import service

    try:
        return service.directory_stream(ctx, text, limit=limit)
    except QueryError as problem:
        raise QueryError(f"{problem} (at character {problem.at + 1})", problem.at, problem.valid) from None


def on_day(ctx: Context, on: str | None) -> Context:
    """The context on a day as a person types it; today where none is."""
    from dataclasses import replace

    from hrtui.dates import parse_day

    return ctx if on is None else replace(ctx, lens=parse_day(on, ctx.clock.today(), ctx.config.style.month_first))


def on_its_day(ctx: Context, text: str) -> Context:
    """The context on the day that a query, which was understood, names with `@`; the context's own where it names none."""
    from dataclasses import replace

    from hrtui.people import service

    return replace(ctx, lens=service.query_day(ctx, text)) if "@" in text else ctx


def _named(column: str) -> str:
    name = column.strip().lower()
    return SHORT.get(name, name)


def _no_column(name: str, known: Sequence[str]) -> UsageError:
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}."
    return UsageError(f"“{name}” is no column; {hint}")
