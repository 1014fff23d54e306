"""From computed lines to a slip as it is kept: balances of the year go on, and what stood before is carried."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain, repeat
from operator import add
from typing import Any, cast

from data.payrun.balances import Balance
from data.payrun.codes import HOUR_PARTS, RATE_PARTS, CodeKey, Codes
from data.payrun.saving import LINE_WIDTH, Computed
from hrtui.payroll.check.linetable import TableLines
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
Made = tuple[int, Result, Balance, str]
"""A person, their check, the balances it goes on from, and the state of work."""


def code_keys(lines: Iterable[CheckLine]) -> set[CodeKey]:
    """What the lines are called, to be numbered."""
    return {(line[0]._value_, line[1], line[2], line[7]) for line in lines}


def booked(person: int, known: int, result: Result, balance: Balance, codes: Codes, work_state: str) -> Computed:
    """A computed check as a slip whose balances go on from `balance`; inside `write()` where a code may have no number yet and
    `codes` enters it."""
    return _computed((person, result, balance, work_state), known, *_lines(result.lines, balance, codes))


def _computed(made: Made, known: int, stored: Sequence[Any], sums: Sequence[int]) -> Computed:
    person, result, balance, work_state = made
    withheld, deducted, employer, _ = sums
    return Computed(
        person, known, balance.slip, None, result.gross, withheld, deducted, employer, result.net, work_state,
        sum([each.stops for each in result.blockers]) if result.blockers else 0,
        _blockers(result.blockers) if result.blockers else "",
        _notices(result.notices) if result.notices else "", _json(result.arrears), stored,
    )  # fmt: skip


def booked_all(made: Sequence[Made], known: int, codes: Codes) -> list[Computed]:
    """What `booked` makes of each check: those whose lines stand in one table are booked together."""
    found: list[Any] = [None] * len(made)
    tables: dict[int, list[int]] = defaultdict(list)
    for place, (person, result, balance, state) in enumerate(made):
        if isinstance(result.lines, TableLines):
            tables[id(result.lines.table)].append(place)
        else:
            found[place] = booked(person, known, result, balance, codes, state)
    for places in tables.values():
        some = [made[place] for place in places]
        for place, each, (stored, sums) in zip(places, some, _table(some, codes), strict=True):
            found[place] = _computed(each, known, stored, sums)
    return found


def _table(made: Sequence[Made], codes: Codes) -> list[tuple[Sequence[Any], Sequence[int]]]:
    """What `_lines` makes of each of some checks whose lines stand in one table."""
    lines, balances = [cast(TableLines, result.lines) for _, result, _, _ in made], [each[2] for each in made]
    table, carried = lines[0].table.of([each.place for each in lines]), any(each.cents for each in balances)
    totals: dict[str, Sequence[int]] = {}
    keys: dict[int, str] = {}
    sides: list[Iterable[int]] = [repeat(0)] * 4
    parts: list[Iterable[Sequence[Any]]] = []
    for row in table:
        called = (row.part, row.code, row.label, row.agency)
        number, key, side = codes.lines.get(called) or _known(codes, called)
        keys[number], amounts = key, row.amounts
        sides[side] = amounts if isinstance(sides[side], repeat) else list(map(add, sides[side], amounts))
        before = totals.get(key)
        if before is None and carried:
            before = [balance.cents.get(key, 0) for balance in balances]
        totals[key] = amounts if before is None else list(map(add, before, amounts))
        cells = zip(
            repeat(number), amounts, _each(int, row.bases), _each(_millionths, row.rates), _each(_parts, row.hours),
            _each(str, row.centres), totals[key], strict=False,
        )  # fmt: skip
        parts.append([each if each[1] else () for each in cells] if row.optional else cells)
    stored: list[Sequence[Any]] = [tuple(chain.from_iterable(each)) for each in zip(*parts, strict=False)]
    if carried:
        have = [{keys[number] for number in each[::LINE_WIDTH]} for each in stored]
        stored = [(*each, *_carried(of, known)) for each, of, known in zip(stored, balances, have, strict=True)]
    return list(zip(stored, zip(*sides, strict=False), strict=False))


def _each(of: Callable[[Any], Any], values: Any) -> Iterable[Any]:
    """What is stored of the values of a line: of the one that all have in common once."""
    return list(map(of, values)) if isinstance(values, list) else repeat(of(values))


def _millionths(rate: Decimal | None) -> int | None:
    if rate is None:
        return None
    held = _RATES.get(id(rate))
    return held[1] if held is not None and held[0] is rate else _rate_of(rate)


def _parts(hours: Decimal | None) -> int | None:
    return None if hours is None else _hours(hours)


def _carried(balance: Balance, totals: Container[str]) -> list[Any]:
    """What has a balance and no line, with an amount of nothing."""
    stored: list[Any] = []
    for key, number in balance.codes.items():
        if key not in totals:
            stored += (number, 0, 0, None, None, "", balance.cents[key])
    return stored


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
    if balance.codes:
        stored += _carried(balance, totals)
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
