"""Files and folders of a server: who owns them, who may do what, looked at and put right."""

from __future__ import annotations

import grp
import os
import pwd
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from hrtui.deploy.model import Step

ROOT = "root"


def folder(path: Path, owner: str, group: str, mode: int) -> Step:
    """A step: a folder of an owner and a group, with a mode."""
    says = f"the folder {path}, {owner}:{group} {mode:04o}"
    return Step(says, partial(_open, path, owner, group, mode, True), partial(_make_folder, path, owner, group, mode))


def text(path: Path, content: str, owner: str, group: str, mode: int) -> Step:
    """A step: a file of exactly this content."""
    says = f"the file {path}, {owner}:{group} {mode:04o}"

    def look() -> str:
        found = _open(path, owner, group, mode, False)
        return found or ("" if path.read_text(encoding="utf-8") == content else f"{path} says something else.")

    return Step(says, look, partial(write, path, content, owner, group, mode), content)


def kept(path: Path, make: Callable[[], None], owner: str, group: str, mode: int) -> Step:
    """A step: a file that is made once by `make` and never written over."""
    says = f"the file {path}, {owner}:{group} {mode:04o}; one that is there is kept"

    def do() -> None:
        if not path.exists():
            make()
        give(path, owner, group, mode)

    return Step(says, partial(_open, path, owner, group, mode, False), do)


def write(path: Path, content: str, owner: str, group: str, mode: int) -> None:
    """Write a file whole or not at all, in the place of one that is there."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        give(Path(name), owner, group, mode)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def give(path: Path, owner: str, group: str, mode: int) -> None:
    """Give a file or folder an owner, a group and a mode; a link is never followed."""
    os.chown(path, pwd.getpwnam(owner).pw_uid, grp.getgrnam(group).gr_gid, follow_symlinks=False)
    path.chmod(mode)


def others_write(path: Path) -> str:
    """Why a file or folder cannot be trusted: it, or a folder above it, is not root's or others may write it; empty where it can."""
    real = path.resolve()
    for each in (real, *real.parents):
        try:
            seen = each.stat()
        except OSError as error:
            return f"{each} cannot be looked at ({error.strerror})."
        if seen.st_uid != 0:
            return f"{each} belongs to {_name(seen.st_uid)}; let root own it."
        if seen.st_mode & 0o022:
            return f"{each} may be written by others than root; take that right away (chmod go-w)."
    return ""


def others_enter(path: Path) -> str:
    """Why others than root cannot get to a folder; empty where they can."""
    real = path.resolve()
    for each in (real, *real.parents):
        if each.is_dir() and not each.stat().st_mode & stat.S_IXOTH:
            return f"{each} is closed to others, so the service account cannot run what is in {path}; install hrtui elsewhere, such as /opt/hrtui."
    return ""


def _make_folder(path: Path, owner: str, group: str, mode: int) -> None:
    path.mkdir(mode=mode, parents=True, exist_ok=True)
    give(path, owner, group, mode)


def _open(path: Path, owner: str, group: str, mode: int, is_folder: bool) -> str:
    try:
        seen = path.lstat()
    except FileNotFoundError:
        return f"{path} is not there."
    except OSError as error:
        return f"{path} cannot be looked at ({error.strerror})."
    if not (stat.S_ISDIR if is_folder else stat.S_ISREG)(seen.st_mode):
        return f"{path} is not a {'folder' if is_folder else 'file'}."
    found = (_name(seen.st_uid), _group(seen.st_gid), stat.S_IMODE(seen.st_mode))
    if found != (owner, group, mode):
        return f"{path} is {found[0]}:{found[1]} {found[2]:04o}, not {owner}:{group} {mode:04o}."
    return ""


def _name(uid: int) -> str:
    with suppress(KeyError):
        return pwd.getpwuid(uid).pw_name
    return str(uid)


def _group(gid: int) -> str:
    with suppress(KeyError):
        return grp.getgrgid(gid).gr_name
    return str(gid)
