"""Replaying a file of cases: which agree, which differ and in what, which cannot be replayed and why."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from hrtui.errors import RuleBroken
from hrtui.payroll.replay.inputs import Inputs, Unsupported, number
from hrtui.payroll.replay.kinds import KINDS, Answer


class Difference(NamedTuple):
    """A case whose figure came out otherwise."""

    id: str
    expected: object
    got: object
    trust: str = ""
    source: str = ""


class Left(NamedTuple):
    """A case that cannot be replayed, and why."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of a file of cases."""

    cases: int
    agree: int
    differ: tuple[Difference, ...]
    unsupported: tuple[Left, ...]


def replay(lines: Iterable[str], own: Path | None = None) -> Replayed:
    """Replay cases, one JSON object a line, by the company's `own` tables where it has them; blank lines are passed over."""
    cases, agree = 0, 0
    differ: list[Difference] = []
    left: list[Left] = []
    for at, line in enumerate(lines, 1):
        if not line.strip():
            continue
        cases += 1
        id_ = f"line {at}"
        try:
            case = _case(line)
            id_ = str(case.get("id") or id_)
            found = _compared(case, id_, own)
        except (Unsupported, RuleBroken) as reason:
            left.append(Left(id_, str(reason)))
            continue
        if found is None:
            agree += 1
        else:
            differ.append(found)
    return Replayed(cases, agree, tuple(differ), tuple(left))


def _case(line: str) -> dict[str, Any]:
    try:
        case = json.loads(line, parse_float=Decimal)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Unsupported(f"the line is not JSON: {error}") from None
    if not isinstance(case, dict):
        raise Unsupported("the line is not a JSON object")
    return case


def _compared(case: dict[str, Any], id_: str, own: Path | None = None) -> Difference | None:
    """Where a case comes out otherwise than expected; raises Unsupported or RuleBroken where it cannot be replayed."""
    kind = str(case.get("kind"))
    rule = KINDS.get(kind)
    if rule is None:
        raise Unsupported(f"kind {kind} is not one of {', '.join(KINDS)}")
    if "expected" not in case:
        raise Unsupported("nothing is expected")
    given = Inputs(case, own)
    got = rule(given)
    given.done()
    expected = case["expected"]
    if same(got, expected):
        return None
    return Difference(id_, _plain(expected), shown(got), str(case.get("trust", "")), str(case.get("source", "")))


def same(got: Answer, expected: object) -> bool:
    """Whether a figure is the expected one: amounts by value, text as it stands."""
    if isinstance(got, bool) or isinstance(expected, bool):
        return got is _yes(expected)
    if isinstance(got, str):
        return got == str(expected)
    return got == number(expected, "expected")


def shown(got: Answer) -> object:
    """A figure as it is told: amounts with two decimals where they are no whole numbers."""
    if isinstance(got, bool | str):
        return got
    return format(got.quantize(Decimal(1) if got == got.to_integral_value() else Decimal("0.01")), "f")


def _yes(value: object) -> object:
    return {"true": True, "false": False}.get(str(value).lower(), value)


def _plain(value: object) -> object:
    return format(value, "f") if isinstance(value, Decimal) else value
