"""Candidates in files of others: columns by their names, résumés in JSON, vCards; each becomes what is to be entered. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hrtui.errors import ImportFault
from hrtui.text import clean, fold

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "first_name": ("first name", "first", "given name", "forename"),
    "last_name": ("last name", "last", "surname", "family name"),
    "name": ("name", "full name", "candidate", "candidate name"),
    "email": ("email", "e-mail", "email address", "mail"),
    "phone": ("phone", "telephone", "mobile", "phone number", "cell"),
    "city": ("city", "town"),
    "state": ("state", "region", "province"),
    "headline": ("headline", "title", "current title", "job title", "profession", "label"),
    "links": ("links", "link", "url", "website", "linkedin", "profile"),
    "source": ("source", "origin"),
    "tags": ("tags", "tag", "skills", "labels"),
    "note": ("note", "notes", "comment", "comments"),
    "consent_from": ("consent", "consent date", "consent given"),
}
"""What a column may be called, by what it fills."""
MOST_VALUES = 200
_CARD = re.compile(r"^([A-Za-z-]+)((?:;[^:]*)?):(.*)$")


@dataclass(frozen=True, slots=True)
class Arrived:
    """One candidate of a file: its row or place from 1, texts by what they fill, and the résumé as it was given."""

    row: int
    values: Mapping[str, str]
    resume: Mapping[str, object] | None = None
    problem: str = ""


def mapped(header: Sequence[str]) -> dict[int, str]:
    """What each column fills, by its place; columns nothing is known of are left out. Raises ImportFault where no name would be read."""
    known = {each: name for name, spellings in COLUMNS.items() for each in spellings}
    out: dict[int, str] = {}
    for at, text in enumerate(header):
        name = known.get(fold(text).replace("_", " ").strip())
        if name is not None and name not in out.values():
            out[at] = name
    if not {"last_name", "name"} & set(out.values()):
        raise ImportFault(
            "The file has no column of last names or of names; call one “Last name” or “Name”. "
            f"Its columns are {', '.join(clean(each, limit=40) for each in header[:8])}."
        )
    return out


def of_rows(header: Sequence[str], rows: Iterable[tuple[int, Sequence[str], str]]) -> Iterator[Arrived]:
    """The candidates of rows (number, cells, what is wrong with the row)."""
    columns = mapped(header)
    for number, cells, problem in rows:
        values = {name: clean(cells[at]) for at, name in columns.items() if at < len(cells) and clean(cells[at])}
        yield Arrived(number, named(values), problem=problem)


def of_json(text: str) -> Iterator[Arrived]:
    """The candidates of résumés in JSON (jsonresume.org, schema 1.0.0): one, or a list of them. Raises ImportFault for other JSON."""
    try:
        read = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        raise ImportFault(f"The file is no JSON (line {line}); export the résumé anew.") from None
    except RecursionError:
        raise ImportFault("The file is nested too deeply to be a résumé.") from None
    for number, each in enumerate(read if isinstance(read, list) else [read], 1):
        basics = each.get("basics") if isinstance(each, dict) else None
        if not isinstance(basics, dict):
            yield Arrived(number, {}, problem="it has no section “basics”, so it is no résumé of jsonresume.org")
            continue
        place = where if isinstance(where := basics.get("location"), dict) else {}
        profiles = [one.get("url") for one in _list(basics.get("profiles")) if isinstance(one, dict)]
        values = {
            "name": basics.get("name"), "email": basics.get("email"), "phone": basics.get("phone"), "headline": basics.get("label"),
            "city": place.get("city"), "state": place.get("region"),
            "links": " ".join(str(one) for one in (basics.get("url"), *profiles) if one)[:MOST_VALUES],
            "tags": ", ".join(str(one.get("name", "")) for one in _list(each.get("skills"))[:10] if isinstance(one, dict)),
        }  # fmt: skip
        texts = {name: clean(str(value)) for name, value in values.items() if value}
        yield Arrived(number, named(texts), {str(key): value for key, value in each.items()})


def of_cards(text: str) -> Iterator[Arrived]:
    """The candidates of vCards (RFC 6350, and versions 2.1 and 3.0 before it)."""
    number, values = 0, dict[str, str]()
    for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        found = _CARD.match(line.strip())
        if found is None:
            continue
        key, value = found[1].upper(), _unescaped(found[3])
        if key == "BEGIN":
            number, values = number + 1, {}
        elif key == "END":
            yield Arrived(number, named(values))
        elif key == "N":
            parts = [_unescaped(part) for part in re.split(r"(?<!\\);", found[3])]
            values |= {"last_name": clean(parts[0]), **({"first_name": clean(parts[1])} if len(parts) > 1 else {})}
        elif key == "ADR":
            parts = [_unescaped(part) for part in re.split(r"(?<!\\);", found[3])]
            if len(parts) > 4:
                values |= {"city": clean(parts[3]), "state": clean(parts[4])}
        elif key in ("FN", "EMAIL", "TEL", "TITLE", "URL", "NOTE"):
            name = {
                "FN": "name",
                "EMAIL": "email",
                "TEL": "phone",
                "TITLE": "headline",
                "URL": "links",
                "NOTE": "note",
            }[key]
            values.setdefault(name, clean(value.removeprefix("tel:")))
    if not number:
        raise ImportFault("The file has no vCard (BEGIN:VCARD); export the contacts anew.")


def named(values: Mapping[str, str]) -> dict[str, str]:
    """The values with first and last name, taken from a whole name where they are not given: `Last, First`, else the last word."""
    out = dict(values)
    whole = out.pop("name", "")
    if whole and not out.get("last_name"):
        last, comma, first = whole.partition(",")
        if not comma:
            first, _, last = whole.rpartition(" ")
        out |= {"last_name": last.strip(), "first_name": first.strip()}
    return {name: value for name, value in out.items() if value}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _unescaped(text: str) -> str:
    return text.replace("\\n", " ").replace("\\N", " ").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
