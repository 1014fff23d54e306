"""The verbs about departments, locations and positions: each opens its form, keeps its draft and runs its use case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from hrtui.audit import own
from hrtui.org import service
from hrtui.org.listing import Kind
from hrtui.org.model import PlaceLine, PositionChange, PositionLine, PositionStatus
from hrtui.people.model import Done
from screens.drafting import Draft, draft_of, with_draft
from screens.org.places import Line, PlacesScreen
from screens.verbs import waited
from screens.widgets.fields import Field

if TYPE_CHECKING:
    from screens.people.forms import Maker, Values

    Base = PlacesScreen
else:
    Base = object

Add = Callable[[dict[str, Any]], Done]
Use = Callable[[dict[str, Any], int | None], Done]
Fields = Callable[["Maker", Any], Sequence[Field]]


class PlaceActs(Base):
    """Mixin of the three lists: what may be done to what is under the cursor."""

    def do_add(self) -> None:
        """Add one."""
        from screens.org import placeforms as forms
        from screens.people.forms import Maker

        fields = self._fields(Maker(self.ctx), None)

        def add(given: dict[str, Any]) -> Done:
            ctx = self.ctx
            if self.KIND == "department":
                return service.add_department(ctx, forms.department_value(given))
            if self.KIND == "location":
                return service.add_location(ctx, forms.location_value(given))
            number = given.pop("number")
            return service.add_position(ctx, number, forms.position_value(given))

        form = f"{service.CHANGE}.add_{self.KIND}"
        with_draft(self, form, "", lambda draft: self._open(f"Add a {self.KIND}", fields, add, draft))

    def do_edit(self) -> None:
        """Change any value of what is under the cursor."""
        line = self.current()
        if line is not None:
            self._change(line, "change", f"Change {line.called}", self._fields)

    def do_rename(self) -> None:
        """Give it another name."""
        from screens.org import placeforms as forms

        line = self.current()
        if isinstance(line, PlaceLine):
            self._change(
                line, "rename", f"Rename {line.name}", lambda make, now: [forms.name_field(now), forms.from_day(make)]
            )

    def do_freeze(self) -> None:
        """Let nobody take the position."""
        line = self.current()
        if isinstance(line, PositionLine):
            self._set_status(line, "freeze", PositionStatus.FROZEN)

    def do_close(self) -> None:
        """Close it from a day on."""
        self._turn("close", PositionStatus.CLOSED)

    def do_reopen(self) -> None:
        """Open it again from a day on."""
        self._turn("open", PositionStatus.OPEN)

    def _turn(self, verb: str, status: PositionStatus) -> None:
        from screens.org import placeforms as forms

        line = self.current()
        if isinstance(line, PositionLine):
            self._set_status(line, verb, status)
        elif line is not None:
            kind, name = self._kind(), line.name

            def turn(given: dict[str, Any], expected: int | None) -> Done:
                is_open = status is PositionStatus.OPEN
                return service.set_open(
                    self.ctx, kind, name, given["effective_from"], active=is_open, expected=expected
                )

            self._dated(line, verb, _title(verb, name), lambda make, _: [forms.from_day(make)], turn)

    def _set_status(self, line: PositionLine, verb: str, status: PositionStatus) -> None:
        from screens.org import placeforms as forms

        def turn(given: dict[str, Any], expected: int | None) -> Done:
            wanted = PositionChange(given["effective_from"], status=status)
            return service.change_position(self.ctx, line.number, wanted, expected=expected)

        title = _title(verb, f"position {line.number}")
        self._dated(line, verb, title, lambda make, _: [forms.from_day(make)], turn)

    def _change(self, line: Line, verb: str, title: str, fields: Fields) -> None:
        from screens.org import placeforms as forms

        def change(given: dict[str, Any], expected: int | None) -> Done:
            ctx = self.ctx
            if self.KIND == "department":
                return service.change_department(ctx, line.called, forms.department_value(given), expected=expected)
            if self.KIND == "location":
                return service.change_location(ctx, line.called, forms.location_value(given), expected=expected)
            return service.change_position(ctx, line.called, forms.position_value(given), expected=expected)

        self._dated(line, verb, title, fields, change)

    def _dated(self, line: Line, verb: str, title: str, fields: Fields, use: Use) -> None:
        """Open a form about what is under the cursor as it is stored now, with its draft; what others enter meanwhile is
        shown, field by field."""
        from screens.org import placeforms as forms
        from screens.people.forms import Maker
        from screens.people.meanwhile import Touching
        from screens.saving import Filled, open_saving

        ctx, kind, name, make = self.ctx, self.KIND, line.called, Maker(self.ctx)
        draft = draft_of(self, f"{service.CHANGE}.{verb}_{kind}", f"{kind} {name}")

        def newest() -> int:
            return service.newest(ctx, kind, name)

        def filled() -> Filled:
            shown = fields(make, next((each for each in self.read() if each.id == line.id), line))

            def write(values: Values, expected: int | None) -> Done:
                given = forms.changed(shown, values)
                done = use(given, expected)
                self.seek(str(values.get("name") or values.get("number") or ""))
                return done

            return Filled(shown, write)

        def read() -> Filled:
            draft.read()
            draft.stands_on = newest()
            return filled()

        def show(found: Filled) -> None:
            open_saving(Touching(self, found, draft, filled, f"this {kind}", newest), title)

        self.work_on(read, show, hold=True)

    def _open(self, title: str, fields: Sequence[Field], add: Add, draft: Draft) -> None:
        from screens.org import placeforms as forms
        from screens.saving import open_form

        done: list[Done] = []

        def write(values: Values) -> None:
            given = forms.changed(fields, values)
            draft.saving(own.newest(self.ctx))
            done.append(add(given))
            self.seek(str(values.get("name") or values.get("number") or ""))

        open_form(self, title, fields, lambda values: waited(self, lambda: write(values)), draft, done)

    def _fields(self, make: Maker, line: Line | None) -> list[Field]:
        from screens.org import placeforms as forms

        if self.KIND == "position":
            return forms.position_fields(make, line if isinstance(line, PositionLine) else None)
        place = line if isinstance(line, PlaceLine) else None
        return forms.department_fields(make, place) if self.KIND == "department" else forms.location_fields(make, place)

    def _kind(self) -> Kind:
        return "department" if self.KIND == "department" else "location"


class DepartmentActs(PlaceActs):
    """What may be done to departments only."""

    def do_move(self) -> None:
        """Hang it below another department, or at the top."""
        from screens.org import placeforms as forms

        line = self.current()
        if isinstance(line, PlaceLine):
            self._change(
                line,
                "move",
                f"Move {line.name}",
                lambda make, now: [forms.parent_field(make, now), forms.from_day(make)],
            )

    def do_head(self) -> None:
        """Change who heads it."""
        from screens.org import placeforms as forms

        line = self.current()
        if isinstance(line, PlaceLine):
            title = f"Who heads {line.name}"
            self._change(line, "head", title, lambda make, now: [forms.head_field(make, now), forms.from_day(make)])


def _title(verb: str, name: str) -> str:
    return f"{'Open' if verb == 'open' else verb.capitalize()} {name}{' again' if verb == 'open' else ''}"
