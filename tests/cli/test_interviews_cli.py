"""`hrtui interviews slots`: in words and as JSON."""

from __future__ import annotations

from hrtui.errors import ImportFault, NotFound, RuleBroken, UsageError
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


def test_hours_absences_and_calendars_are_kept_and_conflicts_told(shell: Shell) -> None:  # noqa: F811
    number = shell.json("person", "hire", *ANN)["number"]
    to, folder = ("interviews",), shell.config.parent
    assert "mon-fri 9:00-17:00" in shell.run(*to, "hours", number)[1]
    assert (
        shell.run(*to, "hours", number, "--hours", "mon-sun 10:00-12:00", "--buffer", "10", "--zone", "Europe/London")[
            0
        ]
        == 0
    )
    shown = shell.json(*to, "hours", number)
    assert (shown["hours"], shown["buffer"], shown["zone"]) == ("mon-sun 10:00-12:00", 10, "Europe/London")
    assert shell.run(*to, "hours", number, "--hours", "whenever")[0] == RuleBroken.exit_code
    assert shell.run(*to, "hours", number, "--buffer", "much")[0] == UsageError.exit_code
    assert shell.run(*to, "hours", number, "--buffer", "company")[0] == 0
    assert shell.json(*to, "interviewers")[0]["buffer"] == 0
    assert "mon-sun" in shell.run(*to, "interviewers")[1]
    assert shell.run(*to, "hours", number, "--asked", "no", "--on", "+1w")[0] == 0
    assert "not asked" in shell.run(*to, "hours", number)[1]
    assert shell.run(*to, "absent", number, "+1w", "+2w", "--reason", "Away")[0] == 0
    assert shell.json(*to, "absent", number)[0]["reason"] == "Away"
    assert shell.run(*to, "absent", number, "--drop", "1")[0] == 0
    assert "no absences" in shell.run(*to, "absent", number)[1]
    file = folder / "kim.ics"
    file.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20200101T000000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    assert shell.json(*to, "import-busy", number, str(file))["numbers"] == ["CAL-0001"]
    assert shell.run(*to, "import-busy", "--room", "aspen", str(file))[0] == 0
    assert "as it was" in shell.run(*to, "import-busy", "--again")[1]
    file.write_text("BEGIN:VCALENDAR\nnonsense\nEND:VCALENDAR\n")
    code, out, _ = shell.run(*to, "import-busy", "--again")
    assert (code, out.count("kim.ics, line 2")) == (ImportFault.exit_code, 2)
    assert [each["room"] for each in shell.json(*to, "calendars")] == ["", "aspen"]
    assert shell.run(*to, "calendars", "--drop", "cal-0002")[0] == 0
    assert "aspen" not in shell.run(*to, "calendars")[1]
    assert "Nothing contradicts" in shell.run(*to, "conflicts")[1]
    for wrong in ((), (number,), ("--again", "--room", "a"), ("--room", "a", "b", "c")):
        assert shell.run(*to, "import-busy", *wrong)[0] == UsageError.exit_code


def _local(instant: str) -> str:
    return instant[:16].replace("T", " ")
