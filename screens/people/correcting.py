"""Correcting a row of a person, and withdrawing one that has not begun: first which row, then what is to be in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from hrtui.access.model import Field as Sensitive
from hrtui.access.model import Sight
from hrtui.access.rules import sight
from hrtui.errors import NotFound
from hrtui.people import service
from hrtui.people.model import Certificate, Done, Job, Pay, Profile, Record, Status
from hrtui.people.rules import STATE_WORDS, is_live, order, row_state
from screens.people import forms
from screens.people.dated import KINDS_OF_TAB, reason
from screens.people.filling import with_stored
from screens.people.withdrawing import Withdrawn, ask_withdraw
from screens.saving import Filled
from screens.widgets.fields import Field, FlagField
from screens.widgets.menu import Menu, MenuItem

if TYPE_CHECKING:
    from screens.people.acts import PersonActs

Row = Job | Pay | Profile | Certificate
Under = tuple[str, int] | None
CORRECTED, WITHDRAWN = ("job", "pay", "profile"), ("job", "pay", "profile", "certificate")
KEPT = ("The row keeps its day; the version there is stays in the history as corrected.",)
NOTHING = "There is nothing of this person to {} that your roles show."
LATER = FlagField(
    key="carry",
    label="Later rows too",
    initial=True,
    help="what later rows copied from this one is corrected in them too",
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A row of a person by its kind."""

    kind: str
    row: Row

    @property
    def seq(self) -> int:
        """The sequence within its day."""
        return order(self.row)[1]


def correct(acts: PersonActs, tab: str, under: Under = None) -> None:
    """Correct the row under the cursor in a form, else choose one of the tab, or of all kinds where it has none of its own."""
    kinds = KINDS_OF_TAB.get(tab, CORRECTED)
    wanted = _wanted(acts, kinds, births=True)
    _choose(acts, "Correct", kinds, lambda _, chosen: _form(acts, wanted, chosen), under, wanted)


def withdraw(acts: PersonActs, under: Under = None) -> None:
    """Take back the row under the cursor where it has not begun, else one that is chosen, after the number was typed."""
    today = acts.ctx.clock.today()
    wanted = _wanted(acts, WITHDRAWN, births=False)
    _choose(acts, "Withdraw", WITHDRAWN, lambda record, chosen: _ask(acts, record, chosen), under, wanted, today)


def _choose(
    acts: PersonActs,
    verb: str,
    kinds: Sequence[str],
    then: Any,
    under: Under,
    wanted: frozenset[Sensitive],
    after: date | None = None,
) -> None:
    number, ctx = acts.subject(), acts.ctx
    if not number:
        acts.say(acts.NO_ONE)
        return

    def show(record: Record) -> None:
        found = [each for each in _rows(record, kinds) if after is None or each.row.effective_from > after]
        if not found:
            acts.say(NOTHING.format(verb.lower()))
            return
        meant = [each for each in found if under == (each.kind, each.row.stamp.id if each.row.stamp else 0)]
        if meant:
            then(record, meant[0])
            return
        items = [MenuItem(str(at), _label(each), _help(record, each, ctx.day)) for at, each in enumerate(found)]

        def chosen(at: str | None) -> None:
            if at is not None:
                then(record, found[int(at)])

        acts.app.push_screen(Menu(f"{verb} which row of {record.summary.name}", items), chosen)

    acts.work_on(lambda: service.record(ctx, number, reveal=wanted, wanted=wanted), show, hold=True)


def _wanted(acts: PersonActs, kinds: Sequence[str], *, births: bool) -> frozenset[Sensitive]:
    """The sensitive fields of rows of these kinds, as far as the role sees them."""
    own = [Sensitive.BIRTH, Sensitive.CUSTOM] if births and "profile" in kinds else []
    fields = [Sensitive.PAY] * ("pay" in kinds) + own
    return frozenset(field for field in fields if _sees(acts, field))


def _sees(acts: PersonActs, field: Sensitive) -> bool:
    return sight(acts.ctx.actor, field) is not Sight.HIDDEN


def _rows(record: Record, kinds: Sequence[str]) -> list[Chosen]:
    held: Iterator[Chosen] = (Chosen(kind, row) for kind in kinds for row in _held(record, kind) if is_live(row))
    return sorted(held, key=lambda each: order(each.row), reverse=True)


def _held(record: Record, kind: str) -> Sequence[Row]:
    rows: Mapping[str, Sequence[Row] | None] = {
        "job": record.jobs, "pay": record.pays, "profile": record.profiles, "certificate": record.certificates,
    }  # fmt: skip
    return rows[kind] or ()


def _label(chosen: Chosen) -> str:
    called = {"profile": "profile", "certificate": "W-4"}.get(chosen.kind) or reason(chosen.row)
    return f"{chosen.row.effective_from}  {called}"


def _help(record: Record, chosen: Chosen, on: date) -> str:
    rows = [row for row in _held(record, chosen.kind) if is_live(row)]
    return STATE_WORDS[row_state(rows, chosen.row, on)]


def _form(acts: PersonActs, wanted: frozenset[Sensitive], chosen: Chosen) -> None:
    """Correct a row in a form; it is read again, since another may have corrected it meanwhile."""
    make, day = forms.Maker(acts.ctx), chosen.row.effective_from

    def read(number: str) -> Row:
        record = service.record(acts.ctx, number, reveal=wanted, wanted=wanted)
        held = [row for row in _held(record, chosen.kind) if is_live(row) and order(row) == (day, chosen.seq)]
        if not held:
            raise NotFound(f"The row of {day} is not there any more; the history says what became of it.")
        return held[0]

    title = f"Correct the {_label(chosen).partition('  ')[2]} of {day}"
    with_stored(
        acts, f"people.correct.{chosen.kind}.{day}.{chosen.seq}", read, lambda row: _filled(acts, make, row), title
    )


def _filled(acts: PersonActs, make: forms.Maker, row: Row) -> Filled:
    number = acts.subject()
    fields = [field for field in _fields(acts, make, row) if field.key not in _fixed(row)]

    def use(values: forms.Values, expected: int | None) -> Done:
        typed = {**values, **dict.fromkeys(_fixed(row)), "effective_from": row.effective_from}
        typed.pop("carry", None)
        change, seq = _change(make, row, typed), order(row)[1]
        return service.correct(acts.ctx, number, change, seq=seq, carry=bool(values["carry"]), expected=expected)

    return Filled([*fields, LATER], use, intro=KEPT)


def _fixed(row: Row) -> tuple[str, ...]:
    """The fields a correction leaves alone: the day, and the status where the row ends an employment."""
    ended = isinstance(row, Job) and row.status is Status.TERMINATED
    return ("effective_from", "status") if ended else ("effective_from",)


def _fields(acts: PersonActs, make: forms.Maker, row: Row) -> list[Field]:
    if isinstance(row, Job):
        return forms.job_fields(make, row)
    if isinstance(row, Pay):
        return forms.pay_fields(make, row)
    assert isinstance(row, Profile)
    return forms.profile_fields(make, row, _sees(acts, Sensitive.BIRTH), _sees(acts, Sensitive.CUSTOM))


def _change(make: forms.Maker, row: Row, values: Any) -> Any:
    if isinstance(row, Job):
        return forms.job_value(values, row)
    if isinstance(row, Pay):
        return forms.pay_value(values, row)
    assert isinstance(row, Profile)
    return forms.profile_value(values, row, make.config.custom_fields)


def _ask(acts: PersonActs, record: Record, chosen: Chosen) -> None:
    row = Withdrawn(record.number, record.summary.name, chosen.kind, chosen.row.effective_from, chosen.seq)
    ask_withdraw(acts, row, _label(chosen).partition("  ")[2], acts.tell_done)
