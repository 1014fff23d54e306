"""Whether this process keeps the files of stores encrypted as a whole, and the key: one for all files that it opens."""

from __future__ import annotations

from pathlib import Path

from hrtui.errors import StoreError

_held: list[bytes] = []


def use(key_file: Path | None) -> None:
    """Open every store of this process with the key of a file from here on, or plain where there is none.

    Raises StoreError where the key cannot be read, or the package that encrypts is not installed.
    """
    from data.keyfile import load_keys

    key = None if key_file is None else load_keys(key_file)[0]
    if key is not None:
        try:
            import sqlcipher3  # noqa: F401  (whether it is there)
        except ImportError as error:
            raise StoreError(
                "`store: cipher_key:` needs the package sqlcipher3: install hrtui[sqlcipher], or take the setting out."
            ) from error
    _held[:] = [] if key is None else [key]


def key() -> bytes | None:
    """The key that files are opened with; None where they are plain."""
    return _held[0] if _held else None
