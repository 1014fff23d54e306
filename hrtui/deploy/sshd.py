"""The lines of sshd for the service account: where they go, and what sshd itself says holds."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from hrtui.deploy import files, texts
from hrtui.deploy.model import Server, Step

BEGIN, END = "# hrtui begin", "# hrtui end"
SYSTEMD = Path("/run/systemd/system")
PATIENCE = 30


def steps(server: Server) -> Iterator[Step]:
    """sshd is there, has the lines, takes them, and says that they hold for the service account."""
    yield Step("OpenSSH's server", lambda: _missing(server))
    beside = drop_in(server)
    if beside is not None:
        step = files.text(beside, texts.match(server), "root", "root", 0o644)
        yield Step(step.what, step.open, lambda: _written(step, server), step.shows)
    else:
        yield Step(
            f"lines at the end of {server.sshd_config}",
            lambda: (
                ""
                if _block(server) in _config(server)
                else f"{server.sshd_config} has not the lines for {server.account}."
            ),
            lambda: _append(server),
            _block(server),
        )
    yield Step("what sshd says holds for the service account", lambda: effective(server))


def _written(step: Step, server: Server) -> None:
    step.do()
    _reload(server)


def drop_in(server: Server) -> Path | None:
    """The file beside sshd's configuration that it includes, None where it includes no folder."""
    for line in _config(server).splitlines():
        words = shlex.split(line, comments=True)
        if [word.lower() for word in words[:1]] == ["include"]:
            for pattern in words[1:]:
                path = Path(pattern)
                if path.name == "*.conf":
                    return (server.sshd_config.parent / path.parent) / "10-hrtui.conf"
        if words and words[0].lower() == "match":
            return None
    return None


def effective(server: Server) -> str:
    """What of the wanted settings does not hold by sshd's own word (`sshd -T`); empty where all do."""
    asked = f"user={server.account},host=client.example,addr=192.0.2.1,laddr=192.0.2.2,lport=22"
    done = _run(server, "-T", "-C", asked)
    if done.returncode:
        return f"sshd does not take its configuration: {_last(done.stderr)}"
    found: dict[str, str] = {}
    for line in done.stdout.splitlines():
        name, _, value = line.partition(" ")
        found.setdefault(name.lower(), value)
    wanted = {name.lower(): value for name, value in texts.settings(server).items()}
    wrong = [
        f"{name} is {found.get(name, 'unset')}, not {value}"
        for name, value in wanted.items()
        if found.get(name) != value
    ]
    return f"For {server.account}: {'; '.join(wrong)}. Look for another Match block before it." if wrong else ""


def remove(server: Server) -> None:
    """Take the lines away, and let sshd read its configuration again."""
    beside = drop_in(server)
    if beside is not None:
        beside.unlink(missing_ok=True)
    elif BEGIN in _config(server):
        before, _, rest = _config(server).partition(f"{BEGIN}\n")
        _put(server, before + rest.partition(f"{END}\n")[2])
    _reload(server)


def there(server: Server) -> bool:
    """Whether the lines are there."""
    beside = drop_in(server)
    return beside.exists() if beside is not None else BEGIN in _config(server)


def _block(server: Server) -> str:
    return f"{BEGIN}\n{texts.match(server)}{END}\n"


def _append(server: Server) -> None:
    before, mark, rest = _config(server).partition(f"{BEGIN}\n")
    after = rest.partition(f"{END}\n")[2] if mark else ""
    kept = before + after
    _put(server, kept + ("" if not kept or kept.endswith("\n") else "\n") + _block(server))
    _reload(server)


def _put(server: Server, text: str) -> None:
    files.write(server.sshd_config, text, "root", "root", server.sshd_config.stat().st_mode & 0o7777)


def _config(server: Server) -> str:
    with suppress(OSError):
        return server.sshd_config.read_text(encoding="utf-8", errors="surrogateescape")
    return ""


def _missing(server: Server) -> str:
    if not server.sshd.exists():
        return f"{server.sshd} is not there; on Debian: apt-get install openssh-server."
    return "" if server.sshd_config.exists() else f"{server.sshd_config} is not there."


def _reload(server: Server) -> None:
    """Let a running sshd read its configuration again, where it takes it; connections that are open stay."""
    done = _run(server, "-t")
    if done.returncode:
        raise OSError(f"sshd does not take the lines: {_last(done.stderr)}")
    if SYSTEMD.exists():
        subprocess.run(["systemctl", "reload-or-restart", "ssh"], check=False, capture_output=True, timeout=PATIENCE)
        return
    for pid in _listening(server):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGHUP)


def _listening(server: Server) -> Iterator[int]:
    """The sshd that was started with this configuration, where there is no systemd to ask."""
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError, ValueError):
            words = file.read_bytes().split(b"\0")
            called = words[0].removeprefix(b"sshd: ").split(b" ")[0]
            mine = (
                server.sshd_config == Path("/etc/ssh/sshd_config")
                or os.fsencode(server.sshd_config) in b" ".join(words).split()
            )
            if called == os.fsencode(server.sshd) and mine and b"[listener]" in b" ".join(words):
                yield int(file.parent.name)


def _run(server: Server, *words: str) -> subprocess.CompletedProcess[str]:
    Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    command = [str(server.sshd), *words, "-f", str(server.sshd_config)]
    try:
        return subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE)
    except OSError as error:
        return subprocess.CompletedProcess(command, 1, "", str(error))


def _last(text: str) -> str:
    return (text.strip().splitlines() or ["nothing was said"])[-1]
