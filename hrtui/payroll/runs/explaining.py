"""Why a figure of a slip is what it is: facts as they were known when it was computed, computed again with its derivation."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from data.payrun.codes import Codes
from data.payrun.compared import finals_before
from data.payrun.earlier import earlier
from data.payrun.given import given
from hrtui.audit.writing import note_read
from hrtui.context import Context
from hrtui.errors import NotFound, RuleBroken
from hrtui.payroll.computing import derived
from hrtui.payroll.model import Operation, Why
from hrtui.payroll.runs.model import Run, RunKind, Slip
from hrtui.payroll.runs.reading import slip as slip_in
from hrtui.payroll.runs.seen import run_of
from hrtui.payroll.runs.terms import terms_of
from hrtui.payroll.runs.yearsofar import with_slips

ENDS = ("gross", "net")


def why(ctx: Context, number: str, person: str, line: str = "net") -> Why:
    """How a line of a person's slip in a run came about, by its key (`tax:social_security`), or the gross or net.

    Leaves an entry in the trail. Raises NotAllowed, NotFound where there is no such slip or line, and RuleBroken where the
    slip cannot be computed again as it is stored.
    """
    made = derivations(ctx, number, person)
    if line not in made:
        raise NotFound(f"The check of {person} in run {number} has no line “{line}”; it has {', '.join(made)}.")
    return made[line]


def derivations(ctx: Context, number: str, person: str) -> Mapping[str, Why]:
    """The derivation of every line of a slip by its key, and of `gross` and `net`, and of the year's balance of each line
    before it by `before:` and the key; as `why` in all else."""
    with ctx.store.snapshot():
        run = run_of(ctx, number)
    slip = slip_in(ctx, number, person)
    if run.kind is RunKind.REVERSAL:
        return _taken_back(ctx, run, slip)
    with ctx.store.snapshot():
        made = _again(ctx, run, slip)
        before = earlier(slip.person, run.pay_date.year, slip.after, Codes())
    _check(slip, made)
    note_read(ctx, person, "why", {"run": number}, area="payroll")
    return with_slips(made, before)


def _again(ctx: Context, run: Run, slip: Slip) -> dict[str, Why]:
    """The derivations, from the facts as known after the command that the slip's calculation saw last."""
    basis = terms_of(ctx, run)
    facts, held, _ = given(
        run, [slip.person], finals_before(run), Codes(), slip.known, {slip.person: slip.after}, terms=basis.terms
    )[0]
    return derived(facts, basis.terms, held, basis.tables)


def _check(slip: Slip, made: Mapping[str, Why]) -> None:
    """Raise RuleBroken where what was computed again is not what is stored."""
    stored: dict[str, int] = {"gross": slip.gross, "net": slip.net}
    for line, _ in slip.lines:
        stored[line.key] = stored.get(line.key, 0) + line.amount
    for key, cents in stored.items():
        tree = made.get(key)
        if cents and (tree is None or tree.amount != Decimal(cents).scaleb(-2)):
            raise RuleBroken(
                f"{key} of {slip.number} in run {slip.run} is kept as {Decimal(cents).scaleb(-2)}, and computed again it is "
                f"{tree.value if tree else 'not there'}: tables or configuration changed since, so its derivation is not shown.",
                "line",
            )


def _taken_back(ctx: Context, run: Run, slip: Slip) -> dict[str, Why]:
    """The derivations of a reversal: each line is that of the slip it takes back, with the other sign."""
    source = f"run {run.corrects}, taken back by run {run.number}: {run.reason}"
    made = {}
    for line, _ in slip.lines:
        amount = Decimal(line.amount).scaleb(-2)
        made[line.key] = Why(
            line.label, f"{amount:,.2f}", "what was paid, with the other sign", source, (), amount, Operation.INPUT
        )
    for name in ENDS:
        amount = Decimal(getattr(slip, name)).scaleb(-2)
        made[name] = Why(
            name.capitalize(),
            f"{amount:,.2f}",
            "what was paid, with the other sign",
            source,
            (),
            amount,
            Operation.INPUT,
        )
    return made
