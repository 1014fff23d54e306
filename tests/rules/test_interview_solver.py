"""The solver of interviews against a search of everything, minute by minute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from hrtui.interviews.solver import solve, why_none
from hrtui.interviews.spans import DAY, Span, common, merged, widened, without
from hrtui.interviews.wishes import Anchor, Calendar, Session, Weights, Wish

WEIGHTS = Weights()
NAMES = ("ann", "bo", "cy", "di")
DAYS, GRID = 2, 30
MIDNIGHTS = tuple(day * DAY for day in range(DAYS + 1))
ENDS = DAYS * DAY


def span_lists(most: int = 4) -> st.SearchStrategy[list[Span]]:
    points = st.integers(0, ENDS // GRID).map(lambda each: each * GRID)
    off = st.sampled_from((0, 0, 5, 10))
    return st.lists(
        st.tuples(points, points, off).map(lambda each: (min(each[:2]) + each[2], max(each[:2]))), max_size=most
    ).map(merged)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    hours = tuple(
        merged((day * DAY + 8 * 60, day * DAY + draw(st.sampled_from((13, 17, 18))) * 60) for day in range(DAYS))
    )
    busy = draw(span_lists())
    booked = tuple((begins, min(ends, begins + 30)) for begins, ends in busy if draw(st.booleans()))
    mondays = draw(st.sampled_from(((0,), (0, DAY), (-DAY, 0, DAY))))
    return Calendar(
        tuple(without(hours, busy)), hours, booked, draw(st.integers(0, 3)), draw(st.integers(0, 4)), MIDNIGHTS, mondays
    )


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    everyone = tuple(draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True)))
    pool = tuple(draw(st.lists(st.sampled_from(NAMES), max_size=3, unique=True)))
    left = [name for name in pool if name not in everyone]
    some = draw(st.integers(0, len(left)))
    if not everyone and not some:
        everyone = ("ann",)
    rooms = draw(st.sampled_from(((), ("red",), ("red", "blue"))))
    return Session(draw(st.sampled_from((30, 45, 60))), everyone, pool, some, rooms)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Wish, dict[str, Calendar], dict[str, Calendar]]:
    wish = Wish(
        tuple(draw(st.lists(sessions(), min_size=1, max_size=3))),
        tuple(draw(st.one_of(st.just([(0, ENDS)]), span_lists()))),
        draw(st.sampled_from((0, 9 * 60 + 7, DAY))),
        MIDNIGHTS,
        draw(st.sampled_from((0, 15))),
        draw(st.sampled_from((30, 60))),
        GRID,
    )
    people = {name: draw(calendars()) for name in NAMES}
    return wish, people, {name: draw(calendars()) for name in ("red", "blue")}


def inside(spans: Sequence[Span], begins: int, ends: int) -> Span | None:
    return next((each for each in spans if each[0] <= begins and ends <= each[1]), None)


def starts_of(wish: Wish, before: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """All starts of all sessions that keep the order, the pauses, the day, the windows and the grid."""
    at = len(before)
    if at == len(wish.sessions):
        yield before
        return
    for begins in range(0, ENDS, wish.grid):
        if not inside(wish.windows, begins, begins + wish.sessions[at].minutes) or begins < wish.now:
            continue
        if before:
            gap = begins - before[-1] - wish.sessions[at - 1].minutes
            if not wish.pause <= gap <= wish.longest_pause or begins // DAY != before[0] // DAY:
                continue
        yield from starts_of(wish, (*before, begins))


def cost_of(
    wish: Wish,
    people: Mapping[str, Calendar],
    rooms: Mapping[str, Calendar],
    starts: tuple[int, ...],
    anchor: Anchor | None,
) -> int | None:
    """What the cheapest people for these starts cost; None where nobody can."""
    shared = 0 if anchor else (starts[0] - wish.now) * WEIGHTS.wait // DAY
    options: list[list[tuple[int, tuple[str, ...]]]] = []
    for at, (begins, session) in enumerate(zip(starts, wish.sessions, strict=True)):
        ends = begins + session.minutes
        if at:
            before = starts[at - 1] + wish.sessions[at - 1].minutes
            shared += (begins - before - wish.pause) // 15 * WEIGHTS.pause
        if anchor:
            shared += abs(begins - anchor.begins[at]) * WEIGHTS.shift // 60
        if session.rooms and not any(inside(rooms[name].free, begins, ends) for name in session.rooms):
            return None
        own = []
        for some in combinations([each for each in session.pool if each not in session.everyone], session.some):
            names = (*session.everyone, *some)
            if all(inside(people[name].free, begins, ends) for name in names):
                own.append((sum(person_cost(people[name], begins, ends, name, at, anchor) for name in names), names))
        options.append(own)
    costs = []
    for chosen in product(*options):
        if bearable(people, starts, [names for _, names in chosen]):
            costs.append(sum(cost for cost, _ in chosen))
    return shared + min(costs) if costs else None


def person_cost(held: Calendar, begins: int, ends: int, name: str, at: int, anchor: Anchor | None) -> int:
    cost = 0
    day, free = inside(held.hours, begins, ends), inside(held.free, begins, ends)
    assert day and free
    cost += WEIGHTS.edge * sum((begins - day[0] < 60, day[1] - ends < 60))
    gaps = (begins - free[0], free[1] - ends)
    cost += WEIGHTS.cut if all(gaps) else 0
    cost += WEIGHTS.scrap * sum(0 < gap < 30 for gap in gaps)
    cost += WEIGHTS.load * len(that_week(held, begins))
    if anchor and name not in anchor.people[at]:
        cost += WEIGHTS.other
    return cost


def bearable(people: Mapping[str, Calendar], starts: Sequence[int], chosen: Sequence[tuple[str, ...]]) -> bool:
    times = Counter(name for names in chosen for name in names)
    day = starts[0] // DAY
    for name, count in times.items():
        held = people[name]
        if held.most_a_day and sum(each[0] // DAY == day for each in held.booked) + count > held.most_a_day:
            return False
        if held.most_a_week and len(that_week(held, starts[0])) + count > held.most_a_week:
            return False
    return True


def that_week(held: Calendar, begins: int) -> list[Span]:
    """The interviews somebody has in the week of a minute, which begins at the last of its mondays."""
    monday = max(each for each in held.mondays if each <= begins)
    after = min((each for each in held.mondays if each > begins), default=1 << 60)
    return [each for each in held.booked if monday <= each[0] < after]


@settings(max_examples=150, deadline=None)
@given(questions(), st.integers(1, 5), st.booleans(), st.data())
def test_the_best_slots_are_those_that_a_search_of_everything_finds(
    question: tuple[Wish, dict[str, Calendar], dict[str, Calendar]], most: int, moved: bool, data: st.DataObject
) -> None:
    wish, people, rooms = question
    anchor = None
    if moved:
        begins = tuple(data.draw(st.integers(0, ENDS // GRID)) * GRID for _ in wish.sessions)
        anchor = Anchor(begins, tuple(frozenset(each.everyone[:1]) for each in wish.sessions))
    naive = []
    for starts in starts_of(wish):
        cost = cost_of(wish, people, rooms, starts, anchor)
        if cost is not None:
            naive.append((cost, starts))
    found = solve(wish, people, rooms, WEIGHTS, most, anchor)
    assert [(each.cost, tuple(one.begins for one in each.placed)) for each in found] == sorted(naive)[:most]
    of_each_begin = {starts[0]: (cost, starts) for cost, starts in sorted(naive, reverse=True)}
    apart = solve(wish, people, rooms, WEIGHTS, most, anchor, apart=True)
    assert [(each.cost, tuple(one.begins for one in each.placed)) for each in apart] == sorted(of_each_begin.values())[
        :most
    ]
    for proposal in found:
        assert proposal.cost == sum(proposal.points.values())
        for placed, session in zip(proposal.placed, wish.sessions, strict=True):
            assert placed.ends - placed.begins == session.minutes
            assert (
                set(session.everyone) <= set(placed.people)
                and len(placed.people) == len(session.everyone) + session.some
            )
            assert all(inside(people[name].free, placed.begins, placed.ends) for name in placed.people)
            assert (not session.rooms and not placed.room) or inside(
                rooms[placed.room].free, placed.begins, placed.ends
            )


@settings(max_examples=60, deadline=None)
@given(questions())
def test_what_stands_in_the_way_is_what_gives_slots_when_it_is_taken_away(
    question: tuple[Wish, dict[str, Calendar], dict[str, Calendar]],
) -> None:
    wish, people, rooms = question
    if solve(wish, people, rooms):
        return
    whole = ((0, ENDS + DAY),)
    for block in why_none(wish, people, rooms):
        if block.whose in people:
            held = people[block.whose]
            freed = people | {block.whose: Calendar(whole, whole, midnights=held.midnights, mondays=held.mondays)}
            assert solve(wish, freed, rooms)


def test_the_sooner_of_two_equal_slots_is_the_better() -> None:
    hours = ((600, 900),)
    wish = Wish((Session(60, ("ann",)),), ((0, DAY),), 0, MIDNIGHTS)
    found = solve(
        wish, {"ann": Calendar(hours, hours, midnights=MIDNIGHTS)}, {}, Weights(wait=0, edge=0, cut=0, scrap=0)
    )
    assert [each.placed[0].begins for each in found] == list(range(600, 750, 15))


def test_nobody_is_asked_more_often_a_day_than_they_bear_though_another_of_the_pool_costs_more() -> None:
    free = ((600, 720),)
    people = {
        "ann": Calendar(free, free, most_a_day=1, midnights=MIDNIGHTS, mondays=(0,)),
        "bo": Calendar(free, free, ((-600, -570), (-500, -470)), midnights=(0, DAY), mondays=(-7 * DAY,)),
    }
    session = Session(60, (), ("ann", "bo"), 1)
    found = solve(Wish((session, session), ((0, DAY),), 0, MIDNIGHTS, 0, 0), people, {}, most=1)
    assert sorted(name for placed in found[0].placed for name in placed.people) == ["ann", "bo"]


def test_a_week_that_is_full_is_left_for_the_next_one_though_that_is_later() -> None:
    week = 7 * DAY
    free = ((600, 720), (week + 600, week + 720))
    borders = tuple(day * DAY for day in range(15))
    ann = Calendar(free, free, ((600, 630),), most_a_week=1, midnights=borders, mondays=(0, week))
    found = solve(Wish((Session(60, ("ann",)),), ((0, 2 * week),), 0, borders), {"ann": ann}, {}, most=1)
    assert found[0].placed[0].begins == week + 600


@given(span_lists(8), span_lists(8))
def test_spans_are_what_their_minutes_are(spans: list[Span], taken: list[Span]) -> None:
    def minutes(some: Sequence[Span]) -> set[int]:
        return {minute for begins, ends in some for minute in range(begins, ends, 5)}

    assert minutes(without(spans, taken)) == minutes(spans) - minutes(taken)
    assert minutes(common(spans, taken)) == minutes(spans) & minutes(taken)
    assert minutes(merged([*spans, *taken])) == minutes(spans) | minutes(taken)
    assert widened(spans, 0) == spans
