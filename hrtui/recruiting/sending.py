"""Many messages sent one after another, each once: what failed is told, and the others go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hrtui.access.rules import require
from hrtui.context import Context
from hrtui.errors import HrError
from hrtui.recruiting.gathering import WORK
from hrtui.recruiting.mailing import Hand
from hrtui.recruiting.messaging import send_message
from hrtui.text import counted

MOST_FAILURES = 3


@dataclass(frozen=True, slots=True)
class Failure:
    """A message that did not go out, and why."""

    number: str
    why: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of many messages: the numbers of those that went out, those that did not, and how many were not tried."""

    numbers: tuple[str, ...]
    failed: tuple[Failure, ...] = ()
    left: int = 0

    @property
    def sentence(self) -> str:
        """How many went out, and what failed first."""
        is_one = len(self.numbers) == 1
        out = f"{counted(len(self.numbers), 'message')} {'is' if is_one else 'are'} sent"
        if not self.failed:
            return f"{out}."
        left = f", {self.left} not tried" if self.left else ""
        first = self.failed[0]
        return f"{out}, {len(self.failed)} did not go out{left}. {first.number}: {first.why}"


def send_messages(ctx: Context, numbers: Sequence[str], *, hand: Hand | None = None) -> Sent:
    """Send drafts one after another, each as `send_message` does; after three in a row that failed the rest is left as it was.

    Raises NotAllowed.
    """
    require(ctx.actor, WORK)
    wanted = list(dict.fromkeys(numbers))
    sent, failed, in_a_row = list[str](), list[Failure](), 0
    for number in wanted:
        if in_a_row == MOST_FAILURES:
            break
        try:
            send_message(ctx, number, hand=hand)
        except HrError as error:
            failed.append(Failure(number, str(error)))
            in_a_row += 1
        else:
            sent.append(number)
            in_a_row = 0
    return Sent(tuple(sent), tuple(failed), len(wanted) - len(sent) - len(failed))
