"""Text from people is data: what may be stored or shown, and the folded form that search compares."""

from __future__ import annotations

import re
import unicodedata

JOINERS = frozenset("\u200c\u200d")
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
BLANKS = frozenset("\u3164\u115f\u1160\uffa0\u2800\u180e")
ESCAPES = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)|[ -/]*[0-~])"
    r"|\x9b[0-?]*[ -/]*[@-~]|[\x90\x98\x9d-\x9f][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)"
)
MAX_MARKS = 4
_SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})


def clean(text: str, *, lines: bool = False, limit: int = 10_000) -> str:
    """Take out what may not be stored or shown: escape sequences, control, bidi and invisible characters.

    Newlines become spaces unless `lines`; the result is NFC, at most `limit` characters, at most four marks on a
    letter, and cleaning it again changes nothing.
    """
    text = text[:limit]
    if text.isascii() and text.isprintable():
        return text if lines else text.strip()
    for newline in ("\r\n", "\r", "\u2028", "\u2029", "\x85"):
        text = text.replace(newline, "\n")
    kept = _kept(ESCAPES.sub("", text), lines)
    limited = _marks_limited(unicodedata.normalize("NFC", kept))
    return limited if lines else limited.strip()


def _kept(text: str, lines: bool) -> str:
    out: list[str] = []
    for char in text:
        if char in "\n\t":
            out.append("\n" if lines and char == "\n" else " ")
        elif char in JOINERS:
            if out and unicodedata.category(out[-1])[0] in "LMS":
                out.append(char)
        elif char not in BIDI and char not in BLANKS and not _is_control(char):
            out.append(char)
    return "".join(out)


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn", "Cf", "Zl", "Zp")


def _marks_limited(text: str) -> str:
    out, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= MAX_MARKS:
            out.append(char)
    return "".join(out)


def fold(text: str) -> str:
    """The form search compares: no case, no accents, the same on every engine."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    return "".join(char for char in spread if not unicodedata.combining(char))


def counted(count: int, one: str, many: str = "") -> str:
    """`1 row`, `412 rows`; `many` where more of them are not called so."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(words: object, last: str = "or") -> str:
    """Words as a sentence lists them: `a, b or c`."""
    items = [str(word) for word in words] if isinstance(words, (list, tuple, set, frozenset, dict)) else [str(words)]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else "nothing"


SIGNS = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "…": "~", "·": "-", "–": "-", "—": "-", "•": "*", "●": "*",
    "→": ">", "←": "<", "↑": "^", "↓": "v", "×": "x", "€": "E", "£": "L", "\u00a0": " ",
}  # fmt: skip


def spelled(text: str, encoding: str) -> str:
    """A text for a terminal of another encoding: signs and letters it lacks by the nearest it has, in the same width."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_nearest(sign, encoding) for sign in text)
    return text


def _nearest(sign: str, encoding: str) -> str:
    for near in (sign, SIGNS.get(sign, ""), unicodedata.normalize("NFKD", sign)[:1]):
        try:
            if near and near.encode(encoding):
                return near
        except UnicodeEncodeError:
            continue
    if unicodedata.combining(sign):
        return ""
    return "??" if unicodedata.east_asian_width(sign) in "WF" else "?"
