"""Back-dated changes and the runs they touch: what each closed check owes by the facts of today, and what was decided about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from data.payrun import inputs as stored
from data.payrun import retro as rows_of
from data.payrun import runs as rows
from data.payrun import slips
from data.payrun.retro import Decided
from hrtui.audit.model import Change
from hrtui.audit.model import Entered as Noted
from hrtui.audit.writing import begin, not_past, note
from hrtui.context import Context
from hrtui.dates import Period
from hrtui.errors import NotFound, RuleBroken
from hrtui.money import Money
from hrtui.payroll import entered as entries
from hrtui.payroll.codes import RETRO
from hrtui.payroll.entered import Entered
from hrtui.payroll.runs import replaying
from hrtui.payroll.runs.model import LADDER, Run, RunInput, RunKind, Step
from hrtui.payroll.runs.opening import open_run
from hrtui.payroll.runs.replaying import Family, Owed, RetroCode
from hrtui.payroll.runs.seen import people_seen, run_of, whole
from hrtui.text import clean

ACTION = "payroll.retro"
REASON = "Retroactive pay"


class Decision(StrEnum):
    """What is done about a check that owes something, or paid too much."""

    NEXT_RUN = "next_run"
    OFF_CYCLE = "off_cycle"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Retro:
    """What a closed run owes a person by the facts of today, in cents of gross (below zero: it paid too much), by code; or,
    with a decision, what was decided about it, by whom and when."""

    run: str
    group: str
    pay_date: date
    person: int
    number: str
    name: str
    delta: int
    codes: tuple[RetroCode, ...] = ()
    decision: str = ""
    reason: str = ""
    paid_in: str = ""
    by: str = ""
    at: datetime | None = None


def retro(ctx: Context, group: str = "") -> list[Retro]:
    """What closed runs owe, of all people the actor sees and nobody has decided about yet; by run and person.

    Looks at the people whose jobs, pay or standing items changed since a run was calculated; a dozen queries for some hundred
    of them and run. Raises NotAllowed.
    """
    seen = people_seen(ctx)
    with ctx.store.snapshot():
        made = _undecided(ctx, replaying.families(ctx, group))
    return [each for each in made if seen(each.person)]


def touched(ctx: Context, person: str, since: int = 0) -> list[Retro]:
    """What closed runs owe one person, and nobody has decided about yet; only runs that a command later than `since` touches.

    Raises NotAllowed, and NotFound for someone the actor does not see.
    """
    seen = people_seen(ctx)
    with ctx.store.snapshot():
        id_ = rows.persons([person]).get(person)
        if id_ is None or not seen(id_):
            raise NotFound(f"Nobody on file has the number “{clean(person)}”.")
        return owed_since(ctx, since, id_)


def owed_since(ctx: Context, since: int, person: int | None = None, most: int | None = None) -> list[Retro]:
    """What closed runs that a command later than `since` touches owe one person, by id, or everyone, or so many of them at
    most; asks for no permission: for who says no more of it than they may."""
    return _undecided(ctx, replaying.families(ctx), person, since, most)


def touches_since(ctx: Context, since: int, person: int | None = None) -> list[rows_of.Touch]:
    """What commands later than one wrote about days that closed runs paid, of one person, by id, or of everyone."""
    reach = replaying.reach(replaying.families(ctx))
    return rows_of.touches(max(reach[0], since), reach[1], person) if reach is not None else []


def decided(ctx: Context, group: str = "") -> list[Retro]:
    """What was decided about closed runs, newest first, of the people the actor sees; three queries. Raises NotAllowed."""
    seen = people_seen(ctx)
    with ctx.store.snapshot():
        roots = {family.root.id: family.root for family in replaying.families(ctx, group)}
        found = [each for each in rows_of.decisions(runs=list(roots)) if seen(each.person)]
        names = _names(each.person for each in found)
        numbers = rows_of.numbers([each.paid_in for each in found if each.paid_in is not None])
    return [
        Retro(
            roots[each.run].number, roots[each.run].group, roots[each.run].pay_date, each.person, *names[each.person], each.amount,
            (), each.decision, each.reason, numbers.get(each.paid_in or 0, ""), each.by, each.at,
        )
        for each in reversed(found)
    ]  # fmt: skip


def decide(ctx: Context, number: str, person: str, decision: Decision, reason: str = "") -> Retro:
    """Decide about what a closed run owes a person: paid with the next run of the group that is open, in an off-cycle run, or
    not at all, which needs a reason. The decision is kept, and not asked for again unless what is owed changes.

    Raises NotAllowed, NotFound, and RuleBroken where nothing is owed, where no run is open, or where too much was paid and
    there is no regular pay to take it out of.
    """
    whole(ctx, Step.ENTER)
    not_past(ctx)
    said = clean(reason).strip()
    if decision is Decision.IGNORE and not said:
        raise RuleBroken("Say why nothing is to be paid or taken back: the reason stays with the decision.", "reason")
    with ctx.store.write():
        root = run_of(ctx, number)
        owed = _of(ctx, root, person)
        if decision is Decision.OFF_CYCLE and owed.delta < 0:
            raise RuleBroken(
                f"Run {number} paid {person} {_amount(-owed.delta)} too much, and an off-cycle run has no regular pay to take it "
                "out of; decide next_run, or ignore with a reason.",
                "decision",
            )
        payer = _payer(ctx, root, decision)
        entered = begin(ctx, ACTION, number)
        changes = [Change("retro", "", decision.value)]
        if payer is not None:
            changes.append(_enter(ctx, payer, owed, said, entered))
        rows_of.decide(root.id, owed.person, owed.delta, decision, said, payer.id if payer else None, entered)
        detail = {"run": number, "decision": decision.value, "amount": _amount(owed.delta)}
        detail |= {"paid_in": payer.number} if payer is not None else {}
        note(entered, ACTION, person, changes, detail | ({"reason": said} if said else {}))
    return Retro(
        number, root.group, root.pay_date, owed.person, person, owed.name, owed.delta, owed.codes, decision.value, said,
        payer.number if payer else "", ctx.actor.login, entered.at,
    )  # fmt: skip


def _undecided(
    ctx: Context, found: Sequence[Family], person: int | None = None, since: int = 0, most: int | None = None
) -> list[Retro]:
    """What the runs owe and nobody decided about as it is."""
    reach = replaying.reach(found)
    if reach is None:
        return []
    pairs = replaying.touched_pairs(found, rows_of.touches(max(reach[0], since), reach[1], person))
    if most is not None:
        kept = set(sorted({person for each in pairs.values() for person in each})[:most])
        pairs = {root: {person: each[person] for person in each.keys() & kept} for root, each in pairs.items()}
    made = list(replaying.owed(ctx, found, pairs))
    people = sorted({each.person for each in made})
    last = {(each.run, each.person): each for each in rows_of.decisions(people)} if people else {}
    names = _names(people)
    return [
        Retro(
            each.root.number,
            each.root.group,
            each.root.pay_date,
            each.person,
            *names[each.person],
            each.delta,
            each.codes,
        )
        for each in made
        if not _ignored(each, last.get((each.root.id, each.person)))
    ]


def _ignored(each: Owed, last: Decided | None) -> bool:
    """Whether the same was ignored; what is entered in a run counts as paid, so it is not owed any more."""
    return last is not None and last.decision == Decision.IGNORE and last.amount == each.delta


def _of(ctx: Context, root: Run, person: str) -> Retro:
    id_ = rows.persons([person]).get(person)
    if id_ is None:
        raise NotFound(f"Nobody on file has the number “{clean(person)}”.")
    found = next((each for each in owed_since(ctx, 0, id_) if each.run == root.number), None)
    if found is None:
        raise RuleBroken(
            f"Run {root.number} owes {person} nothing that is not decided; `hrtui payroll retro` lists what is.",
            "person",
        )
    return found


def _payer(ctx: Context, root: Run, decision: Decision) -> Run | None:
    """The run that pays: the group's next open regular one, or an off-cycle one, opened where none is."""
    if decision is Decision.IGNORE:
        return None
    kind = RunKind.REGULAR if decision is Decision.NEXT_RUN else RunKind.OFF_CYCLE
    can = LADDER[Step.ENTER].states
    fit = [run for run in rows.runs(group=root.group) if run.kind is kind and run.state in can and run.id != root.id]
    if decision is Decision.OFF_CYCLE:
        mine = [run for run in fit if run.reason == REASON]
        return mine[-1] if mine else open_run(ctx, root.group, kind, reason=REASON)
    if not fit:
        raise RuleBroken(
            f"No regular run of {root.group} is open for entries: open the next one (`hrtui payroll open --group {root.group}`), or "
            "decide off_cycle.",
            "decision",
        )
    return min(fit, key=lambda run: (run.pay_date, run.id))


def _enter(ctx: Context, payer: Run, owed: Retro, said: str, entered: Noted) -> Change:
    """Enter what is owed in the run that pays it, on top of what stands there for the same run."""
    slot = stored.slot_of(payer.id, RETRO, owed.run)
    had = next(
        (each for each in stored.inputs(payer.id, [owed.person]).get(owed.person, ()) if each.slot == slot), None
    )
    before = (had.entered.cents or 0) if had is not None else 0
    cents = before + owed.delta
    value = Entered(RETRO, cents=cents)
    entries.check(value, ctx.config.pay_codes, Period(payer.begins, payer.ends))
    text = f"for run {owed.run}" + (f": {said}" if said else "")
    stored.put(
        payer.id,
        payer.ends,
        {(owed.person, slot): RunInput(slot, value, text, f"retro {owed.run}") if cents else None},
        entered,
    )
    return Change(f"input.{RETRO}.{owed.run}", _amount(before) if before else "", _amount(cents))


def _names(people: Iterable[int]) -> Mapping[int, tuple[str, str]]:
    return slips.names(sorted(set(people)), date.max.isoformat())


def _amount(cents: int) -> str:
    return str(Money(cents).amount)
