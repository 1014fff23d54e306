"""The forms of the import studio: how a file is read, a cell corrected, a column's field, a value for every row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from hrtui.exchange.mapping import CUSTOM
from hrtui.exchange.model import DATES, DECIMALS, DELIMITERS, ENCODINGS, QUOTES, TARGETS, Look, Match, Mode, Options
from screens.people.import_report import labelled
from screens.text import shown
from screens.widgets.fields import Choice, ChoiceField, Field, FlagField, TextField
from screens.widgets.form import FormScreen, Values
from screens.widgets.menu import Menu, MenuItem

FOUND = "as found"
MATCHES = {Match.NUMBER: "number", Match.EMAIL: "e-mail address", Match.NAME_BIRTH: "name and birth date"}
MODES = {Mode.BOTH: "new people and changes", Mode.INSERT: "new people only", Mode.UPDATE: "changes only"}
Keep = Callable[[dict[str, str]], None]
LEAVE_OUT = "ignore"


def settings_form(options: Options, found: str) -> FormScreen:
    """How the file is read, by what people are matched, and which rows go in; what is detected is kept unless overruled."""
    fields = [
        _choice("match", "Match people by", MATCHES, options.match),
        _choice("mode", "Take in", MODES, options.mode),
        _overruled("encoding", "Encoding", {name: name for name in ENCODINGS}, options.encoding),
        _overruled("delimiter", "Separator", {name: name for name in DELIMITERS}, options.delimiter),
        _overruled("quote", "Quotes", {name: name for name in QUOTES}, options.quote),
        _overruled("dates", "Days", {name: name for name in DATES}, options.dates),
        _overruled("decimals", "Decimals", DECIMALS, options.decimals),
        FlagField(
            key="erase", label="Empty cells erase", initial=options.erase, help="else an empty cell says nothing"
        ),
    ]
    return FormScreen("How it is read", fields, intro=(f"Found: {found}.",), does="Read")


def _choice(key: str, label: str, choices: dict[Match, str] | dict[Mode, str], now: Match | Mode) -> Field:
    offered = [Choice(value, text) for value, text in choices.items()]
    return ChoiceField(
        key=key,
        label=label,
        required=True,
        choices=offered,
        initial=next(each for each in offered if each.value == now),
    )


def _overruled(key: str, label: str, choices: dict[str, str], now: str) -> Field:
    offered = [Choice("", FOUND), *(Choice(value, text) for value, text in choices.items())]
    return ChoiceField(
        key=key, label=label, choices=offered, initial=next(each for each in offered if each.value == now)
    )


def with_settings(options: Options, values: Values) -> Options:
    """The options as the form has them."""
    said = [str(values[name] or "") for name in ("encoding", "delimiter", "quote", "dates", "decimals")]
    match, mode, erase = Match(str(values["match"])), Mode(str(values["mode"])), bool(values["erase"])
    return Options(match, mode, erase, said[0], said[1], said[2], said[3], said[4], options.sets, options.fixes)


def field_menu(column: str, samples: Sequence[str], custom: Sequence[tuple[str, str]]) -> Menu:
    """Which field a column is, found by typing; the company's own fields last."""
    items = [MenuItem(LEAVE_OUT, "Leave out", "the column is not taken in")]
    items += [MenuItem(target.name, labelled(target.name), target.help) for target in TARGETS]
    items += [MenuItem(CUSTOM + name, label, "a field of your own") for name, label in custom]
    values = f": {' | '.join(samples)}" if samples else ""
    return Menu(f"{shown(column)}{shown(values)}"[:70], items)


def days_form(look: Look, formats: Sequence[str], decimals: str) -> FormScreen:
    """How one column's days or numbers are written."""
    fields: list[Field] = [
        TextField(
            key="formats", label="Days", initial=", ".join(formats),
            help="such as m/d/yyyy, d.m.yy or d mon yyyy; several are apart by commas",
        ),
        _overruled("decimals", "Decimals", DECIMALS, decimals),
    ]  # fmt: skip
    found = look.dates or DECIMALS.get(look.decimals, look.decimals) or look.kind
    intro = f"Found: {found}. {' | '.join(look.samples)}"
    return FormScreen(f"How {shown(look.name)} is read", fields, intro=(intro,), does="Read")


def constant_form(custom: Sequence[tuple[str, str]], check: Callable[[Values], object]) -> FormScreen:
    """One value for a field of every row."""
    targets = [Choice(target.name, labelled(target.name)) for target in TARGETS]
    targets += [Choice(CUSTOM + name, label) for name, label in custom]
    fields = [
        ChoiceField(key="field", label="Field", required=True, choices=targets, help="which field"),
        TextField(key="value", label="Value", help="the same in every row; empty takes the value away"),
    ]
    return FormScreen("One value for all", fields, submit=check, does="Read")


def fix_form(
    column: str,
    row: int,
    value: str,
    rule: str,
    check: Callable[[str], str | None],
    keep: Keep | None = None,
    typed: Mapping[str, str] | None = None,
) -> FormScreen:
    """A cell corrected: read at once by the same rule as the file; `keep` gets what is typed, `typed` offers it again."""
    fields: list[Field] = [
        TextField(
            key="value", label=shown(column), initial=shown(value), limit=1_000, check=check, help="the corrected value"
        ),
        FlagField(
            key="every", label="Everywhere", help=f"for every cell of the column that says “{shown(value)[:30]}”"
        ),
    ]
    intro = (f"Row {row}: {rule}",) if rule else (f"Row {row}",)
    return FormScreen(f"Correct {shown(column)}", fields, intro=intro, on_change=keep, typed=typed, does="Correct")


def row_form(
    header: Sequence[str],
    cells: Sequence[str],
    row: int,
    rule: str,
    keep: Keep | None = None,
    typed: Mapping[str, str] | None = None,
) -> FormScreen:
    """A whole row corrected whose cells cannot be told apart; `keep` and `typed` as for a cell."""
    filled = [*cells, *[""] * len(header)]
    fields = [
        TextField(key=str(at), label=shown(name), initial=shown(filled[at]), limit=1_000)
        for at, name in enumerate(header)
    ]
    return FormScreen(f"Correct row {row}", fields, intro=(rule,), on_change=keep, typed=typed, does="Correct")
