"""What holds for departments, locations and positions: what a change makes of one, which later rows it goes on into,
no circles on any day, and whether someone may take a seat."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hrtui.dates import LATEST
from hrtui.errors import NotFound, RuleBroken
from hrtui.org.model import Department, Fact, Location, Position, PositionStatus
from hrtui.people.checks import filled, text
from hrtui.people.rules import in_force, live
from hrtui.text import clean, fold, listed

MOST_SEATS = 10_000
AnyFact = TypeVar("AnyFact", Department, Location, Position)
Place = TypeVar("Place", Department, Location)


def name_of(value: str, field: str = "name") -> str:
    """A name as it may be stored; raise RuleBroken where it is blank, too long, or begins with `#`."""
    shown = filled(value, field)
    if shown.startswith("#"):
        raise RuleBroken("A name does not begin with #; leave it out.", field)
    return shown


def time_zone(value: str) -> str:
    """A time zone by its IANA name, or none."""
    shown = text(value, "time_zone")
    try:
        return ZoneInfo(shown).key if shown else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise RuleBroken(
            f"There is no time zone {shown}; write it as America/New_York or Europe/Berlin.", "time_zone"
        ) from None


def seats(value: int) -> int:
    """How many may hold a position."""
    if not 1 <= value <= MOST_SEATS:
        raise RuleBroken(f"A position has 1 to {MOST_SEATS} seats; to have none, close it.", "seats")
    return value


def found(histories: Mapping[int, Sequence[Place]], name: str, kind: str) -> Sequence[Place]:
    """The history of the department or location that is called so on some day; raise NotFound with names there are."""
    wanted = fold(clean(name))
    for history in histories.values():
        if any(fold(row.name) == wanted for row in history):
            return history
    known = sorted({history[-1].name for history in histories.values()}, key=str.casefold)
    raise NotFound(
        f"There is no {kind} “{clean(name, limit=40)}”; see hrtui org {kind}s list. {_near(name, known)}".strip()
    )


def position(histories: Mapping[int, Sequence[Position]], number: str) -> Sequence[Position]:
    """The history of a position; raise NotFound where there is none of the number."""
    for history in histories.values():
        if fold(history[0].number) == fold(clean(number)):
            return history
    raise NotFound(f"There is no position “{clean(number, limit=40)}”; see hrtui org positions list.")


def check_free(histories: Mapping[int, Sequence[Place]], name: str, own: int | None, kind: str) -> None:
    """Raise RuleBroken where another has or had the name: a name belongs to one place for good."""
    for id_, history in histories.items():
        row = next((row for row in history if fold(row.name) == fold(name)), None)
        if row is not None and id_ != own:
            raise RuleBroken(
                f"{row.name} is the name of another {kind} from {row.effective_from} on; names stay with theirs, so choose another one.",
                "name",
            )  # fmt: skip


def all_names(histories: Mapping[int, Sequence[Place]], names: Iterable[str]) -> frozenset[str]:
    """Names of departments or locations, with every other name that one of theirs has on some day."""
    wanted = {fold(clean(name)) for name in names}
    theirs = (history for history in histories.values() if any(fold(row.name) in wanted for row in history))
    return frozenset(names) | {row.name for history in theirs for row in history}


def doubt(histories: Mapping[int, Sequence[Place]], name: str, kind: str, today: date) -> tuple[str, bool]:
    """What is to be said of a name that a role's scope gives, and whether the scope reaches nobody by it; empty where a
    department or location that is open is called so today."""
    try:
        history = found(histories, name, kind)
    except NotFound:
        near = _near(name, sorted({row.name for each in histories.values() for row in each}, key=str.casefold))
        return f"names the {kind} {clean(name, limit=60)}, which there is not. {near}".strip(), True
    row = in_force(history, today)
    if row is None:
        return f"names the {kind} {history[0].name}, which is there from {history[0].effective_from} only.", True
    if not row.active:
        return f"names the {kind} {row.name}, which is closed.", True
    if fold(row.name) != fold(clean(name)):
        return f"names the {kind} {clean(name, limit=60)}, which is called {row.name} now; it reaches that.", False
    return "", False


def begun(history: Sequence[AnyFact], on: date) -> AnyFact:
    """What holds on a day; raise RuleBroken before the first."""
    row = in_force(history, on)
    if row is None:
        first = live(history)[0].effective_from
        raise RuleBroken(f"That is there from {first} only; choose that day or later.", "effective_from")
    return row


def is_open(row: Fact) -> bool:
    """Whether a department, location or position is not closed."""
    return row.status is not PositionStatus.CLOSED if isinstance(row, Position) else row.active


def closed_spans(history: Sequence[Fact]) -> list[tuple[date, date]]:
    """The spans over which something is closed, from a day until another; by its rows, oldest first."""
    ends = [*(row.effective_from for row in history[1:]), LATEST]
    return [
        (row.effective_from, until)
        for row, until in zip(history, ends, strict=True)
        if row.effective_from < until and not is_open(row)
    ]


def changed(
    history: Sequence[AnyFact], on: date, given: Mapping[str, Any]
) -> tuple[AnyFact, AnyFact, list[tuple[AnyFact, AnyFact]]]:
    """What holds on a day, the row a change makes of it, and later rows with what goes on into them: fields that stand
    there as they stood before. Raise RuleBroken where nothing changes."""
    before = begun(history, on)
    after = replace(before, **given)
    if after == before:
        raise RuleBroken("Nothing changes: every value is as it is already on that day; change one.")
    return before, replace(after, effective_from=on, stamp=None), _carried(history, on, before, after)


def _carried(history: Sequence[AnyFact], on: date, before: AnyFact, after: AnyFact) -> list[tuple[AnyFact, AnyFact]]:
    fields = [name for name in before.__dataclass_fields__ if getattr(before, name) != getattr(after, name)]
    pairs = []
    for row in live(history):
        if row.effective_from <= on:
            continue
        fields = [name for name in fields if getattr(row, name) == getattr(before, name)]
        if fields:
            pairs.append((row, replace(row, **{name: getattr(after, name) for name in fields})))
    return pairs


def with_rows(
    history: Sequence[Department], after: Department, pairs: Iterable[tuple[Department, Department]]
) -> list[Department]:
    """A department's history as it is once a change is entered."""
    new = {old.stamp.id: row for old, row in pairs if old.stamp is not None}
    kept = [new.get(row.stamp.id, row) if row.stamp else row for row in history]
    at = sum(row.effective_from <= after.effective_from for row in kept)
    return [*kept[:at], after, *kept[at:]]


def check_tree(histories: Mapping[int, Sequence[Department]], own: int, on: date) -> None:
    """Raise RuleBroken where on any day from `on` a department would be below itself, or below one that is closed or
    not there yet."""
    days = {on, *(row.effective_from for history in histories.values() for row in history if row.effective_from > on)}
    for day in sorted(days):
        tree = {id_: row for id_, history in histories.items() if (row := _last(history, day)) is not None}
        if own in tree and tree[own].active:
            _check_above(tree, own, day)


def _check_above(tree: Mapping[int, Department], own: int, day: date) -> None:
    name, above, seen = tree[own].name, tree[own].parent, {own}
    parent = tree.get(above) if above is not None else None
    if above is not None and (parent is None or not parent.active):
        raise RuleBroken(f"The department above {name} is not open on {day}; choose another, or another day.", "parent")
    while above is not None:
        if above in seen:
            raise RuleBroken(
                f"{name} would be below itself on {day}; move {tree[above].name} elsewhere first.", "parent"
            )
        seen.add(above)
        above = tree[above].parent if above in tree else None


def _last(history: Sequence[Department], day: date) -> Department | None:
    return next((row for row in reversed(history) if row.effective_from <= day), None)


def circles(histories: Mapping[int, Sequence[Department]]) -> list[str]:
    """The names of departments that are below themselves on some day."""
    days = {row.effective_from for history in histories.values() for row in history}
    out: set[str] = set()
    for day in days:
        tree = {id_: row for id_, history in histories.items() if (row := _last(history, day)) is not None}
        out.update(row.name for id_, row in tree.items() if _comes_round(tree, id_))
    return sorted(out)


def _comes_round(tree: Mapping[int, Department], own: int) -> bool:
    seen: set[int] = set()
    above = tree[own].parent
    while above is not None and above != own and above not in seen:
        seen.add(above)
        above = tree[above].parent if above in tree else None
    return above == own


def totals(parents: Mapping[int, int | None], counts: Mapping[int, int]) -> dict[int, int]:
    """What each department and those below it, at any depth, count together; a circle counts each of it once."""
    out = dict(counts)
    for own, count in counts.items():
        seen, above = {own}, parents.get(own)
        while above is not None and above not in seen:
            seen.add(above)
            out[above] = out.get(above, 0) + count
            above = parents.get(above)
    return out


def check_closing(row: Fact, on: date, what: str, people: Sequence[str], count: int) -> None:
    """Raise RuleBroken, naming some, where people are there on a day or after."""
    if not count:
        return
    some = [*people, *([f"{count - len(people)} more"] if count > len(people) else [])]
    verb = "is" if count == 1 else "are"
    raise RuleBroken(
        f"{listed(some, 'and')} {verb} in {what} on {on} or after; give them another one from that day first.", "effective_from"
    )  # fmt: skip


def check_open(histories: Mapping[int, Sequence[Place]], name: str, kind: str, on: date) -> None:
    """Raise RuleBroken where the department or location of a name is closed on a day; one that is new is not."""
    wanted = fold(name)
    for history in histories.values():
        row = in_force(history, on)
        if row is not None and not row.active and any(fold(each.name) == wanted for each in history):
            raise RuleBroken(f"The {kind} {row.name} is closed on {on}; choose another, or reopen it first.", kind)


def check_seat(
    row: Position | None, number: str, on: date, taken: int, wanted: int = 1, *, keeps: bool = False
) -> None:
    """Raise RuleBroken where a position is not there or not open on a day, or has not as many free seats as wanted; for
    who `keeps` it from the day before it may be frozen."""
    if row is None:
        raise RuleBroken(
            f"There is no position {clean(number, limit=40)} on {on}; see hrtui org positions list.", "position"
        )
    if row.status is PositionStatus.CLOSED or (row.status is PositionStatus.FROZEN and not keeps):
        raise RuleBroken(
            f"Position {row.number} is {row.status} on {on}; choose an open one, or open it first.", "position"
        )
    free = max(0, row.seats - taken)
    if wanted > free:
        has = f"{free} of {row.seats} seats free" if free else "no vacancy"
        for_ = f", and {wanted} people are to take it" if wanted > 1 else ""
        raise RuleBroken(
            f"Position {row.number} has {has} on {on}{for_}; choose another, or give it more seats.", "position"
        )


def _near(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]}?" if near else ""
