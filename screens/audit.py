"""The audit trail: who changed and who saw what, newest first; filtered by whom, who, what and when; the chain verified."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from hrtui.audit import service
from hrtui.audit.asked import HINT, read
from hrtui.audit.model import ChainReport, Change, StoredEntry
from hrtui.audit.rules import STEPS, spoken
from hrtui.context import Context
from hrtui.dates import minute
from hrtui.errors import RuleBroken
from screens.frames import becomes, frames
from screens.listing import ListScreen
from screens.text import Align, Tone, wrapped
from screens.verbs import open_menu
from screens.widgets.columns import Column
from screens.widgets.lines import Span
from screens.widgets.table import VirtualTable

PAGE = 500
NEAR = 40
WHAT = 3


class AuditScreen(ListScreen[StoredEntry]):
    """Entries as a list that grows as one moves down; the filter is a person's number or name, `by:`, `did:` and days."""

    NAME = "audit"
    HINT = HINT
    LINES = WHAT + 2

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.entries: dict[int, StoredEntry] = {}
        self.names: dict[str, str] = {}
        self.subject = ""
        self.complete = False
        self.reading = False
        self.chain: ChainReport | None = None
        self.table.set_empty("No entry is about that. Esc shows all of them.")

    def columns(self) -> Iterable[Column[StoredEntry]]:
        """When who did what to whom."""
        return (
            Column("id", "Entry", 7, 4, Align.RIGHT),
            Column("at", "When", 16, text=self._when),
            Column("actor", "Who", 8, text=lambda row: row.entry.actor),
            Column("action", "Did", 14, text=lambda row: spoken(row.entry.action)),
            Column("subject", "To", 10, text=lambda row: row.entry.subject),
            Column("name", "Name", 20, 3, text=self._whose),
            Column("changes", "What", 18, 2, grow=1, text=_what, tone=lambda _: Tone.MUTED),
        )

    def begin(self) -> None:
        """Verify the chain, and read the newest entries."""
        ctx = self.ctx
        self.work_on(lambda: service.verify(ctx), self._verified)
        if not self.take_words():
            self._read()

    def _verified(self, report: ChainReport) -> None:
        self.chain = report
        self.show_heading(_broken(report))
        self._show_note()

    def _show_note(self) -> None:
        """How many entries there are, of how many where they are filtered, and whether the chain is whole."""
        chain = self.chain
        if chain is None:
            return
        found = f"{len(self.entries):,}{'' if self.complete else '+'} of " if self.filter_line.text.strip() else ""
        self.filter_line.show_note(_broken(chain) or f"{found}{chain.entries:,} entries, chain whole")

    def _read(self, before: int | None = None) -> None:
        """Read a page of entries, from the newest or before one of them."""
        ctx, typed = self.ctx, self.filter_line.text
        self.reading = True
        self.work_on(
            lambda: (typed, *_asked(ctx, typed, before)),
            lambda found: self._show(*found, before),
            lambda error: self._show_fault(str(error)),
        )

    def _show(self, typed: str, found: list[StoredEntry], names: dict[str, str], before: int | None) -> None:
        self.reading = False
        if typed != self.filter_line.text:
            self._read()
            return
        if before is None:
            self.entries.clear()
        self.names |= names
        self.entries |= {entry.id: entry for entry in found}
        self.complete = len(found) < PAGE
        self.table.set_ids(array("q", self.entries), self.table.current if before is not None else None)
        self._show_note()

    def _show_fault(self, sentence: str) -> None:
        self.reading = False
        self.filter_line.show_fault(sentence)

    def page(self, ids: Sequence[int]) -> list[StoredEntry | None]:
        """The entries of some ids, of those that were read."""
        return [self.entries.get(id_) for id_ in ids]

    def about(self, row: StoredEntry) -> Iterable[Sequence[Span]]:
        """All of the entry: when who did what to whom, and every value before and after."""
        entry, between = row.entry, f" {frames().between} "
        whom = " ".join(part for part in (entry.subject, self._whose(row)) if part)
        yield [(spoken(entry.action), "line--strong"), (f"{between}{whom}" if whom else "", "")]
        what = [*wrapped(_what(row), max(20, self.size.width - 2), WHAT), *[""] * WHAT][:WHAT]
        yield from ([(line, "")] for line in what)
        command = f", command {entry.command}" if entry.command is not None else ""
        yield [(f"entry {row.id}, {self._when(row)} by {entry.actor}{command}", "line--muted")]

    def _whose(self, row: StoredEntry) -> str:
        return self.names.get(row.entry.subject, "")

    def _when(self, row: StoredEntry) -> str:
        return minute(row.entry.at, self.ctx.config.company.time_zone)

    def find(self) -> None:
        """Read the entries that the filter finds; while others are read, once these have come."""
        if not self.reading:
            self._read()

    def do_undo_this(self) -> None:
        """Undo the command of the entry under the cursor, after asking."""
        from screens.undo import ask_undo

        row = self.entries.get(self.table.current) if self.table.current is not None else None
        if row is None or row.entry.command is None:
            self.say(
                "This entry changed nothing, so there is nothing of it to undo." if row else "There is no entry here."
            )
        else:
            ask_undo(self, row.entry.command)

    def do_menu(self) -> None:
        """What can be done here."""
        open_menu(self, self.title_line)

    def do_export(self) -> None:
        """Write the entries that the filter finds to a file."""
        from hrtui.exchange.files import Progress
        from hrtui.exchange.trail import TRAIL, export_trail
        from screens.exporting import Export, ask

        ctx, typed = self.ctx, self.filter_line.text
        about, wanted = read(typed, ctx.clock.today(), ctx.config.style.month_first)

        def write(path: Path, columns: Sequence[str], _rows: str, progress: Progress) -> int:
            return export_trail(ctx, path, _subject(ctx, about), wanted, columns=columns, progress=progress)

        ask(
            self,
            Export(
                "entries",
                f"audit-{ctx.clock.today()}",
                write,
                TRAIL,
                TRAIL,
                intro="Those the filter finds.",
                title="Export the trail",
            ),
        )

    def on_virtual_table_moved(self, event: VirtualTable.Moved) -> None:
        """Read on before the end is reached."""
        if not self.complete and not self.reading and event.index > len(self.entries) - NEAR and self.entries:
            self._read(min(self.entries))

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the page of the person, or of the candidate, board or message, that an entry is about."""
        entry, ctx = self.entries.get(event.row_id), self.ctx
        subject = entry.entry.subject if entry is not None else ""
        if not subject:
            self.say("This entry is about nothing that has a page.")
        elif subject in self.names:
            self.shell.go(f"emp {subject}")
        else:
            self.work_on(lambda: _address(ctx, subject), partial(self._lead, subject), hold=True)

    def _lead(self, subject: str, address: str) -> None:
        if address:
            self.shell.go(address)
        else:
            self.say(f"There is no page of {subject} that you may see.")


def _address(ctx: Context, subject: str) -> str:
    """On a thread: where what an entry is about is shown; empty where it has no page."""
    from hrtui.recruiting.leading import address_of

    return address_of(ctx, subject)


def _asked(ctx: Context, typed: str, before: int | None) -> tuple[list[StoredEntry], dict[str, str]]:
    """On a thread: a page of entries, and the names of whom they are about."""
    about, wanted = read(typed, ctx.clock.today(), ctx.config.style.month_first)
    found = service.log(ctx, PAGE, before, _subject(ctx, about), wanted)
    return found, service.names(ctx, found)


def _subject(ctx: Context, typed: str) -> str:
    """The number of the person meant; what is no person's is looked for as it is."""
    from hrtui.errors import NotFound
    from hrtui.people import service as people

    if not typed.strip():
        return ""
    try:
        return people.resolve(ctx, typed)
    except (NotFound, RuleBroken):
        return typed.strip()


def _broken(report: ChainReport) -> str:
    return f"chain broken at entry {report.broken_at}" if report.broken_at is not None else ""


def _what(row: StoredEntry) -> str:
    changes = [_change(change) for change in row.entry.changes]
    detail = [f"{name} {value}" for name, value in (row.entry.detail or {}).items() if name != STEPS]
    return "; ".join([*changes, *detail])


def _change(change: Change) -> str:
    name = change.field.replace("_", " ")
    return (
        f"{name} {change.before} {becomes()} {change.after or 'nothing'}" if change.before else f"{name} {change.after}"
    )
