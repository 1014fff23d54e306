"""Scorecards: who owes one, what each rated, and what a debrief decided."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from peewee import fn

from data.base import database
from data.owned import as_day, enter, last_of, live
from data.recruitrows import ApplicationFactRow, ApplicationRow, DebriefRow, ScorecardAskRow, ScorecardRow
from hrtui.audit.model import Entered
from hrtui.recruiting.model import ApplicationState
from hrtui.recruiting.scorecards import Ask, Debrief, Decision, Overall, Scorecard

ASK = ("by", "stage", "due", "active")
CARD = ("by", "stage", "ratings", "overall", "takeaways", "submitted")
DEBRIEF = ("decision", "reason", "present")


def asked(application_ids: Sequence[int]) -> dict[int, list[Ask]]:
    """Who owes or owed a scorecard of applications; one query."""
    found: dict[int, dict[str, Ask]] = defaultdict(dict)
    for id_, _, stamp, (by, stage, due, active) in live(ScorecardAskRow, ASK, application_ids):
        found[id_][by] = Ask(by, stage, as_day(due) if due else None, bool(active), stamp)
    return {id_: [ask for ask in asks.values() if ask.active] for id_, asks in found.items()}


def cards(application_ids: Sequence[int]) -> dict[int, dict[str, list[Scorecard]]]:
    """The scorecards of applications by who wrote them, the first version first; one query."""
    found: dict[int, dict[str, list[Scorecard]]] = defaultdict(lambda: defaultdict(list))
    for id_, _, stamp, (by, stage, ratings, overall, takeaways, _) in live(ScorecardRow, CARD, application_ids):
        found[id_][by].append(Scorecard(by, stage, json.loads(ratings), Overall(overall), takeaways, stamp))
    return {id_: dict(each) for id_, each in found.items()}


def debriefs(application_id: int) -> list[Debrief]:
    """What debriefs of an application decided, in order; one query."""
    return [
        Debrief(Decision(decision), reason, tuple(filter(None, present.split(","))), stamp)
        for _, _, stamp, (decision, reason, present) in live(DebriefRow, DEBRIEF, [application_id])
    ]


def ask(application_id: int, asks: Iterable[Ask], on: date, entered: Entered) -> None:
    """Enter that users owe scorecards, or no longer; inside `write()`."""
    enter(
        ScorecardAskRow, ASK,
        ((application_id, on, (each.by, each.stage, each.due.isoformat() if each.due else None, int(each.active))) for each in asks),
        entered,
    )  # fmt: skip


def put(application_id: int, card: Scorecard, on: date, entered: Entered) -> None:
    """Enter a scorecard, beside what its writer entered before; inside `write()`."""
    ratings = json.dumps(dict(card.ratings), separators=(",", ":"), sort_keys=True)
    values = (card.by, card.stage, ratings, card.overall.value, card.takeaways, 1)
    enter(ScorecardRow, CARD, [(application_id, on, values)], entered)


def decide(application_id: int, debrief: Debrief, on: date, entered: Entered) -> None:
    """Enter what a debrief decided; inside `write()`."""
    values = (debrief.decision.value, debrief.reason, ",".join(debrief.present))
    enter(DebriefRow, DEBRIEF, [(application_id, on, values)], entered)


def owed_by(login: str) -> list[tuple[int, Ask]]:
    """The applications under way of which a user owes a scorecard and has written none of its stage, those due first; one query."""
    ask_, now = ScorecardAskRow, ApplicationFactRow
    written = ScorecardRow.select(ScorecardRow.id).where(
        (ScorecardRow.by == login) & ScorecardRow.superseded_at.is_null()
        & (ScorecardRow.application == ask_.application) & (ScorecardRow.stage == ask_.stage)
    )  # fmt: skip
    query = (
        ask_.select(ask_.application, ask_.by, ask_.stage, ask_.due)
        .join(ApplicationRow, on=(ApplicationRow.id == ask_.application))
        .join(now, on=(now.application == ApplicationRow.id))
        .where(
            (ask_.by == login) & ask_.superseded_at.is_null() & (ask_.active == 1) & last_of(ask_)
            & now.superseded_at.is_null() & last_of(now) & (now.state == ApplicationState.ACTIVE.value)
            & ~fn.EXISTS(written)
        )
        .order_by(ask_.due.is_null(), ask_.due, ask_.application)
    )  # fmt: skip
    return [
        (id_, Ask(by, stage, as_day(due) if due else None))
        for id_, by, stage, due in database.execute(query).fetchall()
    ]
