"""`hrtui person certificate`: what a state's certificate may have, and what is on the one on file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from hrtui.cli.session import Session
from hrtui.errors import UsageError
from hrtui.people import service
from hrtui.people.rules import in_force

HEADINGS = ("Entry", "On file", "Takes", "Without it")
US = "US"


def entries(words: Sequence[str]) -> Mapping[str, str]:
    """The entries of `name=value` words; raises UsageError for a word that is none, and for one that is given twice."""
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"An entry is NAME=VALUE, such as allowances=2, not “{word}”.")
        if name.strip() in found:
            raise UsageError(f"“{name.strip()}” is given twice; give it once.")
        found[name.strip()] = value.strip()
    return found


def show(session: Session, number: str, jurisdiction: str, on: date, as_json: bool) -> int:
    """Print the entries that a certificate has on a day, and what stands on the one in force then."""
    if jurisdiction.upper() == US:
        raise UsageError("Form W-4 is recorded by hrtui person w4; hrtui person show prints the one on file.")
    ctx = session.context
    has = service.certificate_entries(ctx, jurisdiction, on)
    rows = service.record(ctx, number).certificates or ()
    held = in_force([row for row in rows if row.jurisdiction.upper() == jurisdiction.upper()], on)
    filed: Mapping[str, str] = held.entries if held else {}
    if as_json:
        told = [
            {"name": each.name, "takes": each.kind, "choices": each.choices, "default": each.default} for each in has
        ]
        session.json({"from": held.effective_from if held else None, "entries": filed, "has": told})
        return 0
    session.table(
        [(each.name, filed.get(each.name, ""), ", ".join(each.choices) or each.kind, each.default) for each in has],
        HEADINGS,
    )
    said = f"In force since {held.effective_from}." if held else "None is on file."
    session.out(f"{said} Record one with NAME=VALUE words.")
    return 0
