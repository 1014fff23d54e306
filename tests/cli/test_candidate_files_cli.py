"""`hrtui recruiting documents|file|take|unfile`: the same steps as on the screen, with JSON that says what was done."""

from __future__ import annotations

from pathlib import Path

from hrtui.errors import NotFound, RuleBroken
from tests.cli.test_person import Shell, shell  # noqa: F401 - a fixture

TO = ("recruiting",)


def test_a_document_is_filed_listed_taken_out_and_unfiled(shell: Shell, tmp_path: Path) -> None:  # noqa: F811
    paper = tmp_path / "life.pdf"
    paper.write_text("%PDF")
    who = shell.json(*TO, "enter", "Ash")["numbers"][0]
    assert "No document is on file" in shell.run(*TO, "documents", who)[1]
    done = shell.json(*TO, "file", who, str(paper), "--kind", "resume", "--title", "Life of Ash")
    assert done["sentence"] == "“Life of Ash” is filed as Résumé of Ash."
    (row,) = shell.json(*TO, "documents", who)
    assert (row["number"], row["kind"], row["title"], row["file_name"], row["size"]) == (
        1, "resume", "Life of Ash", "life.pdf", 4,
    )  # fmt: skip
    assert set(row) == {"number", "effective_from", "kind", "title", "file_name", "sha256", "size"}
    assert "Life of Ash" in shell.run(*TO, "documents", who)[1]
    out = tmp_path / "out.pdf"
    assert shell.json(*TO, "take", who, "1", str(out))["file"] == str(out)
    assert out.read_text() == "%PDF"
    assert shell.run(*TO, "unfile", who, "1")[0] == 0
    assert shell.json(*TO, "documents", who) == []
    assert shell.run("undo")[0] == 0
    assert len(shell.json(*TO, "documents", who)) == 1


def test_a_note_is_written_changed_and_dropped_and_a_candidate_is_printed_with_all_of_it(shell: Shell) -> None:  # noqa: F811
    who = shell.json(*TO, "enter", "Ash")["numbers"][0]
    assert "There is no note" in shell.run(*TO, "notes", who)[1]
    assert shell.run(*TO, "note", who, "Prefers\nmornings")[0] == 0
    assert shell.run(*TO, "change-note", who, "1", "Prefers\nevenings")[0] == 0
    (row,) = shell.json(*TO, "notes", who)
    assert (row["number"], row["text"]) == (1, "Prefers\nevenings")
    assert "evenings" in shell.run(*TO, "notes", who)[1]
    whole = shell.json(*TO, "candidate", who)
    assert ([each["text"] for each in whole["notes"]], whole["documents"]) == (["Prefers\nevenings"], [])
    assert [each["what"] for each in whole["timeline"]] == [
        "Note changed: “Prefers”",
        "Note added: “Prefers”",
        "Entered",
    ]
    assert "Note changed: “Prefers”" in shell.run(*TO, "candidate", who)[1]
    assert shell.run(*TO, "drop-note", who, "1")[0] == 0
    assert shell.json(*TO, "notes", who) == []


def test_what_cannot_be_filed_or_is_not_there_has_its_own_exit_code(shell: Shell, tmp_path: Path) -> None:  # noqa: F811
    who = shell.json(*TO, "enter", "Ash")["numbers"][0]
    assert shell.run(*TO, "file", who, str(tmp_path / "none"), "--kind", "resume")[0] == RuleBroken.exit_code
    assert shell.run(*TO, "take", who, "1")[0] == NotFound.exit_code
    assert shell.run(*TO, "documents", "CAN-99999")[0] == NotFound.exit_code
