"""Where templates of papers are: a company's own in a folder of its own, in the place of the shipped one of the same name."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from hrtui.errors import ConfigError
from hrtui.papers.filling import parse
from hrtui.papers.model import Template

LARGEST = 65_536


def load(own: Path, shipped: Path, fields: Collection[str], setting: str) -> Template:
    """The template of a file of the company's own where there is one, else the shipped one; `setting` names the folder.

    Raises ConfigError with file and line of each problem.
    """
    path = own if own.is_file() else shipped
    shown = str(path) if path is own else path.name
    return parse(_text(path, shown, setting), shown, fields)


def _text(path: Path, shown: str, setting: str) -> str:
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
        raise ConfigError(f"{shown} cannot be read ({error.strerror}); the folder is `{setting}`.") from None
