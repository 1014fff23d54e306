"""What goes into the audit trail, and whether a command may be undone: pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal

from hrtui.access.model import Field
from hrtui.audit.model import Change, Entry
from hrtui.dates import utc_text
from hrtui.errors import Conflict
from hrtui.money import Money

MASKED = "(masked)"
SENSITIVE = {
    "rate": Field.PAY,
    "low": Field.PAY,
    "high": Field.PAY,
    "birth_date": Field.BIRTH,
}  # changes whose values only some roles see
CUSTOM = "custom."  # before the name of a field of the company's own
PAY_ITEMS = ("item.", "order.")
AMOUNTS = ("amount", "percent", "employer", "employer_percent", "balance", "fee")
GENESIS = "0" * 64
STEPS = "jobs"  # in an entry's detail: what became of the person's job rows, as `data.steps` writes it
_IGNORED = {"stamp", "effective_from"}
_SPOKEN = {
    "people.change_job": "change of job",
    "people.change_pay": "change of pay",
    "people.change_profile": "change of profile",
    "people.change_private": "sealed number",
    "people.change_certificate": "tax certificate",
    "people.change_contacts": "change of contacts",
    "people.change_documents": "change of documents",
    "people.terminate": "termination",
    "benefits.bill": "change of invoices and credits",
    "payroll.file": "note of what was sent",
    "payroll.change_items": "change of pay items",
    "payroll.change_orders": "change of garnishment orders",
    "benefits.enrol": "step of an enrolment",
    "benefits.finalise": "change of enrolments",
    "people.correct": "correction",
    "views.save": "change",
    "views.share": "change",
    "people.tag": "tagging",
    "org.change": "change",
    "recruiting.require": "change of requisition",
    "recruiting.approve": "answer about requisition",
    "recruiting.work": "step of recruiting",
    "recruiting.score": "scorecard",
    "recruiting.purge": "purge",
    "recruiting.send": "sending",
    "recruiting.offer": "step of an offer",
    "recruiting.eeo": "answers for equal opportunity",
    "retention.hold": "step of legal hold",
    "privacy.ask": "request",
    "privacy.erase": "erasure",
}


_READERS = (
    ("payroll.change_items", "payroll.items"),
    ("payroll.change_orders", "payroll.orders"),
    ("payroll.", "payroll.preview"),
    ("benefits.cobra", "benefits.cobra"),
    ("benefits.bill", "benefits.bill"),
    ("benefits.", "benefits.read"),
    ("recruiting.", "recruiting.read"),
    ("retention.", "retention.hold"),
    ("privacy.", "privacy.ask"),
)
"""By how the name of an action begins the right to read what it changes, the first that fits; the rest is read with people's records."""
OWN = {"views.save": "people.read"}
"""Actions about what is the actor's own: done by whoever has this permission, undone by nobody else."""


def spoken(action: str) -> str:
    """What a sentence calls an action: `change of pay` for `people.change_pay`."""
    return _SPOKEN.get(action, action.rpartition(".")[2].replace("_", " "))


def reader(action: str) -> str:
    """The right that reads what an action changes: `benefits.read` for an enrolment, `people.read` for a change of job."""
    return next((right for begin, right in _READERS if action.startswith(begin)), "people.read")


def sensitive(field: str, secret: Collection[str] = ()) -> Field | None:
    """The sensitive field a change of the trail is about; birth dates of contacts (`contact.2.birth_date`) are too, and
    amounts of pay items and garnishment orders tell of pay (`item.401k.amount`). Of the company's own fields (`custom.NAME`)
    the secret ones are."""
    if field.startswith(CUSTOM):
        return Field.CUSTOM if field.removeprefix(CUSTOM) in secret else None
    if field.startswith(PAY_ITEMS) and field.rpartition(".")[2] in AMOUNTS:
        return Field.PAY
    return SENSITIVE.get(field.rpartition(".")[2] if field.startswith("contact.") else field)


def differences(before: object | None, after: object | None) -> tuple[Change, ...]:
    """The fields in which two values of the same dataclass differ; None stands for nothing there."""
    old, new = _flat(before), _flat(after)
    names = list(dict.fromkeys([*old, *new]))
    return tuple(
        Change(name, old.get(name, ""), new.get(name, "")) for name in names if old.get(name, "") != new.get(name, "")
    )


def _flat(value: object | None) -> dict[str, str]:
    if value is None or not is_dataclass(value):
        return {}
    out: dict[str, str] = {}
    for item in fields(value):
        held = getattr(value, item.name)
        if item.name in _IGNORED:
            continue
        if isinstance(held, Mapping):
            out |= {f"{item.name}.{key}": shown(entry) for key, entry in held.items()}
        else:
            out[item.name] = shown(held)
    return out


def shown(value: object) -> str:
    """A value as the trail writes it."""
    if value is None:
        return ""
    if isinstance(value, Money):
        return f"{value.amount:.2f} {value.currency}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(map(shown, value))
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def written(entry: Entry) -> tuple[str, str, str]:
    """Instant, changes and detail in the one form they are stored in: another that means the same is a changed row."""
    changes = [[change.field, change.before, change.after] for change in entry.changes]
    return utc_text(entry.at), canonical(changes), canonical(dict(entry.detail or {}))


def digest(previous: str, entry: Entry, parts: tuple[str, str, str] | None = None) -> str:
    """SHA-256 (hex) over the hash before and the entry in canonical JSON: one changed byte breaks the chain. `parts` are
    those of `written`, where they are made already."""
    at, changes, detail = parts or written(entry)
    head = canonical([at, entry.actor, entry.action, entry.subject, entry.command])
    return hashlib.sha256(f"{previous}{head[:-1]},{changes},{detail}]".encode()).hexdigest()


canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


RUNGS: dict[str, str] = {
    "payroll.open": "cancel the run instead",
    "payroll.calculate": "change what it is computed from and calculate it again instead",
    "payroll.submit": "return the run to its maker instead",
    "payroll.return": "submit the run again instead",
    "payroll.accept": "return the run to its maker instead",
    "payroll.approve": "return the run to its maker instead",
    "payroll.finalise": "cancel the run before it is exported, or reverse it after",
    "payroll.export": "reverse the run, or one person's check of it, instead",
    "payroll.prenote": "enter the account again: it is then tried anew",
    "payroll.pay": "reverse the run, or one person's check of it, instead",
    "payroll.close": "reverse the run, or one person's check of it, instead",
    "payroll.cancel": "open another run instead",
    "payroll.reverse": "cancel the reversing run before it is exported instead",
    "payroll.retro": "enter the pay, or take it out, in the run instead",
    "recruiting.score": "enter it again, and the first one stays beside it",
    "recruiting.send": "what left the outbox is not taken back, and what did not may be sent again or dropped",
    "recruiting.purge": "nothing brings back what was emptied",
    "retention.hold": "ask for its release, which somebody else confirms, or refuse that",
    "privacy.ask": "let somebody refuse it instead",
    "privacy.erase": "nothing brings back what was erased",
}
"""Commands that no undo takes back, since other people acted on them; and the next rung that does."""


def check_undoable(action: str, subject: str) -> None:
    """Raise Conflict, naming the rung that takes it back, where a command is a step of a run of payroll, or others saw it."""
    if action in RUNGS and not action.startswith("payroll."):
        raise Conflict(f"Not undone: {spoken(action)} of {subject} stays; {RUNGS[action]}.")
    if action in RUNGS:
        raise Conflict(f"Not undone: {spoken(action)} of run {subject} is a step of a run of payroll; {RUNGS[action]}.")


def check_undo(standing_on_it: tuple[str, ...], more: int = 0) -> None:
    """Raise Conflict, saying what stands on it, where a later command has replaced rows of the one to be undone; `more`
    stand on it than are named."""
    if standing_on_it:
        named = [*dict.fromkeys(standing_on_it), *([f"{more:,} more"] if more else [])]
        stand, them = ("stands", "that") if len(named) == 1 else ("stand", "those")
        raise Conflict(f"Not undone: {'; '.join(named)} {stand} on it. Undo {them} first, or enter a new change.")
