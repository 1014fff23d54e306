"""A power cut, tried without one: what a program wrote and synced is recorded, and the disk made as it could be at any moment of it.

What was synced is there. Of what was not, a disk may keep all, nothing, the first part, or any sectors of 512 bytes. A file's size and
the name of a new file count as synced with it, as on a journalling file system. strace (Debian) records; the shared memory of the
log is made anew by SQLite and is left out.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

SECTOR = 512
CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,close"
ACK, READY = "ack ", "ready"
OPENED = re.compile(r'openat\(\w+, "((?:\\x..)*)".*= (\d+)$')
WRITTEN = re.compile(r'pwrite64\((\d+), "((?:\\x..)*)", \d+, (\d+)\)\s+= (\d+)')
SAID = re.compile(r'write\(1, "((?:\\x..)*)"')
SYNCED = re.compile(r"f(?:data)?sync\((\d+)\)")
SYNC = re.compile(r"f(?:data)?sync\(")
UNFINISHED, RESUMED = " <unfinished ...>", re.compile(r"<\.\.\. \w+ resumed>(.*)")
BEGUN = re.compile(r"(\d+)\s+f(?:data)?sync\((\d+) <unfinished")
CUT = re.compile(r"ftruncate\((\d+), (\d+)\)")
UNLINKED = re.compile(r'unlink\("((?:\\x..)*)"\)\s+= 0')
CLOSED = re.compile(r"close\((\d+)\)")
STYLES = ("nothing", "all", "first", "sectors")


@dataclass
class Disk:
    """Files as bytes: what is on the disk for good, and what was written to each since it was synced last."""

    kept: dict[str, bytearray]
    waiting: dict[str, list[tuple[int, bytes | None]]] = field(default_factory=dict)

    def sync(self, file: str, count: int | None = None) -> None:
        """What was written to a file is on the disk: all of it, or the first so many writes, which were there when the sync began."""
        image, waiting = self.kept.setdefault(file, bytearray()), self.waiting.pop(file, [])
        for at, data in waiting[:count]:
            _put(image, at, data)
        if count is not None and waiting[count:]:
            self.waiting[file] = waiting[count:]

    def after_a_cut(self, chance: random.Random) -> dict[str, bytearray]:
        """The files as they could be, were the power cut now."""
        images = {file: bytearray(image) for file, image in self.kept.items()}
        style = chance.choice(STYLES)
        for file, waiting in self.waiting.items():
            image, last = images.setdefault(file, bytearray()), chance.randrange(len(waiting) + 1)
            for number, (at, data) in enumerate(waiting):
                if style == "nothing" or (style == "first" and number > last):
                    continue
                if style == "all" or (style == "first" and number < last):
                    _put(image, at, data)
                elif data is None:
                    if chance.random() < 0.5:
                        _put(image, at, None)
                else:
                    for start in range(0, len(data), SECTOR):
                        if chance.random() < 0.5:
                            _put(image, at + start, data[start : start + SECTOR])
        return images


def record(folder: Path, program: str, *arguments: str) -> list[str]:
    """Run a program in Python, whose writes below a folder are noted; the lines of strace. It says `ready`, then `ack N`."""
    strace = shutil.which("strace") or _unpacked()
    if strace is None:
        pytest.skip(
            "strace is neither installed nor unpacked; `make test` unpacks it on Debian, where apt-get reaches its packages"
        )
    noted = folder.parent / "noted"
    words = [
        strace,
        "-f",
        "-o",
        str(noted),
        "-xx",
        "-s",
        "1000000",
        "-e",
        f"trace={CALLS}",
        sys.executable,
        "-c",
        program,
        *arguments,
    ]
    done = subprocess.run(
        words,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    if "Operation not permitted" in done.stderr and READY not in done.stdout:
        pytest.skip("this machine lets nobody trace a program")
    assert done.returncode == 0, done.stderr
    return noted.read_text(encoding="ascii").splitlines()


def moments(folder: Path, before: dict[str, bytes], lines: list[str]) -> Iterator[tuple[int, Disk]]:
    """Each moment of a recording at which the power could be cut: how many writes were confirmed by then, and the disk."""
    disk = Disk({name: bytearray(data) for name, data in before.items()})
    open_files: dict[int, str] = {}
    confirmed, ready = 0, False
    begun: dict[str, int] = {}
    for line in _whole(lines):
        if found := BEGUN.match(line):
            begun[found[1]] = len(disk.waiting.get(open_files.get(int(found[2]), ""), ()))
            continue
        thread, line = line.split(maxsplit=1)
        if found := OPENED.match(line):
            path = Path(_bytes(found[1]).decode())
            open_files.pop(int(found[2]), None)
            if path.parent == folder and not path.name.endswith(("-shm", ".gate")):
                open_files[int(found[2])] = path.name
                if "O_CREAT" in line:
                    disk.kept.setdefault(path.name, bytearray())
        elif (found := WRITTEN.match(line)) and int(found[1]) in open_files:
            disk.waiting.setdefault(open_files[int(found[1])], []).append((int(found[3]), _bytes(found[2])))
        elif (found := CUT.match(line)) and int(found[1]) in open_files:
            disk.waiting.setdefault(open_files[int(found[1])], []).append((int(found[2]), None))
        elif found := SAID.match(line):
            said = _bytes(found[1]).decode()
            ready = ready or said.startswith(READY)
            confirmed = int(said.split()[1]) if said.startswith(ACK) else confirmed
        elif (found := SYNCED.match(line)) and int(found[1]) in open_files:
            disk.sync(open_files[int(found[1])], begun.pop(thread, None))
            continue
        elif found := UNLINKED.match(line):
            name = Path(_bytes(found[1]).decode()).name
            disk.kept.pop(name, None)
            disk.waiting.pop(name, None)
        elif found := CLOSED.match(line):
            open_files.pop(int(found[1]), None)
            continue
        else:
            continue
        if ready:
            yield confirmed, disk


def _whole(lines: list[str]) -> Iterator[str]:
    """The calls, each where it ended, those of other threads in between; of a sync also where it began."""
    halves: dict[str, str] = {}
    for line in lines:
        thread, _, call = line.partition(" ")
        if call.endswith(UNFINISHED):
            halves[thread] = call.strip().removesuffix(UNFINISHED)
            if SYNC.match(call.strip()):
                yield line
        elif resumed := RESUMED.match(call.strip()):
            yield f"{thread} {halves.pop(thread, '')}{resumed[1]}"
        else:
            yield line


def _put(image: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        del image[at:]
        return
    if len(image) < at + len(data):
        image.extend(bytes(at + len(data) - len(image)))
    image[at : at + len(data)] = data


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _unpacked() -> str | None:
    place = Path(sys.prefix) / "ssh" / "usr" / "bin" / "strace"
    return str(place) if place.exists() else None
