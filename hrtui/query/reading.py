"""Values of a query as each kind of field reads them; what is not understood is a QueryError that points at it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from difflib import get_close_matches

from hrtui.dates import EXAMPLES, add_months, parse_day
from hrtui.errors import QueryError, RuleBroken
from hrtui.money import parse_money
from hrtui.query.model import Kind, Op, QueryField, Term
from hrtui.text import clean, fold, listed
from hrtui.value import frozen

NONE = "none"
_YEAR_OR_MONTH = re.compile(r"(?P<year>(?:19|20|21)[0-9]{2})(?:-(?P<month>0[1-9]|1[0-2]))?", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?", re.ASCII)
_RANGE = re.compile(r"(?P<first>.*?)\.\.(?P<last>.*)", re.DOTALL)
_HALF_A_DAY = re.compile(r"[-+0-9/.]*|[a-z]{1,9}", re.ASCII)
_HALF_A_NUMBER = re.compile(r"[-$.]*[0-9,.]*", re.ASCII)
_EXACT = (Op.HAS, Op.EQUAL, Op.UNEQUAL)
_ASKS = {
    Kind.DAY: "a whole year, a month or a range",
    Kind.MONEY: "a range",
    Kind.NUMBER: "a range",
}
_SHOWN = {
    Kind.DAY: "{0}:2025 or {0}:2020..2023",
    Kind.MONEY: "{0}:80k..100k",
    Kind.NUMBER: "{0}:0.5..0.8",
}
Span = tuple[str, str]


@frozen
class Value:
    """One value as it is written: where it begins, whether it ends the text, whether it stood in quotes."""

    text: str
    at: int
    last: bool
    quoted: bool


@frozen
class Manner:
    """How values are read: the day that `today` is, the order of day and month, and whether text is still being typed."""

    today: date
    month_first: bool
    lenient: bool


def terms_of(known: QueryField, op: Op, values: Sequence[Value], negated: bool, manner: Manner) -> list[Term]:
    """The terms that `field op values` makes: two for a range; none for what is only half typed."""
    if known.kind in _ASKS:
        return _spanning(known, op, values, negated, manner)
    read = [_choices(known, value, manner) if known.kind is Kind.CHOICE else (_word(value),) for value in values]
    texts = tuple(dict.fromkeys(word for words in read for word in words))
    return [Term(known.name, _exact(op, texts), texts, negated)] if texts else []


def day_of(value: Value, manner: Manner) -> date | None:
    """The day of `@day`; None for one that is only half typed."""
    try:
        return parse_day(value.text, manner.today, manner.month_first)
    except RuleBroken as problem:
        if manner.lenient and value.last and _HALF_A_DAY.fullmatch(value.text.lower()):
            return None
        raise QueryError(
            f"@: {problem} To search for text that begins with @, put it in quotes.", value.at, ("@today", "@-1y")
        ) from None


def _exact(op: Op, texts: tuple[str, ...]) -> Op:
    return Op.EQUAL if texts == ("",) and op is Op.HAS else op


def _is_none(value: Value) -> bool:
    return not value.text if value.quoted else value.text.lower() == NONE


def _word(value: Value) -> str:
    if _is_none(value):
        return ""
    word = clean(value.text)
    if value.quoted or (word and word[0] not in ":=<>"):
        return word
    raise QueryError("A value starts here; put it in quotes if it begins with a sign.", value.at)


def _choices(known: QueryField, value: Value, manner: Manner) -> tuple[str, ...]:
    typed = fold(clean(value.text))
    spelled = {fold(choice): choice for choice in known.choices}
    if typed in spelled:
        return (spelled[typed],)
    if _is_none(value):
        return ("",)
    begun = tuple(choice for text, choice in spelled.items() if text.startswith(typed))
    if manner.lenient and value.last and (begun or NONE.startswith(typed)):
        return begun
    near = get_close_matches(typed, list(spelled), 1, 0.5)
    meant = spelled[near[0]] if near else begun[0] if begun else ""
    hint = f"; did you mean {meant}?" if meant else "."
    raise QueryError(f"{known.name} is {listed(known.choices)}, not “{typed}”{hint}", value.at, known.choices)


def _spanning(known: QueryField, op: Op, values: Sequence[Value], negated: bool, manner: Manner) -> list[Term]:
    spans = [span for value in values if (span := _span(known, value, manner)) is not None]
    if not spans:
        return []
    if all(first == last for first, last in spans):
        texts = tuple(dict.fromkeys(first for first, _ in spans))
        if "" in texts and op not in _EXACT:
            raise QueryError(f"Nothing has no order; write {known.name}:none or -{known.name}:none.", values[0].at)
        return [Term(known.name, _exact(op, texts), texts, negated)]
    if len(spans) > 1 or (op in _EXACT and (negated or op is Op.UNEQUAL)):
        what, shown = _ASKS[known.kind].capitalize(), _SHOWN[known.kind].format(known.name)
        raise QueryError(f"{what} stands alone; write {shown}, or compare with < and >=.", values[0].at)
    return _ends(known, op, spans[0], negated, values[0])


def _ends(known: QueryField, op: Op, span: Span, negated: bool, value: Value) -> list[Term]:
    first, last = span
    if op in _EXACT:
        ends = ((Op.AT_LEAST, first), (Op.AT_MOST, last))
        return [Term(known.name, each, (text,)) for each, text in ends if text]
    if not (first and last) or _RANGE.fullmatch(value.text):
        raise QueryError(f"A range follows a colon, as in {_SHOWN[known.kind].format(known.name)}.", value.at, (":",))
    return [Term(known.name, op, (first if op in (Op.BELOW, Op.AT_LEAST) else last,), negated)]


def _span(known: QueryField, value: Value, manner: Manner) -> Span | None:
    """The first and last of what a value covers, the same for one day or amount, either empty where a range is open."""
    if _is_none(value):
        return "", ""
    parts = None if value.quoted else _RANGE.fullmatch(value.text)
    if parts is None:
        return _one(known, value, manner)
    first, last = (
        ("", "")
        if not text
        else _one(known, Value(text, value.at + parts.start(at), value.last and at == 2, False), manner)
        for at, text in ((1, parts["first"]), (2, parts["last"]))
    )
    if (first, last) == (("", ""), ("", "")):
        if manner.lenient and value.last:
            return None
        raise QueryError(f"A range has a beginning or an end, as in {_SHOWN[known.kind].format(known.name)}.", value.at)
    if first is None or last is None:
        return None
    if first[0] and last[1] and _before(known, last[1], first[0]):
        raise QueryError("This range ends before it begins; turn it round.", value.at)
    return first[0], last[1]


def _before(known: QueryField, one: str, other: str) -> bool:
    return one < other if known.kind is Kind.DAY else Decimal(one) < Decimal(other)


def _one(known: QueryField, value: Value, manner: Manner) -> Span | None:
    return {Kind.DAY: _day, Kind.MONEY: _money, Kind.NUMBER: _number}[known.kind](known, value, manner)


def _day(known: QueryField, value: Value, manner: Manner) -> Span | None:
    match = _YEAR_OR_MONTH.fullmatch(value.text)
    if match is not None:
        first = date(int(match["year"]), int(match["month"] or 1), 1)
        end = add_months(first, 1 if match["month"] else 12) - timedelta(days=1)
        return first.isoformat(), end.isoformat()
    try:
        day = parse_day(value.text, manner.today, manner.month_first).isoformat()
    except RuleBroken as problem:
        if manner.lenient and value.last and _HALF_A_DAY.fullmatch(value.text.lower()):
            return None
        raise QueryError(
            f"{known.name}: {problem} A year or month works too: {known.name}:2025.", value.at, (EXAMPLES,)
        ) from None
    return day, day


def _money(known: QueryField, value: Value, manner: Manner) -> Span | None:
    return _amount(
        known, value, manner, lambda: decimal_text(parse_money(value.text).amount), "an amount, such as 80k or 85000"
    )


def _number(known: QueryField, value: Value, manner: Manner) -> Span | None:
    def read() -> str:
        if not _NUMBER.fullmatch(value.text):
            raise RuleBroken("That is not a number.")
        return decimal_text(Decimal(value.text))

    return _amount(known, value, manner, read, "a number, such as 12 or 0.5")


def _amount(known: QueryField, value: Value, manner: Manner, read: Callable[[], str], wanted: str) -> Span | None:
    try:
        text = read()
    except RuleBroken:
        if manner.lenient and value.last and _HALF_A_NUMBER.fullmatch(value.text):
            return None
        raise QueryError(
            f"{known.name} is {wanted}, not “{clean(value.text, limit=40)}”.", value.at, (wanted,)
        ) from None
    return text, text


def decimal_text(amount: Decimal) -> str:
    """A decimal without exponent and trailing zeros, as terms hold it."""
    text = f"{amount:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
