"""How contacts and documents of a person are added, changed, taken out and removed; imported when the first form opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hrtui.access.model import Field as Sensitive
from hrtui.access.model import Sight
from hrtui.access.rules import sight
from hrtui.config import DocumentKind
from hrtui.contacts import rules as contact_rules
from hrtui.contacts import service as contacts
from hrtui.contacts.model import RELATIONS, Contact, ContactChange, ContactKind
from hrtui.documents import service as documents
from hrtui.documents.model import Document, DocumentChange, NewDocument, Taken
from hrtui.people.model import Done
from screens.people import forms
from screens.people.filling import with_stored
from screens.saving import Filled
from screens.verbs import waited
from screens.widgets.confirm import Confirm
from screens.widgets.fields import Choice, ChoiceField, Field, TextField
from screens.widgets.form import FormScreen
from screens.widgets.paths import PathField, ask_path, entries, path_of

if TYPE_CHECKING:
    from screens.people.acts import PersonActs

Values = Mapping[str, Any]
CONTACT, DOCUMENT = contacts.CHANGE, documents.CHANGE
TEXTS = (("first_name", "First name", "as you would ask for them"), ("last_name", "Last name", ""))
MORE = (("phone", "Phone", "to be called on"), ("email", "E-mail", ""), ("address", "Address", "on one line"))
LABELS = {ContactKind.EMERGENCY: "Someone to call", ContactKind.DEPENDENT: "Dependent"}
REMOVE = "remove"


# -- contacts


def add_contact(acts: PersonActs) -> None:
    """Add someone to call, or a dependent."""
    make, shown = forms.Maker(acts.ctx), _birth_shown(acts)

    def made(number: str) -> Filled:
        def use(values: Values, expected: int | None) -> Done:
            return contacts.add(acts.ctx, number, contact_value(values), expected=expected)

        return Filled(contact_fields(make, None, shown), use)

    with_stored(acts, CONTACT, lambda number: number, made, f"Add a contact of {acts.person()}")


def edit_contact(acts: PersonActs, slot: int) -> None:
    """Change a contact; a birth date that is masked is revealed by the form, and that is noted."""
    make, shown, person = forms.Maker(acts.ctx), _birth_shown(acts), acts.subject()

    def read(number: str) -> Contact:
        return contact_rules.counting(contacts.contacts(acts.ctx, number, reveal=shown).rows, slot, make.today)

    def made(held: Contact) -> Filled:
        def use(values: Values, expected: int | None) -> Done:
            return contacts.change(acts.ctx, person, slot, contact_change(values, held), expected=expected)

        return Filled(contact_fields(make, held, shown), use)

    with_stored(acts, f"{CONTACT}.{slot}", read, made, lambda held: f"Edit {held.name}")


def remove_contact(acts: PersonActs, slot: int) -> None:
    """Remove a contact from today, after the word was typed."""
    number = acts.subject()
    _ask(acts, "Remove this contact from today?", lambda: contacts.remove(acts.ctx, number, slot))


def _birth_shown(acts: PersonActs) -> bool:
    return sight(acts.ctx.actor, Sensitive.BIRTH) is not Sight.HIDDEN


def contact_fields(make: forms.Maker, held: Contact | None, birth_shown: bool) -> list[Field]:
    """Who it is and how to reach them; a birth date that is hidden is not asked, so it cannot be written over."""

    def text(key: str, label: str, help: str) -> Field:
        return TextField(key=key, label=label, initial=getattr(held, key) if held else "", help=help)

    kinds = [Choice(kind, label) for kind, label in LABELS.items()]
    first = next((kind for kind in kinds if held is not None and kind.value is held.kind), kinds[0])
    fields: list[Field] = [
        ChoiceField(key="kind", label="For what", choices=kinds, initial=first, required=True, help="someone to call, or a dependent"),
        *(text(*each) for each in TEXTS),
        ChoiceField(key="relation", label="Relation", choices=RELATIONS, initial=(held.relation or None) if held else None, free=True,
                    help="what they are to the person: spouse, child, friend"),
        *(text(*each) for each in MORE),
    ]  # fmt: skip
    if birth_shown:
        born = held.birth_date if held else None
        fields.append(make.day("birth_date", "Birth date", born, "sensitive; of dependents", required=False))
    fields += [text("sex", "Sex", ""), text("note", "Note", "for example when to call")]
    return [*fields, make.day("effective_from", "From", make.today, "the first day it holds")]


def contact_value(values: Values) -> Contact:
    """The contact that a filled-in form means."""
    return Contact(**_typed(values))


def contact_change(values: Values, held: Contact) -> ContactChange:
    """The change that a filled-in form means: only what differs from the contact it started from."""
    typed = _typed(values)
    kept = {key: value for key, value in typed.items() if key == "effective_from" or getattr(held, key) != value}
    emptied = kept.get("birth_date", "") is None
    return ContactChange(**kept, no_birth_date=emptied)


def _typed(values: Values) -> dict[str, Any]:
    """What was typed; an empty text is one."""
    return {key: "" if value is None and key != "birth_date" else value for key, value in values.items()}


# -- documents


def add_document(acts: PersonActs) -> None:
    """File a copy of a file."""
    make, number = forms.Maker(acts.ctx), acts.subject()

    def made(kinds: tuple[DocumentKind, ...]) -> Filled:
        fields: list[Field] = [
            PathField(key="file", label="File", required=True, choices=entries, help="a path; enter takes a folder. A copy is kept"),
            ChoiceField(key="kind", label="Kind", required=True, choices=[Choice(kind.name, kind.label) for kind in kinds],
                        help="who may see it, and how long it is kept, goes by its kind"),
            TextField(key="title", label="Title", help="empty: the file's name"),
            make.day("expires", "Expires", None, "where it does", required=False),
        ]  # fmt: skip

        def use(values: Values, expected: int | None) -> Done:
            wanted = NewDocument(path_of(values["file"]), values["kind"], values["title"], values["expires"])
            return documents.add(acts.ctx, number, wanted, expected=expected)

        return Filled(fields, use)

    title = f"File a document of {acts.person()}"
    with_stored(acts, DOCUMENT, lambda number: documents.kinds(acts.ctx, number), made, title)


def edit_document(acts: PersonActs, held: Document) -> None:
    """Change title and expiry of a document."""
    make, person = forms.Maker(acts.ctx), acts.subject()

    def read(number: str) -> Document:
        return documents.document(acts.ctx, number, held.slot)

    def made(held: Document) -> Filled:
        fields: list[Field] = [
            TextField(key="title", label="Title", initial=held.title, required=True),
            make.day("expires", "Expires", held.expires, "where it does", required=False),
        ]

        def use(values: Values, expected: int | None) -> Done:
            title = values["title"] if values["title"] != held.title else None
            expires = values["expires"]
            emptied = expires is None and held.expires is not None
            change = DocumentChange(title, expires if expires != held.expires else None, emptied)
            return documents.change(acts.ctx, person, held.slot, change, expected=expected)

        return Filled(fields, use)

    with_stored(acts, f"{DOCUMENT}.{held.slot}", read, made, lambda held: f"Edit “{held.title}”")


def export_document(acts: PersonActs, held: Document) -> None:
    """Take a document out to a new file."""
    number, taken = acts.subject(), list[Taken]()

    def write(path: Path) -> Any:
        return waited(
            acts, lambda: taken.append(documents.export(acts.ctx, number, held.slot, path, sha256=held.sha256))
        )

    def closed(values: object) -> None:
        if values is not None and taken:
            acts.say(f"Written to {taken[-1].file}.")

    form: FormScreen = ask_path(f"Take out “{held.title}”", held.file_name, write, "A file of its own, for you alone.")
    acts.app.push_screen(form, closed)


def remove_document(acts: PersonActs, held: Document) -> None:
    """Take a document off the record, after the word was typed."""
    number = acts.subject()
    sentence = f"Take “{held.title}” off the record?"
    use = partial(documents.remove, acts.ctx, number, held.slot, sha256=held.sha256)
    _ask(acts, sentence, use, "The file stays in the store.")


def _ask(acts: PersonActs, sentence: str, use: Callable[[], Done], *details: str) -> None:
    def answered(sure: bool | None) -> None:
        if sure:
            acts.work_on(use, acts.tell_done)

    acts.app.push_screen(Confirm(sentence, [*details, "u undoes it."], word=REMOVE, title="Remove"), answered)
