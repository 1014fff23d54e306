"""What contradicts interviews that are to come, as things are now: somebody busy, absent, on leave or gone, a room that is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from data import directory, interviews
from hrtui.access.rules import may
from hrtui.context import Context
from hrtui.dates import Period
from hrtui.errors import RuleBroken
from hrtui.interviews import asking, spans
from hrtui.interviews.availability import Standing, contradictions
from hrtui.interviews.model import AHEAD, Interview, Response
from hrtui.interviews.reading import interview_list
from hrtui.interviews.spans import Span, instant_of
from hrtui.interviews.standings import NOTHING, Given, standings, taken_rooms

LONGEST = 400
WEEK, DAY = 7 * spans.DAY, timedelta(days=1)


def conflicts(ctx: Context, days: Period) -> dict[str, tuple[str, ...]]:
    """What contradicts the interviews to come of some days in the company's zone that one may see: by the number of each that is
    contradicted, a sentence for each reason. As many queries however many there are.

    Raises NotAllowed, and RuleBroken for more than four hundred days.
    """
    if days.days > LONGEST:
        raise RuleBroken(f"{days.days} days are asked for; {LONGEST} are looked at, at most.", "until")
    return conflicts_of(ctx, interview_list(ctx, days))


def conflicts_of(
    ctx: Context, some: Sequence[Interview], given: Given = NOTHING, *, of: str = ""
) -> dict[str, tuple[str, ...]]:
    """As `conflicts`, of interviews that were read, by what is `given` of the panels; those that are over have none. With `of`, a
    person's number, only what contradicts that they come."""
    now = spans.minute_of(ctx.clock.now())
    ahead = [each for each in some if each.state in AHEAD and each.ends > now]
    if not ahead:
        return {}
    first, last = min(each.begins for each in ahead), max(each.ends for each in ahead)
    days = (instant_of(first).date() - DAY, instant_of(last).date() + DAY)
    with ctx.store.snapshot():
        lines = directory.lines({of} if of else {one.person for each in ahead for one in each.panel})
        seen = {
            number: (line.name, line.id) for number, (line, subject) in lines.items() if may(ctx.actor, "people.read", subject)
        }  # fmt: skip
        people = {number: (line.name, line.id) for number, (line, _) in lines.items()}
        known = standings(ctx, people, *days, given)
        rooms = taken_rooms(ctx, {each.room for each in ahead if each.room and not of}, *days)
        whose = [f"person:{id_}" for _, id_ in people.values()]
        booked = interviews.booked(whose, first - WEEK, last + WEEK)
    taken = {number: booked.get(f"person:{id_}", []) for number, (_, id_) in people.items()}
    found = {each.number: contradicted(each, known, taken, rooms, seen) for each in ahead}
    return {number: said for number, said in found.items() if said}


def contradicted(
    each: Interview, known: Mapping[str, Standing], booked: Mapping[str, Sequence[Span]], rooms: Mapping[str, Sequence[Span]],
    seen: Mapping[str, object],
) -> tuple[str, ...]:  # fmt: skip
    """What contradicts an interview, by when its panel can be asked and what they have booked, and when rooms are taken; pure. Of whom
    the role does not see (is not in `seen`) it says no more than that they cannot come. Who declined does not count."""
    out: list[str] = []
    for one in each.panel:
        who = known.get(one.person)
        if who is None or one.response is Response.DECLINED:
            continue
        said = contradictions(each.begins, each.ends, who, booked.get(one.person, ()), asking.zone_of(each.zone))
        out += said if one.person in seen else [f"{who.name} cannot come."][: len(said)]
    if any(begins < each.ends and ends > each.begins for begins, ends in rooms.get(each.room, ())):
        out.append(f"The room {each.room} is taken by its calendar.")
    return tuple(out)
