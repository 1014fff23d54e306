"""How somebody looked at a screen last, kept for the same user and store: a word or two by name, in a file of their own."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from hrtui.context import Context
from hrtui.crashlog import state_folder

LONGEST = 100
"""The characters that are kept of a word."""


def remembered(ctx: Context, screen: str) -> dict[str, str]:
    """What was kept of a screen, by name; nothing where none was, or it cannot be read. It touches the disk: on a thread."""
    held = _read(ctx).get(screen, {})
    return {str(name): word for name, word in held.items() if isinstance(word, str)} if isinstance(held, dict) else {}


def remember(ctx: Context, screen: str, words: Mapping[str, str]) -> None:
    """Keep words of a screen for the next time; what is lost with the disk is not missed. It touches the disk: on a thread."""
    held = _read(ctx) | {screen: {name: word[:LONGEST] for name, word in words.items()}}
    try:
        file = _file(ctx)
        part = file.with_suffix(f".{os.getpid()}.part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(held, stream, ensure_ascii=False)
        part.replace(file)
    except (OSError, RuntimeError):
        return


def _read(ctx: Context) -> dict[str, object]:
    try:
        held = json.loads(_file(ctx).read_text(encoding="utf-8"))
    except (OSError, RuntimeError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _file(ctx: Context) -> Path:
    folder = state_folder() / "looks"
    folder.mkdir(mode=0o700, exist_ok=True)
    whose = "\0".join((ctx.actor.login, str(ctx.config.store_path)))
    return folder / f"{hashlib.sha256(whose.encode()).hexdigest()[:32]}.json"
