"""A real server: an account, hrtui's program in a folder of root's, `hrtui deploy --apply`, and OpenSSH's sshd on the loopback address.

OpenSSH is Debian's: the installed one, else what `make test` unpacked. Everything made is taken away at the end.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hrtui.served import sandbox
from tests.ports import free_port
from tests.ui.terminal import Terminal

ROOT = Path(__file__).parents[1]
UNPACKED = Path(sys.prefix) / "ssh"
PYTHON = Path("/usr/bin/python3")
PATIENCE = 20.0
TICK = 0.02
OPTIONS = ("-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
           "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "BatchMode=yes", "-e", "none")  # fmt: skip
USERS = {"alice": "[hr_generalist]", "bob": "[auditor_read]", "carol": "[payroll_maker]"}
KEYS = (*USERS, "bare", "stranger", "twice", "optioned")
VARIANTS = ("sftp-server", "internal-sftp")
STARTER = """#!{program}/bin/python -I
import sys
from hrtui.__main__ import main
sys.exit(main())
"""


@dataclass
class TestServer:
    """The server: its account and folders, and for each kind of sftp the port where an sshd listens."""

    __test__ = False
    account: str
    folder: Path
    tools: Path
    ports: dict[str, int] = field(default_factory=dict)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    variant: str = VARIANTS[0]

    @property
    def program(self) -> Path:
        """The environment hrtui is installed in."""
        return self.folder / "program"

    @property
    def etc(self) -> Path:
        """The folder of configuration and keys."""
        return self.folder / "etc"

    @property
    def data(self) -> Path:
        """The folder of the store."""
        return self.folder / "data"

    @property
    def store(self) -> Path:
        """The store's file."""
        return self.data / "store" / "hrtui.db"

    @property
    def gate(self) -> Path:
        """What sshd starts."""
        return self.program / "bin" / "hrtui-gate"

    def config(self, variant: str) -> Path:
        """The configuration of one sshd: Debian's own, with what deploy adds."""
        return self.folder / "ssh" / variant / "sshd_config"

    def key(self, name: str) -> Path:
        """A private key; its public half lies beside it."""
        return self.folder / "keys" / name

    def deploy(self, *words: str, variant: str = VARIANTS[0]) -> subprocess.CompletedProcess[str]:
        """Run `hrtui deploy` for this server."""
        places = {
            "account": self.account, "etc": self.etc, "data": self.data, "backups": self.folder / "backups",
            "sshd": self.tool("sshd"), "sshd-config": self.config(variant), "cron": self.folder / "cron.d",
        }  # fmt: skip
        given = [word for name, value in places.items() for word in (f"--{name}", str(value))]
        return self.hrtui("deploy", *given, *words)

    def hrtui(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the installed hrtui as root."""
        command = [str(self.program / "bin" / "hrtui"), *words]
        environment = {"PATH": os.defpath, "HOME": str(self.folder), **self.libraries()}
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    def tool(self, name: str) -> Path:
        """A program of OpenSSH."""
        places = [self.tools / folder / name for folder in ("usr/sbin", "usr/bin", "usr/lib/openssh")]
        return next((place for place in places if place.exists()), places[0])

    def libraries(self) -> dict[str, str]:
        """Where the libraries of unpacked programs are."""
        if self.tools == Path("/"):
            return {}
        return {"LD_LIBRARY_PATH": ":".join(map(str, {file.parent for file in self.tools.rglob("*.so*")}))}

    def client(self, who: str, *options: str, tty: bool = False) -> list[str]:
        """The command with which somebody comes; what follows it is asked for."""
        kind = "-tt" if tty else "-T"
        port = str(self.ports[self.variant])
        return [
            str(self.tool("ssh")),
            *OPTIONS,
            kind,
            "-i",
            str(self.key(who)),
            "-p",
            port,
            *options,
            f"{self.account}@127.0.0.1",
        ]

    def environment(self, **others: str) -> dict[str, str]:
        """What the client's own process has."""
        return {"PATH": os.defpath, "TERM": "xterm-256color", "HOME": str(self.folder), **self.libraries(), **others}

    def ask(self, argv: Sequence[str], given: str = "", patience: float = PATIENCE, **others: str) -> str:
        """Run a client to its end; what it printed, both ways, then its exit code."""
        try:
            done = subprocess.run(
                list(argv),
                input=given,
                capture_output=True,
                text=True,
                timeout=patience,
                env=self.environment(**others),
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            return f"TIMEOUT {error.stdout!r}"
        return f"{done.stdout}{done.stderr}exit {done.returncode}"

    def screens(self, who: str, *options: str, columns: int = 80, lines: int = 24, **others: str) -> Terminal:
        """The screens on a terminal, as somebody sees them."""
        return Terminal(self.client(who, *options, tty=True), self.environment(**others), columns, lines)

    def trail(self) -> list[tuple[str, str, str]]:
        """Who did what, and the detail, in order."""
        with sqlite3.connect(f"file:{self.store}?mode=ro", uri=True) as db:
            return [tuple(row) for row in db.execute("SELECT actor, action, detail FROM audit ORDER BY id")]

    def sessions(self) -> list[int]:
        """The processes of the service account that are alive."""
        uid, found = pwd.getpwnam(self.account).pw_uid, []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, IndexError):
                state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
                if folder.stat().st_uid == uid and state not in "ZX" or _gate_of(folder, self.gate):
                    found.append(int(folder.name))
        return found

    @contextmanager
    def gate_doing(self, code: str) -> Iterator[None]:
        """For a while, let the gate do something else in the place of the screens: `code` defines `screens() -> int`."""
        whole = self.gate.read_text()
        head, main = whole.split("from hrtui.served.gate import main", 1)
        swap = "from hrtui.served import serving\nserving._open = lambda *_: screens()\n"
        self.gate.write_text(f"{head}{code}\n{swap}from hrtui.served.gate import main{main}")
        try:
            yield
        finally:
            self.gate.write_text(whole)

    @contextmanager
    def mode(self, path: Path, mode: int) -> Iterator[None]:
        """For a while, give a file or folder another mode."""
        before = path.stat().st_mode & 0o7777
        path.chmod(mode)
        try:
            yield
        finally:
            path.chmod(before)

    @contextmanager
    def text(self, path: Path, change: Callable[[str], str]) -> Iterator[None]:
        """For a while, let a file say something else."""
        before = path.read_text()
        path.write_text(change(before))
        try:
            yield
        finally:
            path.write_text(before)


def until(condition: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, f"never saw {what}"
        time.sleep(TICK)


def _gate_of(folder: Path, gate: Path) -> bool:
    return os.fsencode(gate) in (folder / "cmdline").read_bytes().split(b"\0")


@contextmanager
def server() -> Iterator[TestServer]:
    """Make the server, with one sshd for each kind of sftp, until the block ends; skips, saying why, where it cannot be made."""
    tools = _tools()
    _able(tools)
    folder = Path(tempfile.mkdtemp(prefix="hrtui-test-", dir="/opt"))
    made = TestServer(f"hrtui-{folder.name[-8:].lower().replace('_', 'x')}", folder, tools)
    try:
        folder.chmod(0o755)
        _separate()
        _install(made)
        _keys(made)
        for variant in VARIANTS:
            _configure(made, variant)
            done = made.deploy("--apply", "--company", "Quiet Ltd", variant=variant)
            assert done.returncode == 1 and "nobody can log in yet" in done.stdout or variant != VARIANTS[0], done
            if variant == VARIANTS[0]:
                _admit(made)
            _start(made, variant)
        yield made
    finally:
        for process in made.processes:
            process.terminate()
            process.wait()
        _gone(made)


def _tools() -> Path:
    return UNPACKED if (UNPACKED / "usr/sbin/sshd").exists() else Path("/")


def _able(tools: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("a real server wants root: it makes an account and starts sshd")
    if not (tools / "usr/sbin/sshd").exists() or not (tools / "usr/bin/ssh").exists():
        pytest.skip(
            "OpenSSH is neither installed nor unpacked; `make test` unpacks it on Debian, where apt-get reaches its packages"
        )
    if sandbox.landlock_version() < 1:
        pytest.skip("this kernel has no Landlock, without which the gate lets nobody in")
    seen = subprocess.run(
        [PYTHON, "-c", "import sys, venv; print(*sys.version_info[:2])"], capture_output=True, text=True, check=False
    )
    if seen.stdout.split() != [str(part) for part in sys.version_info[:2]]:
        pytest.skip(
            f"{PYTHON} is not the Python of these tests, whose own lies where the service account cannot run it"
        )


def _separate() -> None:
    """sshd's own account, to which it gives up its rights; an unpacked one brings none."""
    if not _known("sshd"):
        words = ["--system", "--no-create-home", "--home-dir", "/run/sshd", "--shell", "/usr/sbin/nologin", "sshd"]
        subprocess.run(["useradd", *words], check=False)  # another process of the tests may make it at once


def _install(made: TestServer) -> None:
    """hrtui and what it needs in an environment that anybody may run and root alone may write: links to the tests' own files."""
    subprocess.run([PYTHON, "-m", "venv", "--without-pip", made.program], check=True)
    packages = made.program / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    own = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    skipped = shutil.ignore_patterns(
        "mypy*",
        "ruff*",
        "hypothesis*",
        "pytest*",
        "_pytest",
        "*.pth",
        "pip*",
        "setuptools*",
        "__editable__*",
        "_editable*",
    )
    shutil.copytree(own, packages, dirs_exist_ok=True, ignore=skipped, copy_function=_linked)
    for name in ("hrtui", "screens", "data"):
        shutil.copytree(ROOT / name, packages / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (made.program, *made.program.rglob("*")):
        os.chown(path, 0, 0, follow_symlinks=False)
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o022 | 0o444 | (0o111 if path.is_dir() else 0))
    starter = made.program / "bin" / "hrtui"
    starter.write_text(STARTER.format(program=made.program))
    starter.chmod(0o755)


def _linked(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def _keys(made: TestServer) -> None:
    (made.folder / "keys").mkdir(mode=0o700)
    (made.folder / "cron.d").mkdir()
    for name in ("host", *KEYS):
        words = [str(made.tool("ssh-keygen")), "-q", "-t", "ed25519", "-N", "", "-f", str(made.key(name))]
        subprocess.run(words, check=True, env=made.environment())


def _configure(made: TestServer, variant: str) -> None:
    """Debian's own configuration, but for where it listens, its host key, and the folder it includes."""
    config = made.config(variant)
    (config.parent / "sshd_config.d").mkdir(parents=True)
    stock = (made.tools / "usr/share/openssh/sshd_config").read_text()
    stock = stock.replace("/etc/ssh/sshd_config.d", str(config.parent / "sshd_config.d"))
    helper = "internal-sftp" if variant == "internal-sftp" else str(made.tool("sftp-server"))
    stock = re.sub(r"(?m)^Subsystem.*$", f"Subsystem sftp {helper}", stock)
    made.ports[variant] = free_port()
    config.write_text(
        f"Port {made.ports[variant]}\nListenAddress 127.0.0.1\nHostKey {made.key('host')}\nPidFile {config.parent}/pid\n{stock}"
    )


def _admit(made: TestServer) -> None:
    """Three users with a key each; keys that lead nowhere: in no line, in two people's, without a login, with options."""
    config = made.etc / "hrtui.yaml"
    people = "".join(f"  - {{login: {login}, roles: {roles}}}\n" for login, roles in USERS.items())
    config.write_text(config.read_text().replace("\nusers:\n", f"\nusers:\n{people}", 1))
    public = {name: " ".join(made.key(name).with_suffix(".pub").read_text().split()[:2]) for name in KEYS}
    lines = [f"{public[name]} {name}" for name in USERS]
    lines += [
        f"{public['twice']} alice",
        f"{public['twice']} bob",
        public["bare"],
        f'command="id" {public["optioned"]} alice',
    ]
    listed = made.etc / "authorized_keys"
    listed.write_text(listed.read_text() + "\n".join(lines) + "\n")


def _start(made: TestServer, variant: str) -> None:
    """Start an sshd and wait until it answers."""
    Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    log = made.config(variant).parent / "log"
    words = [str(made.tool("sshd")), "-D", "-f", str(made.config(variant)), "-E", str(log)]
    process = subprocess.Popen(words, env=made.environment(), start_new_session=True, stdin=subprocess.DEVNULL)
    made.processes.append(process)

    def answers() -> bool:
        assert process.poll() is None, log.read_text()
        with suppress(OSError), socket.create_connection(("127.0.0.1", made.ports[variant]), 1):
            return True
        return False

    until(answers, "sshd")


def _gone(made: TestServer) -> None:
    for process in made.sessions() if _known(made.account) else ():
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    if _known(made.account):
        until(lambda: not made.sessions(), "the end of all sessions")
        subprocess.run(["userdel", made.account], check=False, capture_output=True)
    shutil.rmtree(made.folder, ignore_errors=True)


def _known(account: str) -> bool:
    return any(entry.pw_name == account for entry in pwd.getpwall())
