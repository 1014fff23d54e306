"""From computed lines to a slip as it is kept: balances of the year go on, and what stood before is carried."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from data.payrun.slips import HOUR_PARTS, RATE_PARTS, Balance, CodeKey, Codes, Computed, StoredLine
from hrtui.payroll.check.values import Blocker, CheckLine, Part, Result
from hrtui.payroll.runs.model import Slip

WITHHELD = frozenset({Part.TAX, Part.CONTRIBUTION})
DEDUCTED = frozenset({Part.PRE_TAX, Part.POST_TAX, Part.GARNISHMENT})


def code_keys(lines: Iterable[CheckLine]) -> set[CodeKey]:
    """What the lines are called, to be numbered."""
    return {(line[0], line[1], line[2], line[7]) for line in lines}


def booked(person: int, known: int, result: Result, balance: Balance, codes: Codes, work_state: str) -> Computed:
    """A computed check as a slip whose balances go on from `balance`; its codes are numbered."""
    stored = _lines(result.lines, balance, codes)
    withheld = deducted = employer = 0
    for line in result.lines:
        if line.part in WITHHELD:
            withheld += line.amount
        elif line.part in DEDUCTED:
            deducted += line.amount
        elif line.part is Part.EMPLOYER:
            employer += line.amount
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
        key = f"{part}:{code}"
        total = totals[key] = totals.get(key, 0) + amount
        untouched.pop(key, None)
        stored.append(
            (
                numbers[part, code, label, agency], amount, basis, None if rate is None else int(rate * RATE_PARTS),
                None if hours is None else int(hours * HOUR_PARTS), centre, total,
            )
        )  # fmt: skip
    stored += [(number, 0, 0, None, None, "", totals[key]) for key, number in untouched.items()]
    return stored


def _blockers(blockers: Sequence[Blocker]) -> str:
    return json.dumps([list(each) for each in blockers], ensure_ascii=False) if blockers else ""


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""
