"""Pay dates beside a pay date, and previews written to files: permitted, traced, never over a file that is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data import audit
from hrtui.access.model import Grant
from hrtui.context import Context
from hrtui.errors import NotAllowed, RuleBroken
from hrtui.exchange.files import write_csv
from hrtui.payroll import beside, service
from tests.people import hire, statements

ContextAs = Callable[..., Context]


def test_pay_dates_step_over_the_turn_of_the_year(ctx: Context) -> None:
    made = service.next_pay_date(ctx, "main", date(2026, 12, 20))
    assert made.check == date(2026, 12, 24)
    after = beside.pay_date_after(ctx, made)
    assert after.check == date(2027, 1, 7)
    assert beside.pay_date_before(ctx, after) == made


def test_an_export_of_many_rows_takes_a_query_a_page_and_leaves_one_entry(ctx: Context, tmp_path: Path) -> None:
    for number in range(70):
        hire(ctx, number=str(2000 + number), pay_group="main", location="Boston, MA")
    made = service.preview(ctx, "main")
    assert made is not None
    before = len(audit.entries(1_000))
    with statements() as seen:
        count = beside.export_preview(ctx, made, range(70), tmp_path / "out.csv")
    assert count == 70
    assert sum("SELECT" in statement and "directory" in statement for statement in seen) == 2
    assert len(audit.entries(1_000)) == before + 1
    assert len((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()) == 71


def test_an_export_is_refused_without_the_permission(ctx: Context, ctx_as: ContextAs, tmp_path: Path) -> None:
    hire(ctx, pay_group="main")
    made = service.preview(ctx, "main")
    assert made is not None
    with pytest.raises(NotAllowed):
        beside.export_preview(ctx_as(Grant("people.read")), made, [0], tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_a_file_that_is_there_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(RuleBroken, match="is there already"):
        write_csv(path, ("a",), [("b",)])
    assert path.read_text(encoding="utf-8") == "mine"


def test_nothing_is_left_of_a_file_that_could_not_be_finished(tmp_path: Path) -> None:
    def rows() -> Any:
        yield ("one",)
        raise NotAllowed("no more")

    with pytest.raises(NotAllowed):
        write_csv(tmp_path / "out.csv", ("a",), rows())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", [Path("/nowhere/out.csv"), Path("bad\0name")])
def test_a_place_that_cannot_be_written_is_told_in_words(path: Path) -> None:
    with pytest.raises(RuleBroken, match="cannot be written"):
        write_csv(path, ("a",), [])
