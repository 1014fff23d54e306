"""The use case that writes a carrier's census: who has which of its plans on a day, in the columns of the plan file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data import audit, identity
from data.addressees import Addressee, addressees, ssns
from data.benefits import elections, members
from hrtui.access.model import Field
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.audit.model import Entry
from hrtui.benefits import planfile
from hrtui.benefits.billing import enrolling
from hrtui.benefits.billing.permitting import ACTION, permitted
from hrtui.benefits.book import Book
from hrtui.benefits.model import COVERED, Election, Member
from hrtui.benefits.plans import Carrier, Plan
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.exchange.files import TABLES, format_of, new_file, put_table
from hrtui.text import listed

CHUNK = 500
SENSITIVE = {"birth_date": Field.BIRTH, "ssn": Field.SSN, "dependent_births": Field.BIRTH}


@dataclass(frozen=True, slots=True)
class Row:
    """What a row of the census is made of."""

    member: Member
    election: Election
    plan: Plan
    book: Book
    carrier: Carrier
    address: Addressee | None
    ssn: str


def _covered(row: Row) -> list[str]:
    slots = set(row.election.choice.covers)
    return [each.name for each in row.member.dependents if each.slot in slots]


def _births(row: Row) -> list[str]:
    slots = set(row.election.choice.covers)
    return [str(each.birth_date or "") for each in row.member.dependents if each.slot in slots]


def _option(row: Row) -> str:
    option = row.book.option(row.plan.name, row.election.choice.option)
    return option.code or option.label


COLUMNS: dict[str, Callable[[Row], object]] = {
    "number": lambda row: row.member.number,
    "name": lambda row: row.member.name,
    "last_name": lambda row: row.member.name.partition(", ")[0],
    "first_name": lambda row: row.member.name.partition(", ")[2],
    "birth_date": lambda row: row.member.birth_date,
    "ssn": lambda row: row.ssn,
    "street": lambda row: row.address.street if row.address else "",
    "city": lambda row: row.address.city if row.address else "",
    "state": lambda row: row.address.state if row.address else "",
    "postal_code": lambda row: row.address.postal_code if row.address else "",
    "hired": lambda row: row.member.hired,
    "status": lambda row: row.member.status,
    "department": lambda row: row.member.department,
    "location": lambda row: row.member.location,
    "group_number": lambda row: row.carrier.group_number,
    "plan": lambda row: row.plan.label,
    "option": _option,
    "tier": lambda row: row.election.choice.tier.value,
    "effective_from": lambda row: row.election.effective_from,
    "state_of_election": lambda row: row.election.state.value,
    "dependents": lambda row: len(row.election.choice.covers),
    "dependent_names": lambda row: "; ".join(_covered(row)),
    "dependent_births": lambda row: "; ".join(_births(row)),
}
"""What a census can hold of each person and plan, by the names that the plan file maps."""
ADDRESS = frozenset({"street", "city", "state", "postal_code"})


@dataclass(frozen=True, slots=True)
class Written:
    """A census that was written."""

    file: Path
    count: int
    on: date
    sentence: str


def columns_of(carrier: Carrier) -> dict[str, str]:
    """The carrier's headings with our columns; raise RuleBroken where there is no mapping or a column is not known."""
    if not carrier.census:
        raise RuleBroken(
            f"{carrier.label} has no census mapping; add `census:` to {carrier.name} in the plan file (docs/benefits.md)."
        )
    for heading, ours in carrier.census.items():
        if ours not in COLUMNS:
            raise RuleBroken(
                f"The census of {carrier.name} fills “{heading}” with {ours}, which is no column; use {listed(tuple(COLUMNS))}."
            )
    return dict(carrier.census)


def census(ctx: Context, name: str, path: Path, on: date | None = None, replace: bool = False) -> Written:
    """Write who has a carrier's plans on a day to a new file for its owner alone, a row for each person and plan.

    Birth dates and social security numbers are written only to whom everyone's are shown, with an entry for each person.
    Raises NotAllowed, NotFound for the carrier, and RuleBroken for the mapping and the file.
    """
    require(ctx.actor, ACTION)
    book = planfile.book(ctx)
    carrier = book.carrier(name)
    columns, day = columns_of(carrier), on or ctx.day
    secret = sorted({SENSITIVE[ours] for ours in columns.values() if ours in SENSITIVE})
    permitted(ctx, *secret)
    form = format_of(path, "", TABLES)
    seen: list[int] = []
    with new_file(path, replace) as part:
        rows = (
            [COLUMNS[ours](row) for ours in columns.values()] for row in _rows(ctx, book, carrier, day, columns, seen)
        )
        count = put_table(part, list(columns), rows, form)
        _noted(ctx, carrier, day, path, columns, count, secret, seen)
    rows_said = "1 row" if count == 1 else f"{count:,} rows"
    return Written(path, count, day, f"The census of {carrier.label} on {day} is written to {path.name}: {rows_said}.")


def _rows(
    ctx: Context, book: Book, carrier: Carrier, day: date, columns: dict[str, str], seen: list[int]
) -> Iterator[Row]:
    """The rows, some hundred people at a time; `seen` is filled with the people of them."""
    plans = {plan.name: plan for plan in book.settings.plans if plan.carrier == carrier.name}
    asked = set(columns.values())
    found = [
        (person, each)
        for person, each in elections.in_force(day)
        if each.state in COVERED and each.choice.plan in plans
    ]
    for start in range(0, len(found), CHUNK):
        some = found[start : start + CHUNK]
        yield from _chunk(ctx, some, plans, Sources(book, carrier, day, asked), seen)


@dataclass(frozen=True, slots=True)
class Sources:
    """What every row of a census is read with."""

    book: Book
    carrier: Carrier
    day: date
    asked: set[str]


def _chunk(
    ctx: Context, some: Sequence[tuple[int, Election]], plans: dict[str, Plan], sources: Sources, seen: list[int]
) -> Iterator[Row]:
    people = sorted({person for person, _ in some})
    with ctx.store.snapshot():
        who = members.members(people, sources.day)
        homes = addressees(people, sources.day) if ADDRESS & sources.asked else {}
        numbers = ssns(ctx.config.key_path, people) if "ssn" in sources.asked else {}
    seen.extend(people)
    for person, election in some:
        member, plan = who.get(person), plans[election.choice.plan]
        if member is not None and not enrolling.is_over(election, plan, member, sources.day):
            yield Row(member, election, plan, sources.book, sources.carrier, homes.get(person), numbers.get(person, ""))


def _noted(
    ctx: Context, carrier: Carrier, day: date, path: Path, columns: dict[str, str], count: int, secret: Sequence[Field],
    seen: Sequence[int],
) -> None:  # fmt: skip
    """The entries of the export, before the file gets its name: one of the file, one of each person for what is sensitive."""
    detail = {"file": path.name, "on": str(day), "columns": ", ".join(columns.values()), "rows": str(count)}
    with ctx.store.write():
        audit.append(Entry(ctx.clock.now(), ctx.actor.login, "benefits.census", carrier.name, None, (), detail))
    numbers = sorted(identity.numbers(set(seen)).values()) if secret else []
    for each in secret:
        writing.note_reads(ctx, numbers, f"see_{each.value}", {"census": carrier.name}, area="benefits")
