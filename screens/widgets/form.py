"""Forms: a dialog that is filled in by keys alone, checked while it is typed, and closed only by saving or leaving."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from inspect import isawaitable
from typing import NamedTuple

from textual import events
from textual.geometry import Size

from hrtui import commands
from hrtui.errors import HrError
from screens.frames import frames
from screens.keys import key_label, keys_of
from screens.text import Tone, fit, shown, width_of, wrapped
from screens.widgets.dialog import Dialog, Panel
from screens.widgets.editing import view
from screens.widgets.fields import MATCHES, ChoiceField, Field, FlagField, LinesField
from screens.widgets.formmodel import DISCARD, FormModel, Outcome, Slot, Taken
from screens.widgets.lines import Span

Values = dict[str, object]
Submit = Callable[[Values], object]
WIDEST = 86
MESSAGE_LINES, MOST_MESSAGE_LINES = 2, 4
INTRO_LINES = 3
FRAME = 4
LEAST_ROWS = 3


class Room(NamedTuple):
    """The inside of a form: its lines, those above the fields, those of the fields, and what is said below them."""

    height: int
    above: int
    rows: int
    message: list[str]
    tone: Tone


class FormPanel(Panel):
    """The fields of a form, two lines each: label and text, and below it what is to be said about it."""

    def __init__(self, title: object, model: FormModel, intro: Sequence[object] = ()) -> None:
        super().__init__(title)
        self.model = model
        self.intro = [shown(line) for line in intro]
        self.message = ""
        self.first = 0
        self._room = Room(0, 0, 0, [], Tone.PLAIN)
        fields = [slot.field for slot in model.slots]
        self._labels = min(24, max((width_of(shown(field.label)) for field in fields), default=0) + 3)
        self._units = min(16, max((width_of(shown(field.unit)) for field in fields), default=0))
        lists = [
            self._body(at) + 1 + MATCHES
            for at, field in enumerate(fields)
            if isinstance(field, ChoiceField) and self._body(at) < MATCHES
        ]
        self._list_room = max(lists, default=0)

    def wanted(self, screen: Size) -> Size:
        """Room for every field, or as much as the screen has; forms with choices have room for their list."""
        body = max(self._body(len(self.model.slots)), self._list_room)
        width = min(WIDEST, screen.width)
        return Size(width, len(self._said_above(width - FRAME)) + body + MESSAGE_LINES + 3)

    def inside(self, y: int, width: int) -> list[Span]:
        """An intro line, a line of a field or of the list of choices, or the message."""
        room = self._room
        row, end = y - room.above, room.height - len(room.message)
        if y >= end:
            return [(room.message[y - end], f"line--{room.tone}" if room.tone else "")]
        if row < 0:
            said = self._said_above(width)
            return [(said[y], "line--muted")] if y < len(said) else []
        choice = self._choice_at(row, room.rows)
        if choice is not None:
            return self._choice_line(choice, width)
        found = self._at_row(row)
        if found is None:
            return []
        index, line = found
        is_note = line == self._height(index) - 1
        return self._note_line(index, width) if is_note else self._field_line(index, line, width)

    def scroll_fields(self) -> None:
        """Scroll as little as needed to hold the field in focus, and the cursor in it; say where that is when not all is shown."""
        self._fit_texts()
        heights, at = [self._height(index) for index in range(len(self.model.slots))], self.model.at
        rows = self._measured().rows
        self.first = min(self.first, at)
        while self.first < at and sum(heights[self.first : at + 1]) > rows:
            self.first += 1
        while self.first and sum(heights[self.first - 1 :]) <= rows:
            self.first -= 1
        slot, self.aside = self.model.slot, ""
        if slot.writing is not None:
            slot.writing.follow(slot.edit)
            if slot.writing.goes_past(slot.text):
                line, lines = slot.writing.line_of(slot.edit), len(slot.writing.pieces(slot.text))
                self.aside = f"line {line + 1:,} of {lines:,}"
        elif sum(heights) > rows:
            self.aside = f"{at + 1} of {len(heights)}"

    def field_at(self, y: int) -> int | None:
        """The field painted on a line of the widget."""
        room = self._measured()
        row = y - 1 - room.above
        found = self._at_row(row) if 0 <= row < room.rows else None
        return None if found is None else found[0]

    def _all_inside(self) -> list[list[Span]]:
        self._fit_texts()
        self._room = self._measured()
        return super()._all_inside()

    def _fit_texts(self) -> None:
        """Give texts of several lines the room that the other fields leave; some of it where there is little."""
        slots = self.model.slots
        texts = [slot for slot in slots if slot.writing is not None]
        if not texts:
            return
        rows = self._measured().rows
        left = rows - self._body(len(slots), tall=0)
        for slot in texts:
            assert slot.writing is not None
            room = left // len(texts) - 1 if left > 0 else LEAST_ROWS
            tall = max(LEAST_ROWS, min(_rows_of(slot.field), room))
            slot.writing.fit(self._field_width(self.inner.width), min(tall, max(1, rows - 1)))

    def _body(self, count: int, tall: int | None = None) -> int:
        """How many lines the first fields take, those of several lines as many as they would like, or `tall` with their note."""
        fields = (slot.field for slot in self.model.slots[:count])
        return sum(
            tall if tall is not None and isinstance(field, LinesField) else _rows_of(field) + 1 for field in fields
        )

    def _height(self, index: int) -> int:
        writing = self.model.slots[index].writing
        return 2 if writing is None else writing.rows + 1

    def _at_row(self, row: int) -> tuple[int, int] | None:
        """The field painted on a row below what stands above them, and which of its lines."""
        for index in range(self.first, len(self.model.slots)):
            height = self._height(index)
            if row < height:
                return index, row
            row -= height
        return None

    def _measured(self) -> Room:
        """How the inside is shared out by what is said now."""
        width, height = self.inner
        above = len(self._said_above(width))
        needed = above + 1 + self._body(len(self.model.slots)) + MESSAGE_LINES
        above += 1 if height >= needed or above else 0
        message, tone = self._message(width)
        return Room(height, above, max(2, height - above - len(message)), message, tone)

    def _said_above(self, width: int) -> list[str]:
        """The lines above the fields, each on as many as it takes, three at most."""
        return [part for line in self.intro for part in wrapped(line, max(1, width), INTRO_LINES)]

    def _choice_at(self, row: int, rows: int) -> int | None:
        choices = len(self.model.listed())
        field_row = sum(self._height(index) for index in range(self.first, self.model.at)) if choices else 0
        start = field_row + 1
        if start + choices > rows and field_row >= choices:
            start = field_row - choices
        return row - start if start <= row < start + choices else None

    def _choice_line(self, index: int, width: int) -> list[Span]:
        chosen = index == self.model.highlight
        sign = frames().cursor if chosen else " "
        room = self._field_width(width)
        choice = self.model.listed()[index]
        text = fit(f" {sign} {choice.brief or choice.label}", room)
        return [(" " * self._labels, ""), (text, "panel--chosen" if chosen else "panel--list")]

    def _field_width(self, width: int) -> int:
        return max(4, width - self._labels - (self._units + 1 if self._units else 0))

    def _field_line(self, index: int, line: int, width: int) -> list[Span]:
        slot, here = self.model.slots[index], index == self.model.at
        if line:
            return [(" " * self._labels, ""), *self._text_line(slot, here, line, self._field_width(width))]
        sign = frames().cursor if here else " "
        label = fit(shown(slot.field.label), self._labels - 3)
        spans = [
            (sign, "line--key"),
            ("*" if slot.changed else " ", "line--warn"),
            (label, "line--strong" if here else ""),
        ]
        return [
            *spans,
            (" ", ""),
            *self._text_line(slot, here, 0, self._field_width(width)),
            (f" {shown(slot.field.unit)}", "line--muted"),
        ]

    def _text_line(self, slot: Slot, here: bool, line: int, width: int) -> list[Span]:
        if slot.writing is None:
            return self._text(slot, here, width)
        style = "panel--focus" if here else "panel--field"
        found = slot.writing.painted(slot.edit, line) if here else None
        if found is None:
            return [(fit(slot.writing.plain(slot.text, line), width), style)]
        before, under, after = found
        return [(before, style), (under, "panel--cursor"), (after, style)]

    def _text(self, slot: Slot, here: bool, width: int) -> list[Span]:
        style = "panel--focus" if here else "panel--field"
        if isinstance(slot.field, FlagField):
            return [(fit("[x] yes" if slot.text == "yes" else "[ ] no", width), style)]
        secret = slot.field.secret
        if not here:
            return [(fit(frames().dot * len(slot.text) if secret else slot.text, width), style)]
        before, under, after = view(slot.edit, width, secret=secret)
        if self.model.selected:
            return [(before, "panel--selected"), (under, "panel--cursor"), (after, style)]
        return [(before, style), (under, "panel--cursor"), (after, style)]

    def _note_line(self, index: int, width: int) -> list[Span]:
        text, tone = self.model.note(index)
        if index == self.model.at and text == self.model.help and width_of(text) > width - self._labels:
            return []
        text = fit(text, min(width_of(text), width))
        start = min(self._labels, width - width_of(text))
        return [(" " * start, ""), (text, f"line--{tone}" if tone else "")]

    def _message(self, width: int) -> tuple[list[str], Tone]:
        """What is said below the fields: two lines, or as many more as a long sentence takes, four at most."""
        text, tone = self._said(width)
        lines = wrapped(text, max(1, width), MOST_MESSAGE_LINES)
        return lines + [""] * (MESSAGE_LINES - len(lines)), tone

    def _said(self, width: int) -> tuple[str, Tone]:
        if self.message:
            return self.message, Tone.STRONG
        if self.model.asking:
            return DISCARD, Tone.WARN
        if self.model.error:
            return f"! {self.model.error}", Tone.BAD
        note, tone = self.model.note(self.model.at)
        if note and note != self.model.help:
            too_wide = width_of(note) > width or (bool(self.model.listed()) and tone is Tone.BAD)
            return (note, tone) if too_wide else (self.model.help, Tone.MUTED)
        hidden = self.model.listed() or width_of(note) > width - self._labels
        return (self.model.help if hidden else "", Tone.MUTED)


class FormScreen(Dialog[Values | None]):
    """A form that returns the value of each field by key, or None where it was left.

    `submit(values)` saves: it may raise HrError, or return an awaitable that does (a thread of the owner's); the form
    then stays open with everything typed. `does` is the verb of its keys where that is not to save. `on_change(texts)` gets
    what was typed, without secrets, at every change, and `on_move(key)` the field in focus; `typed` and `at` offer both again.
    """

    def __init__(
        self,
        title: object,
        fields: Sequence[Field],
        submit: Submit | None = None,
        *,
        intro: Sequence[object] = (),
        on_change: Callable[[dict[str, str]], None] | None = None,
        on_move: Callable[[str], None] | None = None,
        typed: Mapping[str, str] | None = None,
        at: str = "",
        does: str = "",
    ) -> None:
        self.model = FormModel(fields, typed, at)
        self.form = FormPanel(title, self.model, intro)
        self.does = does
        super().__init__(self.form, self._keys())
        self.submit = submit
        self.on_change = on_change
        self.on_move = on_move
        self._told, self._told_at = self.model.texts(), self.model.slot.field.key
        self._is_saving = False
        self._ahead: list[events.Key] = []

    def renew(self, fields: Sequence[Field], intro: Sequence[object] = ()) -> list[Taken]:
        """Take the same fields as they start today, and other lines above; what was typed stays where its field starts as
        it did. Returns what changed."""
        self.form.intro = [shown(line) for line in intro]
        taken = self.model.renew(fields)
        self._show()
        return taken

    def unsaved(self) -> str:
        """A sentence naming what leaving would lose; empty where nothing was typed."""
        return f"{self.form.title} is not saved." if self.model.changed and not self._is_left else ""

    async def on_key(self, event: events.Key) -> None:
        """Take every key in order; those pressed while it saves are for what comes after, and dropped where it is refused."""
        if self._is_saving:
            self._ahead.append(event)
            event.stop()
            event.prevent_default()
        else:
            await super().on_key(event)

    async def pressed(self, key: str, character: str | None) -> bool:
        """Edit, move, save or leave."""
        outcome = self.model.press(key, character)
        if outcome is Outcome.CANCEL:
            self.leave(None)
        elif outcome is Outcome.SAVE:
            self._save()
        self._show()
        return outcome is not Outcome.IGNORED

    def on_paste(self, event: events.Paste) -> None:
        """Put pasted text into the field."""
        event.stop()
        if not self._is_saving:
            self.model.paste(event.text)
            self._show()

    def on_click(self, event: events.Click) -> None:
        """Go to the field that was clicked."""
        index = self.form.field_at(event.screen_y - self.form.region.y)
        if index is not None and event.widget is self.form and not self.model.asking:
            self.model.focus(index)
            self._show()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the form to the screen, and hold the field in focus in it."""
        super().on_resize(event)
        self.call_after_refresh(self._show)

    def on_screen_suspend(self) -> None:
        """Say nothing beneath a dialog that asks about what is to be saved: nothing goes on before it is answered."""
        self._tell_saving(False)

    def on_screen_resume(self) -> None:
        """Say that it saves, where what was asked meanwhile is answered."""
        self._tell_saving(self._is_saving)

    def _tell_saving(self, saving: bool) -> None:
        self.form.message = "Saving" + frames().ellipsis if saving else ""
        self.form.repaint()

    def _show(self) -> None:
        self.form.scroll_fields()
        self.form.repaint()
        self.key_line.show_keys(self._keys())
        texts = self.model.texts()
        if self.on_change and texts != self._told:
            self._told = texts
            self.on_change(texts)
        at = self.model.slot.field.key
        if self.on_move and at != self._told_at:
            self._told_at = at
            self.on_move(at)

    def _keys(self) -> list[tuple[str, str]]:
        if self.model.asking:
            return [("y", "Discard"), ("n", "Keep typing")]
        if self.model.listed():
            return [(f"{key_label('up')} {key_label('down')}", "Choose"), ("enter", "Take"), ("esc", "Close the list")]
        if self.model.slot.writing is not None:
            return _keys_of_lines()
        return _usual_keys(self.does, is_last=self.model.is_last)

    def _save(self) -> None:
        values = self.model.values()
        if values is None:
            return
        try:
            result = self.submit(values) if self.submit else None
        except HrError as error:
            self.model.refuse(error)
            return
        if isawaitable(result):
            self._is_saving = True
            self._tell_saving(True)
            self.run_worker(self._saved(result, values))
        else:
            self.leave(values)

    async def _saved(self, result: Awaitable[object], values: Values) -> None:
        try:
            await result
        except HrError as error:
            self._ahead.clear()
            self._is_saving = False
            self.form.message = ""
            self.model.refuse(error)
            self._show()
        else:
            self.leave(values)
            for event in self._ahead:
                self.app.post_message(events.Key(event.key, event.character))


def _usual_keys(does: str, *, is_last: bool) -> list[tuple[str, str]]:
    ranked = sorted((command for command in commands.on("form") if command.footer), key=lambda command: command.footer)
    labels = {"form.submit": does, "form.save": f"{does} now"} if does else {}
    labels |= {} if is_last else {"form.submit": "Next"}
    keys = [(key_label(keys_of(each)[0]), labels.get(each.id, each.label)) for each in ranked if keys_of(each)]
    return [*keys, ("esc", "Cancel")]


def _keys_of_lines() -> list[tuple[str, str]]:
    told = {"form.submit": "New line", "form.save": "", "form.next": "", "form.clear": "Clear", "form.restore": ""}
    found = [(commands.named(id_), label) for id_, label in told.items()]
    return [*((key_label(keys_of(each)[0]), label or each.label) for each, label in found), ("esc", "Cancel")]


def _rows_of(field: Field) -> int:
    """How many lines a field would like, without its note."""
    return field.rows if isinstance(field, LinesField) else 1
