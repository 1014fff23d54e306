"""A computed check as JSON: what `hrtui paycheck` answers; the field names are a contract with scripts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hrtui.payroll.check.calculate import Explained
from hrtui.payroll.check.values import CheckLine, Part, Result, notice_parts
from hrtui.payroll.model import Why

_TAXES = ("federal_income_tax", "social_security", "medicare", "additional_medicare")
_STATE_TAX = "_income_tax"


def answer(made: Explained) -> dict[str, Any]:
    """The answer to a case; amounts are text with two decimals."""
    told = made.result
    amounts = totals(told)
    by_part = {part: [line for line in told.lines if line.part is part] for part in Part}
    taxes = [line for line in by_part[Part.TAX] if line.code.endswith(_STATE_TAX) and line.code not in _TAXES]
    deducted = [*by_part[Part.PRE_TAX], *by_part[Part.POST_TAX]]
    return {
        "gross": text_of(told.gross),
        **{name: text_of(amounts.get(f"tax:{name}", 0)) for name in _TAXES},
        "state_income_tax": _amounts((line.code.removesuffix(_STATE_TAX), line.amount) for line in taxes),
        "state_contributions": _by_name(by_part[Part.CONTRIBUTION]),
        "deductions": _amounts((line.code, line.amount) for line in deducted),
        "garnishments": _amounts((line.code, line.amount) for line in by_part[Part.GARNISHMENT]),
        "net": text_of(told.net),
        "employer": _by_name(by_part[Part.EMPLOYER]),
        "wages": _by_name(by_part[Part.WAGES]),
        "lines": [line_json(line, why) for line, why in zip(told.lines, made.lines, strict=True)],
        "blockers": [blocker._asdict() for blocker in told.blockers],
        "notices": [dict(zip(("code", "message"), notice_parts(note), strict=True)) for note in told.notices],
        "arrears": _amounts(told.arrears.items()),
        "why": {"gross": why_json(made.gross), "net": why_json(made.net)},
    }


def totals(told: Result) -> dict[str, int]:
    """Cents by line key, lines of one key added up."""
    out: dict[str, int] = {}
    for line in told.lines:
        out[line.key] = out.get(line.key, 0) + line.amount
    return out


def line_json(line: CheckLine, why: Why) -> dict[str, Any]:
    """A line with stable keys."""
    return {
        "key": line.key,
        "part": line.part.value,
        "code": line.code,
        "label": line.label,
        "amount": text_of(line.amount),
        "basis": text_of(line.basis),
        "rate": None if line.rate is None else format(line.rate, "f"),
        "hours": None if line.hours is None else format(line.hours, "f"),
        "agency": line.agency,
        "cost_centre": line.cost_centre,
        "why": why_json(why),
    }


def why_json(why: Why) -> dict[str, Any]:
    """A derivation with stable keys; `amount` is null for a fact in words."""
    return {
        "label": why.label,
        "value": why.value,
        "amount": None if why.amount is None else format(why.amount, "f"),
        "operation": why.operation.value,
        "formula": why.formula,
        "source": why.source,
        "children": [why_json(child) for child in why.children],
    }


def text_of(cents: int) -> str:
    """Cents as text with two decimals."""
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{cents // 100}.{cents % 100:02d}"


def _amounts(pairs: Iterable[tuple[str, int]]) -> dict[str, str]:
    out: dict[str, int] = {}
    for name, cents in pairs:
        out[name] = out.get(name, 0) + cents
    return {name: text_of(cents) for name, cents in out.items()}


def _by_name(lines: list[CheckLine]) -> dict[str, str]:
    """Amounts by name: a state's contribution without its letters where no other has that name."""
    short = [line.code[3:] if line.code[2:3] == " " else line.code for line in lines]
    once = {
        name for name in short if len({line.code for line, own in zip(lines, short, strict=True) if own == name}) == 1
    }
    return _amounts((name if name in once else line.code, line.amount) for line, name in zip(lines, short, strict=True))
