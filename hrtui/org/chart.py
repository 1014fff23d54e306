"""The use cases of the org chart: the tree of a day, its lines a page at a time, and its rows for files."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from data import directory
from data.org import chart as rows
from hrtui.access.model import Scope
from hrtui.access.rules import require, scopes
from hrtui.context import Context
from hrtui.errors import NotFound
from hrtui.org.tree import Extra, Kind, Opening, Tree, by_department, by_manager
from hrtui.people import listing
from hrtui.people.summary import PersonSummary
from hrtui.text import clean, fold

READ = "people.read"
MANAGER, DEPARTMENT = "manager", "department"
VIEWS = (MANAGER, DEPARTMENT)
PAGE = 500
FTE_PARTS = 10_000
HEADINGS = (
    "level", "kind", "number", "name", "title", "department", "location", "manager", "direct", "total", "fte_below",
    "vacant", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chart:
    """The tree of a day as the actor may see it, by manager or by department."""

    day: date
    by: str
    tree: Tree


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the chart. `department` is the person's, `differs` whether another than that of the line above.

    `direct` and `total` count people below, `fte` their full-time equivalents in ten-thousandths, `vacant` open seats:
    those right under the line, or those of the line itself where it is a vacancy.
    """

    node: int
    kind: Kind
    depth: int
    label: str
    person: int = 0
    number: str = ""
    title: str = ""
    department: str = ""
    location: str = ""
    manager: str = ""
    differs: bool = False
    direct: int = 0
    total: int = 0
    fte: int = 0
    vacant: int = 0
    starting: bool = False
    dotted: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What else is to be said of the line, in words."""
        seats = "" if self.vacant == 1 else f" ({self.vacant} seats)"
        vacant = f"vacant{seats}" if self.kind is Kind.VACANCY else ""
        starting = "starting" if self.starting else ""
        dotted = f"dotted line to {'; '.join(self.dotted)}" if self.dotted else ""
        return ", ".join(part for part in (vacant, starting, dotted) if part)


def chart(ctx: Context, by: str = MANAGER) -> Chart:
    """The chart of the context's day with everyone the actor may read; at most eight queries, whatever the number of
    people but for those who report out of the actor's sight. Raises NotAllowed."""
    require(ctx.actor, READ)
    reach, day = scopes(ctx.actor, READ), ctx.day
    with ctx.store.snapshot():
        members = rows.members_on(day, reach, ctx.actor.person)
        here = {each.id for each in members}
        openings = [each for each in rows.openings_on(day, reach, ctx.actor.person) if _shown(each, reach, here)]
        if by == DEPARTMENT:
            return Chart(day, by, by_department(members, rows.units_on(day), openings))
        above = {each.manager for each in members if each.manager is not None} - here
        return Chart(day, by, by_manager(members, openings, rows.here_of(above, day)))


def lines(ctx: Context, shown: Chart, nodes: Sequence[int]) -> list[Line | None]:
    """The lines of a page of nodes in their order; None for people gone or out of scope meanwhile. Three queries."""
    require(ctx.actor, READ)
    reach, tree = scopes(ctx.actor, READ), shown.tree
    on = None if shown.day == ctx.clock.today() else shown.day
    ids = [tree.members[node].id for node in nodes if tree.extra(node) is None]
    found = dict(zip(ids, directory.page(ids, reach, ctx.actor.person, on), strict=True))
    dotted = rows.dotted_of(ids, shown.day)
    others = sorted({each for some in dotted.values() for each in some})
    names = {line.id: line.name for line in directory.page(others, reach, ctx.actor.person, on) if line is not None}
    return [_line(shown, node, found, dotted, names) for node in nodes]


def place_of(ctx: Context, shown: Chart, text: str) -> int:
    """The node of a person by number or name, or of `dept:NAME`. Raises NotFound, and what naming a person raises."""
    wanted = clean(text)
    if wanted.lower().startswith("dept:"):
        return _department(shown, wanted[5:].strip().strip('"'))
    number = listing.resolve(ctx, wanted)
    node = shown.tree.find(rows.person_ids([number]).get(number, 0))
    if node is None:
        raise NotFound(f"{number} does not work here on {shown.day}; look at another day, or at their record.")
    return node


def places(shown: Chart, ids: Iterable[int]) -> array[int]:
    """The nodes of people by their ids, in the chart's order of the ids; those who are not in it are left out."""
    wanted = {id_: at for at, id_ in enumerate(ids)}
    found = ((wanted[each.id], node) for node, each in enumerate(shown.tree.members) if each.id in wanted)
    return array("q", (node for _, node in sorted(found)))


def all_lines(
    ctx: Context, shown: Chart, top: int | None = None, depth: int | None = None
) -> Iterator[tuple[Line, tuple[bool, ...]]]:
    """The chart's lines from a node (else from the top) so many levels down, in order, each with whether it and those
    above it are the last of theirs; three queries for some hundreds."""
    walk = shown.tree.walk(shown.tree.roots if top is None else [top], depth)
    while some := list(islice(walk, PAGE)):
        for line, (_, trail) in zip(lines(ctx, shown, [node for node, _ in some]), some, strict=True):
            if line is not None:
                yield line, trail


def written(found: Iterable[tuple[Line, tuple[bool, ...]]]) -> Iterator[tuple[object, ...]]:
    """The rows of a file for lines, in the order of HEADINGS."""
    for line, trail in found:
        yield (
            len(trail), line.kind.value, line.number, line.label, line.title, line.department, line.location,
            line.manager, line.direct, line.total, shown_fte(line.fte), line.vacant, line.note,
        )  # fmt: skip


def shown_fte(parts: int) -> str:
    """Full-time equivalents as people write them."""
    return f"{parts / FTE_PARTS:.2f}"


def _shown(opening: Opening, reach: Sequence[Scope], here: set[int]) -> bool:
    """Whether a vacancy is the actor's to see: of a manager or a department they may read."""
    return opening.manager in here or any(scope.everyone or opening.department in scope.departments for scope in reach)


def _department(shown: Chart, name: str) -> int:
    wanted = fold(name)
    extras = enumerate(shown.tree.extras, len(shown.tree.members))
    found = (node for node, each in extras if each.kind is Kind.DEPARTMENT and fold(each.label) == wanted)
    node = next(found, None)
    if node is None:
        raise NotFound(f"There is nobody in a department “{clean(name, limit=60)}” on {shown.day}.")
    return node


def _line(
    shown: Chart,
    node: int,
    found: dict[int, PersonSummary | None],
    dotted: dict[int, list[int]],
    names: dict[int, str],
) -> Line | None:
    tree, extra = shown.tree, shown.tree.extra(node)
    if extra is not None:
        return _of_extra(tree, node, extra)
    member = tree.members[node]
    row = found.get(member.id)
    if row is None:
        return None
    up = tree.parents[node]
    return Line(
        node, Kind.PERSON, len(tree.above(node)), row.name, row.id, row.number, row.title, row.department, row.location,
        row.manager, _department_of(tree, up) != member.department, tree.direct[node], tree.total[node], tree.fte[node],
        tree.vacant[node], member.starting, tuple(names[each] for each in dotted.get(row.id, ()) if each in names),
    )  # fmt: skip


def _of_extra(tree: Tree, node: int, extra: Extra) -> Line:
    opening, depth = extra.opening, len(tree.above(node))
    if opening is not None:
        differs = _department_of(tree, tree.parents[node]) != opening.department
        return Line(
            node, extra.kind, depth, extra.label, number=opening.number, title=opening.title,
            department=opening.department, differs=differs, vacant=opening.seats,
        )  # fmt: skip
    return Line(
        node, extra.kind, depth, extra.label, direct=tree.direct[node], total=tree.total[node], fte=tree.fte[node],
        vacant=tree.vacant[node],
    )  # fmt: skip


def _department_of(tree: Tree, node: int) -> str:
    if node < 0:
        return ""
    extra = tree.extra(node)
    return tree.members[node].department if extra is None else extra.label if extra.kind is Kind.DEPARTMENT else ""
