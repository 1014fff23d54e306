"""A document of a person: a file kept by the hash of its content, with its kind, title and expiry day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hrtui.people.model import Stamp


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it stands from a day on. `slot` tells a person's documents apart and is kept for good; what a use case
    returns bears the viewer's own number there, see `rules.numbered`. `size` is in bytes; `active` is false once it is
    removed, the file stays."""

    effective_from: date
    kind: str
    title: str
    file_name: str
    sha256: str
    size: int
    expires: date | None = None
    slot: int = 0
    active: bool = True
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class NewDocument:
    """What filing a document takes. An empty `title` is the file's name."""

    file: Path
    kind: str
    title: str = ""
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A change of a document's title or expiry day; None keeps it, `no_expiry` takes the day away."""

    title: str | None = None
    expires: date | None = None
    no_expiry: bool = False


@dataclass(frozen=True, slots=True)
class DocumentList:
    """The documents of a person that a role may see, in the order they were filed."""

    number: str
    name: str
    rows: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A document that was written to a file of its own."""

    document: Document
    file: Path


@dataclass(frozen=True, slots=True)
class Expiring:
    """A document that expires, and whose it is."""

    number: str
    name: str
    document: Document
