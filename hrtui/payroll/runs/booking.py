"""From computed lines to a slip as it is kept: balances of the year go on, and what stood before is carried."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from data.payrun.slips import HOUR_PARTS, RATE_PARTS, Balance, CodeKey, Codes, Computed, StoredLine
from hrtui.payroll.check.values import Blocker, CheckLine, Part, Result
from hrtui.payroll.runs.model import Slip

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
SIDES = {
    Part.TAX.value: "withheld", Part.CONTRIBUTION.value: "withheld", Part.PRE_TAX.value: "deducted",
    Part.POST_TAX.value: "deducted", Part.GARNISHMENT.value: "deducted", Part.EMPLOYER.value: "employer",
}  # fmt: skip


def code_keys(lines: Iterable[CheckLine]) -> set[CodeKey]:
    """What the lines are called, to be numbered."""
    return {(line[0]._value_, line[1], line[2], line[7]) for line in lines}


def booked(person: int, known: int, result: Result, balance: Balance, codes: Codes, work_state: str) -> Computed:
    """A computed check as a slip whose balances go on from `balance`; its codes are numbered."""
    stored = _lines(result.lines, balance, codes)
    withheld = deducted = employer = 0
    for line in result.lines:
        side = SIDES.get(line[0]._value_)
        if side == "withheld":
            withheld += line[3]
        elif side == "deducted":
            deducted += line[3]
        elif side == "employer":
            employer += line[3]
    return Computed(
        person, known, balance.slip, None, result.gross, withheld, deducted, employer, result.net, work_state,
        sum(each.stops for each in result.blockers), _blockers(result.blockers), _json(result.notices), _json(result.arrears), stored,
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
        slip.work_state, 0, "", "", _json(dict(balance.arrears)), _lines(lines, balance, codes),
    )  # fmt: skip


def _lines(lines: Sequence[CheckLine], balance: Balance, codes: Codes) -> list[StoredLine]:
    """Lines with their balances; what has a balance and no line is carried with an amount of nothing."""
    totals, numbers = dict(balance.cents), codes.by_key
    untouched = dict(balance.codes)
    stored: list[StoredLine] = []
    for part, code, label, amount, basis, rate, hours, agency, centre in lines:
        name = part._value_
        key = f"{name}:{code}"
        total = totals[key] = totals.get(key, 0) + amount
        untouched.pop(key, None)
        stored.append(
            (
                numbers[name, code, label, agency], amount, basis, None if rate is None else int(rate * RATE_PARTS),
                None if hours is None else int(hours * HOUR_PARTS), centre, total,
            )
        )  # fmt: skip
    stored += [(number, 0, 0, None, None, "", totals[key]) for key, number in untouched.items()]
    return stored


def _blockers(blockers: Sequence[Blocker]) -> str:
    return _ENCODE([list(each) for each in blockers]) if blockers else ""


def _json(value: object) -> str:
    return _ENCODE(value) if value else ""
