"""Which key seals: the store names it by its id, the key file and the files of earlier keys beside it hold it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from data.base import database
from data.keyfile import every_key, load_keys
from data.schema import PrivateRow, SealingKeyRow
from data.vault import Vault, key_id
from hrtui.errors import StoreError


@dataclass(frozen=True, slots=True)
class Sealing:
    """The key that a store's values are sealed with, by its id in hexadecimal digits, since when, and by whom."""

    key: str
    since: datetime
    by: str


def sealing(db: Any = database) -> Sealing | None:
    """The key that seals; None where the store names none yet."""
    found = sealings(db)
    return found[-1] if found else None


def sealings(db: Any = database) -> list[Sealing]:
    """Every key that has sealed, the one that seals last."""
    row = SealingKeyRow
    found: list[Any] = list(row.select(row.key, row.at, row.by).order_by(row.id).bind(db).tuples())
    return [Sealing(*each) for each in found]


def opening_vault(key_file: Path) -> Vault:
    """The vault that opens a store's values: each names its key, which is looked for in the key file and beside it.

    Not to seal with. Raises StoreError where the key file cannot be used.
    """
    return _vault(load_keys(key_file)[0], key_file)


def sealing_vault(key_file: Path, at: datetime, by: str) -> Vault:
    """The vault to seal with, inside `write()`: another process may have changed the key until then.

    A store that names no key yet is told the key file's first, which must open what is there. Raises StoreError where no key
    file holds the key that the store names.
    """
    keys, named = load_keys(key_file), sealing()
    key = keys[0] if named is None else find_key(key_file, bytes.fromhex(named.key))
    if key is None:
        raise _another(key_file, named, keys)
    vault = _vault(key, key_file)
    if named is None:
        name_key(vault, at, by)
    return vault


def name_key(vault: Vault, at: datetime, by: str) -> None:
    """Record that values are sealed with a vault's key from here on; raise StoreDamaged where it does not open what is there."""
    first = PrivateRow.select(PrivateRow.kind, PrivateRow.person, PrivateRow.box).limit(1).tuples().first()
    if first is not None:
        vault.open(kind_of(first[0]), first[1], first[2])
    SealingKeyRow.insert(key=vault.id.hex(), at=at, by=by).execute()


def kind_of(stored: str) -> str:
    """The kind that a value is sealed as, of the kind and place it is stored under."""
    return stored.partition(".")[0]


def find_key(key_file: Path, id_: bytes) -> bytes | None:
    """The key of an id, from the key file or the files of earlier keys beside it; None where none holds it."""
    return next((key for key in every_key(key_file) if key_id(key) == id_), None)


def _vault(key: bytes, key_file: Path) -> Vault:
    return Vault(key, lambda id_: find_key(key_file, id_))


def _another(key_file: Path, named: Sealing | None, keys: tuple[bytes, ...]) -> StoreError:
    held = ", ".join(key_id(key).hex() for key in keys)
    told = f"key {named.key} since {named.since:%Y-%m-%d}" if named else "another key"
    return StoreError(
        f"The values of this store are sealed with {told}, and {key_file} holds {held}; bring that key's file back beside it, "
        "or correct `store: key_file:`."
    )
