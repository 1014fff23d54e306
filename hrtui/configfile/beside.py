"""A file of an area's own beside the configuration: read into frozen settings, with every problem by file, line and key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from hrtui.config import Config
from hrtui.configfile import cache, report, text_of
from hrtui.configfile.problem import Problem, Problems
from hrtui.configfile.reader import FAILED, Reader
from hrtui.configfile.tree import Node, composed
from hrtui.errors import ConfigError

S = TypeVar("S")
T = TypeVar("T")
MOST_PROBLEMS = 50


@dataclass(frozen=True)
class Beside(Generic[S, T]):
    """What such a file is: its settings' type, what it is called, what it names that leads nowhere (`check` notes it), and
    what is made of settings, or of None where there is no file."""

    settings: type[S]
    called: str
    check: Callable[[Node, Config, Problems], None]
    make: Callable[[S | None, Path], T]
    _kept: dict[Path, tuple[list[object], Config, T]] = field(default_factory=dict)

    def load(self, path: Path, config: Config) -> T:
        """What the file declares, read anew when it changed; raises ConfigError with every problem, one a line."""
        key = cache.key_of(path)
        if not key:
            return self.make(None, path)
        held = self._kept.get(path)
        if held is not None and held[0] == key and (held[1] is config or held[1] == config):
            return held[2]
        settings, problems = self.read(text_of(path), path, config)
        if settings is None:
            raise ConfigError(report(path, problems, MOST_PROBLEMS))
        made = self.make(settings, path)
        self._kept[path] = (key, config, made)
        return made

    def problems(self, path: Path, config: Config) -> list[Problem]:
        """Every problem of the file, by line; none where it can be used, or where there is none."""
        return self.read(text_of(path), path, config)[1] if cache.key_of(path) else []

    def read(self, text: str | bytes, file: Path, config: Config) -> tuple[S | None, list[Problem]]:
        """The settings of a text, or None and every problem, by line."""
        problems = Problems(str(file))
        root, whole = composed(text, problems, self.called)
        if root is None:
            return (None, problems.sorted()) if problems.found else (self.settings(), [])
        broken_at = 0 if whole else problems.found[-1].line
        settings: Any = Reader(problems, whole).read(root, self.settings, "")
        self.check(root, config, problems)
        problems.keep_before(broken_at)
        if problems.found or settings is FAILED:
            return None, problems.sorted()
        made: S = settings
        return made, []


def commented(example: Path, called: str) -> str:
    """The text of a new file: an example, every line of it a comment."""
    lines = example.read_text("utf-8").splitlines()
    head = f"# This is an example of {called}: take the # away from what you need, and write your own.\n"
    return head + "".join(f"# {line}\n" if line else "\n" for line in lines)
