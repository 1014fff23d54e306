"""The use cases of benefits: each permits, reads, decides, and writes with its audit entry in one transaction.

A use case is imported when it is first asked for: the list of plans needs none of those that write.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__: list[str] = []
_WHERE: dict[str, tuple[str, ...]] = {}
_MODULES = {name: module for module, names in _WHERE.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"hrtui.benefits.{_MODULES[name]}"), name)
    globals()[name] = found
    return found
