"""Candidates from files: CSV, JSON résumés, vCards; nobody twice, bad rows left with the reason, all one command."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.audit import service as trail
from hrtui.context import Context
from hrtui.errors import ImportFault, RuleBroken
from hrtui.people import service as people
from hrtui.people.model import Termination
from hrtui.people.tagging import tag
from hrtui.recruiting import service, taking
from hrtui.recruiting.arriving import named, of_cards, of_json
from hrtui.recruiting.service import CandidateChange
from tests.people import hire, statements
from tests.recruiting import opened

HEAD = "First name,Last name,E-mail,Phone,Source,Tags\n"
RESUME = {
    "basics": {"name": "Zoë Müller", "label": "SRE", "email": "zoe@example.com", "location": {"city": "Boston", "region": "MA"},
               "profiles": [{"url": "https://example.com/zoe"}]},
    "skills": [{"name": "Rust"}, {"name": "Go"}],
}  # fmt: skip
CARD = "BEGIN:VCARD\r\nVERSION:4.0\r\nN:Doe;Jo;;;\r\nFN:Jo Doe\r\nEMAIL;TYPE=work:jo@exam\r\n ple.com\r\n"
CARD += "TEL;VALUE=uri:tel:+1-617-555-0100\r\nEND:VCARD\r\n"


def file(folder: Path, rows: str, name: str = "c.csv") -> Path:
    path = folder / name
    path.write_text(HEAD + rows if name.endswith("csv") else rows, "utf-8")
    return path


def test_fifty_come_in_with_three_that_are_there_already_and_apply_as_one_command(ctx: Context, tmp_path: Path) -> None:
    number = opened(ctx)
    service.add_candidate(ctx, CandidateChange(last_name="Here", email="p3@example.com"))
    rows = "".join(f"A{i},B{i},p{i % 48}@example.com,,website,rust\n" for i in range(50))
    path = file(tmp_path, rows)
    plan = taking.plan_taking(ctx, path)
    assert (len(plan.new), len(plan.known), len(plan.left)) == (47, 1, 2)
    assert {each.fault for each in plan.left} == {"is in the file twice, with the same e-mail address"}
    assert plan.left[0].told == ("Row 50: is in the file twice, with the same e-mail address",)
    done, _ = taking.take_candidates(ctx, path, number)
    assert done.sentence == "47 entered, 1 on file already and 2 left out."
    assert service.board(ctx, number).count == 48
    trail.undo(ctx)
    assert (service.board(ctx, number).count, len(service.candidate_list(ctx))) == (0, 1)


@pytest.mark.parametrize(
    ("row", "field", "says"),
    [
        ("Jo,,jo@example.com,,,\n", "last_name", "blank"),
        ("Jo,Doe,jo@,,,\n", "email", "not an e-mail address"),
        ("Jo,Doe,,,moon,\n", "source", "no source"),
    ],
)
def test_a_bad_row_is_left_with_field_and_reason_and_the_others_come_in(
    ctx: Context, tmp_path: Path, row: str, field: str, says: str
) -> None:
    done, plan = taking.take_candidates(ctx, file(tmp_path, f"Al,Ash,al@example.com,,,\n{row}"))
    (left,) = plan.left
    assert (left.row, left.field) == (3, field)
    assert says in left.fault
    assert done.numbers == ("CAN-00001",)


def test_a_resume_and_a_vcard_become_candidates(ctx: Context, tmp_path: Path) -> None:
    taking.take_candidates(ctx, file(tmp_path, json.dumps([RESUME]), "r.json"))
    taking.take_candidates(ctx, file(tmp_path, CARD, "c.vcf"))
    zoe, jo = (service.candidate_sheet(ctx, f"CAN-0000{at}").candidate for at in (1, 2))
    assert (zoe.name, zoe.headline, zoe.city, zoe.links, zoe.tags) == (
        "Müller, Zoë",
        "SRE",
        "Boston",
        "https://example.com/zoe",
        ("go", "rust"),
    )
    assert zoe.resume["skills"] == RESUME["skills"]
    assert (jo.name, jo.email, jo.phone) == ("Doe, Jo", "jo@example.com", "+1-617-555-0100")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("c.csv", "a,b\n1,2\n", "no column of last names"),
        ("c.json", "{", "no JSON"),
        ("c.json", "[" * 100_000, "nested too deeply|no JSON"),
        ("c.vcf", "hello", "no vCard"),
    ],
)
def test_a_file_that_is_none_is_refused_with_what_to_do(
    ctx: Context, tmp_path: Path, name: str, text: str, says: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(ImportFault, match=says):
        taking.plan_taking(ctx, path)


def test_nothing_new_is_no_command(ctx: Context, tmp_path: Path) -> None:
    path = file(tmp_path, "Al,Ash,al@example.com,,,\n")
    taking.take_candidates(ctx, path)
    with pytest.raises(RuleBroken, match="0 entered and 1 on file already"):
        taking.take_candidates(ctx, path)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda each: st.lists(each, max_size=3) | st.dictionaries(
    st.sampled_from(["basics", "name", "email", "location", "skills", "profiles", "url", "x"]), each, max_size=4), max_leaves=12))  # fmt: skip
def test_any_json_is_read_or_refused_and_never_a_crash(value: object) -> None:
    for each in of_json(json.dumps(value)):
        assert each.problem or isinstance(each.values, dict)


@given(st.text(max_size=200))
def test_any_text_is_read_as_vcards_or_refused(text: str) -> None:
    for each in of_cards(f"BEGIN:VCARD\n{text}\nEND:VCARD\n"):
        assert isinstance(each.values, dict)


@pytest.mark.parametrize(
    ("whole", "first", "last"),
    [("Jo Doe", "Jo", "Doe"), ("Doe, Jo", "Jo", "Doe"), ("Jo van der Berg", "Jo van der", "Berg"), ("Jo", "", "Jo")],
)
def test_a_whole_name_is_taken_apart(whole: str, first: str, last: str) -> None:
    made = named({"name": whole})
    assert (made.get("first_name", ""), made["last_name"]) == (first, last)


def test_who_may_be_on_file_under_another_address_is_said_of_each_row_with_a_warning_and_is_entered(
    ctx: Context, tmp_path: Path
) -> None:
    service.add_candidate(ctx, CandidateChange(first_name="Robin", last_name="Ashford", email="r@example.com"))
    left = hire(ctx, "Birch", first="Kim")
    people.terminate(ctx, left, Termination(date(2026, 11, 1), "left"))
    tag(ctx, left, ["do-not-rehire"])
    rows = "Robyn,Ashford,robyn@example.com,,,\nBirch,Kim,k@example.com,,,\nNew,Person,n@example.com,,,\n"
    plan = taking.plan_taking(ctx, file(tmp_path, rows))
    first, second, third = plan.rows
    assert first.like == ("Ashford, Robin (CAN-00001) is a candidate with a like name.",)
    (told,) = second.like
    assert f"({left}) works or worked here with the same name; they left on 2026-11-01; do not rehire." in told
    assert third.told == ()
    done, _ = taking.take_candidates(ctx, tmp_path / "c.csv")
    assert done.sentence == "3 entered and 2 perhaps too."
    assert len(done.numbers) == 3


def test_who_is_marked_do_not_hire_is_named_so_and_does_not_apply(ctx: Context, tmp_path: Path) -> None:
    number = opened(ctx)
    service.add_candidate(ctx, CandidateChange(last_name="Ash", email="a@example.com", barred=True))
    path = file(tmp_path, "A,Ash,a@example.com,,,\nB,Bay,b@example.com,,,\n")
    plan = taking.plan_taking(ctx, path)
    assert plan.applying == 0
    assert plan.known[0].told == (
        "Row 2: is CAN-00001 already, with the same e-mail address; they are marked do-not-hire and do not apply.",
    )
    taking.take_candidates(ctx, path, number)
    assert service.board(ctx, number).count == 1


def test_asking_who_is_alike_takes_as_many_queries_for_many_rows_as_for_few(ctx: Context, tmp_path: Path) -> None:
    for name in ("Ashford", "Birchall"):
        service.add_candidate(ctx, CandidateChange(first_name="Robin", last_name=name))
        hire(ctx, name, "Kim")
    counts = []
    for count in (1, 40):
        rows = "".join(
            f"Robyn{i},Ashford,x{i}@example.com,,,\nKim,Birchall,y{i}@example.com,,,\n" for i in range(count)
        )
        path = file(tmp_path, rows)
        with statements() as made:
            plan = taking.plan_taking(ctx, path)
        assert plan.like
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_a_file_of_which_nothing_can_be_taken_says_in_which_row_and_why(ctx: Context, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="has no row"):
        taking.take_candidates(ctx, file(tmp_path, ""))
    with pytest.raises(RuleBroken, match=r"0 entered and 1 left out\. Row 2, "):
        taking.take_candidates(ctx, file(tmp_path, "Jo,Doe,nonsense,,,\n"))
    good = file(tmp_path, "Jo,Doe,jo@example.com,,,\n")
    taking.take_candidates(ctx, good)
    with pytest.raises(RuleBroken, match=r"1 on file already\. Row 2: is CAN-00001 already"):
        taking.take_candidates(ctx, good)
