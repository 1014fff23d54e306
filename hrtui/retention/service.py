"""What is past the time it has to be kept: listed, with why. Its disposal is in `hrtui.privacy`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from data import retention as rows
from data.privacy import holds
from hrtui.access.model import Scope, Subject
from hrtui.access.rules import may, require, scopes
from hrtui.config import Records, RetentionRule
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.retention import rules
from hrtui.retention.model import Kept, Past, Retention
from hrtui.text import clean, fold, listed

ACTION = "retention.read"
DOCUMENTS = "people.documents"
MOST = 5_000
NOTHING_DELETED = (
    "Nothing goes by itself: `hrtui privacy dispose` asks for the disposal of what is listed, and somebody else does it. "
    "The audit trail stays whole: of what is disposed of it keeps numbers, never values."
)


def past(ctx: Context, limit: int = MOST) -> Retention:
    """Records past the time they are kept, longest past first: of people in the actor's scope, and of documents the kinds
    the role sees; candidates, the trail and imports for who may see everyone; drafts of the user alone. What a legal hold keeps is
    not past its time. Some twenty queries, however many there are.

    Raises NotAllowed.
    """
    require(ctx.actor, ACTION)
    return listed_past(ctx, scopes(ctx.actor, ACTION), limit)


def listed_past(ctx: Context, reach: Sequence[Scope], limit: int = MOST) -> Retention:
    """As `past`, for other use cases, which ask for rights of their own."""
    made, today = rules_of(ctx), ctx.clock.today()
    with ctx.store.snapshot():
        records = [*_people(ctx, made, today, reach, limit), *_documents(ctx, reach, limit)]
        records += _entries(made, today, limit) if any(scope.everyone for scope in reach) else []
        held = holds.held_numbers()
    under = [
        replace(each, holds=("held",)) if each.subject in held else each for each in [*records, *_drafts(ctx, today)]
    ]
    found = rules.all_past(under, made, today)
    free = [replace(each, holds=()) for each in under if each.holds]
    kept = frozenset(each.record.subject for each in rules.all_past(free, made, today))
    return Retention(found[:limit], made, len(records) >= limit, kept)


def rules_of(ctx: Context) -> tuple[RetentionRule, ...]:
    """The rules in force."""
    return rules.with_kinds(ctx.config.retention, ctx.config.kinds_of_documents.values())


def _people(
    ctx: Context, made: tuple[RetentionRule, ...], today: date, reach: Sequence[Scope], limit: int
) -> list[Kept]:
    until = rules.latest(made, Records.PEOPLE, today)
    return [] if until is None else rows.left(reach, ctx.actor.person, until, limit)


def _documents(ctx: Context, reach: Sequence[Scope], limit: int) -> list[Kept]:
    """Documents of those who left, of the kinds the role sees."""
    from data import directory
    from hrtui.documents.rules import sees

    found = rows.documents(reach, ctx.actor.person, limit)
    subjects = directory.subjects({each.subject for each in found}) if found else {}
    kinds = ctx.config.kinds_of_documents

    def seen(each: Kept) -> bool:
        subject = subjects.get(each.subject, Subject(each.subject))
        return may(ctx.actor, DOCUMENTS, subject) and sees(ctx.actor, kinds.get(each.kind), subject)

    return [each for each in found if seen(each)]


def _entries(made: tuple[RetentionRule, ...], today: date, limit: int) -> list[Kept]:
    found: list[Kept] = []
    if until := rules.latest(made, Records.CANDIDATES, today):
        found += rows.candidates(until, limit)
    if (until := rules.latest(made, Records.AUDIT_READS, today)) and (
        entry := rows.reads(_after(until - timedelta(days=1)))
    ):
        found.append(entry)
    if until := rules.latest(made, Records.IMPORTS, today):
        found += rows.imports(_after(until), limit)
    return found


def _drafts(ctx: Context, today: date) -> list[Kept]:
    """What the user typed and never saved, as the files are on this machine."""
    from hrtui.drafts import written

    days = [datetime.fromtimestamp(instant, UTC).date() for instant in written()]
    return [Kept(Records.DRAFTS, "", "a form typed and not saved", entered=day) for day in days if day < today]


def _after(day: date) -> datetime:
    """The instant at which a day is over, everywhere."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def matching(found: Retention, text: str = "") -> list[int]:
    """The places of the records that hold every word somewhere in rule, kind, number or name, whatever case and accents."""
    words = fold(text).split()
    return [
        place
        for place, each in enumerate(found.past)
        if all(word in fold(f"{each.why} {_called(each)} {each.record.subject} {described(each)}") for word in words)
    ]


def of_rule(found: Retention, name: str) -> Retention:
    """What is past its time by one rule. Raises RuleBroken for a name that no rule has."""
    names = list(dict.fromkeys(rule.name for rule in found.rules))
    if name not in names:
        raise RuleBroken(f"There is no rule “{clean(name, limit=40)}”; there are {listed(names, 'and')}.", "rule")
    return replace(found, past=tuple(each for each in found.past if each.rule.name == name))


def by_rule(found: Retention) -> list[tuple[str, int]]:
    """How many records are past their time by each rule that keeps any the longest, in the order of the rules."""
    counts = Counter(each.rule.name for each in found.past)
    return [(name, counts[name]) for name in dict.fromkeys(rule.name for rule in found.rules) if counts[name]]


def cells(found: Retention, text: str = "") -> list[tuple[object, ...]]:
    """The list as lists and files show it: past since, records, about, what, why, counted from; with `text`, what matches."""
    return [cells_of(found.past[place]) for place in matching(found, text)]


def cells_of(each: Past) -> tuple[object, ...]:
    """A line of the list as `cells` has them."""
    record = each.record
    return each.due + timedelta(days=1), record.records.value, record.subject, described(each), each.why, each.trigger


def _called(each: Past) -> str:
    return each.record.records.value.replace("_", " ")


def described(each: Past) -> str:
    """What a record is, in a few words."""
    record = each.record
    if record.records is Records.DOCUMENTS:
        return f"{record.label}: {record.count} {record.kind}"
    return f"{record.count:,} {record.label}" if record.count > 1 else record.label
