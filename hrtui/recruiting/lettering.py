"""Letters of offers: made from the company's template once the offer was approved, and filed with the candidate's documents."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from data import directory, filestore
from data.recruiting import files as rows
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.config import Config
from hrtui.context import Context
from hrtui.errors import NotFound, RuleBroken
from hrtui.papers.filling import fill
from hrtui.papers.model import Template
from hrtui.papers.pdf import pdf
from hrtui.papers.templates import load
from hrtui.payroll.outputs import files
from hrtui.recruiting.filing import folder_of, next_slot, put, whole
from hrtui.recruiting.gathering import GIVEN, OFFER, Worked
from hrtui.recruiting.kept import CandidateFile, kind_of, on_file
from hrtui.recruiting.letters import FIELDS, check_letter, file_name, letters_of, stands_until, values_of
from hrtui.recruiting.model import Candidate, Requisition
from hrtui.recruiting.offering import found_offer, offer_pay_shown
from hrtui.recruiting.offers import Offer
from hrtui.recruiting.playbook import OFFER_LETTER
from hrtui.recruiting.playfile import playbook
from hrtui.text import clean

SHIPPED = Path(__file__).parent / f"{OFFER_LETTER}.txt"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that was made: its offer and candidate, and its bytes under the name of a file."""

    offer: Offer
    candidate: Candidate
    file_name: str
    content: bytes


def template_of(config: Config) -> Template:
    """The template of letters of offers; raises ConfigError with file and line of each problem."""
    own = config.path(config.recruiting.letters) / SHIPPED.name
    return load(own, SHIPPED, FIELDS, "recruiting: letters")


def letter(ctx: Context, number: str, *, expected: int | None = None) -> Letter:
    """The letter of an offer as PDF: an approved one's as if it were sent today, a sent one's as it was.

    Raises NotFound, NotAllowed, Conflict, ConfigError for a template that cannot be used, and RuleBroken where the offer was not
    approved or is over.
    """
    template = template_of(ctx.config)
    with ctx.store.snapshot():
        offer, wanted, who = _found(ctx, number, expected)
        manager = _name(offer.manager) if offer.manager else ""
    check_letter(offer)
    today = ctx.clock.today()
    until = stands_until(offer, today, playbook(ctx).settings.offer_days)
    values = values_of(ctx.config, offer, who, wanted, manager, today, until)
    paper = fill(template, values, ctx.config.company.name, values.texts["today"])
    return Letter(offer, who, file_name(offer), pdf(paper))


def file_letter(ctx: Context, number: str, *, expected: int | None = None) -> Worked:
    """Make the letter of an offer and file it with the candidate's documents, in the place of one of that offer which is there.

    Raises as `letter`, and RuleBroken where that very letter is on file, or the recruiting file declares no kind of document for it.
    """
    made = letter(ctx, number, expected=expected)
    done = _filed(ctx, made)
    if done is None:
        raise RuleBroken(f"That very letter of offer {made.offer.number} is on file already.", "file")
    return done


def write_letter(ctx: Context, number: str, target: Path) -> Path:
    """Write the letter of an offer to a new file of mode 0600, or into a folder under its own name, and leave an audit entry; it is
    filed too, so that what leaves is on file.

    Raises as `file_letter`, and StoreError where the file is there already.
    """
    made = letter(ctx, number)
    path = target / made.file_name if target.is_dir() else target
    filestore.check_free(path)
    _filed(ctx, made)

    def noted(written: files.Written) -> None:
        writing.note_read(ctx, made.offer.number, "letter", written.detail, area="recruiting")

    return files.write(path, made.content, before_naming=noted).path


def _filed(ctx: Context, made: Letter) -> Worked | None:
    """File a letter; None where that very letter is on file."""
    kind, most = kind_of(playbook(ctx), OFFER_LETTER), ctx.config.store.largest_document
    with tempfile.TemporaryDirectory(prefix="hrtui-") as folder:
        path = Path(folder) / made.file_name
        files.write(path, made.content)
        stored = filestore.put(folder_of(ctx), path, most)
        with ctx.store.write():
            offer, _, who = _found(ctx, made.offer.number, None)
            check_letter(offer)
            before = letters_of(offer, on_file(rows.rows_of(whole(who)), ctx.clock.today()))
            if any(each.sha256 == stored.sha256 for each in before):
                return None
            filestore.keep(folder_of(ctx), stored, path, most)
            entered = writing.begin(ctx, OFFER, offer.number)
            for each in before:
                put(ctx, replace(each, active=False), entered)
            put(ctx, _document(ctx, who, offer, kind, stored), entered)
            notes = [(offer.number, [Change("letter", "made" if before else "", "made")], None)]
            filed = [Change(f"candidate.document.{kind}", GIVEN if before else "", GIVEN)]
            writing.note_many(entered, OFFER, [*notes, (who.number, filed, None)])
    sentence = f"The letter of offer {offer.number} is filed with the documents of {who.name}."
    return Worked(entered.command, "", sentence, (), (offer.number, who.number))


def _document(ctx: Context, who: Candidate, offer: Offer, kind: str, stored: filestore.Stored) -> CandidateFile:
    title, name = f"Offer letter {offer.number}", file_name(offer)
    return CandidateFile(ctx.clock.today(), kind, title, name, stored.sha256, stored.size, who.id, next_slot(who))


def _found(ctx: Context, number: str, expected: int | None) -> tuple[Offer, Requisition, Candidate]:
    offer, _, wanted, who = found_offer(ctx, OFFER, number, expected)
    if not offer_pay_shown(ctx, wanted):
        raise NotFound(f"There is no offer “{clean(number, limit=40)}” that you may see.")
    return offer, wanted, who


def _name(number: str) -> str:
    """A person's name as a letter writes it: the first name before."""
    line = directory.line(number)
    last, _, first = line[0].name.partition(", ") if line else (number, "", "")
    return f"{first} {last}".strip()
