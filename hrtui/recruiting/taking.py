"""Taking candidates in from a file: what would come of each row, then all that can be as one command; nobody is entered twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data.exchange import decoded_text, read_table
from data.recruiting import candidates
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.context import Context
from hrtui.dates import add_months, parse_day
from hrtui.errors import HrError, RuleBroken
from hrtui.recruiting import rules
from hrtui.recruiting.arriving import Arrived, of_cards, of_json, of_rows
from hrtui.recruiting.duplicates import Entry, reasons
from hrtui.recruiting.entering import CandidateChange, applied, changed
from hrtui.recruiting.gathering import WORK, Worked, given, to_write
from hrtui.recruiting.keys import email_key, phone_key
from hrtui.recruiting.merging import entry_of
from hrtui.recruiting.model import Candidate
from hrtui.recruiting.playbook import Playbook
from hrtui.recruiting.playfile import playbook
from hrtui.recruiting.resembling import resembled
from hrtui.text import listed

NAMED = 3
WHOLE = "row"
"""The field of a fault that is of the whole row."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What becomes of a row: the candidate as they would be entered, or the one they are already (`known`, and why), or the fault
    (field and sentence) for which they are left. `barred` are on file as not to be hired, and do not apply; `like` says, in a sentence
    each, who else on file may be the same as who is entered."""

    row: int
    candidate: Candidate | None = None
    known: str = ""
    why: str = ""
    field: str = ""
    fault: str = ""
    barred: bool = False
    like: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """What to know of a row before it is taken in, in sentences; none of one of which nothing is to be told."""
        if self.known:
            barred = "; they are marked do-not-hire and do not apply" if self.barred else ""
            return (f"Row {self.row}: is {self.known} already, with {self.why}{barred}.",)
        if self.fault:
            at = f", {self.field}" if self.field != WHOLE else ""
            return (f"Row {self.row}{at}: {self.fault}",)
        return tuple(f"Row {self.row}: {each}" for each in self.like)


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of a file: its rows in order."""

    rows: tuple[Taken, ...]

    @property
    def new(self) -> list[Candidate]:
        """Who is entered."""
        return [each.candidate for each in self.rows if each.candidate is not None]

    @property
    def known(self) -> list[Taken]:
        """Who is on file already."""
        return [each for each in self.rows if each.known]

    @property
    def applying(self) -> int:
        """How many of those on file may apply."""
        return sum(not each.barred for each in self.known)

    @property
    def like(self) -> list[Taken]:
        """Who is entered, and may be someone on file."""
        return [each for each in self.rows if each.like]

    @property
    def left(self) -> list[Taken]:
        """What is left, and why."""
        return [each for each in self.rows if each.fault]


def plan_taking(ctx: Context, path: Path, apply_to: str = "") -> Plan:
    """What would become of a file, whose candidates apply to a requisition where one is given; nothing is written. A few queries,
    however long it is.

    Raises NotAllowed, NotFound, RuleBroken where the requisition takes none, and ImportFault where the file cannot be read at all.
    """
    require(ctx.actor, WORK)
    with ctx.store.snapshot():
        if apply_to:
            rules.check_applying(to_write(ctx, WORK, apply_to))
        return _planned(ctx, list(_arrived(path)))


def take_candidates(ctx: Context, path: Path, apply_to: str = "") -> tuple[Worked, Plan]:
    """Enter the new candidates of a file as one command, and with `apply_to` the applications of all who are not left; who is on
    file already is not entered again.

    Raises NotAllowed, NotFound, ImportFault, and RuleBroken where nothing of the file can be taken in.
    """
    require(ctx.actor, WORK)
    today, book, arrived = ctx.clock.today(), playbook(ctx), list(_arrived(path))
    with ctx.store.write():
        plan = _planned(ctx, arrived)
        numbers = candidates.next_numbers(len(plan.new))
        new = [replace(each, number=number) for each, number in zip(plan.new, numbers, strict=True)]
        if not new and not (apply_to and plan.known):
            if not plan.rows:
                raise RuleBroken("The file has no row of a candidate; is it the right one?")
            first = next((f" {said}" for each in (*plan.left, *plan.known) for said in each.told), "")
            raise RuleBroken(f"Nothing of the file can be taken in: {_summary(plan)}.{first}")
        subject = apply_to.upper() if apply_to else new[0].number
        entered = writing.begin(ctx, WORK, subject)
        ids = candidates.add_many(new, today, entered)
        made = [replace(each, id=ids[each.number]) for each in new]
        if apply_to:
            wanted = to_write(ctx, WORK, apply_to)
            already = candidates.of(list(candidates.ids(sorted({each.known for each in plan.known})).values()))
            waiting = [each for each in already.values() if not each.barred]
            entries = applied(ctx, wanted, [*made, *waiting], {}, book, entered, skip=True)
        notes: list[writing.Note] = [(each.number, given(None, each), None) for each in made]
        if apply_to:
            notes.append((subject, [Change("applications", "", str(len(entries)))], None))
        writing.note_many(entered, WORK, notes)
    plan = replace(plan, rows=tuple(_with_numbers(plan.rows, made)))
    return Worked(entered.command, "", f"{_summary(plan).capitalize()}.", (), tuple(each.number for each in made)), plan


def _with_numbers(rows: Sequence[Taken], made: Sequence[Candidate]) -> Iterator[Taken]:
    left = iter(made)
    for each in rows:
        yield replace(each, candidate=next(left)) if each.candidate is not None else each


def _summary(plan: Plan) -> str:
    parts = [f"{len(plan.new)} entered"]
    parts += [f"{len(plan.known)} on file already"] if plan.known else []
    parts += [f"{len(plan.like)} perhaps too"] if plan.like else []
    parts += [f"{len(plan.left)} left out"] if plan.left else []
    return listed(parts, "and")


def _arrived(path: Path) -> Iterator[Arrived]:
    suffix = path.suffix.lower()
    if suffix == ".json":
        yield from of_json(decoded_text(path))
    elif suffix in (".vcf", ".vcard"):
        yield from of_cards(decoded_text(path))
    else:
        table = read_table(path)
        yield from of_rows(table.header, ((raw.row, raw.cells, raw.problem) for raw in table.rows))


def _planned(ctx: Context, arrived: Sequence[Arrived]) -> Plan:
    book, rows = playbook(ctx), list[Taken]()
    seen: dict[str, Entry] = {}
    on_file = _on_file(arrived)
    for each in arrived:
        made = _made(ctx, each, book)
        if made.candidate is not None:
            new = replace(entry_of(made.candidate), number="")
            known = _same(new, on_file) or _same(new, seen)
            if known is not None:
                why = listed(reasons(new, known), "and")
                made = (
                    Taken(each.row, known=known.number, why=why, barred=known.barred)
                    if known.number
                    else Taken(each.row, field=WHOLE, fault=f"is in the file twice, with {why}")
                )
            else:
                for key in _keys(new):
                    seen.setdefault(key, new)
        rows.append(made)
    entries = {place: entry_of(each.candidate) for place, each in enumerate(rows) if each.candidate is not None}
    for place, found in resembled(ctx, entries).items():
        rows[place] = replace(rows[place], like=tuple(each.sentence for each in found))
    return Plan(tuple(rows))


def _keys(entry: Entry) -> list[str]:
    return [key for key in (email_key(entry.email), phone_key(entry.phone)) if key]


def _same(new: Entry, known: Mapping[str, Entry]) -> Entry | None:
    return next((known[key] for key in _keys(new) if key in known), None)


def _on_file(arrived: Sequence[Arrived]) -> dict[str, Entry]:
    """The candidates on file with an address or a number of the file, by those."""
    keys = [
        key
        for each in arrived
        for key in (email_key(each.values.get("email", "")), phone_key(each.values.get("phone", "")))
        if key
    ]
    out: dict[str, Entry] = {}
    for who in candidates.of(candidates.keyed(keys)).values():
        for key in _keys(entry_of(who)):
            out.setdefault(key, entry_of(who))
    return out


def _made(ctx: Context, each: Arrived, book: Playbook) -> Taken:
    """The candidate of a row, or the fault for which it is left."""
    if each.problem:
        return Taken(each.row, field=WHOLE, fault=each.problem)
    values, today = dict(each.values), ctx.clock.today()
    tags = tuple(sorted({tag.strip().casefold() for tag in values.pop("tags", "").split(",") if tag.strip()}))
    try:
        consent = values.pop("consent_from", "")
        begun = parse_day(consent, today, ctx.config.style.month_first) if consent else today
        until = add_months(begun, book.settings.consent.months)
        change = CandidateChange(**values, resume=each.resume, consent_from=begun, consent_until=until)  # type: ignore[arg-type]
        return Taken(each.row, replace(changed(ctx, Candidate("", "", ""), change, book), tags=tags))
    except RuleBroken as problem:
        return Taken(each.row, field=problem.field or WHOLE, fault=str(problem))
    except HrError as problem:
        return Taken(each.row, field=WHOLE, fault=str(problem))
