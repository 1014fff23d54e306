"""What preparing the open enrolment of a company takes, beside plain executemany of the same rows; and a price of the form."""

from __future__ import annotations

import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.bench.model import HRTUI, Bench, Measure

PEOPLE, ROUNDS, TIMES = 20_000, 200, 5
TABLES = ("benefit_event", "benefit_event_fact", "benefit_offer", "audit")


def enrolment(_: Bench) -> list[Measure]:
    """The open enrolment of 20,000 against its floor, finalising it, and following a key in the election form."""
    with tempfile.TemporaryDirectory(prefix="hrtui-benefits-") as folder:
        subprocess.run(
            [*HRTUI, "demo", "--dir", folder, "--people", str(PEOPLE), "--no-open"], check=True, capture_output=True
        )
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.benefits", folder], check=True, capture_output=True, text=True
        )
        found: dict[str, Any] = json.loads(done.stdout)
    ratio = found["seconds"] / found["floor"]
    return [
        Measure(f"plain executemany of {found['rows']:,} rows", "", f"{found['floor']:.2f} s", True),
        Measure(
            f"open enrolment of {found['people']:,}, prepared", f"≤ {TIMES} x executemany", f"{found['seconds']:.2f} s",
            ratio <= TIMES, f"{ratio:.2f} x floor",
        ),
        Measure(f"open enrolment of {found['people']:,}, finalised", "", f"{found['finalised']:.2f} s", True),
        Measure(
            "deciding and pricing an election form", "≤ 16 ms at p99", f"{found['p50']:.2f} / {found['p99']:.2f} ms",
            found["p99"] <= 16,
        ),
    ]  # fmt: skip


def main(folder: Path) -> dict[str, Any]:
    """Measure in a process of its own: what was written, how long it took, and what the bare rows take."""
    from hrtui.benefits import planfile
    from hrtui.benefits.service import desk, finalise_all, open_company
    from hrtui.bootstrap import open_context

    ctx = open_context(folder / "hrtui.yaml")
    plans = planfile.path_of(ctx.config)
    if not plans.exists():
        plans.write_text(planfile.EXAMPLE.read_text("utf-8"), "utf-8")
    today = ctx.clock.today()
    day = date(today.year + 1, 1, 1)
    before = _counts()
    start = time.perf_counter()
    done = open_company(ctx, day, today + timedelta(days=30))
    seconds = time.perf_counter() - start
    rows, floor = _floor(before, folder / "floor.db")
    table = desk(ctx, _one(day))
    times = []
    for at in range(ROUNDS):
        choice = _first(table, at)
        start = time.perf_counter()
        table.with_choice(choice).decided()
        times.append((time.perf_counter() - start) * 1_000)
    start = time.perf_counter()
    finalise_all(ctx, day)
    finalised = time.perf_counter() - start
    ordered = sorted(times)
    return {
        "people": done.count, "seconds": seconds, "rows": rows, "floor": floor, "finalised": finalised,
        "p50": statistics.median(times), "p99": ordered[int(len(ordered) * 0.99) - 1],
    }  # fmt: skip


def _first(table: Any, at: int) -> Any:
    """A choice of the first plan that is offered, another option each time."""
    from hrtui.benefits.model import Choice

    offer = next(each for each in table.offers if each.options)
    return Choice(offer.type, offer.plan, offer.options[at % len(offer.options)])


def _one(day: date) -> str:
    from data.base import database

    query = "SELECT number FROM benefit_event WHERE kind = 'open_enrolment' AND day = ? ORDER BY id DESC LIMIT 1"
    return str(database.obj.execute_sql(query, (day.isoformat(),)).fetchone()[0])


def _counts() -> dict[str, int]:
    """The greatest id of each table."""
    from data.base import database

    made = {}
    for table in TABLES:
        made[table] = int(database.obj.execute_sql(f"SELECT COALESCE(MAX(id), 0) FROM {table}").fetchone()[0])
    return made


def _floor(before: dict[str, int], file: Path) -> tuple[int, float]:
    """How many rows were written, and the seconds in which executemany writes the very same into tables with the same indexes."""
    from data.base import database

    db = sqlite3.connect(file, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=NORMAL")
    given = {}
    for table in TABLES:
        find = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('table', 'index') AND sql IS NOT NULL ORDER BY type DESC"
        for (sql,) in database.obj.execute_sql(find, (table,)).fetchall():
            db.execute(sql)
        given[table] = database.obj.execute_sql(f"SELECT * FROM {table} WHERE id > ?", (before[table],)).fetchall()
    start = time.perf_counter()
    db.execute("BEGIN IMMEDIATE")
    for table, rows in given.items():
        if rows:
            db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    db.execute("COMMIT")
    seconds = time.perf_counter() - start
    db.close()
    return sum(len(rows) for rows in given.values()), seconds


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
