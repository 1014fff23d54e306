"""What a form holds while it is filled in: texts, the field in focus, the list of choices; no screen in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hrtui.errors import HrError
from hrtui.text import fold
from screens.keys import command_of
from screens.text import Tone, shown
from screens.widgets.editing import Edit, at_end, edited, inserted
from screens.widgets.fields import Choice, ChoiceField, Field, FlagField, LinesField, Reading
from screens.widgets.writing import Writing, written

DISCARD = "Discard what you typed? y/n"
CUTS = ("ctrl+u", "ctrl+k", "ctrl+w")
KEPT = "* what you typed is not lost: ctrl+y puts it in"


class Outcome(StrEnum):
    """What a key came to."""

    IGNORED = "ignored"
    HANDLED = "handled"
    SAVE = "save"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a field was given when the form was renewed: its label, the new text, and what had been typed instead."""

    label: str
    now: str
    typed: str


class Slot:
    """A field with what is typed into it; one of several lines has a `writing`, which knows how they are seen."""

    def __init__(self, field: Field, typed: str | None = None) -> None:
        self.field = field
        self.writing = Writing() if isinstance(field, LinesField) else None
        self.start = field.tidy(field.start())
        self.edit = self.arrived(self.start if typed is None else field.tidy(typed))
        self.left = False
        self.needed = False
        self.instead = ""
        self.picked: Choice | None = None
        if isinstance(field, ChoiceField) and field.initial is not None:
            self.picked = Choice(getattr(field.initial, "value", field.initial), self.start)
        self._read: tuple[str, Reading] | None = None
        self._found: tuple[str, tuple[Choice, ...], str] | None = None

    @property
    def text(self) -> str:
        """What is typed."""
        return self.edit.text

    @property
    def changed(self) -> bool:
        """Whether the text differs from the one the field started with."""
        return self.text != self.start

    def arrived(self, text: str) -> Edit:
        """A text with the cursor where one begins in it: behind a line, at the beginning of several."""
        return at_end(text) if self.writing is None else Edit(text)

    def renew(self, field: Field) -> Taken | None:
        """Take the field as it starts today: with what is stored where that differs, else with what was typed."""
        start, typed = field.tidy(field.start()), self.text if self.changed else ""
        self.field, self._read, self._found = field, None, None
        if start == self.start:
            return None
        fresh = Slot(field)
        self.start, self.edit, self.picked = fresh.start, fresh.edit, fresh.picked
        self.left = self.needed = False
        self.instead = "" if typed == start else typed
        return Taken(shown(field.label), start, self.instead)

    def take(self, edit: Edit) -> None:
        """Take what is typed."""
        if edit.text != self.text:
            self.needed = False
        self.edit = edit

    def pick(self, choice: Choice) -> None:
        """Take a choice, shown by its label."""
        self.picked = choice
        self._read = None
        self.take(at_end(choice.label))

    def reading(self) -> Reading:
        """What the text means, read once for each text."""
        if self._read is None or self._read[0] != self.text:
            self._read = (self.text, self._fresh_reading())
        return self._read[1]

    def matches(self) -> tuple[Choice, ...]:
        """The choices for the text, asked once for each text."""
        return self._matched()[0]

    def fault(self) -> str:
        """What is wrong with the text, or that a needed one is missing."""
        if self.field.required and not self.text.strip():
            return f"{shown(self.field.label)} is needed; type it."
        return self.reading().error

    def _fresh_reading(self) -> Reading:
        if self.picked is not None and self.text == self.picked.label:
            return Reading(self.picked.value)
        if isinstance(self.field, ChoiceField) and self.text.strip() and self._matched()[1]:
            return Reading(error=self._matched()[1])
        return self.field.read(self.text)

    def _matched(self) -> tuple[tuple[Choice, ...], str]:
        if not isinstance(self.field, ChoiceField):
            return (), ""
        if self._found is None or self._found[0] != self.text:
            try:
                self._found = (self.text, self.field.matches(self.text), "")
            except HrError as error:
                self._found = (self.text, (), shown(error))
        return self._found[1:]


class FormModel:
    """The fields of a form, which of them has the focus, and what keys do to them."""

    def __init__(self, fields: Sequence[Field], typed: Mapping[str, str] | None = None, at: str = "") -> None:
        known = typed or {}
        self.slots = [Slot(field, None if field.secret else known.get(field.key)) for field in fields]
        self.at = 0
        self.highlight = -1
        self.listing = False
        self.asking = False
        self.selected = False
        self.error = ""
        self._refused: Slot | None = None
        self._cut = ""
        self._resume(at)

    @property
    def slot(self) -> Slot:
        """The field in focus."""
        return self.slots[self.at]

    @property
    def changed(self) -> bool:
        """Whether anything was typed."""
        return any(slot.changed for slot in self.slots)

    @property
    def is_last(self) -> bool:
        """Whether the last field has the focus, where enter saves."""
        return self.at == len(self.slots) - 1

    def listed(self) -> tuple[Choice, ...]:
        """The choices shown below the field in focus."""
        return self.slot.matches() if self.listing else ()

    def texts(self) -> dict[str, str]:
        """What was typed into each changed field, without secrets: enough to offer it again."""
        return {slot.field.key: slot.text for slot in self.slots if slot.changed and not slot.field.secret}

    def values(self) -> dict[str, object] | None:
        """The value of every field; None with the first fault in focus where there is one."""
        self._take_highlighted()
        self.error = ""
        self._refused = None
        for slot in self.slots:
            slot.left = slot.needed = True
        for index, slot in enumerate(self.slots):
            if slot.fault():
                self.focus(index)
                self.listing = False
                return None
        return {slot.field.key: slot.reading().value for slot in self.slots}

    def renew(self, fields: Sequence[Field]) -> list[Taken]:
        """Take the same fields as they start today; returns those that start with something else than before."""
        fresh = {field.key: field for field in fields}
        taken = [slot.renew(fresh[slot.field.key]) for slot in self.slots if slot.field.key in fresh]
        self._cut = next((slot.instead for slot in self.slots if slot.writing and slot.instead), self._cut)
        self._arrive()
        return [each for each in taken if each is not None]

    def refuse(self, error: HrError) -> None:
        """Show why saving was refused, at the field the rule names if it names one."""
        self.error = shown(error)
        named = [i for i, slot in enumerate(self.slots) if slot.field.key == getattr(error, "field", "")]
        if named:
            self.focus(named[0])
            self._refused = self.slot

    def focus(self, index: int) -> None:
        """Go to a field; the last is followed by the first."""
        self.slot.left = True
        self.at = index % len(self.slots)
        self._arrive()

    def note(self, index: int) -> tuple[str, Tone]:
        """What stands below a field: its error, what it was read as, or its help, with a sign for each."""
        slot, here = self.slots[index], index == self.at
        reading = slot.reading()
        if slot.needed and slot.fault():
            return f"! {slot.fault()}", Tone.BAD
        if slot.instead and not slot.changed:
            return f"* you typed {slot.instead}" if slot.writing is None else KEPT, Tone.WARN
        if reading.error and (here or slot.left):
            return f"! {reading.error}", Tone.WARN if here and not slot.left else Tone.BAD
        if reading.note and (here or slot.changed):
            return f"= {reading.note}", Tone.GOOD if here else Tone.MUTED
        return (self.help if here else ""), Tone.MUTED

    @property
    def help(self) -> str:
        """What the field in focus is for and how it is typed, and that it is needed while it is empty."""
        needed = "needed" if self.slot.field.required and not self.slot.text.strip() else ""
        return "; ".join(part for part in (needed, shown(self.slot.field.help)) if part)

    def paste(self, text: str) -> None:
        """Put in pasted text, as one line where the field has one."""
        if not self.asking and not isinstance(self.slot.field, FlagField):
            put = inserted if self.slot.writing is None else written
            self._type(put(Edit() if self.selected else self.slot.edit, text))

    def press(self, key: str, character: str | None) -> Outcome:
        """Do what a key does; no key is ever refused for what is typed."""
        if self.asking:
            return self._answer(key)
        if isinstance(self.slot.field, FlagField) and character is not None:
            return self._turn(character)
        change = self._change(key, character)
        if change is not None and not isinstance(self.slot.field, FlagField):
            if key in CUTS and not self.slot.field.secret:
                self._keep_cut(change)
            self._type(change)
            return Outcome.HANDLED
        if self._in_list(key):
            return Outcome.HANDLED
        return self._command(key)

    def _change(self, key: str, character: str | None) -> Edit | None:
        """The edit of a key; what is typed first into a field replaces its text."""
        if self.slot.writing is not None:
            return self.slot.writing.pressed(self.slot.edit, key, character)
        if self.selected and (character is not None or key in ("backspace", "delete", "ctrl+h", "ctrl+d")):
            return edited(Edit(), key, character)
        return edited(self.slot.edit, key, character)

    def _keep_cut(self, after: Edit) -> None:
        """Keep what a key takes out, to be put in again."""
        before = self.slot.text
        self._cut = before[after.at : after.at + len(before) - len(after.text)] or self._cut

    def _answer(self, key: str) -> Outcome:
        if key in ("y", "Y"):
            return Outcome.CANCEL
        if key in ("n", "N", "escape"):
            self.asking = False
        return Outcome.HANDLED

    def _turn(self, character: str) -> Outcome:
        texts = {" ": "no" if self.slot.text == "yes" else "yes", "y": "yes", "n": "no"}
        self._type(at_end(texts.get(character.lower(), self.slot.text)))
        return Outcome.HANDLED

    def _type(self, edit: Edit) -> None:
        changed = edit.text != self.slot.text
        self.selected = False
        self.slot.take(edit)
        if changed:
            self.error = "" if self.slot is self._refused else self.error
            self.slot.left = False
            self._list_choices()

    def _in_list(self, key: str) -> bool:
        choices = self.listed()
        if not choices or key not in ("up", "down", "escape"):
            return False
        if key == "escape":
            if not self.slot.text:
                return False
            self.listing = False
            self.highlight = -1
        elif key == "up" and self.highlight < 0:
            return False
        else:
            self.highlight = max(-1, min(self.highlight + (1 if key == "down" else -1), len(choices) - 1))
        return True

    def _command(self, key: str) -> Outcome:
        command = command_of("form", key)
        name = command.id if command else ""
        if key == "escape":
            self.asking = self.changed
            return Outcome.HANDLED if self.asking else Outcome.CANCEL
        if name == "form.save" or (name == "form.submit" and self.is_last):
            return Outcome.SAVE
        if name in ("form.next", "form.submit", "form.previous"):
            if self._take_highlighted():
                self._list_choices()
                return Outcome.HANDLED
            self.focus(self.at + (-1 if name == "form.previous" else 1))
        elif name == "form.clear":
            self._type(Edit())
        elif name == "form.restore" and self._cut:
            self.paste(self._cut)
        return Outcome.HANDLED if name else Outcome.IGNORED

    def _resume(self, at: str) -> None:
        """Begin at a field that was left half typed, its text to be gone on with; else at the first."""
        found = [index for index, slot in enumerate(self.slots) if at and slot.field.key == at]
        self.at = found[0] if found else 0
        self._arrive()
        if found and self.slot.changed:
            self.selected = False

    def _arrive(self) -> None:
        self.highlight = -1
        one_line = self.slot.writing is None
        if one_line:
            self.slot.edit = at_end(self.slot.text)
        self.selected = one_line and bool(self.slot.text) and not isinstance(self.slot.field, FlagField)
        self.listing = isinstance(self.slot.field, ChoiceField) and not self.slot.text

    def _list_choices(self) -> None:
        self.listing = isinstance(self.slot.field, ChoiceField)
        choices, typed = self.listed(), self.slot.text.strip()
        takes = bool(choices and typed) and not self._is_new(choices[0].label, typed)
        self.highlight = 0 if takes else -1

    def _is_new(self, label: str, typed: str) -> bool:
        """Whether a text is rather a value of its own than the beginning of a known one, where new ones are welcome."""
        free = isinstance(self.slot.field, ChoiceField) and self.slot.field.free
        return free and not fold(label).startswith(fold(typed))

    def _take_highlighted(self) -> bool:
        """Take the choice under the cursor of the list, if there is one; whether it is unfinished and another."""
        choices, before = self.listed(), self.slot.text
        if 0 <= self.highlight < len(choices):
            self.slot.pick(choices[self.highlight])
        self.listing = False
        return self.slot.picked is not None and self.slot.picked.unfinished and self.slot.text != before
