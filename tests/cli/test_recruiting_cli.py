"""`hrtui recruiting`: the same steps as on the screen, with JSON that says what was done."""

from __future__ import annotations

from hrtui.errors import NotFound, RuleBroken, UsageError
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
