"""The rules of a run: which step may follow, who may take it, and what has to hold before money moves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from hrtui.dates import minute
from hrtui.errors import Conflict, NotFound, RuleBroken
from hrtui.money import Money
from hrtui.payroll.runs.model import (
    FINAL,
    LADDER,
    OPEN,
    Difference,
    Run,
    RunKind,
    RunState,
    Slip,
    Step,
    Totals,
    allows,
)
from hrtui.text import listed

SAID: dict[RunState, str] = {state: state.replace("_", " ") for state in RunState}
DONE: dict[RunState, str] = {
    RunState.DRAFT: "opened it", RunState.CALCULATED: "calculated it", RunState.IN_REVIEW: "submitted it",
    RunState.APPROVED: "approved it", RunState.FINALISED: "finalised it", RunState.EXPORTED: "exported it",
    RunState.PAID: "marked it as paid", RunState.CLOSED: "closed it", RunState.CANCELLED: "cancelled it",
}  # fmt: skip
NAMED = 5
SINCE = 3


def check_step(run: Run, step: Step) -> None:
    """Raise RuleBroken where a run's state does not allow a step, with who brought it there and what can follow."""
    if allows(run, step):
        return
    can = [LADDER[each].does for each in Step if allows(run, each)]
    when = "early" if _later(run.state, LADDER[step].states) else "late"
    follows = f"What can follow: {listed(can, 'or')}." if can else "Nothing more can be done with it."
    raise RuleBroken(
        f"Too {when} to {LADDER[step].does}: run {run.number} is {SAID[run.state]}, {run.last.by} {did(run, -1)}. {follows}",
        "run",
    )


def _later(state: RunState, wanted: Collection[RunState]) -> bool:
    """Whether a step comes into question only after a state."""
    order = list(RunState)
    return state is not RunState.CANCELLED and min(map(order.index, wanted)) > order.index(state)


def did(run: Run, at: int) -> str:
    """What someone did to a run by its event at a place, as the end of a sentence about them."""
    events = run.events
    place = at % len(events)
    state, before = events[place].state, events[place - 1].state if place else None
    if state is RunState.CALCULATED and before in (RunState.IN_REVIEW, RunState.APPROVED):
        return "sent it back"
    return DONE[state]


def check_shown(run: Run, events: int | None, zone: str) -> None:
    """Raise Conflict where a run moved on since it was shown with some number of events: who did what, and when."""
    if events is None or events == len(run.events):
        return
    places = range(events, len(run.events))[-SINCE:]
    told = [f"{run.events[at].by} {did(run, at)} at {minute(run.events[at].at, zone)}" for at in places]
    raise Conflict(
        f"Run {run.number} moved on since it was shown: {listed(told, 'and')}. Nothing was done; look at it as it stands."
    )


def check_checker(run: Run, login: str, entered: Iterable[str] = ()) -> None:
    """Raise RuleBroken where who approves had a hand in making the run: opened, calculated, submitted or entered pay."""
    if login in run.makers or login in set(entered):
        raise RuleBroken(
            f"{login} had a hand in run {run.number}, and who made a run does not approve it; ask another who may approve.",
            "run",
        )


def check_terms(run: Run, terms: str) -> None:
    """Raise RuleBroken where the configuration, the tables or the program changed since the run was calculated."""
    if run.kind is not RunKind.REVERSAL and run.generation and run.last.terms != terms:
        raise RuleBroken(
            f"The configuration or the tables changed since run {run.number} was calculated; calculate it again.", "run"
        )


def check_ready(run: Run, totals: Totals, dirty: Sequence[str], blocked: Sequence[str]) -> None:
    """Raise RuleBroken where a run cannot go on to review or be finalised: nobody in it, people dirty or blocked."""
    if not totals.people:
        raise RuleBroken(f"Run {run.number} pays nobody; enter pay for it, or cancel it.", "run")
    if dirty:
        raise RuleBroken(
            f"Facts of {named(dirty)} changed since run {run.number} was calculated; calculate it again.", "run"
        )
    if blocked:
        raise RuleBroken(
            f"{named(blocked)} cannot be paid in run {run.number}; `hrtui payroll show {run.number} --blocked` says why.",
            "run",
        )


def check_opening(
    kind: RunKind, runs: Sequence[Run], group: str, begins: date, ends: date, corrects: Run | None
) -> None:
    """Raise RuleBroken where a run would pay again what one has paid or is about to pay, or corrects what cannot be."""
    if kind is RunKind.REGULAR:
        for run in runs:
            if (
                run.kind is kind
                and run.group == group
                and run.state is not RunState.CANCELLED
                and run.begins <= ends
                and begins <= run.ends
            ):
                raise RuleBroken(
                    f"Run {run.number} pays {group} for {run.begins} to {run.ends} already ({SAID[run.state]}); "
                    "cancel it before it is exported, or correct it after.",
                    "pay_date",
                )
    if kind in (RunKind.CORRECTION, RunKind.REVERSAL):
        if corrects is None:
            raise RuleBroken("A correction names the run it corrects.", "corrects")
        if corrects.state not in FINAL:
            raise RuleBroken(
                f"Run {corrects.number} is {SAID[corrects.state]}: change what it is computed from and calculate it again.",
                "corrects",
            )


def check_unmoved(before: Run, now: Run) -> None:
    """Raise Conflict where someone took a step with a run while it was calculated: what they did stays."""
    if now.events != before.events:
        raise Conflict(
            f"{now.last.by} brought run {now.number} to {SAID[now.state]} while it was calculated; that stays, and this "
            "calculation is dropped.",
        )


def check_reviewed(run: Run, states: Collection[RunState]) -> None:
    """Raise RuleBroken where a run is not in a state in which its checks are looked at."""
    if run.state not in states:
        raise RuleBroken(
            f"Run {run.number} is {SAID[run.state]}; checks are accepted while it is calculated or in review.", "run"
        )


def to_accept(run: Run, person: str, slip: Slip | None, change: Difference | None = None) -> tuple[int, int, int]:
    """Whose exceptions or unexplained change are accepted, with the gross and net that holds for: of someone who is paid no
    more, nothing. Raises NotFound and RuleBroken where there is nothing to accept."""
    unexplained = change is not None and change.unexplained
    if slip is None and change is not None and unexplained:
        return change.person, 0, 0
    if slip is None:
        raise NotFound(f"Run {run.number} has no check of {person}.")
    if not unexplained and not any(not each.stops for each in slip.problems):
        what = "; what stops it has to be mended" if slip.problems else ""
        raise RuleBroken(f"The check of {person} in run {run.number} has nothing to accept{what}.", "person")
    return slip.person, slip.gross, slip.net


def with_only(run: Run, exception: str, found: Sequence[Slip]) -> list[str]:
    """The numbers of the people whose exceptions are all of one name; raises RuleBroken where there is nobody."""
    made = [slip.number for slip in found if {each.code for each in slip.problems if not each.stops} == {exception}]
    if not made:
        known = sorted({each.code for slip in found for each in slip.problems if not each.stops})
        raise RuleBroken(
            f"Nobody in run {run.number} has {exception} and nothing else to accept; there is: {', '.join(known) or 'nothing'}.",
            "exception",
        )
    return made


def check_accepted(run: Run, left: Sequence[str], unexplained: Sequence[str] = ()) -> None:
    """Raise RuleBroken where exceptions are left that nobody accepted, or changes against the last check without a known cause."""
    if left:
        raise RuleBroken(
            f"Exceptions of {named(left)} in run {run.number} are not accepted; look at them, and accept each with a note.",
            "run",
        )
    if unexplained:
        raise RuleBroken(
            f"What changed for {named(unexplained)} against the last check has no known cause; look at it in run {run.number} "
            f"(`hrtui payroll diff {run.number}`), and accept each with a note.",
            "run",
        )


def check_cancel(run: Run, later: Sequence[str]) -> None:
    """Raise RuleBroken where runs stand on a finalised one that is to be cancelled."""
    if run.state in FINAL and later:
        raise RuleBroken(
            f"{named(later)} went on from the balances of run {run.number}; cancel them first, or reverse this one after it is exported.",
            "run",
        )


def running(run: Run) -> bool:
    """Whether the run is on its way and not final."""
    return run.state in OPEN


def run_number(group: str, pay_date: date, kind: RunKind, taken: Iterable[str]) -> str:
    """What people call a run: the group and check date, the kind where it is not regular, a count where that is taken."""
    stem = f"{group}-{pay_date}" + ("" if kind is RunKind.REGULAR else f"-{kind.replace('_', '')}")
    known = set(taken)
    if stem not in known:
        return stem
    count = 2
    while f"{stem}-{count}" in known:
        count += 1
    return f"{stem}-{count}"


def named(people: Sequence[str]) -> str:
    """Some of them by name, and how many more."""
    more = len(people) - NAMED
    return listed(list(people[:NAMED]), "and") if more <= 0 else f"{', '.join(people[:NAMED])} and {more:,} more"


def check_amount(run: Run, totals: Totals, typed: int | None) -> None:
    """Raise RuleBroken unless the net that was typed is the net the run pays, in cents: a paste approves nothing."""
    if typed is None:
        raise RuleBroken(f"Type the net that run {run.number} pays, to show that it is the run you mean.", "net")
    if typed != totals.net:
        raise RuleBroken(
            f"Run {run.number} does not pay {Money(typed).amount:,.2f}; look at its totals again before you go on.",
            "net",
        )


def check_sums(run: Run, kept: Totals, added: Totals, unbalanced: Sequence[str]) -> None:
    """Raise RuleBroken where a run's slips are not what is kept of them, or a slip's lines are not its net."""
    if kept != added or unbalanced:
        who = f" (of {named(unbalanced)})" if unbalanced else ""
        raise RuleBroken(
            f"The slips of run {run.number} do not add up{who}; calculate it again and run `hrtui check`.", "run"
        )


def check_reversing(run: Run, corrections: Sequence[Run]) -> None:
    """Raise RuleBroken where a run reverses others, or a reversal of it is on its way: two would take back the same twice."""
    if run.kind is RunKind.REVERSAL:
        raise RuleBroken(f"Run {run.number} is a reversal; what it took back is paid again by a correction run.", "run")
    for each in corrections:
        if each.kind is RunKind.REVERSAL and running(each):
            raise RuleBroken(
                f"Run {each.number} takes back checks of run {run.number} and is {SAID[each.state]}; finish or cancel it first.",
                "run",
            )
