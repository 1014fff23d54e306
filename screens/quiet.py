"""What waits until nobody types: garbage is collected, what was imported is left aside, freed memory is given back."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Callable, Iterable
from importlib import import_module

PAUSE = 0.15
SELDOM = 1_000  # small collections for each large one, which takes longer than a frame: pauses have those
DUE = 4  # middle collections after which a pause has a large one


class Housekeeping:
    """Keeps the garbage collector from the first paint, and its large collections from every key after."""

    def __init__(self) -> None:
        self._modules = 0
        self._waiting: asyncio.TimerHandle | None = None
        self._has_worked = False

    def begin(self) -> None:
        """Start the garbage collector if it was kept away, leaving aside what is loaded by now."""
        if gc.isenabled():
            return
        gc.freeze()
        gc.set_threshold(*gc.get_threshold()[:2], SELDOM)
        gc.enable()
        self._modules = len(sys.modules)
        self.put_off()

    def put_off(self) -> None:
        """Wait for a pause from here on: a key was pressed."""
        if not self._modules:
            return
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = asyncio.get_running_loop().call_later(PAUSE, self.tidy)

    def worked(self) -> None:
        """Wait for a pause to give back what a job needed: it was done."""
        self._has_worked = True
        self.put_off()

    def tidy(self) -> None:
        """Collect where enough came together; what was imported since the last time is alive for good and looked at no more."""
        self._waiting = None
        if len(sys.modules) != self._modules:
            self._modules = len(sys.modules)
            gc.collect()
            gc.freeze()
        elif gc.get_count()[2] >= DUE:
            gc.collect()
        if self._has_worked:
            self._has_worked = False
            give_back()


def give_back(trim: Callable[[int], object] | None = None) -> None:
    """Give the system the memory that a large question left free, where the C library knows how."""
    if trim is None:
        import ctypes

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def import_ahead(modules: Iterable[str]) -> None:
    """On a thread: import what the next key may need; one module at a time, so that a key in between waits for one at most."""
    for name in modules:
        import_module(name)
