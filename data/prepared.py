"""Statements that are asked often, put into words once: Peewee writes most of them ten times as long as SQLite answers.

```python
@prepared
def _slips(run: Any, people: Any) -> Any:
    return SlipRow.select(SlipRow.id).where((SlipRow.run == run) & one_of(SlipRow.person, people))

_slips(4, listed([1, 2])).fetchall()
```
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from peewee import SQL, NodeList, Value

from data.base import database


class _Place(int):
    """Which of the values given belongs into a place of the statement."""


class Prepared:
    """A statement whose values are the parameters of the function that makes it from nodes in their places; written in
    Peewee's words when it is first run.

    Values are given as the engine keeps them: a day or a plain value as it is, an instant as `utc_text` writes it, ids as
    `listed` does.
    """

    def __init__(self, build: Callable[..., Any]) -> None:
        self._build, self._sql = build, ""
        self._values: tuple[Any, ...] = ()

    def __call__(self, *values: Any, on: Any = database) -> Any:
        """Run it, on another database than the one all models are bound to where one is given, and return the cursor."""
        if not self._sql:
            self._write(on)
        return on.execute_sql(self._sql, [values[each] if type(each) is _Place else each for each in self._values])

    def _write(self, on: Any) -> None:
        count = self._build.__code__.co_argcount
        places = [Value(_Place(at), converter=False) for at in range(count)]
        written, found = on.get_sql_context().sql(self._build(*places)).query()
        self._values, self._sql = tuple(found), written


def prepared(build: Callable[..., Any]) -> Prepared:
    """The statement that a function makes of nodes in the places of its values."""
    return Prepared(build)


def one_of(column: Any, values: Any) -> Any:
    """Whether a column is one of the values that `listed` puts in a place."""
    return column.in_(NodeList((SQL("(SELECT value FROM json_each("), values, SQL("))"))))


def listed(values: Iterable[int] | Iterable[str]) -> str:
    """Any number of ids or texts as one value of a statement."""
    return json.dumps(list(values))
