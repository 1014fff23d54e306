"""How a setting of the configuration is described beside its type."""

from __future__ import annotations

from collections.abc import Mapping


def doc(
    sentence: str,
    *,
    choices: tuple[str, ...] = (),
    reads: str = "",
    example: str = "",
    at_least: int | None = None,
    at_most: int | None = None,
) -> Mapping[str, object]:
    """What is known of a setting beside its type: its sentence, its choices, how its text is read (`zone`, `login`, …),
    an example for the file that `hrtui init` writes, and the bounds of a number."""
    return {
        "doc": sentence,
        "choices": choices,
        "reads": reads,
        "example": example,
        "at_least": at_least,
        "at_most": at_most,
    }
