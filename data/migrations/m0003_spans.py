"""The directory of every day: people's lines for each stretch of days, built from the facts on file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from hrtui.text import fold

CHUNK = 500
OPEN = "9999-12-31"
BEGINS = ("hire", "rehire")
TABLE = """
CREATE TABLE directory_span (
    id INTEGER NOT NULL PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    begins TEXT NOT NULL, ends TEXT NOT NULL,
    number TEXT NOT NULL, name TEXT NOT NULL, sort_name TEXT NOT NULL, email TEXT NOT NULL,
    department TEXT NOT NULL, title TEXT NOT NULL, location TEXT NOT NULL,
    manager_id INTEGER REFERENCES person (id) ON DELETE RESTRICT, manager_name TEXT NOT NULL,
    status TEXT NOT NULL, employment_type TEXT NOT NULL, flsa TEXT NOT NULL,
    fte INTEGER NOT NULL, standard_hours INTEGER NOT NULL, hired TEXT, terminated TEXT,
    grade TEXT NOT NULL, cost_centre TEXT NOT NULL, position TEXT NOT NULL, custom TEXT NOT NULL, search TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX directory_span_person ON directory_span (person_id, begins);
CREATE INDEX directory_span_sort_name ON directory_span (sort_name, number, begins, ends, person_id, search);
CREATE INDEX directory_span_department ON directory_span (department, sort_name, number, begins, ends, person_id);
CREATE INDEX directory_span_manager ON directory_span (manager_id, begins, ends, person_id) WHERE manager_id IS NOT NULL;
CREATE INDEX directory_span_title ON directory_span (title);
CREATE INDEX directory_span_manager_name ON directory_span (manager_name) WHERE manager_name != '';
CREATE INDEX directory_span_grade ON directory_span (grade) WHERE grade != '';
CREATE INDEX directory_span_cost_centre ON directory_span (cost_centre) WHERE cost_centre != '';
CREATE INDEX directory_span_position ON directory_span (position) WHERE position != '';
"""
COLUMNS = (
    "person_id, begins, ends, number, name, sort_name, email, department, title, location, manager_id, manager_name, status, "
    "employment_type, flsa, fte, standard_hours, hired, terminated, grade, cost_centre, position, custom, search"
)
JOBS = """
SELECT j.person_id, j.effective_from, j.action, j.status, j.last_day, j.title, d.name, COALESCE(l.name, ''), j.manager_id,
    j.manager_name, j.employment_type, j.flsa, j.fte, j.standard_hours, j.grade, j.cost_centre, j.position,
    j.department_id, j.location_id
FROM job j JOIN department d ON d.id = j.department_id LEFT JOIN location l ON l.id = j.location_id
WHERE j.superseded_at IS NULL AND j.person_id BETWEEN ? AND ? ORDER BY j.person_id, j.effective_from, j.seq
"""
NAMES = """
SELECT person_id, effective_from, first_name, last_name, email, custom FROM profile
WHERE superseded_at IS NULL AND person_id BETWEEN ? AND ? ORDER BY person_id, effective_from, seq
"""
PEOPLE = "SELECT p.id, p.number, c.at FROM person p JOIN command c ON c.id = p.command_id WHERE p.id BETWEEN ? AND ?"
Rows = Sequence[Any]
Names = dict[int, list[tuple[str, str]]]


def up(db: Any) -> None:
    """Make the table, and fill it from the live facts."""
    for statement in filter(str.strip, TABLE.split(";")):
        db.execute_sql(statement)
    last = db.execute_sql("SELECT COALESCE(MAX(id), 0) FROM person").fetchone()[0]
    places = tuple(_place_names(db, kind) for kind in ("department", "location"))
    marks = ", ".join("?" * 24)
    for start in range(1, last + 1, CHUNK):
        for row in _spans(db, start, start + CHUNK - 1, places):
            db.execute_sql(f"INSERT INTO directory_span ({COLUMNS}) VALUES ({marks})", row)


def _place_names(db: Any, kind: str) -> Names:
    out: Names = {}
    sql = f"SELECT {kind}_id, effective_from, name FROM {kind}_fact WHERE superseded_at IS NULL ORDER BY effective_from, seq"
    for id_, day, name in db.execute_sql(sql).fetchall():
        out.setdefault(id_, []).append((day, name))
    return out


def _spans(db: Any, first: int, last: int, places: tuple[Names, ...]) -> Iterator[tuple[Any, ...]]:
    jobs, names = (_by_person(db.execute_sql(sql, (first, last)).fetchall()) for sql in (JOBS, NAMES))
    for person, number, at in db.execute_sql(PEOPLE, (first, last)).fetchall():
        if person in jobs and person in names:
            known = (datetime.fromisoformat(at) - timedelta(hours=12)).date().isoformat()
            yield from _person(person, number, known, jobs[person], names[person], places)


def _by_person(rows: Rows) -> dict[int, list[Any]]:
    return {person: list(own) for person, own in groupby(rows, key=lambda row: row[0])}


def _person(
    person: int, number: str, known: str, jobs: Rows, names: Rows, places: tuple[Names, ...]
) -> Iterator[tuple[Any, ...]]:
    start = min(known, jobs[0][1])
    days = {start, *(row[1] for row in jobs), *(row[1] for row in names)}
    for job in jobs:
        days.update(day for history, id_ in zip(places, job[17:19], strict=True) for day, _ in history.get(id_, ()))
    held: list[tuple[str, tuple[Any, ...]]] = []
    for day in sorted(each for each in days if each >= start):
        line = _line(number, jobs, names, day, places)
        if not held or held[-1][1] != line:
            held.append((day, line))
    ends = [day for day, _ in held[1:]] + [OPEN]
    for (day, line), end in zip(held, ends, strict=True):
        yield person, day, end, *line


def _line(number: str, jobs: Rows, names: Rows, on: str, places: tuple[Names, ...]) -> tuple[Any, ...]:
    first = jobs[0][1]
    rows = [row for row in jobs if row[1] <= max(on, first)]
    row = rows[-1]
    hired = next((each[1] for each in reversed(rows) if each[2] in BEGINS), first)
    status = "starting" if first > on else row[3]
    left = row[4] if status == "terminated" else None
    called = next(each for each in reversed(names) if each[1] <= max(on, names[0][1]))
    name = f"{called[3]}, {called[2]}" if called[2] else called[3]
    department, location = (
        next(
            (text for day, text in reversed(history.get(id_, [])) if day <= on),
            history[id_][0][1] if id_ in history else now,
        )
        for history, id_, now in zip(places, row[17:19], row[6:8], strict=True)
    )
    return (
        number, name, fold(name), called[4], department, row[5], location, row[8], "" if row[8] else row[9], status,
        *row[10:14], hired, left, *row[14:17], called[5],
        fold("\n".join((name, number, called[4], row[5], department, location))),
    )  # fmt: skip
