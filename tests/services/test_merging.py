"""Entered twice: found by address, number and name, also among people who left, merged, and unmerged exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.base import database
from data.candidaterows import CandidateFactRow, CandidateLineRow, CandidateTagRow
from data.recruiting import candidates
from hrtui.audit import service as trail
from hrtui.audit import writing
from hrtui.context import Context
from hrtui.errors import Conflict, RuleBroken
from hrtui.people import service as people
from hrtui.people.model import Termination
from hrtui.people.tagging import tag
from hrtui.recruiting import merging, service
from hrtui.recruiting.duplicates import Entry, alike, near, reasons
from hrtui.recruiting.gathering import WORK
from hrtui.recruiting.service import CandidateChange
from tests.people import hire
from tests.recruiting import applied, opened

LETTERS = st.text("abcdefgh", min_size=5, max_size=9)


def enter(ctx: Context, last: str, **values: object) -> tuple[str, tuple[str, ...]]:
    done = service.add_candidate(ctx, CandidateChange(last_name=last, **values))  # type: ignore[arg-type]
    return done.numbers[0], done.notices


def stored(number: str) -> list[tuple[object, ...]]:
    """All that counts of a candidate, without when and by which command it was entered."""
    id_ = service_id(number)
    skipped = {"id", "command", "recorded_at", "recorded_by", "superseded_at", "superseded_by", "seq"}
    out: list[tuple[object, ...]] = []
    for model in (CandidateFactRow, CandidateTagRow):
        fields = [field for field in model._meta.sorted_fields if field.name not in skipped]
        wanted = (model.candidate == id_) & model.superseded_at.is_null()
        out += database.execute(model.select(*fields).where(wanted).order_by(model.id)).fetchall()
    line = CandidateLineRow.select().where(CandidateLineRow.candidate == id_)
    return [*out, *database.execute(line).fetchall()]


def service_id(number: str) -> int:
    return candidates.ids([number])[number]


@given(LETTERS, st.integers(0, 8), st.sampled_from("xyz"))
def test_names_that_differ_by_one_letter_are_near_and_the_relation_goes_both_ways(
    name: str, at: int, letter: str
) -> None:
    at = min(at, len(name) - 1)
    for other in (name[:at] + letter + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + name[at + 1 :]):
        assert near(name, other) == near(other, name)
        assert near(name, other) or len(min(name, other, key=len)) < 5
    assert not near(name, name)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (
            Entry("1", "Jo", "Doe", "jo+x@example.com"),
            Entry("2", "J", "Smith", "JO@example.com"),
            ("the same e-mail address",),
        ),
        (
            Entry("1", "Jo", "Doe", phone="617-555-0100"),
            Entry("2", "A", "B", phone="+1 (617) 555 0100"),
            ("the same telephone number",),
        ),
        (Entry("1", "Zoë", "Müller"), Entry("2", "Muller", "Zoe"), ("the same name",)),
        (Entry("1", "Jon", "Anderson"), Entry("2", "John", "Anderson"), ("a like name",)),
        (Entry("1", "Jo", "Doe"), Entry("2", "Al", "Doe"), ()),
    ],
)
def test_the_reasons_why_two_may_be_one(one: Entry, other: Entry, why: tuple[str, ...]) -> None:
    assert reasons(one, other) == reasons(other, one) == why


def test_the_certain_ones_come_first() -> None:
    new = Entry("1", "Jo", "Doe", "jo@example.com")
    found = alike(new, [Entry("2", "Jo", "Doe"), Entry("3", "A", "B", "jo@example.com"), new])
    assert [(each.number, each.certain) for each in found] == [("3", True), ("2", False)]


def test_whoever_enters_somebody_twice_is_told_and_so_of_those_who_left(ctx: Context) -> None:
    enter(ctx, "Doe", first_name="Jo", email="jo@example.com")
    _, notices = enter(ctx, "Do", first_name="Joe", email="Jo+2@example.com")
    assert notices == ("Doe, Jo (CAN-00001) is a candidate with the same e-mail address.",)
    number = hire(ctx, "Kim", "Ann")
    tag(ctx, number, add=[merging.BARRED_TAG])
    people.terminate(ctx, number, Termination(date(2026, 11, 1), "left"))
    _, notices = enter(ctx, "Kim", first_name="Ann")
    assert "works or worked here with the same name; they left on 2026-11-01; do not rehire" in notices[0]


def test_unmerge_restores_both_exactly(ctx: Context) -> None:
    wanted = opened(ctx)
    keep, _ = applied(ctx, wanted, "Doe", first_name="Jo", email="jo@example.com")
    other, _ = enter(ctx, "Do", first_name="Joe", phone="617-555-0100")
    service.change_candidate(ctx, other, CandidateChange(headline="SRE"), ["rust", "go"])
    before = stored(keep), stored(other)
    merging.merge(ctx, keep, other, ["phone", "headline"])
    sheet = service.candidate_sheet(ctx, keep)
    assert (sheet.candidate.phone, sheet.candidate.headline, sheet.candidate.tags) == (
        "617-555-0100",
        "SRE",
        ("go", "rust"),
    )
    assert len(service.candidate_list(ctx)) == 1
    merging.unmerge(ctx, other)
    assert (stored(keep), stored(other)) == before


def test_a_merged_candidates_applications_stand_under_the_kept_one_on_page_and_board(ctx: Context) -> None:
    first, second = opened(ctx), opened(ctx, "Clerk")
    keep, _ = applied(ctx, first, "Doe", first_name="Jo")
    other, theirs = applied(ctx, second, "Do", first_name="Joe")
    merging.merge(ctx, keep, other)
    assert {wanted.number for _, wanted in service.candidate_sheet(ctx, keep).applications} == {first, second}
    (card,) = service.board(ctx, second).columns[0]
    assert (card.name, card.candidate, card.application.number) == ("Doe, Jo", keep, theirs)
    assert "Doe, Jo is in" in service.move(ctx, [theirs], "Phone screen").sentence


def test_what_was_changed_since_keeps_a_merge_from_being_taken_back(ctx: Context) -> None:
    keep, _ = enter(ctx, "Doe")
    other, _ = enter(ctx, "Do")
    merging.merge(ctx, keep, other)
    service.change_candidate(ctx, keep, CandidateChange(city="Boston"))
    with pytest.raises(Conflict, match="stands on it"):
        merging.unmerge(ctx, other)
    trail.undo(ctx)
    merging.unmerge(ctx, other)
    assert len(service.candidate_list(ctx)) == 2


def test_two_who_both_apply_to_one_requisition_are_merged_once_one_application_ended(ctx: Context) -> None:
    wanted = opened(ctx)
    keep, _ = applied(ctx, wanted, "Doe")
    other, theirs = applied(ctx, wanted, "Do")
    with pytest.raises(RuleBroken, match="Both apply to one requisition"):
        merging.merge(ctx, keep, other)
    service.withdraw(ctx, [theirs], "duplicate")
    merging.merge(ctx, keep, other)
    for pair, says in (((keep, keep), "one candidate"), ((keep, other), "already")):
        with pytest.raises(RuleBroken, match=says):
            merging.merge(ctx, *pair)
    with pytest.raises(RuleBroken, match="is not merged"):
        merging.unmerge(ctx, keep)


def test_do_not_hire_is_kept_by_a_merge(ctx: Context) -> None:
    keep, _ = enter(ctx, "Doe")
    other, _ = enter(ctx, "Do", barred=True)
    merging.merge(ctx, keep, other)
    assert service.candidate_sheet(ctx, keep).candidate.barred


def test_who_was_hired_stays_so_under_the_number_that_is_kept(ctx: Context) -> None:
    kept, gone, person = enter(ctx, "Ash")[0], enter(ctx, "Ashe")[0], hire(ctx, "Ashe")
    with ctx.store.write():
        held = candidates.numbered(gone)
        assert held is not None
        candidates.put_many([replace(held, person=person)], ctx.clock.today(), writing.begin(ctx, WORK, gone))
    merging.merge(ctx, kept, gone)
    made = candidates.numbered(kept)
    assert made is not None and made.person == person
    merging.unmerge(ctx, gone)
    again = candidates.numbered(kept)
    assert again is not None and again.person == ""
