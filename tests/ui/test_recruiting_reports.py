"""What is read and kept of recruiting as a whole, by keys alone: files, consent, sums for equal opportunity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data import audit
from data.recruiting import applications, eeo
from hrtui.access.model import ACTIONS, Grant
from hrtui.context import Actor, Context
from hrtui.recruiting import selfid, service
from hrtui.recruiting.eeo import Answers
from hrtui.recruiting.service import CandidateChange
from tests.people import hire
from tests.recruiting import applied, opened
from tests.ui.conftest import MakeApp, text, until

SIZES = [(80, 24), (200, 50)]


def said(app: object) -> str:
    return " ".join(text(app).split())  # type: ignore[arg-type]


def keeper(ctx: Context) -> Context:
    """Somebody who may sum up and nothing else."""
    return replace(ctx, actor=Actor("kim", ("hris_admin",), (Grant("recruiting.eeo"),)))


@pytest.mark.parametrize("size", SIZES)
async def test_answers_are_recorded_by_number_and_only_sums_are_shown(
    hr_app: MakeApp, ctx: Context, size: tuple[int, int]
) -> None:
    number = opened(ctx)
    made = [applied(ctx, number, f"Ash{at}")[1] for at in range(13)]
    for each in made[:6]:
        selfid.record_answers(ctx, each, {"sex": "female"})
    for each in made[6:12]:
        selfid.record_answers(ctx, each, {"sex": "male"})
    app = hr_app(keeper(ctx), address="eeo")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "All 13" in said(app))
        assert "Ash" not in text(app)
        await pilot.press("a")
        await until(pilot, lambda: "What an applicant said" in text(app))
        await pilot.press(*"app-00013", "tab", *"male", "tab", *"asian", "tab", "ctrl+j")
        await until(pilot, lambda: "The answers of APP-00013 are recorded" in said(app))
        await until(pilot, lambda: "Male 7" in said(app))
        assert "Ash" not in text(app)
        await pilot.press("tab")
        await until(pilot, lambda: "Hispanic or Latino ·" in said(app) and "· below 5" in said(app))
        await pilot.press("r")
        await until(pilot, lambda: f"{number} Engineer" in text(app))
        await pilot.press(*number, "enter")
        await until(pilot, lambda: f"{number} Engineer · who applied" in said(app))
        await pilot.press("u")
        await until(pilot, lambda: "Undone" in said(app) or "Undo" in said(app))
    read = audit.entries(100, action="recruiting.see_eeo")
    assert len(read) <= 3
    assert eeo.every()[applications.ids(["APP-00013"])["APP-00013"]] == Answers("male", "asian")


async def test_a_file_of_answers_is_taken_after_it_was_said_what_comes_of_it(
    hr_app: MakeApp, ctx: Context, tmp_path: Path
) -> None:
    number = opened(ctx)
    applied(ctx, number, "Ash", email="ash@example.com")
    path = tmp_path / "answers.csv"
    path.write_text("email,sex\nash@example.com,female\nnobody@example.com,male\n")
    app = hr_app(keeper(ctx), address="eeo")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "All 1" in said(app))
        await pilot.press("I")
        await until(pilot, lambda: "Answers of applicants" in text(app))
        await pilot.press(*str(path), "ctrl+j")
        await until(pilot, lambda: "Record the answers of 1 applications" in said(app))
        assert "Row 3, email" in said(app)
        await pilot.press("y")
        await until(pilot, lambda: "are recorded, 1 row left out" in said(app))


async def test_who_may_not_sum_up_is_not_even_offered_the_address(hr_app: MakeApp, ctx: Context) -> None:
    grants = tuple(Grant(each) for each in ACTIONS if each != "recruiting.eeo")
    other = replace(ctx, actor=Actor("rita", ("recruiter",), grants))
    app = hr_app(other, address="requisitions")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Nobody is wanted" in text(app))
        await pilot.press("colon", *"equal opp")
        await pilot.pause()
        assert "Equal opportunity" not in text(app)
        await pilot.press("escape", "colon", *"eeo x")
        await until(pilot, lambda: "Nothing is called that" in text(app))
        await pilot.press("escape")
        app.go("eeo")
        await until(pilot, lambda: "may not" in said(app))


@pytest.mark.parametrize("size", SIZES)
async def test_marked_candidates_and_a_filtered_board_are_written_to_files(
    hr_app: MakeApp, ctx: Context, tmp_path: Path, size: tuple[int, int]
) -> None:
    number = opened(ctx)
    for each in ("Ash", "Bay", "Cox"):
        applied(ctx, number, each, email=f"{each}@example.com")
    app = hr_app(ctx, address="candidates")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "3 candidates" in said(app))
        await pilot.press("space", "x")
        await until(pilot, lambda: "Export candidates" in text(app))
        await pilot.press("ctrl+u", *str(tmp_path / "c.csv"), "ctrl+j")
        await until(pilot, lambda: "Wrote 1 candidates to c.csv" in said(app))
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Ash" in text(app))
        await pilot.press("slash", *"bay")
        await until(pilot, lambda: "1 of 3" in said(app))
        await pilot.press("down", "x")
        await until(pilot, lambda: "Export applications" in text(app))
        await pilot.press("ctrl+u", *str(tmp_path / "b.vcf"), "ctrl+j")
        await until(pilot, lambda: "Wrote 1 applications to b.vcf" in said(app))
    assert "Ash@example.com" in (tmp_path / "c.csv").read_text("utf-8")
    assert "FN:Bay" in (tmp_path / "b.vcf").read_text("utf-8")


@pytest.mark.parametrize("size", SIZES)
async def test_whose_consent_ended_is_renewed_or_emptied_after_a_word_was_typed(
    hr_app: MakeApp, ctx: Context, size: tuple[int, int]
) -> None:
    for last in ("Ash", "Bay", "Cox"):
        service.add_candidate(ctx, CandidateChange(last_name=last, consent_until=date(2026, 11, 2)))
    service.add_candidate(ctx, CandidateChange(last_name="Dee", consent_until=date(2026, 12, 2)))
    app = hr_app(ctx, address="consent")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "3 ended, 1 within 30 days" in said(app) and "ended 21 days ago" in said(app))
        await pilot.press("e")
        await until(pilot, lambda: "Consent of Ash" in text(app))
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "The consent of Ash (CAN-00001) stands until 2028-11-23" in said(app))
        await until(pilot, lambda: "2 ended, 1 within" in said(app))
        await pilot.press("m", "P")
        await until(pilot, lambda: "Empty 2 candidates?" in text(app) and "Type empty to go on" in said(app))
        await pilot.press("y", "enter", "escape", "P", *"empty", "enter")
        await until(pilot, lambda: "2 candidates are emptied for good" in said(app))
        await until(pilot, lambda: "0 ended, 1 within 30 days" in said(app))
        await pilot.press("v")
        await until(pilot, lambda: "Nobody's consent has ended" in text(app))
        await pilot.press("escape", "P", *"empty", "enter")
        await until(pilot, lambda: "consent has not ended" in said(app))
    assert sorted(line.name for line in service.candidate_page(ctx, service.candidate_list(ctx)) if line) == [
        "Ash",
        "Dee",
    ]


@pytest.mark.parametrize("size", SIZES)
async def test_the_report_turns_narrows_and_is_written_to_a_file(
    hr_app: MakeApp, ctx: Context, tmp_path: Path, size: tuple[int, int]
) -> None:
    hire(ctx, "Seller", department="Sales")
    number = opened(ctx)
    made = [applied(ctx, number, each, source="website")[1] for each in ("Ash", "Bay", "Cox")]
    applied(ctx, opened(ctx, "Clerk", department="Sales"), "Dee")
    service.move(ctx, made[:1], "Phone screen")
    service.reject(ctx, made[1:2], "skills")
    app = hr_app(ctx, address="requisitions")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "2 under way" in said(app))
        await pilot.press("F")
        await until(pilot, lambda: "4 applied" in said(app) and "Screen 1 25 %" in said(app))
        assert "█" in text(app)
        await pilot.press("tab")
        await until(pilot, lambda: "Skills do not fit company 1" in said(app))
        await pilot.press("tab", "tab")
        await until(pilot, lambda: "IT 1 3" in said(app) or "IT 3" in said(app))
        await pilot.press("enter")
        await until(pilot, lambda: "IT · who applied" in said(app) and "3 applied" in said(app))
        await pilot.press("x")
        await until(pilot, lambda: "Export rows" in text(app))
        await pilot.press("ctrl+u", *str(tmp_path / "f.csv"), "ctrl+j")
        await until(pilot, lambda: "Wrote 6 rows to f.csv" in said(app))
        await pilot.press("escape")
        await until(pilot, lambda: "all requisitions · who applied" in said(app) and "4 applied" in said(app))
        await pilot.press("t")
        await until(pilot, lambda: "Period" in text(app))
        await pilot.press("ctrl+u", *"2027-01-01", "tab", "ctrl+u", *"2027-02-01", "ctrl+j")
        await until(pilot, lambda: "0 applied" in said(app))
        await pilot.press("shift+tab")
        await until(pilot, lambda: "Standard 0" in said(app))
        await pilot.press("tab", "tab", "tab")
        await until(pilot, lambda: "Nobody applied in this period" in text(app))
    assert (tmp_path / "f.csv").read_text("utf-8-sig").splitlines()[:2] == [
        "stage,reached,through,days,now",
        "new,3,,0.0,1",
    ]
