"""Who holds a position when: what a change makes someone hold anew, and whether there is a seat for all of that time. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hrtui.errors import RuleBroken
from hrtui.org.model import Position
from hrtui.org.rules import check_seat
from hrtui.people.model import Job
from hrtui.people.rules import EMPLOYED, in_force, live, order

FOREVER = date.max
Span = tuple[date, date]  # from a day until another, on which it is over
Held = tuple[int, date, date]  # the id of a person, and the span


@dataclass(frozen=True, slots=True)
class Taken:
    """A position that a change makes someone hold from a day until another; not `fresh` where they held it until then."""

    number: str
    begins: date
    ends: date
    fresh: bool = True


def entered(rows: Iterable[Job], new: Job | None, pairs: Iterable[tuple[Job, Job]] = ()) -> list[Job]:
    """The live job rows, oldest first, as they are once a new one stands behind those of its day, and others are rewritten."""
    swapped = {order(old): made for old, made in pairs}
    kept = [swapped.get(order(row), row) for row in live(rows)]
    at = sum(row.effective_from <= new.effective_from for row in kept) if new is not None else 0
    return kept if new is None else [*kept[:at], new, *kept[at:]]


def held(rows: Sequence[Job]) -> dict[str, list[Span]]:
    """The positions someone holds by rows that count, oldest first, each with its spans of days."""
    out: dict[str, list[Span]] = {}
    for row, ends in zip(rows, [*(row.effective_from for row in rows[1:]), FOREVER], strict=False):
        if not row.position or row.status not in EMPLOYED or ends <= row.effective_from:
            continue
        spans = out.setdefault(row.position, [])
        joins = bool(spans) and spans[-1][1] == row.effective_from
        spans[-1:] = [(spans[-1][0], ends)] if joins else [*spans[-1:], (row.effective_from, ends)]
    return out


def taken(before: Sequence[Job], after: Sequence[Job]) -> tuple[Taken, ...]:
    """What someone holds by the second rows and did not by the first; both count, oldest first."""
    old = held(before)
    return tuple(
        Taken(number, begins, ends, begins == span[0])
        for number, spans in held(after).items()
        for span in spans
        for begins, ends in _without(span, old.get(number, ()))
    )


def _without(span: Span, others: Iterable[Span]) -> list[Span]:
    left = [span]
    for begins, ends in others:
        cut = [((first, min(last, begins)), (max(first, ends), last)) for first, last in left]
        left = [part for pair in cut for part in pair if part[0] < part[1]]
    return left


def unseated(
    history: Sequence[Position], holding: Iterable[Held], takers: Mapping[int, Sequence[Taken]], number: str
) -> dict[int, RuleBroken]:
    """Who of those that are to take a position (by id, with what they take of it) cannot, and why.

    `history` is what holds of the position, `holding` who holds it without them, on any day. Where too few seats are free
    on a day, nobody of those who would take one on that day can.
    """
    known, out = list(holding), dict[int, RuleBroken]()
    for day in _days(history, known, takers):
        new = {id_: piece for id_, pieces in takers.items() for piece in pieces if piece.begins <= day < piece.ends}
        there = {id_ for id_, begins, ends in known if begins <= day < ends} - new.keys()
        fresh = any(piece.fresh and piece.begins == day for piece in new.values())
        try:
            if new:
                check_seat(in_force(history, day), number, day, len(there), len(new), keeps=not fresh)
        except RuleBroken as problem:
            for id_ in new:
                out.setdefault(id_, problem)
    return out


def _days(history: Sequence[Position], known: Sequence[Held], takers: Mapping[int, Sequence[Taken]]) -> list[date]:
    """The days on which it may come to more holders, or to less of the position, while someone takes it."""
    days = {piece.begins for pieces in takers.values() for piece in pieces}
    first = min(days, default=FOREVER)
    days |= {begins for _, begins, _ in known if begins > first}
    return sorted(days | {row.effective_from for row in history if row.effective_from > first})


@dataclass(frozen=True, slots=True)
class Seeker:
    """Someone (by id) of a list by which positions are given: the job rows that count, oldest first, before, after it, and
    after it where they are not given the position."""

    key: int
    person: int
    before: Sequence[Job]
    after: Sequence[Job]
    without: Sequence[Job]


def without_seat(
    seekers: Sequence[Seeker], holding: Mapping[str, Sequence[Held]], histories: Mapping[str, Sequence[Position]]
) -> dict[int, RuleBroken]:
    """Who of a list cannot have the position asked for, by their keys, and why; those before in the list take seats first.

    `holding` says who holds each position before it, `histories` what holds of it. Seats that others of the list leave are
    free; who is refused keeps the one they had, so that it is looked at anew who may have that.
    """
    refused: dict[int, RuleBroken] = {}
    while True:
        count = len(refused)
        there = _kept(seekers, holding, refused)
        for seeker in seekers:
            problem = None if seeker.key in refused else _problem(seeker, there, histories)
            if problem is not None:
                refused[seeker.key] = problem
                if held(seeker.before):
                    break
        else:
            return refused
        if len(refused) == count:
            return refused


def _kept(
    seekers: Sequence[Seeker], holding: Mapping[str, Sequence[Held]], refused: Mapping[int, object]
) -> dict[str, list[Held]]:
    """Who holds each position whatever is given: those not in the list, and those of it who stay where they are."""
    listed = {seeker.person for seeker in seekers}
    there = {number: [each for each in some if each[0] not in listed] for number, some in holding.items()}
    for seeker in seekers:
        rows = seeker.without if seeker.key in refused else seeker.after
        new = taken(seeker.before, rows)
        for number, spans in held(rows).items():
            pieces = [piece for piece in new if piece.number == number]
            parts = [part for span in spans for part in _without(span, [(each.begins, each.ends) for each in pieces])]
            there.setdefault(number, []).extend((seeker.person, *part) for part in parts)
    return there


def _problem(
    seeker: Seeker, there: dict[str, list[Held]], histories: Mapping[str, Sequence[Position]]
) -> RuleBroken | None:
    """Why someone cannot have what they would hold anew; where they can, they hold it from then on."""
    new = [piece for piece in taken(seeker.before, seeker.after) if piece.number in histories]
    for piece in new:
        known = there.setdefault(piece.number, [])
        for problem in unseated(histories[piece.number], known, {seeker.person: [piece]}, piece.number).values():
            return problem
    for piece in new:
        there[piece.number].append((seeker.person, piece.begins, piece.ends))
    return None
