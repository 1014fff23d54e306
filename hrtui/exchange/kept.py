"""What is kept of an import that is not done yet: the file, its mapping, what was decided and corrected; as texts and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from hrtui.exchange import mapping as mappings
from hrtui.exchange import mapwrite
from hrtui.exchange.model import FileMapping, Fix, Match, Mode, Options

PLAIN = ("encoding", "delimiter", "quote", "dates", "decimals")


@dataclass(frozen=True, slots=True)
class Half:
    """A correction that is being typed: the row, its column (empty for the whole row), and what is typed by field."""

    row: int
    column: str
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """An import under way; `digest` is of the file that the corrections by row, and the half-typed one, are about."""

    file: str = ""
    map_file: str = ""
    mapping: FileMapping | None = None
    options: Options = Options()
    digest: str = ""
    half: Half | None = None

    def for_file(self, digest: str) -> Kept:
        """The same for a file that may be another by now: corrections by row are let go where it is."""
        if not self.digest or digest == self.digest:
            return replace(self, digest=digest)
        fixes = tuple(fix for fix in self.options.fixes if not fix.row)
        return replace(self, digest=digest, options=replace(self.options, fixes=fixes), half=None)


def as_texts(kept: Kept) -> dict[str, str]:
    """An import under way as a draft keeps it."""
    options = kept.options
    decided = {name: getattr(options, name) for name in PLAIN}
    decided |= {"match": options.match.value, "mode": options.mode.value, "erase": options.erase}
    texts = {"file": kept.file, "map": kept.map_file, "digest": kept.digest, "decided": json.dumps(decided)}
    texts["fixes"] = json.dumps([[fix.column, fix.old, fix.new, fix.row] for fix in options.fixes], ensure_ascii=False)
    if kept.half is not None:
        texts["half"] = json.dumps([kept.half.row, kept.half.column, kept.half.texts], ensure_ascii=False)
    texts["mapping"] = mapwrite.as_json(kept.mapping) if kept.mapping else ""
    return texts


def from_texts(texts: Mapping[str, str]) -> Kept:
    """What a draft kept; what cannot be read of it is as if it had not been kept."""
    try:
        decided = json.loads(texts.get("decided") or "{}")
        fixes = tuple(Fix(str(a), str(b), str(c), int(row)) for a, b, c, row in json.loads(texts.get("fixes") or "[]"))
        said = [str(decided.get(name, "")) for name in PLAIN]
        options = Options(
            Match(decided.get("match", Match.NUMBER)), Mode(decided.get("mode", Mode.BOTH)), decided.get("erase") is True,
            said[0], said[1], said[2], said[3], said[4], fixes=fixes,
        )  # fmt: skip
    except (ValueError, TypeError, AttributeError):
        options = Options()
    text = texts.get("mapping", "")
    mapping = mappings.read(text, "the draft")[0] if text else None
    return Kept(
        texts.get("file", ""), texts.get("map", ""), mapping, options, texts.get("digest", ""), _half(texts.get("half"))
    )


def _half(text: str | None) -> Half | None:
    try:
        row, column, typed = json.loads(text or "")
        return Half(int(row), str(column), {str(key): str(value) for key, value in typed.items()})
    except (ValueError, TypeError, AttributeError):
        return None
