"""What must hold of runs of payroll in every store, each in a function named as the statement; it returns what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from hrtui.payroll.check.values import SIGN
from hrtui.payroll.runs.model import FINAL

FEW = 20
SIGNS = " ".join(f"WHEN '{part.value}' THEN {sign}" for part, sign in SIGN.items())
STATE = "(SELECT {what} FROM pay_run_state s WHERE s.run_id = r.id ORDER BY s.seq DESC LIMIT 1)"
FINALS = ", ".join(f"'{state.value}'" for state in sorted(FINAL))
SEEN = f"""
WITH seen AS (
    SELECT r.id AS run, r.number AS number, {STATE.format(what="s.state")} AS state,
        {STATE.format(what="s.generation")} AS generation,
        (SELECT MIN(f.id) FROM pay_run_state f WHERE f.run_id = r.id AND f.state = 'finalised') AS place
    FROM pay_run r
)"""


def the_lines_of_every_slip_leave_its_net(db: Any) -> list[str]:
    """Slips whose lines, each with its sign, do not come to the net."""
    return _named(
        db,
        f"""{SEEN} SELECT seen.number, p.number FROM seen
        JOIN slip s ON s.run_id = seen.run AND s.generation = seen.generation JOIN person p ON p.id = s.person_id
        LEFT JOIN slip_line l ON l.slip = s.id LEFT JOIN pay_code c ON c.id = l.code
        GROUP BY s.id HAVING COALESCE(SUM(l.amount * CASE c.part {SIGNS} ELSE 0 END), 0) <> s.net LIMIT {FEW}""",
    )


def no_net_of_a_run_that_pays_is_below_zero(db: Any) -> list[str]:
    """Slips below zero in runs that are no reversals."""
    return _named(
        db,
        f"""{SEEN} SELECT seen.number, p.number FROM seen JOIN pay_run r ON r.id = seen.run AND r.kind <> 'reversal'
        JOIN slip s ON s.run_id = seen.run AND s.generation = seen.generation JOIN person p ON p.id = s.person_id
        WHERE s.net < 0 LIMIT {FEW}""",
    )


def the_totals_kept_of_a_run_are_what_its_lines_add_up_to(db: Any) -> list[str]:
    """Runs with a kept total that differs from its lines."""
    return _named(
        db,
        f"""{SEEN}, added AS (
            SELECT seen.run AS run, seen.generation AS generation, l.code AS code, SUM(l.amount) AS amount
            FROM seen JOIN slip s ON s.run_id = seen.run AND s.generation = seen.generation
            JOIN slip_line l ON l.slip = s.id GROUP BY 1, 2, 3)
        SELECT DISTINCT seen.number, 'totals' FROM added JOIN seen ON seen.run = added.run
        LEFT JOIN pay_run_total t ON t.run = added.run AND t.generation = added.generation AND t.code = added.code
        WHERE t.amount IS NOT added.amount LIMIT {FEW}""",
    )


def the_balances_of_a_year_are_the_sum_of_its_final_slips(db: Any) -> list[str]:
    """People whose last final slip of a year has a balance that is not what their final slips of the year add up to."""
    return _named(
        db,
        f"""{SEEN}, final AS (
            SELECT s.id AS slip, s.person_id AS person, s.year AS year, seen.place AS place FROM seen
            JOIN slip s ON s.run_id = seen.run AND s.generation = seen.generation WHERE seen.state IN ({FINALS})),
        last AS (SELECT person, year, MAX(place) AS place FROM final GROUP BY person, year),
        sums AS (
            SELECT final.person AS person, final.year AS year, c.part AS part, c.code AS code, SUM(l.amount) AS amount
            FROM final JOIN slip_line l ON l.slip = final.slip JOIN pay_code c ON c.id = l.code GROUP BY 1, 2, 3, 4),
        told AS (
            SELECT final.person AS person, final.year AS year, c.part AS part, c.code AS code,
                l.year_to_date AS balance, MAX(l.seq) AS seq
            FROM last JOIN final ON final.person = last.person AND final.year = last.year AND final.place = last.place
            JOIN slip_line l ON l.slip = final.slip JOIN pay_code c ON c.id = l.code GROUP BY 1, 2, 3, 4)
        SELECT p.number, sums.part || ':' || sums.code FROM sums JOIN person p ON p.id = sums.person
        LEFT JOIN told ON told.person = sums.person AND told.year = sums.year AND told.part = sums.part
            AND told.code = sums.code
        WHERE told.balance IS NOT sums.amount LIMIT {FEW}""",
    )


def no_check_is_taken_back_twice(db: Any) -> list[str]:
    """Slips that two reversals, neither of them cancelled, take back."""
    return _named(
        db,
        f"""{SEEN} SELECT p.number, 'slip ' || s.reverses FROM seen
        JOIN slip s ON s.run_id = seen.run AND s.generation = seen.generation JOIN person p ON p.id = s.person_id
        WHERE s.reverses IS NOT NULL AND seen.state <> 'cancelled'
        GROUP BY s.reverses HAVING COUNT(*) > 1 LIMIT {FEW}""",
    )


def who_approved_a_run_had_no_hand_in_making_it(db: Any) -> list[str]:
    """Runs approved by who opened or submitted them, or entered pay for them."""
    return _named(
        db,
        f"""SELECT DISTINCT r.number, a.by FROM pay_run r JOIN pay_run_state a ON a.run_id = r.id AND a.state = 'approved'
        WHERE EXISTS (SELECT 1 FROM pay_run_state m WHERE m.run_id = r.id AND m.seq < a.seq
            AND m.state IN ('draft', 'in_review') AND m.by = a.by)
        OR EXISTS (SELECT 1 FROM pay_input i WHERE i.run_id = r.id AND i.recorded_by = a.by) LIMIT {FEW}""",
    )


def _named(db: Any, sql: str) -> list[str]:
    return [f"{first}: {second}" for first, second in _rows(db.execute_sql(sql))]


def _rows(cursor: Any) -> Iterator[Any]:
    yield from cursor.fetchall()


PAYROLL: tuple[Callable[[Any], list[str]], ...] = (
    the_lines_of_every_slip_leave_its_net,
    no_net_of_a_run_that_pays_is_below_zero,
    the_totals_kept_of_a_run_are_what_its_lines_add_up_to,
    the_balances_of_a_year_are_the_sum_of_its_final_slips,
    no_check_is_taken_back_twice,
    who_approved_a_run_had_no_hand_in_making_it,
)
