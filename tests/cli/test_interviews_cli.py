"""`hrtui interviews slots`: in words and as JSON."""

from __future__ import annotations

from hrtui.errors import NotFound, RuleBroken, UsageError
from tests.cli.test_person import Shell, shell  # noqa: F401 - a fixture

ANN = ("--first-name", "Ann", "--last-name", "Kim", "--title", "Lead", "--department", "IT", "--on", "2025-03-03")


def test_slots_are_printed_best_first_with_the_reason_for_each(shell: Shell) -> None:  # noqa: F811
    number = shell.json("person", "hire", *ANN)["number"]
    to = ("interviews", "slots", "--session", f"45:{number}", "--session", "30:1 of Ann Kim", "--room", "aspen")
    found = shell.json(*to, "--most", "3")
    assert [slot["cost"] for slot in found["slots"]] == sorted(slot["cost"] for slot in found["slots"])
    assert all(
        each["people"] == [number] and each["room"] == "aspen" for slot in found["slots"] for each in slot["sessions"]
    )
    code, out, _ = shell.run(*to, "--most", "3")
    assert code == 0
    assert "3: within" in out or "3: next" in out or "3: nobody" in out
    assert "3 slots, the best first" in out


def test_what_is_not_understood_has_its_own_exit_code(shell: Shell) -> None:  # noqa: F811
    assert shell.run("interviews", "slots", "--session", "Kim")[0] == RuleBroken.exit_code
    assert shell.run("interviews", "slots", "--session", "45:1", "--calendar", "kim.ics")[0] == UsageError.exit_code


def test_an_interview_is_booked_moved_answered_cancelled_and_written_as_a_file(shell: Shell) -> None:  # noqa: F811
    book = shell.config.parent / "recruiting.yaml"
    book.write_text("requisition_approvals: []\n")
    number = shell.json("person", "hire", *ANN)["number"]
    other = shell.json("person", "hire", "--first-name", "Bo", "--last-name", "Lee", *ANN[4:])["number"]
    wanted = shell.json(
        "recruiting", "require", "Engineer", "--department", "IT", "--manager", number, "--low", "70k", "--high", "90k",
        "--justification", "Growth",
    )["numbers"][0]  # fmt: skip
    shell.json("recruiting", "request", wanted)
    shell.json("recruiting", "open", wanted)
    application = shell.json("recruiting", "enter", "Doe", "--apply", wanted)["numbers"][1]
    to = ("interviews",)
    one = shell.json(*to, "schedule", application, "--session", f"45:{number}", "--room", "aspen")["numbers"][0]
    assert "is not free" in shell.run(
        *to, "schedule", application, "--session", f"45:{number}", "--begins", _local(shell.json(*to, "show", one)["begins"]), "--zone", "UTC"
    )[2]  # fmt: skip
    moved = shell.json(*to, "move", one, "Ill", "--without", number, "--instead", other)
    assert "is moved" in moved["sentence"]
    shown = shell.json(*to, "show", one)
    assert (shown["sequence"], shown["room"], [each["person"] for each in shown["panel"]]) == (1, "aspen", [other])
    assert [each["reason"] for each in shown["chain"]] == ["", "Ill"]
    assert shell.run(*to, "respond", one, other, "accepted")[0] == 0
    assert "confirmed" in shell.run(*to, "list")[1]
    file = shell.config.parent / "invitation.ics"
    assert shell.run(*to, "export", one, "--to", str(file))[0] == 0
    assert b"METHOD:REQUEST" in file.read_bytes()
    assert shell.run(*to, "cancel", one, "Position filled")[0] == 0
    assert shell.run(*to, "export", "--to", str(shell.config.parent / "feed.ics"))[0] == 0
    assert b"VEVENT" not in (shell.config.parent / "feed.ics").read_bytes()
    assert shell.run(*to, "show", "INT-99999")[0] == NotFound.exit_code
    assert (
        shell.run(*to, "schedule", application, "--session", "45:1001", "--begins", "tomorrow")[0]
        == UsageError.exit_code
    )


def _local(instant: str) -> str:
    return instant[:16].replace("T", " ")
