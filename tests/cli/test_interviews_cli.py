"""`hrtui interviews slots`: in words and as JSON."""

from __future__ import annotations

from hrtui.errors import RuleBroken, UsageError
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
