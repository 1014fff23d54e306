"""What each change makes of the dated rows of people, and what it may not; which rows hold is `people.dated`'s."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hrtui.errors import RuleBroken
from hrtui.money import Money, round_cents
from hrtui.people.dated import BEGINS as BEGINS
from hrtui.people.dated import STATE_WORDS as STATE_WORDS
from hrtui.people.dated import UNDO as UNDO
from hrtui.people.dated import Dated as Dated
from hrtui.people.dated import DatedRow as DatedRow
from hrtui.people.dated import JobLike as JobLike
from hrtui.people.dated import JobRow as JobRow
from hrtui.people.dated import Standing as Standing
from hrtui.people.dated import after as after
from hrtui.people.dated import in_force as in_force
from hrtui.people.dated import is_live as is_live
from hrtui.people.dated import live as live
from hrtui.people.dated import next_seq as next_seq
from hrtui.people.dated import order as order
from hrtui.people.dated import row_state as row_state
from hrtui.people.dated import row_states as row_states
from hrtui.people.dated import shown_on as shown_on
from hrtui.people.dated import shown_rows as shown_rows
from hrtui.people.dated import standing as standing
from hrtui.people.dated import unstamped as unstamped
from hrtui.people.model import (
    Action,
    Certificate,
    Job,
    JobChange,
    Pay,
    PayChange,
    PersonSummary,
    Profile,
    ProfileChange,
    Status,
    Tag,
    Termination,
)

EMPLOYED = frozenset({Status.ACTIVE, Status.LEAVE})
WISHES = ("voluntary", "involuntary")
OWN_VERBS = {
    Action.HIRE: "hire",
    Action.REHIRE: "hire",
    Action.TERMINATION: "terminate",
    Action.PAY_CHANGE: "change pay",
}


def raised(rate: Money, percent: str) -> Money | None:
    """A rate changed by a percentage such as `+3%` or `-2.5 %`, rounded once; None where the text is none."""
    match = re.fullmatch(r"([+-][0-9]{1,3}(?:[.,][0-9]{1,4})?) ?%", percent.strip(), re.ASCII)
    if match is None:
        return None
    factor = 1 + Decimal(match[1].replace(",", ".")) / 100
    return Money(round_cents(rate.cents * factor), rate.currency)


def summary_of(
    id: int, number: str, profiles: Iterable[Profile], jobs: Iterable[Job], on: date
) -> PersonSummary | None:
    """A person's line of the directory as of a day; None for one without job or name."""
    profile, now = shown_on(profiles, on), standing(live(jobs), on)
    if now is None or profile is None:
        return None
    return PersonSummary(
        id=id,
        number=number,
        name=profile.name,
        department=now.row.department,
        title=now.row.title,
        location=now.row.location,
        manager=now.row.manager_name,
        status=now.status,
        hired=now.hired,
        terminated=now.terminated,
        email=profile.email,
        employment_type=now.row.employment_type,
    )


def tags_on(rows: Iterable[Tag], on: date) -> frozenset[str]:
    """The tags a person bears on a day."""
    by_name: dict[str, list[Tag]] = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row)
    held = (in_force(each, on) for each in by_name.values())
    return frozenset(row.name for row in held if row is not None and row.on)


def employed_row(jobs: Sequence[Job], on: date) -> Job:
    """The job in force on a day; raise RuleBroken where the person is not employed that day."""
    row = in_force(jobs, on)
    if row is None:
        first = live(jobs)
        begins = f"The employment begins on {first[0].effective_from}" if first else "There is no employment"
        raise RuleBroken(f"{begins}, so nothing changes on {on}; choose that day or later.", "effective_from")
    if row.status not in EMPLOYED:
        raise RuleBroken(
            f"The employment ended on {row.last_day}, so nothing changes on {on}; choose an earlier day, or rehire first.",
            "effective_from",
        )
    return row


def changed_job(jobs: Sequence[Job], change: JobChange) -> tuple[Job, Job]:
    """The job in force on the day of a change, and the row the change makes of it.

    Raises RuleBroken where the person is not employed that day, nothing changes, or the change is another verb's.
    """
    if change.action in OWN_VERBS or change.status not in (None, *EMPLOYED):
        raise RuleBroken(f"That is not a change of job; use {OWN_VERBS.get(change.action, 'terminate')}.", "status")
    before = employed_row(jobs, change.effective_from)
    given = {
        name: value
        for name in JOB_FIELDS
        if (value := getattr(change, name)) is not None and value != getattr(before, name)
    }
    if not given:
        raise RuleBroken("Nothing changes: every value is as it is already; change one, or leave the form.")
    if "manager" in given:
        given["manager_name"] = ""
    wanted = replace(
        before, effective_from=change.effective_from, reason=change.reason, last_day=None, stamp=None, **given
    )
    action = inferred_action(before, wanted) if change.action is Action.DATA_CHANGE else change.action
    return before, replace(wanted, action=action)


JOB_FIELDS = (
    "title", "department", "location", "manager", "employment_type", "flsa", "fte", "standard_hours", "status",
    "cost_centre", "grade", "position", "dotted",
)  # fmt: skip


def inferred_action(before: Job, wanted: Job) -> Action:
    """What a change of job is called: leave and return by status, then transfer by place, then promotion by title."""
    if before.status is not wanted.status:
        return Action.LEAVE if wanted.status is Status.LEAVE else Action.RETURN
    if (before.department, before.location) != (wanted.department, wanted.location):
        return Action.TRANSFER
    return Action.PROMOTION if before.title != wanted.title else Action.DATA_CHANGE


def changed_pay(jobs: Sequence[Job], pays: Sequence[Pay], change: PayChange) -> tuple[Pay | None, Pay]:
    """The pay in force on the day of a change, and the row the change makes of it (the first one, where there is none).

    Raises RuleBroken where the person is not employed that day, a first pay is incomplete, or nothing changes.
    """
    employed_row(jobs, change.effective_from)
    before = in_force(pays, change.effective_from)
    rate = change.rate or (before.rate if before else None)
    basis = change.basis or (before.basis if before else None)
    group = change.pay_group if change.pay_group is not None else before.pay_group if before else ""
    if rate is None or basis is None:
        missing = "rate" if rate is None else "basis"
        raise RuleBroken(f"There is no pay on {change.effective_from} to start from; enter the {missing} too.", missing)
    if before and (rate, basis, group) == (before.rate, before.basis, before.pay_group):
        raise RuleBroken("Nothing changes: rate, basis and pay group are as they are already.", "rate")
    if before and basis is not before.basis and change.rate is None:
        raise RuleBroken(f"A rate {before.basis} is not one {basis}; enter the new rate too.", "rate")
    return before, Pay(change.effective_from, Action.PAY_CHANGE, basis, rate, group, change.reason)


def changed_profile(profiles: Sequence[Profile], change: ProfileChange) -> tuple[Profile, Profile]:
    """The profile in force on the day of a change, and the row the change makes of it; raise RuleBroken where there
    is none that day or nothing changes."""
    before = in_force(profiles, change.effective_from)
    if before is None:
        first = live(profiles)
        raise RuleBroken(
            f"The first entry holds from {first[0].effective_from if first else 'no day'}; choose that day or later.",
            "effective_from",
        )
    given = {name: value for name in PROFILE_FIELDS if (value := getattr(change, name)) is not None}
    custom = {name: value for name, value in {**before.custom, **(change.custom or {})}.items() if value}
    wanted = replace(before, **given, custom=custom)
    if wanted == before:
        raise RuleBroken("Nothing changes: every value is as it is already; change one, or leave the form.")
    return before, replace(wanted, effective_from=change.effective_from, stamp=None)


PROFILE_FIELDS = (
    "first_name", "last_name", "email", "phone", "street", "city", "state", "postal_code", "birth_date", "sex",
)  # fmt: skip


def corrected_job(row: Job, change: JobChange) -> Job:
    """A job row rewritten: what is not given stays as the row has it, its day and sequence always.

    Raises RuleBroken where nothing changes, or a status is given to a row that ends the employment.
    """
    given = {name: value for name in JOB_FIELDS if (value := getattr(change, name)) is not None}
    if change.status is not None and (row.status not in EMPLOYED or change.status not in EMPLOYED):
        raise RuleBroken(
            "A correction neither ends an employment nor takes an end back; undo the termination, or terminate.",
            "status",
        )
    if given.get("manager", row.manager) != row.manager:
        given["manager_name"] = ""
    action = row.action if change.action is Action.DATA_CHANGE else change.action
    return _corrected(row, replace(row, **given, action=action, reason=change.reason or row.reason, stamp=None))


def corrected_pay(row: Pay, change: PayChange) -> Pay:
    """A pay row rewritten; raise RuleBroken where nothing changes, or another basis comes without its rate."""
    given: dict[str, Any] = {
        name: value for name in ("rate", "basis", "pay_group") if (value := getattr(change, name)) is not None
    }
    if change.basis not in (None, row.basis) and change.rate is None:
        raise RuleBroken(f"A rate {row.basis} is not one {change.basis}; enter the new rate too.", "rate")
    return _corrected(row, replace(row, **given, reason=change.reason or row.reason, stamp=None))


def corrected_profile(row: Profile, change: ProfileChange) -> Profile:
    """A profile row rewritten; raise RuleBroken where nothing changes."""
    given = {name: value for name in PROFILE_FIELDS if (value := getattr(change, name)) is not None}
    custom = {name: value for name, value in {**row.custom, **(change.custom or {})}.items() if value}
    return _corrected(row, replace(row, **given, custom=custom, stamp=None))


def _corrected(row: DatedRow, made: DatedRow) -> DatedRow:
    if made == unstamped(row):
        raise RuleBroken("Nothing is corrected: every value is as the row has it; change one, or leave the form.")
    return made


def row_on(rows: Iterable[DatedRow], on: date, seq: int | None = None) -> DatedRow:
    """The live row that begins on a day, the last of them or the one of a sequence; raise RuleBroken where there is none."""
    counting = live(rows)
    found = [row for row in counting if row.effective_from == on and (seq is None or order(row)[1] == seq)]
    if not found:
        days = ", ".join(dict.fromkeys(str(row.effective_from) for row in counting)) or "no day"
        raise RuleBroken(f"Nothing begins on {on}; rows begin on {days}.", "effective_from")
    return found[-1]


def check_rescinded(row: Dated, on: date) -> None:
    """Raise RuleBroken where a row cannot be taken back: it has begun, or it begins the employment."""
    if row.effective_from <= on:
        raise RuleBroken(
            f"The row of {row.effective_from} has taken effect; correct it, or enter a new change.", "effective_from"
        )
    if getattr(row, "action", None) in BEGINS:
        raise RuleBroken("The row that begins an employment is not taken back; undo the hire.", "effective_from")


def end_reason(reason: str, voluntary: bool | None) -> str:
    """The reason of a termination as its row keeps it: `voluntary: moved away`, where it is known whose wish it was."""
    wish = {True: WISHES[0], False: WISHES[1], None: ""}[voluntary]
    return ": ".join(part for part in (wish, bare_reason(reason)) if part)


def bare_reason(reason: str) -> str:
    """A reason without whose wish the end was."""
    wish, _, rest = reason.partition(":")
    return rest.strip() if wish in WISHES else reason


def terminated_job(jobs: Sequence[Job], termination: Termination) -> tuple[Job, Job, list[Job]]:
    """The job in force on the last day, the termination row, and the later rows that it rescinds.

    The termination row starts the day after the last day. Raises RuleBroken before the hire, after the employment
    ended, and where a termination is already scheduled.
    """
    day = termination.last_day
    ends = [row for row in live(jobs) if row.status is Status.TERMINATED and row.last_day and row.last_day >= day]
    if ends:
        raise RuleBroken(f"The employment already ends on {ends[0].last_day}; undo that termination first.", "last_day")
    before = in_force(jobs, day)
    if before is None or before.status not in EMPLOYED:
        ended = f"ended on {before.last_day}" if before else f"begins on {_first_day(jobs)}"
        raise RuleBroken(f"The employment {ended}; {day} is not a day of it.", "last_day")
    row = replace(
        before,
        effective_from=day + timedelta(days=1),
        action=Action.TERMINATION,
        status=Status.TERMINATED,
        reason=end_reason(termination.reason, termination.voluntary),
        last_day=day,
        stamp=None,
    )
    return before, row, after(jobs, day)


def rehire_after(jobs: Sequence[Job], first_day: date, who: str) -> Job:
    """The termination a rehire follows; raise RuleBroken where the person has not left before the first day."""
    last = live(jobs)[-1]
    if last.status is not Status.TERMINATED or last.last_day is None:
        raise RuleBroken(f"The number is {who}'s, who is employed; leave it empty for the next free one.", "number")
    if first_day <= last.last_day:
        raise RuleBroken(
            f"{who} worked until {last.last_day}; a rehire starts after that day.",
            "first_day",
        )
    return last


def notices_of_later(
    rows: Iterable[Job] | Iterable[Pay] | Iterable[Profile] | Iterable[Certificate], on: date
) -> tuple[str, ...]:
    """A sentence for each later row that a change on a day leaves as it is."""
    later = [row for row in live(list[Job | Pay | Profile | Certificate](rows)) if row.effective_from > on]
    return tuple(f"The {_called(row)} on {row.effective_from} stays as it is." for row in later)


def notices_of_rescinded(rows: Iterable[Job | Pay]) -> tuple[str, ...]:
    """A sentence for each scheduled row that a termination takes back."""
    return tuple(f"The {_called(row)} on {row.effective_from} no longer happens." for row in rows)


def _called(row: Job | Pay | Profile | Certificate) -> str:
    if isinstance(row, Job | Pay):
        return str(row.action)
    return "change of profile" if isinstance(row, Profile) else "certificate"


def _first_day(jobs: Sequence[Job]) -> str:
    rows = live(jobs)
    return str(rows[0].effective_from) if rows else "no day"


def round_(above: Mapping[int, int | None], people: Iterable[int]) -> list[int]:
    """Those of some people who report to themselves, directly or through others; by the manager of each by id."""
    out = []
    for person in people:
        seen, at = {person}, above.get(person)
        while at is not None and at not in seen:
            seen.add(at)
            at = above.get(at)
        if at == person:
            out.append(person)
    return out
