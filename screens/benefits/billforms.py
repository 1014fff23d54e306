"""What is asked about invoices: which file of which carrier, where lists are written, why a credit is dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from hrtui.benefits.billing import service
from hrtui.benefits.billing.loading import Loaded
from hrtui.benefits.billing.model import Credit, Invoice
from hrtui.benefits.billing.months import read_month
from hrtui.benefits.plans import Carrier
from hrtui.errors import ImportFault
from hrtui.people.model import Done
from screens.base import HrScreen
from screens.text import shown
from screens.verbs import waited
from screens.widgets.fields import Choice, ChoiceField, TextField
from screens.widgets.form import FormScreen
from screens.widgets.paths import PathField, entries, path_of

TABLES = (".csv", ".tsv", ".txt", ".xlsx")
FAULTS = 3


def ask_invoice(screen: HrScreen, carriers: Sequence[Carrier], then: Callable[[Loaded], object]) -> None:
    """Ask for a carrier's file and take it in; what cannot be read is said in the form, with row and column."""
    ctx, made = screen.ctx, list[Loaded]()

    def load(values: Mapping[str, object]) -> None:
        said = str(values["month"] or "")
        month = read_month(said) if said else None
        loaded = service.load_invoice(ctx, str(values["carrier"]), path_of(values["file"]), month)
        if loaded.faults:
            raise ImportFault(_faults(loaded))
        made.append(loaded)

    def save(values: Mapping[str, object]) -> object:
        return waited(screen, lambda: load(values))

    def done(values: object) -> None:
        if values is not None and made:
            then(made[-1])

    fields = [
        _carrier(carriers),
        PathField(
            key="file", label="File", required=True, choices=partial(entries, endings=TABLES),
            help="CSV, TSV or XLSX as the carrier sent it; type a path, enter takes a folder",
        ),
        TextField(key="month", label="Month", help="such as 2026-11; empty: the one its lines name"),
    ]  # fmt: skip
    intro = ("The plan file says which column is what (docs/benefits.md).", "Nothing is kept of a file with a fault.")
    screen.app.push_screen(FormScreen("Load an invoice", fields, save, intro=intro), done)


def _carrier(carriers: Sequence[Carrier]) -> ChoiceField:
    choices = [Choice(each.name, each.label) for each in carriers]
    return ChoiceField(
        key="carrier",
        label="Carrier",
        required=True,
        choices=choices,
        initial=choices[0] if len(choices) == 1 else None,
    )


def _faults(loaded: Loaded) -> str:
    first = [
        f"row {each.row}, {each.column or 'the row'}: “{each.value}” {each.rule}." for each in loaded.faults[:FAULTS]
    ]
    left = len(loaded.faults) - len(first)
    more = [f"And {left:,} more; hrtui benefits invoice load prints all."] if left > 0 else []
    return " ".join([loaded.sentence, *first, *more])


def ask_send(screen: HrScreen, invoice: Invoice) -> None:
    """Ask where the list for the carrier is written, and write it with its letter."""
    ctx, made = screen.ctx, list[str]()

    def save(values: Mapping[str, object]) -> object:
        path = path_of(values["path"])
        return waited(screen, lambda: made.append(service.send_differences(ctx, invoice.id, path).sentence))

    def done(values: object) -> None:
        if values is not None and made:
            screen.shell.changed()
            screen.say(made[-1])

    stem = f"{invoice.carrier}-{invoice.month:%Y-%m}-differences"
    field = TextField(
        key="path",
        label="File",
        initial=f"{stem}.csv",
        required=True,
        limit=1_000,
        help="a new file; the letter ends in .txt",
    )
    intro = ("Both files are for you alone (0600); the trail says that they were written.",)
    screen.app.push_screen(FormScreen("List to send", [field], save, intro=intro), done)


def ask_census(screen: HrScreen, carriers: Sequence[Carrier]) -> None:
    """Ask for which carrier and where a census is written, and write it."""
    ctx, made = screen.ctx, list[str]()

    def save(values: Mapping[str, object]) -> object:
        carrier, path = str(values["carrier"]), path_of(values["path"])
        return waited(screen, lambda: made.append(service.census(ctx, carrier, path).sentence))

    def done(values: object) -> None:
        if values is not None and made:
            screen.shell.changed()
            screen.say(made[-1])

    able = [each for each in carriers if each.census]
    path = TextField(
        key="path", label="File", initial=f"census-{ctx.day}.csv", required=True, limit=1_000,
        help="a new file: .csv, .xlsx or .json",
    )  # fmt: skip
    intro = (f"Who is covered on {ctx.day}, in the columns of the plan file. Keep the file safe.",)
    screen.app.push_screen(FormScreen("Census", [_carrier(able), path], save, intro=intro), done)


def ask_drop(screen: HrScreen, credit: Credit, amount: str, then: Callable[[Done], object]) -> None:
    """Ask why a credit is not expected any more, and drop it."""
    ctx, made = screen.ctx, list[Done]()

    def save(values: Mapping[str, object]) -> object:
        reason = str(values["reason"] or "")
        return waited(screen, lambda: made.append(service.drop_credit(ctx, credit.id, reason)))

    def done(values: object) -> None:
        if values is not None and made:
            then(made[-1])

    field = TextField(key="reason", label="Reason", required=True, help="kept with the credit")
    intro = (f"{amount} of {shown(credit.name or credit.carrier)} by the invoice of {credit.month:%Y-%m}.",)
    screen.app.push_screen(FormScreen("Drop the credit", [field], save, intro=intro), done)
