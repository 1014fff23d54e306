"""Where templates of papers of benefits are."""

from __future__ import annotations

from pathlib import Path

from hrtui.benefits.papers.fieldlist import FIELDS
from hrtui.benefits.papers.model import PaperKind
from hrtui.config import Config
from hrtui.papers.model import Template
from hrtui.papers.templates import load

SHIPPED = Path(__file__).parent / "templates"


def template_of(config: Config, kind: PaperKind) -> Template:
    """The template of a kind of paper; raises ConfigError with file and line of each problem."""
    name = f"{kind.value}.txt"
    return load(config.path(config.benefits.letters) / name, SHIPPED / name, FIELDS[kind], "benefits: letters")
