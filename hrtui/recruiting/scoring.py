"""Scorecards: ask users for them, enter one's own, see those one may see, and log what a debrief decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from data import interviewkits, interviews
from data.recruiting import applications, requisitions, scorecards
from hrtui.access.rules import grants_of, may, require
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.context import Context
from hrtui.errors import NotFound, RuleBroken
from hrtui.interviews.kits import sheet_of
from hrtui.interviews.model import INVITED, InterviewState
from hrtui.people import checks
from hrtui.recruiting import rules
from hrtui.recruiting.gathering import READ, SCORE, WORK, Worked, application, reached, who_of
from hrtui.recruiting.model import Application, Candidate, Requisition
from hrtui.recruiting.playbook import Kit
from hrtui.recruiting.playfile import playbook
from hrtui.recruiting.scorecards import (
    Ask,
    Debrief,
    Decision,
    Matrix,
    Overall,
    Scorecard,
    check_card,
    hidden_from,
    is_in,
    matrix,
)
from hrtui.text import clean, listed

Found = tuple[Application, Requisition, Candidate]


@dataclass(frozen=True, slots=True)
class Owed:
    """A scorecard that the actor owes: of which application, candidate and requisition, of which stage and until when."""

    application: str
    candidate: str
    requisition: str
    ask: Ask


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """An application with the scorecards of it that the actor may see; `focus` are the attributes, by name, that they are to assess by
    the kits of their interviews, none for all."""

    application: Application
    requisition: Requisition
    candidate: Candidate
    matrix: Matrix
    focus: tuple[str, ...] = ()


def ask_scorecards(
    ctx: Context, number: str, logins: Sequence[str], due: date | None = None, *, stop: bool = False
) -> Worked:
    """Ask users for a scorecard of the stage an application is in, or with `stop` ask them no longer.

    Raises NotFound, NotAllowed, and RuleBroken for a login that the configuration does not know, that may enter none, or that entered
    one already.
    """
    today = ctx.clock.today()
    with ctx.store.write():
        each, _, who = application(ctx, WORK, number)
        if not stop:
            rules.check_active(each, who.name)
        names = [checks.filled(login, "logins") for login in dict.fromkeys(logins)]
        if not stop:
            _check_scorers(ctx, names)
        written = scorecards.cards([each.id]).get(each.id, {})
        asks = {ask.by: ask for ask in scorecards.asked([each.id]).get(each.id, [])}
        done = [
            login
            for login in names
            if is_in(asks[login] if stop and login in asks else Ask(login, each.stage), written)
        ]
        if done:
            raise RuleBroken(f"{listed(done, 'and')} entered a scorecard already; it stays.", "logins")
        entered = writing.begin(ctx, WORK, each.number)
        scorecards.ask(each.id, [Ask(login, each.stage, due, not stop) for login in names], today, entered)
        changes = [Change("scorecard.asked", login if stop else "", "" if stop else login) for login in names]
        writing.note(entered, WORK, each.number, changes)
    verb = "owe no scorecard" if stop else "owe a scorecard"
    return Worked(entered.command, "", f"{listed(names, 'and')} {verb} of {who.name}.", (), (each.number,))


def scorers(ctx: Context) -> list[str]:
    """The logins of the configuration whose roles let them enter scorecards."""
    held = dict(ctx.config.roles)
    return [
        user.login for user in ctx.config.users if any(grant.action == SCORE for grant in grants_of(held, user.roles))
    ]


def _check_scorers(ctx: Context, names: Sequence[str]) -> None:
    users, able = {user.login: user for user in ctx.config.users}, scorers(ctx)
    for login in names if users else ():
        if login not in users:
            raise RuleBroken(f"There is no user “{login}”; `users:` of the configuration names them.", "logins")
        if login not in able:
            raise RuleBroken(
                f"{login} may enter no scorecard (roles: {listed(users[login].roles)}); a role that grants {SCORE} lets them.",
                "logins",
            )


def score(ctx: Context, number: str, ratings: Mapping[str, int], overall: Overall, takeaways: str = "") -> Worked:
    """Enter one's own scorecard of an application; a second one stands beside the first, which is kept.

    Raises NotFound, NotAllowed, and RuleBroken naming what is missing or outside 1 to 5.
    """
    require(ctx.actor, SCORE)
    today, me = ctx.clock.today(), ctx.actor.login
    with ctx.store.write():
        each, wanted, who = _of_mine(ctx, number)
        rules.check_active(each, who.name)
        asks = {ask.by: ask for ask in scorecards.asked([each.id]).get(each.id, [])}
        stage = asks[me].stage if me in asks else each.stage
        card = Scorecard(me, stage, dict(ratings), overall, checks.text(takeaways, "takeaways"))
        check_card(card, kit_of(ctx, wanted))
        again = is_in(Ask(me, stage), scorecards.cards([each.id]).get(each.id, {}))
        entered = writing.begin(ctx, SCORE, each.number)
        scorecards.put(each.id, card, today, entered)
        writing.note(
            entered,
            SCORE,
            each.number,
            [Change("scorecard", "entered" if again else "", "entered again" if again else "entered")],
        )
    notices = ("The first one is kept, and shown as revised.",) if again else ()
    return Worked(entered.command, "", f"Your scorecard of {who.name} is in.", notices, (each.number,))


def decide(ctx: Context, number: str, decision: Decision, reason: str, present: Sequence[str] = ()) -> Worked:
    """Log what a debrief decided and why; whoever may not see the scorecards yet does not decide.

    Raises NotFound, NotAllowed and RuleBroken.
    """
    today = ctx.clock.today()
    with ctx.store.write():
        each, _, who = application(ctx, WORK, number)
        why = hidden_from(
            ctx.actor.login, scorecards.asked([each.id]).get(each.id, []), scorecards.cards([each.id]).get(each.id, {})
        )
        if why:
            raise RuleBroken(f"The debrief of {who.name} waits: {why[0].lower()}{why[1:]}", "decision")
        said = checks.filled(reason, "reason")
        names = tuple(checks.filled(each_, "present") for each_ in present)
        entered = writing.begin(ctx, WORK, each.number)
        scorecards.decide(each.id, Debrief(decision, said, names), today, entered)
        writing.note(entered, WORK, each.number, [Change("debrief", "", decision.value)])
    return Worked(entered.command, "", f"Debrief of {who.name}: {decision.value}.", (), (each.number,))


def score_sheet(ctx: Context, number: str) -> ScoreSheet:
    """An application with the scorecards that the actor may see; nothing of others is read out before.

    Raises NotAllowed and NotFound.
    """
    if not (may(ctx.actor, READ) or may(ctx.actor, SCORE)):
        require(ctx.actor, SCORE)
    with ctx.store.snapshot():
        each, wanted, who = _of_mine(ctx, number)
        asks = scorecards.asked([each.id]).get(each.id, [])
        written, debriefs = scorecards.cards([each.id]).get(each.id, {}), scorecards.debriefs(each.id)
        focus = focus_of(ctx, each, wanted)
    return ScoreSheet(each, wanted, who, matrix(ctx.actor.login, kit_of(ctx, wanted), asks, written, debriefs), focus)


def owed_scorecards(ctx: Context) -> list[Owed]:
    """The scorecards that the actor owes, those due first. Five queries. Raises NotAllowed."""
    require(ctx.actor, SCORE)
    with ctx.store.snapshot():
        owed = scorecards.owed_by(ctx.actor.login)
        by_id = applications.by_ids([id_ for id_, _ in owed])
        wanted = requisitions.of(sorted({each.requisition for each in by_id.values()}))
        who = who_of(by_id.values())
    return [
        Owed(
            each.number,
            who[each.candidate].name,
            f"{wanted[each.requisition].number} {wanted[each.requisition].title}",
            ask,
        )
        for id_, ask in owed
        if (each := by_id.get(id_)) is not None
    ]


def focus_of(ctx: Context, each: Application, wanted: Requisition) -> tuple[str, ...]:
    """The attributes, by name, that the actor is to assess of an application by the kits of their interviews; none for all. Inside a
    snapshot."""
    if not ctx.actor.person:
        return ()
    held = [one for one in interviews.of_applications([each.id]) if one.state in (*INVITED, InterviewState.COMPLETED)]
    seats = [(one, seat) for one in held for seat in one.panel if seat.person == ctx.actor.person]
    own = interviewkits.of_interviews([one.id for one, _ in seats]) if seats else {}
    kit = kit_of(ctx, wanted)
    sheets = [sheet_of(kit, each.stage, seat, own.get(one.id, {}).get(seat.person)) for one, seat in seats]
    return tuple(dict.fromkeys(named.name for sheet in sheets for named in sheet.attributes))


def kit_of(ctx: Context, wanted: Requisition) -> Kit | None:
    """The scorecard of a requisition's template."""
    book = playbook(ctx)
    template = book.template(wanted.template)
    return book.kit(template.kit) if template else None


def _of_mine(ctx: Context, number: str) -> Found:
    """An application that the actor reads, or is asked about; of one who is asked only, the range of pay is not shown."""
    wanted_number = clean(number).upper()
    found = applications.numbered([wanted_number]).get(wanted_number)
    if found is not None:
        wanted, who = (
            requisitions.of([found.requisition])[found.requisition],
            who_of([found])[found.candidate],
        )
        if any(reached(ctx, action, [wanted]) for action in (READ, WORK)):
            return found, wanted, who
        asks = scorecards.asked([found.id]).get(found.id, [])
        if reached(ctx, SCORE, [wanted]) or any(ask.by == ctx.actor.login for ask in asks):
            return found, replace(wanted, low=None, high=None), who
    raise NotFound(f"There is no application “{clean(number, limit=40)}” that you may see.")
