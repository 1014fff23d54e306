"""Candidates and their applications: enter, change, tag, and apply to a requisition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from operator import itemgetter
from typing import Any

from data.recruiting import applications, candidates
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.audit.model import Change, Entered
from hrtui.context import Context
from hrtui.dates import add_months
from hrtui.errors import Clash, Conflict, RuleBroken
from hrtui.people import checks
from hrtui.people.service import resolve
from hrtui.recruiting import rules
from hrtui.recruiting.deck import CANDIDATE, ID
from hrtui.recruiting.gathering import WORK, Worked, candidate, given, to_write, told_apart
from hrtui.recruiting.merging import entry_of, found_alike
from hrtui.recruiting.model import Application, ApplicationState, Candidate, Requisition
from hrtui.recruiting.playbook import AnswerKind, Playbook
from hrtui.recruiting.playfile import playbook
from hrtui.text import listed

MOST_NAMED = 3
ONE_LINE = ("first_name", "last_name", "phone", "city", "state", "headline", "links", "note")


@dataclass(frozen=True, slots=True)
class CandidateChange:
    """What is to be written of a candidate; None leaves it as it is. `credited` is the number or name of who referred them."""

    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None
    city: str | None = None
    state: str | None = None
    headline: str | None = None
    links: str | None = None
    resume: Mapping[str, object] | None = None
    source: str | None = None
    credited: str | None = None
    consent_from: date | None = None
    consent_until: date | None = None
    pool: bool | None = None
    barred: bool | None = None
    note: str | None = None


def add_candidate(
    ctx: Context,
    change: CandidateChange,
    tags: Sequence[str] = (),
    *,
    apply_to: str = "",
    answers: Mapping[str, str] | None = None,
) -> Worked:
    """Enter a candidate, and with `apply_to` their application to that requisition, as one command.

    Consent counts from today where no day is given, for the months of the recruiting file. Raises NotAllowed, NotFound and
    RuleBroken naming the field.
    """
    require(ctx.actor, WORK)
    today, book = ctx.clock.today(), playbook(ctx)
    with ctx.store.write():
        made = changed(ctx, Candidate("", "", ""), change, book)
        made = replace(made, number=candidates.next_numbers()[0], tags=_tags(tags))
        like = found_alike(ctx, entry_of(made))
        if made.consent_until is None:
            begun = made.consent_from or today
            made = replace(made, consent_from=begun, consent_until=add_months(begun, book.settings.consent.months))
        entered = writing.begin(ctx, WORK, made.number)
        made = replace(made, id=candidates.add_many([made], today, entered)[made.number])
        changes, numbers = given(None, made), [made.number]
        if apply_to:
            wanted = to_write(ctx, WORK, apply_to)
            entries = applied(ctx, wanted, [made], answers or {}, book, entered)
            numbers += [each.number for each in entries]
            changes.append(Change("applied", "", wanted.number))
        writing.note(entered, WORK, made.number, changes)
    at = f" and applied to {apply_to.upper()}" if apply_to else ""
    notices = tuple(each.sentence for each in like[:MOST_NAMED])
    return Worked(entered.command, "", f"{made.name} ({made.number}) is entered{at}.", notices, tuple(numbers))


def change_candidate(
    ctx: Context,
    number: str,
    change: CandidateChange,
    tags: Sequence[str] | None = None,
    *,
    expected: int | None = None,
) -> Worked:
    """Change a candidate. `expected` is the command of their stamp when it was read, `tags` replaces all they bear.

    Raises NotFound, NotAllowed, Conflict and RuleBroken.
    """
    today = ctx.clock.today()
    with ctx.store.write():
        before = candidate(ctx, WORK, number)
        check_candidate_alone(before, change, expected)
        after = changed(ctx, before, change, playbook(ctx))
        after = after if tags is None else replace(after, tags=_tags(tags))
        changes = given(before, after)
        if not changes:
            raise RuleBroken(f"{before.name} is so already; nothing was written.")
        entered = writing.begin(ctx, WORK, before.number)
        candidates.tag_many([(before.id, *each) for each in _tag_steps(before.tags, after.tags)], today, entered)
        candidates.put_many([after], today, entered)
        writing.note(entered, WORK, before.number, changes)
    return Worked(entered.command, "", f"{after.name} ({after.number}) is changed.", (), (after.number,))


def apply(
    ctx: Context, requisition_number: str, candidate_numbers: Sequence[str], answers: Mapping[str, str] | None = None
) -> Worked:
    """Enter the applications of candidates to an open requisition, as one command; nobody applies twice while one is active.

    Raises NotFound, NotAllowed and RuleBroken.
    """
    with ctx.store.write():
        wanted = to_write(ctx, WORK, requisition_number)
        who = [candidate(ctx, WORK, number) for number in dict.fromkeys(candidate_numbers)]
        entered = writing.begin(ctx, WORK, wanted.number)
        made = applied(ctx, wanted, who, answers or {}, playbook(ctx), entered)
        writing.note_many(entered, WORK, ((each.number, [Change("applied", "", wanted.number)], None) for each in who))
    names = told_apart([each.name for each in who]) if len(who) <= 3 else f"{len(who)} candidates"
    sentence = f"{names} applied to {wanted.number}, {wanted.title}."
    return Worked(entered.command, "", sentence, (), tuple(each.number for each in made))


def applied(
    ctx: Context, wanted: Requisition, who: Sequence[Candidate], answers: Mapping[str, str], book: Playbook, entered: Entered,
    *, skip: bool = False,
) -> list[Application]:  # fmt: skip
    """Enter applications; inside `write()`. With `skip` those who apply already are passed over.

    Raises RuleBroken where the requisition takes none, and for whoever may not apply.
    """
    today = ctx.clock.today()
    rules.check_applying(wanted)
    stage, given_ = rules.first_stage(wanted), _answers(book, wanted, answers)
    rows = sorted(applications.on_board(wanted.id, ApplicationState), key=itemgetter(ID))
    there = {row[CANDIDATE]: applications.of_row(row) for row in rows}
    if skip:
        who = [each for each in who if each.id not in there or there[each.id].state is not ApplicationState.ACTIVE]
    for each in who:
        if each.barred:
            raise RuleBroken(f"{each.name} is marked do-not-hire; take the mark off first.", "candidate")
        held = there.get(each.id)
        if held is not None and held.state is ApplicationState.ACTIVE:
            raise RuleBroken(f"{each.name} applied to {wanted.number} already ({held.number}).", "candidate")
    numbers = applications.next_numbers(len(who))
    made = [
        Application(
            number, each.id, wanted.id, today, ApplicationState.ACTIVE, stage.name, today, wanted.recruiter, source=each.source,
            credited=each.credited, answers=given_,
        )
        for number, each in zip(numbers, who, strict=True)
    ]  # fmt: skip
    applications.add_many(made, today, entered)
    return made


def changed(ctx: Context, before: Candidate, change: CandidateChange, book: Playbook) -> Candidate:
    """A candidate as they would be; raises RuleBroken naming the field."""
    given_: dict[str, Any] = {
        each.name: value for each in fields(change) if (value := getattr(change, each.name)) is not None
    }
    for name in ONE_LINE:
        if name in given_:
            given_[name] = checks.text(given_[name], name)
    if "email" in given_:
        given_["email"] = checks.email(given_["email"])
    if given_.get("source"):
        source = book.source(checks.text(given_["source"], "source"))
        if source is None:
            known = listed([each.name for each in book.settings.sources])
            raise RuleBroken(f"There is no source “{given_['source']}”; there is {known}.", "source")
        given_["source"] = source.name
    if given_.get("credited"):
        given_["credited"] = resolve(ctx, given_["credited"])
    after = replace(before, **given_)
    checks.filled(after.last_name, "last_name")
    if after.consent_from and after.consent_until and after.consent_until < after.consent_from:
        raise RuleBroken(f"Consent cannot end on {after.consent_until}, before it was given.", "consent_until")
    return after


def check_candidate_alone(held: Candidate, change: CandidateChange, expected: int | None) -> None:
    """Raise Conflict, field by field, where a command after the expected one changed a candidate."""
    stamp = held.stamp
    if expected is None or stamp is None or stamp.command <= expected:
        return
    clashes = tuple(
        Clash(each.name, str(mine), str(theirs), "", stamp.recorded_by, held.number, stamp.recorded_at)
        for each in fields(change)
        if (mine := getattr(change, each.name)) is not None and (theirs := getattr(held, each.name)) != mine
    )
    raise Conflict(
        f"{stamp.recorded_by} changed {held.name} since they were opened here. Nothing is saved yet; look at them again first.",
        clashes,
        stamp.command,
    )


def _tags(tags: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({checks.filled(each, "tag").casefold() for each in tags}))


def _tag_steps(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, bool]]:
    gone, come = set(before) - set(after), set(after) - set(before)
    return [*((name, False) for name in sorted(gone)), *((name, True) for name in sorted(come))]


def _answers(book: Playbook, wanted: Requisition, answers: Mapping[str, str]) -> dict[str, str]:
    """Answers to the knock-out questions of a requisition; raise RuleBroken for one that is not asked or not understood."""
    template = book.template(wanted.template)
    asked = template.questions if template else ()
    out = {}
    for name, text in answers.items():
        question, said = book.question(name), checks.text(text, "answers").casefold()
        if question is None or name not in asked:
            raise RuleBroken(f"{wanted.number} does not ask “{name}”; it asks {listed(asked) or 'nothing'}.", "answers")
        fits = said.isdigit() if question.kind is AnswerKind.NUMBER else said in ("yes", "no")
        if not fits:
            wants = "a whole number" if question.kind is AnswerKind.NUMBER else "yes or no"
            raise RuleBroken(f"“{text}” does not answer {name}: it wants {wants}.", "answers")
        out[name] = said
    return out
