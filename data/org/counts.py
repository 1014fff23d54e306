"""How many people are in each department or location on a day, as far as a role reaches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from data.directory import _counted
from data.lines import lines_on, reached
from data.org.names import Kind
from hrtui.access.model import Scope
from hrtui.people.model import Status


def people_by(kind: Kind, scopes: Iterable[Scope], actor_person: str, on: date | None) -> dict[str, int]:
    """People by the name of their department or location, as of a day where one is given; one query."""
    lines = lines_on(on)
    column = getattr(lines.model, kind)
    there = lines.model.status.not_in((Status.TERMINATED, Status.STARTING))
    wanted = [there, *lines.standing(), reached(scopes, actor_person, lines)]
    return {row[0]: row[1] for row in _counted(lines.model, (column,), wanted)}
