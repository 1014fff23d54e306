"""Whether the company still holds together once a command is undone: managers, seats, departments and places, open runs.

Each check reads what it needs of any number of people at once; all of them run inside the transaction of the undo.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from data import keptcalendars, org
from data import undo as undoing
from data.org import following
from data.payrun.inputs import locked_inputs
from data.people import jobs, managers_above, numbers
from hrtui.context import Context
from hrtui.dates import LATEST
from hrtui.errors import Conflict, RuleBroken
from hrtui.org import holding
from hrtui.org.emptying import check_empty
from hrtui.org.holding import Taken
from hrtui.org.rules import circles, is_open
from hrtui.people.dated import live, order
from hrtui.people.rules import round_
from hrtui.text import listed

Closings = AbstractSet[tuple[str, int, date, date]]
CHUNK = 500
NAMED = 5


def check_settled(ctx: Context, command: int, undo: int, closed: Closings) -> None:
    """Raise Conflict where the undo of a command, which has been applied, leaves what no command would be let make; `closed`
    is what was closed of departments, locations and positions before it."""
    _check_tree(command)
    _check_closed(ctx, org.closings(command) - closed)
    _check_runs(command)
    _check_managers(ctx, undoing.moved_by(undo))
    _check_seats(undoing.seated_by(undo), undo)
    _check_calendars(command)


def _check_calendars(command: int) -> None:
    """Raise Conflict where a calendar would hold again what is kept no more: of each only the last two readings are."""
    gone = keptcalendars.without_content(command)
    if gone:
        raise Conflict(
            f"Not undone: what {listed(gone, 'and')} held before is kept no longer. Import the file anew instead."
        )


def _check_managers(ctx: Context, people: Sequence[int]) -> None:
    """Raise Conflict where managers, as they were, would come round in a circle now."""
    for on in (ctx.clock.today(), LATEST):
        above = managers_above(people, on)
        for person in round_(above, people):
            manager = above[person] or person
            names = numbers([person, manager])
            raise Conflict(
                f"Not undone: {names[person]} would report to {names[manager]} again, who reports to {names[person]} "
                "by now. Give one of them another manager first."
            )


def _check_seats(people: Sequence[int], undo: int) -> None:
    """Raise Conflict where people would hold a position again whose seats others have by now, or that takes nobody any more."""
    wanted: dict[str, dict[int, list[Taken]]] = {}
    for person, piece in _taken(people, undo):
        wanted.setdefault(piece.number, {}).setdefault(person, []).append(piece)
    if not wanted:
        return
    there = org.holding_all(list(wanted))
    histories = {rows[0].number: rows for rows in org.positions().values()}
    for number, takers in wanted.items():
        refused = holding.unseated(histories.get(number, []), there.get(number, []), takers, number)
        for problem in refused.values():
            raise Conflict(f"Not undone: {problem}")


def _taken(people: Sequence[int], undo: int) -> Iterator[tuple[int, Taken]]:
    """What of positions each person holds by the undo and did not before it."""
    for start in range(0, len(people), CHUNK):
        for person, rows in jobs(people[start : start + CHUNK]).items():
            after = live(rows)
            undone = [row for row in rows if row.stamp and row.stamp.superseded_by == undo]
            kept = [row for row in after if row.stamp and row.stamp.command != undo]
            yield from ((person, piece) for piece in holding.taken(sorted([*undone, *kept], key=order), after))


def _check_tree(command: int) -> None:
    """Raise Conflict where departments would be below themselves again, or people hold a position that is no more."""
    below = circles(org.departments()) if following.touched(command) else []
    if below:
        raise Conflict(f"Not undone: {', '.join(below[:NAMED])} would be below themselves; move one of them first.")
    held = following.held_without(command)
    if held:
        raise Conflict(f"Not undone: people hold position {', '.join(held[:NAMED])}; give them another one first.")


def _check_closed(ctx: Context, closings: Closings) -> None:
    """Raise Conflict where a department, location or position would be closed again that is not empty then."""
    for kind, id_, on, until in sorted(closings):
        histories: Any = {"department": org.departments, "location": org.locations, "position": org.positions}[kind]()
        row = next(row for row in histories[id_] if row.effective_from == on and not is_open(row))
        try:
            check_empty(ctx, kind, row, on, until)
        except RuleBroken as problem:
            called = f"position {row.number}" if kind == "position" else row.name
            raise Conflict(f"Not undone: {called} would be closed again from {on}. {problem}") from None


def _check_runs(command: int) -> None:
    """Raise Conflict where hours or pay were entered for a run that takes none any more."""
    for number, state in locked_inputs(command):
        raise Conflict(
            f"Not undone: run {number} is {state.replace('_', ' ')}, and takes no change of hours and pay; return it to its "
            "maker, or correct it by a run of its own."
        )
