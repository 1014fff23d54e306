"""Shortcuts for tests of recruiting: an open requisition with candidates on its board."""

from __future__ import annotations

from dataclasses import replace

from hrtui.context import Actor, Context
from hrtui.money import Money
from hrtui.recruiting import scoring, service
from hrtui.recruiting.model import RequisitionState
from hrtui.recruiting.scorecards import Overall
from hrtui.recruiting.service import CandidateChange, RequisitionChange
from tests.conftest import all_grants
from tests.people import hire


def colleague(ctx: Context, login: str = "bob", *roles: str) -> Context:
    """Somebody else who may do everything, in some roles."""
    return replace(ctx, actor=Actor(login, roles or ("hr_generalist",), all_grants()))


def draft(ctx: Context, title: str = "Engineer", **values: object) -> str:
    """Write a complete draft and return its number; the hiring manager is hired for it unless given."""
    given: dict[str, object] = {
        "department": "IT", "justification": "The team grows.", "low": Money(7_000_000), "high": Money(9_000_000), **values,
    }  # fmt: skip
    given.setdefault("manager", hire(ctx, "Boss") if "manager" not in given else "")
    return service.add_requisition(ctx, RequisitionChange(title=title, **given)).numbers[0]  # type: ignore[arg-type]


def opened(ctx: Context, title: str = "Engineer", **values: object) -> str:
    """Write, approve and open a requisition, and return its number."""
    number = draft(ctx, title, **values)
    service.request_approval(ctx, number)
    service.approve_requisition(colleague(ctx), number)
    service.move_requisition(ctx, number, RequisitionState.OPEN)
    return number


def interviewed(ctx: Context, application: str) -> None:
    """Move an application to the interview, and enter the scorecard that is asked for before it is left."""
    service.move(ctx, [application], "Interview")
    scoring.score(
        ctx, application, dict.fromkeys(("experience", "communication", "teamwork", "motivation"), 4), Overall.YES
    )


def applied(ctx: Context, requisition: str, last: str = "Doe", **values: object) -> tuple[str, str]:
    """Enter a candidate who applies, and return the numbers of candidate and application."""
    change = CandidateChange(last_name=last, **values)  # type: ignore[arg-type]
    done = service.add_candidate(ctx, change, apply_to=requisition)
    return done.numbers[0], done.numbers[1]
