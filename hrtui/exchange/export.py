"""The use cases of export: people and the audit trail out to a file, each leaving an entry in the trail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from data import audit, directory, people
from hrtui.access.model import Field, Sight, Subject
from hrtui.access.rules import require, sight
from hrtui.audit.model import Entry
from hrtui.context import Context
from hrtui.exchange.columns import STANDARD, ExportColumn, Known, Source, chosen, offered
from hrtui.exchange.files import TABLES, Format, Progress, Rows, format_of, new_file, put_table, watched
from hrtui.exchange.tables import put_lines
from hrtui.exchange.vcard import Card, put_cards
from hrtui.people import listing
from hrtui.people.model import PersonSummary
from hrtui.people.rules import shown_on
from hrtui.people.subjects import without_secret
from hrtui.text import clean

READ = "people.read"
PAGE = 500
CARD_COLUMNS = ("number", "first_name", "last_name", "title", "department", "email", "phone")
CARDS = {Format.VCARD: "4.0", Format.VCARD3: "3.0"}
BULK = (Field.PAY, Field.BIRTH, Field.CUSTOM)
"""The sensitive fields that may leave in a file; sealed numbers never do."""


def people_columns(ctx: Context) -> tuple[str, ...]:
    """The names of the columns the actor may write, the standard ones first."""
    return tuple(column.name for column in _offers(ctx))


def export_people(
    ctx: Context,
    text: str,
    path: Path,
    chosen_ids: Sequence[int] | None = None,
    *,
    columns: Sequence[str] = (),
    form: str = "",
    progress: Progress | None = None,
) -> int:
    """Write the people a query finds, or those chosen by their ids, to a new file and return how many.

    What is written is as of the query's own `@day`, else the context's.
    The format is the one named, else by the file's ending; columns are `STANDARD` where none are named. Sensitive
    columns are written of those people of whom the role is shown them, and only to roles that are. Leaves an audit entry
    with columns and count. Raises NotAllowed, QueryError, and RuleBroken for columns, format and file.
    """
    require(ctx.actor, READ)
    if "@" in text:
        ctx = replace(ctx, lens=listing.query_day(ctx, text))
    made = format_of(path, form)
    default = CARD_COLUMNS if made in CARDS else STANDARD
    picked = chosen(columns or default, _offers(ctx))
    ids = listing.directory_ids(ctx, text) if chosen_ids is None else chosen_ids
    known = _known(ctx, ids, picked, progress)
    names = [column.name for column in picked]
    detail = {"query": clean(text) if chosen_ids is None else "marked by hand", "columns": ", ".join(names)}
    with new_file(path) as part:
        if made in CARDS:
            count = put_cards(part, (_card(ctx, each, names) for each in known), CARDS[made])
        else:
            count = put_table(part, names, ([column.value(each) for column in picked] for each in known), made)
        _note(ctx, "people.export", path, made, count, "people", detail)
    return count


def export_rows(
    ctx: Context,
    path: Path,
    headings: Sequence[str],
    rows: Rows,
    *,
    action: str,
    counted: str = "rows",
    form: str = "",
    detail: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> int:
    """Write the rows of any list that the actor is shown to a new file and return how many; leaves an audit entry.

    `action` names the entry, such as `home.export`; what may be seen was decided by the use case that read the rows.
    Raises RuleBroken for the file or its format.
    """
    made = format_of(path, form, TABLES)
    with new_file(path) as part:
        count = put_table(part, headings, watched(rows, progress), made)
        _note(ctx, action, path, made, count, counted, {"columns": ", ".join(headings), **(detail or {})})
    return count


def export_cards(
    ctx: Context, path: Path, cards: Iterable[Card], *, action: str, counted: str, form: str = "", detail: Mapping[str, str] | None = None
) -> int:  # fmt: skip
    """Write cards of anybody whom the actor is shown to a new file, as `export_rows` writes rows."""
    made = format_of(path, form, tuple(CARDS))
    with new_file(path) as part:
        count = put_cards(part, cards, CARDS[made])
        _note(ctx, action, path, made, count, counted, detail or {})
    return count


def export_lines(
    ctx: Context,
    path: Path,
    lines: Iterable[str],
    *,
    action: str,
    counted: str = "lines",
    progress: Progress | None = None,
) -> int:
    """Write lines of text that the actor is shown to a new file, as `export_rows` writes rows."""
    made = format_of(path, "", (Format.TEXT,))
    with new_file(path) as part:
        count = put_lines(part, watched(([each] for each in lines), progress))
        _note(ctx, action, path, made, count, counted, {})
    return count


def _note(
    ctx: Context, action: str, path: Path, made: Format, count: int, counted: str, detail: Mapping[str, str]
) -> None:
    """The entry of an export, written before the file gets its name: no file without its entry."""
    said = {**detail, "format": made.value, counted: str(count)}
    if ctx.lens:
        said["as of"] = ctx.lens.isoformat()
    with ctx.store.write():
        audit.append(Entry(ctx.clock.now(), ctx.actor.login, action, clean(path.name, limit=200), None, (), said))


def _offers(ctx: Context) -> tuple[ExportColumn, ...]:
    seen = [field for field in BULK if sight(ctx.actor, field) is Sight.SHOWN]
    return offered(seen, [field.name for field in ctx.config.custom_fields], ctx.config.secret_fields)


def _known(
    ctx: Context, ids: Sequence[int], picked: Sequence[ExportColumn], progress: Progress | None
) -> Iterator[Known]:
    """What the columns need of each person, a page at a time: one query a page, and two or three for each kind of row."""
    fields = {column.field for column in picked if column.field}
    sources = {column.source for column in picked}
    for start in range(0, len(ids), PAGE):
        lines = [line for line in listing.directory_page(ctx, ids[start : start + PAGE]) if line is not None]
        yield from _facts(ctx, lines, sources, fields)
        if progress is not None:
            progress(min(start + PAGE, len(ids)), len(ids))


def _facts(ctx: Context, lines: Sequence[PersonSummary], sources: set[Source], fields: set[Field]) -> Iterable[Known]:
    ids = [line.id for line in lines]
    profiles = people.profiles(ids) if Source.PROFILE in sources else {}
    jobs = people.jobs(ids) if Source.JOB in sources else {}
    pays = people.pays(ids) if Source.PAY in sources else {}
    subjects = directory.subjects(line.number for line in lines) if fields else {}
    for line in lines:
        subject = subjects.get(line.number, Subject(line.number))
        hidden = {field for field in fields if sight(ctx.actor, field, subject) is not Sight.SHOWN}
        profile = shown_on(profiles.get(line.id, ()), ctx.day)
        if profile is not None and Field.BIRTH in hidden:
            profile = replace(profile, birth_date=None)
        if profile is not None and Field.CUSTOM in hidden:
            profile = without_secret(ctx, profile)
        pay = None if Field.PAY in hidden else shown_on(pays.get(line.id, ()), ctx.day)
        yield Known(line, profile, shown_on(jobs.get(line.id, ()), ctx.day), pay)


def _card(ctx: Context, known: Known, names: Sequence[str]) -> Card:
    """A person as a card: what the columns name, and the company they work for."""
    line, profile = known.line, known.profile
    last, _, first = line.name.partition(", ")

    def said(name: str, value: str) -> str:
        return value if name in names else ""

    def own(name: str) -> str:
        return said(name, str(getattr(profile, name, "")))

    return Card(
        number=line.number,
        first_name=profile.first_name if profile else first,
        last_name=profile.last_name if profile else last,
        title=said("title", line.title),
        organisation=ctx.config.company.name,
        department=said("department", line.department),
        email=said("email", line.email),
        phone=own("phone"),
        street=own("street"),
        city=own("city"),
        state=own("state"),
        postal_code=own("postal_code"),
        birth_date=profile.birth_date if profile and "birth_date" in names else None,
    )
