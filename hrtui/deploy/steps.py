"""Every step of a server, in the order in which they are done."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from hrtui.deploy import company, files, sshd, texts
from hrtui.deploy.files import ROOT
from hrtui.deploy.model import Server, Step
from hrtui.served import sandbox

ENVIRONMENT = "hrtui's own program"


def steps(server: Server, name: str, today: date) -> Iterator[Step]:
    """What a server has to have: `name` is the company's where its configuration is made anew."""
    account = server.account
    yield Step(
        "the rights of root",
        lambda: "" if os.geteuid() == 0 else "This is not root: much cannot be seen, nothing be done.",
    )
    yield Step("a kernel that keeps sessions apart (Landlock, seccomp)", _kernel)
    yield Step(f"{ENVIRONMENT} in {server.program}, root's alone to write", lambda: _program(server))
    yield Step(
        f"the account {account}, which nobody logs in to with a password",
        lambda: _account(server),
        lambda: _add(server),
    )
    yield files.folder(server.etc, ROOT, account, 0o750)
    yield files.folder(server.home, ROOT, ROOT, 0o755)
    for folder in (
        server.data,
        server.store.parent,
        *(server.data / each for each in ("documents", "files", "state", "sessions", "tmp")),
    ):
        yield files.folder(folder, account, account, 0o700)
    yield files.folder(server.backups, account, account, 0o700)
    yield from company.steps(server, name, today)
    yield files.kept(server.places.keys, lambda: _make_list(server), ROOT, ROOT, 0o644)
    yield files.text(server.gate, texts.gate(server), ROOT, ROOT, 0o755)
    yield from sshd.steps(server)
    yield from night(server)
    yield Step("each user has a key, and each key a user", lambda: company.unmatched(server))


def night(server: Server) -> Iterator[Step]:
    """A backup and upkeep by night: by systemd, else by cron."""
    if sshd.SYSTEMD.exists():
        yield files.text(server.units / "hrtui-night.service", texts.service(server), ROOT, ROOT, 0o644)
        yield files.text(server.units / "hrtui-night.timer", texts.timer(), ROOT, ROOT, 0o644)
        yield Step("the timer is on", _timer_off, _timer_on)
    elif server.cron.is_dir():
        yield files.text(server.cron / "hrtui", texts.cron(server), ROOT, ROOT, 0o644)
    else:
        yield Step("a backup by night", lambda: "Neither systemd nor cron is here; install cron, and run this again.")


def remove_night(server: Server) -> None:
    """Take away what runs by night."""
    if sshd.SYSTEMD.exists():
        _systemctl("disable", "--now", "hrtui-night.timer")
    for path in night_files(server):
        path.unlink(missing_ok=True)


def night_files(server: Server) -> tuple[Path, ...]:
    """The files of what runs by night."""
    return server.units / "hrtui-night.service", server.units / "hrtui-night.timer", server.cron / "hrtui"


def _make_list(server: Server) -> None:
    server.places.keys.write_text(texts.keys(), encoding="utf-8")


def _kernel() -> str:
    if sandbox.landlock_version() < 1:
        return "This kernel has no Landlock (Linux 5.13), or it is off (lsm= on its command line)."
    return (
        ""
        if os.uname().machine in sandbox.MACHINES
        else f"hrtui does not know the system calls of {os.uname().machine}."
    )


def _program(server: Server) -> str:
    python = server.program / "bin" / "python"
    for path in (server.program, python.resolve(), Path(__file__)):
        found = files.others_write(path) or files.others_enter(path if path.is_dir() else path.parent)
        if found:
            return found
    return "" if python.exists() else f"{python} is not there: install hrtui into an environment of its own."


def _account(server: Server) -> str:
    name = server.account
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        return f"There is no account {name}."
    if found.pw_uid == 0:
        return f"{name} is root; name an account of its own."
    if found.pw_dir != str(server.home):
        return f"{name} has the home {found.pw_dir}, whose files its shell may read; run `usermod -d {server.home} {name}`."
    if server.home.is_dir() and any(server.home.iterdir()):
        return f"{server.home} is not empty: take away what is in it."
    return ""


def _add(server: Server) -> None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin") or "useradd"
    words = ["--system", "--user-group", "--no-create-home", "--home-dir", str(server.home), "--shell", "/bin/sh"]
    subprocess.run([useradd, *words, server.account], check=True, capture_output=True)


def _timer_off() -> str:
    return "" if _systemctl("is-enabled", "--quiet", "hrtui-night.timer") else "The timer hrtui-night.timer is off."


def _timer_on() -> None:
    _systemctl("daemon-reload")
    _systemctl("enable", "--now", "hrtui-night.timer")


def _systemctl(*words: str) -> bool:
    return subprocess.run(["systemctl", *words], check=False, capture_output=True).returncode == 0
