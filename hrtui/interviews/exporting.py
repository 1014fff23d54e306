"""Calendar files of interviews: an invitation, its change or that it is off; and the feed of a person or a room."""

from __future__ import annotations

from pathlib import Path

from data.recruiting import applications, requisitions
from hrtui.audit import writing
from hrtui.context import Context
from hrtui.dates import Period
from hrtui.errors import NotFound
from hrtui.interviews.invitations import About, Method, calendar, method_of
from hrtui.interviews.model import Interview, InterviewState
from hrtui.interviews.scheduling import interview, interview_list
from hrtui.payroll.outputs import files
from hrtui.people.listing import resolve
from hrtui.recruiting.gathering import who_of
from hrtui.text import clean


def invitation(ctx: Context, number: str) -> bytes:
    """What the panel's calendars are told of an interview as it stands: REQUEST, or CANCEL once it is off.

    Raises NotAllowed and NotFound.
    """
    held = interview(ctx, number)
    (told,) = _told(ctx, [held])
    return calendar([told], method_of(held), _organizer(ctx), ctx.clock.now())


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


def write_calendar(ctx: Context, content: bytes, target: Path, subject: str) -> Path:
    """Write a calendar to a new file of mode 0600, and leave an audit entry. Raises RuleBroken where the file is there already."""
    path = target / f"{subject.lower() or 'interviews'}.ics" if target.is_dir() else target

    def noted(written: files.Written) -> None:
        writing.note_read(ctx, subject, "calendar", written.detail, area="recruiting")

    return files.write(path, content, before_naming=noted).path


def _told(ctx: Context, found: list[Interview]) -> list[tuple[Interview, About]]:
    """Interviews with what invitations say of them: the candidate and the title, and each panel's roles."""
    with ctx.store.snapshot():
        held = applications.by_ids(sorted({each.application for each in found}))
        wanted = requisitions.of(sorted({each.requisition for each in held.values()}))
        people = who_of(held.values())
    out = []
    for each in found:
        of = held.get(each.application)
        who = people.get(of.candidate) if of else None
        if of is None or who is None:
            raise NotFound(f"The application of interview {each.number} is not there any more.")
        roles = "\n".join(f"{member.name}: {member.role.value.replace('_', ' ')}" for member in each.panel)
        title = wanted[of.requisition]
        said = f"{title.number} {title.title}\n{who.number} {who.name}\n{roles}"
        out.append((each, About(f"Interview: {who.name}, {title.title}", said)))
    return out


def _organizer(ctx: Context) -> str:
    sender = ctx.config.mail.sender
    return sender.rpartition("<")[2].rstrip(">") if "@" in sender else ""
