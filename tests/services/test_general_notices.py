"""General notices of COBRA: owed within 90 days of coverage to the person and a spouse, marked as sent once, undone, told at home."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from data.base import database
from data.invariants import every_command_is_as_its_audit_entry_tells
from hrtui.access.model import Grant
from hrtui.attention.service import notices
from hrtui.audit.service import undo
from hrtui.benefits.cobra.informing import owed, sent
from hrtui.benefits.papers import making
from hrtui.benefits.papers.model import PaperKind
from hrtui.benefits.service import elect, finalise
from hrtui.benefits.settings import BenefitSettings
from hrtui.context import Context, FixedClock
from hrtui.errors import NotAllowed, RuleBroken
from hrtui.people.model import Termination
from hrtui.people.service import terminate
from tests.conftest import ContextAs
from tests.enrolling import TODAY, admin_event, dependent, employee, medical, with_plans

COVERED = date(2026, 9, 1)
DUE = COVERED + timedelta(days=90)


def at(ctx: Context, day: date) -> Context:
    return replace(ctx, clock=FixedClock(datetime(day.year, day.month, day.day, 15, tzinfo=UTC), "America/New_York"))


def covered(ctx: Context, number: str, day: date = COVERED, covers: tuple[int, ...] = ()) -> None:
    then = at(ctx, day)
    event = admin_event(then, number, day)
    elect(then, event, [medical(covers=covers)])
    finalise(then, event)


@pytest.fixture
def kim(ctx: Context) -> str:
    """Someone with a spouse (1) and a child (2), all covered since September."""
    with_plans(ctx)
    number = employee(ctx)
    dependent(ctx, number, "spouse", date(1990, 2, 2))
    dependent(ctx, number, "child", date(2015, 2, 2))
    covered(ctx, number, covers=(1, 2))
    return number


def test_a_notice_is_owed_to_the_person_and_the_spouse_within_90_days_of_coverage(ctx: Context, kim: str) -> None:
    (found,) = owed(ctx)
    assert (found.number, found.by, found.left) == (kim, DUE, (DUE - TODAY).days)
    assert found.names == {0: "Kim, Ann", 1: "Spouse Kim"}
    assert owed(at(ctx, COVERED - timedelta(days=1))) == []


def test_a_notice_that_was_sent_is_owed_no_more_until_it_is_undone(ctx: Context, kim: str) -> None:
    done = sent(ctx, [kim], date(2026, 11, 20))
    assert owed(ctx) == []
    with pytest.raises(RuleBroken, match="No general notice is owed"):
        sent(ctx, [kim])
    undo(ctx, done.command)
    assert [each.number for each in owed(ctx)] == [kim]


def test_notices_of_several_people_are_one_command_that_the_trail_tells_of(ctx: Context, kim: str) -> None:
    lee = employee(ctx, "Lee")
    covered(ctx, lee)
    done = sent(ctx, [kim, lee], date(2026, 11, 20))
    assert every_command_is_as_its_audit_entry_tells(database.obj) == []
    undo(ctx, done.command)
    assert [each.number for each in owed(ctx)] == [kim, lee]


def test_a_spouse_who_is_covered_later_is_owed_one_of_their_own(ctx: Context) -> None:
    with_plans(ctx)
    number = employee(ctx)
    dependent(ctx, number, "spouse", date(1990, 2, 2))
    covered(ctx, number)
    sent(ctx, [number], date(2026, 9, 10))
    covered(ctx, number, date(2026, 11, 1), covers=(1,))
    (found,) = owed(ctx)
    assert (found.names, found.by) == ({1: "Spouse Kim"}, date(2027, 1, 30))


def test_a_leaver_is_owed_the_election_notice_instead(ctx: Context, kim: str) -> None:
    terminate(ctx, kim, Termination(TODAY - timedelta(days=3), "another job"))
    assert owed(ctx) == []


def test_a_day_to_come_and_someone_unknown_are_refused_and_nothing_is_recorded(ctx: Context, kim: str) -> None:
    with pytest.raises(RuleBroken, match="still to come"):
        sent(ctx, [kim], TODAY + timedelta(days=1))
    with pytest.raises(RuleBroken, match="owed to 9999"):
        sent(ctx, [kim, "9999"])
    assert len(owed(ctx)) == 1


def test_small_employers_owe_none_and_only_who_keeps_cobra_sees_them(ctx: Context, ctx_as: ContextAs, kim: str) -> None:
    assert owed(replace(ctx, config=replace(ctx.config, benefits=BenefitSettings(cobra=False)))) == []
    with pytest.raises(NotAllowed):
        owed(ctx_as(Grant("benefits.read")))


@pytest.mark.parametrize(("before", "said"), [(8, None), (7, False), (0, False), (-1, True)])
def test_home_tells_of_notices_due_within_a_week_and_warns_once_they_are_late(
    ctx: Context, kim: str, before: int, said: bool | None
) -> None:
    found = [each for each in notices(at(ctx, DUE - timedelta(days=before))) if each.address == "general-notices"]
    assert [each.warning for each in found] == ([] if said is None else [said])
    assert all(each.sentence == f"1 general notice of COBRA is due, the first by {DUE}." for each in found)


def test_the_paper_is_made_of_the_template_with_names_days_and_figures_of_the_law(ctx: Context, kim: str) -> None:
    made = making.make(ctx, PaperKind.GENERAL_NOTICE, kim)
    said = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(made.content)).pages).split())
    for part in ("Ann Kim and Spouse Kim", "(Medical) since 2026-09-01", "18 months", "102 percent", "within 60 days"):
        assert part in said
