"""The org chart on the command line."""

from __future__ import annotations

from hrtui.errors import NotFound
from hrtui.org.chart import Line
from hrtui.org.drawing import tree_lines
from hrtui.org.tree import Kind
from tests.cli.test_person import Shell, shell  # noqa: F401 - a fixture


def company(shell: Shell) -> tuple[str, str]:  # noqa: F811
    words = ("--title", "Clerk", "--department", "IT", "--on", "2025-03-03")
    boss = shell.json("person", "hire", "--first-name", "Ann", "--last-name", "Kim", *words)["number"]
    below = shell.json("person", "hire", "--first-name", "=1+1", "--last-name", "@Lee", *words, "--manager", boss)[
        "number"
    ]
    return boss, below


def test_the_chart_is_printed_as_a_tree_csv_and_json(shell: Shell) -> None:  # noqa: F811
    boss, below = company(shell)
    code, out, _ = shell.run("org", "chart")
    assert code == 0
    assert out.splitlines()[:2] == [f"Kim, Ann ({boss}), Clerk, IT 1 / 1", f"└ @Lee, =1+1 ({below}), Clerk"]
    assert "2 people in 2 layers" in out
    rows = shell.json("org", "chart", "--root", below)
    assert [(row["number"], row["manager"], row["level"]) for row in rows] == [(below, "Kim, Ann", 1)]
    assert "'@Lee" in shell.run("org", "chart", "--csv")[1]
    assert [row["kind"] for row in shell.json("org", "chart", "--by", "department", "--depth", "0")] == ["department"]
    assert [row["name"] for row in shell.json("org", "chart", "--root", "dept:it", "--depth", "0")] == ["IT"]


def test_another_day_has_its_own_chart_and_what_is_not_there_says_so(shell: Shell) -> None:  # noqa: F811
    boss, _ = company(shell)
    assert "Nobody" in shell.run("org", "chart", "--on", "2020-01-01")[1]
    assert shell.run("org", "chart", "--on", "2020-01-01", "--root", boss)[0] == NotFound.exit_code


def test_a_terminal_without_frames_gets_ascii() -> None:
    lines = [
        (Line(0, Kind.PERSON, 0, "A", 1, "1", "Chief", direct=2, total=2), (True,)),
        (Line(1, Kind.PERSON, 1, "B", 2, "2", "Clerk"), (True, False)),
        (Line(2, Kind.VACANCY, 1, "Clerk", number="P-1", vacant=2), (True, True)),
    ]
    assert list(tree_lines(lines, ascii_only=True)) == [
        "A (1), Chief 2 / 2", "+ B (2), Clerk", "` Clerk (P-1) [vacant (2 seats)]",
    ]  # fmt: skip
