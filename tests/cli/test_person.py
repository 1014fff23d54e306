"""The command line's twins of the use cases of people, undo and the trail."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from hrtui.cli import main as cli
from hrtui.errors import Conflict, NotFound, RuleBroken, UsageError

ROLES = "roles:\n  all:\n    - actions: ALL\n      fields: {pay: masked, ssn: masked, bank: masked, birth: shown}\n"


class Shell:
    """Runs commands in a new company and reads what they print."""

    def __init__(self, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.config = config
        self.capsys = capsys

    def run(self, *words: str) -> tuple[int, str, str]:
        """Exit code, output, errors."""
        code = cli.main(["--config", str(self.config), *words])
        captured = self.capsys.readouterr()
        return code, captured.out, captured.err

    def json(self, *words: str) -> Any:
        """The output of a command that prints JSON."""
        code, out, err = self.run(*words, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A company made by init, in which this user may do everything and sees pay and private values on request."""
    from hrtui import bootstrap
    from hrtui.access.model import ACTIONS

    assert cli.main(["init", str(tmp_path / "acme"), "--company", "Acme"]) == 0
    capsys.readouterr()
    roles = ROLES.replace("ALL", f"[{', '.join(ACTIONS)}]")
    config = tmp_path / "acme" / "hrtui.yaml"
    groups = "pay_groups:\n  - {name: main, frequency: biweekly, first_period: 2026-01-04}\n"
    users = f"users:\n  - {{login: {bootstrap.login()}, roles: [all]}}\n"
    config.write_text("company: {name: Acme, country: US}\n" + groups + roles + users)
    return Shell(config, capsys)


def hire(shell: Shell, last: str = "Kim", *more: str) -> Any:
    words = [
        "--first-name",
        "Ann",
        "--last-name",
        last,
        "--title",
        "Engineer",
        "--department",
        "IT",
        "--on",
        "2025-03-03",
    ]
    return shell.json("person", "hire", *words, "--rate", "85k", *more)


def test_a_person_is_hired_shown_changed_and_undone(shell: Shell) -> None:
    done = hire(shell)
    assert (done["number"], done["sentence"]) == ("1001", "Kim, Ann (1001) is hired as Engineer from 2025-03-03.")
    code, out, _ = shell.run("person", "job", "kim", "--on", "2025-06-01", "--title", "Lead", "--location", "Boston")
    assert (code, out) == (0, "Transfer of Kim, Ann (1001) from 2025-06-01.\n")
    shell.run("person", "pay", "1001", "--on", "1 jul 2025", "--rate", "$92,500", "--reason", "merit")
    found = shell.json("person", "show", "1001", "--reveal", "pay")
    assert [(row["from"], row["state"], row["title"]) for row in found["jobs"]] == [
        ("2025-03-03", "history", "Engineer"), ("2025-06-01", "current", "Lead"),
    ]  # fmt: skip
    assert [row["rate"]["amount"] for row in found["pays"]] == ["85000.00", "92500.00"]
    code, out, _ = shell.run("undo")
    assert (code, out[:42]) == (0, "Undone: change of pay of Kim, Ann (1001), ")
    assert len(shell.json("person", "show", "1001", "--reveal", "pay")["pays"]) == 2
    assert shell.json("person", "show", "1001", "--reveal", "pay")["pays"][1]["state"] == "rescinded"


def test_masked_pay_is_dots_until_it_is_revealed(shell: Shell) -> None:
    hire(shell)
    _, masked, _ = shell.run("person", "show", "1001")
    _, shown, _ = shell.run("person", "show", "1001", "--reveal", "pay")
    assert "85,000.00" not in masked and "reveal it with --reveal pay" in masked
    assert "85,000.00 USD" in shown
    assert shell.json("audit", "log", "--limit", "1")[0]["entry"]["action"] == "people.see_pay"


def test_a_private_value_is_read_from_standard_input_and_shown_on_request_only(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire(shell)
    monkeypatch.setattr("sys.stdin", io.StringIO("123-45-6789\n"))
    code, out, _ = shell.run("person", "private", "1001", "ssn")
    assert (code, out) == (0, "The social security number of Kim, Ann (1001) is recorded, sealed.\n")
    _, masked, _ = shell.run("person", "show", "1001")
    assert "123-45" not in masked and "6789" in masked
    assert shell.json("person", "show", "1001", "--reveal", "ssn")["revealed"] == {"ssn": "123-45-6789"}
    assert "123-45" not in json.dumps(shell.json("audit", "log"))
    code, _, err = shell.run("person", "private", "1001", "ssn", "123-45-6789")
    assert code == UsageError.exit_code


def test_every_verb_has_its_twin(shell: Shell) -> None:
    hire(shell)
    profile = shell.json(
        "person", "profile", "1001", "--last-name", "Ray", "--city", "Boston", "--birth-date", "3/4/1990"
    )
    w4 = shell.json("person", "w4", "1001", "--status", "married", "--step2", "--step3", "2k")
    gone = shell.json("person", "terminate", "1001", "--last-day", "+1w", "--reason", "moved", "--involuntary")
    assert [each["sentence"].split(" from ")[0] for each in (profile, w4)] == [
        "The profile of Kim, Ann (1001) changes", "The W-4 of Ray, Ann (1001) holds",
    ]  # fmt: skip
    assert gone["sentence"].startswith("Ray, Ann (1001) leaves; the last day is ")
    found = shell.json("person", "show", "1001")
    assert found["certificates"][0]["entries"] == {"status": "married", "step2": "yes", "step3": "2000.00"}
    assert (found["profile"]["birth_date"], found["pays"], found["pay_masked"]) == ("1990-03-04", [], True)


@pytest.mark.parametrize(
    ("words", "error", "part"),
    [
        (["person", "show", "404"], NotFound, "no person “404”"),
        (["person", "job", "1001"], RuleBroken, "Nothing changes"),
        (["person", "job", "1001", "--on", "soonish", "--title", "x"], RuleBroken, "is not a date"),
        (["person", "pay", "1001", "--rate", "lots"], RuleBroken, "is not an amount"),
        (["person", "job", "1001", "--fte", "half"], UsageError, "takes a number"),
        (["person", "profile", "1001", "--field", "shirt"], UsageError, "NAME=VALUE"),
        (["person", "dance", "1001"], UsageError, "There is no choice"),
        (["person", "correct", "1001", "job", "--on", "today", "--status", "zzz"], UsageError, "There is no choice"),
        (["person", "correct", "1001", "job", "--on", "today", "--flsa", "zzz"], UsageError, "There is no choice"),
        (["person", "correct", "1001", "pay", "--on", "today", "--basis", "zzz"], UsageError, "There is no choice"),
        (["person"], UsageError, "required"),
        (["undo", "999"], NotFound, "no command 999"),
        (["audit", "log", "--limit", "0"], UsageError, "1 to 10000"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_an_exit_code(
    shell: Shell, words: list[str], error: type[Any], part: str
) -> None:
    hire(shell)
    code, out, err = shell.run(*words)
    assert (code, out) == (error.exit_code, "")
    assert part in err and err.startswith("hrtui: ") and "Traceback" not in err


def test_an_undo_that_something_stands_on_says_what(shell: Shell) -> None:
    done = hire(shell)
    shell.run("person", "job", "1001", "--title", "Lead")
    code, _, err = shell.run("undo", str(done["command"]))
    assert code == Conflict.exit_code
    assert "the change of job of 1001 by" in err


def test_the_trail_is_listed_and_verified(shell: Shell) -> None:
    hire(shell)
    hire(shell, "Ray")
    _, out, _ = shell.run("audit", "log", "--subject", "1001")
    assert "people.hire" in out and "1002" not in out
    assert [stored["id"] for stored in shell.json("audit", "log", "--before", "2")] == [1]
    code, out, _ = shell.run("audit", "verify")
    assert code == 0 and "2 entries" in out
    assert shell.json("audit", "verify")["broken_at"] is None


def test_a_change_is_carried_into_later_rows_corrected_and_taken_back(shell: Shell) -> None:
    number = hire(shell)["number"]
    shell.json("person", "job", number, "--on", "2027-04-01", "--department", "Legal")
    done = shell.json("person", "job", number, "--on", "2027-03-01", "--title", "Lead", "--carry", "title")
    assert done["notices"] == ["The transfer on 2027-04-01 takes the new title over."]
    code, out, _ = shell.run(
        "person", "correct", number, "job", "--on", "2027-03-01", "--title", "Boss", "--carry", "all"
    )
    assert (code, "is corrected; the old row is kept." in out) == (0, True)
    code, out, _ = shell.run("person", "rescind", number, "job", "--on", "2027-04-01")
    assert (code, "no longer happens" in out) == (0, True)


def test_who_set_a_field_is_told_as_lines_and_as_json(shell: Shell) -> None:
    number = hire(shell)["number"]
    shell.run("person", "job", number, "--title", "Lead", "--reason", "did well", "--on", "today")
    code, out, _ = shell.run("person", "blame", number, "title")
    assert code == 0 and "Title on" in out and ": Lead" in out and "did well" in out
    found = shell.json("person", "blame", number, "title")
    assert (found["value"], found["set_by"]["previous"]) == ("Lead", found["versions"][-1]["value"])
    code, _, err = shell.run("person", "blame", number, "shoe")
    assert code == RuleBroken("").exit_code and "the fields are" in err


def test_what_differs_between_two_days_is_told_as_lines_and_as_json(shell: Shell) -> None:
    number = hire(shell)["number"]
    shell.run("person", "job", number, "--title", "Lead", "--on", "+1w")
    code, out, _ = shell.run("person", "diff", number, "today", "+1w")
    assert code == 0 and "1 field differs" in out and "Lead" in out
    found = shell.json("person", "diff", number, "today", "+1w")
    assert [(each["field"], each["after"]) for each in found["fields"]] == [("title", "Lead")]
    code, out, _ = shell.run("person", "diff", number, "today", "today")
    assert "nothing differs" in out


def test_a_certificate_of_a_state_is_recorded_and_says_what_it_may_have(shell: Shell) -> None:
    words = ("--first-name", "Ann", "--last-name", "Kim", "--title", "Clerk", "--department", "IT")
    number = shell.json("person", "hire", *words, "--on", "2025-03-03")["number"]
    assert "table" in shell.run("person", "certificate", number, "NJ")[1]
    assert shell.run("person", "certificate", number, "nj", "table=B", "allowances=2")[0] == 0
    told = shell.json("person", "certificate", number, "NJ")
    assert told["entries"] == {"table": "B", "allowances": "2"}
    assert "exempt" in [each["name"] for each in told["has"]]
    code, _, said = shell.run("person", "certificate", number, "NJ", "tabel=B")
    assert (code, "has no entry “tabel”" in said) == (RuleBroken.exit_code, True)
    code, _, said = shell.run("person", "certificate", number, "NJ", "B")
    assert "An entry is NAME=VALUE" in said
