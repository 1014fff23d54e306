"""A batch as a draft: flat texts that can be written at every key, and the batch made of them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hrtui.payroll.grid.batch import Batch
from hrtui.payroll.grid.model import GridColumn, GridPerson, Key

PAPER, TYPING, SEEN = "paper", "typing", "seen"
SIGN = "\t"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the hands are: the cell or the total of the paper under the cursor, and what is typed there (None: nothing)."""

    key: Key | None = None
    total: str = ""
    typing: str | None = None


@dataclass(slots=True)
class Restored:
    """What a draft gave back; `left_out` counts cells whose person or column the batch has no more, `seen` is the last
    command that was on file when its first cell was keyed."""

    batch: Batch
    paper: dict[str, str] = field(default_factory=dict)
    standing: Standing = Standing()
    left_out: int = 0
    seen: int | None = None


def texts_of(batch: Batch, paper: Mapping[str, str], standing: Standing, seen: int = 0) -> dict[str, str]:
    """Everything that was keyed, by names of its own, and the last command on file then; empty where nothing was."""
    texts = {f"{batch.number(person)}{SIGN}{code}": text for (person, code), text in batch.texts.items()}
    texts |= {f"{SIGN}{PAPER}{SIGN}{name}": text for name, text in paper.items() if text}
    if standing.typing is not None:
        texts[f"{SIGN}{TYPING}"] = standing.typing
    return texts | {f"{SIGN}{SEEN}": str(seen)} if texts and seen else texts


def place_of(batch: Batch, standing: Standing) -> str:
    """Where the hands are, as a draft names it."""
    if standing.total:
        return f"{SIGN}{PAPER}{SIGN}{standing.total}"
    if standing.key is None:
        return ""
    return f"{batch.number(standing.key[0])}{SIGN}{standing.key[1]}"


def restored(
    texts: Mapping[str, str],
    at: str,
    people: Sequence[GridPerson],
    columns: Sequence[GridColumn],
    saved: Mapping[Key, int] | None = None,
) -> Restored:
    """The batch of a draft over the people, columns and figures on file there are."""
    ids = {person.number: person.id for person in people}
    cells: dict[Key, str] = {}
    paper: dict[str, str] = {}
    for name, text in texts.items():
        number, _, code = name.partition(SIGN)
        if name.startswith(f"{SIGN}{PAPER}{SIGN}"):
            paper[name.rpartition(SIGN)[2]] = text
        elif number in ids:
            cells[ids[number], code] = text
    batch = Batch(people, columns, saved, cells)
    left_out = sum(not name.startswith(SIGN) for name in texts) - len(batch.texts)
    seen = texts.get(f"{SIGN}{SEEN}", "")
    standing = _standing(at, ids, batch, texts.get(f"{SIGN}{TYPING}"))
    return Restored(batch, paper, standing, left_out, int(seen) if seen.isdecimal() else None)


def _standing(at: str, ids: Mapping[str, int], batch: Batch, typing: str | None) -> Standing:
    if at.startswith(f"{SIGN}{PAPER}{SIGN}"):
        return Standing(None, at.rpartition(SIGN)[2], typing)
    number, _, code = at.partition(SIGN)
    key = (ids[number], code) if number in ids else None
    return Standing(key, "", typing) if key is not None and batch.place(key) is not None else Standing()
