"""Exim, a real mail server, on a free port of the loopback address: unpacked by `make test`, told what to do by a test, and gone with it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.ports import free_port

UNPACKED = Path(sys.prefix) / "mail"
PROGRAM = UNPACKED / "usr" / "sbin" / "exim4"
USER, PASSWORD = "jobs", "open sesame"
NOBODY = 65534
PATIENCE = 20.0
TICK = 0.01

CONFIGURATION = """
primary_hostname = localhost
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
spool_directory = {folder}/spool
log_file_path = {folder}/log/%s
pid_file_path = {folder}/pid
exim_path = {folder}/exim
deliver_drop_privilege
keep_environment = ^LD_ : ^NSS_
host_lookup =
helo_lookup_domains =
rfc1413_hosts =
smtp_accept_max = 20
tls_advertise_hosts = {tls_hosts}
{tls}
acl_smtp_rcpt = recipient
acl_smtp_data = text
begin acl
recipient:
  deny message = no such mailbox
       local_parts = gone
  deny message = log in first
       condition = {needs_login}
       !authenticated = *
  accept
text:
  accept logwrite = :main: has the text
         delay = {delay}s
begin routers
every:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  directory = {folder}/box
  create_directory
  maildir_format
  envelope_to_add
  user = Debian-exim
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{login}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_advertise_condition = ${{if def:tls_in_cipher}}
  server_set_id = $auth2
"""


@dataclass
class Exim:
    """A running server: where it listens, what it keeps its mail and log in, and the certificate it shows."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def certificate(self) -> Path:
        """The certificate it shows, which nobody trusts by itself."""
        return self.folder / "certificate.pem"

    def box(self, count: int) -> list[EmailMessage]:
        """What arrived, once nothing is on its way any more: so many, or the test has failed."""
        self.until(lambda: len(self._files()) >= count and not self._on_their_way())
        found = self._files()
        assert len(found) == count, self.log()
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in found]

    def log(self) -> str:
        """What it wrote down."""
        file = self.folder / "log" / "main"
        return file.read_text("utf-8", "replace") if file.exists() else ""

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until a condition holds; fail with the log where it never does, or the server ends before."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, self.log()
            try:
                self.process.wait(TICK)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError((self.folder / "said").read_text("utf-8", "replace") + self.log())

    def kill(self) -> None:
        """End it with all its processes at once, as where a machine loses its power."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _files(self) -> list[Path]:
        return sorted((self.folder / "box" / "new").glob("*"))

    def _on_their_way(self) -> list[Path]:
        return list((self.folder / "spool" / "input").rglob("*-D"))


@contextmanager
def exim(*, tls: bool = False, delay: int = 0) -> Iterator[Exim]:
    """Run a server until the block ends. With `tls` it wants a login, for which it shows a certificate first; with `delay` it
    waits so many seconds once it has a text, before it takes it. The mailbox `gone` is refused."""
    if not PROGRAM.exists():
        pytest.skip("no mail server is unpacked; `make test` unpacks one on Debian, where apt-get reaches its packages")
    with tempfile.TemporaryDirectory(prefix="exim-") as named:
        folder = Path(named)
        port = free_port()
        _furnish(folder, port, tls=tls, delay=delay)
        running = Exim(port, folder, _started(folder))
        try:
            running.until(lambda: _answers(port))
            yield running
        finally:
            running.kill()


def _furnish(folder: Path, port: int, *, tls: bool, delay: int) -> None:
    """Put what the server needs into its folder, which belongs to whom it runs as: never root."""
    shutil.copy(PROGRAM, folder / "exim")
    (folder / "libraries").mkdir()
    for library in [*UNPACKED.glob("lib/*/*.so*"), *UNPACKED.glob("usr/lib/*/*.so*")]:
        shutil.copy(library, folder / "libraries" / library.name)
    _certify(folder)
    given = {"tls_hosts": ":", "needs_login": "false", "tls": ""}
    if tls:
        shown = f"tls_certificate = {folder}/certificate.pem\ntls_privatekey = {folder}/key.pem"
        given = {"tls_hosts": "*", "needs_login": "true", "tls": shown}
    told = CONFIGURATION.format(port=port, folder=folder, delay=delay, login=USER, password=PASSWORD, **given)
    (folder / "exim.conf").write_text(told)
    user, group = _who()
    (folder / "passwd").write_text(f"root:x:0:0::/:/bin/false\nDebian-exim:x:{user}:{group}::/:/bin/false\n")
    (folder / "group").write_text(f"root:x:0:\nDebian-exim:x:{group}:\n")
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user, group)


def _started(folder: Path) -> subprocess.Popen[bytes]:
    libraries = folder / "libraries"
    environment = {
        "PATH": os.defpath, "LD_LIBRARY_PATH": str(libraries), "LD_PRELOAD": str(libraries / "libnss_wrapper.so"),
        "NSS_WRAPPER_PASSWD": str(folder / "passwd"), "NSS_WRAPPER_GROUP": str(folder / "group"),
    }  # fmt: skip
    user, group = _who()
    as_whom: dict[str, object] = {"user": user, "group": group, "extra_groups": []} if os.geteuid() == 0 else {}
    with (folder / "said").open("wb") as said:
        return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
            [folder / "exim", "-bdf", "-C", folder / "exim.conf"],
            env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True, cwd=folder, **as_whom,
        )  # fmt: skip


def _who() -> tuple[int, int]:
    return (NOBODY, NOBODY) if os.geteuid() == 0 else (os.geteuid(), os.getegid())


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as tried:
            return tried.recv(3) == b"220"
    except OSError:
        return False


def _certify(folder: Path) -> None:
    """A certificate for the loopback address, signed by itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)  # noqa: TID251 - OpenSSL looks at the real clock
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
