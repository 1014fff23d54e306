"""Sealed files: only the secret half opens them, and whatever is cut off, moved, changed or added is found."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import strongbox
from data.strongbox import DIGEST_BYTES, HEAD_BYTES, PIECE, TAG_BYTES, BackupKey
from hrtui.errors import HrError, StoreDamaged, StoreError

SIZES = (0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7)
WHOLE = PIECE + TAG_BYTES


@pytest.fixture
def key(tmp_path: Path) -> BackupKey:
    secret, _ = strongbox.create_pair(tmp_path / "backup.key")
    return strongbox.load(secret)


def sealed(tmp_path: Path, content: bytes, key: BackupKey) -> Path:
    (tmp_path / "plain").write_bytes(content)
    strongbox.seal(tmp_path / "plain", tmp_path / "sealed", key)
    return tmp_path / "sealed"


def opened(file: Path, key: BackupKey) -> bytes:
    return b"".join(strongbox.unseal(file, key))


@pytest.mark.parametrize("size", SIZES)
def test_what_the_public_half_seals_the_secret_half_opens(tmp_path: Path, key: BackupKey, size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    public = strongbox.load(tmp_path / "backup.key.pub")
    assert public.secret is None
    file = sealed(tmp_path, content[:size], public)
    assert opened(file, key) == content[:size]
    assert strongbox.is_sealed(file)
    assert strongbox.sealed_for(file) == key.id.hex()
    assert strongbox.whole(file)
    assert b"\x10\x11\x12\x13" not in file.read_bytes()
    with pytest.raises(StoreError, match="secret half"):
        opened(file, public)


def test_the_same_content_is_sealed_differently_each_time(tmp_path: Path, key: BackupKey) -> None:
    first = sealed(tmp_path, b"secret", key).read_bytes()
    assert first != sealed(tmp_path, b"secret", key).read_bytes()


def test_another_key_is_told_at_once(tmp_path: Path, key: BackupKey) -> None:
    other = strongbox.load(strongbox.create_pair(tmp_path / "other.key")[0])
    with pytest.raises(
        StoreError, match=f"sealed for backup key {key.id.hex()}, and the one at hand is {other.id.hex()}"
    ):
        opened(sealed(tmp_path, b"secret", key), other)


def resealed(body: bytes) -> bytes:
    """A changed file with a digest at its end that fits, as whoever changes one on purpose writes it."""
    return body + hashlib.sha256(body).digest()


@pytest.mark.parametrize("cut", [1, DIGEST_BYTES, DIGEST_BYTES + 1, WHOLE + DIGEST_BYTES, 2 * WHOLE, 10**9])
def test_a_file_that_was_cut_short_is_found(tmp_path: Path, key: BackupKey, cut: int) -> None:
    content = sealed(tmp_path, b"x" * (2 * PIECE + 100), key).read_bytes()
    kept = content[: max(0, len(content) - cut)]
    for changed in (kept, resealed(kept[:-DIGEST_BYTES])):
        (tmp_path / "sealed").write_bytes(changed)
        with pytest.raises(StoreDamaged, match=r"cut short|not a sealed file"):
            opened(tmp_path / "sealed", key)


def test_a_last_piece_that_was_taken_away_whole_is_found(tmp_path: Path, key: BackupKey) -> None:
    content = sealed(tmp_path, b"x" * (3 * PIECE), key).read_bytes()
    (tmp_path / "sealed").write_bytes(resealed(content[: HEAD_BYTES + 2 * WHOLE]))
    assert strongbox.whole(tmp_path / "sealed")
    with pytest.raises(StoreDamaged, match="cut short or changed"):
        opened(tmp_path / "sealed", key)


def test_pieces_that_changed_places_or_come_of_another_file_are_found(tmp_path: Path, key: BackupKey) -> None:
    other = sealed(tmp_path, b"y" * (3 * PIECE), key).read_bytes()
    content = sealed(tmp_path, b"x" * (3 * PIECE), key).read_bytes()
    head, body = content[:HEAD_BYTES], content[HEAD_BYTES:-DIGEST_BYTES]
    first, second, third = (body[at * WHOLE : (at + 1) * WHOLE] for at in range(3))
    strange = other[HEAD_BYTES : HEAD_BYTES + WHOLE]
    for pieces in (
        [second, first, third], [first, first, second, third], [strange, second, third], [first, second, third, third],
    ):  # fmt: skip
        (tmp_path / "sealed").write_bytes(resealed(head + b"".join(pieces)))
        with pytest.raises(StoreDamaged, match="cut short or changed"):
            opened(tmp_path / "sealed", key)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(min_value=0, max_value=HEAD_BYTES + 3_000 + TAG_BYTES + DIGEST_BYTES - 1), bit=st.integers(0, 7))
def test_any_bit_that_changed_is_found_with_and_without_the_key(
    tmp_path: Path, key: BackupKey, at: int, bit: int
) -> None:
    content = bytearray(sealed(tmp_path, b"z" * 3_000, key).read_bytes())
    content[at] ^= 1 << bit
    (tmp_path / "sealed").write_bytes(content)
    assert not strongbox.whole(tmp_path / "sealed")
    with pytest.raises(HrError):
        opened(tmp_path / "sealed", key)
    (tmp_path / "sealed").write_bytes(resealed(bytes(content[:-DIGEST_BYTES])))
    if at < len(content) - DIGEST_BYTES:
        with pytest.raises(HrError):
            opened(tmp_path / "sealed", key)


def test_the_files_of_a_key_are_never_written_over_and_the_secret_one_is_its_owners(tmp_path: Path) -> None:
    secret, public = strongbox.create_pair(tmp_path / "k")
    assert (secret.stat().st_mode & 0o777, public.stat().st_mode & 0o777) == (0o600, 0o644)
    kept = secret.read_text(), public.read_text()
    with pytest.raises(StoreError, match="cannot be made"):
        strongbox.create_pair(tmp_path / "k")
    assert (secret.read_text(), public.read_text()) == kept
    secret.unlink()
    with pytest.raises(StoreError, match="cannot be made"):
        strongbox.create_pair(tmp_path / "k")
    assert not secret.exists()


def test_a_file_that_is_no_backup_key_or_is_open_to_all_is_refused(tmp_path: Path) -> None:
    secret, _ = strongbox.create_pair(tmp_path / "k")
    secret.chmod(0o604)
    with pytest.raises(StoreError, match="open to every user"):
        strongbox.load(secret)
    for text in ("", "secret", strongbox.SECRET, strongbox.PUBLIC + "c2hvcnQ=", strongbox.PUBLIC + "!!"):
        (tmp_path / "none").write_text(text)
        with pytest.raises(StoreError, match="not a backup key"):
            strongbox.load(tmp_path / "none")
    with pytest.raises(StoreError, match="cannot be read"):
        strongbox.load(tmp_path / "missing")


def test_a_key_never_shows_its_secret_half(key: BackupKey) -> None:
    assert key.secret is not None
    assert repr(key.secret)[2:-1] not in repr(key)
    assert "secret" not in repr(key)
