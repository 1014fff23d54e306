"""Whose clocks a calendar shows: the company's, one's own, those of the interview under the cursor, or of any zone that is typed."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Sequence
from functools import lru_cache

from hrtui.interviews.reading import AgendaLine
from hrtui.text import fold
from screens.base import HrScreen
from screens.widgets.menu import Menu, MenuItem, narrowed

MOST = 40


@lru_cache(1)
def _names() -> Sequence[str]:
    return sorted(zoneinfo.available_timezones())


def ask_zone(screen: HrScreen, now: str, own: str, row: AgendaLine | None, then: Callable[[str], None]) -> None:
    """Ask for a zone, those at hand first, any other by a part of its name."""
    company = screen.ctx.config.company.time_zone
    near = {company: "the company's"} | ({own: "yours"} if own and own != company else {})
    if row is not None:
        near.setdefault(row.interview.zone, f"in which {row.interview.number} was agreed")
    near.setdefault(now, "shown at the moment")
    first = [MenuItem(name, name, said) for name, said in near.items()]

    def items(text: str) -> Sequence[MenuItem]:
        wanted = fold(text).replace(" ", "_")
        if not wanted:
            return first
        others = [MenuItem(name, name) for name in _names() if wanted in name.lower() and name not in near]
        others.sort(key=lambda each: (not each.label.lower().rpartition("/")[2].startswith(wanted), each.label))
        return [*narrowed(first, text), *others[:MOST]]

    def chosen(name: str | None) -> None:
        if name is not None and name != now:
            then(name)

    intro = ["The zone whose clocks are shown; type a part of another's name, such as Kolkata."]
    screen.app.push_screen(
        Menu("Time zone", items, intro=intro, empty="No zone is called so; esc empties the line."), chosen
    )
