"""One candidate: who they are, their applications, documents and notes, and everything that happened, newest first."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from textual.widget import Widget

from hrtui.people.model import Stamp
from hrtui.recruiting import service
from hrtui.recruiting.kept import CandidateFile, CandidateNote, label_of
from hrtui.recruiting.model import Application, ApplicationState, Candidate, Happened
from hrtui.recruiting.playbook import Playbook
from hrtui.recruiting.playfile import playbook
from hrtui.recruiting.service import CandidateSheet
from screens.base import HrScreen, refused
from screens.frames import frames
from screens.people.belongings import size_of
from screens.text import Tone, wrapped
from screens.widgets.columns import Column
from screens.widgets.detail import Block
from screens.widgets.lines import Span
from screens.widgets.table import VirtualTable

LINES, MORE = 4, 3
DOCUMENTS, NOTES, PAST = -1, -2, -3
"""The ids of headings in the list."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: what is said of a document, a note, or what happened."""

    line: Happened
    document: CandidateFile | None = None
    note: CandidateNote | None = None


class CandidateScreen(HrScreen):
    """`candidate CAN-00042`: facts above, then documents, notes and what happened in one list, and all of the line under the cursor."""

    NAME = "candidate"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        columns: tuple[Column[Entry], ...] = (
            Column("on", "Day", 10, text=lambda each: each.line.on),
            Column("what", "What", 40, grow=4, text=lambda each: each.line.what, tone=_tone),
            Column("about", "About", 16, 1, grow=2, text=lambda each: each.line.about),
            Column("by", "By", 10, text=lambda each: each.line.by),
        )
        self.facts = Block([[] for _ in range(LINES)])
        self.table: VirtualTable[Entry] = VirtualTable(
            columns, self._page, empty=("Reading",), moved=self._show_more, heading=self._heading, id="candidate"
        )
        self.more = Block([[] for _ in range(MORE)])
        self.sheet: CandidateSheet | None = None
        self.entries: dict[int, Entry] = {}

    def body(self) -> Iterable[Widget]:
        """The facts, the list, and all of the line under the cursor."""
        yield self.facts
        yield self.table
        yield self.more

    def on_mount(self) -> None:
        """Begin in the list."""
        self.table.focus()

    def begin(self) -> None:
        """Read the candidate, keys waiting, so that none is lost that was typed ahead."""
        self._read(hold=True)

    def reload(self) -> None:
        """Read anew, keys waiting, so that none meets what was before."""
        self._read(hold=True)

    def _read(self, hold: bool = False) -> None:
        ctx, number = self.ctx, self.argument
        self.work_on(lambda: service.candidate_sheet(ctx, number), self._show, hold=hold)

    def _show(self, sheet: CandidateSheet) -> None:
        self.sheet = sheet
        self.entries = _entries(sheet, playbook(self.ctx))
        at = self.table.current
        self.table.refresh_rows()
        self.table.set_ids(array("q", _order(self.entries)), at)
        if at is None:
            self.table.go(next((place for place, id_ in enumerate(self.table.ids) if id_ > 0), 0))
        self.facts.show(_facts(sheet))
        self.show_heading("do not hire" if sheet.candidate.barred else "")

    def _page(self, ids: Sequence[int]) -> list[Entry | None]:
        return [self.entries.get(id_) for id_ in ids]

    def _heading(self, id_: int) -> str:
        sheet = self.sheet
        if sheet is None:
            return ""
        if id_ == DOCUMENTS:
            return f"Documents: {len(sheet.documents)}" if sheet.documents else "No document is on file; F files one."
        if id_ == NOTES:
            return f"Notes: {len(sheet.notes)}" if sheet.notes else "There is no note; a writes one."
        return "What happened" if sheet.timeline else "Nothing happened yet; A enters an application."

    def _show_more(self, current: int | None) -> None:
        each, room = self.entries.get(current or 0), max(20, self.size.width - 2)
        lines = _told(each, room) if each is not None else []
        self.more.show([*lines, *([] for _ in range(MORE))][:MORE])

    def at(self) -> Entry:
        """The line under the cursor; an empty one where there is none."""
        return self.entries.get(self.table.current or 0) or NOTHING

    @property
    def held(self) -> Candidate | None:
        """Who is shown."""
        return self.sheet.candidate if self.sheet else None

    def on_virtual_table_opened(self) -> None:
        """Take the document out, change the note, or else open the board of the requisition they applied to last."""
        each = self.at()
        if each.document is not None:
            self.do_take()
        elif each.note is not None and not refused(self.ctx, "candidates.renote"):
            self.do_renote()
        else:
            self.do_board()

    # -- keys

    def do_edit(self) -> None:
        """Change who they are."""
        from screens.recruiting.candidateforms import ask_changing

        if self.held is not None:
            ask_changing(self, self.held)

    def do_apply(self) -> None:
        """Enter an application."""
        from screens.recruiting.candidateforms import ask_applying

        if self.held is not None:
            ask_applying(self, [self.held.number], self.held.name)

    def do_file(self) -> None:
        """File a document."""
        from screens.recruiting.keptforms import ask_filing

        if self.held is not None:
            ask_filing(self, self.held)

    def do_note(self) -> None:
        """Note something."""
        from screens.recruiting.keptforms import ask_noting

        if self.held is not None:
            ask_noting(self, self.held)

    def do_take(self) -> None:
        """Write the document under the cursor to a file."""
        from screens.recruiting.keptforms import ask_taking

        document = self.at().document
        if self.held is None or document is None:
            self.say("There is no document under the cursor; F files one.")
        else:
            ask_taking(self, self.held, document)

    def do_renote(self) -> None:
        """Change the note under the cursor."""
        from screens.recruiting.keptforms import ask_renoting

        note = self.at().note
        if self.held is None or note is None:
            self.say("There is no note under the cursor; a writes one.")
        else:
            ask_renoting(self, self.held, note)

    def do_remove(self) -> None:
        """Take the document or note under the cursor off the page."""
        from screens.recruiting.keptforms import ask_removing

        each = self.at()
        if self.held is None or each.document is None and each.note is None:
            self.say("There is no document or note under the cursor.")
        else:
            ask_removing(self, self.held, each.document, each.note)

    def do_scores(self) -> None:
        """The scorecards of their last application."""
        number = self._last()
        if number:
            self.shell.go(f"scores {number}")

    def do_offer(self) -> None:
        """Make an offer for their last application."""
        from screens.recruiting.moreforms import ask_offering

        number = self._last()
        if number:
            ask_offering(self, number)

    def do_interview(self) -> None:
        """Find slots for an interview about their last application."""
        from screens.interviews.forms import ask_slots

        number = self._last()
        if number and self.sheet is not None:
            ask_slots(self, number, self.sheet.candidate.name)

    def do_write(self) -> None:
        """Write a message about their last application."""
        from screens.recruiting.moreforms import ask_writing

        number = self._last()
        if number:
            ask_writing(self, [number])

    def do_merge(self) -> None:
        """Show who may be the same, and merge."""
        from screens.recruiting.moreforms import ask_merging

        if self.held is not None:
            ask_merging(self, self.held)

    def do_unmerge(self) -> None:
        """Make two again of whom was merged into this one last."""
        from screens.recruiting.moreforms import ask_unmerging

        if self.held is not None:
            ask_unmerging(self, self.held)

    def _last(self) -> str:
        """The number of their last application; says so where there is none."""
        if self.sheet is None or not self.sheet.applications:
            self.say("They applied to nothing yet; A enters an application.")
            return ""
        return self.sheet.applications[0][0].number

    def do_board(self) -> None:
        """Go to the board of the requisition they applied to last."""
        if self.sheet is None or not self.sheet.applications:
            self.say("They applied to nothing yet; A enters an application.")
            return
        self.shell.go(f"board {self.sheet.applications[0][1].number} {self.sheet.candidate.number}")


def _facts(sheet: CandidateSheet) -> list[list[Span]]:
    who, between = sheet.candidate, f" {frames().between} "
    place = ", ".join(filter(None, (who.city, who.state)))
    tags = f"tags {', '.join(who.tags)}" if who.tags else ""
    marks = ["talent pool"] if who.pool else []
    first = between.join(filter(None, (who.headline, who.email, who.phone, place)))
    consent = f"consent until {who.consent_until}" if who.consent_until else "no consent on file"
    second = between.join(
        filter(None, (who.source, f"credited to {who.credited}" if who.credited else "", tags, *marks, consent))
    )
    at = [f"{wanted.title}: {_standing(each)}" for each, wanted in sheet.applications]
    return [
        [(f"{who.number} {who.name}", "line--strong"), (f"{between}{first}" if first else "", "")],
        [(second, "line--muted")],
        [(between.join(at) or "No application", "")],
        [(who.note, "line--muted")],
    ]


def _standing(each: Application) -> str:
    return each.state.value if each.state is ApplicationState.HIRED else f"{each.stage}, {each.state.value}"


def _entries(sheet: CandidateSheet, book: Playbook) -> dict[int, Entry]:
    """The lines of the list by their ids, which are kept while others come and go: of documents, notes, and what happened."""
    found: dict[int, Entry] = {}
    for document in sheet.documents:
        about = f"{document.file_name}, {size_of(document.size)}"
        label = label_of(book, document.kind)
        called = document.title if document.title.startswith(label) else f"{label}: {document.title}"
        line = Happened(document.effective_from, called, about, _by(document.stamp))
        found[3 * document.number + 1] = Entry(line, document=document)
    for note in sheet.notes:
        found[3 * note.number + 2] = Entry(Happened(note.effective_from, note.text, "", _by(note.stamp)), note=note)
    whole = len(sheet.timeline)
    return found | {3 * (whole - at): Entry(each) for at, each in enumerate(sheet.timeline)}


def _order(entries: dict[int, Entry]) -> list[int]:
    """The ids in the order of the list, each section below its heading."""
    documents = [id_ for id_, each in entries.items() if each.document is not None]
    notes = [id_ for id_, each in entries.items() if each.note is not None]
    past = [id_ for id_, each in entries.items() if each.document is None and each.note is None]
    return [DOCUMENTS, *documents, NOTES, *notes, PAST, *past]


def _by(stamp: Stamp | None) -> str:
    return stamp.recorded_by if stamp else ""


def _told(each: Entry, room: int) -> list[list[Span]]:
    """The line under the cursor as far as it fits below the list."""
    said = (
        each.note.text.splitlines()
        if each.note
        else [f" {frames().between} ".join(filter(None, (each.line.what, each.line.about)))]
    )
    lines = [part for line in said for part in wrapped(line, room, MORE + 1)]
    if len(lines) > MORE:
        return [
            *([(part, "")] for part in lines[: MORE - 1]),
            [(f"{lines[MORE - 1][: room - 2]} {frames().ellipsis}", "")],
        ]
    return [[(part, "")] for part in lines]


def _tone(each: Entry) -> Tone:
    return Tone.WARN if each.line.ended else Tone.PLAIN


NOTHING = Entry(Happened(date.min, ""))
