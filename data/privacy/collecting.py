"""Everything about somebody, part by part, as rows of columns by name; some at a time, however many there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from peewee import ForeignKeyField

from data import dialect
from data.base import database
from data.candidaterows import CandidateFileRow, CandidateLineRow
from data.dated import CommandRow
from data.privacy.registry import REGISTRY, Stand, Whose
from data.privacy.whose import Whom, mine, owners
from data.recruitrows import ScorecardRow
from data.schema import DirectoryRow, DocumentRow, PayCodeRow, PrivateRow, SlipLineRow
from hrtui.text import fold

SOME = 500
UNSAID = frozenset(
    {"id", "command", "superseded_by", "recorded_by", "purged", "active_command", "known", "generation", "digest"}
)
"""Columns that tell of the program and its users, not of the person."""
OTHER = "[another person]"
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
Row = dict[str, Any]


def parts() -> dict[str, list[Stand]]:
    """The tables that an export takes, by the part they go into, in the order of the registry."""
    found: dict[str, list[Stand]] = {}
    for stand in REGISTRY:
        if stand.part and stand.model is not PrivateRow:
            found.setdefault(stand.part, []).append(stand)
    return found


def rows(stand: Stand, whom: Whom, own: Collection[str]) -> Iterator[Row]:
    """The rows of a table about somebody, without what is of others: columns that are hidden, and in free text the names and addresses
    of anyone but those of `own`. Read inside `snapshot()`."""
    model, meta = stand.model, stand.model._meta
    query = model.select().where(mine(stand, owners(whom)))
    if model is ScorecardRow:
        query = query.where(model.submitted == 1)
    fields = [field for field in meta.sorted_fields if field.name not in UNSAID | set(stand.hidden)]
    if stand.whose is not Whose.PERSON or stand.by != "id":
        fields = [field for field in fields if field.name != "person"]
    cursor = database.execute(query.select(*fields).order_by(*_key(model)))
    while found := cursor.fetchmany(SOME):
        some = [dict(zip((field.name for field in fields), row, strict=True)) for row in found]
        _name_references(fields, some)
        _hide_others(stand, some, own)
        yield from ({"table": stand.table, **row} for row in some)


def _key(model: Any) -> list[Any]:
    return [model.slip, model.seq] if model is SlipLineRow else [model.id]


def _name_references(fields: list[Any], some: list[Row]) -> None:
    """Put numbers and names in the place of ids; ids of what has neither are left out."""
    for field in fields:
        if isinstance(field, ForeignKeyField):
            _replace(some, field.name, _names(field.rel_model, {row[field.name] for row in some}))
    if fields and fields[0].model is SlipLineRow:
        _replace(some, "code", _named(PayCodeRow, "label", {row["code"] for row in some}))


def _names(model: Any, ids: set[Any]) -> Mapping[Any, str]:
    name = next((each for each in ("number", "name") if each in model._meta.fields), "")
    return {} if not name or model is CommandRow else _named(model, name, ids)


def _named(model: Any, name: str, ids: set[Any]) -> Mapping[Any, str]:
    wanted = sorted(id_ for id_ in ids if id_ is not None)
    query = model.select(model.id, getattr(model, name)).where(model.id.in_(dialect.one_of(wanted)))
    return dict(database.execute(query).fetchall())


def _replace(some: list[Row], name: str, known: Mapping[Any, str]) -> None:
    for row in some:
        value = row.pop(name)
        if value in known:
            row[name] = known[value]


def _hide_others(stand: Stand, some: list[Row], own: Collection[str]) -> None:
    names = [*stand.free, *stand.mentions]
    texts = [str(row[name]) for row in some for name in names if row.get(name)]
    if not texts:
        return
    hide = without_others(texts, own)
    for row in some:
        row.update({name: hide(str(row[name])) for name in names if row.get(name)})


def without_others(texts: list[str], own: Collection[str]) -> Callable[[str], str]:
    """What takes the names of anyone on file, and addresses that are not `own`, out of these texts; two queries."""
    pairs = {pair for text in texts for pair in _pairs(text)}
    wanted = dialect.one_of(sorted({fold(f"{last}, {first}") for pair in pairs for first, last in (pair, pair[::-1])}))
    known: set[str] = set()
    for model in (DirectoryRow, CandidateLineRow):
        query = model.select(model.sort_name).distinct().where(model.sort_name.in_(wanted))
        known.update(name for (name,) in database.execute(query).fetchall())
    mine_ = {fold(each) for each in own}
    others = {
        pair for pair in pairs if any(fold(f"{last}, {first}") in known - mine_ for first, last in (pair, pair[::-1]))
    }

    def hidden(text: str) -> str:
        for first, last in others:
            text = re.sub(rf"\b{re.escape(first)}\b([,\s]+)\b{re.escape(last)}\b", OTHER, text)
        return _ADDRESS.sub(lambda found: found[0] if fold(found[0]) in mine_ else OTHER, text)

    return hidden


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    words = _WORD.findall(text)
    yield from zip(words, words[1:], strict=False)


def own_names(whom: Whom) -> list[str]:
    """The names of somebody as lists sort them, and their addresses; two queries."""
    found: list[str] = []
    asked: tuple[tuple[Any, Any, tuple[int, ...]], ...] = (
        (DirectoryRow, DirectoryRow.person, whom.people),
        (CandidateLineRow, CandidateLineRow.candidate, whom.candidates),
    )
    for model, key, ids in asked:
        query = model.select(model.sort_name, model.email).where(key.in_(dialect.one_of(list(ids))))
        for row in database.execute(query).fetchall():
            found += [each for each in row if each]
    return found


def files_of(whom: Whom) -> Iterator[tuple[str, str, str, bool]]:
    """The files of somebody's documents: kind, file name, hash, and whether it is a candidate's; two queries."""
    for model, ids, seeks in ((DocumentRow, whom.people, False), (CandidateFileRow, whom.candidates, True)):
        owner = getattr(model, model.OWNER)
        query = model.select(model.kind, model.file_name, model.sha256).distinct()
        wanted = owner.in_(dialect.one_of(list(ids))) & (model.sha256 != "") & model.superseded_at.is_null()
        for kind, name, sha256 in database.execute(
            query.where(wanted).order_by(model.kind, model.file_name)
        ).fetchall():
            yield kind, name, sha256, seeks
