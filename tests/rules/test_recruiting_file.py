"""The recruiting file: what it declares, and every problem at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from hrtui.config import Company, Config
from hrtui.configfile import ROLES
from hrtui.recruiting import playfile
from hrtui.recruiting.playbook import StageType

HIRED = "      - {name: Hired, type: hired}\n"
TEMPLATE = "templates:\n  - name: t\n    label: T\n    stages:\n      - {name: New, type: new}\n" + HIRED


def config(folder: Path) -> Config:
    return Config(
        folder / "hrtui.yaml",
        Company("Test"),
        roles={"hr_generalist": ()},
    )


def problems(text: str, folder: Path) -> list[tuple[int, str, str]]:
    return [
        (each.line, each.key, each.message) for each in playfile.FILE.read(text, folder / "r.yaml", config(folder))[1]
    ]


def test_the_shipped_file_counts_where_a_company_has_none_and_is_sound(tmp_path: Path) -> None:
    book = playfile.FILE.load(tmp_path / "recruiting.yaml", config(tmp_path))
    first = book.settings.templates[0]
    assert [stage.type for stage in first.stages][-1] is StageType.HIRED
    assert book.reason("Skills do not fit") is book.reason("skills")
    assert book.message("rejection") is not None
    assert problems(playfile.EXAMPLE.read_text("utf-8"), tmp_path) == []
    assert ROLES.is_file()


def test_the_file_that_init_writes_declares_nothing_so_that_the_shipped_sections_count(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(playfile.starter())
    book = playfile.FILE.load(tmp_path / "r.yaml", config(tmp_path))
    assert [each.name for each in book.settings.templates] == ["standard", "engineer"]


def test_a_stage_asks_for_the_kinds_of_the_shipped_section_where_the_file_has_none(tmp_path: Path) -> None:
    asks = TEMPLATE.replace("type: new}", "type: new, documents: [resume, offer_letter]}")
    assert problems(asks, tmp_path) == []


def test_what_a_file_does_not_declare_counts_as_it_ships_and_an_empty_list_of_approvals_is_nobody(
    tmp_path: Path,
) -> None:
    (tmp_path / "r.yaml").write_text(TEMPLATE + "    kit: general\nrequisition_approvals: []\n")
    settings = playfile.FILE.load(tmp_path / "r.yaml", config(tmp_path)).settings
    assert [each.name for each in settings.templates] == ["t"]
    assert settings.requisition_approvals == ()
    assert settings.offer_approvals and settings.reasons and settings.kits


@pytest.mark.parametrize(
    ("text", "line", "key", "says"),
    [
        (TEMPLATE.replace(HIRED, ""), 5, "templates[1].stages", "of type hired"),
        (TEMPLATE.replace(HIRED, "      - {name: New, type: screen}\n" + HIRED), 6, "templates[1].stages[2].name", "given already"),
        (TEMPLATE.replace("type: new", "type: newer"), 5, "templates[1].stages[1].type", ""),
        (TEMPLATE.replace("{name: New, type: new}", "{name: New, type: new, documents: [cv]}"), 5, "templates[1].stages[1].documents", "cv"),
        (TEMPLATE.replace("type: new}", "type: new, documents: [resume]}") + "documents: [{name: cv, label: CV}]\n", 5,
         "templates[1].stages[1].documents", "no kind of document"),
        ("documents:\n  - {name: cv, label: CV, filed_as: nothing}\n", 2, "documents[1].filed_as", "no kind of people's documents"),
        ("documents:\n  - {name: cv, label: CV}\n  - {name: cv, label: B}\n", 3, "documents[2].name", "given already"),
        (TEMPLATE + "    kit: nothing\n", 7, "templates[1].kit", "no kit"),
        (TEMPLATE + "    questions: [nothing]\n", 7, "templates[1].questions", "no question"),
        ("reasons:\n  - {name: a, label: A, message: m}\n", 2, "reasons[1].message", "no message"),
        ("questions:\n  - {name: a, text: A?, passes: maybe}\n", 2, "questions[1].passes", "no answer"),
        ("questions:\n  - {name: a, text: A?, kind: number, passes: few}\n", 2, "questions[1].passes", "whole number"),
        ("requisition_approvals:\n  - {role: cfo}\n", 2, "requisition_approvals[1].role", "no role"),
        ("consent: {months: 0}\n", 1, "consent.months", "outside"),
        ("stage: []\n", 1, "stage", ""),
    ],
)  # fmt: skip
def test_a_problem_is_told_at_its_line_and_key(text: str, line: int, key: str, says: str, tmp_path: Path) -> None:
    found = problems(text, tmp_path)
    assert [(each[0], each[1]) for each in found] == [(line, key)]
    assert says in found[0][2]
