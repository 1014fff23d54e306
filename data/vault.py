"""Sealed values: AES-GCM bound to kind and person, a blind index for exact lookup, keys derived from one key file.

A box names its key: VERSION, the key's id, the nonce, the ciphertext. Boxes of the first version name none.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable
from typing import Any

from hrtui.errors import StoreDamaged

UNNAMED, VERSION = b"\x01", b"\x02"
ID_BYTES = 8
NONCE_BYTES = 12
KEY_BYTES = 32
BLIND_BYTES = 16
Find = Callable[[bytes], bytes | None]


class Vault:
    """Seals private values with one company's key, and opens them; `find` knows a key by its id where a value was sealed with
    another one."""

    def __init__(self, key: bytes, find: Find | None = None) -> None:
        self.id = key_id(key)
        self._find = find
        self._boxes = {self.id: _box(key)}
        self._blind = _derived(key, b"hrtui blind index 1")

    def seal(self, kind: str, person_id: int, text: str) -> bytes:
        """The value encrypted, to be opened only as this kind and for this person."""
        nonce, named = os.urandom(NONCE_BYTES), VERSION + self.id
        return named + nonce + self._boxes[self.id].encrypt(nonce, text.encode(), named + _bound(kind, person_id))

    def open(self, kind: str, person_id: int, box: bytes) -> str:
        """The value; raise StoreDamaged where it was sealed with another key, for another person, or was changed."""
        from cryptography.exceptions import InvalidTag

        box = bytes(box)
        named = box[: 1 + ID_BYTES] if box.startswith(VERSION) else b""
        start = len(named) or len(UNNAMED)
        nonce, sealed = box[start : start + NONCE_BYTES], box[start + NONCE_BYTES :]
        opener = self._opener(named[1:] or self.id)
        if opener is None:
            raise _closed(kind, person_id, f"it was sealed with another key, {named[1:].hex()}")
        try:
            if not box.startswith((UNNAMED, VERSION)):
                raise InvalidTag
            text: str = opener.decrypt(nonce, sealed, named + _bound(kind, person_id)).decode()
        except (InvalidTag, ValueError) as error:
            raise _closed(kind, person_id, "it was sealed with another key, or was changed") from error
        return text

    def blind(self, kind: str, text: str) -> bytes:
        """What equal values of a kind have in common, whatever their spaces and dashes; it tells nothing of the value."""
        plain = "".join(char for char in text.upper() if char.isalnum())
        return hmac.digest(self._blind, f"{kind}\x1f{plain}".encode(), "sha256")[:BLIND_BYTES]

    def _opener(self, id_: bytes) -> Any:
        if id_ not in self._boxes and self._find is not None and (key := self._find(id_)) is not None:
            self._boxes[id_] = _box(key)
        return self._boxes.get(id_)


def key_id(key: bytes) -> bytes:
    """What a key is known by; it tells nothing of the key."""
    return _derived(key, b"hrtui key id 1")[:ID_BYTES]


def new_key() -> bytes:
    """A key nobody has."""
    return os.urandom(KEY_BYTES)


def _closed(kind: str, person_id: int, why: str) -> StoreDamaged:
    return StoreDamaged(f"The sealed {kind} of person {person_id} does not open: {why}. Check `store: key_file:`.")


def _box(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(_derived(key, b"hrtui box 1"))


def _bound(kind: str, person_id: int) -> bytes:
    return f"{kind}:{person_id}".encode()


def _derived(key: bytes, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(hashes.SHA256(), KEY_BYTES, None, purpose).derive(key)
