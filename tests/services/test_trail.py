"""The trail, entry by person: what each command leaves, and what can be told from the trail alone."""

from __future__ import annotations

from datetime import date

from data import audit, people
from hrtui.audit import service, writing
from hrtui.audit.model import Change
from hrtui.audit.rules import STEPS
from hrtui.context import Context
from hrtui.people.model import Action, Hire, Job, JobChange, Status, Termination
from hrtui.people.service import change_job, hire, terminate

FIRST = date(2026, 1, 5)


def hired(ctx: Context, number: str, first_day: date = FIRST) -> str:
    return hire(ctx, Hire(first_day, "Ada", "Byron", "Clerk", "Sales", number)).number


def steps(subject: str) -> list[str]:
    return [dict(each.entry.detail or {}).get(STEPS, "") for each in audit.entries(50, subject=subject)]


def test_an_entry_says_which_job_rows_came_and_went(ctx: Context) -> None:
    hired(ctx, "7")
    change_job(ctx, "7", JobChange(date(2027, 1, 4), status=Status.LEAVE))
    terminate(ctx, "7", Termination(date(2026, 12, 31), "moved"))
    service.undo(ctx)
    assert steps("7") == [
        "-2027-01-01/0, +2027-01-04/0 leave",
        "-2027-01-04/0, +2027-01-01/0 terminated",
        "+2027-01-04/0 leave",
        "+2026-01-05/0 active",
    ]


def test_many_entries_of_one_command_are_written_at_once_with_what_became_of_each(ctx: Context) -> None:
    with ctx.store.write():
        entered = writing.begin(ctx, "people.import", "file.csv")
        ids = [people.add_person(number, entered.command) for number in ("8", "9")]
        for id_ in ids:
            people.add_job(id_, Job(FIRST, Action.HIRE, Status.ACTIVE, "Clerk", "Sales"), entered)
        count = writing.note_many(
            entered,
            "people.import",
            [
                ("file.csv", (), {"rows": "2"}),
                ("8", [Change("title", "", "Clerk")], None),
                ("9", (), {"from": "2026-01-05"}),
            ],
        )
    assert count == 3
    assert (steps("8"), steps("9"), steps("file.csv")) == (["+2026-01-05/0 active"], ["+2026-01-05/0 active"], [""])
    assert [each.entry.subject for each in audit.entries(3)] == ["9", "8", "file.csv"]
    assert service.verify(ctx).broken_at is None
