"""The query language: what it reads, what it refuses and where it points, and that writing and reading agree."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.errors import QueryError
from hrtui.query.model import Op, Query, Sort, Term
from hrtui.query.rules import FIELDS, complete, parse, split_pipe, text, token_start
from hrtui.text import clean

TODAY = date(2026, 11, 23)


def query(written: str, *, lenient: bool = False) -> Query:
    return parse(written, TODAY, lenient=lenient)


def refused(written: str, *, lenient: bool = False) -> QueryError:
    with pytest.raises(QueryError) as caught:
        query(written, lenient=lenient)
    return caught.value


def test_words_and_terms_are_read_in_any_order() -> None:
    assert query('ann dept:Production "van der" status:active') == Query(
        ("ann", "van der"),
        (Term("department", Op.HAS, ("Production",)), Term("status", Op.HAS, ("active",))),
    )


def test_commas_give_several_values_and_quotes_keep_commas() -> None:
    assert query('mgr:"Kim, Ann",Lee').terms == (Term("manager", Op.HAS, ("Kim, Ann", "Lee")),)
    assert query("kim,ann").words == ("kim", "ann")


def test_a_minus_negates_a_term() -> None:
    assert query("-dept:Sales").terms == (Term("department", Op.HAS, ("Sales",), True),)


def test_every_comparison_is_read() -> None:
    ops = [query(f"hired{op.value}2026-01-31").terms[0].op for op in Op]
    assert ops == list(Op)


def test_days_are_read_as_people_type_them() -> None:
    assert query("hired>=today").terms == (Term("hired", Op.AT_LEAST, ("2026-11-23",)),)
    assert parse("hired<1/2/2026", TODAY, False).terms == (Term("hired", Op.BELOW, ("2026-02-01",)),)
    assert query('terminated>"jan 1, 2027"').terms[0].values == ("2027-01-01",)


def test_a_year_or_month_is_a_span_of_days() -> None:
    assert query("hired:2025").terms == (
        Term("hired", Op.AT_LEAST, ("2025-01-01",)),
        Term("hired", Op.AT_MOST, ("2025-12-31",)),
    )
    assert query("hired>2025").terms == (Term("hired", Op.ABOVE, ("2025-12-31",)),)
    assert query("hired<=2024-02").terms == (Term("hired", Op.AT_MOST, ("2024-02-29",)),)
    assert "stands alone" in str(refused("-hired:2025"))


def test_sort_takes_several_fields_and_a_minus() -> None:
    assert query("sort:-hired,dept").sort == (Sort("hired", True), Sort("department"))


def test_an_empty_quoted_value_asks_for_what_is_empty() -> None:
    assert query('manager:""').terms == (Term("manager", Op.EQUAL, ("",)),)


@pytest.mark.parametrize(
    ("written", "at", "says"),
    [
        ("dpt:Sales", 0, "did you mean department"),
        ("ann -stauts:active", 5, "did you mean status"),
        ("status:actve", 7, "did you mean active"),
        ("status:active,gone", 14, "starting, active, leave or terminated"),
        ("hired<foo", 6, "+2w"),
        ("12:30", 0, "in quotes"),
        ("https://example.com", 0, "in quotes"),
        ("dept:", 5, "needs a value"),
        ("status<active", 6, "no order"),
        ("sort:-hird", 5, "did you mean hired"),
        ('name:"Kim', 5, "quote has no end"),
        ("-ann", 0, "A minus excludes a term"),
        (":x", 0, "A field goes before"),
        ("name:=x", 5, "in quotes"),
    ],
)
def test_an_error_points_at_the_character_and_says_what_is_valid(written: str, at: int, says: str) -> None:
    problem = refused(written)
    assert problem.at == at
    assert says in str(problem)


def test_text_still_being_typed_restricts_as_far_as_it_goes() -> None:
    assert query("dept:", lenient=True) == Query()
    assert query("status:t", lenient=True).terms == (Term("status", Op.HAS, ("terminated",)),)
    assert query("hired<202", lenient=True) == Query()
    assert query('mgr:"Kim, A', lenient=True).terms[0].values == ("Kim, A",)
    assert query("-de", lenient=True) == Query()
    assert query("sort:-hi", lenient=True) == Query()
    assert "did you mean active" in str(refused("status:actve", lenient=True))


def test_an_endless_query_is_refused() -> None:
    assert refused("a" * 501).at == 500


def test_completion_offers_fields_choices_and_sort_keys() -> None:
    assert complete("ann de", 6) == ["department:"]
    assert complete("dep", 3) == ["department:"]
    assert complete("-st", 3) == ["-status:"]
    assert complete("status:active,l", 15) == ["status:active,leave"]
    assert complete("sort:-h", 7) == ["sort:-hired"]
    assert len(complete("", 0)) == len(FIELDS) + 1
    assert complete("dept:S", 6) == []
    assert token_start('mgr:"Kim, A', 11) == 0
    assert token_start("ann dept:S", 10) == 4


WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).map(clean).filter(bool)


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(["dept", ":", "-", '"', ",", "<", "!=", "sort", " ", "2025", "status", "a"])).map(
        "".join
    )
)
def test_reading_never_raises_anything_but_a_query_error(written: str) -> None:
    for lenient in (False, True):
        try:
            made = query(written[:500], lenient=lenient)
        except QueryError as problem:
            assert 0 <= problem.at <= len(written)
            assert str(problem)
        else:
            assert query(text(made)) == made
    complete(written, len(written) // 2)


@given(WORDS, st.lists(WORDS, min_size=1, max_size=3, unique=True), st.sampled_from(list(Op)), st.booleans())
def test_what_is_written_reads_back_the_same(word: str, values: list[str], op: Op, negated: bool) -> None:
    made = parse(text(Query((word,), (Term("name", op, tuple(values), negated),), (Sort("hired", True),))), TODAY)
    assert parse(text(made), TODAY) == made


@pytest.mark.parametrize(
    ("written", "query_part", "verb"),
    [
        ("dept:Sales | raise 3%", "dept:Sales ", " raise 3%"),
        ('"a | b" name:"c|d",x|tag new', '"a | b" name:"c|d",x', "tag new"),
        ('o"neil|tag x', 'o"neil', "tag x"),
        ('mgr:"Kim, A | b', 'mgr:"Kim, A | b', None),
        ("@2026-01-01|x", "@2026-01-01", "x"),
        ("kim", "kim", None),
        ("|", "", ""),
    ],
)
def test_a_query_ends_at_a_bar_that_stands_in_no_quotes(written: str, query_part: str, verb: str | None) -> None:
    assert split_pipe(written) == (query_part, verb, len(written) - len(verb or ""))


def test_what_follows_a_bar_is_not_for_a_query_alone() -> None:
    problem = refused("dept:Sales | raise 3%")
    assert (problem.at, "only found" in str(problem)) == (11, True)
    assert query("kim | rai", lenient=True) == Query(("kim",))
    assert query('"a|b" name:"c|d"').terms == (Term("name", Op.HAS, ("c|d",)),)
