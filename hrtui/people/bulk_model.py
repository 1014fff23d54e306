"""What a bulk verb would do, person by person, and what it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hrtui.audit.model import Change
from hrtui.errors import HrError
from hrtui.org.holding import Taken
from hrtui.people.model import Job, JobChange, Pay, PayChange, Profile, ProfileChange, Tag
from hrtui.query.acts import GiveTags, Raise, Verb

Row = Job | Pay | Profile | Tag
Pair = tuple[Job, Job] | tuple[Pay, Pay] | tuple[Profile, Profile]


class Verdict(StrEnum):
    """What becomes of a person; problems come first."""

    BROKEN = "cannot"
    LEFT_OUT = "left out"
    WARNED = "changes, but"
    NOT_EMPLOYED = "not employed"
    SAME = "unchanged"
    FINE = "changes"

    @property
    def writes(self) -> bool:
        """Whether the person is changed."""
        return self in (Verdict.WARNED, Verdict.FINE)


ORDER = {verdict: place for place, verdict in enumerate(Verdict)}


class BulkStopped(HrError):
    """The person who began it stopped it; nothing was written."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a verb means on its day, checked and with names as they are on file: the action asked of each person, and one
    of a change of job, pay or profile, a raise, or tags. `above` are the new manager and everyone above them; `secret` is
    a sensitive custom field."""

    action: str
    on: date
    reason: str = ""
    job: JobChange | None = None
    pay: PayChange | None = None
    profile: ProfileChange | None = None
    raised: Raise | None = None
    tags: GiveTags | None = None
    above: frozenset[str] = frozenset()
    manager: str = ""
    carry: bool = False
    secret: bool = False

    @property
    def about_pay(self) -> bool:
        """Whether rates of pay are read and written."""
        return self.pay is not None or self.raised is not None


@dataclass(frozen=True, slots=True)
class Facts:
    """As much of a person's rows as a verb needs, the superseded ones too; a kind that it does not need is empty."""

    number: str
    jobs: tuple[Job, ...] = ()
    pays: tuple[Pay, ...] = ()
    profiles: tuple[Profile, ...] = ()
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one person: the rows to write, the fields before and after, sentences about it, and the annual cost
    (cents) before and after where it is about pay. `carried` are later rows with what they become, `copies` whether later
    rows copied what changes and keep it, `takes` the positions that are held anew."""

    verdict: Verdict
    rows: tuple[Row, ...] = ()
    changes: tuple[Change, ...] = ()
    said: tuple[str, ...] = ()
    cost: tuple[int, int] | None = None
    carried: tuple[Pair, ...] = ()
    copies: bool = False
    takes: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a preview."""

    id: int
    number: str
    name: str
    outcome: Outcome

    @property
    def verdict(self) -> Verdict:
        """What becomes of them."""
        return self.outcome.verdict

    @property
    def called(self) -> str:
        """How sentences name them."""
        return f"{self.name} ({self.number})"

    @property
    def shown(self) -> tuple[Change, ...]:
        """The fields before and after that a person wants to look at."""
        return tuple(change for change in self.outcome.changes if change.field not in IMPLIED)


IMPLIED = frozenset({"action", "reason", "manager_name"})


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What a verb would do to the people of a query, or to those marked; problems first, then in the order of the list.

    `unseen` counts those who were asked for and may not be seen; `cost` is the annual cost (cents) of those who change,
    before and after, None where it is not about pay. `asked` is the day they were found on,
    `seen` is the last command known, `by` and `today` whose and when.
    """

    whom: str
    verb: Verb
    wanted: Wanted
    lines: tuple[Line, ...]
    unseen: int
    cost: tuple[int, int] | None
    notices: tuple[str, ...]
    asked: date
    ids: tuple[int, ...]
    seen: int
    today: date
    by: str
    counts: Counter[Verdict] = field(default_factory=Counter)

    @property
    def people(self) -> int:
        """How many people would be changed: the number to type."""
        return sum(count for verdict, count in self.counts.items() if verdict.writes)

    @property
    def days_told(self) -> str:
        """That those found on one day are changed from another on; empty where it is the same, or they are found as of today."""
        on = self.wanted.on
        return (
            ""
            if self.asked in (on, self.today)
            else f"Found as of {self.asked}; what changes for them changes from {on} on."
        )

    @property
    def contradicted(self) -> int:
        """How many of them have later rows that copied what changes, and would go back to it: `carry` takes it over."""
        return sum(line.outcome.copies for line in self.lines if line.verdict.writes)


FIELDS = ("number", "name", "so", "from", "field", "before", "after", "note")


def written(lines: Iterable[Line], on: date) -> Iterator[tuple[object, ...]]:
    """The rows of a file for lines of a preview, in the order of FIELDS: one for each field, one for who has none."""
    for line in lines:
        first = (line.number, line.name, line.verdict.value, on)
        note = " ".join(line.outcome.said)
        for change in line.shown if line.verdict.writes else ():
            yield (*first, change.field, change.before, change.after, note)
        if not (line.verdict.writes and line.shown):
            yield (*first, "", "", "", note)
