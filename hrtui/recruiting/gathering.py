"""What use cases of recruiting have in common: requisitions, candidates and applications found for those who may."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from data import directory
from data.recruiting import applications, candidates, requisitions
from hrtui.access.model import Field, Sight, Subject
from hrtui.access.rules import may, require, scopes, sight
from hrtui.audit.model import Change
from hrtui.context import Context
from hrtui.errors import Clash, Conflict, NotFound, RuleBroken
from hrtui.people.model import Done
from hrtui.recruiting.model import Application, Candidate, Requisition, RequisitionState
from hrtui.text import clean

READ, REQUIRE, APPROVE, WORK = "recruiting.read", "recruiting.require", "recruiting.approve", "recruiting.work"
SCORE, OFFER, PURGE, EEO = "recruiting.score", "recruiting.offer", "recruiting.purge", "recruiting.eeo"
GIVEN = "(given)"
"""What the trail says in the place of what a candidate gave, which a purge has to be able to empty."""


@dataclass(frozen=True, slots=True)
class Worked(Done):
    """What was done in recruiting: `numbers` are those of what was entered or moved, `applications` as they are now."""

    numbers: tuple[str, ...] = ()
    applications: tuple[Application, ...] = ()


def told_apart(names: Sequence[str]) -> str:
    """Names of the kind `Last, First` in a sentence, with semicolons between, as they have commas within."""
    return " and ".join(filter(None, ("; ".join(names[:-1]), *names[-1:])))


def everywhere(ctx: Context, action: str) -> bool:
    """Whether an action reaches every requisition."""
    return any(scope.everyone for scope in scopes(ctx.actor, action))


def subjects_of(found: Iterable[Requisition]) -> dict[int, Subject]:
    """What permissions are asked about requisitions: their hiring manager, department and location; two queries."""
    wanted = list(found)
    managers = directory.subjects({each.manager for each in wanted if each.manager})
    out = {}
    for each in wanted:
        above = managers[each.manager].chain if each.manager in managers else ()
        out[each.id] = Subject(each.manager, each.department, each.location, above)
    return out


def reached(ctx: Context, action: str, found: Iterable[Requisition]) -> list[Requisition]:
    """Those of some requisitions that an action reaches."""
    wanted = list(found)
    if everywhere(ctx, action):
        return wanted
    subjects = subjects_of(wanted)
    return [each for each in wanted if may(ctx.actor, action, subjects[each.id])]


def reach(ctx: Context, action: str = READ) -> frozenset[int] | None:
    """The ids of the requisitions that an action reaches; None where it is all of them."""
    if everywhere(ctx, action):
        return None
    return frozenset(each.id for each in reached(ctx, action, requisitions.every(RequisitionState)))


def requisition(ctx: Context, action: str, number: str) -> Requisition:
    """The requisition of a number as it is shown on the day that is looked at; raise NotAllowed without the action, NotFound for
    none and for any it does not reach."""
    return named(ctx, [_found(ctx, action, number, ctx.lens)])[0]


def to_write(ctx: Context, action: str, number: str) -> Requisition:
    """The requisition of a number as it stands, what the role does not see too, so that nothing of it is lost by writing; raises
    as `requisition`."""
    return _found(ctx, action, number, None)


def _found(ctx: Context, action: str, number: str, on: date | None) -> Requisition:
    require(ctx.actor, action)
    found = requisitions.numbered(clean(number).upper(), on)
    if found is None or not (reached(ctx, action, [found]) or reached(ctx, READ, [found])):
        raise NotFound(
            f"There is no requisition “{clean(number, limit=40)}” that you may see; `hrtui recruiting requisitions` lists them."
        )
    require(ctx.actor, action, subjects_of([found])[found.id])
    return found


def named(ctx: Context, found: Sequence[Requisition]) -> list[Requisition]:
    """Requisitions with their managers' names, and without the range of pay where the role does not see it."""
    names = _names({each.manager for each in found if each.manager})
    subjects = subjects_of(found)
    out = []
    for each in found:
        called = replace(each, manager_name=names.get(each.manager, each.manager))
        out.append(called if pay_shown(ctx, subjects[each.id]) else replace(called, low=None, high=None))
    return out


def _names(numbers: Iterable[str]) -> dict[str, str]:
    return {number: line.name for number, (line, _) in directory.lines(numbers).items()}


def pay_shown(ctx: Context, subject: Subject) -> bool:
    """Whether the role sees what a requisition or an offer pays; where people's pay is masked, this is shown: it is nobody's yet."""
    return any(
        sight(ctx.actor, Field.PAY, subject, each) is not Sight.HIDDEN for each in (READ, REQUIRE, OFFER, APPROVE)
    )


def candidate(ctx: Context, action: str, number: str) -> Candidate:
    """The candidate of a number; raise NotAllowed without the action, NotFound for none and for any it does not reach."""
    require(ctx.actor, action)
    found = candidates.numbered(clean(number).upper())
    if found is None or not candidate_reached(ctx, action, found):
        raise NotFound(
            f"There is no candidate “{clean(number, limit=40)}” that you may see; `hrtui recruiting candidates` lists them."
        )
    return found


def to_note(ctx: Context, number: str) -> Candidate:
    """The candidate of a number, of whom something is to be filed or noted; raises as `candidate`, and RuleBroken for one who was
    merged into another, or emptied."""
    found = candidate(ctx, WORK, number)
    if found.merged:
        raise RuleBroken(f"{found.number} is merged into {found.merged}; use that number.", "candidate")
    if found.purged:
        raise RuleBroken(f"{found.number} was emptied, as their consent ended; nothing is kept of them.", "candidate")
    return found


def candidate_pay_shown(ctx: Context, who: Candidate) -> bool:
    """Whether the role sees what offers to a candidate pay: of every requisition they applied to, or of any where there is none."""
    wanted = requisitions.of(sorted({each.requisition for each in applications_of(who)}))
    subjects = subjects_of(wanted.values()).values() or (Subject(""),)
    return all(pay_shown(ctx, each) for each in subjects)


def candidate_reached(ctx: Context, action: str, found: Candidate) -> bool:
    """Whether an action reaches a candidate: everywhere, or by a requisition they applied to."""
    return bool(candidates_reached(ctx, action, [found.id]))


def candidates_reached(ctx: Context, action: str, ids: Iterable[int]) -> frozenset[int]:
    """Those of some candidates, by their ids, that an action reaches: everywhere, or by a requisition they applied to, themselves
    or as whom was merged into them. As many queries however many they are."""
    wanted, within = frozenset(ids), reach(ctx, action)
    if within is None:
        return wanted
    count = candidates.counted_as(wanted)
    applied = applications.of_candidates(list(count))
    return frozenset(id_ for each in applied if each.requisition in within for id_ in count[each.candidate])


def applications_of(who: Candidate) -> list[Application]:
    """The applications of a candidate and of those merged into them, newest first."""
    return applications.of_candidates([who.id, *candidates.merged_into([who.id])])


def application(ctx: Context, action: str, number: str) -> tuple[Application, Requisition, Candidate]:
    """The application of a number with its requisition and candidate; raises as `requisition`."""
    return gathered(ctx, action, [number])[0]


def gathered(ctx: Context, action: str, numbers: Sequence[str]) -> list[tuple[Application, Requisition, Candidate]]:
    """Applications by their numbers, in that order; raises as `requisition`. Seven queries, however many."""
    require(ctx.actor, action)
    wanted = [clean(number).upper() for number in dict.fromkeys(numbers)]
    found = applications.numbered(wanted)
    needed = requisitions.of(sorted({each.requisition for each in found.values()}))
    within = {each.id for each in reached(ctx, action, needed.values())}
    people = who_of(found.values())
    out = []
    for number in wanted:
        each = found.get(number)
        if each is None or each.requisition not in within:
            raise NotFound(
                f"There is no application “{clean(number, limit=40)}” that you may work on; open the board again."
            )
        out.append((each, needed[each.requisition], people[each.candidate]))
    return out


def who_of(found: Iterable[Application]) -> dict[int, Candidate]:
    """Whose applications are, by the candidate they were entered for: of merged ones the candidate they turned out to be."""
    ids = {each.candidate for each in found}
    now = candidates.into(ids)
    people = candidates.of(sorted({now.get(id_, id_) for id_ in ids}))
    return {id_: people[now.get(id_, id_)] for id_ in ids if now.get(id_, id_) in people}


def check_alone(expected: Mapping[str, int], found: Iterable[tuple[Application, Candidate]]) -> None:
    """Raise Conflict, saying what became of each, where commands after the expected ones moved applications; those not named
    are not checked."""
    clashes = []
    for each, who in found:
        stamp = each.stamp
        if stamp is None or each.number not in expected or stamp.command <= expected[each.number]:
            continue
        clashes.append(
            Clash("stage", "", f"{each.stage} ({each.state.value})", "", stamp.recorded_by, who.name, stamp.recorded_at)
        )
    if clashes:
        first = clashes[0]
        more = f", and {len(clashes) - 1} more" if len(clashes) > 1 else ""
        raise Conflict(
            f"{first.by} moved {first.about} to {first.theirs} since you looked{more}; nothing was moved. Look again first.",
            tuple(clashes),
        )


def given(before: Candidate | None, after: Candidate) -> list[Change]:
    """What changed about a candidate, without what was given."""
    names = (
        "first_name",
        "last_name",
        "email",
        "phone",
        "city",
        "state",
        "headline",
        "links",
        "resume",
        "note",
        "credited",
    )
    plain = ("source", "consent_from", "consent_until", "pool", "barred", "tags")
    out = []
    for name in names:
        old, new = getattr(before, name, ""), getattr(after, name)
        if old != new and (old or new):
            out.append(Change(f"candidate.{name}", GIVEN if old else "", GIVEN if new else ""))
    for name in plain:
        old, new = _plain(getattr(before, name, "")), _plain(getattr(after, name))
        if old != new:
            out.append(Change(f"candidate.{name}", old, new))
    return out


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, date):
        return value.isoformat()
    return ", ".join(value) if isinstance(value, tuple) else str(value or "")
