"""Interviews are scheduled where the solver finds room, moved by the smallest change, cancelled, answered and concluded."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from math import gcd

from data import interviews, invitations
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.context import Context
from hrtui.errors import Conflict, NotFound, RuleBroken
from hrtui.interviews import asking, feedback, inviting, reading, service, spans, telling
from hrtui.interviews.asking import Asked, Part
from hrtui.interviews.conflicts import conflicts_of
from hrtui.interviews.model import AHEAD, Interview, InterviewState, Member, PanelRole, Response, check_step
from hrtui.interviews.service import WORK, Question
from hrtui.interviews.wishes import Anchor, Proposal
from hrtui.people import checks
from hrtui.people.listing import resolve
from hrtui.recruiting import rules
from hrtui.recruiting.gathering import Worked, application
from hrtui.recruiting.messages import host_of
from hrtui.text import clean, listed

STATES = InterviewState
CANDIDATE = "candidate"
SO_ALREADY = "{} answered so already; nothing was written."
BY_HAND = (STATES.CONFIRMED, STATES.COMPLETED, STATES.NO_SHOW)


def schedule(ctx: Context, number: str, asked: Asked, begins: int | None = None, *, hold: date | None = None) -> Worked:
    """Schedule the best slot for an application's interview, or the best that begins at a minute; a loop is one command. With
    `asked.anyway` that minute is taken though calendars, hours or absences contradict it, which is told. With `hold` it is proposed
    and held until that day: it takes the time, and nobody is written to before it is confirmed.

    Raises NotFound, NotAllowed, RuleBroken saying what stands in the way where there is no slot, and Conflict, naming the next one,
    where the time is taken.
    """
    with ctx.store.write():
        each, wanted, who = application(ctx, WORK, number)
        rules.check_active(each, who.name)
        _check_hold(ctx, hold)
        state = STATES.SCHEDULED if hold is None else STATES.PROPOSED
        question = service.asked_of(ctx, asked, who.id)
        found = _placed(ctx, asked, question, begins)
        zone = asked.zone or ctx.config.company.time_zone
        numbers = interviews.next_numbers(len(found.placed))
        made = [
            Interview(
                own, _uid(ctx), each.id, placed.begins, placed.ends, zone, state, placed.room, loop=numbers[0],
                panel=_panel(placed.people, part, question), expires=hold,
            )
            for own, placed, part in zip(numbers, found.placed, asked.parts, strict=True)
        ]  # fmt: skip
        entered = writing.begin(ctx, WORK, each.number)
        interviews.add_many(made, question.ids, ctx.clock.today(), entered)
        _book(made)
        changes = [Change("interview", "", f"{one.number} {_when(one)}") for one in made]
        told = inviting.follow(ctx, interviews.ids(numbers).values(), entered)
        feedback.ask_panel(ctx, made, (), entered)
        writing.note_many(entered, WORK, [(each.number, changes, {"application": each.number}), *told.notes])
    first = telling.when(made[0].begins, asking.zone_of(zone))
    what = f"{len(made)} sessions with {who.name} are" if len(made) > 1 else f"The interview with {who.name} is"
    notices = (f"{wanted.title}: {telling.reasons(found)}.", *_noticed(ctx, asked, question, made), *told.notices)
    done = "scheduled" if hold is None else f"proposed, and held until {hold}"
    return Worked(entered.command, "", f"{what} {done}; {made[0].number} begins {first}.", notices, tuple(numbers))


def move(
    ctx: Context, number: str, reason: str, asked: Asked, *, without: Sequence[str] = (), instead: Part | None = None,
    begins: int | None = None, loop: bool = False, expected: int | None = None,
) -> Worked:  # fmt: skip
    """Move an interview, or with `loop` all that were made with it, by the smallest change: the nearest time, and of the panel only who
    cannot come (`without`) is replaced, by whom of `instead` fits best. `asked` gives days, hours, zones, calendars and rooms.

    The same UID goes out with the next SEQUENCE, and everyone has to answer anew. Raises as `schedule`, and Conflict where a command
    after `expected` touched it.
    """
    with ctx.store.write():
        held = _held(ctx, number, loop, expected)
        for one in held:
            check_step(one, STATES.RESCHEDULED, clean(reason))
        gone = {resolve(ctx, text) for text in without}
        _check_on_panel(held, gone)
        rooms = asked.rooms or {one.room: None for one in held if one.room}
        parts = tuple(_part(one, gone, instead) for one in held)
        asked = replace(asked, parts=parts, zone=asked.zone or held[0].zone, rooms=rooms)
        question = service.asked_of(ctx, asked, held[0].candidate, [one.id for one in held])
        anchor = Anchor(
            tuple(one.begins for one in held), tuple(frozenset(each.person for each in one.panel) for one in held)
        )
        found = _placed(ctx, asked, question, begins, anchor)
        told = invitations.told_sequences([one.id for one in held])
        made = [
            replace(
                one, begins=placed.begins, ends=placed.ends, room=placed.room, sequence=max(one.sequence, told.get(one.id, 0)) + 1,
                state=one.state if one.state is STATES.PROPOSED else STATES.RESCHEDULED, reason=checks.text(reason, "reason"),
                panel=_panel(placed.people, part, question, one.panel), answer=Response.NEEDS_ACTION,
            )
            for one, placed, part in zip(held, found.placed, asked.parts, strict=True)
        ]  # fmt: skip
        entered = writing.begin(ctx, WORK, held[0].number)
        today = ctx.clock.today()
        interviews.put_many(made, today, entered)
        seats = [
            *(
                (one.id, each, False)
                for old, one in zip(held, made, strict=True)
                for each in old.panel
                if _left(each, one)
            ),
            *((one.id, each, True) for one in made for each in one.panel),
        ]
        interviews.put_panel(seats, question.ids | interviews.person_ids(gone), today, entered)
        _book(made)
        notes = [(new.number, _told(old, new), None) for old, new in zip(held, made, strict=True)]
        feedback.ask_panel(ctx, made, [one.person for old in held for one in old.panel], entered)
        followed = inviting.follow(ctx, [one.id for one in made], entered)
        writing.note_many(entered, WORK, [*notes, *followed.notes])
    first = telling.when(made[0].begins, asking.zone_of(asked.zone))
    sentence = f"{_named(made)} moved; {made[0].number} begins {first}."
    notices = (f"{telling.reasons(found)}.", *_noticed(ctx, asked, question, made), *followed.notices)
    return Worked(entered.command, "", sentence, notices, tuple(one.number for one in made))


def cancel(ctx: Context, number: str, reason: str, *, loop: bool = False, expected: int | None = None) -> Worked:
    """Cancel an interview, or with `loop` all to come that were made with it; its time is free at once, and who was told of it is told.
    One that is proposed is dropped, for which no reason is needed. Raises as `move`."""
    said = checks.text(reason, "reason")
    return _step(ctx, number, STATES.CANCELLED, said, loop, expected)


def confirm(ctx: Context, number: str, *, loop: bool = False, expected: int | None = None) -> Worked:
    """Schedule an interview that was proposed, or with `loop` all that were with it: everyone is written to. Raises as `move`, and
    RuleBroken where it is over or not proposed."""
    return _step(ctx, number, STATES.SCHEDULED, "", loop, expected)


def conclude(ctx: Context, number: str, state: InterviewState, *, expected: int | None = None) -> Worked:
    """Record that an interview is confirmed, took place, or that the candidate did not come. Raises as `move`."""
    if state not in BY_HAND:
        raise RuleBroken(f"{state.value} is not recorded by hand; move or cancel the interview.", "state")
    return _step(ctx, number, state, "", False, expected)


def respond(ctx: Context, number: str, who: str, response: Response) -> Worked:
    """Record what somebody of the panel answered, or with CANDIDATE for `who` the candidate; once everyone on the panel who has to
    come accepted, the interview is confirmed.

    Who of the panel declines is free again at that time. Raises NotFound, NotAllowed and RuleBroken.
    """
    with ctx.store.write():
        (held,) = _held(ctx, number, False, None)
        if held.state not in AHEAD:
            raise RuleBroken(f"Interview {held.number} is over; answers count no more.", "state")
        if who == CANDIDATE:
            made, name, change = (
                replace(held, answer=response),
                "The candidate",
                Change(CANDIDATE, held.answer.value, response.value),
            )
            if held.answer is response:
                raise RuleBroken(SO_ALREADY.format(name), "response")
            seat: list[Member] = []
        else:
            made, answered, change = _answered(held, resolve(ctx, who), response)
            name, seat = answered.name, [answered]
        entered = writing.begin(ctx, WORK, held.number)
        today = ctx.clock.today()
        numbers = interviews.person_ids({each.person for each in seat})
        interviews.put_panel([(held.id, each, True) for each in seat], numbers, today, entered)
        if (made.state, made.answer) != (held.state, held.answer):
            interviews.put_many([made], today, entered)
        _book([made])
        writing.note(entered, WORK, held.number, [change, *_told(held, made)])
    confirmed = f"; {held.number} is confirmed" if made.state is not held.state else ""
    said = response.value.replace("_", " ")
    return Worked(entered.command, "", f"{name} answered {said} to {held.number}{confirmed}.", (), (held.number,))


def _answered(held: Interview, who: str, response: Response) -> tuple[Interview, Member, Change]:
    """An interview to which somebody of its panel answered, by their number; their seat then, and the change."""
    member = next((each for each in held.panel if each.person == who), None)
    if member is None:
        raise NotFound(f"{who} is not on the panel of {held.number}.")
    if member.response is response:
        raise RuleBroken(SO_ALREADY.format(member.name), "response")
    answered = replace(member, response=response)
    panel = tuple(answered if each is member else each for each in held.panel)
    everyone = all(each.response is Response.ACCEPTED for each in panel if each.role is not PanelRole.SHADOW)
    confirmed = everyone and held.state is not STATES.PROPOSED
    made = replace(held, panel=panel, state=STATES.CONFIRMED if confirmed else held.state)
    return made, answered, Change(f"panel.{who}", member.response.value, response.value)


def _placed(
    ctx: Context, asked: Asked, question: Question, begins: int | None, anchor: Anchor | None = None
) -> Proposal:
    """The best slot, or the best that begins at a minute; raise as `schedule`."""
    if asked.anyway and begins is None:
        raise RuleBroken(
            "Say when it begins; without that the best slot is taken, which nothing contradicts.", "begins"
        )
    grid = gcd(question.wish.grid, begins or 0)
    pinned = replace(question, wish=replace(question.wish, begins=begins, grid=grid))
    found = service.answered(ctx, asked, pinned, 1, anchor)
    if found.slots:
        return found.slots[0]
    if begins is None:
        raise RuleBroken(found.sentence, "session")
    zone = asking.zone_of(asked.zone or ctx.config.company.time_zone)
    others = service.answered(ctx, asked, question, 1, anchor)
    taken = f"{telling.when(begins, zone)} is not free for everyone any more"
    if not others.slots:
        raise Conflict(f"{taken}. {others.sentence}")
    raise Conflict(f"{taken}; the next slot begins {telling.when(others.slots[0].placed[0].begins, zone)}.")


def _noticed(ctx: Context, asked: Asked, question: Question, made: Sequence[Interview]) -> list[str]:
    """What is to be known of what was booked: what contradicts it where that was no matter, else who of those asked is away."""
    if not asked.anyway:
        return list(question.notices)
    return [f"{number}: {said}" for number, each in conflicts_of(ctx, made).items() for said in each]


def _panel(people: Sequence[str], part: Part, question: Question, before: Sequence[Member] = ()) -> tuple[Member, ...]:
    """The panel of a session: roles as asked, or as they were, those of whoever is replaced go to whoever comes; the first of a new
    panel leads unless somebody else does. Everyone has to answer."""
    roles = {question.numbers[text]: role for text, role in part.roles} | {each.person: each.role for each in before}
    vacant = [each.role for each in before if each.person not in people]
    if not before and PanelRole.LEAD not in roles.values():
        vacant = [PanelRole.LEAD]
    out = []
    for person in people:
        role = roles.get(person) or (vacant.pop(0) if vacant else PanelRole.INTERVIEWER)
        out.append(Member(person, question.names[person], role=role))
    return tuple(out)


def _check_on_panel(held: Sequence[Interview], gone: Collection[str]) -> None:
    """Raise RuleBroken where somebody who is said not to come is on none of the panels that are moved."""
    strangers = sorted(set(gone) - {one.person for each in held for one in each.panel})
    if strangers:
        raise RuleBroken(
            f"{listed(strangers, 'and')} {'is' if len(strangers) == 1 else 'are'} not on the panel of "
            f"{listed([each.number for each in held])}; leave them out, or move the session they are on, or the whole loop.",
            "without",
        )


def _part(held: Interview, gone: Collection[str], instead: Part | None) -> Part:
    """What is asked for where an interview is moved: who was there and can come, and as many of the others as cannot."""
    stay = tuple(each.person for each in held.panel if each.person not in gone)
    minutes, missing = held.ends - held.begins, len(held.panel) - len(stay)
    if not missing:
        return Part(minutes, stay)
    if instead is None:
        if not stay:
            raise RuleBroken(f"Nobody is left on the panel of {held.number}; say who comes instead.", "instead")
        return Part(minutes, stay)
    pool = (*instead.everyone, *instead.pool)
    return Part(minutes, stay, pool, min(missing, len(pool)))


def _held(ctx: Context, number: str, loop: bool, expected: int | None) -> list[Interview]:
    """An interview to come, or all of its loop; raise NotFound, NotAllowed, and Conflict where it was touched since."""
    held = reading.found(ctx, WORK, number)
    if expected is not None and held.stamp is not None and held.stamp.command > expected:
        raise Conflict(
            f"{held.stamp.recorded_by} changed interview {held.number} since you looked: it is {held.state.value}, {_when(held)} UTC. "
            "Nothing was done; look again first."
        )
    if not loop:
        return [held]
    return [each for each in interviews.of_loop(held.loop) if each.state in AHEAD] or [held]


def _step(ctx: Context, number: str, to: InterviewState, reason: str, loop: bool, expected: int | None) -> Worked:
    with ctx.store.write():
        held = _held(ctx, number, loop, expected)
        if loop and to is STATES.SCHEDULED:
            held = [one for one in held if one.state is STATES.PROPOSED] or held
        for one in held:
            check_step(one, to, reason)
            _check_ahead(ctx, one, to)
        off, known = to is STATES.CANCELLED, invitations.told_sequences([one.id for one in held])
        made = [
            replace(
                one, state=to, reason=reason or one.reason, expires=None,
                sequence=max(one.sequence, known.get(one.id, 0)) + 1 if off else one.sequence,
            )
            for one in held
        ]  # fmt: skip
        entered = writing.begin(ctx, WORK, held[0].number)
        interviews.put_many(made, ctx.clock.today(), entered)
        _book(made)
        told = inviting.follow(ctx, [one.id for one in made], entered)
        feedback.ask_panel(ctx, made, (), entered)
        notes = [(new.number, _told(old, new), None) for old, new in zip(held, made, strict=True)]
        writing.note_many(entered, WORK, [*notes, *told.notes])
    said = to.value.replace("_", "-")
    return Worked(entered.command, "", f"{_named(made)} {said}.", told.notices, tuple(one.number for one in made))


def _check_ahead(ctx: Context, held: Interview, to: InterviewState) -> None:
    if to is STATES.SCHEDULED and held.begins <= spans.minute_of(ctx.clock.now()):
        raise RuleBroken(f"The time that {held.number} was held for is over; move it, or drop it.", "state")


def _check_hold(ctx: Context, hold: date | None) -> None:
    if hold is not None and hold < ctx.clock.today():
        raise RuleBroken(f"{hold} is over; hold it until a day that comes.", "hold")


def _book(made: Sequence[Interview]) -> None:
    """Bring bookings up to what was entered; inside `write()`, in which nobody else took the time."""
    interviews.book(interviews.ids([each.number for each in made]).values())


def _left(member: Member, now: Interview) -> bool:
    return all(each.person != member.person for each in now.panel)


def _told(old: Interview, new: Interview) -> list[Change]:
    """What changed about an interview, as the trail says it."""
    out = []
    for name in ("state", "room", "sequence", "reason", "expires"):
        before, after = (str(getattr(each, name) or "") for each in (old, new))
        if before != after:
            out.append(Change(f"interview.{name}", before, after))
    if (old.begins, old.ends) != (new.begins, new.ends):
        out.append(Change("interview.when", _when(old), _when(new)))
    before, after = (", ".join(each.person for each in one.panel) for one in (old, new))
    if before != after:
        out.append(Change("interview.panel", before, after))
    return out


def _when(held: Interview) -> str:
    first, last = spans.instant_of(held.begins), spans.instant_of(held.ends)
    return f"{first:%Y-%m-%d %H:%M}-{last:%H:%M}"


def _named(made: Sequence[Interview]) -> str:
    return (
        f"Interview {made[0].number} is" if len(made) == 1 else f"{len(made)} interviews of the loop {made[0].loop} are"
    )


def _uid(ctx: Context) -> str:
    return f"{secrets.token_hex(16)}@{host_of(ctx.config.mail.sender)}"
