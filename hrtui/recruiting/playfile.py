"""The recruiting file: found beside the configuration, read into a `Playbook`; what it does not declare counts as it ships."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from hrtui.config import Company, Config
from hrtui.configfile.beside import Beside, commented
from hrtui.configfile.problem import Problem, Problems
from hrtui.configfile.tree import Node
from hrtui.errors import ConfigError
from hrtui.recruiting import playcheck
from hrtui.recruiting.playbook import Playbook as Playbook
from hrtui.recruiting.playbook import Settings

if TYPE_CHECKING:
    from hrtui.context import Context

EXAMPLE = Path(__file__).parent / "example.yaml"
"""A whole recruiting file: what counts where a company declares nothing else, and what `hrtui init` writes as comments."""
SECTIONS = (
    "templates",
    "questions",
    "kits",
    "reasons",
    "sources",
    "messages",
    "documents",
    "requisition_approvals",
    "offer_approvals",
)
CALLED = "a recruiting file"


def _playbook(settings: Settings | None, path: Path) -> Playbook:
    return Playbook(_shipped() if settings is None else _filled(settings), str(path))


def _filled(settings: Settings) -> Settings:
    """The settings with the shipped sections in the place of those that are not written."""
    empty = Settings()
    missing = [name for name in SECTIONS if getattr(settings, name) == getattr(empty, name)]
    written = {each.name for each in settings.invitations}
    others = tuple(each for each in _shipped().invitations if each.name not in written)
    filled = replace(settings, invitations=(*settings.invitations, *others))
    return replace(filled, **{name: getattr(_shipped(), name) for name in missing})


def _check(root: Node, config: Config, problems: Problems) -> None:
    """Note what names nothing, also nothing of the shipped sections that count where the file has none."""
    shipped = {name: [each.name for each in getattr(_shipped(), name)] for name in playcheck.SECTIONS}
    playcheck.check(root, config, problems, shipped)


FILE = Beside(Settings, CALLED, _check, _playbook)


def path_of(config: Config) -> Path:
    """Where the recruiting file is, or would be."""
    return config.path(config.recruiting.file)


def playbook(ctx: Context) -> Playbook:
    """The company's way to recruit, read anew when its file changed. Raises ConfigError with every problem, one a line."""
    return FILE.load(path_of(ctx.config), ctx.config)


def warn_days(ctx: Context) -> int:
    """From how many days before its end Home tells of consent; what ships while the file cannot be read."""
    try:
        return playbook(ctx).settings.consent.warn_days
    except ConfigError:
        return _shipped().consent.warn_days


def starter() -> str:
    """The text of a new recruiting file: the example, every line of it a comment."""
    return commented(EXAMPLE, CALLED)


def check(config: Config) -> list[Problem]:
    """Every problem of the recruiting file, by line; none where it can be used, or where there is none."""
    return FILE.problems(path_of(config), config)


@lru_cache(maxsize=1)
def _shipped() -> Settings:
    bare = Config(EXAMPLE, Company("hrtui"))
    alone = Beside(
        Settings, CALLED, lambda root, config, problems: playcheck.check(root, config, problems, {}), _playbook
    )
    settings, problems = alone.read(EXAMPLE.read_text("utf-8"), EXAMPLE, bare)
    if settings is None:
        raise RuntimeError(f"the shipped recruiting file cannot be read: {problems}")
    return settings
