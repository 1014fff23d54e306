"""The use cases of export: candidates, and the applications to a requisition, out to a file; each leaves an entry in the trail.

What goes out is what lists and boards show. Scorecards are never in it, nor what applicants said for equal opportunity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from data.recruiting import candidates
from hrtui.access.rules import require
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.exchange.export import export_cards, export_rows
from hrtui.exchange.files import Format, Progress, format_of
from hrtui.exchange.vcard import Card as VCard
from hrtui.recruiting import reading
from hrtui.recruiting.deck import Board
from hrtui.recruiting.gathering import READ, reach, who_of
from hrtui.recruiting.model import ApplicationState, Candidate, CandidateLine, Card
from hrtui.text import clean

ACTION = "recruiting.export"
PAGE = 500
CARDS = (Format.VCARD, Format.VCARD3)
ON_CARDS = ("headline", "email", "phone", "city", "state")
"""The columns that a vCard holds beside number and name."""
BY_HAND = "marked by hand"
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Listed:
    """A candidate as they are written: all of them, and their line of the list."""

    candidate: Candidate
    line: CandidateLine


@dataclass(frozen=True, slots=True)
class Applied:
    """An application as it is written: its card, and who applied; None where they were emptied."""

    card: Card
    candidate: Candidate | None


def _own(name: str) -> Callable[[Listed], object]:
    return lambda each: getattr(each.candidate, name)


def _of_card(name: str) -> Callable[[Applied], object]:
    return lambda each: getattr(each.card.application, name)


def _whose(name: str) -> Callable[[Applied], object]:
    return lambda each: getattr(each.candidate, name, "")


def _yes(value: bool) -> str:
    return "yes" if value else ""


CANDIDATE: Mapping[str, Callable[[Listed], object]] = {
    **{name: _own(name) for name in (
        "number", "name", "first_name", "last_name", "email", "phone", "city", "state", "headline", "links", "source", "credited",
    )},
    "tags": lambda each: ", ".join(each.candidate.tags),
    "applied": lambda each: each.line.applied,
    "pool": lambda each: _yes(each.candidate.pool),
    "barred": lambda each: _yes(each.candidate.barred),
    "consent_from": _own("consent_from"),
    "consent_until": _own("consent_until"),
    "note": _own("note"),
}  # fmt: skip
"""The columns of candidates."""
CANDIDATES = (
    "number",
    "name",
    "email",
    "phone",
    "city",
    "state",
    "headline",
    "source",
    "tags",
    "applied",
    "consent_until",
)
APPLICATION: Mapping[str, Callable[[Applied], object]] = {
    "application": _of_card("number"),
    "candidate": lambda each: each.card.candidate,
    "name": lambda each: each.card.name,
    **{name: _whose(name) for name in ("first_name", "last_name", "email", "phone", "city", "headline")},
    "stage": _of_card("stage"),
    "state": lambda each: each.card.application.state.value,
    "applied": _of_card("applied"),
    "since": _of_card("since"),
    "days": lambda each: each.card.days,
    "limit": lambda each: each.card.limit or None,
    "late": lambda each: _yes(each.card.late),
    **{name: _of_card(name) for name in ("owner", "next_action", "next_on", "rating", "source", "credited", "reason")},
    "owes": lambda each: each.card.application.owes.value,
    "missed": lambda each: ", ".join(each.card.missed),
    "note": _of_card("note"),
}
"""The columns of applications."""
APPLICATIONS = ("application", "candidate", "name", "email", "stage", "state", "applied", "days", "owner", "next_action", "next_on",
                "rating", "source")  # fmt: skip


def export_candidates(
    ctx: Context, path: Path, words: str = "", chosen: Sequence[int] | None = None, *, pool: bool = False, columns: Sequence[str] = (),
    form: str = "", progress: Progress | None = None,
) -> int:  # fmt: skip
    """Write the candidates whom words find, or those chosen by their ids, to a new file, by name, and return how many.

    The format is the one named, else by the file's ending. Raises NotAllowed, and RuleBroken for columns, format and file.
    """
    require(ctx.actor, READ)
    picked = _picked(columns, CANDIDATE, CANDIDATES)
    with ctx.store.snapshot():
        within = reach(ctx)
        if chosen is None:
            ids: Sequence[int] = candidates.find(words.split(), within, {"pool": 1} if pool else None)
        else:
            wanted = set(chosen)
            ids = [id_ for id_ in candidates.find((), within) if id_ in wanted]
    detail = {"query": BY_HAND} if chosen is not None else {"query": clean(words), **({"pool": "yes"} if pool else {})}
    made = format_of(path, form)
    if made in CARDS:
        names = _on_cards(columns, CANDIDATES)
        cards = (_card(each.candidate, names) for each in _listed(ctx, ids, progress))
        return export_cards(ctx, path, cards, action=ACTION, counted="candidates", form=form, detail=detail)
    rows = ([column(each) for column in picked.values()] for each in _listed(ctx, ids, progress))
    return export_rows(ctx, path, tuple(picked), rows, action=ACTION, counted="candidates", form=form, detail=detail)


def export_applications(
    ctx: Context, requisition: str, path: Path, chosen: Sequence[int] | None = None, *, ended: bool = False, late: bool = False,
    query: str = BY_HAND, columns: Sequence[str] = (), form: str = "", progress: Progress | None = None,
) -> int:  # fmt: skip
    """Write the applications on the board of a requisition, or those chosen by their ids, to a new file, by stage, and return how
    many; `query` tells the trail how they were chosen. Raises as `export_candidates`, and NotFound."""
    picked = _picked(columns, APPLICATION, APPLICATIONS)
    found = reading.board(ctx, requisition, ended=ended or chosen is not None)
    wanted = None if chosen is None else set(chosen)
    cards = [
        card for card in _cards(found) if (wanted is None or card.application.id in wanted) and (card.late or not late)
    ]
    number = found.requisition.number
    detail = {"requisition": number, **({"query": clean(query)} if chosen is not None else {})}
    made = format_of(path, form)
    if made in CARDS:
        names = _on_cards(columns, APPLICATIONS)
        who = {
            each.candidate.id: each.candidate for each in _applied(ctx, cards, progress) if each.candidate is not None
        }
        return export_cards(
            ctx,
            path,
            (_card(each, names) for each in who.values()),
            action=ACTION,
            counted="candidates",
            form=form,
            detail=detail,
        )
    rows = ([column(each) for column in picked.values()] for each in _applied(ctx, cards, progress))
    return export_rows(ctx, path, tuple(picked), rows, action=ACTION, counted="applications", form=form, detail=detail)


def _cards(found: Board) -> Iterator[Card]:
    """The cards by stage, those that are over behind the others."""
    for column in found.columns:
        yield from sorted(column, key=lambda card: card.application.state is not ApplicationState.ACTIVE)


def _picked(
    names: Sequence[str], offered: Mapping[str, Callable[[R], object]], standard: Sequence[str]
) -> dict[str, Callable[[R], object]]:
    """The columns of these names in their order, the standard ones where none is named; raise RuleBroken for others."""
    wanted = list(dict.fromkeys(clean(name).lower() for name in names if name.strip())) or list(standard)
    for name in wanted:
        if name not in offered:
            near = get_close_matches(name, offered, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(offered)}."
            raise RuleBroken(f"“{clean(name, limit=40)}” is no column. {hint}", "columns")
    return {name: offered[name] for name in wanted}


def _listed(ctx: Context, ids: Sequence[int], progress: Progress | None) -> Iterator[Listed]:
    """Candidates with their lines, a page at a time: five queries each."""
    for start in range(0, len(ids), PAGE):
        page = ids[start : start + PAGE]
        with ctx.store.snapshot():
            known, lines = candidates.of(list(page)), candidates.page(list(page))
        yield from (Listed(known[line.id], line) for line in lines if line is not None and line.id in known)
        _tell(progress, start, len(ids))


def _applied(ctx: Context, cards: Sequence[Card], progress: Progress | None) -> Iterator[Applied]:
    """Applications with who applied, a page at a time."""
    for start in range(0, len(cards), PAGE):
        page = cards[start : start + PAGE]
        with ctx.store.snapshot():
            who = who_of([card.application for card in page])
        for card in page:
            held = who.get(card.application.candidate)
            yield Applied(card, None if held is None or held.purged else held)
        _tell(progress, start, len(cards))


def _tell(progress: Progress | None, start: int, total: int) -> None:
    if progress is not None:
        progress(min(start + PAGE, total), total)


def _on_cards(columns: Sequence[str], standard: Sequence[str]) -> Sequence[str]:
    """What cards hold: all they can, unless columns were chosen."""
    return ON_CARDS if not columns or tuple(columns) == tuple(standard) else columns


def _card(who: Candidate, names: Sequence[str]) -> VCard:
    """A candidate as a card, of which the columns name what it holds."""
    held = {name: str(getattr(who, name)) if name in names else "" for name in ON_CARDS}
    return VCard(
        number=who.number, first_name=who.first_name, last_name=who.last_name, title=held["headline"], email=held["email"],
        phone=held["phone"], city=held["city"], state=held["state"],
    )  # fmt: skip
