"""A saved view: what the directory shows, under a name."""

from __future__ import annotations

from hrtui.value import frozen


@frozen
class SavedView:
    """A query with the columns it is shown in (none: as the screen has them) and the one its rows are grouped by.

    `owner` is the login of whose it is, empty where it is everyone's.
    """

    name: str
    query: str = ""
    columns: tuple[str, ...] = ()
    grouped: str = ""
    owner: str = ""

    @property
    def shared(self) -> bool:
        """Whether it is everyone's."""
        return not self.owner
