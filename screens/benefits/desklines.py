"""What the election form says below its list of the type under the cursor: what stands, what is chosen, its price, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hrtui.benefits import costs, evidence
from hrtui.benefits.desk import Desk
from hrtui.benefits.model import Choice, Election, ElectionState, Price
from hrtui.benefits.plans import HEALTH, PlanType
from hrtui.benefits.wording import TYPES
from hrtui.context import Context
from hrtui.money import Money, format_money
from hrtui.text import listed
from screens.benefits import choosing
from screens.frames import frames
from screens.text import wrapped
from screens.widgets.lines import Span

MUTED, BAD, WARN = "line--muted", "line--bad", "line--warn"


@dataclass(frozen=True, slots=True)
class Row:
    """A type of plan in the form: what stands, what is chosen or counts else, the election that makes, its prices, and what is
    wrong with it."""

    type: PlanType
    held: Choice | None
    chosen: Choice | None
    counts: Choice | None
    election: Election | None
    before: Price | None
    after: Price | None
    faults: tuple[str, ...]


def lines(row: Row, desk: Desk, ctx: Context, width: int, most: int) -> list[list[Span]]:
    """At most so many lines of a width about a type; what has to be mended comes before what is chosen and its price."""
    held = choosing.named(row.held, desk.book) or "none"
    more = choosing.details(row.held, desk, ctx)
    stands = f" {frames().between} stands: {held}{f', {more}' if more else ''}"
    made: list[list[Span]] = [[(TYPES[row.type], "line--strong"), (stands, "")]]
    if row.faults:
        made += [[(line, BAD)] for fault in row.faults for line in wrapped(fault, width, most)]
    else:
        made += [[(line, tone)] for text, tone in _said(row, desk, ctx) for line in wrapped(text, width, most)]
    return made[:most]


def _said(row: Row, desk: Desk, ctx: Context) -> Iterator[Span]:
    if row.chosen is not None:
        who = choosing.covered(row.chosen, desk) if row.chosen.type in HEALTH else ""
        yield f"Chosen: {choosing.named(row.chosen, desk.book)}{f', covers {who}' if who else ''}.", MUTED
    else:
        yield f"If nothing is chosen: {choosing.otherwise(desk, row.type)}", MUTED
    price = price_line(row.after, ctx)
    if price:
        yield price, MUTED
    waits = awaited(row.election, desk, ctx)
    if waits:
        yield waits, WARN
    for why in refused(desk, row.type)[:1]:
        yield why, MUTED


def price_line(price: Price | None, ctx: Context) -> str:
    """What a month costs, and who pays it."""
    if price is None or not price.monthly:
        return ""
    month, person, employer = (_money(cents, ctx) for cents in (price.monthly, price.person, price.employer))
    said = f"{month} a month: the person {person}, the employer {employer}"
    return f"{said}; covers {_money(price.coverage, ctx)}." if price.coverage else f"{said}."


def awaited(election: Election | None, desk: Desk, ctx: Context) -> str:
    """What an election waits for before all of it counts; empty where it waits for nothing."""
    if election is None or election.state is not ElectionState.AWAITING_EVIDENCE:
        return ""
    if election.granted is None:
        names = listed(evidence.unverified(election.choice, desk.member), "and")
        return f"Waits for the papers of {names}." if names else ""
    plan = desk.book.plan(election.choice.plan)
    option = desk.book.option(plan.name, election.choice.option)
    whole = costs.coverage(plan, option, election.choice, desk.member)
    granted = _money(election.granted.cents, ctx)
    return f"Of {_money(whole, ctx)}, {granted} counts until evidence of insurability is approved."


def refused(desk: Desk, type_: PlanType) -> Sequence[str]:
    """The plans of a type that may not be had, each with the reason."""
    return [f"{desk.book.plan(each.plan).label}: {each.why}" for each in desk.offers if each.type is type_ and each.why]


def _money(cents: int, ctx: Context) -> str:
    return format_money(Money(cents), ctx.config.style)
