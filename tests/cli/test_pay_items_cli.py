"""Pay items and garnishment orders on the command line: the same use cases, as tables and as JSON."""

from __future__ import annotations

import pytest

from hrtui.errors import NotFound, RuleBroken, UsageError
from tests.cli.test_person import Shell, shell  # noqa: F401 - a fixture


@pytest.fixture
def ann(shell: Shell) -> str:  # noqa: F811 - the fixture
    words = ("--first-name", "Ann", "--last-name", "Kim", "--title", "Clerk", "--department", "IT")
    number: str = shell.json("person", "hire", *words, "--on", "2025-03-03")["number"]
    return number


def test_items_are_added_changed_listed_and_stopped(shell: Shell, ann: str) -> None:  # noqa: F811
    assert shell.run("payroll", "item", "add", ann, "401k", "--percent", "6", "--employer-percent", "3 %")[0] == 0
    assert shell.run("payroll", "item", "add", ann, "medical", "--amount", "125.50", "--note", "family")[0] == 0
    rows = shell.json("payroll", "item", "list", ann)
    assert [(row["code"], row["percent"], row["amount"]) for row in rows] == [
        ("401k", "0.06", None),
        ("medical", None, {"amount": "125.50", "currency": "USD"}),
    ]
    shown = shell.run("payroll", "item", "list", ann)[1]
    assert "401(k)" in shown
    assert "6 %" in shown
    assert shell.run("payroll", "item", "change", ann, "401k", "--amount", "200", "--no-employer")[0] == 0
    assert shell.json("payroll", "item", "list", ann)[0]["employer_percent"] is None
    assert shell.run("payroll", "item", "stop", ann, "401k")[0] == 0
    assert [row["code"] for row in shell.json("payroll", "item", "list", ann)] == ["medical"]
    code, _, said = shell.run("payroll", "item", "stop", ann, "dental")
    assert (code, "no pay item “dental”; there is 401k or medical" in said) == (NotFound.exit_code, True)


def test_orders_are_recorded_changed_listed_and_stopped(shell: Shell, ann: str) -> None:  # noqa: F811
    words = ("--kind", "child_support", "--received", "2026-01-05", "--amount", "300", "--supports-other")
    assert shell.run("payroll", "order", "add", ann, "FM-22", *words, "--payee", "State of NJ")[0] == 0
    assert shell.run("payroll", "order", "change", ann, "FM-22", "--no-supports-other", "--fee", "2")[0] == 0
    (row,) = shell.json("payroll", "order", "list", ann)
    assert (row["number"], row["kind"], row["supports_other"], row["payee"]) == (
        "FM-22", "child_support", False, "State of NJ",
    )  # fmt: skip
    assert "State of NJ" in shell.run("payroll", "order", "list", ann)[1]
    assert shell.run("payroll", "order", "stop", ann, "FM-22")[0] == 0
    assert shell.json("payroll", "order", "list", ann) == []


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("add", "dental", "--percent", "six"), UsageError.exit_code, "A percentage is a number such as 6"),
        (("add", "dental", "--percent", "600"), RuleBroken.exit_code, "at most 100"),
        (("add", "dental", "--amount", "1,5"), RuleBroken.exit_code, "is not an amount"),
        (("add", "dentl", "--amount", "5"), RuleBroken.exit_code, "There is no code “dentl”"),
        (("add", "dental"), RuleBroken.exit_code, "neither is given"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(
    shell: Shell,  # noqa: F811
    ann: str,
    words: tuple[str, ...],
    code: int,
    says: str,
) -> None:
    given, _, said = shell.run("payroll", "item", words[0], ann, *words[1:])
    assert (given, says in said) == (code, True), said
    assert shell.json("payroll", "item", "list", ann) == []
