"""A run against the last one, person by person: how much of each change comes from what.

The way goes from what the last check was computed from to what this one is, one component at a time; what each step changes is
the share of its cause, so that the causes add up to the whole change. What no step explains is unexplained.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from data.payrun import compared, slips
from data.payrun import runs as rows
from data.payrun.codes import Codes
from data.payrun.given import Given, given
from hrtui.context import Context
from hrtui.errors import NotFound
from hrtui.payroll.check.values import Result
from hrtui.payroll.computing import NOTHING, outcome
from hrtui.payroll.runs.dirt import dirty_ids
from hrtui.payroll.runs.model import OPEN, Cause, Change, Difference, Run, RunKind, SlipHead
from hrtui.payroll.runs.seen import people_seen, run_of
from hrtui.payroll.runs.terms import Basis, digest, terms_of
from hrtui.payroll.runs.unmoved import unmoved
from hrtui.payroll.runs.walking import Point, Way, left_by, newcomer

CHUNK = 400
Causes = Callable[[Context, tuple["Side", "Side"], tuple[Given, Given], tuple[SlipHead, SlipHead]], tuple[Change, ...]]
"""What tells the causes of a person's change, from what both checks were computed from and what they came to."""
NO_HEAD = SlipHead(0, 0, 0, 0, 0, 0, 0, 0, 0)


class Side(NamedTuple):
    """A run of the two that are compared: what its checks stand on, the final runs before it, whether the configuration or
    the program changed since it was calculated, the first day that rows of pay and job are wanted of, and whose facts
    changed since: everyone else's are as they were known when anyone of the run was calculated last."""

    run: Run
    basis: Basis
    final: Sequence[Run]
    changed: bool
    since: date
    dirty: frozenset[int]


def differences(ctx: Context, number: str, people: Sequence[int] | None = None) -> list[Difference]:
    """Everyone's check of a run against their check in the last final regular run of its group, with the causes of each
    change; blocked ones first, then unexplained ones, then the largest change. Of all people the actor sees, or of some.

    A correction is compared with the run it corrects. Empty where there is nothing to compare with: the first run of a
    group, and runs that pay only what was entered for them. A dozen queries for some hundred people whose check changed.
    Raises NotAllowed, NotFound, and RuleBroken where a year's tables are not known.
    """
    seen = people_seen(ctx)
    with ctx.store.snapshot():
        run = run_of(ctx, number)
        last = compared.last_run(run)
        if last is None or not run.generation:
            return []
        now, before = _both(run, last, people, seen)
    made = _compared(ctx, run, last, now, before)
    blocked = {person for person, head in now.items() if head.blocked}
    return sorted(
        made,
        key=lambda each: (each.person not in blocked, not _open(each), -abs(each.net - each.net_before), each.number),
    )


def unexplained(ctx: Context, run: Run) -> list[str]:
    """The numbers of people in a run whose change against the last check has no known cause and is not accepted as it stands,
    ordered. Who has the same rows as at the last check is computed at both ends and no step between; as `differences` in all
    else.
    """
    seen = people_seen(ctx)
    with ctx.store.snapshot():
        run = run_of(ctx, run.number)
        last = compared.last_run(run)
        if last is None or not run.generation:
            return []
        (now, before), kept = _both(run, last, None, seen), rows.reviews(run.id)
    open_ = [
        person
        for person in sorted(now.keys() | before.keys())
        if _moved(head := now.get(person, NO_HEAD), before.get(person, NO_HEAD))
        and not _accepted(head, kept.get(person))
    ]
    changes = _changes(ctx, run, last, open_, now, before, _open_causes)
    found = [person for person, made in changes.items() if any(each.cause is Cause.UNEXPLAINED for each in made)]
    with ctx.store.snapshot():
        return sorted(number for number, _ in slips.names(found, run.pay_date.isoformat()).values())


def difference(ctx: Context, number: str, person: str) -> Difference:
    """One person's check of a run against their last one. Raises NotFound where there is neither; as `differences` in all else."""
    found = rows.persons([person]).get(person)
    made = differences(ctx, number, [found]) if found is not None else []
    if not made:
        raise NotFound(
            f"Run {number} has no check of {person} to compare with another; `hrtui payroll show {number}` lists its people."
        )
    return made[0]


def _both(
    run: Run, last: Run, people: Sequence[int] | None, seen: Callable[[int], bool]
) -> tuple[dict[int, SlipHead], dict[int, SlipHead]]:
    """The checks of a run and of the last one, by person; whoever has none in a run of some people only is left out of both."""
    now, before = _heads(run, people, seen), _heads(last, people, seen)
    if run.kind in (RunKind.CORRECTION, RunKind.FINAL):
        before = {person: head for person, head in before.items() if person in now}
    return now, before


def _heads(run: Run, people: Sequence[int] | None, seen: Callable[[int], bool]) -> dict[int, SlipHead]:
    return {head.person: head for head in slips.heads(run.id, run.generation, people) if seen(head.person)}


def _open(each: Difference) -> bool:
    return not each.accepted and each.unexplained


def _compared(
    ctx: Context, run: Run, last: Run, now: Mapping[int, SlipHead], before: Mapping[int, SlipHead]
) -> list[Difference]:
    """All of them, the changed ones computed a chunk at a time."""
    everyone = sorted(now.keys() | before.keys())
    changed = [person for person in everyone if _moved(now.get(person, NO_HEAD), before.get(person, NO_HEAD))]
    changes = _changes(ctx, run, last, changed, now, before, _causes)
    with ctx.store.snapshot():
        names, kept = slips.names(everyone, run.pay_date.isoformat()), rows.reviews(run.id)
    return [
        _difference(
            person, names[person], now.get(person, NO_HEAD), before.get(person, NO_HEAD), changes.get(person, ()), kept
        )
        for person in everyone
    ]


def _changes(
    ctx: Context, run: Run, last: Run, changed: Sequence[int], now: Mapping[int, SlipHead], before: Mapping[int, SlipHead],
    causes: Causes,
) -> dict[int, tuple[Change, ...]]:  # fmt: skip
    """The causes of the changes of people, by person, a chunk at a time."""
    changes: dict[int, tuple[Change, ...]] = {}
    if changed:
        with ctx.store.snapshot():
            since = min(last.begins, run.begins)
            sides = _side(ctx, last, since), _side(ctx, run, since)
        for start in range(0, len(changed), CHUNK):
            with ctx.store.snapshot():
                changes |= _chunk(ctx, sides, changed[start : start + CHUNK], now, before, causes)
    return changes


def _moved(now: SlipHead, before: SlipHead) -> bool:
    return (now.gross, now.net) != (before.gross, before.net) or bool(now.id) != bool(before.id)


def _difference(
    person: int,
    named: tuple[str, str],
    now: SlipHead,
    before: SlipHead,
    changes: tuple[Change, ...],
    kept: Mapping[int, tuple[int, int, str, str]],
) -> Difference:
    said = kept.get(person)
    accepted = f"{said[2]} ({said[3]})" if said is not None and _accepted(now, said) else ""
    return Difference(person, *named, now.gross, now.net, before.gross, before.net, changes, accepted, bool(now.id))


def _accepted(head: SlipHead, said: tuple[int, int, str, str] | None) -> bool:
    """Whether a slip is still as it was accepted."""
    return said is not None and said[:2] == (head.gross, head.net)


def _side(ctx: Context, run: Run, since: date) -> Side:
    changed = digest(ctx, run) != run.last.terms
    dirty = frozenset(dirty_ids(ctx, run)) if run.state in OPEN else frozenset()
    return Side(run, terms_of(ctx, run), compared.finals_before(run), changed, since, dirty)


def _chunk(
    ctx: Context,
    sides: tuple[Side, Side],
    people: Sequence[int],
    now: Mapping[int, SlipHead],
    before: Mapping[int, SlipHead],
    causes: Causes,
) -> dict[int, tuple[Change, ...]]:
    """The causes of some people's changes."""
    last, this = sides
    started = _given(last, {person: before[person] for person in people if person in before})
    ended = _given(this, {person: now[person] for person in people if person in now})
    gone = _given(this, {person: _unpaid(this, before[person]) for person in people if person not in now}, current=True)
    made: dict[int, tuple[Change, ...]] = {}
    for person in people:
        head, had = now.get(person, NO_HEAD), before.get(person, NO_HEAD)
        if person not in before:
            made[person] = (
                newcomer(ended[person].facts, this.basis, last.run, head, ended[person].held, ctx.config.style),
            )
        elif person not in now:
            made[person] = (left_by(gone[person].facts, this.basis, had, ctx.config.style),)
        else:
            made[person] = causes(ctx, sides, (started[person], ended[person]), (had, head))
    return made


def _unpaid(side: Side, head: SlipHead) -> SlipHead:
    """The head of someone who has no check in a run, as known when it was calculated."""
    return head._replace(known=side.run.last.known)


def _given(side: Side, heads: Mapping[int, SlipHead], current: bool = False) -> dict[int, Given]:
    """What checks were computed from, as known when each was, by person; a dozen queries, and for the dirty a dozen for each
    calculation."""
    found: dict[int, Given] = {}
    after = {} if current else compared.afters([head.id for head in heads.values()])
    codes = Codes()
    knew = {person: head.known if person in side.dirty else side.run.last.known for person, head in heads.items()}
    for known in sorted(set(knew.values())):
        people = [person for person in heads if knew[person] == known]
        places = {person: after.get(person) for person in people}
        for each in given(side.run, people, side.final, codes, known, places, since=side.since, terms=side.basis.terms):
            found[each.facts.id] = each
    return found


def _causes(
    ctx: Context, sides: tuple[Side, Side], at: tuple[Given, Given], heads: tuple[SlipHead, SlipHead]
) -> tuple[Change, ...]:
    """The whole way from the last check to this one."""
    (last, this), (had, head), (started, ended) = sides, heads, at
    begins, end = _computed(started, last.basis), _computed(ended, this.basis)
    way = Way(Point(started.facts, last.basis, started.held), begins, ctx.config.style)
    way.rest((had.gross, had.net), (begins.gross, begins.net), _told(last))
    way.walk(Point(ended.facts, this.basis, ended.held))
    way.rest(
        (way.result.gross, way.result.net), (end.gross, end.net), (Cause.UNEXPLAINED, "No dated row or entry tells why")
    )
    blocked = "; ".join(each.message for each in end.blockers if each.stops) if not end.lines else ""
    way.rest((end.gross, end.net), (head.gross, head.net), _told(this))
    return way.changes(f"Not computed: {blocked}" if blocked else "")


def _open_causes(
    ctx: Context, sides: tuple[Side, Side], at: tuple[Given, Given], heads: tuple[SlipHead, SlipHead]
) -> tuple[Change, ...]:
    """The causes of a change, none where it is plain that each is known: both checks come out as they are stored, and rows of
    pay and job, certificates and home are those of the last check, so that nothing but items, entries and balances differs."""
    (last, this), (had, head), (started, ended) = sides, heads, at
    if unmoved(started.facts, ended.facts, last.basis, this.basis):
        begins, end = _computed(started, last.basis), _computed(ended, this.basis)
        same = (had.gross, had.net, head.gross, head.net) == (begins.gross, begins.net, end.gross, end.net)
        if same and begins.lines and end.lines:
            return ()
    return _causes(ctx, sides, at, heads)


def _computed(each: Given, basis: Basis) -> Result:
    found = outcome(each.facts, basis.terms, each.held, basis.tables)
    return found[0] if found is not None else NOTHING


def _told(side: Side) -> tuple[Cause, str]:
    if side.changed:
        return Cause.TABLES, f"The configuration or hrtui itself changed since run {side.run.number} was calculated"
    return Cause.UNEXPLAINED, f"The check of run {side.run.number} does not come out again from what is on file"
