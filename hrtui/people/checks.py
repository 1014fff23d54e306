"""What people may enter: text cleaned, days and amounts in their ranges; each refusal names its field and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from hrtui.config import CustomField, CustomKind
from hrtui.dates import EARLIEST, LATEST, add_months, parse_day
from hrtui.errors import RuleBroken
from hrtui.money import Money, parse_money
from hrtui.people.model import Basis, Certificate, Hire, JobChange, PayChange, ProfileChange, Termination
from hrtui.text import clean, fold, listed

TEXT_LIMIT = 200
YEARS_AHEAD = 2
LONGEST_LIFE = 120
NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}", re.ASCII)
EMAIL = re.compile(r"[^\s@,;<>()\"]{1,64}@[^\s@,;<>()\".]+(?:\.[^\s@,;<>()\".]+)+")
MOST = {Basis.ANNUAL: 100_000_000_00, Basis.HOURLY: 5_000_00}  # a yearly amount typed for an hourly one is caught
STATUSES = ("single", "married", "head")
AMOUNTS = ("step3", "step4a", "step4b", "step4c")
FLAGS = ("step2", "exempt", "old_w4", "nonresident_alien")
FLAG_WORDS = {"yes": ("yes", "y", "true", "1", "x"), "no": ("no", "n", "false", "0")}
Read = TypeVar("Read")


def text(value: str, field: str) -> str:
    """Text on one line as it may be stored; raise RuleBroken where it is too long."""
    shown = " ".join(clean(value).split())
    if len(shown) > TEXT_LIMIT:
        raise RuleBroken(f"{spoken(field)} has {len(shown)} characters; at most {TEXT_LIMIT} are kept.", field)
    return shown


def filled(value: str, field: str) -> str:
    """Text that may not be blank."""
    shown = text(value, field)
    if not shown:
        raise RuleBroken(f"{spoken(field)} is blank; enter it.", field)
    return shown


def spoken(field: str) -> str:
    """A field's name as a sentence begins with it."""
    return field.replace("_", " ").capitalize()


def number(value: str) -> str:
    """A person's number: letters, digits, `.`, `_` and `-`, at most twenty."""
    shown = clean(value)
    if not NUMBER.fullmatch(shown):
        raise RuleBroken("A number is made of letters, digits, . _ or -, at most 20, such as 1042.", "number")
    return shown


def email(value: str) -> str:
    """A plausible e-mail address, or none."""
    shown = text(value, "email")
    if shown and not EMAIL.fullmatch(shown):
        raise RuleBroken(f"“{shown}” is not an e-mail address; write it as name@company.com.", "email")
    return shown


def day(value: date, field: str, today: date, years_ahead: int = YEARS_AHEAD) -> date:
    """A day within 1900 to 2199 and not further ahead than people plan."""
    if not EARLIEST <= value <= LATEST:
        raise RuleBroken(f"{value} is outside the years 1900 to 2199; check the year.", field)
    if value > add_months(today, 12 * years_ahead):
        raise RuleBroken(f"{value} is more than {years_ahead} years ahead; check the year.", field)
    return value


def birth(value: date, today: date, hired: date | None = None) -> date:
    """A birth date: past, within the longest life, before the first day."""
    if not EARLIEST <= value < today or value < add_months(today, -12 * LONGEST_LIFE):
        raise RuleBroken(f"{value} is no birth date of someone alive; check the year.", "birth_date")
    if hired is not None and value >= hired:
        raise RuleBroken(f"{value} is not before the first day, {hired}; check both.", "birth_date")
    return value


def hours(fte: Decimal | None, standard: Decimal | None) -> None:
    """Raise RuleBroken where the full-time share or the week's hours cannot be."""
    if fte is not None and not (fte.is_finite() and 0 < fte <= Decimal("1.5") and fte == round(fte, 4)):
        raise RuleBroken("FTE is more than 0 and at most 1.5, such as 1 or 0.8.", "fte")
    if standard is not None and not (standard.is_finite() and 0 < standard <= 168 and standard == round(standard, 2)):
        raise RuleBroken(
            "Standard hours are of a week: more than 0 and at most 168, such as 40 or 37.5.", "standard_hours"
        )


def rate(value: Money | None, basis: Basis, currency: str) -> None:
    """Raise RuleBroken where a rate of pay cannot be: none, below zero, another currency, or too many zeros."""
    if value is None:
        return
    if value.currency != currency:
        raise RuleBroken(f"Pay is in {currency} here, not {value.currency}; convert it first.", "rate")
    if value.cents <= 0:
        raise RuleBroken("A rate of pay is more than 0.", "rate")
    if value.cents > MOST[basis]:
        raise RuleBroken(
            f"{value.amount:,.2f} is too much for a rate that is {basis}; check the zeros and the basis.", "rate"
        )


def pay_group(value: str, known: Iterable[str]) -> str:
    """A pay group of the configuration; where there is only one, it goes without saying."""
    names, shown = tuple(known), text(value, "pay_group")
    if not shown and len(names) == 1:
        return names[0]
    if shown not in names and (names or shown):
        offered = f"choose {listed(names)}" if names else "the configuration has none"
        missing = f"“{shown}” is no pay group" if shown else "A rate of pay needs a pay group"
        raise RuleBroken(f"{missing}; {offered}.", "pay_group")
    return shown


def hire(entered: Hire, today: date, groups: Iterable[str], currency: str, fields: Iterable[CustomField] = ()) -> Hire:
    """A hire as it may be stored."""
    known = {item.name: item for item in fields}
    own = {name: custom(known, name, value, today) for name, value in entered.custom.items()}
    hours(entered.fte, entered.standard_hours)
    rate(entered.rate, entered.basis, currency)
    return replace(
        entered,
        first_day=day(entered.first_day, "first_day", today),
        first_name=text(entered.first_name, "first_name"),
        last_name=filled(entered.last_name, "last_name"),
        title=filled(entered.title, "title"),
        department=filled(entered.department, "department"),
        number=number(entered.number) if clean(entered.number) else "",
        location=text(entered.location, "location"),
        manager=clean(entered.manager),
        pay_group=pay_group(entered.pay_group, groups) if entered.rate or entered.pay_group else "",
        email=email(entered.email),
        reason=text(entered.reason, "reason"),
        cost_centre=text(entered.cost_centre, "cost_centre"),
        grade=text(entered.grade, "grade"),
        position=text(entered.position, "position"),
        custom={name: value for name, value in own.items() if value},
    )


PLAIN_JOB = ("cost_centre", "grade", "position")


def job_change(entered: JobChange, today: date) -> JobChange:
    """A change of job as it may be stored."""
    day(entered.effective_from, "effective_from", today)
    hours(entered.fte, entered.standard_hours)
    plain: dict[str, Any] = {
        name: text(value, name) for name in PLAIN_JOB if (value := getattr(entered, name)) is not None
    }
    return replace(
        entered,
        title=None if entered.title is None else filled(entered.title, "title"),
        department=None if entered.department is None else filled(entered.department, "department"),
        location=None if entered.location is None else text(entered.location, "location"),
        manager=None if entered.manager is None else clean(entered.manager),
        dotted=None if entered.dotted is None else tuple(dict.fromkeys(filter(None, map(clean, entered.dotted)))),
        reason=text(entered.reason, "reason"),
        **plain,
    )


def pay_change(entered: PayChange, today: date, groups: Iterable[str]) -> PayChange:
    """A change of pay as it may be stored; its rate is judged once its basis is known."""
    day(entered.effective_from, "effective_from", today)
    group = None if entered.pay_group is None else pay_group(entered.pay_group, groups)
    return replace(entered, pay_group=group, reason=text(entered.reason, "reason"))


def profile_change(
    entered: ProfileChange, today: date, hired: date | None, fields: Iterable[CustomField]
) -> ProfileChange:
    """A change of profile as it may be stored."""
    day(entered.effective_from, "effective_from", today)
    if entered.birth_date is not None:
        birth(entered.birth_date, today, hired)
    known = {item.name: item for item in fields}
    names = ("first_name", "last_name", "phone", "street", "city", "state", "postal_code", "sex")
    plain: dict[str, Any] = {name: text(value, name) for name in names if (value := getattr(entered, name)) is not None}
    if plain.get("last_name") == "":
        raise RuleBroken("Last name is blank; enter it.", "last_name")
    return replace(
        entered,
        **plain,
        email=None if entered.email is None else email(entered.email),
        custom=None
        if entered.custom is None
        else {name: custom(known, name, value, today) for name, value in entered.custom.items()},
    )


def custom(known: Mapping[str, CustomField], name: str, value: str, today: date) -> str:
    """The value of a custom field as its kind is stored; raise RuleBroken where it is not one of that kind."""
    item, shown = known.get(name), text(value, name)
    if item is None:
        raise RuleBroken(f"There is no custom field “{clean(name, limit=40)}” in the configuration.", name)
    if not shown:
        return ""
    if item.kind is CustomKind.CHOICE:
        return _choice(item, shown)
    if item.kind is CustomKind.FLAG:
        return _flag(item, shown)
    if item.kind is CustomKind.NUMBER and not re.fullmatch(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?", shown, re.ASCII):
        raise RuleBroken(f"{item.label} is a number, such as 12 or 0.5.", name)
    if item.kind is CustomKind.DATE:
        return _about(name, lambda: parse_day(shown, today).isoformat())
    if item.kind is CustomKind.MONEY:
        return _about(name, lambda: f"{parse_money(shown).amount:.2f}")
    return shown


def _choice(item: CustomField, shown: str) -> str:
    """The choice as the configuration spells it, whatever case it was typed in."""
    found = [choice for choice in item.choices if shown == choice] or [
        choice for choice in item.choices if fold(shown) == fold(choice)
    ]
    if not found:
        raise RuleBroken(f"{item.label} is one of {listed(item.choices)}.", item.name)
    return found[0]


def _flag(item: CustomField, shown: str) -> str:
    for meaning, words in FLAG_WORDS.items():
        if fold(shown) in words:
            return meaning
    raise RuleBroken(f"{item.label} is yes or no.", item.name)


def termination(entered: Termination, today: date) -> Termination:
    """A termination as it may be stored."""
    day(entered.last_day, "last_day", today)
    return replace(entered, reason=filled(entered.reason, "reason"))


def certificate(entered: Certificate, today: date) -> Certificate:
    """A Form W-4 as it may be stored: known entries only, amounts as plain decimals."""
    day(entered.effective_from, "effective_from", today)
    kept = {name: _entry(name, clean(value).lower()) for name, value in entered.entries.items()}
    if kept.get("status", "") not in STATUSES:
        raise RuleBroken(f"The filing status is {listed(STATUSES)}.", "status")
    return replace(entered, entries={name: value for name, value in kept.items() if value}, stamp=None)


def _entry(name: str, value: str) -> str:
    if name in AMOUNTS:
        return f"{_amount(name, value):.2f}" if value else ""
    if name in FLAGS:
        if value not in ("", "yes", "no"):
            raise RuleBroken(f"{spoken(name)} is yes or no.", name)
        return "yes" if value == "yes" else ""
    if name == "allowances":
        if value and not re.fullmatch(r"[0-9]{1,2}", value, re.ASCII):
            raise RuleBroken("Allowances are a whole number from 0 to 99.", name)
        return value
    if name != "status":
        raise RuleBroken(
            f"A W-4 has no “{clean(name, limit=40)}”; it has {listed(('status', *FLAGS, *AMOUNTS, 'allowances'), 'and')}.",
            name,
        )
    return value


def _amount(name: str, value: str) -> Decimal:
    amount = _about(name, lambda: parse_money(value).amount)
    if amount < 0:
        raise RuleBroken(f"{spoken(name)} is not below 0.", name)
    return amount


def _about(field: str, read: Callable[[], Read]) -> Read:
    try:
        return read()
    except RuleBroken as error:
        raise RuleBroken(str(error), field) from None
