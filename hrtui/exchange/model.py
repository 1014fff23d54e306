"""Values of an import: what a mapping says, what a row gives, what became of it, and what was wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from hrtui.audit.model import Change
from hrtui.errors import ImportFault
from hrtui.exchange.sheet import DATES as DATES
from hrtui.exchange.sheet import DECIMALS as DECIMALS
from hrtui.exchange.sheet import DELIMITERS as DELIMITERS
from hrtui.exchange.sheet import ENCODINGS as ENCODINGS
from hrtui.exchange.sheet import QUOTES as QUOTES
from hrtui.exchange.sheet import UNIT as UNIT
from hrtui.exchange.sheet import Dialect as Dialect
from hrtui.exchange.sheet import Look as Look
from hrtui.exchange.sheet import RawRow as RawRow
from hrtui.exchange.sheet import Sheet as Sheet
from hrtui.money import Money
from hrtui.people.model import Basis, EmploymentType, Flsa, Job, Pay, Profile, Status


class Reader(StrEnum):
    """How the text of a cell becomes a value."""

    TEXT = "text"
    CODE = "code"
    EMAIL = "email"
    LAST_FIRST = "last_first"
    FIRST_LAST = "first_last"
    PERSON = "person"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"
    POSTAL_CODE = "postal_code"


@dataclass(frozen=True, slots=True)
class Target:
    """A field an import can fill: its usual reader, its choices, whether a row without it is refused, a sentence for help."""

    name: str
    reader: Reader
    help: str
    required: bool = False
    choices: tuple[str, ...] = ()


TARGETS = (
    Target("number", Reader.CODE, "the number a person keeps for good; rows are matched by it", True),
    Target("name", Reader.LAST_FIRST, "first and last name in one column (or map first_name and last_name)"),
    Target("first_name", Reader.TEXT, "first and middle names"),
    Target("last_name", Reader.TEXT, "last name"),
    Target("email", Reader.EMAIL, "e-mail address at work"),
    Target("phone", Reader.TEXT, "telephone number"),
    Target("street", Reader.TEXT, "street of the home address"),
    Target("city", Reader.TEXT, "city of the home address"),
    Target("state", Reader.TEXT, "state of the home address"),
    Target("postal_code", Reader.POSTAL_CODE, "postal code; lost leading zeros are put back for US codes"),
    Target("birth_date", Reader.DATE, "date of birth"),
    Target("sex", Reader.TEXT, "sex, where the law asks for statistics"),
    Target("hired", Reader.DATE, "first day of the employment", True),
    Target("title", Reader.TEXT, "job title", True),
    Target("department", Reader.TEXT, "department", True),
    Target("location", Reader.TEXT, "place of work"),
    Target("manager", Reader.PERSON, "manager, by number or by name in either order"),
    Target("type", Reader.CHOICE, "kind of employment", choices=tuple(EmploymentType)),
    Target("flsa", Reader.CHOICE, "whether overtime is owed", choices=tuple(Flsa)),
    Target("fte", Reader.NUMBER, "share of full time, such as 0.5"),
    Target("standard_hours", Reader.NUMBER, "hours of a usual week"),
    Target("cost_centre", Reader.TEXT, "cost centre"),
    Target("grade", Reader.TEXT, "grade"),
    Target("position", Reader.TEXT, "number of the position held; it has to be open and to have a free seat"),
    Target("status", Reader.CHOICE, "status today", choices=tuple(Status)),
    Target("terminated", Reader.DATE, "last day worked"),
    Target("reason", Reader.TEXT, "why the employment ended"),
    Target("voluntary", Reader.FLAG, "whether the person left by their own wish"),
    Target("rate", Reader.MONEY, "pay per year or per hour"),
    Target("basis", Reader.CHOICE, "what the pay is per", choices=tuple(Basis)),
    Target("pay_group", Reader.TEXT, "pay group of the configuration; the only one when there is one"),
    Target("changes_from", Reader.DATE, "day from which changed values hold for people on file; the day of the import when empty"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """Where a field comes from: columns (joined by a space) or a constant, and how the text is read.

    `two_digit_years` is `birth` (the latest century that makes the person 14 at hire), `past`, or the last year of
    this century as two digits; empty refuses them. `empty` lists values that mean nothing; `default` replaces them.
    `decimals` is one of `DECIMALS`, or empty for what the column shows, else the company's own way.
    """

    target: str
    reader: Reader
    columns: tuple[str, ...] = ()
    constant: str | None = None
    default: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    two_digit_years: str = ""
    empty: frozenset[str] = frozenset()
    decimals: str = ""


@dataclass(frozen=True, slots=True)
class FileMapping:
    """How the columns of a kind of file become fields. `match` are the columns it is recognised by; `agree` pairs
    columns where one value of the first should always go with one of the second; `ignore` gives reasons by column."""

    name: str
    title: str
    sources: tuple[Source, ...]
    match: tuple[str, ...] = ()
    ignore: Mapping[str, str] = field(default_factory=dict)
    agree: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """What was not taken: the row, column and value of the file, and the rule it breaks. `taken`: the rest of the row was."""

    row: int
    column: str
    value: str
    rule: str
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a row says of a person; None for what it does not say.

    `manager` is as written until managers are resolved; then a number, or empty with `manager_name` for nobody on file.
    `erased` names the fields whose cells are empty where empty cells are to erase.
    """

    row: int
    number: str = ""
    hired: date | None = None
    title: str | None = None
    department: str | None = None
    last_name: str | None = None
    first_name: str | None = None
    email: str | None = None
    phone: str | None = None
    street: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    birth_date: date | None = None
    sex: str | None = None
    custom: Mapping[str, str] = field(default_factory=dict)
    location: str | None = None
    manager: str | None = None
    manager_name: str = ""
    type: EmploymentType | None = None
    flsa: Flsa | None = None
    fte: Decimal | None = None
    standard_hours: Decimal | None = None
    cost_centre: str | None = None
    grade: str | None = None
    position: str | None = None
    status: Status | None = None
    terminated: date | None = None
    reason: str | None = None
    voluntary: bool | None = None
    rate: Money | None = None
    basis: Basis | None = None
    pay_group: str | None = None
    changes_from: date | None = None
    erased: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OnFile:
    """The live rows of a person who is in the store already, oldest first."""

    number: str
    profiles: tuple[Profile, ...]
    jobs: tuple[Job, ...]
    pays: tuple[Pay, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows an import will write for one person; `new` where the person has no employment on file.

    `told` is what the trail will say of them, packed by `exchange.changes.pack`: it is unpacked when it is written.
    """

    row: int
    number: str
    name: str
    new: bool
    profile: Profile | None = None
    jobs: tuple[Job, ...] = ()
    pay: Pay | None = None
    changes: tuple[Change, ...] = ()
    told: str = ""


class Match(StrEnum):
    """By what the people of a file are found on file."""

    NUMBER = "number"
    EMAIL = "email"
    NAME_BIRTH = "name-birth"


class Mode(StrEnum):
    """Whom an import takes in: new people, those on file, or both."""

    BOTH = "both"
    INSERT = "insert"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Fix:
    """A cell corrected by hand: of one row, or, without one, every cell of the column that has the old text."""

    column: str
    old: str
    new: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Options:
    """What the person decides over what is detected and mapped; empty texts leave it to detection.

    `sets` are (column, field) pairs on top of the mapping, `ignore` for a field that is none. `erase`: an empty cell
    erases what is on file.
    """

    match: Match = Match.NUMBER
    mode: Mode = Mode.BOTH
    erase: bool = False
    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    dates: str = ""
    decimals: str = ""
    sets: tuple[tuple[str, str], ...] = ()
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken: its cells as they stand, corrections included, and why."""

    row: int
    cells: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the dry run: what stands in the file, what is on file before and after, and the rule it breaks.

    `column` is empty where nothing of the file says it; `after` is empty with `before` where the cell erases.
    """

    row: int
    number: str
    name: str
    column: str
    field: str
    value: str
    before: str
    after: str
    rule: str = ""
    taken: bool = True
    is_change: bool = False


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do.

    Rows read and what became of them, faults in order of rows, the first plans for a preview, notices about the file, and
    one sentence to show. `command` is None for a dry run or when nothing changed. `mapping` is the name of `used`, which
    came from `origin` (given, remembered, shipped, guessed or changed); `lacking` names fields without which nothing can be
    taken. `outcomes` are packed by row: the number, the name, and the changes, for a dry run. `declare` are the lines of
    YAML that the configuration lacks for fields of its own. `seen` is the last command the plan knows of.
    """

    file: Path
    mapping: str
    dry_run: bool
    rows: int
    inserted: int
    updated: int
    unchanged: int
    rejected: int
    faults: tuple[Fault, ...]
    preview: tuple[Plan, ...]
    notices: tuple[str, ...]
    sentence: str
    command: int | None = None
    sheet: Sheet = field(default_factory=lambda: Sheet((), Dialect("text"), ""))
    used: FileMapping = FileMapping("", "", ())
    origin: str = ""
    options: Options = Options()
    lacking: tuple[str, ...] = ()
    outcomes: Mapping[int, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    declare: tuple[str, ...] = ()
    seen: int = 0


class ImportStopped(ImportFault):
    """The person who started the import stopped it; nothing was written."""
