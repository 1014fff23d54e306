"""What is wrong with a file: where, what, what is allowed there, and the nearest spelling."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from hrtui.text import clean, fold, listed

SHOWN_CHOICES = 24


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: file, line (from 1), key path (`users[2].roles`, counted from 1), sentence, what is allowed."""

    file: str
    line: int
    key: str
    message: str
    allowed: tuple[str, ...] = ()
    nearest: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " + (f"{self.key}: " if self.key else "")
        near = f" Did you mean {self.nearest}?" if self.nearest else ""
        return f"{where}{self.message}{self._allowed()}{near}"

    def _allowed(self) -> str:
        if not self.allowed:
            return ""
        if len(self.allowed) <= SHOWN_CHOICES:
            return f" Allowed: {listed(self.allowed)}."
        return f" Allowed: {', '.join(self.allowed[:SHOWN_CHOICES])} and {len(self.allowed) - SHOWN_CHOICES} more."


@dataclass(slots=True)
class Problems:
    """The problems of one file, gathered while it is read."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(
        self, line: int, key: str, message: str, allowed: Iterable[str] = (), wrong: str = "", near: str = ""
    ) -> None:
        """Note a problem; where `near` is not given, the nearest of what is allowed is sought for the wrong word."""
        words = tuple(clean(word) for word in allowed)
        near = near or nearest(wrong, words)
        self.found.append(Problem(self.file, line, clean(key, limit=200), clean(message), words, near))

    def keep_before(self, line: int) -> None:
        """Where the file broke off at a line, drop what is said of that line and after, but for the break itself."""
        broken = [problem for problem in self.found if problem.line == line and not problem.key][:1]
        if line:
            self.found = [*(problem for problem in self.found if problem.line < line), *broken]

    def sorted(self) -> list[Problem]:
        """All of them, by line."""
        return sorted(self.found, key=lambda problem: problem.line)


def nearest(wrong: str, words: Collection[str]) -> str:
    """The word that was probably meant, or nothing."""
    if not wrong:
        return ""
    import difflib

    by_folded = {_bare(word): word for word in words}
    close = difflib.get_close_matches(_bare(wrong), by_folded, n=1)
    return by_folded[close[0]] if close else ""


def quoted(text: str) -> str:
    """What stands in the file, fit to be shown: cleaned, at most 60 characters, in quotes."""
    shown = clean(text, limit=200)
    return f"“{shown[:60]}…”" if len(shown) > 60 else f"“{shown}”"


def _bare(text: str) -> str:
    return fold(text).replace("-", "_").replace(" ", "_")
