"""Two people entering hours and one-time pay for one run: who comes second is told, entry by entry, and chooses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from hrtui.audit import service as trail
from hrtui.context import Actor, Context, FixedClock
from hrtui.errors import Clash, Conflict
from hrtui.payroll.entered import Entered
from hrtui.payroll.grid.model import GridLine
from hrtui.payroll.runs import keying, service
from hrtui.payroll.runs.service import InputLine
from tests.conftest import INSTANT, all_grants
from tests.people import hire


@pytest.fixture
def run(ctx: Context) -> str:
    """A draft with Ann 101 and Bob 102 in it."""
    for number, first in (("101", "Ann"), ("102", "Bob")):
        hire(ctx, "Kim", first=first, number=number, pay_group="main")
    return service.open_run(ctx).number


@pytest.fixture
def maya(ctx: Context) -> Context:
    """Another clerk, an hour later."""
    clock = FixedClock(INSTANT + timedelta(hours=1), "America/New_York")
    return replace(ctx, actor=Actor("maya", ("all",), all_grants()), clock=clock)


def bonus(number: str, cents: int | None) -> InputLine:
    return InputLine(number, Entered("bonus", cents=cents))


def held(ctx: Context, run: str) -> dict[tuple[str, int | None], str]:
    found = service.entered_for(ctx, run)
    return {(each.entered.code, each.entered.cents): each.by for all_ in found.values() for each in all_}


def keyed(ctx: Context, run: str, cents: int) -> Callable[[int | None], int]:
    """Someone who has read the grid and keys a bonus for Ann; saves it when told to."""
    sheet = keying.key_sheet(ctx, run)
    ann = next(each.id for each in sheet.people if each.number == "101")
    return lambda seen: keying.save_batch(ctx, sheet, [GridLine(ann, "bonus", cents)], "B", seen)


def test_the_second_batch_is_refused_with_whose_pay_what_who_and_when(ctx: Context, maya: Context, run: str) -> None:
    mine = keyed(ctx, run, 300_00)
    keyed(maya, run, 500_00)(None)
    with pytest.raises(Conflict) as met:
        mine(None)
    assert met.value.clashes == (Clash("bonus", "300.00", "500.00", "", "maya", "101", INSTANT + timedelta(hours=1)),)
    assert "Ann Kim (101) bonus: 500.00 by maya at 2026-11-23 11:00; yours 300.00" in str(met.value)
    assert held(ctx, run) == {("bonus", 500_00): "maya"}


def test_told_of_theirs_the_second_enters_over_it_and_the_trail_has_both(ctx: Context, maya: Context, run: str) -> None:
    mine = keyed(ctx, run, 300_00)
    keyed(maya, run, 500_00)(None)
    with pytest.raises(Conflict) as met:
        mine(None)
    assert mine(met.value.newest) == 1
    assert held(ctx, run) == {("bonus", 300_00): "alice"}
    changes = [change for each in trail.log(ctx, 9) for change in each.entry.changes if change.field == "input.bonus"]
    assert [(each.before, each.after) for each in changes] == [("500.00", "300.00"), ("", "500.00")]


def test_the_same_figure_keyed_twice_is_no_conflict(ctx: Context, maya: Context, run: str) -> None:
    mine = keyed(ctx, run, 500_00)
    keyed(maya, run, 500_00)(None)
    assert mine(None) == 0


def test_what_another_entered_for_someone_else_is_no_conflict(ctx: Context, maya: Context, run: str) -> None:
    mine = keyed(ctx, run, 500_00)
    service.enter(maya, run, [bonus("102", 100_00), InputLine("101", Entered("hourly", hours=Decimal(80)))])
    assert mine(None) == 1


def test_an_entry_taken_out_meanwhile_is_told_too(ctx: Context, maya: Context, run: str) -> None:
    service.enter(ctx, run, [bonus("101", 200_00)])
    mine = keyed(ctx, run, 300_00)
    service.enter(maya, run, [bonus("101", None)], over=True)
    with pytest.raises(Conflict, match=r"bonus: taken out by maya at .*, before 200.00; yours 300.00"):
        mine(None)


def test_an_entry_undone_meanwhile_is_told_too(ctx: Context, maya: Context, run: str) -> None:
    service.enter(maya, run, [bonus("101", 200_00)])
    mine = keyed(ctx, run, 300_00)
    trail.undo(maya)
    with pytest.raises(Conflict, match="bonus: taken out by maya"):
        mine(None)


def test_changed_and_changed_back_is_no_conflict(ctx: Context, maya: Context, run: str) -> None:
    service.enter(ctx, run, [bonus("101", 200_00)])
    mine = keyed(ctx, run, 300_00)
    service.enter(maya, run, [bonus("101", 900_00)], over=True)
    trail.undo(maya)
    assert mine(None) == 1


def test_without_a_moment_known_what_others_entered_is_not_entered_over_and_ones_own_is(
    ctx: Context, maya: Context, run: str
) -> None:
    service.enter(maya, run, [bonus("101", 200_00)])
    assert service.enter(maya, run, [bonus("101", 250_00)]) == 1
    with pytest.raises(Conflict, match="250.00 by maya"):
        service.enter(ctx, run, [bonus("102", 1_00), bonus("101", 300_00)])
    assert held(ctx, run) == {("bonus", 250_00): "maya"}
    assert service.enter(ctx, run, [bonus("101", 300_00)], over=True) == 1


def test_many_clashes_are_named_five_at_a_time_and_all_kept_with_the_error(
    ctx: Context, maya: Context, run: str
) -> None:
    for at in range(200, 210):
        hire(ctx, "Lee", number=str(at), pay_group="main")
    service.enter(maya, run, [bonus(str(at), 1_00) for at in range(200, 210)])
    with pytest.raises(Conflict, match="and 5 more") as met:
        service.enter(ctx, run, [bonus(str(at), 2_00) for at in range(200, 210)])
    assert [each.about for each in met.value.clashes] == [str(at) for at in range(200, 210)]
