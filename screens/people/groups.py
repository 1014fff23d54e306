"""A list of people in groups: headings stand between the ids as negative numbers, so that rows stay as cheap as before."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate


@dataclass(slots=True)
class Groups:
    """The groups of a list: how many people each has, the first person of it, and the labels known so far.

    The heading of the group at `n` has the id `-1 - n`.
    """

    sizes: Sequence[int] = ()
    firsts: Sequence[int] = ()
    labels: dict[int, str] = field(default_factory=dict)

    def first_of(self, heading: int) -> int:
        """The id of the first person below a heading."""
        return self.firsts[-1 - heading]

    def title(self, heading: int) -> str:
        """`Production (208)`."""
        at = -1 - heading
        return f"{self.labels.get(at) or '(none)'} ({self.sizes[at]:,})"


def grouped(ids: array[int], sizes: Sequence[int]) -> tuple[array[int], Groups]:
    """The ids with the headings of their groups between them; as they are where the sizes are not those of the list."""
    if sum(sizes) != len(ids):
        return ids, Groups()
    out, starts = array("q"), [0, *accumulate(sizes)]
    for at, start in enumerate(starts[:-1]):
        out.append(-1 - at)
        out += ids[start : starts[at + 1]]
    return out, Groups(tuple(sizes), tuple(ids[start] for start in starts[:-1]))


def people(ids: array[int]) -> array[int]:
    """The ids without headings."""
    return array("q", (id_ for id_ in ids if id_ > 0)) if ids and ids[0] < 0 else ids


def ordered(text: str, sort: tuple[str, bool], group: str = "") -> str:
    """A query with its order: the one it names, else that of the screen; people of one group stand together."""
    key, descending = sort
    own = f"{'-' if descending else ''}{key}"
    if "sort:" in text:
        return text.replace("sort:", f"sort:{group},", 1) if group else text
    return f"{text} sort:{own if group in ('', key) else f'{group},{own}'}"


def unordered(text: str) -> str:
    """A query without the order it names."""
    return re.sub(r"(^|\s)sort:\S*", "", text).strip()
