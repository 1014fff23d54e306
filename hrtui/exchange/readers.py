"""How the text of a cell becomes a value: pure functions that raise RuleBroken with the rule that was broken."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from hrtui.dates import EARLIEST, LATEST, MONTHS, add_months
from hrtui.errors import RuleBroken
from hrtui.exchange.cells import restored
from hrtui.exchange.model import DECIMALS, TARGETS, Reader, Source
from hrtui.money import NumberStyle, parse_money
from hrtui.people import checks
from hrtui.text import clean, fold, listed

WORKING_AGE = 14  # the youngest age at which 29 USC 212 and 29 CFR 570.2 let anyone be employed outside exceptions
STYLES = {"point": (",", "."), "comma": (".", ","), "space": ("\u00a0", ",")}
MAX_TEXT = checks.TEXT_LIMIT
LONG = 10_000  # what `clean` cuts a text off at
ISO = "yyyy-mm-dd"
MIDNIGHT = re.compile(r"[ t]0?0:00(?::00(?:\.0+)?)?$")
_TOKENS = {
    "yyyy": r"(?P<year>[0-9]{4})",
    "yy": r"(?P<year>[0-9]{2})",
    "mon": r"(?P<name>[a-z]{3,9})\.?",
    "mm": r"(?P<month>[0-9]{1,2})",
    "m": r"(?P<month>[0-9]{1,2})",
    "dd": r"(?P<day>[0-9]{1,2})",
    "d": r"(?P<day>[0-9]{1,2})",
}
_FORMAT = re.compile(r"yyyy|yy|mon|mm?|dd?")
_NUMBER = re.compile(r"(?P<number>[0-9]{1,9}(?:\.[0-9]{1,6})?)(?P<percent>\s?%?)", re.ASCII)
_FLAGS = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
ReadCell = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Reading:
    """What readers need to know besides the text: the day, and how the company writes numbers, money and dates."""

    today: date
    style: NumberStyle
    currency: str = "USD"
    country: str = "US"


@dataclass(frozen=True, slots=True)
class ShortYear:
    """A date whose century is not known until the first day of work is: the later and the earlier possibility."""

    later: date | None
    earlier: date | None


@dataclass(frozen=True, slots=True)
class FullName:
    """First and last name out of one cell."""

    first: str
    last: str


def reader_of(source: Source, reading: Reading) -> ReadCell:
    """The function that reads a source's cells; it raises RuleBroken saying what the value is not."""
    choices = {target.name: target.choices for target in TARGETS}.get(source.target, ())
    if source.decimals in DECIMALS:
        reading = replace(reading, style=NumberStyle(*STYLES[source.decimals], reading.style.month_first))
    made: dict[Reader, ReadCell] = {
        Reader.TEXT: read_text,
        Reader.CODE: read_code,
        Reader.EMAIL: read_email,
        Reader.LAST_FIRST: last_first,
        Reader.FIRST_LAST: first_last,
        Reader.PERSON: read_text,
        Reader.DATE: lambda text: read_day(text, source.formats or usual_formats(reading), source.two_digit_years, reading.today),
        Reader.MONEY: lambda text: read_rate(text, reading),
        Reader.NUMBER: lambda text: read_number(text, reading),
        Reader.CHOICE: lambda text: read_choice(text, choices),
        Reader.FLAG: read_flag,
        Reader.POSTAL_CODE: lambda text: postal_code(text, reading.country),
    }  # fmt: skip
    read = made[source.reader]
    if not source.choices:
        return read
    known = {fold(clean(written)): meant for written, meant in source.choices.items()}
    return lambda text: _translated(text, known, read)


def _translated(text: str, known: dict[str, str], read: ReadCell) -> object:
    meant = known.get(fold(text))
    if meant is None:
        raise RuleBroken(f"is none of the mapping's choices: {listed(sorted(known))}")
    return read(meant) if meant else None


def tidy(cell: str) -> str:
    """A cell without control characters and with single blanks; the apostrophe that exports put before a formula goes."""
    if cell.isascii() and cell.isprintable() and len(cell) < LONG:  # as most are: nothing but blanks can be amiss
        plain = cell.strip()
        return restored(" ".join(plain.split()) if "  " in plain else plain)
    return restored(" ".join(clean(cell).split()))


def read_text(text: str) -> str:
    """Text of at most 200 characters."""
    if len(text) > MAX_TEXT:
        raise RuleBroken(f"is longer than {MAX_TEXT} characters")
    return text


def read_email(text: str) -> str:
    """An e-mail address, as far as its shape tells."""
    if checks.EMAIL.fullmatch(text) is None or len(text) > MAX_TEXT:
        raise RuleBroken("is no e-mail address")
    return text


def read_code(text: str) -> str:
    """A person's number."""
    if checks.NUMBER.fullmatch(text) is None:
        raise RuleBroken("is no number: letters, digits, . _ or -, at most 20")
    return text


def last_first(text: str) -> FullName:
    """`Last, First M`; without a comma it is all last name."""
    last, _, first = read_text(text).partition(",")
    if not last.strip():
        raise RuleBroken("has no last name before the comma")
    return FullName(first.strip(), last.strip())


def first_last(text: str) -> FullName:
    """`First M Last`; the last word is the last name."""
    first, _, last = read_text(text).rpartition(" ")
    return FullName(first.strip(), last)


def name_key(text: str) -> str:
    """What makes two spellings one name: no order, case, accents, punctuation or single-letter initials."""
    words = full_key(text).split(" ")
    return " ".join(word for word in words if len(word) > 1) or " ".join(words)


def full_key(text: str) -> str:
    """As name_key, with initials: what tells apart people who share first and last name."""
    last, comma, first = text.partition(",")
    plain = fold(f"{first} {last}" if comma else text).replace("'", "").replace("’", "")
    return " ".join(re.findall(r"\w+", plain))


def usual_formats(reading: Reading) -> tuple[str, ...]:
    """The date formats of the company's locale, with years in full."""
    return (ISO, "m/d/yyyy") if reading.style.month_first else (ISO, "d/m/yyyy", "d.m.yyyy")


def read_day(text: str, formats: Sequence[str], two_digit_years: str, today: date) -> date | ShortYear:
    """A day in one of the formats, or in ISO form; two-digit years as told.

    Raises RuleBroken where it is none, or outside 1900 to 2199.
    """
    plain = MIDNIGHT.sub("", text.lower())
    for written in (*formats, ISO):
        match = date_pattern(written).fullmatch(plain)
        if match is not None:
            return _day(match.groupdict(), two_digit_years, today, text)
    raise RuleBroken(f"is no date in the form {listed(formats or (ISO,))}")


@lru_cache(maxsize=64)
def date_pattern(written: str) -> re.Pattern[str]:
    """The pattern of a date format such as `m/d/yyyy`; raise ValueError where it has not one day, month and year."""
    out, at, seen = [], 0, []
    for match in _FORMAT.finditer(written):
        out += [re.escape(written[at : match.start()]), _TOKENS[match[0]]]
        seen.append(match[0][0] if match[0] != "mon" else "m")
        at = match.end()
    if sorted(seen) != ["d", "m", "y"]:
        raise ValueError(f"{written} needs one day (d), one month (m or mon) and one year (yy or yyyy)")
    return re.compile("".join([*out, re.escape(written[at:])]), re.ASCII)


def _day(parts: dict[str, str], two_digit_years: str, today: date, text: str) -> date | ShortYear:
    month = int(parts["month"]) if parts.get("month") else MONTHS.get(parts.get("name", "")[:3], 0)
    year, day = int(parts["year"]), int(parts["day"])
    if len(parts["year"]) == 4:
        return _made(year, month, day)
    if not two_digit_years:
        raise RuleBroken("has a year of two digits; the mapping must say which century (two_digit_years)")
    if two_digit_years.isdigit():
        return _made(year + (2000 if year <= int(two_digit_years) else 1900), month, day)
    short = ShortYear(_possible(2000 + year, month, day), _possible(1900 + year, month, day))
    return short if two_digit_years == "birth" else _latest(short, today)


def _latest(short: ShortYear, latest: date) -> date:
    for made in (short.later, short.earlier):
        if made is not None and made <= latest:
            return made
    raise RuleBroken(
        "is no day of the calendar"
        if short.later is None
        else f"is after {latest} in this century and no day of the last"
    )


def _possible(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _made(year: int, month: int, day: int) -> date:
    made = _possible(year, month, day)
    if made is None:
        raise RuleBroken("is no day of the calendar")
    if not EARLIEST <= made <= LATEST:
        raise RuleBroken("is outside the years 1900 to 2199")
    return made


def born(day: date | ShortYear, hired: date) -> date:
    """The day of birth that makes the person at least 14 at hire; raise RuleBroken where none does."""
    latest = add_months(hired, -12 * WORKING_AGE)
    made = _latest(day, latest) if isinstance(day, ShortYear) else day
    if made > latest:
        raise RuleBroken(f"would make the person younger than {WORKING_AGE} when hired")
    return made


def read_rate(text: str, reading: Reading) -> object:
    """Pay above zero, as the company's locale writes money."""
    try:
        money = parse_money(text, reading.style, reading.currency)
    except RuleBroken:
        raise RuleBroken("is no amount of money with at most two decimals") from None
    if money.cents <= 0:
        raise RuleBroken("is not more than zero")
    return money


def read_number(text: str, reading: Reading) -> Decimal:
    """A number that is not negative; `50%` is 0.5."""
    plain = text if reading.style.decimal == "." else text.replace(reading.style.decimal, ".")
    match = _NUMBER.fullmatch(plain)
    if match is None:
        raise RuleBroken("is no number such as 0.5 or 40")
    number = Decimal(match["number"])
    return number / 100 if match["percent"].strip() else number


def read_choice(text: str, choices: Sequence[str]) -> str:
    """One of the choices; blanks, underscores and hyphens are alike."""
    plain = {re.sub(r"[\s_-]+", "", choice): choice for choice in choices}
    found = plain.get(re.sub(r"[\s_-]+", "", text.lower()))
    if found is None:
        raise RuleBroken(f"is not {listed(choices)}")
    return found


def read_flag(text: str) -> bool:
    """Yes or no."""
    flag = _FLAGS.get(text.lower())
    if flag is None:
        raise RuleBroken("is neither yes nor no")
    return flag


def postal_code(text: str, country: str) -> str:
    """A postal code; a US one gets back the leading zeros a spreadsheet took (`1960` is 01960)."""
    if country != "US" or not re.fullmatch(r"[0-9]{3,5}(?:-[0-9]{4})?(?:\.0)?", text, re.ASCII):
        return read_text(text)
    zip5, _, plus4 = text.removesuffix(".0").partition("-")
    return zip5.zfill(5) + (f"-{plus4}" if plus4 else "")
