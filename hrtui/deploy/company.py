"""The company of a server: its configuration, key and store, made once; and whether users and keys fit each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from hrtui import configfile
from hrtui.config import Config
from hrtui.deploy import files, keyfiles
from hrtui.deploy.files import ROOT
from hrtui.deploy.model import Server, Step
from hrtui.errors import ConfigError, HrError
from hrtui.served.keys import key_of, login_of
from hrtui.served.refusal import Refused

KEEPER = "store_keeper"
KEEP_BACKUPS_DAYS = 35


def steps(server: Server, name: str, today: date) -> Iterator[Step]:
    """The configuration, the key and the store: what is there is kept, and has to lie where sessions reach it."""
    account = server.account
    yield files.kept(server.key_file, lambda: _make_key(server), ROOT, account, 0o640)
    yield files.kept(server.places.config, lambda: _configure(server, name, today), ROOT, account, 0o640)
    yield files.kept(server.store, lambda: _make_store(server), account, account, 0o660)
    yield Step("a configuration that can be used, for this server", lambda: _unfit(server))
    config = _config(server)
    if config is not None:
        yield from keyfiles.steps(server, config)


def unmatched(server: Server) -> str:
    """Which users have no key, and which keys no user; empty where each has the other."""
    config = _config(server)
    if config is None:
        return "There is no configuration that can be used."
    try:
        logins = listed(server.places.keys)
    except (OSError, HrError) as error:
        return str(error)
    known = {user.login for user in config.users} - {server.account}
    without = [
        f"{login} has no key: add `TYPE KEY {login}` to {server.places.keys}" for login in sorted(known - logins)
    ]
    nobody = [f"{login} has a key and is no user of {server.places.config}" for login in sorted(logins - known)]
    none = (
        []
        if known
        else [f"nobody can log in yet: add a user to {server.places.config}, and a key to {server.places.keys}"]
    )
    return "; ".join([*without, *nobody, *none]) + "." if without or nobody or none else ""


def listed(path: Path) -> set[str]:
    """The logins of a list of keys; raises HrError, naming the line, where one is not as the gate takes it."""
    text, found = path.read_text(encoding="utf-8"), set()
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if words and not words[0].startswith("#"):
            try:
                found.add(login_of(key_of(*words[:2]), text))
            except (Refused, TypeError) as error:
                raise HrError(
                    f"Line {number} of {path} lets nobody in: write a type, a key and a login ({error})."
                ) from error
    return found


def _config(server: Server) -> Config | None:
    try:
        return configfile.load(server.places.config)
    except ConfigError:
        return None


def _unfit(server: Server) -> str:
    try:
        config = configfile.load(server.places.config)
    except ConfigError as error:
        return str(error).splitlines()[0]
    if config.demo:
        return "It is a demo company's, where anybody may act as anybody."
    for what, path, within in (
        ("the store", config.store_path, server.data),
        ("the documents", config.path(config.store.documents), server.data),
        ("the key", config.path(config.store.key_file), server.etc),
        ("the backups", config.path(config.store.backups), server.backups),
    ):
        if not path.is_relative_to(within):
            return f"{what} would be at {path}, not below {within}; correct `store:` in {server.places.config}."
    keeper = next((user for user in config.users if user.login == server.account), None)
    if keeper is None:
        return f"{server.account} is no user, so nothing is backed up by night: add `- {{login: {server.account}, roles: [{KEEPER}]}}`."
    return ""


def _make_key(server: Server) -> None:
    from data.keyfile import create_key

    create_key(server.key_file)


def _make_store(server: Server) -> None:
    from data.db import create_store

    create_store(server.store).close()
    for path in server.store.parent.glob(server.store.name + "*"):
        files.give(path, server.account, server.account, 0o660)


def _configure(server: Server, name: str, today: date) -> None:
    from hrtui.configfile.template import scalar, template
    from hrtui.dates import first_sunday

    store = {
        "url": scalar(f"sqlite:///{server.store}"),
        "key_file": scalar(str(server.key_file)),
        "backups": scalar(str(server.backups)),
        "documents": scalar(str(server.data / "documents")),
        "keep_backups_days": str(KEEP_BACKUPS_DAYS),
    }
    text = template(name, server.account, first_sunday(today.year), roles=(KEEPER,), store=store)
    with server.places.config.open("x", encoding="utf-8") as file:
        file.write(text)
    server.places.config.chmod(0o640)
