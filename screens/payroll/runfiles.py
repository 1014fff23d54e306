"""Asking for the files of a run: which one, where it goes, and the net where the file moves money."""

from __future__ import annotations

from collections.abc import Mapping

from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.payroll.outputs.files import Written
from hrtui.payroll.runs import rules
from hrtui.payroll.runs.exporting import MOVES_MONEY, SUFFIX, Exported, Output, export
from hrtui.payroll.runs.model import FINAL, LADDER, Run, RunKind, RunLine, Step
from hrtui.payroll.runs.onepdf import payslip_file
from hrtui.room import whereabouts
from screens.base import HrScreen
from screens.text import shown
from screens.verbs import waited
from screens.widgets.fields import Choice, ChoiceField, Field, MoneyField, TextField
from screens.widgets.form import FormScreen
from screens.widgets.paths import path_of

SAID = {
    Output.BANK: "bank file (NACHA)",
    Output.BANK_CSV: "bank file (CSV)",
    Output.BANK_REVERSAL: "reversal for the bank (NACHA)",
    Output.CHEQUES: "cheques to write (CSV)",
    Output.PAYSLIPS: "payslips (PDF)",
    Output.REGISTER: "payroll register (CSV)",
    Output.JOURNAL: "journal (CSV)",
    Output.BEANCOUNT: "journal for beancount",
    Output.HLEDGER: "journal for hledger",
}


def ask_file(screen: HrScreen, line: RunLine) -> None:
    """Ask which file of a run is written and where, and write it; the bank's asks for the net it pays."""
    ctx, run, made = screen.ctx, line.run, list[Exported]()
    offered = [each for each in Output if _is_of(each, run)]
    if run.state not in FINAL or not offered:
        screen.say(f"{run.number} is {rules.SAID[run.state]}; files are written once it is finalised.")
        return

    def save(values: Mapping[str, object]) -> object:
        output, net = Output(str(values["output"])), values["net"]
        typed = net.cents if isinstance(net, Money) else None
        if output is Output.BANK_REVERSAL and typed is not None:
            typed = -abs(typed)
        if output in MOVES_MONEY or output is Output.BANK_REVERSAL:
            rules.check_amount(run, line.totals, typed)
        path = path_of(values["path"] or f"{run.number}-{output.value.replace('_', '-')}{SUFFIX[output]}")
        if path.suffix != SUFFIX[output]:
            raise RuleBroken(f"The name of a file of {SAID[output]} ends in {SUFFIX[output]}.", "path")
        return waited(screen, lambda: made.append(export(ctx, run.number, output, path, events=len(run.events))))

    def done(values: object) -> None:
        if values is not None and made:
            screen.shell.changed()
            screen.say(_told(made[-1]))

    intro = ("It says what people earn and where it goes: keep it safe.",)
    screen.app.push_screen(FormScreen(f"Files: {run.number}", _fields(screen, offered), save, intro=intro), done)


def _is_of(output: Output, run: Run) -> bool:
    """Whether a file is one of a run's: what a reversal takes back is not paid, and other runs take nothing back."""
    if run.kind is RunKind.REVERSAL:
        return output not in MOVES_MONEY and output is not Output.CHEQUES
    return output is not Output.BANK_REVERSAL and (output not in MOVES_MONEY or run.state in LADDER[Step.EXPORT].states)


def _fields(screen: HrScreen, offered: list[Output]) -> list[Field]:
    choices = [Choice(each.value, SAID[each]) for each in offered]
    return [
        ChoiceField(key="output", label="What", choices=choices, initial=choices[0], required=True),
        TextField(key="path", label="File", limit=1_000, help=f"empty: named by the run, {whereabouts()}"),
        MoneyField(key="net", label="Net it pays", style=screen.ctx.config.style, help="for a bank file, as the run says it"),
    ]  # fmt: skip


def _told(made: Exported) -> str:
    taken = made.output is Output.BANK_REVERSAL
    how = "were paid by cheque: stop or collect those" if taken else "without an account are paid by cheque"
    cheques = f" {len(made.left_out):,} {how}." if made.left_out else ""
    return f"Wrote {SAID[made.output]} for {made.people:,} people to {shown(made.path.name)}, SHA-256 {made.sha256[:12]}.{cheques}"


def ask_payslip(screen: HrScreen, run: str, person: str) -> None:
    """Ask where one person's payslip is written as PDF, and write it."""
    ctx, made = screen.ctx, list[Written]()

    def save(values: Mapping[str, object]) -> object:
        path = path_of(values["path"])
        if path.suffix != ".pdf":
            raise RuleBroken("The name of a payslip's file ends in .pdf.", "path")
        return waited(screen, lambda: made.append(payslip_file(ctx, run, person, path)))

    def done(values: object) -> None:
        if values is not None and made:
            screen.say(f"Wrote the payslip to {shown(made[-1].path.name)}.")

    field = TextField(
        key="path",
        label="File",
        initial=f"{run}-{person}.pdf",
        required=True,
        limit=1_000,
        help=f"a new file, {whereabouts()}",
    )
    screen.app.push_screen(FormScreen(f"Payslip of {person}", [field], save), done)
