"""Departments, locations and positions on the command line."""

from __future__ import annotations

from hrtui.errors import NotFound, RuleBroken
from tests.cli.test_person import Shell, shell  # noqa: F401 - a fixture

ANN = ("--first-name", "Ann", "--last-name", "Kim", "--title", "Clerk", "--department", "IT", "--on", "2025-03-03")


def test_departments_are_added_renamed_moved_and_closed_from_a_day_on(shell: Shell) -> None:  # noqa: F811
    shell.json("person", "hire", *ANN)
    org = ("org", "departments")
    assert shell.run(*org, "add", "Operations", "--on", "2026-01-01", "--cost-centre", "C1")[0] == 0
    assert shell.run(*org, "move", "IT", "Operations", "--on", "2026-02-01")[0] == 0
    assert shell.run(*org, "rename", "IT", "Technology", "--on", "2026-03-01")[0] == 0
    code, out, said = shell.run(*org, "close", "Technology")
    assert (code, "Kim" in said) == (RuleBroken.exit_code, True)
    assert "Technology" in shell.run(*org, "list")[1]
    lines = {line["name"]: line for line in shell.json(*org, "list")}
    assert (lines["Technology"]["parent"], lines["Technology"]["people"]) == ("Operations", 1)
    assert [line["name"] for line in shell.json(*org, "list", "--on", "2025-12-31")] == ["IT"]
    assert "since ever" in shell.run(*org, "history", "Technology")[1]
    assert shell.run("undo")[0] == 0
    assert "IT" in {line["name"] for line in shell.json(*org, "list")}


def test_positions_and_locations_are_listed_with_what_they_are(shell: Shell) -> None:  # noqa: F811
    shell.json("person", "hire", *ANN)
    add = ("org", "positions", "add", "P-1", "--title", "Clerk", "--department", "IT", "--seats", "2")
    assert shell.run(*add, "--on", "2026-01-01")[0] == 0
    (line,) = shell.json("org", "positions", "list")
    assert (line["seats"], line["filled"], line["vacant"]) == (2, 0, 2)
    assert shell.run("org", "positions", "close", "P-1")[0] == 0
    assert "closed" in shell.run("org", "positions", "list")[1]
    assert shell.run("org", "locations", "add", "Boston", "--time-zone", "America/New_York")[0] == 0
    assert shell.json("org", "locations", "list")[0]["time_zone"] == "America/New_York"
    assert shell.run("org", "positions", "close", "P-9")[0] == NotFound.exit_code


def test_a_role_reaches_a_renamed_department_and_the_check_says_its_new_name(shell: Shell) -> None:  # noqa: F811
    shell.json("person", "hire", *ANN)
    assert shell.run("org", "departments", "rename", "IT", "Technology", "--on", "2026-01-01")[0] == 0
    scoped = shell.config.read_text().replace("      fields:", "      scope: {departments: [IT, Salse]}\n      fields:")
    shell.config.write_text(scoped)
    assert [line["name"] for line in shell.json("query", "")] == ["Kim, Ann"]
    _, out, _ = shell.run("check")
    assert "Role all names the department IT, which is called Technology now" in out
    assert "Role all names the department Salse, which there is not." in out
    code, out, _ = shell.run("config", "check")
    assert (code, "no problems" in out) == (0, True)
    assert "Note: Role all names the department Salse, which there is not." in out


def test_the_configuration_check_says_nothing_of_the_store_to_who_may_not_check_it(shell: Shell) -> None:  # noqa: F811
    shell.json("person", "hire", *ANN)
    scoped = shell.config.read_text().replace("      fields:", "      scope: {departments: [Salse]}\n      fields:")
    shell.config.write_text(scoped.replace("store.check, ", ""))
    assert shell.run("config", "check")[1].strip().endswith("no problems.")
