"""A company's own tables of states, in the folder `tables` beside its configuration, which stand in for ours."""

from __future__ import annotations

import hashlib
from pathlib import Path

from hrtui.config import Config

TABLES = Path("tables")


def own_tables(config: Config) -> Path | None:
    """The company's folder of tables; None where there is none."""
    folder = config.path(TABLES)
    return folder if folder.is_dir() else None


def own_digest(config: Config) -> str:
    """A digest of what the company's tables say: another one where any of them changed, empty where there are none."""
    folder = own_tables(config)
    if folder is None:
        return ""
    told = hashlib.sha256()
    for file in sorted(folder.rglob("*.yaml")):
        told.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return told.hexdigest()
