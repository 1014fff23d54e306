"""The floor of a payroll run: the same work without a system around it, as bare as Python and SQLite do it.

One rule a line, twelve lines a slip, integer cents; people, elections and balances are read, slips, lines and balances written
with twelve rows a statement in one transaction, synchronous FULL. `python -m tests.bench.floor 10000` prints slips a second.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path

LINES = 12
GROSS, SAVING, MEDICAL, DENTAL, HSA, INCOME, SECURITY, MEDICARE, STATE, ROTH, UNION, PARKING = range(LINES)
ELECTED = (SAVING, MEDICAL, DENTAL, HSA, ROTH, UNION, PARKING)
BASE, ADDITIONAL, ALLOWED, PERIODS = 18_450_000, 20_000_000, 860_000, 12
OVER = (0, 750_000, 1_990_000, 5_790_000, 11_320_000, 20_927_500, 26_372_500, 64_810_000)
OWED = (0, 0, 124_000, 580_000, 1_796_600, 4_102_400, 5_844_800, 19_297_925)
RATES = (0, 10, 12, 22, 24, 32, 35, 37)
TABLES = """
CREATE TABLE employee (id INTEGER PRIMARY KEY, salary INTEGER, state_rate INTEGER);
CREATE TABLE election (employee INTEGER, code INTEGER, rate INTEGER, cents INTEGER, PRIMARY KEY (employee, code)) WITHOUT ROWID;
CREATE TABLE balance (employee INTEGER, code INTEGER, cents INTEGER, PRIMARY KEY (employee, code)) WITHOUT ROWID;
CREATE TABLE slip (id INTEGER PRIMARY KEY, employee INTEGER, gross INTEGER, net INTEGER);
CREATE TABLE line (slip INTEGER, code INTEGER, basis INTEGER, amount INTEGER, year INTEGER, PRIMARY KEY (slip, code)) WITHOUT ROWID;
"""


class Sheet:
    """What one slip is computed in."""

    __slots__ = ("amounts", "balances", "elections", "salary", "social", "state_rate", "taxable")

    def __init__(
        self, salary: int, state_rate: int, elections: dict[int, tuple[int, int]], balances: list[int]
    ) -> None:
        self.salary, self.state_rate, self.elections, self.balances = salary, state_rate, elections, balances
        self.amounts = [0] * LINES
        self.social = self.taxable = 0


Rule = Callable[[Sheet], tuple[int, int]]


def percent(code: int) -> Rule:
    """A rule that takes a share of the gross."""

    def rule(sheet: Sheet) -> tuple[int, int]:
        gross = sheet.amounts[GROSS]
        return gross, (gross * sheet.elections[code][0] + 5_000) // 10_000

    return rule


def fixed(code: int) -> Rule:
    """A rule that takes an amount."""

    def rule(sheet: Sheet) -> tuple[int, int]:
        cents = sheet.elections[code][1]
        return cents, cents

    return rule


def income(sheet: Sheet) -> tuple[int, int]:
    """Income tax by the table of the year."""
    amounts = sheet.amounts
    sheet.social = amounts[GROSS] - amounts[MEDICAL] - amounts[DENTAL] - amounts[HSA]
    sheet.taxable = sheet.social - amounts[SAVING]
    year = sheet.taxable * PERIODS - ALLOWED
    row = max(0, bisect_right(OVER, year) - 1)
    tax = OWED[row] * 100 + max(0, year - OVER[row]) * RATES[row]
    return sheet.taxable, (tax + 50 * PERIODS) // (100 * PERIODS)


def security(sheet: Sheet) -> tuple[int, int]:
    """Social security up to the base of the year."""
    on = max(0, min(sheet.social, BASE - sheet.balances[GROSS]))
    return on, (on * 62 + 500) // 1_000


def medicare(sheet: Sheet) -> tuple[int, int]:
    """Medicare, with the additional tax."""
    above = max(0, min(sheet.social, sheet.balances[GROSS] + sheet.social - ADDITIONAL))
    return sheet.social, (sheet.social * 145 + above * 90 + 5_000) // 10_000


def state(sheet: Sheet) -> tuple[int, int]:
    """A flat tax of the state."""
    return sheet.taxable, (sheet.taxable * sheet.state_rate + 5_000) // 10_000


RULES: tuple[tuple[int, Rule], ...] = (
    (GROSS, lambda sheet: (sheet.salary, sheet.salary)), (SAVING, percent(SAVING)), (MEDICAL, fixed(MEDICAL)),
    (DENTAL, fixed(DENTAL)), (HSA, fixed(HSA)), (INCOME, income), (SECURITY, security), (MEDICARE, medicare),
    (STATE, state), (ROTH, percent(ROTH)), (UNION, fixed(UNION)), (PARKING, fixed(PARKING)),
)  # fmt: skip


def filled(path: Path, people: int) -> sqlite3.Connection:
    """A file with people, what they elected and their balances."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.executescript(TABLES)
    dice = random.Random(7)
    cents = {MEDICAL: 21_000, DENTAL: 1_850, HSA: 10_000, UNION: 3_500, PARKING: 6_000}
    db.execute("BEGIN")
    ids = range(1, people + 1)
    db.executemany(
        "INSERT INTO employee VALUES (?, ?, ?)",
        ((id_, dice.randrange(300_000, 3_000_000), dice.choice((0, 307, 440, 495))) for id_ in ids),
    )
    db.executemany(
        "INSERT INTO election VALUES (?, ?, ?, ?)",
        ((id_, code, dice.randrange(0, 1_000), cents.get(code, 0)) for id_ in ids for code in ELECTED),
    )
    db.executemany(
        "INSERT INTO balance VALUES (?, ?, ?)",
        ((id_, code, dice.randrange(0, 900_000)) for id_ in ids for code in range(LINES)),
    )
    db.execute("COMMIT")
    return db


def run(db: sqlite3.Connection) -> float:
    """Seconds from the first read to the commit."""
    db.execute("PRAGMA synchronous = FULL")
    start = time.perf_counter()
    people = db.execute("SELECT id, salary, state_rate FROM employee ORDER BY id").fetchall()
    elections: dict[int, dict[int, tuple[int, int]]] = {}
    for id_, code, rate, cents in db.execute("SELECT employee, code, rate, cents FROM election"):
        elections.setdefault(id_, {})[code] = (rate, cents)
    balances: dict[int, list[int]] = {}
    for id_, code, cents in db.execute("SELECT employee, code, cents FROM balance"):
        balances.setdefault(id_, [0] * LINES)[code] = cents
    slips, lines, moved = [], [], []
    for id_, salary, rate in people:
        sheet = Sheet(salary, rate, elections[id_], balances[id_])
        row = [id_]
        for code, rule in RULES:
            basis, amount = rule(sheet)
            sheet.amounts[code] = amount
            row += (basis, amount, sheet.balances[code] + amount)
        slips.append((id_, id_, salary, salary - sum(sheet.amounts[1:])))
        lines.append(row)
        moved.append((id_, *(row[3 * code + 3] for code in range(LINES))))
    twelve = ",".join(f"(?1,{code},?{2 + 3 * code},?{3 + 3 * code},?{4 + 3 * code})" for code in range(LINES))
    years = ",".join(f"(?1,{code},?{code + 2})" for code in range(LINES))
    db.execute("BEGIN")
    db.executemany("INSERT INTO slip VALUES (?, ?, ?, ?)", slips)
    db.executemany(f"INSERT INTO line VALUES {twelve}", lines)
    db.executemany(f"INSERT OR REPLACE INTO balance VALUES {years}", moved)
    db.execute("COMMIT")
    return time.perf_counter() - start


def main() -> None:
    """Print slips a second, the best of three."""
    people = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        seconds = []
        for at in range(3):
            db = filled(Path(folder) / f"{at}.db", people)
            seconds.append(run(db))
            db.close()
    print(f"{people / min(seconds):.0f}")


if __name__ == "__main__":
    main()
