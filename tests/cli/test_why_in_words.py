"""Derivations in words: what was written out is not repeated, and nothing stands under an empty name or a key of the store."""

from __future__ import annotations

from datetime import date

from data.payroll_tables import payroll_tables
from hrtui.cli.payslip import Tree
from hrtui.payroll.check.calculate import explain
from hrtui.payroll.check.values import Case, Earning, EarningKind
from hrtui.payroll.model import Why

PART = Why("Wages", "100.00", "", "pay row")


def made_again() -> Why:
    return Why("Tax", "6.20", "multiplied", "", (Why("Rate", "0.062"), Why("Wages", "100.00", "", "pay row")))


def test_a_derivation_that_says_the_same_as_one_above_is_not_written_out_again() -> None:
    lines = list(Tree(80).lines(Why("Both", "12.40", "added up", "", (made_again(), made_again()))))
    first = ["Both: 12.40; added up", "  Tax: 6.20; multiplied", "    Rate: 0.062", "    Wages: 100.00; pay row"]
    assert lines == [*first, "  Tax: 6.20; as above"]


def test_one_with_another_figure_below_it_is_written_out() -> None:
    other = Why("Tax", "6.20", "multiplied", "", (Why("Rate", "0.062"), Why("Wages", "100.00", "", "another pay row")))
    lines = list(Tree(80).lines(Why("Both", "12.40", "added up", "", (made_again(), other))))
    assert lines[4:] == ["  Tax: 6.20; multiplied", "    Rate: 0.062", "    Wages: 100.00; another pay row"]


def test_a_step_without_a_name_is_told_by_its_figure() -> None:
    assert list(Tree(80).lines(Why("", "634.615", "multiplied", "", (PART,))))[0] == "634.615; multiplied"


def test_no_figure_of_a_check_stands_under_a_key_of_the_store() -> None:
    pay = (Earning("salary", EarningKind.REGULAR, 500_000), Earning("bonus", EarningKind.SUPPLEMENTAL, 100_000))
    case = Case(date(2026, 11, 20), "biweekly", "TX", "TX", pay)
    trees = explain(case, payroll_tables(case.pay_date)).values()
    labels = [line.split(": ")[0] for tree in trees for line in Tree(200).lines(tree)]
    assert "Wages for social security of the year before this check" in [label.strip() for label in labels]
    assert not [label for label in labels if "_" in label]
