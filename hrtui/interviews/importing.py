"""Calendars that are kept: read of files, read anew of the same files, and dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from data import directory, keptcalendars
from hrtui.access.rules import may, require
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.context import Context
from hrtui.errors import Conflict, HrError, ImportFault, NotFound, RuleBroken
from hrtui.interviews import asking, calendarfiles, calendars, kept
from hrtui.interviews.availability import in_force
from hrtui.interviews.kept import Content, KeptCalendar
from hrtui.interviews.standings import on_file, zone_of
from hrtui.people.listing import resolve
from hrtui.people.subjects import readable
from hrtui.recruiting.gathering import WORK, Worked
from hrtui.text import clean
from hrtui.value import frozen

MOST_CALENDARS = 10
BEHIND, AHEAD = timedelta(days=31), timedelta(days=400)


@frozen
class Reading:
    """What reading a calendar came to: whose it is, the file or folder, and what changed, or why it was refused (`fault`)."""

    number: str
    who: str
    source: str
    sentence: str
    fault: bool = False
    command: int = 0


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a calendar is: a person by number and id, or a room."""

    name: str
    zone: ZoneInfo
    person: str = ""
    id: int | None = None
    room: str = ""

    @property
    def subject(self) -> str:
        """What the trail calls them."""
        return self.person or self.room


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a file: its times, and how many events there are."""

    content: Content
    events: int


def import_busy(ctx: Context, path: Path, *, who: str = "", room: str = "") -> Worked:
    """Keep when somebody or a room is busy by a calendar file, or a folder of them, in the place of what was read of the same path.

    Only times are kept, and events that are interviews of here are left out. Raises NotAllowed, NotFound, RuleBroken for one
    calendar too many, and ImportFault, naming file and line, for what cannot be read: then what was kept stays.
    """
    require(ctx.actor, WORK)
    if bool(who) == bool(room):
        raise RuleBroken("Say whose calendar it is: somebody's, or a room's.", "who")
    owner = _owner(ctx, resolve(ctx, who)) if who else _room(ctx, room)
    source = str(path.expanduser().absolute())
    read = _read(ctx, Path(source), owner)
    done = _keep(ctx, owner, source, read)
    return Worked(done.command, owner.person, done.sentence, (), (done.number,))


def import_again(ctx: Context) -> list[Reading]:
    """Read the files of all calendars that one may see anew, and say of each what changed or why it was refused; each is an entry of
    its own, and those unchanged are none. Raises NotAllowed."""
    out = []
    for each in kept_calendars(ctx):
        called = each.room or each.person
        try:
            owner = _owner(ctx, each.person) if each.person else _room(ctx, each.room)
            called = owner.name
            out.append(_keep(ctx, owner, each.source, _read(ctx, Path(each.source), owner), again=True))
        except HrError as error:
            said = f"{called}: {error} What was kept stays."
            out.append(Reading(each.number, called, each.source, said, fault=True))
    return out


def kept_calendars(ctx: Context, who: str = "") -> list[KeptCalendar]:
    """The calendars that are kept, of rooms and of people whom one may see, or of one of them. Raises NotAllowed and NotFound."""
    require(ctx.actor, WORK)
    wanted = resolve(ctx, who) if who else ""
    with ctx.store.snapshot():
        found = keptcalendars.kept()
        subjects = directory.subjects({each.person for each in found if each.person})
    seen = {number for number, subject in subjects.items() if may(ctx.actor, "people.read", subject)}
    return [each for each in found if (each.person == wanted if wanted else not each.person or each.person in seen)]


def drop_calendar(ctx: Context, number: str, *, expected: int | None = None) -> Worked:
    """Keep a calendar no longer; an undo brings it back. Raises NotAllowed, NotFound, and Conflict where it was read anew, or
    dropped, by a command after `expected`."""
    wanted = clean(number).upper()
    with ctx.store.write():
        held = next((each for each in kept_calendars(ctx) if each.number == wanted), None)
        if held is None:
            raise NotFound(
                f"No calendar “{clean(number, limit=40)}” is kept that you may see; `hrtui interviews calendars` lists them."
            )
        if expected is not None and held.stamp is not None and held.stamp.command > expected:
            raise Conflict(f"{held.stamp.recorded_by} read {held.number} anew since you looked; look again first.")
        entered = writing.begin(ctx, WORK, held.person or held.room)
        keptcalendars.drop(held, ctx.clock.today(), entered)
        change = Change(f"calendar.{held.number}", _counted(held.events), "")
        writing.note(entered, WORK, held.person or held.room, [change], {"file": held.source})
    return Worked(entered.command, held.person, f"The calendar {held.number} is kept no longer.", (), (held.number,))


def _owner(ctx: Context, number: str) -> Owner:
    line = readable(ctx, number).summary
    today = ctx.clock.today()
    held = on_file([line.id], today, today)[line.id]
    return Owner(line.name, zone_of(ctx, held, in_force(held.history, today)), number, line.id)


def _room(ctx: Context, room: str) -> Owner:
    name = clean(room)
    if not name:
        raise RuleBroken("A room has a name.", "room")
    return Owner(name, asking.zone_of(ctx.config.company.time_zone), room=name)


def _read(ctx: Context, path: Path, owner: Owner) -> _Read:
    """What a file or folder says, before anything is written; raise ImportFault."""
    files = calendarfiles.files_of(path)
    uids: set[str] = set()
    for name, content in files:
        with calendarfiles.named(name):
            uids |= calendars.uids(content)
    today = ctx.clock.today()
    days = (today - BEHIND, today + AHEAD)
    text, digest, events = kept.reduced(files, keptcalendars.own_uids(uids), owner.zone, days[0])
    try:
        return _Read(kept.content_of(text, digest, owner.zone, *days), events)
    except ImportFault:
        _blame(files, owner.zone, *days)
        raise


def _blame(files: Sequence[tuple[str, bytes]], zone: ZoneInfo, first: date, last: date) -> None:
    """Raise ImportFault at the file and line of a series that cannot be followed."""
    for name, content in files:
        with calendarfiles.named(name):
            calendars.busy(content, zone, first, last)


def _keep(ctx: Context, owner: Owner, source: str, read: _Read, *, again: bool = False) -> Reading:
    """Write what was read where it is not what was kept; a calendar that was dropped meanwhile is not read again."""
    with ctx.store.write():
        held = keptcalendars.source_of(owner.person, owner.room, source)
        if again and held is None:
            raise RuleBroken("The calendar was dropped meanwhile.", "number")
        before = keptcalendars.content(held) if held else None
        if held is not None and held.digest == read.content.digest:
            keptcalendars.renew(held.id, read.content)
            return Reading(held.number, owner.name, source, f"{owner.name}: {held.number} is as it was.")
        number = held.number if held else _next(ctx, owner)
        entered = writing.begin(ctx, WORK, owner.subject)
        id_ = held.id if held else keptcalendars.add(number, owner.id, owner.room, source, entered)
        keptcalendars.put(id_, read.content, read.events, ctx.clock.today(), entered)
        change = Change(f"calendar.{number}", _counted(held.events) if held else "", _counted(read.events))
        writing.note(entered, WORK, owner.subject, [change], {"file": source})
    came, went = kept.difference(before.busy if before else (), read.content.busy, ctx.clock.now())
    said = f"{owner.name}: {number} has {_counted(read.events)}; {came} busy times came and {went} went."
    return Reading(number, owner.name, source, said, command=entered.command)


def _next(ctx: Context, owner: Owner) -> str:
    own = [each for each in keptcalendars.kept() if (each.person, each.room) == (owner.person, owner.room)]
    if len(own) >= MOST_CALENDARS:
        raise RuleBroken(f"{owner.name} has {MOST_CALENDARS} calendars already; drop one first.", "file")
    return keptcalendars.next_number()


def _counted(events: int) -> str:
    return "1 event" if events == 1 else f"{events:,} events"
