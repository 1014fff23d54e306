"""What is asked on the board and on a candidate's page alike: an offer, a message, who is the same human."""

from __future__ import annotations

from collections.abc import Sequence

from hrtui.recruiting import merging, messaging, scoring
from hrtui.recruiting.duplicates import Alike
from hrtui.recruiting.gathering import Worked
from hrtui.recruiting.merging import TAKEN
from hrtui.recruiting.model import Candidate
from hrtui.recruiting.playfile import playbook
from hrtui.recruiting.service import candidate_sheet
from hrtui.text import listed
from screens.base import HrScreen
from screens.recruiting.asking import Values, ask, choice_field, text
from screens.widgets.confirm import Confirm
from screens.widgets.fields import Choice, Field
from screens.widgets.menu import Menu, MenuItem

KEPT, OTHER = "kept", "other"


def ask_offering(screen: HrScreen, number: str) -> None:
    """Ask for an offer for an application."""
    from screens.recruiting.offerforms import ask_offer

    ctx = screen.ctx

    def found(sheet: scoring.ScoreSheet) -> None:
        ask_offer(screen, sheet.application, sheet.requisition, sheet.candidate, None)

    screen.work_on(lambda: scoring.score_sheet(ctx, number), found, hold=True)


def ask_writing(screen: HrScreen, numbers: Sequence[str]) -> None:
    """Ask which message to write, and put its drafts into the outbox."""
    ctx = screen.ctx
    choices = [
        Choice(each.name, each.label, f"{each.label}: {each.subject}") for each in playbook(ctx).settings.messages
    ]
    field = choice_field("template", "Message", choices, "empty: the one that is owed", required=False)

    def save(values: Values) -> Worked:
        return messaging.write_messages(ctx, list(numbers), text(values, "template"))

    ask(screen, f"Write to {len(numbers)} candidates" if len(numbers) > 1 else "Write a message", [field], save)


def ask_merging(screen: HrScreen, held: Candidate) -> None:
    """Show who may be the same as a candidate; the one chosen is merged into them, side by side."""
    ctx = screen.ctx

    def found(alike: list[Alike]) -> None:
        others = [each for each in alike if not each.person]
        here = [each for each in alike if each.person]
        if not others:
            said = " ".join(each.sentence for each in here[:2])
            screen.say(said or f"Nobody on file is like {held.name}.")
            return
        items = [MenuItem(each.number, f"{each.number} {each.name}", listed(each.why, "and")) for each in others]
        screen.app.push_screen(Menu(f"Who is {held.name} too?", items), chosen)

    def chosen(number: str | None) -> None:
        if number is not None:
            screen.work_on(
                lambda: candidate_sheet(ctx, number).candidate,
                lambda other: _side_by_side(screen, held, other),
                hold=True,
            )

    screen.work_on(lambda: merging.find_alike(ctx, merging.entry_of(held)), found, hold=True)


def _side_by_side(screen: HrScreen, held: Candidate, other: Candidate) -> None:
    """Ask of each value in which the two differ, which one is kept."""
    ctx, fields = screen.ctx, list[Field]()
    for name in TAKEN:
        mine, theirs = getattr(held, name), getattr(other, name)
        if theirs and mine != theirs:
            ours = str(mine or "(none)")
            choices = [
                Choice(KEPT, ours, f"{ours} ({held.number})"),
                Choice(OTHER, str(theirs), f"{theirs} ({other.number})"),
            ]
            label = name.replace("_", " ").capitalize()
            fields.append(choice_field(name, label, choices, f"{mine or 'none'} or {theirs}", KEPT if mine else OTHER))
    if not fields:
        _sure(screen, held, other)
        return

    def save(values: Values) -> Worked:
        take = [field.key for field in fields if text(values, field.key) == OTHER]
        return merging.merge(ctx, held.number, other.number, take)

    ask(screen, f"Merge {other.number} {other.name} into {held.number}", fields, save)


def _sure(screen: HrScreen, held: Candidate, other: Candidate) -> None:
    ctx = screen.ctx

    def sure(yes: bool | None) -> None:
        if yes:
            screen.work_on(lambda: merging.merge(ctx, held.number, other.number), screen.tell_done)

    details = ["They do not differ in what is kept; the applications of both stay.", "u takes it back."]
    screen.app.push_screen(Confirm(f"Merge {other.number} into {held.number}?", details, title="Merge"), sure)


def ask_unmerging(screen: HrScreen, held: Candidate) -> None:
    """Make two again of a candidate and whom was merged into them last."""
    ctx = screen.ctx

    def found(numbers: list[str]) -> None:
        if not numbers:
            screen.say(f"Nobody was merged into {held.name}.")
            return

        def sure(yes: bool | None) -> None:
            if yes:
                screen.work_on(lambda: merging.unmerge(ctx, numbers[0]), screen.tell_done)

        sentence = f"Make {numbers[0]} a candidate of their own again?"
        screen.app.push_screen(Confirm(sentence, ["Both are then exactly as they were."], title="Unmerge"), sure)

    screen.work_on(lambda: merging.merged_numbers(ctx, held.number), found, hold=True)
