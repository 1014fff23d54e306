"""What was prepared for an event, and what is chosen in it until it is finalised; events go by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from data import dialect
from data.base import database
from data.benefits import events
from data.benefits.rows import CHOSEN, New, choice, choice_values, enter, last_of, live, replaced
from data.bulk import bulk_insert
from data.schema import BenefitChoiceRow, BenefitEventFactRow, BenefitOfferRow
from hrtui.audit.model import Entered
from hrtui.benefits.model import Choice, Offer
from hrtui.benefits.plans import PlanType

OFFER = ("event", "command", "type", "plan", "options", "why", "fallback")
COLUMNS = (*CHOSEN, "active")


def choices(numbers: Sequence[str]) -> dict[str, tuple[Choice, ...]]:
    """What is chosen in each event, by type of plan; two queries."""
    known = {id_: number for number, id_ in events.ids(numbers).items()}
    found: dict[str, dict[PlanType, Choice | None]] = {number: {} for number in numbers}
    for event, _, _, cells in live(BenefitChoiceRow, COLUMNS, list(known)):
        made = choice(cells[:-1])
        found[known[event]][made.type] = made if cells[-1] else None
    return {number: tuple(filter(None, by_type.values())) for number, by_type in found.items()}


def put_choices(chosen: Mapping[str, Sequence[Choice]], on: date, entered: Entered, active: bool = True) -> None:
    """Let choices stand in events in the place of those of the same type, or take them back; inside `write()`."""
    known = events.ids(list(chosen))
    rows: list[New] = [
        (known[number], on, (*choice_values(made), int(active))) for number, all_ in chosen.items() for made in all_
    ]
    replaced(BenefitChoiceRow, rows, COLUMNS, entered)
    enter(BenefitChoiceRow, COLUMNS, rows, entered)


def add_offers(prepared: Mapping[str, Sequence[Offer]], entered: Entered) -> int:
    """Enter what events offer, and return how many rows; inside `write()`. They count once `events.move_many` says that the
    events were prepared under the same command."""
    known = events.ids(list(prepared))

    def rows() -> Iterator[tuple[object, ...]]:
        for number, offers_ in prepared.items():
            for each in offers_:
                yield (
                    known[number], entered.command, each.type.value, each.plan, ",".join(each.options), each.why,
                    each.fallback,
                )  # fmt: skip

    return bulk_insert(BenefitOfferRow, OFFER, rows())


def offers(numbers: Sequence[str]) -> dict[str, tuple[Offer, ...]]:
    """What each event offers, as it was last prepared; two queries."""
    known = {id_: number for number, id_ in events.ids(numbers).items()}
    row, now = BenefitOfferRow, BenefitEventFactRow
    query = (
        row.select(row.event, row.type, row.plan, row.options, row.why, row.fallback)
        .join(now, on=(now.event == row.event) & (now.prepared == row.command))
        .where(row.event.in_(dialect.one_of(list(known))) & now.superseded_at.is_null() & last_of(now))
        .order_by(row.event, row.id)
    )
    found: dict[str, list[Offer]] = defaultdict(list)
    for event, type_, plan, options, why, fallback in database.execute(query).fetchall():
        names = tuple(filter(None, options.split(",")))
        found[known[event]].append(Offer(PlanType(type_), plan, names, why, fallback))
    return {number: tuple(found.get(number, ())) for number in numbers}
