"""Candidates entered twice: found when they are entered, merged side by side, and unmerged as they were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from data import directory, tags
from data.recruiting import applications, candidates
from hrtui.access.rules import may, require
from hrtui.audit import service as trail
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.people.dated import live
from hrtui.people.model import Done
from hrtui.people.rules import tags_on
from hrtui.people.summary import PersonSummary, Status
from hrtui.recruiting.duplicates import Alike, Entry, alike
from hrtui.recruiting.gathering import WORK, Worked, candidate, given
from hrtui.recruiting.model import ApplicationState, Candidate
from hrtui.text import listed

TAKEN = (
    "first_name", "last_name", "email", "phone", "city", "state", "headline", "links", "source", "credited", "note",
)  # fmt: skip
"""What of the other may be taken over."""
BARRED_TAG = "do-not-rehire"
MOST_NAMED = 20


def entry_of(who: Candidate) -> Entry:
    """What of a candidate is compared."""
    warning = "they are marked do-not-hire" if who.barred else ""
    return Entry(who.number, who.first_name, who.last_name, who.email, who.phone, warning=warning, barred=who.barred)


def find_alike(ctx: Context, new: Entry) -> list[Alike]:
    """Candidates and people on file who may be the same as a new entry; a few queries, however many there are.

    People are compared where the actor may see them. Raises NotAllowed.
    """
    require(ctx.actor, WORK)
    with ctx.store.snapshot():
        return found_alike(ctx, new)


def found_alike(ctx: Context, new: Entry) -> list[Alike]:
    """As `find_alike`, for use cases that are under way."""
    ids = candidates.like(new.first_name, new.last_name, new.email, new.phone)
    known = [entry_of(each) for each in candidates.of(ids).values() if not (each.merged or each.purged)]
    return alike(new, [*known, *_people(ctx, new)])


def _people(ctx: Context, new: Entry) -> Iterable[Entry]:
    return people_entries(ctx, directory.alike(new.first_name, new.last_name, new.email, MOST_NAMED))


def people_entries(ctx: Context, found: Sequence[PersonSummary]) -> list[Entry]:
    """What of people is compared, of those that the actor may see, with what to know before they are hired; a few queries."""
    subjects = directory.subjects([line.number for line in found])
    seen = [line for line in found if may(ctx.actor, "people.read", subjects[line.number])]
    held = tags.tags([line.id for line in seen])
    out = []
    for line in seen:
        last, _, first = line.name.partition(", ")
        left = f"they left on {line.terminated}" if line.status is Status.TERMINATED else ""
        barred = "do not rehire" if BARRED_TAG in tags_on(live(held[line.id]), ctx.day) else ""
        warning = "; ".join(filter(None, (left, barred)))
        out.append(Entry(line.number, first, last, line.email, person=True, warning=warning))
    return out


def merge(ctx: Context, keep: str, other: str, take: Sequence[str] = ()) -> Worked:
    """Make one candidate of two: the one that is kept gets what is taken from the other, and the tags of both; the applications of
    both stay, and the other is found under the kept number from here on.

    Raises NotFound, NotAllowed, and RuleBroken where they are one already or both apply to one requisition.
    """
    today = ctx.clock.today()
    with ctx.store.write():
        kept, gone = candidate(ctx, WORK, keep), candidate(ctx, WORK, other)
        if kept.id == gone.id:
            raise RuleBroken(f"{kept.number} is one candidate; name another to merge with.", "other")
        for each in (kept, gone):
            if each.merged or each.purged:
                raise RuleBroken(
                    f"{each.number} is {f'merged into {each.merged}' if each.merged else 'emptied'} already.", "other"
                )
        unknown = [name for name in take if name not in TAKEN]
        if unknown:
            raise RuleBroken(f"“{unknown[0]}” is not taken over; there is {listed(TAKEN)}.", "take")
        _check_applications(kept, gone)
        made = replace(
            kept, tags=tuple(sorted({*kept.tags, *gone.tags})), **{name: getattr(gone, name) for name in take}
        )
        made = replace(
            made, barred=kept.barred or gone.barred, pool=kept.pool or gone.pool, person=kept.person or gone.person
        )
        entered = writing.begin(ctx, WORK, kept.number)
        new = [name for name in made.tags if name not in kept.tags]
        candidates.tag_many([(kept.id, name, True) for name in new], today, entered)
        candidates.put_many([made, replace(gone, merged=kept.number)], today, entered)
        changes = [*given(kept, made), Change("candidate.merged", "", gone.number)]
        notes = [(kept.number, changes, None), (gone.number, [Change("candidate.merged_into", "", kept.number)], None)]
        writing.note_many(entered, WORK, notes)
    sentence = f"{gone.name} ({gone.number}) is merged into {made.name} ({kept.number})."
    return Worked(entered.command, "", sentence, (), (kept.number, gone.number))


def merged_numbers(ctx: Context, number: str) -> list[str]:
    """The numbers of the candidates that were merged into one, newest first. Raises NotAllowed and NotFound."""
    with ctx.store.snapshot():
        who = candidate(ctx, WORK, number)
        found = candidates.of(candidates.merged_into([who.id])).values()
    newest = sorted(found, key=lambda each: each.stamp.command if each.stamp else 0, reverse=True)
    return [each.number for each in newest if each.merged == who.number]


def unmerge(ctx: Context, number: str) -> Done:
    """Make two candidates of a merged one again, both exactly as they were; `number` is the one that was merged into the other.

    Raises NotFound, NotAllowed, RuleBroken where it is not merged, and Conflict, naming it, where something later stands on it.
    """
    with ctx.store.snapshot():
        held = candidate(ctx, WORK, number)
        command = held.stamp.command if held.stamp else 0
    if not held.merged:
        raise RuleBroken(f"{held.name} ({held.number}) is not merged into anybody.", "number")
    return trail.undo(ctx, command)


def _check_applications(kept: Candidate, gone: Candidate) -> None:
    active: dict[int, str] = {}
    for each in applications.of_candidates([kept.id, gone.id]):
        if each.state is not ApplicationState.ACTIVE:
            continue
        if each.requisition in active:
            raise RuleBroken(
                f"Both apply to one requisition ({active[each.requisition]} and {each.number}); end one of the applications first.",
                "other",
            )
        active[each.requisition] = each.number
