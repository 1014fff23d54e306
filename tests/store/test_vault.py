"""Sealed values open only with their key, for their person and as their kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.keyfile import create_key, load_keys
from data.vault import Vault
from hrtui.errors import StoreDamaged, StoreError


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(create_key(tmp_path / "keys" / "hrtui.key"))


def test_a_value_is_sealed_differently_each_time_and_opens_the_same(vault: Vault) -> None:
    first, second = (vault.seal("ssn", 7, "123-45-6789") for _ in range(2))
    assert first != second
    assert b"6789" not in first
    assert vault.open("ssn", 7, first) == vault.open("ssn", 7, second) == "123-45-6789"


@pytest.mark.parametrize(
    ("kind", "person", "at"), [("bank", 7, None), ("ssn", 8, None), ("ssn", 7, 0), ("ssn", 7, 5), ("ssn", 7, -1)]
)
def test_a_box_moved_or_changed_does_not_open(vault: Vault, kind: str, person: int, at: int | None) -> None:
    box = bytearray(vault.seal("ssn", 7, "123-45-6789"))
    if at is not None:
        box[at] ^= 1
    with pytest.raises(StoreDamaged, match="does not open") as caught:
        vault.open(kind, person, bytes(box))
    assert "123-45" not in str(caught.value)


@pytest.mark.parametrize("box", [b"", b"\x01", b"\x01" + b"0" * 12])
def test_a_box_too_short_is_damage_not_a_crash(vault: Vault, box: bytes) -> None:
    with pytest.raises(StoreDamaged):
        vault.open("ssn", 7, box)


def test_the_blind_index_ignores_punctuation_and_differs_by_kind_and_key(vault: Vault) -> None:
    assert vault.blind("ssn", "123-45-6789") == vault.blind("ssn", "123 45 6789")
    others = {
        vault.blind("ssn", "123-45-6788"),
        vault.blind("bank", "123456789"),
        Vault(b"k" * 32).blind("ssn", "123456789"),
    }
    assert vault.blind("ssn", "123456789") not in others
    assert len(others) == 3


def test_another_key_opens_nothing(vault: Vault) -> None:
    with pytest.raises(StoreDamaged, match="another key"):
        Vault(b"k" * 32).open("ssn", 7, vault.seal("ssn", 7, "123-45-6789"))


def test_a_key_file_is_its_owners_only_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "hrtui.key"
    key = create_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_keys(path) == (key,)
    with pytest.raises(StoreError, match="cannot be made"):
        create_key(path)
    assert load_keys(path) == (key,)


def test_a_key_file_missing_open_to_all_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "hrtui.key"
    with pytest.raises(StoreError, match="cannot be read"):
        load_keys(path)
    create_key(path)
    path.chmod(0o644)
    with pytest.raises(StoreError, match="open to every user"):
        load_keys(path)
    path.chmod(0o600)
    for text in ("", "secret", "hrtui-key-1:", "hrtui-key-1:c2hvcnQ=", "hrtui-key-1:!!!!"):
        path.write_text(text)
        with pytest.raises(StoreError, match="not a key file"):
            load_keys(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(StoreError, match="cannot be read"):
        load_keys(path)
