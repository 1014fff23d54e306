"""Writing the demo company's benefits: families, standings, events, elections and beneficiaries of a chunk of people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from data.benefits import choices, events
from data.benefits.elections import COLUMNS, values_of
from data.benefits.events import FACT as STATE
from data.benefits.standings import SHARES, STANDING, shares_text, standing_values
from data.bulk import bulk_insert
from data.bulk_people import FACT
from data.demo.benefits import Covered, covered
from data.demo.generator import DemoPerson
from data.schema import (
    BeneficiaryRow,
    BenefitEventFactRow,
    BenefitEventRow,
    ContactRow,
    ElectionRow,
    GeneralNoticeRow,
    StandingRow,
)
from hrtui.audit.model import Entered
from hrtui.benefits.book import Book
from hrtui.benefits.model import Election, Event, EventKind, EventState, Offer
from hrtui.contacts.model import Contact

CONTACT = (
    "slot", "kind", "first_name", "last_name", "relation", "phone", "email", "address", "birth_date", "sex", "note", "active",
)  # fmt: skip
Entering = Callable[[date, str], Entered]
"""The command under which something of a day was entered about a person of a number."""


class Enrolling:
    """Writes chunk after chunk; events are numbered on within their year."""

    def __init__(self, book: Book, today: date) -> None:
        self.book, self.today = book, today
        self._numbers: dict[int, Iterator[int]] = {}

    def write(self, chunk: Sequence[DemoPerson], ids: Mapping[str, int], entering: Entering) -> None:
        """Enter what people of a chunk have; inside `write()`."""
        found = {person.number: covered(person, self.book, self.today) for person in chunk}
        opened = self._events(found, ids, entering)

        def rows(of: str, values: Callable[[Any], Sequence[Any]]) -> Iterator[Sequence[Any]]:
            for number, each in found.items():
                for row in getattr(each, of):
                    entered = entering(row.effective_from, number)
                    yield ids[number], row.effective_from, 0, entered.command, entered.at, entered.by, *values(row)

        bulk_insert(ContactRow, (*FACT, *CONTACT), rows("contacts", _contact))
        bulk_insert(StandingRow, (*FACT, *STANDING), rows("standings", standing_values))
        bulk_insert(
            BeneficiaryRow,
            (*FACT, *SHARES),
            rows("beneficiaries", lambda row: (row.type.value, shares_text(row.people))),
        )
        bulk_insert(GeneralNoticeRow, (*FACT, "slot", "covered"), rows("told", lambda row: (row.slot, row.covered)))
        bulk_insert(ElectionRow, (*FACT, *COLUMNS), rows("elections", lambda row: values_of(row, opened)))

    def _events(self, found: Mapping[str, Covered], ids: Mapping[str, int], entering: Entering) -> dict[str, int]:
        """Enter the events, let elections of this January name theirs, and return the events' ids by number."""
        made: list[tuple[date, Event, Entered]] = []
        offered: list[tuple[Entered, str, tuple[Offer, ...]]] = []
        for number, each in found.items():
            for day, event, offers in each.events:
                numbered = replace(event, number=self._number(day.year), person=ids[number])
                made.append((day, numbered, entering(day, number)))
                offered += [(made[-1][-1], numbered.number, offers)] if offers else []
                if event.kind is EventKind.OPEN_ENROLMENT:
                    each.elections = [_of(row, numbered) for row in each.elections]
        bulk_insert(
            BenefitEventRow,
            ("number", "person", "kind", "reason", "day", "command"),
            (
                (event.number, event.person, event.kind.value, event.reason, event.day, entered.command)
                for _, event, entered in made
            ),
        )
        opened = events.ids([event.number for _, event, _ in made])
        bulk_insert(BenefitEventFactRow, ("event", *FACT[1:], *STATE), _facts(made, opened))
        for entered, event_number, offers in offered:
            choices.add_offers({event_number: offers}, entered)
        return opened

    def _number(self, year: int) -> str:
        return f"B{year}-{next(self._numbers.setdefault(year, count(1))):04}"


def _facts(made: Iterable[tuple[date, Event, Entered]], ids: Mapping[str, int]) -> Iterator[Sequence[Any]]:
    """How far events are: those that are open were prepared by the same command."""
    for day, event, entered in made:
        states: list[tuple[EventState, int | None]] = [(event.state, None)]
        if event.state is EventState.OPEN:
            states.append((EventState.PREPARED, entered.command))
        for seq, (state, prepared) in enumerate(states):
            yield (
                ids[event.number], day, seq, entered.command, entered.at, entered.by, event.effective, event.last_day,
                event.papers_due, state.value, "", prepared,
            )  # fmt: skip


def _of(row: Election, event: Event) -> Election:
    return replace(row, event=event.number) if row.effective_from == event.effective else row


def _contact(row: Contact) -> tuple[Any, ...]:
    return (
        row.slot, row.kind.value, row.first_name, row.last_name, row.relation, row.phone, row.email, row.address,
        row.birth_date, row.sex, row.note, 1,
    )  # fmt: skip
