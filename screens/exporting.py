"""Asking how a list is to be written: which file, whose name's ending is the format, which columns, and which rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from textual import events

from hrtui.errors import RuleBroken
from hrtui.exchange.files import ENDINGS, SPOKEN, TABLES, ExportStopped, Format, Progress, format_of
from hrtui.room import whereabouts
from hrtui.text import listed
from screens.base import HrScreen
from screens.text import shown
from screens.verbs import waited
from screens.widgets.fields import Choice, ChoiceField, Field, TextField
from screens.widgets.form import FormScreen, Submit
from screens.widgets.paths import path_of
from screens.widgets.progress import Work
from screens.widgets.table import VirtualTable

MARKED, SHOWN = "marked", "shown"
Write = Callable[[Path, Sequence[str], str, Progress], int]


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be written: what its rows are called, the name of the file without its ending, and how it is written.

    `write` gets the path, the names of the columns, `marked` or `shown`, and how to tell how far it is, which raises
    where it is to stop; it runs on a thread and returns how many.
    `title` stands above the form where the rows say too little of what it is. Without `columns` they are not asked for;
    rows are asked for where some are `marked`.
    """

    rows: str
    stem: str
    write: Write
    columns: Sequence[str] = ()
    standard: Sequence[str] = ()
    marked: int = 0
    shown: int = 0
    formats: Sequence[Format] = TABLES
    intro: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnsField(ChoiceField):
    """Names of columns between commas; the last one is completed as it is typed. Its value is a tuple of them."""

    names: Sequence[str] = ()
    standard: Sequence[str] = ()

    def start(self) -> str:
        """The standard columns."""
        return ", ".join(self.standard)

    def nothing(self) -> object:
        """None: the standard ones are taken."""
        return ()

    def matches(self, text: str) -> tuple[Choice, ...]:
        """What the last name may become, without those named already."""
        head, comma, typed = text.rpartition(",")
        lead = f"{head.rstrip()}, " if comma else ""
        taken = tuple(dict.fromkeys(name.strip() for name in head.split(",") if name.strip()))
        begun = [name for name in self.names if name.startswith(typed.strip()) and name not in taken]
        return tuple(Choice((*taken, name), f"{lead}{name}", name, unfinished=True) for name in begun[:6])

    def parse(self, text: str) -> tuple[object, str]:
        """The names, each one that there is; how many they are is said back."""
        names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
        wrong = [name for name in names if name not in self.names]
        if wrong:
            raise RuleBroken(f"“{wrong[0]}” is no column here. There are {listed(list(self.names), 'and')}.", self.key)
        return names, f"{len(names)} column{'s' if len(names) != 1 else ''}"


class ExportForm(FormScreen):
    """The form of an export: while it writes it says how far it is, and esc stops it."""

    def __init__(self, export: Export, submit: Submit) -> None:
        intro = (export.intro,) if export.intro else ()
        super().__init__(export.title or f"Export {export.rows}", _fields(export), submit, intro=intro, does="Write")
        self.work = Work(lambda done, total: self.call_later(self._tell, done, total))

    async def on_key(self, event: events.Key) -> None:
        """Stop where it writes; else as every form."""
        if self._is_saving and event.key == "escape":
            self.work.stop()
            event.stop()
            event.prevent_default()
        else:
            await super().on_key(event)

    def step(self, done: int, total: int) -> None:
        """On the thread that writes: tell how far it is, and end it where that was asked for."""
        if self.work.cancelled():
            raise ExportStopped("The export was stopped; nothing was written.")
        self.work.progress(done, total)

    def begin(self) -> None:
        """Forget that an earlier attempt was stopped."""
        self.work = Work(lambda done, total: self.call_later(self._tell, done, total))

    def _tell(self, done: int, total: int) -> None:
        if self._is_saving:
            of = f" of {total:,}" if total else ""
            self.form.message = f"Written {done:,}{of}; esc stops it"
            self.form.repaint()


def ask(screen: HrScreen, export: Export) -> None:
    """Ask, write on a thread, and say what was written; what is refused is shown in the form."""

    async def save(values: Mapping[str, object]) -> None:
        path, rows = path_of(values["path"]), str(values.get("rows") or SHOWN)
        columns = values.get("columns")
        names = [str(name) for name in columns] if isinstance(columns, tuple) else []
        form.begin()
        count = await waited(screen, lambda: export.write(path, names, rows, form.step))
        screen.say(f"Wrote {count:,} {export.rows} to {shown(path.name)}.")

    form = ExportForm(export, save)
    screen.app.push_screen(form)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as it is written: the headings, and the rows of those ids, made as they are asked for on the thread that writes.

    `action` names the entry in the trail, with what else is to be said there.
    """

    headings: Sequence[str]
    rows: Callable[[Sequence[int]], Iterable[Sequence[object]]]
    action: str
    detail: Mapping[str, str] = field(default_factory=dict)


def ask_listed(
    screen: HrScreen, rows: str, stem: str, table: VirtualTable[Any], listed: Listed, intro: str = ""
) -> None:
    """Ask where a list as it is shown, or its marked rows, are written, and write them; leaves an entry in the trail."""
    from hrtui.exchange.export import export_rows

    ctx, ids, marked = screen.ctx, table.ids, table.marked()
    if not ids:
        screen.say("There is nothing to write.")
        return

    def write(path: Path, _columns: Sequence[str], which: str, progress: Progress) -> int:
        made = listed.rows(marked if which == MARKED else ids)
        return export_rows(
            ctx,
            path,
            listed.headings,
            made,
            action=listed.action,
            counted=rows,
            detail=listed.detail,
            progress=progress,
        )

    ask(screen, Export(rows, stem, write, marked=len(marked), shown=len(ids), intro=intro))


def _fields(export: Export) -> list[Field]:
    fields: list[Field] = [_file(export)]
    if export.columns:
        fields.append(
            ColumnsField(
                key="columns",
                label="Columns",
                names=export.columns,
                standard=export.standard,
                help=_columns_help(export),
            )  # fmt: skip
        )
    if export.marked:
        choices = [
            Choice(MARKED, f"the {export.marked:,} marked"),
            Choice(SHOWN, f"the {export.shown:,} shown"),
        ]
        fields.append(ChoiceField(key="rows", label="Rows", choices=choices, initial=choices[0], required=True))
    return fields


def _columns_help(export: Export) -> str:
    others = [name for name in export.columns if name not in export.standard]
    return f"between commas; also {', '.join(others)}" if others else "between commas"


def _file(export: Export) -> Field:
    def said(text: str) -> str:
        return SPOKEN[format_of(Path(text), allowed=export.formats)]

    endings = [ending for ending, form in ENDINGS.items() if form in export.formats and ending != ".vcard"]
    return TextField(
        key="path", label="File", initial=f"{export.stem}.csv", required=True, limit=1_000, check=said,
        help=f"a new file; its ending says what it is: {listed(endings)}; {whereabouts(' unless it begins with /')}",
    )  # fmt: skip
