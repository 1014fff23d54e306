"""Files of a user's own folder over the line: listed, fetched, brought and removed, each by its name alone."""

from __future__ import annotations

import os
import shutil
import stat
import tarfile
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from data.files import PRIVATE_MODE, part_of, publish
from hrtui.errors import HrError, NotFound, RuleBroken

CHUNK = 1 << 18
MEGABYTE = 1_000_000


def listing(folder: Path) -> Iterator[str]:
    """A line for each file: its size in bytes, when it was written (UTC), its name."""
    for path in _files(folder):
        seen = path.stat()
        when = datetime.fromtimestamp(seen.st_mtime, UTC)
        yield f"{_size(path):>12}  {when:%Y-%m-%d %H:%M}Z  {path.name}{'/' if path.is_dir() else ''}"


def export(folder: Path, name: str, out: BinaryIO) -> int:
    """Send a file, or a folder as a tar archive; returns the bytes of the files. Raises NotFound."""
    path = _there(folder, name)
    if path.is_dir():
        with tarfile.open(fileobj=out, mode="w|") as archive:
            archive.add(path, name)
        return _size(path)
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as file:
        shutil.copyfileobj(file, out, CHUNK)
        return file.tell()


def bring(folder: Path, name: str, source: BinaryIO, most: int) -> int:
    """Take a file in under a name that is free; returns its bytes.

    Raises RuleBroken where the name is taken, or the folder would hold more than `most` bytes; then nothing is kept.
    """
    if os.path.lexists(folder / name):
        raise RuleBroken(
            f"There is already a file {name}; it is left as it is. Remove it first, or choose another name."
        )
    room = most - sum(_size(path) for path in _files(folder))
    try:
        with part_of(folder / name) as part:
            with part.open("wb") as file:
                while chunk := source.read(CHUNK):
                    if file.tell() + len(chunk) > room:
                        raise RuleBroken(
                            f"{name} is too large: your folder takes {most // MEGABYTE} MB in all. Remove files you no longer need."
                        )
                    file.write(chunk)
                size = file.tell()
            publish(part, folder / name, PRIVATE_MODE)
    except OSError as error:
        raise HrError(f"{name} could not be kept ({error.strerror}); nothing was kept of it.") from error
    return size


def remove(folder: Path, name: str) -> int:
    """Remove a file, or a folder; returns the bytes it had. Raises NotFound."""
    path = _there(folder, name)
    size = _size(path)
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    return size


def expire(folder: Path, before: datetime, held: Collection[str] = ()) -> list[str]:
    """Remove the files of users' folders that were written before an instant, but for those of the logins held; returns their names,
    each behind its login."""
    gone = []
    for own in sorted(folder.iterdir()) if folder.is_dir() else ():
        for path in _files(own) if own.name not in held else ():
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                remove(own, path.name)
                gone.append(f"{own.name}/{path.name}")
    return gone


def _there(folder: Path, name: str) -> Path:
    path = folder / name
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        mode = 0
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise NotFound(f"You have no file {name}; `ssh HOST files` lists what you have.")
    return path


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if not path.name.startswith(".") and not path.is_symlink():
            yield path


def _size(path: Path) -> int:
    if path.is_dir():
        return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
    return path.stat().st_size
