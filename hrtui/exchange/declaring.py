"""Adding the company's own fields that a file needs to the configuration, where it has none yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

from hrtui import configfile
from hrtui.access.rules import require
from hrtui.config import Config
from hrtui.context import Context
from hrtui.errors import RuleBroken


def add_fields(ctx: Context, lines: Sequence[str]) -> Config:
    """Append lines that declare fields to the configuration file, and return the configuration with them.

    The file is replaced only by one that was read without a problem. Raises NotAllowed, RuleBroken where the file declares
    fields already or cannot be written, and ConfigError.
    """
    require(ctx.actor, "people.import")
    file = ctx.config.file
    part = file.with_name(f".{file.name}.part")
    try:
        text = file.read_text(encoding="utf-8")
        if re.search(r"^custom_fields\s*:", text, re.MULTILINE):
            raise RuleBroken(f"{file.name} declares fields already; add the lines under its custom_fields by hand.")
        part.write_text("\n".join([text.rstrip("\n"), "", *lines, ""]), encoding="utf-8")
        try:
            configfile.load(part)
            part.chmod(file.stat().st_mode & 0o777)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    except OSError as problem:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise RuleBroken(f"{file} cannot be written ({problem.strerror}); add the lines by hand.") from None
    return configfile.load(file)
