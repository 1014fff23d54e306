"""Notes about candidates: list, add, change and take out."""

from __future__ import annotations

from dataclasses import replace

from data.recruiting import notes as rows
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.context import Context
from hrtui.errors import Conflict, NotFound, RuleBroken
from hrtui.recruiting.filing import whole
from hrtui.recruiting.gathering import GIVEN, READ, WORK, Worked, candidate, to_note
from hrtui.recruiting.kept import MOST, CandidateNote, note_text, on_file
from hrtui.recruiting.model import Candidate

FIELD = "candidate.notes"


def notes(ctx: Context, number: str) -> list[CandidateNote]:
    """The notes about a candidate and those merged into them, first written first. Raises NotAllowed and NotFound."""
    with ctx.store.snapshot():
        who = candidate(ctx, READ, number)
        return on_file(rows.rows_of(whole(who)), ctx.day)


def add_note(ctx: Context, number: str, text: str) -> Worked:
    """Note something about a candidate, in lines. Raises NotFound, NotAllowed and RuleBroken."""
    said, today = note_text(text), ctx.clock.today()
    with ctx.store.write():
        who = to_note(ctx, number)
        slot = rows.next_slot(who.id)
        if slot > MOST:
            raise RuleBroken(f"{who.name} has had {MOST} notes; that is as many as are kept of a candidate.", "text")
        entered = _put(ctx, who, CandidateNote(today, said, who.id, slot), Change(FIELD, "", GIVEN))
    return Worked(entered, "", f"The note about {who.name} is kept.", (), (who.number,))


def change_note(ctx: Context, number: str, note: int, text: str, *, expected: int | None = None) -> Worked:
    """Change a note from today. `expected` is the command of its stamp when it was read.

    Raises NotFound, NotAllowed, RuleBroken, and Conflict where somebody else was faster or the number is another note's by now.
    """
    said = note_text(text)
    with ctx.store.write():
        who = to_note(ctx, number)
        before = _found(ctx, who, note, expected)
        if said == before.text:
            raise RuleBroken("Nothing changes: the note says that already.", "text")
        entered = _put(ctx, who, replace(before, text=said), Change(FIELD, GIVEN, GIVEN))
    return Worked(entered, "", f"Note {note} about {who.name} is changed.", (), (who.number,))


def drop_note(ctx: Context, number: str, note: int, *, expected: int | None = None) -> Worked:
    """Take a note out from today; the history stays. Raises as `change_note`."""
    with ctx.store.write():
        who = to_note(ctx, number)
        before = _found(ctx, who, note, expected)
        entered = _put(ctx, who, replace(before, active=False), Change(FIELD, GIVEN, ""))
    return Worked(entered, "", f"Note {note} about {who.name} is taken out.", (), (who.number,))


def _found(ctx: Context, who: Candidate, note: int, expected: int | None) -> CandidateNote:
    standing = on_file(rows.rows_of(whole(who)), ctx.clock.today())
    held = next((each for each in standing if each.number == note), None)
    if held is None:
        raise NotFound(f"There is no note {note} about {who.name}; the list gives each its number.")
    if expected is not None and held.stamp is not None and held.stamp.command != expected:
        raise Conflict(
            f"{held.stamp.recorded_by} changed note {note} about {who.name} since it was opened here. Nothing is saved yet; look at it "
            "again first.",
            newest=held.stamp.command,
        )
    return held


def _put(ctx: Context, who: Candidate, note: CandidateNote, change: Change) -> int:
    entered = writing.begin(ctx, WORK, who.number)
    rows.add(note, ctx.clock.today(), entered)
    writing.note(entered, WORK, who.number, [change])
    return entered.command
