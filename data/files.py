"""Files of a store: made for owner and group, given their name only when they are finished, on a local disk."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hrtui.errors import StoreError

SHARED_MODE = 0o660
PRIVATE_MODE = 0o600
PART = ".part"
ENDS = ("", "-wal", "-shm", "-journal")
NETWORK_FILE_SYSTEMS = frozenset((
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "ceph", "glusterfs", "lustre", "ocfs2", "gfs2", "beegfs",
    "davfs", "fuse.sshfs", "fuse.glusterfs",
))  # fmt: skip


def create_shared(path: Path) -> None:
    """Create an empty file for owner and group whatever the umask; an existing one is not touched.

    A store is never opened and closed by hand while it is in use: that would drop this process's locks on it.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, SHARED_MODE)
    except FileExistsError:
        return
    os.fchmod(handle, SHARED_MODE)
    os.close(handle)


@contextmanager
def part_of(target: Path) -> Iterator[Path]:
    """An empty file beside the target for its owner only, gone afterwards whatever happens."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=PART, dir=target.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
    finally:
        for end in ENDS:
            with suppress(FileNotFoundError):
                part.with_name(part.name + end).unlink()


def unfinished(folders: Iterable[Path]) -> list[Path]:
    """The parts in these folders: of what is being written, and what a kill left of it."""
    return sorted({part for folder in folders for part in folder.glob(f".*{PART}*")})


def publish(part: Path, path: Path, mode: int) -> None:
    """Give a finished file its name, safe from a power cut; raise StoreError where the name is taken."""
    with part.open("rb+") as file:
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())
    try:
        path.hardlink_to(part)
    except FileExistsError as error:
        raise taken(path) from error
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def taken(path: Path) -> StoreError:
    """The refusal to overwrite a file."""
    return StoreError(f"There is already a file at {path}; it is left as it is. Name another.")


def local(path: Path) -> None:
    """Raise StoreError where a path lies on a network file system, over which locks and shared memory do not hold."""
    kind = file_system(path.resolve())
    if kind in NETWORK_FILE_SYSTEMS:
        raise StoreError(
            f"{path} lies on a network file system ({kind}), where a store can be corrupted; use a local disk."
        )


def file_system(path: Path) -> str:
    """The type of the file system a path lies on; empty where the system does not say."""
    best, kind = "", ""
    for point, type_ in _mounts():
        if len(point) >= len(best) and path.is_relative_to(point):
            best, kind = point, type_
    return kind


def _mounts() -> Iterator[tuple[str, str]]:
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return
    for line in lines:
        _, point, type_, *_ = line.split(" ")
        yield point.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"), type_
