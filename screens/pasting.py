"""Pasted text on its way from the terminal: taken out of what is typed whole, so that nothing in it is a key."""

from __future__ import annotations

from collections.abc import Iterator

from textual.events import Paste

START, END = "\x1b[200~", "\x1b[201~"
CERTAIN = 3
"""So much of a start is kept back until the rest comes; less may be a key."""


class Pastes:
    """Tells what is pasted from what is typed. Textual's parser reads escape sequences inside of a paste as its end, and what
    follows as keys: text copied from a terminal could then press any of them."""

    def __init__(self) -> None:
        self._pasted: list[str] | None = None
        self._kept = ""

    def parted(self, text: str) -> Iterator[str | Paste]:
        """What was read, in order: typed text, and each paste once all of it was read."""
        text, self._kept = self._kept + text, ""
        while text:
            if self._pasted is None:
                typed, start, text = text.partition(START)
                if start:
                    self._pasted = []
                else:
                    typed = self._keep_back(typed, START, CERTAIN)
                if typed:
                    yield typed
            else:
                pasted, end, text = text.partition(END)
                if end:
                    yield Paste("".join([*self._pasted, pasted]).replace("\0", ""))
                    self._pasted = None
                else:
                    self._pasted.append(self._keep_back(pasted, END, 1))

    def _keep_back(self, text: str, mark: str, least: int) -> str:
        """The text without what may be the beginning of a mark at its end, which is kept for the next time."""
        for length in range(len(mark) - 1, least - 1, -1):
            if text.endswith(mark[:length]):
                self._kept = mark[:length]
                return text[:-length]
        return text
