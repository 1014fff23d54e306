"""`hrtui payroll open|enter|calculate|…`: a run from the shell, in words and in JSON, as the screens take it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hrtui import bootstrap
from hrtui.cli.main import main
from hrtui.context import FixedClock
from tests.conftest import INSTANT

CONFIG = """
company: {name: Test Company, time_zone: America/New_York}
store: {url: "sqlite:///store/hrtui.db"}
pay_groups:
  - {name: main, frequency: biweekly, first_period: 2026-01-04, check_after: 5}
payer: {ein: 12-3456789, bank_routing: "231380104", bank_account: "12345", bank_name: First Bank}
users:
  - {login: alice, roles: [hris_admin, hr_generalist, payroll_maker]}
  - {login: carol, roles: [payroll_checker]}
  - {login: dora, roles: [payroll_maker]}
"""
RUN = "main-2026-12-10"
Shell = Callable[..., Any]


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Run a command as a login, on Monday 23 November 2026; its exit code and what it printed."""
    who = {"login": "alice"}
    monkeypatch.setattr(bootstrap, "login", lambda: who["login"])
    monkeypatch.setattr(bootstrap, "SystemClock", lambda zone="UTC": FixedClock(INSTANT, zone))
    monkeypatch.chdir(tmp_path)
    assert main(["init", "company"]) == 0
    config = tmp_path / "company" / "hrtui.yaml"
    config.write_text(CONFIG)

    def run(*words: str, login: str = "alice") -> tuple[int, str, str]:
        who["login"] = login
        capsys.readouterr()
        code = main(["--config", str(config), *words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.fixture
def company(shell: Shell, tmp_path: Path) -> Shell:
    """Two people in Texas, one paid by the hour."""
    people = tmp_path / "people.csv"
    people.write_text(
        "number,name,hired,title,department,location,rate,basis,pay group,status,flsa\n"
        '1001,"Kim, Ann",2025-03-03,Clerk,Sales,"Houston, TX",52000,annual,main,active,exempt\n'
        '1002,"Lee, Bo",2025-03-03,Clerk,Sales,"Houston, TX",20,hourly,main,active,nonexempt\n'
    )
    assert shell("import", "people", str(people))[0] == 0
    return shell


def asked(shell: Shell, *words: str, login: str = "alice") -> Any:
    code, out, err = shell("payroll", *words, "--json", login=login)
    assert code == 0, err
    return json.loads(out)


def test_a_run_is_taken_from_open_to_closed_in_the_shell(company: Shell, tmp_path: Path) -> None:
    assert asked(company, "open", "--date", "2026-12-10")["number"] == RUN
    asked(company, "enter", RUN, "1002", "hourly", "72.5")
    made = asked(company, "calculate", RUN)
    assert (made["state"], made["totals"]["people"], made["totals"]["gross"]) == ("calculated", 2, "3450.00")
    asked(company, "review", RUN)
    net = made["totals"]["net"]
    for name in {each["code"] for row in asked(company, "show", RUN, "--blocked") for each in row["problems"]}:
        assert name in {"first_pay", "no_ssn", "no_account", "no_w4"}
    asked(company, "accept", RUN, "1001", "1002", "--note", "looked at", login="carol")
    assert asked(company, "approve", RUN, "--net", net, login="carol")["state"] == "approved"
    assert asked(company, "finalise", RUN, "--net", net)["state"] == "finalised"
    written = asked(company, "export", RUN, "--as", "cheques", "--to", str(tmp_path / "cheques.csv"))
    assert (written["state"], written["people"], written["amount"]) == ("exported", 2, net)
    assert [asked(company, step, RUN)["state"] for step in ("pay", "close")] == ["paid", "closed"]
    history = [each["state"] for each in asked(company, "runs")[0]["history"]]
    assert history == ["draft", "calculated", "in_review", "approved", "finalised", "exported", "paid", "closed"]


def test_a_slip_and_its_derivations_are_told_in_words_and_json(company: Shell) -> None:
    asked(company, "open", "--date", "2026-12-10")
    asked(company, "calculate", RUN)
    slip = asked(company, "show", RUN, "1001")
    amounts = {f"{line['part']}:{line['code']}": line["amount"] for line in slip["lines"]}
    assert (slip["gross"], amounts["tax:social_security"]) == ("2000.00", "124.00")
    why = asked(company, "why", RUN, "1001", "tax:social_security")
    assert (why["amount"], why["children"][0]["label"]) == ("124.00", "Rate on wages taxed")
    _, out, _ = company("payroll", "show", RUN, "1001")
    assert "Social security" in out
    _, out, _ = company("payroll", "why", RUN, "1001", "net")
    assert "fica.yaml" in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("show", "nowhere"), 3, "There is no run “nowhere”"),
        (("open", "--date", "2026-12-10"), 5, "pays main for 2026-11-22 to 2026-12-05 already"),
        (("open", "--kind", "bonus"), 5, "Say why"),
        (("enter", RUN, "1002", "hourly", "-3"), 5, "hours: -3"),
        (("enter", RUN, "1002", "hourly", "1,5"), 5, "hours: “1,5” has a comma"),
        (("enter", RUN, "1002", "overtim", "3"), 5, "There is no earning code “overtim”"),
        (("enter", RUN, "7777", "hourly", "3"), 3, "nobody on file has the number “7777”"),
        (("approve", RUN, "--net", "1"), 4, "may not approve"),
        (("why", RUN, "1001", "tax:moon"), 3, "no line “tax:moon”"),
        (("accept", RUN), 2, "name people, or --exception"),
        (("enter", RUN, "1002"), 2, "PERSON CODE VALUE"),
    ],
)
def test_what_is_wrong_is_said_with_its_exit_code(company: Shell, words: tuple[str, ...], code: int, said: str) -> None:
    asked(company, "open", "--date", "2026-12-10")
    asked(company, "calculate", RUN)
    given, _, err = company("payroll", *words)
    assert (given, said in err) == (code, True), err


def test_a_batch_goes_in_only_when_its_control_totals_match(company: Shell, tmp_path: Path) -> None:
    asked(company, "open", "--date", "2026-12-10")
    batch = tmp_path / "hours.csv"
    batch.write_text(
        "person,code,hours,amount,worked_on\n1002,hourly,40,,2026-11-28\n1002,overtime,4.5,,2026-11-28\n1001,bonus,,250,\n"
    )
    words = ("enter", RUN, "--file", str(batch), "--batch", "B7", "--lines", "3", "--hash", "3005")
    code, _, err = company("payroll", *words, "--hours", "45")
    assert (code, "Control total of hours: paper 45, entered 44.5" in err) == (5, True)
    assert asked(company, *words, "--hours", "44.5", "--amount", "250")["changed"] == 3
    assert asked(company, *words, "--hours", "44.5")["changed"] == 0
    made = asked(company, "calculate", RUN)
    assert made["totals"]["gross"] == "3185.00"
    batch.write_text("person,code,hours,wage\n1002,hourly,40,1\n")
    code, _, err = company("payroll", "enter", RUN, "--file", str(batch))
    assert (code, "column “wage” is not one of" in err) == (5, True)


def test_what_another_entered_is_entered_over_only_when_told_to(company: Shell) -> None:
    asked(company, "open", "--date", "2026-12-10")
    asked(company, "enter", RUN, "1002", "hourly", "72.5")
    code, _, err = company("payroll", "enter", RUN, "1002", "hourly", "60", login="dora")
    assert (code, "(1002) hourly: 72.5 h by " in err, "yours 60 h" in err, "--over" in err) == (6, True, True, True), (
        err
    )
    assert asked(company, "enter", RUN, "1002", "hourly", "60", "--over", login="dora")["changed"] == 1


def test_prenotes_are_listed_and_written_in_the_shell(company: Shell, tmp_path: Path) -> None:
    code, _, err = company("payroll", "prenotes")
    assert (code, "say `prenote: 3` under `payer`" in err) == (5, True)
    config = tmp_path / "company" / "hrtui.yaml"
    config.write_text(CONFIG.replace("bank_name: First Bank", "bank_name: First Bank, prenote: 3"))
    assert company("payroll", "prenotes")[1] == "Every account is tried, or was paid to since it is on file.\n"
    assert asked(company, "prenotes") == []
    code, _, err = company("payroll", "prenotes", "--to", str(tmp_path / "p.ach"))
    assert (code, "No account waits to be tried" in err) == (5, True)


def test_the_list_of_runs_tells_each_number_whole_since_every_other_command_asks_for_it(company: Shell) -> None:
    company("payroll", "open", "--date", "2026-12-10")
    company("payroll", "calculate", RUN)
    apart = asked(company, "open", "--kind", "off_cycle", "--date", "2026-12-11", "--reason", "advance")["number"]
    told = company("payroll", "runs")[1]
    assert RUN in told and apart in told
    assert "…" not in told
    assert max(map(len, told.splitlines())) <= 80
