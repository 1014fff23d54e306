"""What applicants said of themselves for equal-opportunity reports: recorded apart, of one or of a file; never read back of anyone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.exchange import read_table
from data.recruiting import applications, candidates, eeo, requisitions
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.context import Context
from hrtui.errors import ImportFault, NotFound, RuleBroken
from hrtui.recruiting.eeo import QUESTIONS, Answers, read_answers
from hrtui.recruiting.gathering import EEO, GIVEN, Worked, reached
from hrtui.recruiting.keys import email_key
from hrtui.recruiting.model import Application
from hrtui.text import clean, fold, listed

NAMES: Mapping[str, tuple[str, ...]] = {
    "application": ("application", "application number", "number"),
    "email": ("email", "e-mail", "candidate email", "e-mail address"),
    "sex": ("sex", "gender"),
    "race": ("race", "race or ethnicity", "race/ethnicity", "ethnicity"),
    "veteran": ("veteran", "protected veteran", "veteran status"),
    "disability": ("disability", "disability status"),
}
"""What the columns of a file may be called."""


@dataclass(frozen=True, slots=True)
class Told:
    """What becomes of a row of a file: the application it is about, or the fault for which it is left. Never what it says."""

    row: int
    application: str = ""
    field: str = ""
    fault: str = ""


def record_answers(ctx: Context, number: str, given: Mapping[str, str]) -> Worked:
    """Record what an applicant said, by the number of the application; it takes the place of what was recorded before.

    Raises NotAllowed, NotFound, and RuleBroken naming the question.
    """
    require(ctx.actor, EEO)
    said = read_answers({name: clean(text) for name, text in given.items()})
    wanted = clean(number).upper()
    with ctx.store.write():
        found = _known(ctx, applications.numbered([wanted]).values())
        if not found:
            raise NotFound(f"There is no application “{clean(number, limit=40)}”; its number is such as APP-00042.")
        done = _entered(ctx, [(found[0], said)], wanted)
    return Worked(done, "", f"The answers of {wanted} are recorded.", (), (wanted,))


def plan_answers(ctx: Context, path: Path) -> tuple[Told, ...]:
    """What would come of each row of a file of answers. Raises NotAllowed and ImportFault."""
    require(ctx.actor, EEO)
    with ctx.store.snapshot():
        return tuple(told for told, _, _ in _read(ctx, path))


def take_answers(ctx: Context, path: Path) -> tuple[Worked, tuple[Told, ...]]:
    """Record the answers of a file, by application's number or candidate's e-mail, as one command; faulty rows are left.

    Raises NotAllowed, ImportFault, and RuleBroken where no row can be taken.
    """
    require(ctx.actor, EEO)
    with ctx.store.write():
        rows = list(_read(ctx, path))
        good = [(each, said) for _, each, said in rows if each is not None and said is not None]
        told = tuple(each for each, _, _ in rows)
        if not good:
            first = next((f" Row {each.row}, {each.field}: {each.fault}" for each in told), "")
            raise RuleBroken(f"No row of {clean(path.name, limit=60)} can be taken.{first}", "path")
        done = _entered(ctx, good, clean(path.name, limit=60))
    left = sum(bool(each.fault) for each in told)
    more = f", {left} {'row' if left == 1 else 'rows'} left out" if left else ""
    sentence = f"The answers of {len(good)} {'application' if len(good) == 1 else 'applications'} are recorded{more}."
    return Worked(done, "", sentence, (), tuple(each.number for each, _ in good)), told


def _entered(ctx: Context, said: Sequence[tuple[Application, Answers]], about: str) -> int:
    """Enter answers; the trail says of each application that they were given, and nothing else. Inside `write()`."""
    entered = writing.begin(ctx, EEO, about)
    eeo.put_many({each.id: answers for each, answers in said}, ctx.clock.today(), entered)
    writing.note_many(entered, EEO, [(each.number, [Change("eeo.answers", "", GIVEN)], None) for each, _ in said])
    return entered.command


def _known(ctx: Context, found: Iterable[Application]) -> list[Application]:
    """Those of some applications whose requisition the action reaches."""
    held = list(found)
    needed = requisitions.of(sorted({each.requisition for each in held}))
    within = {each.id for each in reached(ctx, EEO, needed.values())}
    return [each for each in held if each.requisition in within]


def _read(ctx: Context, path: Path) -> Iterator[tuple[Told, Application | None, Answers | None]]:
    """Each row of a file: what becomes of it, whose answers it holds, and the answers."""
    table = read_table(path)
    at = _columns(table.header)
    raws = list(table.rows)
    cells = [{name: clean(raw.cells[place]) for name, place in at.items() if place < len(raw.cells)} for raw in raws]
    numbered = _by_number(ctx, [each.get("application", "") for each in cells])
    by_email = _by_email(ctx, [each.get("email", "") for each in cells])
    seen: set[int] = set()
    for raw, values in zip(raws, cells, strict=True):
        try:
            if raw.problem:
                raise RuleBroken(raw.problem, "row")
            each = _whose(values, numbered, by_email)
            said = read_answers(values)
            if each.id in seen:
                raise RuleBroken(f"{each.number} is in the file twice.", "application")
        except RuleBroken as problem:
            yield Told(raw.row, field=problem.field or "row", fault=str(problem)), None, None
            continue
        seen.add(each.id)
        yield Told(raw.row, each.number), each, said


def _columns(header: Sequence[str]) -> dict[str, int]:
    known = {fold(called): name for name, all_ in NAMES.items() for called in all_}
    at = {known[fold(cell)]: place for place, cell in enumerate(header) if fold(cell) in known}
    if not at.keys() & {"application", "email"} or not at.keys() & set(QUESTIONS):
        raise ImportFault(
            "The file needs a column application or email, and at least one of "
            f"{listed(QUESTIONS, 'and')}; name them so in its first row."
        )
    return at


def _whose(
    values: Mapping[str, str], numbered: Mapping[str, Application], by_email: Mapping[str, list[Application]]
) -> Application:
    number, email = values.get("application", "").upper(), values.get("email", "")
    if number:
        if number not in numbered:
            raise RuleBroken("There is no application of this number.", "application")
        return numbered[number]
    found = by_email.get(email_key(email), [])
    if not email or not found:
        raise RuleBroken(
            "Nobody applied with this e-mail address." if email else "Neither number nor e-mail is given.", "email"
        )
    if len(found) > 1:
        numbers = listed([each.number for each in found], "and")
        raise RuleBroken(f"Whoever has this address applied several times ({numbers}); name the application.", "email")
    return found[0]


def _by_number(ctx: Context, numbers: Sequence[str]) -> dict[str, Application]:
    wanted = sorted({each.upper() for each in numbers if each})
    return {each.number: each for each in _known(ctx, applications.numbered(wanted).values())}


def _by_email(ctx: Context, emails: Sequence[str]) -> dict[str, list[Application]]:
    """Applications by the normalised address of who applied, in the order in which they were entered."""
    keys = sorted({key for each in emails if (key := email_key(each))})
    who = candidates.of(candidates.keyed(keys))
    merged = candidates.into(candidates.merged_into(sorted(who)))
    out: dict[str, list[Application]] = {}
    for each in sorted(_known(ctx, applications.of_candidates([*who, *merged])), key=lambda each: each.id):
        out.setdefault(email_key(who[merged.get(each.candidate, each.candidate)].email), []).append(each)
    return out
