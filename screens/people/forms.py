"""The fields of the forms about people, and the values they make; what is known is filled in, never asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hrtui.access.model import Field as Sensitive
from hrtui.access.model import Sight
from hrtui.access.rules import sight
from hrtui.config import Config, CustomField
from hrtui.context import Context
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import (
    Basis,
    Certificate,
    EmploymentType,
    Flsa,
    Hire,
    Job,
    JobChange,
    Pay,
    PayChange,
    Profile,
    ProfileChange,
    Status,
    Termination,
)
from hrtui.text import listed
from screens.people.customfields import custom_changes, custom_field, text_of
from screens.people.dated import W4, rate
from screens.people.ratefield import RateField
from screens.widgets.fields import (
    Choice,
    ChoiceField,
    DayField,
    Field,
    FlagField,
    MoneyField,
    NumberField,
    TextField,
)

Values = Mapping[str, Any]
FILING = (
    Choice("single", "single or married filing separately"),
    Choice("married", "married filing jointly"),
    Choice("head", "head of household"),
)
STEPS = {
    "step3": "credits for dependants and others, dollars a year",
    "step4a": "income that is not from jobs, dollars a year",
    "step4b": "deductions beyond the standard one, dollars a year",
    "step4c": "withheld on top of every paycheck, dollars",
}
DAYS = "also today, +2w, fri, 1 jan"


@dataclass(frozen=True, slots=True)
class Maker:
    """What the fields of forms need: who asks, the configuration, today."""

    ctx: Context

    @property
    def config(self) -> Config:
        """The configuration."""
        return self.ctx.config

    @property
    def today(self) -> date:
        """Today, by the context's clock."""
        return self.ctx.clock.today()

    @property
    def start(self) -> date:
        """The day that a change is offered from: today, or a day to come that is looked at."""
        return max(self.ctx.day, self.today)

    def day(self, key: str, label: str, initial: date | None, help: str = "", required: bool = True) -> DayField:
        """A day, read in the locale's order."""
        return DayField(
            key=key,
            label=label,
            today=self.today,
            initial=initial,
            month_first=self.config.style.month_first,
            help="; ".join(part for part in (help, DAYS) if part),
            required=required,
        )

    def known(
        self, key: str, label: str, initial: str = "", *, required: bool = False, field: str = "", help: str = ""
    ) -> ChoiceField:
        """A value as others have it, or a new one."""
        return ChoiceField(
            key=key,
            label=label,
            choices=self.asker(field or key),
            initial=initial or None,
            free=True,
            required=required,
            help=help,
        )

    def asker(self, field: str) -> Callable[[str], Sequence[Choice | str]]:
        """The known values of a field that match what is typed."""
        return lambda typed: service.choices(self.ctx, field, typed, 6)

    def manager(self, job: Job | None = None) -> ChoiceField:
        """A person on file, found by number or name."""
        return self.person("manager", "Manager", job.manager if job else "", job.manager_name if job else "")

    def person(self, key: str, label: str, number: str = "", name: str = "", help: str = "") -> ChoiceField:
        """A person on file, found by number or name; one is there already where a number is given."""
        return ChoiceField(
            key=key,
            label=label,
            choices=self._managers,
            initial=Choice(number, f"{number} {name}") if number else None,
            help=help or "a number or a name; empty for none",
        )

    def _managers(self, typed: str) -> Sequence[Choice | str]:
        return [Choice(line.partition(" ")[0], line) for line in service.choices(self.ctx, "manager", typed, 6)]

    def money(
        self,
        key: str,
        label: str,
        initial: Money | None = None,
        *,
        required: bool = False,
        help: str = "",
        unit: str = "",
    ) -> MoneyField:
        """An amount in the company's currency."""
        return MoneyField(
            key=key, label=label, initial=initial, style=self.config.style, currency=self.config.company.currency,
            required=required, help=help, unit=unit,
        )  # fmt: skip

    def amount(self, text: str) -> Money:
        """An amount as it is stored, in the company's currency."""
        return Money(int(Decimal(text) * 100), self.config.company.currency)

    def group(self, initial: str = "") -> ChoiceField:
        """A pay group of the configuration; the first one where none is known."""
        names = [group.name for group in self.config.pay_groups]
        return ChoiceField(
            key="pay_group", label="Pay group", choices=names, initial=initial or (names[0] if names else None),
            help=f"{listed(names)}; who is paid together, and how often" if names else "the configuration has none yet",
        )  # fmt: skip


def _basis(initial: Basis) -> ChoiceField:
    return ChoiceField(
        key="basis",
        label="Basis",
        choices=list(Basis),
        initial=initial.value,
        required=True,
        help="annual or hourly: what the rate is per",
    )


PLACED = ("cost_centre", "grade", "position")


def _job_fields(make: Maker, job: Job | None) -> list[Field]:
    return [
        make.known("title", "Title", job.title if job else "", required=True, help="one on file, or a new one"),
        make.known("department", "Department", job.department if job else "", required=True, help="one on file, or a new one"),
        make.known("location", "Location", job.location if job else "", help="one on file, or a new one; empty for none"),
        make.manager(job),
        ChoiceField(key="employment_type", label="Type", choices=list(EmploymentType), required=True, help=listed(list(EmploymentType)),
                    initial=(job.employment_type if job else EmploymentType.FULL_TIME).value),
        ChoiceField(key="flsa", label="FLSA status", choices=list(Flsa), required=True,
                    initial=(job.flsa if job else Flsa.NON_EXEMPT).value, help="exempt, or non-exempt: overtime is owed"),
        NumberField(key="fte", label="FTE", places=4, least=Decimal("0.01"), most=Decimal(2), required=True,
                    initial=job.fte.normalize() if job else Decimal(1), style=make.config.style,
                    help="the share of full time: 1, or for example 0.8"),
        NumberField(key="standard_hours", label="Hours a week", places=2, least=Decimal("0.25"), most=Decimal(168), required=True,
                    initial=job.standard_hours.normalize() if job else Decimal(40), style=make.config.style,
                    help="the hours worked in a week, for example 40"),
        TextField(key="cost_centre", label="Cost centre", initial=job.cost_centre if job else "", help="that pays; empty for none"),
        TextField(key="grade", label="Grade", initial=job.grade if job else "", help="empty for none"),
        TextField(key="position", label="Position", initial=job.position if job else "", help="its number; empty for none"),
    ]  # fmt: skip


def hire_fields(make: Maker) -> list[Field]:
    """Name, first day, job and pay of a new person, and custom fields, but for sensitive ones that would be hidden."""
    sights = {sight(make.ctx.actor, Sensitive.CUSTOM, None, action) for action in ("people.read", "people.hire")}
    return [
        TextField(key="first_name", label="First name", required=True),
        TextField(key="last_name", label="Last name", required=True),
        make.day("first_day", "First day", make.start, "the first day of work"),
        *_job_fields(make, None),
        make.money("rate", "Pay rate", help="85k, 85,000 or 31.50; empty where it is not known yet"),
        _basis(Basis.ANNUAL),
        make.group(),
        TextField(key="email", label="E-mail"),
        TextField(key="number", label="Number", help="empty for the next free one; that of a leaver to rehire them"),
        make.known("reason", "Reason", help="kept in the history, for example new position"),
        *own_fields(make, {}, sights != {Sight.HIDDEN}),
    ]


def own_fields(make: Maker, held: Mapping[str, str], secret_shown: bool) -> list[Field]:
    """The custom fields, from what is on file; the sensitive ones only where they are shown, so that none is written over."""
    asked = [field for field in make.config.custom_fields if secret_shown or not field.sensitive]
    return [custom_field(make, field, held.get(field.name, "")) for field in asked]


def hire_value(values: Values, custom_fields: Sequence[CustomField] = ()) -> Hire:
    """The hire that a filled-in form means."""
    typed: dict[str, Any] = {key: value for key, value in values.items() if not key.startswith("custom.")}
    typed["custom"] = custom_changes(values, {}, custom_fields)
    typed["manager"] = typed["manager"] or ""
    typed["location"] = typed["location"] or ""
    typed["reason"] = typed["reason"] or ""
    typed["pay_group"] = typed["pay_group"] or ""
    typed |= {key: values[key] or "" for key in PLACED}
    return Hire(**{**typed, **_enums(typed)})


def _enums(values: Values) -> dict[str, Any]:
    kinds: dict[str, Any] = {"employment_type": EmploymentType, "flsa": Flsa, "basis": Basis}
    return {key: kind(values[key]) for key, kind in kinds.items() if values.get(key)}


def job_fields(make: Maker, job: Job | None) -> list[Field]:
    """A change of job, starting from what is in force."""
    return [
        make.day("effective_from", "From", make.start, "the first day of the change, past or to come"),
        *_job_fields(make, job),
        TextField(key="dotted", label="Dotted line", initial=", ".join(job.dotted) if job else "",
                  help="numbers of the managers by dotted line, with commas between; empty for none"),
        ChoiceField(key="status", label="Status", choices=[Status.ACTIVE.value, Status.LEAVE.value], help="active or leave",
                    initial=job.status.value if job and job.status is not Status.TERMINATED else Status.ACTIVE.value),
        make.known("reason", "Reason", help="kept in the history, for example promotion or transfer"),
    ]  # fmt: skip


def job_value(values: Values, job: Job | None) -> JobChange:
    """The change that a filled-in form means: only what differs from the job it started from."""
    typed: dict[str, Any] = {
        **values,
        **_enums(values),
        "status": Status(values["status"]) if values["status"] else None,
    }
    typed |= {key: values[key] or "" for key in ("manager", "location", *PLACED)}
    typed["dotted"] = tuple(filter(None, (part.strip() for part in str(values["dotted"] or "").split(","))))
    kept = {
        key: value
        for key, value in typed.items()
        if key in ("effective_from", "reason") or job is None or getattr(job, key) != value
    }
    return JobChange(**{**kept, "reason": values["reason"] or ""})


def pay_intro(make: Maker, pay: Pay | None) -> tuple[str, ...]:
    """What the person earns before the change."""
    if pay is None:
        return ("No pay is on file yet.",)
    return (f"Now {rate(pay, make.config)}, since {pay.effective_from}.",)


def pay_fields(make: Maker, pay: Pay | None) -> list[Field]:
    """A change of pay, starting from what is in force."""
    basis = pay.basis if pay else Basis.ANNUAL
    return [
        make.day("effective_from", "From", make.start, "the first day of the new rate"),
        RateField(
            key="rate", label="Rate", initial=pay.rate if pay else None, style=make.config.style,
            currency=make.config.company.currency, required=True,
            help="85k, 85,000 or 31.50" + ("; +3% raises the rate there is" if pay else ""),
        ),
        _basis(basis),
        make.group(pay.pay_group if pay else ""),
        make.known("reason", "Reason", help="kept in the history, for example merit, promotion, market"),
    ]  # fmt: skip


def pay_value(values: Values, pay: Pay | None) -> PayChange:
    """The change that a filled-in form means."""
    typed: dict[str, Any] = {**values, **_enums(values)}
    kept = {
        key: value
        for key, value in typed.items()
        if key in ("effective_from", "reason") or pay is None or getattr(pay, key) != value
    }
    return PayChange(**{**kept, "reason": values["reason"] or ""})


def terminate_fields(make: Maker) -> list[Field]:
    """The end of an employment."""
    return [
        make.day("last_day", "Last day worked", make.start, "pay and status hold through this day"),
        make.known("reason", "Reason", required=True, help="for example resignation, career change, gross misconduct"),
        FlagField(
            key="voluntary", label="Voluntary", initial=True, help="the person's own choice; space turns it over"
        ),
    ]


def terminate_value(values: Values) -> Termination:
    """The termination that a filled-in form means."""
    return Termination(**values)


def profile_fields(make: Maker, profile: Profile | None, birth_shown: bool, secret_shown: bool = False) -> list[Field]:
    """Name, contact details and custom fields; a birth date or sensitive field that is masked is not asked, so it cannot be
    written over."""
    texts = (("first_name", "First name"), ("last_name", "Last name"), ("email", "E-mail"), ("phone", "Phone"), ("street", "Street"),
             ("city", "City"), ("state", "State"), ("postal_code", "Postal code"), ("sex", "Sex"))  # fmt: skip
    fields: list[Field] = [make.day("effective_from", "From", make.start, "the first day of the change")]
    fields += [
        TextField(key=key, label=label, initial=getattr(profile, key) if profile else "", required=key == "last_name")
        for key, label in texts
    ]
    if birth_shown:
        fields.append(
            make.day("birth_date", "Birth date", profile.birth_date if profile else None, "sensitive", required=False)
        )
    return fields + own_fields(make, profile.custom if profile else {}, secret_shown)


def profile_value(values: Values, profile: Profile | None, custom_fields: Sequence[CustomField] = ()) -> ProfileChange:
    """The change that a filled-in form means: only what differs from the profile it started from."""
    plain = {key: value for key, value in values.items() if not key.startswith("custom.")}
    kept = {
        key: value
        for key, value in plain.items()
        if key == "effective_from" or profile is None or getattr(profile, key) != value
    }
    custom = custom_changes(values, profile.custom if profile else {}, custom_fields)
    return ProfileChange(**kept, custom=custom or None)


def certificate_fields(make: Maker, certificate: Certificate | None) -> list[Field]:
    """Form W-4 as the person filled it in."""
    held = certificate.entries if certificate else {}
    filing = next((choice for choice in FILING if choice.value == held.get("status")), FILING[0])
    return [
        make.day("effective_from", "From", make.start, "the first pay date it holds for"),
        ChoiceField(key="status", label="Filing status", choices=FILING, initial=filing, required=True),
        FlagField(key="step2", label=W4["step2"], initial=held.get("step2") == "yes", help="two jobs, or a spouse who works"),
        *(make.money(key, W4[key], _dollars(held.get(key), make), help=help) for key, help in STEPS.items()),
        FlagField(key="exempt", label="Exempt", initial=held.get("exempt") == "yes", help="no income tax is withheld"),
        FlagField(key="old_w4", label=W4["old_w4"], initial=held.get("old_w4") == "yes", help="the form used before 2020, with allowances"),
        NumberField(key="allowances", label="Allowances", initial=int(held["allowances"]) if held.get("allowances") else None, least=0, most=99,
                    help="on a form of 2019 or older only"),
        FlagField(key="nonresident_alien", label=W4["nonresident_alien"], initial=held.get("nonresident_alien") == "yes",
                  help="an amount is added to the wages before the tax is worked out"),
    ]  # fmt: skip


def _dollars(text: str | None, make: Maker) -> Money | None:
    return Money(int(Decimal(text) * 100), make.config.company.currency) if text else None


def certificate_value(values: Values) -> Certificate:
    """The certificate that a filled-in form means; what is empty is not on it."""
    entries = {
        key: str(value) if key in ("status", "allowances") else text_of(value)
        for key, value in values.items()
        if key != "effective_from"
    }
    return Certificate(
        values["effective_from"], "US", {key: text for key, text in entries.items() if text and text != "None"}
    )
