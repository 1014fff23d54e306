"""Work that takes longer than a frame: a few daemon threads, so that leaving never waits for them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue

Job = Callable[[], None]


class Workers:
    """At most `most` threads, started as they are needed; each keeps its own connection to the store.

    `done` is called on a thread after the last job that waited, `ended` on each thread as its last act.
    """

    def __init__(self, most: int = 2, done: Job | None = None, ended: Job | None = None) -> None:
        self._most = most
        self._done = done
        self._ended = ended
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._started = 0
        self._idle = threading.Semaphore(0)

    def do(self, job: Job) -> None:
        """Run a job on a thread; jobs wait in order where all threads are busy."""
        self._jobs.put(job)
        if not self._idle.acquire(blocking=False) and self._started < self._most:
            self._started += 1
            threading.Thread(target=self._run, name=f"hrtui-work-{self._started}", daemon=True).start()

    def stop(self) -> None:
        """Let each thread end after the jobs that wait, without waiting for it."""
        for _ in range(self._started):
            self._jobs.put(None)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
            self._idle.release()
            if self._done is not None and self._jobs.empty():
                self._done()
        if self._ended is not None:
            self._ended()
