"""Worked examples as a payroll clerk writes them: amounts with separators, days in ISO form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from hrtui.dates import Period
from hrtui.money import parse_money
from hrtui.payroll.outputs.values import PaidSlip
from tests.rules.outputs.slips import line, slip

EXAMPLES = Path(__file__).parent / "examples"


def example(name: str) -> dict[str, Any]:
    """A file of examples; every scalar stays text."""
    loaded = yaml.load((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


def cents(text: str) -> int:
    """An amount in cents."""
    return parse_money(text).cents


def day(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)


def slips_of(examples: list[dict[str, Any]]) -> list[PaidSlip]:
    """The slips of an example in their order: the lines by key, balances of the year counted up."""
    balances: dict[tuple[str, str], int] = {}
    made = []
    for each in examples:
        lines = []
        told = {**each["lines"].get("<<", {}), **each["lines"]}
        for key, amount in ((key, amount) for key, amount in told.items() if key != "<<"):
            place = (each["number"], key)
            balances[place] = balances.get(place, 0) + cents(amount)
            lines.append(line(key, cents(amount), year_to_date=balances[place]))
        begins, ends = day(each["period"][0]), day(each["period"][1])
        more = {name: each[name] for name in ("work_state", "ssn") if name in each}
        paid = slip(each["number"], *lines, name=each["name"], period=Period(begins, ends), pay_date=day(each["paid"]))
        made.append(replace(paid, **more))
    return made
