"""The configuration file: found, read and checked against `hrtui.config`; the only package of the core that reads it as YAML."""

from __future__ import annotations

import os
import stat
from functools import cache
from pathlib import Path
from typing import Any

from hrtui.access.model import Grant
from hrtui.config import Config, GrantSettings, Settings
from hrtui.configfile import checks
from hrtui.configfile.problem import MOST, Problem, Problems
from hrtui.configfile.reader import FAILED, Reader
from hrtui.configfile.tree import Kind, Node, compose
from hrtui.errors import ConfigError

NAME = "hrtui.yaml"
LARGEST = 1_000_000
ROLES = Path(__file__).parents[1] / "access" / "roles.yaml"
Roles = dict[str, tuple[Grant, ...]]

__all__ = ["Problem", "check", "find", "load", "places", "shipped_roles", "text_of"]


def places() -> list[Path]:
    """Where a configuration is looked for when none is named, in order."""
    user = _absolute(os.environ.get("XDG_CONFIG_HOME", "")) or Path("~/.config").expanduser()
    shared = [_absolute(text) for text in os.environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":")]
    folders = [user / "hrtui", *(folder / "hrtui" for folder in shared if folder), Path("/etc/hrtui")]
    return [Path(NAME), *(folder / NAME for folder in folders)]


def find(explicit: Path | None = None) -> Path:
    """The configuration file: the one named, else HRTUI_CONFIG's, else the first found; raise ConfigError where none is."""
    if explicit is not None:
        return _existing(explicit, "--config")
    if named := os.environ.get("HRTUI_CONFIG", ""):
        return _existing(Path(named), "HRTUI_CONFIG")
    looked = places()
    for place in looked:
        if place.is_file():
            return place
    listing = "\n".join(f"  {place.absolute()}" for place in looked)
    raise ConfigError(
        "There is no configuration; make one with `hrtui init DIR`, or try `hrtui demo`. "
        f"Looked at --config, HRTUI_CONFIG and:\n{listing}"
    )


def load(path: Path) -> Config:
    """Read the configuration; raise ConfigError with every problem, one a line."""
    config, problems = _read(text_of(path), path)
    if config is None:
        raise ConfigError(_report(path, problems))
    return config


def check(text: str | bytes, file: Path, thorough: bool = False) -> list[Problem]:
    """Every problem of a configuration's text, by line; none where it can be used.

    `thorough` looks up what takes longer too: whether the country's holidays are known.
    """
    return _read(text, file, thorough)[1]


@cache
def shipped_roles() -> Roles:
    """The roles that come with hrtui, by name."""
    problems = Problems(str(ROLES))
    root, _ = compose(ROLES.read_text("utf-8"), problems)
    roles: Any = FAILED if root is None else Reader(problems).read(root, dict[str, tuple[GrantSettings, ...]], "", {})
    if roles is FAILED or problems.found:
        raise ConfigError("\n".join(map(str, problems.sorted())))
    return _granted(roles)


def _granted(roles: dict[str, tuple[GrantSettings, ...]]) -> Roles:
    return {
        name: tuple(
            Grant(action, settings.scope, dict(settings.fields)) for settings in lines for action in settings.actions
        )
        for name, lines in roles.items()
    }


def _read(text: str | bytes, file: Path, thorough: bool = False) -> tuple[Config | None, list[Problem]]:
    problems = Problems(str(file))
    decoded = _decoded(text, problems)
    root, whole = (None, False) if decoded is None else compose(decoded, problems)
    if root is None and not problems.found:
        root = Node(Kind.MAP, 1)
    settings: Any = FAILED
    if root is not None:
        broken_at = 0 if whole else problems.found[-1].line
        settings = Reader(problems, whole).read(root, Settings, "")
        checks.check(root, shipped_roles(), problems)
        if thorough:
            checks.check_holidays(root, problems)
        problems.keep_before(broken_at)
    if problems.found or settings is FAILED:
        return None, problems.sorted()
    return _config(settings, file), []


def _config(settings: Settings, file: Path) -> Config:
    return Config(
        file=file,
        company=settings.company,
        store=settings.store,
        pay_groups=settings.pay_groups,
        roles=shipped_roles() | _granted(dict(settings.roles)),
        users=settings.users,
        pipeline=settings.pipeline,
        holidays=settings.holidays,
        custom_fields=settings.custom_fields,
        keys=settings.keys,
        theme=settings.theme,
        demo=settings.demo,
    )


def _decoded(text: str | bytes, problems: Problems) -> str | None:
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    if len(text) > LARGEST:
        problems.add(1, "", f"The file is larger than {LARGEST:,} bytes; it is not a configuration.")
        return None
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        problems.add(line, "", "This line is not UTF-8; save the file as UTF-8.")
        return None


def text_of(path: Path) -> bytes:
    """The bytes of a configuration file, at most one more than may be; raise ConfigError where it cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ConfigError(f"{path} is not a file; name a configuration, or make one with `hrtui init DIR`.")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror}); name another with --config.") from error


def _existing(path: Path, by: str) -> Path:
    if not path.exists():
        raise ConfigError(f"{path}, named by {by}, does not exist; name another, or make one with `hrtui init DIR`.")
    return path


def _absolute(text: str) -> Path | None:
    return Path(text) if Path(text).is_absolute() else None


def _report(path: Path, problems: list[Problem]) -> str:
    count = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
    more = [f"… and {len(problems) - MOST} more."] if len(problems) > MOST else []
    return "\n".join([f"{path} has {count}:", *map(str, problems[:MOST]), *more])
