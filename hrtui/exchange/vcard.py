"""People as vCards: RFC 6350 (4.0) and RFC 2426 (3.0), escaped, folded at 75 octets, a line ending in CRLF."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hrtui.text import clean

FOLD = 75  # octets of a line, without its end (RFC 6350, 3.2)
_SPECIAL = re.compile(r"[\\,;]")


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says of a person; what is empty is left out."""

    number: str
    first_name: str
    last_name: str
    title: str = ""
    organisation: str = ""
    department: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    birth_date: date | None = None


def put_cards(part: Path, cards: Iterable[Card], version: str = "4.0") -> int:
    """Write cards one after the other, and return how many."""
    count = 0
    with part.open("w", encoding="utf-8", newline="") as file:
        for card in cards:
            file.write("".join(f"{fold_line(line)}\r\n" for line in lines(card, version)))
            count += 1
    return count


def lines(card: Card, version: str = "4.0") -> list[str]:
    """The lines of a card, not yet folded."""
    called = " ".join(part for part in (card.first_name, card.last_name) if part)
    address = ("", "", card.street, card.city, card.state, card.postal_code)
    born = card.birth_date
    told = [
        ("FN", escaped(called)),
        ("N", compound(card.last_name, card.first_name, "", "", "")),
        ("ORG", compound(card.organisation, card.department) if card.organisation or card.department else ""),
        ("TITLE", escaped(card.title)),
        ("EMAIL;TYPE=work" if version == "4.0" else "EMAIL;TYPE=INTERNET,WORK", escaped(card.email)),
        ("TEL;TYPE=work;VALUE=text" if version == "4.0" else "TEL;TYPE=WORK", escaped(card.phone)),
        (
            "ADR;TYPE=home" if version == "4.0" else "ADR;TYPE=HOME",
            compound(*address, card.country) if any(address) else "",
        ),
        ("BDAY", "" if born is None else f"{born:%Y%m%d}" if version == "4.0" else born.isoformat()),
    ]
    said = [f"{name}:{value}" for name, value in told if value]
    return ["BEGIN:VCARD", f"VERSION:{version}", *said, f"NOTE:{escaped(f'No {card.number}')}", "END:VCARD"]


def compound(*parts: str) -> str:
    """A value of several parts, each escaped, between semicolons."""
    return ";".join(map(escaped, parts))


def escaped(text: str) -> str:
    """Text as a value: backslash, comma and semicolon behind a backslash, line breaks as `\\n`."""
    cleaned = clean(text, lines=True).strip()
    return _SPECIAL.sub(lambda match: "\\" + match[0], cleaned).replace("\n", "\\n")


def fold_line(line: str) -> str:
    """A line in pieces of at most 75 octets, each but the first after a space; no character is cut in two."""
    pieces: list[str] = []
    room, piece, taken = FOLD, "", 0
    for char in line:
        size = len(char.encode())
        if taken + size > room:
            pieces.append(piece)
            piece, taken, room = "", 0, FOLD - 1
        piece, taken = piece + char, taken + size
    return "\r\n ".join([*pieces, piece])
