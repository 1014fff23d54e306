"""E-mails about interviews: written into the outbox as they are scheduled, moved and cancelled, and given up once they are right no more."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from data import directory, interviewkits, interviews, invitations
from data.recruiting import applications, outbox, requisitions
from hrtui.attention.rules import spoken
from hrtui.audit import writing
from hrtui.audit.model import Change, Entered
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.interviews import asking, reading, telling
from hrtui.interviews.availability import in_force
from hrtui.interviews.exporting import about_of, organizer
from hrtui.interviews.invitations import About, Method, calendar
from hrtui.interviews.invites import CANDIDATE, TOLD, Invite, Owing, lettered, owing
from hrtui.interviews.kits import Own, sheet_of
from hrtui.interviews.model import INVITED, Interview, Member, PanelRole
from hrtui.interviews.service import WORK
from hrtui.interviews.spans import instant_of
from hrtui.interviews.standings import on_file, zone_of
from hrtui.recruiting.emails import CalendarPart
from hrtui.recruiting.gathering import Worked, told_apart, who_of
from hrtui.recruiting.messages import Message, MessageState, filled_lines, host_of
from hrtui.recruiting.model import Application, Candidate, Requisition
from hrtui.recruiting.playbook import LOOPS, Invitation, Occasion, Playbook
from hrtui.recruiting.playfile import playbook
from hrtui.text import counted
from hrtui.value import frozen

Whose = tuple[Application, Requisition, Candidate]
Letter = tuple[Invite, ...]
"""A message, as what it says: one interview, or to the candidate several of a loop, in order."""
MOVED = "The interview is otherwise now; another message says so."


@frozen
class Followed:
    """What became of messages: how many were written and given up, notes for the trail, and what is worth knowing."""

    written: int = 0
    dropped: int = 0
    notes: tuple[writing.Note, ...] = ()
    notices: tuple[str, ...] = ()


@frozen
class Scene:
    """Interviews by their ids (those undone are missing), and all that were made with them, with the messages about them, whose they
    are, which loop they are of, and who is written to."""

    held: Mapping[int, Interview]
    before: Mapping[int, Sequence[Invite]]
    about: Mapping[int, Whose]
    loops: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[str, tuple[str, str, int]] = field(default_factory=dict)
    zones: Mapping[str, ZoneInfo] = field(default_factory=dict)

    def address(self, id_: int, person: str) -> str:
        """Where somebody is written to; empty where they have no address that mail servers take."""
        found = self.about[id_][2].email if person == CANDIDATE else self.people.get(person, ("", "", 0))[1]
        return found if found.isascii() else ""

    def name(self, id_: int, person: str) -> str:
        """What somebody is called."""
        return self.about[id_][2].name if person == CANDIDATE else self.people.get(person, (person, "", 0))[0]


def follow(ctx: Context, ids: Iterable[int], entered: Entered, *, asked: bool = False) -> Followed:
    """Bring the outbox up to how interviews stand, by their ids, of those undone too: e-mails are written to whom it is owed, and drafts
    that are right no longer are given up. Inside `write()`; as many queries however many.

    Where the configuration says that none are written, only those are told who were told before, unless it is `asked` for. Raises
    ConfigError where the recruiting file cannot be read.
    """
    wanted = set(ids)
    scene = _scene(ctx, sorted(wanted))
    due = _due(ctx, scene, wanted, asked)
    notices = [_silent(list(dict.fromkeys(due.silent)))] if due.silent else []
    if not (due.write or due.drop):
        return Followed(notices=tuple(notices))
    made = _written(ctx, scene, due.write, entered)
    gone = _given_up(ctx, due.drop, entered)
    off = [each for each in due.write if each[0].method is Method.CANCEL]
    said = [_said(len(made), len(off))] if made else []
    said += [f"{counted(len(gone), 'draft')} {_is(len(gone))} given up."] if gone and not made else []
    notes = [
        *(
            (each.number, [Change("message", "", each.template)], {"interview": ", ".join(each.interviews)})
            for each in made
        ),
        *(
            (each.number, [Change("message.state", each.state.value, MessageState.DROPPED.value)], None)
            for each in gone
        ),
    ]
    return Followed(len(made), len(gone), tuple(notes), (*said, *notices))


@dataclass
class Due:
    """What is due about some interviews: the messages to write, each as what it says, those that are given up, and who has no address."""

    write: list[Letter] = field(default_factory=list)
    drop: list[Invite] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)


def _due(ctx: Context, scene: Scene, wanted: Collection[int], asked: bool) -> Due:
    """What is due to everyone about the wanted interviews. The candidate is told of the sessions of a loop in one message: what of the
    others is in one that is given up is written anew."""
    due, loops = Due(), defaultdict[str, list[Owing]](list)

    def owed_to(person: str, id_: int) -> Owing:
        held = scene.held.get(id_)
        own = [each for each in scene.before.get(id_, ()) if each.person == person]
        owed = owing(person, held, own)
        is_written = owed.write is not None and (asked or ctx.config.interviews.invite or _was_told(own))
        has_address = bool(scene.address(id_, person))
        on_panel = held is not None and any(each.person == person for each in held.panel)
        if (is_written or on_panel) and not has_address and held is not None and held.state in INVITED:
            due.silent.append(scene.name(id_, person))
        return owed if is_written and has_address else replace(owed, write=None)

    for id_ in scene.about:
        if id_ in wanted or (asked and id_ in scene.held):
            loops[scene.loops[id_]].append(owed_to(CANDIDATE, id_))
        else:
            own = [each for each in scene.before.get(id_, ()) if each.person == CANDIDATE]
            loops[scene.loops[id_]].append(replace(owing(CANDIDATE, scene.held.get(id_), own), write=None))
    for owings in loops.values():
        letters, gone = lettered(owings, lambda each: _occasion(each, scene.before.get(each.interview, ())))
        due.write += letters
        due.drop += gone
    for id_ in (each for each in scene.about if each in wanted):
        held = scene.held.get(id_)
        panel = [each.person for each in held.panel] if held is not None else []
        told = [each.person for each in scene.before.get(id_, ()) if each.person != CANDIDATE]
        for person in dict.fromkeys([*panel, *told]):
            owed = owed_to(person, id_)
            due.write += [(owed.write,)] if owed.write is not None else []
            due.drop += owed.drop
    return due


def invite(ctx: Context, number: str) -> Worked:
    """Write what is owed about an interview into the outbox, such as what was dropped, or was scheduled before e-mails were written.

    Raises NotFound, NotAllowed, RuleBroken where nothing is owed, and ConfigError.
    """
    with ctx.store.write():
        held = reading.found(ctx, WORK, number)
        entered = writing.begin(ctx, WORK, held.number)
        done = follow(ctx, [held.id], entered, asked=True)
        if not (done.written or done.dropped):
            raise RuleBroken(
                f"Everyone who can be told of {held.number} is, or has a draft in the outbox. {' '.join(done.notices)}".strip(),
                "interview",
            )
        writing.note_many(entered, WORK, [(held.number, (), None), *done.notes])
    return Worked(entered.command, "", " ".join(done.notices), (), (held.number,))


def calendar_parts(ctx: Context, message: Message, *, leaves: bool = True) -> list[CalendarPart]:
    """The calendar files that go with a message, one for each interview it tells of, since one that asks for answers is about one UID
    alone (RFC 5546 of 2009, 3.2.2); none for one that is about no interview. Inside a snapshot or `write()`.

    Raises RuleBroken where the message `leaves` and what it says is right no longer.
    """
    some = invitations.told_by(message.number) if message.interviews else []
    scene = _scene(ctx, [each.interview for each in some])
    out = []
    for told in some:
        held = scene.held.get(told.interview)
        own = [each for each in scene.before.get(told.interview, ()) if each.person == told.person]
        if leaves and all(each.message != message.number for each in owing(told.person, held, own).keep):
            raise RuleBroken(
                f"What message {message.number} says of {told.number} is right no longer; drop it. `hrtui interviews invite "
                f"{told.number}` writes what is owed.",
                "state",
            )
        at = told.as_interview()
        if held is not None and told.method is Method.REQUEST:
            at = replace(at, panel=held.panel, candidate=held.candidate)
        out.append(CalendarPart(told.method.value, _file(ctx, scene, told, at, message.recipient)))
    return out


def followed_message(ctx: Context, message: Message, entered: Entered) -> Followed:
    """As `follow`, of the interviews that a message is about, where it is about any."""
    some = invitations.told_by(message.number) if message.interviews else []
    return follow(ctx, [each.interview for each in some], entered) if some else Followed()


def _file(ctx: Context, scene: Scene, told: Invite, at: Interview, recipient: str) -> bytes:
    """The calendar file for one who is told: the panel's names everyone on it; the candidate's, and one that it is off, its reader."""
    names = ", ".join(spoken(each.name) for each in at.panel)
    if told.person == CANDIDATE:
        _, wanted, who = scene.about[told.interview]
        reader = Member(CANDIDATE, f"{who.first_name} {who.last_name}".strip(), recipient)
        about = About(
            f"Interview: {wanted.title}, {ctx.config.company.name}", f"You will meet: {names}" if names else ""
        )
    else:
        reader = Member(told.person, scene.name(told.interview, told.person), recipient)
        about = next((about_of(line) for line in reading.lines_of(ctx, [at])), About("Interview"))
    if told.person == CANDIDATE or told.method is Method.CANCEL:
        at = replace(at, panel=(reader,))
    else:
        at = replace(
            at, panel=tuple(replace(each, email=recipient) if each.person == told.person else each for each in at.panel)
        )
    return calendar([(at, about)], told.method, organizer(ctx), ctx.clock.now())


def _scene(ctx: Context, ids: Sequence[int]) -> Scene:
    found = invitations.identities(ids)
    held = {each.id: each for each in interviews.of_ids(sorted(found))}
    before = invitations.of_interviews(sorted(found))
    each = applications.by_ids(sorted({application for _, application, _ in found.values()}))
    wanted = requisitions.of(sorted({one.requisition for one in each.values()}))
    who = who_of(each.values())
    about = {
        id_: (each[application], wanted[each[application].requisition], who[each[application].candidate])
        for id_, (_, application, _) in found.items()
        if application in each and each[application].candidate in who
    }
    numbers = {one.person for some in held.values() for one in some.panel}
    numbers |= {one.person for some in before.values() for one in some if one.person}
    people = {
        number: (line.name, line.email, line.id) for number, (line, _) in directory.lines(sorted(numbers)).items()
    }
    return Scene(held, before, about, {id_: loop for id_, (_, _, loop) in found.items()}, people)


def _written(ctx: Context, scene: Scene, letters: Sequence[Letter], entered: Entered) -> list[Message]:
    if not letters:
        return []
    book, own = (
        playbook(ctx),
        interviewkits.of_interviews(sorted({each.interview for some in letters for each in some})),
    )
    told = {each.person for some in letters for each in some if each.person in scene.people}
    scene = replace(scene, zones=_zones(ctx, {number: scene.people[number][2] for number in sorted(told)}))
    made, host = list[Message](), host_of(ctx.config.mail.sender)
    for number, letter in zip(outbox.next_numbers(len(letters)), letters, strict=True):
        first = letter[0]
        occasion = _occasion(first, scene.before.get(first.interview, ()))
        text = _text(book, LOOPS[occasion] if len(letter) > 1 else occasion)
        kit = _kit(book, scene, first, own) if first.person and first.method is Method.REQUEST else ""
        fields = _fields(ctx, scene, first, kit) if len(letter) == 1 else _loop_fields(ctx, scene, letter, text)
        subject = " ".join(filled_lines(text.subject, fields).split())
        application, _, who = scene.about[first.interview]
        made.append(
            Message(
                number, f"<{secrets.token_hex(16)}@{host}>", MessageState.DRAFT, scene.address(first.interview, first.person), subject,
                filled_lines(text.body, fields), text.name.value, candidate=who.number, application=application.number,
                interviews=tuple(each.number for each in letter),
            )
        )  # fmt: skip
    of = [(scene.about[each[0].interview][2].id, each[0].application) for each in letters]
    outbox.add_many(made, of, ctx.clock.today(), entered)
    ids = {number: id_ for number, (_, _, id_) in scene.people.items()}
    named = [replace(each, message=one.number) for letter, one in zip(letters, made, strict=True) for each in letter]
    invitations.add_many(named, ids, entered)
    return made


def _given_up(ctx: Context, drop: Sequence[Invite], entered: Entered) -> list[Message]:
    if not drop:
        return []
    gone = outbox.of_numbers(sorted({each.message for each in drop}))
    dropped = [replace(each, state=MessageState.DROPPED, detail=MOVED) for each in gone]
    outbox.put_many(dropped, ctx.clock.today(), entered)
    return gone


def _text(book: Playbook, occasion: Occasion) -> Invitation:
    text = book.invitation(occasion)
    if text is None:
        raise RuleBroken(f"The recruiting file has no e-mail “{occasion.value}”.", "invitations")
    return text


def _loop_fields(ctx: Context, scene: Scene, letter: Letter, text: Invitation) -> dict[str, str]:
    """What fills a text about several sessions: what all have in common, and what is said of each, in order."""
    said = []
    for position, each in enumerate(letter, 1):
        fields = _fields(ctx, scene, each, "") | {"position": str(position)}
        said.append(filled_lines(text.session, fields).rstrip("\n"))
    return _fields(ctx, scene, letter[0], "") | {"count": str(len(letter)), "sessions": "\n".join(said)}


def _occasion(each: Invite, before: Sequence[Invite]) -> Occasion:
    off, again = each.method is Method.CANCEL, _was_told([one for one in before if one.person == each.person])
    if each.person == CANDIDATE:
        return Occasion.CANDIDATE_OFF if off else Occasion.CANDIDATE_MOVED if again else Occasion.CANDIDATE
    return Occasion.PANEL_OFF if off else Occasion.PANEL_MOVED if again else Occasion.PANEL


def _was_told(before: Sequence[Invite]) -> bool:
    return any(each.state in TOLD for each in before)


def _fields(ctx: Context, scene: Scene, each: Invite, kit: str) -> dict[str, str]:
    application, wanted, who = scene.about[each.interview]
    held = scene.held.get(each.interview)
    panel = held.panel if held is not None else ()
    role = next((one.role for one in panel if one.person == each.person), PanelRole.INTERVIEWER)
    inside = each.person != CANDIDATE
    full = f"{who.first_name} {who.last_name}".strip()
    return {
        "first_name": who.first_name or who.last_name, "last_name": who.last_name, "name": full, "candidate": full,
        "title": wanted.title, "requisition": wanted.number, "company": ctx.config.company.name,
        "recruiter": wanted.recruiter or ctx.actor.login, "interview": each.number,
        "when": _when(each, scene), "minutes": str(each.ends - each.begins), "room": each.room,
        "panel": ", ".join(spoken(one.name) for one in panel), "interviewer": spoken(scene.name(each.interview, each.person)),
        "role": role.value.replace("_", " "), "reason": held.reason if inside and held is not None else "", "kit": kit,
    }  # fmt: skip


def _when(each: Invite, scene: Scene) -> str:
    """When it is by the clocks agreed on; to the panel by each one's own, with the candidate's where they are others then."""
    agreed = asking.zone_of(each.zone)
    own, at = scene.zones.get(each.person, agreed), instant_of(each.begins)
    if at.astimezone(own).utcoffset() == at.astimezone(agreed).utcoffset():
        return telling.when(each.begins, agreed)
    return f"{telling.when(each.begins, own)} ({telling.when(each.begins, agreed)} for the candidate)"


def _zones(ctx: Context, ids: Mapping[str, int]) -> dict[str, ZoneInfo]:
    """The zones of people, by their numbers and with their ids."""
    today = ctx.clock.today()
    held = on_file(list(ids.values()), today, today, contents=False) if ids else {}
    return {number: zone_of(ctx, held[id_], in_force(held[id_].history, today)) for number, id_ in ids.items()}


def _kit(book: Playbook, scene: Scene, each: Invite, own: Mapping[int, Mapping[str, Own]]) -> str:
    application, wanted, _ = scene.about[each.interview]
    template = book.template(wanted.template)
    kit = book.kit(template.kit) if template else None
    member = next(one for one in scene.held[each.interview].panel if one.person == each.person)
    return sheet_of(kit, application.stage, member, own.get(each.interview, {}).get(each.person)).text


def _said(written: int, off: int) -> str:
    what = counted(written, "e-mail")
    told = f", {off} of them that it is off" if 0 < off < written else " that it is off" if off else ""
    return f"{what}{told} {_is(written)} in the outbox."


def _silent(names: Sequence[str]) -> str:
    return f"{told_apart(names)} {'has' if len(names) == 1 else 'have'} no e-mail address; tell them yourself."


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
