"""What someone else changed while a form was open, and what to do about it: save on top, take theirs, or go back."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from screens.widgets.confirm import ConfirmPanel
from screens.widgets.dialog import Dialog, asked, offered

CHOICES = (
    "y saves yours on top of it.",
    "r reloads: the form takes what is stored; what you typed in other fields stays.",
    "n goes back to the form as you typed it.",
)


class Answer(StrEnum):
    """What is to be done."""

    ON_TOP = "on top"
    RELOAD = "reload"


class ClashDialog(Dialog[Answer | None]):
    """The changes, a line each, answered by `y`, `r` or `n`; escape goes back to the form, and nothing is saved.

    `choices` say what each answer does here; `reload` is what `r` is called.
    """

    def __init__(
        self,
        changes: Sequence[object],
        about: str = "this person",
        choices: Sequence[str] = CHOICES,
        reload: str = "Reload",
    ) -> None:
        sentence = f"Someone else changed {about} meanwhile."
        self.told = ConfirmPanel("Meanwhile", sentence, [*changes, *choices], "")
        keys = offered("yes", "reload", "no", "leave", yes="Save on top", reload=reload, no="Back", leave="Back")
        super().__init__(self.told, keys)

    async def pressed(self, key: str, character: str | None) -> bool:
        """Answer."""
        answers = {"yes": Answer.ON_TOP, "reload": Answer.RELOAD, "no": None, "leave": None}
        answer = asked(key.lower())
        if answer in answers:
            self.leave(answers[answer])
        return not key.startswith("ctrl+")
