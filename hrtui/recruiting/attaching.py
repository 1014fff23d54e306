"""What goes with a message: documents of the candidate, chosen when it is written and looked at again before it leaves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from data import filestore
from data.recruiting import applications, candidates, offers
from data.recruiting import files as rows
from hrtui.context import Context
from hrtui.errors import NotAllowed, RuleBroken
from hrtui.recruiting.filing import folder_of, whole
from hrtui.recruiting.gathering import candidate_pay_shown
from hrtui.recruiting.kept import CandidateFile, label_of, newest_of, on_file, tells_pay
from hrtui.recruiting.letters import GOING, letters_of
from hrtui.recruiting.messages import Attachment, Message
from hrtui.recruiting.model import Application, Candidate, Requisition
from hrtui.recruiting.offers import Offer
from hrtui.recruiting.playbook import OFFER_LETTER
from hrtui.recruiting.playfile import playbook

Found = tuple[Application, Requisition, Candidate]


def attached(ctx: Context, kinds: Sequence[str], found: Sequence[Found]) -> Mapping[str, tuple[Attachment, ...]]:
    """What is attached to messages about applications, by their numbers: of each kind the newest document, of letters that of the
    offer which was approved. As many queries for many as for one; none where nothing is attached.

    Raises RuleBroken, naming whom, where one is missing.
    """
    if not kinds:
        return {}
    today, held = ctx.clock.today(), rows.whole_rows([who.id for _, _, who in found])
    going = offers.of_applications([each.id for each, _, _ in found], GOING) if OFFER_LETTER in kinds else {}
    out = {}
    for each, _, who in found:
        files = on_file(held.get(who.id, ()), today)
        chosen = [_chosen(ctx, kind, files, going.get(each.id, ()), who) for kind in kinds]
        out[each.number] = tuple(Attachment(file.file_name, file.sha256) for file in chosen)
    return out


def check_attached(ctx: Context, message: Message) -> None:
    """Raise RuleBroken where a document that is attached was taken out since, or is the letter of an offer that is not approved any
    more or that was made anew."""
    if not message.attachments:
        return
    files = {each.sha256: each for each in on_file(rows.rows_of(whole(_to(message))), ctx.clock.today())}
    again = f"Drop message {message.number} and write it anew."
    for attachment in message.attachments:
        held = files.get(attachment.sha256)
        if held is None:
            raise RuleBroken(f"{attachment.name} is on file no longer. {again}", "attachments")
        if held.kind == OFFER_LETTER and held not in _current(message, files.values()):
            raise RuleBroken(
                f"{attachment.name} is the letter of no offer that is approved or sent. {again}", "attachments"
            )


def contents(ctx: Context, message: Message) -> tuple[bytes, ...]:
    """The content of what is attached to a message, in that order, proven by hash; raises StoreDamaged where one is not there whole."""
    return tuple(filestore.read(folder_of(ctx), each.sha256) for each in message.attachments)


def check_shown(ctx: Context, message: Message) -> None:
    """Raise NotAllowed where what is attached tells of pay, which the role does not see."""
    if not message.attachments:
        return
    book, who = playbook(ctx), _to(message)
    hashes = {each.sha256 for each in message.attachments}
    kinds = {each.kind for each in rows.rows_of(whole(who)) if each.sha256 in hashes}
    if any(tells_pay(book, kind) for kind in kinds) and not candidate_pay_shown(ctx, who):
        raise NotAllowed(
            f"What is attached to message {message.number} tells of pay, which your roles do not show you."
        )


def _to(message: Message) -> Candidate:
    who = candidates.numbered(message.candidate)
    if who is None:
        raise RuleBroken(
            f"Message {message.number} is to nobody who is on file, so nothing can be attached.", "attachments"
        )
    return who


def _current(message: Message, files: Collection[CandidateFile]) -> list[CandidateFile]:
    """The letters on file of the offer, to the application a message is about, that is approved or sent."""
    found = applications.numbered([message.application])
    going = offers.of_applications([each.id for each in found.values()], GOING)
    return [each for some in going.values() for offer in some for each in letters_of(offer, files)]


def _chosen(
    ctx: Context, kind: str, files: Sequence[CandidateFile], going: Sequence[Offer], who: Candidate
) -> CandidateFile:
    label = label_of(playbook(ctx), kind)
    if kind != OFFER_LETTER:
        held = newest_of(files, kind)
        then = f"file one first (F on their page, or `hrtui recruiting file {who.number} FILE --kind {kind}`)."
    elif not going:
        raise RuleBroken(
            f"{who.name} has no offer that was approved, so no letter of it can be attached.", "attachments"
        )
    else:
        held = newest_of(letters_of(going[0], files), kind)
        then = f"make it first (L in offers, or `hrtui recruiting offer-letter {going[0].number}`)."
    if held is None:
        raise RuleBroken(f"{label} is to be attached, and none of {who.name} is on file; {then}", "attachments")
    return held
