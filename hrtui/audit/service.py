"""The use cases of the trail: undo a command, read the trail, verify its chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from data import audit, directory, interviews, invitations, org
from data import undo as undoing
from data.org import following
from data.people import numbers
from data.recruiting import candidates
from hrtui.access.model import Field, Sight, Subject
from hrtui.access.rules import may, require, scopes, sight
from hrtui.audit import writing
from hrtui.audit.asked import EVERYTHING, Wanted, instants_of
from hrtui.audit.model import ChainReport, Change, CommandEntry, Entered, StoredEntry
from hrtui.audit.rules import MASKED, OWN, SENSITIVE, check_undo, check_undoable, sensitive, spoken
from hrtui.audit.settling import check_settled
from hrtui.context import Context
from hrtui.dates import day_of
from hrtui.documents.trail import masked
from hrtui.errors import Conflict, NotFound
from hrtui.people.model import Done, PersonSummary
from hrtui.people.subjects import sees_certificates
from hrtui.text import clean

if TYPE_CHECKING:
    from hrtui.interviews.inviting import Followed

UNDO = "audit.undo"
CERTIFICATE = "entries"
CHUNK = 500
NAMED = 5
PAGES = 20
NOBODY = Subject("")
TRAIL = "audit trail"


def undo(ctx: Context, command: int | None = None) -> Done:
    """Undo a command, or without one the actor's last that is not undone.

    Raises NotFound where there is none, NotAllowed without the permission of the command itself, and Conflict, naming
    them, where later commands stand on it.
    """
    with ctx.store.write():
        undone, line = _checked(ctx, command)
        entered = writing.begin(ctx, UNDO, undone.subject, undone.id)
        closed = org.closings(undone.id)
        people = undoing.apply(undone.id, entered)
        _permit_all(ctx, undone.action, people)
        directory.refresh(people, ctx.clock.today())
        candidates.refresh(candidates.touched(undone.id))
        interviews.book(interviews.touched(undone.id))
        told = _invited(ctx, undone.id, entered)
        check_settled(ctx, undone.id, entered.command, closed)
        if following.touched(undone.id):
            following.follow(ctx.clock.today())
        writing.note_many(entered, UNDO, chain(_turned(undone, people), told.notes))
    who = f"{line[0].name} ({line[0].number})" if line else undone.subject
    sentence = f"Undone: {spoken(undone.action)}{f' of {who}' if who else ''}, entered {day_of(undone.at, ctx.config.company.time_zone)}."
    return Done(entered.command, undone.subject, sentence, told.notices)


def _invited(ctx: Context, command: int, entered: Entered) -> Followed:
    """Bring the messages about interviews up to what the undo of a command left of them."""
    from hrtui.interviews.inviting import Followed, follow

    about = {*interviews.touched(command), *invitations.touched(command)}
    return follow(ctx, about, entered) if about else Followed()


def _turned(undone: CommandEntry, people: list[int]) -> Iterator[writing.Note]:
    """What the undo of a command leaves in the trail: for each entry of the command its own, turned round, and one for
    everyone it was about whom no entry named."""
    detail, noted = {"action": undone.action, "command": str(undone.id)}, set()
    for subject, changes, on in undoing.entries_of(undone.id):
        noted.add(subject)
        yield subject, changes, {**detail, **({"from": on} if on else {})}
    for start in range(0, len(people), CHUNK):
        for number in numbers(people[start : start + CHUNK]).values():
            if number not in noted:
                yield number, (), detail


def undoable(ctx: Context, command: int) -> CommandEntry:
    """The command of a number, where the actor may undo it and nothing later stands on it; raises what `undo` raises for it."""
    with ctx.store.snapshot():
        return _checked(ctx, command)[0]


def last(ctx: Context) -> CommandEntry | None:
    """The command that `undo` without a number would reverse: the actor's last that is not undone."""
    with ctx.store.snapshot():
        return audit.last_command(ctx.actor.login)


def log(
    ctx: Context, limit: int = 50, before: int | None = None, subject: str = "", wanted: Wanted = EVERYTHING
) -> list[StoredEntry]:
    """The newest entries first, before an id, about a subject and as `wanted` says; those in the actor's scope.

    Values of sensitive fields stand masked unless the role is shown them, and then reading them leaves an entry too.
    Raises NotAllowed.
    """
    require(ctx.actor, "audit.read")
    subject = clean(subject)
    entries = _in_scope(ctx, limit, before, subject, wanted)
    known = directory.subjects({stored.entry.subject for stored in entries})
    covered = masked(ctx, [stored.entry for stored in entries], known)
    entries = [replace(stored, entry=entry) for stored, entry in zip(entries, covered, strict=True)]
    shown = [_masked(ctx, stored, known.get(stored.entry.subject, NOBODY)) for stored in entries]
    writing.note_seen(ctx, subject or TRAIL, _seen(ctx, shown), "audit")
    return shown


def names(ctx: Context, entries: Iterable[StoredEntry]) -> dict[str, str]:
    """The names of whom entries are about, by number, of those whom the actor may read; two queries. Raises NotAllowed."""
    require(ctx.actor, "audit.read")
    found = directory.lines({stored.entry.subject for stored in entries})
    return {number: line.name for number, (line, subject) in found.items() if may(ctx.actor, "people.read", subject)}


def verify(ctx: Context) -> ChainReport:
    """Walk the whole chain and tell its head, or the first entry that does not fit. Raises NotAllowed."""
    require(ctx.actor, "audit.read")
    with ctx.store.snapshot():
        return audit.verify()


def _checked(ctx: Context, command: int | None) -> tuple[CommandEntry, tuple[PersonSummary, Subject] | None]:
    """The command to undo, and the line of whom it is about; raises what `undo` raises before it writes."""
    undone = _to_undo(ctx, command)
    check_undoable(undone.action, undone.subject)
    line = directory.line(undone.subject) if undone.subject else None
    _permit(ctx, undone, line[1] if line else None)
    standing = undoing.standing_on(undone.id)
    later = [audit.command(id_) for id_ in standing[:NAMED]]
    check_undo(_named(ctx, [each for each in later if each is not None]), len(standing[NAMED:]))
    return undone, line


def _to_undo(ctx: Context, command: int | None) -> CommandEntry:
    found = audit.last_command(ctx.actor.login) if command is None else audit.command(command)
    if found is None:
        raise NotFound("There is nothing of yours to undo." if command is None else f"There is no command {command}.")
    if found.undoes is not None:
        raise Conflict(f"Command {found.id} is an undo; enter the change again instead.")
    if found.undone_by is not None:
        raise Conflict(f"Command {found.id} is undone already, by command {found.undone_by}.")
    return found


def _permit(ctx: Context, undone: CommandEntry, subject: Subject | None) -> None:
    """Raise NotAllowed without the permission of the command itself, NotFound where its person is out of sight."""
    own = undone.actor == ctx.actor.login
    if undone.action in OWN:
        require(ctx.actor, OWN[undone.action])
        if not own:
            raise NotFound(f"There is no command {undone.id}.")
        return
    if subject is None and not own and not any(scope.everyone for scope in scopes(ctx.actor, undone.action)):
        raise NotFound(f"There is no command {undone.id}.")
    if subject and not own and not any(may(ctx.actor, each, subject) for each in ("people.read", undone.action)):
        raise NotFound(f"There is no command {undone.id}.")
    require(ctx.actor, undone.action, subject)


def _permit_all(ctx: Context, action: str, people: list[int]) -> None:
    """Raise NotAllowed where the action does not reach everyone it was done to, as they still stand in the directory."""
    if any(scope.everyone for scope in scopes(ctx.actor, action)):
        return
    for start in range(0, len(people), CHUNK):
        for subject in directory.subjects(numbers(people[start : start + CHUNK]).values()).values():
            require(ctx.actor, action, subject)


def _named(ctx: Context, commands: list[CommandEntry]) -> tuple[str, ...]:
    """How a sentence calls commands; people whom the actor may not see are not named."""
    known = directory.subjects({command.subject for command in commands}) if commands else {}

    def called(command: CommandEntry) -> str:
        subject = known.get(command.subject)
        seen = command.subject and (subject is None or may(ctx.actor, "people.read", subject))
        about = f" of {command.subject}" if seen else ""
        return f"the {spoken(command.action)}{about} by {command.actor} on {day_of(command.at, ctx.config.company.time_zone)}"

    return tuple(map(called, commands))


def _in_scope(ctx: Context, limit: int, before: int | None, subject: str, wanted: Wanted) -> list[StoredEntry]:
    since, until = instants_of(wanted, ZoneInfo(ctx.config.company.time_zone))
    asked = (subject, wanted.actor, wanted.action, since, until)
    if any(scope.everyone for scope in scopes(ctx.actor, "audit.read")):
        return audit.entries(limit, before, *asked)
    out: list[StoredEntry] = []
    for _ in range(PAGES):
        page = audit.entries(limit, before, *asked)
        known = directory.subjects({stored.entry.subject for stored in page})
        reached = (stored for stored in page if may(ctx.actor, "audit.read", known.get(stored.entry.subject, NOBODY)))
        out += [stored for stored in reached if stored.entry.subject in known]
        if len(out) >= limit or len(page) < limit:
            break
        before = page[-1].id
    return out[:limit]


def _masked(ctx: Context, stored: StoredEntry, subject: Subject) -> StoredEntry:
    unseen = {field for field in Field if sight(ctx.actor, field, subject) is not Sight.SHOWN}
    hidden = {name for name, field in SENSITIVE.items() if field in unseen}
    if not sees_certificates(ctx.actor, subject):
        hidden.add(CERTIFICATE)
    changes = tuple(
        Change(change.field, _mask(change.before), _mask(change.after))
        if change.field.partition(".")[0] in hidden or sensitive(change.field, ctx.config.secret_fields) in unseen
        else change
        for change in stored.entry.changes
    )
    return replace(stored, entry=replace(stored.entry, changes=changes))


def _mask(value: str) -> str:
    return MASKED if value else ""


def _seen(ctx: Context, entries: list[StoredEntry]) -> set[Field]:
    return {
        field
        for stored in entries
        for change in stored.entry.changes
        if (field := sensitive(change.field, ctx.config.secret_fields)) is not None
        and MASKED not in (change.before, change.after)
    }
