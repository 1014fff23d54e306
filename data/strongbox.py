"""Files sealed for the holder of a backup key: whoever has the public half writes them, the secret half alone opens them.

A file: the mark, the id of the backup key, a public key made for this file alone, then pieces sealed with AES-256-GCM under the
key that both agree on (X25519, HKDF-SHA256), and the SHA-256 of all that. Each piece's nonce is its place and whether it is the
last one, so that pieces that are missing, moved or changed are found; the digest at the end tells damage without any key.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from data.keyfile import OTHERS
from hrtui.errors import StoreDamaged, StoreError

MARK = b"hrtui-sealed-1\n"
PUBLIC, SECRET = "hrtui-backup-public-1:", "hrtui-backup-secret-1:"
KEY_BYTES = 32
ID_BYTES = 8
TAG_BYTES = 16
DIGEST_BYTES = 32
PIECE = 256 << 10
HEAD_BYTES = len(MARK) + ID_BYTES + KEY_BYTES


@dataclass(frozen=True, slots=True)
class BackupKey:
    """A backup key: its public half, and its secret one where it is at hand."""

    public: bytes
    secret: bytes | None = field(default=None, repr=False)

    @property
    def id(self) -> bytes:
        """What the key is known by."""
        return hashlib.sha256(b"hrtui backup key 1" + self.public).digest()[:ID_BYTES]


def create_pair(path: Path) -> tuple[Path, Path]:
    """Make a backup key: the secret half at a path, for its owner only, and the public one beside it as `PATH.pub`.

    Raises StoreError where one of the files exists or cannot be made.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    made = X25519PrivateKey.generate()
    beside = path.with_name(path.name + ".pub")
    _new(path, SECRET, made.private_bytes_raw(), 0o600)
    try:
        _new(beside, PUBLIC, made.public_key().public_bytes_raw(), 0o644)
    except StoreError:
        path.unlink()
        raise
    return path, beside


def load(path: Path) -> BackupKey:
    """The backup key of a file with either half; raise StoreError where it cannot be read, is open to all or is none."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    try:
        text = path.read_text(encoding="ascii").strip()
        open_to_all = path.stat().st_mode & OTHERS
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"The backup key {path} cannot be read; correct `store: backup_key:`, or name another."
        ) from error
    for mark in (PUBLIC, SECRET):
        key = b""
        with suppress(ValueError):
            key = base64.b64decode(text.removeprefix(mark), validate=True) if text.startswith(mark) else b""
        if len(key) == KEY_BYTES and mark == PUBLIC:
            return BackupKey(key)
        if len(key) == KEY_BYTES:
            if open_to_all:
                raise StoreError(
                    f"The secret backup key {path} is open to every user of this machine; run `chmod o= {path}`."
                )
            return BackupKey(X25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw(), key)
    raise StoreError(f"{path} is not a backup key of hrtui; `hrtui secrets backup-key FILE` makes one.")


def is_sealed(file: Path) -> bool:
    """Whether a file is one that was sealed."""
    with file.open("rb") as stream:
        return stream.read(len(MARK)) == MARK


def sealed_for(file: Path) -> str:
    """The id of the backup key that opens a sealed file, in hexadecimal digits."""
    with file.open("rb") as stream:
        return stream.read(HEAD_BYTES)[len(MARK) :][:ID_BYTES].hex()


def seal(source: Path, target: Path, key: BackupKey) -> str:
    """Write a file, sealed, over an empty one, and return the SHA-256 of what was written; takes little memory whatever its size."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    once = X25519PrivateKey.generate()
    head = MARK + key.id + once.public_key().public_bytes_raw()
    box = _box(once.private_bytes_raw(), key.public, head)
    inner, whole = hashlib.sha256(), hashlib.sha256()
    with source.open("rb") as plain, target.open("wb") as out:
        for part in _parts(plain, head, box):
            inner.update(part)
            whole.update(part)
            out.write(part)
        whole.update(inner.digest())
        out.write(inner.digest())
        out.flush()
        os.fsync(out.fileno())
    return whole.hexdigest()


def _parts(plain: BinaryIO, head: bytes, box: Any) -> Iterator[bytes]:
    yield head
    place, piece = 0, plain.read(PIECE)
    while True:
        following = plain.read(PIECE)
        yield box.encrypt(_nonce(place, last=not following), piece, head)
        if not following:
            return
        place, piece = place + 1, following


def unseal(source: Path, key: BackupKey) -> Iterator[bytes]:
    """What was sealed, piece by piece, each proven before it is given; use nothing of it before the last one has come.

    Raises StoreDamaged where the file was cut short or changed, StoreError where it was sealed for another key.
    """
    from cryptography.exceptions import InvalidTag

    with source.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        _check_key(source, head, key)
        left = os.fstat(stream.fileno()).st_size - HEAD_BYTES - DIGEST_BYTES
        box = _opener(source, key, head)
        place, most = 0, PIECE + TAG_BYTES
        while True:
            size, last = min(left, most), left <= most
            piece = stream.read(max(size, 0))
            try:
                if len(piece) != size:
                    raise InvalidTag
                yield box.decrypt(_nonce(place, last=last), piece, head)
            except (InvalidTag, ValueError) as error:
                raise StoreDamaged(f"{source} was cut short or changed since it was sealed. Take another.") from error
            if last:
                break
            place, left = place + 1, left - size
    if not whole(source):
        raise StoreDamaged(f"{source} was cut short or changed since it was sealed. Take another.")


def write_unsealed(source: Path, target: Path, key: BackupKey) -> None:
    """Write what was sealed over a file of ours; raises as `unseal`."""
    with target.open("wb") as out:
        for piece in unseal(source, key):
            out.write(piece)


def whole(file: Path) -> bool:
    """Whether a sealed file is as it was written, by the digest at its end; no key is needed."""
    seen = hashlib.sha256()
    with file.open("rb") as stream:
        left = os.fstat(stream.fileno()).st_size - DIGEST_BYTES
        while left > 0 and (piece := stream.read(min(left, PIECE))):
            seen.update(piece)
            left -= len(piece)
        return left == 0 and stream.read() == seen.digest()


def _check_key(source: Path, head: bytes, key: BackupKey) -> None:
    if len(head) < HEAD_BYTES or not head.startswith(MARK):
        raise StoreDamaged(f"{source} is not a sealed file of hrtui, or was cut short. Take another.")
    wanted = head[len(MARK) :][:ID_BYTES]
    if wanted != key.id:
        raise StoreError(
            f"{source} was sealed for backup key {wanted.hex()}, and the one at hand is {key.id.hex()}; name another."
        )
    if key.secret is None:
        raise StoreError(
            f"The public half of backup key {key.id.hex()} opens nothing; name the file of its secret half."
        )


def _opener(source: Path, key: BackupKey, head: bytes) -> Any:
    try:
        return _box(key.secret or b"", head[-KEY_BYTES:], head, key.public)
    except ValueError as error:  # a point that no key has
        raise StoreDamaged(f"{source} was changed since it was sealed. Take another.") from error


def _box(secret: bytes, public: bytes, head: bytes, recipient: bytes = b"") -> Any:
    """The cipher of one file, from one's own secret half and the other's public one; `recipient` is the backup key's where that
    is one's own."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    shared = X25519PrivateKey.from_private_bytes(secret).exchange(X25519PublicKey.from_public_bytes(public))
    salt = head[-KEY_BYTES:] + (recipient or public)
    return AESGCM(HKDF(hashes.SHA256(), KEY_BYTES, salt, b"hrtui sealed file 1").derive(shared))


def _nonce(place: int, last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes([last])


def _new(path: Path, mark: str, key: bytes, mode: int) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            os.fchmod(file.fileno(), mode)
            file.write(mark + base64.b64encode(key).decode() + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(f"The backup key {path} cannot be made: {error.strerror}. Name another.") from error
