"""The list of candidates: everyone who may be hired, by name; enter opens one."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

from hrtui.recruiting import service
from hrtui.recruiting.model import CandidateLine
from screens.listing import ListScreen
from screens.text import Tone
from screens.widgets.columns import Column
from screens.widgets.table import VirtualTable

EMPTY = ("There are no candidates.", "a enters one.")
NO_MATCH = ("No candidate matches.", "Esc shows all.")


class CandidatesScreen(ListScreen[CandidateLine]):
    """`candidates [WORDS]`: those whom words find in name, number, e-mail, headline, city or tags."""

    NAME = "candidates"
    HINT = "type / to filter: a name, an address, a tag"
    WATCHES = "recruiting"
    NOBODY = "There is no candidate under the cursor."

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.pool = False

    def columns(self) -> Iterable[Column[CandidateLine]]:
        """Who they are, what they applied for, and until when what they gave may be kept."""
        return (
            Column("number", "Number", 9),
            Column("name", "Name", 20, grow=2, tone=_tone),
            Column("applied", "Applied for", 16, grow=2),
            Column("headline", "Headline", 14, 2, grow=2),
            Column("email", "E-mail", 22, 1, grow=1),
            Column("source", "Source", 10, 3),
            Column("tags", "Tags", 12, 4, grow=1),
            Column("consent_until", "Consent", 10, 5, text=lambda each: each.consent_until or ""),
        )

    def reload(self) -> None:
        """Read the list anew; the cursor stays where it is."""
        self.table.refresh_rows()
        self.begin()

    def find(self) -> None:
        """Read the candidates that the filter finds."""
        ctx, words, pool = self.ctx, self.filter_line.text, self.pool
        self.read(lambda: service.candidate_list(ctx, words, pool=pool), self._show)

    def _show(self, ids: array[int]) -> None:
        self.table.set_empty(*(NO_MATCH if self.filter_line.text or self.pool else EMPTY))
        self.table.set_ids(ids, self.table.current)
        what = "in the talent pool" if self.pool else "candidate" if len(ids) == 1 else "candidates"
        self.filter_line.show_note(f"{len(ids):,} {what}")

    def page(self, ids: Sequence[int]) -> list[CandidateLine | None]:
        """The candidates of some ids."""
        return service.candidate_page(self.ctx, ids)

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the candidate."""
        line = self.table.row(event.index)
        if line is not None:
            self.shell.go(f"candidate {line.number}")

    # -- keys

    def do_back(self) -> bool:
        """Show all again, where they are filtered."""
        if self.filter_line.text:
            self.filter_line.set_text("")
        elif self.pool:
            self.do_pool()
        else:
            return False
        return True

    def do_pool(self) -> None:
        """Show those of the talent pool, or all again."""
        self.pool = not self.pool
        self.find()

    def do_export(self) -> None:
        """Write the candidates shown, or the marked ones, to a file."""
        from hrtui.exchange.files import PEOPLE, Progress
        from hrtui.recruiting.exporting import CANDIDATE, CANDIDATES, export_candidates
        from screens.exporting import MARKED, Export, ask

        ctx, words, pool, marked = self.ctx, self.filter_line.text, self.pool, self.table.marked()

        def write(path: Path, columns: Sequence[str], rows: str, progress: Progress) -> int:
            chosen = marked if rows == MARKED else None
            return export_candidates(ctx, path, words, chosen, pool=pool, columns=columns, progress=progress)

        counts = len(marked), len(self.table.ids)
        ask(self, Export("candidates", f"candidates-{ctx.day}", write, tuple(CANDIDATE), CANDIDATES, *counts, PEOPLE))

    def do_import(self) -> None:
        """Take candidates in from a file."""
        from screens.recruiting.takingforms import ask_taking

        ask_taking(self)

    def do_add(self) -> None:
        """Enter a candidate."""
        from screens.recruiting.candidateforms import ask_entering

        ask_entering(self)

    def do_edit(self) -> None:
        """Change the candidate under the cursor."""
        from screens.recruiting.candidateforms import ask_changing

        found, ctx = self.meant()[:1], self.ctx
        if found:
            self.work_on(
                lambda: service.candidate_sheet(ctx, found[0].number),
                lambda sheet: ask_changing(self, sheet.candidate),
                hold=True,
            )

    def do_apply(self) -> None:
        """Enter their application to a requisition."""
        from screens.recruiting.candidateforms import ask_applying

        found = self.meant()
        if found:
            name = found[0].name if len(found) == 1 else f"{len(found)} candidates"
            ask_applying(self, [each.number for each in found], name)


def _tone(line: CandidateLine) -> Tone:
    return Tone.BAD if line.barred else Tone.PLAIN
