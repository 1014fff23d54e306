"""`hrtui benefits paper` and `papers`: to a file, filed, of everyone, and what a template may name."""

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
from tests.people import START, hire


@pytest.fixture
def company(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Path, str]:
    """A company, and the number of someone with medical."""
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
    ctx.store.close()
    capsys.readouterr()
    return folder, number


def said(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["benefits", "--config", str(folder / "hrtui.yaml"), *words])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_a_paper_is_written_or_filed(
    company: tuple[Path, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder, number = company
    code, out, _ = said(folder, capsys, "paper", "summary", number, "--to", str(tmp_path / "s.pdf"))
    assert (code, f"Summary of benefits of {number}" in out) == (0, True)
    assert (tmp_path / "s.pdf").read_bytes().startswith(b"%PDF")
    code, out, _ = said(folder, capsys, "paper", "summary", number, "--file", "--json")
    assert "is filed as Benefits" in json.loads(out)["sentence"]
    code, _, err = said(folder, capsys, "paper", "waiver", number, "--to", str(tmp_path / "w.pdf"))
    assert (code != 0, "no enrolment event under way" in err) == (True, True)


def test_papers_of_everyone_are_counted(
    company: tuple[Path, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder, number = company
    _, out, _ = said(folder, capsys, "papers", "confirmation", "--all", "--to", str(tmp_path / "all"), "--json")
    assert (json.loads(out)["count"], json.loads(out)["skipped"]) == (1, [])
    assert (tmp_path / "all" / f"{number}-confirmation.pdf").exists()
    code, _, err = said(folder, capsys, "papers", "confirmation", "--all")
    assert (code, "--to FOLDER" in err) == (2, True)


def test_the_fields_and_the_text_of_a_template_are_printed(
    company: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = company
    assert "case.elect_by" in said(folder, capsys, "papers", "cobra_notice", "--fields")[1]
    assert "{case.elect_by}" in said(folder, capsys, "papers", "cobra_notice", "--template")[1]
