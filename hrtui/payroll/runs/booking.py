"""From computed lines to a slip as it is kept: balances of the year go on, and what stood before is carried."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from data.payrun.balances import Balance
from data.payrun.codes import HOUR_PARTS, RATE_PARTS, CodeKey, Codes
from data.payrun.saving import Computed
from hrtui.payroll.check.values import Blocker, CheckLine, Part, Result
from hrtui.payroll.runs.model import Slip

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
WITHHELD, DEDUCTED, EMPLOYER, NO_SIDE = range(4)
SIDES = {
    Part.TAX.value: WITHHELD, Part.CONTRIBUTION.value: WITHHELD, Part.PRE_TAX.value: DEDUCTED,
    Part.POST_TAX.value: DEDUCTED, Part.GARNISHMENT.value: DEDUCTED, Part.EMPLOYER.value: EMPLOYER,
}  # fmt: skip
_RATE_PARTS, _HOUR_PARTS = Decimal(RATE_PARTS), Decimal(HOUR_PARTS)


def code_keys(lines: Iterable[CheckLine]) -> set[CodeKey]:
    """What the lines are called, to be numbered."""
    return {(line[0]._value_, line[1], line[2], line[7]) for line in lines}


def booked(person: int, known: int, result: Result, balance: Balance, codes: Codes, work_state: str) -> Computed:
    """A computed check as a slip whose balances go on from `balance`; inside `write()` where a code may have no number yet and
    `codes` enters it."""
    stored, sums = _lines(result.lines, balance, codes)
    withheld, deducted, employer, _ = sums
    return Computed(
        person, known, balance.slip, None, result.gross, withheld, deducted, employer, result.net, work_state,
        sum([each.stops for each in result.blockers]) if result.blockers else 0, _blockers(result.blockers),
        _json(result.notices), _json(result.arrears), stored,
    )  # fmt: skip


def taken_back(slip: Slip, known: int, balance: Balance, codes: Codes) -> Computed:
    """A slip that takes another back: every amount with the other sign, going on from the balances as they are now."""
    lines = [
        line._replace(amount=-line.amount, basis=-line.basis, hours=None if line.hours is None else -line.hours)
        for line, _ in slip.lines
        if line.amount or line.basis
    ]
    return Computed(
        slip.person, known, balance.slip, slip.id, -slip.gross, -slip.withheld, -slip.deducted, -slip.employer, -slip.net,
        slip.work_state, 0, "", "", _json(dict(balance.arrears)), _lines(lines, balance, codes)[0],
    )  # fmt: skip


def _lines(lines: Sequence[CheckLine], balance: Balance, codes: Codes) -> tuple[list[Any], list[int]]:
    """The values of lines with their balances, and what they come to by side; what has a balance and no line is carried with
    an amount of nothing."""
    before, known, sums = balance.cents, codes.lines, [0, 0, 0, 0]
    totals: dict[str, int] = {}
    stored: list[Any] = []
    for part, code, label, amount, basis, rate, hours, agency, centre in lines:
        called = (part, code, label, agency)
        number, key, side = known.get(called) or _known(codes, called)
        sums[side] += amount
        total = totals[key] = (totals[key] if key in totals else before.get(key, 0)) + amount
        stored += (
            number, amount, basis, rate if rate is None else _rate(rate), hours if hours is None else _hours(hours),
            centre, total,
        )  # fmt: skip
    for key, number in balance.codes.items():
        if key not in totals:
            stored += (number, 0, 0, None, None, "", before[key])
    return stored, sums


@lru_cache(maxsize=16_384)
def _rate(rate: Decimal) -> int:
    return int(rate * _RATE_PARTS)


@lru_cache(maxsize=16_384)
def _hours(hours: Decimal) -> int:
    return int(hours * _HOUR_PARTS)


def _known(codes: Codes, called: CodeKey) -> tuple[int, str, int]:
    """The number of a code, the key of its balance and the side of a slip it counts on; worked out once."""
    part, code, label, agency = called
    plain = str(part), code, label, agency
    codes.ids([plain])
    made = codes.lines[called] = codes.by_key[plain], f"{part}:{code}", SIDES.get(part, NO_SIDE)
    return made


def _blockers(blockers: Sequence[Blocker]) -> str:
    return _ENCODE([list(each) for each in blockers]) if blockers else ""


def _json(value: object) -> str:
    return _ENCODE(value) if value else ""
