"""The import studio: a file, its columns and their fields, what it would do cell by cell; corrected here, then written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from textual.widget import Widget

from hrtui.errors import Conflict, HrError
from hrtui.exchange import kept, leaving, service
from hrtui.exchange.files import TABLES as TABLE_FORMATS
from hrtui.exchange.files import format_of, write_table
from hrtui.exchange.model import Cell, FileMapping, Fix, ImportReport, Options
from hrtui.text import counted
from screens.drafting import Draft, draft_of, with_draft
from screens.frames import frames
from screens.people import import_forms as forms
from screens.people.import_columns import FileColumns
from screens.people.import_correcting import HalfTyped
from screens.people.import_filter import ListFilter
from screens.people.import_report import FAULT_HEADINGS, Mapped, ReportView, counts, fault_cells
from screens.people.previewing import PreviewScreen
from screens.text import Tone, shown
from screens.verbs import open_menu, waited
from screens.widgets.form import FormScreen, Values
from screens.widgets.lines import Line
from screens.widgets.paths import PathField, ask_path, entries, path_of
from screens.widgets.progress import Work

TABLES = (".csv", ".tsv", ".txt", ".xlsx")
MAPPINGS = (".yaml", ".yml")
DRY = "dry run, nothing is written"


class ImportScreen(ListFilter, HalfTyped, FileColumns, PreviewScreen):
    """`import [FILE]`: a dry run first, always; then its changes, faults and notices to look through."""

    NAME = "import"
    view: ReportView

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.line = self.covered = Line()
        self.sums = Line(tone=Tone.STRONG)
        self.view = ReportView()
        self.report: ImportReport | None = None
        self._typed: dict[str, str] = {}
        self._file: Path | None = None
        self._mapping: Path | FileMapping | None = None
        self._options = Options()
        self._digest = ""
        self._draft: Draft | None = None
        self._wrote = False
        self.make_filter()
        self.make_half()

    def body(self) -> Iterable[Widget]:
        """Which file, or how far it is read; what came of its rows, and the lists."""
        yield self.line
        yield self.progress
        yield self.sums
        yield self.filter_line
        yield self.view

    # -- which file

    def begin(self) -> None:
        """Read the file the address names, else go on with the one that was left, else ask for one."""
        self._show_file()
        self.view.show_nothing("No file is read yet.", "o chooses one.")
        with_draft(self, "import", "", self._begin_with)

    def _begin_with(self, draft: Draft) -> None:
        self._draft = draft
        left = kept.from_texts(draft.typed)
        if left.file and self.argument in ("", left.file):
            self._file, self._options, self._digest = Path(left.file), left.options, left.digest
            self.half = left.half
            self._mapping = left.mapping or (Path(left.map_file) if left.map_file else None)
            self._typed = {"file": left.file} | ({"mapping": left.map_file} if left.map_file else {})
            self.run_file(dry_run=True)
        elif self.argument:
            self._typed = {"file": self.argument}
            self._take({"file": self.argument})
        else:
            self.do_file()

    def keep(self) -> None:
        """Keep the file, its mapping and corrections, so that a dropped line loses nothing."""
        if self._draft is not None and self._file is not None:
            mapping = self._mapping if isinstance(self._mapping, FileMapping) else None
            map_file = str(self._mapping) if isinstance(self._mapping, Path) else ""
            now = kept.Kept(str(self._file), map_file, mapping, self._options, self._digest, self.half)
            self._draft.keep(kept.as_texts(now))

    def do_file(self, error: HrError | None = None) -> None:
        """Ask for the file and, where none of the shipped ones knows it, for a mapping."""
        fields = [
            PathField(
                key="file", label="File", required=True, choices=partial(entries, endings=TABLES),
                help="CSV, TSV or XLSX with a line of headings; type a path, enter takes a folder",
            ),
            PathField(
                key="mapping", label="Mapping", choices=partial(entries, endings=MAPPINGS),
                help="empty: that of the last such file, a shipped one, or by the headings",
            ),
        ]  # fmt: skip
        intro = ("First a dry run: it shows what would happen and writes nothing.",)
        form = FormScreen(
            "Import people", fields, intro=intro, on_change=self._keep_typed, typed=self._typed, does="Read"
        )
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
        self.report, self.half = None, None
        self._options, self._digest = replace(self._options, fixes=()), ""
        self.run_file(dry_run=True)

    # -- reading and writing

    def reload(self) -> None:
        """Try what was read again after something else was written, such as the undo of this import; the list shown stays."""
        if self._wrote:
            self._wrote = False
        elif self._file is not None:
            self.run_file(dry_run=True, again=False)

    def do_again(self) -> None:
        """Read the file again, writing nothing."""
        if self._file is None:
            self.do_file()
        else:
            self.run_file(dry_run=True)

    def do_back(self) -> bool:
        """Stop reading, else show all where a list is filtered, else leave."""
        if self._work is None:
            return self.unfilter()
        self.stop_work()
        return True

    def run_file(self, *, dry_run: bool, again: bool = True) -> None:
        """Read the file by what is decided so far; not `again` from the disk where only the mapping or a cell changed."""
        self.stop_work()
        ctx, file, mapping, options = self.ctx, self._file, self._mapping, self._options
        if file is None:
            return
        sheet = None if again or self.report is None else self.report.sheet
        agreed = None if dry_run else self.report
        work = self.begin_work(f"{'Reading' if dry_run else 'Importing'} {shown(file.name)}, row", writes=not dry_run)
        self.keep()
        self.work_on(
            lambda: service.import_people(
                ctx, file, mapping, dry_run, work.progress, work.cancelled, options, sheet, unready=True, agreed=agreed
            ),
            partial(self._finished, work, again),
            partial(self._failed_to, work),
            left=None if dry_run else self._told_elsewhere,
        )

    def _told_elsewhere(self, report: ImportReport) -> str:
        """On a thread: what an import came to whose screen was left; nothing is to be gone on with."""
        if self._draft is not None:
            self._draft.forget()
        return f"{shown(report.file.name)}: {_told(report)}"

    def _failed_to(self, work: Work, error: HrError) -> None:
        """Say why; a file that cannot be read at all is asked for again, with what was typed."""
        if not self.is_done(work):
            return
        self._show_file()
        if isinstance(error, Conflict):
            self.run_file(dry_run=True, again=False)
            self.say(error, error=True)
        elif self.report is None and not work.cancelled():
            self.do_file(error)
        else:
            self.say(error, error=not work.cancelled())

    def _finished(self, work: Work, again: bool, report: ImportReport) -> None:
        if not self.is_done(work):
            return
        left = kept.Kept(options=self._options, digest=self._digest, half=self.half).for_file(report.sheet.digest)
        dropped = left.options != self._options
        self._options, self._digest, self.half = left.options, left.digest, left.half
        if dropped:
            self.run_file(dry_run=True)
            return
        if not report.dry_run and self.report is not None:
            report = replace(report, outcomes=self.report.outcomes)
        self.report = report
        self._show_file()
        self.sums.update(counts(report), Tone.STRONG)
        self.view.show(report, self.ctx.config.style, keep=not again)
        self.refilter()
        self.show_heading(DRY if report.dry_run else "")
        if report.dry_run:
            if not self.message.is_error:
                self.say(self._next_step(report))
            self.go_on_typing(report)
            return
        refused = " X writes the refused rows to a file." if report.rejected else ""
        self.say(f"{_told(report)}{refused}")
        self._forget()
        self._wrote = True
        self.shell.changed()

    def _forget(self) -> None:
        if self._draft is not None:
            self._draft.forget()
            self._draft = draft_of(self, "import", "")

    def _show_file(self) -> None:
        if self._file is None:
            self.line.update("No file chosen", Tone.MUTED)
            return
        report, done = self.report, ""
        parts = [shown(self._file.name if report else str(self._file))]
        if report is not None:
            done = "dry run" if report.dry_run else "written"
            fixes = len(self._options.fixes)
            parts += [report.sheet.dialect.sentence, f"{report.mapping} ({report.origin})"]
            parts += [f"{fixes} corrected"] if fixes else []
            parts += [forms.MODES[self._options.mode]] if self._options.mode != "both" else []
            parts += [f"by {forms.MATCHES[self._options.match]}"] if self._options.match != "number" else []
        self.line.update(f" {frames().between} ".join(part for part in (*parts, done) if part))

    def _next_step(self, report: ImportReport) -> str:
        if report.lacking:
            return f"{report.sentence} enter on a column chooses its field; c gives one value to all rows."
        count = len(report.faults)
        faults = f" tab shows {'the fault' if count == 1 else f'the {count:,} faults'}." if count else ""
        if not report.inserted + report.updated:
            return f"Nothing would be written.{faults}"
        people = counted(report.inserted + report.updated, "person", "people")
        return f"i writes {people}, after you type that number.{faults}"

    def do_write(self) -> None:
        """Write what the dry run showed, after the number of people was typed."""
        report = self.report
        if report is None or self._work is not None:
            self.say("There is no dry run to write yet; o chooses a file.")
            return
        if report.lacking:
            self.say(report.sentence)
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
            f"{counted(report.inserted, 'new person', 'new people')}, {report.updated:,} changed.",
            f"{counted(report.rejected, 'row is', 'rows are')} refused, and left out." if report.rejected else "",
        ]
        self.ask_number(f"Import {shown(report.file.name)}?", details, count, "Import")

    def write(self) -> None:
        """Take the file in as the dry run showed it."""
        self.run_file(dry_run=False, again=False)

    # -- looking through

    def do_tab(self) -> None:
        """Show the next list."""
        super().do_tab()
        self.refilter()

    def do_tab_back(self) -> None:
        """Show the list before."""
        super().do_tab_back()
        self.refilter()

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

    def do_refused(self) -> None:
        """Write the refused rows with their reasons to a file that can be corrected and taken in."""
        report = self.report
        if report is None or not report.rejected:
            self.say("No row is refused.")
            return

        async def write(path: Path) -> None:
            count = await waited(self, lambda: leaving.write_refused(report, path))
            self.say(
                f"Wrote {counted(count, 'refused row')} to {shown(path.name)}; correct what is wrong there and import that file."
            )

        intro = f"{report.rejected:,} refused rows, with their columns and the reasons."
        self.app.push_screen(ask_path("Refused rows", f"{shown(report.file.stem)}-refused.csv", write, intro))

    # -- columns and their fields

    def do_settings(self) -> None:
        """Ask how the file is read, by what people are matched, and which rows go in."""
        found = self.report.sheet.dialect.sentence if self.report else "no file yet"
        self.app.push_screen(forms.settings_form(self._options, found), self._settled)

    def _settled(self, values: Values | None) -> None:
        if values is not None:
            self._options = forms.with_settings(self._options, values)
            self.run_file(dry_run=True)

    def on_virtual_table_opened(self) -> None:
        """Choose the field of a column, or correct a cell."""
        row, report = self.view.current, self.report
        if report is None or self._work is not None:
            return
        if isinstance(row, Mapped) and row.column:
            menu = forms.field_menu(row.column, row.samples, self._custom)
            self.app.push_screen(menu, partial(self._assign, row.column))
        elif isinstance(row, Cell) and report.dry_run:
            self.correct(row, report)
        elif isinstance(row, Cell):
            self.say("The file is taken in; r tries it again, so that a cell can be corrected.")

    # -- correcting

    def take_fixes(self, fixes: Sequence[Fix]) -> None:
        """Keep corrections, in the place of earlier ones of the same cells, and read by them at once."""
        new = {(fix.column, fix.row, fix.old if not fix.row else ""): fix for fix in (*self._options.fixes, *fixes)}
        self._options = replace(self._options, fixes=tuple(new.values()))
        self.run_file(dry_run=True, again=False)


def _told(report: ImportReport) -> str:
    undo = f" u undoes it, and so does hrtui undo {report.command}." if report.command is not None else ""
    return f"{report.sentence}{undo}"
