"""Make papers: of one person or of all it is for, to a file, or filed under the person's documents."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data import directory
from hrtui.access.rules import may, require
from hrtui.audit import writing
from hrtui.benefits import planfile
from hrtui.benefits.papers import gathering
from hrtui.benefits.papers.drafts import draft
from hrtui.benefits.papers.model import LABELS, PaperKind
from hrtui.benefits.papers.templates import template_of
from hrtui.context import Context
from hrtui.documents import service as documents
from hrtui.documents.model import NewDocument
from hrtui.errors import HrError, NotFound, RuleBroken
from hrtui.papers.filling import fill
from hrtui.papers.model import Paper, Template, Values
from hrtui.papers.pdf import pdf
from hrtui.payroll.outputs import files
from hrtui.people.model import Done
from hrtui.people.subjects import writable

CHUNK = 200
PROGRESS = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A paper that was made: whose, its kind, and its bytes under the name of a file."""

    number: str
    name: str
    kind: PaperKind
    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Skipped:
    """Someone of whom there is no such paper, and why."""

    number: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of the papers of many: how many were written or filed, where, and of whom there is none."""

    kind: PaperKind
    count: int
    where: str
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """Of how many people a kind of paper can be made, and of how many of those chosen it cannot."""

    count: int
    without: int


def action_of(kind: PaperKind) -> str:
    """The right that a kind of paper takes."""
    return "benefits.cobra" if kind in (PaperKind.COBRA_NOTICE, PaperKind.GENERAL_NOTICE) else "benefits.read"


def make(ctx: Context, kind: PaperKind, number: str, *, on: date | None = None, email: bool = False) -> Made:
    """A person's paper, as PDF or as the draft of an e-mail, as of a day (else today).

    Raises NotFound, NotAllowed, ConfigError for a template or a plan file that cannot be used, and RuleBroken where there is no
    such paper: no event under way, no benefits, a rate that is missing.
    """
    template, book = template_of(ctx.config, kind), planfile.book(ctx)
    with ctx.store.snapshot():
        person = writable(ctx, action_of(kind), number)
        lines = directory.lines_of([person.id])
        ((_, values),) = gathering.values_of(ctx, kind, list(lines.values()), book, on or ctx.day)
    if isinstance(values, HrError):
        raise values
    return _made(ctx, kind, template, values, email)


def _made(ctx: Context, kind: PaperKind, template: Template, values: Values, email: bool) -> Made:
    paper = fill(template, values, ctx.config.company.name, str(ctx.clock.today()))
    number = values.texts["person.number"]
    content = _content(paper, values, email)
    return Made(number, paper.person, kind, f"{number}-{kind.value}.{'eml' if email else 'pdf'}", content)


def _content(paper: Paper, values: Values, email: bool) -> bytes:
    return draft(paper, values.texts["person.email"]) if email else pdf(paper)


def write(
    ctx: Context, kind: PaperKind, number: str, target: Path, *, on: date | None = None, email: bool = False
) -> Path:
    """Write a person's paper to a new file of mode 0600, or into a folder under its own name, and leave an audit entry.

    Raises as `make`, and RuleBroken where the file is there already.
    """
    made = make(ctx, kind, number, on=on, email=email)
    path = target / made.file_name if target.is_dir() else target

    def noted(written: files.Written) -> None:
        writing.note_read(ctx, made.number, "paper", {"paper": kind.value, **written.detail}, area="benefits")

    return files.write(path, made.content, before_naming=noted).path


def file(ctx: Context, kind: PaperKind, number: str, *, on: date | None = None) -> Done:
    """File a person's paper as PDF under their documents, of the kind that `benefits: document_kind` names.

    Raises as `make` and `documents.service.add`: also where that very paper is on file.
    """
    require(ctx.actor, documents.CHANGE)
    return _file(ctx, make(ctx, kind, number, on=on))


def _file(ctx: Context, made: Made) -> Done:
    title = f"{LABELS[made.kind]}, {ctx.clock.today()}"
    with tempfile.TemporaryDirectory(prefix="hrtui-") as folder:
        path = Path(folder) / made.file_name
        files.write(path, made.content)
        return documents.add(ctx, made.number, NewDocument(path, ctx.config.benefits.document_kind, title))


def reach(ctx: Context, kind: PaperKind, people: Sequence[int] | None = None, *, on: date | None = None) -> Reach:
    """Of how many of some people, else of all, there is a kind of paper; three queries for each 200.

    Raises NotAllowed, and RuleBroken where there is nobody.
    """
    require(ctx.actor, action_of(kind))
    with ctx.store.snapshot():
        found = set(gathering.candidates(ctx, kind, on or ctx.day))
        wanted = list(found if people is None else found.intersection(people))
        seen = sum(
            may(ctx.actor, action_of(kind), subject)
            for some in _chunks(wanted)
            for _, subject in directory.lines_of(some).values()
        )
    if not seen:
        raise RuleBroken(f"There is nobody whom a paper “{LABELS[kind]}” is for.", "kind")
    return Reach(seen, 0 if people is None else len(set(people)) - seen)


def write_all(
    ctx: Context,
    kind: PaperKind,
    folder: Path,
    *,
    people: Sequence[int] | None = None,
    on: date | None = None,
    email: bool = False,
    progress: PROGRESS | None = None,
) -> Batch:
    """Write the papers of some people, else of all whom a kind is for, each to a file of its own in a folder that is made where there is none.

    A file that is there already is left as it is, and told. As many are in memory as a chunk of people. Raises NotAllowed,
    ConfigError, and RuleBroken where the folder cannot be used or there is nobody.
    """
    _folder(folder)

    def put(chunk: Sequence[Made]) -> list[Skipped]:
        free = [each for each in chunk if not (folder / each.file_name).exists()]
        writing.note_reads(ctx, [each.number for each in free], "paper", {"paper": kind.value}, area="benefits")
        for each in free:
            files.write(folder / each.file_name, each.content)
        there = {each.number for each in chunk} - {each.number for each in free}
        return [Skipped(each.number, each.name, "its file is there already") for each in chunk if each.number in there]

    return _all(ctx, kind, put, str(folder), on, email, progress, people)


def file_all(
    ctx: Context,
    kind: PaperKind,
    *,
    people: Sequence[int] | None = None,
    on: date | None = None,
    progress: PROGRESS | None = None,
) -> Batch:
    """File the papers of some people, else of all whom a kind is for, under their documents; those of whom it is on file
    already are told.

    Raises NotAllowed, ConfigError, and RuleBroken where there is nobody.
    """
    require(ctx.actor, documents.CHANGE)

    def put(chunk: Sequence[Made]) -> list[Skipped]:
        skipped = []
        for each in chunk:
            try:
                _file(ctx, each)
            except RuleBroken as problem:
                skipped.append(Skipped(each.number, each.name, str(problem)))
        return skipped

    return _all(ctx, kind, put, "the people's documents", on, False, progress, people)


def _folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as problem:
        raise RuleBroken(f"{folder} cannot be used as a folder ({problem.strerror}); choose another.", "path") from None


def _all(
    ctx: Context, kind: PaperKind, put: Callable[[Sequence[Made]], list[Skipped]], where: str, on: date | None, email: bool,
    progress: PROGRESS | None, people: Sequence[int] | None,
) -> Batch:  # fmt: skip
    require(ctx.actor, action_of(kind))
    writing.not_past(ctx)
    count, done, skipped = 0, 0, list[Skipped]()
    with ctx.store.snapshot():
        ids = gathering.candidates(ctx, kind, on or ctx.day) if people is None else list(dict.fromkeys(people))
    if not ids:
        raise RuleBroken(f"There is nobody whom a paper “{LABELS[kind]}” is for.", "kind")
    for some in _chunks(ids):
        made, without = _chunk(ctx, kind, some, on or ctx.day, email)
        left = put(made)
        count, done = count + len(made) - len(left), done + len(some)
        skipped += [*without, *left]
        if progress is not None:
            progress(done, len(ids))
    return Batch(kind, count, where, tuple(skipped))


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(ids), CHUNK):
        yield ids[at : at + CHUNK]


def _chunk(
    ctx: Context, kind: PaperKind, people: Sequence[int], on: date, email: bool
) -> tuple[list[Made], list[Skipped]]:
    """The papers of a chunk of people whom the role may see, and those of whom there are none."""
    template, book = template_of(ctx.config, kind), planfile.book(ctx)
    made, skipped = [], []
    with ctx.store.snapshot():
        lines = [line for line in directory.lines_of(people).values() if may(ctx.actor, action_of(kind), line[1])]
        found = list(gathering.values_of(ctx, kind, lines, book, on))
    for line, values in found:
        try:
            if isinstance(values, HrError):
                raise values
            made.append(_made(ctx, kind, template, values, email))
        except (NotFound, RuleBroken) as problem:
            skipped.append(Skipped(line.number, line.name, str(problem)))
    return made, skipped
