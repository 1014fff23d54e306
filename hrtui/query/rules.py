"""The one query language of screens, palette and command line: text in, a Query or a QueryError that points."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from hrtui.errors import QueryError
from hrtui.query.fields import FIELDS as FIELDS
from hrtui.query.fields import SHIPPED, Vocabulary
from hrtui.query.model import Kind, Op, Query, QueryField, Sort, Term
from hrtui.query.reading import NONE, Manner, Value, day_of, terms_of
from hrtui.text import clean, fold, listed
from hrtui.value import frozen

MAX_LENGTH = 500
_TERM = re.compile(r'(?P<minus>-?)(?P<name>[^\s,:=<>"|@]*?)(?P<op>!=|<=|>=|[:=<>])')
_PLAIN = re.compile(r'[^\s,:=<>"!|@-][^\s,:=<>"!|]*')
_UNQUOTED = re.compile(r"[^\s,|]*")
_ORDERED = (Op.BELOW, Op.AT_MOST, Op.ABOVE, Op.AT_LEAST)


@dataclass(slots=True)
class _Reading:
    text: str
    manner: Manner
    known: Vocabulary
    at: int = 0
    words: list[str] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    sort: list[Sort] = field(default_factory=list)
    on: date | None = None

    @property
    def lenient(self) -> bool:
        return self.manner.lenient


def split_pipe(text: str) -> tuple[str, str | None, int]:
    """The query before the first `|` that stands in no quotes, what is after it, and at which offset that begins.

    Where there is none, all of it is the query: `(text, None, len(text))`.
    """
    at, in_term = 0, False
    while at < len(text):
        char = text[at]
        if char == "|":
            return text[:at], text[at + 1 :], at + 1
        if char.isspace() or char == ",":
            in_term, at = in_term and char == ",", at + 1
            continue
        match = None if in_term or char in '"@' else _TERM.match(text, at)
        if match is not None:
            in_term, at = True, match.end()
        else:
            at = _value_end(text, at + (char == "@" and not in_term))
    return text, None, len(text)


def parse(
    text: str, today: date, month_first: bool = True, *, lenient: bool = False, known: Vocabulary = SHIPPED
) -> Query:
    """Read a query: words, `field:value` terms, `sort:` and `@day`.

    `lenient` is for text still being typed: a term without its value, an open quote or a beginning of a choice
    or date at the end restricts as far as it goes, and what follows a `|` is left out. Raises QueryError at the
    character, with what would be valid; a `|` in no quotes belongs to whoever runs a verb on what is found.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"A query has at most {MAX_LENGTH} characters; this one has {len(text)}.", MAX_LENGTH)
    asked, verb, after = split_pipe(text)
    if verb is not None and not lenient:
        raise QueryError("What follows a | does something to the people found; here they are only found.", after - 1)
    reading = _Reading(asked, Manner(today, month_first, lenient), known)
    while _skip_blanks(reading):
        match = _TERM.match(asked, reading.at)
        if asked[reading.at] == "@":
            _read_day(reading)
        elif asked[reading.at] == '"' or match is None:
            _read_word(reading)
        else:
            _read_term(reading, match)
    return Query(tuple(reading.words), tuple(reading.terms), tuple(reading.sort), reading.on)


def text(query: Query) -> str:
    """Write a query so that parsing it gives the same query again."""
    parts = [_quoted(word) for word in query.words]
    parts += [
        f"{'-' if term.negated else ''}{term.field}{term.op.value}{','.join(_quoted(value) for value in term.values)}"
        for term in query.terms
    ]
    if query.on is not None:
        parts.append(f"@{query.on}")
    if query.sort:
        parts.append("sort:" + ",".join(("-" if item.descending else "") + item.field for item in query.sort))
    return " ".join(parts)


def token_start(text: str, at: int) -> int:
    """Where the term or word that the cursor at `at` stands in begins; a completion replaces it from there to `at`."""
    start, inside = 0, False
    for index, char in enumerate(text[:at]):
        inside ^= char == '"'
        if char.isspace() and not inside:
            start = index + 1
    return start


@frozen
class Asked:
    """A value that is being typed: the field, what stands before the value, and what is typed of it."""

    field: QueryField
    lead: str
    typed: str


def value_asked(text: str, at: int, known: Vocabulary = SHIPPED) -> Asked | None:
    """Which field's value the cursor at `at` stands in; None where it stands in a name, a word or a closed field."""
    token = text[token_start(text, at) : at]
    match = _TERM.match(token)
    found = known.names.get(match["name"].lower()) if match else None
    if match is None or found is None or found.name in known.closed:
        return None
    values = token[match.end() :]
    cut = max(
        (index + 1 for index, char in enumerate(values) if char == "," and values.count('"', 0, index) % 2 == 0),
        default=0,
    )
    return Asked(found, token[: match.end()] + values[:cut], values[cut:])


def complete(text: str, at: int, known: Vocabulary = SHIPPED) -> list[str]:
    """What the token under the cursor may become: fields with their colon, choices with their field, `sort:` fields."""
    token = text[token_start(text, at) : at]
    match = _TERM.match(token)
    if token.startswith("@"):
        return [f"@{day}" for day in ("today", "-1m", "-1y") if day.startswith(token[1:].lower())]
    if match is None:
        return _field_names(token, known)
    if match["name"].lower() == "sort":
        return _sort_names(token, match, known)
    asked = value_asked(text, at, known)
    if asked is None:
        return []
    choices = (*asked.field.choices, *([NONE] if asked.typed and asked.field.custom else []))
    return [asked.lead + _quoted(choice) for choice in choices if fold(choice).startswith(fold(asked.typed.strip('"')))]


def completed(asked: Asked, values: list[str]) -> list[str]:
    """The tokens that the values of a field make of what is being typed."""
    return [asked.lead + _quoted(value) for value in values]


def _field_names(token: str, known: Vocabulary) -> list[str]:
    minus = "-" if token.startswith("-") else ""
    typed = token.removeprefix("-").lower()
    names = [item.name for item in known.open] + ([] if minus else ["sort"])
    spelled = {item.name for name, item in known.names.items() if typed and name.startswith(typed)}
    return [f"{minus}{name}:" for name in names if name.startswith(typed) or name in spelled]


def _sort_names(token: str, match: re.Match[str], known: Vocabulary) -> list[str]:
    head, _, typed = token[match.end() :].rpartition(",")
    lead = token[: match.end()] + (head + "," if head else "")
    down, begun = "-" if typed.startswith("-") else "", typed.removeprefix("-").lower()
    return [f"{lead}{down}{item.name}" for item in known.open if item.sorts and item.name.startswith(begun)]


def _skip_blanks(reading: _Reading) -> bool:
    while reading.at < len(reading.text) and (reading.text[reading.at].isspace() or reading.text[reading.at] == ","):
        reading.at += 1
    return reading.at < len(reading.text)


def _read_day(reading: _Reading) -> None:
    start = reading.at
    reading.at += 1
    value = _read_value(reading) if reading.at < len(reading.text) else Value("", reading.at, True, False)
    if not value.text and not (reading.lenient and value.last):
        raise QueryError("@ needs a day right after it, as in @2026-01-01 or @-1y.", reading.at, ("@today", "@-1y"))
    if reading.on is not None:
        raise QueryError("A query asks about one day; take one of the @ away.", start)
    reading.on = day_of(value, reading.manner) if value.text else None


def _read_word(reading: _Reading) -> None:
    value = _read_value(reading)
    word = clean(value.text)
    if not value.quoted and word.startswith("-"):
        if reading.lenient and value.last:
            return
        raise QueryError(
            f"A minus excludes a term, as in -dept:Sales; put “{word}” in quotes to search for it.",
            value.at,
            _names(reading),
        )
    if word:
        reading.words.append(word)


def _read_term(reading: _Reading, match: re.Match[str]) -> None:
    start, name = reading.at + len(match["minus"]), match["name"].lower()
    if name == "sort" and not match["minus"]:
        _read_sort(reading, match)
        return
    known = _field_at(reading, match["name"], start)
    op = Op(match["op"])
    if (known.kind is Kind.CHOICE or not known.sorts) and op in _ORDERED:
        raise QueryError(
            f"{known.name} has no order; use {known.name}: or {known.name}!=.", match.start("op"), (":", "=", "!=")
        )
    reading.at = match.end()
    values = _read_values(reading, match)
    reading.terms += terms_of(known, op, values, bool(match["minus"]), reading.manner) if values else []


def _field_at(reading: _Reading, name: str, at: int) -> QueryField:
    known = reading.known.names.get(name.lower())
    if known is None:
        raise _unknown_field(reading, name, at)
    if known.name in reading.known.closed:
        raise QueryError(reading.known.closed[known.name], at, _names(reading))
    return known


def _read_sort(reading: _Reading, match: re.Match[str]) -> None:
    if match["op"] not in (":", "="):
        raise QueryError("Write sort:name, or sort:-hired for the other way round.", match.start("op"), (":",))
    reading.at = match.end()
    for value in _read_values(reading, match):
        name = value.text.removeprefix("-").lower()
        if name not in reading.known.names and reading.lenient and value.last:
            continue
        known = _field_at(reading, name, value.at)
        if not known.sorts:
            raise QueryError(f"Nothing can be in the order of {known.name}.", value.at, _names(reading))
        reading.sort.append(Sort(known.name, value.text.startswith("-")))


def _read_values(reading: _Reading, match: re.Match[str]) -> list[Value]:
    values: list[Value] = []
    while reading.at < len(reading.text) and not reading.text[reading.at].isspace():
        if reading.text[reading.at] == ",":
            reading.at += 1
            continue
        values.append(_read_value(reading))
    if values or reading.lenient:
        return values
    name = match["name"].lower()
    raise QueryError(f"{match.group()} needs a value right after it, as in {_example(reading, name)}.", match.end())


def _read_value(reading: _Reading) -> Value:
    text, start = reading.text, reading.at
    reading.at = end = _value_end(text, start)
    if text[start : start + 1] != '"':
        return Value(text[start:end], start, end == len(text), False)
    inner = text[start + 1 : end]
    closed = len(inner) - len(inner.rstrip('"')) & 1
    if not closed and not reading.lenient:
        raise QueryError('This quote has no end; add a " where the words end.', start, ('"',))
    body = inner[:-1] if closed else inner
    return Value(body.replace('""', '"'), start, end == len(text), True)


def _value_end(text: str, start: int) -> int:
    """Where a value ends: after its closing quote, or before the next blank, comma or `|`."""
    if text[start : start + 1] != '"':
        found = _UNQUOTED.match(text, start)
        return found.end() if found else start
    end = start + 1
    while end < len(text):
        if text[end] == '"' and text[end + 1 : end + 2] != '"':
            return end + 1
        end += 2 if text[end] == '"' else 1
    return len(text)


def _unknown_field(reading: _Reading, name: str, at: int) -> QueryError:
    names = _names(reading)
    near = get_close_matches(name.lower(), [*reading.known.names, "sort"], 1, 0.5)
    meant = reading.known.names[near[0]].name if near and near[0] in reading.known.names else "".join(near)
    hint = f"; did you mean {meant}?" if meant else "."
    shown = f"“{name}” is no field{hint}" if name else "A field goes before this sign."
    return QueryError(
        f"{shown} Fields are {listed(names, 'and')}; put it in quotes to search for it as text.", at, names
    )


def _names(reading: _Reading) -> tuple[str, ...]:
    return (*(item.name for item in reading.known.open), "sort")


def _example(reading: _Reading, name: str) -> str:
    known = reading.known.names.get(name)
    if known is None:
        return "sort:-hired"
    text = '"Kim, Ann"' if known.name in ("manager", "reports") else "Sales"
    samples = {Kind.TEXT: text, Kind.DAY: "2026-01-31", Kind.MONEY: "80k", Kind.NUMBER: "0.5"}
    return f"{name}:{known.choices[0] if known.choices else samples[known.kind]}"


def _quoted(word: str) -> str:
    return word if _PLAIN.fullmatch(word) and word.lower() != NONE else '"' + word.replace('"', '""') + '"'
