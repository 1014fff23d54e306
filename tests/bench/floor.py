"""The floor of a payroll run: the same work without a system around it, as bare as Python and SQLite do it.

One rule a line, twelve lines a slip, integer cents; people, elections and balances are read, slips, lines and balances written
with twelve rows a statement in one transaction, synchronous FULL, then the sums of the slips are read back and kept with the run and,
as a digest, in an audit row. `python -m tests.bench.floor 10000` prints slips a second, the best of three.
"""

from __future__ import annotations

import hashlib
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
BRACKETS = tuple((over, rate, owed * 100) for over, rate, owed in zip(OVER, RATES, OWED, strict=True))
TABLES = """
CREATE TABLE employee (id INTEGER PRIMARY KEY, name TEXT, department TEXT, salary INTEGER, state_rate INTEGER, active INTEGER);
CREATE TABLE election (employee INTEGER, code INTEGER, rate INTEGER, cents INTEGER, PRIMARY KEY (employee, code)) WITHOUT ROWID;
CREATE TABLE balance (employee INTEGER, code INTEGER, cents INTEGER, PRIMARY KEY (employee, code)) WITHOUT ROWID;
CREATE TABLE run (id INTEGER PRIMARY KEY, period TEXT, state TEXT, gross INTEGER, net INTEGER, slips INTEGER);
CREATE TABLE slip (id INTEGER PRIMARY KEY, run INTEGER NOT NULL, employee INTEGER NOT NULL, gross INTEGER, taxable INTEGER,
  net INTEGER, state TEXT);
CREATE UNIQUE INDEX slip_once ON slip (run, employee);
CREATE TABLE line (slip INTEGER NOT NULL, code INTEGER NOT NULL, basis INTEGER, rate INTEGER, amount INTEGER, year INTEGER,
  PRIMARY KEY (slip, code)) WITHOUT ROWID;
CREATE TABLE audit (id INTEGER PRIMARY KEY, at TEXT, what TEXT, digest TEXT);
"""
ENTER_SLIP = "INSERT INTO slip VALUES (?, 1, ?, ?, ?, ?, 'draft')"
ENTER_LINES = "INSERT INTO line VALUES " + ",".join(
    f"(?1,{code},?{2 + 4 * code},?{3 + 4 * code},?{4 + 4 * code},?{5 + 4 * code})" for code in range(LINES)
)
ENTER_BALANCES = "INSERT OR REPLACE INTO balance VALUES " + ",".join(
    f"(?1,{code},?{code + 2})" for code in range(LINES)
)
Line = tuple[int, int, int, int, int]
"""Code, basis, rate, amount, balance of the year."""
Slip = tuple[int, int, int, int, list[Line]]
"""Employee, gross, taxable, net, lines."""


class Sheet:
    """What one slip is computed in."""

    __slots__ = ("amounts", "balances", "elections", "salary", "social", "state_rate", "taxable")

    amounts: list[int]
    balances: list[int]
    elections: dict[int, tuple[int, int]]
    salary: int
    social: int
    state_rate: int
    taxable: int


Rule = Callable[[Sheet], tuple[int, int, int]]
"""Basis, rate and amount of a line."""


def percent(code: int) -> Rule:
    """A rule that takes a share of the gross."""

    def rule(sheet: Sheet) -> tuple[int, int, int]:
        rate, gross = sheet.elections[code][0], sheet.amounts[GROSS]
        return gross, rate, (gross * rate + 5_000) // 10_000

    return rule


def fixed(code: int) -> Rule:
    """A rule that takes an amount."""

    def rule(sheet: Sheet) -> tuple[int, int, int]:
        cents = sheet.elections[code][1]
        return cents, 0, cents

    return rule


def earned(sheet: Sheet) -> tuple[int, int, int]:
    """The salary."""
    return sheet.salary, 10_000, sheet.salary


def income(sheet: Sheet) -> tuple[int, int, int]:
    """Income tax by the table of the year."""
    amounts = sheet.amounts
    sheet.social = amounts[GROSS] - amounts[MEDICAL] - amounts[DENTAL] - amounts[HSA]
    sheet.taxable = on = sheet.social - amounts[SAVING]
    year = on * PERIODS - ALLOWED
    if year <= 0:
        return on, 0, 0
    over, percents, owed = BRACKETS[bisect_right(OVER, year) - 1]
    return on, percents * 100, (owed + (year - over) * percents + 50 * PERIODS) // (100 * PERIODS)


def security(sheet: Sheet) -> tuple[int, int, int]:
    """Social security up to the base of the year."""
    on = max(0, min(sheet.social, BASE - sheet.balances[GROSS]))
    return on, 620, (on * 62 + 500) // 1_000


def medicare(sheet: Sheet) -> tuple[int, int, int]:
    """Medicare, with the additional tax."""
    above = max(0, min(sheet.social, sheet.balances[GROSS] + sheet.social - ADDITIONAL))
    return sheet.social, 145, (sheet.social * 145 + above * 90 + 5_000) // 10_000


def state(sheet: Sheet) -> tuple[int, int, int]:
    """A flat tax of the state."""
    return sheet.taxable, sheet.state_rate, (sheet.taxable * sheet.state_rate + 5_000) // 10_000


RULES: tuple[tuple[int, Rule], ...] = (
    (GROSS, earned), (SAVING, percent(SAVING)), (MEDICAL, fixed(MEDICAL)), (DENTAL, fixed(DENTAL)), (HSA, fixed(HSA)),
    (INCOME, income), (SECURITY, security), (MEDICARE, medicare), (STATE, state), (ROTH, percent(ROTH)),
    (UNION, fixed(UNION)), (PARKING, fixed(PARKING)),
)  # fmt: skip


def filled(path: Path, people: int) -> None:
    """Make a file with people, what they elected and their balances."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.executescript(TABLES)
    dice, ids = random.Random(7), range(1, people + 1)
    cents = {MEDICAL: 21_000, DENTAL: 1_850, HSA: 10_000, UNION: 3_500, PARKING: 6_000}
    rates = {SAVING: 1_000, ROTH: 500}
    db.execute("BEGIN")
    db.executemany(
        "INSERT INTO employee VALUES (?, ?, ?, ?, ?, 1)",
        (
            (
                id_,
                f"Name {id_}",
                f"Department {id_ % 40}",
                dice.randrange(300_000, 3_000_000),
                dice.choice((0, 307, 440, 495)),
            )
            for id_ in ids
        ),
    )
    db.executemany(
        "INSERT INTO election VALUES (?, ?, ?, ?)",
        (
            (id_, code, dice.randrange(rates[code]) if code in rates else 0, cents.get(code, 0))
            for id_ in ids
            for code in ELECTED
        ),
    )
    db.executemany(
        "INSERT INTO balance VALUES (?, ?, ?)",
        ((id_, code, dice.randrange(20_000_000 if code == GROSS else 900_000)) for id_ in ids for code in range(LINES)),
    )
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


def computed(
    people: list[tuple[int, int, int]], elections: dict[int, dict[int, tuple[int, int]]], balances: dict[int, list[int]]
) -> list[Slip]:
    """The slips of people, rule after rule."""
    slips: list[Slip] = []
    rules = RULES
    for id_, salary, state_rate in people:
        sheet = Sheet()
        sheet.salary, sheet.state_rate, sheet.elections = salary, state_rate, elections[id_]
        sheet.balances = year = balances[id_]
        sheet.amounts = amounts = [0] * LINES
        lines: list[Line] = []
        for code, rule in rules:
            basis, rate, amount = rule(sheet)
            amounts[code] = amount
            lines.append((code, basis, rate, amount, year[code] + amount))
        slips.append((id_, salary, sheet.taxable, salary - sum(amounts[1:]), lines))
    return slips


def read(
    db: sqlite3.Connection,
) -> tuple[list[tuple[int, int, int]], dict[int, dict[int, tuple[int, int]]], dict[int, list[int]]]:
    """Everyone who is active, what they elected, and their balances."""
    people = db.execute("SELECT id, salary, state_rate FROM employee WHERE active = 1 ORDER BY id").fetchall()
    elections: dict[int, dict[int, tuple[int, int]]] = {}
    for id_, code, rate, cents in db.execute("SELECT employee, code, rate, cents FROM election"):
        chosen = elections.get(id_)
        if chosen is None:
            chosen = elections[id_] = {}
        chosen[code] = (rate, cents)
    balances: dict[int, list[int]] = {}
    for id_, code, cents in db.execute("SELECT employee, code, cents FROM balance"):
        year = balances.get(id_)
        if year is None:
            year = balances[id_] = [0] * LINES
        year[code] = cents
    return people, elections, balances


def run(path: Path) -> float:
    """Seconds from opening the file to the commit, everyone read, computed and kept in one transaction."""
    start = time.perf_counter()
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA cache_size = -65536")
    slips = computed(*read(db))
    db.execute("BEGIN")
    db.executemany(ENTER_SLIP, [(id_, id_, gross, taxable, net) for id_, gross, taxable, net, _ in slips])
    db.executemany(ENTER_LINES, [(each[0], *[cell for line in each[4] for cell in line[1:]]) for each in slips])
    db.executemany(ENTER_BALANCES, [(each[0], *[line[4] for line in each[4]]) for each in slips])
    sums = "SELECT count(*), sum(gross), sum(net) FROM slip WHERE run = 1"
    count, gross, net = db.execute(sums).fetchone()
    digest = hashlib.sha256(f"{count}{gross}{net}".encode()).hexdigest()
    db.execute("INSERT INTO run VALUES (1, '2026-01', 'draft', ?, ?, ?)", (gross, net, count))
    db.execute("INSERT INTO audit (at, what, digest) VALUES (datetime(), 'run', ?)", (digest,))
    db.execute("COMMIT")
    seconds = time.perf_counter() - start
    db.close()
    return seconds


def main() -> None:
    """Print slips a second, the best of three."""
    people = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        seconds = []
        for at in range(3):
            path = Path(folder) / f"{at}.db"
            filled(path, people)
            seconds.append(run(path))
    print(f"{people / min(seconds):.0f}")


if __name__ == "__main__":
    main()
