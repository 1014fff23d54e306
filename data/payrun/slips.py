"""Slips and their lines: saved many at once, read page by page, and the balances of the year that stand on them."""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from peewee import fn

from data.base import database
from data.dated import among
from data.schema import PayCodeRow, PayRunTotalRow, PersonRow, ProfileRow, SlipLineRow, SlipRow
from hrtui.payroll.check.values import SIGN, Blocker, CheckLine, Part
from hrtui.payroll.runs.model import FINAL, Run, RunKind, RunState, Slip, SlipHead, SlipLine, Totals

RATE_PARTS = 1_000_000
HOUR_PARTS = 10_000
CHUNK = 500
NO_CODE = 0
LINES = 60  # rows in one statement: more are no faster
NEWEST = 4  # final runs that most people's last slip is in
TOTALS = ("gross", "withheld", "deducted", "employer", "net", "blocked")
HEAD = (
    SlipRow.id, SlipRow.person, SlipRow.gross, SlipRow.withheld, SlipRow.deducted, SlipRow.employer, SlipRow.net,
    SlipRow.blocked, SlipRow.known,
)  # fmt: skip
SLIP = (
    "id", "run_id", "generation", "person_id", "year", "known", "after", "reverses", "gross", "withheld", "deducted",
    "employer", "net", "work_state", "blocked", "problems", "notices", "arrears",
)  # fmt: skip
TOTAL = ("run", "generation", "code", "people", "amount", "basis")
LINE = ("slip", "seq", "code", "amount", "basis", "rate", "hours", "cost_centre", "year_to_date")
CodeKey = tuple[str, str, str, str]
LINE_WIDTH = len(LINE) - 2
"""How many values a stored line has: code, amount, basis, rate, hours, cost centre, year to date."""


class Computed(NamedTuple):
    """A slip to be saved: cents, and the values of its lines as they are stored, one line's after the other's."""

    person: int
    known: int
    after: int | None
    reverses: int | None
    gross: int
    withheld: int
    deducted: int
    employer: int
    net: int
    work_state: str
    blocked: int
    problems: str
    notices: str
    arrears: str
    lines: Sequence[Any]


class Balance(NamedTuple):
    """What a person's last finalised slip of the year says: its id, arrears, and by line key its code and cents."""

    slip: int | None
    arrears: Mapping[str, int]
    cents: Mapping[str, int]
    codes: Mapping[str, int]


NO_BALANCE = Balance(None, {}, {}, {})


class Codes:
    """What lines are called, by number; unknown ones are entered when lines are saved.

    `lines` keeps what booking a line needs of its code: the number, the key of its balance, the side of a slip.
    """

    def __init__(self) -> None:
        self.lines: dict[CodeKey, tuple[int, str, int]] = {}
        self.by_key: dict[CodeKey, int] = {}
        self.by_id: dict[int, CodeKey] = {}
        self.read()

    def ids(self, keys: Iterable[CodeKey]) -> None:
        """Make sure all of them have a number; inside `write()` where one may not."""
        missing = [key for key in dict.fromkeys(keys) if key not in self.by_key]
        if missing:
            self.read()
        for part, code, label, agency in missing:
            if (part, code, label, agency) not in self.by_key:
                id_: int = PayCodeRow.insert(part=part, code=code, label=label, agency=agency).execute()
                self.by_key[part, code, label, agency] = id_
                self.by_id[id_] = (part, code, label, agency)

    def read(self) -> None:
        """Take up what is entered; what is known already stays."""
        row = PayCodeRow
        query = row.select(row.id, row.part, row.code, row.label, row.agency)
        for id_, part, code, label, agency in database.execute(query).fetchall():
            self.by_key[part, code, label, agency] = id_
            self.by_id[id_] = (part, code, label, agency)


def balances(ids: Sequence[int], year: int, final: Sequence[Run], codes: Codes) -> dict[int, Balance]:
    """The balances of people in a tax year, from the last of the final runs (in their order) that paid each; four queries at
    most."""
    return _balances(latest(ids, year, final), codes)


def _balances(last: Mapping[int, int], codes: Codes) -> dict[int, Balance]:
    if not last:
        return {}
    by_id = {id_: f"{part}:{code}" for id_, (part, code, _, _) in codes.by_id.items()}
    cents: dict[int, dict[str, int]] = {slip: {} for slip in last.values()}
    numbers: dict[int, dict[str, int]] = {slip: {} for slip in last.values()}
    row = SlipLineRow
    query = row.select(row.slip, row.code, row.year_to_date).where(among(row.slip, cents))
    for slip, code, total in database.execute(query.order_by(row.slip, row.seq)).fetchall():
        key = by_id[code]
        cents[slip][key] = total
        numbers[slip][key] = code
    owed = dict(
        database.execute(SlipRow.select(SlipRow.id, SlipRow.arrears).where(among(SlipRow.id, cents))).fetchall()
    )
    return {
        person: Balance(slip, json.loads(owed[slip] or "{}"), cents[slip], numbers[slip])
        for person, slip in last.items()
    }


def latest(ids: Sequence[int], year: int, final: Sequence[Run]) -> dict[int, int]:
    """The last final slip of each person in a year, by person; asked of the newest runs, and of older ones only for whom
    those did not pay: two queries at most."""
    found = _latest(ids, year, final[-NEWEST:])
    older = final[:-NEWEST]
    return found | _latest([id_ for id_ in ids if id_ not in found], year, older) if older else found


def _latest(ids: Sequence[int], year: int, final: Sequence[Run]) -> dict[int, int]:
    if not ids or not final:
        return {}
    order = {run.id: (place, run.generation) for place, run in enumerate(final)}
    row = SlipRow
    query = row.select(row.person, row.run, row.generation, row.id).where(
        among(row.person, ids) & (row.year == year) & row.run.in_(list(order))
    )
    best: dict[int, tuple[int, int]] = {}
    for person, run, generation, slip in database.execute(query).fetchall():
        place, counts = order[run]
        if generation == counts and (person not in best or best[person][0] < place):
            best[person] = (place, slip)
    return {person: slip for person, (_, slip) in best.items()}


def save(run: int, generation: int, year: int, made: Sequence[Computed]) -> None:
    """Keep slips with their lines; inside `write()`. Takes some fifteen microseconds a slip: those with as many lines
    share one statement."""
    first = int(SlipRow.select(fn.COALESCE(fn.MAX(SlipRow.id), 0)).scalar()) + 1
    _insert("slip", SLIP, [(id_, run, generation, slip[0], year, *slip[1:14]) for id_, slip in enumerate(made, first)])
    alike: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for id_, slip in enumerate(made, first):
        alike[len(slip.lines)].append((id_, *slip.lines))
    for values, rows in alike.items():
        if values:
            database.execute_many(_lines_of(values // LINE_WIDTH), rows)


@lru_cache(maxsize=128)
def _lines_of(count: int) -> str:
    """The statement that enters so many lines of one slip, which is its first parameter."""
    width = LINE_WIDTH
    one = [f"(?1, {seq}, {', '.join(f'?{2 + width * seq + place}' for place in range(width))})" for seq in range(count)]
    return f"INSERT INTO slip_line ({', '.join(LINE)}) VALUES {', '.join(one)}"


def _insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    head = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
    one = f"({', '.join('?' * len(columns))})"
    whole = head + ", ".join([one] * LINES)
    for start in range(0, len(rows), LINES):
        some = rows[start : start + LINES]
        sql = whole if len(some) == LINES else head + ", ".join([one] * len(some))
        database.execute_sql(sql, list(chain.from_iterable(some)))


def remove_drafts(run: int, generation: int | None = None, keep: int = -1) -> int:
    """Remove slips and totals of a run that is not final, of a generation or of all but one; inside `write()`.

    Returns how many slips. Removes at most a thousand at a time, so that nobody waits long: call it until it returns 0.
    """
    wanted = SlipRow.run == run
    wanted &= SlipRow.generation != keep if generation is None else SlipRow.generation == generation
    ids = [id_ for (id_,) in database.execute(SlipRow.select(SlipRow.id).where(wanted).limit(1_000)).fetchall()]
    if ids:
        SlipLineRow.delete().where(among(SlipLineRow.slip, ids)).execute()
        SlipRow.delete().where(among(SlipRow.id, ids)).execute()
    else:
        row = PayRunTotalRow
        others = row.generation != keep if generation is None else row.generation == generation
        row.delete().where((row.run == run) & others).execute()
    return len(ids)


class Added(NamedTuple):
    """What a generation adds up to: by code people, cents and cents of the basis; and the sums of its slips."""

    codes: Sequence[tuple[int, ...]]
    totals: Totals


def added_up(run: int, generation: int) -> Added:
    """Add up a generation by code; reads every line of it, and needs no lock while nobody sees it yet."""
    rows = database.execute_sql(
        "SELECT l.code, COUNT(*), SUM(l.amount), SUM(l.basis) FROM slip s JOIN slip_line l ON l.slip = s.id "
        "WHERE s.run_id = ? AND s.generation = ? GROUP BY l.code",
        (run, generation),
    ).fetchall()
    return Added(rows, sums(run, generation))


def keep_totals(run: int, generation: int, added: Added, codes: Codes) -> None:
    """Keep what a generation adds up to; inside `write()`."""
    codes.ids(("total", name, "", "") for name in TOTALS)
    totals = added.totals
    rows = [
        *added.codes,
        *((codes.by_key["total", name, "", ""], totals.people, getattr(totals, name), 0) for name in TOTALS),
    ]
    row = PayRunTotalRow
    row.delete().where((row.run == run) & (row.generation == generation)).execute()
    _insert("pay_run_total", TOTAL, [(run, generation, *each) for each in rows])


def sums(run: int, generation: int) -> Totals:
    """The sums of a generation's slips, added up anew."""
    row = SlipRow
    query = row.select(
        fn.COUNT(row.id), *(fn.COALESCE(fn.SUM(getattr(row, name)), 0) for name in TOTALS[:-1]),
        fn.COALESCE(fn.SUM(row.blocked > 0), 0),
    ).where((row.run == run) & (row.generation == generation))  # fmt: skip
    people, gross, withheld, deducted, employer, net, blocked = database.execute(query).fetchone()
    return Totals(people, gross, withheld, deducted, employer, net, blocked)


def kept_totals(runs: Sequence[Run]) -> dict[int, Totals]:
    """The sums kept with runs, by run; one query."""
    total, code = PayRunTotalRow, PayCodeRow
    query = (
        total.select(total.run, total.generation, code.code, total.people, total.amount)
        .join(code, on=(code.id == total.code))
        .where((code.part == "total") & total.run.in_([run.id for run in runs]))
    )
    shown = {run.id: run.generation for run in runs}
    found: dict[int, dict[str, int]] = {run.id: {} for run in runs}
    for run, generation, name, people, amount in database.execute(query).fetchall():
        if generation == shown[run]:
            found[run] |= {name: amount, "people": people}
    return {run: Totals(**values) for run, values in found.items()}


def heads(run: int, generation: int, people: Sequence[int] | None = None) -> list[SlipHead]:
    """The slips of a generation without their lines, by person; of all people or of some."""
    wanted = (SlipRow.run == run) & (SlipRow.generation == generation)
    if people is not None:
        wanted &= SlipRow.person.in_(list(people))
    return [
        SlipHead(*row)
        for row in database.execute(SlipRow.select(*HEAD).where(wanted).order_by(SlipRow.person)).fetchall()
    ]


def columns(run: int, generation: int) -> tuple[array[int], ...]:
    """The slips of a generation as columns (id, person, gross, withheld, deducted, employer, net, blocked, known), by
    person; 72 bytes a slip."""
    made = tuple(array("q") for _ in HEAD)
    cursor = database.execute(
        SlipRow.select(*HEAD).where((SlipRow.run == run) & (SlipRow.generation == generation)).order_by(SlipRow.person)
    )
    while rows := cursor.fetchmany(1_000):
        for column, values in zip(made, zip(*rows, strict=True), strict=True):
            column.extend(values)
    return made


def slips(ids: Sequence[int], codes: Codes, names: Mapping[int, tuple[str, str]], run: str) -> list[Slip]:
    """Slips with their lines, in the order of the ids; `names` gives number and name by person. Two queries."""
    row = SlipRow
    wanted = (
        row.id, row.person, row.gross, row.withheld, row.deducted, row.employer, row.net, row.work_state, row.problems,
        row.notices, row.known, row.after, row.reverses,
    )  # fmt: skip
    found = {values[0]: values for values in database.execute(row.select(*wanted).where(among(row.id, ids))).fetchall()}
    lines = _lines(ids, codes)
    made = []
    for id_ in ids:
        _, person, gross, withheld, deducted, employer, net, state, problems, notices, known, after, reverses = found[
            id_
        ]
        number, name = names[person]
        made.append(
            Slip(
                id_, run, person, number, name, gross, withheld, deducted, employer, net, state, tuple(lines.get(id_, ())),
                tuple(Blocker(*each) for each in json.loads(problems or "[]")), tuple(json.loads(notices or "[]")),
                known, after, reverses,
            )
        )  # fmt: skip
    return made


def _lines(ids: Sequence[int], codes: Codes) -> dict[int, list[SlipLine]]:
    row = SlipLineRow
    columns = (
        row.slip, row.code, row.amount, row.basis, row.rate, row.hours, row.cost_centre, row.year_to_date,
    )  # fmt: skip
    found: dict[int, list[SlipLine]] = {}
    query = row.select(*columns).where(among(row.slip, ids)).order_by(row.slip, row.seq)
    for slip, code, amount, basis, rate, hours, centre, total in database.execute(query).fetchall():
        part, name, label, agency = codes.by_id[code]
        line = CheckLine(
            Part(part),
            name,
            label,
            amount,
            basis,
            part_of(rate, RATE_PARTS),
            part_of(hours, HOUR_PARTS),
            agency,
            centre,
        )
        found.setdefault(slip, []).append(SlipLine(line, total))
    return found


def slip_of(run: int, generation: int, person: int) -> int | None:
    """The id of a person's slip in a generation of a run."""
    query = SlipRow.select(SlipRow.id).where(
        (SlipRow.run == run) & (SlipRow.generation == generation) & (SlipRow.person == person)
    )
    row = database.execute(query).fetchone()
    return row[0] if row else None


def names(people: Sequence[int], on: str) -> dict[int, tuple[str, str]]:
    """Number and name of people on a day, by id; one query for some hundred of them."""
    row = ProfileRow
    columns = (row.person, PersonRow.number, row.first_name, row.last_name, row.effective_from)
    found: dict[int, tuple[str, str]] = {}
    for start in range(0, len(people), CHUNK):
        wanted = among(row.person, people[start : start + CHUNK]) & row.superseded_at.is_null()
        query = row.select(*columns).join(PersonRow).where(wanted).order_by(row.person, row.effective_from, row.seq)
        for person, number, first, last, begins in database.execute(query).fetchall():
            if begins <= on or person not in found:
                found[person] = number, f"{first} {last}".strip()
    return found


def reversed_slips(run: int, correcting: Sequence[Run]) -> set[int]:
    """The slips of a run that reversals of it, cancelled ones left out, take back; one query each."""
    found: set[int] = set()
    for each in correcting:
        if each.kind is RunKind.REVERSAL and each.state is not RunState.CANCELLED:
            here = (SlipRow.run == each.id) & (SlipRow.generation == each.generation)
            query = SlipRow.select(SlipRow.reverses).where(here)
            found |= {id_ for (id_,) in database.execute(query).fetchall()}
    return found


def people_in(run: Run, correcting: Sequence[Run]) -> set[int]:
    """The people who have a check in a run that nothing took back."""
    gone = reversed_slips(run.id, correcting)
    return {head.person for head in heads(run.id, run.generation) if head.id not in gone}


def taken_back(run: Run, correcting: Sequence[Run]) -> list[int]:
    """The people whose check of a run was taken back by a final reversal and not paid again by another correction that is
    not cancelled; ordered."""
    back: set[int] = set()
    again: set[int] = set()
    for each in correcting:
        people = {head.person for head in heads(each.id, each.generation)}
        if each.kind is RunKind.REVERSAL and each.state in FINAL:
            back |= people
        elif each.kind is RunKind.CORRECTION and each.state is not RunState.CANCELLED:
            again |= people
    return sorted(back - again)


def part_of(value: int | None, parts: int) -> Decimal | None:
    """A rate or hours from the whole parts they are stored in."""
    return None if value is None else Decimal(value) / parts


def unbalanced(run: int, generation: int) -> list[str]:
    """The numbers of people whose lines do not leave the net their slip has, a few; one query."""
    signs = " ".join(f"WHEN '{part.value}' THEN {sign}" for part, sign in SIGN.items())
    rows = database.execute_sql(
        f"SELECT p.number FROM slip s JOIN person p ON p.id = s.person_id LEFT JOIN slip_line l ON l.slip = s.id "
        f"LEFT JOIN pay_code c ON c.id = l.code WHERE s.run_id = ? AND s.generation = ? GROUP BY s.id "
        f"HAVING COALESCE(SUM(l.amount * CASE c.part {signs} ELSE 0 END), 0) <> s.net LIMIT 10",
        (run, generation),
    ).fetchall()
    return [number for (number,) in rows]


def standing_on(run: int, generation: int) -> list[str]:
    """The numbers of the runs, cancelled ones left out, with slips that go on from a run's slips."""
    rows = database.execute_sql(
        "SELECT DISTINCT r.number FROM slip s JOIN slip t ON t.after = s.id JOIN pay_run r ON r.id = t.run_id "
        "WHERE s.run_id = ? AND s.generation = ? AND t.generation = (SELECT generation FROM pay_run_state "
        "WHERE run_id = r.id ORDER BY seq DESC LIMIT 1) AND (SELECT state FROM pay_run_state WHERE run_id = r.id "
        "ORDER BY seq DESC LIMIT 1) <> 'cancelled' ORDER BY r.number",
        (run, generation),
    ).fetchall()
    return [number for (number,) in rows]


def moved_on(run: Run, final: Sequence[Run]) -> set[int]:
    """The people of a run whose balances now go on from another slip than their slip in it says."""
    row = SlipRow
    query = row.select(row.person, row.after).where((row.run == run.id) & (row.generation == run.generation))
    stored = dict(database.execute(query).fetchall())
    if run.id in {each.id for each in final}:
        return set()
    now = all_latest(run.pay_date.year, final)
    return {person for person, after in stored.items() if now.get(person) != after}


def all_latest(year: int, final: Sequence[Run]) -> dict[int, int]:
    """The last final slip of everyone in a year, by person; one query a run."""
    found: dict[int, int] = {}
    row = SlipRow
    for run in final:
        query = row.select(row.person, row.id).where((row.run == run.id) & (row.generation == run.generation))
        found |= dict(database.execute(query.where(row.year == year)).fetchall())
    return found


def claim_generation(run: int) -> int:
    """A generation of a run that nobody else writes, kept by a row of no total; inside `write()`."""
    slip, total = SlipRow, PayRunTotalRow
    newest = max(
        int(model.select(fn.COALESCE(fn.MAX(model.generation), 0)).where(model.run == run).scalar())
        for model in (slip, total)
    )
    total.insert(run=run, generation=newest + 1, code=NO_CODE, people=0, amount=0, basis=0).execute()
    return newest + 1


def replace(
    run: int, generation: int, year: int, people: Sequence[int], made: Sequence[Computed], codes: Codes
) -> None:
    """Put slips of people in the place of those they had in a generation, and move its totals by the difference;
    inside `write()`."""
    codes.ids(("total", name, "", "") for name in TOTALS)
    before = _totals_of(run, generation, people, codes)
    ids = [id_ for (id_,) in database.execute(_slips_of(run, generation, people)).fetchall()]
    SlipLineRow.delete().where(among(SlipLineRow.slip, ids)).execute()
    SlipRow.delete().where(among(SlipRow.id, ids)).execute()
    save(run, generation, year, made)
    after, none = _totals_of(run, generation, people, codes), (0, 0, 0)
    moved = {
        code: [now - was for was, now in zip(before.get(code, none), after.get(code, none), strict=True)]
        for code in before.keys() | after.keys()
    }
    _move_totals(run, generation, moved)


def _slips_of(run: int, generation: int, people: Sequence[int]) -> Any:
    return SlipRow.select(SlipRow.id).where(
        (SlipRow.run == run) & (SlipRow.generation == generation) & among(SlipRow.person, people)
    )


def _totals_of(run: int, generation: int, people: Sequence[int], codes: Codes) -> dict[int, tuple[int, ...]]:
    """What the slips of some people add up to by code: people, cents, cents of the basis."""
    row, slip = SlipLineRow, SlipRow
    query = (
        row.select(row.code, fn.COUNT(row.code), fn.SUM(row.amount), fn.SUM(row.basis))
        .where(row.slip.in_(_slips_of(run, generation, people)))
        .group_by(row.code)
    )
    found = {code: values for code, *values in database.execute(query).fetchall()}
    sums = slip.select(
        fn.COUNT(slip.id), *(fn.COALESCE(fn.SUM(getattr(slip, name)), 0) for name in TOTALS[:-1]),
        fn.COALESCE(fn.SUM(slip.blocked > 0), 0),
    ).where((slip.run == run) & (slip.generation == generation) & among(slip.person, people))  # fmt: skip
    count, *amounts = database.execute(sums).fetchone()
    for name, amount in zip(TOTALS, amounts, strict=True):
        found[codes.by_key["total", name, "", ""]] = [count, amount, 0]
    return {code: tuple(values) for code, values in found.items()}


def _move_totals(run: int, generation: int, moved: Mapping[int, Sequence[int]]) -> None:
    """Move the totals of codes by people, cents and cents of the basis; one statement."""
    rows = [(run, generation, code, *by) for code, by in moved.items() if any(by)]
    if rows:
        values = ", ".join(["(?, ?, ?, ?, ?, ?)"] * len(rows))
        database.execute_sql(
            f"INSERT INTO pay_run_total (run, generation, code, people, amount, basis) VALUES {values} "
            "ON CONFLICT (run, generation, code) DO UPDATE SET people = people + excluded.people, "
            "amount = amount + excluded.amount, basis = basis + excluded.basis",
            list(chain.from_iterable(rows)),
        )


def with_exceptions(run: int, generation: int) -> list[tuple[int, int, int]]:
    """The slips of a generation with something to accept: person, gross, net; one query."""
    row = SlipRow
    query = row.select(row.person, row.gross, row.net, row.problems).where(
        (row.run == run) & (row.generation == generation) & (row.problems != "")
    )
    return [
        (person, gross, net)
        for person, gross, net, problems in database.execute(query).fetchall()
        if any(not stops for *_, stops in json.loads(problems))
    ]


def balances_at(at: Mapping[int, int | None], codes: Codes) -> dict[int, Balance]:
    """The balances of people as slips named for each say them (None: none yet); two queries."""
    last = {person: slip for person, slip in at.items() if slip is not None}
    return _balances(last, codes)
