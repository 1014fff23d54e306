"""Tags: what people bear from a day on, as rows to values; and the tags in use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from data.fields import instant
from data.prepared import listed, one_of, prepared
from data.schema import TagRow
from hrtui.people.model import Stamp, Tag

CHUNK = 500
COLUMNS = (
    TagRow.person, TagRow.effective_from, TagRow.id, TagRow.seq, TagRow.command, TagRow.recorded_at, TagRow.recorded_by,
    TagRow.superseded_at, TagRow.tag, TagRow.set,
)  # fmt: skip


@prepared
def _rows(people: Any) -> Any:
    order = (TagRow.person, TagRow.effective_from, TagRow.seq, TagRow.id)
    return TagRow.select(*COLUMNS).where(one_of(TagRow.person, people)).order_by(*order)


def tags(people: Sequence[int]) -> dict[int, list[Tag]]:
    """All tag rows of each person, oldest first, the superseded ones too."""
    out: dict[int, list[Tag]] = defaultdict(list)
    for start in range(0, len(people), CHUNK):
        for row in _rows(listed(people[start : start + CHUNK])).fetchall():
            person, on, id_, seq, command, at, by, superseded, name, held = row
            stamp = Stamp(id_, seq, command, instant(at), by, instant(superseded) if superseded else None)
            out[person].append(Tag(date.fromisoformat(on), name, bool(held), stamp))
    return out
