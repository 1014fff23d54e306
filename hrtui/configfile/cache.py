"""A checked configuration kept as JSON in the user's cache folder, so that starting needs neither YAML nor its checks.

What is kept is used only while the file is the same to the kernel (path, inode, size, times of content and of change, which
nobody can set back) and hrtui and its shipped roles are the same; and only where the kept file is this user's own.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import threading
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hrtui import __version__
from hrtui.config import Config

LARGEST = 4_000_000
MOMENT = 100_000_000  # nanoseconds; above the steps in which file systems tell the time


def key_of(path: Path, *shipped: Path) -> list[object]:
    """What must be the same for a kept configuration to hold; taken before the file is read. Empty where it is not there."""
    key: list[object] = [__version__, str(path)]
    try:
        for seen in (each.stat() for each in (path, *shipped)):
            key += [seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns]
    except OSError:
        return []
    return key


def kept(path: Path, key: list[object]) -> Config | None:
    """The configuration as it was checked last, or None where it has to be read again."""
    try:
        held = json.loads(_read(_place(path)) or "{}")
        return _built(Config, held["config"]) if key and held.get("key") == key else None
    except (OSError, RuntimeError, ValueError, KeyError, TypeError, AttributeError):
        return None


def keep(config: Config, key: list[object]) -> None:
    """Keep a configuration that was checked; where that cannot be done it is read again next time.

    A file changed this very moment is not kept: a second change could not be told from the first.
    """
    try:
        place = _place(config.file)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = place.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"key": key, "config": _plain(config)}, file)
        if part.stat().st_mtime_ns - config.file.stat().st_ctime_ns > MOMENT:
            part.replace(place)
        else:
            part.unlink()
    except (OSError, RuntimeError):
        return


def _place(path: Path) -> Path:
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    folder = base if base.is_absolute() else Path.home() / ".cache"
    name = hashlib.sha256(os.fsencode(f"{path.absolute()}\0{path}")).hexdigest()[:32]
    return folder / "hrtui" / f"{name}.json"


def _read(place: Path) -> str:
    """The text of a kept file of this user's own that no other may write; nothing where it is another's."""
    handle = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    with os.fdopen(handle, encoding="utf-8") as file:
        seen = os.fstat(file.fileno())
        mine = stat.S_ISREG(seen.st_mode) and seen.st_uid == os.geteuid() and not seen.st_mode & 0o077
        return file.read() if mine and seen.st_size <= LARGEST else ""


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(below) for key, below in value.items()}
    if isinstance(value, (tuple, frozenset)):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _built(wanted: Any, value: Any) -> Any:
    if is_dataclass(wanted) and isinstance(wanted, type):
        return wanted(**{name: _built(below, value[name]) for name, below in _hints(wanted).items()})
    origin, args = get_origin(wanted), get_args(wanted)
    if origin is UnionType:
        return None if value is None else _built(next(each for each in args if each is not NoneType), value)
    if origin in (tuple, frozenset):
        return origin(_built(args[0], item) for item in value)
    if origin is not None:
        return {_built(args[0], key): _built(args[1], below) for key, below in value.items()}
    if wanted is date:
        return date.fromisoformat(value)
    if wanted in (str, int, bool):
        if type(value) is not wanted:
            raise TypeError(f"{type(value).__name__} is kept where {wanted.__name__} belongs")
        return value
    return wanted(value)
