"""Erasing one person or candidate: what it would do, asking for it, and somebody else doing it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from data import directory, filestore, identity, manifest, sealed
from data import retention as records
from data.keyring import opening_vault, sealing_vault
from data.people import profiles
from data.privacy import erasing as rows
from data.privacy import whose
from data.privacy.entries import SEAL
from data.privacyrows import IDENTITY
from data.recruiting import candidates, files
from data.recruiting.purging import ties
from data.vault import Vault
from hrtui.access.model import Subject
from hrtui.access.rules import may, require
from hrtui.audit import writing
from hrtui.audit.model import Change, Entered
from hrtui.config import Records
from hrtui.context import Context
from hrtui.drafts import drop_about
from hrtui.errors import NotFound, RuleBroken, StoreError
from hrtui.people.model import PrivateKind
from hrtui.privacy import holds
from hrtui.privacy.model import ASK, CANDIDATE, ERASE, NAME, PERSON, Erasing, KeptPart
from hrtui.retention.model import Kept, Past
from hrtui.retention.rules import keeping
from hrtui.retention.service import rules_of
from hrtui.retention.settings import OF_PEOPLE
from hrtui.text import clean, listed

DEMANDED = OF_PEOPLE - {Records.PEOPLE}
"""Records that stand under the name, address and numbers of whom they are about."""
ALWAYS_KEPT = KeptPart(
    "amounts, days and codes of pay, jobs and plans", why="figures of the company; the name they stood under is gone"
)
NOWHERE = (
    "Files that were written for others, such as an export, are not the store’s: whoever took one has to delete it"
)


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who may be erased: their rows, their record and the rules that keep parts of it, and the kinds of documents that are past."""

    number: str
    kind: str
    whom: whose.Whom
    record: Kept
    keeping: tuple[Past, ...]
    over: frozenset[Records]
    kinds: tuple[str, ...]
    documents: tuple[Past, ...]


def plan(ctx: Context, who: str) -> Erasing:
    """What an erasure of a person or candidate would do: nothing is changed. Raises NotAllowed and NotFound.

    `refusals` say why it cannot be done yet; the holds among them are named to who may know of them.
    """
    with ctx.store.snapshot():
        return planned(ctx, find(ctx, who, ASK, ERASE))


def planned(ctx: Context, found: Found) -> Erasing:
    """As `plan`, of somebody who was found; inside `snapshot()` or `write()`."""
    rows_, files_, entries = rows.preview(found.whom, found.over, found.kinds)
    held = holds.standing_over([found.number])
    shown = next(iter(held.values()), ()) if holds.may_see(ctx) else ("a legal hold",) * bool(held)
    backups = _backups(ctx)
    refusals = [holds.refusal(ctx, held, "erased")] * bool(held) + _refusals(ctx, found)
    if not rows_ and not refusals and rows.identity_of(next(iter(found.whom.people), 0)) is None:
        refusals.append(f"Not erased: {found.number} is erased already; nothing is left to erase.")
    return Erasing(
        found.number,
        found.kind,
        rows_,
        files_,
        entries,
        _kept(found, ctx.clock.today()),
        shown,
        backups,
        tuple(refusals),
    )


def find(ctx: Context, who: str, *actions: str) -> Found:
    """Somebody by number, for who may by one of some actions; inside `snapshot()` or `write()`. Raises NotAllowed and NotFound."""
    allowed = [action for action in actions if may(ctx.actor, action)]
    if not allowed:
        require(ctx.actor, actions[0])
    number = clean(who)
    person = identity.person_id(number)
    if person is not None:
        subject = directory.subjects([number]).get(number, Subject(number))
        if not any(may(ctx.actor, action, subject) for action in allowed):
            raise _nobody(who)
        return _person(ctx, number, person)
    candidate = candidates.ids([number.upper()]).get(number.upper())
    if candidate is None or not any(may(ctx.actor, action, Subject("")) for action in allowed):
        raise _nobody(who)
    return _candidate(ctx, number.upper(), candidate)


def _person(ctx: Context, number: str, person: int) -> Found:
    today = ctx.clock.today()
    record = next(iter(records.of_people([person])), Kept(Records.PEOPLE, number, ""))
    kept = tuple(each for each in keeping(record, rules_of(ctx)) if each.due >= today)
    over = OF_PEOPLE - {each.rule.records for each in kept} if record.ended else frozenset[Records]()
    documents = _documents(ctx, record)
    still = {each.record.kind for each in documents}
    kinds = tuple(name for name in ctx.config.kinds_of_documents if name not in still) if record.ended else ()
    return Found(number, PERSON, whose.of_person(person), record, kept, frozenset(over), kinds, documents)


def _documents(ctx: Context, record: Kept) -> tuple[Past, ...]:
    """The kinds of documents that a rule keeps yet, each by the rule that keeps it longest."""
    today, made = ctx.clock.today(), rules_of(ctx)
    found = []
    for kind in ctx.config.kinds_of_documents:
        longest = next(iter(keeping(replace(record, records=Records.DOCUMENTS, kind=kind), made)), None)
        if longest is not None and longest.due >= today:
            found.append(longest)
    return tuple(found)


def _candidate(ctx: Context, number: str, candidate: int) -> Found:
    today = ctx.clock.today()
    record = next(iter(records.candidates(None, 1, [candidate])), Kept(Records.CANDIDATES, number, ""))
    kept = tuple(each for each in keeping(record, rules_of(ctx)) if each.due >= today)
    return Found(number, CANDIDATE, whose.of_candidate(candidate), record, kept, frozenset(Records), (), ())


def _refusals(ctx: Context, found: Found) -> list[str]:
    """Why somebody cannot be erased yet."""
    said: list[str] = []
    if found.kind == CANDIDATE:
        hired = whose.hired_as(found.whom.candidates)
        if hired:
            said.append(
                f"Not erased: {found.number} was hired as {listed(hired, 'and')}; erase that person, and the candidate goes too."
            )
        elif not records.candidates(None, 1, found.whom.candidates[:1]) or not _is_free(found):
            said.append(
                f"Not erased: {found.number} is erased or merged already, or still applies; reject or withdraw that first."
            )
        said += [
            f"Not erased: {found.number} is kept until {each.due} ({each.why}; {each.rule.source})."
            for each in found.keeping[:1]
        ]
        return said
    if found.record.ended is None:
        return [
            f"Not erased: {found.number} works here, or has no record; what is kept of who works here is needed for that."
        ]
    personnel = [each for each in found.keeping if each.rule.records is Records.PEOPLE]
    said += [
        f"Not erased: the personnel record of {found.number} is kept until {each.due} ({each.rule.source})."
        for each in personnel[:1]
    ]
    if not said and (_demanding(found) or rows.sealed_count(found.whom.people)) and _vault(ctx) is None:
        said.append(
            f"Not erased: what is sealed of {found.number} is sealed anew, and what the law demands of their name with it, and there is no "
            "key to seal with; bring back `store: key_file:`."
        )
    return said


def _is_free(found: Found) -> bool:
    return not ties(found.whom.candidates)


def _demanding(found: Found) -> tuple[Past, ...]:
    return tuple(each for each in found.keeping if each.rule.records in DEMANDED)


def _kept(found: Found, today: date) -> tuple[KeptPart, ...]:
    """What stays, by the rule that keeps each part, the longest first."""
    parts = [
        KeptPart(each.rule.records.value.replace("_", " "), each.rule.name, each.rule.source, each.due)
        for each in found.keeping
    ]
    parts += [
        KeptPart(f"documents: {each.record.kind}", each.rule.name, each.rule.source, each.due)
        for each in found.documents
    ]
    if found.kind == PERSON and _demanding(found):
        longest = _demanding(found)[0]
        parts.append(
            KeptPart("name, address, birth date and SSN, sealed", longest.rule.name, longest.rule.source, longest.due)
        )
    return (*parts, ALWAYS_KEPT) if found.kind == PERSON else tuple(parts)


def _backups(ctx: Context) -> tuple[tuple[str, date], ...]:
    """The backups that hold everyone as they were, by file name and day."""
    return manifest.days(ctx.config.path(ctx.config.store.backups))


def erase_one(ctx: Context, number: str, detail: Mapping[str, str]) -> tuple[Erasing, Entered, Sequence[str]]:
    """Erase somebody in a transaction of its own; returns what was done and the hashes of files that may have to go.

    Raises RuleBroken, saying why, where they cannot be erased yet.
    """
    today = ctx.clock.today()
    with ctx.store.write():
        found = find(ctx, number, ERASE)
        holds.check_free(ctx, [found.number], "erased")
        for sentence in _refusals(ctx, found):
            raise RuleBroken(sentence, "number")
        sealing = _sealing(ctx, found)
        box = _identity(found, sealing)
        words = rows.names_of(found.whom)
        gone = sorted(rows.hashes(found.whom, found.kinds))
        entered = writing.begin(ctx, ERASE, found.number)
        if box is not None:
            until = _demanding(found)[0]
            rows.keep_identity(found.whom.people[0], until.due, until.rule.name, box, entered)
        elif found.whom.people and not _demanding(found):
            rows.forget_identity(found.whom.people[0])
        counts = rows.erase(found.whom, found.over, found.kinds, today, sealing, entered)
        entries, seal = rows.empty_entries(found.whom, words, entered.command)
        kept = _kept(found, today)
        told = {
            **detail, "rows": str(sum(counts.values())), "entries": str(entries), "files": str(len(gone)),
            "kept": "; ".join(f"{each.what} until {each.until} ({each.rule})" for each in kept if each.until),
            **({SEAL: seal} if seal else {}),
        }  # fmt: skip
        writing.note(entered, ERASE, found.number, [Change(f"{found.kind}.erased", "", "yes")], told)
    return Erasing(found.number, found.kind, counts, len(gone), entries, kept, backups=_backups(ctx)), entered, gone


def finish(ctx: Context, gone: Iterable[str], about: Sequence[str]) -> tuple[str, ...]:
    """Take out the files that nobody's document names any more, the drafts about whom was erased, and what the store's file still
    holds of deleted rows; returns what is to be known."""
    notices: list[str] = []
    folder, wanted = ctx.config.path(ctx.config.store.documents), list(gone)
    if wanted:
        with ctx.store.write():
            stayed = filestore.drop(folder, files.unnamed(wanted))
        if stayed:
            notices.append(
                f"{len(stayed)} of their files could not be removed from {folder}; `hrtui check` names them."
            )
    drop_about(set(about))
    for table in rows.SEARCHED:
        more, begun = True, False
        while more:  # others write between the steps
            with ctx.store.write():
                more, begun = rows.merge_search(table, begun), True
    if not ctx.store.shred():
        notices.append(
            "Somebody was reading, so that the log beside the store still holds old pages; the next checkpoint empties it."
        )
    backups = _backups(ctx)
    if backups:
        names = [f"{name} ({day})" for name, day in backups[:3]] + [f"{len(backups) - 3} more"] * (len(backups) > 3)
        notices.append(f"Backups hold them until these expire: {listed(names, 'and')}; delete them when they have.")
    return (*notices, f"{NOWHERE}.")


def _sealing(ctx: Context, found: Found) -> Vault | None:
    """The vault to seal with, inside `write()`; None where nothing of them is sealed and nothing has to be."""
    if not (found.whom.people and (_demanding(found) or rows.sealed_count(found.whom.people))):
        return None
    return sealing_vault(ctx.config.key_path, ctx.clock.now(), ctx.actor.login)


def _identity(found: Found, vault: Vault | None) -> bytes | None:
    """What the law demands of who somebody is, sealed; None where no law does, or where it is sealed already."""
    if vault is None or not _demanding(found):
        return None
    person = found.whom.people[0]
    known = profiles([person])[person]
    profile = known[-1] if known else None
    if profile is None or profile.last_name == NAME:
        return None
    boxes = sealed.sealed_now(person, PrivateKind.SSN)
    ssn = vault.open(PrivateKind.SSN, person, boxes[-1].box) if boxes else ""
    told = {
        "first_name": profile.first_name, "last_name": profile.last_name, "street": profile.street, "city": profile.city,
        "state": profile.state, "postal_code": profile.postal_code, "birth_date": str(profile.birth_date or ""), "ssn": ssn,
    }  # fmt: skip
    return vault.seal(IDENTITY, person, json.dumps(told))


def kept_identity(ctx: Context, who: str, reason: str) -> dict[str, str]:
    """What is kept sealed of who somebody erased was, for the tax returns that the law still demands; leaves an audit entry with the reason.

    Raises NotAllowed without the right to file, NotFound where nothing is kept, and RuleBroken without a reason.
    """
    require(ctx.actor, "payroll.file")
    why = clean(reason)
    if not why:
        raise RuleBroken("Say what it is needed for, such as the return that is corrected.", "reason")
    with ctx.store.snapshot():
        person = identity.person_id(clean(who))
        found = rows.identity_of(person) if person is not None else None
    if person is None or found is None:
        raise NotFound(
            f"Nothing is kept sealed of “{clean(who, limit=40)}”: they are not erased, or the time of it is over."
        )
    vault = _vault(ctx)
    if vault is None:
        raise StoreError("The key of sealed values is missing; bring back `store: key_file:`.")
    writing.note_read(ctx, clean(who), "see_identity", {"reason": why}, area="privacy")
    told: dict[str, str] = json.loads(vault.open(IDENTITY, person, found[0]))
    return {**told, "kept_until": str(found[1]), "rule": found[2]}


def _vault(ctx: Context) -> Vault | None:
    try:
        return opening_vault(ctx.config.key_path)
    except StoreError:
        return None


def _nobody(who: str) -> NotFound:
    return NotFound(
        f"There is no person or candidate “{clean(who, limit=40)}” that you may erase; give a number, such as 1042 or CAN-00042."
    )
