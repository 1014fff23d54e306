"""Candidates whose consent has ended or is about to: who may still be asked, and whom to empty for good."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast

from hrtui.access.rules import may
from hrtui.people.model import Done
from hrtui.recruiting import consent, purging
from hrtui.recruiting.gathering import WORK, Worked
from hrtui.recruiting.model import CandidateLine
from hrtui.recruiting.playfile import playbook
from screens.listing import ListScreen
from screens.people.forms import Maker
from screens.recruiting.asking import Values, ask
from screens.text import Tone
from screens.widgets.columns import Column
from screens.widgets.confirm import Confirm
from screens.widgets.table import VirtualTable

EMPTY = ("Nobody's consent has ended, or is about to.", "Whoever applies or was hired is not listed.")
NO_MATCH = ("Nobody here matches.", "Esc shows all.")
WORD = "empty"
NAMED = 6


class ConsentScreen(ListScreen[CandidateLine]):
    """`consent [WORDS]`: those who apply to nothing and were not hired, the longest over first."""

    NAME = "consent"
    HINT = "type / to filter: a name, an address, a tag"
    WATCHES = "recruiting"
    NOBODY = "There is no candidate under the cursor."

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.ended = False
        self._over = set[int]()

    def columns(self) -> Iterable[Column[CandidateLine]]:
        """Who they are, and until when what they gave may be kept."""
        return (
            Column("number", "Number", 9),
            Column("name", "Name", 20, grow=2),
            Column("consent_until", "Consent until", 13, text=lambda each: each.consent_until or "", tone=self._tone),
            Column("when", "", 20, text=self._when, tone=self._tone),
            Column("applied", "Applied for", 16, 2, grow=1),
            Column("email", "E-mail", 22, 1, grow=1),
            Column("source", "Source", 10, 3),
        )

    def reload(self) -> None:
        """Read anew; the cursor stays where it is."""
        self.table.refresh_rows()
        self.begin()

    def find(self) -> None:
        """Read those that the filter finds."""
        ctx, words, ended = self.ctx, self.filter_line.text, self.ended

        def read() -> tuple[array[int], array[int]]:
            found = consent.consent_due(ctx, words, ended=ended)
            return found, found if ended else consent.consent_due(ctx, words, ended=True)

        self.read(read, lambda found: self._show(*found))

    def _show(self, ids: array[int], over: array[int]) -> None:
        self._over = set(over)
        self.table.set_empty(*(NO_MATCH if self.filter_line.text else EMPTY))
        self.table.set_ids(ids, self.table.current)
        days, near = playbook(self.ctx).settings.consent.warn_days, len(ids) - len(over)
        self.filter_line.show_note(f"{len(over):,} ended" + ("" if self.ended else f", {near:,} within {days} days"))
        self.show_heading(f"{len(over):,} to empty" if over else "")

    def page(self, ids: Sequence[int]) -> list[CandidateLine | None]:
        """The candidates of some ids."""
        return consent.consent_page(self.ctx, ids)

    def _tone(self, line: CandidateLine) -> Tone:
        return Tone.BAD if self._days(line) < 0 else Tone.WARN

    def _days(self, line: CandidateLine) -> int:
        return (line.consent_until - self.ctx.clock.today()).days if line.consent_until else 0

    def _when(self, line: CandidateLine) -> str:
        days = self._days(line)
        if not days:
            return "ends today"
        return f"{'ended' if days < 0 else 'ends in'} {abs(days):,} day{'s' if abs(days) > 1 else ''}{' ago' if days < 0 else ''}"

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the candidate."""
        line = self.table.row(event.index)
        if line is not None:
            self.shell.go(f"candidate {line.number}")

    def tell_done(self, done: Done) -> None:
        """Show what was done."""
        if may(self.ctx.actor, WORK):
            super().tell_done(done)
        else:
            self.shell.changed()
            self.say(self.said_of(done))

    def said_of(self, done: Done) -> str:
        """What was done; who may empty and not work on candidates cannot take it back."""
        return super().said_of(done) if may(self.ctx.actor, WORK) else done.sentence

    # -- keys

    def do_back(self) -> bool:
        """Show all again, where they are filtered."""
        if self.filter_line.text:
            self.filter_line.set_text("")
        elif self.ended:
            self.do_ended()
        else:
            return False
        return True

    def do_ended(self) -> None:
        """Show those only whose consent has ended, or all again."""
        self.ended = not self.ended
        self.find()

    def do_mark_ended(self) -> None:
        """Mark those shown whose consent has ended."""
        self.table.set_marks(self._over)

    def do_renew(self) -> None:
        """Record that the one under the cursor gave consent anew."""
        found, ctx = self.meant()[:1], self.ctx
        if not found:
            return
        line, make, today = found[0], Maker(ctx), ctx.clock.today()
        months = playbook(ctx).settings.consent.months
        fields = [
            make.day("given_on", "Consent given", today, "the day they gave it anew"),
            make.day("until", "Until", None, f"empty: {months} months from then", required=False),
        ]

        def save(values: Values) -> Worked:
            given_on, until = cast(date, values["given_on"]), cast(date | None, values.get("until"))
            return consent.renew_consent(ctx, line.number, given_on, until)

        ask(self, f"Consent of {line.name}", fields, save)

    def do_purge(self) -> None:
        """Empty the one under the cursor, or the marked ones, after a word was typed."""
        ids = self.table.marked() or array("q", [self.table.current] if self.table.current is not None else [])
        self.work_on(lambda: [each for each in self.page(ids) if each is not None], self._ask_emptying, hold=True)

    def _ask_emptying(self, found: list[CandidateLine]) -> None:
        ctx, numbers = self.ctx, [each.number for each in found]
        if not found:
            self.say(self.NOBODY)
            return
        details = [f"{each.number} {each.name}" for each in found[:NAMED]]
        details += [f"and {len(found) - NAMED:,} more"] if len(found) > NAMED else []
        details.append("What they gave is emptied in every version there ever was; nothing brings it back.")
        sentence = f"Empty {found[0].name}?" if len(found) == 1 else f"Empty {len(found):,} candidates?"

        def sure(yes: bool | None) -> None:
            if yes:
                self.work_on(lambda: purging.purge(ctx, numbers), self._emptied, hold=True)

        self.app.push_screen(Confirm(sentence, details, word=WORD, title="Empty"), sure)

    def _emptied(self, done: Worked) -> None:
        self.table.set_marks(())
        self.shell.changed()
        self.say(done.sentence)
