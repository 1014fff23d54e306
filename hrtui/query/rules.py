"""The one query language of screens, palette and command line: text in, a Query or a QueryError that points."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches

from hrtui.dates import EXAMPLES, add_months, parse_day
from hrtui.errors import QueryError, RuleBroken
from hrtui.people.summary import EmploymentType, Status
from hrtui.query.model import Kind, Op, Query, QueryField, Sort, Term
from hrtui.text import clean, listed

MAX_LENGTH = 500
FIELDS = (
    QueryField("number", Kind.TEXT, "the number a person keeps for good"),
    QueryField("name", Kind.TEXT, "last and first name, as `Kim, Ann`"),
    QueryField("email", Kind.TEXT, "the e-mail address at work", ("e-mail", "mail")),
    QueryField("department", Kind.TEXT, "the department as of today", ("dept",)),
    QueryField("title", Kind.TEXT, "the job title"),
    QueryField("location", Kind.TEXT, "the place of work", ("loc",)),
    QueryField("manager", Kind.TEXT, "the manager's name", ("mgr",)),
    QueryField("status", Kind.CHOICE, "where the employment stands today", (), tuple(Status)),
    QueryField("type", Kind.CHOICE, "full-time, part-time or temporary", (), tuple(EmploymentType)),
    QueryField("hired", Kind.DAY, "the first day of the present employment"),
    QueryField("terminated", Kind.DAY, "the last day of an employment that ended", ("left",)),
)
_NAMES = {spelling: item for item in FIELDS for spelling in (item.name, *item.aliases)}
_TERM = re.compile(r'(?P<minus>-?)(?P<name>[^\s,:=<>"]*?)(?P<op>!=|<=|>=|[:=<>])')
_PLAIN = re.compile(r'[^\s,:=<>"!-][^\s,:=<>"!]*')
_SPAN = re.compile(r"(?P<year>(?:19|20|21)[0-9]{2})(?:-(?P<month>0[1-9]|1[0-2]))?", re.ASCII)
_ORDERED = (Op.BELOW, Op.AT_MOST, Op.ABOVE, Op.AT_LEAST)


@dataclass(slots=True)
class _Reading:
    text: str
    today: date
    month_first: bool
    lenient: bool
    at: int = 0
    words: list[str] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    sort: list[Sort] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Value:
    text: str
    at: int
    last: bool
    quoted: bool


def parse(text: str, today: date, month_first: bool = True, *, lenient: bool = False) -> Query:
    """Read a query: words, `field:value` terms, and `sort:`.

    `lenient` is for text still being typed: a term without its value, an open quote or a beginning of a choice
    or date at the end restricts as far as it goes. Raises QueryError at the character, with what would be valid.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"A query has at most {MAX_LENGTH} characters; this one has {len(text)}.", MAX_LENGTH)
    reading = _Reading(text, today, month_first, lenient)
    while _skip_blanks(reading):
        match = _TERM.match(text, reading.at)
        if text[reading.at] == '"' or match is None:
            _read_word(reading)
        else:
            _read_term(reading, match)
    return Query(tuple(reading.words), tuple(reading.terms), tuple(reading.sort))


def text(query: Query) -> str:
    """Write a query so that parsing it gives the same query again."""
    parts = [_quoted(word) for word in query.words]
    parts += [
        f"{'-' if term.negated else ''}{term.field}{term.op.value}{','.join(_quoted(value) for value in term.values)}"
        for term in query.terms
    ]
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


def complete(text: str, at: int) -> list[str]:
    """What the token under the cursor may become: fields with their colon, choices with their field, `sort:` fields."""
    token = text[token_start(text, at) : at]
    minus = "-" if token.startswith("-") else ""
    match = _TERM.match(token)
    if match is None:
        typed = token.removeprefix("-").lower()
        names = [item.name for item in FIELDS] + ([] if minus else ["sort"])
        spelled = {item.name for name, item in _NAMES.items() if typed and name.startswith(typed)}
        return [f"{minus}{name}:" for name in names if name.startswith(typed) or name in spelled]
    head, _, typed = token[match.end() :].rpartition(",")
    lead = token[: match.end()] + (head + "," if head else "")
    if match["name"].lower() == "sort":
        down = "-" if typed.startswith("-") else ""
        return [f"{lead}{down}{item.name}" for item in FIELDS if item.name.startswith(typed.removeprefix("-").lower())]
    known = _NAMES.get(match["name"].lower())
    return [f"{lead}{choice}" for choice in (known.choices if known else ()) if choice.startswith(typed.lower())]


def _skip_blanks(reading: _Reading) -> bool:
    while reading.at < len(reading.text) and (reading.text[reading.at].isspace() or reading.text[reading.at] == ","):
        reading.at += 1
    return reading.at < len(reading.text)


def _read_word(reading: _Reading) -> None:
    value = _read_value(reading)
    word = clean(value.text)
    if not value.quoted and word.startswith("-"):
        if reading.lenient and value.last:
            return
        raise QueryError(
            f"A minus excludes a term, as in -dept:Sales; put “{word}” in quotes to search for it.", value.at, _names()
        )
    if word:
        reading.words.append(word)


def _read_term(reading: _Reading, match: re.Match[str]) -> None:
    start, name = reading.at + len(match["minus"]), match["name"].lower()
    if name == "sort" and not match["minus"]:
        _read_sort(reading, match)
        return
    known = _NAMES.get(name)
    if known is None:
        raise _unknown_field(match["name"], start)
    op = Op(match["op"])
    if known.kind is Kind.CHOICE and op in _ORDERED:
        raise QueryError(
            f"{known.name} has no order; use {known.name}: or {known.name}!=.", match.start("op"), (":", "=", "!=")
        )
    reading.at = match.end()
    values = _read_values(reading, match)
    if values:
        _add_term(reading, known, op, values, bool(match["minus"]))


def _read_sort(reading: _Reading, match: re.Match[str]) -> None:
    if match["op"] not in (":", "="):
        raise QueryError("Write sort:name, or sort:-hired for the other way round.", match.start("op"), (":",))
    reading.at = match.end()
    for value in _read_values(reading, match):
        name = value.text.removeprefix("-").lower()
        known = _NAMES.get(name)
        if known is None and not (reading.lenient and value.last):
            raise _unknown_field(name, value.at)
        if known is not None:
            reading.sort.append(Sort(known.name, value.text.startswith("-")))


def _read_values(reading: _Reading, match: re.Match[str]) -> list[_Value]:
    values: list[_Value] = []
    while reading.at < len(reading.text) and not reading.text[reading.at].isspace():
        if reading.text[reading.at] == ",":
            reading.at += 1
            continue
        values.append(_read_value(reading))
    if values or reading.lenient:
        return values
    raise QueryError(
        f"{match.group()} needs a value right after it, as in {_example(match['name'].lower())}.", match.end()
    )


def _read_value(reading: _Reading) -> _Value:
    text, start = reading.text, reading.at
    if text[start] != '"':
        end = start
        while end < len(text) and not text[end].isspace() and text[end] != ",":
            end += 1
        reading.at = end
        return _Value(text[start:end], start, end == len(text), False)
    out: list[str] = []
    end = start + 1
    while end < len(text):
        if text[end] == '"' and text[end + 1 : end + 2] != '"':
            reading.at = end + 1
            return _Value("".join(out), start, reading.at == len(text), True)
        out.append(text[end])
        end += 2 if text[end] == '"' else 1
    reading.at = end
    if not reading.lenient:
        raise QueryError('This quote has no end; add a " where the words end.', start, ('"',))
    return _Value("".join(out), start, True, True)


def _add_term(reading: _Reading, known: QueryField, op: Op, values: list[_Value], negated: bool) -> None:
    if known.kind is Kind.DAY:
        reading.terms += _day_terms(reading, known, op, values, negated)
        return
    read = [_choices(reading, known, value) if known.kind is Kind.CHOICE else (_word(value),) for value in values]
    texts = tuple(dict.fromkeys(word for words in read for word in words))
    if texts:
        reading.terms.append(Term(known.name, Op.EQUAL if texts == ("",) and op is Op.HAS else op, texts, negated))


def _word(value: _Value) -> str:
    word = clean(value.text)
    if value.quoted or (word and word[0] not in ":=<>"):
        return word
    raise QueryError("A value starts here; put it in quotes if it begins with a sign.", value.at)


def _choices(reading: _Reading, known: QueryField, value: _Value) -> tuple[str, ...]:
    typed = clean(value.text).lower()
    if typed in known.choices:
        return (typed,)
    begun = tuple(choice for choice in known.choices if choice.startswith(typed))
    if reading.lenient and value.last and begun:
        return begun
    near = get_close_matches(typed, known.choices, 1, 0.5) or list(begun[:1])
    hint = f"; did you mean {near[0]}?" if near else "."
    raise QueryError(f"{known.name} is {listed(known.choices)}, not “{typed}”{hint}", value.at, known.choices)


def _day_terms(reading: _Reading, known: QueryField, op: Op, values: list[_Value], negated: bool) -> list[Term]:
    spans = [span for value in values if (span := _span(reading, known, value)) is not None]
    if not spans:
        return []
    if all(first == last for first, last in spans):
        return [Term(known.name, op, tuple(dict.fromkeys(first.isoformat() for first, _ in spans)), negated)]
    exact = op in (Op.HAS, Op.EQUAL, Op.UNEQUAL)
    if len(spans) > 1 or (exact and (negated or op is Op.UNEQUAL)):
        raise QueryError(
            f"A whole year or month stands alone; write {known.name}:2025, or days such as {known.name}<2025-01-01.",
            values[0].at,
        )
    first, last = spans[0][0].isoformat(), spans[0][1].isoformat()
    if exact:
        return [Term(known.name, Op.AT_LEAST, (first,)), Term(known.name, Op.AT_MOST, (last,))]
    return [Term(known.name, op, (first if op in (Op.BELOW, Op.AT_LEAST) else last,), negated)]


def _span(reading: _Reading, known: QueryField, value: _Value) -> tuple[date, date] | None:
    match = _SPAN.fullmatch(value.text)
    if match is not None:
        first = date(int(match["year"]), int(match["month"] or 1), 1)
        return first, add_months(first, 1 if match["month"] else 12) - timedelta(days=1)
    try:
        day = parse_day(value.text, reading.today, reading.month_first)
    except RuleBroken as problem:
        if reading.lenient and value.last and re.fullmatch(r"[-+0-9/.]*|[a-z]{1,9}", value.text.lower()):
            return None
        raise QueryError(
            f"{known.name}: {problem} A year or month works too: {known.name}:2025.", value.at, (EXAMPLES,)
        ) from None
    return day, day


def _unknown_field(name: str, at: int) -> QueryError:
    near = get_close_matches(name.lower(), [*_NAMES, "sort"], 1, 0.5)
    meant = _NAMES[near[0]].name if near and near[0] in _NAMES else "".join(near)
    hint = f"did you mean {meant}? " if meant else ""
    shown = f"“{name}” is no field; {hint}" if name else "A field goes before this sign; "
    return QueryError(
        f"{shown}Fields are {listed(_names(), 'and')}; put it in quotes to search for it as text.", at, _names()
    )


def _names() -> tuple[str, ...]:
    return (*(item.name for item in FIELDS), "sort")


def _example(name: str) -> str:
    known = _NAMES.get(name)
    if known is None:
        return "sort:-hired"
    samples = {Kind.TEXT: "“Kim, Ann”" if known.name == "manager" else "Sales", Kind.DAY: "2026-01-31"}
    return f"{name}:{known.choices[0] if known.choices else samples[known.kind]}".replace("“", '"').replace("”", '"')


def _quoted(word: str) -> str:
    return word if _PLAIN.fullmatch(word) else '"' + word.replace('"', '""') + '"'
