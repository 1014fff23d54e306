"""A process that calculates checks for another one, which saves them: it reads the store through a connection of its own,
writes nothing, and ends with the one that asks. `hrtui.payroll.runs.hiring` starts it."""

from __future__ import annotations

import gc
import os
import pickle
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from queue import Empty, SimpleQueue
from typing import BinaryIO, NamedTuple, cast

from data import cipher
from data.db import Store, open_store
from data.payroll import Places
from data.payrun.provisional import Provisional
from hrtui.config import Config
from hrtui.context import Actor, Clock, Context
from hrtui.errors import HrError
from hrtui.payroll.runs.calculator import Batch, Calculator
from hrtui.payroll.runs.exceptions import Exceptions
from hrtui.payroll.runs.model import Run
from hrtui.payroll.runs.terms import digest, terms_of

REST_SECONDS = 60
GENTLE = 5  # how much a worker steps back behind what people do meanwhile


@dataclass(frozen=True, slots=True)
class Errand:
    """What a worker is told at first: who asks, when and under which configuration, and what all checks of the run stand on,
    but for the tables, which it reads itself."""

    actor: Actor
    clock: Clock
    config: Config
    run: Run
    known: int
    final: Sequence[Run]
    places: Places


class Some(NamedTuple):
    """People to calculate; what stands out about them is told next, while they are calculated."""

    people: Sequence[int]


NO_MORE = None
"""What is asked where an errand is done."""
Asked = SimpleQueue[Errand | Some | Exceptions | None]


class ToldNext(NamedTuple):
    """What stands out about people, as the next thing that is told."""

    asked: Asked

    def result(self) -> Exceptions:
        """Wait for it."""
        return cast(Exceptions, self.asked.get())


class Failed(NamedTuple):
    """What went wrong in the place of an answer: words for a person, or None and the report of a bug."""

    error: HrError | None
    report: str


def main() -> None:
    """Answer what is asked on standard input, one errand after the other, until nobody asks any more or has not for a minute, and
    end at once then; nothing else is written to standard output."""
    asked: Asked = SimpleQueue()
    told = sys.stdout.buffer
    sys.stdout = StringIO()
    os.nice(GENTLE)
    gc.disable()  # checks make no circles; who starts it has done so before what is imported
    threading.Thread(target=_listen, args=(sys.stdin.buffer, asked), daemon=True).start()
    with suppress(BrokenPipeError, Empty):
        answer: object = None
        while not isinstance(answer, Failed):
            errand = cast(Errand, asked.get(timeout=REST_SECONDS))
            for answer in _answers(errand, asked):
                pickle.dump(answer, told, pickle.HIGHEST_PROTOCOL)
                told.flush()
    os._exit(0)  # the other thread still waits for the pipe


def _listen(pipe: BinaryIO, asked: Asked) -> None:
    """Take what is asked as it comes, so that who asks never waits; end the process where the pipe ends."""
    try:
        while True:
            asked.put(pickle.load(pipe))
    finally:
        os._exit(0)


def _answers(errand: Errand, asked: Asked) -> Iterator[str | Batch | Failed]:
    """The digest of what the checks stand on, then a batch for each of what is asked; a failure is the last answer."""
    try:
        cipher.use(errand.config.cipher_path)
        store = open_store(errand.config.store_path)
        try:
            store.only_read()
            yield from _batches(errand, store, asked)
        finally:
            store.close()
    except HrError as error:
        yield Failed(error, "")
    except Exception:  # noqa: BLE001  (told to who asks, where it ends the program as any bug)
        yield Failed(None, traceback.format_exc())


def _batches(errand: Errand, store: Store, asked: Asked) -> Iterator[str | Batch]:
    ctx = Context(errand.actor, errand.clock, errand.config, store)
    with ctx.store.snapshot():
        codes = Provisional()
    basis, told = terms_of(ctx, errand.run), digest(ctx, errand.run)
    yield told
    maker = Calculator(
        errand.run, errand.known, errand.final, codes, basis, told, ToldNext(asked), errand.places
    )  # fmt: skip
    while isinstance(some := asked.get(), Some):
        yield maker.batch(ctx, some.people)


if __name__ == "__main__":
    main()
