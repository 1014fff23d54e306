"""Saved views on the command line."""

from __future__ import annotations

from hrtui.errors import NotFound, QueryError
from tests.cli.test_person import Shell, shell  # noqa: F401 - a fixture

ANN = ("--first-name", "Ann", "--last-name", "Kim", "--title", "Clerk", "--department", "IT", "--on", "2025-03-03")


def test_views_are_saved_listed_shown_renamed_removed_and_brought_back(shell: Shell) -> None:  # noqa: F811
    number = shell.json("person", "hire", *ANN)["number"]
    save = ("views", "save", "Us", "dept:IT", "sort:-hired", "--columns", "name, hired", "--group", "department")
    assert shell.run(*save)[0] == 0
    (view,) = shell.json("views", "list")
    assert (view["name"], view["query"], view["columns"]) == ("Us", "dept:IT sort:-hired", ["name", "hired"])
    assert number in shell.run("views", "show", "us")[1]
    assert shell.json("views", "show", "us")[0]["number"] == number
    assert shell.run("views", "rename", "us", "Them")[0] == 0
    assert "Them" in shell.run("views", "list")[1]
    assert shell.run("views", "remove", "them")[0] == 0
    assert shell.json("views", "list") == []
    assert "change of view Them" in shell.run("undo")[1]
    assert [view["name"] for view in shell.json("views", "list")] == ["Them"]


def test_what_cannot_be_says_why(shell: Shell) -> None:  # noqa: F811
    code, _, said = shell.run("views", "show", "Nobody")
    assert (code, "There is no view" in said) == (NotFound.exit_code, True)
    assert shell.run("views", "save", "Broken", "hired<someday")[0] == QueryError.exit_code
    assert "no saved view yet" in shell.run("views", "list")[1]
