"""Two processes that edit one record at the same moment: the second is told what changed, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.db import open_store
from hrtui.audit import service as audit
from hrtui.contacts import rules as contact_rules
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactChange, ContactKind
from hrtui.context import Actor, Context
from hrtui.errors import Conflict
from hrtui.payroll.grid.model import GridLine
from hrtui.payroll.runs import keying
from hrtui.payroll.runs import service as runs
from hrtui.people import service
from hrtui.people.model import JobChange, ProfileChange
from hrtui.people.rules import in_force
from tests.conftest import all_grants
from tests.people import hire
from tests.store.processes import Forked

TODAY = date(2026, 11, 23)
Save = Callable[[Context, str, int | None], Any]
SAVES: dict[str, Save] = {
    "profile": lambda ctx, text, expected: service.change_profile(
        ctx, "1", ProfileChange(TODAY, phone=text, custom=None), expected=expected
    ),
    "job": lambda ctx, text, expected: service.change_job(ctx, "1", JobChange(TODAY, title=text), expected=expected),
    "contact": lambda ctx, text, expected: contacts.change(
        ctx, "1", 1, ContactChange(TODAY, phone=text), expected=expected
    ),
}


@pytest.fixture
def company(ctx: Context) -> Path:
    """A closed store with one person who has someone to call; its file."""
    hire(ctx, "Kim", number="1")
    contacts.add(ctx, "1", Contact(TODAY, ContactKind.EMERGENCY, "Mia", phone="0"))
    ctx.store.close()
    return ctx.config.path(Path("store/hrtui.db"))


def editor(ctx: Context, file: Path, login: str, kind: str, start: Path) -> Callable[[Callable[[str], None]], None]:
    """Someone in a process of their own: reads what the form stands on, waits for the start, saves; told of a change by
    another, they say what they were told, and save on top of it."""

    def work(say: Callable[[str], None]) -> None:
        own = replace(ctx, store=open_store(file), actor=Actor(login, ("all",), all_grants()))
        command = service.last_change(own, "1")
        expected = command.id if command else 0
        say("ready")
        with start.open("rb") as gate:
            gate.read()
        while True:
            try:
                SAVES[kind](own, login, expected)
                say("saved")
                break
            except Conflict as conflict:
                told = [f"{each.field} is {each.theirs} by {each.by}, mine {each.yours}" for each in conflict.clashes]
                say("; ".join(told))
                expected = conflict.newest
        own.store.close()

    return work


@pytest.mark.parametrize("kind", SAVES)
def test_of_two_editors_the_second_is_told_what_the_first_entered_and_both_entries_are_kept(
    ctx: Context, company: Path, tmp_path: Path, kind: str
) -> None:
    import os

    gates = [tmp_path / name for name in ("ann", "bob")]
    for gate in gates:
        os.mkfifo(gate)
    with (
        Forked(editor(ctx, company, "ann", kind, gates[0])) as ann,
        Forked(editor(ctx, company, "bob", kind, gates[1])) as bob,
    ):
        assert (ann.heard(), bob.heard()) == ("ready", "ready")
        for gate in gates:
            gate.open("wb").close()
        said = {"ann": ann.finished(), "bob": bob.finished()}
    first, second = sorted(said, key=lambda login: len(said[login]))
    field = {"profile": "phone", "job": "title", "contact": "contact.1.phone"}[kind]
    assert said[first] == ["saved"]
    assert said[second] == [f"{field} is {first} by {first}, mine {second}", "saved"]
    own = replace(ctx, store=open_store(company))
    changes = [
        (change.before, change.after)
        for stored in audit.log(own, 50)
        for change in stored.entry.changes
        if change.field == field
    ]
    assert changes[:2] == [(first, second), (changes[1][0], first)], "what the first entered is in the history"
    assert held(own, kind) == second
    own.store.close()


def keyer(ctx: Context, file: Path, login: str, run: str, start: Path) -> Callable[[Callable[[str], None]], None]:
    """Someone in a process of their own: reads the grid of a run, waits for the start, enters a bonus; told of another's,
    they say what they were told, and enter theirs over it."""

    def work(say: Callable[[str], None]) -> None:
        own = replace(ctx, store=open_store(file), actor=Actor(login, ("all",), all_grants()))
        sheet, seen = keying.key_sheet(own, run), None
        line = GridLine(sheet.people[0].id, "bonus", len(login) * 100_00)
        say("ready")
        with start.open("rb") as gate:
            gate.read()
        while True:
            try:
                keying.save_batch(own, sheet, [line], login, seen)
                say("saved")
                break
            except Conflict as conflict:
                (clash,) = conflict.clashes
                say(f"{clash.about} {clash.field} {clash.theirs} by {clash.by}, mine {clash.yours}")
                seen = conflict.newest
        own.store.close()

    return work


def test_of_two_who_key_one_run_the_second_is_told_and_both_entries_are_in_the_history(
    ctx: Context, tmp_path: Path
) -> None:
    import os

    hire(ctx, "Kim", number="1", pay_group="main")
    run = runs.open_run(ctx).number
    ctx.store.close()
    company = ctx.config.path(Path("store/hrtui.db"))
    gates = {login: tmp_path / login for login in ("ann", "robert")}
    for gate in gates.values():
        os.mkfifo(gate)
    with (
        Forked(keyer(ctx, company, "ann", run, gates["ann"])) as ann,
        Forked(keyer(ctx, company, "robert", run, gates["robert"])) as bob,
    ):
        assert (ann.heard(), bob.heard()) == ("ready", "ready")
        for gate in gates.values():
            gate.open("wb").close()
        said = {"ann": ann.finished(), "robert": bob.finished()}
    first, second = sorted(said, key=lambda login: len(said[login]))
    amounts = {login: f"{len(login)}00.00" for login in said}
    assert said[first] == ["saved"]
    assert said[second] == [f"1 bonus {amounts[first]} by {first}, mine {amounts[second]}", "saved"]
    own = replace(ctx, store=open_store(company))
    changes = [change for each in audit.log(own, 9) for change in each.entry.changes if change.field == "input.bonus"]
    assert [each.after for each in changes] == [amounts[second], amounts[first]]
    own.store.close()


def held(ctx: Context, kind: str) -> str:
    """The value in force."""
    if kind == "contact":
        (found,) = contact_rules.on_day(contacts.contacts(ctx, "1").rows, TODAY)
        return found.phone
    record = service.record(ctx, "1")
    job, profile = in_force(record.jobs, TODAY), in_force(record.profiles, TODAY)
    assert job is not None and profile is not None
    return job.title if kind == "job" else profile.phone
