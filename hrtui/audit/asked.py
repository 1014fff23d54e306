"""What is asked of the trail: whose entries, about whom, what they did and when; typed in one line, pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from hrtui.dates import parse_day
from hrtui.errors import RuleBroken
from hrtui.text import clean

WORDS = ("by", "did", "on", "since", "until")
HINT = "a number or name, by:LOGIN, did:WORD, on:DAY, since:DAY, until:DAY"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of an actor, whose action holds a text, from a day on and until another, both included; as given."""

    actor: str = ""
    action: str = ""
    since: date | None = None
    until: date | None = None


EVERYTHING = Wanted()


def read(text: str, today: date, month_first: bool = True) -> tuple[str, Wanted]:
    """What is typed, taken apart: words that name whom entries are about, and what else is asked of them.

    Raises RuleBroken for a day that is none.
    """
    about: list[str] = []
    wanted = EVERYTHING
    for word in clean(text).split():
        name, sign, value = word.partition(":")
        if not sign or name.lower() not in WORDS:
            about.append(word)
        elif value:
            wanted = _with(wanted, name.lower(), value, today, month_first)
    return " ".join(about), wanted


def _with(wanted: Wanted, name: str, value: str, today: date, month_first: bool) -> Wanted:
    if name == "by":
        return replace(wanted, actor=value)
    if name == "did":
        return replace(wanted, action=value.lower())
    day = parse_day(value, today, month_first)
    first, last = (day if name != "until" else wanted.since), (day if name != "since" else wanted.until)
    return replace(wanted, since=first, until=last)


def checked(wanted: Wanted) -> Wanted:
    """The same; raise RuleBroken where it begins after it ends."""
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise RuleBroken(f"{wanted.since} is after {wanted.until}; turn the days round.", "since")
    return wanted


def instants_of(wanted: Wanted, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    """The instants between which its days lie in a time zone; the second is the first one after."""
    first = None if wanted.since is None else datetime.combine(wanted.since, time(), zone).astimezone(UTC)
    after = None if wanted.until is None else wanted.until + timedelta(days=1)
    return first, None if after is None else datetime.combine(after, time(), zone).astimezone(UTC)
