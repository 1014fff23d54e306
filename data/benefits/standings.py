"""Who is covered, as benefits need to know them, and who receives what of life plans."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from data.benefits.rows import New, enter, live, replaced
from data.schema import BeneficiaryRow, StandingRow
from data.slots import all_rows
from hrtui.audit.model import Entered
from hrtui.benefits.model import Beneficiaries, Beneficiary, Standing, Verification
from hrtui.benefits.plans import PlanType
from hrtui.people.model import Stamp

STANDING = ("slot", "tobacco", "student", "disabled", "verification", "proof")
SHARES = ("type", "shares")


def standings(people: Sequence[int], known: int | None = None) -> dict[int, list[Standing]]:
    """The rows that count of each person's own standing and their dependents', now or as known after a command, by slot and
    oldest first; one query."""
    found: dict[int, list[Standing]] = defaultdict(list)
    for person, on, stamp, cells in live(StandingRow, STANDING, people, known):
        found[person].append(_standing(on, stamp, cells))
    return found


def put_standings(rows: Iterable[tuple[int, Standing]], entered: Entered) -> int:
    """Let standings count from their days on, in the place of those of the same slot and day; inside `write()`."""
    new: list[New] = [(person, row.effective_from, standing_values(row)) for person, row in rows]
    replaced(StandingRow, new, STANDING, entered)
    return enter(StandingRow, STANDING, new, entered)


def standing_values(row: Standing) -> tuple[Any, ...]:
    """The values of a standing's row, in the order of `STANDING`."""
    return row.slot, int(row.tobacco), int(row.student), int(row.disabled), row.verification.value, row.proof


def beneficiaries(people: Sequence[int]) -> dict[int, list[Beneficiaries]]:
    """The rows that count of each person's beneficiaries, by type of plan and oldest first; one query."""
    found: dict[int, list[Beneficiaries]] = defaultdict(list)
    for person, on, stamp, cells in live(BeneficiaryRow, SHARES, people):
        found[person].append(_named(on, stamp, cells))
    return found


def put_beneficiaries(person: int, named: Beneficiaries, entered: Entered) -> None:
    """Let beneficiaries of a type of plan count from a day on; inside `write()`."""
    put_many_beneficiaries([(person, named)], entered)


def put_many_beneficiaries(rows: Iterable[tuple[int, Beneficiaries]], entered: Entered) -> int:
    """As `put_beneficiaries`, of many people; returns how many rows."""
    new: list[New] = [(person, row.effective_from, (row.type.value, shares_text(row.people))) for person, row in rows]
    replaced(BeneficiaryRow, new, SHARES, entered)
    return enter(BeneficiaryRow, SHARES, new, entered)


def shares_text(people: Iterable[Beneficiary]) -> str:
    """Beneficiaries as they are stored."""
    return json.dumps(
        [
            {
                "name": each.name,
                "relation": each.relation,
                "share": each.share,
                "slot": each.slot,
                "contingent": each.contingent,
            }
            for each in people
        ],
        separators=(",", ":"),
        ensure_ascii=False,
    )


def all_standings(person: int) -> list[Standing]:
    """Every row of the standing of a person and their dependents there ever was, by slot and oldest first; one query."""
    return [
        _standing(on, stamp, cells)
        for _, on, stamp, cells in all_rows(StandingRow, person, [getattr(StandingRow, name) for name in STANDING])
    ]


def all_beneficiaries(person: int) -> list[Beneficiaries]:
    """Every row of a person's beneficiaries there ever was, by type of plan and oldest first; one query."""
    columns = [getattr(BeneficiaryRow, name) for name in SHARES]
    return [_named(on, stamp, cells) for _, on, stamp, cells in all_rows(BeneficiaryRow, person, columns)]


def _standing(on: date, stamp: Stamp, cells: Sequence[Any]) -> Standing:
    slot, tobacco, student, disabled, verified, proof = cells
    return Standing(on, slot, bool(tobacco), bool(student), bool(disabled), Verification(verified), proof, stamp)


def _named(on: date, stamp: Stamp, cells: Sequence[Any]) -> Beneficiaries:
    type_, shares = cells
    return Beneficiaries(on, PlanType(type_), tuple(Beneficiary(**each) for each in json.loads(shares)), stamp)
