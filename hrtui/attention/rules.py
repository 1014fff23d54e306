"""What is said about what is coming: pure."""

from __future__ import annotations

from datetime import datetime

from hrtui.attention.model import Notice

AHEAD = 14
OLD = 7


def about_people(changing: int, starting: int, leaving: int) -> tuple[Notice, ...]:
    """What the next days bring; nothing where they bring nothing."""
    counted = (
        (changing, f"{_people(changing)} change{_s(changing)} within {AHEAD} days.", ""),
        (starting, f"{_people(starting)} start{_s(starting)} within {AHEAD} days.", "people status:starting"),
        (leaving, f"{_people(leaving)} leave{_s(leaving)} within {AHEAD} days.", ""),
    )
    return tuple(Notice(sentence, address=address) for count, sentence, address in counted if count)


def about_backup(newest: datetime | None, now: datetime) -> tuple[Notice, ...]:
    """A warning where there is no backup, or none of the last week."""
    if newest is None:
        return (Notice("There is no backup yet: hrtui backup", warning=True),)
    days = (now - newest).days
    return (Notice(f"The last backup is {days} days old: hrtui backup", warning=True),) if days >= OLD else ()


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _s(count: int) -> str:
    return "s" if count == 1 else ""
