"""What is said about what is coming: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hrtui.attention.model import DueList, FaultyImport, Kind, Notice
from hrtui.dates import day_of
from hrtui.text import counted

OLD = 7
NAMED = 3
BIRTHDAYS = 7  # days ahead
DOCUMENTS = 30


@dataclass(frozen=True, slots=True)
class Saying:
    """How a kind is spoken of: the title of its list, and the sentence for one and for several, after their number."""

    title: str
    one: str
    many: str
    warning: bool = False


SAYINGS = {
    Kind.TODAY: Saying("Changes that take effect today", "change takes effect today", "changes take effect today"),
    Kind.SCHEDULED: Saying(
        "Changes within {ahead} days",
        "change takes effect within {ahead} days",
        "changes take effect within {ahead} days",
    ),
    Kind.STARTING: Saying(
        "Starting within {ahead} days", "person starts within {ahead} days", "people start within {ahead} days"
    ),
    Kind.LEAVING: Saying(
        "Leaving within {ahead} days", "person leaves within {ahead} days", "people leave within {ahead} days"
    ),
    Kind.PROBATION: Saying(
        "Probation ends within {ahead} days",
        "probation ends within {ahead} days",
        "probations end within {ahead} days",
    ),
    Kind.DOCUMENTS: Saying(
        "Documents that expire within 30 days, or have expired",
        "document expires within 30 days or has expired",
        "documents expire within 30 days or have expired",
        warning=True,
    ),
    Kind.BIRTHDAYS: Saying("Birthdays within 7 days", "birthday within 7 days", "birthdays within 7 days"),
    Kind.ANNIVERSARIES: Saying(
        "Work anniversaries within 7 days", "work anniversary within 7 days", "work anniversaries within 7 days"
    ),
    Kind.UNMANAGED: Saying(
        "People without a manager", "person has no manager and no reports", "people have no manager and no reports"
    ),
    Kind.ORPHANED: Saying(
        "People whose manager has left",
        "person reports to someone who has left",
        "people report to someone who has left",
        warning=True,
    ),
    Kind.UNPAID: Saying(
        "People without pay or pay group", "person has no pay or pay group", "people have no pay or pay group", warning=True
    ),
    Kind.UNCERTIFIED: Saying("People without a Form W-4", "person has no Form W-4", "people have no Form W-4"),
}  # fmt: skip


def title(kind: Kind, ahead: int) -> str:
    """What the list of a kind is called."""
    return SAYINGS[kind].title.format(ahead=ahead)


def about(due: DueList, ahead: int) -> tuple[Notice, ...]:
    """A sentence with the number and the first names; nothing where nothing is due."""
    if not due.count:
        return ()
    saying = SAYINGS[due.kind]
    said = (saying.one if due.count == 1 else saying.many).format(ahead=ahead)
    names = named([row.name for row in due.rows], due.count)
    return (Notice(f"{due.count:,} {said}: {names}.", saying.warning, f"due {due.kind}"),)


def named(names: Sequence[str], count: int) -> str:
    """The first names, spoken, and how many more there are."""
    first = list(dict.fromkeys(spoken(name) for name in names[:NAMED]))
    more = count - min(len(names), NAMED)
    return ", ".join(first) + (f" and {more:,} more" if more else "")


def spoken(name: str) -> str:
    """A name as it is said: `Ann Kim` for `Kim, Ann`."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and first else name


def about_imports(found: Sequence[FaultyImport], zone: str) -> tuple[Notice, ...]:
    """A line for each import whose refused rows were not taken in since, or which left values out of others lately."""
    return tuple(Notice(f"{_left_out(each)}, {day_of(each.at, zone)}.", each.rejected > 0, "import") for each in found)


def _left_out(each: FaultyImport) -> str:
    if each.rejected:
        return f"{counted(each.rejected, 'row was', 'rows were')} refused of {each.file}"
    one, many = (
        f"value of {each.file} was not taken as it stands",
        f"values of {each.file} were not taken as they stand",
    )
    return counted(each.values, one, many)


def about_retention(count: int, more: bool = False) -> tuple[Notice, ...]:
    """A line where records are past the time they have to be kept; `more`: not all were counted."""
    said = "1 record is past its time" if count == 1 else f"{count:,} records are past their time"
    said = f"More than {said}" if more else said
    return (Notice(f"{said} of keeping; nothing is deleted.", address="retention"),) if count else ()


def about_retro(checks: int) -> tuple[Notice, ...]:
    """A warning where closed runs owe what nobody decided about."""
    said = "1 check of a closed run is" if checks == 1 else f"{checks:,} checks of closed runs are"
    return (Notice(f"{said} not as facts have it since: decide.", True, "retro"),) if checks else ()


def about_backup(newest: datetime | None, now: datetime) -> tuple[Notice, ...]:
    """A warning where there is no backup, or none of the last week."""
    if newest is None:
        return (Notice("There is no backup yet: hrtui backup", warning=True),)
    days = (now - newest).days
    return (Notice(f"The last backup is {days} days old: hrtui backup", warning=True),) if days >= OLD else ()


def days_of_year(first: date, days: int) -> dict[str, date]:
    """The days from a day on as `02-28`, each with its date; one of 29 February comes on the 28th where there is none."""
    found = {f"{day:%m-%d}": day for day in (first + timedelta(days=ahead) for ahead in range(days + 1))}
    end = found.get("02-28")
    if end is not None and (end + timedelta(days=1)).month == 3:
        found["02-29"] = end
    return found


def years_since(day: date, on: date) -> str:
    """How long someone has been here on an anniversary, in words."""
    years = on.year - day.year
    return "1 year" if years == 1 else f"{years} years"


def month_and_day(day: date) -> str:
    """A day without its year: `28 Feb`."""
    return f"{day.day} {day:%b}"
