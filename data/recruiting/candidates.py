"""Candidates: who they are, and the list of them that words are found in."""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, reduce
from operator import or_
from typing import Any

from peewee import JOIN

from data import dialect, owned
from data.base import database
from data.bulk import bulk_insert
from data.candidaterows import CandidateFactRow, CandidateLineRow, CandidateRow, CandidateTagRow
from data.identity import numbers, person_id
from data.owned import as_day, as_instant, enter, last_of, live, standing
from data.prepared import Prepared, listed, one_of, prepared
from data.recruitrows import ApplicationRow, RequisitionFactRow
from hrtui.audit.model import Entered
from hrtui.people.model import Stamp
from hrtui.recruiting.keys import email_key, phone_key
from hrtui.recruiting.model import Candidate, CandidateLine
from hrtui.text import fold

FACT = (
    "first_name", "last_name", "email", "phone", "city", "state", "headline", "links", "resume", "source", "credited",
    "consent_from", "consent_until", "pool", "barred", "note", "person", "merged",
)  # fmt: skip
CANDIDATE, NOW, LINE, TAG = CandidateRow, CandidateFactRow, CandidateLineRow, CandidateTagRow
COLUMNS = (
    CANDIDATE.id, CANDIDATE.number, *(getattr(NOW, name) for name in FACT), NOW.purged, NOW.id, NOW.seq, NOW.command, NOW.recorded_at,
    NOW.recorded_by,
)  # fmt: skip
LISTED = (
    "candidate", "number", "name", "sort_name", "email", "email_key", "phone_key", "headline", "source", "tags", "pool", "barred",
    "consent_until", "search",
)  # fmt: skip
LEAST_INDEXED = 3
BEGINNING, MOST_ALIKE = 4, 500


def next_numbers(count: int = 1) -> list[str]:
    """The numbers of the next candidates: CAN-00001 and so on; ask inside `write()`."""
    return owned.next_numbers(CANDIDATE, "CAN-", 5, count)


def add_many(candidates: Sequence[Candidate], on: date, entered: Entered) -> dict[str, int]:
    """Enter candidates as they are, from a day on, and return their ids by number; inside `write()`."""
    bulk_insert(CANDIDATE, ("number", "command"), ((each.number, entered.command) for each in candidates))
    known = ids([each.number for each in candidates])
    enter(NOW, FACT, ((known[each.number], on, _values(each)) for each in candidates), entered)
    tag_many([(known[each.number], name, True) for each in candidates for name in each.tags], on, entered)
    refresh(known.values())
    return known


def put_many(candidates: Sequence[Candidate], on: date, entered: Entered) -> None:
    """Enter who candidates are from a day on, and bring their lines up to it; inside `write()`."""
    enter(NOW, FACT, ((each.id, on, _values(each)) for each in candidates), entered)
    refresh([each.id for each in candidates])


def tag_many(tags: Sequence[tuple[int, str, bool]], on: date, entered: Entered) -> None:
    """Enter that candidates bear tags from a day on, or bear them no longer; inside `write()`. Lines follow by `refresh`."""
    if tags:
        enter(TAG, ("name", "held"), ((id_, on, (name, int(held))) for id_, name, held in tags), entered)


def ids(of: Sequence[str]) -> dict[str, int]:
    """The ids of candidates by their numbers; one query."""
    query = CANDIDATE.select(CANDIDATE.number, CANDIDATE.id).where(CANDIDATE.number.in_(dialect.one_of(list(of))))
    return dict(database.execute(query).fetchall())


def numbered(number: str) -> Candidate | None:
    """The candidate of a number; one that was undone is none."""
    return next(iter(_read("number", [number])), None)


def of(candidate_ids: Sequence[int]) -> dict[int, Candidate]:
    """Candidates by their ids; three queries."""
    return {each.id: each for each in _read("id", list(candidate_ids))}


def find(
    words: Sequence[str] = (), among: Iterable[int] | None = None, only: Mapping[str, Any] | None = None
) -> array[int]:
    """The ids of candidates whose line holds each of the words, by name; `among` narrows to those who applied to requisitions of
    these ids, `only` to lines with these values."""
    query = LINE.select(LINE.candidate)
    long = [fold(word) for word in words if len(fold(word)) >= LEAST_INDEXED]
    if long:
        query = query.where(LINE.candidate.in_(dialect.containing("candidate_line", "search", long)))
    for word in words:
        if len(fold(word)) < LEAST_INDEXED:
            query = query.where(LINE.search.contains(fold(word)))
    if among is not None:
        applied = ApplicationRow.select(ApplicationRow.candidate).where(
            ApplicationRow.requisition.in_(dialect.one_of(list(among)))
        )
        query = query.where(LINE.candidate.in_(applied))
    for name, value in (only or {}).items():
        query = query.where(getattr(LINE, name) == value)
    return array("q", (row[0] for row in database.execute(query.order_by(LINE.sort_name, LINE.number)).fetchall()))


def page(candidate_ids: Sequence[int]) -> list[CandidateLine | None]:
    """The lines of these candidates in the order of the ids, with the title they applied for last; two queries."""
    columns = (
        LINE.candidate, LINE.number, LINE.name, LINE.email, LINE.headline, LINE.source, LINE.tags, LINE.pool, LINE.barred,
        LINE.consent_until,
    )  # fmt: skip
    query = LINE.select(*columns).where(LINE.candidate.in_(dialect.one_of(list(candidate_ids))))
    applied = _applied(candidate_ids)
    found = {}
    for id_, number, name, email, headline, source, tags, pool, barred, until in database.execute(query).fetchall():
        found[id_] = CandidateLine(
            id_, number, name, email, headline, source, tags, bool(pool), bool(barred), as_day(until) if until else None,
            applied.get(id_, ""),
        )  # fmt: skip
    return [found.get(id_) for id_ in candidate_ids]


def like(first: str, last: str, email: str, phone: str) -> list[int]:
    """The ids of candidates whose normalised address or number is the same, or whose name begins alike; two queries."""
    keys = [(LINE.email_key, email_key(email)), (LINE.phone_key, phone_key(phone))]
    same = [column == key for column, key in keys if key]
    found = [row[0] for row in _some(reduce(or_, same))] if same else []
    starts = [fold(each)[:BEGINNING] for each in (last, first) if each]
    begins = [LINE.sort_name.startswith(each) for each in starts if each]
    return sorted({*found, *(row[0] for row in (_some(reduce(or_, begins)) if begins else ()))})


def keyed(keys: Sequence[str]) -> list[int]:
    """The ids of candidates with one of these normalised addresses or numbers; one query."""
    if not keys:
        return []
    among = dialect.one_of(sorted(set(keys)))
    wanted = LINE.email_key.in_(among) | LINE.phone_key.in_(among)
    return [row[0] for row in database.execute(LINE.select(LINE.candidate).where(wanted)).fetchall()]


def _some(wanted: Any) -> Any:
    return database.execute(LINE.select(LINE.candidate).where(wanted).limit(MOST_ALIKE)).fetchall()


def into(candidate_ids: Iterable[int]) -> dict[int, int]:
    """The ids of candidates that others turned out to be, by the ids of those that were merged; a query for each step."""
    out: dict[int, int] = {}
    left = set(candidate_ids)
    while left:
        found = dict(_turned(listed(sorted(left))).fetchall())
        for old, new in out.items():
            out[old] = found.get(new, new)
        out |= found
        left = set(found.values()) - out.keys()
    return out


@prepared
def _turned(candidate_ids: Any) -> Any:
    wanted = one_of(NOW.candidate, candidate_ids) & NOW.merged.is_null(False)
    return NOW.select(NOW.candidate, NOW.merged).where(wanted & standing(NOW))


def merged_into(candidate_ids: Iterable[int]) -> list[int]:
    """The ids of the candidates that were merged into some, also by way of others; a query for each step."""
    out: dict[int, None] = {}
    left = list(candidate_ids)
    while left:
        left = [row[0] for row in _merged(listed(left)).fetchall() if row[0] not in out]
        out |= dict.fromkeys(left)
    return list(out)


def counted_as(candidate_ids: Iterable[int]) -> dict[int, set[int]]:
    """Which of some candidates each of them, and each that was merged into them, also by way of others, counts as; a query for each
    step."""
    out = {id_: {id_} for id_ in candidate_ids}
    left = set(out)
    while left:
        found = _merged(listed(sorted(left))).fetchall()
        left = set()
        for old, new in found:
            known = out.setdefault(old, set())
            if not out[new] <= known:
                known |= out[new]
                left.add(old)
    return out


@prepared
def _merged(candidate_ids: Any) -> Any:
    return NOW.select(NOW.candidate, NOW.merged).where(one_of(NOW.merged, candidate_ids) & standing(NOW))


def refresh(candidate_ids: Iterable[int]) -> None:
    """Bring the lines of these candidates up to their facts; those that are undone, merged or purged have none. Inside `write()`."""
    wanted = sorted(set(candidate_ids))
    if not wanted:
        return
    LINE.delete().where(LINE.candidate.in_(dialect.one_of(wanted))).execute()
    lines = (_line(each) for each in _read("id", wanted) if not (each.merged or each.purged))
    bulk_insert(LINE, LISTED, lines)


def touched(command: int) -> list[int]:
    """The candidates whose facts a command entered or superseded; two queries."""
    found: set[int] = set()
    for model in (NOW, TAG):
        query = model.select(model.candidate).where((model.command == command) | (model.superseded_by == command))
        found.update(row[0] for row in database.execute(query).fetchall())
    return sorted(found)


def _line(each: Candidate) -> tuple[Any, ...]:
    tags = ", ".join(each.tags)
    words = (each.first_name, each.last_name, each.number, each.email, each.headline, each.city, tags)
    return (
        each.id, each.number, each.name, each.name, each.email, email_key(each.email), phone_key(each.phone), each.headline,
        each.source, tags, int(each.pool), int(each.barred), each.consent_until, " ".join(filter(None, words)),
    )  # fmt: skip


def _applied(candidate_ids: Sequence[int]) -> dict[int, str]:
    """The title of the requisition that each applied to last."""
    application, now = ApplicationRow, RequisitionFactRow
    query = (
        application.select(application.candidate, now.title)
        .join(now, JOIN.INNER, on=(now.requisition == application.requisition))
        .where(
            application.candidate.in_(dialect.one_of(list(candidate_ids))) & now.superseded_at.is_null() & last_of(now)
        )
        .order_by(application.id)
    )
    return dict(database.execute(query).fetchall())


def _values(each: Candidate) -> tuple[Any, ...]:
    merged = ids([each.merged]).get(each.merged) if each.merged else None
    resume = (
        json.dumps(dict(each.resume), separators=(",", ":"), ensure_ascii=False, sort_keys=True) if each.resume else ""
    )
    return (
        each.first_name, each.last_name, each.email, each.phone, each.city, each.state, each.headline, each.links, resume,
        each.source, each.credited, each.consent_from, each.consent_until, int(each.pool), int(each.barred), each.note,
        person_id(each.person) if each.person else None, merged,
    )  # fmt: skip


@cache
def _by(column: str) -> Prepared:
    def build(values: Any) -> Any:
        query = CANDIDATE.select(*COLUMNS).join(NOW, on=(NOW.candidate == CANDIDATE.id))
        return query.where(one_of(getattr(CANDIDATE, column), values) & standing(NOW)).order_by(CANDIDATE.id)

    return Prepared(build)


def _read(column: str, values: Sequence[int] | Sequence[str]) -> list[Candidate]:
    rows = _by(column)(listed(values)).fetchall()
    if not rows:
        return []
    tags = _tags([row[0] for row in rows])
    people = numbers({row[18] for row in rows if row[18] is not None})
    merged = {row[19] for row in rows if row[19] is not None}
    into = _numbers_of(merged) if merged else {}
    return [_candidate(row, tags, people, into) for row in rows]


def _numbers_of(candidate_ids: Iterable[int]) -> dict[int, str]:
    query = CANDIDATE.select(CANDIDATE.id, CANDIDATE.number).where(
        CANDIDATE.id.in_(dialect.one_of(sorted(candidate_ids)))
    )
    return dict(database.execute(query).fetchall())


def _tags(candidate_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    borne: dict[int, dict[str, bool]] = defaultdict(dict)
    for id_, _, _, (name, held) in live(TAG, ("name", "held"), candidate_ids):
        borne[id_][name] = bool(held)
    return {id_: tuple(sorted(name for name, held in each.items() if held)) for id_, each in borne.items()}


def _candidate(
    row: Sequence[Any], tags: Mapping[int, tuple[str, ...]], people: Mapping[int, str], into: Mapping[int, str]
) -> Candidate:
    (
        id_, number, first, last, email, phone, city, state, headline, links, resume, source, credited, given, until, pool, barred,
        note, person, merged, purged, row_id, seq, command, at, by,
    ) = row  # fmt: skip
    return Candidate(
        number, first, last, email, phone, city, state, headline, links, json.loads(resume) if resume else {}, source, credited,
        as_day(given) if given else None, as_day(until) if until else None, bool(pool), bool(barred), note, people.get(person, ""),
        into.get(merged, ""), purged is not None, tags.get(id_, ()), id_, Stamp(row_id, seq, command, as_instant(at), by),
    )  # fmt: skip
