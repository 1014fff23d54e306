"""`hrtui recruiting`: the same steps as on the screen, with JSON that says what was done."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from hrtui.errors import Conflict, NotFound, RuleBroken, UsageError
from tests.cli.test_person import Shell, shell  # noqa: F401 - a fixture

ANN = ("--first-name", "Ann", "--last-name", "Kim", "--title", "Lead", "--department", "IT", "--on", "2025-03-03")
DRAFT = ("--department", "IT", "--manager", "Kim, Ann", "--low", "70k", "--high", "90k", "--justification", "Growth")


def test_a_requisition_is_opened_candidates_apply_move_and_are_rejected(shell: Shell) -> None:  # noqa: F811
    book = shell.config.parent / "recruiting.yaml"
    stages = "[{name: New, type: new, days: 3}, {name: Screen, type: screen}, {name: Hired, type: hired}]"
    book.write_text(
        f"templates:\n  - name: short\n    label: Short\n    stages: {stages}\n"
        "reasons:\n  - {name: skills, label: Skills}\nrequisition_approvals: []\n"
    )
    shell.json("person", "hire", *ANN)
    to = ("recruiting",)
    number = shell.json(*to, "require", "Engineer", *DRAFT)["numbers"][0]
    assert "nobody has to approve it" in shell.json(*to, "request", number)["sentence"]
    assert shell.run(*to, "open", number)[0] == 0
    entered = shell.json(
        *to, "enter", "Doe", "--first-name", "Jo", "--source", "website", "--apply", number, "--tag", "rust"
    )
    candidate, application = entered["numbers"]
    assert shell.run(*to, "move", application, "--to", "Screen")[0] == 0
    board = shell.json(*to, "board", number)
    assert [card["name"] for card in board["Screen"]] == ["Doe, Jo"]
    assert shell.run(*to, "next", application, "--action", "Call", "--on", "+2d", "--rating", "4")[0] == 0
    assert "Call" in shell.run(*to, "board", number)[1]
    code, _, said = shell.run(*to, "move", application, "--to", "Hired")
    assert (code, "accepting an offer" in said) == (RuleBroken.exit_code, True)
    assert shell.run(*to, "reject", application, "--reason", "skills")[0] == 0
    assert "rejected" in shell.run(*to, "candidate", candidate)[1]
    assert [line["number"] for line in shell.json(*to, "candidates", "rust")] == [candidate]
    (line,) = shell.json(*to, "requisitions")
    assert (line["active"], line["ended"]) == (0, 1)
    assert shell.run("undo")[0] == 0
    assert [card["name"] for card in shell.json(*to, "board", number)["Screen"]] == ["Doe, Jo"]


def test_what_is_not_there_or_not_understood_has_its_own_exit_code(shell: Shell) -> None:  # noqa: F811
    to = ("recruiting",)
    assert shell.run(*to, "requisition", "REQ-2026-999")[0] == NotFound.exit_code
    assert shell.run(*to, "candidate", "CAN-1")[0] == NotFound.exit_code
    assert shell.run(*to, "enter", "Doe", "--answer", "permit=yes")[0] == UsageError.exit_code
    assert shell.run(*to, "require", "Clerk", "--basis", "weekly")[0] == UsageError.exit_code
    assert "There are no requisitions" in shell.run(*to, "requisitions")[1]
    assert "There are no candidates" in shell.run(*to, "candidates")[1]


def test_answers_for_equal_opportunity_are_recorded_and_read_in_sums_alone(shell: Shell) -> None:  # noqa: F811
    book = shell.config.parent / "recruiting.yaml"
    book.write_text("requisition_approvals: []\neeo: {least: 3}\n")
    shell.json("person", "hire", *ANN)
    to = ("recruiting",)
    number = shell.json(*to, "require", "Engineer", *DRAFT)["numbers"][0]
    shell.json(*to, "request", number)
    assert shell.run(*to, "open", number)[0] == 0
    made = [shell.json(*to, "enter", f"Doe{at}", "--apply", number)["numbers"][1] for at in range(6)]
    for at, each in enumerate(made):
        assert shell.run(*to, "eeo", "record", each, "--sex", "female" if at % 2 else "male")[0] == 0
    (table,) = shell.json(*to, "eeo", "report", number, "--question", "sex")
    assert [table["counts"][each]["applied"] for each in ("female", "male", "all")] == [3, 3, 6]
    assert table["counts"]["female"]["hired"] == 0
    printed = shell.run(*to, "eeo", "report")[1]
    assert "Race or ethnicity of who applied" in printed
    assert "is below 3" in printed
    code, _, said = shell.run(*to, "eeo", "record", made[0], "--race", "Zyzyx")
    assert (code, "Zyzyx" in said, "no answer about race" in said) == (RuleBroken.exit_code, False, True)
    path = shell.config.parent / "answers.csv"
    path.write_text(f"application,sex\n{made[0]},declined\nAPP-99999,male\n")
    assert "1 would be recorded, 1 would be left" in shell.run(*to, "eeo", "import", str(path), "--dry-run")[1]
    assert shell.json(*to, "eeo", "import", str(path))["done"]["numbers"] == [made[0]]
    assert shell.run("undo")[0] == 0


def test_candidates_and_a_board_are_written_to_files(shell: Shell) -> None:  # noqa: F811
    (shell.config.parent / "recruiting.yaml").write_text("requisition_approvals: []\n")
    shell.json("person", "hire", *ANN)
    to, folder = ("recruiting",), shell.config.parent
    number = shell.json(*to, "require", "Engineer", *DRAFT)["numbers"][0]
    shell.json(*to, "request", number)
    assert shell.run(*to, "open", number)[0] == 0
    shell.json(*to, "enter", "Doe", "--email", "doe@example.com", "--apply", number)
    assert shell.json(*to, "export", "candidates", "doe", "--to", str(folder / "c.csv"))["count"] == 1
    out = shell.run(*to, "export", "applications", number, "--to", str(folder / "a.json"), "--columns", "name,stage")[1]
    assert "Wrote 1 application to" in out
    assert '"stage": "New"' in (folder / "a.json").read_text("utf-8")


def test_consent_is_renewed_and_what_is_near_its_end_is_listed(shell: Shell) -> None:  # noqa: F811
    to = ("recruiting",)
    number = shell.json(*to, "enter", "Doe", "--consent-until", "+10d")["numbers"][0]
    assert "Nobody's consent has ended" in shell.run(*to, "purge")[1]
    assert [each["number"] for each in shell.json(*to, "purge", "--near")] == [number]
    assert "stands until" in shell.run(*to, "renew", number)[1]
    assert shell.json(*to, "purge", "--near") == []


def test_a_message_is_written_anew_from_a_file_or_what_is_piped_in_unless_somebody_else_did(
    shell: Shell,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shell.json("person", "hire", *ANN)
    to = ("recruiting",)
    (shell.config.parent / "recruiting.yaml").write_text("requisition_approvals: []\n")
    number = shell.json(*to, "require", "Engineer", *DRAFT)["numbers"][0]
    assert shell.run(*to, "request", number)[0] == shell.run(*to, "open", number)[0] == 0
    entered = shell.json(*to, "enter", "Doe", "--first-name", "Jo", "--email", "jo@example.com", "--apply", number)
    message = shell.json(*to, "write", entered["numbers"][1], "--template", "received")["numbers"][0]
    seen = shell.json(*to, "message", message)["stamp"]["command"]
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Zoë,\n\nthank you.\n", "utf-8")
    assert shell.run(*to, "rewrite", message, "--body-file", str(letter), "--subject", "Thanks")[0] == 0
    assert shell.json(*to, "message", message)["body"] == "Dear Zoë,\n\nthank you.\n"
    code, _, said = shell.run(*to, "rewrite", message, "--body", "Mine", "--expected", str(seen))
    assert (code, "changed subject and text of message" in said) == (Conflict.exit_code, True)
    monkeypatch.setattr("sys.stdin", StringIO("Dear Jo,\npiped\n"))
    assert shell.run(*to, "rewrite", message, "--body-file", "-")[0] == 0
    assert "piped" in shell.run(*to, "message", message)[1]
    letter.write_bytes(b"\xff\xfe")
    for file in (letter, tmp_path / "none"):
        code, _, said = shell.run(*to, "rewrite", message, "--body-file", str(file))
        assert (code, "cannot be read" in said) == (RuleBroken.exit_code, True)
    letter.write_text("x" * 20_001)
    code, _, said = shell.run(*to, "rewrite", message, "--body-file", str(letter))
    assert (code, "take out 1" in said) == (RuleBroken.exit_code, True)


def test_the_report_over_all_requisitions_is_printed_and_narrowed(shell: Shell) -> None:  # noqa: F811
    (shell.config.parent / "recruiting.yaml").write_text("requisition_approvals: []\n")
    shell.json("person", "hire", *ANN)
    to = ("recruiting",)
    number = shell.json(*to, "require", "Engineer", *DRAFT)["numbers"][0]
    shell.json(*to, "request", number)
    assert shell.run(*to, "open", number)[0] == 0
    shell.json(*to, "enter", "Doe", "--source", "website", "--apply", number)
    printed = shell.run(*to, "report")[1]
    assert "1 applied, 0 hired, 0 of 1 approved have a hire" in printed
    assert "Website" in printed
    found = shell.json(*to, "report", "--department", "it", "--since=-1m")
    assert (found["applied"], found["shares"]["department"][0]["name"]) == (1, "IT")
    code, _, said = shell.run(*to, "report", "--recruiter", "nobody")
    assert (code, "No requisition is of recruiter" in said) == (NotFound.exit_code, True)
