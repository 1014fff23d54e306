"""Worked examples as a payroll clerk writes them: amounts with separators, days in ISO form."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from hrtui.money import parse_money

EXAMPLES = Path(__file__).parent / "examples"


def example(name: str) -> dict[str, Any]:
    """A file of examples; every scalar stays text."""
    loaded = yaml.load((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


def cents(text: str) -> int:
    """An amount in cents."""
    return parse_money(text).cents


def day(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)
