"""What `ps` shows every user of the machine: the command, and nothing of what was given to it."""

from __future__ import annotations

from pathlib import Path

AT_ARGUMENTS = 45  # arg_start among the words of /proc/PID/stat that follow the program's name (proc(5), field 48)


def hide_arguments(given: int) -> None:
    """Take the last arguments of this process, as many as are given, out of what others see; no error where that cannot be done.

    They are seen until then: what must not be seen at all is asked for, or read from standard input.
    """
    try:
        numbers = Path("/proc/self/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        start, end = map(int, numbers[AT_ARGUMENTS : AT_ARGUMENTS + 2])
        with Path("/proc/self/mem").open("r+b", buffering=0) as memory:
            memory.seek(start)
            pieces = memory.read(end - start).split(b"\0")[:-1]
            hidden = sum(len(piece) + 1 for piece in pieces[len(pieces) - given :]) if given else 0
            memory.seek(end - hidden)
            memory.write(bytes(hidden))
    except (OSError, ValueError, OverflowError):
        return
