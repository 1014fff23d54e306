"""What an import writes: new people, dated changes of those on file, and what the store knows better. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hrtui.exchange.mapping import CUSTOM
from hrtui.exchange.model import Fault, Incoming, OnFile, Plan
from hrtui.exchange.readers import full_key, name_key
from hrtui.people.model import Action, Basis, EmploymentType, Flsa, Job, Pay, Profile, Status
from hrtui.people.rules import Standing, after, end_reason, in_force, inferred_action, live, standing
from hrtui.text import fold

PROFILE_FIELDS = (
    "first_name", "last_name", "email", "phone", "street", "city", "state", "postal_code", "birth_date", "sex",
)  # fmt: skip
JOB_FIELDS = {
    "title": "title", "department": "department", "location": "location", "type": "employment_type", "flsa": "flsa",
    "fte": "fte", "standard_hours": "standard_hours", "cost_centre": "cost_centre", "grade": "grade", "position": "position",
}  # fmt: skip
PLACES = ("department", "location")
MORE = ("fte", "standard_hours", "cost_centre", "grade", "position")  # of a new job, where the row says them
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Settings:
    """What planning needs to know: the day, the pay group where there is only one, and what columns are called."""

    today: date
    pay_group: str
    label: Callable[[str], str]


def plan_new(row: Incoming, settings: Settings) -> Plan:
    """The rows for a person who is not on file: from the first day on, and what became of the employment."""
    assert row.hired is not None
    assert row.title is not None
    assert row.department is not None
    hire = Job(
        row.hired, Action.HIRE, Status.ACTIVE, row.title, row.department,
        location=row.location or "",
        manager=row.manager or "",
        manager_name=row.manager_name,
        employment_type=row.type or EmploymentType.FULL_TIME,
        flsa=row.flsa or Flsa.NON_EXEMPT,
        **{name: value for name in MORE if (value := getattr(row, name)) is not None},
    )  # fmt: skip
    jobs = [hire]
    if row.status is Status.LEAVE:
        jobs.append(
            replace(hire, effective_from=_changes_from(row, settings, hire), action=Action.LEAVE, status=Status.LEAVE)
        )
    if row.terminated is not None:
        jobs.append(_ended(hire, row))
    profile = Profile(row.hired, **_profile_values(row), custom=dict(row.custom))
    return Plan(row.row, row.number, profile.name, True, profile, tuple(jobs), _first_pay(row, settings))


def plan_known(row: Incoming, known: OnFile, settings: Settings) -> tuple[Plan | None, list[Fault]]:
    """The rows that bring a person on file to what the row says, or None where nothing changes; and what was not taken."""
    jobs = live(known.jobs)
    day = max(settings.today, row.changes_from or settings.today)
    now = standing(jobs, day)
    if now is None:
        return None, [_fault(row, settings, "number", row.number, "is on file without a job; enter one in the record")]
    row = replace(
        row,
        hired=row.hired or now.hired,
        title=row.title or now.row.title,
        department=row.department or now.row.department,
    )
    faults: list[Fault] = []
    new_jobs, pay = _employment(row, known, now, day, settings, faults)
    profile_before = in_force(known.profiles, max(day, now.hired))
    profile = _changed_profile(row, profile_before, settings)
    if profile is None and not new_jobs and pay is None:
        return None, faults
    name = (profile or profile_before or Profile(day, row.first_name or "", row.last_name or "")).name
    return Plan(row.row, row.number, name, False, profile, tuple(new_jobs), pay), faults


def _employment(
    row: Incoming, known: OnFile, now: Standing[Job], day: date, settings: Settings, faults: list[Fault]
) -> tuple[list[Job], Pay | None]:
    assert row.hired is not None
    if now.status is Status.TERMINATED and now.terminated and row.hired > now.terminated:
        again = plan_new(row, settings)
        return [replace(again.jobs[0], action=Action.REHIRE), *again.jobs[1:]], again.pay
    if row.hired != now.hired:
        rule = f"is {now.hired} on file; first days are not changed by an import"
        faults.append(_fault(row, settings, "hired", row.hired.isoformat(), rule))
    if now.status is Status.TERMINATED:
        _left(row, now, settings, faults)
        return [], None
    job = _changed_job(row, now, settings, faults)
    end = _new_end(row, known, job or now.row, settings, faults)
    return [each for each in (job, end) if each is not None], _changed_pay(
        row, in_force(known.pays, max(day, now.hired)), now, settings, faults
    )


def _left(row: Incoming, now: Standing[Job], settings: Settings, faults: list[Fault]) -> None:
    """What a row says about a person whose employment has ended on file stays unsaid, unless it is the same."""
    if row.terminated is None and row.status is not None:
        rule = f"but on file the employment ended on {now.terminated}; undo the termination or rehire in the record"
        faults.append(_fault(row, settings, "status", row.status.value, f"says {row.status}, {rule}"))
    elif row.terminated is not None and row.terminated != now.terminated:
        rule = f"is {now.terminated} on file; undo that termination first"
        faults.append(_fault(row, settings, "terminated", row.terminated.isoformat(), rule))
    for name, kept in JOB_FIELDS.items():
        value, held = getattr(row, name), getattr(now.row, kept)
        if value is not None and not _same(name, value, held):
            faults.append(_fault(row, settings, name, str(value), f"is {held} on file, and the employment has ended"))


def _changed_job(row: Incoming, now: Standing[Job], settings: Settings, faults: list[Fault]) -> Job | None:
    given = {kept: value for name, kept in JOB_FIELDS.items() if (value := getattr(row, name)) is not None}
    given |= _changed_manager(row, now.row, settings, faults) | dict.fromkeys({"location"} & set(row.erased), "")
    if row.status is not None and row.terminated is None:
        given["status"] = row.status
    given = {name: value for name, value in given.items() if not _same(name, value, getattr(now.row, name))}
    if not given:
        return None
    start = _changes_from(row, settings, now.row)
    if start < now.row.effective_from:
        rule = f"is older than what is on file from {now.row.effective_from}; nothing of the job was changed"
        faults.append(_fault(row, settings, "changes_from", str(row.changes_from), rule))
        return None
    wanted = replace(now.row, effective_from=start, reason="", last_day=None, stamp=None, **given)
    return replace(wanted, action=inferred_action(now.row, wanted))


def _same(name: str, value: object, held: object) -> bool:
    """Whether a value is what is on file; departments and places are one whatever their case and accents."""
    return fold(str(value)) == fold(str(held)) if name in PLACES else value == held


def _changed_manager(row: Incoming, job: Job, settings: Settings, faults: list[Fault]) -> dict[str, Any]:
    if "manager" in row.erased:
        return {"manager": "", "manager_name": ""}
    if row.manager:
        return {"manager": row.manager} | ({"manager_name": ""} if row.manager != job.manager else {})
    if not row.manager_name or name_key(row.manager_name) == name_key(job.manager_name) and not job.manager:
        return {}
    if job.manager:
        rule = f"does not replace the manager on file, {job.manager} {job.manager_name}".rstrip()
        faults.append(_fault(row, settings, "manager", row.manager_name, rule))
        return {}
    return {"manager_name": row.manager_name}


def _new_end(row: Incoming, known: OnFile, job: Job, settings: Settings, faults: list[Fault]) -> Job | None:
    if row.terminated is None:
        return None
    ends = [each.last_day for each in live(known.jobs) if each.last_day and row.hired and each.last_day >= row.hired]
    if row.terminated in ends:
        return None
    later = [each.effective_from for each in after(known.jobs, row.terminated)]
    later += [each.effective_from for each in after(known.pays, row.terminated)]
    if ends or later:
        why = f"is {ends[0]} on file" if ends else f"comes before the change on {min(later)}"
        faults.append(
            _fault(row, settings, "terminated", row.terminated.isoformat(), f"{why}; terminate in the record")
        )
        return None
    held = in_force(known.jobs, row.terminated)
    return _ended(held if job.effective_from > row.terminated and held else job, row)


def _changed_pay(
    row: Incoming, before: Pay | None, now: Standing[Job], settings: Settings, faults: list[Fault]
) -> Pay | None:
    if row.rate is None:
        return None
    if before is None:
        first = _first_pay(replace(row, hired=now.hired), settings)
        return first and replace(first, action=Action.PAY_CHANGE)
    basis, group = row.basis or before.basis, row.pay_group or before.pay_group
    if (row.rate, basis, group) == (before.rate, before.basis, before.pay_group):
        return None
    start = _changes_from(row, settings, before)
    if start < before.effective_from:
        rule = f"is older than the pay on file from {before.effective_from}; pay was not changed"
        faults.append(_fault(row, settings, "changes_from", str(row.changes_from), rule))
        return None
    return Pay(start, Action.PAY_CHANGE, basis, row.rate, group)


def _changed_profile(row: Incoming, before: Profile | None, settings: Settings) -> Profile | None:
    if before is None:
        return Profile(row.hired or settings.today, **_profile_values(row), custom=dict(row.custom))
    given = {name: value for name in PROFILE_FIELDS if (value := getattr(row, name)) is not None}
    given |= {name: None if name == "birth_date" else "" for name in row.erased if name in PROFILE_FIELDS}
    emptied = {name.removeprefix(CUSTOM) for name in row.erased}
    custom = {name: text for name, text in before.custom.items() if name not in emptied}
    wanted = replace(before, **given, custom={**custom, **row.custom})
    if wanted == before:
        return None
    return replace(wanted, effective_from=max(_changes_from(row, settings, before), before.effective_from), stamp=None)


def _changes_from(row: Incoming, settings: Settings, before: Job | Pay | Profile) -> date:
    return row.changes_from or max(settings.today, before.effective_from)


def _profile_values(row: Incoming) -> dict[str, Any]:
    given = {name: value for name in PROFILE_FIELDS if (value := getattr(row, name)) is not None}
    return {"first_name": "", "last_name": "", **given}


def _first_pay(row: Incoming, settings: Settings) -> Pay | None:
    if row.rate is None or row.hired is None:
        return None
    return Pay(row.hired, Action.HIRE, row.basis or Basis.ANNUAL, row.rate, row.pay_group or settings.pay_group)


def _ended(job: Job, row: Incoming) -> Job:
    assert row.terminated is not None
    return replace(
        job,
        effective_from=row.terminated + ONE_DAY,
        action=Action.TERMINATION,
        status=Status.TERMINATED,
        reason=end_reason(row.reason or "", row.voluntary),
        last_day=row.terminated,
        stamp=None,
    )


def _fault(row: Incoming, settings: Settings, name: str, value: str, rule: str) -> Fault:
    return Fault(row.row, settings.label(name), value, rule, taken=True)


@dataclass(frozen=True, slots=True)
class Everyone:
    """Who may be meant: names by number and numbers by comparable name, of those whom the actor may know of; and the managers
    on file by number, of everyone."""

    names: Mapping[str, str]
    index: Mapping[str, set[str]]
    managers: Mapping[str, str]


def resolve_managers(
    rows: Sequence[Incoming], everyone: Everyone, settings: Settings
) -> tuple[list[Incoming], list[Fault]]:
    """Managers as numbers where they are someone of the file or the store, else kept as text with a fault."""
    out, faults = [], []
    for row in rows:
        number, name, rule = _manager_of(row, row.manager, everyone) if row.manager else ("", "", "")
        if rule:
            faults.append(_fault(row, settings, "manager", row.manager or "", rule))
        same = (row.manager or "", row.manager_name) == (number, name)
        out.append(row if same else replace(row, manager=number, manager_name=name))
    return out, faults


def _manager_of(row: Incoming, text: str, everyone: Everyone) -> tuple[str, str, str]:
    index = everyone.index
    found = {text} if text in everyone.names else index.get(f"={full_key(text)}") or index.get(name_key(text), set())
    if found == {row.number}:
        return "", "", "is the person, who cannot be their own manager; left empty"
    if len(found) > 1 and everyone.managers.get(row.number) in found:
        return everyone.managers[row.number], "", ""
    if len(found) == 1:
        return next(iter(found)), "", ""
    if found:
        return "", text, f"kept as text; several people have this name: {', '.join(sorted(found)[:5])}"
    return "", text, "kept as text; no such person is in the file or on file"


def break_circles(
    rows: Sequence[Incoming], everyone: Everyone, settings: Settings
) -> tuple[list[Incoming], list[Fault]]:
    """Take out managers who would, through others, report to the same person."""
    above = dict(everyone.managers) | {row.number: row.manager for row in rows if row.manager}
    safe: set[str] = set()
    broken: dict[str, list[str]] = {}
    for row in rows:
        found = _circle(row.number, above, safe)
        if found:
            broken[row.number] = found
            above.pop(row.number)
    out, faults = [], []
    for row in rows:
        if row.number in broken:
            circle = " → ".join(
                number if number in everyone.names else "someone" for number in (*broken[row.number], row.number)
            )
            name = everyone.names.get(row.manager or "", "")
            rule = f"kept as text; managers would go in a circle: {circle}"
            faults.append(_fault(row, settings, "manager", name, rule))
            out.append(replace(row, manager="", manager_name=name))
        else:
            out.append(row)
    return out, faults


def _circle(start: str, above: Mapping[str, str], safe: set[str]) -> list[str]:
    path: list[str] = []
    places: dict[str, int] = {}
    at: str | None = start
    while at and at not in safe and at not in places:
        places[at] = len(path)
        path.append(at)
        at = above.get(at)
    if at == start:
        return path
    safe.update(path[: places.get(at or "", len(path))])
    return []
