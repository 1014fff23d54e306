"""Checks and published cases computed without a store: a case as JSON in, the answer or the refusal as JSON out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from data.payroll_tables import payroll_tables
from hrtui.errors import RuleBroken
from hrtui.payroll.check.answer import answer
from hrtui.payroll.check.calculate import explained
from hrtui.payroll.check.contract import read_case
from hrtui.payroll.check.refusing import InputRefused
from hrtui.payroll.check.tables import Tables
from hrtui.payroll.check.values import Case
from hrtui.payroll.codes import Codes
from hrtui.payroll.rules.places import STATES
from hrtui.payroll.rules.states import contribution_entries, entries_of
from hrtui.text import clean

LONGEST = 80
EVERYWHERE = {"exempt", "extra", "local", "local_rate", "reciprocity"}
"""What any state's certificate may say, beside the entries of its own form."""
TAX_BASES = frozenset({"income_tax", "income_tax_wages", "wages"})
"""What balances of a state are called, beside its contributions."""


def computed(text: str, codes: Codes, own: Path | None = None) -> dict[str, Any]:
    """The answer to a case given as JSON, by the company's `own` tables where it has them; raises RuleBroken where there is none."""
    data = decoded(text)
    case = read_case(data, codes)
    tables = payroll_tables(case.pay_date, own)
    _check_names(data, tables)
    made = answer(explained(_two_states(case, data, tables), tables))
    return {"id": data["id"], **made} if "id" in data else made


def _check_names(data: Mapping[str, Any], tables: Tables) -> None:
    """Refuse balances and rates of a contribution that its state does not have: a wrong name would count for nothing."""
    for within in ("ytd", "company_rates"):
        for place, given in (data.get(within) or {}).items():
            if place[:2] not in STATES or not isinstance(given, Mapping):
                continue
            known = {one.table.name for one in tables.state(place).contributions}
            taxes = TAX_BASES if within == "ytd" else frozenset()
            for name in given:
                if name.partition(":")[2] in known or name in known | taxes:
                    continue
                rule = f"a contribution of {place}: {', '.join(sorted(known | taxes)) or 'there is none'}"
                raise InputRefused(f"{within}.{place}.{name}", name, rule)


def _two_states(case: Case, data: Mapping[str, Any], tables: Tables) -> Case:
    """A case whose one certificate (`state`) is read by two states: each takes the entries its own form has; what neither
    has is refused."""
    work, home = case.work_state, case.residence_state
    given = {name for name, value in (data.get("state") or {}).items() if not isinstance(value, Mapping)}
    if work == home or not given:
        return case
    has = {place: _entries_of(tables, place) for place in (work, home)}
    if nobodys := sorted(given - has[work] - has[home]):
        raise InputRefused(
            f"state.{nobodys[0]}", str(data["state"][nobodys[0]]), f"an entry of the certificate of {work} or {home}"
        )
    forms = dict(case.state_forms)
    for place in (work, home):
        others = given - has[place]
        forms[place] = {name: value for name, value in forms.get(place, {}).items() if name not in others}
    return replace(case, state_forms=forms)


def _entries_of(tables: Tables, place: str) -> set[str]:
    found = tables.state(place)
    return {entry.name for entry in (*entries_of(found), *contribution_entries(found))} | EVERYWHERE


def answers(lines: Iterable[str], codes: Codes, own: Path | None = None) -> Iterator[tuple[dict[str, Any], bool]]:
    """One answer for each line that is not blank, and whether it is one; a refusal stands where the answer would."""
    for line in lines:
        if not line.strip():
            continue
        try:
            yield computed(line, codes, own), True
        except RuleBroken as broken:
            yield refusal(broken, line), False


def refusal(broken: RuleBroken, text: str) -> dict[str, Any]:
    """A refusal as JSON: the field, its value and the rule it breaks."""
    if isinstance(broken, InputRefused):
        told = {"field": broken.field, "value": broken.value, "rule": broken.rule}
    else:
        field, value = _found(text, broken.field)
        told = {"field": field, "value": value, "rule": clean(str(broken))}
    known = _object(text).get("id")
    return {"error": told} if known is None else {"id": known, "error": told}


def decoded(text: str) -> dict[str, Any]:
    """JSON with exact numbers; raises InputRefused where it is none, or a field is given twice."""
    try:
        data = json.loads(text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputRefused("case", clean(text.strip(), limit=LONGEST), f"JSON: {error}") from None
    if not isinstance(data, dict):
        raise InputRefused("case", clean(text.strip(), limit=LONGEST), "an object of fields")
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputRefused(twice, twice, "given once")
    return made


def _no_number(word: str) -> Any:
    raise InputRefused("case", word, "a number")


def _object(text: str) -> dict[str, Any]:
    try:
        return decoded(text)
    except RuleBroken:
        return {}


def _found(text: str, field: str) -> tuple[str, str]:
    """A field with where the case has it, on a certificate first, and its value."""
    data = _object(text)
    forms = [(name, data.get(name)) for name in ("state", "states")]
    forms += [
        (f"{name}.{place}", form) for name, given in forms if isinstance(given, dict) for place, form in given.items()
    ]
    for at, within in (*forms, ("", data), ("federal", data.get("federal"))):
        if isinstance(within, dict) and isinstance(within.get(field), str | int | Decimal):
            return (f"{at}.{field}" if at else field), clean(str(within[field]), limit=LONGEST)
    return field, ""
