"""Form W-2 of 2026: what each box says of a person's year, from the slips paid in it, and whether the SSA would take it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from hrtui.errors import RuleBroken
from hrtui.money import Money, round_cents
from hrtui.payroll.check.values import Part
from hrtui.payroll.codes import QUALIFIED, Codes, EarningCode
from hrtui.payroll.model import FicaRates
from hrtui.payroll.outputs.plain import plain
from hrtui.payroll.outputs.taxed import paid_in, shown, taxed_of
from hrtui.payroll.outputs.values import Address, PaidLine, PaidSlip, Table
from hrtui.people.private import ssn as checked_ssn

INCOME_TAX = "_income_tax"
TIPS = "wages:social_security_tips"
LIMITED = frozenset({"wages:social_security", TIPS})
EMPLOYER_TOO = frozenset({"10", "W", "DD", "TA", "FF"})
"""Boxes that tell what the employer pays for a benefit as well; the rest tell what the employee does."""
EMPLOYER_ONLY = frozenset({"TA", "FF"})
RETIREMENT = frozenset({"D", "E", "F", "G", "H", "S", "AA", "BB", "EE"})
OVERTIME, TIPS_REPORTED = QUALIFIED, "TP"
HALF = Decimal("0.5")
MOST_SHOWN = 10


class Given(NamedTuple):
    """What a statement needs and no slip says. `occupations` are the Treasury's codes of tipped occupations (box 14b)."""

    statutory: bool = False
    sick_pay: bool = False
    retirement: bool = False
    occupations: tuple[str, ...] = ()
    allocated_tips: int = 0
    nonqualified: int = 0


NOTHING = Given()


class Place(NamedTuple):
    """Wages and income tax of a state (boxes 15 to 17) or of a locality (18 to 20), which is named after its state."""

    name: str
    wages: int
    tax: int

    @property
    def state(self) -> str:
        """The state, by its two letters."""
        return self.name[:2]


@dataclass(frozen=True, slots=True)
class W2:
    """One person's Form W-2; boxes in cents, by the names they have on the form (`boxes["1"]`, `box_12["D"]`)."""

    number: str
    first_name: str
    last_name: str
    middle_name: str
    suffix: str
    address: Address
    boxes: Mapping[str, int]
    box_12: Mapping[str, int]
    box_14a: Mapping[str, int]
    box_14b: tuple[str, ...]
    states: tuple[Place, ...]
    localities: tuple[Place, ...]
    statutory: bool = False
    retirement: bool = False
    sick_pay: bool = False
    ssn: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """`First Last`, as sentences name a person."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def empty(self) -> bool:
        """Whether no box holds anything."""
        return not (any(self.boxes.values()) or self.box_12 or self.box_14a or self.states or self.localities)


def w2s(
    slips: Iterable[PaidSlip], year: int, rates: FicaRates, codes: Codes, given: Mapping[str, Given] | None = None
) -> tuple[W2, ...]:
    """The statements of a year, by person number; name and address are those of the last slip. Who has nothing to be told of
    (all was reversed) has none.

    Raises RuleBroken for a slip that was not paid in the year.
    """
    years: dict[str, _Year] = {}
    limit = int(rates.social_security_wage_base * 100)
    for slip in paid_in(slips, date(year, 1, 1), date(year, 12, 31), str(year)):
        years.setdefault(slip.number, _Year(limit)).add(slip, codes)
    every = (_w2(years[number], (given or {}).get(number, NOTHING)) for number in sorted(years))
    return tuple(w2 for w2 in every if not w2.empty)


@dataclass(slots=True)
class _Year:
    """What a person's slips come to so far: by line, by box, what stands in box 14a, and by place; `last` without its lines."""

    limit: int
    last: PaidSlip | None = None
    keys: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    told: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    other: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    places: dict[str, list[int]] = field(default_factory=dict)

    def add(self, slip: PaidSlip, codes: Codes) -> None:
        if self.last is None or slip.pay_date >= self.last.pay_date:
            self.last = replace(slip, lines=())
        for line in slip.lines:
            if line.part in (Part.TAX, Part.WAGES):
                self.keys[line.key] += taxed_of(line, self.limit) if line.key in LIMITED else line.amount
                self._place(line)
            elif line.amount and (box := box_of(line, codes)):
                self.told[box] += premium(line, codes.earning(line.code)) if box == OVERTIME else line.amount
            if line.part is Part.CONTRIBUTION:
                self.other[line.code] += line.amount
            elif box_of(line, codes) == "14a":
                self.other[line.label or line.code] += line.amount

    def _place(self, line: PaidLine) -> None:
        """Wages, tax and what the tax was owed on, where a state or locality levies it."""
        name = line.code.removesuffix(INCOME_TAX)
        if name != line.code and name[:2].isupper():
            sums = self.places.setdefault(name, [0, 0, 0])
            sums[line.part is Part.TAX] += line.amount
            sums[2] += line.basis if line.part is Part.TAX else 0


def _w2(year: _Year, given: Given) -> W2:
    last, told = year.last, year.told
    assert last is not None
    box_12 = {box: cents for box, cents in sorted(told.items()) if box not in ("10", "11", "14a") and cents}
    box_14a = {label: cents for label, cents in sorted(year.other.items()) if cents}
    every = [
        Place(name, wages or basis, tax) for name, (wages, tax, basis) in sorted(year.places.items()) if wages or tax
    ]
    states, localities = ([each for each in every if (len(each.name) == 2) is state] for state in (True, False))
    return W2(
        last.number, last.first_name, last.last_name, last.middle_name, last.suffix, last.address,
        _boxes(year, given), box_12, box_14a, given.occupations, tuple(states), tuple(localities),
        given.statutory, given.retirement or bool(RETIREMENT & box_12.keys()), given.sick_pay, last.ssn,
    )  # fmt: skip


def _boxes(year: _Year, given: Given) -> dict[str, int]:
    """Boxes 1 to 11."""
    sums = year.keys
    return {
        "1": sums["wages:federal_income_tax"],
        "2": sums["tax:federal_income_tax"],
        "3": sums["wages:social_security"] - sums[TIPS],
        "4": sums["tax:social_security"],
        "5": sums["wages:medicare"],
        "6": sums["tax:medicare"] + sums["tax:additional_medicare"],
        "7": sums[TIPS],
        "8": given.allocated_tips,
        "10": year.told.get("10", 0),
        "11": year.told.get("11", 0) + given.nonqualified,
    }


def box_of(line: PaidLine, codes: Codes) -> str:
    """The box, or code of box 12, that tells of a line; none for most."""
    if line.part in (Part.EARNING, Part.IMPUTED, Part.REIMBURSEMENT):
        return codes.earnings[line.code].told_in if line.code in codes.earnings else ""
    if line.part not in (Part.PRE_TAX, Part.POST_TAX, Part.EMPLOYER) or line.code not in codes.deductions:
        return ""
    box = codes.deductions[line.code].box
    told = box in EMPLOYER_TOO if line.part is Part.EMPLOYER else box not in EMPLOYER_ONLY
    return box if told else ""


def premium(line: PaidLine, code: EarningCode) -> int:
    """The part of a line of overtime that section 7 of the FLSA asks for on top: half the regular rate, in cents.

    Of double time, half of what it pays on top. Without hours and rate, what the multiplier says.
    """
    if code.multiplier <= 1:
        return 0
    if line.hours is None or line.rate is None:
        return round_cents(line.amount * HALF / code.multiplier)
    on_top = line.amount - line.hours * line.rate * 100
    return round_cents(on_top * HALF / (code.multiplier - 1))


def problems(w2: W2, rates: FicaRates) -> Iterator[str]:
    """Why the SSA would not take a statement, sentence by sentence; nothing where it would."""
    try:
        checked_ssn(w2.ssn)
    except RuleBroken as wrong:
        yield str(wrong)
    yield from wrong_boxes(w2, rates)


def wrong_boxes(w2: W2, rates: FicaRates) -> Iterator[str]:
    """What is wrong with a statement besides its number, sentence by sentence."""
    boxes = w2.boxes
    security, limit = boxes["3"] + boxes["7"], int(rates.social_security_wage_base * 100)
    most = round_cents(limit * rates.social_security_rate)
    if not plain(w2.first_name) or not plain(w2.last_name):
        yield "First and last name must be written in Latin letters, as on the social security card."
    negative = [name for name, cents in (*boxes.items(), *w2.box_12.items(), *w2.box_14a.items()) if cents < 0]
    negative += [each.name for each in (*w2.states, *w2.localities) if min(each.wages, each.tax) < 0]
    if negative:
        yield f"Below zero: {', '.join(negative)}; a year cannot end like that. Look at reversals and corrections."
    if security > limit:
        yield f"Boxes 3 and 7 are {shown(security)}, above the wage base of {shown(limit)}."
    if boxes["4"] > most:
        yield f"Box 4 is {shown(boxes['4'])}, above the most of a year, {shown(most)}; give back what was withheld too much."
    if boxes["5"] < security:
        yield f"Box 5 is {shown(boxes['5'])}, below boxes 3 and 7 ({shown(security)})."
    if boxes["4"] > 0 and security <= 0:
        yield "Box 4 holds social security tax, and boxes 3 and 7 no wages."
    if boxes["6"] > 0 and boxes["5"] <= 0:
        yield "Box 6 holds Medicare tax, and box 5 no wages."
    if TIPS_REPORTED in w2.box_12 and not w2.box_14b:
        yield "Tips are told (TP), and box 14b names no occupation; 000 where it is none of the Treasury's."
    if len(w2.box_14b) > 2 or any(len(code) != 3 or not code.isdigit() for code in w2.box_14b):
        yield "Box 14b has at most two occupation codes of three digits."


def check(statements: Iterable[W2], rates: FicaRates) -> None:
    """Raise RuleBroken with everything the SSA would refuse, person by person."""
    found = [f"{each.name} ({each.number}): {said}" for each in statements for said in problems(each, rates)]
    if found:
        more = f"\n… and {len(found) - MOST_SHOWN} more." if len(found) > MOST_SHOWN else ""
        raise RuleBroken("The SSA would refuse these statements:\n" + "\n".join(found[:MOST_SHOWN]) + more, "w2")


class Rows:
    """The rows of a table of statements, made one by one as they are asked for, with a last row of totals."""

    def __init__(self, statements: Sequence[W2], codes_12: Sequence[str], places: Sequence[str], ssn: bool) -> None:
        self._statements, self._codes, self._places, self._ssn = statements, codes_12, places, ssn

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        totals: dict[int, int] = {}
        for each in self._statements:
            row = _row(each, self._codes, self._places, self._ssn)
            for at, cell in enumerate(row):
                if isinstance(cell, Money):
                    totals[at] = totals.get(at, 0) + cell.cents
            yield row
        if self._statements:
            sums = (Money(totals[at]) if at in totals else None for at in range(2, len(row)))
            yield ("total", f"{len(self._statements)} forms", *sums)


def w2_table(statements: Sequence[W2], ssn: bool = False) -> Table:
    """The boxes as rows, one a person, with a last row of totals (Form W-3); social security numbers (box a) only where
    asked for, and in the statements."""
    codes_12 = sorted({code for each in statements for code in each.box_12})
    places = sorted({place.name for each in statements for place in (*each.states, *each.localities)})
    boxes = [f"box_{box}" for box in (statements[0].boxes if statements else ())]
    headings = (
        "number", "name", *(("box_a",) if ssn else ()), *boxes, *(f"12_{code}" for code in codes_12), "13", "14a", "14b",
        *(f"{place}_{what}" for place in places for what in ("wages", "tax")),
    )  # fmt: skip
    return Table(headings, Rows(statements, codes_12, places, ssn))


def _row(w2: W2, codes_12: Sequence[str], places: Sequence[str], ssn: bool) -> tuple[object, ...]:
    ticks = (("statutory", w2.statutory), ("retirement plan", w2.retirement), ("sick pay", w2.sick_pay))
    every = {place.name: place for place in (*w2.states, *w2.localities)}
    return (
        w2.number,
        w2.name,
        *((w2.ssn,) if ssn else ()),
        *map(Money, w2.boxes.values()),
        *(Money(w2.box_12.get(code, 0)) for code in codes_12),
        ", ".join(name for name, ticked in ticks if ticked),
        "; ".join(f"{label} {shown(cents)}" for label, cents in w2.box_14a.items()),
        ", ".join(w2.box_14b),
        *(Money(cents) for name in places for cents in every.get(name, Place(name, 0, 0))[1:]),
    )
