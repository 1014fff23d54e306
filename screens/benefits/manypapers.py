"""Papers of many: which paper of whom and where to, how many that makes before it begins, and of whom there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

from hrtui.access.rules import may
from hrtui.benefits.papers import making
from hrtui.benefits.papers.making import Batch, Reach
from hrtui.benefits.papers.model import LABELS, PaperKind
from screens.benefits.longwork import LongScreen
from screens.verbs import waited
from screens.widgets.confirm import Confirm
from screens.widgets.fields import Choice, ChoiceField, Field, TextField
from screens.widgets.form import FormScreen
from screens.widgets.menu import Menu, MenuItem
from screens.widgets.paths import path_of

LETTERS, DRAFTS, FILED = "letters", "drafts", "filed"
WAYS = (
    Choice(LETTERS, "letters, as PDF"), Choice(DRAFTS, "drafts of e-mails"), Choice(FILED, "filed under their documents"),
)  # fmt: skip
LISTED = 200
STOPPED = "Stopped: those written so far are kept."


@dataclass(frozen=True, slots=True)
class Group:
    """Of whom papers may be made: what they are called, and their ids, read on a thread; None for all that a paper is for."""

    label: str
    people: Callable[[], Sequence[int] | None]


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: which paper of whom, how and into which folder, and how many that makes."""

    kind: PaperKind
    how: str
    folder: Path
    people: Sequence[int] | None
    reach: Reach


def ask_papers(
    screen: LongScreen, title: str, groups: Sequence[Group], kinds: Sequence[PaperKind] = tuple(PaperKind), folder: str = "papers"
) -> None:  # fmt: skip
    """Ask which paper is made of whom and where it goes, say how many that makes, and make them with progress."""
    ctx, orders = screen.ctx, list[Order]()
    allowed = [kind for kind in kinds if may(ctx.actor, making.action_of(kind))]

    def order(values: Mapping[str, object]) -> None:
        kind = PaperKind(str(values.get("kind") or allowed[0].value))
        people = groups[int(str(values.get("whose") or 0))].people()
        reach = making.reach(ctx, kind, people)
        orders.append(Order(kind, str(values["how"]), path_of(values["folder"]), people, reach))

    def done(values: object) -> None:
        if values is not None and orders:
            _confirm(screen, title, orders[-1])

    intro = (
        "One for each of them; you see how many before they are made.",
        "Nothing is sent: a mail program sends drafts.",
    )
    form = FormScreen(title, _fields(allowed, groups, folder), lambda values: waited(screen, lambda: order(values)), intro=intro)  # fmt: skip
    screen.app.push_screen(form, done)


def _fields(kinds: Sequence[PaperKind], groups: Sequence[Group], folder: str) -> list[Field]:
    papers = [Choice(kind.value, LABELS[kind]) for kind in kinds]
    whose = [Choice(str(at), group.label) for at, group in enumerate(groups)]
    fields: list[Field] = []
    if len(papers) > 1:
        fields.append(ChoiceField(key="kind", label="Paper", choices=papers, required=True, help="type to find one"))
    if len(whose) > 1:
        fields.append(ChoiceField(key="whose", label="Of", choices=whose, initial=whose[0], required=True))
    return [
        *fields,
        ChoiceField(key="how", label="As", choices=WAYS, initial=WAYS[0], required=True),
        TextField(
            key="folder", label="Folder", initial=folder, limit=1_000, required=True,
            help="made where there is none; not used where they are filed",
        ),
    ]  # fmt: skip


def _confirm(screen: LongScreen, title: str, order: Order) -> None:
    """Say how many there will be and where, and go on where that is wanted."""
    reach = order.reach
    verb = "File" if order.how == FILED else "Write"
    details = [_where(screen, order)]
    if reach.without:
        details.append(f"Of {reach.without:,} of those chosen there is none; they are listed with the reason.")

    def answered(sure: bool | None) -> None:
        if sure and screen.is_free():
            _make(screen, order)

    sentence = f"{verb} {reach.count:,} × {LABELS[order.kind].lower()}?"
    screen.app.push_screen(Confirm(sentence, details, title=title), answered)


def _where(screen: LongScreen, order: Order) -> str:
    if order.how == FILED:
        return f"Each goes under the person's documents, as of the kind “{screen.ctx.config.benefits.document_kind}”."
    what = "e-mail draft (.eml)" if order.how == DRAFTS else "PDF"
    return f"Each is a {what} of its own in {order.folder.absolute()}, for you alone; a file that is there is left as it is."


def _make(screen: LongScreen, order: Order) -> None:
    ctx, kind = screen.ctx, order.kind
    use = (
        partial(making.file_all, ctx, kind, people=order.people)
        if order.how == FILED
        else partial(making.write_all, ctx, kind, order.folder, people=order.people, email=order.how == DRAFTS)
    )

    def told(result: object) -> None:
        batch = cast(Batch, result)
        if order.how == FILED:
            screen.shell.changed()
        if batch.skipped:
            _show_skipped(screen, batch)
        else:
            screen.say(_told(batch))

    screen.long("Filing" if order.how == FILED else "Writing", lambda step: use(progress=step), told, STOPPED)


def _show_skipped(screen: LongScreen, batch: Batch) -> None:
    """List of whom there is no paper and why; enter shows their benefits."""
    count, listed = len(batch.skipped), batch.skipped[:LISTED]
    items = [MenuItem(each.number, f"{each.name} ({each.number})", each.why) for each in listed]

    def chosen(number: str | None) -> None:
        if number is not None:
            screen.shell.go(f"benefits {number}")
        else:
            screen.say(_told(batch))

    title = f"{batch.count:,} made, none of {count:,}" + (f", the first {LISTED:,}" if count > LISTED else "")
    screen.app.push_screen(Menu(title, items), chosen)


def _told(batch: Batch) -> str:
    without = f" There is none of {len(batch.skipped):,}." if batch.skipped else ""
    return f"{LABELS[batch.kind]}: {batch.count:,} in {batch.where}.{without}"
