"""Where templates of papers are: a company's own in its folder, in the place of the shipped one of the same name."""

from __future__ import annotations

from pathlib import Path

from hrtui.benefits.papers.fieldlist import FIELDS
from hrtui.benefits.papers.filling import parse
from hrtui.benefits.papers.model import PaperKind, Template
from hrtui.config import Config
from hrtui.errors import ConfigError

SHIPPED = Path(__file__).parent / "templates"
LARGEST = 65_536


def template_of(config: Config, kind: PaperKind) -> Template:
    """The template of a kind of paper; raises ConfigError with file and line of each problem."""
    own = config.path(config.benefits.letters) / f"{kind.value}.txt"
    path = own if own.is_file() else SHIPPED / own.name
    shown = str(path) if path is own else path.name
    return parse(_text(path, shown), shown, FIELDS[kind])


def _text(path: Path, shown: str) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise ConfigError(f"{shown} is larger than {LARGEST:,} bytes; it is no template of a paper.")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{shown}:{line}: This line is not UTF-8; save the file as UTF-8.") from None
    except OSError as error:
        raise ConfigError(f"{shown} cannot be read ({error.strerror}); the folder is `benefits: letters`.") from None
