"""Undo: a command's facts go, what it replaced comes back, nothing is deleted, and what stands on it is in the way."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from data import audit, directory, people
from data.base import database
from data.schema import FACTS, PersonRow
from hrtui.access.model import Grant, Scope
from hrtui.audit import service as trail
from hrtui.context import Actor, Context
from hrtui.errors import Conflict, NotAllowed, NotFound, RuleBroken
from hrtui.exchange.service import import_people
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import (
    Certificate,
    JobChange,
    PayChange,
    PrivateKind,
    ProfileChange,
    RowState,
    Status,
    Termination,
)
from hrtui.people.rules import row_state
from tests.conftest import ContextAs, all_grants
from tests.people import directory_lines, hire, live_facts

TODAY = date(2026, 11, 23)
NEXT_YEAR = date(2027, 1, 1)


def other(ctx: Context) -> Context:
    """Bob, who may do everything too."""
    return replace(ctx, actor=Actor("bob", ("everything",), all_grants()))


def rows() -> int:
    return sum(model.select().count() for model in FACTS)


def test_undo_takes_back_the_last_command_of_this_user(ctx: Context) -> None:
    number = hire(ctx)
    service.change_job(ctx, number, JobChange(TODAY, title="Lead"))
    hire(other(ctx), "Ray")
    done = trail.undo(ctx)
    assert done.sentence == "Undone: change of job of Kim, Ann (1001), entered 2026-11-23."
    assert service.record(ctx, number).summary.title == "Engineer"
    assert service.directory_count(ctx) == 2


def test_undo_goes_back_one_by_one_and_then_says_there_is_nothing(ctx: Context) -> None:
    hire(ctx)
    hire(ctx, "Ray")
    trail.undo(ctx)
    trail.undo(ctx)
    with pytest.raises(NotFound, match="nothing of yours"):
        trail.undo(ctx)


def test_undo_of_a_hire_takes_the_person_off_the_directory_and_frees_the_number_for_a_new_hire(ctx: Context) -> None:
    number = hire(ctx)
    trail.undo(ctx)
    assert service.directory_count(ctx) == 0
    assert PersonRow.select().count() == 1
    with pytest.raises(NotFound):
        service.record(ctx, number)
    assert hire(ctx, "Ray", number=number) == number
    assert service.record(ctx, number).summary.name == "Ray, Ann"


def test_nothing_is_deleted_and_the_rescinded_row_stays_in_the_history(ctx: Context) -> None:
    number = hire(ctx)
    service.change_job(ctx, number, JobChange(TODAY, title="Lead"))
    before = rows()
    trail.undo(ctx)
    assert rows() == before
    jobs = service.record(ctx, number).jobs
    assert [row_state(jobs, row, TODAY) for row in jobs] == [RowState.CURRENT, RowState.RESCINDED]


def test_undo_of_a_termination_brings_back_what_it_rescinded_once(ctx: Context) -> None:
    number = hire(ctx)
    service.change_job(ctx, number, JobChange(NEXT_YEAR, title="Lead"))
    service.change_pay(ctx, number, PayChange(NEXT_YEAR, rate=Money(9_000_000)))
    before, lines = live_facts(), directory_lines()
    service.terminate(ctx, number, Termination(TODAY, "moved"))
    trail.undo(ctx)
    assert (live_facts(), directory_lines()) == (before, lines)
    record = service.record(ctx, number)
    assert [row.title for row in record.jobs if row_state(record.jobs, row, NEXT_YEAR) is not RowState.RESCINDED] == [
        "Engineer", "Lead",
    ]  # fmt: skip
    trail.undo(ctx)
    trail.undo(ctx)
    assert len(live_facts()["JobRow"]) == 1


def test_a_row_restored_by_an_undo_is_still_its_command_s_to_undo(ctx: Context) -> None:
    number = hire(ctx)
    service.change_job(ctx, number, JobChange(NEXT_YEAR, title="Lead"))
    before = live_facts()
    for _ in range(3):
        service.terminate(ctx, number, Termination(TODAY, "moved"))
        trail.undo(ctx)
    assert live_facts() == before
    assert trail.undo(ctx).sentence.startswith("Undone: change of job")
    assert len(live_facts()["JobRow"]) == 1


def stands_later_job(ctx: Context, number: str) -> None:
    service.change_job(ctx, number, JobChange(NEXT_YEAR, location="Boston"))


def stands_same_day(ctx: Context, number: str) -> None:
    service.change_job(ctx, number, JobChange(TODAY, location="Boston"))


def stands_termination(ctx: Context, number: str) -> None:
    service.terminate(ctx, number, Termination(TODAY, "moved"))


@pytest.mark.parametrize(
    ("later", "what"),
    [
        (stands_later_job, "the change of job of 1001 by bob on 2026-11-23"),
        (stands_same_day, "the change of job of 1001 by bob on 2026-11-23"),
        (stands_termination, "the termination of 1001 by bob on 2026-11-23"),
    ],
)
def test_undo_is_refused_where_a_later_command_stands_on_it(
    ctx: Context, later: Callable[[Context, str], None], what: str
) -> None:
    number = hire(ctx)
    service.change_job(ctx, number, JobChange(TODAY, title="Lead"))
    later(other(ctx), number)
    before = live_facts(), audit.head()
    with pytest.raises(Conflict, match=what):
        trail.undo(ctx)
    assert (live_facts(), audit.head()) == before
    trail.undo(other(ctx))
    trail.undo(ctx)


def test_a_hire_is_not_undone_while_anything_else_is_known_of_the_person_or_someone_reports_to_them(
    ctx: Context,
) -> None:
    number = hire(ctx)
    service.set_private(other(ctx), number, PrivateKind.SSN, "123-45-6789")
    with pytest.raises(Conflict, match="sealed number of 1001 by bob"):
        trail.undo(ctx)
    trail.undo(other(ctx))
    hire(other(ctx), "Ray", manager=number)
    with pytest.raises(Conflict, match="hire of 1002 by bob"):
        trail.undo(ctx)


def test_an_earlier_change_may_be_undone_while_a_later_one_before_its_day_stays(ctx: Context) -> None:
    number = hire(ctx)
    service.change_job(ctx, number, JobChange(NEXT_YEAR, title="Lead"))
    service.change_job(other(ctx), number, JobChange(TODAY, location="Boston"))
    trail.undo(ctx)
    summary = service.record(ctx, number).summary
    assert (summary.title, summary.location, len(live_facts()["JobRow"])) == ("Engineer", "Boston", 2)


def test_undo_that_would_close_a_circle_of_managers_is_refused(ctx: Context) -> None:
    low = hire(ctx, "Low", manager=hire(ctx, "Top"))
    service.change_job(ctx, low, JobChange(TODAY, manager=""))
    service.change_job(other(ctx), "1001", JobChange(TODAY, manager=low))
    with pytest.raises(Conflict, match="1002 would report to 1001 again"):
        trail.undo(ctx)
    assert directory.line("1001") is not None


def test_undo_needs_the_permission_of_what_it_undoes(ctx: Context, ctx_as: ContextAs) -> None:
    number = hire(ctx)
    done = service.change_pay(ctx, number, PayChange(TODAY, rate=Money(9_000_000)))
    bob = ctx_as(Grant("people.read"), Grant("people.change_job"))
    with pytest.raises(NotAllowed):
        trail.undo(bob, done.command)
    assert trail.undo(ctx_as(Grant("people.change_pay")), done.command).number == number


def test_an_import_is_undone_only_by_whom_it_reaches_whole(ctx: Context, ctx_as: ContextAs, tmp_path: Path) -> None:
    file = tmp_path / "1"  # the name of a file may be anyone's number
    file.write_text("number,name,hired,title,department\n1,A,2020-01-06,T,IT\n2,B,2020-01-06,T,Sales\n")
    command = import_people(ctx, file).command
    within = (Grant(name, Scope(departments=frozenset({"IT"}))) for name in ("people.import", "people.read"))
    with pytest.raises(NotAllowed):
        trail.undo(ctx_as(*within), command)
    assert service.directory_count(ctx) == 2
    trail.undo(ctx_as(Grant("people.import")), command)
    assert service.directory_count(ctx) == 0


def test_a_command_about_someone_out_of_sight_is_as_one_that_does_not_exist(ctx: Context, ctx_as: ContextAs) -> None:
    number = hire(ctx)
    done = service.change_job(ctx, number, JobChange(TODAY, title="Lead"))
    sales = Scope(departments=frozenset({"Sales"}))
    bob = ctx_as(Grant("people.read", sales), Grant("people.change_job", sales))
    with pytest.raises(NotFound, match=f"There is no command {done.command}"):
        trail.undo(bob, done.command)


def test_a_command_is_undone_once_and_an_undo_is_not_undone(ctx: Context) -> None:
    hire(ctx)
    done = service.change_job(ctx, "1001", JobChange(TODAY, title="Lead"))
    undone = trail.undo(ctx, done.command)
    with pytest.raises(Conflict, match="undone already"):
        trail.undo(ctx, done.command)
    with pytest.raises(Conflict, match="is an undo"):
        trail.undo(ctx, undone.command)
    with pytest.raises(NotFound):
        trail.undo(ctx, 999)


def test_undo_leaves_an_entry_with_the_values_turned_round(ctx: Context) -> None:
    number = hire(ctx)
    done = service.change_pay(ctx, number, PayChange(TODAY, rate=Money(9_000_000)))
    trail.undo(ctx)
    entry = audit.entries(1)[0].entry
    assert (entry.action, entry.subject) == ("audit.undo", number)
    assert dict(entry.detail or {}) == {
        "action": "people.change_pay",
        "command": str(done.command),
        "from": str(TODAY),
    }
    assert ("rate", "90000.00 USD", "85000.00 USD") in [(c.field, c.before, c.after) for c in entry.changes]


def some_command(ctx: Context, dice: random.Random) -> None:
    """One use case with made-up values; what a rule refuses is skipped."""
    numbers = [str(1001 + index) for index in range(PersonRow.select().count())] or ["1001"]
    number, day = dice.choice(numbers), TODAY + timedelta(days=dice.randrange(-40, 40))
    uses: list[Callable[[], object]] = [
        lambda: hire(ctx, dice.choice("ABCDE"), first_day=day, manager=dice.choice([*numbers, ""])),
        lambda: hire(ctx, "Back", first_day=day, number=number),
        lambda: service.change_job(ctx, number, JobChange(day, title=dice.choice("TUV"))),
        lambda: service.change_job(ctx, number, JobChange(day, manager=dice.choice([*numbers, ""]))),
        lambda: service.change_job(ctx, number, JobChange(day, status=dice.choice([Status.LEAVE, Status.ACTIVE]))),
        lambda: service.change_pay(ctx, number, PayChange(day, rate=Money(dice.randrange(1, 99) * 100_000))),
        lambda: service.change_profile(ctx, number, ProfileChange(day, last_name=dice.choice("VWXYZ"))),
        lambda: service.change_certificate(
            ctx, number, Certificate(day, "US", {"status": dice.choice(["single", "head"])})
        ),
        lambda: service.set_private(ctx, number, PrivateKind.SSN, f"12{dice.randrange(1, 9)}-45-6789"),
        lambda: service.terminate(ctx, number, Termination(day, "moved")),
        lambda: trail.undo(ctx),
    ]
    with suppress(RuleBroken, NotFound, Conflict):
        dice.choice(uses)()


def state() -> object:
    return live_facts(), directory_lines()


def recomputed() -> object:
    ids = [row[0] for row in database.execute(PersonRow.select(PersonRow.id)).fetchall()]
    directory.refresh(ids, TODAY)
    return state()


@pytest.mark.parametrize("seed", range(6))
def test_any_sequence_of_commands_undone_to_the_start_leaves_what_was_there(ctx: Context, seed: int) -> None:
    dice = random.Random(seed)
    hire(other(ctx), "First")
    hire(other(ctx), "Second", manager="1001")
    states = [state()]
    for _ in range(40):
        before = audit.last_command(ctx.actor.login)
        some_command(ctx, dice)
        now = audit.last_command(ctx.actor.login)
        if now is not None and (before is None or now.id > before.id):
            states.append(state())
        elif now != before:
            states.pop()
        assert state() == states[-1]
    with ctx.store.write():
        assert recomputed() == states[-1]
    for expected in reversed(states[:-1]):
        trail.undo(ctx)
        assert state() == expected
    with pytest.raises(NotFound):
        trail.undo(ctx)
    assert audit.verify().broken_at is None
    assert not any(people.managers_on([row[0]], TODAY).get(row[0]) == row[0] for row in directory_lines())


def test_what_stands_on_a_command_is_named_once_and_the_rest_counted(ctx: Context) -> None:
    number = hire(ctx)
    for day in range(1, 8):
        service.change_profile(ctx, number, ProfileChange(date(2027, 1, day), phone=f"555-010{day}"))
    with pytest.raises(Conflict) as refused:
        trail.undo(ctx, 1)
    assert str(refused.value).count("the change of profile") == 1
    assert "2 more stand on it. Undo those first" in str(refused.value)
