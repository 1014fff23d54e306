"""One person's check from what is on file: computed, and every figure derived; pure, and the same for runs and previews."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from hrtui.errors import RuleBroken
from hrtui.payroll.check.alike import calculate_all
from hrtui.payroll.check.calculate import NOTHING_EARNED, NOTHING_PAID, calculate, explain
from hrtui.payroll.check.sheet import CASE
from hrtui.payroll.check.tables import Tables
from hrtui.payroll.check.taxes import FORM
from hrtui.payroll.check.values import Blocker, Part, Result
from hrtui.payroll.elected import IMPUTED, SOURCE
from hrtui.payroll.electedwhy import OWED, Grounds, grounds
from hrtui.payroll.forms import form_of
from hrtui.payroll.gather import Gathered, Held, RunTerms, case_of, elections_of, explain_earnings
from hrtui.payroll.model import Operation, PersonFacts, Why
from hrtui.payroll.rules import federal, why
from hrtui.payroll.rules.gross import explain_unpaid, segments

NOTHING = Result((), 0, 0)
IMPUTED_LINE = f"{Part.IMPUTED}:{IMPUTED}"
DEDUCTED = (f"{Part.PRE_TAX}:", f"{Part.POST_TAX}:")


def outcome(facts: PersonFacts, terms: RunTerms, held: Held, tables: Tables) -> tuple[Result, str] | None:
    """A person's computed check and work state; a check without lines where it cannot be computed, None where none is due."""
    gathered = case_of(facts, terms, held)
    return None if gathered is None else computed(gathered, tables)


def computed(gathered: Gathered, tables: Tables) -> tuple[Result, str]:
    """The check of a gathered case with what stops it, and its work state."""
    case = gathered.case
    if case is None:
        return _finished(gathered, NOTHING), ""
    try:
        made: Result | RuleBroken = calculate(case, tables)
    except RuleBroken as broken:
        made = broken
    return _finished(gathered, made), case.work_state


def computed_all(gathered: Sequence[Gathered | None], tables: Tables) -> list[tuple[Result, str] | None]:
    """What `computed` makes of each gathered case, None where none is: checks that are alike are computed together."""
    cases = [each.case for each in gathered if each is not None and each.case is not None]
    made = iter(calculate_all(cases, tables))
    found: list[tuple[Result, str] | None] = []
    for each in gathered:
        if each is None:
            found.append(None)
        elif each.case is None:
            found.append((_finished(each, NOTHING), ""))
        else:
            found.append((_finished(each, next(made)), each.case.work_state))
    return found


def _finished(gathered: Gathered, made: Result | RuleBroken) -> Result:
    """A check with what stops it, and what is worth knowing."""
    if isinstance(made, RuleBroken):
        stops = Blocker(made.field or "not_computed", str(made), "Mend it, and calculate again.")
        result = Result((), 0, 0, (stops,))
    else:
        result = made
    if gathered.blockers or gathered.notices:
        result = Result(
            result.lines, result.gross, result.net, (*gathered.blockers, *result.blockers),
            (*gathered.notices, *result.notices), result.arrears,
        )  # fmt: skip
    return result


def derived(facts: PersonFacts, terms: RunTerms, held: Held, tables: Tables) -> dict[str, Why]:
    """The derivation of every line of a check by its key, and of `gross` and `net`; empty where it cannot be computed."""
    gathered = case_of(facts, terms, held)
    if gathered is None or gathered.case is None:
        return {}
    trees = explain_earnings(facts, terms, held)
    sources = frozenset({CASE, *(each.basis for each in gathered.case.earnings if each.basis)})
    unpaid = explain_unpaid(segments(facts, terms.pay_date.period, terms.group)) if terms.with_period else ()
    stood_on = grounds(elections_of(facts, terms, held), terms.premiums, terms.codes, terms.pay_date.check)
    grown = _Grown(
        trees, sources, form_of(facts.certificates, terms.pay_date.check, terms.exempt_ends), tables, unpaid, stood_on
    )
    made = {key: grown.line(key, tree) for key, tree in explain(gathered.case, tables).items()}
    whole = {
        key: grown.tree(tree) if key == IMPUTED_LINE else tree
        for key, tree in trees.items()
        if key in made and made[key].amount == tree.amount
    }
    return made | whole | {"gross": _named("Gross pay", made["gross"])}


def _named(label: str, tree: Why) -> Why:
    """A derivation under the name of its figure: where it is one line, the line stands below it."""
    return tree if tree.label == label else why.total(label, tree)


class _Grown(NamedTuple):
    """What leaves of a check's derivations go on to: how earnings were earned, the row of the certificate, and where nothing
    is earned the days that are not paid."""

    earned: Mapping[str, Why]
    sources: Collection[str]
    form: federal.Form
    tables: Tables
    unpaid: tuple[Why, ...]
    chosen: Grounds

    def line(self, key: str, tree: Why) -> Why:
        """The derivation of a line, with the election that asks for a part of pay."""
        facts = self.chosen.lines.get(tree.label, ()) if key.startswith(DEDUCTED) else ()
        made = self.tree(tree)
        return replace(made, children=(*made.children, *facts)) if facts else made

    def tree(self, tree: Why) -> Why:
        """A derivation with its leaves grown; one of several parts of a line goes on to the line."""
        if tree.operation is Operation.INPUT:
            return self._leaf(tree)
        owed = self.chosen.caught.get(tree.label) if self.chosen.caught else None
        children = tuple(
            replace(each, children=owed) if owed and each.label == OWED else each
            for child in tree.children
            for each in self._child(child)
        )
        return Why(tree.label, tree.value, tree.formula, tree.source, children, tree.amount, tree.operation)

    def _child(self, child: Why) -> tuple[Why, ...]:
        if child.operation is Operation.FACT and child.label == FORM:
            return federal.explain_form(self.form, self.tables.federal)
        return (self.tree(child),)

    def _leaf(self, tree: Why) -> Why:
        if tree.source == FORM and self.form.row is not None:
            return replace(tree, source=federal.cited(self.form))
        if tree.formula in (NOTHING_EARNED, NOTHING_PAID):
            return replace(tree, children=self.unpaid)
        if tree.source in (CASE, SOURCE) and tree.amount is not None:
            made = self.chosen.leaves.get((tree.label, int(tree.amount.scaleb(2))))
            if made:
                return replace(tree, source=SOURCE, children=made, operation=Operation.SUM)
        for line in self.earned.values():
            if line.amount == tree.amount and (tree.label == line.label or tree.source in self.sources):
                return line
            if tree.label == line.label:
                formula = "a part of the line, which is split by what each part earns, by largest remainder"
                return replace(tree, formula=formula, children=(line,))
        return tree
