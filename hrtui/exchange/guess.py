"""Mappings made by looking: columns to fields by their names, changed in place, and completed by what the columns look like."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher

from hrtui.config import CustomField
from hrtui.errors import ImportFault
from hrtui.exchange.looks import formats_for
from hrtui.exchange.mapping import CUSTOM, column_key
from hrtui.exchange.model import TARGETS, UNIT, FileMapping, Look, Match, Mode, Options, Reader, Source
from hrtui.exchange.readers import date_pattern
from hrtui.text import clean, listed

IGNORE = "ignore"
ADDED = ("hrtui row", "hrtui reasons")  # columns a file of refused rows has more than the file it came from
NEAR = 0.86
BY_HAND = "Left out by hand."
YEARS_AHEAD = 5  # of days at work that are written with two digits for the year
TARGET = {target.name: target for target in TARGETS}
ALIASES: Mapping[str, tuple[str, ...]] = {
    "number": ("id", "empid", "employeeid", "employeenumber", "employeeno", "empno", "personnelnumber", "staffid", "staffnumber",
               "workerid", "badge", "personnummer", "personalnummer", "matricule", "no"),
    "name": ("employeename", "fullname", "employee", "worker", "displayname"),
    "first_name": ("first", "forename", "givenname", "vorname", "prenom", "nombre"),
    "last_name": ("last", "surname", "familyname", "nachname", "nom", "apellido", "apellidos"),
    "email": ("mail", "emailaddress", "workemail", "businessemail", "courriel", "correo"),
    "phone": ("telephone", "phonenumber", "mobile", "cell", "cellphone", "workphone", "telefon"),
    "street": ("address", "address1", "addressline1", "streetaddress", "homeaddress", "strasse"),
    "city": ("town", "ort", "ville", "ciudad"),
    "state": ("province", "region", "stateprovince", "bundesland"),
    "postal_code": ("zip", "zipcode", "postcode", "postal", "plz", "codepostal"),
    "birth_date": ("dob", "dateofbirth", "birthday", "birthdate", "born", "geburtsdatum", "datedenaissance"),
    "sex": ("gender", "geschlecht"),
    "hired": ("hiredate", "dateofhire", "hiredon", "startdate", "datehired", "start", "joined", "joiningdate", "dateofjoining",
              "firstday", "eintritt", "eintrittsdatum", "originalhiredate"),
    "title": ("jobtitle", "position", "job", "role", "positiontitle", "stelle", "poste"),
    "department": ("dept", "division", "team", "orgunit", "abteilung", "departement", "departmentname"),
    "location": ("site", "office", "worklocation", "workplace", "place", "standort", "lieu"),
    "manager": ("managername", "supervisor", "reportsto", "boss", "linemanager", "managerid", "vorgesetzter"),
    "type": ("employmenttype", "employeetype", "fulltimeparttime", "workertype", "contracttype"),
    "flsa": ("flsastatus", "exemptstatus", "overtime"),
    "fte": ("fulltimeequivalent",),
    "standard_hours": ("hours", "weeklyhours", "hoursperweek", "standardhours"),
    "cost_centre": ("costcenter", "costcode", "kostenstelle"),
    "grade": ("paygrade", "jobgrade", "joblevel"),
    "position": ("positionnumber", "positionid", "positioncode", "positionno", "positionnr"),
    "status": ("employmentstatus", "employeestatus", "workerstatus", "active"),
    "terminated": ("terminationdate", "dateoftermination", "enddate", "lastday", "leavedate", "leftdate", "leavingdate", "exitdate",
                   "austritt"),
    "reason": ("termreason", "terminationreason", "leavingreason", "reasonforleaving"),
    "voluntary": ("isvoluntary", "voluntarytermination"),
    "rate": ("salary", "pay", "payrate", "basesalary", "annualsalary", "basepay", "compensation", "gehalt", "salaire", "wage",
             "hourlyrate"),
    "basis": ("paybasis", "payper", "payunit", "salaryorhourly"),
    "pay_group": ("paygroup", "payrollgroup"),
    "changes_from": ("effectivedate", "effective", "effectivefrom", "changedate", "validfrom"),
}  # fmt: skip


def header_digest(header: Iterable[str]) -> str:
    """What a kind of file is known by: its columns, whatever their case; those of a file of refused rows do not count."""
    keys = [column_key(name) for name in header if column_key(name) not in map(column_key, ADDED)]
    return hashlib.sha256(UNIT.join(keys).encode()).hexdigest()


def guessed(header: Sequence[str], looks: Sequence[Look], custom: Sequence[CustomField] = ()) -> FileMapping:
    """The columns whose names say what they are: by field, by its other names, by a custom field, or nearly so."""
    names: dict[str, str] = {}
    for item in custom:
        names |= {column_key(item.label): CUSTOM + item.name, column_key(item.name): CUSTOM + item.name}
    for target, aliases in ALIASES.items():
        names |= dict.fromkeys(aliases, target)
    names |= {column_key(target): target for target in TARGET}
    if not any(names.get(column_key(name)) == "title" for name in header):
        names["position"] = "title"  # what most files call a title; beside one it is the position's number
    found: dict[str, str] = {}
    for certain in (True, False):
        for column, look in zip(header, looks, strict=True):
            target = _meant(column_key(column), names, certain=certain)
            if target and target not in found and column not in found.values() and _fits(target, look, certain=certain):
                found[target] = column
    if "last_name" in found:
        found.pop("name", None)
    sources = tuple(_source(target, column) for target, column in found.items())
    return FileMapping("columns_by_name", "Columns by their names", sources)


def _meant(key: str, names: Mapping[str, str], *, certain: bool) -> str:
    if certain or len(key) < 4:
        return names.get(key, "")
    near = [(SequenceMatcher(None, key, name).ratio(), name) for name in names if len(name) >= 4]
    best = max(near, default=(0.0, ""))
    return names[best[1]] if best[0] >= NEAR else ""


def _fits(target: str, look: Look, *, certain: bool) -> bool:
    """Whether a column looks like what its name says; one that is named just so may hold days that are badly written."""
    reader = TARGET[target].reader if target in TARGET else Reader.TEXT
    if reader is Reader.DATE:
        return look.kind in ("date", "empty") or (certain and look.kind == "text")
    return not (reader is Reader.MONEY and look.kind == "text")


def _source(target: str, column: str) -> Source:
    return Source(target, TARGET[target].reader if target in TARGET else Reader.TEXT, (column,))


def assigned(mapping: FileMapping, column: str, target: str, custom: Sequence[CustomField] = ()) -> FileMapping:
    """The mapping with a column taken for another field, or for none (`ignore`); what the field came from before is let go.

    Raises ImportFault where there is no such field.
    """
    check_target(target, custom)
    key = column_key(column)
    sources = [
        replace(each, columns=tuple(name for name in each.columns if column_key(name) != key))
        for each in mapping.sources
    ]
    sources = [each for each in sources if each.target != target and (each.columns or each.constant is not None)]
    ignore = {name: why for name, why in mapping.ignore.items() if column_key(name) != key}
    if target == IGNORE:
        ignore[column] = BY_HAND
    else:
        sources.append(_source(target, column))
    agree = {one: other for one, other in mapping.agree.items() if key not in (column_key(one), column_key(other))}
    return replace(mapping, sources=tuple(sources), ignore=ignore, agree=agree)


def constant(mapping: FileMapping, target: str, text: str, custom: Sequence[CustomField] = ()) -> FileMapping:
    """The mapping with one text for a field of every row; without a text the field comes from nothing."""
    check_target(target, custom)
    sources = [each for each in mapping.sources if each.target != target]
    if text:
        sources.append(Source(target, TARGET[target].reader if target in TARGET else Reader.TEXT, constant=text))
    return replace(mapping, sources=tuple(sources))


def read_as(mapping: FileMapping, column: str, formats: tuple[str, ...], decimals: str) -> FileMapping:
    """The mapping with a column's days in these formats, or its numbers with these decimals. Raises ImportFault."""
    for written in formats:
        try:
            date_pattern(written)
        except ValueError as problem:
            raise ImportFault(f"{problem}, as in m/d/yyyy.") from None
    sources = tuple(
        replace(each, formats=formats, decimals=decimals) if column in each.columns else each
        for each in mapping.sources
    )
    return replace(mapping, sources=sources)


def check_target(target: str, custom: Sequence[CustomField]) -> None:
    """Raise ImportFault, naming those there are, where there is no such field."""
    own = [CUSTOM + item.name for item in custom]
    if target not in (*TARGET, *own, IGNORE):
        raise ImportFault(
            f"There is no field {clean(target, limit=60)}; there are {listed([*TARGET, *own, IGNORE], 'and')}."
        )


def completed(mapping: FileMapping, looks: Sequence[Look], options: Options, today: date) -> FileMapping:
    """The mapping with the days and decimals that the person tells, else those it says, else those the columns show."""
    by_key = {column_key(look.name): look for look in looks}
    return replace(mapping, sources=tuple(_completed(each, by_key, options, today) for each in mapping.sources))


def _completed(source: Source, looks: Mapping[str, Look], options: Options, today: date) -> Source:
    look = looks.get(column_key(source.columns[0])) if source.columns else None
    if look is None:
        return source
    if source.reader in (Reader.MONEY, Reader.NUMBER):
        sure = look.decimals if look.decimals in ("point", "comma", "space") else ""
        return replace(source, decimals=options.decimals or source.decimals or sure)
    if source.reader is not Reader.DATE:
        return source
    told = formats_for(options.dates, look) if options.dates else ()
    formats = told or (("yyyy-mm-dd",) if options.dates else source.formats or look.formats)
    is_short = any("yy" in each and "yyyy" not in each for each in formats)
    years = "birth" if source.target == "birth_date" else f"{(today.year + YEARS_AHEAD) % 100:02d}"
    return replace(source, formats=formats, two_digit_years=source.two_digit_years or (years if is_short else ""))


def lacking(mapping: FileMapping, header: Sequence[str], options: Options) -> tuple[str, ...]:
    """The fields without which nothing of a file can be taken: those people are matched by, and what new people need."""
    have = {column_key(name) for name in header}
    given = {
        each.target
        for each in mapping.sources
        if each.constant is not None or any(column_key(name) in have for name in each.columns)
    }
    by = {Match.NUMBER: ("number",), Match.EMAIL: ("email",), Match.NAME_BIRTH: ("last_name", "birth_date")}
    wanted = list(by[options.match])
    if options.mode is not Mode.UPDATE:
        wanted += [target.name for target in TARGETS if target.required] + ["last_name"]
    given |= {"first_name", "last_name"} if "name" in given else set()
    return tuple(dict.fromkeys(name for name in wanted if name not in given))
