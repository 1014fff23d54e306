"""The key files a server's configuration names beside the one that seals numbers: where they may lie, whose they are, who reads them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from hrtui.config import Config
from hrtui.deploy import files
from hrtui.deploy.files import ROOT
from hrtui.deploy.model import Server, Step
from hrtui.errors import StoreError

MODE = 0o640


def steps(server: Server, config: Config) -> Iterator[Step]:
    """The key of the whole file and the one backups are sealed for, where they are named: sessions read the first and never the second."""
    if config.cipher_path is not None:
        yield _kept(config.cipher_path, server, partial(_reached, config.cipher_path, server))
    if config.store.backup_key is None:
        yield Step("backups are sealed", partial(_plain, config), advice=True)
        return
    path = config.path(config.store.backup_key)
    yield _kept(path, server, partial(_away, path, server))
    yield Step("the secret half of the backup key is elsewhere", partial(_here, path), advice=True)


def _kept(path: Path, server: Server, misplaced: partial[str]) -> Step:
    """A key file that root makes and keeps, and the account reads; where it lies is looked at first."""
    step = files.kept(path, lambda: None, ROOT, server.account, MODE)

    def do() -> None:
        if path.is_file() and not misplaced():
            step.do()

    return Step(f"the key {path}, {ROOT}:{server.account} {MODE:04o}", lambda: misplaced() or step.open(), do)


def _reached(path: Path, server: Server) -> str:
    """Why a session could not read the key of the whole file, or a copy of the store would hold it; empty where all is well."""
    if path.resolve().is_relative_to(server.etc.resolve()):
        return ""
    return f"Sessions read keys below {server.etc} alone; move {path} there, and correct `store: cipher_key:`."


def _away(path: Path, server: Server) -> str:
    """Why whoever gets into a session, or takes the data or the backups, would have the secret half too; empty where it is apart."""
    if not _secret(path):
        return ""
    for folder, why in (
        (server.etc, "where every session may read"),
        (server.data, "beside the store"),
        (server.backups, "beside the backups"),
    ):
        if path.resolve().is_relative_to(folder.resolve()):
            return (
                f"{path} is the secret half, and lies {why}; name {path.name}.pub instead and keep the secret half on another machine,"
                " or in a folder of its own."
            )
    return ""


def _here(path: Path) -> str:
    if not _secret(path):
        return ""
    return f"{path} opens every backup: whoever takes this machine over reads them. With the public half alone they would not."


def _plain(config: Config) -> str:
    if config.cipher_path is not None:
        return ""
    return (
        "Whoever takes a backup reads names and pay in it; `hrtui secrets backup-key FILE`, then `store: backup_key:`"
        " (docs/administration.md, “Sealed backups”)."
    )


def _secret(path: Path) -> bool:
    """Whether a file holds the secret half of a backup key, or one that cannot be told."""
    from data import strongbox

    try:
        return strongbox.load(path).secret is not None
    except StoreError:
        return path.suffix != ".pub"
