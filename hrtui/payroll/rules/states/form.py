"""Entries of a state's certificate, read once: choices, counts, amounts, yes or no; anything else is refused by name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NamedTuple

from hrtui.errors import RuleBroken

FLAGS = {"yes": True, "true": True, "1": True, "": False, "no": False, "false": False, "0": False}
STATUSES = {"married_jointly": "married", "married_separately": "separate", "head_of_household": "head"}
COMMON = ("single", "married", "head", "separate", "other")
ANSWERS_NOTHING = frozenset({"", "0", "no", "false", "0.00", "none"})
OTHERS = frozenset({"reciprocity", "resident_withholding", "not_covered", "employer_size", "rounding"})
"""Entries that other rules than a state's income tax read."""
YES_OR_NO = ("reciprocity", "resident_withholding")
LOCAL = frozenset({"local", "local_rate"})
"""Entries about local taxes, of states that have any."""
ALIASES = {
    "status": ("filing_status",),
    "allowances": ("exemptions",),
    "exemption": ("exemption_amount",),
    "estimated": ("estimated_deductions", "estimated_allowances"),
    "table": ("rate_table",),
    "code": ("withholding_code",),
    "one_earner": ("one_earner_one_job",),
    "age_or_blind": ("age_blind", "age_and_blind"),
    "head": ("head_of_household",),
    "line1": ("line_1", "line_1_allowances"),
    "line2": ("line_2", "line_2_allowances"),
}
"""Other names under which an entry may be given."""


class Entry(NamedTuple):
    """An entry a certificate may have: its name, what it takes, the words to choose from, and what counts without it."""

    name: str
    kind: str
    choices: tuple[str, ...] = ()
    default: str = ""


PLAIN = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,12})?", re.ASCII)


class Form:
    """One certificate while it is read; `asked` remembers which entries there are."""

    def __init__(self, state: str, entries: Mapping[str, str]) -> None:
        self.state = state
        self.entries = {name: str(value).strip() for name, value in entries.items()}
        self.asked: list[Entry] = []

    def has(self, name: str) -> bool:
        """Whether the entry is filled in."""
        return bool(self.entries.get(name))

    def status(self, keys: Collection[str], default: str = "", also: Mapping[str, str] | None = None) -> str:
        """The key of a table by filing status: as entered, else `other` where the table has it, else the default."""
        also = dict(also or {})
        choices = {key: key for key in keys} | also
        if "other" in keys:
            choices |= {word: "other" for word in COMMON if word not in choices}
        fallback = default or ("other" if "other" in keys else "single")
        entered = self._entered("status", "choice", tuple(choices), fallback)
        entered = STATUSES.get(entered, entered)
        if entered not in choices:
            raise self.unreadable("status", entered, f"one of {', '.join(choices)}")
        return choices[entered]

    def choice(self, name: str, choices: Collection[str], default: str) -> str:
        """One of the words."""
        entered = self._entered(name, "choice", tuple(choices), default)
        if entered not in choices:
            raise self.unreadable(name, entered, f"one of {', '.join(choices)}")
        return entered

    def count(self, name: str, *aliases: str) -> int:
        """A whole number, 0 or more."""
        text = self._entered(name, "count", (), "0", aliases)
        if not (text.isascii() and text.isdigit() and len(text) < 4):
            raise self.unreadable(name, text, "a whole number from 0 to 999")
        return int(text)

    def amount(self, name: str, default: str = "0", aliases: tuple[str, ...] = ()) -> Decimal:
        """Dollars and cents, 0 or more."""
        text = self._entered(name, "amount", (), default, aliases)
        value = _decimal(text)
        if value is None or value < 0 or value != round(value, 2):
            raise self.unreadable(name, text, "an amount of dollars, 0 or more, as 12.50")
        return value

    def rate(self, name: str, default: str = "0", aliases: tuple[str, ...] = ()) -> Decimal:
        """A rate as a fraction below 1: 0.032 is 3.2 %."""
        text = self._entered(name, "rate", (), default, aliases)
        value = _decimal(text)
        if value is None or not 0 <= value < 1:
            raise self.unreadable(name, text, "a fraction from 0 up to 1 (0.032 is 3.2 %)")
        return value

    def flag(self, name: str) -> bool:
        """Yes or no."""
        text = self._entered(name, "yes or no", ("yes", "no"), "no")
        value = FLAGS.get(text.lower())
        if value is None:
            raise self.unreadable(name, text, "yes or no")
        return value

    def text(self, name: str) -> str:
        """A word of one's own."""
        return self._entered(name, "text", (), "")

    def finish(self, local: bool = False) -> None:
        """Refuse what nothing asked for; an entry that answers nothing (0, no, none) may stay. `local`: of a state with local taxes."""
        known = {entry.name for entry in self.asked} | OTHERS | (LOCAL if local else frozenset())
        left = sorted(
            name for name, value in self.entries.items() if name not in known and value not in ANSWERS_NOTHING
        )
        if left:
            has = ", ".join(sorted(known - OTHERS))
            raise RuleBroken(
                f"The certificate of {self.state} has no entry “{left[0]}”; it has {has}. Record it again.",
                field=left[0],
            )
        for name in YES_OR_NO:
            if self.has(name) and self.entries[name].lower() not in FLAGS:
                raise self.unreadable(name, self.entries[name], "yes or no")
        if self.has("local") and self.entries["local"] not in ANSWERS_NOTHING:
            raise self.unreadable("local", self.entries["local"], "none, where there is no local tax")

    def unreadable(self, name: str, value: str, what: str) -> RuleBroken:
        """The refusal of a value, naming entry, value and rule."""
        return RuleBroken(f"Certificate of {self.state}, {name}: “{value}” is not {what}; record it again.", field=name)

    def _entered(
        self, name: str, kind: str, choices: tuple[str, ...], default: str, aliases: tuple[str, ...] = ()
    ) -> str:
        if all(entry.name != name for entry in self.asked):
            self.asked.append(Entry(name, kind, choices, default))
        for alias in (*aliases, *ALIASES.get(name, ())):
            if alias in self.entries and name not in self.entries:
                self.entries[name] = self.entries.pop(alias)
        return self.entries.get(name) or default


def _decimal(text: str) -> Decimal | None:
    """A plain number, None where it is none or more than any certificate asks for."""
    return Decimal(text) if PLAIN.fullmatch(text) else None
