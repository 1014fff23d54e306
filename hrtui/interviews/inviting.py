"""E-mails about interviews: written into the outbox as they are scheduled, moved and cancelled, and given up once they are right no more."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace

from data import directory, interviewkits, interviews, invitations
from data.recruiting import applications, outbox, requisitions
from hrtui.attention.rules import spoken
from hrtui.audit import writing
from hrtui.audit.model import Change, Entered
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.interviews import asking, reading, telling
from hrtui.interviews.exporting import about_of, organizer
from hrtui.interviews.invitations import About, Method, calendar
from hrtui.interviews.invites import CANDIDATE, TOLD, Invite, owing
from hrtui.interviews.kits import Own, sheet_of
from hrtui.interviews.model import INVITED, Interview, Member, PanelRole
from hrtui.interviews.service import WORK
from hrtui.recruiting.emails import CalendarPart
from hrtui.recruiting.gathering import Worked, told_apart, who_of
from hrtui.recruiting.messages import Message, MessageState, filled_lines, host_of
from hrtui.recruiting.model import Application, Candidate, Requisition
from hrtui.recruiting.playbook import Occasion, Playbook
from hrtui.recruiting.playfile import playbook
from hrtui.text import counted
from hrtui.value import frozen

Whose = tuple[Application, Requisition, Candidate]
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
    """Interviews by their ids (those undone are missing) with the messages about them, whose they are, and who is written to."""

    held: Mapping[int, Interview]
    before: Mapping[int, Sequence[Invite]]
    about: Mapping[int, Whose]
    people: Mapping[str, tuple[str, str, int]] = field(default_factory=dict)

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
    scene = _scene(ctx, sorted(set(ids)))
    write, drop, silent = list[Invite](), list[Invite](), list[str]()
    for id_ in scene.about:
        held, before = scene.held.get(id_), scene.before.get(id_, ())
        panel = [each.person for each in held.panel] if held is not None else []
        for person in dict.fromkeys([CANDIDATE, *panel, *(each.person for each in before)]):
            own = [each for each in before if each.person == person]
            owed = owing(person, held, own)
            drop += owed.drop
            wanted = owed.write is not None and (asked or ctx.config.interviews.invite or _was_told(own))
            if wanted and owed.write is not None and scene.address(id_, person):
                write.append(owed.write)
            elif (wanted or person in panel) and not scene.address(id_, person) and held and held.state in INVITED:
                silent.append(scene.name(id_, person))
    notices = [_silent(list(dict.fromkeys(silent)))] if silent else []
    if not (write or drop):
        return Followed(notices=tuple(notices))
    made = _written(ctx, scene, write, entered)
    gone = _given_up(ctx, drop, entered)
    off = [each for each in write if each.method is Method.CANCEL]
    said = [_said(len(write), len(off))] if write else []
    said += [f"{counted(len(gone), 'draft')} {_is(len(gone))} given up."] if gone and not write else []
    notes = [
        *((each.number, [Change("message", "", each.template)], {"interview": each.interview}) for each in made),
        *(
            (each.number, [Change("message.state", each.state.value, MessageState.DROPPED.value)], None)
            for each in gone
        ),
    ]
    return Followed(len(write), len(gone), tuple(notes), (*said, *notices))


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


def calendar_part(ctx: Context, message: Message, *, leaves: bool = True) -> CalendarPart | None:
    """The calendar file that goes with a message; None for one that is about no interview. Inside a snapshot or `write()`.

    Raises RuleBroken where the message `leaves` and what it says is right no longer.
    """
    if not message.interview:
        return None
    told = invitations.of_message(message.number)
    if told is None:
        return None
    scene = _scene(ctx, [told.interview])
    held = scene.held.get(told.interview)
    own = [each for each in scene.before.get(told.interview, ()) if each.person == told.person]
    if leaves and all(each.message != message.number for each in owing(told.person, held, own).keep):
        raise RuleBroken(
            f"What message {message.number} says of {told.number} is right no longer; drop it. `hrtui interviews invite {told.number}` "
            "writes what is owed.",
            "state",
        )
    at = told.as_interview()
    if held is not None and told.method is Method.REQUEST:
        at = replace(at, panel=held.panel, candidate=held.candidate)
    return CalendarPart(told.method.value, _file(ctx, scene, told, at, message.recipient))


def followed_message(ctx: Context, message: Message, entered: Entered) -> Followed:
    """As `follow`, of the interview that a message is about, where it is about one."""
    told = invitations.of_message(message.number) if message.interview else None
    return Followed() if told is None else follow(ctx, [told.interview], entered)


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
    held = {each.id: each for each in interviews.of_ids(ids)}
    before = invitations.of_interviews(ids)
    found = invitations.identities(ids)
    each = applications.by_ids(sorted({application for _, application in found.values()}))
    wanted = requisitions.of(sorted({one.requisition for one in each.values()}))
    who = who_of(each.values())
    about = {
        id_: (each[application], wanted[each[application].requisition], who[each[application].candidate])
        for id_, (_, application) in found.items()
        if application in each and each[application].candidate in who
    }
    numbers = {one.person for some in held.values() for one in some.panel}
    numbers |= {one.person for some in before.values() for one in some if one.person}
    people = {
        number: (line.name, line.email, line.id) for number, (line, _) in directory.lines(sorted(numbers)).items()
    }
    return Scene(held, before, about, people)


def _written(ctx: Context, scene: Scene, write: Sequence[Invite], entered: Entered) -> list[Message]:
    if not write:
        return []
    book, own = playbook(ctx), interviewkits.of_interviews(sorted({each.interview for each in write}))
    made, host = list[Message](), host_of(ctx.config.mail.sender)
    for number, each in zip(outbox.next_numbers(len(write)), write, strict=True):
        occasion = _occasion(each, scene.before.get(each.interview, ()))
        text = book.invitation(occasion)
        if text is None:
            raise RuleBroken(f"The recruiting file has no e-mail “{occasion.value}”.", "invitations")
        kit = _kit(book, scene, each, own) if each.person and each.method is Method.REQUEST else ""
        fields = _fields(ctx, scene, each, kit)
        subject = " ".join(filled_lines(text.subject, fields).split())
        application, _, who = scene.about[each.interview]
        made.append(
            Message(
                number, f"<{secrets.token_hex(16)}@{host}>", MessageState.DRAFT, scene.address(each.interview, each.person), subject,
                filled_lines(text.body, fields), occasion.value, candidate=who.number, application=application.number, interview=each.number,
            )
        )  # fmt: skip
    of = [(scene.about[each.interview][2].id, each.application) for each in write]
    outbox.add_many(made, of, ctx.clock.today(), entered)
    ids = {number: id_ for number, (_, _, id_) in scene.people.items()}
    named = [replace(each, message=one.number) for each, one in zip(write, made, strict=True)]
    invitations.add_many(named, ids, entered)
    return made


def _given_up(ctx: Context, drop: Sequence[Invite], entered: Entered) -> list[Message]:
    if not drop:
        return []
    gone = outbox.of_numbers([each.message for each in drop])
    dropped = [replace(each, state=MessageState.DROPPED, detail=MOVED) for each in gone]
    outbox.put_many(dropped, ctx.clock.today(), entered)
    return gone


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
        "when": telling.when(each.begins, asking.zone_of(each.zone)), "minutes": str(each.ends - each.begins), "room": each.room,
        "panel": ", ".join(spoken(one.name) for one in panel), "interviewer": spoken(scene.name(each.interview, each.person)),
        "role": role.value.replace("_", " "), "reason": held.reason if inside and held is not None else "", "kit": kit,
    }  # fmt: skip


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
