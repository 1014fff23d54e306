"""Bulk verbs and tags from the shell: shown first, done only with the number of people."""

from __future__ import annotations

import argparse
import io
import json
from typing import Any

import pytest

from hrtui.cli import bulk, person, query
from hrtui.cli.session import Session
from hrtui.context import Context
from hrtui.errors import Conflict, QueryError, RuleBroken, UsageError
from hrtui.people import service, tagging
from tests.people import hire

LINE = "dept:IT | raise 3% eff 2027-01-01 reason merit"


def ran(module: Any, ctx: Context, *words: str) -> str:
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    session = Session(output=io.StringIO())
    session.__dict__["context"], session.__dict__["config"] = ctx, ctx.config
    assert module.run(parser.parse_args(list(words)), session) == 0
    assert isinstance(session.output, io.StringIO)
    return session.output.getvalue()


def rates(ctx: Context, number: str) -> list[str]:
    return [str(row.rate.amount) for row in service.record(ctx, number).pays or ()]


@pytest.mark.parametrize("module", [bulk, query])
def test_a_line_is_only_shown_until_its_number_of_people_is_given(ctx: Context, module: Any) -> None:
    number = hire(ctx)
    hire(ctx, "Ray")
    told = ran(module, ctx, LINE)
    assert "rate: 85000.00 USD → 87550.00 USD" in told
    assert "Annual cost of those who change: 170,000.00 → 175,100.00 USD." in told
    assert "Nothing is written yet; --yes 2 does it." in told
    with pytest.raises(Conflict, match="2 people would be changed, not 3"):
        ran(module, ctx, LINE, "--yes", "3")
    assert rates(ctx, number) == ["85000.00"]
    done = ran(module, ctx, LINE, "--yes", "2")
    assert "Done for 2 people: raise 3% eff 2027-01-01 reason merit." in done
    assert "hrtui undo" in done
    assert rates(ctx, number) == ["85000.00", "87550.00"]


def test_json_has_its_stable_shape(ctx: Context) -> None:
    number = hire(ctx)
    made = json.loads(ran(query, ctx, LINE, "--json"))
    assert list(made) == [
        "query", "verb", "from", "people", "counts", "not_visible", "annual_cost", "lines", "notices", "command",
    ]  # fmt: skip
    assert (made["people"], made["command"], made["annual_cost"]) == (1, None, ["85000.00", "87550.00"])
    assert made["lines"] == [
        {
            "number": number, "name": "Kim, Ann", "verdict": "changes", "said": [],
            "changes": {"rate": ["85000.00 USD", "87550.00 USD"]},
        }
    ]  # fmt: skip
    assert json.loads(ran(bulk, ctx, LINE, "--json", "--yes", "1"))["command"]


@pytest.mark.parametrize("module", [bulk, query])
def test_a_preview_is_printed_as_csv_with_a_line_for_each_person_and_field(ctx: Context, module: Any) -> None:
    number = hire(ctx)
    assert ran(module, ctx, LINE, "--csv").splitlines() == [
        "number,name,so,from,field,before,after,note",
        f'{number},"Kim, Ann",changes,2027-01-01,rate,85000.00 USD,87550.00 USD,',
    ]


def test_what_is_wrong_is_told_at_its_character(ctx: Context) -> None:
    with pytest.raises(QueryError, match="at character 11") as problem:
        ran(bulk, ctx, "dept:IT | rise 3%")
    assert problem.value.at == 10
    with pytest.raises(QueryError, match="at character 1"):
        ran(query, ctx, "dpt:IT | raise 3%")
    with pytest.raises(QueryError, match="A verb goes behind"):
        ran(bulk, ctx, "dept:IT")
    with pytest.raises(UsageError, match="for lists"):
        ran(query, ctx, LINE, "--limit", "1")
    with pytest.raises(UsageError, match="prints a preview"):
        ran(query, ctx, LINE, "--csv", "--yes", "1")
    with pytest.raises(UsageError, match="goes with a verb"):
        ran(query, ctx, "dept:IT", "--yes", "1")
    with pytest.raises(RuleBroken, match="Nothing would change"):
        ran(bulk, ctx, LINE, "--yes", "0")
    assert "Nobody found." in ran(bulk, ctx, LINE)


def test_tags_are_put_on_and_taken_off_with_signs(ctx: Context) -> None:
    number = hire(ctx)
    assert "night and trainee" in ran(person, ctx, "tag", number, "+night", "+trainee")
    assert (
        json.loads(ran(person, ctx, "tag", number, "lead", "-trainee", "--on", "2027-01-01", "--json"))["number"]
        == number
    )
    assert tagging.tags_of(ctx, number) == ("night", "trainee")
    with pytest.raises(UsageError, match=r"\+night"):
        ran(person, ctx, "tag", number, "--night")
