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
_BY_NAME = {fold(name): code for code, name in STATES.items()}


def work_state(location: str, home_state: str) -> str:
    """The state (two letters) at the end of the location's name, as in `Boston, MA`, else of the home address, else ``."""
    return state_in(location) or state_in(home_state)


@lru_cache(maxsize=4096)
def state_in(text: str) -> str:
    """The state a place's last part names, by code or by name; `` where it names none."""
    last = text.rsplit(",", 1)[-1].strip()
    return last if last in STATES else _BY_NAME.get(fold(last), "")


def state_blocker(state: str) -> str:
    """Why a check of this work state cannot be paid: no state's taxes are computed."""
    if not state:
        return (
            "Work state unknown, and no state's taxes are computed yet: this check cannot be paid. "
            "Name the state in the location (“Boston, MA”) or in the home address."
        )
    if state in NO_WAGE_TAX:
        return f"{state} has no income tax on wages, but its other contributions are not computed yet: this check cannot be paid."
    return f"State income tax for {state} is not computed yet: this check cannot be paid."
