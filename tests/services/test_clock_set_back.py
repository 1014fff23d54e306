"""A machine whose clock is set back: what is entered then stands after what was entered before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from data import audit
from data.base import database
from data.invariants import INVARIANTS
from hrtui.audit import service as trail
from hrtui.audit import writing
from hrtui.bootstrap import SystemClock
from hrtui.context import Context
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import PayChange
from tests.conftest import INSTANT
from tests.people import START, hire


class SetBack:
    """A machine's clock, three hours behind."""

    def now(self) -> datetime:
        return INSTANT - timedelta(hours=3)

    def today(self) -> date:
        return self.now().date()

    def after(self, newest: datetime) -> datetime:
        return max(self.now(), newest)


def broken() -> list[str]:
    """The invariants that do not hold."""
    return [check.__name__ for check in INVARIANTS if check(database)]


def test_a_change_of_what_was_entered_later_by_the_clock_breaks_nothing(ctx: Context) -> None:
    number = hire(ctx)
    back = replace(ctx, clock=SetBack())
    service.correct(back, number, PayChange(START, rate=Money(9_000_000)))
    assert broken() == []
    assert trail.undo(back).sentence
    assert broken() == []


def test_a_command_is_never_older_than_the_one_before_it(ctx: Context) -> None:
    back = replace(ctx, clock=SetBack())
    with ctx.store.write():
        audit.begin(INSTANT, "alice", "people.hire", "1")
        assert writing.begin(back, "people.hire", "2").at == audit.newest() == INSTANT


def test_the_machines_own_clock_is_such_a_clock() -> None:
    clock = SystemClock()
    far = clock.now() + timedelta(days=400)
    assert clock.after(far) == far and clock.after(INSTANT - timedelta(days=9_000)) > INSTANT - timedelta(days=9_000)
