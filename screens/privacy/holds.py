"""The legal holds: which stand, over how many, and the steps that each took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hrtui.people.model import Done
from hrtui.privacy import holds
from hrtui.privacy.model import Hold, HoldState, Under
from screens.listing import HeldList
from screens.privacy.asking import NUMBERS, listed_numbers, place_hold, tell
from screens.recruiting.asking import Values, ask, choice_field, reason_field, text
from screens.text import Align, Tone
from screens.widgets.columns import Column
from screens.widgets.confirm import Told
from screens.widgets.fields import Choice, TextField
from screens.widgets.lines import Span
from screens.widgets.table import VirtualTable

EMPTY = ("There is no legal hold.", "a places one: over people, candidates, or whom a query finds today.")
TONES = {HoldState.STANDS: Tone.PLAIN, HoldState.ASKED: Tone.WARN, HoldState.RELEASED: Tone.MUTED}
STEPS = 4


class HoldsScreen(HeldList[Hold]):
    """`holds [WORDS]`: all holds, the newest first, with the last steps of the one under the cursor."""

    NAME = "holds"
    HINT = "type / to filter: a name, a matter, a number"
    LINES = STEPS + 1
    WATCHES = "retention"
    NO_MATCH = ("No hold matches.", "Esc shows all.")

    def columns(self) -> Iterable[Column[Hold]]:
        """What it is called, for which matter, since when, how it stands, and over how many."""
        return (
            Column("number", "Hold", 8),
            Column("state", "State", 13, text=lambda each: each.state.value, tone=lambda each: TONES[each.state]),
            Column("since", "Since", 10),
            Column("name", "Name", 16, grow=2),
            Column("matter", "Matter", 14, 1, grow=1),
            Column("records", "Records", 7, align=Align.RIGHT, text=lambda each: f"{each.people + each.candidates:,}"),
        )

    def key(self, row: Hold, at: int) -> int:
        """A hold's id."""
        return row.id

    def note(self, shown: int) -> str:
        """How many stand."""
        stand = sum(each.state is not HoldState.RELEASED for each in self.rows)
        return f"{shown:,} of {len(self.rows):,}, {stand:,} standing"

    def load(self, hold: bool = False) -> None:
        """Read the holds."""
        ctx = self.ctx
        self.read(lambda: holds.holds(ctx), lambda found: self.hold(found, *EMPTY), hold=hold)

    def about(self, row: Hold) -> Iterable[Sequence[Span]]:
        """Why it was placed and over whom by its query, and its last steps."""
        said = [
            row.reason,
            f"matter {row.matter}" if row.matter else "",
            f"query of that day: {row.query}" if row.query else "",
        ]
        yield [("; ".join(filter(None, said)), "line--strong")]
        for step in row.steps[-STEPS:]:
            yield [(f"{step.at:%Y-%m-%d %H:%M}  {step.step.value} by {step.by}: {step.reason}", "line--muted")]

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Show who is under the hold."""
        row, ctx = self.at(), self.ctx
        if row is None:
            return

        def shown(found: tuple[Hold, list[Under]]) -> None:
            hold, under = found
            said = [f"{each.number} {each.name} ({each.why.value})" for each in under]
            self.app.push_screen(Told(f"{hold.number} {hold.name}: {hold.state.value}", said, title="Under this hold"))

        self.work_on(lambda: holds.hold(ctx, row.number), shown, hold=True)

    # -- keys

    def do_place(self) -> None:
        """Place a hold."""
        place_hold(self)

    def do_widen(self) -> None:
        """Put more under the hold."""
        row, ctx = self.at(), self.ctx
        if row is None:
            self.say(self.NOBODY)
            return
        why = (Choice("named", "it is about them"), Choice("comparator", "to compare with"))
        fields = [
            TextField(key="whom", label="Over whom", required=True, help=NUMBERS),
            choice_field("why", "Why", why, "what they are to the matter", "named"),
            reason_field(),
        ]

        def save(values: Values) -> Done:
            others = text(values, "why") == "comparator"
            return holds.widen(
                ctx, row.number, listed_numbers(values, "whom"), text(values, "reason"), comparators=others
            )

        ask(self, f"Widen {row.number} {row.name}", fields, save, told=self._told)

    def do_release(self) -> None:
        """Ask for the release, or confirm it where somebody asked."""
        row, ctx = self.at(), self.ctx
        if row is None:
            self.say(self.NOBODY)
            return
        asked = row.state is HoldState.ASKED
        act = holds.release if asked else holds.ask_release
        title = f"{'Confirm' if asked else 'Ask for'} the release of {row.number} {row.name}"
        ask(self, title, [reason_field()], lambda values: act(ctx, row.number, text(values, "reason")), told=self._told)

    def do_keep(self) -> None:
        """Refuse the release."""
        row, ctx = self.at(), self.ctx
        if row is None:
            self.say(self.NOBODY)
            return
        title = f"Let {row.number} {row.name} stand on"
        ask(
            self,
            title,
            [reason_field()],
            lambda values: holds.keep(ctx, row.number, text(values, "reason")),
            told=self._told,
        )

    def _told(self, done: Done) -> None:
        tell(self, done)
