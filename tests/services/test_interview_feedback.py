"""What a panel owes and interviews wait for: asked as they are scheduled, owed once they are over, told on Home, with kits of one's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from data.recruiting import outbox, scorecards
from hrtui.access.model import Grant
from hrtui.attention import service as attention
from hrtui.audit import service as trail
from hrtui.config import User
from hrtui.context import Actor, Context
from hrtui.errors import NotAllowed, NotFound, RuleBroken
from hrtui.interviews import feedback, kitting, reading, reminders, scheduling
from hrtui.interviews.model import InterviewState, Response
from hrtui.interviews.reminders import Owed
from hrtui.interviews.spans import instant_of
from hrtui.recruiting import scoring
from hrtui.recruiting.messages import MessageState
from hrtui.recruiting.scorecards import Overall
from tests.conftest import all_grants
from tests.people import hire
from tests.recruiting import applied, opened
from tests.services.test_invitations import ASH, asked

RATED = dict.fromkeys(("experience", "communication", "teamwork", "motivation"), 4)


class Later:
    """A clock that stands at an instant."""

    def __init__(self, at: Any) -> None:
        self._at = at

    def now(self) -> Any:
        return self._at

    def after(self, newest: Any) -> Any:
        return max(self._at, newest)

    def today(self) -> date:
        return self._at.date()  # type: ignore[no-any-return]


def company(ctx: Context) -> tuple[Context, str, str]:
    """A context that knows Kim as a user, Kim's number, and an application."""
    kim = hire(ctx, "Kim", email="kim@example.com")
    users = (User("kim", ("hiring_manager",), kim), User("alice", ("hr_generalist",)))
    ctx = replace(ctx, config=replace(ctx.config, users=users, roles={"hiring_manager": (Grant("recruiting.score"),)}))
    _, one = applied(ctx, opened(ctx), "Ash", email=ASH)
    return ctx, kim, one


def as_kim(ctx: Context, kim: str) -> Context:
    grants = tuple(each for each in all_grants() if each.action == "recruiting.score")
    return replace(ctx, actor=Actor("kim", ("hiring_manager",), grants, person=kim))


def after(ctx: Context, number: str, days: int = 0) -> Context:
    """The context once an interview is over, so many days ago."""
    ends = instant_of(reading.interview(ctx, number).ends) + timedelta(days=days, minutes=1)
    return replace(ctx, clock=Later(ends))


def test_a_panel_is_asked_as_it_is_scheduled_owes_once_it_is_over_and_nothing_once_it_is_in(ctx: Context) -> None:
    ctx, kim, one = company(ctx)
    done = scheduling.schedule(ctx, one, asked(f"45:{kim}"))
    (number,) = done.numbers
    (own,) = feedback.mine(as_kim(ctx, kim))
    assert (own.interview is not None and own.interview.number, own.is_owed) == (number, False)
    assert not any("scorecard" in each.sentence for each in attention.notices(as_kim(ctx, kim)))
    late = replace(as_kim(ctx, kim), clock=after(ctx, number, 3).clock)
    (own,) = feedback.mine(late)
    assert (own.is_owed, own.late, "since 3 days" in own.owes) == (True, 3, True)
    assert [each.address for each in attention.notices(late) if "scorecard" in each.sentence] == [f"scores {one}"]
    scoring.score(late, one, RATED, Overall.YES)
    assert feedback.mine(late) == []


def test_several_that_are_owed_are_all_reached_from_home(ctx: Context) -> None:
    ctx, kim, one = company(ctx)
    _, two = applied(ctx, opened(ctx, "Baker"), "Birch")
    for each in (one, two):
        scoring.ask_scorecards(ctx, each, ["kim"])
    own = as_kim(ctx, kim)
    assert [each.address for each in attention.notices(own) if "2 scorecards" in each.sentence] == ["my-interviews"]
    assert {each.application for each in feedback.mine(own)} == {one, two}


def test_who_is_replaced_or_whose_interview_is_off_owes_nothing_and_undo_asks_again(ctx: Context) -> None:
    ctx, kim, one = company(ctx)
    number = scheduling.schedule(ctx, one, asked(f"45:{kim}")).numbers[0]
    assert [id_ for id_, _ in scorecards.owed_by("kim")] != []
    off = scheduling.cancel(ctx, number, "Filled")
    assert scorecards.owed_by("kim") == []
    trail.undo(ctx, off.command)
    assert len(scorecards.owed_by("kim")) == 1


def test_the_kit_is_the_recruiting_files_by_stage_and_role_or_ones_own_and_comes_first_in_the_form(
    ctx: Context,
) -> None:
    ctx, kim, one = company(ctx)
    ctx.config.path(ctx.config.recruiting.file).write_text(
        "kits:\n  - name: general\n    label: General\n    attributes:\n"
        "      - {name: craft, label: Craft}\n      - {name: teamwork, label: Teamwork}\n    questions: [Why?]\n"
        "    focus:\n      - {role: lead, attributes: [teamwork]}\n  - name: engineer\n    label: E\n    attributes: [{name: x, label: X}]\n"
    )
    number = scheduling.schedule(ctx, one, asked(f"45:{kim}")).numbers[0]
    own = as_kim(ctx, kim)
    _, (sheet,) = feedback.kit_sheets(own, number)
    assert ([each.name for each in sheet.attributes], sheet.questions) == (["teamwork"], ("Why?",))
    assert scoring.score_sheet(own, one).focus == ("teamwork",)
    kitting.set_kit(ctx, number, kim, ["Craft"], ["How?"])
    _, (sheet,) = feedback.kit_sheets(own, number)
    assert ([each.name for each in sheet.attributes], sheet.questions, sheet.is_own) == (["craft"], ("How?",), True)
    with pytest.raises(RuleBroken, match="is not rated here"):
        kitting.set_kit(ctx, number, kim, ["Nonsense"])
    kitting.set_kit(ctx, number, kim)
    assert not feedback.kit_sheets(own, number)[1][0].is_own
    with pytest.raises(NotAllowed):
        kitting.set_kit(own, number, kim, ["Craft"])


def test_who_is_on_another_panel_sees_neither_kit_nor_interview(ctx: Context) -> None:
    ctx, kim, one = company(ctx)
    other = hire(ctx, "Lee")
    number = scheduling.schedule(ctx, one, asked(f"45:{other}")).numbers[0]
    with pytest.raises(NotFound):
        feedback.kit_sheets(as_kim(ctx, kim), number)
    assert feedback.mine(as_kim(ctx, kim)) == []


def test_home_tells_what_interviews_wait_for_and_where_it_is_mended(ctx: Context) -> None:
    ctx, kim, one = company(ctx)
    assert reminders.notices(ctx) == ()
    number = scheduling.schedule(ctx, one, asked(f"45:{kim}")).numbers[0]
    _, two = applied(ctx, opened(ctx, "Baker"), "Birch")
    held = scheduling.schedule(ctx, two, asked(f"45:{kim}"), hold=ctx.clock.today()).numbers[0]
    near = replace(ctx, clock=Later(instant_of(reading.interview(ctx, number).begins) - timedelta(days=2)))
    found = {each.what: each.line.interview.number for each in reminders.reminders(near)}
    assert found == {Owed.ANSWER: number, Owed.HELD: held}
    assert {each.address for each in reminders.notices(near)} == {
        "interviews-owed answer", "interviews-owed held", "outbox INT-",
    }  # fmt: skip
    scheduling.respond(ctx, number, kim, Response.ACCEPTED)
    assert Owed.ANSWER not in {each.what for each in reminders.reminders(near)}
    over = after(ctx, number)
    assert [each.line.interview.number for each in reminders.reminders(over) if each.what is Owed.OVER] == [number]
    scheduling.conclude(over, number, InterviewState.COMPLETED)
    assert Owed.OVER not in {each.what for each in reminders.reminders(over)}
    assert outbox.in_states((MessageState.DRAFT,), 9) == []


def test_who_works_on_no_applications_is_told_nothing_of_interviews(ctx: Context) -> None:
    ctx, kim, _ = company(ctx)
    with pytest.raises(NotAllowed):
        reminders.reminders(as_kim(ctx, kim))
