"""When a record is past the time it is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.config import SHIPPED_KINDS, Records, RetentionRule
from hrtui.configfile import check, load
from hrtui.configfile.read import shipped_retention
from hrtui.dates import add_months
from hrtui.retention.model import Kept, length
from hrtui.retention.rules import all_past, due, keeping, latest, past, plan_filed, taxes_due, with_kinds
from hrtui.retention.settings import OF_PEOPLE

DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))
HEAD = "company:\n  name: Acme\n"


def rule(
    years: int = 0, months: int = 0, after_hire: int = 0, records: Records = Records.PEOPLE, kind: str = ""
) -> RetentionRule:
    return RetentionRule("r", records, "law", kind, years, months, after_hire)


def person(ended: date | None, hired: date | None = None) -> Kept:
    return Kept(Records.PEOPLE, "1042", "Kim, Ann", ended=ended, hired=hired)


@pytest.mark.parametrize(
    ("ended", "years", "last"),
    [
        (date(2023, 5, 31), 3, date(2026, 5, 31)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2023, 2, 28), 1, date(2024, 2, 28)),
    ],
)
def test_years_end_on_the_same_day_and_after_a_leap_day_on_the_28th(ended: date, years: int, last: date) -> None:
    assert due(rule(years), person(ended)) == (ended, last)
    assert past(person(ended), [rule(years)], last) is None
    assert past(person(ended), [rule(years)], last + timedelta(days=1)) is not None


def test_months_end_on_the_last_day_of_a_shorter_month() -> None:
    assert due(rule(months=1), person(date(2026, 1, 31))) == (date(2026, 1, 31), date(2026, 2, 28))


def test_of_the_time_after_the_end_and_after_the_hire_the_later_counts() -> None:
    i9 = rule(1, after_hire=3)
    short = person(date(2024, 6, 1), date(2024, 2, 29))
    assert due(i9, short) == (date(2024, 2, 29), date(2027, 2, 28))
    long = person(date(2024, 6, 1), date(2010, 1, 1))
    assert due(i9, long) == (date(2024, 6, 1), date(2025, 6, 1))


def test_the_rule_that_keeps_longest_holds_and_is_named() -> None:
    found = past(person(date(2020, 1, 1)), [rule(1), rule(3), rule(2)], date(2026, 1, 1))
    assert found is not None
    assert found.due == date(2023, 1, 1)
    assert past(person(date(2025, 1, 1)), [rule(1), rule(3)], date(2026, 6, 1)) is None


def test_someone_who_works_here_and_what_no_rule_is_about_are_never_past() -> None:
    assert past(person(None), [rule(1)], date(2099, 1, 1)) is None
    assert past(person(date(2000, 1, 1)), [rule(1, records=Records.DOCUMENTS)], date(2026, 1, 1)) is None
    medical = Kept(Records.DOCUMENTS, "1", "Kim", "medical", date(2000, 1, 1))
    assert past(medical, [rule(1, records=Records.DOCUMENTS, kind="i9")], date(2026, 1, 1)) is None
    assert past(medical, [rule(1, records=Records.DOCUMENTS)], date(2026, 1, 1)) is not None


@given(DAYS, DAYS, st.integers(0, 10), st.integers(0, 30), st.integers(0, 10))
def test_it_is_past_from_one_day_on_and_never_before(
    ended: date, hired: date, years: int, months: int, after_hire: int
) -> None:
    each, record = rule(years, months, after_hire), person(ended, hired)
    days = due(each, record)
    assert days is not None
    last = days[1]
    assert last >= add_months(ended, 12 * years + months)
    assert [past(record, [each], last + timedelta(days=by)) is not None for by in (-1, 0, 1, 400)] == [
        False,
        False,
        True,
        True,
    ]


@given(DAYS, st.integers(0, 10), st.integers(0, 30), DAYS)
def test_what_a_query_looks_for_misses_nothing_that_is_past(ended: date, years: int, months: int, today: date) -> None:
    until = latest([rule(years, months)], Records.PEOPLE, today)
    assert until is not None
    if past(person(ended), [rule(years, months)], today) is not None:
        assert ended <= until + timedelta(days=1)


def test_the_longest_past_come_first() -> None:
    found = all_past([person(date(2020, 1, 1)), person(date(2010, 1, 1))], [rule(1)], date(2026, 1, 1))
    assert [each.due.year for each in found] == [2011, 2021]


def test_kinds_of_documents_that_say_how_long_are_rules_too() -> None:
    made = with_kinds((), SHIPPED_KINDS)
    assert {each.kind: each.years for each in made}["contract"] == 3


def test_days_count_on_top_of_months_and_the_longest_rule_about_files_keeps_them() -> None:
    files = RetentionRule("files", Records.FILES, "Ours", months=1, days=3)
    written = Kept(Records.FILES, "", "", entered=date(2026, 1, 31))
    assert due(files, written) == (date(2026, 1, 31), date(2026, 3, 3))
    assert length(files) == "1 month 3 days after the file was written"
    shorter = RetentionRule("week", Records.FILES, "Ours", days=7)
    assert latest((files, shorter), Records.FILES, date(2026, 3, 31)) == date(2026, 2, 28)


def test_a_rule_is_told_in_words() -> None:
    assert length(rule(1, 6)) == "1 year 6 months after the end"
    assert length(rule(1, after_hire=3)) == "1 year after the end, at least 3 years after the hire"
    assert length(rule(after_hire=1)) == "1 year after the hire"
    assert length(rule(months=1, records=Records.DRAFTS)) == "1 month after the entry"


def test_the_shipped_rules_name_their_sources_and_are_replaced_by_name(tmp_path: Path) -> None:
    assert all(each.source for each in shipped_retention())
    file = tmp_path / "hrtui.yaml"
    file.write_text(HEAD + "retention:\n  - {name: payroll, records: people, years: 6, source: State law}\n")
    made = {each.name: each for each in load(file).retention}
    assert made["payroll"].years == 6
    assert set(made) == {each.name for each in shipped_retention()}
    assert load(file).retention == load(file).retention


@pytest.mark.parametrize(
    ("entry", "key", "says"),
    [
        ("{name: a, records: people, source: s}", "retention[1]", "does not say how long"),
        ("{name: a, records: peple, years: 1, source: s}", "retention[1].records", "Did you mean people"),
        ("{name: a, records: people, years: 1}", "retention[1].source", "missing"),
        ("{name: a, records: people, kind: i9, years: 1, source: s}", "retention[1].kind", "Only documents"),
        (
            "{name: a, records: documents, kind: medcal, years: 1, source: s}",
            "retention[1].kind",
            "Did you mean medical",
        ),
        (
            "{name: a, records: drafts, years_after_hire: 1, source: s}",
            "retention[1].years_after_hire",
            "no one's hire",
        ),
        ("{name: a, records: people, years: 200, source: s}", "retention[1].years", "100"),
    ],
)
def test_every_problem_has_line_and_key(entry: str, key: str, says: str) -> None:
    problems = check(HEAD + f"retention:\n  - {entry}\n", Path("hrtui.yaml"))
    assert [(each.line, each.key) for each in problems] == [(4, key)]
    assert says in str(problems[0])


def test_a_name_is_given_once() -> None:
    one = "  - {name: a, records: people, years: 1, source: s}\n"
    problems = check(HEAD + "retention:\n" + one + one, Path("hrtui.yaml"))
    assert "was given already, on line 4" in str(problems[0])


D = date
CASES = (
    # What kind of record, its days, and until when which shipped rule keeps it; the legal sources are in shipped.yaml.
    ("left, nothing paid here", Kept(Records.PEOPLE, "1", "", ended=D(2023, 5, 31)), "payroll", D(2026, 5, 31)),
    ("paid after the end", Kept(Records.PEOPLE, "1", "", ended=D(2023, 5, 31), events={Records.PAY: D(2023, 6, 9)}), "payroll", D(2026, 6, 9)),
    (
        "the year's last return",
        Kept(Records.PEOPLE, "1", "", ended=D(2023, 5, 31), events={Records.PAY: D(2023, 6, 9), Records.TAXES: taxes_due(D(2023, 6, 9))}),
        "employment_tax",
        D(2028, 1, 31),
    ),
    (
        "covered by a plan",
        Kept(Records.PEOPLE, "1", "", ended=D(2023, 5, 31), events={Records.BENEFITS: plan_filed(D(2023, 5, 31))}),
        "benefit_plans",
        D(2030, 7, 31),
    ),
    ("a leave long ago", Kept(Records.PEOPLE, "1", "", ended=D(2023, 5, 31), events={Records.LEAVES: D(2010, 1, 4)}), "payroll", D(2026, 5, 31)),
    ("a late leave", Kept(Records.PEOPLE, "1", "", ended=D(2023, 5, 31), events={Records.LEAVES: D(2023, 6, 1)}), "fmla", D(2026, 6, 1)),
    ("time cards", Kept(Records.PEOPLE, "1", "", ended=D(2023, 5, 31), events={Records.TIME_CARDS: D(2024, 6, 30)}), "time_cards", D(2026, 6, 30)),
    ("an I-9, hired long ago", Kept(Records.DOCUMENTS, "1", "", "i9", D(2024, 6, 1), D(2010, 1, 1)), "i9", D(2025, 6, 1)),
    ("an I-9, hired lately", Kept(Records.DOCUMENTS, "1", "", "i9", D(2024, 6, 1), D(2024, 2, 29)), "i9", D(2027, 2, 28)),
    ("an application", Kept(Records.CANDIDATES, "C", "", entered=D(2024, 2, 29)), "applications", D(2025, 2, 28)),
    (
        "an interview after it",
        Kept(Records.CANDIDATES, "C", "", entered=D(2024, 3, 1), events={Records.INTERVIEWS: D(2024, 9, 2)}),
        "interviews",
        D(2025, 9, 2),
    ),
    ("answers", Kept(Records.CANDIDATES, "C", "", entered=D(2024, 3, 1), events={Records.EEO: D(2024, 3, 2)}), "eeo_answers", D(2025, 3, 2)),
    (
        "a message",
        Kept(Records.CANDIDATES, "C", "", entered=D(2024, 3, 1), events={Records.MESSAGES: D(2025, 1, 1)}),
        "candidate_messages",
        D(2026, 1, 1),
    ),
    ("reads", Kept(Records.AUDIT_READS, "", "", entered=D(2023, 1, 1)), "audit_reads", D(2026, 1, 1)),
    ("an import", Kept(Records.IMPORTS, "", "", entered=D(2023, 1, 1)), "imports", D(2024, 1, 1)),
    ("a draft", Kept(Records.DRAFTS, "", "", entered=D(2026, 1, 31)), "drafts", D(2026, 2, 28)),
)  # fmt: skip


@pytest.mark.parametrize(("record", "name", "last"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_shipped_rules_keep_each_kind_of_record_until_its_day(record: Kept, name: str, last: date) -> None:
    rules = shipped_retention()
    longest = keeping(record, rules)[0]
    assert (longest.rule.name, longest.due) == (name, last)
    assert past(record, rules, last) is None
    assert past(record, rules, last + timedelta(days=1)) == longest
    assert past(replace(record, holds=("HOLD-001",)), rules, date(2099, 1, 1)) is None
    assert past(replace(record, until=date(2099, 1, 1)), rules, date(2099, 1, 1)) is None
    assert past(replace(record, until=date(2099, 1, 1)), rules, date(2099, 1, 2)) is not None


EVENT_DAYS = st.dictionaries(st.sampled_from(sorted(OF_PEOPLE - {Records.PEOPLE})), DAYS)


@given(
    DAYS,
    DAYS,
    EVENT_DAYS,
    st.lists(st.tuples(st.sampled_from(sorted(OF_PEOPLE)), st.integers(0, 9), st.integers(0, 30)), max_size=8),
)
def test_the_effective_date_is_the_latest_of_all_rules_that_apply(
    ended: date, today: date, events: dict[Records, date], wanted: list[tuple[Records, int, int]]
) -> None:
    rules = [rule(years, months, records=records) for records, years, months in wanted]
    record = Kept(Records.PEOPLE, "1", "", ended=ended, events=events)
    days = []
    for each in rules:
        counted = ended if each.records is Records.PEOPLE else events.get(each.records)
        if each.records is Records.PAY:
            counted = max(ended, counted or ended)
        if counted is not None:
            days.append(add_months(counted, 12 * each.years + each.months))
    found = past(record, rules, today)
    assert (found is not None) is bool(days and max(days) < today)
    assert found is None or found.due == max(days)
    until = latest(rules, Records.PEOPLE, today)
    assert found is None or until is None or ended <= until + timedelta(days=1)
