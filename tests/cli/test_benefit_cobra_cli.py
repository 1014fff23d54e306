"""`hrtui benefits cobra`: what is to be raised, and a case from its notice to its lapse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data import people
from data.audit import append
from data.benefits import elections
from hrtui.audit.model import Entry
from hrtui.audit.writing import begin
from hrtui.benefits.model import Choice, Election, ElectionState
from hrtui.benefits.planfile import EXAMPLE
from hrtui.benefits.plans import PlanType
from hrtui.bootstrap import open_context
from hrtui.cli import main as cli
from hrtui.people import service
from hrtui.people.model import Termination
from tests.people import START, hire

Said = tuple[int, str, str]


@pytest.fixture
def company(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A company with a leaver, number 1001 or so, who had medical."""
    folder = tmp_path / "acme"
    assert cli.main(["init", str(folder), "--company", "Acme"]) == 0
    file = folder / "hrtui.yaml"
    file.write_text(
        file.read_text().replace("[hris_admin,", "[benefits_admin, hr_generalist, payroll_maker, hris_admin,")
    )
    (folder / "benefits.yaml").write_text(EXAMPLE.read_text("utf-8"))
    ctx = open_context(file)
    number = hire(ctx)
    with ctx.store.write():
        entered = begin(ctx, "benefits.enrol", number)
        append(Entry(entered.at, entered.by, "benefits.enrol", number, entered.command))
        medical = Choice(PlanType.MEDICAL, "medical", "ppo")
        elections.put_many([(people.person_id(number) or 0, Election(START, medical, ElectionState.ACTIVE))], entered)
    service.terminate(ctx, number, Termination(ctx.clock.today(), "another job"))
    ctx.store.close()
    capsys.readouterr()
    return folder


def said(company: Path, capsys: pytest.CaptureFixture[str], *words: str) -> Said:
    code = cli.main(["benefits", "--config", str(company / "hrtui.yaml"), "cobra", *words])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_a_case_goes_from_its_raise_to_its_first_payment(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(company, capsys, "list", "--to-raise", "--json")
    (wanted,) = json.loads(out)
    assert (wanted["event"], wanted["slots"], wanted["plans"]) == ("termination", [0], ["medical"])
    assert said(company, capsys, "raise")[0] == 0
    (case,) = json.loads(said(company, capsys, "list", "--json")[1])
    number = case["case"]
    assert (case["state"], case["waits_for"]) == ("notice_due", "election notice")
    assert "elected until" in said(company, capsys, "notice", number)[1]
    assert "first payment is due" in said(company, capsys, "elect", number)[1]
    (case,) = json.loads(said(company, capsys, "list", "--json")[1])
    assert (case["state"], case["answers"]) == ("elected", {"0": "elected"})
    assert said(company, capsys, "paid", number, "--through", case["until"])[0] == 0
    shown = json.loads(said(company, capsys, "show", number, "--json")[1])
    assert (shown["state"], shown["paid_through"]) == ("paying", case["until"])
    assert said(company, capsys, "list", "--missed")[1] == "No election or payment was missed.\n"
    code, _, err = said(company, capsys, "lapse")
    assert (code != 0, "No day was missed" in err) == (True, True)


def test_a_case_is_shown_with_its_days_and_premiums(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(company, capsys, "raise")
    (case,) = json.loads(said(company, capsys, "list", "--json")[1])
    out = said(company, capsys, "show", case["case"])[1]
    assert "end of employment" in out
    assert "102 %" in out
    assert "Medical, PPO 500" in out


def test_slots_that_are_none_are_told(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(company, capsys, "raise")
    (case,) = json.loads(said(company, capsys, "list", "--json")[1])
    said(company, capsys, "notice", case["case"])
    code, _, err = said(company, capsys, "elect", case["case"], "--slots", "a")
    assert (code, "write them as 0,1,2" in err) == (2, True)
    code, _, err = said(company, capsys, "elect", case["case"], "--slots", "4")
    assert code not in (0, 2)
    assert "slots 0" in err


def test_general_notices_are_listed_and_one_that_is_not_owed_is_refused(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "No general notice is owed." in said(company, capsys, "general")[1]
    code, _, told = said(company, capsys, "general", "--sent", "9999")
    assert code != 0
    assert "owed to 9999" in told
