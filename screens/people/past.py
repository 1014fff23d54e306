"""The history of a person: every dated row, of the record and of what belongs to it, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hrtui.contacts.model import Contact, ContactKind, ContactList
from hrtui.documents.model import Document, DocumentList
from hrtui.payroll.items.model import PayItem, PayOrder, PayTerms
from hrtui.people.blaming import US
from hrtui.people.fact import Fact, by_key
from hrtui.people.fact import changes as fact_changes
from hrtui.people.model import Certificate, RowState, Tag
from hrtui.people.rules import STATE_WORDS, live, order, row_state, shown_rows
from screens.people.dated import STATE_TONES, Dated, View, changes, entered, reason, row_key, said_change, said_changes
from screens.people.deductions import called
from screens.text import Tone
from screens.widgets.sheet import Item

STATE_WIDTH = 7
UNSAID = ("slot", "active", "sha256", "size", "kind")
UNSAID_OF_TERMS = ("code", "number", "active", "supports_other", "arrears_12_weeks", "status", "dependents")
KINDS = {ContactKind.EMERGENCY: "someone to call", ContactKind.DEPENDENT: "dependent"}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the history: its day and its place within it, and what is said of it."""

    day: date
    id: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """What belongs to a person, with all that it was; None where it is not for the role."""

    contacts: ContactList | None = None
    documents: DocumentList | None = None
    terms: PayTerms | None = None
    benefits: tuple[Fact, ...] = ()


def history(view: View, past: Past) -> list[Item]:
    """Every row, newest first: its day and kind, how it stands, what made it, what it changed, who entered it."""
    record = view.record
    kinds: list[tuple[str, Sequence[Dated]]] = [("profile", record.profiles), ("job", record.jobs)]
    kinds += [*_certificates(record.certificates or ()), ("pay", record.pays or ())]
    lines = [_of_record(row, kind, rows, view) for kind, rows in kinds for row in rows]
    lines += [
        *_tags(record.tags, view),
        *_contacts(past.contacts, view),
        *_documents(past.documents, view),
        *_terms(past.terms, view),
        *_benefits(past.benefits, view),
    ]
    lines.sort(key=lambda line: (line.day, line.id), reverse=True)
    facts = [item for line in lines for item in line.items]
    if record.pays is None or record.pay_masked:
        said = "v shows them, and the trail notes it." if record.pay_masked else "Your roles do not show them."
        facts.append(Item("", f"Rows of pay are not listed. {said}", Tone.MUTED))
    return facts or [Item("", "Nothing is on file.")]


def _certificates(rows: Sequence[Certificate]) -> Iterator[tuple[str, Sequence[Dated]]]:
    """The certificates of each jurisdiction, which hold beside each other."""
    for name in sorted({row.jurisdiction for row in rows}):
        yield "W-4" if name == US else name[-STATE_WIDTH:], [row for row in rows if row.jurisdiction == name]


def _of_record(row: Dated, kind: str, rows: Sequence[Dated], view: View) -> Line:
    return _line(row, kind, reason(row), changes(row, rows, view), row_state(rows, row, view.today), view)


def _tags(rows: Iterable[Tag], view: View) -> Iterator[Line]:
    for name in sorted({row.name for row in rows}):
        same = shown_rows(row for row in rows if row.name == name)
        for row in same:
            yield _line(
                row, "tag", f"{name} {'put on' if row.on else 'taken off'}", "", row_state(same, row, view.today), view
            )


def _contacts(found: ContactList | None, view: View) -> Iterator[Line]:
    rows = found.rows if found is not None else ()
    for slot in sorted({row.slot for row in rows}):
        same = [row for row in rows if row.slot == slot]
        for row in same:
            title = f"{KINDS[row.kind]} {row.name} {_verb(row, same)}"
            said = said_changes(_before(row, same), row, UNSAID, view) if row.active else ""
            yield _line(row, "contact", title, said, row_state(same, row, view.today), view)


def _documents(found: DocumentList | None, view: View) -> Iterator[Line]:
    rows, kinds = found.rows if found is not None else (), view.config.kinds_of_documents
    for slot in sorted({row.slot for row in rows}):
        same = [row for row in rows if row.slot == slot]
        for row in same:
            title = f"{kinds[row.kind].label} “{row.title}” {_verb(row, same, 'filed', 'taken off')}"
            said = said_changes(_before(row, same), row, UNSAID, view) if row.active else ""
            yield _line(row, "file", title, said, row_state(same, row, view.today), view)


def _terms(found: PayTerms | None, view: View) -> Iterator[Line]:
    rows: list[PayItem | PayOrder] = [*(found.items or ()), *(found.orders or ())] if found is not None else []
    for kind, key in sorted({(type(row).__name__, row.key) for row in rows}):
        same = [row for row in rows if (type(row).__name__, row.key) == (kind, key)]
        for row in same:
            title = f"{called(row, view.config)} {_verb(row, same, last='stopped')}"
            said = said_changes(_before(row, same), row, UNSAID_OF_TERMS, view) if row.active else ""
            yield _line(
                row,
                "pay item" if isinstance(row, PayItem) else "order",
                title,
                said,
                row_state(same, row, view.today),
                view,
            )


def _benefits(facts: Iterable[Fact], view: View) -> Iterator[Line]:
    for same in by_key(facts).values():
        counting = live(same)
        for row in same:
            before = max((each for each in counting if order(each) < order(row)), key=order, default=None)
            through = f" until {row.until}" if row.until else ""
            said = "; ".join(said_change(each, before is None, view) for each in fact_changes(before, row))
            yield _line(row, "benefit", f"{row.action}{through}", said, row_state(same, row, view.today), view)


Belonging = Contact | Document | PayItem | PayOrder


def _before(row: Belonging, same: Sequence[Belonging]) -> Belonging | None:
    """The row of the same contact or document that another came after."""
    return max((each for each in same if order(each) < order(row)), key=order, default=None)


def _verb(row: Belonging, same: Sequence[Belonging], first: str = "added", last: str = "removed") -> str:
    if not row.active:
        return last
    return "changed" if _before(row, same) is not None else first


def _line(row: Dated | Tag | Belonging | Fact, kind: str, title: str, said: str, state: RowState, view: View) -> Line:
    items = [
        Item(
            f"{row.effective_from} {kind}", f"{STATE_WORDS[state]:<10} {title}", STATE_TONES[state], field=row_key(row)
        )
    ]
    if said:
        items.append(Item(" ", said, Tone.MUTED if state is RowState.RESCINDED else Tone.PLAIN))
    if row.stamp is not None:
        items.append(Item(" ", entered(row.stamp, view), Tone.MUTED))
    return Line(row.effective_from, row.stamp.id if row.stamp else 0, tuple(items))
