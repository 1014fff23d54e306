"""Notes about candidates: rows to values and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from data import slots
from data.candidaterows import CandidateNoteRow
from data.owned import enter, live
from hrtui.audit.model import Entered
from hrtui.recruiting.kept import CandidateNote

NOTE = CandidateNoteRow
FACT = ("slot", "text", "active")
READ = (*FACT, "purged")


def rows_of(candidate_ids: Sequence[int]) -> list[CandidateNote]:
    """Every row of candidates' notes that counts, those taken out too; one query."""
    return [
        CandidateNote(on, text, whose, slot, bool(active), purged is not None, stamp=stamp)
        for whose, on, stamp, (slot, text, active, purged) in live(NOTE, READ, candidate_ids)
    ]


def next_slot(candidate: int) -> int:
    """The slot of a candidate's next note; inside `write()`."""
    return slots.next_slot(NOTE, candidate)


def add(note: CandidateNote, on: date, entered: Entered) -> None:
    """Enter a note as it stands from a day on; inside `write()`."""
    enter(NOTE, FACT, [(note.candidate, on, (note.slot, note.text, int(note.active)))], entered)
