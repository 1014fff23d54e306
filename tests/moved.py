"""A demo company moved into the places of a real server, so that its people are what somebody who comes over ssh sees."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.server import USERS, TestServer


def move_in(made: TestServer, folder: Path) -> None:
    """The demo company's store and key in the places of the server's, under a configuration that is no demo's."""
    shutil.copy(folder / "hrtui.key", made.etc / "hrtui.key")
    shutil.copy(folder / "store" / "hrtui.db", made.store)
    shutil.copy(folder / "benefits.yaml", made.etc / "benefits.yaml")
    given, _, rest = (folder / "hrtui.yaml").read_text().partition("\nusers:\n")
    after = rest[rest.index("\nbenefits:") :]
    people = "".join(
        f"  - {{login: {login}, roles: [hr_generalist, payroll_maker]}}\n" for login in (*USERS, "root", made.account)
    )
    store = (
        f"\nstore:\n  url: sqlite:///{made.store}\n  key_file: {made.etc}/hrtui.key\n  backups: {made.folder}/backups\n"
        f"  documents: {made.data}/documents\nserved:\n  most_sessions: 8\n"
    )
    (made.etc / "hrtui.yaml").write_text(given.replace("demo: true\n", "") + f"\nusers:\n{people}" + after + store)


def hand_over(made: TestServer) -> None:
    """Give the store's files, which root wrote, to the service account."""
    for path in made.store.parent.iterdir():
        shutil.chown(path, made.account, made.account)
