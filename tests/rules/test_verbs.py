"""Bulk verbs as text: read, written back, refused at the character, completed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.errors import QueryError
from hrtui.money import STYLES
from hrtui.people.summary import Status
from hrtui.query.acts import (
    Act,
    GiveManager,
    GiveStatus,
    GiveTags,
    GiveValue,
    How,
    Manners,
    Raise,
    Transfer,
    Verb,
)
from hrtui.query.completion import complete_verb
from hrtui.query.rules import token_start
from hrtui.query.verbs import VERBS, parse_verb, text
from hrtui.text import clean

TODAY = date(2026, 11, 23)
MANNERS = Manners(TODAY, custom={"shirt_size": ("S", "M"), "badge": ()})


def verb(written: str) -> Verb:
    return parse_verb(written, MANNERS)


def refused(written: str, offset: int = 0) -> QueryError:
    with pytest.raises(QueryError) as caught:
        parse_verb(written, MANNERS, offset)
    return caught.value


@pytest.mark.parametrize(
    ("written", "act"),
    [
        ("raise 3%", Raise(How.PERCENT, Decimal(3))),
        ("raise 3 %", Raise(How.PERCENT, Decimal(3))),
        ("raise by 2.5%", Raise(How.PERCENT, Decimal("2.5"))),
        ("raise -2%", Raise(How.PERCENT, Decimal(-2))),
        ("raise +2500", Raise(How.PLUS, Decimal(2500))),
        ("raise +2.5k", Raise(How.PLUS, Decimal(2500))),
        ("raise -500", Raise(How.PLUS, Decimal(-500))),
        ("raise to 85k", Raise(How.TO, Decimal(85_000))),
        ("transfer dept:Sales", Transfer("Sales")),
        ('transfer dept:"Field Sales" loc:Boston manager:1042', Transfer("Field Sales", "Boston", "1042")),
        ('transfer loc:"" mgr:none', Transfer(None, "", "")),
        ("manager 1042", GiveManager("1042")),
        ('manager "Kim, Ann"', GiveManager("Kim, Ann")),
        ("manager none", GiveManager("")),
        ("status leave", GiveStatus(Status.LEAVE)),
        ("set title Senior Engineer", GiveValue("title", "Senior Engineer")),
        ('set title "Head of reason"', GiveValue("title", "Head of reason")),
        ("set flsa Exempt", GiveValue("flsa", "exempt")),
        ("set hours 37.5", GiveValue("standard_hours", "37.5")),
        ('set grade ""', GiveValue("grade", "")),
        ("set shirt_size m", GiveValue("shirt_size", "M")),
        ("set badge 7", GiveValue("badge", "7")),
        ("assign position P-7", GiveValue("position", "P-7", True)),
        ("tag Night, trainee", GiveTags(("night", "trainee"))),
        ("untag night", GiveTags(("night",), False)),
    ],
)  # fmt: skip
def test_each_verb_is_read_and_written_back(written: str, act: Act) -> None:
    assert verb(written) == Verb(act)
    assert verb(text(verb(written))) == verb(written)


def test_day_and_reason_follow_in_any_order() -> None:
    made = Verb(Raise(How.PERCENT, Decimal(3)), date(2026, 1, 1), "merit, round 2")
    assert verb("raise 3% eff 2026-01-01 reason merit, round 2") == made
    assert verb("raise 3% reason merit, round 2 eff 1 jan 2026") == made
    assert verb("raise 3% carry eff 2026-01-01 reason merit") == replace(
        verb("raise 3% eff 2026-01-01 reason merit"), carry=True
    )
    assert verb('set title Lead reason "to carry"') == Verb(GiveValue("title", "Lead"), None, "to carry")
    assert verb('status leave reason "eff. tomorrow" eff tomorrow').effective == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("written", "at", "says"),
    [
        ("", 0, "A verb goes here"),
        ("rise 3%", 0, "did you mean raise"),
        ("raise", 5, "by or to how much"),
        ("raise 2500", 6, "raise +2500"),
        ("raise to", 8, "needs an amount"),
        ("raise to nothing", 9, "not an amount"),
        ("raise to 0", 9, "more than 0"),
        ("raise -100%", 6, "stays above 0"),
        ("raise 3% eff", 12, "needs words after it"),
        ("raise 3% eff soon", 13, "not a date"),
        ("raise 3% eff today eff today", 19, "there already"),
        ("transfer Sales", 9, "takes dept:"),
        ("transfer dept:Field Sales", 20, "quotes around several words"),
        ("transfer dept:", 14, "needs a value"),
        ("transfer dept:A dept:B", 16, "give it once"),
        ("status gone", 7, "active and leave"),
        ("status leave now", 13, "eff DAY, reason WORDS or carry"),
        ("raise 3% carry now", 15, "not understood here"),
        ("raise 3% carry carry", 15, "there already"),
        ("tag night carry", 10, "nothing to carry"),
        ("set titel Clerk", 4, "did you mean title"),
        ("set title", 9, "a value"),
        ("set flsa sometimes", 9, "exempt or non-exempt"),
        ("set fte half", 8, "is a number"),
        ("assign title Clerk", 7, "no field"),
        ("tag #night", 4, "one word of letters"),
        ("tag", 3, "needs a tag"),
        ('manager "Kim', 8, "quote has no end"),
        ("raise 3% | tag x", 9, "One verb at a time"),
    ],
)
def test_an_error_points_at_the_character_of_the_whole_line(written: str, at: int, says: str) -> None:
    problem = refused(written, 20)
    assert problem.at == at + 20
    assert says in str(problem)


def test_numbers_are_read_and_written_as_the_company_writes_them() -> None:
    german = Manners(TODAY, STYLES["de_DE"], "EUR")
    made = parse_verb("raise +1.250,50", german)
    assert made.act == Raise(How.PLUS, Decimal("1250.50"))
    assert text(made, german.style) == "raise +1250,5"
    assert parse_verb(text(made, german.style), german) == made


def test_completion_offers_verbs_then_what_they_take_then_clauses() -> None:
    def known(field: str, typed: str) -> list[str]:
        return {"department": ["Field Sales", "IT"], "manager": ["1042 Kim, Ann"]}.get(field, [])

    def offered(written: str) -> list[str]:
        return complete_verb(written, len(written), MANNERS, known)

    assert len(offered("")) == len(VERBS)
    assert offered("ra") == ["raise "]
    assert offered("raise ") == ["3%", "+2500", "to 85k"]
    assert offered("raise 3% ") == ["eff ", "reason ", "carry"]
    assert offered("raise 3% carry ") == ["eff ", "reason "]
    assert offered("tag night ") == ["eff ", "reason "]
    assert offered("raise 3% eff to") == ["today", "tomorrow"]
    assert offered("raise 3% eff today ") == ["reason ", "carry"]
    assert offered("transfer dept:f") == ['dept:"Field Sales"', "dept:IT"][:1]
    assert offered("transfer dept:IT ") == ["loc:", "manager:", "eff ", "reason ", "carry"]
    assert offered("manager ") == ["none", "1042"]
    assert offered("set fl") == ["flsa "]
    assert offered("set flsa ") == ["exempt", "non-exempt"]
    assert offered("assign ") == ["grade ", "cost_centre ", "position ", "pay_group "]
    assert token_start('transfer dept:"Field S', 22) == 9


WORDS = st.text(st.characters(codec="utf-8"), max_size=12).map(lambda text: " ".join(clean(text).split()))
FILLED = WORDS.filter(bool)
AMOUNTS = st.decimals(1, 99, places=2)
ACTS = st.one_of(
    st.builds(Raise, st.just(How.PERCENT), st.decimals(-99, 999, places=4)),
    st.builds(Raise, st.just(How.PLUS), AMOUNTS | AMOUNTS.map(lambda amount: -amount)),
    st.builds(Raise, st.just(How.TO), AMOUNTS),
    st.builds(Transfer, FILLED, st.none() | WORDS, st.none() | WORDS),
    st.builds(GiveManager, WORDS),
    st.builds(GiveStatus, st.sampled_from([Status.ACTIVE, Status.LEAVE])),
    st.builds(GiveValue, st.sampled_from(["title", "grade", "phone", "badge"]), WORDS),
    st.builds(GiveValue, st.sampled_from(["grade", "position"]), WORDS, st.just(True)),
    st.builds(GiveTags, st.lists(st.sampled_from(["night", "a-b", "x.1"]), min_size=1, max_size=3, unique=True).map(tuple), st.booleans()),
)  # fmt: skip


@given(st.builds(Verb, ACTS, st.none() | st.dates(date(1950, 1, 1), date(2100, 1, 1)), WORDS))
def test_what_is_written_reads_back_the_same(made: Verb) -> None:
    assert verb(text(made)) == made


PIECES = [
    "raise",
    " ",
    "3%",
    "to",
    "eff",
    "reason",
    '"',
    ":",
    "dept:",
    "set",
    "title",
    "tag",
    "|",
    "1 jan",
    "-",
    "manager",
    "none",
]


@given(st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_reading_never_raises_anything_but_a_query_error_that_points_into_the_line(written: str) -> None:
    try:
        made = verb(written)
    except QueryError as problem:
        assert 0 <= problem.at <= len(written)
        assert str(problem)
    else:
        assert verb(text(made)) == made
    complete_verb(written, len(written), MANNERS)
