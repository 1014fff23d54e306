"""The processes that help to calculate a large run: started early, told through a pipe, and kept for the next run.

Each is a fresh interpreter that knows no terminal, and ends when the pipe does. Who has done all its work rests a minute for the
next run, since starting takes longer than some thousand checks; it holds no store open meanwhile. Nothing heavy is imported here:
they start while who asks imports what it calculates with.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, cast

ANSWER = 1 << 20  # bytes
MANY = 3_000  # people; as many are calculated while another process starts
MOST = 4  # processes: the one that saves keeps no more of them busy
START = (
    "import gc, pickle, sys; gc.disable(); sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from hrtui.payroll.runs.working import main; main()"
)
Worker = subprocess.Popen[bytes]
RESTING: list[Worker] = []
"""Those who have done their work and wait for more."""


def cores() -> int:
    """How many processes work at once on this machine, up to the most that are of use."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(allowed, MOST)


@contextmanager
def hired(expected: int) -> Iterator[list[Worker]]:
    """Processes that get ready while who asks still reads what all checks stand on, for as many people as are expected: none where
    they are few. What they are told later is the work; they end with the block at the latest."""
    workers = ready() if expected >= MANY else []
    try:
        yield workers
    finally:
        for worker in workers:
            if worker not in RESTING:
                end(worker)


def dismiss() -> None:
    """End those who rest, and wait until they have."""
    with suppress(IndexError):
        while True:
            end(RESTING.pop())


atexit.register(dismiss)


def ready() -> list[Worker]:
    """A process beside this one for each core it may use, of those who rest or started; fewer, or none, where they cannot be."""
    path, workers = packed(list(sys.path)), list[Worker]()
    with suppress(IndexError):
        while len(workers) < cores() - 1:
            rested = RESTING.pop()
            if rested.poll() is None:
                workers.append(rested)
            else:
                end(rested)
    while len(workers) < cores() - 1:
        try:
            workers.append(_started())
            tell(workers[-1], path)
        except OSError:
            break  # what they would have done is done here
    return workers


def _started() -> Worker:
    worker = subprocess.Popen(
        [sys.executable, "-P", "-c", START], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, start_new_session=True, bufsize=ANSWER,
    )  # fmt: skip
    threading.Thread(target=worker.wait, daemon=True).start()  # nothing is left of one that ends at rest
    with suppress(OSError, AttributeError):  # without, it waits for this process to read while it answers
        fcntl.fcntl(cast(IO[bytes], worker.stdout), fcntl.F_SETPIPE_SZ, ANSWER)
    return worker


def end(worker: Worker) -> None:
    """End a process, and wait until it has."""
    worker.kill()
    worker.wait()
    for pipe in (worker.stdin, worker.stdout):
        with suppress(OSError):
            cast(IO[bytes], pipe).close()


def packed(value: object) -> bytes:
    """A value as it goes through a pipe."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def tell(worker: Worker, told: bytes) -> None:
    """Tell a process something."""
    pipe = cast(IO[bytes], worker.stdin)
    pipe.write(told)
    pipe.flush()
