"""What a panel owes of its interviews: scorecards that are asked for as they are scheduled, and each one's own interviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from data import interviewkits, interviews
from data.recruiting import applications, requisitions, scorecards
from hrtui.access.rules import grants_of, may, require
from hrtui.audit.model import Entered
from hrtui.context import Context
from hrtui.errors import NotFound
from hrtui.interviews import asking, reading, spans
from hrtui.interviews.kits import Sheet, sheet_of
from hrtui.interviews.model import AHEAD, INVITED, Interview, InterviewState, PanelRole, Response
from hrtui.interviews.reaching import reached
from hrtui.recruiting.gathering import READ, SCORE, who_of
from hrtui.recruiting.scorecards import Ask, is_in
from hrtui.recruiting.scoring import kit_of
from hrtui.text import clean, counted
from hrtui.value import frozen

BEFORE, BEHIND = 180 * spans.DAY, 90 * spans.DAY


@frozen
class Own:
    """An interview of one's own, or a scorecard that one owes without any: whose and what for; `due` is the day until which it is
    owed, `is_owed` whether it is by now, and `late` for how many days since the interview, or past that day where there is none."""

    application: str
    candidate: str
    title: str
    interview: Interview | None = None
    due: date | None = None
    is_owed: bool = False
    late: int = 0

    @property
    def owes(self) -> str:
        """What is said of the scorecard; empty where none is owed."""
        if not self.is_owed:
            return ""
        since = f" since {counted(self.late, 'day')}" if self.late else ""
        return f"scorecard owed{since}{f', until {self.due}' if self.due else ''}"


def ask_panel(ctx: Context, made: Sequence[Interview], gone: Iterable[str], entered: Entered) -> None:
    """Ask the users on panels for scorecards of the stage the application is in, some days after its last interview; shadows owe none,
    and those who are `gone` from a panel, by number, none any more. Inside `write()`; as many queries however many."""
    logins = _logins(ctx)
    ids = sorted({each.application for each in made})
    if not logins or not ids:
        return
    known, every = applications.by_ids(ids), interviews.of_applications(ids)
    asks, cards = scorecards.asked(ids), scorecards.cards(ids)
    panels = {one.person for each in made for one in each.panel} | set(gone)
    for id_ in ids:
        due, written = _due(ctx, [each for each in every if each.application == id_], logins), cards.get(id_, {})
        held = {ask.by: ask for ask in asks.get(id_, [])}
        wanted = [Ask(login, known[id_].stage, day) for login, day in due.items()]
        new = [
            ask for ask in wanted
            if not is_in(ask, written) and (ask.by not in held or (held[ask.by].stage, held[ask.by].due) != (ask.stage, ask.due))
        ]  # fmt: skip
        off = {logins[person] for person in panels if person in logins} - due.keys()
        stop = [replace(ask, active=False) for by, ask in held.items() if by in off and not is_in(ask, written)]
        if new or stop:
            scorecards.ask(id_, [*new, *stop], ctx.clock.today(), entered)


def mine(ctx: Context) -> list[Own]:
    """One's own interviews, owed scorecards first, then those to come. Who is not tied to a person owes what they are asked for.

    Raises NotAllowed for who neither scores nor reads.
    """
    if not may(ctx.actor, READ):
        require(ctx.actor, SCORE)
    now, today = spans.minute_of(ctx.clock.now()), ctx.clock.today()
    with ctx.store.snapshot():
        found = interviews.of_person(ctx.actor.person, now - BEFORE, now + BEHIND) if ctx.actor.person else []
        owed = dict(scorecards.owed_by(ctx.actor.login)) if may(ctx.actor, SCORE) else {}
        held = applications.by_ids(sorted({each.application for each in found} | owed.keys()))
        wanted = requisitions.of(sorted({each.requisition for each in held.values()}))
        who = who_of(held.values())

    def own(id_: int, interview: Interview | None, ask: Ask | None, late: int = 0) -> Own:
        each = held[id_]
        of = wanted[each.requisition]
        due = ask.due if ask is not None else None
        return Own(
            each.number,
            who[each.candidate].name,
            f"{of.number} {of.title}",
            interview,
            due,
            ask is not None,
            late,
        )

    out = list[Own]()
    by = _by_application(found)
    for id_, ask in _now(owed, by, now):
        last = max((each for each in by.get(id_, []) if each.ends <= now), key=lambda each: each.ends, default=None)
        since = last.ends if last is not None else None
        late = (
            (today - _day(since, last.zone)).days if since is not None and last is not None else _past(ask.due, today)
        )
        if id_ in held and held[id_].candidate in who:
            out.append(own(id_, last, ask, max(late, 0)))
    ahead = sorted((each for each in found if each.ends > now and each.state in AHEAD), key=lambda each: each.begins)
    out += [
        own(each.application, each, None)
        for each in ahead
        if each.application in held and held[each.application].candidate in who
    ]
    return out


def owed_now(ctx: Context, owed: Sequence[tuple[int, Ask]]) -> list[tuple[int, Ask]]:
    """Those of the scorecards one owes that are owed by now: whose interview, where one is to have it, took place. Inside a snapshot."""
    if not owed or not ctx.actor.person:
        return list(owed)
    now = spans.minute_of(ctx.clock.now())
    found = interviews.of_person(ctx.actor.person, now - BEFORE, now + BEHIND)
    return list(_now(dict(owed), _by_application(found), now))


def kit_sheets(ctx: Context, number: str) -> tuple[Interview, tuple[Sheet, ...]]:
    """What each of an interview's panel is to find out; who may not read interviews is shown their own alone.

    Raises NotAllowed, and NotFound for an interview that one may neither see nor is on the panel of.
    """
    if not may(ctx.actor, READ):
        require(ctx.actor, SCORE)
    with ctx.store.snapshot():
        held = interviews.numbered(clean(number).upper())
        own = {each.person for each in held.panel if each.person == ctx.actor.person} if held is not None else set()
        if held is None or not own:
            held = reading.found(ctx, READ, number) if may(ctx.actor, READ) else None
        if held is None:
            raise NotFound(
                f"There is no interview “{clean(number, limit=40)}” of yours; `hrtui interviews mine` lists them."
            )
        each = applications.by_ids([held.application])[held.application]
        wanted = requisitions.of([each.requisition])[each.requisition]
        kits = interviewkits.of_interviews([held.id]).get(held.id, {})
        everyone = may(ctx.actor, READ) and bool(reached(ctx, READ, [held]))
    kit = kit_of(ctx, wanted)
    sheets = [
        sheet_of(kit, each.stage, one, kits.get(one.person)) for one in held.panel if everyone or one.person in own
    ]
    return held, tuple(sheets)


def _now(owed: Mapping[int, Ask], by: Mapping[int, Sequence[Interview]], now: int) -> Iterator[tuple[int, Ask]]:
    """The scorecards that are owed by now: without an interview of one's own, or once one of them is over."""
    for id_, ask in owed.items():
        held = [each for each in by.get(id_, ()) if each.state in (*AHEAD, InterviewState.COMPLETED)]
        if not held or any(each.ends <= now for each in held):
            yield id_, ask


def _by_application(found: Iterable[Interview]) -> dict[int, list[Interview]]:
    out = defaultdict[int, list[Interview]](list)
    for each in found:
        out[each.application].append(each)
    return out


def _due(ctx: Context, held: Iterable[Interview], logins: Mapping[str, str]) -> dict[str, date]:
    """Until when users owe scorecards of interviews, by login."""
    out: dict[str, date] = {}
    for each in held:
        if each.state not in (*INVITED, InterviewState.COMPLETED):
            continue
        day = _day(each.ends, each.zone) + timedelta(days=ctx.config.interviews.feedback_days)
        for one in each.panel:
            if one.person in logins and one.role is not PanelRole.SHADOW and one.response is not Response.DECLINED:
                login = logins[one.person]
                out[login] = max(day, out.get(login, day))
    return out


def _logins(ctx: Context) -> dict[str, str]:
    """The logins of users who may enter scorecards, by the number of the person they are."""
    roles = dict(ctx.config.roles)
    return {
        user.person: user.login
        for user in ctx.config.users
        if user.person and any(grant.action == SCORE for grant in grants_of(roles, user.roles))
    }


def _day(minute: int, zone: str) -> date:
    return spans.instant_of(minute).astimezone(asking.zone_of(zone)).date()


def _past(due: date | None, today: date) -> int:
    return (today - due).days if due is not None else 0
