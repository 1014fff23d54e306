"""How a role answers what it was asked to approve: a requisition, or an offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hrtui.audit.model import Change
from hrtui.context import Context
from hrtui.errors import NotAllowed, RuleBroken
from hrtui.people.model import Stamp
from hrtui.recruiting import rules
from hrtui.recruiting.model import Approval, ApprovalState
from hrtui.text import listed


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer of a role, and all answers with it."""

    answer: Approval
    every: tuple[Approval, ...]

    @property
    def refused(self) -> bool:
        """Whether the role refused."""
        return self.answer.state is ApprovalState.REFUSED

    @property
    def waits(self) -> list[str]:
        """The roles that have not answered; none where one refused."""
        return [] if self.refused else [each.role for each in self.every if each.state is ApprovalState.REQUESTED]

    @property
    def told(self) -> tuple[list[Change], dict[str, str] | None]:
        """The answer as the trail says it."""
        changes = [Change(f"approval.{self.answer.role}", ApprovalState.REQUESTED.value, self.answer.state.value)]
        return changes, {"reason": self.answer.reason} if self.answer.reason else None


def answered(
    ctx: Context, asked: Sequence[Approval], stamp: Stamp | None, role: str, *, refuse: bool, reason: str
) -> Answered:
    """The answer of one of the actor's roles; it may be left out where only one is asked, and it is never for what one asked for
    oneself, at its `stamp`. Raises NotAllowed, and RuleBroken where a refusal has no reason."""
    role = _own_role(ctx, asked, role)
    rules.check_approver(asked, role, ctx.actor.login, stamp.recorded_by if stamp else "")
    if refuse and not reason:
        raise RuleBroken("Say why it is refused.", "reason")
    state = ApprovalState.REFUSED if refuse else ApprovalState.APPROVED
    answer = Approval(role, state, ctx.actor.login, reason)
    return Answered(answer, tuple(answer if each.role == role else each for each in asked))


def _own_role(ctx: Context, asked: Sequence[Approval], role: str) -> str:
    """The role the actor answers for: the one named, else their only one that is asked."""
    waiting = [each.role for each in asked if each.state is ApprovalState.REQUESTED]
    if role:
        if role not in ctx.actor.roles:
            raise NotAllowed(f"{ctx.actor.login} has not the role {role}, so cannot answer for it.")
        return role
    mine = [each for each in waiting if each in ctx.actor.roles]
    if not mine:
        raise NotAllowed(f"{ctx.actor.login} has none of the roles that are asked: {listed(waiting) or 'none'}.")
    if len(mine) > 1:
        raise RuleBroken(f"Say for which role: {listed(mine)}.", "role")
    return mine[0]
