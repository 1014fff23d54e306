"""What the configuration says of the store: where it, its key and its backups are."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path

from hrtui.setting import doc
from hrtui.value import frozen


@frozen
class StoreSettings:
    """Where the store, its key and its backups are; relative paths start at the folder of the configuration file."""

    url: str = field(
        default="sqlite:///store/hrtui.db",
        metadata=doc("The store: `sqlite:///` and its path (four slashes before an absolute one).", reads="store"),
    )
    key_file: Path = field(
        default=Path("hrtui.key"),
        metadata=doc(
            "The key that seals social security numbers and bank accounts; kept apart from store and backups."
        ),
    )
    cipher_key: Path | None = field(
        default=None,
        metadata=doc(
            "A key file with which the whole file of the store is encrypted (SQLCipher); none where the disk is.",
            example="cipher.key",
        ),
    )
    backups: Path = field(default=Path("backups"), metadata=doc("The folder where backups are written."))
    backup_key: Path | None = field(
        default=None,
        metadata=doc(
            "The file of the key that backups are sealed for; with its public half alone this machine writes backups it cannot open.",
            example="backup.key.pub",
        ),
    )
    keep_backups_days: int = field(
        default=0,
        metadata=doc(
            "The days after which `hrtui night` removes its own backups, once a later one is verified; 0 keeps all.",
            at_least=0,
            at_most=36_500,
        ),
    )
    documents: Path = field(
        default=Path("documents"),
        metadata=doc("The folder of people's documents, each named by the hash of its content."),
    )
    largest_document: int = field(
        default=25, metadata=doc("The largest file that is kept as a document, in megabytes.", at_least=1, at_most=2000)
    )
