"""What each of a panel is to find out: attributes of the scorecard and questions, from the recruiting file or their own; pure."""

from __future__ import annotations

from hrtui.interviews.model import Member
from hrtui.recruiting.playbook import Attribute, Kit
from hrtui.value import frozen


@frozen
class Own:
    """What somebody is to find out in the place of what the recruiting file says: attributes by name, and questions; empty for those
    of the file."""

    attributes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@frozen
class Sheet:
    """What one of a panel is to find out."""

    member: Member
    attributes: tuple[Attribute, ...] = ()
    questions: tuple[str, ...] = ()
    is_own: bool = False

    @property
    def text(self) -> str:
        """As it stands in an e-mail; empty where there is nothing."""
        lines = []
        if self.attributes:
            lines.append(f"Please assess: {', '.join(each.label for each in self.attributes)}.")
        if self.questions:
            lines += ["You may ask:", *(f"- {each}" for each in self.questions)]
        return "\n".join(lines)


def sheet_of(kit: Kit | None, stage: str, member: Member, own: Own | None) -> Sheet:
    """What somebody is to find out in a stage: their own, else what the scorecard says of the stage and of their role."""
    if kit is None:
        return Sheet(member, (), own.questions if own else (), own is not None)
    focus = kit.focus_of(stage, member.role)
    names = (own.attributes if own else ()) or focus.attributes
    attributes = tuple(each for each in kit.attributes if not names or each.name in names)
    questions = (own.questions if own else ()) or focus.questions or kit.questions
    return Sheet(member, attributes, questions, own is not None)
