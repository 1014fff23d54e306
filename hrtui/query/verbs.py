"""The verbs after a query's `|`: text in, a Verb or a QueryError that points; and a Verb back to text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeVar

from hrtui.dates import EXAMPLES, parse_day
from hrtui.errors import QueryError, RuleBroken
from hrtui.money import NumberStyle, parse_money
from hrtui.people.summary import Status
from hrtui.query.acts import (
    ASSIGNABLE,
    Act,
    GiveManager,
    GiveStatus,
    GiveTags,
    GiveValue,
    How,
    Manners,
    Raise,
    Settable,
    Transfer,
    Verb,
)
from hrtui.text import clean, listed

VERBS = {
    "raise": "raise 3%",
    "transfer": "transfer dept:Sales",
    "manager": "manager 1042",
    "status": "status leave",
    "set": "set title Clerk",
    "tag": "tag night",
    "untag": "untag night",
    "assign": "assign grade G7",
}
CLAUSES = ("eff", "reason", "carry")
PLACES = {
    "dept": "department", "department": "department", "loc": "location", "location": "location", "mgr": "manager",
    "manager": "manager",
}  # fmt: skip
STATUSES = (Status.ACTIVE, Status.LEAVE)
TAG = re.compile(r"[^\W_][\w.-]{0,39}")
_PERCENT = re.compile(r"(?P<amount>[+-]?[0-9]{1,3}(?:[.,][0-9]{1,4})?)%", re.ASCII)
_DECIMAL = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,4})?", re.ASCII)
_KEY = re.compile(r'[^\s:"|]+:(?=")')
_BARE = re.compile(r'[^\s"|]+')
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the line or what stands in quotes; `lead` is the `key:` right before a quote. `at` and `end` are offsets."""

    text: str
    at: int
    end: int
    quoted: bool = False
    lead: str = ""

    @property
    def word(self) -> str:
        """The text as a keyword; empty for what is quoted."""
        return "" if self.quoted else self.text.lower()


@dataclass(frozen=True, slots=True)
class _Reading:
    manners: Manners
    offset: int
    end: int

    def wrong(self, sentence: str, at: int, valid: Sequence[str] = ()) -> QueryError:
        return QueryError(sentence, self.offset + at, tuple(valid))

    def about(self, token: Token, read: Callable[[], Read]) -> Read:
        """What a reader makes of a token; what it refuses points at the token."""
        try:
            return read()
        except RuleBroken as problem:
            raise self.wrong(str(problem), token.at) from None


def parse_verb(text: str, manners: Manners, offset: int = 0) -> Verb:
    """Read what follows the `|` of a line, which begins at `offset` of it.

    Raises QueryError at the character of the whole line, with what would be valid.
    """
    reading = _Reading(manners, offset, len(text))
    found = tokens(text, offset)
    if not found:
        raise reading.wrong(f"A verb goes here: {listed(tuple(VERBS))}.", len(text.rstrip()), tuple(VERBS))
    head, *rest = found
    read = _READERS.get(head.word)
    if read is None:
        raise _unknown(reading, head, "verb", tuple(VERBS))
    words, given = _clauses(reading, rest)
    days, why, carry = (given.get(name) for name in CLAUSES)
    effective = None if days is None else _day(reading, days)
    act = read(reading, head, words)
    if carry and isinstance(act, GiveTags):
        raise reading.wrong("Tags are not copied into later rows, so there is nothing to carry; leave it out.", carry[0].at)  # fmt: skip
    return Verb(act, effective, _joined(why[1]) if why else "", carry is not None)


def tokens(text: str, offset: int = 0, open_end: bool = False) -> list[Token]:
    """The words of a line; a quote doubled within quotes is one. Raises QueryError for a quote without an end, unless
    `open_end`, and for a second `|`."""
    out: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        key = _KEY.match(text, at)
        start = key.end() if key else at
        if text[start] == '"':
            body, end = _quoted_body(text, start, offset, open_end)
            out.append(Token(_plain(body), at, end, True, key.group() if key else ""))
        else:
            end = next((place for place in range(start, len(text)) if text[place].isspace()), len(text))
            if "|" in text[start:end]:
                where = text.index("|", start)
                raise QueryError("One verb at a time: put a | that is meant as text in quotes.", offset + where, ('"',))
            if word := _plain(text[start:end]):
                out.append(Token(word, at, end))
        at = end
    return out


def _quoted_body(text: str, start: int, offset: int, open_end: bool) -> tuple[str, int]:
    out: list[str] = []
    at = start + 1
    while at < len(text):
        if text[at] == '"' and text[at + 1 : at + 2] != '"':
            return "".join(out), at + 1
        out.append(text[at])
        at += 2 if text[at] == '"' else 1
    if not open_end:
        raise QueryError('This quote has no end; add a " where the words end.', offset + start, ('"',))
    return "".join(out), at


def _plain(text: str) -> str:
    return " ".join(clean(text).split())


def _clauses(reading: _Reading, found: Sequence[Token]) -> tuple[list[Token], dict[str, tuple[Token, list[Token]]]]:
    """The words before the first clause, and each clause by its name with the words after it."""
    words: list[Token] = []
    given: dict[str, tuple[Token, list[Token]]] = {}
    into = words
    for token in found:
        if token.word in CLAUSES:
            if token.word in given:
                raise reading.wrong(f"{token.word} is there already; put the word in quotes if it is text.", token.at)
            into = []
            given[token.word] = token, into
        else:
            into.append(token)
    for name, (token, after) in given.items():
        if name == "carry":
            _no_more(reading, after)
        elif not after:
            example = "eff 2027-01-01" if name == "eff" else "reason merit"
            raise reading.wrong(f"{name} needs words after it, as in {example}.", token.end, (example,))
    return words, given


def _day(reading: _Reading, given: tuple[Token, list[Token]]) -> date:
    manners, (_, words) = reading.manners, given
    try:
        return parse_day(_joined(words), manners.today, manners.style.month_first)
    except RuleBroken as problem:
        raise reading.wrong(str(problem), words[0].at, (EXAMPLES,)) from None


def _joined(words: Sequence[Token]) -> str:
    return " ".join(filter(None, (token.lead + token.text for token in words)))


def _unknown(reading: _Reading, token: Token, what: str, valid: Sequence[str]) -> QueryError:
    near = get_close_matches(token.text.lower(), valid, 1, 0.5)
    hint = f"; did you mean {near[0]}?" if near else "."
    return reading.wrong(
        f"“{clean(token.text, limit=40)}” is no {what}{hint} There are {listed(tuple(valid), 'and')}.", token.at, valid
    )


def _needs(reading: _Reading, head: Token, what: str, example: str) -> QueryError:
    return reading.wrong(f"{head.text} needs {what}, as in {example}.", head.end, (example,))


def _no_more(reading: _Reading, more: Sequence[Token]) -> None:
    if more:
        word = clean(more[0].text, limit=40)
        raise reading.wrong(f"“{word}” is not understood here; what may follow is eff DAY, reason WORDS or carry.", more[0].at, CLAUSES)  # fmt: skip


def _raise(reading: _Reading, head: Token, words: Sequence[Token]) -> Act:
    if not words:
        raise _needs(reading, head, "by or to how much", "raise 3%, raise +2500 or raise to 85k")
    first, setting = words[0], words[0].word == "to"
    typed = _joined(words[1:] if setting or first.word == "by" else words)
    style, currency = reading.manners.style, reading.manners.currency
    if setting:
        if not typed:
            raise _needs(reading, first, "an amount", "raise to 85k")
        return Raise(How.TO, reading.about(words[1], lambda: _above_zero(parse_money(typed, style, currency).amount)))
    percent = _PERCENT.fullmatch(typed.replace(" ", ""))
    if percent is not None:
        amount = Decimal(percent["amount"].replace(",", "."))
        if amount <= -100:
            raise reading.wrong("A rate stays above 0; take less than 100% away.", first.at)
        return Raise(How.PERCENT, amount)
    if typed[:1] in ("+", "-") or first.word == "by":
        sign = -1 if typed[:1] == "-" else 1
        amount_at = words[-1] if first.word == "by" else first
        told = reading.about(amount_at, lambda: parse_money(typed.lstrip("+-"), style, currency))
        return Raise(How.PLUS, sign * told.amount)
    hint = f"Write raise 3% for a percentage, raise +{typed} to add it, or raise to {typed}."
    raise reading.wrong(hint, first.at, ("3%", "+2500", "to 85k"))


def _above_zero(amount: Decimal) -> Decimal:
    if amount <= 0:
        raise RuleBroken("A rate of pay is more than 0.")
    return amount


def _transfer(reading: _Reading, head: Token, words: Sequence[Token]) -> Act:
    given: dict[str, str] = {}
    for token in words:
        spelled, colon, value = (token.lead + token.text).partition(":")
        field = PLACES.get(spelled.lower())
        if not colon or field is None or (token.quoted and not token.lead):
            hint = (
                'transfer takes dept:, loc: and manager:, with quotes around several words, as in dept:"Field Sales".'
            )
            raise reading.wrong(hint, token.at, ("dept:", "loc:", "manager:"))
        if field in given:
            raise reading.wrong(f"{field} is there already; give it once.", token.at)
        if not value and (field == "department" or not token.quoted):
            raise reading.wrong(f"{spelled}: needs a value right after it.", token.at + len(spelled) + 1)
        given[field] = "" if field == "manager" and not token.quoted and value.lower() == "none" else value
    if not given:
        raise _needs(reading, head, "a department, location or manager", "transfer dept:Sales loc:Boston manager:1042")
    return Transfer(given.get("department"), given.get("location"), given.get("manager"))


def _manager(reading: _Reading, head: Token, words: Sequence[Token]) -> Act:
    if not words:
        raise _needs(reading, head, "a number or a name", 'manager 1042, manager "Kim, Ann" or manager none')
    return GiveManager("" if [token.word for token in words] == ["none"] else _joined(words))


def _status(reading: _Reading, head: Token, words: Sequence[Token]) -> Act:
    if not words:
        raise _needs(reading, head, "active or leave", "status leave")
    if words[0].word not in STATUSES:
        raise _unknown(reading, words[0], "status to be given", tuple(STATUSES))
    _no_more(reading, words[1:])
    return GiveStatus(Status(words[0].word))


def _set(reading: _Reading, head: Token, words: Sequence[Token]) -> Act:
    return _value(reading, head, words, reading.manners.settable())


def _assign(reading: _Reading, head: Token, words: Sequence[Token]) -> Act:
    return _value(reading, head, words, [item for item in reading.manners.settable() if item.name in ASSIGNABLE])


def _value(reading: _Reading, head: Token, words: Sequence[Token], known: Sequence[Settable]) -> Act:
    example = VERBS[head.word]
    if not words:
        raise _needs(reading, head, "a field and its value", example)
    by_name = {name: item for item in known for name in (item.name, *item.aliases)}
    item = by_name.get(words[0].text) or by_name.get(words[0].word)
    if item is None:
        raise _unknown(reading, words[0], "field to be given", [each.name for each in known])
    if len(words) == 1:
        raise _needs(reading, words[0], 'a value, or "" to empty it', f'{head.word} {item.name} "…"')
    return GiveValue(item.name, _fitting(reading, item, words[1:]), head.word == "assign")


def _fitting(reading: _Reading, item: Settable, words: Sequence[Token]) -> str:
    value = _joined(words)
    if item.choices and value:
        chosen = next((choice for choice in item.choices if choice.lower() == value.lower()), None)
        if chosen is None:
            raise reading.wrong(f"{item.name} is {listed(item.choices)}.", words[0].at, item.choices)
        return str(chosen)
    if item.number:
        value = value.replace(reading.manners.style.decimal, ".")
        if not _DECIMAL.fullmatch(value):
            raise reading.wrong(f"{item.name} is a number, such as 0.8 or 40.", words[0].at)
    return value


def _tag(reading: _Reading, head: Token, words: Sequence[Token]) -> Act:
    names: list[str] = []
    for token in words:
        for name in filter(None, (token.lead + token.text).split(",")):
            if not TAG.fullmatch(name):
                raise reading.wrong("A tag is one word of letters, digits, - and ., at most 40.", token.at)
            names.append(name.lower())
    if not names:
        raise _needs(reading, head, "a tag", f"{head.word} night")
    return GiveTags(tuple(dict.fromkeys(names)), head.word == "tag")


_READERS: dict[str, Callable[[_Reading, Token, Sequence[Token]], Act]] = {
    "raise": _raise,
    "transfer": _transfer,
    "manager": _manager,
    "status": _status,
    "set": _set,
    "assign": _assign,
    "tag": _tag,
    "untag": _tag,
}


def text(verb: Verb, style: NumberStyle | None = None) -> str:
    """Write a verb so that reading it, where numbers are written in this style, gives the same verb again."""
    parts = [_act_text(verb.act, style.decimal if style else ".")]
    if verb.effective is not None:
        parts.append(f"eff {verb.effective.isoformat()}")
    if verb.reason:
        parts.append(f"reason {_words(verb.reason)}")
    return " ".join([*parts, "carry"] if verb.carry else parts)


def _act_text(act: Act, decimal: str) -> str:
    match act:
        case Raise():
            return f"raise {_amount(act).replace('.', decimal)}"
        case Transfer():
            places = (("dept", act.department), ("loc", act.location), ("manager", act.manager))
            return " ".join(["transfer", *(f"{name}:{_one(value)}" for name, value in places if value is not None)])
        case GiveManager():
            return f"manager {_words(act.who)}"
        case GiveStatus():
            return f"status {act.status}"
        case GiveValue():
            return f"{'assign' if act.assigned else 'set'} {act.field} {_words(act.value)}"
        case GiveTags():
            return f"{'tag' if act.on else 'untag'} {' '.join(map(_words, act.names))}"


def _amount(act: Raise) -> str:
    number = format(act.amount.normalize(), "f")
    if act.how is How.PERCENT:
        return f"{number}%"
    return f"to {number}" if act.how is How.TO else number if act.amount < 0 else f"+{number}"


def _words(value: str) -> str:
    """Words as they stand, in quotes where they would be read as something else."""
    bare = value.lower() != "none" and all(_BARE.fullmatch(word) and word.lower() not in CLAUSES for word in value.split(" "))  # fmt: skip
    return value if bare else _quoted(value)


def _one(value: str) -> str:
    return value if _BARE.fullmatch(value) and value.lower() != "none" else _quoted(value)


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
