"""The calendar of interviews, with sixty in the week among two thousand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

from data import interviews as rows
from data.recruiting import applications
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.bootstrap import open_context
from hrtui.context import Context
from hrtui.interviews.model import Interview, Member
from hrtui.interviews.spans import minute_of
from hrtui.people.service import directory_ids, directory_page
from hrtui.recruiting.gathering import WORK
from hrtui.recruiting.model import ApplicationState
from tests.bench.board import requisition_of
from tests.bench.model import Bench, Measure
from tests.bench.rounds import measured, rounds
from tests.bench.terminal import Keystroke

INTERVIEWS, A_WEEK, APPLICANTS, PANELS = 2_000, 60, 200, 8
LENGTHS = (30, 45, 60)
TURNS = 12


def calendar(bench: Bench) -> list[Measure]:
    """Keys in the week: over interviews and free times, the week behind and before, the other views."""
    _filled(bench)
    moves, turns, days, months = rounds(lambda: _round(bench))
    return [
        measured("cursor move in a week of 60 interviews", moves, 10, 450),
        measured("the week behind or before", turns, 25, 6_000),
        measured("from the week to the day and back", days, 120, 12_000),
        measured("from the week to the month and back", months, 120, 12_000),
    ]


def _round(bench: Bench) -> tuple[list[Keystroke], ...]:
    terminal = bench.hrtui("interviews")
    try:
        terminal.wait_for(r"\d interviews")
        terminal.quiet(0.6)
        terminal.measure("1")
        terminal.measure("home")
        for key in ("left", "left", "down", "right", "left", "up"):
            terminal.measure(key)
        terminal.reach("/", r"/")
        terminal.measure("esc")
        for _ in range(18):
            terminal.measure("down")
        moves = [terminal.measure(key) for key in ("down", "right", "up", "right", "down", "left", "up", "left") * 12]
        turns = [terminal.measure(key) for key in (*["pgdn"] * TURNS, *["pgup"] * TURNS) * 2]
        days = [terminal.measure(key) for key in ("2", "1") * 10]
        months = [terminal.measure(key) for key in ("3", "1") * 10]
    finally:
        terminal.close()
    return moves, turns, days, months


def _filled(bench: Bench) -> None:
    """Book the interviews around this week where the company has not got them."""
    ctx = open_context(bench.config)
    try:
        wanted = requisition_of(ctx, "Interviewed", APPLICANTS, APPLICANTS)
        some = map(applications.of_row, applications.on_board(wanted.id, [ApplicationState.ACTIVE]))
        if not rows.numbered("INT-00001"):
            _book(ctx, [(each.id, each.candidate) for each in some])
    finally:
        ctx.store.close()


def _book(ctx: Context, some: list[tuple[int, int]]) -> None:
    lines = [line for line in directory_page(ctx, directory_ids(ctx, "", limit=PANELS * 4)) if line is not None]
    people = {line.number: line.id for line in lines[: PANELS * 2]}
    today = ctx.clock.today()
    with ctx.store.write():
        entered = writing.begin(ctx, WORK, "measured")
        made = list(_interviews(ctx, some, list(people)))
        rows.add_many(made, people, today, entered)
        rows.book(rows.ids([each.number for each in made]).values())
        writing.note(entered, WORK, "measured", [Change("interviews", "", str(len(made)))])


def _interviews(ctx: Context, some: list[tuple[int, int]], people: list[str]) -> Iterator[Interview]:
    """So many a week before and after this one: on five days at eight hours, two panels at some."""
    numbers, zone = rows.next_numbers(INTERVIEWS), ZoneInfo(ctx.config.company.time_zone)
    today, weeks = ctx.clock.today(), INTERVIEWS // A_WEEK + 1
    monday = today - timedelta(days=today.weekday(), weeks=weeks // 2)
    for at, number in enumerate(numbers):
        week, place = divmod(at, A_WEEK)
        panel, hour, day = place // 40, place // 5 % 8, place % 5
        begins = minute_of(datetime.combine(monday + timedelta(days=day, weeks=week), clock(9 + hour), zone))
        application, candidate = some[at % len(some)]
        first = (panel + at % 4 * 2) % PANELS * 2
        members = tuple(Member(each) for each in people[first : first + 2])
        yield Interview(
            number, f"{number}@measured", application, begins, begins + LENGTHS[at % 3], zone.key, loop=number, panel=members,
            candidate=candidate,
        )  # fmt: skip
