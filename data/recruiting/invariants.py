"""What must hold of recruiting in every store, each in a function named as the statement; it returns what breaks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

FEW = 20


def now_of(table: str, owner: str, kind: str = "") -> str:
    """The rows of a table of facts that no later one of their owner, and of their kind where a column tells it, follows."""
    same = f"AND l.{kind} = f.{kind}" if kind else ""
    return f"""(SELECT * FROM {table} f WHERE f.superseded_at IS NULL AND NOT EXISTS (SELECT 1 FROM {table} l
        WHERE l.{owner} = f.{owner} {same} AND l.superseded_at IS NULL AND (l.effective_from, l.seq) > (f.effective_from, f.seq)))"""


def nobody_applies_twice_to_one_requisition_at_a_time(db: Any) -> list[str]:
    """Candidates with two active applications to one requisition."""
    return _named(
        db,
        f"""SELECT c.number, r.number FROM application a JOIN {now_of("application_fact", "application_id")} n ON n.application_id = a.id
        JOIN candidate c ON c.id = a.candidate_id JOIN requisition r ON r.id = a.requisition_id
        WHERE n.state = 'active' GROUP BY a.candidate_id, a.requisition_id HAVING COUNT(*) > 1 LIMIT {FEW}""",
    )


def no_application_has_two_offers_under_way(db: Any) -> list[str]:
    """Applications with two versions of an offer that are neither over nor replaced."""
    return _named(
        db,
        f"""SELECT a.number, group_concat(o.number, ', ') FROM offer o JOIN {now_of("offer_fact", "offer_id")} n ON n.offer_id = o.id
        JOIN application a ON a.id = o.application_id WHERE n.state IN ('draft', 'approval_requested', 'approved', 'sent')
        GROUP BY o.application_id HAVING COUNT(*) > 1 LIMIT {FEW}""",
    )


def every_candidate_has_the_line_of_the_list_that_their_facts_say(db: Any) -> list[str]:
    """Candidates without a line, or with one though they were merged, emptied or undone; and lines with another name or address."""
    return _named(
        db,
        f"""SELECT c.number, CASE WHEN l.candidate_id IS NULL THEN 'has no line' WHEN n.id IS NULL THEN 'has a line' ELSE 'has another line' END
        FROM candidate c LEFT JOIN {now_of("candidate_fact", "candidate_id")} n
            ON n.candidate_id = c.id AND n.merged_id IS NULL AND n.purged IS NULL
        LEFT JOIN candidate_line l ON l.candidate_id = c.id
        WHERE (n.id IS NULL) <> (l.candidate_id IS NULL) OR l.email <> n.email
            OR l.name <> n.last_name || CASE n.first_name WHEN '' THEN '' ELSE ', ' || n.first_name END LIMIT {FEW}""",
    )


def _named(db: Any, sql: str) -> list[str]:
    return [f"{first}: {second}" for first, second in db.execute_sql(sql).fetchall()]


RECRUITING: tuple[Callable[[Any], list[str]], ...] = (
    nobody_applies_twice_to_one_requisition_at_a_time,
    no_application_has_two_offers_under_way,
    every_candidate_has_the_line_of_the_list_that_their_facts_say,
)
