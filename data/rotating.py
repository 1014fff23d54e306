"""Sealing every value anew with another key: made ready beside the values while others work, then all put in place at once.

What a kill leaves behind is never half of either: until the one transaction at the end every value is under the earlier key,
which stays in the key file; the next run finds what was made ready, and the key it is under, and goes on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from peewee import JOIN, fn

from data import audit, dialect
from data.base import database
from data.bulk import bulk_insert
from data.keyfile import load_keys, replace_keys, set_apart
from data.keyring import find_key, kind_of, opening_vault, sealing, sealing_vault, sealings
from data.privacyrows import IDENTITY, KeptIdentityRow
from data.schema import PrivateAnewRow, PrivateRow, SealingKeyRow
from data.vault import ID_BYTES, VERSION, Vault, key_id, new_key
from hrtui.audit.model import Entry
from hrtui.context import Store
from hrtui.errors import StoreDamaged, StoreError
from hrtui.people.model import PrivateKind
from hrtui.people.private import found_by
from hrtui.store.model import Rotation

CHUNK = 500
ROTATE = "store.rotate_key"
SUBJECT = "store"
Told = Callable[[int, int], None]
Row = tuple[int, str, int, bytes]  # id, kind as stored, person, box


def rotate(store: Store, key_file: Path, at: datetime, by: str, told: Told | None = None) -> Rotation:
    """Seal every value anew, rescinded ones too, with a new key, or with the one an earlier run had begun with.

    `told` hears how many of how many are ready. Others go on reading and writing: each chunk of values holds the write lock for
    some milliseconds, the last step for as long as it takes to put them in place. Raises StoreError where the key file cannot be
    used or written, StoreDamaged where a value does not open; the earlier key still seals then.
    """
    with store.write():
        fresh, before = _begin(key_file, at, by)
    while True:
        _prepare(store, key_file, fresh, told)
        with dialect.roomy(database), store.write():
            late = _missing(0)
            if len(late) < CHUNK:
                _make_ready(late, opening_vault(key_file), fresh)
                done = _put(key_file, fresh, before, at, by)
                break
    replace_keys(key_file, [_known(key_file, fresh.id)])
    return done


def _begin(key_file: Path, at: datetime, by: str) -> tuple[Vault, str]:
    """The key to seal with anew, in the key file already, and the id of the one that seals; what else was made ready is dropped."""
    before = sealing_vault(key_file, at, by).id
    known = {bytes.fromhex(each.key) for each in sealings()}
    waiting = [key for key in load_keys(key_file) if key_id(key) not in known]
    fresh = waiting[0] if waiting else new_key()
    if not waiting:
        replace_keys(key_file, [_known(key_file, before), fresh])
    vault = Vault(fresh)
    other = fn.SUBSTR(PrivateAnewRow.box, 1, len(VERSION) + ID_BYTES) != VERSION + vault.id
    PrivateAnewRow.delete().where(other).execute()
    return vault, before.hex()


def _known(key_file: Path, id_: bytes) -> bytes:
    key = find_key(key_file, id_)
    if key is None:
        raise StoreError(f"{key_file} no longer holds key {id_.hex()}: it was changed meanwhile. Bring that key back.")
    return key


def _prepare(store: Store, key_file: Path, fresh: Vault, told: Told | None) -> None:
    last, whole, ready = 0, PrivateRow.select().count(), PrivateAnewRow.select().count()
    while rows := _missing(last):
        opening = opening_vault(key_file)
        sealed = _sealed(rows, opening, fresh)
        began = time.monotonic()
        with store.write():
            bulk_insert(PrivateAnewRow, ("private", "was", "box", "blind"), sealed, replace="private")
        held = time.monotonic() - began
        last, ready = rows[-1][0], ready + len(rows)
        if told is not None:
            told(min(ready, whole), whole)
        time.sleep(held)


def _missing(after: int) -> list[Row]:
    """Values of which none is ready, or one of another box, in the order of their ids."""
    row, anew = PrivateRow, PrivateAnewRow
    query = (
        row.select(row.id, row.kind, row.person, row.box)
        .join(anew, JOIN.LEFT_OUTER, on=(anew.private == row.id))
        .where((row.id > after) & (anew.was.is_null() | (anew.was != row.box)))
    )
    return list(database.execute(query.order_by(row.id).limit(CHUNK)).fetchall())


def _make_ready(rows: Sequence[Row], opening: Vault, fresh: Vault) -> None:
    bulk_insert(PrivateAnewRow, ("private", "was", "box", "blind"), _sealed(rows, opening, fresh), replace="private")


def _sealed(rows: Sequence[Row], opening: Vault, fresh: Vault) -> list[tuple[int, bytes, bytes, bytes]]:
    """Each value under the new key, beside the box it was in; raise StoreDamaged where one does not open."""
    made = []
    for id_, stored, person, box in rows:
        kind = kind_of(stored)
        text = opening.open(kind, person, box)
        blind = fresh.blind(kind, found_by(PrivateKind(kind), text))
        made.append((id_, bytes(box), fresh.seal(kind, person, text), blind))
    return made


def _put(key_file: Path, fresh: Vault, before: str, at: datetime, by: str) -> Rotation:
    """Put every value that was made ready in its place, with the key's record and an entry; inside `write()`."""
    now = sealing()
    if now is None or now.key != before:
        raise StoreError("Another rotation has ended meanwhile; see `hrtui secrets status`.")
    apart = set_apart(key_file, _known(key_file, bytes.fromhex(before)), at)
    _known(key_file, fresh.id)
    SealingKeyRow.insert(key=fresh.id.hex(), at=at, by=by).execute()
    anew = PrivateAnewRow
    wanted = (anew.private == PrivateRow.id) & (anew.was == PrivateRow.box)
    query = PrivateRow.update(box=anew.box, blind=anew.blind).from_(anew).where(wanted)
    values = query.execute()
    if values != PrivateRow.select().count():
        raise StoreDamaged("Not every value could be sealed anew; nothing was changed. See `hrtui check`.")
    anew.delete().execute()
    _seal_identities(opening_vault(key_file), fresh)
    detail = {"key": fresh.id.hex(), "before": before, "values": str(values)}
    audit.append(Entry(at, by, ROTATE, SUBJECT, detail=detail))
    return Rotation(fresh.id.hex(), before, values, apart)


def _seal_identities(opening: Vault, fresh: Vault) -> None:
    """Seal what is kept of who erased people were anew too; inside `write()`. They are few."""
    row = KeptIdentityRow
    for person, box in database.execute(row.select(row.person, row.box)).fetchall():
        made = fresh.seal(IDENTITY, person, opening.open(IDENTITY, person, box))
        row.update(box=made).where(row.person == person).execute()
