"""Accepting what stands out in a run: the reviewer looked at a check, and says why it is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.payrun import runs as rows
from data.payrun import slips
from hrtui.audit.model import Change
from hrtui.audit.writing import begin, note
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.payroll.runs import rules
from hrtui.payroll.runs.differing import differences
from hrtui.payroll.runs.model import REVIEWED, Difference, Run, Slip
from hrtui.payroll.runs.reading import slips_of
from hrtui.payroll.runs.seen import run_of, whole_any
from hrtui.text import clean

ACTION = "payroll.accept"


def accept(
    ctx: Context, number: str, people: Sequence[str], why: str, exception: str = "", events: int | None = None
) -> Run:
    """Accept the exceptions of people's checks in a run, with a note; it counts while gross and net stay as they are.

    Without people, of everyone whose only exceptions are of one name (`first_pay`).

    A change against the last check that has no known cause is accepted the same way, also that of someone without a check.

    Raises NotAllowed, NotFound, RuleBroken where the run is not looked at now or a check has nothing to accept, and Conflict
    where it has other than the `events` it was shown with.
    """
    whole_any(ctx)
    said = clean(why).strip()
    if not said:
        raise RuleBroken("Say why it is right: the note stays with the check.", "note")
    with ctx.store.write():
        run = run_of(ctx, number)
        rules.check_shown(run, events, ctx.config.company.time_zone)
        rules.check_reviewed(run, REVIEWED)
        wanted = None if exception and not people else list(rows.persons(people).values())
        found = {each.number: each for each in slips_of(ctx, run, wanted)}
        if wanted is None:
            people = rules.with_only(run, exception, list(found.values()))
        changed = _changed(ctx, run, people, found)
        entered = begin(ctx, ACTION, number)
        for person in people:
            accepting = rules.to_accept(run, person, found.get(person), changed.get(person))
            rows.add_review(run.id, *accepting, said, entered)
        problems = [each for person in people if person in found for each in found[person].problems]
        codes = ", ".join(sorted({each.code for each in problems if not each.stops}))
        note(entered, ACTION, number, [Change("accepted", "", ", ".join(people))], {"note": said, "exceptions": codes})
    return run_of(ctx, number)


def _changed(ctx: Context, run: Run, asked: Sequence[str], found: Mapping[str, Slip]) -> dict[str, Difference]:
    """What changed for those without exceptions, and for those without a check in the run, by number."""
    plain = [person for person in asked if person not in found or all(each.stops for each in found[person].problems)]
    made = differences(ctx, run.number, list(rows.persons(plain).values())) if plain else []
    return {each.number: each for each in made}


def accepted(run: Run, found: Sequence[Slip]) -> Mapping[int, str]:
    """What was said of the slips of a run that are still as they were accepted, by person."""
    kept = rows.reviews(run.id)
    return {
        slip.person: f"{kept[slip.person][2]} ({kept[slip.person][3]})"
        for slip in found
        if slip.person in kept and kept[slip.person][:2] == (slip.gross, slip.net)
    }


def unaccepted(run: Run) -> list[str]:
    """The numbers of people of a run with exceptions that nobody accepted as they are, ordered; four queries."""
    kept = rows.reviews(run.id)
    open_ = [
        (person, gross, net)
        for person, gross, net in slips.with_exceptions(run.id, run.generation)
        if person not in kept or kept[person][:2] != (gross, net)
    ]
    names = slips.names([person for person, _, _ in open_], run.pay_date.isoformat())
    return sorted(number for number, _ in names.values())
