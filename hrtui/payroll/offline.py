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
from hrtui.payroll.rules.states import contribution_entries, entries_of
from hrtui.text import clean

LONGEST = 80
EVERYWHERE = {"exempt", "extra", "local", "local_rate", "reciprocity"}
"""What any state's certificate may say, beside the entries of its own form."""


def computed(text: str, codes: Codes, own: Path | None = None) -> dict[str, Any]:
    """The answer to a case given as JSON, by the company's `own` tables where it has them; raises RuleBroken where there is none."""
    data = decoded(text)
    case = read_case(data, codes)
    tables = payroll_tables(case.pay_date, own)
    made = answer(explained(_two_states(case, data, tables), tables))
    return {"id": data["id"], **made} if "id" in data else made


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
        told = {"field": broken.field, "value": _value(text, broken.field), "rule": str(broken)}
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


def _value(text: str, field: str) -> str:
    """What the case has for a field: at the top, or on a certificate."""
    data = _object(text)
    for within in (data, data.get("federal"), data.get("state"), data.get("states")):
        for inner in (within, *(within or {}).values()) if isinstance(within, dict) else ():
            if isinstance(inner, dict) and isinstance(inner.get(field), str | int | Decimal):
                return clean(str(inner[field]), limit=LONGEST)
    return ""
