"""What the tabs of a record say: facts in words, from the values of the record and the configuration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from hrtui.audit.rules import differences
from hrtui.config import Config
from hrtui.money import format_money
from hrtui.people.model import Basis, Certificate, Job, Pay, PrivateKind, Profile, Record, RowState, Stamp
from hrtui.people.rules import in_force, row_state
from screens.frames import frames
from screens.text import Tone, label_of, worded
from screens.widgets.sheet import Item

STATE_TONES = {
    RowState.CURRENT: Tone.GOOD,
    RowState.SCHEDULED: Tone.WARN,
    RowState.HISTORY: Tone.PLAIN,
    RowState.RESCINDED: Tone.MUTED,
}
PRIVATE = {PrivateKind.SSN: "SSN", PrivateKind.BANK: "Bank account"}
W4 = {
    "status": "Filing status", "step2": "2 box ticked", "step3": "3 credits", "step4a": "4(a) other income",
    "step4b": "4(b) deductions", "step4c": "4(c) extra", "exempt": "Exempt", "old_w4": "Form before 2020",
    "allowances": "Allowances",
}  # fmt: skip
W4_AMOUNTS = ("step3", "step4a", "step4b", "step4c")
Dated = Profile | Job | Pay | Certificate
R = TypeVar("R", Profile, Job, Pay, Certificate)


@dataclass(frozen=True, slots=True)
class View:
    """A record as it is looked at: on which day, under which configuration, with which sealed values in clear."""

    record: Record
    today: date
    config: Config
    revealed: Mapping[PrivateKind, str]


def profile(view: View) -> list[Item]:
    """Name, contact details, custom fields, and what is sealed."""
    now = _now(view.record.profiles, view.today)
    if now is None:
        return [Item("", "No profile is on file.")]
    address = ", ".join(part for part in (now.street, now.city, f"{now.state} {now.postal_code}".strip()) if part)
    facts = [
        Item("Name", f"{now.first_name} {now.last_name}".strip()),
        Item("Number", view.record.number),
        Item("E-mail", now.email),
        Item("Phone", now.phone),
        Item("Address", address),
        Item(
            "Birth date",
            now.birth_date.isoformat() if now.birth_date else _masked(),
            remark="" if now.birth_date else "masked, or not on file",
        ),
        Item("Sex", now.sex),
        *(Item(each.label, now.custom.get(each.name, "")) for each in view.config.custom_fields),
        Item("", "Private", heading=True),
        *_private(view),
    ]
    return facts + _since(now)


def _private(view: View) -> Iterator[Item]:
    held = {mark.kind: mark for mark in view.record.private}
    for kind, label in PRIVATE.items():
        mark = held.get(kind)
        if kind in view.revealed:
            yield Item(label, view.revealed[kind], Tone.WARN, "shown to you; noted in the audit trail")
        elif mark is not None:
            yield Item(label, f"{_masked()}{mark.last_four}", remark="v shows it, and leaves an audit entry")
        else:
            yield Item(label, "", remark="not on file, or not for your roles")


def job(view: View) -> list[Item]:
    """What the person does today, since when, and what is scheduled."""
    now = _now(view.record.jobs, view.today)
    if now is None:
        return [Item("", "No job is on file.")]
    summary = view.record.summary
    return [
        Item(
            "Status", summary.status.value, STATE_TONES[RowState.CURRENT] if summary.terminated is None else Tone.MUTED
        ),
        *_job_facts(now),
        Item("Hired", summary.hired.isoformat() if summary.hired else ""),
        *([Item("Last day", summary.terminated.isoformat(), Tone.MUTED)] if summary.terminated else []),
        *_since(now),
        *_scheduled(view.record.jobs, view),
    ]


def _job_facts(now: Job) -> Iterator[Item]:
    yield Item("Title", now.title, Tone.STRONG)
    yield Item("Department", now.department)
    yield Item("Location", now.location)
    yield Item("Manager", now.manager_name, remark=now.manager or ("not a person on file" if now.manager_name else ""))
    yield Item(
        "Type",
        now.employment_type.value,
        remark=f"FTE {now.fte.normalize():f}, {now.standard_hours.normalize():f} hours a week",
    )
    yield Item("FLSA", now.flsa.value, remark="overtime is owed" if now.flsa == "non-exempt" else "no overtime")


def pay(view: View) -> list[Item]:
    """What the person earns today, the rows before and after, and the withholding certificate."""
    record = view.record
    if record.pays is None:
        return [Item("Pay", "not for your roles", Tone.MUTED), *_certificate(view)]
    if record.pay_masked:
        return [Item("Pay", _masked(), remark="v shows it, and leaves an audit entry"), *_certificate(view)]
    now = _now(record.pays, view.today)
    if now is None:
        return [Item("Pay", "none on file", Tone.WARN, "P enters it"), *_certificate(view)]
    rows = [row for row in record.pays if _live(row)]
    return [
        Item("Rate", rate(now, view.config), Tone.STRONG),
        Item("Pay group", now.pay_group),
        *_since(now),
        *_scheduled(record.pays, view),
        Item("", "Steps", heading=True),
        *(_step(row, before, view) for row, before in zip(reversed(rows), [*reversed(rows[:-1]), None], strict=True)),
        *_certificate(view),
    ]


def rate(row: Pay, config: Config) -> str:
    """A rate of pay in words: `$85,000.00 a year`."""
    per = "a year" if row.basis is Basis.ANNUAL else "an hour"
    return f"{format_money(row.rate, config.style, symbol=True)} {per}"


def _step(row: Pay, before: Pay | None, view: View) -> Item:
    remark = row.reason or row.action.value
    if before is not None and before.basis is row.basis and before.rate.cents:
        percent = (row.rate.cents - before.rate.cents) * 1000 // before.rate.cents
        remark = f"{percent / 10:+.1f} %  {remark}"
    return Item(row.effective_from.isoformat(), rate(row, view.config), remark=remark)


def _certificate(view: View) -> Iterator[Item]:
    yield Item("", "Withholding certificate (Form W-4)", heading=True)
    now = _now([row for row in view.record.certificates if row.jurisdiction == "US"], view.today)
    if now is None:
        yield Item("", "None on file: withheld as single, with no other entries. W records one.", Tone.MUTED)
        return
    for name, value in now.entries.items():
        amount = name in W4_AMOUNTS
        style, currency = view.config.style, view.config.company.currency
        yield Item(W4.get(name, name), worded(f"{value} {currency}", style) if amount else value)
    yield from _since(now)


def history(view: View) -> list[Item]:
    """Every dated row, newest first: what changed, how it stands, who entered it and when."""
    record = view.record
    kinds: list[tuple[str, Sequence[Dated]]] = [
        ("profile", record.profiles),
        ("job", record.jobs),
        ("W-4", record.certificates),
    ]
    if record.pays:
        kinds.append(("pay", record.pays))
    lines = [(row.effective_from, kind, row, rows) for kind, rows in kinds for row in rows]
    lines.sort(key=lambda line: (line[0], line[2].stamp.id if line[2].stamp else 0), reverse=True)
    facts = [fact for _, kind, row, rows in lines for fact in _entry(kind, row, rows, view)]
    if record.pays is None or record.pay_masked:
        facts.append(
            Item("", "Rows of pay are masked; v on the pay tab shows them where your roles allow.", Tone.MUTED)
        )
    return facts or [Item("", "Nothing is on file.")]


def _entry(kind: str, row: Dated, rows: Sequence[Dated], view: View) -> Iterator[Item]:
    state = row_state(rows, row, view.today)
    action, reason = getattr(row, "action", "entered"), getattr(row, "reason", "")
    title = f"{kind}, {state.value}: {action}{f' ({reason})' if reason else ''}"
    yield Item(row.effective_from.isoformat(), title, STATE_TONES[state], _by(row.stamp))
    changed = "; ".join(_changes(row, rows, view)) or "nothing else"
    yield Item(" ", changed, Tone.MUTED if state is RowState.RESCINDED else Tone.PLAIN)


def _changes(row: Dated, rows: Sequence[Dated], view: View) -> Iterator[str]:
    earlier = [each for each in rows if _live(each) and _order(each) < _order(row)]
    before = max(earlier, key=_order, default=None)
    arrow = "→" if frames().ellipsis == "…" else "->"
    for change in differences(before, row):
        if change.field in ("action", "reason", "last_day", "manager"):
            continue
        name = label_of(change.field)
        old, new = (worded(text, view.config.style) for text in (change.before, change.after))
        if before is None and change.after:
            yield f"{name} {new}"
        elif before is not None:
            yield f"{name} {old or '(none)'} {arrow} {new or '(none)'}"


def _order(row: Dated) -> tuple[date, int]:
    return row.effective_from, row.stamp.seq if row.stamp else 0


def _live(row: Dated) -> bool:
    return row.stamp is None or row.stamp.superseded_at is None


def _now(rows: Iterable[R], today: date) -> R | None:
    """The row in force today; for someone yet to start the first one."""
    live = [row for row in rows if _live(row)]
    return in_force(live, today) or (min(live, key=_order) if live else None)


def _scheduled(rows: Sequence[Dated], view: View) -> list[Item]:
    later = [row for row in rows if row_state(rows, row, view.today) is RowState.SCHEDULED]
    if not later:
        return []
    facts = [Item("", "Scheduled", heading=True)]
    for row in sorted(later, key=_order):
        facts.append(
            Item(row.effective_from.isoformat(), "; ".join(_changes(row, rows, view)), Tone.WARN, _by(row.stamp))
        )
    return facts


def _since(row: Dated) -> list[Item]:
    return [Item("Since", row.effective_from.isoformat(), remark=_by(row.stamp))]


def _by(stamp: Stamp | None) -> str:
    return f"entered {stamp.recorded_at:%Y-%m-%d %H:%M} UTC by {stamp.recorded_by}" if stamp else ""


def _masked() -> str:
    return frames().dot * 5
