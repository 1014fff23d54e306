"""What contradicts interviews that are booked, once somebody is away, busy, gone, or asked more often than they may be."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hrtui.context import Context
from hrtui.dates import Period
from hrtui.interviews import scheduling
from hrtui.interviews.asking import Asked, part
from hrtui.interviews.conflicts import conflicts
from hrtui.interviews.model import Response
from hrtui.interviews.spans import minute_of
from hrtui.people.model import Termination
from hrtui.people.service import terminate
from tests.people import hire
from tests.recruiting import applied, opened

DAY = Period(date(2026, 12, 1), date(2026, 12, 1))
MONTH = Period(date(2026, 11, 23), date(2026, 12, 23))


def minute(text: str) -> int:
    return minute_of(datetime.fromisoformat(text).replace(tzinfo=UTC))


def booked(ctx: Context, who: str, last: str = "Ash", begins: str = "2026-12-01 15:00") -> str:
    _, application = applied(ctx, opened(ctx), last)
    return scheduling.schedule(ctx, application, Asked((part(f"60:{who}"),), DAY), minute(begins)).numbers[0]


def test_nothing_contradicts_an_interview_within_everyones_hours(ctx: Context) -> None:
    booked(ctx, hire(ctx, "Kim"))
    assert conflicts(ctx, MONTH) == {}


def test_who_leaves_before_an_interview_contradicts_it_unless_they_declined(ctx: Context) -> None:
    who = hire(ctx, "Kim")
    number = booked(ctx, who)
    terminate(ctx, who, Termination(date(2026, 11, 27), "moved away"))
    assert conflicts(ctx, MONTH) == {number: ("Kim, Ann is no longer here.",)}
    scheduling.respond(ctx, number, who, Response.DECLINED)
    assert conflicts(ctx, MONTH) == {}
