"""Work on a thread that takes a while: its progress in a line of the screen, and escape that stops it."""

from __future__ import annotations

from collections.abc import Callable

from hrtui.errors import HrError, RuleBroken
from hrtui.watching import Watch
from screens.base import HrScreen
from screens.widgets.progress import Progress, Work


class LongScreen(HrScreen):
    """A screen with one piece of long work at a time; subclasses show `progress` in their body and stop the work by escape."""

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.progress = Progress()
        self._work: Work | None = None

    def on_unmount(self) -> None:
        """Stop what would be done for nobody."""
        self.stop_work()

    def stop_work(self) -> bool:
        """Ask what is under way to stop; whether there is anything."""
        if self._work is None:
            return False
        self._work.stop()
        return True

    def is_free(self) -> bool:
        """Whether nothing is under way; says so where something is."""
        if self._work is not None:
            self.say("Something is under way; esc stops it.")
        return self._work is None

    def long(
        self,
        what: str,
        use: Callable[[Callable[[int, int], None]], object],
        then: Callable[[object], object],
        stopped: str,
        failed: Callable[[HrError], object] | None = None,
    ) -> None:
        """Run long work on a thread with its progress; esc stops it, and `stopped` says what became of it.

        Where it fails, or is stopped, the screen loads anew and says why, unless `failed` takes that. Work that was stopped for
        other work to begin takes nothing of that away when it ends.
        """
        work = self._work = Work(lambda done, total: self.call_later(tell, done, total))
        watch = Watch(work.progress, work.cancelled, lambda: RuleBroken(stopped))
        self.progress.start(what)

        def tell(done: int, total: int) -> None:
            if self._work is work:
                self.progress.tell(done, total)

        def over() -> None:
            if self._work is work:
                self._work = None
                self.progress.stop()

        def done(result: object) -> None:
            over()
            then(result)

        def refused(error: HrError) -> None:
            over()
            if failed is None:
                self.reload()
                self.say(error, error=True)
            else:
                failed(error)

        self.work_on(lambda: use(watch.step), done, refused)
