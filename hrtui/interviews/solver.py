"""The solver: the best slots for sessions of an interview among calendars, exactly as a search of everything would find them; pure.

Where somebody can begin is a whole number with a bit for each start on the grid, so that a panel is an `&`. Starts are gone through
in order with what the best slots cost so far as the bound; who of a pool comes is decided at each start by cost.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from itertools import combinations
from operator import and_, or_

from hrtui.interviews.spans import DAY, Span
from hrtui.interviews.wishes import Anchor, Block, Calendar, Placed, Proposal, Session, Weights, Wish

HOUR, QUARTER, SCRAP = 60, 15, 30
WEIGHTS = Weights()
Points = tuple[tuple[str, int], ...]
Choice = tuple[int, tuple[str, ...], Points]
"""What a choice of people costs at a start, who they are, and the points by what is bad."""
Calendars = Mapping[str, Calendar]
Kept = tuple[int, tuple[int, ...], Proposal]
"""What a slot costs, when its sessions begin, and the slot."""


def solve(
    wish: Wish, people: Calendars, rooms: Calendars, weights: Weights = WEIGHTS, most: int = 10, anchor: Anchor | None = None,
    apart: bool = False,
) -> list[Proposal]:  # fmt: skip
    """The best slots, best first: no two have all sessions at the same times, and of those that cost the same the sooner is the better.
    With `apart` no two begin alike either: of the slots of a loop that do, differing in pauses alone, the best."""
    return _Search(wish, people, rooms, weights, most, anchor, apart).found()


def why_none(wish: Wish, people: Calendars, rooms: Calendars) -> list[Block]:
    """What stands in the way where there is no slot: each calendar without which there would be some, most first."""
    ends = max((end for _, end in wish.windows), default=wish.now) + DAY
    whole = ((wish.now, ends),)
    out = []
    for whose, held in {**people, **rooms}.items():
        open_ = Calendar(whole, whole, midnights=held.midnights, mondays=held.mondays)
        freed = {name: open_ if name == whose else each for name, each in people.items()}
        freed_rooms = {name: open_ if name == whose else each for name, each in rooms.items()}
        out.append((whose, _Search(wish, freed, freed_rooms, WEIGHTS, 1, None)))
    unlimited = {name: _unlimited(each) for name, each in people.items()}
    out.append(("most", _Search(wish, unlimited, rooms, WEIGHTS, 1, None)))
    days = [(begins // DAY * DAY, (ends // DAY + 1) * DAY) for begins, ends in wish.windows]
    wider = Wish(wish.sessions, tuple(days), wish.now, wish.midnights, wish.pause, wish.longest_pause, wish.grid)
    out.append(("windows", _Search(wider, people, rooms, WEIGHTS, 1, None)))
    blocks = [Block(whose, count, first) for whose, search in out for count, first in [search.count()] if count]
    return sorted(blocks, key=lambda each: (-each.found, each.first))


def _unlimited(held: Calendar) -> Calendar:
    return Calendar(held.free, held.hours, midnights=held.midnights, mondays=held.mondays)


class _Search:
    """One question: where each session can begin, and what each start costs."""

    def __init__(
        self, wish: Wish, people: Calendars, rooms: Calendars, weights: Weights, most: int, anchor: Anchor | None,
        apart: bool = False,
    ) -> None:  # fmt: skip
        self.wish, self.people, self.rooms, self.weights, self.most, self.anchor = (
            wish,
            people,
            rooms,
            weights,
            most,
            anchor,
        )
        windows = [(max(begins, wish.now), ends) for begins, ends in wish.windows]
        self.windows = [each for each in windows if each[0] < each[1]]
        self.origin = min((begins for begins, _ in self.windows), default=0) // wish.grid * wish.grid
        self.starts = [self._starts(session) for session in wish.sessions]
        if wish.begins is not None:
            at, left = divmod(wish.begins - self.origin, wish.grid)
            self.starts[0] &= 1 << at if at >= 0 and not left else 0
        self.best: list[Kept] = []
        self.apart = apart
        self.own: Kept | None = None
        self.choices = [lru_cache(maxsize=None)(self._chooser(at)) for at in range(len(wish.sessions))]

    # -- where a session can begin

    def _begins(self, spans: Sequence[Span], minutes: int) -> int:
        """A bit for each start from which so many minutes lie within one of the spans."""
        grid, origin, bits = self.wish.grid, self.origin, 0
        for begins, ends in spans:
            first, last = -((origin - begins) // grid), (ends - minutes - origin) // grid
            if last >= max(first, 0):
                first = max(first, 0)
                bits |= ((1 << (last - first + 1)) - 1) << first
        return bits

    def _starts(self, session: Session) -> int:
        """The starts at which everyone, as many of the pool as are asked for, and a room are free."""
        minutes = session.minutes
        bits = self._begins(self.windows, minutes)
        for name in session.everyone:
            bits &= self._begins(self.people[name].free, minutes)
        if session.rooms:
            bits &= reduce(or_, (self._begins(self.rooms[name].free, minutes) for name in session.rooms))
        if session.some:
            bits &= _at_least([self._begins(self.people[name].free, minutes) for name in _pool(session)], session.some)
        return bits

    # -- what a start costs

    def _chooser(self, at: int) -> Callable[[int], list[Choice]]:
        session = self.wish.sessions[at]
        was = self.anchor.people[at] if self.anchor else None

        def choices(begins: int) -> list[Choice]:
            """Who may come at a start, the cheapest first; those of one cost in the order of the pool."""
            ends = begins + session.minutes
            fixed = [self._person(name, begins, ends, was) for name in session.everyone]
            if not session.some:
                return [_chosen(session.everyone, fixed)]
            free = [name for name in _pool(session) if self._free(name, begins, ends)]
            costs = {name: self._person(name, begins, ends, was) for name in free}
            found = [
                _chosen((*session.everyone, *some), [*fixed, *(costs[name] for name in some)])
                for some in combinations(free, session.some)
            ]
            return sorted(found, key=lambda each: each[0])

        return choices

    def _free(self, name: str, begins: int, ends: int) -> bool:
        return _around(self.people[name].free, begins, ends) is not None

    def _person(self, name: str, begins: int, ends: int, was: frozenset[str] | None) -> Points:
        held, weights = self.people[name], self.weights
        out: list[tuple[str, int]] = []
        day = _around(held.hours, begins, ends)
        if day is not None:
            edges = (begins - day[0] < HOUR) + (day[1] - ends < HOUR)
            out += [("edge", edges * weights.edge)] if edges else []
        free = _around(held.free, begins, ends)
        if free is not None:
            before, after = begins - free[0], free[1] - ends
            out += [("cut", weights.cut)] if before and after else []
            scraps = (0 < before < SCRAP) + (0 < after < SCRAP)
            out += [("scrap", scraps * weights.scrap)] if scraps else []
        if held.booked:
            load = _within(held.booked, held.mondays, bisect_right(held.mondays, begins))
            out += [("load", load * weights.load)] if load else []
        if was is not None and name not in was:
            out.append(("other", weights.other))
        return tuple(out)

    def _wait(self, begins: int) -> int:
        return (begins - self.wish.now) * self.weights.wait // DAY

    def _shift(self, at: int, begins: int) -> int:
        if self.anchor is None:
            return 0
        return abs(begins - self.anchor.begins[at]) * self.weights.shift // HOUR

    # -- the search

    def found(self) -> list[Proposal]:
        for begins in self._from(0, 0, None):
            wait = 0 if self.anchor else self._wait(begins)
            self.own = None
            if self._worse(wait):
                break
            self._extend(0, begins, wait, ())
        return [proposal for _, _, proposal in self.best]

    def count(self) -> tuple[int, int]:
        """At how many minutes a slot begins, and the first of them."""
        found = [begins for begins in self._from(0, 0, None) if self._goes_on((begins,))]
        return len(found), found[0] if found else 0

    def _goes_on(self, starts: tuple[int, ...]) -> bool:
        at = len(starts)
        if at == len(self.wish.sessions):
            return self._together(starts) is not None
        ends = starts[-1] + self.wish.sessions[at - 1].minutes
        return any(self._goes_on((*starts, later)) for later in self._after(at, starts[-1], ends))

    def _from(self, at: int, first: int, last: int | None) -> Iterator[int]:
        """The starts of a session from a minute to another, in order."""
        grid = self.wish.grid
        low = max(0, -((self.origin - first) // grid))
        bits = self.starts[at] >> low
        if last is not None:
            high = (last - self.origin) // grid - low + 1
            bits = bits & ((1 << high) - 1) if high > 0 else 0
        while bits:
            lowest = bits & -bits
            yield self.origin + (low + lowest.bit_length() - 1) * grid
            bits ^= lowest

    def _after(self, at: int, begins: int, ends: int) -> Iterator[int]:
        """The starts of a session after the one before, on its day."""
        day = bisect_right(self.wish.midnights, begins)
        for later in self._from(at, ends + self.wish.pause, ends + self.wish.longest_pause):
            if bisect_right(self.wish.midnights, later) == day:
                yield later

    def _worse(self, cost: int) -> bool:
        """Whether what costs so much and begins later than all so far is not among the best any more."""
        if self.own is not None and cost >= self.own[0]:
            return True
        return len(self.best) == self.most and cost >= self.best[-1][0]

    def _extend(self, at: int, begins: int, cost: int, before: tuple[int, ...]) -> None:
        cost += self._shift(at, begins) + self.choices[at](begins)[0][0]
        if self._worse(cost):
            return
        starts = (*before, begins)
        if at + 1 == len(self.wish.sessions):
            self._keep(starts)
            return
        ends = begins + self.wish.sessions[at].minutes
        for later in self._after(at + 1, begins, ends):
            idle = (later - ends - self.wish.pause) // QUARTER * self.weights.pause
            self._extend(at + 1, later, cost + idle, starts)

    def _keep(self, starts: tuple[int, ...]) -> None:
        """Take a slot among the best, with those who cost least of all who may come together."""
        chosen = self._together(starts)
        if chosen is None:
            return
        points: Counter[str] = Counter()
        for _, _, own in chosen:
            for what, count in own:
                points[what] += count
        points["wait"] = 0 if self.anchor else self._wait(starts[0])
        points["shift"] = sum(self._shift(at, begins) for at, begins in enumerate(starts))
        ends = [begins + session.minutes for begins, session in zip(starts, self.wish.sessions, strict=True)]
        idle = (begins - end - self.wish.pause for begins, end in zip(starts[1:], ends, strict=False))
        points["pause"] = sum(each // QUARTER * self.weights.pause for each in idle)
        cost = points.total()
        if self._worse(cost):
            return
        placed = tuple(
            Placed(begins, end, people, self._room(session, begins, end))
            for session, begins, end, (_, people, _) in zip(self.wish.sessions, starts, ends, chosen, strict=True)
        )
        kept = (cost, starts, Proposal(placed, cost, {k: v for k, v in points.items() if v}))
        if self.own is not None:
            self.best.remove(self.own)
        self.own = kept if self.apart else None
        insort(self.best, kept, key=lambda each: each[:2])
        del self.best[self.most :]

    def _room(self, session: Session, begins: int, ends: int) -> str:
        """The first of the rooms that is free."""
        return next((name for name in session.rooms if _around(self.rooms[name].free, begins, ends)), "")

    def _together(self, starts: tuple[int, ...]) -> list[Choice] | None:
        """The cheapest choice for each session with which nobody has more than their most a day and a week; None for none."""
        cheapest = [self.choices[at](begins)[0] for at, begins in enumerate(starts)]
        if self._bearable(starts, cheapest):
            return cheapest
        best: tuple[int, list[Choice]] | None = None

        def go_on(at: int, cost: int, chosen: list[Choice]) -> None:
            nonlocal best
            if best is not None and cost >= best[0]:
                return
            if at == len(starts):
                best = (cost, chosen)
                return
            for each in self.choices[at](starts[at]):
                if self._bearable(starts[: at + 1], [*chosen, each]):
                    go_on(at + 1, cost + each[0], [*chosen, each])

        go_on(0, 0, [])
        return best[1] if best else None

    def _bearable(self, starts: Sequence[int], chosen: Sequence[Choice]) -> bool:
        """Whether nobody has more interviews a day or a week than they may."""
        for most, borders in (("most_a_day", "midnights"), ("most_a_week", "mondays")):
            times: Counter[tuple[str, int]] = Counter()
            for begins, (_, names, _) in zip(starts, chosen, strict=False):
                times.update((name, bisect_right(getattr(self.people[name], borders), begins)) for name in names)
            for (name, place), count in times.items():
                held = self.people[name]
                bearable = getattr(held, most)
                if bearable and _within(held.booked, getattr(held, borders), place) + count > bearable:
                    return False
        return True


def _pool(session: Session) -> list[str]:
    return [name for name in session.pool if name not in session.everyone]


def _chosen(names: tuple[str, ...], points: Sequence[Points]) -> Choice:
    own = tuple(each for some in points for each in some)
    return sum(count for _, count in own), names, own


def _around(spans: Sequence[Span], begins: int, ends: int) -> Span | None:
    """The span within which something lies; None where there is none."""
    at = bisect_right(spans, (begins, 1 << 60)) - 1
    return spans[at] if at >= 0 and spans[at][1] >= ends else None


def _within(booked: Sequence[Span], borders: Sequence[int], place: int) -> int:
    """How many begin before a border of that place, and not before the one ahead of it."""
    return sum(bisect_right(borders, begins) == place for begins, _ in booked)


def _at_least(masks: Sequence[int], count: int) -> int:
    """The bits that at least so many of the masks have."""
    reached = [~0] + [0] * count
    for mask in masks:
        for at in range(count, 0, -1):
            reached[at] |= and_(reached[at - 1], mask)
    return reached[count]
