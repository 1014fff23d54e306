"""The configuration file: found, read and checked against `hrtui.config`; the only package of the core that reads it as YAML."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from hrtui.access.model import Grant
from hrtui.config import Config
from hrtui.configfile import cache
from hrtui.errors import ConfigError

if TYPE_CHECKING:
    from hrtui.configfile.problem import Problem

NAME = "hrtui.yaml"
LARGEST = 1_000_000
MOST_PROBLEMS = 200
ROLES = Path(__file__).parents[1] / "access" / "roles.yaml"
RETENTION = Path(__file__).parents[1] / "retention" / "shipped.yaml"


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
    """The configuration, as it was checked last or read anew; raise ConfigError with every problem, one a line."""
    key = cache.key_of(path, ROLES, RETENTION)
    config = cache.kept(path, key)
    if config is None:
        from hrtui.configfile.read import read

        config, problems = read(text_of(path), path)
        if config is None:
            raise ConfigError(report(path, problems))
        cache.keep(config, key)
    return config


def check(text: str | bytes, file: Path, thorough: bool = False) -> list[Problem]:
    """Every problem of a configuration's text, by line; none where it can be used.

    `thorough` looks up what takes longer too: whether the country's holidays are known.
    """
    from hrtui.configfile.read import read

    return read(text, file, thorough)[1]


def shipped_roles() -> dict[str, tuple[Grant, ...]]:
    """The roles that come with hrtui, by name."""
    from hrtui.configfile.read import shipped_roles

    return shipped_roles()


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


def report(path: Path, problems: list[Problem], most: int = MOST_PROBLEMS) -> str:
    """What a file that cannot be used says: how many problems there are, and the first of them, one a line."""
    count = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
    more = [f"… and {len(problems) - most} more."] if len(problems) > most else []
    return "\n".join([f"{path} has {count}:", *map(str, problems[:most]), *more])
