"""The use cases of a server: what would be done, done, looked at, and taken away again; for root, on the server itself."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from datetime import date

from hrtui.deploy import sshd
from hrtui.deploy import steps as plan
from hrtui.deploy.model import Point, Server, Step
from hrtui.errors import HrError


def planned(server: Server, name: str, today: date) -> list[Step]:
    """Every step, in order."""
    return list(plan.steps(server, name, today))


def looked_at(server: Server, name: str, today: date) -> Iterator[tuple[Point, bool]]:
    """What holds of each step and what is open, as `applied` says it; nothing is written or done."""
    for step in plan.steps(server, name, today):
        yield Point(step.what, step.open(), step.advice), False


def applied(server: Server, name: str, today: date) -> Iterator[tuple[Point, bool]]:
    """Do every step that is open, and say of each what is open still, and whether it was done just now.

    Raises HrError where a step fails; those before it are done, and running it again goes on from there.
    """
    for step in plan.steps(server, name, today):
        was = step.open()
        if was:
            try:
                step.do()
            except (OSError, subprocess.SubprocessError, KeyError) as error:
                raise HrError(f"This could not be done: {step.what} ({error}). Mend it, and run this again.") from error
        yield Point(step.what, step.open() if was else "", step.advice), bool(was)


def removed(server: Server, *, apply: bool) -> Iterator[str]:
    """Take the way in away: the lines for sshd, the gate and what runs by night. Configuration, keys, store and account stay."""
    wanted: list[tuple[bool, str, Callable[[], None]]] = [
        (
            sshd.there(server),
            f"the lines for sshd in {sshd.drop_in(server) or server.sshd_config}",
            lambda: sshd.remove(server),
        ),
        (server.gate.exists(), f"the gate {server.gate}", server.gate.unlink),
        (
            any(path.exists() for path in plan.night_files(server)),
            "what runs by night",
            lambda: plan.remove_night(server),
        ),
    ]
    for there, what, do in wanted:
        if there:
            if apply:
                do()
            yield what
