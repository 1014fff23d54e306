"""The withholding certificates that count on a check date: the Form W-4 as read, and those of states and cities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from hrtui.errors import RuleBroken
from hrtui.payroll.model import W4
from hrtui.payroll.rules import federal
from hrtui.people.model import Certificate

US = federal.JURISDICTION


class Papers(NamedTuple):
    """What certificates say on a day: the Form W-4 or why it cannot be read, the entries of the others by jurisdiction, the names of
    all that are in force, and those of cities."""

    form: federal.Form
    broken: RuleBroken | None
    state_forms: Mapping[str, Mapping[str, str]]
    named: tuple[str, ...]
    cities: tuple[str, ...]


def papers_of(certificates: Sequence[Certificate], on: date, exempt_ends: tuple[int, int]) -> Papers:
    """What the certificates of a person say on a check date."""
    known = _in_force(certificates, on)
    form, why = federal.NO_FORM, None
    try:
        form = form_of(certificates, on, exempt_ends)
    except RuleBroken as broken:
        why = broken
    others = {name: each.entries for name, each in known.items() if name != US}
    return Papers(form, why, others, tuple(known), tuple([name for name in known if "-" in name]))


def form_of(certificates: Sequence[Certificate], on: date, exempt_ends: tuple[int, int]) -> federal.Form:
    """The Form W-4 that counts on a check date, without a row where none does; raises RuleBroken where one cannot be read."""
    known = [federal.Form(_read_of(row.entries), row) for row in certificates if row.jurisdiction == US]
    return federal.form_on(known, on, exempt_ends) if known else federal.NO_FORM


def exemption(form: federal.Form, exempt_ends: tuple[int, int]) -> list[str]:
    """Through when a claim of exemption counts, and that one has ended."""
    made = []
    if form.row is not None and form.w4.exempt:
        last = federal.exempt_through(form.row, exempt_ends)
        made.append(f"Exempt from federal withholding by Form W-4; the claim ends on {last} unless a new one comes.")
    if form.ended is not None:
        last = federal.exempt_through(form.ended, exempt_ends)
        made.append(f"The exemption claimed from {form.ended.effective_from} ended on {last}: ask for a new Form W-4.")
    return made


class SharedPapers:
    """What certificates say on a check date, made once for all who have the same: it goes by their entries, which many share, since
    days count in claims of exemption alone. Entries stay while it does."""

    def __init__(self, on: date, exempt_ends: tuple[int, int]) -> None:
        self._on, self._exempt_ends = on, exempt_ends
        self._known: dict[tuple[str | int, ...], tuple[Papers, Sequence[Certificate]]] = {}

    def of(self, certificates: Sequence[Certificate]) -> Papers:
        """What the certificates of a person say."""
        key: list[str | int] = []
        for row in certificates:
            if row.effective_from > self._on:
                return papers_of(certificates, self._on, self._exempt_ends)
            key += (row.jurisdiction, id(row.entries))
        held = self._known.get(same := tuple(key))
        if held is not None:
            return held[0]
        made = papers_of(certificates, self._on, self._exempt_ends)
        claimed = any(row.jurisdiction == US and row.entries.get("exempt") for row in certificates)
        if made.broken is None and not claimed:
            self._known[same] = made, certificates
        return made


def _in_force(certificates: Sequence[Certificate], on: date) -> dict[str, Certificate]:
    """The certificate of each jurisdiction that counts on a day; rows are in order."""
    return {row.jurisdiction: row for row in certificates if row.effective_from <= on}


def _read_of(entries: Mapping[str, str]) -> W4:
    """Form W-4 as read: entries that many certificates share are found by what they are, others by what they say."""
    held = _READ.get(id(entries))
    if held is not None and held[0] is entries:
        return held[1]
    made = _read(tuple(entries.items()))
    if len(_READ) >= MOST_READ:
        _READ.clear()
    _READ[id(entries)] = entries, made
    return made


@lru_cache(maxsize=4096)
def _read(entries: tuple[tuple[str, str], ...]) -> W4:
    return federal.read_w4(dict(entries))


MOST_READ = 4096
_READ: dict[int, tuple[Mapping[str, str], W4]] = {}
"""Entries and what they say, by their id; they are kept, so that no others come to bear it."""
