"""The plan file: found beside the configuration, read into a `Book`, with every problem by file, line and key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hrtui.benefits import plancheck
from hrtui.benefits.book import Book as Book
from hrtui.benefits.plans import Settings
from hrtui.config import Config
from hrtui.configfile.beside import Beside, commented
from hrtui.configfile.problem import Problem

if TYPE_CHECKING:
    from hrtui.context import Context

EXAMPLE = Path(__file__).parent / "example.yaml"
"""A whole plan file, of a made-up company: the demo's, and what `hrtui init` writes as comments."""
CALLED = "a plan file"


def _book(settings: Settings | None, path: Path) -> Book:
    return Book(file=str(path)) if settings is None else Book(settings, str(path))


FILE = Beside(Settings, CALLED, plancheck.check, _book)


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
    return FILE.load(path_of(config), config)


def starter() -> str:
    """The text of a new plan file: the example, every line of it a comment."""
    return commented(EXAMPLE, CALLED)


def check(config: Config) -> list[Problem]:
    """Every problem of the plan file, by line; none where it can be used, or where there is none."""
    return FILE.problems(path_of(config), config)


def read(text: str | bytes, file: Path, config: Config) -> tuple[Settings | None, list[Problem]]:
    """The settings of a plan file's text, or None and every problem, by line."""
    return FILE.read(text, file, config)
