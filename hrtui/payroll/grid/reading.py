"""Reading a cell: a number, hours and minutes, or a calculation; anything else is refused naming field, value and rule."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from hrtui.errors import RuleBroken
from hrtui.payroll.grid.model import Figure, GridColumn, Unit, written

LONGEST = 60
DEEPEST = 8
MOST = 10**11
HUNDREDTH = Decimal("0.01")
_PLAIN = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_TOKEN = re.compile(r"\s*(?:([0-9]{1,4}:[0-9]{2})(?![0-9:])|([0-9]+(?:\.[0-9]*)?|\.[0-9]+)|([-+*/()]))")
COMMA = "has a comma; type digits and a point alone, as in 1250.50"
NO_NUMBER = "is not a number; type digits, hours and minutes as 7:30, or a calculation as =37.5+4"
NO_AMOUNT = "is not an amount; type digits and a point, or a calculation as =250*2"
UNFINISHED = "is not finished"


class Unfinished(RuleBroken):
    """A calculation that more signs would make right; nothing to complain about while it is typed."""


def read(text: str, column: GridColumn) -> Figure:
    """Read a cell of a column. Raises RuleBroken with the field, the value and the rule it breaks."""
    raw = text.strip()
    try:
        return _bounded(_figure(raw, column.unit), column)
    except _Refused as refused:
        kind = Unfinished if refused.args[0] == UNFINISHED else RuleBroken
        raise kind(f"{column.label}: “{raw}” {refused.args[0]}.", column.code) from None


class _Refused(Exception):
    """The rule that a text breaks, as the end of a sentence about it."""


def _figure(raw: str, unit: Unit) -> Figure:
    if "," in raw:
        raise _Refused(COMMA)
    if len(raw) > LONGEST:
        raise _Refused(f"is longer than {LONGEST} signs")
    if _PLAIN.fullmatch(raw):
        return _plain(raw)
    computed = _Sum(raw.removeprefix("="), unit).value()
    if abs(computed) > MOST:
        raise _Refused("is larger than can be paid; count its digits")
    return Figure(int(computed.quantize(HUNDREDTH, ROUND_HALF_UP).scaleb(2)), True)


def _plain(raw: str) -> Figure:
    scaled = Decimal(raw).scaleb(2)
    if abs(scaled) > MOST:
        raise _Refused("is larger than can be paid; count its digits")
    if scaled != scaled.to_integral_value():
        raise _Refused("has more than two decimals; type it in hundredths")
    return Figure(int(scaled))


def _bounded(figure: Figure, column: GridColumn) -> Figure:
    if figure.hundredths < 0:
        hours = "hours are never negative; take too many of them out where they were entered"
        money = "pay is never negative; a deduction takes money off"
        raise _Refused(f"is below zero: {hours if column.unit is Unit.HOURS else money}")
    if column.most is not None and figure.hundredths > column.most:
        raise _Refused(f"is more than {written(column.most)}, the most there can be in this period")
    return figure


class _Sum:
    """A calculation of + - * / and parentheses, its products before its sums, in exact decimals."""

    def __init__(self, text: str, unit: Unit) -> None:
        self.unit, self.at, self.depth = unit, 0, 0
        self.tokens = self._tokens(text)

    def value(self) -> Decimal:
        """What it comes to."""
        try:
            result = self._sum()
        except InvalidOperation:
            raise _Refused("is larger than can be paid; count its digits") from None
        if self.at < len(self.tokens):
            raise _Refused(f"has a “{self.tokens[self.at]}” where a sign such as + belongs")
        return result

    def _tokens(self, text: str) -> list[str]:
        tokens, at, text = list[str](), 0, text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise _Refused(NO_NUMBER if self.unit is Unit.HOURS else NO_AMOUNT)
            tokens.append(found[1] or found[2] or found[3])
            at = found.end()
        return tokens

    def _next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _take(self) -> str:
        token = self._next()
        if not token:
            raise _Refused(UNFINISHED)
        self.at += 1
        return token

    def _sum(self) -> Decimal:
        result = self._product()
        while self._next() in ("+", "-"):
            result = result + self._product() if self._take() == "+" else result - self._product()
        return result

    def _product(self) -> Decimal:
        result = self._part()
        while self._next() in ("*", "/"):
            if self._take() == "*":
                result *= self._part()
                continue
            by = self._part()
            if not by:
                raise _Refused("divides by zero")
            result /= by
        return result

    def _part(self) -> Decimal:
        token = self._take()
        if token == "-":
            return -self._part()
        if token == "(":
            return self._inside()
        if token in "+*/)":
            raise _Refused(f"has a “{token}” where a number belongs")
        return self._clock(token) if ":" in token else Decimal(token)

    def _inside(self) -> Decimal:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _Refused(f"has more than {DEEPEST} parentheses in each other")
        result = self._sum()
        if self._take() != ")":
            raise _Refused("lacks a closing parenthesis")
        self.depth -= 1
        return result

    def _clock(self, token: str) -> Decimal:
        hours, minutes = token.split(":")
        if self.unit is not Unit.HOURS:
            raise _Refused("is hours and minutes; type an amount, as in 1250.50")
        if int(minutes) > 59:
            raise _Refused(f"has {minutes} minutes; an hour has 60, so they go to 59")
        return int(hours) + Decimal(minutes) / 60
