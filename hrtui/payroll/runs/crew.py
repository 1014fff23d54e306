"""A large run calculated by several processes: this one, which also saves what comes, and others beside it.

Where there is one core, or no process can be started, everyone is calculated here.
"""

from __future__ import annotations

import pickle
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import closing, suppress
from queue import Empty, SimpleQueue
from typing import IO, cast

from hrtui.context import Context
from hrtui.errors import HrError, RuleBroken
from hrtui.payroll.runs import hiring
from hrtui.payroll.runs.calculator import Batch, Calculator
from hrtui.payroll.runs.exceptions import Exceptions
from hrtui.payroll.runs.hiring import Worker
from hrtui.payroll.runs.working import NO_MORE, Errand, Failed, Some

CHUNK, LARGE = 500, 8_000  # people at least and at most; the more, the more of them are computed together
AHEAD = 1  # chunks a process has at hand, so that it never waits
LOOK_SECONDS = 0.1
Cancelled = Callable[[], bool]
Done = tuple[int, Batch]
"""How many people were looked at, and the slips of those who have one."""


class Stopped(RuleBroken):
    """The person who started a calculation stopped it: the run is as it was before."""


def batches(
    ctx: Context, maker: Calculator, looked: Future[Exceptions], people: Sequence[int], cancelled: Cancelled,
    ready: list[Worker],
) -> Generator[Done, None, None]:  # fmt: skip
    """The slips of people, chunk by chunk in no certain order: where they are many by several processes, those that are ready or
    others. What stands out about them, which `maker` awaits as `looked`, is found while the others begin.

    Raises Stopped where `cancelled` says so, and HrError where a process of the crew ended before its work was done.
    """
    crew = Crew(ctx, maker, looked, people, (ready or hiring.ready()) if len(people) >= hiring.MANY else [])
    with closing(crew):
        looked.set_result(maker.look(ctx))
        while crew.left:
            if cancelled():
                raise Stopped(f"Stopped: run {maker.run.number} is as it was.", "run")
            done = crew.answer() or crew.own()
            if done is not None:
                crew.left -= done[0]
                yield done


class Crew:
    """Workers, and what is left to do: `left` is how many people nobody has answered for."""

    def __init__(
        self,
        ctx: Context,
        maker: Calculator,
        looked: Future[Exceptions],
        people: Sequence[int],
        workers: Sequence[Worker],
    ) -> None:
        self.ctx, self.maker, self.left, self._looked = ctx, maker, len(people), looked
        self._people, self._given, self._giving = people, 0, threading.Lock()
        self._answers: SimpleQueue[Done | Failed] = SimpleQueue()
        self._workers: list[tuple[Worker, threading.Thread]] = []
        self._closed = False
        self._heard_of = set[Worker]()
        errand = Errand(ctx.actor, ctx.clock, ctx.config, maker.run, maker.known, maker.final, maker.places)
        told = hiring.packed(errand) if workers else b""
        for worker in workers:
            thread = threading.Thread(target=self._tend, args=(worker, told), daemon=True)
            self._workers.append((worker, thread))
            thread.start()

    def own(self) -> Done | None:
        """A chunk calculated here; None where others have taken the last."""
        people = self._next()
        return None if people is None else (len(people), self.maker.batch(self.ctx, people))

    def answer(self) -> Done | None:
        """What a worker has answered, None where none has: once there is nothing else to do, none for a moment. Raises what went
        wrong in its place."""
        try:
            found = self._answers.get(self._given == len(self._people), LOOK_SECONDS)
        except Empty:
            return None
        if isinstance(found, Failed):
            raise found.error or RuntimeError(f"A process of the calculation failed:\n{found.report}")
        return found

    def close(self) -> None:
        """Let workers rest who have done all they were asked, and end the others, whatever they are at: they only read."""
        self._closed = True
        self._looked.cancel()  # nobody waits for what is not found any more
        for worker, thread in self._workers:
            if self.left or worker not in self._heard_of:
                worker.kill()
            thread.join()
            if worker not in hiring.RESTING:
                hiring.end(worker)

    def _tend(self, worker: Worker, told: bytes) -> None:
        """Tell a worker its work and take its answers, until there is none left; on a thread of its own."""
        at_work: deque[int] = deque()
        try:
            hiring.tell(worker, told)
            if _heard(worker) != self.maker.digest:
                return  # it stands on something else than this process: what it would do is done here
            self._heard_of.add(worker)
            self._fill(worker, at_work)
            while at_work:
                found = _heard(worker)
                self._fill(worker, at_work)
                self._answers.put((at_work.popleft(), found) if isinstance(found, Batch) else _failure(found))
            hiring.tell(worker, hiring.packed(NO_MORE))
            if not self._closed or not self.left:
                hiring.RESTING.append(worker)
        except (OSError, EOFError, pickle.UnpicklingError, CancelledError):
            if at_work and not self._closed:
                self._answers.put(_last_words(worker) or Failed(_lost(self.maker.run.number), ""))

    def _fill(self, worker: Worker, at_work: deque[int]) -> None:
        """Give a worker chunks until it has enough at hand besides the one whose answer is there."""
        while len(at_work) <= AHEAD and (people := self._next()) is not None:
            at_work.append(len(people))
            due = [person for person in people if person not in self.maker.paid_apart]
            hiring.tell(worker, hiring.packed(Some(due)))
            hiring.tell(worker, hiring.packed(self._looked.result().among(due)))

    def _next(self) -> Sequence[int] | None:
        """The next chunk, smaller towards the end, so that all end at about the same time; None where none is left."""
        with self._giving:
            left = len(self._people) - self._given
            count = min(max(left // (2 * len(self._workers) + 2), CHUNK), LARGE)
            some = self._people[self._given : self._given + count]
            self._given += len(some)
        return some or None


def _heard(worker: Worker) -> object:
    found: object = pickle.load(cast(IO[bytes], worker.stdout))
    return found


def _last_words(worker: Worker) -> Failed | None:
    """Why a worker ended that takes nothing any more, where it said so before."""
    with suppress(OSError, EOFError, pickle.UnpicklingError):
        while True:
            found = _heard(worker)
            if isinstance(found, Failed):
                return found
    return None


def _failure(found: object) -> Failed:
    return found if isinstance(found, Failed) else Failed(None, f"an answer that is none: {found!r:.200}")


def _lost(number: str) -> HrError:
    return HrError(
        f"A process that helped to calculate run {number} was ended from outside, perhaps for want of memory: the run is as it "
        "was. Calculate it again."
    )
