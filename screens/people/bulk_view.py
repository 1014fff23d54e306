"""What a bulk screen is made of: the line a verb is typed into, what it may go on with, and the preview as lists."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.strip import Strip
from textual.widget import Widget

from hrtui.audit.model import Change
from hrtui.money import STYLES, Money, NumberStyle, format_money
from hrtui.people.bulk_model import BulkPreview, Line, Verdict
from screens.frames import becomes, frames
from screens.people.previewing import Lists
from screens.text import Tone, label_of, shown, worded
from screens.widgets.columns import Column
from screens.widgets.detail import Fact, RowDetail
from screens.widgets.editing import Edit
from screens.widgets.filter import FilterLine
from screens.widgets.lines import Line as TextLine
from screens.widgets.lines import LineWidget, Span
from screens.widgets.table import VirtualTable

TONES = {
    Verdict.BROKEN: Tone.BAD,
    Verdict.LEFT_OUT: Tone.WARN,
    Verdict.NOT_EMPLOYED: Tone.MUTED,
    Verdict.SAME: Tone.MUTED,
    Verdict.WARNED: Tone.WARN,
    Verdict.FINE: Tone.GOOD,
}
Completions = Callable[[str, int], tuple[int, list[str]]]


class Hints(LineWidget):
    """One line of what the verb may go on with; `tab` takes the first."""

    DEFAULT_CSS = """
    Hints { height: 1; width: 1fr; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.words: Sequence[str] = ()

    def show(self, words: Sequence[str]) -> None:
        """Show other words."""
        if tuple(words) != tuple(self.words):
            self.words = tuple(words)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The words in a row, the one `tab` takes first."""
        spans: list[Span] = [("tab ", "line--key")] if self.words else []
        for index, word in enumerate(self.words):
            spans.append((f"{shown(word)}  ", "line--strong" if index == 0 else "line--muted"))
        return self.strip(spans, self.size.width)


class VerbLine(FilterLine):
    """The line a verb is typed into: `tab` completes, `enter` hands it over, escape leaves it as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Preview", id="table.open"),
        Binding("tab", "complete", "Complete", id="bulk.tab"),
        Binding("escape", "back", "Back", id="app.back"),
    ]

    def __init__(
        self, changed: Callable[[str], None], entered: Callable[[], None], hints: Hints, complete: Completions
    ) -> None:
        super().__init__(changed, hint="type what is to be done, such as raise 3% eff 2027-01-01 reason merit")
        self.entered = entered
        self.hints = hints
        self.complete = complete

    def action_open(self) -> None:
        """Hand the verb over."""
        self.entered()

    def action_back(self) -> None:
        """Leave the line, keeping what is typed."""
        self.post_message(self.Left(self))

    def action_complete(self) -> None:
        """Put the first completion in the place of the word under the cursor."""
        start, words = self.complete(self.text, self.edit.at)
        if words:
            text = self.text[:start] + words[0] + self.text[self.edit.at :]
            self._take(Edit(text, start + len(words[0])))

    def show_hints(self) -> None:
        """Show what may follow, while the line has the focus."""
        if self.has_focus:
            self._hint()

    def _hint(self) -> None:
        self.hints.show(self.complete(self.text, self.edit.at)[1])

    def on_focus(self) -> None:
        """Show the cursor and what may follow."""
        super().on_focus()
        self._hint()

    def on_blur(self) -> None:
        """Hide both."""
        super().on_blur()
        self.hints.show(())

    def render_line(self, y: int) -> Strip:
        """The verb behind its bar."""
        width = self.size.width
        room = max(1, width - 3)
        return self.strip([("| ", "line--key"), *self._input(room)], width)


def _change(change: Change, style: NumberStyle) -> str:
    before, after = (worded(value, style) or "none" for value in (change.before, change.after))
    return f"{before} {becomes()} {after}"


class PreviewTable(VirtualTable[Line]):
    """A list of a preview: enter is for all of it, whatever the cursor is on and where the list is empty too."""

    def do_open(self) -> None:
        """Tell the owner."""
        self.post_message(self.Opened(self, self.cursor, self.current or 0))


class PreviewView(Vertical):
    """A preview: everyone, those who change, those who do not or not whole; and all about the one under the cursor."""

    DEFAULT_CSS = """
    PreviewView { width: 1fr; height: 1fr; }
    PreviewView Container { height: 1fr; layout: vertical; }
    PreviewView RowDetail { height: 6; border-top: solid $panel; }
    PreviewView.-wide Container { layout: horizontal; }
    PreviewView.-wide RowDetail { height: 1fr; width: 46; border-top: none; border-left: solid $panel; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.made: BulkPreview | None = None
        self.style = STYLES["en_US"]
        self.currency = "USD"
        self.at = 0
        self.lists = Lists()
        self.cost = TextLine(tone=Tone.STRONG)
        self.detail = RowDetail()
        self.table: VirtualTable[Line] = PreviewTable(self._columns(), self._rows, moved=self._moved, id="preview")

    def compose(self) -> Iterable[Widget]:
        """The lists, what it costs, the people and the one under the cursor."""
        yield self.lists
        yield self.cost
        with Container():
            yield self.table
            yield self.detail

    def show(self, made: BulkPreview, style: NumberStyle, currency: str) -> None:
        """Show another preview."""
        self.made, self.style, self.currency, self.at = made, style, currency, 0
        self.cost.update(self._cost(made), Tone.STRONG)
        self._show_list()

    def show_nothing(self, *sentences: str) -> None:
        """Say why there is no preview."""
        self.made = None
        self.lists.show((), 0)
        self.cost.update("")
        self.table.set_empty(*sentences)
        self.table.set_ids(array("q"))
        self.detail.show("", [])

    def step(self, by: int) -> None:
        """Show the next or the previous list."""
        if self.made is not None:
            self.at = (self.at + by) % 3
            self._show_list()

    def _show_list(self) -> None:
        made = self.made
        assert made is not None
        places = [list(range(len(made.lines)))]
        places += [
            [place for place in places[0] if made.lines[place].verdict in wanted] for wanted in (CHANGE, PROBLEM)
        ]
        names = ("All", "Changes", "Problems")
        self.lists.show([f"{name} {len(some):,}" for name, some in zip(names, places, strict=True)], self.at)
        self.table.set_empty(
            *(("Nobody is found.", "/ types another verb, esc goes back.") if not places[0] else ("None.",))
        )
        self.table.set_ids(array("q", places[self.at]))

    def _cost(self, made: BulkPreview) -> str:
        parts = [f"{made.people:,} of {len(made.lines):,} change"]
        if made.contradicted:
            verb = "goes" if made.contradicted == 1 else "go"
            parts.append(f"{made.contradicted:,} {verb} back later: c carries on")
        if made.unseen:
            parts.append(f"{made.unseen:,} out of your sight")
        if made.cost is not None:
            before, after = made.cost
            money = [format_money(Money(cents, self.currency), self.style) for cents in (before, after, after - before)]
            parts.append(f"cost a year {money[0]} {becomes()} {money[1]}, +{money[2]}".replace("+(", "("))
        return f" {frames().between} ".join([*parts, *filter(None, [made.days_told]), *made.notices])

    def _moved(self, place: int | None) -> None:
        made = self.made
        if made is None or place is None:
            self.detail.show("", [])
            return
        line = made.lines[place]
        facts = [Fact("So", f"{line.verdict.value}, from {made.wanted.on}", TONES[line.verdict])]
        facts += [Fact("Note", sentence, Tone.WARN) for sentence in line.outcome.said]
        facts += [Fact(label_of(change.field), _change(change, self.style)) for change in line.outcome.changes]
        self.detail.show(line.called, facts)

    def _columns(self) -> tuple[Column[Line], ...]:
        return (
            Column("number", "Number", 7, priority=1),
            Column("name", "Name", 18, grow=1),
            Column("what", "What", 30, grow=3, text=self._what),
            Column("so", "So", 12, text=lambda line: line.verdict.value, tone=lambda line: TONES[line.verdict]),
        )

    def _what(self, line: Line) -> str:
        if not line.verdict.writes:
            return " ".join(line.outcome.said)
        changes = [f"{label_of(change.field)} {_change(change, self.style)}" for change in line.shown]
        return "; ".join([*changes, *line.outcome.said])

    def _rows(self, ids: Sequence[int]) -> list[Line | None]:
        return [self.made.lines[place] if self.made else None for place in ids]


CHANGE = frozenset({Verdict.FINE, Verdict.WARNED})
PROBLEM = frozenset(Verdict).difference({Verdict.FINE})
