"""How derivations write figures, sources of law and dated rows."""

from __future__ import annotations

from decimal import Decimal

from hrtui.money import STYLES, Money, format_money
from hrtui.payroll.model import Source
from hrtui.people.model import Stamp

_PLACES = Decimal("0.000001")


def law(source: Source) -> str:
    """A source of law as a derivation cites it."""
    via = f", transcribed via {source.transcription}" if source.transcription else ""
    return f"{source.document}{via}; confidence {source.confidence}; {source.file}"


def row(kind: str, effective: object, stamp: Stamp | None) -> str:
    """A dated row as a derivation cites it: what, from when, entered when and by whom."""
    if stamp is None:
        return f"{kind} from {effective}"
    return f"{kind} from {effective}, entered {stamp.recorded_at:%Y-%m-%d %H:%M} UTC by {stamp.recorded_by}"


def shown_cents(cents: int) -> str:
    """Cents as dollars with separators."""
    return format_money(Money(cents), STYLES["en_US"])


def shown(amount: Decimal) -> str:
    """A figure with separators: at least cents where it is no whole number, at most six decimals."""
    if amount == amount.to_integral_value():
        return f"{amount.quantize(Decimal(1)):,}"
    short = amount.quantize(_PLACES).normalize()
    places = max(2, -int(short.as_tuple().exponent))
    return f"{short:,.{places}f}"
