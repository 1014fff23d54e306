"""Fields of a form as values: what each is called, how it starts, and how what is typed into it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hrtui.dates import parse_day
from hrtui.errors import HrError, RuleBroken
from hrtui.money import STYLES, Money, NumberStyle, format_money, parse_money
from hrtui.text import fold, listed
from screens.text import shown
from screens.widgets.writing import tidied

US = STYLES["en_US"]
MATCHES = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be chosen: the value it stands for, how it is shown, and how the list shows it where that is shorter.

    Taking an `unfinished` one, such as a folder of a path, keeps the field and lists what may follow.
    """

    value: object
    label: str
    brief: str = ""
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed text was read as: its value and a note that says it back, or an error."""

    value: object = None
    note: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What all fields have. `check(value)` may return a note, or raise HrError with what is wrong and what to do."""

    key: str
    label: str
    unit: str = ""
    help: str = ""
    required: bool = False
    check: Callable[[Any], str | None] | None = None

    secret = False

    def start(self) -> str:
        """The text the field starts with."""
        return ""

    def tidy(self, text: str) -> str:
        """A text as the field holds it: what may be stored and shown, on one line."""
        return shown(text)

    def parse(self, text: str) -> tuple[object, str]:
        """The value of a text that is not empty, and a note that says it back. Raises HrError."""
        return text, ""

    def nothing(self) -> object:
        """The value of an empty field."""
        return None

    def typed(self, text: str) -> str:
        """What of a text is read: not the blanks around it."""
        return text.strip()

    def read(self, text: str) -> Reading:
        """What a text means here; an empty one is the empty value, whether or not it is required."""
        if not text.strip():
            return Reading(self.nothing())
        try:
            value, note = self.parse(self.typed(text))
            said = self.check(value) if self.check else None
        except HrError as error:
            return Reading(error=shown(error))
        return Reading(value, shown(said or note))


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField(Field):
    """A line of text of at most `limit` characters; its value is a str, empty where nothing is typed."""

    initial: str = ""
    limit: int = 200

    def start(self) -> str:
        """The initial text."""
        return self.initial

    def nothing(self) -> object:
        """An empty text."""
        return ""

    def parse(self, text: str) -> tuple[object, str]:
        """The text itself, if it is short enough."""
        if len(text) > self.limit:
            raise RuleBroken(
                f"{self.label} has at most {self.limit:,} characters; take out {len(text) - self.limit:,}."
            )
        return text, ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesField(TextField):
    """A text of any number of lines, kept as they are: enter begins a line. `rows` of them are seen where there is room."""

    limit: int = 20_000
    rows: int = 30

    def tidy(self, text: str) -> str:
        """The text without what may not be stored or shown, its lines kept."""
        return tidied(text)

    def typed(self, text: str) -> str:
        """All of it."""
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretField(TextField):
    """A text shown as dots, never journalled and never logged."""

    secret = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DayField(Field):
    """A day, read as `hrtui.dates.parse_day` reads; its value is a date."""

    today: date
    initial: date | None = None
    month_first: bool = True

    def start(self) -> str:
        """The initial day in ISO form."""
        return self.initial.isoformat() if self.initial else ""

    def parse(self, text: str) -> tuple[object, str]:
        """The day, said back with its weekday."""
        day = parse_day(text, self.today, self.month_first)
        return day, f"{day:%a} {day.isoformat()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyField(Field):
    """An amount, read as `hrtui.money.parse_money` reads; its value is Money."""

    initial: Money | None = None
    style: NumberStyle = US
    currency: str = "USD"

    def start(self) -> str:
        """The initial amount with separators."""
        return format_money(self.initial, self.style) if self.initial is not None else ""

    def parse(self, text: str) -> tuple[object, str]:
        """The amount, said back with separators and its currency's sign."""
        money = parse_money(text, self.style, self.currency)
        return money, format_money(money, self.style, symbol=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberField(Field):
    """A number with at most `places` decimals between `least` and `most`; its value is a Decimal, or an int without places."""

    initial: Decimal | int | None = None
    places: int = 0
    least: Decimal | int | None = None
    most: Decimal | int | None = None
    style: NumberStyle = US

    def start(self) -> str:
        """The initial number."""
        return "" if self.initial is None else f"{Decimal(self.initial):f}".replace(".", self.style.decimal)

    def parse(self, text: str) -> tuple[object, str]:
        """The number, if it has no more decimals than allowed and is in bounds."""
        raw = self._ungrouped(text.replace(" ", "")).replace(self.style.decimal, ".")
        if not re.fullmatch(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?", raw, re.ASCII):
            raise RuleBroken(f"“{text}” is not a number; type digits, for example {self.most or 40}.")
        number = Decimal(raw)
        if -int(number.normalize().as_tuple().exponent) > self.places:
            raise RuleBroken(
                f"At most {self.places} decimals here." if self.places else "A whole number here, without decimals."
            )
        self._check_bounds(number)
        return (number if self.places else int(number)), ""

    def _ungrouped(self, raw: str) -> str:
        group = re.escape(self.style.group)
        whole = raw.split(self.style.decimal)[0]
        return (
            raw.replace(self.style.group, "")
            if re.fullmatch(rf"[+-]?[0-9]{{1,3}}(?:{group}[0-9]{{3}})+", whole)
            else raw
        )

    def _check_bounds(self, number: Decimal) -> None:
        if self.least is not None and number < self.least:
            raise RuleBroken(f"{self.label} is at least {self.least}.")
        if self.most is not None and number > self.most:
            raise RuleBroken(f"{self.label} is at most {self.most}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagField(Field):
    """Yes or no; its value is a bool. Space turns it over, `y` and `n` set it."""

    initial: bool = False

    def start(self) -> str:
        """`yes` or `no`."""
        return "yes" if self.initial else "no"

    def nothing(self) -> object:
        """No."""
        return False

    def parse(self, text: str) -> tuple[object, str]:
        """Whether it says yes."""
        return text == "yes", ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField(Field):
    """One of some choices, found by typing; its value is the choice's value.

    `choices` are fixed, or asked by the typed text: `choices("kim")`. Where `free`, a text that is none of them is a
    value too. Plain strings stand for themselves.
    """

    choices: Sequence[Choice | str] | Callable[[str], Sequence[Choice | str]] = ()
    initial: Choice | str | None = None
    free: bool = False

    def start(self) -> str:
        """How the initial choice is shown."""
        return as_choice(self.initial).label if self.initial is not None else ""

    def matches(self, text: str) -> tuple[Choice, ...]:
        """At most six choices for a typed text, those that begin with it first. Raises what `choices` raises."""
        typed = text.strip()
        if callable(self.choices):
            return tuple(as_choice(choice) for choice in self.choices(typed))[:MATCHES]
        wanted = fold(typed)
        known = [as_choice(choice) for choice in self.choices]
        found = [choice for choice in known if wanted in fold(choice.label)]
        found.sort(key=lambda choice: not fold(choice.label).startswith(wanted))
        return tuple(found[:MATCHES])

    def parse(self, text: str) -> tuple[object, str]:
        """The choice that is meant: the one typed in full, or the only one that matches."""
        matches = self.matches(text)
        wanted = fold(text)
        exact = [choice for choice in matches if wanted in (fold(choice.label), fold(str(choice.value)))]
        if exact:
            return self.chosen(exact[0], text)
        if self.free:
            return text, f"New: {text}"
        if len(matches) == 1:
            return self.chosen(matches[0], text)
        if not matches:
            raise RuleBroken(f"Nothing matches “{text}”; {self._known()}")
        raise RuleBroken("Several match; type more, or choose with the arrows.")

    def chosen(self, choice: Choice, text: str) -> tuple[object, str]:
        """A choice's value, and its label where the typed text does not say it already."""
        return choice.value, "" if fold(choice.label) == fold(text) else choice.label

    def _known(self) -> str:
        if callable(self.choices):
            return "type less, or another part of it."
        labels = [as_choice(choice).label for choice in self.choices]
        return (
            f"it is {listed(labels).removesuffix('.')}."
            if len(labels) <= MATCHES
            else "type less, or another part of it."
        )


def as_choice(choice: Choice | str) -> Choice:
    """A choice, made of a string that stands for itself where needed."""
    if isinstance(choice, str):
        return Choice(choice, shown(choice))
    return Choice(choice.value, shown(choice.label), shown(choice.brief), choice.unfinished)
