"""Withholding certificates: Form W-4, and those of states and cities with the entries that their tables declare."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from data import people, state_tables
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.audit.rules import differences
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.payroll.kit import PLAIN
from hrtui.payroll.owntables import own_tables
from hrtui.payroll.rules.states import (
    ContributionCase,
    Entry,
    StateCase,
    contribution_entries,
    contributions,
    entries_of,
    local_tax,
    withhold,
)
from hrtui.people import checks, rules
from hrtui.people.beside import check_alone, telling
from hrtui.people.model import Certificate, Done
from hrtui.people.subjects import writable
from hrtui.text import clean, listed

CHANGE = "people.change_certificate"
US = "US"
TRIED = Decimal(1000)
OTHERS = ("reciprocity", "resident_withholding", "local")


@telling
def change_certificate(ctx: Context, number: str, certificate: Certificate, *, expected: int | None = None) -> Done:
    """Enter a withholding certificate from a day on; `expected` as for `change_job`.

    Raises NotFound, NotAllowed, Conflict, and RuleBroken naming the entry that the jurisdiction does not have, or cannot read.
    """
    require(ctx.actor, CHANGE)
    today = ctx.clock.today()
    wanted = (
        checks.certificate(certificate, today)
        if certificate.jurisdiction == US
        else _of_state(certificate, today, own_tables(ctx.config))
    )
    with ctx.store.write():
        person = writable(ctx, CHANGE, number)
        check_alone(ctx, person, expected, wanted)
        known = [row for row in people.certificates([person.id])[person.id] if row.jurisdiction == wanted.jurisdiction]
        before = rules.in_force(known, wanted.effective_from)
        if before is not None and dict(before.entries) == dict(wanted.entries):
            raise RuleBroken(f"Nothing changes: the certificate of {before.effective_from} says the same.")
        entered = writing.begin(ctx, CHANGE, person.number)
        people.add_certificate(person.id, wanted, entered)
        detail = {"from": str(wanted.effective_from)}
        writing.note(entered, CHANGE, person.number, differences(before, wanted), detail)
    called = "W-4" if wanted.jurisdiction == US else f"certificate of {wanted.jurisdiction}"
    notices = rules.notices_of_later(known, wanted.effective_from)
    sentence = f"The {called} of {person.called} holds from {wanted.effective_from}."
    return Done(entered.command, person.number, sentence, notices)


def certificate_entries(ctx: Context, jurisdiction: str, on: date | None = None) -> tuple[Entry, ...]:
    """The entries that a state's or city's certificate has on a day (the one looked at), in the order they are asked for.

    Raises NotAllowed, and RuleBroken for a jurisdiction that has no tables, or none yet on that day.
    """
    require(ctx.actor, CHANGE)
    return _entries(named(jurisdiction), on or ctx.day, own_tables(ctx.config))


def jurisdictions() -> tuple[str, ...]:
    """The states and cities whose certificates can be recorded."""
    return state_tables.jurisdictions()


def named(jurisdiction: str) -> str:
    """A jurisdiction as its tables are called, whatever the case; raises RuleBroken naming the ones there are."""
    wanted = clean(jurisdiction).strip()
    found = next((each for each in jurisdictions() if each.upper() == wanted.upper()), None)
    if found is None:
        raise RuleBroken(
            f"There are no tables of “{clean(wanted, limit=20)}”; a certificate is of {listed((US, *jurisdictions()))}.",
            "jurisdiction",
        )
    return found


def _entries(jurisdiction: str, on: date, own: Path | None) -> tuple[Entry, ...]:
    tables = state_tables.state_tables(jurisdiction, on, own)
    found = {each.name: each for each in entries_of(tables)}
    more = [
        Entry("reciprocity", "yes or no", ("yes", "no"), "yes"),
        Entry("resident_withholding", "yes or no", ("yes", "no"), "no"),
    ]
    more = [] if "-" in jurisdiction else [*more, *contribution_entries(tables)]
    if tables.local is not None:
        more += [Entry("local", "choice", ("none",)), Entry("local_rate", "rate")]
    return tuple((found | {each.name: each for each in more if each.name not in found}).values())


def _of_state(certificate: Certificate, today: date, own: Path | None) -> Certificate:
    """A state's certificate as it may be stored: tried on a check of a month, by the tables of its day or of today."""
    checks.day(certificate.effective_from, "effective_from", today)
    jurisdiction, on = named(certificate.jurisdiction), max(certificate.effective_from, today)
    kept = {name: checks.text(value, name) for name, value in certificate.entries.items()}
    kept = {name: value for name, value in kept.items() if value}
    if not kept:
        raise RuleBroken(f"Nothing is on the certificate of {jurisdiction}; enter what it says.", "entries")
    tables, case = state_tables.state_tables(jurisdiction, on, own), StateCase(TRIED, "monthly", kept, pay_date=on)
    withhold(PLAIN, tables, case)
    local_tax(PLAIN, tables, case)
    contributions(PLAIN, tables, ContributionCase(TRIED, "monthly", kept, pay_date=on))
    for entry in _entries(jurisdiction, on, own):
        value = kept.get(entry.name)
        if value is not None and entry.name in OTHERS and entry.choices and value not in entry.choices:
            raise RuleBroken(f"{checks.spoken(entry.name)} is {listed(entry.choices)}.", entry.name)
    return replace(certificate, jurisdiction=jurisdiction, entries=kept, stamp=None)
