"""Rows of a long list by their place in it: fetched a page at a time when they are painted, the last pages kept."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from typing import Generic, TypeVar

R = TypeVar("R")
PAGE = 64
Fetch = Callable[[Sequence[int]], Sequence[R | None]]


class Pages(Generic[R]):
    """The ids of a list in display order, and the rows of the pages last looked at."""

    def __init__(self, fetch: Fetch[R], kept: int = 8) -> None:
        self.fetch = fetch
        self.kept = kept
        self.ids: array[int] = array("q")
        self._pages: OrderedDict[int, list[R | None]] = OrderedDict()

    def set_ids(self, ids: array[int]) -> None:
        """Take another list; its rows are asked anew."""
        self.ids = ids
        self._pages.clear()

    def at(self, index: int) -> R | None:
        """The row at a place, or None where the source has it no longer. Raises what `fetch` raises."""
        number, offset = divmod(index, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._load(number)
        else:
            self._pages.move_to_end(number)
        return page[offset]

    def holds(self, index: int) -> bool:
        """Whether a row can be had without asking for its page; so for places beyond the list."""
        return index // PAGE in self._pages or not 0 <= index < len(self.ids)

    def forget(self, ids: Collection[int] | None = None) -> None:
        """Ask the pages that hold these ids anew, or all pages."""
        if ids is None:
            self._pages.clear()
            return
        wanted = set(ids)
        for number in [number for number in self._pages if wanted.intersection(self._ids_of(number))]:
            del self._pages[number]

    def blank(self, index: int) -> None:
        """Hold the page of a place as rows that could not be read, so that painting does not ask for it again."""
        number = index // PAGE
        self._keep(number, [None] * len(self._ids_of(number)))

    def _ids_of(self, number: int) -> array[int]:
        return self.ids[number * PAGE : (number + 1) * PAGE]

    def _load(self, number: int) -> list[R | None]:
        return self._keep(number, list(self.fetch(self._ids_of(number))))

    def _keep(self, number: int, page: list[R | None]) -> list[R | None]:
        self._pages[number] = page
        if len(self._pages) > self.kept:
            self._pages.popitem(last=False)
        return page
