"""State tables by date: the YAML of `data/tables/us/states`, read strictly and cached; a company's own file stands in for ours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Union

from data.parameters import TABLES, read
from hrtui.errors import ConfigError, RuleBroken
from hrtui.payroll.model import Source
from hrtui.payroll.rules.places import STATES
from hrtui.payroll.rules.states.methods import VERSIONS
from hrtui.payroll.rules.states.model import (
    ContributionTable,
    Dated,
    InForce,
    LocalTax,
    SourceEntry,
    StateTables,
    Strict,
    SupplementalEntry,
    Version,
)
from hrtui.payroll.rules.states.places import Agreement, Reciprocity

FOLDER = "us/states"
RECIPROCITY = "us/reciprocity.yaml"
CITIES = ("NY-NYC", "NY-Yonkers")

if TYPE_CHECKING:
    AnyVersion = Version
else:
    AnyVersion = Union[VERSIONS]  # noqa: UP007 - the tags of the methods tell the shapes apart


class StateFile(Strict, frozen=True, kw_only=True):
    """The file of a jurisdiction."""

    name: str
    jurisdiction: str
    description: str
    unit: str
    known_through: date
    parent: str = ""
    income_tax: tuple[AnyVersion, ...]
    supplemental: tuple[SupplementalEntry, ...] = ()
    contributions: tuple[ContributionTable, ...] = ()
    local: LocalTax | None = None


class AgreementEntry(Strict, frozen=True, kw_only=True):
    """Whose residents a state does not tax, the form they file, and of whom local taxes are not withheld either."""

    works_in: str
    lives_in: tuple[str, ...] = ()
    everyone: bool = False
    form: str
    local_too: tuple[str, ...] = ()


class ReciprocityEntry(Dated, frozen=True, kw_only=True):
    """The agreements from a day on."""

    agreements: tuple[AgreementEntry, ...]


class ReciprocityFile(Strict, frozen=True, kw_only=True):
    """The file of reciprocity."""

    name: str
    description: str
    unit: str
    known_through: date
    values: tuple[ReciprocityEntry, ...]


def jurisdictions() -> tuple[str, ...]:
    """Every jurisdiction with a file: states and DC by their letters, then cities."""
    return (*sorted(STATES), *CITIES)


@lru_cache(maxsize=8192)
def state_tables(state: str, on: date, own: Path | None = None) -> StateTables:
    """What a jurisdiction (`MA`, `NY-NYC`) has in force on a day; equal days of one version give the same value.

    `own` is the company's folder of tables: a file of the same name there stands in for ours. Raises RuleBroken for a
    jurisdiction that does not exist, and for a day before the first known version or after the last known day.
    """
    file, _ = state_file(state, own)
    if on > file.known_through:
        raise RuleBroken(
            f"The tables of {file.name} are known through {file.known_through}, not on {on}; give newer ones.",
            field="pay_date",
        )
    version = place_in_force(file.income_tax, on)
    if version is None:
        raise RuleBroken(
            f"No income tax tables of {file.name} are known for {on}; the first known are from {file.income_tax[0].from_}.",
            field="pay_date",
        )
    contributions = tuple(place_in_force(table.values, on) for table in file.contributions)
    parent = state_tables(file.parent, on, own) if file.parent else None
    return _tables(state, own, version, place_in_force(file.supplemental, on), contributions, parent)


@cache
def state_file(state: str, own: Path | None = None) -> tuple[StateFile, str]:
    """A jurisdiction's file and where it is; raises RuleBroken for one that does not exist."""
    if state not in STATES and state not in CITIES:
        raise RuleBroken(f"“{state}” is not a state; use its two letters, as MA.", field="state")
    name = f"{FOLDER}/{state.lower()}.yaml"
    if own is not None and (own / name).is_file():
        return _checked(read(own / name, StateFile), state, str(own / name)), str(own / name)
    return _checked(read(TABLES / name, StateFile), state, name), f"data/tables/{name}"


@cache
def reciprocity(on: date, own: Path | None = None) -> Reciprocity:
    """The agreements between states in force on a day."""
    file, path = reciprocity_file(own)
    place = place_in_force(file.values, on)
    if place is None or on > file.known_through:
        raise RuleBroken(
            f"Agreements between states are known from {file.values[0].from_} through {file.known_through}, not on {on}.",
            field="pay_date",
        )
    entry = file.values[place]
    made = {
        one.works_in: Agreement(one.works_in, frozenset(one.lives_in), one.everyone, one.form, frozenset(one.local_too))
        for one in entry.agreements
    }
    return Reciprocity(made, source_of(entry.source, path))


@cache
def reciprocity_file(own: Path | None = None) -> tuple[ReciprocityFile, str]:
    """The file of agreements and where it is."""
    if own is not None and (own / RECIPROCITY).is_file():
        return read(own / RECIPROCITY, ReciprocityFile), str(own / RECIPROCITY)
    return read(TABLES / RECIPROCITY, ReciprocityFile), f"data/tables/{RECIPROCITY}"


def place_in_force(versions: Sequence[Dated], on: date) -> int | None:
    """The place of the last version not after a day, where it still holds on it."""
    found = max((place for place, version in enumerate(versions) if version.from_ <= on), default=None)
    if found is None:
        return None
    through = versions[found].through
    return None if through is not None and through < on else found


def source_of(entry: SourceEntry, path: str) -> Source:
    """A source as derivations cite it."""
    return Source(entry.document, entry.confidence, path, entry.transcription)


@cache
def _tables(
    state: str,
    own: Path | None,
    version: int,
    supplemental: int | None,
    contributions: tuple[int | None, ...],
    parent: StateTables | None,
) -> StateTables:
    """The value for the versions in force, made once."""
    file, path = state_file(state, own)
    extra = None if supplemental is None else file.supplemental[supplemental]
    return StateTables(
        state=state,
        name=file.name,
        version=file.income_tax[version],
        source=source_of(file.income_tax[version].source, path),
        supplemental=extra,
        supplemental_source=None if extra is None else source_of(extra.source, path),
        contributions=tuple(
            _contribution(table, place, path) for table, place in zip(file.contributions, contributions, strict=True)
        ),
        local=file.local,
        local_source=source_of(file.local.wages.source, path) if file.local and file.local.wages else None,
        parent=parent,
    )


def _contribution(table: ContributionTable, place: int | None, path: str) -> InForce:
    entry = None if place is None else table.values[place]
    return InForce(table, entry, source_of((entry or table.values[0]).source, path), table.values[0].from_)


def _checked(file: StateFile, state: str, path: str) -> StateFile:
    """The file, or ConfigError where it is another state's or its versions are out of order."""
    if file.jurisdiction != state:
        raise ConfigError(f"{path} is the file of {file.jurisdiction}, not of {state}.")
    series: list[Sequence[Dated]] = [
        file.income_tax,
        file.supplemental,
        *(table.values for table in file.contributions),
    ]
    for versions in series:
        if any(one.from_ >= other.from_ for one, other in zip(versions, versions[1:], strict=False)):
            raise ConfigError(f"{path}: versions begin one after the other, the oldest first.")
    if not file.income_tax or any(not table.values for table in file.contributions):
        raise ConfigError(f"{path} has a table without versions.")
    return file
