"""The use cases of exchange: people in from a file, as one command; people out to a CSV file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hrtui.access.rules import require
from hrtui.audit.model import Entry
from hrtui.context import Context
from hrtui.exchange.files import write_csv
from hrtui.exchange.importing import import_people as import_people
from hrtui.exchange.importing import write_faults as write_faults
from hrtui.exchange.importing import write_mapping as write_mapping
from hrtui.exchange.importing import write_refused as write_refused
from hrtui.people.model import PersonSummary
from hrtui.text import clean

EXPORTED = (
    "number", "name", "department", "title", "location", "manager", "status", "hired", "terminated", "email", "type",
)  # fmt: skip
PAGE = 64


def export_people(ctx: Context, text: str, path: Path, chosen: Sequence[int] | None = None) -> int:
    """Write the people a query finds, or those chosen by their ids, to a new CSV file and return how many.

    Leaves an audit entry.

    Cells that a spreadsheet would compute begin with an apostrophe. Raises NotAllowed, QueryError, and RuleBroken
    where the file is there already or cannot be written.
    """
    from data import audit
    from hrtui.people import service as people

    require(ctx.actor, "people.read")
    ids = people.directory_ids(ctx, text) if chosen is None else chosen
    pages = (people.directory_page(ctx, ids[start : start + PAGE]) for start in range(0, len(ids), PAGE))
    count = write_csv(path, EXPORTED, (exported(person) for page in pages for person in page if person is not None))
    detail = {"query": clean(text) if chosen is None else "marked by hand", "people": str(count)}
    with ctx.store.write():
        audit.append(
            Entry(ctx.clock.now(), ctx.actor.login, "people.export", clean(path.name, limit=200), None, (), detail)
        )
    return count


def exported(person: PersonSummary) -> tuple[object, ...]:
    """A line of the directory in the order of EXPORTED."""
    return (
        person.number, person.name, person.department, person.title, person.location, person.manager, person.status.value,
        person.hired, person.terminated, person.email, person.employment_type,
    )  # fmt: skip
