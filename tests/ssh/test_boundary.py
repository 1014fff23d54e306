"""What leads out of the screens, tried over ssh as staff: nothing does."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.server import OPTIONS, TestServer, until

CANARY = b"CANARY"
HOME = "Quiet Ltd · Home"


@pytest.fixture(scope="module")
def canary() -> Iterator[int]:
    """A port of the server's own that says a word to whoever reaches it."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(20)

        def answer() -> None:
            while True:
                try:
                    came, _ = listening.accept()
                except OSError:
                    return
                with came:
                    came.sendall(CANARY)

        threading.Thread(target=answer, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_who_somebody_is_comes_from_the_key(served: TestServer, who: str) -> None:
    sent = (
        "-o",
        "SetEnv=HRTUI_LOGIN=root LC_HR=carol PYTHONINSPECT=1 LD_PRELOAD=/x USER=carol LOGNAME=carol HRTUI_CONFIG=/tmp/x",
    )
    with served.screens(who, *sent) as terminal:
        terminal.shows(HOME)
        assert f"· {who} (" in terminal.text


COMMANDS = (
    "id", "/bin/sh", "cat /etc/passwd", "sftp-server", "internal-sftp", "import x; id", "$(id)", "`id`", "export ../../etc/hrtui.key",
    "export /etc/passwd", "export .hidden", "export a/b", "export", "export a b", "import", "files now", "'", "remove ..",
    "export hrtui.db",  "open people", "deploy --check", "export a\nid", "export 'a\u202eb'", "x" * 4000,
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_but_the_few(one: TestServer, command: str) -> None:
    said = one.ask([*one.client("alice"), command], "id\n")
    assert "uid=" not in said and "root:" not in said and "exit 0" not in said
    assert "hrtui: there is no such command" in said or "You have no file" in said


def test_no_shell_without_a_terminal(served: TestServer) -> None:
    said = served.ask(served.client("alice"), "id\n")
    assert "the screens need a terminal" in said and "uid=" not in said


REFUSALS = {
    "bare": "more, or less, than a login", "twice": "listed for two people", "optioned": "more, or less, than a login",
    "stranger": "Permission denied",
}  # fmt: skip


@pytest.mark.parametrize("command", ["id", "sftp-server", "internal-sftp"])
def test_no_subsystem_by_its_name(served: TestServer, command: str) -> None:
    assert "uid=" not in (said := served.ask([*served.client("alice", "-s"), command])) and "exit 0" not in said


@pytest.mark.parametrize("key", REFUSALS)
def test_a_key_that_names_not_one_person_gets_nothing(one: TestServer, key: str) -> None:
    said = one.ask([*one.client(key), "id"])
    assert REFUSALS[key] in said and "uid=" not in said


def test_a_key_of_nobody_in_the_configuration_gets_nothing(one: TestServer) -> None:
    with one.text(one.etc / "hrtui.yaml", lambda text: text.replace("  - {login: bob, roles: [auditor_read]}\n", "")):
        assert "bob is no user of Quiet Ltd" in one.ask([*one.client("bob"), "files"])


def test_no_password_is_asked(served: TestServer) -> None:
    said = served.ask([*served.client("stranger", "-o", "PreferredAuthentications=password,keyboard-interactive")])
    assert "Permission denied (publickey)" in said


@pytest.mark.parametrize("tool", ["sftp", "scp", "scp -O"])
def test_no_file_is_transferred(served: TestServer, tool: str, tmp_path: Path) -> None:
    name, *more = tool.split()
    options = [*OPTIONS[:-2], "-i", str(served.key("alice")), "-P", str(served.ports[served.variant])]
    got, batch = tmp_path / "got", tmp_path / "batch"
    batch.write_text(f"get {served.store} {got}\nput {batch} {served.data}/put\n")
    program, host = str(served.tool(name)), f"{served.account}@127.0.0.1"
    ssh = ["-S", str(served.tool("ssh"))]
    if name == "sftp":
        served.ask([program, *ssh, *options, "-b", str(batch), host])
    else:
        served.ask([program, *ssh, *more, *options, f"{host}:{served.store}", str(got)])
        served.ask([program, *ssh, *more, *options, str(batch), f"{host}:{served.data}/put"])
    assert not got.exists() and not (served.data / "put").exists()


def test_no_stream_is_forwarded(served: TestServer, canary: int) -> None:
    assert CANARY.decode() not in served.ask(served.client("alice", "-W", f"127.0.0.1:{canary}"), patience=5)


@pytest.mark.parametrize("kind", ["-L", "-R", "-D"])
def test_no_port_is_forwarded(served: TestServer, canary: int, kind: str) -> None:
    port = free_port()
    to = "" if kind == "-D" else f":127.0.0.1:{canary}"
    client = served.client("alice", "-N", "-o", "ExitOnForwardFailure=no", kind, f"127.0.0.1:{port}{to}")
    with subprocess.Popen(
        client, env=served.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        got = b""
        with suppress(OSError, AssertionError):
            until(lambda: _reached(port) or process.poll() is not None, "the forwarded port", 2)
            got = _asked(port, canary, socks=kind == "-D")
        process.kill()
    assert CANARY not in got


def _reached(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def _asked(port: int, canary: int, *, socks: bool) -> bytes:
    with socket.create_connection(("127.0.0.1", port), 2) as line:
        line.settimeout(2)
        if socks:
            line.sendall(b"\5\1\0")
            line.recv(2)
            line.sendall(b"\5\1\0\1\x7f\0\0\1" + canary.to_bytes(2, "big"))
            line.recv(10)
        return line.recv(16)


@pytest.mark.parametrize("kind", ["-L", "-R"])
def test_no_socket_is_forwarded(served: TestServer, kind: str, tmp_path: Path) -> None:
    there, here = served.folder / "there.sock", tmp_path / "here.sock"
    there.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(there if kind == "-L" else here))
        listening.listen(2)
        listening.settimeout(2)
        way = f"{here}:{there}" if kind == "-L" else f"{served.data}/back.sock:{here}"
        client = served.client("alice", "-N", kind, way)
        with subprocess.Popen(
            client, env=served.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            if kind == "-L":
                with suppress(AssertionError):
                    until(lambda: here.exists() or process.poll() is not None, "the socket", 2)
                with suppress(OSError), socket.socket(socket.AF_UNIX) as line:
                    line.connect(str(here))
                with pytest.raises(TimeoutError):
                    listening.accept()
            else:
                with suppress(AssertionError):
                    until((served.data / "back.sock").exists, "the socket", 2)
            process.kill()
    there.unlink(missing_ok=True)
    assert not (served.data / "back.sock").exists()


def test_a_second_session_on_one_connection_gets_no_shell(served: TestServer, tmp_path: Path) -> None:
    control = str(tmp_path / "control")
    with served.screens("alice", "-M", "-S", control) as terminal:
        terminal.shows(HOME)
        again = [str(served.tool("ssh")), "-F", "none", "-S", control, "-T", "-p", str(served.ports[served.variant])]
        assert "uid=" not in served.ask([*again, f"{served.account}@127.0.0.1", "id"])


@pytest.mark.parametrize("key", ["\x03", "\x1c", "\x1a", "\x04"])
@pytest.mark.parametrize("moment", ["at once", "with the first byte"])
def test_keys_during_the_start_give_no_shell(one: TestServer, key: str, moment: str) -> None:
    with one.screens("alice") as terminal:
        if moment != "at once":
            terminal.until(lambda: terminal.raw, "a byte")
        terminal.send(key, "id\r")
        terminal.until(
            lambda: "Quiet Ltd ·" in terminal.text or terminal.process.poll() is not None, "the screens, or the end"
        )
        assert "uid=" not in terminal.raw and "Traceback" not in terminal.raw


@pytest.mark.parametrize("name", ["", "dumb", "../../etc/passwd", "$(id)", "x" * 3000, "xterm\x1b]0;x\x07"])
def test_no_name_of_a_terminal_does_harm(one: TestServer, name: str) -> None:
    with one.screens("alice", TERM=name) as terminal:
        terminal.shows(HOME)
        assert "uid=" not in terminal.raw and "root:" not in terminal.raw


@pytest.mark.parametrize("what", ["etc", "etc/authorized_keys", "etc/hrtui.yaml"])
def test_a_list_that_others_may_write_closes_the_door(one: TestServer, what: str) -> None:
    path = one.folder / what
    with one.mode(path, 0o777 if path.is_dir() else 0o666):
        said = one.ask([*one.client("alice"), "files"])
    assert "is not root's alone to write" in said or "Permission denied" in said
    assert one.ask([*one.client("alice"), "files"]).endswith("exit 0")


def test_the_files_are_private(one: TestServer) -> None:
    for path in (one.data, *one.data.rglob("*")):
        assert path.stat().st_mode & 0o007 == 0 and path.stat().st_uid != 0, path
    for path in (one.program, one.gate, one.etc, *one.etc.iterdir()):
        assert path.stat().st_uid == 0 and not path.stat().st_mode & 0o022, path
    assert (one.etc / "hrtui.key").stat().st_mode & 0o007 == 0


PROBE = """
import os, sys
def tried(what):
    try:
        got = what()
    except BaseException as error:
        return f"{type(error).__name__} {getattr(error, 'errno', '')}"
    return f"DONE {got!r}"
def screens():
    import ctypes, mmap, signal, socket, subprocess
    print("READY", flush=True)
    print("SAID", tried(lambda: %s), flush=True)
    return 0
"""
ATTEMPTS = {
    "a program": 'os.execv("/bin/sh", ["sh", "-c", "id"])',
    "a program beside": 'subprocess.run(["/usr/bin/id"])',
    "a shell": 'os.system("id") and 1 // 0',
    "a program by number": 'ctypes.CDLL(None, use_errno=True).syscall(59, b"/usr/bin/id", 0, 0) == -1 and 1 // 0',
    "posix_spawn": 'os.posix_spawn("/usr/bin/id", ["id"], {})',
    "Python again": "os.execv(sys.executable, [sys.executable, '-c', 'print(1)'])",
    "the passwords": 'open("/etc/shadow").read()',
    "the host key": "open({host!r}).read()",
    "root's folder": 'os.listdir("/root")',
    "processes": 'os.listdir("/proc")',
    "another session's memory": 'open("/proc/%d/mem" % os.getppid(), "rb").read(1)',
    "the environment of another": 'open("/proc/%d/environ" % os.getppid()).read()',
    "a file in /tmp": 'open("/tmp/hrtui-was-here", "w")',
    "the configuration": 'open({config!r}, "a")',
    "the list of keys": 'open({keys!r}, "a")',
    "the program": 'open({gate!r}, "a")',
    "a file of the program": 'open(os.path.join(os.path.dirname(os.__file__), "x.py"), "w")',
    "a link out": 'os.link("/etc/passwd", {data!r} + "/passwd")',
    "through a link": '(os.symlink("/etc/shadow", {data!r} + "/tmp/s"), open({data!r} + "/tmp/s").read())',
    "a device": 'os.mknod({data!r} + "/sda", 0o60600, 0x800)',
    "a pipe": 'os.mkfifo({data!r} + "/pipe")',
    "the backups": 'os.listdir({backups!r})',
    "a port": 'socket.socket().bind(("127.0.0.1", 0))',
    "another's process": 'os.kill(1, 0)',
    "a trace of its parent": 'ctypes.CDLL(None, use_errno=True).ptrace(16, os.getppid(), 0, 0) == -1 and 1 // 0',
    "root": "os.setuid(0)",
    "a mount": 'ctypes.CDLL(None, use_errno=True).mount(b"none", {data!r}.encode(), b"tmpfs", 0, 0) == -1 and 1 // 0',
    "a dump": '__import__("resource").setrlimit(__import__("resource").RLIMIT_CORE, (1 << 20, 1 << 20))',
    "the environment": '[name for name in os.environ if name not in {allowed!r}] or 1 // 0',
    "the crontab": 'open("/etc/cron.d/x", "w")',
}  # fmt: skip
ALLOWED = (
    "TERM", "COLORTERM", "PATH", "HOME", "LC_ALL", "LC_CTYPE", "HRTUI_CONFIG", "XDG_STATE_HOME", "XDG_CACHE_HOME", "TMPDIR",
    "SQLITE_TMPDIR",
)  # fmt: skip


@pytest.mark.parametrize("what", ATTEMPTS)
def test_not_even_its_own_code_gets_out(one: TestServer, what: str) -> None:
    known = {
        "host": str(one.key("host")), "config": str(one.etc / "hrtui.yaml"), "keys": str(one.etc / "authorized_keys"),
        "gate": str(one.gate), "data": str(one.data), "backups": str(one.folder / "backups"), "allowed": ALLOWED,
    }  # fmt: skip
    attempt = ATTEMPTS[what]
    for name, value in known.items():
        attempt = attempt.replace("{" + name + "!r}", repr(value))
    with (
        one.gate_doing(PROBE % attempt),
        one.screens("alice", "-o", "SetEnv=PYTHONSTARTUP=/x TEXTUAL_DRIVER=x:Y") as terminal,
    ):
        terminal.until(lambda: "SAID" in terminal.raw and terminal.process.poll() is not None, "what came of it")
    assert "DONE" not in terminal.raw and "uid=" not in terminal.raw, terminal.raw
    assert not Path("/tmp/hrtui-was-here").exists()


def test_the_probe_itself_can_do_things(one: TestServer) -> None:
    with one.gate_doing(PROBE % f'open("{one.data}/tmp/mine", "w").write("x")'), one.screens("alice") as terminal:
        terminal.until(lambda: "SAID DONE 1" in terminal.raw, "a file of its own")
    (one.data / "tmp" / "mine").unlink()
