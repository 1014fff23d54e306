"""Cases of COBRA: what they are, how far they are, and who comes into question for one; ids stay here, outside they go by number."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from peewee import fn

from data import dialect
from data.base import database
from data.benefits.rows import as_day, as_instant, enter, last_of
from data.bulk import bulk_insert
from data.fields import day
from data.lines import reached
from data.schema import (
    BenefitEventFactRow,
    BenefitEventRow,
    CobraCaseRow,
    CobraFactRow,
    ContactRow,
    DirectoryRow,
    ElectionRow,
    JobRow,
)
from hrtui.access.model import Scope
from hrtui.audit.model import Entered
from hrtui.benefits.ageing import AGED
from hrtui.benefits.cobra.model import Answer, Case, Continued, Kind, State
from hrtui.benefits.model import COVERED, EventState
from hrtui.benefits.plans import HEALTH, PlanType
from hrtui.contacts.model import ContactKind
from hrtui.people.model import Stamp, Status
from hrtui.text import fold

FACT = (
    "state", "slots", "plans", "employer_notice_due", "notice_due", "noticed", "elect_by", "elected", "pay_by",
    "paid_through", "until", "note",
)  # fmt: skip
CASE, NOW = CobraCaseRow, CobraFactRow
COLUMNS = (
    CASE.number, CASE.person, CASE.kind, CASE.day, CASE.lost, *(getattr(NOW, name) for name in FACT),
    NOW.id, NOW.seq, NOW.command, NOW.recorded_at, NOW.recorded_by,
)  # fmt: skip
TYPES = tuple(type_.value for type_ in HEALTH)


def next_numbers(year: int, count: int = 1) -> list[str]:
    """The numbers of the next cases of a year: C2026-0001 and so on; ask inside `write()`."""
    first = f"C{year}-"
    like = CASE.number.startswith(first)
    last = CASE.select(fn.MAX(fn.SUBSTR(CASE.number, len(first) + 1).cast("INTEGER"))).where(like).scalar()
    return [f"{first}{number:04}" for number in range((last or 0) + 1, (last or 0) + 1 + count)]


def add_many(cases: Sequence[Case], on: date, entered: Entered) -> None:
    """Enter cases as they are, from a day on; inside `write()`."""
    bulk_insert(
        CASE,
        ("number", "person", "kind", "day", "lost", "command"),
        ((each.number, each.person, each.kind.value, each.day, each.lost, entered.command) for each in cases),
    )
    move_many(cases, on, entered)


def move_many(cases: Sequence[Case], on: date, entered: Entered) -> None:
    """Enter how far cases are from a day on, as the values say; inside `write()`."""
    numbers = dialect.one_of([case.number for case in cases])
    known = dict(database.execute(CASE.select(CASE.number, CASE.id).where(CASE.number.in_(numbers))).fetchall())
    enter(NOW, FACT, ((known[case.number], on, _values(case)) for case in cases), entered)


def numbered(number: str) -> Case | None:
    """The case of a number; one that was undone is none."""
    return next(iter(_read(CASE.number == number)[1]), None)


def of_people(people: Sequence[int]) -> dict[int, list[Case]]:
    """The cases of people, newest first; one query."""
    found: dict[int, list[Case]] = defaultdict(list)
    for case in _read(CASE.person.in_(dialect.one_of(list(people))))[1]:
        found[case.person].append(case)
    return found


def in_states(states: Iterable[State]) -> list[Case]:
    """Every case in some states; one query."""
    return _read(NOW.state.in_([state.value for state in states]))[1]


def find(states: Iterable[State], scopes: Iterable[Scope], actor_person: str, words: Sequence[str] = ()) -> array[int]:
    """The ids of cases in some states of people in the scopes, those first whose next day comes first; for `page`."""
    due = fn.COALESCE(NOW.pay_by, NOW.elect_by, NOW.notice_due, NOW.until)
    query = (
        CASE.select(CASE.id)
        .join(NOW, on=(NOW.case == CASE.id))
        .join(DirectoryRow, on=(DirectoryRow.person == CASE.person))
        .where(NOW.superseded_at.is_null() & last_of(NOW) & NOW.state.in_([state.value for state in states]))
    )
    for condition in (reached(scopes, actor_person), *map(_holds, words)):
        query = query if condition is None else query.where(condition)
    order = (due, DirectoryRow.sort_name, CASE.number)
    return array("q", (row[0] for row in database.execute(query.order_by(*order)).fetchall()))


def page(ids: Sequence[int]) -> list[Case | None]:
    """Cases by their ids, in their order; one query."""
    read, cases = _read(CASE.id.in_(dialect.one_of(list(ids))))
    found = dict(zip(read, cases, strict=True))
    return [found.get(id_) for id_ in ids]


def steps_of(number: str) -> list[Case]:
    """How far a case was after each step that counts, oldest first; one query."""
    query = (
        CASE.select(*COLUMNS)
        .join(NOW, on=(NOW.case == CASE.id))
        .where((CASE.number == number) & NOW.superseded_at.is_null())
    )
    return [_case(*row) for row in database.execute(query.order_by(NOW.effective_from, NOW.seq)).fetchall()]


def leavers(since: date, until: date) -> dict[int, tuple[date, str]]:
    """The last day of work, within two days, and the reason of leaving, of people who ever had health coverage; one query."""
    row = JobRow
    query = (
        row.select(row.person, row.last_day, row.reason)
        .where(
            (row.status == Status.TERMINATED.value) & row.superseded_at.is_null() & row.last_day.between(since, until)
            & fn.EXISTS(_covered(row.person))
        )
        .order_by(row.person, row.effective_from, row.seq)
    )  # fmt: skip
    return {person: (as_day(last), reason) for person, last, reason in database.execute(query).fetchall()}


def moved(since: date, until: date) -> dict[date, list[int]]:
    """By the first day of a job row within two days that gives fewer hours than the one before or another type of employment,
    the people at work who ever had health coverage; one query."""
    row, found = JobRow, defaultdict[date, list[int]](list)
    each: dict[str, Any] = {"partition_by": [row.person], "order_by": [row.effective_from, row.seq]}
    rows = (
        row.select(
            row.person.alias("person"), row.effective_from.alias("day"), row.status, row.standard_hours.alias("hours"),
            row.employment_type.alias("type"), fn.LAG(row.standard_hours).over(**each).alias("hours_before"),
            fn.LAG(row.employment_type).over(**each).alias("type_before"),
        )
        .where(row.superseded_at.is_null() & fn.EXISTS(_covered(row.person)))
        .alias("rows")
    )  # fmt: skip
    here = rows.c
    less = (here.hours < here.hours_before) | (here.type != here.type_before)
    wanted = here.day.between(since, until) & (here.status != Status.TERMINATED.value) & less
    query = rows.select_from(here.day, here.person).where(wanted).distinct()
    for on, person in database.execute(query).fetchall():
        found[as_day(on)].append(person)
    return found


def with_children(first: date, last: date) -> list[int]:
    """People with health coverage of dependents and a child born within two days; one query."""
    row = ContactRow
    query = (
        row.select(row.person)
        .where(
            (row.kind == ContactKind.DEPENDENT.value) & row.relation.in_(sorted(AGED)) & row.superseded_at.is_null()
            & row.birth_date.between(first, last) & fn.EXISTS(_covered(row.person, dependents=True))
        )
        .distinct()
    )  # fmt: skip
    return sorted(row[0] for row in database.execute(query).fetchall())


def divorced(since: date, until: date) -> dict[int, tuple[date, date]]:
    """The day of a divorce that was finalised, and the first day of what was chosen then, by person; one query."""
    event, now = BenefitEventRow, BenefitEventFactRow
    done = [EventState.FINALISED.value, EventState.CLOSED.value]
    query = (
        event.select(event.person, event.day, now.effective)
        .join(now, on=(now.event == event.id))
        .where(
            (event.reason == "divorce") & event.day.between(since, until) & now.superseded_at.is_null() & last_of(now)
            & now.state.in_(done)
        )
        .order_by(event.day)
    )  # fmt: skip
    return {person: (as_day(on), as_day(begins)) for person, on, begins in database.execute(query).fetchall()}


def _covered(person: Any, dependents: bool = False) -> Any:
    """Live health elections of a person that cover someone."""
    row = ElectionRow
    wanted = (row.person == person) & row.superseded_at.is_null() & row.type.in_(TYPES)
    wanted &= row.state.in_([state.value for state in COVERED])
    return row.select(row.id).where(wanted & (row.covers != "") if dependents else wanted)


def _holds(word: str) -> Any:
    return DirectoryRow.search.contains(fold(word)) | CASE.number.contains(word)


def _read(wanted: Any) -> tuple[list[int], list[Case]]:
    query = (
        CASE.select(CASE.id, *COLUMNS)
        .join(NOW, on=(NOW.case == CASE.id))
        .where(wanted & NOW.superseded_at.is_null() & last_of(NOW))
        .order_by(CASE.day.desc(), CASE.id.desc())
    )
    rows = database.execute(query).fetchall()
    return [row[0] for row in rows], [_case(*row[1:]) for row in rows]


def _values(case: Case) -> tuple[Any, ...]:
    return (
        case.state.value, _answers_text(case.answers), _plans_text(case.plans), case.employer_notice_due, case.notice_due,
        case.noticed, case.elect_by, case.elected, case.pay_by, case.paid_through, case.until, case.note,
    )  # fmt: skip


def _case(*cells: Any) -> Case:
    number, person, kind, happened, lost, state, slots, plans, *rest, note, id_, seq, command, at, by = cells
    employer, notice, noticed, elect_by, elected, pay_by, paid, until = map(day, rest)
    assert notice is not None and until is not None  # a case is never entered without
    return Case(
        number, person, Kind(kind), as_day(happened), as_day(lost), State(state), _answers(slots), _plans(plans), notice,
        until, employer, noticed, elect_by, elected, pay_by, paid, note, Stamp(id_, seq, command, as_instant(at), by),
    )  # fmt: skip


def _answers_text(answers: Mapping[int, Answer]) -> str:
    """Who may continue and what they answered: `0=elected,2=open`."""
    return ",".join(f"{slot}={answer.value}" for slot, answer in sorted(answers.items()))


def _answers(text: str) -> dict[int, Answer]:
    pairs = (part.split("=") for part in text.split(",") if part)
    return {int(slot): Answer(answer) for slot, answer in pairs}


def _plans_text(plans: Iterable[Continued]) -> str:
    """What may be continued, by whom: `medical:medical/ppo=0+1,dental:dental/base=0`."""
    return ",".join(f"{each.type.value}:{each.plan}/{each.option}={'+'.join(map(str, each.slots))}" for each in plans)


def _plans(text: str) -> tuple[Continued, ...]:
    return tuple(_continued(part) for part in text.split(",") if part)


def _continued(text: str) -> Continued:
    named, _, slots = text.rpartition("=")
    type_, _, rest = named.partition(":")
    plan, _, option = rest.partition("/")
    return Continued(PlanType(type_), plan, option, tuple(map(int, slots.split("+"))))
