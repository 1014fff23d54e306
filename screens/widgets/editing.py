"""Editing one line of text: what each key does to it, and the part of it that fits into a field."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import split_graphemes

from hrtui.text import clean
from hrtui.value import frozen
from screens.frames import frames
from screens.text import JOINER, width_of


@frozen
class Edit:
    """A line of text and where its cursor is, in characters from the left."""

    text: str = ""
    at: int = 0


def at_end(text: str) -> Edit:
    """A text with the cursor behind it."""
    return Edit(text, len(text))


def inserted(edit: Edit, text: str) -> Edit:
    """Text put in at the cursor; what may not be stored is left out, blanks at its ends are kept."""
    body = clean(text)
    if not body:
        body = " " if text[:1].isspace() and text.isprintable() else ""
    elif text.isprintable():
        body = " " * (len(text) - len(text.lstrip())) + body + " " * (len(text) - len(text.rstrip()))
    return Edit(edit.text[: edit.at] + body + edit.text[edit.at :], edit.at + len(body))


def edited(edit: Edit, key: str, character: str | None) -> Edit | None:
    """The line after a key, or None where the key does not edit."""
    if character is not None and character.isprintable():
        return inserted(edit, character)
    change = _CHANGES.get(key)
    return change(edit) if change else None


def left(edit: Edit) -> Edit:
    """One sign to the left, accents and joined emoji in one step."""
    return Edit(edit.text, max((stop for stop in _stops(edit.text) if stop < edit.at), default=0))


def right(edit: Edit) -> Edit:
    """One sign to the right."""
    return Edit(edit.text, min((stop for stop in _stops(edit.text) if stop > edit.at), default=len(edit.text)))


def _stops(text: str) -> range | list[int]:
    if text.isascii():
        return range(len(text) + 1)
    return [span[0] for span in split_graphemes(text)[0]] + [len(text)]


def _word_left(edit: Edit) -> Edit:
    kept = edit.text[: edit.at].rstrip()
    return Edit(edit.text, len(kept) - len(kept.split(" ")[-1]))


def _word_right(edit: Edit) -> Edit:
    rest = edit.text[edit.at :]
    skipped = len(rest) - len(rest.lstrip())
    return Edit(edit.text, edit.at + skipped + len(rest.lstrip().split(" ")[0]))


def _cut(edit: Edit, other: Edit) -> Edit:
    start, end = min(edit.at, other.at), max(edit.at, other.at)
    return Edit(edit.text[:start] + edit.text[end:], start)


_CHANGES: dict[str, Callable[[Edit], Edit]] = {
    "left": left,
    "right": right,
    "home": lambda edit: Edit(edit.text, 0),
    "end": lambda edit: at_end(edit.text),
    "ctrl+a": lambda edit: Edit(edit.text, 0),
    "ctrl+e": lambda edit: at_end(edit.text),
    "ctrl+left": _word_left,
    "ctrl+right": _word_right,
    "backspace": lambda edit: _cut(edit, left(edit)),
    "ctrl+h": lambda edit: _cut(edit, left(edit)),
    "delete": lambda edit: _cut(edit, right(edit)),
    "ctrl+d": lambda edit: _cut(edit, right(edit)),
    "ctrl+w": lambda edit: _cut(edit, _word_left(edit)),
    "ctrl+k": lambda edit: Edit(edit.text[: edit.at], edit.at),
    "ctrl+u": lambda edit: Edit(),
}


def view(edit: Edit, width: int, *, secret: bool = False) -> tuple[str, str, str]:
    """What is shown before, under and behind the cursor; together exactly `width` cells, scrolled to hold the cursor."""
    if secret:
        edit = Edit(frames().dot * len(edit.text), edit.at)
    before, under, after = edit.text[: edit.at], edit.text[edit.at : right(edit).at] or " ", edit.text[right(edit).at :]
    before, after = before.rstrip(JOINER), after.rstrip(JOINER)
    room = max(0, width - width_of(under))
    if width_of(before) > room:
        before = frames().ellipsis + _tail(before, room - 1)
    after = _head(after, room - width_of(before))
    return before, under, after + " " * (room - width_of(before) - width_of(after))


def _tail(text: str, width: int) -> str:
    kept = text
    for stop in _stops(text):
        kept = text[stop:]
        if width_of(kept) <= width:
            break
    return kept


def _head(text: str, width: int) -> str:
    if width_of(text) <= width:
        return text
    fitting = [text[:stop] for stop in _stops(text) if width_of(text[:stop]) <= width - 1]
    return (fitting[-1] if fitting else "") + (frames().ellipsis if width > 0 else "")
