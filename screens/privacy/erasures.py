"""What was asked to be erased or disposed of: seen before it is done, and done by somebody else than who asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hrtui.people.model import Done
from hrtui.privacy import disposing, erasing
from hrtui.privacy.model import Asked, Doing
from hrtui.privacy.telling import lines
from screens.listing import HeldList
from screens.privacy.asking import tell
from screens.recruiting.asking import ask, reason_field, text
from screens.text import Tone
from screens.widgets.columns import Column
from screens.widgets.confirm import Confirm, Told
from screens.widgets.lines import Span
from screens.widgets.table import VirtualTable

EMPTY = (
    "Nothing was asked to be erased.",
    "Z on a person's record asks for it, D in the list of retention for disposal.",
)
TONES = {Doing.ASKED: Tone.WARN, Doing.DONE: Tone.PLAIN, Doing.REFUSED: Tone.MUTED}
WORD = "erase"
NAMED = 12


class ErasuresScreen(HeldList[Asked]):
    """`erasures [WORDS]`: all requests, the newest first."""

    NAME = "erasures"
    HINT = "type / to filter: a number, who asked, a ground"
    LINES = 2
    WATCHES = "privacy"
    NO_MATCH = ("No request matches.", "Esc shows all.")

    def columns(self) -> Iterable[Column[Asked]]:
        """What is asked for, by whom, why, and what came of it."""
        return (
            Column("number", "Request", 8),
            Column("state", "State", 8, text=lambda each: each.state.value, tone=lambda each: TONES[each.state]),
            Column("kind", "What", 8),
            Column("about", "About", 12, text=_about),
            Column("asked_by", "Asked by", 9),
            Column("asked", "On", 10, 1, text=lambda each: f"{each.asked_at:%Y-%m-%d}"),
            Column("ground", "Ground", 16, 1, grow=1),
            Column("by", "Last by", 9, 2),
        )

    def key(self, row: Asked, at: int) -> int:
        """A request's id."""
        return row.id

    def note(self, shown: int) -> str:
        """How many wait."""
        return f"{shown:,} of {len(self.rows):,}, {sum(each.state is Doing.ASKED for each in self.rows):,} to do"

    def load(self, hold: bool = False) -> None:
        """Read the requests."""
        ctx = self.ctx
        self.read(lambda: disposing.requests(ctx), lambda found: self.hold(found, *EMPTY), hold=hold)

    def about(self, row: Asked) -> Iterable[Sequence[Span]]:
        """The ground, and what came of it."""
        yield [(row.ground, "line--strong")]
        counts = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in row.counts.items())
        came = f"{row.state.value} by {row.by}" + (
            f": {row.reason}" if row.state is Doing.REFUSED else f": {counts}" if counts else ""
        )
        yield [(came if row.state is not Doing.ASKED else "waits for somebody else than who asked", "line--muted")]

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Show what would be done."""
        self.do_show()

    # -- keys

    def do_show(self) -> None:
        """Show what the request would do."""
        row = self.at()
        if row is not None:
            self.work_on(
                lambda: self._said(row),
                lambda said: self.app.push_screen(Told(said[0], said[1:], title="Dry run")),
                hold=True,
            )

    def _said(self, row: Asked) -> list[str]:
        if row.kind == disposing.ONE and row.state is Doing.ASKED:
            return lines(erasing.plan(self.ctx, row.subject))
        items = [
            " ".join(filter(None, (each.records.replace("_", " "), each.subject, each.kind))) for each in row.items
        ]
        return [f"{row.number} is about {len(items):,} records.", *items]

    def do_do(self) -> None:
        """Do the request, after a word was typed."""
        row, ctx = self.at(), self.ctx
        if row is None or row.state is not Doing.ASKED:
            self.say(self.NOBODY if row is None else f"{row.number} is {row.state.value} already.")
            return

        def sure(yes: bool | None) -> None:
            if yes:
                self.work_on(lambda: disposing.carry_out(ctx, row.number), self._told, hold=True)

        def ask_for_word(said: list[str]) -> None:
            details = [
                *said[:NAMED],
                *([f"and {len(said) - NAMED:,} more"] if len(said) > NAMED else []),
                "Nothing brings it back.",
            ]
            self.app.push_screen(Confirm(f"Erase what {row.number} asks for?", details, word=WORD, title="Erase"), sure)

        self.work_on(lambda: self._said(row), ask_for_word, hold=True)

    def do_refuse(self) -> None:
        """Refuse the request."""
        row, ctx = self.at(), self.ctx
        if row is None:
            self.say(self.NOBODY)
            return
        save = lambda values: disposing.refuse(ctx, row.number, text(values, "reason"))  # noqa: E731
        ask(self, f"Refuse {row.number}", [reason_field()], save, told=self._told)

    def _told(self, done: Done) -> None:
        tell(self, done)


def _about(each: Asked) -> str:
    return each.subject or f"{len(each.items):,} records"
