"""Consent that has ended or is about to: whose it is, and recording that it was given anew."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from data.recruiting import candidates
from data.recruiting import purging as rows
from hrtui.access.rules import may, require
from hrtui.audit import writing
from hrtui.context import Context
from hrtui.dates import add_months
from hrtui.errors import RuleBroken
from hrtui.recruiting.gathering import PURGE, WORK, Worked, candidate, given
from hrtui.recruiting.model import CandidateLine
from hrtui.recruiting.playfile import playbook


def consent_due(ctx: Context, words: str = "", *, ended: bool = False) -> array[int]:
    """The ids of the candidates whose consent has ended, or ends within the days of the recruiting file unless only `ended` are asked for,
    who were not hired and apply to nothing, the longest over first; of those whom words find. For `consent_page`. Raises NotAllowed."""
    require(ctx.actor, PURGE)
    ahead = timedelta(days=0 if ended else playbook(ctx).settings.consent.warn_days + 1)
    with ctx.store.snapshot():
        due = rows.ended(ctx.clock.today() + ahead)
        found = set(candidates.find(words.split())) if words.split() else None
    return array("q", (id_ for id_ in due if found is None or id_ in found))


def consent_page(ctx: Context, ids: Sequence[int]) -> list[CandidateLine | None]:
    """The lines of candidates by ids of `consent_due`; two queries. Raises NotAllowed."""
    require(ctx.actor, PURGE)
    with ctx.store.snapshot():
        return candidates.page(ids)


def renew_consent(ctx: Context, number: str, given_on: date, until: date | None = None) -> Worked:
    """Record that a candidate gave consent anew, for the months of the recruiting file unless a day is given.

    Whoever may empty candidates may, and whoever works on them. Raises NotAllowed, NotFound and RuleBroken naming the field.
    """
    action = PURGE if may(ctx.actor, PURGE) else WORK
    require(ctx.actor, action)
    today, end = ctx.clock.today(), until or add_months(given_on, playbook(ctx).settings.consent.months)
    if given_on > today:
        raise RuleBroken(f"Consent was given today at the latest; {given_on} is still to come.", "given_on")
    if end <= today:
        raise RuleBroken(f"Consent would have ended on {end}; give a day that is still to come.", "until")
    with ctx.store.write():
        before = candidate(ctx, action, number)
        if before.purged or before.merged:
            raise RuleBroken(
                f"{before.number} is {'emptied' if before.purged else 'merged'}; nothing is kept there.", "candidate"
            )
        after = replace(before, consent_from=given_on, consent_until=end)
        entered = writing.begin(ctx, WORK, before.number)
        candidates.put_many([after], today, entered)
        writing.note(entered, WORK, before.number, given(before, after))
    return Worked(
        entered.command, "", f"The consent of {after.name} ({after.number}) stands until {end}.", (), (after.number,)
    )
