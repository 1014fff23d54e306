"""How `hrtui person show` prints a record: as lines to read, or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hrtui.access.model import Field
from hrtui.cli.session import Session
from hrtui.config import Config
from hrtui.money import format_money
from hrtui.people import service
from hrtui.people.model import Certificate, Job, Pay, PrivateKind, PrivateMark, Profile, Record
from hrtui.people.rules import STATE_WORDS, row_state, shown_on, tags_on

DOTS = "•••••"
PROFILE = ("email", "phone", "street", "city", "state", "postal_code", "birth_date", "sex")
JOB = (
    "action",
    "status",
    "title",
    "department",
    "location",
    "manager",
    "manager_name",
    "employment_type",
    "flsa",
    "fte",
)
JOB_HEADINGS = ("From", "State", "Action", "Title", "Department", "Manager")
PAY_HEADINGS = ("From", "State", "Action", "Rate", "Basis", "Pay group")
W4_HEADINGS = ("From", "State", "W-4")
PRIVATE = {Field.SSN: PrivateKind.SSN, Field.BANK: PrivateKind.BANK}


def show(session: Session, number: str, on: date, reveal: frozenset[Field], as_json: bool) -> int:
    """Print a person's record as of a day; what is revealed is in it, and in the audit trail."""
    ctx = session.context
    found = service.record(ctx, number, reveal=reveal)
    revealed = {
        kind.value: service.reveal_private(ctx, number, kind) for field, kind in PRIVATE.items() if field in reveal
    }
    if as_json:
        session.json(_as_json(found, on, revealed))
        return 0
    facts = [*_who(found, on, session.config), *_private(found, revealed)]
    profile, width = _profile(found, on), max(11, *(len(label) for label, _ in facts))
    session.out(f"{found.number}  {profile.name if profile else found.summary.name}")
    for label, value in facts:
        session.out(f"{label:<{width}} {value}")
    _rows(session, JOB_HEADINGS, _jobs(found.jobs, on))
    _rows(session, PAY_HEADINGS, _pays(session, found, on))
    w4s = found.certificates or ()
    _rows(session, W4_HEADINGS, [_certificate(w4s, row, on) for row in w4s])
    return 0


def _who(found: Record, on: date, config: Config) -> list[tuple[str, object]]:
    summary, profile = found.summary, _profile(found, on)
    facts: list[tuple[str, object]] = [
        ("status", summary.status),
        ("hired", summary.hired),
        ("last day", summary.terminated),
        ("tags", ", ".join(sorted(tags_on(found.tags, on)))),
    ]
    if profile is not None:
        labels = {field.name: field.label for field in config.custom_fields}
        facts += [(name.replace("_", " "), getattr(profile, name)) for name in PROFILE]
        facts += [(labels.get(name) or name, value) for name, value in profile.custom.items()]
    return [(label, value) for label, value in facts if value]


def _private(found: Record, revealed: dict[str, str]) -> list[tuple[str, object]]:
    return [(mark.kind, revealed.get(mark.kind, _marked(mark))) for mark in found.private]


def _marked(mark: PrivateMark) -> str:
    """The last four characters; of several accounts, what goes to each."""
    others = "".join(f"{DOTS}{other}; " for other in mark.others)
    return f"{others}{DOTS}{mark.last_four}" + (" the rest" if mark.others else "")


def _rows(session: Session, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    if rows:
        session.out()
        session.table(rows, headings)


def _jobs(rows: Sequence[Job], on: date) -> list[Sequence[object]]:
    return [
        (
            row.effective_from,
            STATE_WORDS[row_state(rows, row, on)],
            row.action,
            row.title,
            row.department,
            row.manager_name,
        )
        for row in rows
    ]


def _pays(session: Session, found: Record, on: date) -> list[Sequence[object]]:
    if found.pay_masked:
        return [("", "", "", f"{DOTS} (reveal it with --reveal pay)", "", "")]
    style = session.config.style
    return [
        (
            row.effective_from,
            STATE_WORDS[row_state(found.pays or (), row, on)],
            row.action,
            f"{format_money(row.rate, style)} {row.rate.currency}",
            row.basis,
            row.pay_group,
        )
        for row in found.pays or ()
    ]


def _certificate(rows: Sequence[Certificate], row: Certificate, on: date) -> Sequence[object]:
    same = [each for each in rows if each.jurisdiction == row.jurisdiction]
    entries = ", ".join(f"{name} {value}" for name, value in row.entries.items())
    return (row.effective_from, STATE_WORDS[row_state(same, row, on)], entries)


def _profile(found: Record, on: date) -> Profile | None:
    return shown_on(found.profiles, on)


def _as_json(found: Record, on: date, revealed: dict[str, str]) -> dict[str, Any]:
    profile = _profile(found, on)
    names = ("first_name", "last_name", *PROFILE)
    return {
        "number": found.number,
        "name": found.summary.name,
        "status": found.summary.status,
        "hired": found.summary.hired,
        "terminated": found.summary.terminated,
        "profile": {**{name: getattr(profile, name) for name in names}, "custom": profile.custom} if profile else None,
        "jobs": [{**_stamp(found.jobs, row, on), **{name: getattr(row, name) for name in JOB}, "last_day": row.last_day,
                  "standard_hours": row.standard_hours, "cost_centre": row.cost_centre,
                  "grade": row.grade, "position": row.position, "dotted": list(row.dotted), "reason": row.reason} for row in found.jobs],
        "pays": None if found.pays is None else [_pay(found.pays, row, on) for row in found.pays],
        "pay_masked": found.pay_masked,
        "certificates": None if found.certificates is None else [
            {"from": row.effective_from, "jurisdiction": row.jurisdiction, "entries": row.entries}
            for row in found.certificates
        ],
        "private": [
            {"kind": mark.kind, "last_four": mark.last_four, "others": mark.others, "recorded_at": mark.recorded_at}
            for mark in found.private
        ],
        "revealed": revealed,
    }  # fmt: skip


def _pay(rows: Sequence[Pay], row: Pay, on: date) -> dict[str, Any]:
    named = {
        "action": row.action,
        "rate": row.rate,
        "basis": row.basis,
        "pay_group": row.pay_group,
        "reason": row.reason,
    }
    return {**_stamp(rows, row, on), **named}


def _stamp(rows: Sequence[Any], row: Any, on: date) -> dict[str, Any]:
    stamp = row.stamp
    return {
        "from": row.effective_from,
        "state": row_state(rows, row, on),
        "command": stamp.command,
        "recorded_at": stamp.recorded_at,
        "recorded_by": stamp.recorded_by,
    }
