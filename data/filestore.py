"""The files of documents: each named by the SHA-256 of its content, in two levels of folders; none is ever written over."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from data import strongbox
from data.files import PART, PRIVATE_MODE, part_of, publish, sync_folder, taken
from data.strongbox import BackupKey
from hrtui.documents.rules import MEGABYTE, too_large
from hrtui.errors import RuleBroken, StoreDamaged, StoreError, StoreFull

FILE_MODE = 0o640
FOLDER_BITS = 0o770
PIECE = 1 << 20
DIGITS = 64
"""Of a hash, in hexadecimal."""
NAME = re.compile(rf"[0-9a-f]{{{DIGITS}}}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that was stored: its SHA-256 (hex) and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Copied:
    """What came of copying stored files from one folder to another: how many there are, how many were new, which failed."""

    files: int
    new: int
    bytes: int
    missing: tuple[str, ...] = ()


def place(folder: Path, sha256: str) -> Path:
    """Where the file of that content is: `ab/cd/abcd…`."""
    if not NAME.fullmatch(sha256):
        raise StoreDamaged(f"“{sha256[:70]}” is not the hash of a document; run `hrtui check`.")
    return folder / sha256[:2] / sha256[2:4] / sha256


def put(folder: Path, source: Path, most: int) -> Stored:
    """Store a copy of a file of at most so many megabytes; the same content is stored once.

    It is written under a temporary name, safe from a power cut, and only then named. Raises RuleBroken, about `file`,
    where the source cannot be read, is no file, is empty or too large; StoreError and StoreFull where it cannot be kept.
    """
    with _reading(source) as stream, _kept(folder):
        _make(folder)
        with _part(folder) as (part, out):
            stored = _copy(stream, out, most)
            _name(part, folder, stored)
    return stored


def keep(folder: Path, stored: Stored, source: Path, most: int) -> None:
    """Store a file again that was taken out between `put` and the transaction that names it. Raises as `put`, and RuleBroken where
    it is another file by now."""
    if not place(folder, stored.sha256).exists() and put(folder, source, most) != stored:
        raise RuleBroken(f"{source} was changed meanwhile; file it again.", "file")


def drop(folder: Path, hashes: Iterable[str]) -> list[str]:
    """Take files out of a folder of documents; returns the hashes of those that could not be. One that is not there is none."""
    kept = []
    for sha256 in hashes:
        try:
            place(folder, sha256).unlink(missing_ok=True)
        except OSError:
            kept.append(sha256)
    return kept


def prove(folder: Path, sha256: str) -> None:
    """Raise StoreDamaged where the file of that hash is missing or holds something else."""
    problem = problem_of(folder, sha256)
    if problem:
        raise StoreDamaged(f"The file of this document {problem} ({place(folder, sha256)}); take it from a backup.")


def problem_of(folder: Path, sha256: str) -> str:
    """What is wrong with the file of that hash, in words: missing, unreadable or damaged; empty where it is whole."""
    try:
        with place(folder, sha256).open("rb") as stream:
            whole = hashlib.file_digest(stream, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    return "" if whole else "is damaged: it is not what was filed"


def read(folder: Path, sha256: str) -> bytes:
    """The content of the file of that hash; raises StoreDamaged where it is missing or holds something else."""
    try:
        content = place(folder, sha256).read_bytes()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != sha256:
        prove(folder, sha256)
        raise StoreDamaged(f"The file of this document changed while it was read ({place(folder, sha256)}).")
    return content


def check_free(target: Path) -> None:
    """Raise StoreError where a file is there already, or its folder is not."""
    if target.exists() or target.is_symlink():
        raise taken(target)
    if not target.parent.is_dir():
        raise StoreError(f"There is no folder {target.parent}; make it, or name another.")


def take(folder: Path, sha256: str, target: Path) -> None:
    """Write the content of that hash to a new file for its owner only, proven while it is copied.

    Raises StoreDamaged where it is missing or damaged, StoreError where the target is there or cannot be written.
    """
    check_free(target)
    with _kept(target.parent), part_of(target) as part:
        _copy_proven(folder, sha256, part)
        publish(part, target, PRIVATE_MODE)


def copy_missing(hashes: Iterable[str], source: Path, target: Path) -> Copied:
    """Copy what one folder of documents has and another lacks, proven by hash; what is missing or damaged is named."""
    return _each(
        hashes, lambda sha256: not problem_of(target, sha256), lambda sha256: _copy_one(sha256, source, target)
    )


def seal_missing(hashes: Iterable[str], source: Path, target: Path, key: BackupKey) -> Copied:
    """As `copy_missing`, but sealed for the holder of a backup key, each as `ab/cd/HASH.KEY`."""
    return _each(
        hashes,
        lambda sha256: _sealed_whole(sealed_place(target, sha256, key)),
        lambda sha256: _seal_one(sha256, source, target, key),
    )


def unseal_missing(hashes: Iterable[str], source: Path, target: Path, key: BackupKey) -> Copied:
    """Bring sealed files back to a folder of documents that lacks them, proven by hash; what is missing or damaged is named."""
    return _each(
        hashes,
        lambda sha256: not problem_of(target, sha256),
        lambda sha256: _unseal_one(sha256, source, target, key),
    )


def check_sealed(hashes: Iterable[str], folder: Path, key: BackupKey) -> Copied:
    """Open each sealed file and compare what is in it with its hash; nothing is written."""

    def whole(sha256: str) -> bool:
        for _ in _unsealed(sha256, folder, key):
            continue
        return True

    return _each(hashes, whole, lambda sha256: 0)


def sealed_place(folder: Path, sha256: str, key: BackupKey) -> Path:
    """Where the file of that content is, sealed for a backup key."""
    plain = place(folder, sha256)
    return plain.with_name(f"{plain.name}.{key.id.hex()}")


def _each(hashes: Iterable[str], there: Callable[[str], bool], bring: Callable[[str], int]) -> Copied:
    files = new = size = 0
    failed: list[str] = []
    for sha256 in hashes:
        files += 1
        try:
            if not there(sha256):
                size += bring(sha256)
                new += 1
        except StoreDamaged:
            failed.append(sha256)
    return Copied(files, new, size, tuple(failed))


def _sealed_whole(file: Path) -> bool:
    return file.is_file() and strongbox.whole(file)


def _seal_one(sha256: str, source: Path, target: Path, key: BackupKey) -> int:
    prove(source, sha256)
    file = sealed_place(target, sha256, key)
    with _kept(target):
        _folders(target, file)
        with _part(target) as (part, _):
            strongbox.seal(place(source, sha256), part, key)
            size = part.stat().st_size
            part.replace(file)
            _synced(target, file)
    return size


def _unseal_one(sha256: str, source: Path, target: Path, key: BackupKey) -> int:
    with _kept(target):
        _make(target)
        with _part(target) as (part, out):
            for piece in _unsealed(sha256, source, key):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
            size = part.stat().st_size
            _name(part, target, Stored(sha256, size))
    return size


def _unsealed(sha256: str, folder: Path, key: BackupKey) -> Iterator[bytes]:
    seen, file = hashlib.sha256(), sealed_place(folder, sha256, key)
    if not file.is_file():
        raise StoreDamaged(f"The file of this document is missing ({file}); take it from another backup.")
    for piece in strongbox.unseal(file, key):
        seen.update(piece)
        yield piece
    if seen.hexdigest() != sha256:
        raise StoreDamaged(f"The file of this document is another one ({file}); take it from another backup.")


def names(folder: Path) -> Iterator[str]:
    """The hashes by which files are named in a folder of documents."""
    return (file.name for file in files(folder) if NAME.fullmatch(file.name))


def files(folder: Path) -> Iterator[Path]:
    """The files of a folder of documents, sealed ones too, each named by a hash."""
    for file in folder.glob("??/??/*") if folder.is_dir() else ():
        if NAME.fullmatch(file.name.partition(".")[0]):
            yield file


def unfinished(folder: Path) -> list[str]:
    """The temporary files that a killed process left in a folder of documents."""
    return [str(file) for file in folder.glob(f".*{PART}")] if folder.is_dir() else []


def _copy_one(sha256: str, source: Path, target: Path) -> int:
    with _kept(target):
        _make(target)
        with _part(target) as (part, _):
            _copy_proven(source, sha256, part)
            size = part.stat().st_size
            _name(part, target, Stored(sha256, size))
    return size


def _copy_proven(folder: Path, sha256: str, part: Path) -> None:
    seen = hashlib.sha256()
    try:
        with place(folder, sha256).open("rb") as stream, part.open("wb") as out:
            while piece := stream.read(PIECE):
                seen.update(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
    except FileNotFoundError:
        prove(folder, sha256)
        raise
    if seen.hexdigest() != sha256:
        prove(folder, sha256)
        raise StoreDamaged(f"The file of this document changed while it was read ({place(folder, sha256)}).")


def _copy(stream: BinaryIO, out: BinaryIO, most: int) -> Stored:
    seen, size = hashlib.sha256(), 0
    while piece := stream.read(PIECE):
        size += len(piece)
        if size > most * MEGABYTE:
            raise too_large(max(size, os.fstat(stream.fileno()).st_size), most)
        seen.update(piece)
        out.write(piece)
    if not size:
        raise RuleBroken("The file is empty; choose another.", "file")
    out.flush()
    os.fsync(out.fileno())
    return Stored(seen.hexdigest(), size)


def _name(part: Path, folder: Path, stored: Stored) -> None:
    """Give a finished file its name; the same content that is there already stays, a damaged one is put right."""
    named = place(folder, stored.sha256)
    _folders(folder, named)
    part.chmod(FILE_MODE)
    try:
        named.hardlink_to(part)
    except FileExistsError:
        if problem_of(folder, stored.sha256):
            part.replace(named)
    _synced(folder, named)


def _folders(folder: Path, file: Path) -> None:
    for made in (folder, file.parent.parent, file.parent):
        _make(made)


def _synced(folder: Path, file: Path) -> None:
    for made in (file.parent, file.parent.parent, folder):
        sync_folder(made)


def _make(folder: Path) -> None:
    """Make a folder for owner and group; one that is there stays as it is."""
    if folder.is_dir():
        return
    folder.mkdir(mode=FOLDER_BITS, parents=True, exist_ok=True)
    with suppress(PermissionError):
        mode = stat.S_IMODE(folder.stat().st_mode)
        folder.chmod((mode & ~0o007) | FOLDER_BITS)


@contextmanager
def _part(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    handle, name = tempfile.mkstemp(prefix=".", suffix=PART, dir=folder)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            yield part, out
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _reading(source: Path) -> Iterator[BinaryIO]:
    """The bytes of a regular file of the user's; devices, pipes and folders are refused before they are read."""
    try:
        handle = os.open(source, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no such path"
        raise RuleBroken(f"{source} cannot be read ({why}); choose another file.", "file") from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise RuleBroken(f"{source} is not a file; choose a file.", "file")
    with os.fdopen(handle, "rb") as stream:
        yield stream


@contextmanager
def _kept(folder: Path) -> Iterator[None]:
    """Say in words what keeps files from being written."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StoreFull(f"The disk of {folder} is full; nothing was kept. Make room and try again.") from error
        raise StoreError(f"Files cannot be kept in {folder} ({error.strerror}); see `store: documents:`.") from error
