"""The configuration as typed values: declared once here; `hrtui.configfile` reads and checks the YAML against them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from hrtui.access.model import Grant
from hrtui.money import STYLES, NumberStyle
from hrtui.payroll.model import PayGroup


class CustomKind(StrEnum):
    """What a custom field holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MONEY = "money"
    FLAG = "flag"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Company:
    """The company: its name, country, currency (ISO 4217), locale of numbers and dates, and IANA time zone."""

    name: str
    country: str = "US"
    currency: str = "USD"
    locale: str = "en_US"
    time_zone: str = "America/New_York"


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Where the store is (`sqlite:///path`, relative to the configuration file), the key that seals private values,
    and the folder of backups."""

    url: str = "sqlite:///store/hrtui.db"
    key_file: Path = Path("hrtui.key")
    backups: Path = Path("backups")


@dataclass(frozen=True, slots=True)
class User:
    """A login of the operating system, its roles, and the number of the person it is, if any."""

    login: str
    roles: tuple[str, ...]
    person: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the recruiting pipeline: its name, type (new, screen, assess, interview, reference, offer, hired)
    and the days after which a card in it is late."""

    name: str
    type: str
    days: int = 0


@dataclass(frozen=True, slots=True)
class HolidaySettings:
    """Public holidays: the country's calendar (from the holidays library), its subdivision, and days of one's own."""

    country: str = "US"
    subdivision: str = ""
    extra: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomField:
    """A field of one's own on a person's profile."""

    name: str
    label: str
    kind: CustomKind = CustomKind.TEXT
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """How screens look: `dark`, `light`, `high-contrast` or `sixteen` colours; `ascii` frames for poor terminals."""

    name: str = "dark"
    ascii: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration. `file` is where it was read from; `roles` the shipped ones with the file's on top."""

    file: Path
    company: Company
    store: StoreSettings = StoreSettings()
    pay_groups: tuple[PayGroup, ...] = ()
    roles: Mapping[str, tuple[Grant, ...]] = field(default_factory=dict)
    users: tuple[User, ...] = ()
    pipeline: tuple[Stage, ...] = ()
    holidays: HolidaySettings = HolidaySettings()
    custom_fields: tuple[CustomField, ...] = ()
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    theme: Theme = Theme()
    demo: bool = False

    @property
    def style(self) -> NumberStyle:
        """How the company's locale writes numbers and dates."""
        return STYLES[self.company.locale]

    def path(self, relative: Path) -> Path:
        """A path of the configuration, taken from the folder of its file."""
        return (self.file.parent / relative).absolute()

    @property
    def store_path(self) -> Path:
        """The store's file; the URL was checked to be SQLite's."""
        return self.path(Path(self.store.url.removeprefix("sqlite:///")))
