"""What is asked to take candidates in: which file, and then, with what would come of it, whether to."""

from __future__ import annotations

from pathlib import Path

from hrtui.errors import HrError
from hrtui.recruiting import taking
from hrtui.recruiting.gathering import Worked
from hrtui.recruiting.taking import Plan
from hrtui.text import counted
from screens.base import HrScreen
from screens.verbs import waited
from screens.widgets.confirm import Confirm
from screens.widgets.paths import ask_file

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".json", ".vcf", ".vcard")
NAMED = 4


def ask_taking(screen: HrScreen, requisition: str = "") -> None:
    """Ask for a file of candidates; with a requisition they apply to it."""
    ctx, read = screen.ctx, list[tuple[Path, Plan]]()

    def look(path: Path) -> object:
        return waited(screen, lambda: read.append((path, taking.plan_taking(ctx, path, requisition))))

    def looked(values: object) -> None:
        if values is not None and read:
            _sure(screen, *read[-1], requisition)

    intro = f"They apply to {requisition}." if requisition else "CSV, XLSX, JSON résumés (jsonresume.org) or vCards."
    screen.app.push_screen(ask_file("Take candidates in", look, intro, endings=ENDINGS), looked)


def _sure(screen: HrScreen, path: Path, plan: Plan, requisition: str) -> None:
    ctx = screen.ctx
    apply = (
        f" ({plan.applying} of them {'applies' if plan.applying == 1 else 'apply'} too)"
        if requisition and plan.known
        else ""
    )
    like = f" Perhaps on file under another address: {len(plan.like)}." if plan.like else ""
    details = [f"On file already: {len(plan.known)}{apply}. Left out: {len(plan.left)}.{like}"]
    for rows in (plan.known, plan.like, plan.left):
        details += [line for each in rows[:NAMED] for line in each.told[:1]]
        details += [f"And {len(rows) - NAMED} rows more like this."] if len(rows) > NAMED else []
    details.append("One command; u takes it back.")

    def sure(yes: bool | None) -> None:
        if yes:
            screen.work_on(lambda: taking.take_candidates(ctx, path, requisition), done, failed)

    def done(made: tuple[Worked, Plan]) -> None:
        screen.tell_done(made[0])

    def failed(error: HrError) -> None:
        screen.say(error, error=True)

    screen.app.push_screen(
        Confirm(f"Enter {counted(len(plan.new), 'candidate')} of {path.name}?", details, title="Import"), sure
    )
