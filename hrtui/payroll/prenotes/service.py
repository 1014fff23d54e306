"""Trying new accounts: whose are not tried yet, and the file of prenotes that tries them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data import directory
from data.payrun import prenotes as rows
from data.payrun import slips
from hrtui.access.model import Scope
from hrtui.audit.model import Change
from hrtui.audit.writing import begin, not_past, note_many
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.payroll.outputs import files, nacha
from hrtui.payroll.outputs.files import Written
from hrtui.payroll.outputs.transfers import Entry
from hrtui.payroll.paying import accounts_of
from hrtui.payroll.prenotes import rules
from hrtui.payroll.prenotes.standing import closed_around, tried
from hrtui.payroll.runs.model import Step
from hrtui.payroll.runs.paid import company_of
from hrtui.payroll.runs.seen import whole

ACTION = rows.PRENOTE
EVERYONE = (Scope(everyone=True),)
OFF = (
    "Prenotes are not asked for: say `prenote: 3` under `payer` in the configuration, the banking days that a prenote has to be "
    "out before money follows it."
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Someone with accounts that are not tried yet: when a prenote settled and from when on money may follow it, if one was sent.
    `since` are the commands these accounts are on file since; someone with both kinds waits twice."""

    person: int
    number: str
    name: str
    sent: date | None = None
    ready: date | None = None
    since: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Sent:
    """A file of prenotes: where, its SHA-256, for whom, how many accounts; when it settles, and from when on money may go."""

    path: Path
    sha256: str
    people: tuple[str, ...]
    accounts: int
    settles: date
    ready: date


def waiting(ctx: Context) -> list[Waiting]:
    """The people employed today whose accounts are new or changed and not tried yet, by number; some five queries.

    Raises NotAllowed, and RuleBroken where the configuration asks for no prenotes.
    """
    whole(ctx, Step.EXPORT)
    days = _days(ctx)
    today = ctx.clock.today()
    closed = closed_around(ctx, today)
    with ctx.store.snapshot():
        people = rows.with_account()
        found = _untried(people, today, days, closed)
        untried = sorted({person for person, _ in found}, key=people.index)
        lines, names = directory.page(untried, EVERYONE, "", today), slips.names(untried, today.isoformat())
    here = {line.id for line in lines if line is not None and (line.terminated is None or line.terminated >= today)}
    return [
        Waiting(person, *names[person], sent, rules.ready_on(sent, days, closed) if sent else None, frozenset(since))
        for person in untried
        if person in here
        for (whose, sent), since in found.items()
        if whose == person
    ]


def _untried(
    people: Sequence[int], today: date, days: int, closed: Collection[date]
) -> dict[tuple[int, date | None], list[int]]:
    """The accounts that are not tried on a day, by whose they are and when their prenote settled."""
    found: dict[tuple[int, date | None], list[int]] = defaultdict(list)
    for person, accounts in tried(people).items():
        for since, each in accounts.items():
            if rules.is_untried(each, today, days, closed):
                found[person, each.sent].append(since)
    return found


def send(ctx: Context, path: Path, replace: bool = False) -> Sent:
    """Write the file of prenotes for everyone whose accounts wait and were not tried since they changed.

    The entries with its checksum are in the trail, one for each person, before the file has its name. Raises NotAllowed,
    and RuleBroken where nobody waits, the bank or an account cannot be used, or the file exists and `replace` is not said.
    """
    not_past(ctx)
    due = [each for each in waiting(ctx) if each.sent is None]
    if not due:
        raise RuleBroken("No account waits to be tried: all were paid by bank or tried since they changed.")
    now, today = ctx.clock.now(), ctx.clock.today()
    closed = closed_around(ctx, today)
    settles = rules.settles(today, closed)
    people = [each.person for each in due]
    held, places = accounts_of(ctx, people), rows.accounts_since(people)
    entries = [
        Entry(each.number, each.name, account.routing, account.account, 0, account.kind, prenote=True)
        for each in due
        for place, account in enumerate(held[each.person], 1)
        if places[each.person][place] in each.since
    ]
    modifier = nacha.MODIFIERS[-1 - rows.sent_on(now) % len(nacha.MODIFIERS)]
    terms = nacha.Terms(now, settles, modifier=modifier, description="PRENOTE", holidays=closed)
    content = nacha.ach_file(company_of(ctx), entries, terms).content
    numbers = tuple(dict.fromkeys(each.number for each in due))
    written = files.write(path, content, replace=replace, before_naming=lambda file: _keep(ctx, numbers, settles, file))
    ready = rules.ready_on(settles, _days(ctx), closed)
    return Sent(written.path, written.sha256, numbers, len(entries), settles, ready)


def _keep(ctx: Context, numbers: Sequence[str], settles: date, file: Written) -> None:
    """Leave an entry for each person, and one for the file with its checksum."""
    with ctx.store.write():
        entered = begin(ctx, ACTION, file.path.name)
        detail = {"settles": settles.isoformat(), "file": file.path.name}
        notes = [(number, (Change("account", "", "prenote sent"),), detail) for number in numbers]
        whole_file = (file.path.name, (), {"people": str(len(numbers)), "settles": settles.isoformat(), **file.detail})
        note_many(entered, ACTION, [whole_file, *notes])


def _days(ctx: Context) -> int:
    days = ctx.config.payer.prenote
    if not days:
        raise RuleBroken(OFF, "prenote")
    return days
