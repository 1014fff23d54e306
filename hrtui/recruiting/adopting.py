"""Documents of a candidate that become those of the person they are hired as: the same files, so that nothing is filed twice."""

from __future__ import annotations

from data import documents
from data.identity import person_id
from data.recruiting import files as rows
from hrtui.audit.model import Change, Entered
from hrtui.context import Context
from hrtui.documents import rules
from hrtui.documents.model import Document
from hrtui.errors import NotFound
from hrtui.recruiting.filing import whole
from hrtui.recruiting.kept import CandidateFile, on_file
from hrtui.recruiting.letters import letters_of
from hrtui.recruiting.model import Candidate
from hrtui.recruiting.offers import Offer
from hrtui.recruiting.playbook import OFFER_LETTER
from hrtui.recruiting.playfile import playbook


def adopt(ctx: Context, who: Candidate, offer: Offer, number: str, entered: Entered) -> list[Change]:
    """File documents of a candidate as a person's, of the kinds that the recruiting file names for it; of letters that of the offer
    alone. Inside `write()`; returns what the trail says of it, which kinds and not how they are called.

    A kind of people's documents that the configuration does not know, or that needs a day on which it expires, is left out, and so is
    what is on record of the person already. Raises NotFound.
    """
    book, known, today = playbook(ctx), ctx.config.kinds_of_documents, ctx.clock.today()
    person, changes = person_id(number), list[Change]()
    if person is None:
        raise NotFound(f"There is no person {number} to file documents of.")
    there = {each.sha256 for each in rules.on_day(documents.live_documents(person), today)}
    for each in _fitting(on_file(rows.rows_of(whole(who)), today), offer):
        declared = book.file_kind(each.kind)
        kind = known.get(declared.filed_as) if declared else None
        slot = documents.next_slot(person)
        if kind is None or kind.expires or each.sha256 in there or slot > rules.MOST:
            continue
        there.add(each.sha256)
        made = Document(today, kind.name, each.title, each.file_name, each.sha256, each.size, None, slot)
        documents.add_document(person, made, entered)
        changes.append(Change(f"document.{slot}.kind", "", kind.name))
    return changes


def _fitting(found: list[CandidateFile], offer: Offer) -> list[CandidateFile]:
    own = letters_of(offer, found)
    return [each for each in found if each.kind != OFFER_LETTER or each in own]
