"""A form's draft: kept while it is typed, offered again, gone once saved."""

from __future__ import annotations

from hrtui.drafts import Drafts
from screens.base import HrScreen
from screens.drafting import Draft, with_draft
from screens.places import PLACES, Place
from screens.widgets.fields import SecretField, TextField
from screens.widgets.form import FormScreen, Values
from tests.ui.conftest import MakeApp, text, until

KNOWN = {**PLACES, "note": Place("tests.ui.test_drafting:Noting")}


class Noting(HrScreen):
    """Opens a form with a draft by `f`."""

    saved: Values | None = None

    @property
    def title_line(self) -> str:
        return "Noting"

    def key_f(self) -> None:
        with_draft(self, "note", "1042", self._open)

    def _open(self, draft: Draft) -> None:
        fields = (TextField(key="note", label="Note"), SecretField(key="ssn", label="SSN"))

        def closed(values: Values | None) -> None:
            self.saved = values
            draft.forget()

        self.app.push_screen(FormScreen("Note", fields, on_change=draft.keep, typed=draft.typed), closed)


async def test_what_is_typed_is_offered_again_until_it_is_saved(hr_app: MakeApp) -> None:
    app = hr_app(address="note", known=KNOWN)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press(*"raise", "tab", *"123456789")
        drafts = Drafts("alice", str(app.opened.config.store_path) if app.opened else "")
        await until(pilot, lambda: drafts.load("note", "1042") == {"note": "raise"})
        app.pop_screen()
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and "raise" in text(app))
        assert "123456789" not in text(app)
        await pilot.press("ctrl+q")
        assert "Note is not saved." in text(app)
        await pilot.press("escape", "tab", *"123-45-6789", "enter")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen))
        await until(pilot, lambda: drafts.load("note", "1042") == {})
