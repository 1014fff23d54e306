"""Messages to candidates: write them from templates, change, send, settle and drop them; the outbox."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from data.recruiting import applications, candidates, outbox
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.context import Context
from hrtui.errors import HrError, NotFound, RuleBroken
from hrtui.interviews import inviting
from hrtui.payroll.outputs import files
from hrtui.people import checks
from hrtui.recruiting.attaching import attached, check_attached, check_shown, contents
from hrtui.recruiting.emails import email_of
from hrtui.recruiting.gathering import GIVEN, READ, WORK, Worked, candidate_reached, candidates_reached, gathered, reach
from hrtui.recruiting.mailing import Hand, NotKnown, hand_over
from hrtui.recruiting.messages import (
    WRITTEN,
    Attachment,
    Message,
    MessageState,
    check_address,
    check_alone,
    check_message_move,
    checked_text,
    filled,
    host_of,
)
from hrtui.recruiting.model import Application, Candidate, Owes, Requisition
from hrtui.recruiting.playbook import Message as Template
from hrtui.recruiting.playbook import Playbook
from hrtui.recruiting.playfile import playbook
from hrtui.text import clean, listed

STATES = MessageState
UNDER_WAY = (STATES.DRAFT, STATES.SENDING, STATES.FAILED)
SEND = "recruiting.send"
"""What the trail calls the steps of sending, which no undo takes back: a draft again would go out twice."""
MOST = 1_000
Found = tuple[Application, Requisition, Candidate]


def write_messages(ctx: Context, numbers: Sequence[str], template: str = "") -> Worked:
    """Write drafts to the candidates of applications, from a template or the one that each rejection's reason names.

    Raises NotFound, NotAllowed, and RuleBroken where there is no such template, no address, or one is under way already.
    """
    today, book = ctx.clock.today(), playbook(ctx)
    with ctx.store.write():
        found = gathered(ctx, WORK, numbers)
        busy = {
            each.application
            for each in outbox.of_candidates([who.id for _, _, who in found])
            if each.state in UNDER_WAY and not each.interviews
        }
        texts = [_template(book, template or _owed_template(ctx, each, who)) for each, _, who in found]
        files = dict[str, tuple[Attachment, ...]]()
        for kinds in {text.attach for text in texts}:
            files |= attached(ctx, kinds, [one for one, text in zip(found, texts, strict=True) if text.attach == kinds])
        made: list[Message] = []
        for number, (each, wanted, who), text in zip(outbox.next_numbers(len(found)), found, texts, strict=True):
            if each.number in busy:
                raise RuleBroken(
                    f"A message to {who.name} is in the outbox already; send or drop it first.", "application"
                )
            check_address(who.email)
            fields = _fields(ctx, wanted, who)
            made.append(
                Message(
                    number, f"<{secrets.token_hex(16)}@{host_of(ctx.config.mail.sender)}>", STATES.DRAFT, who.email, filled(text.subject, fields),
                    filled(text.body, fields), text.name, candidate=who.number, application=each.number,
                    attachments=files.get(each.number, ()),
                )
            )  # fmt: skip
        entered = writing.begin(ctx, WORK, made[0].number)
        outbox.add_many(made, [(who.id, each.id) for each, _, who in found], today, entered)
        notes = [
            (each.number, [Change("message", "", each.template)], {"application": each.application}) for each in made
        ]
        writing.note_many(entered, WORK, notes)
    what = f"A draft to {found[0][2].name} is" if len(made) == 1 else f"{len(made)} drafts are"
    return Worked(entered.command, "", f"{what} in the outbox.", (), tuple(each.number for each in made))


def change_message(
    ctx: Context,
    number: str,
    *,
    recipient: str | None = None,
    subject: str | None = None,
    body: str | None = None,
    expected: int | None = None,
) -> Worked:
    """Change a draft, or one that failed; None leaves as it is. `expected` is the command of its stamp when it was read.

    Raises NotFound, NotAllowed, RuleBroken naming the field, and Conflict where somebody else wrote it since.
    """
    with ctx.store.write():
        held = _found(ctx, WORK, number)
        check_message_move(held, STATES.DRAFT)
        after = replace(held, state=STATES.DRAFT, detail="")
        if recipient is not None:
            after = replace(after, recipient=_address(recipient))
        if subject is not None:
            after = replace(after, subject=checks.filled(subject, "subject"))
        if body is not None:
            after = replace(after, body=checked_text(body))
        if expected is not None and held.stamp is not None and held.stamp.command > expected:
            check_alone(outbox.as_entered(held.number, expected), held, after)
        changes = _told(held, after)
        if not changes:
            raise RuleBroken(f"Message {held.number} is so already; nothing was written.")
        entered = _put(ctx, held, after, changes)
    return Worked(entered, "", f"Message {held.number} is changed.", (), (held.number,))


def send_message(ctx: Context, number: str, *, hand: Hand | None = None) -> Worked:
    """Send a draft through the configured mail server, once: before it is handed over that is stored, and afterwards how it went.

    Raises NotFound, NotAllowed, RuleBroken without a server, where it went or was handed over already or what is attached may not leave
    any more, StoreDamaged, NotSent and NotKnown.
    """
    settings = ctx.config.mail
    if hand is None and not settings.server:
        raise RuleBroken(
            "No mail server is configured (`mail: server`); write the message to a file and send it from your mailbox."
        )
    with ctx.store.write():
        held = _found(ctx, WORK, number)
        check_message_move(held, STATES.SENDING)
        check_address(held.recipient)
        check_attached(ctx, held)
        content, calendars = contents(ctx, held), inviting.calendar_parts(ctx, held)
        _put(ctx, held, replace(held, state=STATES.SENDING, detail=""), action=SEND)
    mail = email_of(held, settings.sender, ctx.clock.now(), content, calendars=calendars)
    try:
        if hand is None:
            hand_over(settings, _password(ctx), mail)
        else:
            hand(mail)
    except NotKnown as error:
        _settle(ctx, number, STATES.SENDING, str(error), SEND)
        raise
    except HrError as error:
        _settle(ctx, number, STATES.FAILED, str(error), SEND)
        raise
    return _settle(ctx, number, STATES.SENT, "", SEND)


def settle_message(ctx: Context, number: str, *, sent: bool) -> Worked:
    """Say of a message that was not heard of, or that went out from a mailbox, that it was sent; or that it failed.

    Raises NotFound, NotAllowed and RuleBroken.
    """
    with ctx.store.snapshot():
        held = _found(ctx, WORK, number)
        check_message_move(held, STATES.SENT if sent else STATES.FAILED)
    return _settle(ctx, number, STATES.SENT if sent else STATES.FAILED, "" if sent else "said by hand")


def drop_message(ctx: Context, number: str) -> Worked:
    """Give a draft up. Raises NotFound, NotAllowed and RuleBroken."""
    with ctx.store.write():
        held = _found(ctx, WORK, number)
        check_message_move(held, STATES.DROPPED)
        entered = _put(ctx, held, replace(held, state=STATES.DROPPED))
    return Worked(entered, "", f"Message {held.number} is dropped.", (), (held.number,))


def message_of(ctx: Context, number: str) -> Message:
    """A message. Raises NotFound and NotAllowed."""
    with ctx.store.snapshot():
        return _found(ctx, READ, number)


def eml(ctx: Context, number: str) -> bytes:
    """A message, with what is attached, as a file that mail programs open as a draft.

    Raises NotFound, NotAllowed (also where what is attached tells of pay, and the role sees none), StoreDamaged, and RuleBroken without
    an address, or where what is attached may not leave any more.
    """
    with ctx.store.snapshot():
        held = _found(ctx, READ, number)
        check_address(held.recipient)
        check_shown(ctx, held)
        if held.state in UNDER_WAY:
            check_attached(ctx, held)
        calendars = inviting.calendar_parts(ctx, held, leaves=held.state in UNDER_WAY)
    content = contents(ctx, held)
    mail = email_of(held, ctx.config.mail.sender, ctx.clock.now(), content, unsent=True, calendars=calendars)
    return mail.as_bytes()


def write_eml(ctx: Context, number: str, target: Path) -> Path:
    """Write a message to a new file of mode 0600 that mail programs open as a draft, and leave an audit entry.

    Raises as `eml`, and RuleBroken where the file is there already.
    """
    content = eml(ctx, number)
    path = target / f"{number.upper()}.eml" if target.is_dir() else target

    def noted(written: files.Written) -> None:
        writing.note_read(ctx, number.upper(), "message", written.detail, area="recruiting")

    return files.write(path, content, before_naming=noted).path


def outbox_list(ctx: Context, states: Sequence[MessageState] = UNDER_WAY) -> list[Message]:
    """The newest thousand messages in some states, to candidates one may see. Raises NotAllowed."""
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        found = outbox.in_states(states, MOST)
        who = candidates.ids(sorted({each.candidate for each in found if each.candidate}))
        seen = candidates_reached(ctx, READ, who.values())
    return [each for each in found if who.get(each.candidate) in seen]


def owed_messages(ctx: Context) -> list[str]:
    """The numbers of applications one may see whose candidate is owed a message of which no draft is in the outbox.

    Raises NotAllowed.
    """
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        within = reach(ctx, READ)
        owing = [number for number, wanted in applications.owing() if within is None or wanted in within]
        busy = {each.application for each in outbox.in_states(UNDER_WAY, MOST) if not each.interviews}
    return [number for number in owing if number not in busy]


def _settle(ctx: Context, number: str, to: MessageState, detail: str, action: str = WORK) -> Worked:
    """Store how a message went; once one that is about no interview is sent, nothing is owed any more. What an interview's messages
    owe is looked at again."""
    with ctx.store.write():
        held = _found(ctx, WORK, number)
        entered = writing.begin(ctx, action, held.number)
        outbox.put_many([replace(held, state=to, detail=detail)], ctx.clock.today(), entered)
        about = outbox.about(held.number)
        if to is STATES.SENT and not held.interviews and about is not None and about[1] is not None:
            each = applications.by_ids([about[1]])[about[1]]
            if each.owes is Owes.OWED:
                applications.put_many([replace(each, owes=Owes.SENT)], ctx.clock.today(), entered)
        notes: list[writing.Note] = [(held.number, [Change("message.state", held.state.value, to.value)], None)]
        told = inviting.followed_message(ctx, held, entered)
        writing.note_many(entered, action, [*notes, *told.notes])
    sentence = f"Message {held.number} to {held.recipient} is {to.value}."
    return Worked(entered.command, "", sentence, told.notices, (held.number,))


def _put(ctx: Context, held: Message, after: Message, changes: Sequence[Change] = (), action: str = WORK) -> int:
    entered = writing.begin(ctx, action, held.number)
    outbox.put_many([after], ctx.clock.today(), entered)
    writing.note(
        entered, action, held.number, changes or [Change("message.state", held.state.value, after.state.value)]
    )
    return entered.command


def _told(held: Message, after: Message) -> list[Change]:
    """What changed, as the trail says it: what was written not by its words, which a purge has to be able to empty."""
    changes = [
        Change(f"message.{called}", GIVEN, GIVEN)
        for name, called in WRITTEN.items()
        if getattr(held, name) != getattr(after, name)
    ]
    if held.state is not after.state:
        changes.append(Change("message.state", held.state.value, after.state.value))
    return changes


def _address(given: str) -> str:
    """The address a message is to go to; raise RuleBroken at its field."""
    try:
        address = checks.email(given)
    except RuleBroken as error:
        raise RuleBroken(str(error), "recipient") from error
    check_address(address)
    return address


def _found(ctx: Context, action: str, number: str) -> Message:
    require(ctx.actor, action)
    found = outbox.numbered(clean(number).upper())
    if found is not None:
        who = candidates.numbered(found.candidate)
        if who is not None and candidate_reached(ctx, action, who):
            return found
    raise NotFound(
        f"There is no message “{clean(number, limit=40)}” that you may see; `hrtui recruiting outbox` lists them."
    )


def _template(book: Playbook, name: str) -> Template:
    text = book.message(name)
    if text is None:
        known = listed([each.name for each in book.settings.messages])
        raise RuleBroken(f"There is no message “{name}”; there is {known}.", "template")
    return text


def _owed_template(ctx: Context, each: Application, who: Candidate) -> str:
    reason = playbook(ctx).reason(each.reason)
    if each.owes is not Owes.OWED or reason is None:
        raise RuleBroken(f"No message is owed to {who.name}; name the template.", "template")
    return reason.message


def _fields(ctx: Context, wanted: Requisition, who: Candidate) -> dict[str, str]:
    return {
        "first_name": who.first_name or who.last_name, "last_name": who.last_name, "name": f"{who.first_name} {who.last_name}".strip(),
        "title": wanted.title, "requisition": wanted.number, "company": ctx.config.company.name,
        "recruiter": wanted.recruiter or ctx.actor.login,
    }  # fmt: skip


def _password(ctx: Context) -> str:
    settings = ctx.config.mail
    if not settings.user or settings.password_file is None:
        return ""
    path: Path = ctx.config.path(settings.password_file)
    try:
        return path.read_text("utf-8").strip()
    except OSError as error:
        raise RuleBroken(
            f"The password file {path.name} cannot be read ({error.strerror}); see `mail: password_file`."
        ) from error
