"""Writing the demo company into an empty store: as if its people had been entered month by month, all in one transaction."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import islice
from random import Random
from typing import Any

from data import audit, bulk_people, directory, sealed, steps
from data.bulk import bulk_insert
from data.bulk_people import FACT, JOB, PAY, PROFILE, job_values, pay_values, places_of, profile_values
from data.db import Store
from data.demo import deductions
from data.demo.enrolling import CONTACT, Enrolling
from data.demo.generator import FIRST_NUMBER, DemoPerson, founded
from data.demo.names import FEMALE, MALE
from data.demo.organising import Organisation
from data.keyring import name_key
from data.payitems import ITEM, ORDER, item_values, order_values
from data.schema import (
    CertificateRow,
    ContactRow,
    GarnishmentRow,
    JobRow,
    PayItemRow,
    PayRow,
    PersonRow,
    PrivateRow,
    ProfileRow,
)
from data.vault import Vault
from hrtui.audit.model import Entered, Entry
from hrtui.audit.rules import STEPS
from hrtui.benefits.book import Book
from hrtui.dates import add_months
from hrtui.people.model import PrivateKind
from hrtui.people.private import parts

ACTOR = "demo"
ACTION = "people.import"
CHUNK = 1_000
WITH_CONTACTS = 60
CLOSE = ("spouse", "partner", "parent", "sibling")
MORNING = time(14, 0, tzinfo=UTC)


@dataclass(slots=True)
class _Months:
    """The command of each month, by the first day of it, with what was written under it."""

    starts: list[date]
    commands: list[Entered]
    rows: Counter[int] = field(default_factory=Counter)
    people: dict[int, dict[str, date]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, day: date, number: str) -> Entered:
        """The command under which something of a day was entered about a person; what lies ahead was entered in the last
        month."""
        entered = self.commands[bisect_right(self.starts, day) - 1]
        self.rows[entered.command] += 1
        self.people[entered.command].setdefault(number, day)
        return entered

    def of_company(self, day: date) -> Entered:
        """The command under which something of a day was entered about the company itself."""
        entered = self.commands[bisect_right(self.starts, day) - 1]
        self.rows[entered.command] += 1
        return entered


def fill(
    store: Store, vault: Vault, company: Iterable[DemoPerson], now: datetime, today: date, book: Book | None = None
) -> int:
    """Write the people into an empty store and return how many; the directory stands at today then. With their elections,
    where there is a plan file."""
    count, plans = 0, Enrolling(book or Book(), today)
    with store.write():
        directory.roll(today)
        months = _begin(now, today)
        name_key(vault, now, months.commands[0].by)
        ids: dict[str, int] = {}
        organisation = Organisation()
        waiting = iter(company)
        while chunk := list(islice(waiting, CHUNK)):
            _write(chunk, ids, months, book or Book())
            plans.write(chunk, ids, months.of)
            bulk_insert(PrivateRow, (*FACT, "kind", "box", "blind"), _sealed(chunk, ids, months, vault))
            organisation.gather(chunk)
            count += len(chunk)
        organisation.write(founded(today), today, ids, months.of_company)
        directory.refresh(ids.values(), today)
        for entered in months.commands:
            audit.append_many(_entries(entered, months))
    return count


def _entries(entered: Entered, months: _Months) -> Iterator[Entry]:
    """What the trail keeps of a month: how many rows, and whom they are about, from which day on."""
    made = steps.steps_by_subject(entered.command)
    about: dict[str, dict[str, str]] = {_subject(entered): {"rows": str(months.rows[entered.command])}}
    for number, day in months.people[entered.command].items():
        about[number] = {"from": day.isoformat(), **({STEPS: made[number]} if number in made else {})}
    for subject, detail in about.items():
        yield Entry(entered.at, entered.by, ACTION, subject, entered.command, (), detail)


def _begin(now: datetime, today: date) -> _Months:
    starts = [founded(today).replace(day=1)]
    while (following := add_months(starts[-1], 1)) <= today:
        starts.append(following)
    commands = []
    for start in starts:
        at = min(datetime.combine(start, MORNING), now)
        commands.append(Entered(audit.begin(at, ACTOR, ACTION, f"demo {start:%Y-%m}"), at, ACTOR))
    return _Months(starts, commands)


def _subject(entered: Entered) -> str:
    return f"demo {entered.at:%Y-%m}"


def _write(chunk: Sequence[DemoPerson], ids: dict[str, int], months: _Months, book: Book) -> None:
    hired = {person.number: months.of(person.jobs[0].effective_from, person.number) for person in chunk}
    bulk_insert(PersonRow, ("number", "command"), ((number, entered.command) for number, entered in hired.items()))
    ids.update(bulk_people.ids_of(hired))
    places = places_of(job for person in chunk for job in person.jobs)
    bulk_insert(
        ProfileRow,
        (*FACT, *PROFILE),
        _rows(chunk, ids, months, lambda person: person.profiles, profile_values),
    )
    bulk_insert(
        JobRow,
        (*FACT, *JOB),
        _rows(chunk, ids, months, lambda person: person.jobs, lambda job: job_values(job, ids, places)),
    )
    bulk_insert(PayRow, (*FACT, *PAY), _rows(chunk, ids, months, lambda person: person.pays, pay_values))
    bulk_insert(
        CertificateRow,
        (*FACT, "jurisdiction", "entries"),
        _rows(chunk, ids, months, lambda person: person.certificates, _certificate),
    )
    bulk_insert(ContactRow, (*FACT, *CONTACT), _contacts(chunk, ids, months))
    bulk_insert(
        PayItemRow,
        (*FACT, *ITEM),
        _rows(chunk, ids, months, lambda person: deductions.items(person, book), item_values),
    )
    bulk_insert(
        GarnishmentRow,
        (*FACT, *ORDER),
        _rows(chunk, ids, months, lambda person: deductions.orders(person, months.starts[-1]), order_values),
    )


def _rows(
    chunk: Sequence[DemoPerson], ids: Mapping[str, int], months: _Months, of: Any, values: Any
) -> Iterator[tuple[Any, ...]]:
    for person in chunk:
        id_, on_day = ids[person.number], defaultdict[date, int](int)
        for row in of(person):
            day = row.effective_from
            entered = months.of(day, person.number)
            yield id_, day, on_day[day], entered.command, entered.at, entered.by, *values(row)
            on_day[day] += 1


def _contacts(chunk: Sequence[DemoPerson], ids: Mapping[str, int], months: _Months) -> Iterator[tuple[Any, ...]]:
    """Someone to call, of the first people of the company; dependents come with their benefits."""
    for person in chunk:
        random, profile = Random(f"contacts of {person.number}"), person.profiles[0]
        if not person.number.isdigit() or int(person.number) >= FIRST_NUMBER + WITH_CONTACTS:
            continue
        day = profile.effective_from
        entered = months.of(day, person.number)
        fact = (ids[person.number], day, 0, entered.command, entered.at, entered.by)
        phone = f"(617) 555-01{random.randint(0, 99):02d}"
        called = (random.choice(FEMALE + MALE), profile.last_name, random.choice(CLOSE), phone)
        yield *fact, 1, "emergency", *called, "", "", None, "", "", 1


def _certificate(row: Any) -> tuple[str, str]:
    return row.jurisdiction, json.dumps(dict(row.entries), sort_keys=True, separators=(",", ":"))


def _sealed(
    chunk: Sequence[DemoPerson], ids: Mapping[str, int], months: _Months, vault: Vault
) -> Iterator[tuple[Any, ...]]:
    for person in chunk:
        day, id_ = person.jobs[0].effective_from, ids[person.number]
        for kind, value in person.sealed.items():
            for place, (text, found_by) in enumerate(parts(PrivateKind(kind), value), 1):
                entered = months.of(day, person.number)
                box, blind = vault.seal(kind, id_, text), vault.blind(kind, found_by)
                fact = (id_, day, 0, entered.command, entered.at, entered.by)
                yield *fact, sealed.placed(PrivateKind(kind), place), box, blind
