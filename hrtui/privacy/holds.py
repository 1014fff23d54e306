"""The use cases of legal holds: place, widen, ask for the release, release; and what every disposal asks before it begins."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from data import directory, identity
from data.privacy import holds as rows
from data.privacy import whose
from data.recruiting import candidates
from hrtui.access.model import Subject
from hrtui.access.rules import may, require
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.context import Context
from hrtui.errors import NotFound, RuleBroken
from hrtui.people.listing import directory_ids
from hrtui.people.model import Done
from hrtui.privacy import rules
from hrtui.privacy.model import CANDIDATE, HOLD, PERSON, Hold, NewHold, Stands, Step, Under
from hrtui.text import clean, counted, listed

NAMED = 5
MOST = 20_000
"""The people that a query may put under one hold."""
LISTED = 5_000


def may_see(ctx: Context) -> bool:
    """Whether the actor may know which holds there are, and for which matters."""
    return may(ctx.actor, HOLD) or may(ctx.actor, "audit.read")


def holds(ctx: Context) -> list[Hold]:
    """All holds, the newest first. Raises NotAllowed."""
    _require_seeing(ctx)
    with ctx.store.snapshot():
        return rows.holds()


def hold(ctx: Context, number: str) -> tuple[Hold, list[Under]]:
    """A hold, and who of those the role reaches is under it. Raises NotAllowed and NotFound."""
    _require_seeing(ctx)
    with ctx.store.snapshot():
        found = _one(number)
        return found, _reached(ctx, rows.under(found.id, LISTED))


def holds_over(ctx: Context, number: str) -> tuple[str, ...]:
    """The numbers of the holds that stand over a person or a candidate. Raises NotAllowed."""
    _require_seeing(ctx)
    with ctx.store.snapshot():
        return next(iter(standing_over([number]).values()), ())


def place(ctx: Context, wanted: NewHold) -> Done:
    """Place a hold over those it names, those a query finds today, and those they are compared with.

    It stands until a second person confirms its release. Whom a query finds is fixed: later it may find others, who are not under the
    hold. Raises NotAllowed, NotFound for numbers of nobody, QueryError, and RuleBroken where it names nobody or says no reason.
    """
    require(ctx.actor, HOLD)
    made = rules.checked(wanted, ctx.clock.today())
    found = [int(id_) for id_ in directory_ids(ctx, made.query, limit=MOST + 1)] if made.query else []
    rules.check_size(len(found), MOST)
    with ctx.store.write():
        number = rows.next_number()
        entered = writing.begin(ctx, HOLD, number)
        since = made.since or ctx.clock.today()
        id_ = rows.add(Hold(number, made.name, made.matter, made.reason, made.query, since), entered)
        named, others = _ids(ctx, made.whom), _ids(ctx, made.comparators)
        count = sum(rows.put_under(id_, kind, ids, Stands.NAMED, entered) for kind, ids in named.items())
        count += rows.put_under(id_, PERSON, found, Stands.QUERY, entered)
        count += sum(rows.put_under(id_, kind, ids, Stands.COMPARATOR, entered) for kind, ids in others.items())
        if not count:
            raise RuleBroken(
                f"The query finds nobody today, and nobody is named: {made.query}. Name whom it is about.", "whom"
            )
        rows.step(id_, Step.PLACED, made.reason, entered)
        writing.note(entered, HOLD, number, [Change("hold", "", "placed")], {"under": str(count), "since": str(since)})
    return Done(
        entered.command,
        "",
        f"{number} is placed over {counted(count, 'record')}; nothing of them is disposed of while it stands.",
    )


def widen(ctx: Context, number: str, whom: Iterable[str], reason: str, *, comparators: bool = False) -> Done:
    """Put more people or candidates under a hold that stands. Raises NotAllowed, NotFound and RuleBroken."""
    require(ctx.actor, HOLD)
    why = rules.reason(reason)
    with ctx.store.write():
        found = _one(number)
        rules.check_step(found, Step.WIDENED, ctx.actor.login)
        entered = writing.begin(ctx, HOLD, found.number)
        as_what = Stands.COMPARATOR if comparators else Stands.NAMED
        count = sum(rows.put_under(found.id, kind, ids, as_what, entered) for kind, ids in _ids(ctx, whom).items())
        if not count:
            raise RuleBroken(f"They are under {found.number} already; name somebody else.", "whom")
        rows.step(found.id, Step.WIDENED, why, entered)
        writing.note(entered, HOLD, found.number, [Change("hold", "", "widened")], {"under": str(count)})
    return Done(
        entered.command,
        "",
        f"{counted(count, 'more record')} are under {found.number}."
        if count > 1
        else f"One more record is under {found.number}.",
    )


def ask_release(ctx: Context, number: str, reason: str) -> Done:
    """Ask that a hold be released; it stands until somebody else confirms that. Raises NotAllowed, NotFound and RuleBroken."""
    return _step(
        ctx, number, Step.ASKED, reason, "Its release is asked for; it stands until somebody else confirms that."
    )


def keep(ctx: Context, number: str, reason: str) -> Done:
    """Refuse the release that was asked for: the hold stands on. Raises NotAllowed, NotFound and RuleBroken."""
    return _step(ctx, number, Step.KEPT, reason, "It stands on.")


def release(ctx: Context, number: str, reason: str) -> Done:
    """Confirm the release that somebody else asked for. Raises NotAllowed, NotFound, and RuleBroken where nobody asked, or where the
    actor asked for it or placed the hold."""
    return _step(ctx, number, Step.RELEASED, reason, "It is released; what it kept is disposed of as the rules say.")


def _step(ctx: Context, number: str, step: Step, reason: str, said: str) -> Done:
    require(ctx.actor, HOLD)
    why = rules.reason(reason)
    with ctx.store.write():
        found = _one(number)
        rules.check_step(found, step, ctx.actor.login)
        entered = writing.begin(ctx, HOLD, found.number)
        rows.step(found.id, step, why, entered)
        writing.note(entered, HOLD, found.number, [Change("hold", found.state.value, step.value)])
    return Done(entered.command, "", f"{found.number}: {said}")


def check_free(ctx: Context, whom: Iterable[str], doing: str) -> None:
    """Raise RuleBroken where a hold stands over a person or candidate of these numbers, saying which holds to who may know of them;
    inside `write()` or `snapshot()`, before anything is disposed of."""
    held = standing_over(whom)
    if held:
        raise RuleBroken(refusal(ctx, held, doing), "hold")


def refusal(ctx: Context, held: dict[str, tuple[str, ...]], doing: str) -> str:
    """Why something is not done to those under holds: the holds are named to who may know of them, and to nobody else."""
    names = [*held][:NAMED] + ["others"] * (len(held) > NAMED)
    are = "is" if len(held) == 1 else "are"
    if may_see(ctx):
        which = listed(sorted({number for numbers in held.values() for number in numbers}), "and")
        return f"Not {doing}: {listed(names, 'and')} {are} under {which}. It stands until its release is confirmed (`hrtui hold list`)."
    return (
        f"Not {doing}: {listed(names, 'and')} {are} under a legal hold, which keeps everything. "
        "Ask whoever keeps the holds (retention.hold)."
    )


def standing_over(whom: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The numbers of the holds over people and candidates, by their numbers; a candidate stands under the holds of the person they
    became, and a person under those of the candidate they were. Those under none are left out."""
    found: dict[str, tuple[str, ...]] = {}
    people, seekers = _known(whom)
    for number, id_ in people.items():
        of = whose.of_person(id_)
        found[number] = _over(of.people, of.candidates)
    for number, id_ in seekers.items():
        became = [one for hired in whose.hired_as([id_]) if (one := identity.person_id(hired)) is not None]
        found[number] = _over(became, whose.of_candidate(id_).candidates)
    return {number: held for number, held in found.items() if held}


def _over(people: Collection[int], seekers: Collection[int]) -> tuple[str, ...]:
    by_id = [*rows.standing(PERSON, people).values(), *rows.standing(CANDIDATE, seekers).values()]
    return tuple(sorted({number for numbers in by_id for number in numbers}))


def _known(whom: Iterable[str]) -> tuple[dict[str, int], dict[str, int]]:
    wanted = list(dict.fromkeys(clean(each) for each in whom if each))
    people = {number: id_ for number in wanted if (id_ := identity.person_id(number)) is not None}
    return people, candidates.ids([number.upper() for number in wanted if number not in people])


def _ids(ctx: Context, whom: Iterable[str]) -> dict[str, list[int]]:
    """The ids of people and candidates by their numbers; people in the actor's reach, candidates where that is everyone. Raises
    NotFound, naming those that are of nobody."""
    wanted = list(whom)
    people, seekers = _known(wanted)
    reached = directory.subjects(people) if people else {}
    people = {
        number: id_ for number, id_ in people.items() if may(ctx.actor, HOLD, reached.get(number, Subject(number)))
    }
    seekers = seekers if may(ctx.actor, HOLD, Subject("")) else {}
    known = {*people, *seekers}
    lost = [each for each in wanted if not known & {clean(each), clean(each).upper()}]
    if lost:
        raise NotFound(
            f"There is no person or candidate {listed([clean(each, limit=40) for each in lost[:NAMED]])}; give numbers, such as 1042 or CAN-00042."
        )
    return {PERSON: list(people.values()), CANDIDATE: list(seekers.values())}


def _one(number: str) -> Hold:
    found = rows.holds(clean(number).upper())
    if not found:
        raise NotFound(f"There is no hold “{clean(number, limit=40)}”; `hrtui hold list` lists them.")
    return found[0]


def _reached(ctx: Context, found: list[Under]) -> list[Under]:
    """Those under a hold whom the actor may know to be: people in the scope, and candidates, whom every scope knows."""
    known = directory.subjects(each.number for each in found if each.kind == PERSON)

    def reached(each: Under) -> bool:
        subject = known.get(each.number)
        return subject is None or any(may(ctx.actor, action, subject) for action in (HOLD, "audit.read"))

    return [each for each in found if reached(each)]


def _require_seeing(ctx: Context) -> None:
    if not may_see(ctx):
        require(ctx.actor, HOLD)
