"""Looking up tables of law: what is in force on a day, and each state as the reference shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from data.state_tables import jurisdictions, state_file, state_tables
from data.table_listing import listed
from hrtui.errors import RuleBroken
from hrtui.payroll.lawtable import TableInForce
from hrtui.payroll.rules.states import Entry, StateTables, entries_of, frequencies_of


class Profile(NamedTuple):
    """A jurisdiction as the reference shows it: its last known tables, the certificate's entries, frequencies, contributions."""

    tables: StateTables
    entries: tuple[Entry, ...]
    frequencies: tuple[str, ...]


def profiles() -> Iterator[Profile]:
    """Every state and city by its last known tables."""
    for state in jurisdictions():
        tables = state_tables(state, state_file(state)[0].known_through)
        yield Profile(tables, entries_of(tables), frequencies_of(tables))


def tables_in_force(on: date, own: Path | None = None, jurisdiction: str = "") -> tuple[TableInForce, ...]:
    """Every table on a day, federal ones first; of one jurisdiction where it is named.

    Raises RuleBroken for a jurisdiction without tables, ConfigError for a file that cannot be used.
    """
    found = listed(on, own)
    if not jurisdiction:
        return found
    wanted = jurisdiction.strip().casefold()
    chosen = tuple(row for row in found if wanted in (row.jurisdiction.casefold(), row.place.casefold()))
    if not chosen:
        names = ", ".join(dict.fromkeys(row.jurisdiction for row in found))
        raise RuleBroken(f"There are no tables of “{jurisdiction}”; there are those of {names}.", field="jurisdiction")
    return chosen
