"""What is told below a calendar: all about the interview under the cursor, a day of a month, or a time at which nothing is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from hrtui.interviews.asking import zone_of
from hrtui.interviews.availability import Standing
from hrtui.interviews.model import SPOKEN, Response
from hrtui.interviews.reading import AgendaLine
from hrtui.interviews.spans import Span as Time
from hrtui.text import counted
from screens.interviews.faces import CONFLICT, clock, hours, plain
from screens.widgets.lines import Span


def interview(row: AgendaLine, zone: ZoneInfo, troubles: Sequence[str] = ()) -> Iterator[list[Span]]:
    """Whose it is and what for; the panel with what each answered; what stands against it, how far it is, when by the clocks of
    a zone, where, and why it was changed."""
    each = row.interview
    loop = f"of the loop {each.loop}, " if each.loop != each.number else ""
    yield [
        (f"{each.number} {row.name}", "line--strong"),
        (f"  {loop}{row.candidate}, {row.requisition} {row.title}", ""),
    ]
    seats = [f"{one.name} ({plain(one.role)}, {plain(one.response)})" for one in each.panel]
    if each.answer is not Response.NEEDS_ACTION:
        seats.append(f"the candidate {plain(each.answer)}")
    yield [("; ".join(seats), "")]
    said = SPOKEN[each.state]
    said += f", held until {each.expires}; C schedules it" if each.expires else ""
    own = zone_of(each.zone)
    parts = [said, hours(each.begins, each.ends, zone)]
    if each.zone != zone.key:
        parts.append(f"agreed as {clock(each.begins, own):%a %H:%M %Z}")
    parts += [each.room] if each.room else []
    parts += [f"why: {each.reason}"] if each.reason else []
    warned = [(f"{CONFLICT} {' '.join(troubles)} ", "line--bad")] if troubles else []
    yield [*warned, ("; ".join(parts), "line--muted")]


def day(
    on: date, own: Sequence[AgendaLine], zone: ZoneInfo, troubles: Mapping[str, Sequence[str]]
) -> list[Sequence[Span]]:
    """A day of a month: its interviews, one after another; all about the only one."""
    said = f"{on:%A %Y-%m-%d}: {counted(len(own), 'interview') if own else 'no interview'}"
    if len(own) == 1:
        first, *rest = interview(own[0], zone, troubles.get(own[0].interview.number, ()))
        return [[(f"{on:%a %Y-%m-%d}: ", "line--strong"), *first], *rest]
    marked = [
        f"{CONFLICT if troubles.get(each.interview.number) else ''}{clock(each.interview.begins, zone):%H:%M} {each.name}"
        for each in own
    ]
    return [[(said, "line--strong")], [("; ".join(marked), "")], [("enter opens the day", "line--muted")]]


def free(time: Time, zone: ZoneInfo, who: Standing | None) -> list[Sequence[Span]]:
    """A time at which nothing is; of an interviewer, what they are then."""
    begins, ends = time
    said = []
    if who is not None:
        said += [f"{who.name} {why}" for span, why in who.away if span[0] < ends and span[1] > begins]
        said += [f"{who.name} is busy by their calendar" for span in who.busy if span[0] < ends and span[1] > begins][
            :1
        ]
        at_work = any(first < ends and last > begins for first, last in who.hours)
        said += [] if at_work else [f"outside of the working hours of {who.name} ({who.zone.key})"]
    return [
        [(hours(begins, ends, zone), "line--strong"), (": nothing; n schedules an interview then", "line--muted")],
        [("; ".join(said), "line--warn")],
    ]
