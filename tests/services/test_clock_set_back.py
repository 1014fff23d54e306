"""A machine whose clock is set back: what is entered then stands after what was entered before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from data import audit
from data.base import database
from data.invariants import INVARIANTS
from hrtui.audit import service as trail
from hrtui.audit import writing
from hrtui.context import Context, FixedClock
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import PayChange
from tests.conftest import INSTANT
from tests.people import START, hire


def broken() -> list[str]:
    """The invariants that do not hold."""
    return [check.__name__ for check in INVARIANTS if check(database)]


def test_a_change_of_what_was_entered_later_by_the_clock_breaks_nothing(ctx: Context) -> None:
    number = hire(ctx)
    back = replace(ctx, clock=FixedClock(INSTANT - timedelta(hours=3)))
    service.correct(back, number, PayChange(START, rate=Money(9_000_000)))
    assert broken() == []
    assert trail.undo(back).sentence
    assert broken() == []


def test_a_command_is_never_older_than_the_one_before_it(ctx: Context) -> None:
    later = ctx.clock.now() + timedelta(days=1)
    with ctx.store.write():
        audit.begin(later, "alice", "people.hire", "1")
        assert writing.begin(ctx, "people.hire", "2").at == later
        assert audit.not_before(later + timedelta(seconds=1)) == later + timedelta(seconds=1)
