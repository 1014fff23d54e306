"""Calendar files on disk: one of them, or a folder of many as tools that synchronise calendars keep them, each fault with its file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hrtui.errors import ImportFault
from hrtui.interviews.calendars import LARGEST
from hrtui.text import clean

MOST_FILES = 20_000


def files_of(path: Path) -> list[tuple[str, bytes]]:
    """The names and contents of a calendar file, or of those of a folder in order; up to 10 MB together. Raises ImportFault."""
    if not path.is_dir():
        return [(path.name, read(path))]
    try:
        found = sorted(each for each in path.iterdir() if each.suffix.lower() == ".ics")
    except OSError as error:
        raise _unreadable(path, error) from error
    if not found:
        raise ImportFault(f"The folder {clean(path.name)} holds no calendar file (.ics).")
    if len(found) > MOST_FILES:
        raise ImportFault(f"The folder {clean(path.name)} holds {len(found):,} files; up to {MOST_FILES:,} are read.")
    out, size = [], 0
    for each in found:
        content = read(each)
        size += len(content)
        if size > LARGEST:
            raise ImportFault(f"The files of {clean(path.name)} have more than {LARGEST >> 20} MB together.")
        out.append((each.name, content))
    return out


def read(path: Path) -> bytes:
    """The content of a calendar file, of one too large its first part, which is refused as such. Raises ImportFault."""
    try:
        if path.exists() and not path.is_file():
            raise ImportFault(f"{clean(path.name)} is no file that can be read.")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise _unreadable(path, error) from error


@contextmanager
def named(name: str) -> Iterator[None]:
    """Put a file's name before the faults that are found inside."""
    try:
        yield
    except ImportFault as fault:
        said = str(fault)
        raise ImportFault(f"{clean(name)}, {said[0].lower()}{said[1:]}") from fault


def _unreadable(path: Path, error: OSError) -> ImportFault:
    return ImportFault(f"{clean(path.name)} cannot be read ({error.strerror}).")
