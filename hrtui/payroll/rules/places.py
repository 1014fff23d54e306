"""Which state a person works in, as far as the location's name and the home address tell."""

from __future__ import annotations

from functools import lru_cache

from hrtui.text import fold

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii",
    "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi",
    "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
    "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
    "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
NO_WAGE_TAX = frozenset({"AK", "FL", "NV", "NH", "SD", "TN", "TX", "WA", "WY"})
TAXES_WORK = {"yonkers": "NY-Yonkers"}
"""Cities that tax who works in them and lives elsewhere, and whose tables have that tax."""
_BY_NAME = {fold(name): code for code, name in STATES.items()}


@lru_cache(maxsize=4096)
def state_in(text: str) -> str:
    """The state a place's last part names, by code or by name; `` where it names none."""
    last = text.rsplit(",", 1)[-1].strip()
    return last if last in STATES else _BY_NAME.get(fold(last), "")


@lru_cache(maxsize=4096)
def city_in(text: str) -> str:
    """The city that taxes who works there, which a place's words name (`NY-Yonkers`); `` where they name none."""
    state, words = state_in(text), fold(text).replace(",", " ").split()
    found = (TAXES_WORK[word] for word in words if word in TAXES_WORK)
    return next((city for city in found if state in ("", city[:2])), "")
