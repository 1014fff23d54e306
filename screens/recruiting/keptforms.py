"""What is asked about documents of a candidate and notes about them; imported when the first form opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from hrtui.people.model import Done
from hrtui.recruiting import filing, noting
from hrtui.recruiting.gathering import WORK
from hrtui.recruiting.kept import LONGEST_NOTE, CandidateFile, CandidateNote, NewFile, TakenFile
from hrtui.recruiting.model import Candidate
from hrtui.recruiting.playbook import FileKind
from screens.base import HrScreen
from screens.recruiting.asking import Values, ask, text
from screens.verbs import waited
from screens.widgets.confirm import Confirm
from screens.widgets.fields import Choice, ChoiceField, Field, LinesField, TextField
from screens.widgets.paths import PathField, ask_path, entries, path_of


def ask_filing(screen: HrScreen, who: Candidate) -> None:
    """Ask which file is filed, as what."""
    ctx = screen.ctx

    def read(kinds: tuple[FileKind, ...]) -> None:
        fields: list[Field] = [
            PathField(key="file", label="File", required=True, choices=entries, help="a path; enter takes a folder. A copy is kept"),
            ChoiceField(key="kind", label="Kind", required=True, choices=[Choice(kind.name, kind.label) for kind in kinds],
                        help="stages ask for kinds of documents"),
            TextField(key="title", label="Title", help="empty: the file's name"),
        ]  # fmt: skip

        def save(values: Values) -> Done:
            wanted = NewFile(path_of(values["file"]), text(values, "kind"), text(values, "title"))
            return filing.file(ctx, who.number, wanted)

        ask(screen, f"File a document of {who.name}", fields, save, form=f"{WORK}.file", subject=who.number)

    screen.work_on(lambda: filing.kinds(ctx, who.number), read, hold=True)


def ask_taking(screen: HrScreen, who: Candidate, document: CandidateFile) -> None:
    """Ask to which file a document is written."""
    ctx, taken = screen.ctx, list[TakenFile]()

    def write(path: Path) -> object:
        act = partial(filing.take, ctx, who.number, document.number, path, sha256=document.sha256)
        return waited(screen, lambda: taken.append(act()))

    def done(values: object) -> None:
        if values is not None and taken:
            screen.say(f"Written to {taken[-1].file}.")

    intro = "A file of its own, for you alone; the audit trail notes it."
    screen.app.push_screen(ask_path(f"Take out “{document.title}”", document.file_name, write, intro), done)


def ask_noting(screen: HrScreen, who: Candidate) -> None:
    """Ask what is to be noted."""
    ctx = screen.ctx
    ask(
        screen, f"Note about {who.name}", [_note_field("")],
        lambda values: noting.add_note(ctx, who.number, text(values, "text")), form=f"{WORK}.note", subject=who.number,
    )  # fmt: skip


def ask_renoting(screen: HrScreen, who: Candidate, note: CandidateNote) -> None:
    """Ask what a note is to say."""
    ctx, expected = screen.ctx, note.stamp.command if note.stamp else None
    ask(
        screen, f"Change note {note.number} about {who.name}", [_note_field(note.text)],
        lambda values: noting.change_note(ctx, who.number, note.number, text(values, "text"), expected=expected),
    )  # fmt: skip


def ask_removing(screen: HrScreen, who: Candidate, document: CandidateFile | None, note: CandidateNote | None) -> None:
    """Take a document or a note off the page, once that is confirmed."""
    ctx = screen.ctx
    act: Callable[[], Done]
    if document is not None:
        sentence = f"Take “{document.title}” off the page?"
        act = partial(filing.unfile, ctx, who.number, document.number, sha256=document.sha256)
    elif note is not None:
        sentence = f"Take note {note.number} off the page?"
        expected = note.stamp.command if note.stamp else None
        act = partial(noting.drop_note, ctx, who.number, note.number, expected=expected)
    else:
        return

    def answered(sure: bool | None) -> None:
        if sure:
            screen.work_on(act, screen.tell_done)

    details = ["The history keeps it; u takes it back."]
    screen.app.push_screen(Confirm(sentence, details, word="remove", title="Remove"), answered)


def _note_field(initial: str) -> Field:
    return LinesField(
        key="text", label="Note", initial=initial, limit=LONGEST_NOTE, required=True, help="for colleagues"
    )
