"""What applicants said of themselves for equal-opportunity reports: entered by application, read for sums alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from data.base import database
from data.owned import enter, last_of
from data.recruitrows import EeoRow
from hrtui.audit.model import Entered
from hrtui.recruiting.eeo import QUESTIONS, Answers

NOW = EeoRow


def put_many(answers: Mapping[int, Answers], on: date, entered: Entered) -> None:
    """Enter what applicants said from a day on, by the ids of their applications; inside `write()`."""
    enter(NOW, QUESTIONS, ((id_, on, each) for id_, each in answers.items()), entered)


def every() -> dict[int, Answers]:
    """What was said, by application's id, for whoever makes sums of it; one query."""
    query = NOW.select(NOW.application, *(getattr(NOW, name) for name in QUESTIONS))
    query = query.where(NOW.superseded_at.is_null() & last_of(NOW))
    kept: dict[Answers, Answers] = {}
    out = {}
    for id_, *said in database.execute(query).fetchall():
        answers = Answers(*said)
        out[id_] = kept.setdefault(answers, answers)
    return out
