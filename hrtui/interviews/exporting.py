"""Calendar files of interviews: an invitation, its change or that it is off; and the feed of a person or a room."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from data import directory, interviews, invitations
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.context import Context
from hrtui.dates import Period
from hrtui.interviews import asking, spans
from hrtui.interviews.invitations import About, Method, calendar, free_busy, method_of
from hrtui.interviews.model import Interview, InterviewState
from hrtui.interviews.reading import AgendaLine, interview, interview_list, lines_of
from hrtui.payroll.outputs import files
from hrtui.people.listing import resolve
from hrtui.recruiting.gathering import READ
from hrtui.text import clean


def invitation(ctx: Context, number: str) -> bytes:
    """What the panel's calendars are told of an interview as it stands: REQUEST, or CANCEL once it is off.

    Raises NotAllowed and NotFound.
    """
    held = interview(ctx, number)
    with ctx.store.snapshot():
        told = invitations.told_sequences([held.id]).get(held.id, 0)
    held = replace(held, sequence=max(held.sequence, told))
    return calendar(_told(ctx, [held]), method_of(held), organizer(ctx), ctx.clock.now())


def feed(ctx: Context, days: Period, *, who: str = "", room: str = "") -> bytes:
    """The interviews of some days, of a person or in a room where one is named, as a feed that calendars subscribe to.

    Raises NotAllowed, and NotFound for somebody who is not on file.
    """
    found = interview_list(ctx, days, who)
    wanted = clean(room)
    kept = [
        each for each in found if each.state is not InterviewState.CANCELLED and (not wanted or each.room == wanted)
    ]
    name = wanted or (resolve(ctx, who) if who else ctx.config.company.name)
    return calendar(_told(ctx, kept), Method.PUBLISH, "", ctx.clock.now(), f"Interviews: {name}")


def busy_times(ctx: Context, days: Period, who: str) -> bytes:
    """When somebody is busy with interviews on some days, as free/busy times that say nothing of them.

    Raises NotAllowed, and NotFound for somebody who is not on file.
    """
    require(ctx.actor, READ)
    number, zone = resolve(ctx, who), asking.zone_of(ctx.config.company.time_zone)
    within = (spans.day_span(days.start, zone)[0], spans.day_span(days.end, zone)[1])
    with ctx.store.snapshot():
        whose = f"person:{interviews.person_ids([number])[number]}"
        taken = interviews.booked([whose], *within).get(whose, [])
        email = directory.lines([number])[number][0].email
    return free_busy(spans.merged(taken), within, email, ctx.clock.now())


def write_calendar(ctx: Context, content: bytes, target: Path, subject: str) -> Path:
    """Write a calendar to a new file of mode 0600, and leave an audit entry. Raises RuleBroken where the file is there already."""
    path = target / f"{subject.lower() or 'interviews'}.ics" if target.is_dir() else target

    def noted(written: files.Written) -> None:
        writing.note_read(ctx, subject, "calendar", written.detail, area="recruiting")

    return files.write(path, content, before_naming=noted).path


def _told(ctx: Context, found: list[Interview]) -> list[tuple[Interview, About]]:
    """Interviews with what invitations say of them: the candidate and the title, and each panel's roles."""
    return [(line.interview, about_of(line)) for line in lines_of(ctx, found)]


def about_of(line: AgendaLine) -> About:
    """What the panel's invitation says beside the interview: the candidate and the title, and each one's role."""
    roles = "\n".join(f"{member.name}: {member.role.value.replace('_', ' ')}" for member in line.interview.panel)
    said = f"{line.requisition} {line.title}\n{line.candidate} {line.name}\n{roles}"
    return About(f"Interview: {line.name}, {line.title}", said)


def organizer(ctx: Context) -> str:
    """The address that invitations come from; empty where the configuration has none."""
    sender = ctx.config.mail.sender
    return sender.rpartition("<")[2].rstrip(">") if "@" in sender else ""
