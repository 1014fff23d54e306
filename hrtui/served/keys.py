"""Who somebody is: the key that sshd verified, and the login that the root-owned list of keys gives it; pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from hrtui.served.refusal import Refused

TYPES = ("ssh-ed25519", "sk-ssh-ed25519@openssh.com", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
         "sk-ecdsa-sha2-nistp256@openssh.com", "ssh-rsa")  # fmt: skip
LOGIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Key:
    """A public key as OpenSSH writes it: its type, and its body in base64."""

    type: str
    body: str

    @property
    def fingerprint(self) -> str:
        """What `ssh-keygen -l` calls it: SHA256 and 43 characters."""
        digest = hashlib.sha256(base64.b64decode(self.body)).digest()
        return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def used(auth: str) -> Key:
    """The key that sshd verified, of the lines of its SSH_USER_AUTH file; raises Refused unless it is exactly one."""
    lines = [line.split() for line in auth.splitlines() if line.strip()]
    found = [words for words in lines if words[0] == "publickey"]
    if len(lines) != 1 or len(found) != 1 or len(found[0]) != 3:
        raise Refused("sshd did not say with which one key you came")
    return key_of(found[0][1], found[0][2])


def key_of(kind: str, body: str) -> Key:
    """A key of its two words; raises Refused where they are none."""
    try:
        blob = base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        blob = b""
    name = blob[4 : 4 + int.from_bytes(blob[:4], "big")] if len(blob) > 4 else b""
    if kind not in TYPES or name != kind.encode():
        raise Refused("the key is of a kind that is not taken; use an Ed25519 key")
    return Key(kind, body)


def login_of(key: Key, listed: str) -> str:
    """The login a list of keys gives a key: `TYPE BODY LOGIN` on a line of its own, and nothing else on it.

    Raises Refused where no line names it, or lines name it for two people, or a line does so with options.
    """
    logins: set[str] = set()
    for line in listed.splitlines():
        words = line.split()
        if not words or words[0].startswith("#") or key.body not in words:
            continue
        if words[:2] != [key.type, key.body] or len(words) != 3 or not LOGIN.fullmatch(words[2]):
            raise Refused("your key stands in the list with more, or less, than a login behind it")
        logins.add(words[2])
    if len(logins) != 1:
        raise Refused("your key is listed for two people" if logins else "your key is not listed")
    return logins.pop()
