"""What a grid of cells shows: its rows, what is read of what is typed, what was keyed and the totals of the paper."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip

from hrtui.errors import RuleBroken
from hrtui.payroll.grid.batch import Batch
from hrtui.payroll.grid.control import FIELDS, differences, needed, read_total, total_text
from hrtui.payroll.grid.model import Key, Unit, written
from hrtui.payroll.grid.reading import Unfinished, read
from screens.frames import frames
from screens.text import Align, Tone, fit, shown, width_of
from screens.widgets.editing import Edit, view
from screens.widgets.gridlayout import GAP, Extents, Layout, laid_out
from screens.widgets.lines import LineWidget, Span, thumb
from screens.widgets.position import Position

FOOT = 5
LABEL = 8
WIDEST_TOTAL = 16
OUT = "out"


class GridFace(LineWidget):
    """The state of a grid, painted; `Grid` says what keys do to it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"grid--head", "grid--cursor", "grid--typing", "grid--caret", "grid--foot"}
    DEFAULT_CSS = """
    GridFace { height: 1fr; width: 1fr; }
    GridFace > .grid--head { color: $text-muted; background: $panel; text-style: bold; }
    GridFace > .grid--foot { background: $panel; }
    GridFace > .grid--cursor { color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold; }
    GridFace > .grid--typing { background: $primary-muted; }
    GridFace > .grid--caret { color: $input-cursor-foreground; background: $input-cursor-background; text-style: $input-cursor-text-style; }
    GridFace:nocolor > .grid--cursor, GridFace:nocolor > .grid--caret { text-style: reverse; }
    GridFace:ansi > .grid--typing, GridFace:nocolor > .grid--typing { text-style: underline; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cells = Batch((), ())
        self.empty: tuple[str, ...] = ("No one to key for.",)
        self.at = Position()
        self.column = 0
        self.edit: Edit | None = None
        self.finding: Edit | None = None
        self.paper: dict[str, str] = {}
        self.paper_at: int | None = None
        self.extents = Extents()
        self.layout_now = Layout()
        self.said: tuple[str, Tone] = ("", Tone.PLAIN)

    @property
    def has_cell(self) -> bool:
        """Whether there is a cell at all."""
        return bool(self.cells.people and self.cells.columns)

    @property
    def key(self) -> Key:
        """The cell under the cursor."""
        return self.cells.key(self.at.cursor, self.column)

    @property
    def text_under_cursor(self) -> str:
        """What was keyed under the cursor."""
        if self.paper_at is not None:
            return self.paper.get(FIELDS[self.paper_at].key, "")
        return self.cells.texts.get(self.key, "") if self.has_cell else ""

    def say(self, sentence: str, tone: Tone = Tone.PLAIN) -> None:
        """Show a sentence below the rows until the next key."""
        self.said = (sentence, tone)
        self.refresh_foot()

    def refresh_foot(self) -> None:
        """Paint what stands below the rows."""
        self.refresh_rows_at(*range(self.size.height - FOOT, self.size.height))

    def layout_of(self, column: int) -> Layout:
        """The layout that shows a column."""
        return laid_out(self.extents, len(self.cells.columns), self.size.width - 1, column, self.layout_now.first)

    def lay_out(self) -> None:
        """Lay out for the size there is."""
        self.at.resize(self.size.height - 1 - FOOT)
        self.layout_now = self.layout_of(self.column)
        self.refresh()

    # -- painting

    def render_line(self, y: int) -> Strip:
        """The codes, a row, or a line of the foot."""
        width, foot = self.size.width, y - (self.size.height - FOOT)
        if y == 0:
            return self.strip(self._head(), width, "grid--head")
        if foot >= 0:
            lines = (self._about, self._said, self._labels, self._keyed, self._paper)
            return self.strip(lines[foot](), width, "grid--foot" if foot >= 2 else "")
        row = self.at.top + y - 1
        if row >= len(self.cells.people):
            text = self.empty[y - 2] if not self.cells.people and 2 <= y < len(self.empty) + 2 else ""
            return self.strip([(f"   {text}", "line--muted")], width)
        return Strip.join([self.strip(self._row(row), width - 1), Strip([Segment(self._bar(y - 1))], 1)])

    def _bar(self, y: int) -> str:
        covered = thumb(self.at.height, self.at.count, self.at.top)
        return " " if covered is None else frames().thumb if y in covered else frames().track

    def _head(self) -> list[Span]:
        layout = self.layout_now
        codes = [(each, fit(shown(self.cells.columns[each].code), layout.cell, Align.RIGHT)) for each in layout.columns]
        lead = fit("  " + fit("No", layout.number) + " Name", layout.left_of(layout.first))
        here = "line--key" if self.paper_at is None else "grid--head"
        return [
            (lead, "grid--head"),
            *((code + " " * GAP, here if each == self.column else "grid--head") for each, code in codes),
        ]

    def _row(self, row: int) -> list[Span]:
        layout, person = self.layout_now, self.cells.people[row]
        on = row == self.at.cursor and self.paper_at is None
        name = "line--strong" if on else ""
        spans = [
            (f"{frames().cursor if on else ' '} ", "line--key"),
            (fit(shown(person.number), layout.number) + " " * GAP, name),
            (fit(shown(person.name), layout.name) + " " * GAP, name),
        ]
        for column in layout.columns:
            spans += [*self._cell(row, column, on and column == self.column), (" " * GAP, "")]
        return spans

    def _cell(self, row: int, column: int, on: bool) -> list[Span]:
        width = self.layout_now.cell
        if on and self.edit is not None:
            return self._typing(self.edit, width)
        text, tone = self._cell_text(self.cells.key(row, column), width)
        return [(fit(text, width, Align.RIGHT), ("grid--cursor" if self.has_focus else "grid--typing") if on else tone)]

    def _cell_text(self, key: Key, width: int) -> tuple[str, str]:
        batch = self.cells
        if batch.fault(key) is not None:
            return "!" + fit(batch.texts[key], min(width - 1, width_of(batch.texts[key]))), "line--bad"
        if batch.texts.get(key) == "":
            return OUT, "line--warn"
        figure = batch.in_force(key)
        return "" if figure is None else written(figure), "" if key in batch.texts else "line--muted"

    def _typing(self, edit: Edit, width: int) -> list[Span]:
        before, under, after = view(edit, width)
        return [(before, "grid--typing"), (under, "grid--caret"), (after, "grid--typing")]

    def _about(self) -> list[Span]:
        """Who and what is under the cursor, by name, and how what is typed is read; why it cannot be stands below."""
        if self.finding is not None:
            return [
                ("/ ", "line--key"),
                *self._typing(self.finding, 24),
                ("  number, name or code; enter stays there", "line--muted"),
            ]
        between = f" {frames().between} "
        if self.paper_at is not None:
            told, tone = self._reading_of_total(self.paper_at)
            return [
                ("Paper", "line--strong"),
                (between, "line--muted"),
                (FIELDS[self.paper_at].label, "line--strong"),
                (between + told, tone),
            ]
        if not self.has_cell:
            return []
        person, column = self.cells.people[self.at.cursor], self.cells.columns[self.column]
        told, tone = self._reading()
        told = "" if tone == "line--bad" else told
        who, what = f"{shown(person.name)} {shown(person.number)}", f"{shown(column.code)} {shown(column.label)}"
        return [
            (who, "line--strong"),
            (between, "line--muted"),
            (what, "line--strong"),
            (between + told if told else "", tone),
        ]

    def _reading(self) -> tuple[str, str]:
        key, text = self.key, self.edit.text if self.edit is not None else self.text_under_cursor
        before = f"on file {written(self.cells.saved[key])}" if key in self.cells.saved else ""
        if not text.strip():
            return ("taken out; " + before if self.cells.texts.get(key) == "" else before), "line--muted"
        column = self.cells.columns[self.column]
        try:
            figure = read(text, column)
        except Unfinished:
            return frames().ellipsis, "line--muted"
        except RuleBroken as error:
            return _without_field(error, column.label), "line--bad"
        unit = "hours" if column.unit is Unit.HOURS else ""
        read_as = (
            f"{text} is {written(figure.hundredths)} {unit}"
            if figure.is_computed
            else f"{written(figure.hundredths)} {unit}"
        )
        return "; ".join(part for part in (read_as.strip(), before) if part), "line--good"

    def _reading_of_total(self, at: int) -> tuple[str, str]:
        text = self.edit.text if self.edit is not None else self.paper.get(FIELDS[at].key, "")
        if not text.strip():
            return "what the paper says", "line--muted"
        try:
            return total_text(FIELDS[at], read_total(FIELDS[at], text)), "line--good"
        except Unfinished:
            return frames().ellipsis, "line--muted"
        except RuleBroken as error:
            return _without_field(error, FIELDS[at].label), "line--bad"

    def _said(self) -> list[Span]:
        if self.said[0]:
            sign = "! " if self.said[1] in (Tone.BAD, Tone.WARN) else ""
            return [(sign + shown(self.said[0]), f"line--{self.said[1]}" if self.said[1] else "")]
        if self.has_cell and self.paper_at is None and (reading := self._reading())[1] == "line--bad":
            return [(f"! {reading[0]}", "line--bad")]
        count = len(self.cells.faults)
        if count:
            return [(f"! {count:,} cell{'s' if count != 1 else ''} cannot be read; ! goes to the next.", "line--bad")]
        if not self.cells.texts:
            return []
        wrong = differences(self.paper, self.cells.totals, self.cells.columns)
        if not wrong:
            return [("Paper and keyed match.", "line--good")]
        return [(f"{wrong[0]}", "line--muted")]

    def _labels(self) -> list[Span]:
        wanted, width = needed(self.cells.totals, self.cells.columns), self._total_width
        names = [field.label if field in wanted else f"({field.label})" for field in FIELDS]
        return [(" " * LABEL, ""), *((fit(name, width, Align.RIGHT) + "  ", "line--muted") for name in names)]

    def _keyed(self) -> list[Span]:
        totals = self.cells.totals
        texts = [total_text(field, getattr(totals, field.key)) for field in FIELDS]
        return [
            (fit("Keyed", LABEL), "line--muted"),
            *((fit(text, self._total_width, Align.RIGHT) + "  ", "line--strong") for text in texts),
        ]

    def _paper(self) -> list[Span]:
        spans: list[Span] = [(fit("Paper", LABEL), "line--muted")]
        for at in range(len(FIELDS)):
            sign, tone = self._sign(at)
            if at == self.paper_at and self.edit is not None:
                spans += self._typing(self.edit, self._total_width)
            else:
                text = fit(self.paper.get(FIELDS[at].key, "") or frames().dot, self._total_width, Align.RIGHT)
                spans.append((text, "grid--cursor" if at == self.paper_at else ""))
            spans.append((f"{sign} ", tone))
        return spans

    def _sign(self, at: int) -> tuple[str, str]:
        """Whether a total of the paper is what was keyed."""
        text = self.paper.get(FIELDS[at].key, "")
        if not text:
            return " ", ""
        try:
            same = read_total(FIELDS[at], text) == getattr(self.cells.totals, FIELDS[at].key)
        except RuleBroken:
            same = False
        return ("=", "line--good") if same else ("!", "line--bad")

    @property
    def _total_width(self) -> int:
        return max(6, min(WIDEST_TOTAL, (self.size.width - LABEL) // len(FIELDS) - 2))


def _without_field(error: RuleBroken, label: str) -> str:
    return str(error).removeprefix(f"{label}: ")
