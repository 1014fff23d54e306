"""A mapping written out: as the YAML that `--map` reads, and as the JSON that an import keeps (which is YAML too)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hrtui.exchange.model import TARGETS, FileMapping, Source

_USUAL = {target.name: target.reader for target in TARGETS}


def as_data(mapping: FileMapping) -> dict[str, Any]:
    """A mapping in the shape of its file, without what is empty or usual."""
    data: dict[str, Any] = {"name": mapping.name, "title": mapping.title, "match": list(mapping.match)}
    data["fields"] = {source.target: _field(source) for source in mapping.sources}
    data |= {"agree": dict(mapping.agree), "ignore": dict(mapping.ignore)}
    return {name: value for name, value in data.items() if value or name == "fields"}


def _field(source: Source) -> dict[str, Any]:
    columns = list(source.columns)
    usual = _USUAL.get(source.target, "text")
    data = {
        "column": columns[0] if len(columns) == 1 else columns,
        "constant": source.constant,
        "default": source.default,
        "reader": "" if source.reader == usual else source.reader.value,
        "choices": dict(source.choices),
        "formats": list(source.formats),
        "two_digit_years": source.two_digit_years,
        "decimals": source.decimals,
        "empty": sorted(source.empty),
    }
    return {name: value for name, value in data.items() if value}


def as_json(mapping: FileMapping) -> str:
    """A mapping on one line."""
    return json.dumps(as_data(mapping), ensure_ascii=False, separators=(", ", ": "))


def as_yaml(mapping: FileMapping) -> str:
    """A mapping as a file a person can go on with: a field a line."""
    lines: list[str] = []
    for name, value in as_data(mapping).items():
        if isinstance(value, Mapping):
            lines += [f"{name}:", *(f"  {_text(key)}: {_text(each)}" for key, each in value.items())]
        else:
            lines.append(f"{name}: {_text(value)}")
    return "\n".join(lines) + "\n"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
