"""Sealed values: AES-GCM bound to kind and person, a blind index for exact lookup, keys derived from one key file."""

from __future__ import annotations

import base64
import hmac
import os
import stat
from pathlib import Path

from hrtui.errors import StoreDamaged, StoreError

VERSION = b"\x01"
NONCE_BYTES = 12
KEY_BYTES = 32
BLIND_BYTES = 16
PREFIX = "hrtui-key-1:"


class Vault:
    """Seals and opens private values with one company's key."""

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._box = AESGCM(_derived(key, b"hrtui box 1"))
        self._blind = _derived(key, b"hrtui blind index 1")

    def seal(self, kind: str, person_id: int, text: str) -> bytes:
        """The value encrypted, to be opened only as this kind and for this person."""
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + nonce + self._box.encrypt(nonce, text.encode(), _bound(kind, person_id))

    def open(self, kind: str, person_id: int, box: bytes) -> str:
        """The value; raise StoreDamaged where it was sealed with another key, for another person, or was changed."""
        from cryptography.exceptions import InvalidTag

        box = bytes(box)
        nonce, sealed = box[1 : 1 + NONCE_BYTES], box[1 + NONCE_BYTES :]
        try:
            if not box.startswith(VERSION):
                raise InvalidTag
            return self._box.decrypt(nonce, sealed, _bound(kind, person_id)).decode()
        except (InvalidTag, ValueError) as error:
            raise StoreDamaged(
                f"The sealed {kind} of person {person_id} does not open: it was sealed with another key, or was changed. "
                "Check `store: key_file:`."
            ) from error

    def blind(self, kind: str, text: str) -> bytes:
        """What equal values of a kind have in common, whatever their spaces and dashes; it tells nothing of the value."""
        plain = "".join(char for char in text.upper() if char.isalnum())
        return hmac.digest(self._blind, f"{kind}\x1f{plain}".encode(), "sha256")[:BLIND_BYTES]


def create_key(path: Path) -> bytes:
    """Make a key file only its owner can read; raise StoreError where the file exists: a key is never overwritten."""
    key = os.urandom(KEY_BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(f"The key file {path} cannot be made: {error.strerror}. Name another.") from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(PREFIX + base64.b64encode(key).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def load_key(path: Path) -> bytes:
    """The key of a key file; raise StoreError where it is missing, unreadable, open to everyone or no key."""
    try:
        open_to_all = path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH)
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"The key file {path} cannot be read; correct `store: key_file:` or bring it back.") from error
    if open_to_all:
        raise StoreError(f"The key file {path} is open to every user of this machine; run `chmod o= {path}`.")
    try:
        key = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except ValueError:
        key = b""
    if not text.startswith(PREFIX) or len(key) != KEY_BYTES:
        raise StoreError(f"{path} is not a key file of hrtui; correct `store: key_file:`.")
    return key


def _bound(kind: str, person_id: int) -> bytes:
    return f"{kind}:{person_id}".encode()


def _derived(key: bytes, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(hashes.SHA256(), KEY_BYTES, None, purpose).derive(key)
