"""Imports as they went in: append-only, one row an import; the newest of a kind of file tells how the next one is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.base import database
from data.schema import ImportBatchRow


def add(command: int, values: Mapping[str, Any]) -> None:
    """Keep an import under its command; inside `write()`. `values` are the row's columns by name."""
    ImportBatchRow.insert(command=command, **values).execute()


def newest_mapping(header: str) -> str:
    """The mapping, as text, of the newest import whose file had these columns; empty where there was none."""
    query = ImportBatchRow.select(ImportBatchRow.mapping).where(ImportBatchRow.header == header)
    row = database.execute(query.order_by(ImportBatchRow.id.desc()).limit(1)).fetchone()
    return row[0] if row else ""
