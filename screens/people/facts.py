"""What the tabs of a record say: facts in words, from the values of the record and the configuration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from hrtui.access.model import Field, Sight
from hrtui.access.rules import sight
from hrtui.config import CustomField
from hrtui.people.blaming import W4 as W4_FIELD
from hrtui.people.carrying import CUSTOM
from hrtui.people.model import Certificate, Job, Pay, PrivateKind, Profile, RowState, Status
from hrtui.people.rules import STATE_WORDS, live, row_state, shown_on, tags_on
from screens.people.dated import (
    STATE_TONES,
    W4,
    Dated,
    View,
    entered,
    in_state,
    masked,
    percent,
    previous,
    rate,
    row_key,
    section,
)
from screens.people.status import STATUS_TONES
from screens.text import Tone, worded
from screens.widgets.sheet import Item

PRIVATE = {PrivateKind.SSN: ("SSN", Field.SSN), PrivateKind.BANK: ("Bank account", Field.BANK)}
REVEALS = "v shows it; the trail notes it"
NOTED = "sensitive; the trail notes that you see it"
NOT_YOURS = "not for your roles"
STATE = "state:"
TAGS, BIRTH = "tags", "birth_date"
US = "US"
W4_AMOUNTS = ("step3", "step4a", "step4b", "step4c")
R = TypeVar("R", Profile, Job, Pay, Certificate)


def profile(view: View) -> list[Item]:
    """Name, contact details, custom fields, and what is sensitive or sealed."""
    now = shown_on(view.record.profiles, view.today)
    if now is None:
        return [Item("", "No profile is on file. e enters one.")]
    address = ", ".join(part for part in (now.street, now.city, f"{now.state} {now.postal_code}".strip()) if part)
    return [
        Item("Name", f"{now.first_name} {now.last_name}".strip(), field="name"),
        Item("Number", view.record.number),
        Item(
            "Tags",
            ", ".join(sorted(tags_on(view.record.tags, view.today))),
            remark="" if view.record.tags else "t sets them",
            field=TAGS,
        ),
        Item("E-mail", now.email, field="email"),
        Item("Phone", now.phone, field="phone"),
        Item("Address", address, field="address"),
        Item("Sex", now.sex, field="sex"),
        *(
            Item(each.label, now.custom.get(each.name, ""), field=CUSTOM + each.name)
            for each in view.config.custom_fields
            if not each.sensitive
        ),
        *_since(now, view),
        Item("", "Sensitive", heading=True),
        _birth(now, view),
        *(_own(each, now, view) for each in view.config.custom_fields if each.sensitive),
        *(_sealed(kind, view) for kind in PRIVATE),
        *section("Scheduled", view.record.profiles, RowState.SCHEDULED, view, now),
    ]


def _birth(now: Profile, view: View) -> Item:
    seen = sight(view.actor, Field.BIRTH)
    if now.birth_date is not None:
        said = f"{_years(now.birth_date, view.today)} years; {NOTED}"
        return Item("Birth date", now.birth_date.isoformat(), remark=said, field=BIRTH)
    if seen is Sight.HIDDEN:
        return Item("Birth date", NOT_YOURS, Tone.MUTED)
    if seen is Sight.MASKED and Field.BIRTH not in view.fields:
        return Item("Birth date", masked(), remark=REVEALS, field=BIRTH)
    return Item("Birth date", "not on file", Tone.MUTED, field=BIRTH)


def _own(item: CustomField, now: Profile, view: View) -> Item:
    """A sensitive field of the company's own."""
    seen, name = sight(view.actor, Field.CUSTOM), CUSTOM + item.name
    if now.custom.get(item.name):
        return Item(item.label, now.custom[item.name], remark=NOTED, field=name)
    if seen is Sight.HIDDEN:
        return Item(item.label, NOT_YOURS, Tone.MUTED)
    if seen is Sight.MASKED and Field.CUSTOM not in view.fields:
        return Item(item.label, masked(), remark=REVEALS, field=name)
    return Item(item.label, "not on file", Tone.MUTED, field=name)


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _sealed(kind: PrivateKind, view: View) -> Item:
    label, field = PRIVATE[kind]
    mark = next((each for each in view.record.private if each.kind is kind), None)
    if kind in view.revealed:
        return Item(label, view.revealed[kind], Tone.WARN, NOTED, field=kind.value)
    if mark is not None:
        others = "".join(f"{masked()}{other}; " for other in mark.others)
        rest = " the rest" if mark.others else ""
        return Item(label, f"{others}{masked()}{mark.last_four}{rest}", remark=REVEALS, field=kind.value)
    if sight(view.actor, field) is Sight.HIDDEN:
        return Item(label, NOT_YOURS, Tone.MUTED)
    return Item(label, "not on file", Tone.MUTED, "S enters it", field=kind.value)


def job(view: View) -> list[Item]:
    """What the person does today, since when; what is scheduled, and what was before."""
    rows = view.record.jobs
    now = shown_on(rows, view.today)
    if now is None:
        return [Item("", "No job is on file.")]
    summary = view.record.summary
    return [
        Item("Status", summary.status.value, STATUS_TONES[summary.status], _standing(view), field="status"),
        *_job_facts(now),
        Item("Hired", summary.hired.isoformat() if summary.hired else ""),
        *_since(now, view),
        *section("Scheduled", rows, RowState.SCHEDULED, view, now),
        *section("History", rows, RowState.HISTORY, view),
    ]


def _standing(view: View) -> str:
    summary = view.record.summary
    if summary.terminated is not None:
        return f"last day {summary.terminated}"
    if summary.status is Status.STARTING and summary.hired is not None:
        return f"first day {summary.hired}"
    return ""


def _job_facts(now: Job) -> Iterator[Item]:
    yield Item("Title", now.title, Tone.STRONG, field="title")
    yield Item("Department", now.department, field="department")
    yield Item("Location", now.location, field="location")
    who = now.manager or ("not a person on file" if now.manager_name else "")
    yield Item("Manager", now.manager_name, remark=who, field="manager")
    yield Item("Type", now.employment_type.value, field="employment_type")
    yield Item("FTE", f"{now.fte.normalize():f}", remark="of full time", field="fte")
    yield Item("Hours a week", f"{now.standard_hours.normalize():f}", field="standard_hours")
    overtime = "overtime is owed" if now.flsa == "non-exempt" else "no overtime"
    yield Item("FLSA", now.flsa.value, remark=overtime, field="flsa")
    more = (("Cost centre", "cost_centre"), ("Grade", "grade"), ("Position", "position"))
    yield from (Item(label, getattr(now, name), field=name) for label, name in more if getattr(now, name))
    if now.dotted:
        yield Item("Dotted line", ", ".join(now.dotted), remark="managers by dotted line", field="dotted")


def pay(view: View) -> list[Item]:
    """What the person earns today, the rates scheduled and before, and the withholding certificate."""
    record = view.record
    if record.pays is None:
        return [Item("Pay", NOT_YOURS, Tone.MUTED), *_certificate(view), *_states(view)]
    if record.pay_masked:
        return [Item("Pay", masked(), remark=REVEALS, field="rate"), *_certificate(view), *_states(view)]
    now = shown_on(record.pays, view.today)
    if now is None:
        none = Item("Pay", "none on file: this person cannot be paid", Tone.WARN, "P enters it", field="rate")
        return [none, *_certificate(view), *_states(view)]
    ended = record.summary.terminated
    until = f"until {ended}, the last day" if ended else ""
    return [
        Item("Rate", rate(now, view.config), Tone.STRONG, until, field="rate"),
        Item("Pay group", now.pay_group or "none: this person cannot be paid", field="pay_group"),
        *([] if ended else _since(now, view)),
        Item("", "Rates", heading=True),
        *_steps(record.pays, view),
        *_certificate(view),
        *_states(view),
    ]


def _steps(rows: Sequence[Pay], view: View) -> Iterator[Item]:
    found = live(rows)[::-1]
    wide = max(len(rate(row, view.config)) for row in found)
    for row in found:
        before = previous(row, rows)
        by = percent(row, before if isinstance(before, Pay) else None)
        state = row_state(rows, row, view.today)
        if state is RowState.CURRENT and view.record.summary.terminated:
            state = RowState.HISTORY
        text = f"{STATE_WORDS[state]:<9}  {rate(row, view.config):>{wide}}  {by or '-':>8}"
        yield Item(
            row.effective_from.isoformat(), text, STATE_TONES[state], row.reason or row.action, field=row_key(row)
        )


def _certificate(view: View) -> Iterator[Item]:
    yield Item("", "Withholding certificate (Form W-4)", heading=True)
    if view.record.certificates is None:
        yield Item("", "Not for your roles.", Tone.MUTED)
        return
    rows = [row for row in view.record.certificates if row.jurisdiction == US]
    now = shown_on(rows, view.today)
    if now is None:
        said = "None on file: withheld as single, with no other entries. W records one."
        yield Item("", said, Tone.MUTED, field=f"{W4_FIELD}status")
        return
    for name, value in now.entries.items():
        amount = f"{value} {view.config.company.currency}" if name in W4_AMOUNTS else value
        yield Item(W4.get(name, name), worded(amount, view.config.style), field=W4_FIELD + name)
    yield from _since(now, view)
    yield from section("Scheduled", rows, RowState.SCHEDULED, view, now)


def _states(view: View) -> Iterator[Item]:
    """The certificates of states and cities, each under its heading."""
    held = [row for row in view.record.certificates or () if row.jurisdiction != US]
    for jurisdiction in sorted({row.jurisdiction for row in held}):
        rows = [row for row in held if row.jurisdiction == jurisdiction]
        yield Item("", f"Certificate of {jurisdiction}", heading=True)
        now = shown_on(rows, view.today)
        if now is None:
            yield Item("", "None in force yet.", Tone.MUTED)
        else:
            for name, value in now.entries.items():
                yield Item(name.replace("_", " ").capitalize(), value, field=f"{STATE}{jurisdiction}:{name}")
            yield from _since(now, view)
        yield from section("Scheduled", rows, RowState.SCHEDULED, view, now)


def scheduled(tab: str, view: View) -> int:
    """How many rows of a tab take effect after today."""
    record = view.record
    rows: dict[str, Sequence[Dated]] = {
        "personal": record.profiles,
        "job": record.jobs,
        "pay": record.certificates or (),
    }
    found = len(in_state(rows.get(tab, ()), RowState.SCHEDULED, view))
    return found + record.scheduled_pays if tab == "pay" else found


def has_masked(tab: str, view: View) -> bool:
    """Whether anything on a tab is shown as dots, or as the last four of it."""
    record, actor = view.record, view.actor
    if tab == "personal":
        asked = {Field.BIRTH, *([Field.CUSTOM] if view.config.secret_fields else [])} - view.fields
        return any(sight(actor, field) is Sight.MASKED for field in asked) or any(
            mark.kind not in view.revealed for mark in record.private
        )
    return tab in ("pay", "history") and record.pay_masked


def _since(row: Dated, view: View) -> list[Item]:
    day = row.effective_from.isoformat()
    if row.effective_from > view.today:
        return [Item("Scheduled", f"from {day}", Tone.WARN, entered(row.stamp, view))]
    return [Item("In force", f"since {day}", remark=entered(row.stamp, view))]
