"""`hrtui payroll verify`: every kind of published case, by figures worked out from the printed rule, and what is not replayed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hrtui.cli.main import main
from hrtui.payroll.replay.service import replay

SHARED = Path(__file__).parents[3] / "shared" / "payroll" / "cases.jsonl"


def line(kind: str, inputs: dict[str, Any], expected: object, **more: Any) -> str:
    return json.dumps(
        {"id": "c", "jurisdiction": "US", "year": 2026, "kind": kind, "inputs": inputs, "expected": expected} | more
    )


@pytest.mark.parametrize(
    ("kind", "inputs", "expected", "more"),
    [
        ("federal_withholding", {"wages": "690", "frequency": "weekly", "status": "single", "rounding": "dollar"}, "41", {}),
        # 4,000 a day x 260 = 1,040,000; less 8,600; 192,979.25 + 37 % above 648,100.
        ("federal_withholding", {"wages": "4000", "frequency": "daily", "status": "single"}, "1287.69", {}),
        ("federal_withholding", {"wages": "30000", "frequency": "quarterly", "status": "married_jointly"}, "2510.00", {}),
        ("federal_withholding", {"wages": "60000", "frequency": "semiannually", "status": "head", "step2": True}, "10929.75", {}),
        ("federal_withholding", {"wages": "85000", "frequency": "annually", "old_w4": True, "allowances": 2, "status": "married"}, "6356", {}),
        ("federal_withholding", {"wages": "1000", "frequency": "weekly", "exempt": True}, "0.00", {}),
        ("federal_withholding", {"wages": "1000", "frequency": "biweekly", "nonresident_alien": True}, "110.46", {}),
        ("federal_withholding", {"wages": "0", "frequency": "weekly", "step4c": "20"}, 0, {}),
        ("social_security", {"wages": "1000", "ytd": "184000"}, "31.00", {}),
        ("social_security", {"wages": "1000", "ytd": "175800"}, "18.60", {"year": 2025}),
        ("medicare", {"wages": "1000"}, "14.50", {}),
        ("additional_medicare", {"wages": "3846.15", "ytd": "199000"}, "25.62", {}),
        ("supplemental_flat", {"wages": "200000", "ytd": "900000"}, "59000.00", {}),
        ("futa_net", {"wages": "3000", "ytd": "6000"}, "6.00", {}),
        ("futa_net", {"wages": "3000", "ytd": "6000", "state": "CA"}, "18.00", {"year": 2025}),
        ("garnishment_max", {"disposable": "1256.67", "frequency": "monthly"}, "314.17", {}),
        ("garnishment_max", {"disposable": "480", "frequency": "semimonthly"}, "8.75", {}),
        ("support_max", {"disposable": "1000", "supports_other": False, "arrears_12_weeks": True}, "650", {}),
        ("levy_exempt", {"status": "single", "dependents": 3, "frequency": "weekly"}, "569.22", {"year": 2024}),
        ("levy_exempt", {"status": "single", "dependents": 3, "frequency": "weekly"}, "615.38", {}),
        ("levy_exempt", {"status": "married", "dependents": 2, "frequency": "biweekly"}, "1646.16", {}),
        ("levy_exempt", {"status": "married_jointly", "dependents": 0, "frequency": "monthly"}, "2433.33", {"year": 2024}),
        ("aba_check", {"routing": "231380104"}, True, {}),
        ("aba_check", {"routing": "231380105"}, False, {}),
        ("entry_hash", {"rdfi": ["23138010", "231380104", "23138010"]}, "0069414030", {}),
        ("ach_blocks", {"records": 20}, 2, {}),
        ("state_withholding", {"wages": "1000", "frequency": "weekly"}, "30.70", {"jurisdiction": "PA"}),
        ("state_withholding", {"wages": "3846.15", "frequency": "biweekly", "on": "2026-06-15"}, "102.83", {"jurisdiction": "OH"}),
        ("state_contribution", {"name": "UI", "wages": "1000", "ytd": "44700"}, "0.38", {"jurisdiction": "NJ"}),
        ("state_contribution", {"name": "PFML 10-24", "wages": "1000"}, "1.60", {"jurisdiction": "DE"}),
    ],
)  # fmt: skip
def test_a_case_of_every_kind_agrees(kind: str, inputs: dict[str, Any], expected: object, more: dict[str, Any]) -> None:
    made = replay([line(kind, inputs, expected, **more)])
    assert (made.agree, made.differ, made.unsupported) == (1, (), ())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (line("federal_withholding", {"wages": "1", "frequency": "weekly", "colour": "red"}, "0"), "input colour"),
        (line("federal_withholding", {"wages": "1", "frequency": "fortnightly"}, "0"), "not a pay frequency"),
        (line("federal_withholding", {"wages": "1,000", "frequency": "weekly"}, "0"), "wages is not a number"),
        (line("federal_withholding", {"wages": "1", "frequency": "weekly"}, "0", year=2019), "for 2019 are known"),
        (line("federal_withholding", {"wages": "1", "frequency": "weekly", "status": "x"}, "0"), "not single"),
        (line("levy_exempt", {"status": "single", "dependents": 1, "frequency": "weekly"}, "0", year=2025), "each dependent"),
        (line("state_contribution", {"name": "Disability", "wages": "1000"}, "0", jurisdiction="NY"), "frequency is not given"),
        (line("social_security", {"wages": "1"}, "0", jurisdiction="CA"), "jurisdiction CA"),
        (line("tea_tax", {}, "0"), "kind tea_tax"),
        ("{", "not JSON"),
    ],
)  # fmt: skip
def test_what_cannot_be_replayed_is_said_with_the_reason_and_counts_as_neither(text: str, reason: str) -> None:
    made = replay([text])
    assert (made.cases, made.agree, made.differ) == (1, 0, ())
    assert reason in made.unsupported[0].reason


def test_the_tables_are_those_of_the_pay_date_else_of_on_else_of_the_middle_of_the_year() -> None:
    inputs = {"wages": "3846.15", "frequency": "biweekly"}
    dated = line("state_withholding", inputs, "102.83", jurisdiction="OH", pay_date="2026-06-15")
    late = line("state_withholding", inputs, "102.83", jurisdiction="OH", pay_date="2026-12-31")
    undated = line("state_withholding", inputs, "102.83", jurisdiction="OH")
    assert [replay([one]).agree for one in (dated, late, undated)] == [1, 0, 1]


def test_every_shared_case_agrees_but_for_disputed_ones() -> None:
    if not SHARED.is_file():
        pytest.skip(f"{SHARED} is not on this machine")
    made = replay(SHARED.read_text(encoding="utf-8").splitlines())
    assert made.cases > 400
    assert made.unsupported == ()
    assert [one for one in made.differ if one.trust != "disputed"] == []


def test_verify_prints_what_differs_and_its_exit_code_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cases.jsonl"
    good, bad = line("futa_net", {"wages": "3000", "ytd": "6000"}, "6.00"), line("futa_net", {"wages": "10"}, "1.00")
    file.write_text(f"{good}\n\n{bad}\n", encoding="utf-8")
    assert main(["payroll", "verify", str(file), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["cases"], told["agree"], told["unsupported"]) == (2, 1, [])
    assert (told["differ"][0]["id"], told["differ"][0]["expected"], told["differ"][0]["got"]) == ("c", "1.00", "0.06")
    file.write_text(good, encoding="utf-8")
    assert main(["payroll", "verify", str(file)]) == 0
    assert "1 of 1 cases agree" in capsys.readouterr().out
