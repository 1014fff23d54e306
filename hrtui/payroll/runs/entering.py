"""Entering hours and one-time pay for a run: a batch goes in whole, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from data import directory
from data.payrun import inputs as stored
from data.payrun import runs as rows
from hrtui.audit.model import Change
from hrtui.audit.writing import begin, note_many
from hrtui.context import Context
from hrtui.dates import Period
from hrtui.errors import NotFound, RuleBroken
from hrtui.payroll import entered as entries
from hrtui.payroll.entered import Entered
from hrtui.payroll.runs import rules
from hrtui.payroll.runs.keyedover import check_alone, code_of, said, same
from hrtui.payroll.runs.model import Run, RunInput, Step
from hrtui.payroll.runs.seen import people_seen, run_of, whole
from hrtui.text import clean

ACTION = "payroll.run"
MOST = 20_000


class InputLine(NamedTuple):
    """What is entered for a person, by number; without hours and amount, what stood there is taken out.

    `place` tells several entries of one code apart (a day, a cost centre); one of the same person, code and place is
    replaced.
    """

    person: str
    entered: Entered
    place: str = ""
    note: str = ""

    @property
    def empty(self) -> bool:
        """Whether it takes out what stood there."""
        return self.entered.hours is None and self.entered.cents is None


def enter(
    ctx: Context, number: str, lines: Sequence[InputLine], batch: str = "", seen: int | None = None, over: bool = False
) -> int:
    """Enter hours and one-time pay for a run, and return how many entries changed.

    `seen` is the last command that who enters them knows of. Raises NotAllowed; RuleBroken naming the line, field, value and
    rule of the first that cannot be entered; and Conflict where entries were changed since it, or without it where others
    entered them, unless `over` says to enter these over theirs. Nothing is kept then. A batch of 20,000 lines at most.
    """
    whole(ctx, Step.ENTER)
    if len(lines) > MOST:
        raise RuleBroken(f"A batch has {MOST:,} lines at most; this one has {len(lines):,}: split it.", "batch")
    with ctx.store.write():
        run = run_of(ctx, number)
        rules.check_step(run, Step.ENTER)
        people = rows.persons({line.person for line in lines})
        made = _checked(ctx, run, lines, people, clean(batch))
        before = stored.inputs(run.id, list(people.values()))
        had = {(person, each.slot): each for person, all_ in before.items() for each in all_}
        changed = {key: value for key, value in made.items() if not same(had.get(key), value)}
        if not over:
            check_alone(ctx, run, changed, had, seen)
        if changed:
            entered = begin(ctx, ACTION, number)
            stored.put(run.id, run.ends, changed, entered)
            numbers = {id_: number for number, id_ in people.items()}
            notes = _notes(run, changed, had, numbers, clean(batch))
            note_many(entered, ACTION, [(number, [], {"entries": str(len(changed))}), *notes])
    return len(changed)


def entered_for(ctx: Context, number: str, people: Sequence[int] | None = None) -> dict[int, list[RunInput]]:
    """What is entered for a run, by the people's ids: of those the actor sees. Raises NotAllowed and NotFound."""
    seen = people_seen(ctx)
    with ctx.store.snapshot():
        found = stored.inputs(run_of(ctx, number).id, people)
    return {person: each for person, each in found.items() if seen(person)}


def _checked(
    ctx: Context, run: Run, lines: Sequence[InputLine], people: Mapping[str, int], batch: str
) -> dict[tuple[int, str], RunInput | None]:
    span, codes = Period(run.begins, run.ends), ctx.config.pay_codes
    known = directory.subjects(people)
    made: dict[tuple[int, str], RunInput | None] = {}
    for at, line in enumerate(lines, 1):
        if line.person not in people or line.person not in known:
            raise NotFound(f"line {at}: person: nobody on file has the number “{clean(line.person)}”.")
        code = codes.earning(line.entered.code) if line.empty else entries.check(line.entered, codes, span)
        key = people[line.person], stored.slot_of(run.id, code.name, clean(line.place))
        if key in made:
            raise RuleBroken(
                f"line {at}: {code.label} of {line.person} is entered twice in this batch; add them up, or name a place.",
                "code",
            )
        made[key] = None if line.empty else RunInput(key[1], line.entered, clean(line.note), batch, ctx.actor.login)
    return made


def _notes(
    run: Run,
    changed: Mapping[tuple[int, str], RunInput | None],
    had: Mapping[tuple[int, str], RunInput],
    numbers: Mapping[int, str],
    batch: str,
) -> list[tuple[str, list[Change], dict[str, str]]]:
    detail = {"run": run.number, **({"batch": batch} if batch else {})}
    by_person: dict[str, list[Change]] = {}
    for (person, slot), value in changed.items():
        change = Change(f"input.{code_of(slot)}", said(had.get((person, slot))), said(value))
        by_person.setdefault(numbers[person], []).append(change)
    return [(number, changes, detail) for number, changes in by_person.items()]
