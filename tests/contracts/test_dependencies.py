from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def named(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match is not None
    return match[0].lower()


def declared() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return [named(text) for text in (*project["dependencies"], *project["optional-dependencies"]["dev"])]


def test_every_dependency_has_its_reason_and_no_other_is_named() -> None:
    rows = re.findall(r"(?m)^\| `([a-z0-9._-]+)` \| (.{15,}) \|$", (ROOT / "docs" / "dependencies.md").read_text())
    assert [name for name, _ in rows] == declared()


def test_every_dependency_is_locked() -> None:
    locked = {named(line) for line in (ROOT / "requirements.lock").read_text().splitlines() if re.match(r"[a-z]", line)}
    assert set(declared()) <= locked


def test_every_dependency_is_imported_somewhere_but_the_one_that_is_data() -> None:
    imports = {"pyyaml": "yaml"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    source = "\n".join(
        file.read_text(encoding="utf-8") for top in ("hrtui", "data", "screens") for file in (ROOT / top).rglob("*.py")
    )
    for name in {named(text) for text in project["dependencies"]} - {"tzdata"}:
        module = imports.get(name, name.replace("-", "_"))
        assert re.search(rf"(?m)^\s*(?:import|from) {re.escape(module)}\b", source), name
