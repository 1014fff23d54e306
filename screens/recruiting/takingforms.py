"""What is asked to take candidates in: which file, and then, with what would come of it, whether to."""

from __future__ import annotations

from pathlib import Path

from hrtui.errors import HrError
from hrtui.recruiting import taking
from hrtui.recruiting.gathering import Worked
from hrtui.recruiting.taking import Plan
from screens.base import HrScreen
from screens.verbs import waited
from screens.widgets.confirm import Confirm
from screens.widgets.paths import ask_path

NAMED = 6


def ask_taking(screen: HrScreen, requisition: str = "") -> None:
    """Ask for a file of candidates; with a requisition they apply to it."""
    ctx, read = screen.ctx, list[tuple[Path, Plan]]()

    def look(path: Path) -> object:
        return waited(screen, lambda: read.append((path, taking.plan_taking(ctx, path))))

    def looked(values: object) -> None:
        if values is not None and read:
            _sure(screen, *read[-1], requisition)

    intro = f"They apply to {requisition}." if requisition else "CSV, XLSX, JSON résumés (jsonresume.org) or vCards."
    screen.app.push_screen(ask_path("Take candidates in", "", look, intro), looked)


def _sure(screen: HrScreen, path: Path, plan: Plan, requisition: str) -> None:
    ctx = screen.ctx
    apply = " and apply too" if requisition and plan.known else ""
    details = [f"On file already{apply}: {len(plan.known)}. Left out: {len(plan.left)}."]
    details += [f"Row {each.row}: is {each.known} already, with {each.why}." for each in plan.known[:NAMED]]
    details += [f"Row {each.row}, {each.field}: {each.fault}" for each in plan.left[:NAMED]]
    details.append("One command; u takes it back.")

    def sure(yes: bool | None) -> None:
        if yes:
            screen.work_on(lambda: taking.take_candidates(ctx, path, requisition), done, failed)

    def done(made: tuple[Worked, Plan]) -> None:
        screen.tell_done(made[0])

    def failed(error: HrError) -> None:
        screen.say(error, error=True)

    screen.app.push_screen(Confirm(f"Enter {len(plan.new)} candidates of {path.name}?", details, title="Import"), sure)
