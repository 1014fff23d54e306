"""What is kept of candidates beside what they gave: documents, by the hash of their content, and notes; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from hrtui.errors import Conflict, NotFound, RuleBroken
from hrtui.people.model import Stamp
from hrtui.recruiting.playbook import OFFER_LETTER, Playbook
from hrtui.text import clean, listed
from hrtui.value import frozen

MOST = 500
"""How many documents, and how many notes, there may ever be of one candidate."""
LONGEST_NOTE = 4_000


@frozen
class CandidateFile:
    """A document as it stands from a day on. `slot` tells those of `candidate`, the one it was filed for, apart and is kept for good;
    `number` is its place in the list of whom it is shown for. `size` is in bytes; `active` is false once it is taken out."""

    effective_from: date
    kind: str
    title: str
    file_name: str
    sha256: str
    size: int
    candidate: int
    slot: int
    active: bool = True
    purged: bool = False
    number: int = 0
    stamp: Stamp | None = None


@frozen
class CandidateNote:
    """A note about a candidate as it stands from a day on; `slot`, `number` and `active` are as of documents."""

    effective_from: date
    text: str
    candidate: int
    slot: int
    active: bool = True
    purged: bool = False
    number: int = 0
    stamp: Stamp | None = None


Kept = TypeVar("Kept", CandidateFile, CandidateNote)


@frozen
class NewFile:
    """What filing a document takes. An empty `title` is the file's name."""

    file: Path
    kind: str
    title: str = ""


@frozen
class TakenFile:
    """A document that was written to a file of its own."""

    document: CandidateFile
    file: Path


def tells_pay(book: Playbook, kind: str) -> bool:
    """Whether a kind is for those alone who see pay: it is declared so, is that of letters of offers, or is known no more."""
    declared = book.file_kind(kind)
    return declared is None or declared.pay or kind == OFFER_LETTER


def label_of(book: Playbook, kind: str) -> str:
    """What screens call a kind; its name where the recruiting file declares it no more."""
    declared = book.file_kind(kind)
    return kind if declared is None else declared.label


def kind_of(book: Playbook, name: str) -> str:
    """The name of the kind that is meant by a name or a label; raise RuleBroken for one that is not declared."""
    found = book.file_kind(clean(name))
    if found is None:
        known = listed([each.name for each in book.settings.documents])
        raise RuleBroken(
            f"“{clean(name, limit=40)}” is no kind of document of the recruiting file; there is {known}.", "kind"
        )
    return found.name


def on_file(rows: Iterable[Kept], on: date) -> list[Kept]:
    """The documents or notes that stand on a day, those entered first before, each with its number: from 1 on, and kept when one is
    taken out."""
    whole = list(rows)
    numbers: dict[tuple[int, int], int] = {}
    for each in sorted(whole, key=_entered):
        numbers.setdefault((each.candidate, each.slot), len(numbers) + 1)
    now = {(each.candidate, each.slot): each for each in sorted(whole, key=_standing) if each.effective_from <= on}
    return [
        replace(now[key], number=number)
        for key, number in numbers.items()
        if key in now and now[key].active and not now[key].purged
    ]


def shown(rows: Iterable[CandidateFile], hidden: Collection[str]) -> list[CandidateFile]:
    """The rows of documents without those of hidden kinds, which are not even counted."""
    return [each for each in rows if each.kind not in hidden]


def _entered(each: Kept) -> int:
    return each.stamp.id if each.stamp else 0


def _standing(each: Kept) -> tuple[date, int]:
    return each.effective_from, each.stamp.seq if each.stamp else 0


def note_text(entered: str) -> str:
    """The text of a note, in lines, as it is kept; raise RuleBroken where it is blank or too long."""
    said = "\n".join(line.rstrip() for line in clean(entered, lines=True, limit=LONGEST_NOTE + 1).splitlines()).strip()
    if not said:
        raise RuleBroken("The note is blank; write what is to be kept.", "text")
    if len(said) > LONGEST_NOTE or len(entered) > LONGEST_NOTE:
        raise RuleBroken(f"The note has more than {LONGEST_NOTE:,} characters; file it as a document instead.", "text")
    return said


def one_of(found: Iterable[CandidateFile], number: int, sha256: str = "") -> CandidateFile:
    """The document of a number; raise NotFound for none, Conflict where it is another one than the one meant, whose hash is given."""
    held = next((each for each in found if each.number == number), None)
    if held is None:
        raise NotFound(f"There is no document {number} that you may see; the list gives each its number.")
    if sha256 and held.sha256 != sha256:
        raise Conflict(f"Document {number} is another one by now, “{held.title}”; look at the list again.")
    return held


def same_content(found: Iterable[CandidateFile], sha256: str) -> None:
    """Raise RuleBroken where one of the documents has that very content."""
    for each in found:
        if each.sha256 == sha256:
            raise RuleBroken(
                f"That very file is on file already, as “{each.title}”; take that out to file it otherwise.", "file"
            )


def newest_of(found: Iterable[CandidateFile], kind: str, since: int = 0) -> CandidateFile | None:
    """The document of a kind that was filed last, by a command after `since`; None where there is none."""
    fitting = [each for each in found if each.kind == kind and each.stamp is not None and each.stamp.command > since]
    return max(fitting, key=_entered, default=None)
