"""A copy of everything about one person: all that is theirs, nothing of others, what is left out told with its reason."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hrtui.access.model import Field, Grant, Scope, Sight
from hrtui.audit import service as trail
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactKind
from hrtui.context import Context
from hrtui.documents import service as documents
from hrtui.documents.model import NewDocument
from hrtui.errors import NotAllowed, NotFound, StoreError
from hrtui.people import service
from hrtui.people.model import JobChange, PrivateKind, ProfileChange
from hrtui.privacy.exporting import export
from hrtui.recruiting import scoring
from hrtui.recruiting.scorecards import Overall
from tests.conftest import ContextAs
from tests.paidruns import FIRST, employee, paid
from tests.people import hire
from tests.recruiting import applied, colleague, interviewed, opened

HOSTILE = '=cmd|"/c calc"!A1\u202e[red]'


def opened_zip(file: Path) -> dict[str, Any]:
    with zipfile.ZipFile(file) as held:
        assert held.testzip() is None
        return {name: held.read(name).decode() for name in held.namelist()}


def filled(ctx: Context, folder: Path) -> str:
    """Somebody paid once, with a profile, a contact, a document, an SSN, and a note that names a colleague."""
    hire(ctx, "Stone", "Rosa")
    who = employee(ctx)
    service.change_profile(
        ctx, who, ProfileChange(date(2026, 2, 1), street=f"1 {HOSTILE}", birth_date=date(1971, 7, 17))
    )
    service.change_job(
        ctx,
        who,
        JobChange(date(2026, 4, 1), title="Lead", reason="Rosa Stone (rosa@x.example) asked, so did Stone, Rosa"),
    )
    contacts.add(
        ctx,
        who,
        Contact(date(2026, 2, 1), ContactKind.EMERGENCY, "Mum", "Kim", phone="617 555 0199", relation="parent"),
    )
    file = folder / "a ; rm -rf .txt"
    file.write_text("letter")
    documents.add(ctx, who, NewDocument(file, "letter"))
    paid_for = [each for each in service.directory_page(ctx, service.directory_ids(ctx)) if each is not None]
    assert len(paid_for) == 2
    return who


def test_it_holds_all_that_is_theirs_and_says_what_is_left_out(ctx: Context, tmp_path: Path) -> None:
    who = filled(ctx, tmp_path)
    made = export(ctx, who, tmp_path / "out.zip")
    held = opened_zip(made.file)
    whole = "".join(held.values())
    assert {"profile.json", "jobs.json", "pay.json", "contacts.json", "sealed.json", "trail.json", "cover.txt"} <= set(
        held
    )
    assert json.loads(held["sealed.json"])[0]["value"] == "123-45-6000"
    assert "1971-07-17" in held["profile.json"] and "Houston, TX" in held["jobs.json"]
    assert [name for name in held if name.startswith("documents/")] == ["documents/001-a_rm_-rf_.txt"]
    assert "Rosa" not in held["jobs.json"] and "rosa@x.example" not in whole and "[another person]" in held["jobs.json"]
    assert "Mum" in held["contacts.json"] and "617 555 0199" not in whole
    assert "alice" not in whole, "users of the company are left out"
    assert "Art. 15(4)" in held["cover.txt"] and "Left out, and why" in held["cover.txt"]
    assert "\u202e" not in whole
    assert (tmp_path / "out.zip").stat().st_mode & 0o077 == 0
    entry = next(each.entry for each in trail.log(ctx) if each.entry.action == "privacy.export")
    assert (entry.subject, dict(entry.detail or {})["documents"]) == (who, "1")


def test_a_paid_person_gets_their_slips_and_a_hired_candidate_their_application(ctx: Context, tmp_path: Path) -> None:
    who = employee(ctx)
    paid(ctx, FIRST)
    held = opened_zip(export(ctx, who, tmp_path / "a.zip").file)
    assert json.loads(held["slips.json"])[0]["run"] == "main-2026-11-12"
    assert any(line["code"] == "Federal income tax" for line in json.loads(held["slip_lines.json"]))
    requisition = opened(ctx, manager=who)
    seeker, one = applied(ctx, requisition, "Doe", first_name="Jo", email="jo@example.com", note="Jo Doe called")
    interviewed(ctx, one)
    scoring.score(
        colleague(ctx), one, {"experience": 5, "communication": 4, "teamwork": 4, "motivation": 5}, Overall.YES, "Good."
    )
    held = opened_zip(export(ctx, seeker, tmp_path / "b.zip").file)
    assert "Jo Doe called" in held["candidate.json"], "their own name stays"
    assert "Good." in held["scorecards.json"] and "bob" not in "".join(held.values())


def test_what_the_role_does_not_see_is_left_out_and_told(ctx: Context, ctx_as: ContextAs, tmp_path: Path) -> None:
    who = filled(ctx, tmp_path)
    narrow = ctx_as(Grant("privacy.export", fields={Field.SSN: Sight.HIDDEN}))
    made = export(narrow, who, tmp_path / "out.zip")
    held = opened_zip(made.file)
    assert not {"pay.json", "sealed.json", "slips.json"} & set(held)
    assert "1971-07-17" not in "".join(held.values()) and made.documents == 0
    said = " ".join(made.left_out)
    for what in ("pay", "birth date", "ssn", "bank", "kind letter"):
        assert what in said


def test_only_who_may_and_only_of_whom_they_reach_and_never_over_a_file(
    ctx: Context, ctx_as: ContextAs, tmp_path: Path
) -> None:
    who = hire(ctx)
    with pytest.raises(NotAllowed):
        export(ctx_as(Grant("people.read")), who, tmp_path / "a.zip")
    with pytest.raises(NotFound):
        export(ctx_as(Grant("privacy.export", Scope(departments=frozenset({"Sales"})))), who, tmp_path / "a.zip")
    (tmp_path / "a.zip").write_text("mine")
    with pytest.raises(StoreError):
        export(ctx, who, tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_text() == "mine"
    assert not [each for each in trail.log(ctx) if each.entry.action == "privacy.export"]


def test_sealed_values_are_of_the_person_alone(ctx: Context, tmp_path: Path) -> None:
    first, second = employee(ctx, 1), employee(ctx, 2)
    held = opened_zip(export(ctx, first, tmp_path / "a.zip").file)
    values = [each["value"] for each in json.loads(held["sealed.json"])]
    assert values == ["123-45-6001", "231380104/10001"]
    assert second not in held["profile.json"]
    assert PrivateKind.SSN.value in held["sealed.json"]
    assert replace(ctx) == ctx
