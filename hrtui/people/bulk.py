"""One verb for many people: a preview of what it would do, and doing exactly that as one command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from data import audit, bulk_people, directory, people, tags
from data.details import tags_in_use
from hrtui.access.model import Field, Sight, Subject
from hrtui.access.rules import may, require, scopes, sight
from hrtui.audit import writing
from hrtui.audit.model import Entered, Entry
from hrtui.context import Context
from hrtui.dates import LATEST
from hrtui.errors import Conflict, QueryError, RuleBroken
from hrtui.org.holding import Taken
from hrtui.org.seats import check_places, spelled, unseated
from hrtui.people import bulk_rules, checks, listing
from hrtui.people.bulk_model import ORDER, BulkPreview, BulkStopped, Facts, Line, Outcome, Verdict, Wanted
from hrtui.people.carrying import said_carried
from hrtui.people.model import Done
from hrtui.people.subjects import chain_on, manager_of, resolved
from hrtui.query.acts import GiveValue, Manners, Verb
from hrtui.query.completion import complete_verb
from hrtui.query.rules import split_pipe, token_start
from hrtui.query.verbs import parse_verb, text
from hrtui.text import clean, listed
from hrtui.watching import Cancelled, Progress, Watch

CHUNK = 500
NAMED = 3
TRIES = 3
KNOWN_FIELDS = ("department", "location", "title", "manager", "reason", "pay_group")
T = TypeVar("T")


def _watch(progress: Progress | None, cancelled: Cancelled | None) -> Watch:
    return Watch(progress, cancelled, lambda: BulkStopped("Stopped; nothing was written."))


def manners(ctx: Context) -> Manners:
    """How a verb is written in this company."""
    config = ctx.config
    custom = {item.name: item.choices for item in config.custom_fields}
    return Manners(ctx.clock.today(), config.style, config.company.currency, custom)


def read_line(ctx: Context, line: str) -> tuple[str, Verb]:
    """The query and the verb of `QUERY | VERB`; raises QueryError at the character of the line."""
    query, verb, at = split_pipe(line)
    if verb is None:
        raise QueryError("A verb goes behind a |, as in: dept:Sales | raise 3%", len(line.rstrip()), ("|",))
    return query.strip(), parse_verb(verb, manners(ctx), at)


def read_verb(ctx: Context, typed: str) -> Verb:
    """The verb that was typed without a query; raises QueryError at its character."""
    return parse_verb(typed, manners(ctx))


def completions(ctx: Context, typed: str, at: int) -> tuple[int, list[str]]:
    """Where the word under the cursor begins, and what may stand there instead."""

    def known(field: str, begun: str) -> Sequence[str]:
        if field == "tag":
            return _tags_known(ctx, begun)
        return listing.choices(ctx, field, begun, 20) if field in KNOWN_FIELDS else ()

    return token_start(typed, at), complete_verb(typed, at, manners(ctx), known)


def _tags_known(ctx: Context, begun: str) -> list[str]:
    """The tags in use among the people the actor may see that begin with what is typed."""
    held = tags_in_use(ctx.clock.today(), scopes(ctx.actor, "people.read"), ctx.actor.person)
    return [tag for tag in held if tag.startswith(begun.lower())][:20]


def preview(
    ctx: Context,
    whom: str | Sequence[int],
    verb: Verb,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> BulkPreview:
    """What a verb would do to the people a query finds, or to those of these ids; nothing is written.

    Where it shows rates of pay, that is noted once. Takes a bounded number of queries for each 500 people. Raises
    NotAllowed, NotFound for a manager, QueryError, RuleBroken where the verb itself cannot be, and BulkStopped.
    """
    require(ctx.actor, "people.read")
    writing.not_past(ctx)
    with ctx.store.snapshot():
        ids = listing.directory_ids(ctx, whom) if isinstance(whom, str) else whom
        called = f"{len(ids):,} marked" if not isinstance(whom, str) else clean(whom) or "everyone"
        asked = listing.query_day(ctx, whom) if isinstance(whom, str) else ctx.day
        made = _preview(ctx, called, tuple(ids), verb, asked, _watch(progress, cancelled))
    field = about(made.wanted)
    if field is not None and made.people:
        _note_seen(ctx, made, field)
    return made


def apply(
    ctx: Context, shown: BulkPreview, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Done:
    """Do exactly what a preview showed: one command, one transaction, an entry for each person, one undo.

    Raises NotAllowed, RuleBroken where nobody would change, and Conflict naming those whom someone changed meanwhile.
    """
    require(ctx.actor, shown.wanted.action)
    if not shown.people:
        raise RuleBroken("Nothing would change for anyone, so nothing is written.")
    watch, fresh = _watch(progress, cancelled), shown
    for _ in range(TRIES):
        if not _holds(ctx, fresh):
            fresh = _again(ctx, shown, watch)
        with ctx.store.write():
            if _holds(ctx, fresh):
                return _write(ctx, fresh)
    raise Conflict("Not written: others keep changing people just now; try again in a moment.")


def _holds(ctx: Context, made: BulkPreview) -> bool:
    """Whether nobody has written since a preview, and it was this user's on this day."""
    same = (made.by, made.today) == (ctx.actor.login, ctx.clock.today())
    return same and bulk_people.last_command() == made.seen


def _again(ctx: Context, shown: BulkPreview, watch: Watch) -> BulkPreview:
    """The preview made anew; raise Conflict where it is no longer what was shown."""
    with ctx.store.snapshot():
        fresh = _preview(ctx, shown.whom, shown.ids, shown.verb, shown.asked, watch)
    before = {line.id: line for line in shown.lines}
    after = {line.id: line for line in fresh.lines}
    changed = [line for id_, line in before.items() if _told(after.get(id_)) != _told(line)]
    changed += [line for id_, line in after.items() if id_ not in before]
    if changed or fresh.wanted.on != shown.wanted.on:
        names = [line.called for line in changed[:NAMED]]
        more = [f"{len(changed) - NAMED:,} more"] if len(changed) > NAMED else []
        who = f"{listed([*names, *more], 'and')} changed" if changed else "the day changed"
        raise Conflict(f"Not written: {who} since the preview; look at it again.")
    return fresh


def _told(line: Line | None) -> object:
    return None if line is None else (line.outcome.verdict, line.outcome.changes, line.outcome.said)


def _preview(ctx: Context, whom: str, ids: tuple[int, ...], verb: Verb, asked: date, watch: Watch) -> BulkPreview:
    seen, today = bulk_people.last_command(), ctx.clock.today()
    wish, notices = _checked(ctx, verb, max(asked, today))
    lines: list[Line] = []
    for start in range(0, len(ids), CHUNK):
        watch.step(start, len(ids))
        lines += _lines(ctx, wish, ids[start : start + CHUNK])
    watch.step(len(ids), len(ids))
    lines = _seated(wish, lines)
    costs = [line.outcome.cost for line in lines if line.outcome.cost is not None]
    return BulkPreview(
        whom=whom,
        verb=verb,
        wanted=wish,
        lines=tuple(sorted(lines, key=lambda line: ORDER[line.verdict])),
        unseen=len(ids) - len(lines),
        cost=(sum(cost[0] for cost in costs), sum(cost[1] for cost in costs)) if costs else None,
        notices=notices,
        asked=asked,
        ids=ids,
        seen=seen,
        today=today,
        by=ctx.actor.login,
        counts=Counter(line.verdict for line in lines),
    )


def _checked(ctx: Context, verb: Verb, day: date) -> tuple[Wanted, tuple[str, ...]]:
    """What a verb means, from a day on where it names none, checked as a single change is, names as they are on file; and
    what to know about it."""
    today = ctx.clock.today()
    wish = bulk_rules.wanted(verb, day)
    require(ctx.actor, wish.action)
    checks.day(wish.on, "effective_from", today)
    wish = replace(wish, reason=checks.text(wish.reason, "reason"))
    if wish.pay is not None:
        groups = [group.name for group in ctx.config.pay_groups]
        return replace(wish, pay=checks.pay_change(wish.pay, today, groups)), ()
    if wish.profile is not None:
        secret = bool(ctx.config.secret_fields.intersection(wish.profile.custom or {}))
        change = checks.profile_change(wish.profile, today, None, ctx.config.custom_fields)
        return replace(wish, profile=change, secret=secret), ()
    return _placed(ctx, wish) if wish.job is not None else (wish, ())


def _placed(ctx: Context, wish: Wanted) -> tuple[Wanted, tuple[str, ...]]:
    assert wish.job is not None
    job, notices = checks.job_change(wish.job, ctx.clock.today()), list[str]()
    if job.department:
        job = replace(job, department=people.department(job.department))
    if job.location:
        job = replace(job, location=people.location(job.location))
    check_places(job.department, job.location, wish.on)
    if job.position:
        job = replace(job, position=spelled(job.position))
    for what, place in (("department", job.department), ("location", job.location)):
        if place and place not in directory.known(what, place, 200, (), (), ""):
            notices.append(f"The {what} “{place}” is new; it is made.")
    if job.manager:
        manager = manager_of(ctx, wish.action, resolved(ctx, job.manager), None, wish.on)
        ids = {*chain_on(manager.id, wish.on), *chain_on(manager.id, LATEST)}
        above = frozenset(people.numbers(ids).values())
        wish = replace(wish, above=above, manager=manager.summary.name)
        job = replace(job, manager=manager.number)
    return replace(wish, job=job), tuple(notices)


def _lines(ctx: Context, wish: Wanted, ids: Sequence[int]) -> list[Line]:
    known = directory.lines_of(ids)
    seen = {id_: pair for id_, pair in known.items() if may(ctx.actor, "people.read", pair[1])}
    refused = {id_: why for id_, (_, subject) in seen.items() if (why := _refused(ctx, wish, subject))}
    reached = [id_ for id_ in ids if id_ in seen and id_ not in refused]
    facts = _facts(wish, {id_: seen[id_][0].number for id_ in reached})
    currency = ctx.config.company.currency
    made = {id_: Outcome(Verdict.LEFT_OUT, said=(why,)) for id_, why in refused.items()}
    made |= {id_: bulk_rules.outcome(wish, facts[id_], currency) for id_ in reached}
    return [Line(id_, seen[id_][0].number, seen[id_][0].name, made[id_]) for id_ in ids if id_ in made]


def _seated(wish: Wanted, lines: list[Line]) -> list[Line]:
    """The lines, of which those cannot be changed who would take a seat that is not free at some time."""
    wanted: dict[str, dict[int, list[Taken]]] = {}
    for line in lines if wish.job is not None else ():
        for piece in line.outcome.takes if line.verdict.writes else ():
            wanted.setdefault(piece.number, {}).setdefault(line.id, []).append(piece)
    broken: dict[int, RuleBroken] = {}
    for number, takers in wanted.items():
        broken |= unseated(number, takers)
    return [
        replace(line, outcome=Outcome(Verdict.BROKEN, said=(str(broken[line.id]),))) if line.id in broken else line
        for line in lines
    ]


def _refused(ctx: Context, wish: Wanted, subject: Subject) -> str:
    """Why a person is left out by the actor's rights; empty where they are not."""
    if not may(ctx.actor, wish.action, subject):
        return f"Your roles do not grant “{wish.action}” for this person."
    field = about(wish)
    if field is not None:
        sights = {sight(ctx.actor, field, subject, action) for action in ("people.read", wish.action)}
        if Sight.SHOWN not in sights:
            what = "Pay" if field is Field.PAY else "The field"
            masked = Sight.MASKED in sights
            return f"{what} is masked for you; change it one by one." if masked else f"{what} is hidden from you."
    return ""


def about(wish: Wanted) -> Field | None:
    """The sensitive field that a verb reads and writes."""
    return Field.PAY if wish.about_pay else Field.CUSTOM if wish.secret else None


def _facts(wish: Wanted, reached: dict[int, str]) -> dict[int, Facts]:
    ids = list(reached)
    jobs = people.jobs(ids) if wish.job is not None or wish.about_pay else {}
    pays = people.pays(ids) if wish.about_pay else {}
    profiles = people.profiles(ids) if wish.profile is not None else {}
    held = tags.tags(ids) if wish.tags is not None else {}
    return {
        id_: Facts(number, *(tuple(rows.get(id_, ())) for rows in (jobs, pays, profiles, held)))  # type: ignore[arg-type]  # one kind each
        for id_, number in reached.items()
    }


def _write(ctx: Context, made: BulkPreview) -> Done:
    """Write what a preview holds, inside `write()`."""
    lines = [line for line in made.lines if line.verdict.writes]
    subject = lines[0].number if len(lines) == 1 else counted(len(lines))
    entered = writing.begin(ctx, made.wanted.action, subject)
    rewritten = [(line.id, *pair) for line in lines for pair in line.outcome.carried]
    bulk_people.write_rows([(line.id, row) for line in lines for row in line.outcome.rows], entered, rewritten)
    directory.refresh([line.id for line in lines], made.today)
    _note(made, entered, subject, lines)
    unseen = [sentence for line in lines if len(lines) == 1 for sentence in line.outcome.said]
    whom = lines[0].called if len(lines) == 1 else subject
    sentence = f"Done for {whom}: {text(made.verb, ctx.config.style)}."
    return Done(entered.command, subject, sentence, tuple(unseen))


def _note(made: BulkPreview, entered: Entered, subject: str, lines: Sequence[Line]) -> None:
    day = {"from": str(made.wanted.on)}
    each: list[writing.Note] = [
        (line.number, line.outcome.changes, day | said_carried(line.outcome.carried)) for line in lines
    ]
    if len(lines) > 1:
        verb = replace(made.verb, effective=made.wanted.on)
        act = verb.act  # amounts of pay, and what is sensitive, are in the entries of each
        named = f"set {act.field}" if made.wanted.secret and isinstance(act, GiveValue) else text(verb)
        told = "raise" if made.wanted.raised is not None else named
        each = [(subject, (), {**day, "query": made.whom, "verb": told}), *each]
    writing.note_many(entered, made.wanted.action, each)


def _note_seen(ctx: Context, made: BulkPreview, field: Field) -> None:
    detail = {"query": made.whom, "people": str(made.people)}
    with ctx.store.write():
        action = f"people.see_{field}"
        entry = Entry(ctx.clock.now(), ctx.actor.login, action, counted(made.people), None, (), detail)
        audit.append(entry)


def counted(count: int) -> str:
    """`1 person`, `412 people`."""
    return f"{count:,} {'person' if count == 1 else 'people'}"


def names_of(lines: Iterable[Line], most: int = NAMED) -> str:
    """The first of some people by name, and how many more there are."""
    held = list(lines)
    more = [f"{len(held) - most:,} more"] if len(held) > most else []
    return listed([*(line.called for line in held[:most]), *more], "and")
