"""Candidates and applications go out to files as lists show them: formula-safe, noted in the trail, and no score in them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from data import audit
from hrtui.access.model import ACTIONS, Grant, Scope
from hrtui.context import Context
from hrtui.errors import NotAllowed, NotFound, RuleBroken
from hrtui.recruiting import purging, scoring, selfid, service, taking
from hrtui.recruiting.exporting import APPLICATION, CANDIDATE, export_applications, export_candidates
from hrtui.recruiting.scorecards import Overall
from hrtui.recruiting.service import CandidateChange
from tests.conftest import ContextAs
from tests.people import hire, statements
from tests.recruiting import applied, opened
from tests.services.test_purging import later

READ = "recruiting.read"
GOOD = {"experience": 5, "communication": 4, "teamwork": 4, "motivation": 5}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_candidates_go_out_by_name_with_the_columns_that_are_chosen(ctx: Context, tmp_path: Path) -> None:
    number = opened(ctx)
    applied(ctx, number, "Bay", first_name="Jo", email="jo@example.com", source="website")
    service.add_candidate(ctx, CandidateChange(last_name="Ash", headline="=1+1", pool=True), ["rust"])
    path = tmp_path / "all.csv"
    assert export_candidates(ctx, path) == 2
    rows = read(path)
    assert [(row["name"], row["applied"], row["tags"]) for row in rows] == [
        ("Ash", "", "rust"),
        ("Bay, Jo", "Engineer", ""),
    ]
    assert rows[0]["headline"].startswith("'")
    entry = audit.entries(1)[0].entry
    assert (entry.action, entry.subject, entry.detail and entry.detail["candidates"]) == (
        "recruiting.export",
        "all.csv",
        "2",
    )
    assert export_candidates(ctx, tmp_path / "one.json", "rust", columns=["name", "consent_until"]) == 1
    assert json.loads((tmp_path / "one.json").read_text("utf-8")) == [{"name": "Ash", "consent_until": "2028-11-23"}]
    assert export_candidates(ctx, tmp_path / "pool.xlsx", pool=True) == 1
    ids = list(service.candidate_list(ctx))
    assert export_candidates(ctx, tmp_path / "marked.csv", "nobody", ids[1:]) == 1
    assert [row["name"] for row in read(tmp_path / "marked.csv")] == ["Bay, Jo"]
    with pytest.raises(RuleBroken, match="Did you mean email"):
        export_candidates(ctx, tmp_path / "x.csv", columns=["emial"])
    with pytest.raises(RuleBroken, match="there already"):
        export_candidates(ctx, path)


def test_cards_of_candidates_can_be_taken_in_again(ctx: Context, tmp_path: Path) -> None:
    applied(
        ctx, opened(ctx), "Bay", first_name="Jo", email="jo@example.com", phone="617-555-0100", headline="Welder; lead"
    )
    path = tmp_path / "all.vcf"
    assert export_candidates(ctx, path) == 1
    assert "Welder\\; lead" in path.read_text("utf-8")
    assert taking.plan_taking(ctx, path).known[0].known == "CAN-00001"
    assert export_candidates(ctx, tmp_path / "short.vcf", columns=["name", "email"]) == 1
    assert "617" not in (tmp_path / "short.vcf").read_text("utf-8")


def test_a_board_goes_out_by_stage_and_what_is_over_on_request(ctx: Context, tmp_path: Path) -> None:
    number = opened(ctx)
    one, two, three = (applied(ctx, number, each, email=f"{each}@example.com")[1] for each in ("Ash", "Bay", "Cox"))
    service.move(ctx, [two], "Phone screen")
    service.reject(ctx, [three], "skills", "Too loud")
    path = tmp_path / "board.csv"
    assert export_applications(ctx, number, path) == 2
    assert [(row["application"], row["stage"], row["email"]) for row in read(path)] == [
        (one, "New", "Ash@example.com"), (two, "Phone screen", "Bay@example.com"),
    ]  # fmt: skip
    columns = ["application", "state", "reason", "owes", "note"]
    assert export_applications(ctx, number, tmp_path / "all.csv", ended=True, columns=columns) == 3
    assert list(read(tmp_path / "all.csv")[1].values()) == [three, "rejected", "skills", "owed", "Too loud"]
    assert export_applications(ctx, number, tmp_path / "late.csv", late=True) == 0
    assert export_applications(ctx, number, tmp_path / "cards.vcf", [2]) == 1
    entry = audit.entries(1)[0].entry
    assert entry.detail == {"requisition": number, "query": "marked by hand", "format": "vcard", "candidates": "1"}


def test_no_score_and_no_answer_for_equal_opportunity_is_ever_in_a_file(ctx: Context, tmp_path: Path) -> None:
    number = opened(ctx)
    _, one = applied(ctx, number, "Ash")
    scoring.score(ctx, one, GOOD, Overall.STRONG_YES, "Zyzyx")
    selfid.record_answers(ctx, one, {"race": "native", "veteran": "not_protected"})
    export_candidates(ctx, tmp_path / "c.json", columns=list(CANDIDATE))
    export_applications(ctx, number, tmp_path / "a.json", columns=list(APPLICATION))
    whole = (tmp_path / "c.json").read_text("utf-8") + (tmp_path / "a.json").read_text("utf-8")
    assert not [word for word in ("Zyzyx", "strong_yes", "teamwork", "native", "not_protected") if word in whole]


def test_only_what_the_role_reaches_goes_out(ctx: Context, ctx_as: ContextAs, tmp_path: Path) -> None:
    boss = hire(ctx, "Boss")
    mine, other = opened(ctx, manager=boss), opened(ctx, "Clerk")
    applied(ctx, mine, "Ash")
    applied(ctx, other, "Bay")
    team = ctx_as(Grant(READ, Scope(team=True, own=True)), person=boss)
    assert export_candidates(team, tmp_path / "team.csv", chosen=list(service.candidate_list(ctx))) == 1
    assert [row["name"] for row in read(tmp_path / "team.csv")] == ["Ash"]
    with pytest.raises(NotFound):
        export_applications(team, other, tmp_path / "x.csv")
    blind = ctx_as(*(Grant(each) for each in ACTIONS if each != READ))
    with pytest.raises(NotAllowed):
        export_candidates(blind, tmp_path / "x.csv")
    with pytest.raises(NotAllowed):
        export_applications(blind, mine, tmp_path / "x.csv")
    assert not (tmp_path / "x.csv").exists()


def test_who_was_emptied_goes_out_with_the_board_as_nobody(ctx: Context, tmp_path: Path) -> None:
    number = opened(ctx)
    who, one = applied(ctx, number, "Zyzyx", email="zyzyx@example.com")
    service.reject(ctx, [one], "skills", waive=True)
    purging.purge(later(ctx), [who])
    assert export_applications(ctx, number, tmp_path / "a.csv", ended=True, columns=list(APPLICATION)) == 1
    assert "zyzyx" not in (tmp_path / "a.csv").read_text("utf-8").lower()


def test_many_take_as_many_queries_as_few(ctx: Context, tmp_path: Path) -> None:
    number = opened(ctx)
    counts = []
    for at, more in enumerate((2, 20)):
        for each in range(more):
            applied(ctx, number, f"Doe{at}{each}")
        with statements() as seen:
            export_candidates(ctx, tmp_path / f"c{at}.csv")
            export_applications(ctx, number, tmp_path / f"a{at}.csv")
        counts.append(len(seen))
    assert counts[0] == counts[1]
