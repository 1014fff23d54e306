"""Mappings: the shipped ones hold, and what is wrong with one is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from hrtui.errors import ConfigError, ImportFault
from hrtui.exchange.mapping import chosen, load, read, shipped
from hrtui.exchange.model import TARGETS

GOOD = """\
name: small
fields:
  number: {column: Id}
  last_name: {column: Last}
  hired: {column: Start, formats: [d.m.yyyy]}
  title: {constant: Worker}
  department: {column: [Division, Team]}
"""


def lines(text: str) -> list[tuple[int, str]]:
    made, problems = read(text, "map.yaml")
    assert made is None
    return [(problem.line, str(problem)) for problem in problems]


def test_a_small_mapping_is_read() -> None:
    made, problems = read(GOOD, "map.yaml")
    assert problems == []
    assert made is not None
    assert {source.target: source.columns for source in made.sources}["department"] == ("Division", "Team")


def test_every_problem_is_told_with_its_line() -> None:
    bad = GOOD.replace("title: {constant: Worker}", "titel: {column: Job}").replace("[d.m.yyyy]", "[d.m]")
    bad += "  status: {column: S, choices: {Here: aktive}}\n  rate: {}\n  fte: {column: F, readr: number}\n"
    told = lines(bad)
    assert [line for line, _ in told] == [5, 6, 8, 9, 10]
    text = "\n".join(sentence for _, sentence in told)
    assert "Did you mean title?" in text
    assert "needs one day" in text
    assert "Did you mean active?" in text
    assert "either a column or a constant" in text


def test_a_mapping_may_not_ignore_what_it_uses() -> None:
    assert "used by a field above" in lines(GOOD + "ignore: {Last: secret}\n")[0][1]


def test_shipped_mappings_hold_and_speak_of_every_field() -> None:
    names = {mapping.name for mapping in shipped()}
    assert {"hrdataset_v14", "hrtui"} <= names
    own = next(mapping for mapping in shipped() if mapping.name == "hrtui")
    assert {source.target for source in own.sources} == {target.name for target in TARGETS}


def test_the_shipped_mapping_stores_nothing_of_race_citizenship_or_marriage() -> None:
    mapping = next(mapping for mapping in shipped() if mapping.name == "hrdataset_v14")
    used = {column for source in mapping.sources for column in source.columns}
    private = {"RaceDesc", "HispanicLatino", "CitizenDesc", "MaritalDesc", "MarriedID", "MaritalStatusID"}
    assert not used & private
    assert private <= mapping.ignore.keys()


def test_a_header_chooses_its_mapping_whatever_case_and_order() -> None:
    assert chosen(["Department", "TITLE", "hired", "Number", "last name"]).name == "hrtui"
    with pytest.raises(ImportFault, match="--map"):
        chosen(["a", "b"])


def test_a_mapping_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "none.yaml")
    (tmp_path / "bad.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="UTF-8"):
        load(tmp_path / "bad.yaml")
