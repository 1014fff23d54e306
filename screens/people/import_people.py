"""Taking in a file of people: which file, what it would do, and after a typed confirmation doing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from textual import events
from textual.widget import Widget

from hrtui.errors import HrError
from hrtui.exchange import service
from hrtui.exchange.files import TABLES as TABLE_FORMATS
from hrtui.exchange.files import format_of, write_table
from hrtui.exchange.model import ImportReport
from screens.base import HrScreen
from screens.frames import frames
from screens.people.import_report import FAULT_HEADINGS, ReportView, counts, fault_cells
from screens.text import Tone, shown
from screens.verbs import open_menu
from screens.widgets.form import FormScreen, Values
from screens.widgets.lines import Line
from screens.widgets.paths import PathField, entries, path_of
from screens.widgets.progress import Progress, Work

WIDE = 120
TABLES = (".csv", ".tsv", ".txt", ".xlsx")
MAPPINGS = (".yaml", ".yml")
DRY = "dry run, nothing is written"


class ImportScreen(HrScreen):
    """`import [FILE]`: a dry run first, always; then its changes, faults and notices to look through."""

    NAME = "import"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.line = Line()
        self.progress = Progress()
        self.sums = Line(tone=Tone.STRONG)
        self.view = ReportView()
        self.report: ImportReport | None = None
        self._typed: dict[str, str] = {}
        self._file: Path | None = None
        self._mapping: Path | None = None
        self._work: Work | None = None
        self._wrote = False

    def body(self) -> Iterable[Widget]:
        """Which file, or how far it is read; what came of its rows, and the lists."""
        yield self.line
        yield self.progress
        yield self.sums
        yield self.view

    def on_unmount(self) -> None:
        """Stop reading for nobody."""
        self._stop()

    def on_resize(self, event: events.Resize) -> None:
        """Show a row's details beside the list where there is room, else below it."""
        self.view.set_class(event.size.width >= WIDE, "-wide")

    # -- which file

    def begin(self) -> None:
        """Read the file the address names, or ask for one."""
        self._show_file()
        self.view.show_nothing("No file is read yet.", "o chooses one.")
        if self.argument:
            self._typed = {"file": self.argument}
            self._take({"file": self.argument})
        else:
            self.do_file()

    def do_file(self, error: HrError | None = None) -> None:
        """Ask for the file and, where none of the shipped ones knows it, for a mapping."""
        fields = [
            PathField(
                key="file", label="File", required=True, choices=partial(entries, endings=TABLES),
                help="CSV, TSV or XLSX with a line of headings; type a path, enter takes a folder",
            ),
            PathField(
                key="mapping", label="Mapping", choices=partial(entries, endings=MAPPINGS),
                help="empty: the shipped mapping that knows the headings",
            ),
        ]  # fmt: skip
        intro = ("First a dry run: it shows what would happen and writes nothing.",)
        form = FormScreen("Import people", fields, intro=intro, on_change=self._keep_typed, typed=self._typed)
        if error is not None:
            form.model.refuse(error)
        self.app.push_screen(form, self._take)

    def _keep_typed(self, texts: dict[str, str]) -> None:
        self._typed = texts

    def _take(self, values: Values | None) -> None:
        """Try what was chosen; where that cannot be a path, ask again with everything typed."""
        if values is None:
            return
        try:
            mapping = values.get("mapping")
            self._file, self._mapping = path_of(values["file"]), path_of(mapping) if mapping else None
        except HrError as error:
            self.do_file(error)
            return
        self.report = None
        self._run(dry_run=True)

    # -- reading and writing

    def reload(self) -> None:
        """Read the file again after something else was written, such as the undo of this import."""
        if self._wrote:
            self._wrote = False
        elif self._file is not None:
            self._run(dry_run=True)

    def do_again(self) -> None:
        """Read the file again, writing nothing."""
        if self._file is None:
            self.do_file()
        else:
            self._run(dry_run=True)

    def do_back(self) -> bool:
        """Stop reading, else leave."""
        if self._work is None:
            return False
        self._stop()
        return True

    def _run(self, *, dry_run: bool) -> None:
        self._stop()
        ctx, file, mapping = self.ctx, self._file, self._mapping
        if file is None:
            return
        work = self._work = Work(lambda done, total: self.call_later(self.progress.tell, done, total))
        self.progress.start(f"{'Reading' if dry_run else 'Importing'} {shown(file.name)}, row")
        self.line.display = False
        self.work_on(
            lambda: service.import_people(ctx, file, mapping, dry_run, work.progress, work.cancelled),
            partial(self._finished, work),
            partial(self._failed_to, work),
        )

    def _stop(self) -> None:
        if self._work is not None:
            self._work.stop()

    def _is_done(self, work: Work) -> bool:
        if work is not self._work:
            return False
        self._work = None
        self.progress.stop()
        self.line.display = True
        return True

    def _failed_to(self, work: Work, error: HrError) -> None:
        """Say why; a file that cannot be read at all is asked for again, with what was typed."""
        if not self._is_done(work):
            return
        self._show_file()
        if self.report is None and not work.cancelled():
            self.do_file(error)
        else:
            self.say(error, error=not work.cancelled())

    def _finished(self, work: Work, report: ImportReport) -> None:
        if not self._is_done(work):
            return
        self.report = report
        self._show_file()
        self.sums.update(counts(report), Tone.STRONG)
        self.view.show(report, self.ctx.config.style)
        self.show_heading(DRY if report.dry_run else "")
        if report.dry_run:
            self.say(self._next_step(report))
            return
        undo = f" u undoes it, and so does hrtui undo {report.command}." if report.command is not None else ""
        self.say(f"{report.sentence}{undo}")
        self._wrote = True
        self.shell.changed()

    def _show_file(self) -> None:
        if self._file is None:
            self.line.update("No file chosen", Tone.MUTED)
            return
        used = f"mapping {self.report.mapping}" if self.report else ""
        done = "" if self.report is None else "dry run" if self.report.dry_run else "written"
        parts = [part for part in (shown(str(self._file)), used, done) if part]
        self.line.update(f" {frames().between} ".join(parts))

    def _next_step(self, report: ImportReport) -> str:
        count = len(report.faults)
        faults = f" tab shows {'the fault' if count == 1 else f'the {count:,} faults'}." if count else ""
        if not report.inserted + report.updated:
            return f"Nothing would be written.{faults}"
        return f"i writes {report.inserted + report.updated:,} people, after you type that number.{faults}"

    def do_write(self) -> None:
        """Write what the dry run showed, after the number of people was typed."""
        from screens.widgets.confirm import Confirm

        report = self.report
        if report is None or self._work is not None:
            self.say("There is no dry run to write yet; o chooses a file.")
            return
        count = report.inserted + report.updated
        if not report.dry_run or not count:
            self.say(
                "Everything of this file is written already; r reads it again."
                if not report.dry_run
                else "Nothing would be written."
            )
            return
        details = [
            f"{report.inserted:,} new people, {report.updated:,} changed.",
            f"{report.rejected:,} rows are refused and stay out." if report.rejected else "",
            "It is one change: u undoes all of it.",
        ]
        asked = Confirm(
            f"Import {shown(report.file.name)}?", [line for line in details if line], word=str(count), title="Import"
        )
        self.app.push_screen(asked, self._confirmed)

    def _confirmed(self, sure: bool | None) -> None:
        if sure:
            self._run(dry_run=False)

    # -- looking through

    def do_tab(self) -> None:
        """Show the next list."""
        self.view.step(1)

    def do_tab_back(self) -> None:
        """Show the list before."""
        self.view.step(-1)

    def do_menu(self) -> None:
        """Offer what can be done here."""
        open_menu(self, self.title_line)

    def do_export(self) -> None:
        """Write the faults to a file."""
        from screens.exporting import Export, ask

        report = self.report
        if report is None or not report.faults:
            self.say("There are no faults to export.")
            return

        def write(path: Path, _columns: Sequence[str], _rows: str, _progress: object) -> int:
            return write_table(
                path, FAULT_HEADINGS, map(fault_cells, report.faults), format_of(path, allowed=TABLE_FORMATS)
            )

        intro = f"{len(report.faults):,} faults: row, column, value, rule."
        ask(self, Export("faults", f"{shown(report.file.stem)}-faults", write, intro=intro))
