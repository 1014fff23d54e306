"""What payroll needs to know of the demo company's people: their numbers, accounts, and certificates of states.

Everything is drawn from the person's number, so that names, jobs and pay are the same whatever is added here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from hrtui.people.model import Certificate

SSNS = (
    "078-05-1120",
    "219-09-9999",
)  # printed on specimens and advertisements, void ever since (ssa.gov/history/ssn/misused.html)
AREA = 880  # from here to 899 no number was given before 2011, when they became random (ssa.gov/employer/randomization.html)
GROUPS, SERIALS, STRIDE = 99, 9_999, 104_729
ROUTING = "123456780"  # the check digit fits; no bank has the number
NO_SSN, NO_ACCOUNT = (60, 37), (40, 11)  # of how many, which one
SPLIT, SHARED = (23, 5), (41, 42)  # whose net goes to savings too; the second is paid to the first one's account
PERSONAL = {"single": 1, "married": 2, "head": 1}
CITY_TAX = {"OH": "0.025"}  # what the city of the plant takes, where a state asks for it on the certificate


def ssn(at: int) -> str:
    """The number of the person at a place from 0: each another, in areas where no number was given before 2011."""
    if at < len(SSNS):
        return SSNS[at]
    area, rest = divmod(at * STRIDE % (20 * GROUPS * SERIALS), GROUPS * SERIALS)
    group, serial = divmod(rest, SERIALS)
    return f"{AREA + area}-{group + 1:02d}-{serial + 1:04d}"


def sealed(at: int) -> dict[str, str]:
    """Number and accounts of the person at a place from 0, by kind; a few have none of one or the other."""
    found = {}
    if at % NO_SSN[0] != NO_SSN[1]:
        found["ssn"] = ssn(at)
    if at % NO_ACCOUNT[0] != NO_ACCOUNT[1]:
        found["bank"] = accounts(SHARED[0] if at == SHARED[1] else at)
    return found


def accounts(at: int) -> str:
    """The bank accounts of the person at a place from 0."""
    account = f"{ROUTING}/{1000 + at:010d}"
    if at % SPLIT[0] != SPLIT[1]:
        return account
    share = "10%" if at % 2 else "150.00"
    return f"{ROUTING}/{5_000_000 + at:010d}, savings, {share}; {account}"


def certificate(number: str, state: str, w4: Sequence[Certificate], hired: date) -> Certificate | None:
    """The certificate of the state someone works in, None where the state has none or they handed in none."""
    random = Random(f"certificate of {number}")
    status = w4[0].entries.get("status", "single") if w4 else "single"
    count = PERSONAL[status] + random.choice((0, 0, 1, 2))
    entries = {
        "MA": {"status": status, "allowances": str(count)},
        "OH": {"allowances": str(count)},
        "OR": {"status": status, "allowances": str(count)},
        "VT": {"status": status, "allowances": str(count)},
    }.get(state, {})
    if not w4 or random.random() < 0.08:
        entries = {}
    if state in CITY_TAX:
        entries["local_rate"] = CITY_TAX[state]
    return Certificate(hired, state, entries) if entries else None
