"""Asking before something is done: yes or no, or a word to type where it pays money, deletes or sends."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.geometry import Size

from screens.text import fit, shown, width_of, wrapped
from screens.widgets.dialog import Dialog, Panel, asked, offered
from screens.widgets.editing import Edit, edited, view
from screens.widgets.lines import Span

WIDEST = 72
MOST_LINES = 4
DETAIL_LINES = 20  # of each detail; those that do not fit are scrolled
ROOM = 1_000  # lines, before the size of the screen is known
PAGE = 8
SCROLLS = {"up": -1, "down": 1, "pageup": -1, "pagedown": 1}
ASKING = 4  # the lines in which a word is asked for; they always show


class ConfirmPanel(Panel):
    """The question, its details, and the line for the word where one is asked."""

    def __init__(self, title: object, sentence: object, details: Sequence[object], word: str) -> None:
        super().__init__(title)
        self.sentence = shown(sentence)
        self.details = [shown(line) for line in details]
        self.word = word
        self.edit = Edit()
        self.fault = ""
        self.room = ROOM
        self.first = 0
        self._wrapped: tuple[int, list[list[Span]]] = (-1, [])

    def wanted(self, screen: Size) -> Size:
        """As wide as its longest line within bounds, as high as its lines."""
        longest = max(
            width_of(line) for line in (self.sentence, self.title, *self.details, self._asked(), self._refused())
        )
        width = min(WIDEST, max(40, longest + 4), screen.width)
        self.room = screen.height - 4
        return Size(width, len(self._lines(width - 4)) + 4)

    def inside(self, y: int, width: int) -> list[Span]:
        """A blank line, then the sentence, the details and what is to be typed."""
        lines = self._lines(width)
        if not 1 <= y <= len(lines):
            return []
        return lines[y - 1]

    def _asked(self) -> str:
        return f"Type {self.word} to go on:" if self.word else ""

    def _refused(self) -> str:
        return f"! That is not {self.word}; type it, or leave by escape." if self.word else ""

    def refuse(self) -> None:
        """Say that another word was typed."""
        self.fault = self._refused()

    def _lines(self, width: int) -> list[list[Span]]:
        lines: list[list[Span]] = [[(text, "line--strong")] for text in wrapped(self.sentence, width, MOST_LINES)]
        if self._wrapped[0] != width:
            parts = (text for detail in self.details for text in wrapped(detail, width, DETAIL_LINES))
            self._wrapped = width, [[(text, "")] for text in parts]
        lines += self._seen(self._wrapped[1], max(1, self.room - len(lines) - (ASKING if self.word else 0)))
        if self.word:
            before, under, after = view(self.edit, min(width, max(20, width_of(self.word) + 2)))
            typed = [(before, "panel--focus"), (under, "panel--cursor"), (after, "panel--focus")]
            lines += [[], [(fit(self._asked(), width), "line--muted")], typed, [(self.fault, "line--bad")]]
        return lines

    def _seen(self, told: list[list[Span]], room: int) -> list[list[Span]]:
        """The details that fit, from the one scrolled to on, and how many there are where not all do."""
        if len(told) <= room:
            return told
        shown_at_once = max(1, room - 1)
        self.first = max(0, min(self.first, len(told) - shown_at_once))
        last = self.first + shown_at_once
        where = f"lines {self.first + 1} to {last} of {len(told)}; up and down show the others"
        return [*told[self.first : last], [(where, "line--muted")]]

    def scroll(self, key: str) -> bool:
        """Show other details, by a line or a page; whether the key was one of these."""
        step = SCROLLS.get(key, 0) * (PAGE if key.startswith("page") else 1)
        self.first = max(0, self.first + step)
        return bool(step)


class Confirm(Dialog[bool]):
    """A question that is answered by `y` or `n`, or, with a `word`, by typing it; escape is always no.

    Pasted text never answers.
    """

    def __init__(
        self, sentence: object, details: Sequence[object] = (), *, word: object = "", title: object = "Sure?"
    ) -> None:
        self.question = ConfirmPanel(title, sentence, details, shown(word))
        keys = (
            offered("choose", "leave", choose="Go on", leave="No")
            if word
            else offered("yes", "no", "leave", leave="No")
        )
        super().__init__(self.question, keys)

    async def pressed(self, key: str, character: str | None) -> bool:
        """Answer, or edit the word."""
        answer = asked(key.lower())
        if self.question.scroll(key):
            pass
        elif answer == "leave" or (answer == "no" and not self.question.word):
            self.leave(False)
        elif not self.question.word:
            if answer == "yes":
                self.leave(True)
        elif answer == "choose":
            self._check_word()
        else:
            change = edited(self.question.edit, key, character)
            self.question.edit, self.question.fault = change or self.question.edit, ""
        self.question.repaint()
        return not key.startswith("ctrl+")

    def on_paste(self, event: events.Paste) -> None:
        """Take nothing that was not typed."""
        event.stop()

    def _check_word(self) -> None:
        if self.question.edit.text.strip() == self.question.word:
            self.leave(True)
        else:
            self.question.refuse()


class Told(Dialog[None]):
    """What was done, where the message line has no room for all of it: a sentence each, to be read and left."""

    def __init__(self, sentence: object, details: Sequence[object], *, title: object = "Done") -> None:
        self.question = ConfirmPanel(title, sentence, details, "")
        super().__init__(self.question, offered("leave", leave="Read"))

    async def pressed(self, key: str, character: str | None) -> bool:
        """Scroll, or leave by enter or escape."""
        if not self.question.scroll(key) and asked(key.lower()) in ("leave", "choose"):
            self.leave(None)
        self.question.repaint()
        return not key.startswith("ctrl+")
