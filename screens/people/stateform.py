"""The form of a state's or city's withholding certificate: which jurisdiction, then the entries that its tables have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from hrtui.money import Money
from hrtui.payroll.rules.places import STATES, state_in
from hrtui.people import service
from hrtui.people.model import Certificate, Done, Record
from hrtui.people.rules import in_force, shown_on
from screens.people import forms
from screens.people.filling import with_stored
from screens.saving import Filled
from screens.widgets.fields import ChoiceField, Field, FlagField, NumberField, TextField
from screens.widgets.menu import Menu, MenuItem

if TYPE_CHECKING:
    from hrtui.payroll.rules.states import Entry
    from screens.people.acts import PersonActs

ACTION = "people.change_certificate"
NAMES = {
    "extra": "Extra each check", "status": "Filing status", "local_rate": "Local rate", "local": "Local tax",
    "resident_withholding": "For residents", "county": "County",
}  # fmt: skip
HELP = {
    "extra": "withheld on top of every check",
    "local": "none, where there is no local tax",
    "local_rate": "a fraction: 0.01 is 1 %",
    "reciprocity": "no: tax where the work is, although the states have an agreement",
    "resident_withholding": "yes: withhold for the state of residence too",
}
MOST_COUNT = 999


class _Found(NamedTuple):
    """What a form is made of: the record, and the entries that the jurisdiction has."""

    record: Record
    entries: Sequence[Entry]


def choose(acts: PersonActs) -> None:
    """Choose whose certificate it is: those on file first, then where the person works and lives, then all others."""
    number = acts.subject()
    if not number:
        acts.say(acts.NO_ONE)
        return

    def read() -> tuple[Record, tuple[str, ...]]:
        return service.record(acts.ctx, number, wanted=frozenset()), service.jurisdictions()

    def show(found: tuple[Record, tuple[str, ...]]) -> None:
        record, every = found
        near = likely(record, acts)
        items = [
            MenuItem(name, _called(name), _said(name, record))
            for name in (*near, *(each for each in every if each not in near))
        ]

        def chosen(name: str | None) -> None:
            if name is not None:
                change(acts, name)

        acts.app.push_screen(Menu(f"Whose certificate of {acts.person()}", items), chosen)

    acts.work_on(read, show, hold=True)


def likely(record: Record, acts: PersonActs) -> tuple[str, ...]:
    """The jurisdictions on file, then the states of the place of work and of the home address."""
    held = [row.jurisdiction for row in record.certificates or () if row.jurisdiction != "US"]
    job, home = shown_on(record.jobs, acts.ctx.day), shown_on(record.profiles, acts.ctx.day)
    near = [state_in(job.location) if job else "", state_in(home.state) if home else ""]
    return tuple(dict.fromkeys(name for name in (*held, *near) if name))


def change(acts: PersonActs, jurisdiction: str, at: str = "") -> None:
    """Record the certificate of a jurisdiction, starting from the one on file, and at a field where one is meant."""
    make = forms.Maker(acts.ctx)

    def read(number: str) -> _Found:
        record = service.record(acts.ctx, number, wanted=frozenset())
        return _Found(record, service.certificate_entries(acts.ctx, jurisdiction, make.start))

    def made(found: _Found) -> Filled:
        rows = [row for row in found.record.certificates or () if row.jurisdiction == jurisdiction]
        held = in_force(rows, make.start)

        def use(values: Mapping[str, Any], expected: int | None) -> Done:
            certificate = Certificate(values["effective_from"], jurisdiction, entries_of(values, found.entries))
            return service.change_certificate(acts.ctx, found.record.number, certificate, expected=expected)

        return Filled(fields_of(make, found.entries, held.entries if held else {}), use)

    title = f"Certificate of {_called(jurisdiction)}, {acts.person()}"
    with_stored(acts, f"{ACTION}.{jurisdiction}", read, made, title, at=at)


def fields_of(make: forms.Maker, entries: Sequence[Entry], held: Mapping[str, str]) -> list[Field]:
    """A field for each entry, with what is on file."""
    first = make.day("effective_from", "From", make.start, "the first pay date it holds for")
    return [first, *(_field(make, entry, held.get(entry.name, "")) for entry in entries)]


def _field(make: forms.Maker, entry: Entry, held: str) -> Field:
    label = NAMES.get(entry.name, entry.name.replace("_", " ").capitalize())
    usual = f"without it {entry.default}" if entry.default not in ("", "0", "no") else ""
    help = "; ".join(part for part in (HELP.get(entry.name, ""), usual) if part)
    if entry.kind == "yes or no" and entry.default != "yes":
        return FlagField(key=entry.name, label=label, initial=held == "yes", help=help)
    if entry.choices:
        return ChoiceField(key=entry.name, label=label, choices=entry.choices, initial=held or None, help=help)
    if entry.kind == "count":
        count = int(held) if held.isdigit() else None
        return NumberField(key=entry.name, label=label, initial=count, least=0, most=MOST_COUNT, help=help)
    if entry.kind == "amount":
        return make.money(entry.name, label, _money(held, make), help=help)
    return TextField(key=entry.name, label=label, initial=held, help=help)


def entries_of(values: Mapping[str, Any], entries: Sequence[Entry]) -> dict[str, str]:
    """What stands on the certificate that a filled-in form means; what is empty is not on it."""
    found = {entry.name: _text(values.get(entry.name)) for entry in entries}
    return {name: text for name, text in found.items() if text}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, Money):
        return f"{value.amount:.2f}"
    return "" if value is None else str(value)


def _money(text: str, make: forms.Maker) -> Money | None:
    return Money(int(Decimal(text) * 100), make.config.company.currency) if text else None


def _called(jurisdiction: str) -> str:
    return STATES.get(jurisdiction, jurisdiction)


def _said(jurisdiction: str, record: Record) -> str:
    held = [row for row in record.certificates or () if row.jurisdiction == jurisdiction]
    return f"{jurisdiction}, on file since {held[-1].effective_from}" if held else jurisdiction
