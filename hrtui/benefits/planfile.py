"""The plan file: found beside the configuration, read into a `Book`, with every problem by file, line and key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from hrtui.benefits import plancheck
from hrtui.benefits.book import Book as Book
from hrtui.benefits.plans import Settings
from hrtui.config import Config
from hrtui.configfile import LARGEST, text_of
from hrtui.configfile.problem import Problem, Problems
from hrtui.configfile.reader import FAILED, Reader
from hrtui.configfile.tree import compose
from hrtui.errors import ConfigError

if TYPE_CHECKING:
    from hrtui.context import Context

EXAMPLE = Path(__file__).parent / "example.yaml"
"""A whole plan file, of a made-up company: the demo's, and what `hrtui init` writes as comments."""
MOST_PROBLEMS = 50
_kept: dict[Path, tuple[tuple[int, ...], Config, Book]] = {}


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
    key = _key(path)
    if not key:
        return Book(file=str(path))
    held = _kept.get(path)
    if held is not None and held[0] == key and (held[1] is config or held[1] == config):
        return held[2]
    settings, problems = read(text_of(path), path, config)
    if settings is None:
        raise ConfigError(_report(path, problems))
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
    return read(text_of(path), path, config)[1] if _key(path) else []


def read(text: str | bytes, file: Path, config: Config) -> tuple[Settings | None, list[Problem]]:
    """The settings of a plan file's text, or None and every problem, by line."""
    problems = Problems(str(file))
    decoded = _decoded(text, problems)
    root, whole = (None, False) if decoded is None else compose(decoded, problems)
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


def _key(path: Path) -> tuple[int, ...]:
    try:
        seen = path.stat()
    except OSError:
        return ()
    return seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns


def _decoded(text: str | bytes, problems: Problems) -> str | None:
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    if len(text) > LARGEST:
        problems.add(1, "", f"The file is larger than {LARGEST:,} bytes; it is no plan file.")
        return None
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        problems.add(line, "", "This line is not UTF-8; save the file as UTF-8.")
        return None


def _report(path: Path, problems: list[Problem]) -> str:
    count = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
    more = [f"… and {len(problems) - MOST_PROBLEMS} more."] if len(problems) > MOST_PROBLEMS else []
    return "\n".join([f"{path} has {count}:", *map(str, problems[:MOST_PROBLEMS]), *more])
