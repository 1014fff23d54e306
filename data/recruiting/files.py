"""Documents of candidates: rows to values and back; the files themselves are in `data.filestore`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from data import dialect, slots
from data.base import database
from data.candidaterows import CandidateFileRow
from data.owned import enter, live, standing
from data.prepared import listed, one_of, prepared
from data.recruiting import candidates
from data.schema import DocumentRow
from hrtui.audit.model import Entered
from hrtui.recruiting.kept import CandidateFile

FILE = CandidateFileRow
FACT = ("slot", "kind", "title", "file_name", "sha256", "size", "active")
READ = (*FACT, "purged")


def rows_of(candidate_ids: Sequence[int]) -> list[CandidateFile]:
    """Every row of candidates' documents that counts, those taken out too; one query."""
    return [
        CandidateFile(on, kind, title, name, sha256, size, whose, slot, bool(active), purged is not None, stamp=stamp)
        for whose, on, stamp, (slot, kind, title, name, sha256, size, active, purged) in live(FILE, READ, candidate_ids)
    ]


def whole_rows(candidate_ids: Sequence[int]) -> dict[int, list[CandidateFile]]:
    """As `rows_of`, of each candidate with those who were merged into them; a query, and one for each step of merging."""
    others = candidates.merged_into(candidate_ids)
    belongs = {each: each for each in candidate_ids} | (candidates.into(others) if others else {})
    found: dict[int, list[CandidateFile]] = {each: [] for each in candidate_ids}
    for row in rows_of(list(belongs)):
        found[belongs[row.candidate]].append(row)
    return found


def next_slot(candidate: int) -> int:
    """The slot of a candidate's next document; inside `write()`."""
    return slots.next_slot(FILE, candidate)


def add(document: CandidateFile, on: date, entered: Entered) -> None:
    """Enter a document as it stands from a day on; inside `write()`."""
    values = (
        document.slot, document.kind, document.title, document.file_name, document.sha256, document.size, int(document.active),
    )  # fmt: skip
    enter(FILE, FACT, [(document.candidate, on, values)], entered)


def kinds_of(candidate_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """The kinds of documents on file of candidates, those of whom they turned out to be and of whom was merged into these included;
    a query, and one for each step of merging on both sides."""
    wanted = set(candidate_ids)
    turned = candidates.into(wanted)
    kept = {turned.get(each, each) for each in wanted}
    others = candidates.merged_into(kept)
    belongs = {each: each for each in kept} | (candidates.into(others) if others else {})
    found: dict[int, set[str]] = {each: set() for each in kept}
    for whose, kind in _kinds(listed(sorted(belongs))).fetchall():
        found[belongs[whose]].add(kind)
    return {each: frozenset(found[turned.get(each, each)]) for each in wanted}


@prepared
def _kinds(candidate_ids: Any) -> Any:
    wanted = one_of(FILE.candidate, candidate_ids) & standing(FILE) & FILE.purged.is_null() & (FILE.active == 1)
    return FILE.select(FILE.candidate, FILE.kind).where(wanted)


def hashes_of(candidate_ids: Sequence[int]) -> set[str]:
    """The hashes that any row of candidates' documents names, superseded ones included; one query."""
    among = FILE.candidate.in_(dialect.one_of(list(candidate_ids)))
    query = FILE.select(FILE.sha256).distinct().where(among & (FILE.sha256 != ""))
    return {row[0] for row in database.execute(query).fetchall()}


def unnamed(hashes: Collection[str]) -> list[str]:
    """Those of some hashes that no document of a candidate names, and none that counts of anybody else; two queries."""
    among = dialect.one_of(sorted(hashes))
    named = {
        row[0]
        for query in (
            FILE.select(FILE.sha256).distinct().where(FILE.sha256.in_(among)),
            DocumentRow.select(DocumentRow.sha256)
            .distinct()
            .where(DocumentRow.sha256.in_(among) & DocumentRow.superseded_at.is_null()),
        )
        for row in database.execute(query).fetchall()
    }
    return sorted(set(hashes) - named)
