"""Equal opportunity: answers are recorded apart, read in sums alone, and nobody without the right gets one by any way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data import audit
from data.recruiting import eeo as rows
from hrtui.access.model import ACTIONS, Field, Grant, Sight
from hrtui.access.rules import grants_of, may
from hrtui.audit import service as trail
from hrtui.configfile import shipped_roles
from hrtui.context import Actor, Context, FixedClock
from hrtui.dates import Period
from hrtui.errors import HrError, ImportFault, NotAllowed, NotFound, RuleBroken
from hrtui.recruiting import merging, messaging, offering, purging, scoring, selfid, service
from hrtui.recruiting.eeo import Answers
from hrtui.recruiting.flow import applicant_flow
from tests.conftest import ContextAs
from tests.people import statements
from tests.recruiting import applied, opened

EEO = "recruiting.eeo"
GIVEN = {"sex": "female", "race": "native", "veteran": "not_protected", "disability": "none"}
TOLD = ("'female'", "'native'", "American Indian", "not_protected", "Not a protected")
"""What stands nowhere but in answers."""


def stored(number: str) -> Answers | None:
    from data.recruiting import applications

    return rows.every().get(applications.ids([number])[number])


def many(ctx: Context, requisition: str, count: int, answers: dict[str, str], first: int = 0) -> list[str]:
    """So many who apply and give the same answers."""
    made = [applied(ctx, requisition, f"Doe{first + at}", email=f"{first + at}@example.com")[1] for at in range(count)]
    for number in made:
        selfid.record_answers(ctx, number, answers)
    return made


def test_answers_are_kept_for_an_application_and_the_trail_says_only_that_they_were_given(ctx: Context) -> None:
    _, one = applied(ctx, opened(ctx), "Ash")
    done = selfid.record_answers(ctx, one.lower(), {"sex": "Female", "race": "American Indian or Alaska Native"})
    assert stored(one) == Answers("female", "native")
    assert done.sentence == f"The answers of {one} are recorded."
    entry = audit.entries(1, None, one, "", "", None, None)[0].entry
    assert [(each.field, each.before, each.after) for each in entry.changes] == [("eeo.answers", "", "(given)")]
    selfid.record_answers(ctx, one, {"sex": "declined"})
    assert stored(one) == Answers("declined")
    trail.undo(ctx)
    assert stored(one) == Answers("female", "native")
    trail.undo(ctx, done.command)
    assert stored(one) is None


def test_who_may_not_sum_up_may_not_record_either(ctx: Context, ctx_as: ContextAs, tmp_path: Path) -> None:
    _, one = applied(ctx, opened(ctx), "Ash")
    others = ctx_as(*(Grant(each) for each in ACTIONS if each != EEO))
    uses: list[Callable[[], object]] = [
        lambda: selfid.record_answers(others, one, GIVEN), lambda: selfid.plan_answers(others, tmp_path),
        lambda: selfid.take_answers(others, tmp_path), lambda: applicant_flow(others),
    ]  # fmt: skip
    for use in uses:
        with pytest.raises(NotAllowed, match=EEO):
            use()
    alone = ctx_as(Grant(EEO))
    selfid.record_answers(alone, one, GIVEN)
    with pytest.raises(NotFound):
        selfid.record_answers(alone, "APP-99999", GIVEN)
    done = trail.undo(alone)
    assert done.sentence.startswith(f"Undone: answers for equal opportunity of {one}")
    with pytest.raises(NotAllowed):
        trail.undo(others, selfid.record_answers(alone, one, GIVEN).command)


def test_a_file_is_taken_by_number_or_address_and_what_is_faulty_is_left(ctx: Context, tmp_path: Path) -> None:
    number = opened(ctx)
    who, one = applied(ctx, number, "Ash", email="ash@example.com")
    _, two = applied(ctx, number, "Bay", email="bay@example.com")
    twice, _ = applied(ctx, number, "Cox", email="cox@example.com")
    service.apply(ctx, opened(ctx, "Clerk"), [twice])
    other = service.add_candidate(ctx, service.CandidateChange(last_name="Ashe", email="a.ash@example.com")).numbers[0]
    merging.merge(ctx, other, who, ["email"])
    path = tmp_path / "answers.csv"
    path.write_text(
        "Application number,E-mail,Sex,Race/ethnicity\n"
        f"{one.lower()},,female,Asian\n,BAY@example.com,male,\n,cox@example.com,male,\n,nobody@example.com,male,\n"
        f"{two},,Zyzyx,\nAPP-99999,,male,\n{one},,male,\n,,male,\n"
    )
    told = selfid.plan_answers(ctx, path)
    assert [(each.row, each.application, each.field) for each in told if not each.fault] == [
        (2, one, ""),
        (3, two, ""),
    ]
    faults = {each.row: each.fault for each in told if each.fault}
    assert list(faults) == [4, 5, 6, 7, 8, 9]
    assert "several times" in faults[4]
    assert "Zyzyx" not in faults[6]
    assert rows.every() == {}
    done, _ = selfid.take_answers(ctx, path)
    assert (stored(one), stored(two)) == (Answers("female", "asian"), Answers("male"))
    assert done.sentence == "The answers of 2 applications are recorded, 6 rows left out."
    trail.undo(ctx)
    assert rows.every() == {}
    (tmp_path / "bare.csv").write_text("name,sex\nAsh,male\n")
    with pytest.raises(ImportFault, match="application or email"):
        selfid.take_answers(ctx, tmp_path / "bare.csv")
    (tmp_path / "bad.csv").write_text("application,sex\nAPP-99999,male\n")
    with pytest.raises(RuleBroken, match="No row"):
        selfid.take_answers(ctx, tmp_path / "bad.csv")


def test_whoever_applied_under_the_address_of_one_merged_later_is_found(ctx: Context, tmp_path: Path) -> None:
    number = opened(ctx)
    who, one = applied(ctx, number, "Ash", email="old@example.com")
    kept = service.add_candidate(ctx, service.CandidateChange(last_name="Ashe", email="new@example.com")).numbers[0]
    merging.merge(ctx, kept, who)
    path = tmp_path / "answers.csv"
    path.write_text("email,sex\nnew@example.com,male\n")
    selfid.take_answers(ctx, path)
    assert stored(one) == Answers("male")


def test_sums_count_how_far_those_who_gave_an_answer_came(ctx: Context) -> None:
    number = opened(ctx)
    women, men = many(ctx, number, 9, {"sex": "female"}), many(ctx, number, 8, {"sex": "male"}, 20)
    service.move(ctx, [*women[:7], *men[:6]], "Interview")
    service.reject(ctx, [*women[:5], *men[2:]], "skills")
    flow = applicant_flow(ctx)
    table = flow.table("sex", flow.group(number))
    counts = {row.answer: dict(zip(table.lines, row.counts, strict=True)) for row in table.rows}
    assert [counts[each]["applied"] for each in ("female", "male", "declined", "unsaid", "all")] == [
        9,
        8,
        None,
        None,
        17,
    ]
    assert [counts[each]["interviewed"] for each in ("female", "male")] == [7, 6]
    assert [counts[each]["active"] for each in ("female", "male", "all")] == [None, None, 6]
    assert [counts[each]["rejected"] for each in ("female", "male", "all")] == [None, None, 11]
    assert [counts[each]["hired"] for each in ("female", "male", "all")] == [0, 0, 0]
    assert flow.table("sex", flow.group("engineer")).rows == table.rows == flow.table("sex", flow.group()).rows
    assert [each.label for each in flow.groups] == ["The whole company", "Engineer", f"{number} Engineer"]
    assert all(count is None for row in flow.table("race", flow.group()).rows[:-1] for count in row.counts[:2])
    with pytest.raises(NotFound, match="Nobody applied for"):
        flow.group("Nothing")
    with pytest.raises(RuleBroken, match="is not asked"):
        flow.table("age", flow.group())


def test_a_period_is_of_whole_months_and_reading_leaves_an_entry_without_a_number(ctx: Context) -> None:
    many(ctx, opened(ctx), 6, GIVEN)
    flow = applicant_flow(ctx, date(2026, 9, 17), date(2026, 11, 2))
    assert flow.period == Period(date(2026, 9, 1), date(2026, 11, 30))
    assert flow.table("sex", flow.group()).rows[-1].counts[0] == 6
    entry = audit.entries(1, None, "", "", "", None, None)[0].entry
    assert (entry.action, entry.detail) == ("recruiting.see_eeo", {"since": "2026-09-01", "until": "2026-11-30"})
    assert applicant_flow(ctx, None, date(2026, 10, 31)).groups[1:] == []
    with pytest.raises(RuleBroken, match="before it begins"):
        applicant_flow(ctx, date(2026, 12, 1), date(2026, 11, 2))


def test_the_least_count_is_the_companys(ctx: Context) -> None:
    (ctx.config.file.parent / "recruiting.yaml").write_text("eeo: {least: 3}\n")
    number = opened(ctx)
    many(ctx, number, 4, {"sex": "female"})
    many(ctx, number, 3, {"sex": "male"}, 20)
    flow = applicant_flow(ctx)
    assert [row.counts[0] for row in flow.table("sex", flow.group()).rows] == [4, 3, None, None, 7]


def test_reading_sums_takes_as_many_queries_for_many_as_for_few(ctx: Context) -> None:
    number = opened(ctx)
    many(ctx, number, 2, GIVEN)
    with statements() as few:
        applicant_flow(ctx)
    many(ctx, number, 12, GIVEN, 20)
    many(ctx, opened(ctx, "Clerk"), 3, GIVEN, 50)
    with statements() as more:
        applicant_flow(ctx)
    assert len(more) == len(few) <= 20


def test_a_purge_empties_answers_and_they_count_as_nothing_on_file(ctx: Context) -> None:
    who, one = applied(ctx, opened(ctx), "Ash")
    selfid.record_answers(ctx, one, GIVEN)
    selfid.record_answers(ctx, one, {**GIVEN, "sex": "male"})
    service.reject(ctx, [one], "skills", waive=True)
    later = replace(ctx, clock=FixedClock(datetime(2029, 1, 8, 15, tzinfo=UTC), "America/New_York"))
    purging.purge(later, [who])
    assert stored(one) == Answers()
    flow = applicant_flow(later, date(2026, 11, 1), date(2029, 1, 1))
    assert flow.table("sex", flow.group()).rows[-1].counts[0] == 1


READS: tuple[Callable[[Context, str, str, str], object], ...] = (
    lambda ctx, requisition, who, one: service.requisition_list(ctx),
    lambda ctx, requisition, who, one: service.requisition_sheet(ctx, requisition),
    lambda ctx, requisition, who, one: service.requisition_figures(ctx, requisition),
    lambda ctx, requisition, who, one: service.board(ctx, requisition, ended=True),
    lambda ctx, requisition, who, one: service.candidate_page(ctx, service.candidate_list(ctx)),
    lambda ctx, requisition, who, one: [
        list(service.candidate_list(ctx, word)) for word in ("female", "native", "indian")
    ],
    lambda ctx, requisition, who, one: service.candidate_sheet(ctx, who),
    lambda ctx, requisition, who, one: scoring.score_sheet(ctx, one),
    lambda ctx, requisition, who, one: scoring.owed_scorecards(ctx),
    lambda ctx, requisition, who, one: offering.offer_list(ctx),
    lambda ctx, requisition, who, one: messaging.outbox_list(ctx),
    lambda ctx, requisition, who, one: merging.find_alike(
        ctx, merging.entry_of(service.candidate_sheet(ctx, who).candidate)
    ),
    lambda ctx, requisition, who, one: merging.merged_numbers(ctx, who),
    lambda ctx, requisition, who, one: purging.consent_ended(ctx),
    lambda ctx, requisition, who, one: trail.log(ctx, 500),
    lambda ctx, requisition, who, one: trail.last(ctx),
    lambda ctx, requisition, who, one: service.move(ctx, [one], "Phone screen"),
    lambda ctx, requisition, who, one: service.plan_next(ctx, [one], action="Call"),
    lambda ctx, requisition, who, one: service.change_candidate(ctx, who, service.CandidateChange(city="Rome")),
    lambda ctx, requisition, who, one: service.reject(ctx, [one], "skills"),
    lambda ctx, requisition, who, one: messaging.write_messages(ctx, [one], "received"),
)
"""What may be asked of recruiting by whoever may: of a requisition, a candidate and an application."""


@pytest.mark.parametrize("role", [*shipped_roles(), "all but sums"])
def test_no_other_role_gets_an_answer_by_any_way(ctx: Context, role: str) -> None:
    requisition = opened(ctx)
    who, one = applied(ctx, requisition, "Ash", email="ash@example.com")
    selfid.record_answers(ctx, one, GIVEN)
    shown = dict.fromkeys(Field, Sight.SHOWN)
    everything = tuple(Grant(each, fields=shown) for each in ACTIONS if each != EEO)
    grants = grants_of(shipped_roles(), (role,)) or everything
    actor = Actor("bob", (role,), grants, "1")
    bob, said = replace(ctx, actor=actor), list[str]()
    for read in READS:
        try:
            said.append(repr(read(bob, requisition, who, one)))
        except HrError as refused:
            said.append(f"{refused} {refused!r} {vars(refused)}")
    assert not [word for word in TOLD if word in " ".join(said)]
    if not may(actor, EEO):
        with pytest.raises(NotAllowed):
            applicant_flow(bob)
