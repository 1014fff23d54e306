"""The days that a calendar of interviews is turned to: read once, those next to them ahead, and anew where something was entered."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from textual.timer import Timer

from hrtui.dates import Period, add_months
from hrtui.errors import HrError
from hrtui.interviews import grid, showing
from hrtui.interviews.availability import Standing
from hrtui.interviews.model import AHEAD, InterviewState
from hrtui.interviews.reading import AgendaLine
from hrtui.interviews.showing import Shown
from hrtui.text import fold
from screens.interviews.acts import InterviewActs
from screens.listing import HeldList

EMPTY = ("No interview is to come on these days.", "n schedules one; t shows other days.")
WEEK, DAY, MONTH, AGENDA = "week", "day", "month", "agenda"
VIEWS = (WEEK, DAY, MONTH, AGENDA)
FRAME = 9
"""The lines beside the rows of a calendar: the heading, days, filter, names of columns, what is below, what is said and the keys."""
WEEKS = 4
KEPT = 12
"""How many weeks and months are held, so that turning back to one reads nothing."""
PAINTED = 0.03
"""Seconds after which a page is surely on the terminal; what is read ahead before then would hold up its painting."""


class InterviewPages(InterviewActs, HeldList[AgendaLine]):
    """A screen that shows interviews in one of the views, by the clocks of a zone."""

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.view = ""
        self.zone = ZoneInfo("UTC")
        self.day = date.min
        self.days: Period | None = None
        self.every = False
        self.shown = Shown()
        self.standings: dict[date, dict[str, Standing]] = {}
        self._kept: dict[Period, Shown] = {}
        self._epoch = 0
        self._ahead: Timer | None = None

    def show_days(self) -> None:
        """Called once other days are shown."""

    def reload(self) -> None:
        """Read anew, keys waiting, so that none meets what was before; the cursor stays."""
        self._kept.clear()
        self.standings.clear()
        self._epoch += 1
        self.load(hold=True)

    def load(self, hold: bool = False) -> None:
        """Show the days, read first where they are not held."""
        days, ctx = self.period(), self.ctx
        held = self._kept.get(days)
        if held is not None:
            self._show(held)
        else:
            self.read(lambda: showing.shown(ctx, days), partial(self._read_days, self._epoch, days), hold=hold)

    def period(self) -> Period:
        """The days that are read: a day more at both ends, since other zones have other days."""
        if self.view == AGENDA:
            return self.days or Period(self.ctx.day, self.ctx.day + timedelta(weeks=WEEKS))
        return self._page(self.day)

    def _page(self, day: date) -> Period:
        if self.view == MONTH:
            first = day.replace(day=1)
            return Period(first - timedelta(days=7), add_months(first, 1) + timedelta(days=7))
        monday = day - timedelta(days=day.weekday())
        return Period(monday - timedelta(days=1), monday + timedelta(days=7))

    def _read_days(self, epoch: int, days: Period, found: Shown) -> None:
        self._keep_days(epoch, days, found)
        if days == self.period():
            self._show(found)

    def _keep_days(self, epoch: int, days: Period, found: Shown) -> None:
        if epoch == self._epoch:
            self._kept[days] = found
            while len(self._kept) > KEPT:
                del self._kept[next(iter(self._kept))]

    def _show(self, found: Shown) -> None:
        self.shown = found
        self.hold(found.lines, *EMPTY)
        self.show_days()
        self.show_heading()
        if self.view != AGENDA:
            if self._ahead is not None:
                self._ahead.stop()
            self._ahead = self.set_timer(PAINTED, self._look_ahead)

    def _look_ahead(self) -> None:
        """Read the pages before and behind once this one is painted, so that turning to one waits for nothing; in a day when its
        interviewers can be asked."""
        ctx, epoch = self.ctx, self._epoch
        if self.view == AGENDA or not self.is_attached:
            return
        near = [add_months(self.day, at) if self.view == MONTH else self.day + timedelta(weeks=at) for at in (1, -1)]
        for days in dict.fromkeys(map(self._page, near)):
            if days not in self._kept:
                self.work_on(partial(showing.shown, ctx, days), partial(self._keep_days, epoch, days), _nothing)
        if self.view == DAY and self.day not in self.standings:
            self._read_standings(self.day)

    def _read_standings(self, day: date) -> None:
        ctx, epoch = self.ctx, self._epoch
        people = {one.person for each in self.on_day(day) for one in each.interview.panel}

        def read(found: dict[str, Standing]) -> None:
            if epoch == self._epoch:
                self.standings[day] = found
                if self.view == DAY and self.day == day:
                    self.find()

        around = day - timedelta(days=1), day + timedelta(days=1)
        self.work_on(lambda: showing.availabilities(ctx, people, *around), read, _nothing)

    # -- which are shown

    def is_shown(self, row: AgendaLine) -> bool:
        """Whether it is shown: in the list those to come, in a calendar all that were not cancelled, unless all are asked for."""
        state = row.interview.state
        return self.every or (state in AHEAD if self.view == AGENDA else state is not InterviewState.CANCELLED)

    def found(self) -> list[AgendaLine]:
        """The interviews that are shown and have every word of the filter."""
        words = fold(self.filter_line.text).split()
        return [row for id_, row in self.held.items() if self.is_shown(row) and self._has(id_, words)]

    def day_of(self, each: AgendaLine) -> date:
        """The day on which an interview begins by the clocks that are shown."""
        return grid.day_at(each.interview.begins, self.zone)

    def on_day(self, day: date) -> list[AgendaLine]:
        """The interviews shown that fall on a day."""
        begins, ends = grid.bounds(day, self.zone)
        return [each for each in self.found() if each.interview.begins < ends and each.interview.ends > begins]


def _nothing(_: HrError) -> None:
    """What was read ahead in vain is read, and told of, once it is wanted."""
