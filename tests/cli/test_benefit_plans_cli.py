"""`hrtui benefits plans`, `rates` and what `hrtui config check` says of the plan file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hrtui.benefits.planfile import EXAMPLE
from hrtui.cli import main as cli
from hrtui.errors import ConfigError


@pytest.fixture
def company(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A company whose configuration gives its maker the benefits too, with the example as its plan file."""
    folder = tmp_path / "acme"
    assert cli.main(["init", str(folder), "--company", "Acme"]) == 0
    file = folder / "hrtui.yaml"
    file.write_text(file.read_text().replace("[hris_admin,", "[benefits_admin, hris_admin,"))
    (folder / "benefits.yaml").write_text(EXAMPLE.read_text("utf-8"))
    capsys.readouterr()
    return folder


def said(company: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main([words[0], "--config", str(company / "hrtui.yaml"), *words[1:]])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_plans_of_a_day_are_listed_with_who_may_have_them(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(company, capsys, "benefits", "plans", "--on", "2026-07-01", "--json")
    found = {plan["name"]: plan for plan in json.loads(out)}
    assert code == 0
    assert found["medical"]["eligible"] == "Full-time; 30 hours a week or more"
    assert found["medical"]["waiting"] == "the first of the month on or after 30 days after the first day of work"
    assert found["medical"]["options"] == ["PPO 500", "HDHP with HSA"]
    assert said(company, capsys, "benefits", "plans", "--on", "2019-12-31", "--json")[1] == "[]\n"
    assert "Bluewater Health" in said(company, capsys, "benefits", "plans")[1]


def test_rates_are_those_of_the_day_with_the_parts_of_employer_and_person(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for day, cost, since in (("2025-12-31", "598.20", "2020-01-01"), ("2026-01-01", "642.40", "2026-01-01")):
        _, out, _ = said(company, capsys, "benefits", "rates", "medical", "--on", day, "--json")
        first = json.loads(out)[0]
        assert (first["option"], first["tier"], first["cost"], first["since"]) == ("ppo", "employee", cost, since)
    assert (first["employer"], first["person"], first["tobacco"]) == ("500", "142.40", "192.40")
    _, out, _ = said(company, capsys, "benefits", "rates", "dental", "--json")
    assert (json.loads(out)[0]["employer"], json.loads(out)[0]["person"]) == ("21.30", "7.10")
    _, out, _ = said(company, capsys, "benefits", "rates", "life")
    assert "18-29" in out
    assert "70+" in out


def test_a_plan_that_is_not_there_is_told_with_those_there_are(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = said(company, capsys, "benefits", "rates", "pets")
    assert code == 3
    assert "There is no plan “pets” in the plan file; there is medical" in err


def test_life_events_are_listed_with_their_window_and_papers(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(company, capsys, "benefits", "plans", "--events", "--json")
    found = {event["name"]: event for event in json.loads(out)}
    assert found["birth"]["papers"] == ["birth certificate, or the hospital's confirmation"]
    assert found["medicaid"]["window_days"] == 60
    assert "Marriage" in said(company, capsys, "benefits", "plans", "--events")[1]


def test_without_plans_it_is_said_where_to_write_them(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (company / "benefits.yaml").unlink()
    for what in ("plans", "rates"):
        code, out, _ = said(company, capsys, "benefits", what)
        assert code == 0
        assert f"write them into {company / 'benefits.yaml'}" in " ".join(out.split())


def test_config_check_tells_the_problems_of_the_plan_file(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(company, capsys, "config", "check")[0] == 0
    plans = company / "benefits.yaml"
    plans.write_text(plans.read_text().replace("carrier: smilewell", "carrier: smileworse"))
    code, out, _ = said(company, capsys, "config", "check")
    assert code == ConfigError.exit_code
    assert f"{plans}:78: plans[2].carrier: There is no carrier “smileworse”." in out
    code, _, err = said(company, capsys, "benefits", "plans")
    assert code == ConfigError.exit_code
    assert "plans[2].carrier" in err


def test_who_may_not_see_benefits_is_refused(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = company / "hrtui.yaml"
    file.write_text(
        file.read_text().replace("[benefits_admin, hris_admin, hr_generalist, payroll_maker]", "[recruiter]")
    )
    assert said(company, capsys, "benefits", "plans")[0] == 4


def test_reports_are_printed_as_a_table_csv_and_json(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(company, capsys, "benefits", "report", "cost", "--csv")
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "month,people,person,employer,unpriced,hidden"
    assert len(lines) == 13
    assert json.loads(said(company, capsys, "benefits", "report", "enrolment", "--json")[1]) == []
    assert json.loads(said(company, capsys, "benefits", "report", "ineligible", "--json")[1]) == []
    assert said(company, capsys, "benefits", "report", "cost")[1].startswith("month")
    assert said(company, capsys, "benefits", "report", "ineligible", "--plan", "pets")[0] == 3
