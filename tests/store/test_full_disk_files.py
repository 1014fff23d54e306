"""A full disk under documents and files that leave: told in a sentence, nothing half is left, and it works with room."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data import audit
from hrtui.context import Context
from hrtui.documents import service as documents
from hrtui.documents.model import NewDocument
from hrtui.errors import RuleBroken, StoreFull
from hrtui.exchange.export import export_people
from tests.people import hire
from tests.store.test_faults import disk  # noqa: F401 - a fixture

ROOM = 60_000


def everything(folder: Path) -> set[str]:
    return {str(each) for each in folder.rglob("*") if each.is_file()}


@pytest.fixture
def full(disk: Path) -> Path:  # noqa: F811 - the fixture
    """The disk with little room left; `ballast` takes the rest."""
    ballast = disk / "ballast"
    ballast.write_bytes(b"x" * (4 * 1024 * 1024 - ROOM))
    return disk


def test_a_document_that_finds_no_room_is_not_filed_and_is_once_there_is(
    ctx: Context, full: Path, tmp_path: Path
) -> None:
    hire(ctx, number="1")
    on_disk = replace(ctx.config, store=replace(ctx.config.store, documents=full / "documents"))
    ctx = replace(ctx, config=on_disk)
    paper = tmp_path / "big.pdf"
    paper.write_bytes(b"%PDF" + b"y" * 300_000)
    head = audit.head()
    with pytest.raises(StoreFull, match="is full"):
        documents.add(ctx, "1", NewDocument(paper, "contract"))
    assert (documents.documents(ctx, "1").rows, audit.head()) == ((), head)
    assert everything(full) == {str(full / "ballast")}
    (full / "ballast").unlink()
    documents.add(ctx, "1", NewDocument(paper, "contract"))
    (full / "ballast").write_bytes(b"x" * 3_700_000)
    kept = everything(full)
    with pytest.raises(StoreFull):
        documents.export(ctx, "1", 1, full / "out.pdf")
    assert everything(full) == kept


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "vcf"])
def test_a_list_that_finds_no_room_leaves_no_file_and_no_entry(ctx: Context, full: Path, form: str) -> None:
    for number in range(40):
        hire(ctx, f"Last{number}" + "z" * 150, title="Engineer " + "q" * 150)
    (full / "more").write_bytes(b"x" * (ROOM - 9_000))
    head = audit.head()
    kept = everything(full)
    with pytest.raises((RuleBroken, StoreFull), match=r"space|full"):
        for number in range(20):
            export_people(ctx, "", full / f"people{number}.{form}")
            head, kept = audit.head(), everything(full)
    assert (audit.head(), everything(full)) == (head, kept)
