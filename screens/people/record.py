"""A person's record: profile, job, pay and history as tabs, walked from person to person in the same tab."""

from __future__ import annotations

from collections.abc import Iterable

from textual.strip import Strip
from textual.widget import Widget

from hrtui.access.model import Field
from hrtui.people import service
from hrtui.people.model import PrivateKind, Record, Status
from screens.base import HrScreen
from screens.people import facts
from screens.people.acts import PersonActs
from screens.people.walk import Walk
from screens.text import Tone, shown
from screens.widgets.lines import Line, LineWidget, Span
from screens.widgets.sheet import Sheet

TONES = {Status.ACTIVE: Tone.GOOD, Status.LEAVE: Tone.WARN, Status.STARTING: Tone.STRONG, Status.TERMINATED: Tone.MUTED}
REVEALED_BY = {"profile": (Field.BIRTH,), "pay": (Field.PAY,)}


class Tabs(LineWidget):
    """The names of the tabs, the one shown in brackets."""

    DEFAULT_CSS = """
    Tabs { height: 1; width: 1fr; padding: 0 1; }
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self.names = names
        self.at = 0

    @property
    def current(self) -> str:
        """The name of the tab shown."""
        return self.names[self.at]

    def step(self, by: int) -> None:
        """Show the next or previous tab, round and round."""
        self.at = (self.at + by) % len(self.names)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The names in a row."""
        spans: list[Span] = []
        for index, name in enumerate(self.names):
            chosen = index == self.at
            spans.append(
                (
                    f"[{name.capitalize()}]" if chosen else f" {name.capitalize()} ",
                    "line--key" if chosen else "line--muted",
                )
            )
            spans.append((" ", ""))
        return self.strip(spans, self.size.width)


class RecordScreen(PersonActs, HrScreen):
    """`emp NUMBER`: one person, opened from a list or by address."""

    NAME = "person"

    def __init__(self, argument: str = "", walk: Walk | None = None) -> None:
        super().__init__(argument)
        self.walk = walk or Walk()
        self.number = ""
        self.record: Record | None = None
        self.revealed: dict[PrivateKind, str] = {}
        self.fields: frozenset[Field] = frozenset()
        self.line = Line(tone=Tone.STRONG)
        self.tabs = Tabs(("profile", "job", "pay", "history"))
        self.tabs.at = 1
        self.sheet = Sheet()

    def body(self) -> Iterable[Widget]:
        """Who it is, the tabs, and the tab's facts."""
        yield self.line
        yield self.tabs
        yield self.sheet

    def on_mount(self) -> None:
        """The facts have the keys that scroll."""
        self.sheet.focus()

    def begin(self) -> None:
        """Find the person the address means, and read the record."""
        argument = self.argument or (self.number or "")
        self.work_on(lambda: self._read(argument), self._loaded, hold=True)

    def reload(self) -> None:
        """Read the record anew, showing what was shown."""
        number, fields = self.number, self.fields
        if number:
            self.work_on(lambda: service.record(self.ctx, number, reveal=fields), self._loaded)

    def subject(self) -> str:
        """The number of the person shown."""
        return self.number

    def do_tab_next(self) -> None:
        """Show the next tab."""
        self.tabs.step(1)
        self._show()

    def do_tab_previous(self) -> None:
        """Show the tab before."""
        self.tabs.step(-1)
        self._show()

    def do_next(self) -> None:
        """Show the next person of the list."""
        self._step(1)

    def do_previous(self) -> None:
        """Show the previous person of the list."""
        self._step(-1)

    def do_reveal(self) -> None:
        """Show the masked values of this tab; the trail keeps who looked."""
        if self.record is None:
            return
        number = self.number
        if self.tabs.current == "profile" and self.record.private:
            kinds = [mark.kind for mark in self.record.private]
            self.work_on(
                lambda: {kind: service.reveal_private(self.ctx, number, kind) for kind in kinds}, self._revealed
            )
            return
        wanted = frozenset(REVEALED_BY.get(self.tabs.current, ()))
        if not wanted:
            self.say("Nothing on this tab is masked.")
            return
        self.fields |= wanted
        self.reload()

    # -- reading

    def _read(self, text: str) -> Record:
        return service.record(self.ctx, service.resolve(self.ctx, text), reveal=self.fields)

    def _loaded(self, record: Record) -> None:
        if record.number != self.number:
            self.revealed = {}
        self.record, self.number = record, record.number
        self.shell.opened_person(record.number)
        self._show()

    def _revealed(self, values: dict[PrivateKind, str]) -> None:
        self.revealed = values
        self.say("Shown until you leave this person; the audit trail has noted it.")
        self._show()

    def _step(self, by: int) -> None:
        person = self.walk.step(by)
        if person is None:
            self.say("This is the last of the list." if by > 0 else "This is the first of the list.")
            return
        self.fields = frozenset()
        self.work_on(lambda: self._read_id(person), self._loaded, hold=True)

    def _read_id(self, person: int) -> Record:
        (summary,) = service.directory_page(self.ctx, [person])
        return service.record(self.ctx, summary.number if summary else str(person))

    # -- showing

    def _show(self) -> None:
        record = self.record
        if record is None:
            return
        self._show_line(record)
        make = {"profile": facts.profile, "job": facts.job, "pay": facts.pay, "history": facts.history}[
            self.tabs.current
        ]
        self.sheet.show(make(facts.View(record, self.ctx.clock.today(), self.ctx.config, self.revealed)))

    def _show_line(self, record: Record) -> None:
        summary = record.summary
        parts = [summary.name, record.number, summary.status.value, summary.title, self.walk.place()]
        self.line.update("  ".join(shown(part) for part in parts if part), TONES.get(summary.status, Tone.PLAIN))
