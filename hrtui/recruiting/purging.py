"""Candidates whose consent has ended: who they are, and emptying what they gave for good."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from data import filestore
from data.recruiting import candidates, files
from data.recruiting import purging as rows
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.context import Context
from hrtui.errors import NotFound, RuleBroken
from hrtui.privacy.holds import check_free
from hrtui.recruiting.filing import folder_of
from hrtui.recruiting.gathering import PURGE, Worked
from hrtui.recruiting.model import CandidateLine
from hrtui.text import clean, counted, listed

NAMED = 5


def consent_ended(ctx: Context) -> list[CandidateLine]:
    """The candidates whose consent ended before today, who were not hired and apply to nothing, longest over first. Raises NotAllowed."""
    require(ctx.actor, PURGE)
    with ctx.store.snapshot():
        return [each for each in candidates.page(rows.ended(ctx.clock.today())) if each is not None]


def purge(ctx: Context, numbers: Sequence[str]) -> Worked:
    """Empty what candidates gave, in every version there is; the trail keeps who was emptied, when, by whom and how much.

    Stages, states, days and reasons stay, for the figures of recruiting. No undo brings anything back. Raises NotAllowed, NotFound,
    and RuleBroken for whoever's consent has not ended, and while a legal hold stands over them.
    """
    require(ctx.actor, PURGE)
    with ctx.store.write():
        wanted = [clean(number).upper() for number in dict.fromkeys(numbers)]
        ids = candidates.ids(wanted)
        missing = [number for number in wanted if number not in ids]
        if missing or not wanted:
            raise NotFound(f"There is no candidate {listed(missing[:NAMED]) or 'named'}.")
        free = set(rows.ended(ctx.clock.today()))
        kept = [number for number in wanted if ids[number] not in free]
        if kept:
            raise RuleBroken(
                f"{listed(kept[:NAMED], 'and')} {'is' if len(kept) == 1 else 'are'} not emptied: consent has not ended, or they apply "
                "or were hired.",
                "candidates",
            )
        check_free(ctx, wanted, "emptied")
        entered = writing.begin(ctx, PURGE, wanted[0])
        hashes = rows.hashes([ids[number] for number in wanted])
        count = rows.empty([ids[number] for number in wanted], entered)
        detail = {"rows": str(count)}
        writing.note_many(
            entered, PURGE, [(number, [Change("candidate.emptied", "", "yes")], detail) for number in wanted]
        )
    verb = "is" if len(wanted) == 1 else "are"
    return Worked(
        entered.command,
        "",
        f"{counted(len(wanted), 'candidate')} {verb} emptied for good.",
        _drop(ctx, hashes),
        tuple(wanted),
    )


def _drop(ctx: Context, hashes: Collection[str]) -> tuple[str, ...]:
    """Take out the files that nobody's document names any more, nobody writing meanwhile; says which stayed."""
    if not hashes:
        return ()
    with ctx.store.write():
        stayed = filestore.drop(folder_of(ctx), files.unnamed(hashes))
    if not stayed:
        return ()
    return (f"{len(stayed)} of their files could not be removed from {folder_of(ctx)}; `hrtui check` names them.",)
