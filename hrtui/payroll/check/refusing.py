"""An input that cannot be used: the field, its value, and the rule it breaks."""

from __future__ import annotations

from hrtui.errors import RuleBroken
from hrtui.text import clean

LONGEST = 80


class InputRefused(RuleBroken):
    """An input of a case that breaks a rule."""

    def __init__(self, field: str, value: object, rule: str) -> None:
        self.value = clean(str(value), limit=LONGEST)
        self.rule = rule
        super().__init__(f"{field}: “{self.value}” is not {rule}.", field=field)
