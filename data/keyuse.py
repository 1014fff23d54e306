"""How a store's values are sealed: which keys, since when, how many values under each, and where the key file lies."""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from peewee import fn

from data.base import database
from data.keyfile import earlier, load_keys
from data.keyring import sealing, sealings
from data.schema import PrivateAnewRow, PrivateRow
from data.vault import ID_BYTES, VERSION, key_id
from hrtui.errors import StoreError
from hrtui.store.model import KeyUse, SecretsStatus

SHARED = stat.S_IWGRP | stat.S_IRWXO


def status(key_file: Path, folders: dict[str, Path]) -> SecretsStatus:
    """How the bound store's values are sealed; `folders` are those that a copy may be taken of, by what they are called.

    A key file that cannot be used is told among the doubts. Nothing is written.
    """
    counts, files = _counted(), dict(_held(key_file))
    named = {each.key: each for each in sealings()}
    ids = [*(key for key in counts if key not in named), *named]
    uses = []
    for key in ids:
        about = named.get(key)
        since, by = (about.since, about.by) if about else (None, "")
        uses.append(KeyUse(key, since, by, counts[key], files.get(key)))
    doubts = tuple(_doubts(key_file, uses, folders))
    return SecretsStatus(key_file, _mode(key_file), tuple(uses), PrivateAnewRow.select().count(), doubts)


def _counted() -> Counter[str]:
    """How many values are under each key, by its id; those that name none are under the first."""
    named = fn.SUBSTR(PrivateRow.box, 1, len(VERSION) + ID_BYTES)
    found: Counter[str] = Counter()
    seals = sealing()
    for box, count in database.execute(PrivateRow.select(named, fn.COUNT(PrivateRow.id)).group_by(named)).fetchall():
        id_ = bytes(box)[1:].hex() if bytes(box).startswith(VERSION) else seals.key if seals else ""
        found[id_] += count
    return found


def _held(key_file: Path) -> Iterator[tuple[str, Path]]:
    for file in (*reversed(earlier(key_file)), key_file):
        try:
            keys = load_keys(file)
        except StoreError:
            continue
        yield "", file
        yield from ((key_id(key).hex(), file) for key in keys)


def _mode(key_file: Path) -> str:
    return stat.filemode(key_file.stat().st_mode) if key_file.exists() else ""


def _doubts(key_file: Path, uses: list[KeyUse], folders: dict[str, Path]) -> Iterator[str]:
    try:
        load_keys(key_file)
    except StoreError as error:
        yield str(error)
        return
    if key_file.stat().st_mode & SHARED:
        yield f"Others than its owner may change {key_file}, or open it; run `chmod g-w,o= {key_file}`."
    for called, folder in folders.items():
        if key_file.resolve().is_relative_to(folder.resolve()):
            yield f"{key_file} lies in the folder of {called}: whoever takes a copy of that has the key too; move it."
    for use in uses:
        if use.values and use.key and use.file is None:
            yield f"No key file at hand holds key {use.key}, which {use.values:,} values are sealed with; bring it back."
