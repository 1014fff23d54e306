"""What takes the whole company: queries beside raw SQLite, a preview of everyone's pay, an import of everyone."""

from __future__ import annotations

import csv
import os
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.bench.model import HRTUI, Bench, Measure

QUERIES = (
    ("all, first page", "", 128, "select person_id from directory order by sort_name, number limit 128"),
    ("all, whole list", "", None, "select person_id from directory order by sort_name, number"),
    ("a department", "dept:Production", None, "select person_id from directory where department like '%Production%' order by sort_name, number"),
    ("status and date", "status:active hired>2024-01-01", None,
     "select person_id from directory where status='active' and hired>'2024-01-01' order by sort_name, number"),
    ("a word", "garcia", None, "select person_id from directory where person_id in "
     "(select rowid from directory_fts where directory_fts match '\"garcia\"') order by sort_name, number"),
)  # fmt: skip


def queries(bench: Bench) -> list[Measure]:
    """The directory's questions, and the same ones asked of the file by Python's own SQLite."""
    from hrtui.bootstrap import open_context
    from hrtui.people import service

    ctx = open_context(bench.config)
    raw = sqlite3.connect(f"file:{ctx.config.store_path}?mode=ro", uri=True)
    out = []
    for name, text, limit, sql in QUERIES:
        ours = _median_ms(partial(service.directory_ids, ctx, text, limit=limit))
        theirs = _median_ms(partial(_rows, raw, sql))
        out.append(
            Measure(
                f"query: {name}",
                "≤ 2 x raw SQLite, or 5 ms",
                f"{ours:.1f} ms",
                ours <= max(2 * theirs, 5),
                f"{ours / theirs:.1f} x raw ({theirs:.1f} ms)",
            )
        )
    raw.close()
    ctx.store.close()
    return out


def payroll(bench: Bench) -> list[Measure]:
    """The preview of each pay group's next check, everyone in it computed."""
    seconds, memory, people = 0.0, 0, 0
    for group in ("office", "plant"):
        argv = [*HRTUI, "--config", str(bench.config), "payroll", "preview", "--csv", "--group", group]
        took, kilobytes, lines = _run(argv)
        seconds, memory, people = seconds + took, max(memory, kilobytes), people + lines - 1
    figure = f"{seconds:.1f} s, {memory / 1024:.0f} MB"
    return [Measure(f"payroll preview of {people:,}", "", figure, True, f"{people / seconds:,.0f} people a second")]


def importing(bench: Bench) -> list[Measure]:
    """A file of as many people into an empty company: looked at only, then taken in."""
    out = []
    with tempfile.TemporaryDirectory(prefix="hrtui-bench-") as temporary:
        folder, file = Path(temporary) / "company", Path(temporary) / "people.csv"
        subprocess.run([*HRTUI, "init", str(folder)], check=True, stdout=subprocess.DEVNULL)
        with file.open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows(_people(bench.people))
        for name, more in (("import, looked at", ["--dry-run"]), ("import", [])):
            argv = [*HRTUI, "--config", str(folder / "hrtui.yaml"), "import", *more, "people", str(file)]
            seconds, memory, _ = _run(argv)
            rate = f"{bench.people / seconds:,.0f} rows a second"
            figure = f"{seconds:.1f} s, {memory / 1024:.0f} MB"
            out.append(Measure(f"{name}, {bench.people:,} rows", "", figure, True, rate))
    return out


def _people(count: int) -> Iterator[list[str]]:
    yield ["number", "name", "email", "hired", "title", "department", "location", "manager", "rate", "basis"]
    for number in range(1, count + 1):
        manager = str(1000 + max(1, number // 12)) if number > 1 else ""
        name = f"Last{number % 7919}, First{number % 1009}"
        yield [
            str(1000 + number), name, f"p{number}@example.com", f"20{10 + number % 15}-0{1 + number % 9}-15", f"Title {number % 90}",
            f"Department {number % 25}", f"Place {number % 9}", manager, f"{40_000 + number % 90_000}.00", "annual",
        ]  # fmt: skip


def _run(argv: list[str]) -> tuple[float, int, int]:
    """Seconds, the most memory in kB, and lines printed."""
    start = time.perf_counter()
    process = subprocess.Popen(argv, stdout=subprocess.PIPE)
    assert process.stdout is not None
    lines = sum(1 for _ in process.stdout)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{' '.join(argv)} failed")
    return time.perf_counter() - start, used.ru_maxrss, lines


def _rows(raw: sqlite3.Connection, sql: str) -> list[object]:
    return raw.execute(sql).fetchall()


def _median_ms(run: Callable[[], object]) -> float:
    times = []
    for _ in range(7):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)
