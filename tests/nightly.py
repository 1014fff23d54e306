"""How often a test tries: a few times in `make test`, and for a long time in `make nightly`."""

from __future__ import annotations

import os
from typing import TypeVar

T = TypeVar("T")
NIGHTLY = os.environ.get("HRTUI_TESTS", "") == "nightly"


def tries(usual: T, nightly: T) -> T:
    """The first in `make test`, the second in `make nightly`."""
    return nightly if NIGHTLY else usual
