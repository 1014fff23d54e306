"""The days on which banks are closed, from the configuration: a country's public holidays and days of one's own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from hrtui.errors import RuleBroken

if TYPE_CHECKING:
    from hrtui.config import HolidaySettings


def closed_days(settings: HolidaySettings, years: Iterable[int]) -> frozenset[date]:
    """The holidays of some years; raises RuleBroken where the country's or subdivision's are not known."""
    return _public(settings.country, settings.subdivision, tuple(sorted(years))) | frozenset(settings.extra)


@cache
def _public(country: str, subdivision: str, years: tuple[int, ...]) -> frozenset[date]:
    import holidays

    try:
        return frozenset(holidays.country_holidays(country, subdiv=subdivision or None, years=years))
    except NotImplementedError:
        place = f"{country}, {subdivision}" if subdivision else country
        raise RuleBroken(
            f"The public holidays of {place} are not known; correct `holidays` in the configuration.", "holidays"
        ) from None
