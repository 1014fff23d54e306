"""The paper menu of a person: which paper, and whether it is written to a file or filed under their documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hrtui.benefits.papers import making
from hrtui.benefits.papers.model import LABELS, PaperKind
from screens.base import HrScreen
from screens.verbs import waited
from screens.widgets.fields import Choice, ChoiceField, FlagField, TextField
from screens.widgets.form import FormScreen
from screens.widgets.paths import path_of


def ask_paper(screen: HrScreen, number: str, name: str, kinds: Sequence[PaperKind] = tuple(PaperKind)) -> None:
    """Ask which paper of a person is made and where it goes, and make it; what stands in the way is said in the form."""
    ctx, said = screen.ctx, list[str]()
    choices = [Choice(kind.value, LABELS[kind]) for kind in kinds]

    def make(values: Mapping[str, object]) -> str:
        kind = PaperKind(str(values["kind"]))
        if values["file"]:
            return making.file(ctx, kind, number).sentence
        path = making.write(ctx, kind, number, path_of(values["path"] or "."))
        return f"{LABELS[kind]} of {number} is in {path}."

    def save(values: Mapping[str, object]) -> object:
        return waited(screen, lambda: said.append(make(values)))

    def done(values: object) -> None:
        if values is not None and said:
            screen.shell.changed()
            screen.say(said[-1])

    fields = [
        ChoiceField(key="kind", label="Paper", required=True, choices=choices, initial=choices[0] if len(choices) == 1 else None),
        FlagField(key="file", label="File it", initial=False),
        TextField(key="path", label="Or to a file", limit=1_000, help="a new PDF or a folder, for you alone; empty: a file of its name here"),
    ]  # fmt: skip
    at = "path" if len(choices) == 1 else ""
    screen.app.push_screen(FormScreen("Paper", fields, save, intro=(f"Of {name} ({number}).",), at=at), done)
