"""From a row of text to what it says of a person, with every value that breaks a rule named: pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from hrtui.errors import ImportFault, RuleBroken
from hrtui.exchange.guess import ADDED, lacking
from hrtui.exchange.mapping import CUSTOM, column_key, columns_of
from hrtui.exchange.model import TARGETS, Fault, FileMapping, Incoming, Match, Options, RawRow
from hrtui.exchange.readers import FullName, ReadCell, Reading, ShortYear, born, full_key, name_key, reader_of, tidy
from hrtui.money import Money
from hrtui.people import checks
from hrtui.people.model import Basis, EmploymentType, Flsa, Status
from hrtui.text import clean, fold, listed

REQUIRED = (*(target.name for target in TARGETS if target.required), "last_name")
ERASABLE = ("email", "phone", "street", "city", "state", "postal_code", "birth_date", "sex", "location", "manager")
DECISIVE = {"status", "terminated"}  # without these a row would say something else than the file
ENUMS: Mapping[str, Callable[[str], object]] = {"status": Status, "type": EmploymentType, "flsa": Flsa, "basis": Basis}
SHOWN_VALUE = 200


ReadText = Callable[[str], str]
Label = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Bound:
    field: str
    label: str
    columns: tuple[int, ...]
    constant: str | None
    default: str
    empty: frozenset[str]
    read: ReadCell


@dataclass(slots=True)
class RowReader:
    """A mapping bound to the header of one file: reads its rows one by one."""

    header: tuple[str, ...]
    bound: tuple[_Bound, ...]
    reading: Reading
    extra: Mapping[str, ReadText] = field(default_factory=dict)
    key: tuple[str, ...] = ("number",)
    erase: bool = False

    def read(self, raw: RawRow) -> tuple[Incoming | None, list[Fault]]:
        """What a row says, or None where it cannot be taken, and its faults."""
        if raw.problem:
            return None, [Fault(raw.row, "", shown(" ".join(raw.cells)), raw.problem)]
        values: dict[str, object] = {}
        faults: list[Fault] = []
        for bound in self.bound:
            self._read_cell(raw, bound, values, faults)
        _unfold_names(values)
        for name, problem in _judged(values, self.reading):
            del values[name]
            faults.append(self._fault(raw, name, str(problem)))
        told = {fault.column for fault in faults}
        missing = [name for name in self.key if values.get(name) is None and self.label(name) not in told]
        faults += [self._fault(raw, name, _missing(name)) for name in missing]
        if missing or any(self._decides(fault.column) for fault in faults):
            return None, faults
        try:
            return self._made(raw, values), [
                replace(fault, taken=True) for fault in faults
            ]  # the rest of the row goes in
        except RuleBroken as problem:
            return None, [*faults, self._fault(raw, problem.field, str(problem))]

    def _read_cell(self, raw: RawRow, bound: _Bound, values: dict[str, object], faults: list[Fault]) -> None:
        if bound.constant is not None:
            text = bound.constant
        elif len(bound.columns) == 1:
            text = tidy(raw.cells[bound.columns[0]])
        else:
            text = " ".join(tidy(raw.cells[at]) for at in bound.columns).strip()
        if bound.empty and fold(text) in bound.empty:
            text = ""
        text = text or bound.default
        if not text:
            if self.erase and bound.columns and (bound.field in ERASABLE or bound.field.startswith(CUSTOM)):
                values.setdefault("erased", []).append(bound.field)  # type: ignore[attr-defined]
            return
        try:
            value = bound.read(text)
            further = self.extra.get(bound.field)
            values[bound.field] = further(str(value)) if further else value
        except RuleBroken as problem:
            fault = Fault(raw.row, bound.label, shown(text), str(problem))
            if fault not in faults:
                faults.append(fault)

    def _made(self, raw: RawRow, values: dict[str, object]) -> Incoming:
        custom = {name.removeprefix(CUSTOM): str(values.pop(name)) for name in list(values) if name.startswith(CUSTOM)}
        for name, made in ENUMS.items():
            if name in values:
                values[name] = made(str(values[name]))
        values["erased"] = tuple(values.get("erased", ()))  # type: ignore[arg-type]
        incoming = Incoming(row=raw.row, custom=custom, **values)  # type: ignore[arg-type]  # readers give each field its type
        return check_employment(incoming)

    def _fault(self, raw: RawRow, name: str, rule: str) -> Fault:
        columns = next((bound.columns for bound in self.bound if bound.field == self._mapped(name)), ())
        return Fault(raw.row, self.label(name), shown(" ".join(raw.cells[at] for at in columns)), rule)

    def _mapped(self, name: str) -> str:
        """The field of the mapping that fills a field: names may come out of one column."""
        fields = {bound.field for bound in self.bound}
        return "name" if name in ("first_name", "last_name") and name not in fields else name

    def label(self, name: str) -> str:
        """What the file calls a field: its columns, or the field's own name where it has none."""
        wanted = self._mapped(name)
        return next((bound.label for bound in self.bound if bound.field == wanted), name)

    def _decides(self, label: str) -> bool:
        decisive = DECISIVE | set(self.key) | {*REQUIRED, "name"}
        return any(bound.label == label and bound.field in decisive for bound in self.bound)

    def lacks(self, row: Incoming) -> list[Fault]:
        """What a new person would need and the row does not say."""
        names = [name for name in REQUIRED if not getattr(row, name)]
        return [Fault(row.row, self.label(name), "", _missing(name)) for name in names]

    def fixed(self, raw: RawRow, new: Mapping[int, str]) -> RawRow:
        """A row with cells corrected by place; where all of them are, it no longer matters how it came apart."""
        cells = list(raw.cells[: len(self.header)]) + [""] * (len(self.header) - len(raw.cells))
        for at, text in new.items():
            cells[at] = text
        problem = "" if len(new) == len(self.header) else raw.problem
        return RawRow(raw.row, raw.cells if problem else tuple(cells), problem)


def _missing(name: str) -> str:
    return f"is missing; a person needs a {name.replace('_', ' ')}"


KEYS = {Match.NUMBER: ("number",), Match.EMAIL: ("email",), Match.NAME_BIRTH: ("last_name", "birth_date")}


def bind(
    mapping: FileMapping,
    header: Sequence[str],
    reading: Reading,
    extra: Mapping[str, ReadText] | None = None,
    options: Options = Options(),  # noqa: B008 - frozen
) -> RowReader:
    """Bind a mapping to a header. `extra` reads further, by field, what the configuration knows: custom fields, pay groups.

    Custom fields that are not configured are passed over. Raises ImportFault where the header repeats a name or lacks a
    column of a required field.
    """
    at = _places(header)
    bound = []
    for source in mapping.sources:
        columns = tuple(at[column_key(name)] for name in source.columns if column_key(name) in at)
        if (source.constant is None and not columns) or unknown_custom(source.target, extra or {}):
            continue
        label = " + ".join(header[column] for column in columns) or source.target
        bound.append(
            _Bound(
                source.target,
                label,
                columns,
                source.constant,
                source.default,
                source.empty,
                _remembering(reader_of(source, reading)),
            )
        )
    _check_columns(mapping, lacking(mapping, header, options))
    return RowReader(tuple(header), tuple(bound), reading, extra or {}, KEYS[options.match], options.erase)


def unknown_custom(target: str, extra: Mapping[str, ReadText]) -> bool:
    """Whether a field is one of the company's own that the configuration does not have."""
    return target.startswith(CUSTOM) and target not in extra


def _remembering(read: ReadCell) -> ReadCell:
    return lru_cache(maxsize=4096)(read)


def _places(header: Sequence[str]) -> dict[str, int]:
    at: dict[str, int] = {}
    for index, name in enumerate(header):
        key = column_key(name)
        if key and key in at:
            raise ImportFault(
                f"Two columns are called {clean(name, limit=60)} (the {at[key] + 1}. and the {index + 1}.); rename one of them."
            )
        at.setdefault(key, index)
    return at


def _check_columns(mapping: FileMapping, lacks: Sequence[str]) -> None:
    if lacks:
        columns = {source.target: " + ".join(source.columns) for source in mapping.sources}
        wanted = [columns.get(name) or columns.get("name", name) for name in lacks]
        raise ImportFault(
            f"The file has no column {listed(wanted, 'and')}, which the mapping {mapping.name} needs; add it, say which column it "
            "is (--set COLUMN=FIELD, or in the studio), or give another mapping with --map FILE."
        )


def unused_columns(mapping: FileMapping, header: Sequence[str]) -> tuple[str, ...]:
    """The columns of a file that its mapping says nothing about."""
    known = {column_key(name) for name in (*columns_of(mapping), *ADDED)}
    return tuple(clean(name, limit=60) for name in header if column_key(name) and column_key(name) not in known)


def _unfold_names(values: dict[str, object]) -> None:
    full = values.pop("name", None)
    if isinstance(full, FullName):
        values.setdefault("last_name", full.last)
        values.setdefault("first_name", full.first)
    if values.get("status") == Status.STARTING:
        del values["status"]


def _judged(values: dict[str, object], reading: Reading) -> Iterator[tuple[str, RuleBroken]]:
    """The values that read well but cannot be, with why; what people may enter by hand holds here too."""
    for name, check in _CHECKS.items():
        if name in values:
            try:
                check(values[name], values, reading)
            except RuleBroken as problem:
                yield name, problem


def _check_day(value: object, _values: dict[str, object], reading: Reading) -> None:
    if isinstance(value, date):
        checks.day(value, "", reading.today)


def _check_rate(value: object, values: dict[str, object], reading: Reading) -> None:
    if isinstance(value, Money):
        checks.rate(value, Basis(str(values.get("basis", Basis.ANNUAL))), reading.currency)


def _check_hours(value: object, _values: dict[str, object], _reading: Reading) -> None:
    if isinstance(value, Decimal):
        checks.hours(None, value)


def _check_fte(value: object, _values: dict[str, object], _reading: Reading) -> None:
    if isinstance(value, Decimal):
        checks.hours(value, None)


def _check_birth(value: object, values: dict[str, object], reading: Reading) -> None:
    hired = values.get("hired")
    first = hired if isinstance(hired, date) else None
    if isinstance(value, date | ShortYear):
        values["birth_date"] = checks.birth(born(value, first or reading.today), reading.today, first)


_CHECKS: Mapping[str, Callable[[object, dict[str, object], Reading], None]] = {
    "hired": _check_day,
    "terminated": _check_day,
    "changes_from": _check_day,
    "birth_date": _check_birth,
    "rate": _check_rate,
    "fte": _check_fte,
    "standard_hours": _check_hours,
}


def check_employment(incoming: Incoming) -> Incoming:
    """The row, where its status and days agree; raise RuleBroken, naming the field, where they do not."""
    if incoming.terminated and incoming.hired and incoming.terminated < incoming.hired:
        raise RuleBroken(f"is before the first day, {incoming.hired}", "terminated")
    if incoming.status is Status.TERMINATED and incoming.terminated is None:
        raise RuleBroken("says terminated, but the row has no last day", "status")
    if incoming.status in (Status.ACTIVE, Status.LEAVE) and incoming.terminated is not None:
        raise RuleBroken(f"says {incoming.status}, but the row has a last day, {incoming.terminated}", "status")
    return incoming


def shown(value: str) -> str:
    """A value of the file as a fault shows it: no control characters, not endless."""
    return clean(value, limit=SHOWN_VALUE)


@dataclass(slots=True)
class Agreement:
    """Watches pairs of columns in which one value of the first should always go with one of the second."""

    pairs: tuple[tuple[int, int, str, str], ...]
    seen: dict[int, dict[str, Counter[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Counter)))
    rows: list[tuple[int, int, str, str]] = field(default_factory=list)

    def watch(self, raw: RawRow) -> None:
        """Take note of a row's pairs; empty values are no disagreement."""
        for index, (first, second, *_) in enumerate(self.pairs):
            one, other = (tidy(raw.cells[at]) for at in (first, second))
            counts = self.seen[index][one]
            if one and other:
                counts[other] += 1
                self.rows.append((raw.row, index, one, other))

    def faults(self) -> list[Fault]:
        """A fault for each row that disagrees with the most frequent pair."""
        out = []
        for row, index, one, other in self.rows:
            counts = self.seen[index][one]
            usual, times = counts.most_common(1)[0]
            if other != usual:
                label, column = self.pairs[index][2], self.pairs[index][3]
                rule = f"{label} {shown(one)} goes with {shown(usual)} in {times} other rows; {label} was taken, this is not stored"
                out.append(Fault(row, column, shown(other), rule, taken=True))
        return out


def agreement(mapping: FileMapping, header: Sequence[str]) -> Agreement:
    """The watch over the column pairs of a mapping that the file has."""
    at = _places(header)
    return Agreement(
        tuple(
            (at[column_key(first)], at[column_key(second)], first, second)
            for first, second in mapping.agree.items()
            if column_key(first) in at and column_key(second) in at
        )
    )


def names_index(people: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Numbers by comparable name, with initials and without, out of (number, name)."""
    index: dict[str, set[str]] = defaultdict(set)
    for number, name in people:
        index[f"={full_key(name)}"].add(number)
        index[name_key(name)].add(number)
    return index
