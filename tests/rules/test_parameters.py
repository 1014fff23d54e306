"""The tables of law: whole, consistent in themselves, equal to what they were taken from, and refused where unknown."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from data.parameters import FICA, TABLES, FicaFile, federal_tables, fica_rates, read
from hrtui.errors import ConfigError, RuleBroken
from hrtui.payroll.model import Bracket

SHARED = Path(__file__).parents[3] / "shared" / "payroll" / "us-2026.yaml"
YEARS = (2025, 2026)
# Printed step 2 thresholds are rounded from halves of a dollar; nowhere is a base off by more.
STEP2_ROUNDING = Decimal("0.18")


@pytest.mark.parametrize("year", YEARS)
def test_every_base_is_the_tax_accumulated_below_it_but_for_the_printed_rounding_of_step_2(year: int) -> None:
    for (table, _), rows in federal_tables(year).brackets.items():
        allowed = STEP2_ROUNDING if table == "step2" else Decimal(0)
        for below, row in zip(rows, rows[1:], strict=False):
            assert abs(below.base + (row.over - below.over) * below.rate - row.base) <= allowed


@pytest.mark.parametrize("year", YEARS)
def test_no_source_claims_that_an_official_document_was_opened(year: int) -> None:
    for source in (federal_tables(year).source, fica_rates(year).source):
        assert str(year) in source.document
        assert source.transcription
        assert source.confidence in ("high", "medium", "memory")
        assert (TABLES.parents[1] / source.file).is_file()


@pytest.mark.parametrize("year", YEARS)
def test_our_tables_equal_the_shared_transcription(year: int) -> None:
    if not SHARED.is_file():
        pytest.skip(f"{SHARED} is not on this machine")
    shared = yaml.safe_load(SHARED.read_text(encoding="utf-8"))
    theirs, ours = shared["federal_income_tax"][str(year)], federal_tables(year)
    for table, name in (("standard", "standard"), ("step2", "step2_checkbox")):
        for status in ("single", "married", "head"):
            assert ours.brackets[table, status] == rows_of(theirs[name][status])
    assert ours.line_1g_married == Decimal(theirs["line_1g"]["married"])
    assert ours.line_1g_other == Decimal(theirs["line_1g"]["other"])
    assert ours.allowance == Decimal(theirs["pre_2020_allowance"])
    rates = fica_rates(year)
    for name, value in shared["fica"][str(year)].items():
        if name != "social_security_max_each":
            assert getattr(rates, name) == Decimal(value)


def rows_of(rows: list[Any]) -> tuple[Bracket, ...]:
    return tuple(Bracket(*map(Decimal, row)) for row in rows)


@pytest.mark.parametrize("year", [2024, 2027])
def test_a_year_that_is_not_known_is_refused_by_name(year: int) -> None:
    with pytest.raises(RuleBroken, match=f"No federal withholding tables for {year} are known yet"):
        federal_tables(year)
    with pytest.raises(RuleBroken, match=f"for {year} are known yet"):
        fica_rates(year)


def test_the_tables_of_a_year_are_read_once() -> None:
    assert federal_tables(2026) is federal_tables(2026)


def test_rates_are_exact() -> None:
    assert fica_rates(2026).medicare_rate == Decimal("0.0145")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("medicare_rate: 0.0145", "medicare_rate: 0.0145\n    medicare_rate: 0.0146"), "medicare_rate"),
        (("medicare_rate: 0.0145", "medicare_rat: 0.0145"), "medicare_rat"),
        (("medicare_rate: 0.0145", "medicare_rate: about 0.01"), "medicare_rate"),
        (("    through: 2026-12-31\n", ""), "through"),
        (("name: Social", "note: 1\nname: Social"), "note"),
    ],
)
def test_a_file_with_a_mistake_is_refused_and_the_key_named(
    tmp_path: Path, change: tuple[str, str], named: str
) -> None:
    broken = tmp_path / "fica.yaml"
    broken.write_text((TABLES / FICA).read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(ConfigError, match=named):
        read(broken, FicaFile)


READ_AT_ONCE = """
import sys, threading
from data.parameters import TABLES, read
from data.state_tables import StateFile

sys.setswitchinterval(1e-6)
together = threading.Barrier(8)

def one():
    together.wait()
    read(TABLES / "us" / "states" / "md.yaml", StateFile)

threads = [threading.Thread(target=one) for _ in range(8)]
for each in threads:
    each.start()
for each in threads:
    each.join()
"""


def test_a_table_that_several_threads_read_for_the_first_time_ends_no_process() -> None:
    """It did: a run that was calculated while its screen asked for the same tables. In processes of its own, since a shape is learned once."""
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", READ_AT_ONCE], capture_output=True, cwd=TABLES.parents[1], check=False
        )
        assert done.returncode == 0, done
