"""Text for files of banks and agencies: upper-case ASCII in fields of fixed width, whatever people are called."""

from __future__ import annotations

import re
import unicodedata

from hrtui.errors import RuleBroken
from hrtui.text import clean

_SPELT = str.maketrans(
    {"ß": "SS", "ẞ": "SS", "Ø": "O", "ø": "O", "Ł": "L", "ł": "L", "Đ": "D", "đ": "D", "Æ": "AE", "æ": "AE",
     "Œ": "OE", "œ": "OE", "Þ": "TH", "þ": "TH", "ð": "D", "Ð": "D", "ı": "I", "’": "'", "–": "-", "—": "-"}
)  # fmt: skip
_STRANGE = re.compile(r"[^A-Z0-9 .&'/-]", re.ASCII)


def plain(text: str, strange: re.Pattern[str] = _STRANGE) -> str:
    """A text as banks take it: capitals, digits and a few marks; accents fall away, everything else is a blank."""
    spread = unicodedata.normalize("NFKD", clean(text).translate(_SPELT))
    bare = "".join(sign for sign in spread if not unicodedata.combining(sign))
    return " ".join(strange.sub(" ", bare.upper()).split())


def left(text: str, width: int) -> str:
    """A text at the left of a field, blanks behind it; cut where it is too long."""
    return text[:width].rstrip().ljust(width)


def digits(value: int, width: int, what: str) -> str:
    """A number at the right of a field, zeros before it; raise RuleBroken where it is negative or does not fit."""
    text = str(value)
    if value < 0 or len(text) > width:
        why = "is below zero" if value < 0 else f"has more than {width} digits"
        raise RuleBroken(
            f"{what} is {value} and {why}, so it cannot be written into the file; check where it comes from."
        )
    return text.zfill(width)
