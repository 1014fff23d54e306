"""Bulk verbs: a preview that writes nothing, doing exactly that as one command, rights, conflicts, undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import audit, people
from data.schema import CommandRow
from hrtui.access.model import Field, Grant, Scope, Sight
from hrtui.audit import service as trail
from hrtui.audit.model import Change
from hrtui.config import CustomField
from hrtui.context import Actor, Context
from hrtui.errors import Conflict, NotAllowed, NotFound, QueryError, RuleBroken
from hrtui.money import Money
from hrtui.org import service as org
from hrtui.org.model import PositionChange
from hrtui.payroll.groups import Frequency, PayGroup
from hrtui.people import bulk, rewriting, rules, service, tagging
from hrtui.people.bulk_model import BulkPreview, BulkStopped, Line, Verdict
from hrtui.people.model import Basis, Job, JobChange, Pay, PayChange, Profile, Status, Termination
from tests.conftest import ContextAs, all_grants
from tests.people import directory_lines, hire, live_facts, statements

TODAY = date(2026, 11, 23)
NEXT_YEAR = date(2027, 1, 1)
SHOWN = {Field.PAY: Sight.SHOWN}
IT, SALES = (Scope(departments=frozenset({name})) for name in ("IT", "Sales"))


def shown(ctx: Context, line: str) -> BulkPreview:
    query, verb = bulk.read_line(ctx, line)
    return bulk.preview(ctx, query, verb)


def line(made: BulkPreview, number: str) -> Line:
    return next(each for each in made.lines if each.number == number)


def pay_on(ctx: Context, number: str, on: date) -> Money | None:
    row = rules.in_force(service.record(ctx, number).pays or (), on)
    return row.rate if row else None


def test_a_raise_is_shown_before_it_is_done_and_then_done_as_shown(ctx: Context) -> None:
    ann, ray = hire(ctx), hire(ctx, "Ray", basis=Basis.HOURLY, rate=Money(2_051))
    hire(ctx, "Other", department="Sales")
    before = live_facts(), audit.head()
    made = shown(ctx, "dept:IT | raise 3% eff 2027-01-01 reason merit")
    assert (live_facts(), made.people) == (before[0], 2)
    assert line(made, ann).shown == (Change("rate", "85000.00 USD", "87550.00 USD"),)
    assert line(made, ray).shown == (Change("rate", "20.51 USD", "21.13 USD"),)
    assert made.cost == (8_500_000 + 2_051 * 40 * 52, 8_755_000 + 2_113 * 40 * 52)
    done = bulk.apply(ctx, made)
    assert done.sentence == "Done for 2 people: raise 3% eff 2027-01-01 reason merit."
    assert pay_on(ctx, ann, TODAY) == Money(8_500_000)
    assert pay_on(ctx, ann, NEXT_YEAR) == Money(8_755_000)
    assert pay_on(ctx, ray, NEXT_YEAR) == Money(2_113)
    row = (service.record(ctx, ann).pays or ())[-1]
    assert (row.reason, row.effective_from) == ("merit", NEXT_YEAR)


def test_it_is_one_command_with_an_entry_for_each_person_and_one_undo(ctx: Context) -> None:
    for name in ("Kim", "Ray", "Lee"):
        hire(ctx, name)
    before, commands = (live_facts(), directory_lines()), CommandRow.select().count()
    done = bulk.apply(ctx, shown(ctx, "| raise +1000"))
    assert CommandRow.select().count() == commands + 1
    entries = [each.entry for each in audit.entries(4)]
    assert {(entry.command, entry.action) for entry in entries} == {(done.command, "people.change_pay")}
    assert {entry.subject for entry in entries} == {"1001", "1002", "1003", "3 people"}
    assert Change("rate", "85000.00 USD", "86000.00 USD") in entries[0].changes
    assert trail.verify(ctx).broken_at is None
    assert trail.undo(ctx).sentence.startswith("Undone: change of pay of 3 people")
    assert (live_facts(), directory_lines()) == before


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        ("transfer dept:Sales", "department", "Sales"),
        ("transfer loc:Boston", "location", "Boston"),
        ("status leave", "status", Status.LEAVE),
        ("set title Lead", "title", "Lead"),
        ("set fte 0.8", "fte", Decimal("0.8")),
        ("set type part-time", "employment_type", "part-time"),
        ("assign grade G7", "grade", "G7"),
        ("set cc 4711", "cost_centre", "4711"),
        ("manager 1001", "manager", "1001"),
        ('manager "Top, Ann"', "manager", "1001"),
    ],
)
def test_each_verb_about_jobs_does_what_its_single_change_does(
    ctx: Context, written: str, field: str, value: object
) -> None:
    hire(ctx, "Top", department="Board")
    number = hire(ctx)
    made = shown(ctx, f"dept:IT | {written}")
    bulk.apply(ctx, made)
    audited = next(each.entry for each in audit.entries(1, subject=number))
    assert audited.changes == line(made, number).outcome.changes
    assert getattr(service.record(ctx, number).jobs[-1], field) == value


def test_profile_and_pay_group_and_custom_fields_are_set(ctx: Context) -> None:
    ctx = replace(ctx, config=replace(ctx.config, custom_fields=(CustomField("badge", "Badge"),)))
    number = hire(ctx)
    bulk.apply(ctx, shown(ctx, "| set phone 555 0100"))
    bulk.apply(ctx, shown(ctx, "| set badge 77"))
    profile = service.record(ctx, number).profiles[-1]
    assert (profile.phone, dict(profile.custom)) == ("555 0100", {"badge": "77"})
    assert line(shown(ctx, "| set badge 77"), number).verdict is Verdict.SAME
    with pytest.raises(RuleBroken, match="no pay group"):
        shown(ctx, "| set pay_group weekly")


def test_problems_come_first_and_say_what_they_are(ctx: Context) -> None:
    fine, late, low, gone = hire(ctx), hire(ctx, "Late"), hire(ctx, "Low", rate=Money(100)), hire(ctx, "Gone")
    hire(ctx, "Unpaid", rate=None)
    service.change_pay(ctx, late, PayChange(date(2027, 3, 1), rate=Money(9_900_000)))
    service.terminate(ctx, gone, Termination(TODAY - timedelta(1), "moved"))
    made = shown(ctx, "| raise -500 eff 2027-01-01")
    assert [each.verdict for each in made.lines] == [
        Verdict.BROKEN, Verdict.BROKEN, Verdict.WARNED, Verdict.NOT_EMPLOYED, Verdict.FINE,
    ]  # fmt: skip
    assert "stays above 0" in line(made, low).outcome.said[0]
    assert "ended on 2026-11-22" in line(made, gone).outcome.said[0]
    assert line(made, late).outcome.said == ("The pay-rate change on 2027-03-01 sets rate itself, and keeps it.",)
    bulk.apply(ctx, made)
    assert pay_on(ctx, late, date(2027, 3, 1)) == Money(9_900_000)
    assert (pay_on(ctx, fine, NEXT_YEAR), pay_on(ctx, low, NEXT_YEAR)) == (Money(8_450_000), Money(100))
    assert {each.verdict for each in shown(ctx, "| set title Engineer").lines} == {Verdict.SAME, Verdict.NOT_EMPLOYED}


def test_a_later_row_that_has_the_new_value_too_is_no_conflict(ctx: Context) -> None:
    number = hire(ctx)
    service.change_job(ctx, number, JobChange(NEXT_YEAR, title="Lead"))
    assert line(shown(ctx, "| set title Lead"), number).verdict is Verdict.FINE
    assert line(shown(ctx, "| transfer dept:Sales"), number).verdict is Verdict.WARNED


def test_nobody_comes_to_report_to_themselves(ctx: Context) -> None:
    top = hire(ctx, "Top")
    low = hire(ctx, "Low", manager=top)
    free = hire(ctx, "Free")
    made = shown(ctx, f"| manager {low}")
    assert {each.number: each.verdict for each in made.lines} == {
        top: Verdict.BROKEN, low: Verdict.BROKEN, free: Verdict.FINE,
    }  # fmt: skip
    with pytest.raises(NotFound):
        shown(ctx, "| manager Nobody")


def test_rights_leave_people_out_visibly_and_are_those_of_the_single_change(ctx: Context, ctx_as: ContextAs) -> None:
    ann, sal = hire(ctx), hire(ctx, "Sal", department="Sales")
    bob = ctx_as(Grant("people.read", fields=SHOWN), Grant("people.change_pay", IT))
    made = shown(bob, "| raise 3%")
    assert {each.number: each.verdict for each in made.lines} == {ann: Verdict.FINE, sal: Verdict.LEFT_OUT}
    bulk.apply(bob, made)
    assert pay_on(ctx, sal, TODAY) == Money(8_500_000)
    with pytest.raises(NotAllowed, match="change jobs"):
        shown(bob, "| set title Lead")
    narrow = ctx_as(Grant("people.read", IT), Grant("people.tag"))
    ids = [people.person_id(number) or 0 for number in (ann, sal)]
    marked = bulk.preview(narrow, ids, bulk.read_verb(narrow, "tag night"))
    assert (len(marked.lines), marked.unseen, marked.people) == (1, 1, 1)


@pytest.mark.parametrize("seen", [Sight.HIDDEN, Sight.MASKED])
def test_pay_that_is_not_shown_is_neither_written_nor_told(ctx: Context, ctx_as: ContextAs, seen: Sight) -> None:
    number = hire(ctx)
    bob = ctx_as(Grant("people.read", fields={Field.PAY: seen}), Grant("people.change_pay"))
    made = shown(bob, "| raise 3%")
    assert (line(made, number).verdict, made.people, made.cost) == (Verdict.LEFT_OUT, 0, None)
    assert "8500" not in repr(made)
    with pytest.raises(RuleBroken, match="Nothing would change"):
        bulk.apply(bob, made)


def test_seeing_rates_in_a_preview_leaves_an_entry_and_the_trail_tells_no_amount_to_who_may_not_see_it(
    ctx: Context, ctx_as: ContextAs
) -> None:
    for name in ("Kim", "Ray"):
        hire(ctx, name)
    made = shown(ctx, "dept:IT | raise to 91234")
    assert audit.entries(1)[0].entry.action == "people.see_pay"
    bulk.apply(ctx, made)
    reader = ctx_as(Grant("audit.read"), Grant("people.read"))
    assert "91234" not in repr(trail.log(reader))


def test_who_was_changed_meanwhile_is_named_and_nothing_is_written(ctx: Context) -> None:
    ann = hire(ctx)
    hire(ctx, "Ray")
    made = shown(ctx, "| raise 3%")
    service.change_pay(ctx, ann, PayChange(TODAY, rate=Money(9_000_000)))
    before = live_facts()
    with pytest.raises(Conflict, match=r"Kim, Ann \(1001\) changed since the preview"):
        bulk.apply(ctx, made)
    assert live_facts() == before


def test_a_change_of_someone_else_is_no_conflict(ctx: Context) -> None:
    number = hire(ctx)
    made = shown(ctx, "dept:IT | raise 3%")
    hire(ctx, "Other")
    assert bulk.apply(ctx, made).number == number


def test_a_preview_of_someone_with_more_rights_is_of_no_use_to_another(ctx: Context, ctx_as: ContextAs) -> None:
    hire(ctx)
    made = shown(ctx, "| raise 3%")
    with pytest.raises(Conflict):
        bulk.apply(ctx_as(Grant("people.read", fields=SHOWN), Grant("people.change_pay", SALES)), made)


def test_the_past_is_read_only_and_a_line_without_a_verb_is_refused(ctx: Context) -> None:
    hire(ctx)
    with pytest.raises(RuleBroken, match="past is read-only"):
        shown(replace(ctx, lens=date(2025, 1, 1)), "| raise 3%")
    with pytest.raises(QueryError) as problem:
        bulk.read_line(ctx, "dept:IT")
    assert problem.value.at == 7
    with pytest.raises(QueryError) as problem:
        bulk.read_line(ctx, "dept:IT | raise 3")
    assert problem.value.at == 16


def test_a_new_department_is_told_before_it_is_made(ctx: Context) -> None:
    hire(ctx)
    assert shown(ctx, "| transfer dept:Slaes").notices == ("The department “Slaes” is new; it is made.",)
    assert shown(ctx, "| transfer dept:it").notices == ()


def test_it_can_be_stopped_and_then_nothing_is_written(ctx: Context) -> None:
    hire(ctx)
    query, verb = bulk.read_line(ctx, "| raise 3%")
    with pytest.raises(BulkStopped):
        bulk.preview(ctx, query, verb, cancelled=lambda: True)


def test_a_preview_of_many_takes_a_bounded_number_of_queries(ctx: Context) -> None:
    for number in range(12):
        hire(ctx, f"P{number}")
    with statements() as few:
        shown(ctx, "name:P1 | raise 3%")
    with statements() as all_of_them:
        made = shown(ctx, "| raise 3%")
    assert len(all_of_them) <= len(few) + 1
    with statements() as written:
        bulk.apply(ctx, made)
    assert len(written) < 60


def test_tags_are_set_for_many_and_for_one_and_undone(ctx: Context) -> None:
    ann, ray = hire(ctx), hire(ctx, "Ray")
    bulk.apply(ctx, shown(ctx, "| tag night trainee"))
    assert tagging.tags_of(ctx, ray) == ("night", "trainee")
    done = tagging.tag(ctx, ann, ["Lead"], ["night"])
    assert done.sentence == "Tags of Kim, Ann (1001) from 2026-11-23: lead and trainee."
    made = shown(ctx, "| untag night")
    assert {each.number: each.verdict for each in made.lines} == {ann: Verdict.SAME, ray: Verdict.FINE}
    trail.undo(ctx)
    assert tagging.tags_of(ctx, ann) == ("night", "trainee")
    with pytest.raises(RuleBroken, match="Nothing changes"):
        tagging.tag(ctx, ann, ["night"])
    with pytest.raises(RuleBroken, match="no tag"):
        tagging.tag(ctx, ann, ["two words"])


def test_tags_need_their_own_permission(ctx: Context, ctx_as: ContextAs) -> None:
    number = hire(ctx)
    with pytest.raises(NotAllowed, match="tag people"):
        tagging.tag(ctx_as(Grant("people.read"), Grant("people.change_job")), number, ["night"])


def test_what_later_rows_copied_is_offered_to_be_carried_on_and_carried_as_the_single_form_does(ctx: Context) -> None:
    ann, ray = hire(ctx), hire(ctx, "Ray")
    april = date(2027, 4, 1)
    for number in (ann, ray):
        service.change_job(ctx, number, JobChange(april, department="Sales"))
    service.change_job(ctx, ray, JobChange(april, title="Boss"))
    before = live_facts()
    made = shown(ctx, "| set title Lead eff 2027-03-01")
    assert (made.contradicted, {each.verdict for each in made.lines}) == (2, {Verdict.WARNED})
    assert line(made, ann).outcome.said == (
        "The transfer on 2027-04-01 goes back to the title of before, Engineer; carry title on, to change that.",
    )
    made = shown(ctx, "| set title Lead eff 2027-03-01 carry")
    assert (made.contradicted, line(made, ann).verdict) == (0, Verdict.FINE)
    assert line(made, ray).outcome.said[-1].endswith("sets title itself, Boss, and keeps it.")
    done = bulk.apply(ctx, made)
    last = service.record(ctx, ann).jobs[-1]
    assert (last.title, last.department, last.effective_from) == ("Lead", "Sales", april)
    assert service.record(ctx, ray).jobs[-1].title == "Boss"
    entry = next(each.entry for each in audit.entries(9, subject=ann) if each.entry.command == done.command)
    assert (entry.detail or {})["carried"] == "2027-04-01"
    trail.undo(ctx, done.command)
    assert live_facts() == before


def test_a_raise_is_carried_into_later_pay_that_copied_the_rate(ctx: Context) -> None:
    number = hire(ctx)
    groups = replace(
        ctx,
        config=replace(
            ctx.config, pay_groups=(PayGroup("a", Frequency.WEEKLY, TODAY), PayGroup("b", Frequency.WEEKLY, TODAY))
        ),
    )
    service.change_pay(groups, number, PayChange(date(2027, 4, 1), pay_group="b"))
    bulk.apply(groups, shown(groups, "| raise 3% eff 2027-03-01 reason merit carry"))
    last = (service.record(groups, number).pays or ())[-1]
    assert (last.rate, last.pay_group) == (Money(8_755_000), "b")


def test_under_a_future_lens_a_verb_holds_from_the_day_looked_at(ctx: Context) -> None:
    hire(ctx)
    made = shown(replace(ctx, lens=NEXT_YEAR), "dept:IT | set title Lead")
    assert (made.wanted.on, made.days_told) == (NEXT_YEAR, "")
    made = shown(ctx, "dept:IT @2027-01-01 | set title Lead")
    assert (made.wanted.on, made.days_told) == (NEXT_YEAR, "")
    assert shown(ctx, "dept:IT | set title Lead eff 2027-01-01").days_told == ""
    made = shown(ctx, "dept:IT @2027-01-01 | set title Lead eff 2026-12-01")
    assert made.days_told == "Found as of 2027-01-01; what changes for them changes from 2026-12-01 on."


def test_people_found_in_the_past_are_changed_from_today_and_the_preview_says_so(ctx: Context) -> None:
    number = hire(ctx)
    service.change_job(ctx, number, JobChange(date(2026, 1, 1), department="Sales"))
    made = shown(ctx, "dept:IT @2025-06-01 | set title Lead")
    assert made.days_told == "Found as of 2025-06-01; what changes for them changes from 2026-11-23 on."
    bulk.apply(ctx, made)
    assert service.record(ctx, number).jobs[-1].effective_from == TODAY


def test_too_few_seats_are_shown_before_anything_is_written(ctx: Context) -> None:
    held, ann, ray = hire(ctx, "Held"), hire(ctx), hire(ctx, "Ray")
    org.add_position(ctx, "P-1", PositionChange(date(2026, 1, 1), title="Engineer", department="IT", seats=2))
    service.change_job(ctx, held, JobChange(date(2026, 6, 1), position="P-1"))
    made = shown(ctx, "| assign position p-1")
    assert {each.number: each.verdict for each in made.lines} == {
        held: Verdict.SAME, ann: Verdict.BROKEN, ray: Verdict.BROKEN,
    }  # fmt: skip
    assert line(made, ann).outcome.said[0].startswith("Position P-1 has 1 of 2 seats free on 2026-11-23, and 2 people")
    bulk.apply(ctx, shown(ctx, "name:Ray | assign position p-1"))
    assert service.record(ctx, ray).jobs[-1].position == "P-1"


VERBS = st.sampled_from(
    [
        "raise 3.33%", "raise -40000", "raise to 50k", "raise +0.01", "transfer dept:Sales", "manager 1001", "manager none",
        "status leave", "status active", "set title Lead", "set fte 0.5", "set phone 1", "tag a b", "untag a", "set grade G",
        "assign position P-1", 'set position ""',
    ]
)  # fmt: skip
DAYS = st.sampled_from(["2025-06-01", "2026-11-23", "2027-01-01", "2027-06-01"])


def _rows(ctx: Context, shown_line: Line) -> list[Any]:
    """The live rows, of the kind that was carried on, of the person of a line."""
    new = next((new for _, new in shown_line.outcome.carried), None)
    kind = {Job: "job", Pay: "pay", Profile: "profile"}.get(type(new), "")
    return rules.live(rewriting.rows_of(shown_line.id, kind)) if kind else []


@given(
    st.lists(
        st.tuples(VERBS, DAYS, st.sampled_from(["", "dept:IT", "dept:Sales", "name:P1"]), st.booleans()),
        min_size=1,
        max_size=4,
    )  # fmt: skip
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_done_is_what_the_preview_showed_and_undoing_all_of_it_leaves_nothing(
    ctx: Context, steps: list[tuple[str, str, str, bool]]
) -> None:
    own = replace(ctx, actor=Actor("carol", ("everything",), all_grants()))
    if not service.directory_count(ctx):
        hire(ctx, "P1", first_day=date(2025, 1, 6))
        hire(ctx, "P2", department="Sales", rate=Money(2_999), basis=Basis.HOURLY, manager="1001")
        service.terminate(ctx, hire(ctx, "P3"), Termination(date(2026, 6, 1), "moved"))
        org.add_position(ctx, "P-1", PositionChange(date(2026, 1, 1), title="Engineer", department="IT"))
    start, done = live_facts(), 0
    for verb, day, query, carry in steps:
        carried = carry and not verb.startswith(("tag", "untag"))
        made = shown(own, f"{query} | {verb} eff {day}{' carry' if carried else ''}")
        before = live_facts()
        if not made.people:
            continue
        command = bulk.apply(own, made).command
        done += 1
        written = {
            each.entry.subject: each.entry.changes for each in audit.entries(10) if each.entry.command == command
        }
        for each in made.lines:
            assert written.get(each.number, ()) == (each.outcome.changes if each.verdict.writes else ())
            later = {new.effective_from: new for _, new in each.outcome.carried}
            kept = {row.effective_from: row for row in _rows(own, each) if row.effective_from in later}
            assert all(replace(kept[on], stamp=None) == row for on, row in later.items() if each.verdict.writes)
        rows = sum(len(each.outcome.rows) for each in made.lines)
        assert not org.positions(own)[0].overfilled
        after = live_facts()
        assert sum(map(len, after.values())) == sum(map(len, before.values())) + rows
    for _ in range(done):
        trail.undo(own)
    assert live_facts() == start
