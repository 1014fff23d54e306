"""`make bench`: measures the program from outside on a company of 100,000, beside a bare Textual application and raw SQLite.

Writes docs/performance.md. `--people N` for a smaller company, `--keep DIR` to use one again, `--dry` to write nothing,
`--only starts keys` for some of the groups. As root the program runs at real-time priority (`--shared` to leave that), so
that what else the machine does is not measured.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import benefits, board, eight, history, interviews, overssh, payroll, slots, whole
from tests.bench.model import HRTUI, Bench, Measure
from tests.bench.report import write
from tests.bench.rounds import ROUNDS, WORDS, Rounds, middle, sizes
from tests.bench.terminal import PRIORITY, Keystroke, Line, Terminal

HERE = Path(__file__).parent
STARTS, PRESSES = 15, 100
WITHIN = ("down",) * 28 + ("up",) * 28


def main() -> int:
    """Make the company, measure everything, print the table and write docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--dry", action="store_true")
    parser.add_argument("--shared", action="store_true")
    parser.add_argument("--only", nargs="+", choices=GROUPS, default=list(GROUPS))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hrtui-bench-") as temporary:
        folder = options.keep or Path(temporary) / "company"
        made_s = _company(folder, options.people)
        real_time = not options.shared and os.geteuid() == 0
        if real_time:
            os.sched_setscheduler(0, os.SCHED_FIFO | os.SCHED_RESET_ON_FORK, os.sched_param(PRIORITY + 1))
        bench = Bench(folder, options.people, *_bare(real_time), real_time)
        measures = [*_made(made_s), *(measure for group in options.only for measure in GROUPS[group](bench))]
    for measure in measures:
        print(
            f"{'ok  ' if measure.met else 'MISS'} {measure.name:<34} {measure.figure:<28} {measure.target:<26} {measure.ratio}"
        )
    if not options.dry:
        write(
            Path("docs/performance.md"),
            measures,
            bench.people,
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        )
    return 0


def _company(folder: Path, people: int) -> float | None:
    if (folder / "hrtui.yaml").exists():
        return None
    start = time.perf_counter()
    subprocess.run([*HRTUI, "demo", "--dir", str(folder), "--people", str(people), "--no-open"], check=True)
    return time.perf_counter() - start


def _made(seconds: float | None) -> list[Measure]:
    return [] if seconds is None else [Measure("making the company", "≤ 60 s", f"{seconds:.1f} s", seconds <= 60)]


@contextmanager
def _open(
    bench: Bench, address: str, ready: str, line: Line | None = None, margins: bool = False
) -> Iterator[Terminal]:
    terminal = bench.hrtui(address, line, margins)
    try:
        terminal.wait_for(ready)
        terminal.quiet(0.4)
        yield terminal
    finally:
        terminal.close()


def _bare(real_time: bool) -> tuple[float, tuple[float, float], int]:
    starts, keys, memory = [], [], 0
    for _ in range(STARTS):
        terminal = Terminal([sys.executable, str(HERE / "bare.py")], real_time=real_time)
        terminal.wait_for("bare ready")
        terminal.press("x")
        starts.append(terminal.wait_for("bare pressed 1"))
        terminal.quiet()
        keys += [terminal.measure("y") for _ in range(10)]
        memory = terminal.memory_kb()
        terminal.close()
    return statistics.median(starts), middle([keys]), memory


def _starts(bench: Bench) -> list[Measure]:
    measures = []
    for name, address, ready, key, effect in (
        ("start, home", "home", r"People", "?", r"Help"),
        ("start, directory", "people", "▸", "down", r"^   (?!Name).*\n▸"),
    ):
        times = [_start(bench, address, ready, key, effect) for _ in range(STARTS)]
        ratio = statistics.median(times) / bench.bare_start_ms
        measures.append(
            Measure(
                name,
                "≤ 1.5 x bare Textual",
                f"{statistics.median(times):.0f} ms",
                ratio <= 1.5,
                f"{ratio:.2f} x bare ({bench.bare_start_ms:.0f} ms)",
            )
        )
    return measures


def _start(bench: Bench, address: str, ready: str, key: str, effect: str) -> float:
    terminal = bench.hrtui(address)
    try:
        terminal.wait_for(ready)
        terminal.press(key)
        return terminal.wait_for(effect)
    finally:
        terminal.close()


KEYS: tuple[tuple[str, float, int | None], ...] = (
    ("cursor move", 10, 450),
    ("cursor move that scrolls", 10, 450),
    ("page", 25, 6_000),
    ("a letter in the filter", 30, 1_500),
    ("opening a dialog", 60, 12_000),
    ("switching area", 120, None),
)
SCROLLS = 1


def _keys(bench: Bench) -> list[Measure]:
    done, idle, memory = [], 0, 0
    for _ in range(ROUNDS):
        with _open(bench, "people", r"of [\d,]+") as terminal:
            done.append(_round(terminal))
            idle = max(idle, _idle(terminal))
            memory = max(memory, terminal.memory_kb())
    keys = [
        _key(name, [each[index] for each in done], most_ms, most_bytes, bench)
        for index, (name, most_ms, most_bytes) in enumerate(KEYS)
    ]
    keys.insert(SCROLLS + 1, _with_margins(bench))
    held, ratio = memory <= 70 * 1024, f"{memory / bench.bare_memory_kb:.1f} x bare"
    return [
        *keys,
        Measure("idle for 5 s", "0 B", f"{idle} B", idle == 0),
        Measure("memory", "≤ 70 MB", f"{memory / 1024:.0f} MB", held, ratio),
    ]


def _round(terminal: Terminal) -> list[list[Keystroke]]:
    """The strokes of each of KEYS."""
    _warm(terminal)
    moves = [terminal.measure(key) for key in WITHIN * 2]
    scrolls = _scrolls(terminal)
    pages = [terminal.measure("pgdn") for _ in range(PRESSES)]
    terminal.measure("home")
    letters, dialogs = _letters(terminal), _dialogs(terminal)
    return [
        moves,
        scrolls,
        pages,
        letters,
        dialogs,
        [terminal.measure(keys) for _ in range(5) for keys in ("gh", "gp")],
    ]


def _scrolls(terminal: Terminal) -> list[Keystroke]:
    """Moves with the cursor on the last line shown."""
    terminal.measure("pgdn")
    for _ in range(36):
        terminal.measure("down")
    return [terminal.measure("down") for _ in range(PRESSES)]


def _with_margins(bench: Bench) -> Measure:
    """A move that scrolls, on a terminal that has left and right margins."""
    done = []
    for _ in range(ROUNDS):
        with _open(bench, "people", r"of [\d,]+", margins=True) as terminal:
            _warm(terminal)
            done.append(_scrolls(terminal))
    name, most_ms, most_bytes = KEYS[SCROLLS]
    return _key(f"{name}, with margins", done, most_ms, most_bytes, bench)


def _idle(terminal: Terminal) -> int:
    """The bytes of five seconds without a key."""
    terminal.quiet(1.0)
    silent = len(terminal.chunks)
    end = time.perf_counter() + 5
    while time.perf_counter() < end:
        terminal.poll(0.2)
    return sum(len(data) for _, data in terminal.chunks[silent:])


def _warm(terminal: Terminal) -> None:
    for key in ("down", "down", "pgdn", "pgdn", "home"):
        terminal.measure(key)


def _letters(terminal: Terminal) -> list[Keystroke]:
    out = []
    for word in WORDS:
        terminal.measure("/")
        out += [terminal.measure(letter) for letter in word]
        terminal.measure("esc")
        terminal.quiet(0.2)
    return out


def _dialogs(terminal: Terminal) -> list[Keystroke]:
    out = []
    for index in range(20):
        terminal.measure("down")
        opened = terminal.measure("P" if index % 2 else "J")
        terminal.wait_for("Change (pay|job)")
        out.append(opened)
        terminal.measure("esc")
        terminal.quiet(0.2)
    return out


def _key(name: str, strokes: Rounds, most_ms: float, most_bytes: int | None, bench: Bench) -> Measure:
    (median, high), (size, largest) = middle(strokes), sizes(strokes)
    target = f"≤ {most_ms:.0f} ms at p99" + (f", ≤ {most_bytes:,} B" if most_bytes else "")
    met = high <= most_ms and (most_bytes is None or size <= most_bytes)
    figure = f"{median:.1f} / {high:.1f} ms, {size:,.0f} B (most {largest:,})"
    bare, bare_high = bench.bare_keys_ms
    return Measure(name, target, figure, met, f"{median / bare:.1f} x bare ({bare:.1f} / {bare_high:.1f} ms)")


def _held(bench: Bench) -> list[Measure]:
    out = []
    for name, line in (("arrow held, local", Line()), ("arrow held, 256 kbit/s, 200 ms", Line(256, 200))):
        with _open(bench, "people", r"of [\d,]+", line) as terminal:
            behind = terminal.hold("down", 90, 30)
        out.append(Measure(name, "≤ 0.3 s behind", f"{behind:.2f} s behind", behind <= 0.3))
    return out


GROUPS: dict[str, Callable[[Bench], list[Measure]]] = {
    "starts": _starts,
    "keys": _keys,
    "held": _held,
    "line": overssh.line,
    "eight": eight.together,
    "history": history.keys,
    "queries": whole.queries,
    "cold": history.cold,
    "payroll": whole.payroll,
    "runs": payroll.runs,
    "benefits": benefits.enrolment,
    "board": board.board,
    "interviews": slots.slots,
    "calendar": interviews.calendar,
    "import": whole.importing,
}

if __name__ == "__main__":
    sys.exit(main())
