"""What a card of the board shows, and what is said of it beneath the board."""

from __future__ import annotations

from hrtui.recruiting.figures import Figures
from hrtui.recruiting.model import Application, ApplicationState, Card, Owes
from screens.frames import frames
from screens.text import Tone
from screens.widgets.board import Face
from screens.widgets.lines import Span


def face_of(card: Card) -> Face:
    """The two lines of a card: its name with the days against their limit, and what comes first of it."""
    each = card.application
    tone = Tone.BAD if card.late else Tone.MUTED
    right = f"{card.days}d" if not card.limit else f"{card.days}/{card.limit}d{'!' if card.late else ''}"
    if each.state is not ApplicationState.ACTIVE:
        right, tone = each.state.value, Tone.GOOD if each.state is ApplicationState.HIRED else Tone.WARN
    between = f" {frames().between} "
    stars = f"{each.rating}/5" if each.rating else ""
    missed = f"fails {card.missed[0]}".replace("_", " ") if card.missed else ""
    owed = "message owed" if each.owes is Owes.OWED else ""
    below = between.join(filter(None, (owed, missed, coming(each), stars, each.owner, card.headline)))
    return Face(card.name, right, below, tone)


def told(card: Card) -> list[list[Span]]:
    """All of a card in two lines."""
    each, between = card.application, f" {frames().between} "
    after = f"next: {coming(each)}" if each.next_action or each.next_on else ""
    more = "".join(f"{between}{part}" for part in (card.headline, after) if part)
    said = [f"{each.number} since {each.applied}", f"in {each.stage} since {each.since}", each.source]
    said += [f"does not pass {', '.join(card.missed)}"] if card.missed else []
    said += [f"{each.state.value}: {each.reason}"] if each.reason else []
    rest = between.join(filter(None, [*said, each.note]))
    return [[(f"{card.candidate} {card.name}", "line--strong"), (more, "")], [(rest, "line--muted")]]


def reached(found: Figures) -> tuple[str, str]:
    """How many ever reached each stage, and how long it took: with the stages' names, and without where there is little room."""
    arrow, between = f" {frames().closed} ", f" {frames().between} "
    named = [
        f"{each.stage} {each.reached:,}{f' ({each.through} %)' if each.through is not None else ''}"
        for each in found.stages
    ]
    times = [f"{found.to_fill} days to fill"] if found.to_fill is not None else []
    times += [f"{found.to_hire:g} days to hire"] if found.to_hire is not None else []
    long, short = arrow.join(named), arrow.join(f"{each.reached:,}" for each in found.stages)
    return between.join([f"Reached: {long}", *times]), between.join([f"Reached {short}", *times])


def coming(each: Application) -> str:
    """What comes next of an application, and when."""
    return " ".join(filter(None, (each.next_action, f"{each.next_on:%m-%d}" if each.next_on else "")))
