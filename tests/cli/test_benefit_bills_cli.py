"""`hrtui benefits invoice|deductions|credits|census`, run as a user would, with one who is billed right and one who left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.db import open_store
from hrtui import configfile
from hrtui.access.model import ACTIONS, EVERYONE, Field, Grant, Sight
from hrtui.cli import main as cli
from hrtui.context import Actor, Context, FixedClock
from hrtui.people import service as people
from hrtui.people.model import Termination
from tests.billed import enrol, invoice, row, with_plans
from tests.conftest import INSTANT
from tests.people import hire


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Path]:
    """The current folder of a company: 1001 has medical, 1002 left in April; `june.csv` bills both."""
    monkeypatch.delenv("HRTUI_CONFIG", raising=False)
    folder = tmp_path / "acme"
    assert cli.main(["init", str(folder)]) == 0
    file = folder / "hrtui.yaml"
    file.write_text(file.read_text().replace("[hris_admin,", "[benefits_admin, hris_admin,"))
    config = configfile.load(file)
    store = open_store(config.store_path)
    shown = tuple(Grant(action, EVERYONE, dict.fromkeys(Field, Sight.SHOWN)) for action in ACTIONS)
    ctx = with_plans(
        Context(Actor("alice", ("everything",), shown), FixedClock(INSTANT, "America/New_York"), config, store)
    )
    ann, dee = hire(ctx, last="Ann"), hire(ctx, last="Dee")
    enrol(ctx, ann)
    people.terminate(ctx, dee, Termination(date(2026, 4, 30), "better offer", True))
    invoice(folder, [row(ann), row(dee)], "june.csv")
    monkeypatch.chdir(folder)
    capsys.readouterr()
    yield folder
    store.close()


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert cli.main(["benefits", *words]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def told(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(said(capsys, *words, "--json"))


def test_an_invoice_is_taken_in_listed_and_compared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "No invoice is on file; hrtui benefits invoice load" in said(capsys, "invoice", "list")
    loaded = told(capsys, "invoice", "load", "bluewater", "june.csv")
    id_ = str(loaded["invoice"]["id"])
    assert (loaded["invoice"]["month"], loaded["invoice"]["billed"], loaded["unknown"]) == ("2026-06", "1200.00", 0)
    assert [each["lines"] for each in told(capsys, "invoice", "list")] == [2]
    assert "bluewater" in said(capsys, "invoice", "list", "bluewater")
    made = told(capsys, "invoice", "reconcile", id_)
    assert [(each["kind"], each["amount"]) for each in made["differences"]] == [("leaver_billed", "600.00")]
    assert made["differences"][0]["expected"] == "left on 2026-04-30"
    out = said(capsys, "invoice", "reconcile", id_)
    assert "1 difference, 600.00. Billed 1,200.00; 1 enrolments come to 600.00." in out


def test_a_file_with_faults_is_refused_with_row_column_and_value(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    invoice(folder, [row("1001", amount="much")], "bad.csv")
    assert cli.main(["benefits", "invoice", "load", "bluewater", "bad.csv"]) == 1
    out = capsys.readouterr().out
    assert "row 2, Premium: “much” is no amount of money" in out
    assert "Nothing was taken in: bad.csv has 1 fault." in out


def test_a_month_that_is_none_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["benefits", "invoice", "load", "bluewater", "june.csv", "--month", "soon"]) == 5
    assert "“soon” is no month; type it as 2026-06." in capsys.readouterr().err


def test_the_differences_are_written_for_the_carrier(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    id_ = str(told(capsys, "invoice", "load", "bluewater", "june.csv")["invoice"]["id"])
    assert "Wrote 1 difference, $600.00, to out.csv and .txt." in said(
        capsys, "invoice", "send", id_, "--to", "out.csv"
    )
    assert "leaver billed" in (folder / "out.csv").read_text()
    assert told(capsys, "invoice", "send", id_, "--to", "out.csv", "--replace")["count"] == 1


def test_credits_are_expected_listed_and_dropped(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    id_ = str(told(capsys, "invoice", "load", "bluewater", "june.csv")["invoice"]["id"])
    assert said(capsys, "credits") == "No credit is expected.\n"
    assert "1 credit is expected of bluewater: 600.00" in said(capsys, "credits", "--expect", id_)
    (credit,) = told(capsys, "credits")
    assert (credit["number"], credit["amount"], credit["state"]) == ("1002", "600.00", "expected")
    assert "Expected: 600.00." in said(capsys, "credits", "bluewater")
    assert told(capsys, "credits", "--drop", str(credit["id"]), "--reason", "by cheque")["command"]
    assert told(capsys, "credits") == []
    assert [each["note"] for each in told(capsys, "credits", "--all")] == ["by cheque"]


def test_a_census_is_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "census", "bluewater", "--on", "2026-06-01", "--to", "census.csv")
    assert out == "The census of Bluewater Health on 2026-06-01 is written to census.csv: 1 row.\n"
    assert (folder / "census.csv").read_text().splitlines()[1] == '1001,"Ann, Ann",PPO500,employee,'
    assert told(capsys, "census", "bluewater", "--on", "2026-06-01", "--to", "c.json")["rows"] == 1


def test_deductions_of_a_month_without_a_final_run_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["benefits", "deductions", "2026-06"]) == 5
    assert "No run of 2026-06 is final yet" in capsys.readouterr().err
