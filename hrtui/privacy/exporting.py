"""Everything about one person in a file of its own: JSON a part, the files of documents, and a cover that says what is left out and why."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data import directory, files, filestore, sealed
from data.keyring import opening_vault
from data.privacy import collecting
from data.privacy.entries import PLAIN
from data.privacy.registry import Stand
from hrtui.access.model import Field, Sight, Subject
from hrtui.access.rules import may, sight
from hrtui.audit import writing
from hrtui.context import Context
from hrtui.documents.rules import sees
from hrtui.errors import StoreDamaged
from hrtui.people.model import PrivateKind
from hrtui.privacy.erasing import Found, find
from hrtui.privacy.model import EXPORT, PERSON, Exported
from hrtui.text import clean, counted

PIECE = 1 << 20
EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
OTHERS = (
    "names and addresses of other people in free text, and how contacts can be reached: GDPR Art. 15(4), the rights of others",
    "who interviewed, who wrote scorecards and who is credited; scorecards that were not submitted: Art. 15(4)",
    "which users of the company entered, read or changed what: Art. 15(4); CJEU C-579/21 (2023)",
    "what is kept for legal claims, if anything is: Art. 23(1)(j) and 15(4)",
)
EEO = "recruiting.eeo"


@dataclass
class _Sight:
    """What the actor sees of a person, and what is left out since they do not."""

    pay: bool
    birth: bool
    custom: bool
    eeo: bool
    left_out: list[str]


def export(ctx: Context, who: str, target: Path) -> Exported:
    """Write everything that is on file about a person or candidate to a new ZIP file, for its owner only; some rows at a time.

    What the actor's role does not see is left out, and said so in the cover: it takes who sees it. Leaves an audit entry. Raises
    NotAllowed, NotFound, StoreError where the file exists or cannot be written, and StoreFull.
    """
    with ctx.store.snapshot():
        found = find(ctx, who, EXPORT)
    filestore.check_free(target)
    with files.part_of(target) as part:
        with ctx.store.snapshot(), zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as out:
            made = _write(ctx, found, out, target)
        told = {"rows": str(sum(made.rows.values())), "documents": str(made.documents)}
        writing.note_read(ctx, found.number, "export", told, area="privacy")
        files.publish(part, target, files.PRIVATE_MODE)
    return made


def _write(ctx: Context, found: Found, out: zipfile.ZipFile, target: Path) -> Exported:
    subject = (
        directory.subjects([found.number]).get(found.number, Subject(found.number))
        if found.kind == PERSON
        else Subject("")
    )
    view = _view(ctx, subject)
    own = collecting.own_names(found.whom)
    stamp = ctx.clock.now()
    counts: dict[str, int] = {}
    for part, stands in collecting.parts().items():
        if part == "equal_opportunity" and not view.eeo:
            continue
        shown = [stand for stand in stands if view.pay or stand.sight is not Field.PAY]
        count = _part(
            out, f"{part}.json", stamp, (_seen(ctx, row, view) for stand in shown for row in _rows(stand, found, own))
        )
        if count:
            counts[part] = count
    values = list(_sealed(ctx, found, subject, view))
    if values:
        counts["sealed"] = _part(out, "sealed.json", stamp, iter(values))
    documents = _documents(ctx, found, subject, out, view, stamp)
    made = Exported(target, found.number, counts, documents, (*OTHERS, *dict.fromkeys(view.left_out)))
    with out.open(_info("cover.txt", stamp), "w") as cover:
        cover.write(_cover(ctx, found, made).encode())
    return made


def _rows(stand: Stand, found: Found, own: list[str]) -> Iterator[Mapping[str, object]]:
    return collecting.rows(stand, found.whom, own)


def _view(ctx: Context, subject: Subject) -> _Sight:
    def sees_field(field: Field) -> bool:
        return any(sight(ctx.actor, field, subject, action) is not Sight.HIDDEN for action in (EXPORT, "people.read"))

    view = _Sight(sees_field(Field.PAY), sees_field(Field.BIRTH), sees_field(Field.CUSTOM), may(ctx.actor, EEO), [])
    hidden = ((view.pay, "pay and what tells of it"), (view.birth, "the birth date"), (view.custom, "sensitive fields of the company's own"),
              (view.eeo, "answers for equal opportunity"))  # fmt: skip
    view.left_out += [
        f"{what}: the role of who made this copy does not see it; ask for it separately"
        for seen, what in hidden
        if not seen
    ]
    return view


def _seen(ctx: Context, row: Mapping[str, object], view: _Sight) -> Mapping[str, object]:
    """A row without the fields that the actor does not see; of the trail which fields changed, for what they were is in other parts."""
    out = dict(row)
    if out["table"] == "profile":
        if not view.birth:
            out.pop("birth_date", None)
        if not view.custom and ctx.config.secret_fields:
            held = json.loads(str(out.get("custom") or "{}"))
            out["custom"] = json.dumps(
                {name: value for name, value in held.items() if name not in ctx.config.secret_fields}
            )
    if out["table"] == "audit":
        out["changes"] = [change[0] for change in json.loads(str(out.get("changes") or "[]"))]
        out["detail"] = {
            name: value for name, value in json.loads(str(out.get("detail") or "{}")).items() if name in PLAIN
        }
    return out


def _part(out: zipfile.ZipFile, name: str, stamp: datetime, rows: Iterator[Mapping[str, object]]) -> int:
    """Write a part as a JSON list, a row a line, plain ASCII; a part without rows is no file. Returns how many rows."""
    first = next(rows, None)
    if first is None:
        return 0
    count = 0
    with out.open(_info(name, stamp), "w") as stream:
        row: Mapping[str, object] | None = first
        while row is not None:
            stream.write(("[\n" if not count else ",\n").encode() + json.dumps(row, default=str).encode())
            count += 1
            row = next(rows, None)
        stream.write(b"\n]\n")
    return count


def _info(name: str, stamp: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, max(EARLIEST, stamp.timetuple()[:6]))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _sealed(ctx: Context, found: Found, subject: Subject, view: _Sight) -> Iterator[Mapping[str, object]]:
    """The sealed values that count, opened for who sees them, and marked as sealed."""
    for person in found.whom.people:
        for kind in PrivateKind:
            boxes = sealed.sealed_now(person, kind)
            if not boxes:
                continue
            if all(
                sight(ctx.actor, Field(kind), subject, action) is Sight.HIDDEN for action in (EXPORT, "people.read")
            ):
                view.left_out.append(
                    f"the {kind.value}, which is kept sealed: the role of who made this copy does not see it; ask for it separately"
                )
                continue
            vault = opening_vault(ctx.config.key_path)
            for row in boxes:
                yield {
                    "kind": kind.value,
                    "kept": "sealed",
                    "from": str(row.effective_from),
                    "value": vault.open(kind, person, row.box),
                }


def _documents(
    ctx: Context, found: Found, subject: Subject, out: zipfile.ZipFile, view: _Sight, stamp: datetime
) -> int:
    """Put the files of documents into the copy, piece by piece; those of kinds that the role does not see are left out."""
    folder, kinds = ctx.config.path(ctx.config.store.documents), ctx.config.kinds_of_documents
    count = 0
    for kind, name, sha256, seeks in collecting.files_of(found.whom):
        if not seeks and not (
            may(ctx.actor, "people.documents", subject) and sees(ctx.actor, kinds.get(kind), subject)
        ):
            view.left_out.append(
                f"documents of the kind {kind}: the role of who made this copy does not see them; ask for them separately"
            )
            continue
        try:
            filestore.prove(folder, sha256)
        except StoreDamaged:
            view.left_out.append(f"a document of the kind {kind}: its file is missing or damaged")
            continue
        count += 1
        safe = _UNSAFE.sub("_", clean(name)).strip("._")[-80:] or "document"
        source = filestore.place(folder, sha256)
        with source.open("rb") as stream, out.open(_info(f"documents/{count:03}-{safe}", stamp), "w") as copy:
            while piece := stream.read(PIECE):
                copy.write(piece)
    return count


def _cover(ctx: Context, found: Found, made: Exported) -> str:
    """The cover: what this is, what is in it, until when it is kept by which rule, and what is left out and why."""
    lines = [
        f"{clean(ctx.config.company.name)}: a copy of what is kept about {found.kind} {found.number}",
        f"Made on {ctx.clock.today()} (GDPR Art. 15; amounts are in cents, instants in UTC).",
        "",
        "In this file",
        *(f"  {part}.json: {counted(count, 'row')}" for part, count in made.rows.items()),
        *([f"  documents/: {counted(made.documents, 'file')}"] if made.documents else []),
        "",
        "Kept until",
        *(f"  {each.rule.records.value.replace('_', ' ')}: {each.due} ({each.rule.source})" for each in found.keeping),
        *(["  No rule keeps any of it beyond today, or the person works here."] if not found.keeping else []),
        "",
        "Left out, and why",
        *(f"  {each}" for each in made.left_out),
        "",
        "A row whose `superseded_at` is set was replaced then; it is kept as history. Sealed values are kept encrypted.",
    ]
    return "\n".join(clean(line, limit=2_000) if line.strip() else "" for line in lines) + "\n"
