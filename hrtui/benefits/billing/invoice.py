"""A carrier's invoice out of its rows: lines through the carrier's mapping in the plan file, and every fault by row and column.

The mapping names the heading of each column we read: `amount`, who is meant (`member_id`, `number`, `name` or `last_name` and
`first_name`, with `birth_date` or `ssn_last4`), and what is billed (`plan`, `option`, `tier`, `dependents`, `period`). Besides,
`tier:EE` gives the tier that a word of the carrier's means, and `delimiter`, `encoding` and `decimals` say how the file is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from hrtui.benefits.billing.model import BillLine, Identity
from hrtui.benefits.plans import Carrier, Tier
from hrtui.errors import ImportFault, RuleBroken
from hrtui.exchange.model import Fault, RawRow
from hrtui.exchange.readers import STYLES, read_day, tidy
from hrtui.exchange.sheet import DECIMALS, DELIMITERS, ENCODINGS
from hrtui.money import NumberStyle, parse_money
from hrtui.text import fold, listed

COLUMNS = (
    "member_id", "number", "name", "last_name", "first_name", "birth_date", "ssn_last4", "plan", "option", "tier",
    "dependents", "period", "amount",
)  # fmt: skip
WRITTEN = {"delimiter": tuple(DELIMITERS), "encoding": ENCODINGS, "decimals": tuple(DECIMALS)}
WHO = ("member_id", "number", "name", "last_name", "ssn_last4")
TIER_WORD = "tier:"
MOST_TEXT = 200
Value = TypeVar("Value")
USUAL_TIERS: Mapping[str, Tier] = {
    **dict.fromkeys(("employee", "ee", "e", "ee only", "employee only", "single", "self", "individual", "sub"), Tier.EMPLOYEE),
    **dict.fromkeys(
        ("employee spouse", "es", "ee sp", "ee spouse", "employee and spouse", "ee 1", "couple", "self spouse", "ee s"),
        Tier.SPOUSE,
    ),
    **dict.fromkeys(
        ("employee children", "employee child", "ec", "ee ch", "ee c", "ee child", "ee children", "employee and children",
         "employee and child ren", "employee child ren", "ee child ren", "self children"),
        Tier.CHILDREN,
    ),
    **dict.fromkeys(("family", "fam", "f", "ee fam", "ee family", "employee family", "employee and family"), Tier.FAMILY),
}  # fmt: skip
"""What carriers usually call the tiers, without signs and case."""
_MONTH = re.compile(r"(?P<year>[0-9]{4})[-/]?(?P<month>[0-9]{2})|(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Read:
    """What became of an invoice's rows: lines with what they say of whom they mean, and what could not be read."""

    lines: tuple[BillLine, ...]
    identities: tuple[Identity, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapping that was checked against a header: where each column stands, and how the file is read."""

    places: Mapping[str, int]
    header: tuple[str, ...]
    tiers: Mapping[str, Tier]
    style: NumberStyle
    currency: str
    today: date


def written(carrier: Carrier) -> tuple[str, str]:
    """The encoding and the delimiter the mapping tells, empty where the file is to be looked at; raise RuleBroken for others."""
    for name, known in WRITTEN.items():
        said = carrier.invoice.get(name, "")
        if said and said not in known:
            raise RuleBroken(
                f"The invoice mapping of {carrier.name} says {name}: {said}; it can be {listed(known)}. Mend the plan file."
            )
    return carrier.invoice.get("encoding", ""), DELIMITERS.get(carrier.invoice.get("delimiter", ""), "")


def mapped(carrier: Carrier, header: Sequence[str], style: NumberStyle, currency: str, today: date) -> Mapped:
    """The carrier's mapping against the header of a file.

    Raises RuleBroken where the mapping is none, lacks the amount or whom it means, or says what is not known, and
    ImportFault where the file lacks a column.
    """
    told = {key: text for key, text in carrier.invoice.items() if key not in WRITTEN and not key.startswith(TIER_WORD)}
    unknown = [key for key in told if key not in COLUMNS]
    where = f"in the plan file, invoice of {carrier.name}"
    if unknown:
        raise RuleBroken(f"“{unknown[0]}” is no column we read; {where}, use {listed(COLUMNS)}.")
    if "amount" not in told or not any(key in told for key in WHO):
        raise RuleBroken(f"Say which column is the amount, and one of {listed(WHO)}: {where}.")
    at = {fold(name): place for place, name in reversed(list(enumerate(header)))}
    lacking = [heading for heading in told.values() if fold(heading) not in at]
    if lacking:
        raise ImportFault(
            f"The file has no column {listed(lacking, 'and')}; it has {listed(list(header), 'and')}. Mend the mapping {where}."
        )
    decimals = carrier.invoice.get("decimals", "")
    own = NumberStyle(*STYLES[decimals], style.month_first) if decimals in STYLES else style
    return Mapped(
        {key: at[fold(text)] for key, text in told.items()}, tuple(header), _tiers(carrier), own, currency, today
    )


def _tiers(carrier: Carrier) -> Mapping[str, Tier]:
    own: dict[str, Tier] = {}
    for key, text in carrier.invoice.items():
        if key.startswith(TIER_WORD):
            if text not in tuple(Tier):
                raise RuleBroken(f"{key}: {text} of {carrier.name} is no tier; use {listed(tuple(Tier))}.")
            own[_word(key.removeprefix(TIER_WORD))] = Tier(text)
    return {**USUAL_TIERS, **own}


def read_lines(mapping: Mapped, rows: Iterable[RawRow]) -> Read:
    """The lines of an invoice's rows; a row of which anything cannot be read gives a fault for each such cell, and no line.

    A row that adds up others (`Total` where whom it means should stand, and no plan) is left out.
    """
    lines: list[BillLine] = []
    identities: list[Identity] = []
    faults: list[Fault] = []
    for raw in rows:
        if raw.problem:
            faults.append(Fault(raw.row, "", " ".join(raw.cells)[:MOST_TEXT], raw.problem))
            continue
        row = _Row(mapping, raw, faults)
        if row.is_total():
            continue
        before = len(faults)
        line, identity = row.line(), row.identity()
        if len(faults) == before:
            lines.append(line)
            identities.append(identity)
    return Read(tuple(lines), tuple(identities), tuple(faults))


class _Row:
    """One row on its way to a line; what cannot be read joins the faults."""

    def __init__(self, mapping: Mapped, raw: RawRow, faults: list[Fault]) -> None:
        self.mapping, self.raw, self.faults = mapping, raw, faults

    def text(self, column: str) -> str:
        """A cell without what may not be shown."""
        place = self.mapping.places.get(column)
        return "" if place is None else tidy(self.raw.cells[place])

    def is_total(self) -> bool:
        """Whether the row adds up others."""
        who = [self.text(name) for name in WHO if self.text(name)]
        return not self.text("plan") and (not who or who[0].lower().startswith(("total", "grand total", "subtotal")))

    def line(self) -> BillLine:
        """What is billed."""
        name = self.text("name") or ", ".join(filter(None, (self.text("last_name"), self.text("first_name"))))
        plan = " / ".join(filter(None, (self.text("plan"), self.text("option"))))
        member = self.text("member_id") or self.text("number")
        for column, text in (("member_id", member), ("name", name), ("plan", plan)):
            if len(text) > MOST_TEXT:
                self._fault(column, text, f"is longer than {MOST_TEXT} characters")
        if not member and not name and not self.text("ssn_last4"):
            self._fault(next(each for each in WHO if each in self.mapping.places), "", "is empty, so nobody is meant")
        return BillLine(
            self.raw.row, member, name, plan, self._read("tier", self._tier, ""), self._read("amount", self._amount, 0, True),
            self._read("dependents", _count, None), self._read("period", self._period, None),
        )  # fmt: skip

    def identity(self) -> Identity:
        """Whom it means, beside the member's id."""
        return Identity(
            self.text("number") or self.text("member_id"),
            self._read("birth_date", self._day, None),
            self._read("ssn_last4", _last_four, ""),
        )

    def _read(self, column: str, read: Callable[[str], Value], empty: Value, required: bool = False) -> Value:
        text = self.text(column)
        if not text and not required:
            return empty
        try:
            return read(text)
        except RuleBroken as problem:
            self._fault(column, text, str(problem))
            return empty

    def _fault(self, column: str, text: str, rule: str) -> None:
        place = self.mapping.places.get(column)
        heading = column if place is None else self.mapping.header[place]
        shown = "" if column in ("birth_date", "ssn_last4") else text[:MOST_TEXT]
        self.faults.append(Fault(self.raw.row, heading, shown, rule))

    def _amount(self, text: str) -> int:
        plain = f"-{text[:-1]}" if text.endswith("-") else text  # as some mainframes write what is owed
        try:
            return parse_money(plain, self.mapping.style, self.mapping.currency).cents
        except RuleBroken:
            raise RuleBroken("is no amount of money with at most two decimals") from None

    def _tier(self, text: str) -> str:
        found = self.mapping.tiers.get(_word(text))
        if found is None:
            raise RuleBroken(
                f"is no tier we know; add `{TIER_WORD}{text}` with the tier to the carrier's invoice mapping"
            )
        return found.value

    def _period(self, text: str) -> date:
        match = _MONTH.fullmatch(text)
        if match is None:
            return self._day(text).replace(day=1)
        try:
            return date(int(match["year"] or match["y"]), int(match["month"] or match["m"]), 1)
        except ValueError:
            raise RuleBroken("is no month of the calendar") from None

    def _day(self, text: str) -> date:
        formats = ("m/d/yyyy",) if self.mapping.style.month_first else ("d/m/yyyy", "d.m.yyyy")
        day = read_day(text, formats, "", self.mapping.today)
        if not isinstance(day, date):
            raise RuleBroken("is no date with a year of four digits")
        return day


def _word(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text).replace("_", " ")))


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", text, re.ASCII):
        raise RuleBroken("is no count of dependents")
    return int(text)


def _last_four(text: str) -> str:
    digits = re.sub(r"[^0-9]", "", text)
    if len(digits) not in (4, 9) or re.search(r"[^0-9xX*. -]", text):
        raise RuleBroken("is no end of a social security number; give its last four digits")
    return digits[-4:]
