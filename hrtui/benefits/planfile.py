"""The plan file: found beside the configuration, read into a `Book`, with every problem by file, line and key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from hrtui.benefits import plancheck
from hrtui.benefits.book import Book as Book
from hrtui.benefits.plans import Settings
from hrtui.config import Config
from hrtui.configfile import cache, report, text_of
from hrtui.configfile.problem import Problem, Problems
from hrtui.configfile.reader import FAILED, Reader
from hrtui.configfile.tree import composed
from hrtui.errors import ConfigError

if TYPE_CHECKING:
    from hrtui.context import Context

EXAMPLE = Path(__file__).parent / "example.yaml"
"""A whole plan file, of a made-up company: the demo's, and what `hrtui init` writes as comments."""
MOST_PROBLEMS = 50
_kept: dict[Path, tuple[list[object], Config, Book]] = {}


def path_of(config: Config) -> Path:
    """Where the plan file is, or would be."""
    return config.path(config.benefits.file)


def book(ctx: Context) -> Book:
    """The company's plans; without a plan file an empty book. Raises ConfigError with every problem, one a line.

    The file is read anew when it changed.
    """
    return book_of(ctx.config)


def book_of(config: Config) -> Book:
    """As `book`, of a configuration."""
    path = path_of(config)
    key = cache.key_of(path)
    if not key:
        return Book(file=str(path))
    held = _kept.get(path)
    if held is not None and held[0] == key and (held[1] is config or held[1] == config):
        return held[2]
    settings, problems = read(text_of(path), path, config)
    if settings is None:
        raise ConfigError(report(path, problems, MOST_PROBLEMS))
    made = Book(settings, str(path))
    _kept[path] = (key, config, made)
    return made


def starter() -> str:
    """The text of a new plan file: the example, every line of it a comment."""
    lines = EXAMPLE.read_text("utf-8").splitlines()
    head = "# This is an example of a plan file: take the # away from what you need, and write your own plans.\n"
    return head + "".join(f"# {line}\n" if line else "\n" for line in lines)


def check(config: Config) -> list[Problem]:
    """Every problem of the plan file, by line; none where it can be used, or where there is none."""
    path = path_of(config)
    return read(text_of(path), path, config)[1] if cache.key_of(path) else []


def read(text: str | bytes, file: Path, config: Config) -> tuple[Settings | None, list[Problem]]:
    """The settings of a plan file's text, or None and every problem, by line."""
    problems = Problems(str(file))
    root, whole = composed(text, problems, "a plan file")
    if root is None:
        return (None, problems.sorted()) if problems.found else (Settings(), [])
    broken_at = 0 if whole else problems.found[-1].line
    settings: Any = Reader(problems, whole).read(root, Settings, "")
    plancheck.check(root, config, problems)
    problems.keep_before(broken_at)
    if problems.found or settings is FAILED:
        return None, problems.sorted()
    made: Settings = settings
    return made, []
