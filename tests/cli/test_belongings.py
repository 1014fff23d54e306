"""Contacts and documents on the command line: the same use cases, as tables and as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from hrtui.errors import NotFound, RuleBroken, StoreDamaged
from tests.cli.test_person import Shell, shell  # noqa: F401 - a fixture


@pytest.fixture
def ann(shell: Shell) -> str:  # noqa: F811 - the fixture
    words = (
        "--first-name",
        "Ann",
        "--last-name",
        "Kim",
        "--title",
        "Clerk",
        "--department",
        "IT",
        "--on",
        "2025-03-03",
    )
    number: str = shell.json("person", "hire", *words)["number"]
    return number


def test_contacts_are_added_changed_listed_and_removed(shell: Shell, ann: str) -> None:  # noqa: F811
    words = ("--first-name", "Leo", "--last-name", "Kim", "--relation", "child", "--birth-date", "2019-05-06")
    assert shell.run("person", "contact", "add", ann, "dependent", *words)[0] == 0
    assert shell.run("person", "contact", "change", ann, "1", "--phone", "555-0100")[0] == 0
    (leo,) = shell.json("person", "contact", "list", ann)
    assert (leo["slot"], leo["kind"], leo["phone"], leo["birth_date"]) == (1, "dependent", "555-0100", "2019-05-06")
    assert "Leo Kim" in shell.run("person", "contact", "list", ann)[1]
    assert shell.run("person", "contact", "remove", ann, "1")[0] == 0
    assert shell.json("person", "contact", "list", ann) == []
    code, _, said = shell.run("person", "contact", "change", ann, "9", "--phone", "1")
    assert (code, "no contact 9" in said) == (NotFound.exit_code, True)


def test_documents_are_filed_listed_exported_changed_and_removed(
    shell: Shell,  # noqa: F811
    ann: str,
    tmp_path: Path,
) -> None:
    paper = tmp_path / "Forklift.pdf"
    paper.write_bytes(b"%PDF")
    add = ("person", "document", "add", ann, str(paper), "--kind", "licence")
    code, _, said = shell.run(*add)
    assert (code, "enter the day" in said) == (RuleBroken.exit_code, True)
    assert shell.run(*add, "--expires", "2027-03-01")[0] == 0
    (row,) = shell.json("person", "document", "list", ann)
    assert (row["slot"], row["title"], row["expires"], row["size"]) == (1, "Forklift", "2027-03-01", 4)
    assert "Licence" in shell.run("person", "document", "list", ann)[1]
    assert shell.run("person", "document", "expire", ann, "1", "--on", "2029-03-01", "--title", "Fork")[0] == 0
    out = tmp_path / "out.pdf"
    assert shell.json("person", "document", "export", ann, "1", str(out))["title"] == "Fork"
    assert out.read_bytes() == b"%PDF"
    assert shell.run("person", "document", "remove", ann, "1")[0] == 0
    assert shell.json("person", "document", "list", ann) == []


def test_a_backup_and_a_check_say_when_a_document_is_missing(
    shell: Shell,  # noqa: F811
    ann: str,
    tmp_path: Path,
) -> None:
    paper = tmp_path / "a.pdf"
    paper.write_bytes(b"%PDF")
    shell.run("person", "document", "add", ann, str(paper), "--kind", "letter")
    code, out, _ = shell.run("backup")
    assert (code, "documents      1, 1 of them new" in out) == (0, True)
    (kept,) = [each for each in (shell.config.parent / "documents").rglob("*") if each.is_file()]
    kept.unlink()
    assert shell.run("check", "--quiet")[0] == StoreDamaged.exit_code
    code, _, said = shell.run("backup", str(tmp_path / "b.db"))
    assert (code, "1 documents are missing" in said) == (StoreDamaged.exit_code, True)


def test_documents_are_numbered_by_what_the_viewer_sees(shell: Shell, ann: str, tmp_path: Path) -> None:  # noqa: F811
    kinds = "document_kinds:\n  - {name: verdict, label: Verdict, see: [vault]}\n"
    role = "  vault:\n    - actions: [people.read]\nusers:"
    plain = shell.config.read_text().replace("users:", role) + kinds
    shell.config.write_text(plain.replace("roles: [all]", "roles: [all, vault]"))
    for name, kind in (("one", "letter"), ("hidden", "verdict"), ("two", "letter")):
        paper = tmp_path / f"{name}.pdf"
        paper.write_text(name)
        assert shell.run("person", "document", "add", ann, str(paper), "--kind", kind)[0] == 0
    rows = shell.json("person", "document", "list", ann)
    assert [(row["slot"], row["title"]) for row in rows] == [(1, "one"), (2, "hidden"), (3, "two")]
    shell.config.write_text(plain)
    rows = shell.json("person", "document", "list", ann)
    assert [(row["slot"], row["title"]) for row in rows] == [(1, "one"), (2, "two")]
    assert shell.run("person", "document", "remove", ann, "2")[1].startswith("“two”")
    assert "no document 3" in shell.run("person", "document", "remove", ann, "3")[2]
