"""What can go wrong, in words: every error says what, why and what next, and carries the exit code of the command line."""

from __future__ import annotations

from datetime import datetime

from hrtui.value import frozen


class HrError(Exception):
    """A failure a person can act on; its text is one sentence shown as it is."""

    exit_code = 1


class UsageError(HrError):
    """The command line was not understood."""

    exit_code = 2


class NotFound(HrError):
    """What was asked for does not exist, or is outside what this role may see."""

    exit_code = 3


class NotAllowed(HrError):
    """The actor's roles do not permit the action; nothing was read or written."""

    exit_code = 4


class RuleBroken(HrError):
    """A rule of HR forbids it; the sentence says which, and what to do. `field` names the input it is about."""

    exit_code = 5

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@frozen
class Clash:
    """A field that someone else changed meanwhile: what it was, what they made of it, and yours where you change it too.

    `about` is the number of whom it is about and `at` when they changed it, where several people's fields are told at once.
    """

    field: str
    yours: str
    theirs: str
    was: str
    by: str = ""
    about: str = ""
    at: datetime | None = None


class Conflict(HrError):
    """Someone else changed the same thing first, or something later stands on it; nothing was written.

    `clashes` says what they changed, field by field; `newest` is the last command of theirs, to save on top of.
    """

    exit_code = 6

    def __init__(self, sentence: str, clashes: tuple[Clash, ...] = (), newest: int = 0) -> None:
        super().__init__(sentence)
        self.clashes = clashes
        self.newest = newest


class ConfigError(HrError):
    """The configuration cannot be used; the text lists every problem, one a line."""

    exit_code = 7


class ImportFault(HrError):
    """A file cannot be imported at all (unreadable, no header, too large); faults of single rows are values."""

    exit_code = 8


class QueryError(HrError):
    """A query is not understood. `at` is the offset of the character it points at; `valid` what would be."""

    exit_code = 9

    def __init__(self, sentence: str, at: int = 0, valid: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.at = at
        self.valid = valid


class StoreError(HrError):
    """The store cannot be used as asked; nothing acknowledged is lost."""

    exit_code = 20


class StoreMissing(StoreError):
    """There is no store where the configuration says."""

    exit_code = 21


class StoreTooNew(StoreError):
    """The store was written by a later hrtui."""

    exit_code = 22


class StoreDamaged(StoreError):
    """The file is not a store, or its content does not hold together."""

    exit_code = 23


class StoreReadOnly(StoreError):
    """The store or its folder cannot be written by this user."""

    exit_code = 24


class StoreFull(StoreError):
    """The disk is full; the transaction was undone."""

    exit_code = 25


class StoreBusy(StoreError):
    """Another process kept the write lock too long; trying again is safe."""

    exit_code = 26


class StoreBehind(StoreError):
    """The store has an older schema than this hrtui; `hrtui migrate` brings it up to date."""

    exit_code = 27
