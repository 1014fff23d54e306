"""What is read of interviews: those of some days with whose they are, and how one came to be where it is."""

from __future__ import annotations

from collections.abc import Sequence

from data import interviews
from data.recruiting import applications, requisitions
from hrtui.context import Context
from hrtui.dates import Period
from hrtui.errors import NotFound
from hrtui.interviews import asking, spans
from hrtui.interviews.model import AHEAD, Interview
from hrtui.interviews.reaching import reached
from hrtui.people.listing import resolve
from hrtui.recruiting.gathering import READ, who_of
from hrtui.text import clean
from hrtui.value import frozen


@frozen
class AgendaLine:
    """An interview with the candidate's number and name, and the requisition's number and title."""

    interview: Interview
    candidate: str
    name: str
    requisition: str
    title: str


def interview(ctx: Context, number: str, action: str = READ) -> Interview:
    """An interview with its panel. Raises NotAllowed, and NotFound for one of an application that one may not see."""
    with ctx.store.snapshot():
        return found(ctx, action, number)


def found(ctx: Context, action: str, number: str) -> Interview:
    """As `interview`, for use cases that are under way."""
    held = interviews.numbered(clean(number).upper())
    if held is not None and reached(ctx, action, [held]):
        return held
    raise NotFound(
        f"There is no interview “{clean(number, limit=40)}” that you may see; `hrtui interviews list` lists them."
    )


def loop_of(ctx: Context, number: str) -> list[Interview]:
    """The interviews to come that were made together with one, in order, itself among them where it is. Raises as `interview`."""
    with ctx.store.snapshot():
        return [each for each in interviews.of_loop(found(ctx, READ, number).loop) if each.state in AHEAD]


def interview_list(ctx: Context, days: Period, who: str = "") -> list[Interview]:
    """The interviews of some days in the company's zone that one may see, in order; with `who` those they are on the panel of.

    Raises NotAllowed and NotFound.
    """
    zone = asking.zone_of(ctx.config.company.time_zone)
    wanted = resolve(ctx, who) if who else ""
    with ctx.store.snapshot():
        some = interviews.between(spans.day_span(days.start, zone)[0], spans.day_span(days.end, zone)[1])
        seen = reached(ctx, READ, some)
    return [each for each in seen if not wanted or any(member.person == wanted for member in each.panel)]


def agenda(ctx: Context, days: Period, who: str = "") -> list[AgendaLine]:
    """As `interview_list`, each with whose it is; as many queries however many there are."""
    return lines_of(ctx, interview_list(ctx, days, who))


def lines_of(ctx: Context, some: Sequence[Interview]) -> list[AgendaLine]:
    """Interviews with whose they are; those whose application was undone are left out. Six queries, however many."""
    with ctx.store.snapshot():
        held = applications.by_ids(sorted({each.application for each in some}))
        wanted = requisitions.of(sorted({each.requisition for each in held.values()}))
        people = who_of(held.values())
    out = []
    for each in some:
        of = held.get(each.application)
        who = people.get(of.candidate) if of else None
        if of is not None and who is not None:
            title = wanted[of.requisition]
            out.append(AgendaLine(each, who.number, who.name, title.number, title.title))
    return out


def chain(ctx: Context, number: str) -> list[Interview]:
    """How an interview stood, one entry after another: when it was, why it was moved. Raises as `interview`."""
    with ctx.store.snapshot():
        return interviews.chain(found(ctx, READ, number).id)
