"""What is read of recruiting: requisitions with their counts, the board of one, the list of candidates, and one of them."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from operator import itemgetter
from zoneinfo import ZoneInfo

from data.recruiting import applications, candidates, happened, requisitions
from data.recruiting import files as file_rows
from data.recruiting import notes as note_rows
from hrtui.access.rules import require
from hrtui.context import Context
from hrtui.money import format_money
from hrtui.recruiting import rules
from hrtui.recruiting.deck import CANDIDATE, HEADLINE, ID, NAME, NUMBER, OWNER, SINCE, Board, Row, board_of
from hrtui.recruiting.figures import Figures, figures
from hrtui.recruiting.filing import seen_rows, whole
from hrtui.recruiting.gathering import READ, candidate, named, pay_shown, reach, reached, requisition, subjects_of
from hrtui.recruiting.kept import CandidateFile, CandidateNote, label_of, on_file
from hrtui.recruiting.model import (
    WORKING,
    Application,
    ApplicationState,
    Approval,
    Candidate,
    CandidateLine,
    Card,
    Happened,
    Requisition,
    RequisitionState,
)
from hrtui.recruiting.playbook import Playbook, Question
from hrtui.recruiting.playfile import playbook
from hrtui.recruiting.timeline import Past, Wording, timeline
from hrtui.text import fold

UNDER_WAY = (RequisitionState.DRAFT, RequisitionState.REQUESTED, RequisitionState.APPROVED, *WORKING)
NOBODY = ("", "(emptied)", "")
ON_BOARD = (ApplicationState.ACTIVE, ApplicationState.HIRED)


@dataclass(frozen=True, slots=True)
class RequisitionLine:
    """A requisition in the list: how many are active, hired, ended; the roles it waits for; days since it got its state."""

    requisition: Requisition
    active: int
    hired: int
    ended: int
    waits_for: tuple[str, ...] = ()
    days: int = 0


@dataclass(frozen=True, slots=True)
class RequisitionSheet:
    """A requisition with what each role said of it."""

    line: RequisitionLine
    approvals: tuple[Approval, ...]


@dataclass(frozen=True, slots=True)
class CandidateSheet:
    """A candidate with their applications, newest first, each with its requisition, what happened, newest first, and the documents and
    notes on file of them and of those who were merged into them."""

    candidate: Candidate
    applications: tuple[tuple[Application, Requisition], ...]
    timeline: tuple[Happened, ...] = ()
    documents: tuple[CandidateFile, ...] = ()
    notes: tuple[CandidateNote, ...] = ()


def requisition_list(
    ctx: Context, states: Iterable[RequisitionState] = UNDER_WAY, words: str = ""
) -> list[RequisitionLine]:
    """The requisitions in some states that the actor may see, newest first; with each of the words in number, title, department,
    manager or recruiter. Nine queries, however many. Raises NotAllowed."""
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        found = named(ctx, reached(ctx, READ, requisitions.every(states, ctx.lens)))
        wanted = fold(words).split()
        found = [each for each in found if all(word in _searched(each) for word in wanted)]
        counts, waiting = applications.counts([each.id for each in found]), requisitions.awaiting()
    return [_line(ctx, each, counts[each.id], waiting.get(each.id, [])) for each in found]


def requisition_sheet(ctx: Context, number: str) -> RequisitionSheet:
    """A requisition with its approvals. Raises NotAllowed and NotFound."""
    with ctx.store.snapshot():
        found = requisition(ctx, READ, number)
        approvals = requisitions.approvals(found.id)
        counts = applications.counts([found.id])[found.id]
        waiting = requisitions.awaiting().get(found.id, [])
    return RequisitionSheet(_line(ctx, found, counts, waiting), approvals)


def board(ctx: Context, number: str, *, ended: bool = False) -> Board:
    """The board of a requisition: active and hired applications by stage, those longest in it first; with `ended` those rejected
    and withdrawn stand in the stage they ended in too. Ten queries at most. Raises NotAllowed and NotFound."""
    with ctx.store.snapshot():
        found = requisition(ctx, READ, number)
        states = tuple(ApplicationState) if ended else ON_BOARD
        rows = _named(applications.on_board(found.id, states, ctx.lens))
    rows.sort(key=itemgetter(NAME))
    rows.sort(key=itemgetter(SINCE))
    questions, today = _asked(playbook(ctx), found), ctx.day
    limits = {stage.name: stage.days for stage in found.stages}
    first = found.stages[0].days if found.stages else 0

    def card(row: Row) -> Card:
        each = applications.of_row(row)
        missed = rules.missed(questions, each.answers) if each.answers else ()
        days, limit = rules.days_in(each.since, today), limits.get(each.stage, first)
        return Card(each, row[NUMBER], row[NAME], row[HEADLINE], days, limit, missed)

    late = [str(today - timedelta(days=stage.days)) if stage.days else "" for stage in found.stages]
    return board_of(found, {row[ID]: row for row in rows}, card, late)


def _named(rows: list[Row]) -> list[Row]:
    """Rows of a board, those whose candidate has no line under the name of whom they turned out to be."""
    nameless = {row[CANDIDATE] for row in rows if row[NAME] is None}
    if not nameless:
        return rows
    turned = candidates.into(nameless)
    real = candidates.of(sorted(set(turned.values())))
    called = {old: (real[new].number, real[new].name, real[new].headline) for old, new in turned.items() if new in real}
    return [row if row[NAME] is not None else (*called.get(row[CANDIDATE], NOBODY), *row[OWNER:]) for row in rows]


def requisition_figures(ctx: Context, number: str) -> Figures:
    """The funnel of a requisition, its times and its sources. Raises NotAllowed and NotFound."""
    with ctx.store.snapshot():
        found = requisition(ctx, READ, number)
        approved, history = requisitions.approved_on(found.id), applications.history_of(found.id)
    return figures(found, approved, history, ctx.day)


def candidate_list(ctx: Context, words: str = "", *, pool: bool = False) -> array[int]:
    """The ids of the candidates that words find, by name, within the requisitions one may see; for `candidate_page`."""
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        return candidates.find(words.split(), reach(ctx), {"pool": 1} if pool else None)


def candidate_page(ctx: Context, ids: Sequence[int]) -> list[CandidateLine | None]:
    """The lines of candidates by ids of `candidate_list`; two queries. Raises NotAllowed."""
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        return candidates.page(ids)


def candidate_sheet(ctx: Context, number: str) -> CandidateSheet:
    """A candidate with their applications to requisitions that one may see, their documents, the notes about them, and what happened,
    blind scores staying blind. As many queries for many of all of it as for one. Raises NotAllowed and NotFound."""
    with ctx.store.snapshot():
        found = candidate(ctx, READ, number)
        ids = whole(found)
        held = applications.of_candidates(ids)
        within = reached(ctx, READ, requisitions.of([each.requisition for each in held]).values())
        by_id = {each.id: each for each in named(ctx, within)}
        seen = [each.id for each in held if each.requisition in by_id]
        files, noted = seen_rows(ctx, found, file_rows.rows_of(ids)), note_rows.rows_of(ids)
        about = [each for each in happened.about_candidates(ids) if not each.application or each.application in seen]
        steps = [*about, *happened.about_applications(seen)]
        history, paid = applications.history(seen), _paid(ctx, held, within)
    of = tuple((each, by_id[each.requisition]) for each in held if each.requisition in by_id)
    past = Past(history, steps, files, noted, paid)
    told = timeline(found, of, past, _wording(ctx))
    return CandidateSheet(found, of, told, tuple(on_file(files, ctx.day)), tuple(on_file(noted, ctx.day)))


def _paid(ctx: Context, held: Sequence[Application], within: Sequence[Requisition]) -> set[int]:
    """The applications whose offers' pay the role sees."""
    subjects = subjects_of(within)
    wanted = {each.id for each in within if pay_shown(ctx, subjects[each.id])}
    return {each.id for each in held if each.requisition in wanted}


def _wording(ctx: Context) -> Wording:
    book, style = playbook(ctx), ctx.config.style
    return Wording(
        ZoneInfo(ctx.config.company.time_zone),
        lambda kind: label_of(book, kind),
        lambda money: format_money(money, style),
    )


def _asked(book: Playbook, wanted: Requisition) -> list[Question]:
    template = book.template(wanted.template)
    return [each for name in (template.questions if template else ()) if (each := book.question(name)) is not None]


def _line(
    ctx: Context, each: Requisition, counts: Counter[ApplicationState], waiting: Sequence[str]
) -> RequisitionLine:
    ended = counts[ApplicationState.REJECTED] + counts[ApplicationState.WITHDRAWN]
    days = rules.days_in(each.since, ctx.day) if each.since else 0
    return RequisitionLine(
        each, counts[ApplicationState.ACTIVE], counts[ApplicationState.HIRED], ended, tuple(waiting), days
    )


def _searched(each: Requisition) -> str:
    return fold(" ".join((each.number, each.title, each.department, each.location, each.manager_name, each.recruiter)))
