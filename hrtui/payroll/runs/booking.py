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
MOST_RATES = 4_096
_RATES: dict[int, tuple[Decimal, int]] = {}


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
        sum([each.stops for each in result.blockers]) if result.blockers else 0,
        _blockers(result.blockers) if result.blockers else "",
        _notices(result.notices) if result.notices else "", _json(result.arrears), stored,
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
    before, known, sums, rates, millionths = balance.cents, codes.lines, [0, 0, 0, 0], _RATES, 0
    totals: dict[str, int] = {}
    stored: list[Any] = []
    for part, code, label, amount, basis, rate, hours, agency, centre in lines:
        called = (part, code, label, agency)
        number, key, side = known.get(called) or _known(codes, called)
        sums[side] += amount
        total = totals[key] = (totals[key] if key in totals else before.get(key, 0)) + amount
        if rate is not None:
            held = rates.get(id(rate))
            millionths = held[1] if held is not None and held[0] is rate else _rate_of(rate)
        stored += (
            number, amount, basis, rate if rate is None else millionths, hours if hours is None else _hours(hours),
            centre, total,
        )  # fmt: skip
    for key, number in balance.codes.items():
        if key not in totals:
            stored += (number, 0, 0, None, None, "", before[key])
    return stored, sums


def _rate_of(rate: Decimal) -> int:
    """A rate in millionths, kept by its id: those of law and of plans are the same objects in all checks, and looking one up by
    its worth takes longer than reckoning."""
    if len(_RATES) >= MOST_RATES:
        _RATES.clear()
    made = int(rate * _RATE_PARTS)
    _RATES[id(rate)] = rate, made
    return made


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


@lru_cache(maxsize=4_096)
def _blockers(blockers: tuple[Blocker, ...]) -> str:
    """What keeps a check from being paid as it is kept; what is said of one is said of many."""
    return _ENCODE([list(each) for each in blockers])


@lru_cache(maxsize=4_096)
def _notices(notices: tuple[str, ...]) -> str:
    return _ENCODE(notices)


def _json(value: object) -> str:
    return _ENCODE(value) if value else ""
