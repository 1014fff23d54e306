"""Finding the people of a file on file: by number, by e-mail, or by name and birth date; what is ambiguous is a fault. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from hrtui.exchange.model import Fault, Incoming, Match, Mode
from hrtui.exchange.readers import name_key
from hrtui.text import fold

FIELD = {Match.NUMBER: "number", Match.EMAIL: "email", Match.NAME_BIRTH: "birth_date"}
SPOKEN = {Match.NUMBER: "number", Match.EMAIL: "e-mail address", Match.NAME_BIRTH: "name and birth date"}


def email_key(address: str) -> str:
    """What makes two spellings of an address one."""
    return fold(address)


def person_key(name: str, born: date | None) -> str:
    """What makes two people of the same name and birth date one; empty without a birth date."""
    return f"{name_key(name)} {born}" if born else ""


def key_of(row: Incoming, by: Match) -> str:
    """By what a row is looked up; empty where it says nothing."""
    if by is Match.EMAIL:
        return email_key(row.email or "")
    return person_key(f"{row.last_name}, {row.first_name or ''}", row.birth_date)


def matched(
    rows: Sequence[Incoming],
    by: Match,
    numbers: Mapping[str, Sequence[str]],
    names: Mapping[str, str],
    label: Callable[[str], str],
) -> tuple[list[Incoming], list[Fault]]:
    """The rows with the numbers of those they are about, and what could not be told.

    `numbers` gives those on file by key, `names` their names by number. A person has one row: later ones are refused.
    """
    out: list[Incoming] = []
    faults: list[Fault] = []
    first: dict[str, int] = {}
    for row in rows:
        found = row if by is Match.NUMBER else _found(row, by, numbers, names, label, faults)
        if found is None:
            continue
        if found.number and first.setdefault(found.number, row.row) != row.row:
            rule = f"stands in row {first[found.number]} already; a person has one row"
            faults.append(Fault(row.row, label(FIELD[by]), _value(row, by), rule))
        else:
            out.append(found)
    return out, faults


def _found(
    row: Incoming, by: Match, numbers: Mapping[str, Sequence[str]], names: Mapping[str, str], label: Callable[[str], str],
    faults: list[Fault],
) -> Incoming | None:  # fmt: skip
    found = numbers.get(key_of(row, by), ())
    if len(found) > 1:
        rule = f"fits several people on file: {', '.join(sorted(found)[:5])}; match by number"
        faults.append(Fault(row.row, label(FIELD[by]), _value(row, by), rule))
        return None
    if not found:
        if row.number not in names:
            return row
        rule = f"is {names[row.number]} on file, with another {SPOKEN[by]}; correct it, or match by number"
        faults.append(Fault(row.row, label("number"), row.number, rule))
        return None
    if row.number and row.number != found[0]:
        rule = f"is {found[0]} on file; numbers are not changed by an import"
        faults.append(Fault(row.row, label("number"), row.number, rule, taken=True))
    return replace(row, number=found[0])


def _value(row: Incoming, by: Match) -> str:
    return row.number if by is Match.NUMBER else (row.email or "") if by is Match.EMAIL else str(row.birth_date or "")


def admitted(
    rows: Sequence[Incoming], names: Mapping[str, str], mode: Mode, by: Match, label: Callable[[str], str],
    lacks: Callable[[Incoming], list[Fault]],
) -> tuple[list[Incoming], list[Fault]]:  # fmt: skip
    """The rows that the chosen mode takes; new people need all that a person needs."""
    out, faults = [], []
    for row in rows:
        is_known = bool(row.number) and row.number in names
        wrong: list[Fault] = []
        if is_known and mode is Mode.INSERT:
            wrong = [
                Fault(row.row, label(FIELD[by]), _value(row, by), "is on file already; only new people were asked for")
            ]
        elif not is_known and mode is Mode.UPDATE:
            wrong = [
                Fault(row.row, label(FIELD[by]), _value(row, by), "is nobody on file; only changes were asked for")
            ]
        elif not is_known:
            wrong = lacks(row)
        faults += wrong
        if not wrong:
            out.append(row)
    return out, faults
