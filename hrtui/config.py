"""The configuration as typed values: every setting with its default, its sentence and what is allowed, declared once.

`hrtui.configfile` reads and checks the YAML against these types; `hrtui init` writes its commented file and
`docs/reference/settings.md` is generated from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from pathlib import Path

from hrtui.access.model import EVERYONE, Field, Grant, Scope, Sight
from hrtui.benefits.settings import BenefitSettings
from hrtui.interviews.settings import InterviewSettings
from hrtui.money import STYLES, NumberStyle
from hrtui.payroll.backdating import RetroSettings
from hrtui.payroll.codes import Codes, DeductionCode, EarningCode, Ledger, codes
from hrtui.payroll.companyrates import CompanyRate
from hrtui.payroll.groups import PayGroup
from hrtui.payroll.payer import Payer
from hrtui.recruiting.settings import MailSettings, RecruitingSettings
from hrtui.retention.settings import Records as Records
from hrtui.retention.settings import RetentionRule as RetentionRule
from hrtui.served.settings import ServedSettings
from hrtui.setting import doc as doc
from hrtui.store.settings import StoreSettings as StoreSettings
from hrtui.value import frozen

CURRENCIES = (
    "USD", "CAD", "EUR", "GBP", "AUD", "BRL", "CHF", "CNY", "CZK", "DKK", "HKD", "ILS", "INR",
    "MXN", "NOK", "NZD", "PLN", "RON", "SEK", "SGD", "THB", "TRY", "ZAR",
)  # fmt: skip
THEMES = ("dark", "light", "high-contrast", "sixteen")


class CustomKind(StrEnum):
    """What a custom field holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MONEY = "money"
    FLAG = "flag"
    CHOICE = "choice"


@frozen
class Company:
    """The company whose people these are."""

    name: str = field(metadata=doc("The company's name, as screens and payslips show it.", example="Acme Ltd"))
    country: str = field(
        default="US", metadata=doc("The country, by its two letters (ISO 3166).", reads="country", example="US")
    )
    currency: str = field(default="USD", metadata=doc("The currency of pay (ISO 4217).", choices=CURRENCIES))
    locale: str = field(
        default="en_US", metadata=doc("How numbers and dates are written and read.", choices=tuple(STYLES))
    )
    time_zone: str = field(
        default="America/New_York",
        metadata=doc("The zone whose day is today (IANA name).", reads="zone", example="America/New_York"),
    )


@frozen
class User:
    """Someone who may open hrtui: who that is comes from the operating system and is never typed."""

    login: str = field(metadata=doc("The login, as the operating system knows it.", reads="login", example="alice"))
    roles: tuple[str, ...] = field(
        metadata=doc("The roles; what they grant adds up.", reads="role", example="[hr_generalist]")
    )
    person: str = field(
        default="", metadata=doc("The user's own number as an employee, for roles that reach a team.", example='"1042"')
    )


@frozen
class GrantSettings:
    """One line of a role: actions, the people they reach, and the sensitive fields they show."""

    actions: tuple[str, ...] = field(
        metadata=doc("The actions granted.", reads="action", example="[people.read, people.change_job]")
    )
    scope: Scope = field(
        default=EVERYONE,
        metadata=doc("Whom they reach: `everyone`, `team`, `own`, or a mapping.", example="{departments: [Sales]}"),
    )
    fields: Mapping[Field, Sight] = field(
        default_factory=dict,
        metadata=doc(
            "How much of each sensitive field is shown; what is not named is hidden.", example="{pay: masked}"
        ),
    )


@frozen
class HolidaySettings:
    """The days on which banks and offices are closed: pay dates move to the business day before."""

    country: str = field(
        default="US", metadata=doc("The country whose public holidays count (ISO 3166).", reads="country")
    )
    subdivision: str = field(
        default="", metadata=doc("Its state, province or region, where those have their own.", example="MA")
    )
    extra: tuple[date, ...] = field(default=(), metadata=doc("Days of your own.", example="[2026-11-27]"))


@frozen
class CustomField:
    """A field of your own on every person's profile."""

    name: str = field(metadata=doc("Its name in files and queries.", reads="name", example="shirt_size"))
    label: str = field(metadata=doc("Its label on screens.", example="Shirt size"))
    kind: CustomKind = field(default=CustomKind.TEXT, metadata=doc("What it holds.", example="choice"))
    choices: tuple[str, ...] = field(
        default=(), metadata=doc("What may be chosen, where its kind is choice.", example="[S, M, L, XL]")
    )
    sensitive: bool = field(
        default=False,
        metadata=doc(
            "Whether only roles that see `custom` see it, masked or shown, each look noted in the audit trail."
        ),
    )


@frozen
class DocumentKind:
    """A kind of document: what it is called, who may see it, and how long it is kept."""

    name: str = field(metadata=doc("Its name in commands and files.", reads="name", example="licence"))
    label: str = field(metadata=doc("Its label on screens.", example="Driving licence"))
    see: tuple[str, ...] = field(
        default=(),
        metadata=doc(
            "Who may see it: roles, or actions that must be granted; nobody named: whoever has people.documents.",
            example="[hr_generalist]",
        ),
    )
    sensitive: bool = field(default=False, metadata=doc("Whether reading one leaves an entry in the audit trail."))
    expires: bool = field(default=False, metadata=doc("Whether each needs a day on which it expires.", example="true"))
    keep_years: int = field(
        default=0,
        metadata=doc("The years it is kept after the employment; 0 where nothing is said.", at_least=0, at_most=100),
    )


SHIPPED_KINDS = (
    DocumentKind("contract", "Contract", keep_years=3),
    DocumentKind("letter", "Letter", keep_years=1),
    DocumentKind("certificate", "Certificate", keep_years=1),
    DocumentKind("resume", "Résumé", keep_years=1),
    DocumentKind("licence", "Licence", expires=True, keep_years=1),
    DocumentKind("id_copy", "Copy of an identity document", ("hr_generalist",), sensitive=True, keep_years=1),
    DocumentKind("i9", "Form I-9", ("hr_generalist", "auditor_read"), sensitive=True, keep_years=1),
    DocumentKind("medical", "Medical", ("hr_generalist", "benefits_admin"), sensitive=True, keep_years=3),
    DocumentKind("benefits", "Benefits", ("hr_generalist", "benefits_admin"), keep_years=6),
)


@frozen
class HomeSettings:
    """What the home screen looks ahead to."""

    ahead: int = field(
        default=14,
        metadata=doc("The days within which changes, starters, leavers and ends of probation are told.", at_least=1, at_most=90),
    )  # fmt: skip
    probation: int = field(
        default=0,
        metadata=doc("The days a probation takes, counted from the hire, such as 90; 0 for none.", at_least=0, at_most=1100),
    )  # fmt: skip


@frozen
class Theme:
    """How screens look."""

    name: str = field(default="dark", metadata=doc("The theme at the start.", choices=THEMES))
    ascii: bool = field(default=False, metadata=doc("Whether frames and bars are drawn with plain ASCII."))


@frozen
class Config:
    """The whole configuration. `file` is where it was read from; `roles` the shipped ones with the file's on top."""

    file: Path
    company: Company
    store: StoreSettings = StoreSettings()
    pay_groups: tuple[PayGroup, ...] = ()
    earning_codes: tuple[EarningCode, ...] = ()
    deduction_codes: tuple[DeductionCode, ...] = ()
    contribution_rates: tuple[CompanyRate, ...] = ()
    ledger: Ledger = Ledger()
    payer: Payer = Payer()
    retro: RetroSettings = RetroSettings()
    roles: Mapping[str, tuple[Grant, ...]] = field(default_factory=dict)
    users: tuple[User, ...] = ()
    holidays: HolidaySettings = HolidaySettings()
    custom_fields: tuple[CustomField, ...] = ()
    document_kinds: tuple[DocumentKind, ...] = ()
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    theme: Theme = Theme()
    home: HomeSettings = HomeSettings()
    retention: tuple[RetentionRule, ...] = ()
    benefits: BenefitSettings = BenefitSettings()
    recruiting: RecruitingSettings = RecruitingSettings()
    interviews: InterviewSettings = InterviewSettings()
    mail: MailSettings = MailSettings()
    served: ServedSettings = ServedSettings()
    demo: bool = False

    @property
    def style(self) -> NumberStyle:
        """How the company's locale writes numbers and dates."""
        return STYLES[self.company.locale]

    def path(self, relative: Path) -> Path:
        """A path of the configuration, taken from the folder of its file."""
        return (self.file.parent / relative).absolute()

    @property
    def secret_fields(self) -> frozenset[str]:
        """The names of the custom fields that are sensitive."""
        return frozenset(item.name for item in self.custom_fields if item.sensitive)

    @property
    def kinds_of_documents(self) -> dict[str, DocumentKind]:
        """The kinds of documents by name: the shipped ones, with the file's on top."""
        return {kind.name: kind for kind in (*SHIPPED_KINDS, *self.document_kinds)}

    @property
    def pay_codes(self) -> Codes:
        """The earning and deduction codes: the shipped ones, with the file's on top."""
        return codes(self.earning_codes, self.deduction_codes)

    @property
    def store_path(self) -> Path:
        """The store's file; the URL was checked to be SQLite's."""
        return self.path(Path(self.store.url.removeprefix("sqlite:///")))

    @property
    def key_path(self) -> Path:
        """The key file of sealed values."""
        return self.path(self.store.key_file)

    @property
    def cipher_path(self) -> Path | None:
        """The key file with which the whole store is encrypted; None where it is plain."""
        return None if self.store.cipher_key is None else self.path(self.store.cipher_key)


@frozen
class Settings:
    """What the YAML file may hold, section by section."""

    company: Company = field(metadata=doc("The company."))
    store: StoreSettings = field(
        default=StoreSettings(), metadata=doc("Where the store, its key and its backups are kept.")
    )
    pay_groups: tuple[PayGroup, ...] = field(default=(), metadata=doc("The groups of people that are paid together."))
    earning_codes: tuple[EarningCode, ...] = field(
        default=(), metadata=doc("Kinds of pay of your own; one that bears the name of a shipped code replaces it.")
    )
    deduction_codes: tuple[DeductionCode, ...] = field(
        default=(),
        metadata=doc("Kinds of deductions of your own; one that bears the name of a shipped code replaces it."),
    )
    contribution_rates: tuple[CompanyRate, ...] = field(
        default=(),
        metadata=doc(
            "The company's own rates of contributions to states, such as unemployment insurance, by their day."
        ),
    )
    ledger: Ledger = field(default=Ledger(), metadata=doc("The accounts of the general ledger that payroll books to."))
    payer: Payer = field(
        default=Payer(),
        metadata=doc("Who pays: what bank files and wage reports say of the employer. Keep this file to yourself."),
    )
    retro: RetroSettings = field(
        default=RetroSettings(), metadata=doc("How far back a change may reach into pay that was paid already.")
    )
    users: tuple[User, ...] = field(default=(), metadata=doc("Who may open hrtui, and in which roles."))
    roles: Mapping[str, tuple[GrantSettings, ...]] = field(
        default_factory=dict,
        metadata=doc(
            "Roles of your own; one that bears the name of a shipped role replaces it.",
            reads="name",
            example="site_hr:\n  - actions: [people.read, people.change_job]\n"
            "    scope: {locations: [Boston]}\n    fields: {pay: masked}",
        ),
    )
    holidays: HolidaySettings = field(
        default=HolidaySettings(), metadata=doc("The days on which banks and offices are closed.")
    )
    custom_fields: tuple[CustomField, ...] = field(default=(), metadata=doc("Fields of your own on people's profiles."))
    document_kinds: tuple[DocumentKind, ...] = field(
        default=(),
        metadata=doc("Kinds of documents of your own; one that bears the name of a shipped kind replaces it."),
    )
    keys: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict,
        metadata=doc(
            "Keys of your own for a command, in the place of its shipped ones.",
            reads="command",
            example="people.hire: insert",
        ),
    )
    benefits: BenefitSettings = field(default=BenefitSettings(), metadata=doc("Where benefits are declared."))
    recruiting: RecruitingSettings = field(default=RecruitingSettings(), metadata=doc("Where recruiting is declared."))
    interviews: InterviewSettings = field(
        default=InterviewSettings(), metadata=doc("When interviewers are asked who have said nothing else.")
    )
    mail: MailSettings = field(default=MailSettings(), metadata=doc("The mail server that messages go out by."))
    served: ServedSettings = field(
        default=ServedSettings(), metadata=doc("Sessions over SSH, on a server that `hrtui deploy` made.")
    )
    theme: Theme = field(default=Theme(), metadata=doc("How screens look."))
    home: HomeSettings = field(default=HomeSettings(), metadata=doc("What the home screen looks ahead to."))
    retention: tuple[RetentionRule, ...] = field(
        default=(), metadata=doc("How long records are kept; one that bears the name of a shipped rule replaces it.")
    )
    demo: bool = field(
        default=False, metadata=doc("Whether this is a demo company, whose store `hrtui demo` may make anew.")
    )


# Values of other areas that the file holds too; what is known of their settings stands here with the rest.
DOCS_OF_OTHERS: Mapping[type, Mapping[str, Mapping[str, object]]] = {
    Scope: {
        "everyone": doc("Everyone."),
        "departments": doc("The people of these departments."),
        "locations": doc("The people of these locations."),
        "team": doc("Everyone below the user, at any depth."),
        "own": doc("The user alone."),
    },
    PayGroup: {
        "name": doc("The group's name, as pay rows and commands use it.", example="main"),
        "frequency": doc("How often the group is paid.", example="biweekly"),
        "first_period": doc("The first day of any one period; all others are counted from it.", example="2026-01-04"),
        "check_after": doc("The days from the end of a period to its check date.", at_least=0, at_most=60),
        "check_moves": doc("Where a check date on a weekend or holiday moves: to the business day before or after."),
        "proration": doc("How a period's salary is divided when something changes inside it."),
        "hours": doc("What hourly people are paid for where nothing is entered: nothing, or their scheduled hours."),
        "week_starts": doc("The first day of the workweek that overtime is counted in (29 CFR 778.105)."),
        "unusual": doc(
            "By how many percent the gross or net of a regular check may differ from the middle of the person's last three; "
            "more has to be accepted, where a change of pay or job or something entered may explain it from twice as much. "
            "0: none has.",
            at_least=0,
            at_most=1000,
        ),
    },
}
