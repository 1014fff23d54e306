"""The single values of the configuration: whole numbers, days, and texts that must name something."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hrtui import commands
from hrtui.access.model import ACTIONS
from hrtui.configfile.problem import nearest, quoted
from hrtui.configfile.tree import Node
from hrtui.dates import EARLIEST, LATEST
from hrtui.errors import RuleBroken

FALSE_IN_YAML = {
    word: meaning
    for meaning, words in {
        "false": ("no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE", "n", "N"),
        "true": ("yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE", "y", "Y"),
        "nothing": ("null", "Null", "NULL", "~"),
    }.items()
    for word in words
}
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,8})", re.ASCII)
_NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,6})?", re.ASCII)
_CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,39}", re.ASCII)
_ACCOUNT = re.compile(r"[^\s:](?:[^\x00-\x1f:]|:(?=[^\s:])){0,99}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_LOGIN = re.compile(r"[^\s:/,]{1,64}")
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text is refused, what would be allowed, and the word whose nearest spelling is sought, or that spelling."""

    message: str
    allowed: tuple[str, ...] = ()
    wrong: str = ""
    near: str = ""


def whole_number_of(node: Node, meta: Mapping[str, Any]) -> int:
    """The whole number of a node, within its bounds; raise ValueError with the reason."""
    if not _WHOLE.fullmatch(node.text):
        raise ValueError(f"{quoted(node.text)} is not a whole number such as 5")
    if not node.plain:
        raise ValueError(f"{quoted(node.text)} is text; a number stands without quotes")
    number = int(node.text)
    _bounded(number, meta)
    return number


def number_of(node: Node, meta: Mapping[str, Any]) -> Decimal:
    """The number of a node, exact, within its bounds; raise ValueError with the reason."""
    if not _NUMBER.fullmatch(node.text):
        raise ValueError(f"{quoted(node.text)} is not a number such as 1.5")
    if not node.plain:
        raise ValueError(f"{quoted(node.text)} is text; a number stands without quotes")
    number = Decimal(node.text)
    _bounded(number, meta)
    return number


def _bounded(number: int | Decimal, meta: Mapping[str, Any]) -> None:
    low, high = meta.get("at_least"), meta.get("at_most")
    if (low is not None and number < low) or (high is not None and number > high):
        raise ValueError(f"{number} is outside {within(meta)}")


def within(meta: Mapping[str, Any]) -> str:
    """The bounds of a number in words: `0 to 5`, `0 or more`."""
    low, high = meta.get("at_least"), meta.get("at_most")
    return f"{low} or more" if high is None else f"{low} to {high}" if low is not None else f"at most {high}"


def day_of(node: Node) -> date:
    """The day of a node; raise ValueError with the reason."""
    if not _ISO_DAY.fullmatch(node.text):
        raise ValueError(f"{quoted(node.text)} is not a day; write year, month and day as in 2026-01-31")
    try:
        day = date.fromisoformat(node.text)
    except ValueError:
        raise ValueError(f"{quoted(node.text)} is not in the calendar; write a day as in 2026-01-31") from None
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"{day} is outside the years 1900 to 2199; check the year")
    return day


def _zone(text: str) -> Fault | None:
    try:
        zoneinfo.ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        names = zoneinfo.available_timezones()
        cities = {name.rpartition("/")[2]: name for name in sorted(names)}
        city = nearest(text.rpartition("/")[2], cities)
        message = f"{quoted(text)} is not a time zone; write its IANA name, such as America/New_York or Europe/London."
        return Fault(message, near=nearest(text, names) or cities.get(city, ""))
    return None


def _store(text: str) -> Fault | None:
    if text.startswith(("postgres://", "postgresql://", "postgresql+")):
        return Fault("PostgreSQL is not supported by this version; use sqlite:/// and a path.")
    if not text.startswith("sqlite:///") or len(text) <= len("sqlite:///") or text.endswith("/"):
        return Fault(f"{quoted(text)} names no store; write sqlite:/// and a path, such as sqlite:///store/hrtui.db.")
    if "?" in text or "#" in text:
        return Fault("The path of the store may hold no ? or #; options in the URL are not taken.")
    return None


def _login(text: str) -> Fault | None:
    return None if _LOGIN.fullmatch(text) else Fault(f"{quoted(text)} is no login of an operating system.")


def _country(text: str) -> Fault | None:
    if _COUNTRY.fullmatch(text):
        return None
    return Fault(f"{quoted(text)} is not a country; write its two capital letters (ISO 3166), such as US, CA or GB.")


def _hours(text: str) -> Fault | None:
    from hrtui.interviews.hours import weekly

    try:
        weekly(text)
    except RuleBroken as broken:
        return Fault(str(broken))
    return None


def _name(text: str) -> Fault | None:
    if _NAME.fullmatch(text):
        return None
    return Fault(f"{quoted(text)} is not a name; use small letters, digits and _, a letter first, at most 40.")


def _code(text: str) -> Fault | None:
    if _CODE.fullmatch(text):
        return None
    return Fault(f"{quoted(text)} is not a code; use small letters, digits and _, at most 40.")


def _account(text: str) -> Fault | None:
    if _ACCOUNT.fullmatch(text):
        return None
    return Fault(f"{quoted(text)} is not an account; write a number or names such as Expenses:Payroll:Wages.")


def _action(text: str) -> Fault | None:
    return None if text in ACTIONS else Fault(f"{quoted(text)} is no action.", tuple(ACTIONS), text)


def _command(text: str) -> Fault | None:
    ids = tuple(commands.ids())
    return None if text in ids else Fault(f"{quoted(text)} is no command.", ids, text)


CHECKS: Mapping[str, Callable[[str], Fault | None]] = {
    "zone": _zone,
    "store": _store,
    "login": _login,
    "country": _country,
    "hours": _hours,
    "name": _name,
    "code": _code,
    "account": _account,
    "action": _action,
    "command": _command,
}
