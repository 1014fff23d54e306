"""Keeping a form's draft while it is typed, off the key's way, and offering it when the form is opened again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from hrtui.audit import own
from hrtui.context import Context
from hrtui.drafts import Drafts, Kept
from screens.base import HrScreen
from screens.work import Job


class Draft:
    """The draft of one form: `typed` is what was kept, `at` the field it was left in; `keep` and `move` take each
    change, writing only the newest of them.

    `stands_on` is the newest command about its subject when the form was opened, `is_overtaken` whether there was another since.
    """

    def __init__(
        self,
        drafts: Drafts,
        run_job: Callable[[Job], None],
        form: str,
        subject: str,
        was_saved: Callable[[int], bool] = lambda _: False,
    ) -> None:
        self._drafts, self._run_job, self._was_saved = drafts, run_job, was_saved
        self._form, self.subject = form, subject
        self.stands_on, self.is_overtaken = 0, False
        self._lock = threading.Lock()
        self._newest = Kept({})
        self._is_waiting = False
        self._done = False
        self.typed: dict[str, str] = {}
        self.at = ""

    def read(self) -> dict[str, str]:
        """Read what was kept; on a thread. A draft whose saving was cut off after it was done is taken away."""
        kept = self._drafts.read(self._form, self.subject)
        if kept.saving_after is not None and self._was_saved(kept.saving_after):
            self._drafts.remove(self._form, self.subject)
            kept = Kept({})
        self.typed, self.at = dict(kept.texts), kept.at
        self._newest = Kept(self.typed, self.at)
        return self.typed

    def keep(self, texts: Mapping[str, str]) -> None:
        """Keep what is typed, on a thread."""
        self._take(Kept(dict(texts), self._newest.at))

    def move(self, at: str) -> None:
        """Keep which field has the focus, where anything is typed."""
        self._take(Kept(self._newest.texts, at))

    def take(self, texts: Mapping[str, str], at: str) -> None:
        """Keep both at once, on a thread."""
        self._take(Kept(dict(texts), at))

    def forget(self) -> None:
        """Take the draft away, on a thread: it was saved, or given up."""
        self._done = True
        self._run_job(self._write)

    def saving(self, after: int) -> None:
        """Write, on a thread, that it is being saved after a command, so that what was saved is not offered again."""
        with self._lock:
            self._newest = Kept(self._newest.texts, self._newest.at, after)
            self._drafts.save(self._form, self.subject, self._newest)

    def _take(self, newest: Kept) -> None:
        waiting, self._is_waiting, self._newest = self._is_waiting, True, newest
        if not waiting:
            self._run_job(self._write)

    def _write(self) -> None:
        with self._lock:
            self._is_waiting = False
            if self._done:
                self._drafts.remove(self._form, self.subject)
            else:
                self._drafts.save(self._form, self.subject, self._newest)


def draft_of(screen: HrScreen, form: str, subject: str) -> Draft:
    """The draft of a form about someone, still to be read. A form is named by the action it saves under."""
    ctx = screen.ctx
    drafts = Drafts(ctx.actor.login, str(ctx.config.store_path))
    return Draft(drafts, screen.shell.run_job, form, subject, lambda after: _was_saved(ctx, form, subject, after))


def _was_saved(ctx: Context, form: str, subject: str, after: int) -> bool:
    return own.saved_since(ctx, ".".join(form.split(".")[:2]), subject, after)


def with_draft(screen: HrScreen, form: str, subject: str, then: Callable[[Draft], object]) -> None:
    """Read the draft of a form on a thread, keys waiting, then open the form with it."""
    draft = draft_of(screen, form, subject)
    screen.work_on(draft.read, lambda _: then(draft), hold=True)
