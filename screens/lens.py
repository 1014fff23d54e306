"""The lens: the day that the whole application shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from hrtui.context import Context
from hrtui.dates import parse_day
from screens.base import HrScreen

Look = Callable[[date | None], None]
INTRO = (
    "Directory, records, counts and search show what holds on that day.",
    "The past can be looked at, not changed; an empty day is today again.",
)


def day_of(ctx: Context, text: str) -> date:
    """The day that was typed; raise RuleBroken where it is none."""
    return parse_day(text, ctx.clock.today(), ctx.config.style.month_first)


def ask_lens(screen: HrScreen, look: Look) -> None:
    """Ask for a day, and look at everything as of it."""
    from screens.people.forms import DAYS
    from screens.widgets.fields import DayField
    from screens.widgets.form import FormScreen

    ctx = screen.ctx
    field = DayField(
        key="day", label="As of", today=ctx.clock.today(), initial=None, month_first=ctx.config.style.month_first,
        required=False, help=f"empty for today, {ctx.clock.today()}; {DAYS.removeprefix('also ')}, -2y",
    )  # fmt: skip

    def chosen(values: Mapping[str, object] | None) -> None:
        if values is not None:
            day = values["day"]
            look(day if isinstance(day, date) else None)

    screen.app.push_screen(
        FormScreen("Look as of another day", [field], lambda _: None, intro=INTRO, does="Look"), chosen
    )
