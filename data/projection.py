"""The directory as of a day: computed from the facts in the transaction that changes them, and rolled on as days pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from peewee import JOIN, Value

from data import spans
from data.base import database
from data.bulk import bulk_insert, bulk_update
from data.day import DAY
from data.day import directory_day as directory_day
from data.identity import numbers as people_numbers
from data.live import JobLine, NameLine, live_jobs, live_names
from data.org.names import sync
from data.prepared import listed, one_of, prepared
from data.schema import DirectoryRow, MetaRow
from hrtui.people.rules import standing

CHUNK = 500
LEVELS = 64
AFTER_SLASH = chr(ord("/") + 1)
Child = DirectoryRow.alias("child")
LINE = (
    "person", "number", "name", "sort_name", "email", "department", "title", "location", "manager", "status",
    "employment_type", "hired", "terminated", "chain", "next_change", "search",
)  # fmt: skip


class Above(NamedTuple):
    """What a line takes from its manager's: the name shown, and the chain above."""

    name: str
    chain: str


def refresh(person_ids: Iterable[int], today: date) -> None:
    """Bring the lines of these people up to a day, and the lines below them that show their name or chain; inside `write()`.

    Their spans, the lines of all other days, are computed from the same facts. People without a live job and profile
    have no line. Takes about eight queries for each 500 people. A session that was opened the day before rolls the whole
    directory first, so that all lines stand for one day.
    """
    roll(today)
    _refresh(person_ids, today, spans.place_names())


def _refresh(person_ids: Iterable[int], today: date, places: spans.Places | None = None) -> None:
    ids = sorted(set(person_ids))
    known: dict[int, Above] = {}
    for start in range(0, len(ids), CHUNK):
        _refresh_chunk(ids[start : start + CHUNK], today, known, places)
    _relink(ids)


def roll(today: date) -> int:
    """Move the directory to a day: lines whose next change has come, or whose department or place is called otherwise
    from then on, are computed again; inside `write()`.

    Returns how many lines that were. Where the clock went back, every line is computed again.
    """
    before = directory_day()
    if before == today:
        return 0
    due = DirectoryRow.select(DirectoryRow.person)
    if before is None or before < today:
        due = due.where(DirectoryRow.next_change <= today)
    ids = {*(row[0] for row in database.execute(due).fetchall()), *sync(today)}
    _refresh(ids, today)
    MetaRow.insert(name=DAY, value=today.isoformat()).on_conflict(
        conflict_target=[MetaRow.name], update={MetaRow.value: today.isoformat()}
    ).execute()
    return len(ids)


def _refresh_chunk(ids: Sequence[int], today: date, known: dict[int, Above], places: spans.Places | None) -> None:
    jobs, names, numbers = live_jobs(ids), live_names(ids), people_numbers(ids)
    if places is not None:
        spans.write(spans.gathered(ids, jobs, names), places)
    _look_up(known, {row.manager for rows in jobs.values() for row in rows if row.manager})
    lines = []
    for person in ids:
        line = _line(person, numbers[person], jobs[person], names[person], today, known)
        if line is not None:
            lines.append(line)
            known[person] = Above(line["name"], line["chain"])
    if lines:
        bulk_insert(DirectoryRow, LINE, ([line[name] for name in LINE] for line in lines), replace="person")
    gone = set(ids).difference(line["person"] for line in lines)
    if gone:
        DirectoryRow.delete().where(DirectoryRow.person.in_(list(gone))).execute()


def _line(
    person: int, number: str, jobs: Sequence[JobLine], names: Sequence[NameLine], today: date, known: dict[int, Above]
) -> dict[str, Any] | None:
    now = standing(jobs, today)
    if now is None or not names:
        return None
    until = max(today, names[0].effective_from)
    name = next(each for each in reversed(names) if each.effective_from <= until)
    row, above = now.row, known.get(now.row.manager or 0)
    days = [*(each.effective_from for each in jobs), *(each.effective_from for each in names)]
    return {
        "person": person,
        "number": number,
        "name": name.name,
        "sort_name": name.name,
        "email": name.email,
        "department": row.department,
        "title": row.title,
        "location": row.location,
        "manager": above.name if above else row.manager_name,
        "status": now.status.value,
        "employment_type": row.employment_type,
        "hired": now.hired,
        "terminated": now.terminated,
        "chain": chain_below(row.manager, above.chain if above else "", person) if row.manager else "",
        "next_change": min((each for each in days if each > today), default=None),
        "search": "\n".join((name.name, number, name.email, row.title, row.department, row.location)),
    }


def chain_below(manager: int, above: str, person: int) -> str:
    """The chain of managers of a person: their manager, then that one's chain, cut where it would come round again."""
    ids = [str(manager), *above.split("/")[1:-1]]
    own = str(person)
    return "/" + "/".join(ids[: ids.index(own)] if own in ids else ids) + "/" if ids[0] != own else ""


def _relink(ids: Sequence[int]) -> None:
    """Carry names and chains down: level by level, the lines right below are compared with the lines they report to."""
    level = ids
    for _ in range(LEVELS):
        moved = [row for start in range(0, len(level), CHUNK) for row in _stale(level[start : start + CHUNK])]
        bulk_update(DirectoryRow, "person", ("manager", "chain"), moved)
        level = [row[0] for row in moved]
        if not level:
            return


def _stale(level: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    for manager, name, above, person, shown, chain in _right_below(listed(level)).fetchall():
        wanted = chain_below(manager, above, person)
        if (shown, chain) != (name, wanted):
            yield person, name, wanted


@prepared
def _right_below(level: Any) -> Any:
    begin = Value("/").concat(DirectoryRow.person.cast("TEXT"))
    below = (Child.chain >= begin.concat("/")) & (Child.chain < begin.concat(AFTER_SLASH))
    return (
        DirectoryRow.select(
            DirectoryRow.person, DirectoryRow.name, DirectoryRow.chain, Child.person, Child.manager, Child.chain
        )
        .join(Child, JOIN.INNER, on=below)
        .where(one_of(DirectoryRow.person, level))
    )


def _look_up(known: dict[int, Above], managers: set[int]) -> None:
    missing = list(managers.difference(known))
    if missing:
        for person, name, chain in _above(listed(missing)).fetchall():
            known[person] = Above(name, chain)


@prepared
def _above(ids: Any) -> Any:
    query = DirectoryRow.select(DirectoryRow.person, DirectoryRow.name, DirectoryRow.chain)
    return query.where(one_of(DirectoryRow.person, ids))
