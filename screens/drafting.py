"""Keeping a form's draft while it is typed, off the key's way, and offering it when the form is opened again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from hrtui.drafts import Drafts
from screens.base import HrScreen
from screens.work import Job


class Draft:
    """The draft of one form: `typed` is what was kept; `keep` takes each change, writing only the newest of them.

    `stands_on` is the newest command about its subject when the form was opened, `is_overtaken` whether there was another since.
    """

    def __init__(self, drafts: Drafts, run_job: Callable[[Job], None], form: str, subject: str) -> None:
        self._drafts, self._run_job = drafts, run_job
        self._form, self.subject = form, subject
        self.stands_on, self.is_overtaken = 0, False
        self._lock = threading.Lock()
        self._newest: Mapping[str, str] | None = None
        self._done = False
        self.typed: dict[str, str] = {}

    def read(self) -> dict[str, str]:
        """Read what was kept; on a thread."""
        self.typed = self._drafts.load(self._form, self.subject)
        return self.typed

    def keep(self, texts: Mapping[str, str]) -> None:
        """Keep what is typed, on a thread."""
        waiting, self._newest = self._newest is not None, dict(texts)
        if not waiting:
            self._run_job(self._write)

    def forget(self) -> None:
        """Take the draft away, on a thread: it was saved, or given up."""
        self._done = True
        self._run_job(self._write)

    def _write(self) -> None:
        with self._lock:
            newest, self._newest = self._newest, None
            if self._done:
                self._drafts.remove(self._form, self.subject)
            elif newest is not None:
                self._drafts.save(self._form, self.subject, newest)


def draft_of(screen: HrScreen, form: str, subject: str) -> Draft:
    """The draft of a form about someone, still to be read."""
    ctx = screen.ctx
    return Draft(Drafts(ctx.actor.login, str(ctx.config.store_path)), screen.shell.run_job, form, subject)


def with_draft(screen: HrScreen, form: str, subject: str, then: Callable[[Draft], object]) -> None:
    """Read the draft of a form on a thread, keys waiting, then open the form with it."""
    draft = draft_of(screen, form, subject)
    screen.work_on(draft.read, lambda _: then(draft), hold=True)
