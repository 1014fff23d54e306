"""How far long work is, told to who waits for it, and whether it is to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hrtui.errors import HrError

Progress = Callable[[int, int], None]  # done, and in all: 0 where that is not known yet
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Watch:
    """Hears how far work is, once for so many `every` steps and at the end, and may stop it by raising what `stopped` makes."""

    progress: Progress | None
    cancelled: Cancelled | None
    stopped: Callable[[], HrError]
    every: int = 1

    def step(self, done: int, total: int) -> None:
        """Say how far it is, and stop where that was asked for."""
        if done % self.every == 0 or done == total:
            if self.cancelled is not None and self.cancelled():
                raise self.stopped()
            if self.progress is not None:
                self.progress(done, total)
