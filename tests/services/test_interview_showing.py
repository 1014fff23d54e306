"""What a calendar of interviews shows: what contradicts them, and when interviewers can be asked, as far as a role sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hrtui.access.model import Grant
from hrtui.context import Actor, Context
from hrtui.dates import Period
from hrtui.errors import NotAllowed
from hrtui.interviews import interviewers, scheduling
from hrtui.interviews.asking import Asked, clock, part
from hrtui.interviews.availability import Availability, Away
from hrtui.interviews.showing import availabilities, own_zone, shown
from tests.conftest import all_grants
from tests.people import hire, statements
from tests.recruiting import applied, opened

TUESDAY, WEEK = date(2026, 12, 1), Period(date(2026, 11, 30), date(2026, 12, 4))


def booked(ctx: Context, application: str, who: str, hours: str) -> str:
    asked = Asked((part(f"45:{who}"),), Period(TUESDAY, TUESDAY), candidate=clock(hours))
    return scheduling.schedule(ctx, application, asked).numbers[0]


def test_what_contradicts_an_interview_is_told_with_whose_it_is(ctx: Context) -> None:
    kim, number = hire(ctx, "Kim"), opened(ctx)
    first = booked(ctx, applied(ctx, number, "Ash")[1], kim, "10:00-11:00")
    assert dict(shown(ctx, WEEK).troubles) == {}
    interviewers.add_absence(ctx, kim, TUESDAY, TUESDAY, "Fair")
    found = shown(ctx, WEEK)
    assert [each.name for each in found.lines] == ["Ash"]
    assert list(found.troubles) == [first]
    assert "is absent" in found.troubles[first][0]


def test_the_statements_do_not_grow_with_the_interviews(ctx: Context) -> None:
    kim, lee, number = hire(ctx, "Kim"), hire(ctx, "Lee"), opened(ctx)
    booked(ctx, applied(ctx, number, "Ash")[1], kim, "9:00-10:00")

    def counted() -> int:
        with statements() as seen:
            shown(ctx, WEEK)
            availabilities(ctx, [kim, lee], TUESDAY, TUESDAY)
        return len(seen)

    few = counted()
    for at, who in enumerate((lee, kim, lee, kim)):
        booked(ctx, applied(ctx, number, f"Bea{at}")[1], who, f"{10 + at}:00-{11 + at}:00")
    assert counted() == few


def test_when_interviewers_can_be_asked_is_told_of_those_whom_the_role_sees(ctx: Context) -> None:
    kim = hire(ctx, "Kim")
    interviewers.add_absence(ctx, kim, TUESDAY, TUESDAY)
    found = availabilities(ctx, [kim, "9999"], TUESDAY, TUESDAY)
    assert list(found) == [kim]
    assert [why for _, why in found[kim].away] == [Away.ABSENT]
    blind = replace(ctx, actor=Actor("eve", ("none",), (Grant("recruiting.read"),)))
    assert availabilities(blind, [kim], TUESDAY, TUESDAY) == {}
    with pytest.raises(NotAllowed):
        availabilities(replace(ctx, actor=Actor("eve")), [kim], TUESDAY, TUESDAY)


def test_the_own_zone_is_that_of_who_acts(ctx: Context) -> None:
    kim = hire(ctx, "Kim")
    assert own_zone(ctx) == ""
    asking = replace(ctx, actor=Actor("kim", ("everything",), all_grants(), kim))
    assert own_zone(asking) == ctx.config.company.time_zone
    interviewers.set_availability(ctx, kim, Availability(zone="Europe/London"))
    assert own_zone(asking) == "Europe/London"
