"""Every table of `data/tables` as it is written: which version is in force on a day, with source, unit and values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from data.parameters import TABLES, TextLoader
from data.state_tables import FOLDER, RECIPROCITY, jurisdictions
from hrtui.errors import ConfigError
from hrtui.payroll.lawtable import TableInForce

SECTIONS = {"income_tax": "Income tax", "supplemental": "Supplemental pay"}
REPLACED = (f"{FOLDER}/", RECIPROCITY)
"""The files a company's own may stand in for."""
CONFIDENCE = ("high", "medium", "low", "memory")
ABOUT = ("from", "through", "source", "note")


def listed(on: date, own: Path | None = None) -> tuple[TableInForce, ...]:
    """The tables on a day: federal, then by state, a company's own file in place of ours."""
    rows = [row for file in _files(own) for row in _rows(*file, on)]
    order = {state: place for place, state in enumerate(("US", *jurisdictions()))}
    return tuple(sorted(rows, key=lambda row: order.get(row.jurisdiction, len(order))))


def _files(own: Path | None) -> Iterator[tuple[Path, str, bool]]:
    """Each file with how it is called and whether it is the company's."""
    for path in sorted(TABLES.rglob("*.yaml")):
        name = path.relative_to(TABLES)
        if own is not None and name.as_posix().startswith(REPLACED) and (own / name).is_file():
            yield own / name, str(own / name), True
        else:
            yield path, f"data/tables/{name.as_posix()}", False


def _rows(path: Path, name: str, own: bool, on: date) -> Iterator[TableInForce]:
    content = _read(path, path.stat().st_mtime_ns)
    for table, versions, more in _tables(content):
        version = _in_force(versions, on, content.get("known_through", ""))
        shown = version or min(versions, key=lambda one: one["from"])
        source, doubt = shown.get("source", {}), _confidence(shown)
        through = shown.get("through") or content.get("known_through")
        yield TableInForce(
            content.get("jurisdiction", "US"),
            content["name"] if "jurisdiction" in content else "United States",
            table,
            version is not None,
            date.fromisoformat(shown["from"]),
            date.fromisoformat(through) if through else None,
            doubt,
            source.get("document", ""),
            source.get("transcription", ""),
            name,
            content.get("unit", ""),
            shown.get("note", ""),
            {**more, **{key: value for key, value in shown.items() if key not in ABOUT}},
            own,
        )


def _tables(content: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[Mapping[str, Any]], Mapping[str, Any]]]:
    """The tables of a file: name, versions, and what is said of all of them."""
    if "values" in content:
        yield content["name"], content["values"], {}
    for key, title in SECTIONS.items():
        if key in content:
            yield title, content[key], {}
    for table in content.get("contributions", ()):
        about = {key: value for key, value in table.items() if key not in ("name", "values")}
        yield f"{table['name']} ({table['paid_by']})", table["values"], about


def _confidence(version: Mapping[str, Any]) -> str:
    """The least confidence of a version's source and of those of its parts."""
    parts = (version, *(part for part in version.values() if isinstance(part, Mapping)))
    told = [part["source"].get("confidence", "") for part in parts if isinstance(part.get("source"), Mapping)]
    return max(told, key=lambda each: CONFIDENCE.index(each) if each in CONFIDENCE else 0, default="")


def _in_force(versions: Sequence[Mapping[str, Any]], on: date, known_through: str) -> Mapping[str, Any] | None:
    """The version in force on a day, whichever way the file is ordered; days of the file are ISO dates."""
    day = on.isoformat()
    begun = [version for version in versions if version["from"] <= day]
    last = max(begun, key=lambda version: version["from"], default=None)
    if last is None or day > (last.get("through") or known_through or day):
        return None
    return last


@cache
def _read(path: Path, changed: int) -> Any:
    """A file as written, every scalar as text."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), TextLoader)
    except yaml.YAMLError as error:
        raise ConfigError(f"{path.name} cannot be used: {error}") from error
