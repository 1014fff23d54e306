"""Invitations as iCalendar (RFC 5545 and 5546 of 2009), written by `icalendar`: the same UID for good, SEQUENCE counting what was told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from hrtui.interviews.model import Interview, InterviewState, Member, PanelRole, Response
from hrtui.interviews.spans import Span, instant_of
from hrtui.value import frozen

PRODUCT = "-//hrtui//interviews//EN"
ROLES = {PanelRole.LEAD: "CHAIR", PanelRole.SHADOW: "OPT-PARTICIPANT"}
ANSWERS = {
    Response.NEEDS_ACTION: "NEEDS-ACTION", Response.ACCEPTED: "ACCEPTED", Response.DECLINED: "DECLINED", Response.TENTATIVE: "TENTATIVE",
}  # fmt: skip


class Method(StrEnum):
    """What a calendar is told: an invitation or its change, that it is off, or what there is, as a feed."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@frozen
class About:
    """What an invitation says beside the interview: a summary, and what it is about in a few lines."""

    summary: str
    description: str = ""


def method_of(interview: Interview) -> Method:
    """What the panel's calendars are told of an interview as it stands."""
    return Method.CANCEL if interview.state is InterviewState.CANCELLED else Method.REQUEST


def calendar(
    told: Sequence[tuple[Interview, About]], method: Method, organizer: str, at: datetime, name: str = ""
) -> bytes:
    """A calendar file of interviews, with the zones they are in; `organizer` is an address, `at` when it is written."""
    from icalendar import Calendar

    out = Calendar()
    out.add("prodid", PRODUCT)
    out.add("version", "2.0")
    out.add("calscale", "GREGORIAN")
    out.add("method", method.value)
    if name:
        out.add("x-wr-calname", name)
    for interview, about in told:
        out.add_component(_event(interview, about, method, organizer, at))
    years = [instant_of(minute).year for each, _ in told for minute in (each.begins, each.ends)] or [at.year]
    out.add_missing_timezones(date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1))
    return bytes(out.to_ical())


def free_busy(taken: Sequence[Span], within: Span, owner: str, at: datetime) -> bytes:
    """A calendar file of when somebody or a room is busy within a time, without what for; `owner` is an address, or empty."""
    from icalendar import Calendar, FreeBusy, vCalAddress

    out, part = Calendar(), FreeBusy()
    out.add("prodid", PRODUCT)
    out.add("version", "2.0")
    out.add("method", Method.PUBLISH.value)
    part.add("uid", f"busy-{within[0]}-{within[1]}@hrtui.invalid")
    part.add("dtstamp", at)
    part.add("dtstart", instant_of(within[0]))
    part.add("dtend", instant_of(within[1]))
    if owner:
        part.add("organizer", vCalAddress(f"mailto:{owner}"))
    for begins, ends in taken:
        part.add("freebusy", [(instant_of(begins), instant_of(ends))])
    out.add_component(part)
    return bytes(out.to_ical())


def _event(interview: Interview, about: About, method: Method, organizer: str, at: datetime) -> Any:
    from icalendar import Event, vCalAddress

    event, zone = Event(), ZoneInfo(interview.zone)
    event.add("uid", interview.uid)
    event.add("sequence", interview.sequence)
    event.add("dtstamp", at)
    event.add("dtstart", instant_of(interview.begins).astimezone(zone))
    event.add("dtend", instant_of(interview.ends).astimezone(zone))
    event.add("summary", about.summary)
    if about.description:
        event.add("description", about.description)
    if interview.room:
        event.add("location", interview.room)
    off = interview.state is InterviewState.CANCELLED
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    if method is Method.PUBLISH:
        return event
    if organizer:
        event.add("organizer", vCalAddress(f"mailto:{organizer}"))
    for attendee in _attendees(interview.panel):
        event.add("attendee", attendee, encode=False)
    return event


def _attendees(panel: Iterable[Member]) -> Iterable[Any]:
    """The panel with addresses, each asked to answer; who has none is told by word of mouth."""
    from icalendar import vCalAddress, vText

    for member in panel:
        if not member.email:
            continue
        attendee = vCalAddress(f"mailto:{member.email}")
        attendee.params["CN"] = vText(member.name)
        attendee.params["ROLE"] = vText(ROLES.get(member.role, "REQ-PARTICIPANT"))
        attendee.params["PARTSTAT"] = vText(ANSWERS[member.response])
        attendee.params["RSVP"] = vText("TRUE")
        yield attendee
