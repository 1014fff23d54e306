"""Key files: a key a line, for those alone who work with the store; replaced whole or not at all, an earlier key kept apart."""

from __future__ import annotations

import base64
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from data.vault import KEY_BYTES, key_id, new_key
from hrtui.errors import StoreError

PREFIX = "hrtui-key-1:"
OTHERS = stat.S_IROTH | stat.S_IWOTH
UNTIL = "until"


def create_key(path: Path) -> bytes:
    """Make a key file only its owner can read; raise StoreError where the file exists: a key is never overwritten."""
    key = new_key()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(f"The key file {path} cannot be made: {error.strerror}. Name another.") from error
    _written(handle, [key])
    return key


def load_keys(path: Path) -> tuple[bytes, ...]:
    """The keys of a key file, at least one; raise StoreError where it is missing, unreadable, open to everyone or no key file."""
    try:
        open_to_all = path.stat().st_mode & OTHERS
        lines = path.read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"The key file {path} cannot be read; correct `store: key_file:` or bring it back.") from error
    if open_to_all:
        raise StoreError(f"The key file {path} is open to every user of this machine; run `chmod o= {path}`.")
    keys = tuple(map(_key, lines))
    if not keys or not all(len(key) == KEY_BYTES for key in keys):
        raise StoreError(f"{path} is not a key file of hrtui; correct `store: key_file:`.")
    return keys


def earlier(path: Path) -> list[Path]:
    """The files of earlier keys beside a key file, as `set_apart` names them."""
    return sorted(path.parent.glob(f"{path.name}.{UNTIL}-*"))


def every_key(path: Path) -> Iterator[bytes]:
    """The keys of a key file, then those of the files of earlier ones beside it that can be read."""
    yield from load_keys(path)
    for file in earlier(path):
        try:
            yield from load_keys(file)
        except StoreError:
            continue


def replace_keys(path: Path, keys: Sequence[bytes]) -> None:
    """Put other keys into a key file, safe from a power cut, for the same owner, group and mode; raise StoreError where that
    cannot be, and leave it as it is."""
    path = path.resolve()
    with _refused(path):
        _publish(path, keys, path.stat())


def set_apart(path: Path, key: bytes, at: datetime) -> Path:
    """Keep a key in a file of its own beside the key file, named by the day until which it sealed and by its id; raises as
    `replace_keys`."""
    path = path.resolve()
    for file in earlier(path):
        if file.name.endswith(key_id(key).hex()):
            return file
    apart = path.with_name(f"{path.name}.{UNTIL}-{at:%Y%m%d}-{key_id(key).hex()}")
    with _refused(apart):
        _publish(apart, [key], path.stat())
    return apart


def _publish(path: Path, keys: Iterable[bytes], like: os.stat_result) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    part = Path(name)
    try:
        if (like.st_uid, like.st_gid) != (os.geteuid(), os.fstat(handle).st_gid):
            os.fchown(handle, like.st_uid, like.st_gid)
        os.fchmod(handle, stat.S_IMODE(like.st_mode))
        _written(handle, keys)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _written(handle: int, keys: Iterable[bytes]) -> None:
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.writelines(PREFIX + base64.b64encode(key).decode() + "\n" for key in keys)
        file.flush()
        os.fsync(file.fileno())


def _key(line: str) -> bytes:
    try:
        return base64.b64decode(line.removeprefix(PREFIX), validate=True) if line.startswith(PREFIX) else b""
    except ValueError:
        return b""


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"The key file {path} cannot be written ({error.strerror}); run this as whoever owns the key file and its folder."
        ) from error
