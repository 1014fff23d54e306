"""What must hold of benefits in every store, each in a function named as the statement; it returns what breaks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hrtui.benefits.model import UNDER_WAY

FEW = 20
NOW = """
WITH now AS (
    SELECT e.id, e.number, e.person_id, f.state FROM benefit_event e
    JOIN benefit_event_fact f ON f.event_id = e.id AND f.superseded_at IS NULL
    WHERE NOT EXISTS (SELECT 1 FROM benefit_event_fact l WHERE l.event_id = e.id AND l.superseded_at IS NULL
        AND (l.effective_from, l.seq) > (f.effective_from, f.seq))
)"""
OPEN = ", ".join(f"'{state.value}'" for state in UNDER_WAY)


def nobody_has_two_elections_of_a_type_from_one_day_on(db: Any) -> list[str]:
    """People with two live elections of one type of plan that begin on the same day."""
    return _named(
        db,
        f"""SELECT p.number, x.type || ' from ' || x.effective_from FROM election x JOIN person p ON p.id = x.person_id
        WHERE x.superseded_at IS NULL GROUP BY x.person_id, x.type, x.effective_from HAVING COUNT(*) > 1 LIMIT {FEW}""",
    )


def nobody_has_two_enrolment_events_under_way(db: Any) -> list[str]:
    """People with two events that are neither finalised, closed nor void."""
    return _named(
        db,
        f"""{NOW} SELECT p.number, group_concat(now.number, ', ') FROM now JOIN person p ON p.id = now.person_id
        WHERE now.state IN ({OPEN}) GROUP BY now.person_id HAVING COUNT(*) > 1 LIMIT {FEW}""",
    )


def every_election_of_an_event_is_of_its_person(db: Any) -> list[str]:
    """Live elections whose event is missing, undone, or another person's."""
    return _named(
        db,
        f"""{NOW} SELECT p.number, x.type || ' of event ' || x.event_id FROM election x
        JOIN person p ON p.id = x.person_id LEFT JOIN now ON now.id = x.event_id AND now.person_id = x.person_id
        WHERE x.superseded_at IS NULL AND x.event_id IS NOT NULL AND now.id IS NULL LIMIT {FEW}""",
    )


def the_shares_of_beneficiaries_add_up_to_the_whole(db: Any) -> list[str]:
    """Live rows of beneficiaries whose primary shares, or contingent ones where there are any, are not 10,000 together."""
    return _named(
        db,
        f"""SELECT p.number, b.type FROM beneficiary b JOIN person p ON p.id = b.person_id,
            json_each(b.shares) s WHERE b.superseded_at IS NULL
        GROUP BY b.id, json_extract(s.value, '$.contingent')
        HAVING SUM(json_extract(s.value, '$.share')) <> 10000 LIMIT {FEW}""",
    )


def _named(db: Any, sql: str) -> list[str]:
    return [f"{first}: {second}" for first, second in db.execute_sql(sql).fetchall()]


BENEFITS: tuple[Callable[[Any], list[str]], ...] = (
    nobody_has_two_elections_of_a_type_from_one_day_on,
    nobody_has_two_enrolment_events_under_way,
    every_election_of_an_event_is_of_its_person,
    the_shares_of_beneficiaries_add_up_to_the_whole,
)
