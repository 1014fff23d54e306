from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCREENS = ("hrtui.app", "hrtui.drafts")


def modules() -> list[str]:
    names: list[str] = []
    for package in ("hrtui", "data"):
        for file in sorted((ROOT / package).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return [name for name in names if name != "hrtui.app" and name != "hrtui.__main__"]


def fresh(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_module_below_the_screens_imports_without_textual() -> None:
    code = f"""
import importlib, sys
for name in {modules()!r}:
    importlib.import_module(name)
    for heavy in ("textual", "rich", "screens"):
        if heavy in sys.modules:
            print(name, "brings", heavy)
            sys.exit()
"""
    assert fresh(code) == ""


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("hrtui.cli.main", ("yaml", "peewee", "data", "textual", "hrtui.configfile", "csv")),
        ("hrtui.bootstrap", ("yaml", "peewee", "data", "textual", "cryptography")),
        ("hrtui.configfile", ("yaml", "peewee", "data", "textual", "holidays", "difflib", "importlib.resources")),
        (
            "hrtui.attention.service",
            ("yaml", "email", "cryptography", "holidays", "hrtui.recruiting", "hrtui.interviews"),
        ),
        (
            "hrtui.interviews.waiting",
            ("yaml", "email", "holidays", "hrtui.interviews.reminders", "hrtui.interviews.solver"),
        ),
    ],
)
def test_starting_brings_nothing_heavy_along(module: str, heavy: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print([name for name in {heavy!r} if name in sys.modules])"
    assert fresh(code) == "[]\n"


def test_the_values_a_list_is_started_with_are_declared_without_compiling_their_methods() -> None:
    code = """
import dataclasses, importlib, sys
given = dataclasses.dataclass
found = set()

def noted(*classes, **options):
    name = sys._getframe(1).f_globals["__name__"]
    if options.get("frozen") and options.get("slots") and name.partition(".")[0] in ("hrtui", "screens", "data"):
        found.add(name)
    return given(*classes, **options)

dataclasses.dataclass = noted
for name in ("hrtui.cli.open", "hrtui.configfile.cache", "screens.shell", "screens.people.directory", "data.directory"):
    importlib.import_module(name)
print(sorted(found), "screens.home" in sys.modules)
"""
    assert fresh(code) == "[] False\n"
