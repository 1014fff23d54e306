"""Finding the people of a list by words: at once where that takes a few milliseconds, else by a thread."""

from __future__ import annotations

from collections.abc import Callable, Collection

from hrtui.errors import HrError, QueryError
from hrtui.people import service as people
from screens.base import HrScreen
from screens.widgets.filter import FilterLine

BUDGET = 0.006
NO_MATCH = ("No one matches.", "Esc clears the filter.")
Found = Collection[int] | None
"""The ids that were found; None for everyone."""


class Finder:
    """Asks the directory, tells what was found, and forgets an answer when another question came meanwhile."""

    def __init__(self, owner: HrScreen, take: Callable[[Found], None]) -> None:
        self.owner, self.take = owner, take
        self._asked = 0

    def find(self, text: str, filter: FilterLine) -> None:
        """Find who the words mean, everyone without any; a fault in them is shown on the filter."""
        self._asked += 1
        asked, words = self._asked, text.strip()
        if not words:
            self.take(None)
            return
        try:
            ids, complete = people.directory_search(self.owner.ctx, words, budget=BUDGET)
        except HrError as error:
            filter.show_fault(error, error.at if isinstance(error, QueryError) else None)
            return
        if complete:
            self.take(set(ids))
        else:
            self.owner.work_on(lambda: self._rest(words, asked), lambda found: self._came(asked, found))

    def _rest(self, words: str, asked: int) -> set[int]:
        ctx = self.owner.ctx
        with ctx.store.snapshot():
            return set(people.directory_search(ctx, words, stopped=lambda: asked != self._asked)[0])

    def _came(self, asked: int, found: Found) -> None:
        if asked == self._asked:
            self.take(found)
