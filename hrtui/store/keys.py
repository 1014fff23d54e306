"""What is to be said of the key files a configuration names: whether each can be used, is closed to others, and lies apart from what it opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data import strongbox
from data.keyfile import load_keys
from hrtui.config import Config
from hrtui.errors import StoreError
from hrtui.served.places import Places
from hrtui.store.model import Finding, Grade

PLAIN = "They are not sealed: whoever takes one reads names and pay. `hrtui secrets backup-key FILE`, then `store: backup_key:`."


def look(config: Config) -> Iterator[Finding]:
    """The key of sealed values, that of the whole file, and the one backups are sealed for; nothing is written."""
    yield _one("the key of sealed values", config.key_path, config)
    if config.cipher_path is not None:
        yield _one("the key of the whole file", config.cipher_path, config)
    yield _backups(config)


def _one(name: str, path: Path, config: Config) -> Finding:
    try:
        load_keys(path)
    except StoreError as error:
        return Finding(name, Grade.FAULT, str(error))
    beside = _beside(path, config)
    return (
        Finding(name, Grade.WARNING, beside)
        if beside
        else Finding(name, Grade.GOOD, f"It is in {path}; keep a copy elsewhere.", name.removeprefix("the key "))
    )


def _backups(config: Config) -> Finding:
    """Whether backups are sealed, and what opens them is away; of a server plain ones are worth a look."""
    name = "backups are sealed"
    if config.store.backup_key is None:
        if config.cipher_path is not None:
            return Finding(name, Grade.GOOD, "They are encrypted with the key of the whole file.", "encrypted")
        served = Places.of(config).sessions.is_dir()
        return Finding(name, Grade.WARNING if served else Grade.GOOD, PLAIN, "plain")
    path = config.path(config.store.backup_key)
    try:
        key = strongbox.load(path)
    except StoreError as error:
        if isinstance(error.__cause__, PermissionError):
            return Finding(name, Grade.GOOD, f"They are, for {path}, which cannot be read from here.", "sealed")
        return Finding(name, Grade.FAULT, str(error))
    if key.secret is None:
        return Finding(name, Grade.GOOD, f"They are, for key {key.id.hex()}, whose secret half is elsewhere.", "sealed")
    beside = _beside(path, config)
    return Finding(
        name,
        Grade.WARNING if beside else Grade.GOOD,
        beside or f"They are, for key {key.id.hex()}; {path} opens them.",
        "" if beside else "sealed",
    )


def _beside(path: Path, config: Config) -> str:
    """That a key lies in a folder whose copy would hold it too; empty where it does not."""
    for called, folder in (
        ("the store", config.store_path.parent),
        ("the backups", config.path(config.store.backups)),
        ("the documents", config.path(config.store.documents)),
    ):
        if path.resolve().is_relative_to(folder.resolve()):
            return f"{path} lies in the folder of {called}: whoever takes a copy of that has the key too; move it."
    return ""
