"""The columns of a file that is imported, and the fields they are taken for: chosen, left out, read otherwise, declared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from hrtui.config import Config
from hrtui.errors import HrError
from hrtui.exchange import guess, leaving
from hrtui.exchange.model import FileMapping, ImportReport
from screens.base import HrScreen
from screens.people import import_forms as forms
from screens.people.import_report import Mapped, ReportView
from screens.text import shown
from screens.verbs import waited
from screens.widgets.form import Values
from screens.widgets.paths import ask_path


class FileColumns(HrScreen):
    """What the import studio does about columns; the file is read again by each change, and nothing is written."""

    view: ReportView
    report: ImportReport | None
    _mapping: Path | FileMapping | None

    def run_file(self, *, dry_run: bool, again: bool = True) -> None:
        """Read the file by what is decided so far."""
        raise NotImplementedError

    @property
    def _custom(self) -> list[tuple[str, str]]:
        return [(item.name, item.label) for item in self.ctx.config.custom_fields]

    def _mapped(self) -> Mapped | None:
        row = self.view.current
        if isinstance(row, Mapped):
            return row
        self.say("That is for the list of columns; tab goes there.")
        return None

    def _assign(self, column: str, target: str | None) -> None:
        if target is not None:
            self._change(lambda mapping: guess.assigned(mapping, column, target, self.ctx.config.custom_fields))

    def _change(self, change: Callable[[FileMapping], FileMapping]) -> None:
        if self.report is not None:
            try:
                changed = change(self.report.used)
            except HrError as error:
                self.say(error, error=True)
                return
            self._mapping = (
                changed if changed.name.endswith("_changed") else replace(changed, name=f"{changed.name}_changed")
            )
            self.run_file(dry_run=True, again=False)

    def do_ignore(self) -> None:
        """Leave the column under the cursor out, or take a constant away."""
        row = self._mapped()
        if row is not None and row.constant:
            self._change(lambda mapping: guess.constant(mapping, row.fields[0], ""))
        elif row is not None:
            self._assign(row.column, guess.IGNORE)

    def do_days(self) -> None:
        """Ask how the days or numbers of the column under the cursor are written."""
        row, report = self._mapped(), self.report
        if row is None or report is None or not row.column:
            return
        look = next(each for each in report.sheet.looks if each.name == row.column)
        using = [each for each in report.used.sources if row.column in each.columns]
        formats = next((each.formats for each in using if each.formats), ())
        decimals = next((each.decimals for each in using if each.decimals), "")
        self.app.push_screen(forms.days_form(look, formats, decimals), partial(self._read_as, row.column))

    def _read_as(self, column: str, values: Values | None) -> None:
        if values is not None:
            formats = tuple(text.strip() for text in str(values["formats"]).split(",") if text.strip())
            self._change(lambda mapping: guess.read_as(mapping, column, formats, str(values["decimals"] or "")))

    def do_constant(self) -> None:
        """Ask for one value for a field of every row."""
        if self.report is not None:
            self.app.push_screen(forms.constant_form(self._custom, lambda values: None), self._constant)

    def _constant(self, values: Values | None) -> None:
        if values is not None:
            target, text = str(values["field"]), str(values["value"])
            self._change(lambda mapping: guess.constant(mapping, target, text, self.ctx.config.custom_fields))

    def do_save_map(self) -> None:
        """Write the mapping in use to a YAML file."""
        report = self.report
        if report is None:
            self.say("There is no mapping yet; o chooses a file.")
            return

        async def write(path: Path) -> None:
            await waited(self, lambda: leaving.write_mapping(report.used, path))
            self.say(f"Wrote the mapping to {shown(path.name)}; --map takes it, and so does the form of o.")

        self.app.push_screen(ask_path("Write mapping", f"{shown(report.file.stem)}-mapping.yaml", write))

    def do_declare(self) -> None:
        """Add the fields that the file needs to the configuration, after a question."""
        from screens.widgets.confirm import Confirm

        report = self.report
        if report is None or not report.declare:
            self.say("The configuration has every field this file needs.")
            return
        name = self.ctx.config.file.name
        asked = Confirm(f"Add these lines to {shown(name)}?", report.declare, title="Fields of your own")
        self.app.push_screen(asked, self._declare)

    def _declare(self, sure: bool | None) -> None:
        from hrtui.exchange.declaring import add_fields

        ctx, report = self.ctx, self.report
        if sure and report is not None:
            self.work_on(lambda: add_fields(ctx, report.declare), self._declared)

    def _declared(self, config: Config) -> None:
        """Know the fields on every screen from here on; this one reads the file again."""
        self.shell.configure(replace(self.ctx.config, custom_fields=config.custom_fields))
