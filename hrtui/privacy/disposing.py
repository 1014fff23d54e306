"""Erasures and disposals as jobs of two people: one asks, having seen what would come of it, another does or refuses it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, time, timedelta

from data import identity
from data.privacy import disposing as rows
from data.privacy import jobs
from data.privacy.entries import SEAL
from hrtui.access.model import EVERYONE
from hrtui.access.rules import may, require
from hrtui.audit import writing
from hrtui.audit.model import Change, Entered
from hrtui.config import Records
from hrtui.context import Context
from hrtui.drafts import drop_older
from hrtui.errors import NotFound, RuleBroken
from hrtui.people.model import Done
from hrtui.privacy import erasing, holds, rules
from hrtui.privacy.model import ASK, ERASE, Asked, Doing, Erased, Erasing, Item
from hrtui.retention import service as retention
from hrtui.retention.model import Past
from hrtui.retention.rules import latest
from hrtui.text import clean, counted, listed

ONE, MANY = "erase", "dispose"
MOST = 500
"""The records that one disposal takes."""
DOCUMENTS, READS, IMPORTS, DRAFTS = (
    each.value for each in (Records.DOCUMENTS, Records.AUDIT_READS, Records.IMPORTS, Records.DRAFTS)
)
SPOKEN = {
    "people": ("person", "people"), "candidates": ("candidate",), DOCUMENTS: ("document",), READS: ("read",), IMPORTS: ("import",),
}  # fmt: skip
Progress = Callable[[int, int], object]


def requests(ctx: Context) -> list[Asked]:
    """What was asked to be erased or disposed of, the newest first. Raises NotAllowed."""
    _require_seeing(ctx)
    with ctx.store.snapshot():
        return jobs.requests()


def request(ctx: Context, number: str) -> Asked:
    """One of them. Raises NotAllowed and NotFound."""
    _require_seeing(ctx)
    with ctx.store.snapshot():
        return _one(number)


def ask_erasure(ctx: Context, who: str, ground: str) -> Done:
    """Ask that a person or candidate be erased, for a reason such as their request and its day. Nothing is erased before somebody else
    does it. Raises NotAllowed, NotFound, and RuleBroken where it cannot be done yet, or is asked for already."""
    require(ctx.actor, ASK)
    why = rules.reason(ground)
    with ctx.store.write():
        planned = erasing.planned(ctx, erasing.find(ctx, who, ASK))
        for sentence in planned.refusals:
            raise RuleBroken(sentence, "number")
        for each in jobs.requests():
            if each.state is Doing.ASKED and each.subject == planned.number:
                raise RuleBroken(
                    f"{each.number} asks for that already; somebody else does it (`hrtui privacy do {each.number}`).",
                    "number",
                )
        number, entered = _ask(ctx, ONE, planned.number, why, [Item(planned.kind, planned.number)])
    return Done(
        entered.command,
        "",
        f"{number} asks for the erasure of {planned.number}; somebody else does it: hrtui privacy do {number}.",
    )


def to_dispose(ctx: Context, rule: str = "") -> tuple[Past, ...]:
    """What a disposal would take: what is past its time, by one rule where it is named, the longest first. Raises NotAllowed,
    and RuleBroken for a rule there is none of."""
    require(ctx.actor, ASK)
    found = retention.past(ctx)
    return (retention.of_rule(found, rule) if rule else found).past[:MOST]


def ask_disposal(ctx: Context, ground: str, rule: str = "") -> Done:
    """Ask for the disposal of what `to_dispose` lists. Drafts are the user's own and go at once: nobody else can reach them.

    Raises NotAllowed, and RuleBroken where nothing is past its time.
    """
    why = rules.reason(ground)
    found = to_dispose(ctx, rule)
    items = list(dict.fromkeys(_item(each) for each in found if each.record.records is not Records.DRAFTS))
    drafts = sum(each.record.records is Records.DRAFTS for each in found)
    if not items and not drafts:
        raise RuleBroken("Nothing is past the time it has to be kept, or a legal hold keeps it.", "rule")
    dropped = _drop_drafts(ctx) if drafts else 0
    if not items:
        return Done(0, "", f"{counted(dropped, 'draft')} of yours went; nothing else is past its time.")
    with ctx.store.write():
        number, entered = _ask(ctx, MANY, "", why, items)
    said = f"{number} asks for the disposal of {counted(len(items), 'record')}; somebody else does it: hrtui privacy do {number}."
    return Done(entered.command, "", said, (f"{counted(dropped, 'draft')} of yours went at once.",) * bool(dropped))


def refuse(ctx: Context, number: str, reason: str) -> Done:
    """Refuse what somebody asked for, or take back what one asked for oneself. Raises NotAllowed, NotFound and RuleBroken."""
    _require_seeing(ctx)
    why = rules.reason(reason)
    with ctx.store.write():
        asked = _one(number)
        if asked.state is not Doing.ASKED:
            raise RuleBroken(f"{asked.number} is {asked.state.value} already.", "number")
        entered = writing.begin(ctx, ASK, asked.number)
        jobs.step(asked.id, Doing.REFUSED, why, {}, entered)
        writing.note(entered, ASK, asked.number, [Change("request", asked.state.value, Doing.REFUSED.value)])
    return Done(entered.command, "", f"{asked.number} is refused; nothing is erased.")


def carry_out(ctx: Context, number: str, progress: Progress | None = None) -> Erased:
    """Do what somebody else asked for: each record in a transaction of its own, and then the certificate, an entry of the trail with
    counts, rules, who asked and who did. What is no longer past its time, or stands under a hold by now, stays and is told.

    One that was cut off is done again by the same command; what is done stays done. Raises NotAllowed, NotFound, and RuleBroken where the actor asked
    for it, or where the one person of an erasure cannot be erased.
    """
    require(ctx.actor, ERASE)
    writing.not_past(ctx)
    with ctx.store.snapshot():
        asked = _one(number)
    rules.check_doing(asked, ctx.actor.login)
    done: list[Erasing] = []
    gone: set[str] = set()
    stayed: list[str] = []
    counts: Counter[str] = Counter()
    past = (
        {}
        if asked.kind == ONE
        else {_item(each): each for each in retention.listed_past(ctx, (EVERYONE,), retention.MOST).past}
    )
    for at, item in enumerate(asked.items):
        if asked.kind == MANY and item not in past:
            stayed.append(item.subject or item.records)
            continue
        try:
            _dispose(ctx, asked, item, past.get(item), done, gone, counts)
        except RuleBroken as error:
            if asked.kind == ONE:
                raise
            stayed.append(f"{item.subject or item.records} ({error})")
        if progress is not None:
            progress(at + 1, len(asked.items))
    entered = _certify(ctx, asked, past, counts, len(stayed))
    notices = erasing.finish(ctx, gone, [each.subject for each in asked.items if each.subject]) if counts else ()
    what = ", ".join(counted(count, *SPOKEN[name]) for name, count in counts.items()) or "nothing"
    stay = (f"Kept: {listed(stayed[:5], 'and')}{f' and {len(stayed) - 5} more' if len(stayed) > 5 else ''}.",) * bool(
        stayed
    )
    return Erased(entered.command, "", f"{asked.number} is done: {what}.", (*stay, *notices), tuple(done))


def _dispose(
    ctx: Context, asked: Asked, item: Item, past: Past | None, done: list[Erasing], gone: set[str], counts: Counter[str]
) -> None:
    detail = {
        "request": asked.number,
        "asked_by": asked.asked_by,
        **({"rule": past.rule.name, "source": past.rule.source} if past else {}),
    }
    if item.records in (DOCUMENTS, READS, IMPORTS):
        count, hashes = _of_many(ctx, item, detail)
        gone.update(hashes)
        counts[item.records] += count
        return
    erased, _, files = erasing.erase_one(ctx, item.subject, detail)
    gone.update(files)
    done.append(erased)
    counts["people" if item.records in ("person", "people") else "candidates"] += 1


def _of_many(ctx: Context, item: Item, detail: Mapping[str, str]) -> tuple[int, set[str]]:
    """Dispose of documents of a kind of one person, or of reads or imports as a whole."""
    today = ctx.clock.today()
    with ctx.store.write():
        if item.subject:
            holds.check_free(ctx, [item.subject], "disposed of")
        entered = writing.begin(ctx, ERASE, item.subject or item.records)
        hashes: set[str] = set()
        seal = ""
        if item.records == DOCUMENTS:
            person = identity.person_id(item.subject)
            count, hashes = rows.documents(person, item.kind, entered) if person is not None else (0, set())
        else:
            until = latest(retention.rules_of(ctx), Records(item.records), today)
            before = datetime.combine((until or today) + timedelta(days=item.records == IMPORTS), time(), UTC)
            count, seal = (rows.imports(before), "") if item.records == IMPORTS else rows.reads(before, entered.command)
        told = {
            **detail,
            "rows": str(count),
            **({"document": item.kind} if item.kind else {}),
            **({SEAL: seal} if seal else {}),
        }
        writing.note(entered, ERASE, item.subject or item.records, [Change(f"{item.records}.erased", "", "yes")], told)
    return count, hashes


def _certify(ctx: Context, asked: Asked, past: Mapping[Item, Past], counts: Mapping[str, int], stayed: int) -> Entered:
    """The certificate: what was done under which rules, who asked, who did."""
    names = sorted({past[item].rule.name for item in asked.items if item in past})
    with ctx.store.write():
        if _one(asked.number).state is not Doing.ASKED:
            raise RuleBroken(f"{asked.number} was done by somebody else meanwhile.", "number")
        entered = writing.begin(ctx, ASK, asked.number)
        jobs.step(asked.id, Doing.DONE, "", counts, entered)
        told = {
            "asked_by": asked.asked_by, "done_by": ctx.actor.login, "rules": ", ".join(names), "kept": str(stayed),
            **{f"count.{name}": str(count) for name, count in counts.items()},
        }  # fmt: skip
        writing.note(entered, ASK, asked.number, [Change("request", Doing.ASKED.value, Doing.DONE.value)], told)
    return entered


def _ask(ctx: Context, kind: str, subject: str, ground: str, items: Iterable[Item]) -> tuple[str, Entered]:
    wanted = list(items)
    number = jobs.next_number()
    entered = writing.begin(ctx, ASK, number)
    jobs.add(number, kind, subject, ground, wanted, entered)
    told = {"kind": kind, "rows": str(len(wanted)), **({"about": subject} if subject else {})}
    writing.note(entered, ASK, number, [Change("request", "", Doing.ASKED.value)], told)
    return number, entered


def _drop_drafts(ctx: Context) -> int:
    """Take away the user's own drafts that are past their time, but for those about somebody under a hold."""
    until = latest(retention.rules_of(ctx), Records.DRAFTS, ctx.clock.today())
    if until is None:
        return 0
    with ctx.store.snapshot():
        return drop_older(
            datetime.combine(until, time(), UTC).timestamp(), lambda subject: bool(holds.standing_over([subject]))
        )


def _item(each: Past) -> Item:
    record = each.record
    alone = record.records in (Records.AUDIT_READS, Records.IMPORTS)
    return Item(record.records.value, "" if alone else record.subject, record.kind)


def _one(number: str) -> Asked:
    found = jobs.requests(clean(number).upper())
    if not found:
        raise NotFound(f"There is no request “{clean(number, limit=40)}”; `hrtui privacy requests` lists them.")
    return found[0]


def _require_seeing(ctx: Context) -> None:
    if not (may(ctx.actor, ERASE) or may(ctx.actor, "audit.read")):
        require(ctx.actor, ASK)
