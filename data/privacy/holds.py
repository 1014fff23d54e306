"""Legal holds: rows to values and back, and who stands under one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from peewee import fn

from data import dialect, owned
from data.base import database
from data.bulk import bulk_insert
from data.candidaterows import CandidateLineRow, CandidateRow
from data.dated import CommandRow
from data.fields import instant
from data.listrows import DirectoryRow
from data.privacyrows import HoldRow, HoldStepRow, HoldWhomRow
from data.schema import PersonRow
from hrtui.audit.model import Entered
from hrtui.privacy.model import CANDIDATE, PERSON, Hold, HoldStep, Stands, Step, Under

WHOM = ("hold", "kind", "whom", "why", "command")
MOST = 500
"""The holds that a list shows at most."""


def next_number() -> str:
    """The number of the next hold: HOLD-001 and so on; ask inside `write()`."""
    return owned.next_numbers(HoldRow, "HOLD-", 3, 1)[0]


def add(hold: Hold, entered: Entered) -> int:
    """Enter a hold as it is placed, and return its id; inside `write()`."""
    made = HoldRow.insert(
        number=hold.number, name=hold.name, matter=hold.matter, reason=hold.reason, query=hold.query, since=hold.since,
        command=entered.command,
    ).execute()  # fmt: skip
    return int(made)


def put_under(hold: int, kind: str, ids: Iterable[int], why: str, entered: Entered) -> int:
    """Put people or candidates under a hold, those who are already excepted; inside `write()`. Returns how many."""
    row = HoldWhomRow
    there = row.select(row.whom).where((row.hold == hold) & (row.kind == kind))
    known = {id_ for (id_,) in database.execute(there).fetchall()}
    new = [id_ for id_ in dict.fromkeys(ids) if id_ not in known]
    return bulk_insert(row, WHOM, ((hold, kind, id_, why, entered.command) for id_ in new))


def step(hold: int, what: Step, reason: str, entered: Entered) -> None:
    """Enter a step of a hold; inside `write()`."""
    HoldStepRow.insert(hold=hold, step=what.value, reason=reason, command=entered.command).execute()


def holds(number: str = "", limit: int = MOST) -> list[Hold]:
    """The holds, or the one of a number, the newest first, each as it stands with its steps and how many are under it; three queries."""
    columns = (HoldRow.id, HoldRow.number, HoldRow.name, HoldRow.matter, HoldRow.reason, HoldRow.query, HoldRow.since)
    query = HoldRow.select(*columns).order_by(HoldRow.id.desc()).limit(limit)
    rows = database.execute(query.where(HoldRow.number == number) if number else query).fetchall()
    ids = [row[0] for row in rows]
    steps, counts = _steps(ids), _counts(ids)
    return [
        Hold(number, name, matter, reason, asked, date.fromisoformat(since), tuple(steps[id_]), counts.get((id_, PERSON), 0),
             counts.get((id_, CANDIDATE), 0), id_)
        for id_, number, name, matter, reason, asked, since in rows
    ]  # fmt: skip


def _steps(ids: Sequence[int]) -> dict[int, list[HoldStep]]:
    row = HoldStepRow
    query = row.select(row.hold, row.step, row.reason, CommandRow.at, CommandRow.actor).join(
        CommandRow, on=(CommandRow.id == row.command)
    )
    rows = database.execute(query.where(row.hold.in_(dialect.one_of(ids))).order_by(row.id)).fetchall()
    found: dict[int, list[HoldStep]] = {id_: [] for id_ in ids}
    for hold, what, reason, at, by in rows:
        found[hold].append(HoldStep(Step(what), reason, instant(at), by))
    return found


def _counts(ids: Sequence[int]) -> dict[tuple[int, str], int]:
    row = HoldWhomRow
    query = row.select(row.hold, row.kind, fn.COUNT(row.id)).where(row.hold.in_(dialect.one_of(ids)))
    return {
        (hold, kind): count for hold, kind, count in database.execute(query.group_by(row.hold, row.kind)).fetchall()
    }


def under(hold: int, limit: int) -> list[Under]:
    """Who is under a hold, people first, by number; two queries."""
    row = HoldWhomRow
    people = (
        row.select(PersonRow.number, fn.COALESCE(DirectoryRow.name, ""), row.why)
        .join(PersonRow, on=(PersonRow.id == row.whom))
        .left_outer_join(DirectoryRow, on=(DirectoryRow.person == row.whom))
        .where((row.hold == hold) & (row.kind == PERSON))
    )
    seekers = (
        row.select(CandidateRow.number, fn.COALESCE(CandidateLineRow.name, ""), row.why)
        .join(CandidateRow, on=(CandidateRow.id == row.whom))
        .left_outer_join(CandidateLineRow, on=(CandidateLineRow.candidate == row.whom))
        .where((row.hold == hold) & (row.kind == CANDIDATE))
    )
    found: list[Under] = []
    for kind, query, by in ((PERSON, people, PersonRow.number), (CANDIDATE, seekers, CandidateRow.number)):
        for number, name, why in database.execute(query.order_by(by).limit(limit)).fetchall():
            found.append(Under(kind, number, name, Stands(why)))
    return found[:limit]


def standing(kind: str, ids: Collection[int]) -> dict[int, list[str]]:
    """The numbers of the holds that stand over people or candidates, by their ids; those under none are left out. One query."""
    if not ids:
        return {}
    found: dict[int, list[str]] = {}
    for whom, number in database.execute(_standing(kind, ids)).fetchall():
        found.setdefault(whom, []).append(number)
    return found


def _standing(kind: str, ids: Collection[int] | None = None) -> Any:
    row, last = HoldWhomRow, HoldStepRow.alias("last")
    latest = last.select(last.step).where(last.hold == row.hold).order_by(last.id.desc()).limit(1)
    query = row.select(row.whom, HoldRow.number).join(HoldRow, on=(HoldRow.id == row.hold)).where(row.kind == kind)
    if ids is not None:
        query = query.where(row.whom.in_(dialect.one_of(sorted(ids))))
    return query.where(latest != Step.RELEASED.value).order_by(row.whom, HoldRow.id)


def held_numbers() -> frozenset[str]:
    """The numbers of everyone under a hold that stands, people and candidates; two queries."""
    found: set[str] = set()
    for kind, model in ((PERSON, PersonRow), (CANDIDATE, CandidateRow)):
        ids = _standing(kind).alias("held")
        query = model.select(model.number).distinct().join(ids, on=(ids.c.whom == model.id))
        found.update(number for (number,) in database.execute(query).fetchall())
    return frozenset(found)
