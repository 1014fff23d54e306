"""Erasing somebody: their columns overwritten in every version of every row, once, under the command that erases."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from peewee import Value, fn

from data import dialect
from data.base import database
from data.bulk import bulk_insert
from data.candidaterows import CandidateFactRow
from data.keyring import kind_of
from data.privacy import entries
from data.privacy.registry import NAME, REGISTRY, Stand, Whose
from data.privacy.whose import Whom, mine, owners, subjects
from data.privacyrows import KeptIdentityRow
from data.projection import refresh
from data.recruiting import candidates, files
from data.recruitrows import PURGED
from data.schema import AuditRow, DocumentRow, ImportBatchRow, PrivateAnewRow, PrivateRow, ProfileRow
from data.vault import Vault
from hrtui.audit.model import Entered
from hrtui.retention.settings import Records

LEAST = 6
"""The shortest text that is looked for in rows of others: a name alone may be a word."""


def preview(whom: Whom, over: Collection[Records], kinds: Collection[str]) -> tuple[dict[str, int], int, int]:
    """What an erasure would do: rows overwritten by table, files that may go, entries of the trail about them; as many queries as
    there are tables. `over` are the kinds of records past their time, `kinds` the kinds of documents that are."""
    among, found = owners(whom), dict[str, int]()
    for stand, wanted in _wanted(whom, over, kinds):
        count = stand.model.select().where(wanted & _differs(stand)).count(database)
        if count:
            found[stand.table] = count
    trail = (
        AuditRow.select().where(AuditRow.subject.in_(among[Whose.NUMBER]) & (AuditRow.changes != "[]")).count(database)
    )
    return found, len(hashes(whom, kinds)), int(trail)


def hashes(whom: Whom, kinds: Collection[str]) -> set[str]:
    """The hashes of files that any row of their documents names: of a person those of some kinds, of candidates all; two queries."""
    row = DocumentRow
    mine_ = (
        row.person.in_(dialect.one_of(list(whom.people)))
        & row.kind.in_(dialect.one_of(sorted(kinds)))
        & (row.sha256 != "")
    )
    own = {sha256 for (sha256,) in database.execute(row.select(row.sha256).distinct().where(mine_)).fetchall()}
    return own | (files.hashes_of(list(whom.candidates)) if whom.candidates else set())


def erase(
    whom: Whom, over: Collection[Records], kinds: Collection[str], today: date, vault: Vault | None, entered: Entered
) -> dict[str, int]:
    """Erase somebody; inside `write()`, under the newest command, of the action that erases, before its entry. Returns the rows
    overwritten by table. `vault` seals what stands in the place of sealed values; None where there are none."""
    words, single = _words(whom)
    counts: dict[str, int] = {}
    for stand, wanted in _wanted(whom, over, kinds):
        if stand.retired:
            stamp = {"superseded_at": entered.at, "superseded_by": entered.command}
            stand.model.update(**stamp).where(wanted & stand.model.superseded_at.is_null()).execute()
        count = (
            stand.model.delete().where(wanted).execute()
            if stand.deleted
            else _overwrite(stand, wanted, entered.command)
        )
        if count:
            counts[stand.table] = count
    for table, count in _forget(words, single).items():
        counts[table] = counts.get(table, 0) + count
    counts["private"] = unseal(whom.people, vault, entered) if vault is not None else 0
    refresh(whom.people, today)
    candidates.refresh(whom.candidates)
    return {table: count for table, count in counts.items() if count}


def unseal(people: Sequence[int], vault: Vault, entered: Entered) -> int:
    """Put a box with nothing in it in the place of every sealed value of people, and let none of them count; inside `write()`. Returns
    how many."""
    row, anew = PrivateRow, PrivateAnewRow
    among = row.person.in_(dialect.one_of(list(people)))
    row.update(superseded_at=entered.at, superseded_by=entered.command).where(
        among & row.superseded_at.is_null()
    ).execute()
    found = database.execute(row.select(row.id, row.kind, row.person, row.box).where(among)).fetchall()
    made = [
        (id_, bytes(box), vault.seal(kind_of(kind), person, NAME), vault.blind(kind_of(kind), NAME))
        for id_, kind, person, box in found
    ]
    bulk_insert(anew, ("private", "was", "box", "blind"), made, replace="private")
    ids = dialect.one_of([id_ for id_, *_ in made])
    row.update(box=anew.box, blind=anew.blind).from_(anew).where((anew.private == row.id) & row.id.in_(ids)).execute()
    anew.delete().where(anew.private.in_(ids)).execute()
    return len(made)


def sealed_count(people: Sequence[int]) -> int:
    """How many sealed values people have that count; one query."""
    row = PrivateRow
    among = row.person.in_(dialect.one_of(list(people))) & row.superseded_at.is_null()
    return int(row.select().where(among).count(database))


def empty_entries(whom: Whom, words: Mapping[str, str], command: int) -> tuple[int, str]:
    """Empty what the trail holds of somebody; inside `write()`, before the command's own entry. Returns how many entries, and their
    seal, which the command's entry has to hold under `entries.SEAL`."""
    touched = entries.empty_about(subjects(whom)) | entries.empty_words(words)
    return len(touched), entries.seal_all(touched, command)


def names_of(whom: Whom) -> dict[str, str]:
    """What somebody is found by in texts about others, with what stands there instead; two queries. Ask before they are erased."""
    return _words(whom)[0]


def _wanted(whom: Whom, over: Collection[Records], kinds: Collection[str]) -> Iterable[tuple[Stand, Any]]:
    """The tables in which something of somebody is overwritten now, with the condition for their rows."""
    among = owners(whom)
    for stand in REGISTRY:
        if not (stand.erased or stand.deleted) or stand.whose is Whose.NOBODY:
            continue
        wanted = mine(stand, among)
        if stand.until is Records.DOCUMENTS:
            wanted &= stand.model.kind.in_(dialect.one_of(sorted(kinds)))
        elif stand.until is not None and stand.until not in over:
            continue
        yield stand, wanted


def _differs(stand: Stand) -> Any:
    """The condition that something is still to be overwritten."""
    model, table = stand.model, stand.table
    if stand.deleted:
        return Value(1)
    if table in PURGED and set(stand.erased) <= set(PURGED[table]):
        return model.purged.is_null()
    return reduce(or_, [_is_not(getattr(model, name), value) for name, value in stand.erased.items()])


def _is_not(column: Any, value: Any) -> Any:
    if value == NAME:  # with the row's id behind it, where `_unique` put it there
        return ~column.startswith(NAME)
    return column.is_null(False) if value is None else column != Value(value, converter=False)


def _overwrite(stand: Stand, wanted: Any, command: int) -> int:
    model, emptied = stand.model, PURGED.get(stand.table, ())
    other = {name: value for name, value in stand.erased.items() if name not in emptied}
    count = 0
    if other:
        named = {name: _unique(model, name, value) for name, value in other.items()}
        still = reduce(or_, [_is_not(getattr(model, name), value) for name, value in other.items()])
        count = int(model.update(**named).where(wanted & still).execute())
    if emptied:
        blank = dict.fromkeys(emptied, "")
        done = int(model.update(**blank, purged=command).where(wanted & model.purged.is_null()).execute())
        count = max(count, done)
    return count


def _unique(model: Any, name: str, value: Any) -> Any:
    """A value to write; with the row's id where no two rows of an owner may have the same."""
    if value == NAME and name == getattr(model, "KIND", ""):
        return Value(f"{NAME} ").concat(model.id.cast("TEXT"))
    return Value(value, converter=False)


def _words(whom: Whom) -> tuple[dict[str, str], dict[str, str]]:
    """The whole names, addresses and telephone numbers that somebody ever had, and their single names and places as JSON and the
    trail of an import quote them; each with what stands in its place."""
    texts: dict[str, str] = {}
    single: dict[str, str] = {}
    for model, of in ((ProfileRow, ProfileRow.person), (CandidateFactRow, CandidateFactRow.candidate)):
        ids = whom.people if model is ProfileRow else whom.candidates
        columns = [getattr(model, name) for name in ("first_name", "last_name", "email", "phone")]
        street = ProfileRow.street if model is ProfileRow else Value("")
        query = model.select(*columns, street).where(of.in_(dialect.one_of(list(ids)))).distinct()
        for first, last, *rest in database.execute(query).fetchall():
            if first and last and last != NAME:
                texts |= dict.fromkeys((f"{first} {last}", f"{last}, {first}"), NAME)
            texts |= {text: NAME for text in rest if text and len(text) >= LEAST}
            single |= {text: NAME for text in (first, last, *rest) if text and text != NAME}
            texts |= {f"“{text}”": f"“{NAME}”" for text in (first, last, *rest) if text and text != NAME}
    return dict(sorted(texts.items(), key=lambda pair: -len(pair[0]))), single


def _forget(words: Mapping[str, str], single: Mapping[str, str]) -> dict[str, int]:
    """Put something else in the place of somebody's names in texts of others; returns how many texts by table."""
    counts: dict[str, int] = {}
    told = {form: new for word, new in words.items() for form in _forms(word)}
    quoted = {
        json.dumps(word, ensure_ascii=plain): json.dumps(new) for word, new in single.items() for plain in (True, False)
    }
    for stand in REGISTRY:
        for name in stand.mentions if stand.model is not AuditRow else ():
            sought = told | (quoted if stand.model is ImportBatchRow else {})
            count = _replace(stand.model, name, sought) if sought else 0
            if count:
                counts[stand.table] = counts.get(stand.table, 0) + count
    return counts


def _forms(word: str) -> set[str]:
    """How a text may stand in a column: as it is, or inside a text of JSON."""
    return {word, json.dumps(word)[1:-1], json.dumps(word, ensure_ascii=False)[1:-1]}


def _replace(model: Any, name: str, words: Mapping[str, str]) -> int:
    column = getattr(model, name)
    holds = reduce(or_, [fn.INSTR(column, word) > 0 for word in words])
    rows: Sequence[tuple[int, str]] = database.execute(model.select(model.id, column).where(holds)).fetchall()
    for id_, text in rows:
        for word, new in words.items():
            text = text.replace(word, new)
        model.update(**{name: text}).where(model.id == id_).execute()
    return len(rows)


def keep_identity(person: int, until: date, rule: str, box: bytes, entered: Entered) -> None:
    """Keep what the law demands of who somebody was, sealed, until a day; inside `write()`."""
    row = KeptIdentityRow
    row.delete().where(row.person == person).execute()
    row.insert(person=person, until=until, rule=rule, box=box, command=entered.command).execute()


def forget_identity(person: int) -> None:
    """Delete what was kept of who somebody was; inside `write()`."""
    KeptIdentityRow.delete().where(KeptIdentityRow.person == person).execute()


def identity_of(person: int) -> tuple[bytes, date, str] | None:
    """What was kept of who somebody was: the sealed box, until when, and by which rule; one query."""
    row = KeptIdentityRow
    found = database.execute(row.select(row.box, row.until, row.rule).where(row.person == person)).fetchone()
    return (bytes(found[0]), date.fromisoformat(found[1]), found[2]) if found else None


SEARCHED = ("directory", "candidate_line")
"""The tables whose search indexes hold words of people."""


def merge_search(table: str, begun: bool) -> bool:
    """Merge a little more of a search index, so that no segment holds words of who was erased; inside `write()`. Whether there is more."""
    return dialect.merge_search(database.obj, table, begun)
