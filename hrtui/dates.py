"""Days and instants: what a person types for a date, periods in force, business days."""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hrtui.errors import RuleBroken
from hrtui.value import frozen

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_abbr)}
EXAMPLES = "today, +2w, fri, 1 jan, 2026-01-31"


@frozen(order=True)
class Period:
    """A span of days, both ends included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many calendar days it spans."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def add_months(day: date, months: int) -> date:
    """The same day of another month, or its last day where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_business_day(day: date, holidays: Collection[date] = ()) -> bool:
    """Whether banks and offices work: neither weekend nor holiday."""
    return day.weekday() < 5 and day not in holidays


def on_or_before_business_day(day: date, holidays: Collection[date] = ()) -> date:
    """The day itself, or the nearest business day before it."""
    while not is_business_day(day, holidays):
        day -= timedelta(days=1)
    return day


def on_or_after_business_day(day: date, holidays: Collection[date] = ()) -> date:
    """The day itself, or the nearest business day after it."""
    while not is_business_day(day, holidays):
        day += timedelta(days=1)
    return day


def business_days(period: Period, holidays: Collection[date] = ()) -> int:
    """How many business days a period has."""
    return sum(is_business_day(day, holidays) for day in days_of(period))


def days_of(period: Period) -> Iterable[date]:
    """Each day of a period, in order."""
    return (period.start + timedelta(days=offset) for offset in range(period.days))


@lru_cache(maxsize=256)  # a command stamps all its rows with one instant
def utc_text(instant: datetime) -> str:
    """An instant as fixed-width UTC text ending in Z, which sorts in time; naive datetimes are refused."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond:06d}Z"


def day_of(instant: datetime, zone: str) -> date:
    """The day of an instant in a time zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def minute(instant: datetime, zone: str) -> str:
    """An instant as its minute in a time zone, as in `2026-12-10 09:05`."""
    return f"{instant.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def spelled_day(day: date, month_first: bool = True) -> str:
    """A day as a letter writes it: `January 4, 2027`, or `4 January 2027`."""
    month = calendar.month_name[day.month]
    return f"{month} {day.day}, {day.year}" if month_first else f"{day.day} {month} {day.year}"


def parse_day(text: str, today: date, month_first: bool = True) -> date:
    """Read what a person types for a date.

    `today`, `tomorrow`, `yesterday`, `+2w` `-3d` `+1m` `+1y`, a weekday (the next one, today included), `1 jan`,
    `jan 1 2027` (without a year the nearest to today), `2026-01-31`, `1/31/2026` and `013126` in the locale's
    order. Raises RuleBroken with examples; years outside 1900–2199 are refused.
    """
    raw = " ".join(text.strip().lower().replace(",", " ").split())
    for reader in (_word, _offset, _iso, _named_month, _numeric):
        day = reader(raw, today, month_first)
        if day is not None:
            break
    else:
        raise RuleBroken(f"“{text.strip()}” is not a date; type for example {EXAMPLES}.")
    if not EARLIEST <= day <= LATEST:
        raise RuleBroken(f"{day} is outside the years 1900 to 2199; check the year.")
    return day


def _word(raw: str, today: date, _month_first: bool) -> date | None:
    shift = {"today": 0, "t": 0, "tomorrow": 1, "yesterday": -1}.get(raw)
    if shift is not None:
        return today + timedelta(days=shift)
    if raw[:3] in WEEKDAYS and calendar.day_name[WEEKDAYS[raw[:3]]].lower().startswith(raw):
        return today + timedelta(days=(WEEKDAYS[raw[:3]] - today.weekday()) % 7)
    return None


def _offset(raw: str, today: date, _month_first: bool) -> date | None:
    match = re.fullmatch(r"([+-])\s?([0-9]{1,4})\s?([dwmy]?)", raw, re.ASCII)
    if match is None:
        return None
    count = int(match[1] + match[2])
    try:
        if match[3] in ("m", "y"):
            return add_months(today, count * (12 if match[3] == "y" else 1))
        return today + timedelta(days=count * (7 if match[3] == "w" else 1))
    except (ValueError, OverflowError):
        return None


def _iso(raw: str, _today: date, _month_first: bool) -> date | None:
    match = re.fullmatch(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})", raw, re.ASCII)
    return _made(int(match[1]), int(match[2]), int(match[3])) if match else None


def _named_month(raw: str, today: date, _month_first: bool) -> date | None:
    match = re.fullmatch(r"([0-9]{1,2})\.? ?([a-z]{3,9})(?: ([0-9]{4}))?", raw, re.ASCII)
    groups = (match[1], match[2], match[3]) if match else None
    if groups is None:
        match = re.fullmatch(r"([a-z]{3,9}) ?([0-9]{1,2})(?: ([0-9]{4}))?", raw, re.ASCII)
        groups = (match[2], match[1], match[3]) if match else None
    if groups is None:
        return None
    month = MONTHS.get(groups[1][:3])
    if month is None or not calendar.month_name[month].lower().startswith(groups[1]):
        return None
    return _with_year(int(groups[0]), month, groups[2], today)


def _numeric(raw: str, today: date, month_first: bool) -> date | None:
    match = re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{4}|[0-9]{2}))?", raw, re.ASCII) or re.fullmatch(
        r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})", raw, re.ASCII
    )
    if match is None:
        return None
    first, second = int(match[1]), int(match[2])
    day, month = (second, first) if month_first else (first, second)
    return _with_year(day, month, match[3], today)


def _with_year(day: int, month: int, year: str | None, today: date) -> date | None:
    if year is not None:
        return _made(int(year) + (2000 if len(year) == 2 else 0), month, day)
    near = [made for y in (today.year - 1, today.year, today.year + 1) if (made := _made(y, month, day))]
    return min(near, key=lambda made: abs((made - today).days), default=None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def first_sunday(year: int) -> date:
    """The first Sunday of a year: the start of a biweekly period until a company says its own."""
    start = date(year, 1, 1)
    return start + timedelta(days=(6 - start.weekday()) % 7)
